using System.Text;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Entry = Trellis.Ledger.Entry;

namespace Trellis.Runtime.Information;

/// <summary>
/// What can be asked of registers. Answers are of what is stored, read beside the writer, and hold no values: positions, sources, days, relations. Values are opened under a look that
/// stands in the record, or for the engine's own use; nothing here hands them to anybody outside.
/// </summary>
public sealed class RegisterQuestions
{
    /// <summary>The most rows of one page.</summary>
    public const int MostRows = 500;

    private readonly MattersDesk _matters;
    private readonly RecordKeys _keys;

    internal RegisterQuestions(MattersDesk matters, RecordKeys keys) => (_matters, _keys) = (matters, keys);

    /// <summary>A subject as its entries leave it; null where the register has no such row.</summary>
    public Subject? Find(RowId row) => Ask(session => SubjectRows.Find(session, [row])) is [var subject] ? subject : null;

    /// <summary>Every link of a subject, also those that were undone, by position.</summary>
    public IReadOnlyList<SubjectLink> Links(RowId row) => Ask(session => SubjectRows.Links(session, [row]));

    /// <summary>The rows that links for a purpose lead to from a row.</summary>
    public IReadOnlyList<RowId> LinkedFor(RowId row, string purpose) => Ask(session => LinkedTo(session, row, link => link.Purposes.Contains(purpose)));

    /// <summary>Subjects of a register in the order of their keys.</summary>
    /// <param name="after">The key after which to begin; empty for the first.</param>
    public IReadOnlyList<Subject> After(string register, string after, int most) => Ask(session => SubjectRows.After(session, register, after, Math.Clamp(most, 1, MostRows)));

    public long Count(string register) => Ask(session => SubjectRows.Count(session, register));

    /// <summary>What is held about subjects as of a day, as positions with their sources and days. Items without their register.</summary>
    /// <param name="items">Null for all.</param>
    /// <param name="purpose">Links are followed that were made for this purpose; null follows none.</param>
    public IReadOnlyList<HeldValue> Values(IReadOnlyCollection<RowId> subjects, IReadOnlyCollection<string>? items, AsOf asOf, string? purpose) => Ask(session => Values(session, subjects, items, asOf, purpose));

    /// <summary>The same from one unchanging state.</summary>
    internal static IReadOnlyList<HeldValue> Values(Session session, IReadOnlyCollection<RowId> subjects, IReadOnlyCollection<string>? items, AsOf asOf, string? purpose)
    {
        var (found, linksOf) = Load(session, subjects, link => purpose is not null && link.Purposes.Contains(purpose) && (asOf.Known is { } known ? link.HeldAt(known) : link.Undone is null));
        var held = new List<HeldValue>();
        foreach (var row in subjects)
        {
            var (group, links) = ComparingClaims.Group(row, found.GetValueOrDefault, one => linksOf[one]);
            foreach (var item in ComparingClaims.ItemsOf(group))
                if (items is null || items.Contains(item)) held.AddRange(HoldingValues.Of(group, links, item, asOf));
        }

        return held;
    }

    /// <summary>Subjects that named a row by an item on a day: the members of a household by their item household, the owners of a place.</summary>
    /// <param name="item">With its register: "person.household"; null for any.</param>
    public IReadOnlyList<(string Item, RowId Subject)> Related(RowId target, string? item, AsOf asOf) => Ask(session =>
    {
        var ever = SubjectRows.Related(session, target, MostRows * 10).Where(one => item is null || one.Item == item).ToList();
        var found = SubjectRows.Find(session, [.. ever.Select(static one => one.Subject).Distinct()]).ToDictionary(static one => one.Id);
        return (IReadOnlyList<(string, RowId)>)[.. ever.Where(one => found.TryGetValue(one.Subject, out var subject) && HoldingValues.Related(subject, one.Item[(one.Item.IndexOf('.', StringComparison.Ordinal) + 1)..], asOf).Contains(target))];
    });

    /// <summary>The units on whose ground subjects lie as of a day; those of which it is not known are not among them.</summary>
    public IReadOnlyDictionary<RowId, UnitId> Grounds(IReadOnlyCollection<RowId> subjects, AsOf asOf) => Ask(session =>
    {
        var running = _matters.InForce;
        var structure = running.At(null, asOf.Day).Structure;
        var known = new Dictionary<RowId, Subject>();
        var grounds = new Dictionary<RowId, UnitId>();
        foreach (var register in subjects.GroupBy(static one => one.Register))
        {
            if (Trellis.Information.Registers.Grounds.PathOf(structure, register.Key, asOf.Day) is not { } path) continue;
            // Level by level, with one question for each.
            var level = register.ToHashSet();
            for (var step = 0; step < path.Count && level.Count > 0; step++)
            {
                foreach (var subject in SubjectRows.Find(session, [.. level.Where(row => !known.ContainsKey(row))])) known[subject.Id] = subject;
                level = [.. level.SelectMany(row => known.TryGetValue(row, out var subject) ? HoldingValues.Related(subject, path[step], asOf) : []).Where(static row => row.Register != "unit")];
            }

            foreach (var row in register)
                if (known.TryGetValue(row, out var subject) && Trellis.Information.Registers.Grounds.Of(subject, path, asOf, known.GetValueOrDefault) is { } unit) grounds[row] = unit;
        }

        return (IReadOnlyDictionary<RowId, UnitId>)grounds;
    });

    /// <summary>Items on which departments disagree, those that a unit owns: what its owner is to settle.</summary>
    /// <param name="after">The last of the page before; null for the first.</param>
    public IReadOnlyList<(string Item, RowId Subject, long Since)> Disagreements(string item, string? after, int most) => Ask(session =>
        (IReadOnlyList<(string, RowId, long)>)[.. SubjectRows.Disagreements(session, item, after ?? "", Math.Clamp(most, 1, MostRows)).Select(static one => (one.Item, RowId.Parse(one.Subject)!.Value, one.Since))]);

    /// <summary>The items that a unit owns today, by their ids.</summary>
    public IReadOnlyList<string> ItemsOwnedBy(UnitId unit)
    {
        var running = _matters.InForce;
        var today = running.Structure.On(running.DayOf(_matters.Now));
        if (today.Unit(unit.Text) is not { } body) return [];
        return [.. running.Structure.Items.All.Where(item => item.HoldsOn(today.Day) && running.Structure.Registers.On(item.RegisterId, today.Day) is { } register && Voices.IsOf(body, Voices.OwnerOf(register, item), today)).Select(static item => item.Id)];
    }

    /// <summary>Subjects of a register whose time to be kept is over: they ended by the word of <c>keep.after</c> so long ago. Those first that ended first.</summary>
    /// <param name="keep">That of the register, or of one of its items.</param>
    public IReadOnlyList<RowId> KeptLongEnough(string register, Retention keep, DateOnly today, int most)
    {
        ArgumentNullException.ThrowIfNull(keep);
        var running = _matters.InForce;
        var ended = Ask(session => SubjectRows.Ended(session, register, keep.After, today, Math.Clamp(most, 1, MostRows)));
        return [.. ended.Where(one => running.LastDay(keep.For, one.Ended) < today).Select(static one => one.Subject)];
    }

    /// <summary>Claims with their values, for an officer whose look stands in the record; those that it does not cover are left out.</summary>
    /// <returns>The words of each value as people write them; null where it was erased.</returns>
    public IReadOnlyDictionary<Claim, IReadOnlyList<string>?> Open(CommittedLook look, IReadOnlyCollection<(RowId Subject, Claim Claim)> claims) =>
        Open(new ReadingGround.Looked(look), claims, one => look.Covers(one.Subject, $"{one.Subject.Register}.{one.Claim.Item}"));

    private Dictionary<Claim, IReadOnlyList<string>?> Open(ReadingGround ground, IReadOnlyCollection<(RowId Subject, Claim Claim)> claims, Func<(RowId Subject, Claim Claim), bool> covers) => Ask(session =>
    {
        var reading = new PersonalReading(session, _keys, "", ground);
        var opened = new Dictionary<Claim, IReadOnlyList<string>?>(ReferenceEqualityComparer.Instance);
        foreach (var one in claims)
        {
            if (!covers(one)) continue;
            opened[one.Claim] = one.Claim.Kind switch
            {
                ClaimKind.Rows => [.. one.Claim.Rows.Select(static row => row.ToString())],
                ClaimKind.None => [],
                _ => reading.Value(one.Claim.Position, RegisterEvents.Prefix + one.Claim.Item) is { } value ? WordsOf(ReadingGiven.Read(Encoding.UTF8.GetString(value.Value.Span))) : null,
            };
        }

        return opened;
    });

    private static IReadOnlyList<string> WordsOf(Value value) => value.List is { } list ? [.. list.SelectMany(WordsOf)] : [value.Text ?? value.ToString()];

    /// <summary>Values as they are kept, for the engine's own use: conditions, prefilling, indexes. Never for a caller outside; what was erased is null.</summary>
    internal IReadOnlyDictionary<HeldValue, Value?> ForTheEngine(IReadOnlyList<HeldValue> held) => Ask(session => ForTheEngine(session, held));

    internal IReadOnlyDictionary<HeldValue, Value?> ForTheEngine(Session session, IReadOnlyList<HeldValue> held)
    {
        var written = SealedValues.Load(session, _keys, [.. held.Where(static one => one.Claim.Kind == ClaimKind.Sealed).Select(static one => one.Claim.Position).Distinct()]);
        var values = new Dictionary<HeldValue, Value?>(ReferenceEqualityComparer.Instance);
        var structure = _matters.InForce.Structure;
        foreach (var one in held)
        {
            values[one] = one.Claim.Kind switch
            {
                ClaimKind.Sealed => written.TryGetValue((one.Claim.Position, one.Item), out var text) ? ReadingGiven.Read(text) : null,
                ClaimKind.Rows when IsList(structure, one) => Value.ListOf([.. one.Claim.Rows.Select(static row => Value.Of(new Entity(row.Register, row.Key)))]),
                ClaimKind.Rows => Value.Of(new Entity(one.Claim.Rows[0].Register, one.Claim.Rows[0].Key)),
                _ => Value.Missing,
            };
        }

        return values;
    }

    /// <summary>The event of registers at a position; null where another stands there.</summary>
    internal IEvent? EventAt(long position) => Ask(session => LedgerRows.Entry(session, position) is { } bytes && Entry.TryRead(bytes, out var entry, out _) ? RegisterEvents.Read(entry.Event, entry.Fields) : null);

    internal T Ask<T>(Func<Session, T> question) => _matters.Questions.Ask(question);

    /// <summary>Every other row that links that hold lead to from a row.</summary>
    internal static IReadOnlyList<RowId> LinkedTo(Session session, RowId row, Func<SubjectLink, bool>? follows = null) => [.. Load(session, [row], link => link is { Undone: null, IsApart: false } && follows?.Invoke(link) != false).Links.Select(static one => one.Key).Where(one => one != row)];

    /// <summary>Subjects with all that links lead to, which are followed where they may be.</summary>
    private static (Dictionary<RowId, Subject> Subjects, ILookup<RowId, SubjectLink> Links) Load(Session session, IReadOnlyCollection<RowId> rows, Func<SubjectLink, bool> follows)
    {
        var subjects = new Dictionary<RowId, Subject>();
        var links = new Dictionary<long, SubjectLink>();
        var asked = new HashSet<RowId>();
        var next = rows.ToHashSet();
        while (next.Count > 0)
        {
            asked.UnionWith(next);
            foreach (var subject in SubjectRows.Find(session, next)) subjects[subject.Id] = subject;
            foreach (var link in SubjectRows.Links(session, next).Where(follows)) links[link.Linked.Position] = link;
            next = [.. links.Values.SelectMany(static link => (RowId[])[link.One, link.Other]).Where(row => !asked.Contains(row))];
        }

        return (subjects, links.OrderBy(static one => one.Key).SelectMany(static one => (KeyValuePair<RowId, SubjectLink>[])[new(one.Value.One, one.Value), new(one.Value.Other, one.Value)]).ToLookup(static one => one.Key, static one => one.Value));
    }

    private static bool IsList(GovernanceStructure structure, HeldValue one) => structure.Items.Of($"{one.Subject.Register}.{one.Item}") is [.., var item] && FormulaNames.TypeOf(item, structure) is FactType.ListOf;
}
