using System.Collections.Immutable;
using Trellis.Process;
using Trellis.Process.Matters;

namespace Trellis.Runtime.Process;

/// <summary>A matter as the desk holds it.</summary>
/// <param name="Number">The number that its id spells.</param>
/// <param name="Matter">The fold of its events.</param>
/// <param name="Track">Where its entries stand.</param>
/// <param name="Facts">What was given in it, the newest first; null where it was not read yet, and empty again after an erasure.</param>
internal sealed record KeptMatter(long Number, Matter Matter, MatterTrack Track, FixedList<GivenItem>? Facts)
{
    private IReadOnlyList<UnitId>? _units;

    public long Revision => Track.Last;

    /// <summary>Units that may see it.</summary>
    public IReadOnlyList<UnitId> Units => _units ??= SeeingMatters.UnitsOf(Matter);
}

/// <summary>The positions of a matter's entries, as runs: most acts make several that follow each other.</summary>
/// <param name="Runs">First and count of each, in order.</param>
/// <param name="Given">Positions of those that have values, which are sealed beside them.</param>
internal sealed record MatterTrack(ImmutableArray<(long First, int Count)> Runs, ImmutableArray<long> Given)
{
    public static MatterTrack Empty { get; } = new([], []);

    public long Last => Runs is [.., var (first, count)] ? first + count - 1 : -1;

    public MatterTrack With(long position, bool hasValues)
    {
        var runs = Runs is [.., var (first, count)] && first + count == position ? Runs.SetItem(Runs.Length - 1, (first, count + 1)) : Runs.Add((position, 1));
        return new MatterTrack(runs, hasValues ? Given.Add(position) : Given);
    }

    public IEnumerable<long> Positions
    {
        get
        {
            foreach (var (first, count) in Runs)
                for (var at = 0; at < count; at++) yield return first + at;
        }
    }
}

/// <summary>A map that forgets what was not touched for long. What was touched within the last <paramref name="least"/> touches is always there.</summary>
internal sealed class RecentlyUsed<TKey, TValue>(int least)
    where TKey : notnull
{
    private Dictionary<TKey, TValue> _recent = [];
    private Dictionary<TKey, TValue> _older = [];

    public bool TryGet(TKey key, out TValue value)
    {
        if (_recent.TryGetValue(key, out value!)) return true;
        if (!_older.TryGetValue(key, out value!)) return false;
        Set(key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        if (_recent.Count >= least && !_recent.ContainsKey(key)) (_older, _recent) = (_recent, []);
        _recent[key] = value;
    }

    public void Remove(TKey key)
    {
        _recent.Remove(key);
        _older.Remove(key);
    }

    public void Clear()
    {
        _recent = [];
        _older = [];
    }
}
