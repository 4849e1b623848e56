using Trellis.Information.Registers;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Structure;

namespace Trellis.Runtime.Information;

/// <summary>
/// What acts on registers are decided on. The writer's preparing thread alone uses it. At hand is what the batch needs, and what the batches under way changed; everything else is loaded,
/// for a whole batch with one question a table. So memory does not grow with the registers.
/// </summary>
internal sealed class RegistersState(RecordKeys keys) : IDecidedState
{
    private readonly Dictionary<RowId, KeptSubject> _loaded = [];
    private readonly Dictionary<RowId, (KeptSubject Kept, long Batch)> _underWay = [];
    private readonly Queue<(long Batch, List<RowId> Rows)> _batches = [];
    private long _batch;

    // What the batch did so far, to be undone, or folded into rows.
    private readonly Dictionary<RowId, (KeptSubject? Before, long? Batch)> _changed = [];
    private readonly Dictionary<long, SubjectLink> _links = [];

    /// <summary>What is to be taken back where something that is done as a whole does not stand; null while nothing is.</summary>
    private List<(RowId Row, (KeptSubject Kept, long Batch)? Before, bool WasChanged)>? _undo;
    private readonly List<ImportBegun> _begun = [];

    private readonly CollectedOnDays _collected = new();

    /// <summary>Who collects which items on a day.</summary>
    public CollectedItems CollectedOn(StructureOnDay today) => _collected.On(today);

    /// <summary>Is shown what a batch changes, with the values that were given, and adds rows of its own to the same transaction. Null where there is nobody.</summary>
    public Action<IReadOnlyList<ChangedSubject>, Writes>? Also { get; set; }

    /// <summary>Rows that an order of another room may write into. Null where no other room does.</summary>
    public Func<PendingOrder, IEnumerable<RowId>>? AlsoNeeded { get; set; }

    public KeptSubject? Find(RowId row) => _underWay.TryGetValue(row, out var changed) ? changed.Kept : _loaded.GetValueOrDefault(row);

    /// <summary>A subject with all that are linked to it, and their values.</summary>
    public KnownGroup Group(RowId row)
    {
        if (Find(row) is not { } first) return KnownGroup.Nobody;
        var (subjects, links) = first.Links.IsEmpty ? ([first.Subject], []) : GroupOf(row, Find);
        var written = new Dictionary<(long, string), string>();
        foreach (var subject in subjects) Find(subject.Id)!.AddValues(written);
        return new KnownGroup(subjects, links, written);
    }

    public void Set(KeptSubject kept)
    {
        var row = kept.Subject.Id;
        _undo?.Add((row, _underWay.TryGetValue(row, out var was) ? was : null, _changed.ContainsKey(row)));
        if (!_changed.ContainsKey(row)) _changed.Add(row, _underWay.TryGetValue(row, out var before) ? (before.Kept, before.Batch) : (_loaded.GetValueOrDefault(row), null));

        _underWay[row] = (kept, _batch);
    }

    /// <summary>Does something as a whole: where it does not stand, every row is as it was before.</summary>
    public T OrNothing<T>(Func<T> work, Func<T, bool> stands)
    {
        _undo = [];
        try
        {
            var done = work();
            if (stands(done)) return done;
            foreach (var (row, before, wasChanged) in Enumerable.Reverse(_undo))
            {
                if (before is { } kept) _underWay[row] = kept;
                else _underWay.Remove(row);
                if (!wasChanged) _changed.Remove(row);
            }

            return done;
        }
        finally
        {
            _undo = null;
        }
    }

    /// <summary>A link as an act left it; both rows are set beside it.</summary>
    public void Set(SubjectLink link) => _links[link.Linked.Position] = link;

    /// <summary>An import is known from here on, whether or not any row of it comes in.</summary>
    public void Begin(ImportBegun import) => _begun.Add(import);

    public void Load(IReadOnlyList<object> needs, Func<Session> read)
    {
        Begin(); // a batch that is tried again begins from what was before it
        _loaded.Clear();
        HashSet<RowId>? asked = null;
        foreach (var need in needs)
            if (need is PendingOrder { Also: var also } && (also as SubjectsNeeded ?? (also as FormNeeded)?.Rows) is { Rows: { Count: > 0 } rows }) (asked ??= []).UnionWith(rows);
            else if (need is PendingOrder order && AlsoNeeded?.Invoke(order) is { } written)
                foreach (var row in written) (asked ??= []).Add(row);
        if (asked is null) return;

        // What is linked to a row is as near as the row itself: links are followed until they lead to nothing new, through rows that are at hand as well.
        List<RowId> next = [.. asked];
        while (next.Count > 0)
        {
            RowId[] missing = [.. next.Where(row => !_underWay.ContainsKey(row))];
            if (missing.Length > 0)
                foreach (var kept in Read(read(), keys, missing)) _loaded[kept.Subject.Id] = kept;
            next = [.. next.SelectMany(row => Find(row)?.Holding.Select(link => link.Across(row)!.Value) ?? []).Where(asked.Add)];
        }
    }

    /// <summary>Subjects with their links and values, as they are stored; with one question a table.</summary>
    internal static IEnumerable<KeptSubject> Read(Session session, RecordKeys keys, IReadOnlyCollection<RowId> rows)
    {
        var subjects = SubjectRows.Find(session, rows);
        if (subjects.Count == 0) return [];
        var links = SubjectRows.Links(session, [.. subjects.Select(static one => one.Id)]);
        var values = SealedValues.Load(session, keys, [.. subjects.SelectMany(static one => one.Claims.Where(static claim => claim.Kind == ClaimKind.Sealed)).Select(static claim => claim.Position).Distinct()]);
        return subjects.Select(subject =>
        {
            var own = new Dictionary<(long, string), string>();
            foreach (var claim in subject.Claims)
                if (values.TryGetValue((claim.Position, claim.Item), out var written)) own[(claim.Position, claim.Item)] = written;
            return new KeptSubject(subject, [.. links.Where(link => link.Across(subject.Id) is not null)], own, []);
        });
    }

    public void Begin()
    {
        foreach (var (row, (before, batch)) in _changed)
        {
            if (batch is { } of) _underWay[row] = (before!, of);
            else _underWay.Remove(row);
        }

        _changed.Clear();
        _links.Clear();
        _begun.Clear();
    }

    public void Fold(Writes writes)
    {
        foreach (var import in _begun) SearchRows.PutLine(writes, import.Import, import.Register, 0);
        if (_changed.Count > 0)
        {
            var changed = new List<ChangedSubject>(_changed.Count);
            foreach (var (row, (before, _)) in _changed) changed.Add(new ChangedSubject(before, Find(row)!));
            SubjectLink[] links = [.. _links.Values];
            // Spelled out beside the decisions of the next batch.
            writes.AddRest(rest =>
            {
                SubjectRows.Put(rest, [.. changed.Select(static one => one.After.Subject)]);
                SubjectRows.PutRelationsOf(rest, changed.SelectMany(static one => one.NewClaims.Select(claim => (one.After.Subject.Id, claim))));
                SubjectRows.Put(rest, links);
            });
            FoldDisagreements(writes);
            Also?.Invoke(changed, writes);
        }

        _batches.Enqueue((_batch, [.. _changed.Keys]));
        _batch++;
        _changed.Clear();
        _links.Clear();
        _begun.Clear();
        if (_batches.Count <= MattersState.Stored) return;
        var (old, rows) = _batches.Dequeue();
        foreach (var row in rows)
            if (_underWay.TryGetValue(row, out var kept) && kept.Batch == old) _underWay.Remove(row);
    }

    public void Forget(long stored)
    {
        _loaded.Clear();
        _underWay.Clear();
        _batches.Clear();
        _changed.Clear();
        _links.Clear();
        _begun.Clear();
    }

    private void FoldDisagreements(Writes writes)
    {
        HashSet<DisagreementRow>? before = null, after = null;
        foreach (var (row, (old, _)) in _changed)
        {
            var now = Find(row)!;
            if (now.Links.IsEmpty && now.Subject.HasSingleClaims) continue; // as it is with nearly all that are entered
            if (old is not null) Add(before ??= [], row, one => _changed.TryGetValue(one, out var changed) ? changed.Before : Find(one));
            Add(after ??= [], row, Find);
        }

        if (after is null) return;
        SubjectRows.Delete(writes, [.. (before ?? []).Where(one => !after.Any(other => other.Item == one.Item && other.Subject == one.Subject))]);
        SubjectRows.Put(writes, [.. after.Except(before ?? [])]);

        static void Add(HashSet<DisagreementRow> all, RowId row, Func<RowId, KeptSubject?> find)
        {
            var (subjects, links) = GroupOf(row, find);
            foreach (var one in DisagreementsOf(subjects, links)) all.Add(one);
        }
    }

    internal static IEnumerable<DisagreementRow> DisagreementsOf(FixedList<Subject> subjects, FixedList<SubjectLink> links)
    {
        if (subjects.IsEmpty) yield break;
        var first = subjects.Select(static one => one.Id.ToString()).Min(StringComparer.Ordinal)!;
        foreach (var (item, since) in ComparingClaims.Disagreements(subjects, links)) yield return new DisagreementRow($"{subjects[0].Id.Register}.{item}", first, since);
    }

    private static (FixedList<Subject> Subjects, FixedList<SubjectLink> Links) GroupOf(RowId row, Func<RowId, KeptSubject?> find) =>
        ComparingClaims.Group(row, one => find(one)?.Subject, one => find(one)?.Holding ?? []);
}

/// <summary>A subject that a batch changed.</summary>
/// <param name="Before">Null where it was entered.</param>
internal sealed record ChangedSubject(KeptSubject? Before, KeptSubject After)
{
    public IEnumerable<Claim> NewClaims => Before is null ? After.Subject.Claims : After.Subject.Claims.Skip(Before.Subject.Claims.Count);
}
