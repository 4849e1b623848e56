using Trellis.Ledger;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Structure;

namespace Trellis.Runtime.Process;

/// <summary>
/// What acts on matters are decided on: matters that were touched of late, keys, rules. The writer's preparing thread alone uses it. Memory is bounded whatever the history holds;
/// what is not at hand is loaded for a whole batch at once.
/// </summary>
/// <param name="head">Of what is stored, under which the rules are loaded; null where they are given.</param>
/// <param name="batch">The most acts of one batch.</param>
/// <param name="rules">For a trial beside the writer, which has them already; null to load them.</param>
internal sealed class MattersState(StructureVersions versions, RecordKeys keys, TimeProvider time, Func<TreeHead>? head, int batch, RuleState? rules = null) : IDecidedState
{
    // So many are at hand at least as the batches under way can touch, so that none of theirs is forgotten before it is stored.
    private readonly RecentlyUsed<long, KeptMatter> _matters = new(Remembered(batch));
    private readonly RecentlyUsed<Guid, UsedKey> _keys = new(Remembered(batch));
    private readonly RecentlyUsed<(long Matter, int Day, string Person), bool> _looks = new(Remembered(batch));
    private readonly Dictionary<int, int> _serials = [];
    private RuleState? _rules = rules;

    // What the batch did so far, to be undone, or folded into rows.
    private readonly Dictionary<long, (KeptMatter? Before, Func<Matter, (long? NextJob, DateTimeOffset? Promised)> Times)> _changed = [];
    private readonly List<UsedKey> _usedKeys = [];
    private readonly List<long> _ruleEntries = [];
    private readonly List<PowerUse> _uses = [];
    private readonly List<MatterLook> _newLooks = [];
    private readonly List<Action<Writes>> _more = [];
    private readonly Dictionary<int, int> _serialsBefore = [];

    /// <summary>Batches under way at most, and one more: what was decided so many batches ago is stored.</summary>
    internal const int Stored = 4;

    /// <summary>Matters that batches under way have closed. Hardly anybody asks for them again, so they are let go when they are stored.</summary>
    private readonly Queue<List<KeptMatter>> _closed = [];
    private RuleState? _rulesBefore;

    internal static int Remembered(int batch) => Math.Max(1024, Stored * batch);

    public RuleState Rules => _rules ?? throw new InvalidOperationException("The rules were not loaded.");

    public KeptMatter? Find(long number) => _matters.TryGet(number, out var kept) ? kept : null;

    public UsedKey? FindKey(byte[] key) => _keys.TryGet(new Guid(key), out var used) ? used : null;

    public bool HasLooked(long matter, int day, string person) => _looks.TryGet((matter, day, person), out _);

    public int NextSerial(int year)
    {
        if (!_serials.TryGetValue(year, out var last)) throw new InvalidOperationException($"The numbers of {year} were not loaded.");
        _serialsBefore.TryAdd(year, last);
        return _serials[year] = last + 1;
    }

    /// <param name="times">When time next matters to it and what was promised; asked by the committing thread, so it leans on values only.</param>
    public void Set(KeptMatter kept, Func<Matter, (long? NextJob, DateTimeOffset? Promised)> times)
    {
        if (_changed.TryGetValue(kept.Number, out var change)) _changed[kept.Number] = (change.Before, times);
        else _changed.Add(kept.Number, (Find(kept.Number), times));
        _matters.Set(kept.Number, kept);
    }

    public void Set(RuleState rules) => _rules = rules;

    public void Add(UsedKey used)
    {
        _usedKeys.Add(used);
        _keys.Set(new Guid(used.Key), used);
    }

    public void AddRuleEntry(long position) => _ruleEntries.Add(position);

    public void Add(PowerUse use) => _uses.Add(use);

    public void Add(MatterLook look)
    {
        _newLooks.Add(look);
        _looks.Set((look.Matter, look.Day, look.Person), true);
    }

    /// <summary>Rows of another kind that go into the same transaction.</summary>
    public void Add(Action<Writes> rows) => _more.Add(rows);

    public void Load(IReadOnlyList<object> needs, Func<Session> read)
    {
        if (_rules is null)
        {
            var known = head!(); // before the session is opened: what was appended since is our own
            _rules = RuleState.Load(read(), known, versions, keys, time.GetUtcNow());
        }

        if (needs.Any(static need => need is PendingOrder { Act: global::Trellis.Process.FileMatter or global::Trellis.Process.FileForAnother }))
        {
            // The year of the county's day, which may be another than that of the clock for some hours.
            var year = time.GetUtcNow().Year;
            for (var one = year - 1; one <= year + 1; one++)
                if (!_serials.ContainsKey(one)) _serials[one] = MatterRows.LastSerial(read(), one);
        }

        HashSet<long>? matters = null;
        List<byte[]>? asked = null;
        List<(long, int, string)>? looks = null;
        foreach (var need in needs)
        {
            if (need is PendingLook { Matter: { } looked } && !_matters.TryGet(looked, out _)) (matters ??= []).Add(looked);
            if (need is not PendingOrder order) continue;
            foreach (var matter in order.Matters)
                if (!_matters.TryGet(matter, out _)) (matters ??= []).Add(matter);
            if (order.Key is { } key && !_keys.TryGet(new Guid(key), out _)) (asked ??= []).Add(key);
            if (order.Look is { } look && !_looks.TryGet(look, out _)) (looks ??= []).Add(look);
        }

        if (asked is not null) KeyRows.Load(read(), asked, used => _keys.Set(new Guid(used.Key), used));
        if (looks is not null) DayLookRows.Load(read(), looks, one => _looks.Set(one, true));
        if (matters is not null) LoadMatters(matters, read());
    }

    private void LoadMatters(HashSet<long> ids, Session session)
    {
        var cold = new List<(long Number, Matter Matter, MatterTrack Track)>();
        var given = new List<long>();
        MatterRows.Load(session, ids, (number, matter, track) =>
        {
            cold.Add((number, matter, track));
            given.AddRange(track.Given);
        });
        var facts = FactRows.Load(session, keys, given);
        foreach (var (number, matter, track) in cold)
            _matters.Set(number, new KeptMatter(number, matter, track, [.. track.Given.Reverse().SelectMany(position => facts.TryGetValue(position, out var items) ? items : [])]));
    }

    public void Begin()
    {
        foreach (var (number, change) in _changed)
        {
            if (change.Before is { } before) _matters.Set(number, before);
            else _matters.Remove(number);
        }

        foreach (var used in _usedKeys) _keys.Remove(new Guid(used.Key));
        foreach (var look in _newLooks) _looks.Remove((look.Matter, look.Day, look.Person));
        foreach (var (year, serial) in _serialsBefore) _serials[year] = serial;
        if (_rulesBefore is not null) _rules = _rulesBefore;
        Clear();
        _rulesBefore = _rules;
    }

    public void Fold(Writes writes)
    {
        var changed = new List<(KeptMatter? Before, KeptMatter After, Func<Matter, (long? NextJob, DateTimeOffset? Promised)> Times)>(_changed.Count);
        foreach (var (number, change) in _changed) changed.Add((change.Before, Find(number)!, change.Times));
        if (changed.Count > 0)
        {
            // Spelled out beside the decisions of the next batch.
            writes.AddRest(rest => MatterRows.Fold(rest, [.. changed.Select(static one =>
            {
                var (next, promised) = one.Times(one.After.Matter);
                return new ChangedMatter(one.Before, one.After, promised, next);
            })]));
        }

        LetGoOfClosed(changed.Select(static one => one.After));
        KeyRows.Add(writes, _usedKeys);
        RuleRows.Add(writes, _ruleEntries);
        RuleRows.Add(writes, _uses);
        DayLookRows.Add(writes, _newLooks);
        foreach (var more in _more) more(writes);
        Clear();
        _rulesBefore = _rules;
    }

    private void LetGoOfClosed(IEnumerable<KeptMatter> changed)
    {
        _closed.Enqueue([.. changed.Where(static one => one.Matter.State == MatterState.Closed)]);
        if (_closed.Count <= Stored) return;
        foreach (var one in _closed.Dequeue())
            if (ReferenceEquals(Find(one.Number), one)) _matters.Remove(one.Number);
    }

    public void Forget(long stored)
    {
        Clear();
        _closed.Clear();
        _matters.Clear();
        _keys.Clear();
        _looks.Clear();
        _serials.Clear();
        (_rules, _rulesBefore) = (null, null);
    }

    private void Clear()
    {
        _changed.Clear();
        _usedKeys.Clear();
        _ruleEntries.Clear();
        _uses.Clear();
        _newLooks.Clear();
        _more.Clear();
        _serialsBefore.Clear();
    }
}
