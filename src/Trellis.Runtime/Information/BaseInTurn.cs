using System.Collections.Concurrent;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;

namespace Trellis.Runtime.Information;

/// <summary>
/// What registers say of the rows in the roles of matters, at hand in the turn of an act. Before a batch is decided it is found out, from the structure alone, what the conditions of each act's
/// matter may read; rows are loaded level by level along the relations that these name, with one question a table and level, and of their values those that conditions read. The writer's preparing
/// thread alone uses it.
/// </summary>
/// <param name="registers">What batches under way changed in registers; null for a trial beside the writer.</param>
internal sealed class BaseInTurn(RegistersState? registers, MattersState matters, StructureVersions versions, RecordKeys keys, TimeProvider time) : IDecidedState
{
    /// <summary>Deeper than anybody writes; and relations may lead in a circle.</summary>
    private const int Deepest = 8;

    private readonly ConcurrentDictionary<(GovernanceStructure Structure, string Type, DateOnly Day), Wants?> _wants = new();
    private readonly Dictionary<RowId, KeptSubject> _loaded = [];
    private readonly Dictionary<(string Person, string Purpose), ConsentStanding> _consents = [];
    private readonly List<(long Position, IEvent Happened)> _new = [];

    /// <summary>What somebody said about a purpose in a batch that is not stored yet; false where they said nothing in one. Of the room of looks, where it is open.</summary>
    public Func<ConsentUnderWay?> UnderWay { get; init; } = static () => null;

    /// <summary>The same beside the writer, for a trial that stores nothing.</summary>
    public BaseInTurn Trial(MattersState tried) => new(null, tried, versions, keys, time) { UnderWay = UnderWay };

    public KeptSubject? Find(RowId row) => registers?.Find(row) ?? _loaded.GetValueOrDefault(row);

    public ConsentStanding? Consent(string person, string purpose) => UnderWay()?.Invoke(person, purpose, out var standing) == true ? standing : _consents.TryGetValue((person, purpose), out var stored) ? stored : null;

    /// <summary>What a matter type may read of rows on a day; null for one that reads and asks for nothing of them.</summary>
    public Wants? WantsOf(GovernanceStructure structure, string type, DateOnly day)
    {
        if (structure.Matters.On(type, day) is not { } found) return null;
        return _wants.GetOrAdd((structure, type, found.From), static (key, on) => Wants.Of(key.Structure, on.found, on.day), (found, day));
    }

    /// <summary>A look of the program stands in the record from here on.</summary>
    public void Add(long position, FactsRead read) => _new.Add((position, read));

    public void Load(IReadOnlyList<object> needs, Func<Session> read)
    {
        Begin();
        _loaded.Clear();
        _consents.Clear();
        List<Step>? steps = null;
        HashSet<(string, string)>? consents = null;
        foreach (var need in needs)
        {
            if (need is not PendingOrder { Matters: [var number, ..] } order || Of(order, number) is not var (wants, roles, purpose, filedFor, asOf, filing, known)) continue;
            var confirms = GivenWith(order.Act).Exists(static one => one.Confirmed is not null) || !order.Order.Corrections.IsEmpty;
            var tree = filing || confirms ? wants.All : wants.Conditions;
            if (tree.IsEmpty || (!filing && !confirms && wants.Paths.All(known.Contains))) continue;
            // Whose a confirmed row is, their own row says.
            if (confirms) (steps ??= []).Add(new Step(new RowId("person", filedFor.Text), Path.End, wants, null, asOf, Deepest));
            foreach (var role in roles)
                if (tree.Next.TryGetValue(role.Role, out var next)) (steps ??= []).Add(new Step(role.Row, next, wants, purpose?.Id, asOf, 0));
            if (purpose is not { ConsentRequired: true }) continue;
            (consents ??= []).Add((filedFor.Text, purpose.Id));
            foreach (var role in roles)
                if (role.Row.Register == "person") consents.Add((role.Row.Key, purpose.Id));
        }

        if (steps is not null) Follow(steps, read);
        if (consents is not null) LookRows.LoadConsents(read(), [.. consents], row => _consents[(row.Person.Text, row.Purpose)] = row.Standing);
    }

    public void Begin() => _new.Clear();

    public void Fold(Writes writes)
    {
        LookRows.Fold(writes, _new);
        _new.Clear();
    }

    public void Forget(long stored)
    {
        _new.Clear();
        _loaded.Clear();
        _consents.Clear();
    }

    private static FixedList<GivenItem> GivenWith(IAct act) => act switch { FileMatter one => one.Given, FileForAnother one => one.Filing.Given, AddInformation one => one.Given, _ => [] };

    /// <summary>What an order's matter may read; null where it reads nothing.</summary>
    private (Wants Wants, FixedList<BoundRole> Roles, Purpose? Purpose, ActorId FiledFor, AsOf AsOf, bool Filing, HashSet<string> Known)? Of(PendingOrder order, long number)
    {
        var filing = order.Act switch { FileMatter one => one, FileForAnother one => one.Filing, _ => null };
        var kept = filing is null ? matters.Find(number) : null;
        if ((filing is null && kept is null) || matters.Rules.On(time.GetUtcNow(), versions).Running is not { } running) return null;
        var today = running.DayOf(order.Order.Happened ?? time.GetUtcNow());
        var pinned = kept is null ? running : versions.Of(kept.Matter.Version);
        var type = filing?.Type ?? kept!.Matter.Type;
        var day = kept is null ? today : pinned.DayOf(kept.Matter.Moved ?? kept.Matter.Filed);
        var structure = pinned.At(filing is null ? kept!.Matter.Place : filing.Place, day).Structure;
        if (WantsOf(structure, type, today) is not { } wants) return null;
        var purpose = structure.Purposes.On(Underneath.PurposeOf(structure, type, today), today);
        var known = (filing?.Given ?? kept?.Facts ?? []).Where(static one => one.Value.IsKnown).Select(static one => one.Fact).ToHashSet(StringComparer.Ordinal);
        return (wants, filing?.Roles ?? kept!.Matter.Roles, purpose, filing?.Requester ?? kept!.Matter.FiledFor, new AsOf(today), filing is not null, known);
    }

    /// <summary>Goes along the relations, all orders at once: each level needs one question a table.</summary>
    private void Follow(List<Step> steps, Func<Session> read)
    {
        var values = new HashSet<long>();
        var done = new HashSet<(RowId, Path, string?)>();
        var subjects = new Dictionary<RowId, Subject>();
        while (steps.Count > 0)
        {
            RowId[] missing = [.. steps.Select(static step => step.Row).Where(row => Find(row) is null).Distinct()];
            if (missing.Length > 0)
            {
                var found = SubjectRows.Find(read(), missing);
                if (found.Count > 0)
                {
                    var links = SubjectRows.Links(read(), [.. found.Select(static one => one.Id)]);
                    foreach (var subject in found) _loaded[subject.Id] = new KeptSubject(subject, [.. links.Where(link => link.Across(subject.Id) is not null)], KeptSubject.NoValues, []);
                }
            }

            var next = new List<Step>();
            foreach (var step in steps)
            {
                if (!done.Add((step.Row, step.At, step.Purpose)) || Find(step.Row) is not { } kept) continue;
                foreach (var link in kept.Holding)
                    if (step.Purpose is { } purpose && link.Purposes.Contains(purpose)) next.Add(step with { Row = link.Across(step.Row)!.Value });
                foreach (var claim in kept.Subject.Claims)
                    if (claim.Kind == ClaimKind.Sealed && step.Reads(claim.Item)) values.Add(claim.Position);
                if (step.Depth >= Deepest) continue;
                foreach (var (item, path) in step.At.Next)
                {
                    if (path.Next.Count == 0 && step.Wants.Elements.Count == 0) continue;
                    foreach (var row in HoldingValues.Related(kept.Subject, item, step.AsOf))
                        if (row.Register != "unit") next.Add(step with { Row = row, At = path, Depth = step.Depth + 1 });
                }
            }

            steps = next;
        }

        var written = SealedValues.Load(read(), keys, values);
        foreach (var (row, kept) in _loaded.ToList())
        {
            var own = new Dictionary<(long, string), string>();
            foreach (var claim in kept.Subject.Claims)
                if (written.TryGetValue((claim.Position, claim.Item), out var value)) own[(claim.Position, claim.Item)] = value;
            if (own.Count > 0) _loaded[row] = kept with { Stored = own };
        }
    }

    private sealed record Step(RowId Row, Path At, Wants Wants, string? Purpose, AsOf AsOf, int Depth)
    {
        public bool Reads(string item) => (At.Next.TryGetValue(item, out var path) && path.IsRead) || Wants.Elements.Contains($"{Row.Register}.{item}");
    }

    /// <summary>Names that share their beginnings: where they lead, and at which of them a value is read.</summary>
    internal sealed class Path
    {
        public static Path End { get; } = new();

        public Dictionary<string, Path> Next { get; } = new(StringComparer.Ordinal);

        public bool IsRead { get; private set; }

        public bool IsEmpty => Next.Count == 0;

        public void Add(string name)
        {
            var at = this;
            foreach (var step in name.Split('.'))
            {
                if (!at.Next.TryGetValue(step, out var next)) at.Next.Add(step, next = new Path());
                at = next;
            }

            at.IsRead = true;
        }
    }

    /// <summary>What a matter type may read.</summary>
    /// <param name="Paths">Names that its conditions read, computed items taken apart.</param>
    /// <param name="Elements">Items of registers that conditions on lists read.</param>
    internal sealed record Wants(IReadOnlyList<string> Paths, IReadOnlySet<string> Elements, Path Conditions, Path All)
    {
        public static Wants? Of(GovernanceStructure structure, MatterType type, DateOnly day)
        {
            var facts = FactsOfRoles.Of(structure, type, day);
            var (conditions, all) = (new Path(), new Path());
            foreach (var name in facts.Paths) conditions.Add(name);
            foreach (var name in facts.Paths.Concat(facts.Asked)) all.Add(name);
            return all.IsEmpty ? null : new Wants(facts.Paths, facts.OfElements.ToHashSet(StringComparer.Ordinal), conditions, all);
        }
    }
}

/// <summary>What somebody said last about a purpose, in a batch that is not stored yet.</summary>
/// <returns>False where they said nothing in one.</returns>
internal delegate bool ConsentUnderWay(string person, string purpose, out ConsentStanding? standing);
