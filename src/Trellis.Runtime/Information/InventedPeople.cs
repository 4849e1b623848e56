using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Simulation;
using Trellis.Simulation.Bases;

namespace Trellis.Runtime.Information;

/// <summary>
/// The invented residents of a demo, by their names, so that one can be picked. Only of a record that says of itself that its base was invented: nobody in it lives, and so nobody is looked at.
/// Of any other record nothing is told.
/// </summary>
public sealed class InventedPeople
{
    private readonly MattersDesk _matters;
    private readonly ImportsDesk _imports;
    private readonly Lazy<bool> _areInvented;

    public InventedPeople(MattersDesk matters, ImportsDesk imports)
    {
        (_matters, _imports) = (matters, imports);
        _areInvented = new Lazy<bool>(() => _matters.Questions.Ask(static session => LedgerRows.Entry(session, 0) is { } bytes && Entry.TryRead(bytes, out var first, out _) && first.Event == SimulatedRecord.Event && first.Fields[WritingRecords.BaseField] is not null));
    }

    /// <summary>What somebody is called; nothing of those who are no row of the base.</summary>
    public IReadOnlyDictionary<ActorId, string> NamesOf(IReadOnlyCollection<ActorId> people)
    {
        if (!_areInvented.Value || people.Count == 0) return new Dictionary<ActorId, string>();
        var running = _matters.InForce;
        var rows = people.Distinct().ToDictionary(static one => new RowId("person", one.Text));
        return _matters.Questions.Ask(session => FactsOfTheBase.Load(session, _matters.Keys, running.Structure, rows.Keys, new AsOf(running.DayOf(_matters.Now))))
            .Where(static one => one.Value.GetValueOrDefault("name").Text is not null).ToDictionary(one => rows[one.Key], static one => one.Value["name"].Text!);
    }

    /// <summary>Those who are called so, or nearly; empty where too many are.</summary>
    public IReadOnlyList<ActorId> Find(string typed) => !_areInvented.Value || _imports.Search("person", typed) is not { Found: { } found } ? [] : [.. found.Where(static one => LivingIn.IsPerson(one.Subject)).Select(static one => new ActorId(one.Subject.Key)).Distinct()];
}
