using System.Collections.Concurrent;
using Trellis.Diagnosis.Checks;
using Trellis.Information.Forms;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Structure;
using Draft = Trellis.Runtime.Ledger.Draft;

namespace Trellis.Runtime.Simulation;

/// <summary>The desk of forms, as far as it decides and folds what officers hand in and send back. All files are at hand, since they begin with the record.</summary>
internal sealed class FormsAgain(RunningStructure running, Scene scene) : IDecidedState
{
    private readonly Dictionary<(string Form, string Unit, string Occasion), FormFile> _files = [];
    private List<(long Position, IEvent Event)> _new = [];

    public static bool IsTheirs(IAct? act) => act is SubmitForm or CorrectForm or ReturnForm;

    /// <summary>An act on a form, decided once more by its rule.</summary>
    public IReadOnlyList<Draft> Decide(SimulatedAct done, Turn turn)
    {
        var (form, unit, occasion) = done.Act switch
        {
            SubmitForm one => (one.Form, one.Unit, one.Occasion),
            CorrectForm one => (one.Form, one.Unit, one.Occasion),
            ReturnForm one => (one.Form, one.Unit, one.Occasion),
            _ => throw new ArgumentException("This is no act on a form.", nameof(done)),
        };
        var day = running.DayOf(turn.At);
        var file = _files.GetValueOrDefault((form, unit.Text, occasion), new FormFile(form, unit, occasion));
        var owed = OwingForms.Find((place, on) => running.At(place, on), form, unit, occasion, done.After);
        var found = new FormCircumstances(
            owed, file, FormStanding.Asked, static _ => null, FormCircumstances.MayBeAboutSomebody(running.At(unit, day).Structure, day), owed is null ? new HashSet<string>() : scene.KnownOf(owed.Form, day).Needless, done.By, day, turn.At);
        var outcome = done.Act switch
        {
            SubmitForm one => SubmittingForms.Decide(one, found),
            CorrectForm one => SubmittingForms.Decide(one, found),
            var act => ReturningForms.Decide((ReturnForm)act, found),
        };
        if (outcome is not Outcome.Accepted { Events: [var happened] }) throw new InvalidOperationException($"What was done in the simulation is not done at the desk of forms: {done.Act} by {done.By} at {turn.At:O}: {(outcome as Outcome.Refused)?.Why.ToString() ?? "nothing follows"}");
        _files[(form, unit.Text, occasion)] = file.After(happened);
        _new.Add((turn.Position, happened));
        return [FormsDesk.DraftOf(happened, owed!.Form, done.By, running.Version)];
    }

    public void Load(IReadOnlyList<object> needs, Func<Session> read)
    {
        // Nothing was stored that is not at hand.
    }

    public void Begin() => _new = [];

    public void Fold(Writes writes)
    {
        foreach (var (position, happened) in _new) FormRows.Fold(writes, position, happened);
    }

    public void Forget(long stored) => _new = [];
}

/// <summary>Which fields of forms nobody has to type, by the reckoning of the desk of forms; made once for all days between two changes of the structure. Safe for several threads.</summary>
internal sealed class FieldsKnown
{
    private readonly GovernanceStructure _structure;
    private readonly DateOnly[] _changes;
    private readonly ConcurrentDictionary<int, Lazy<Dictionary<string, KnownOfForm>>> _eras = new();

    public FieldsKnown(GovernanceStructure structure)
    {
        _structure = structure;
        var changes = new SortedSet<DateOnly> { DateOnly.MinValue };
        foreach (var entry in structure.Entries)
        {
            changes.Add(entry.From);
            if (entry.To < DateOnly.MaxValue) changes.Add(entry.To.AddDays(1));
        }

        foreach (var form in structure.Forms.All)
            foreach (var accepted in form.Accepted)
                if (accepted.To < DateOnly.MaxValue) changes.Add(accepted.To.AddDays(1));
        _changes = [.. changes];
    }

    public KnownOfForm Of(Form form, DateOnly day)
    {
        var found = Array.BinarySearch(_changes, day);
        return _eras.GetOrAdd(found >= 0 ? found : ~found - 1, _ => new Lazy<Dictionary<string, KnownOfForm>>(() => Read(day))).Value.GetValueOrDefault(form.Id, KnownOfForm.Nothing);
    }

    private Dictionary<string, KnownOfForm> Read(DateOnly day) => FormDemands.Of(_structure.On(day)).Forms.GroupBy(static one => one.Form.Id, StringComparer.Ordinal).ToDictionary(
        static one => one.Key,
        one => new KnownOfForm(FormsDesk.NeedlessOf(one.First(), one.First().Form, day), one.First().Fields.Where(static field => field.Needless == NeedlessAsk.Held).Select(static field => field.Name.Id).ToHashSet(StringComparer.Ordinal)),
        StringComparer.Ordinal);
}
