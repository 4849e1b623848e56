namespace Trellis.Simulation.Likeness;

/// <summary>On which clock a wait is counted.</summary>
internal enum WaitClock
{
    /// <summary>Hours at which the office is busy count more than others.</summary>
    Office,

    /// <summary>The clock on the wall: waits that a rule sets, such as thirty days.</summary>
    Wall,

    /// <summary>Whole working days, where the log writes days without an hour.</summary>
    Days,
}

/// <summary>A wait that a log holds.</summary>
/// <param name="Shown">As long as it took on the wall; waits are ordered by it.</param>
/// <param name="Office">The same in office time.</param>
/// <param name="Days">Working days; only where a mere day was written, else -1.</param>
internal readonly record struct SeenWait(long Shown, double Office, int Days);

/// <summary>Waits between two activities, from the shortest to the longest.</summary>
internal sealed class WaitPool
{
    private readonly SeenWait[] _waits;
    private readonly bool _wall;

    private WaitPool(SeenWait[] waits, bool wall) => (_waits, _wall) = (waits, wall);

    public int Count => _waits.Length;

    public bool OnTheWall => _wall;

    public static WaitPool Of(List<SeenWait> waits)
    {
        SeenWait[] sorted = [.. waits];
        Array.Sort(sorted, static (one, other) => one.Shown != other.Shown ? one.Shown.CompareTo(other.Shown) : one.Office.CompareTo(other.Office));
        return new WaitPool(sorted, IsSetByARule(sorted));
    }

    /// <summary>The wait that so great a share of all are shorter than.</summary>
    public (WaitClock Clock, double Amount) At(double share)
    {
        var wait = _waits[Math.Min((int)(share * _waits.Length), _waits.Length - 1)];
        return wait.Days >= 0 ? (WaitClock.Days, wait.Days) : _wall ? (WaitClock.Wall, wait.Shown) : (WaitClock.Office, wait.Office);
    }

    /// <summary>Which share of waits is shorter than one, those of the same length counted half.</summary>
    public double ShareBelow(long shown)
    {
        var (from, to) = (Bound(shown), Bound(shown + 1));
        return (from + to) / 2.0 / _waits.Length;
    }

    private int Bound(long shown)
    {
        var (low, high) = (0, _waits.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_waits[middle].Shown < shown) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>Long waits that are alike on the wall and not in office time come from a rule and not from the work.</summary>
    private static bool IsSetByARule(SeenWait[] sorted)
    {
        if (sorted.Length < 20 || sorted[sorted.Length / 2].Shown < WeekClock.Day) return false;
        var office = new double[sorted.Length];
        for (var at = 0; at < office.Length; at++) office[at] = sorted[at].Office;
        Array.Sort(office);
        var wallSpread = (double)(sorted[sorted.Length * 3 / 4].Shown - sorted[sorted.Length / 4].Shown) / sorted[sorted.Length / 2].Shown;
        var officeSpread = (office[office.Length * 3 / 4] - office[office.Length / 4]) / Math.Max(1, office[office.Length / 2]);
        return wallSpread < officeSpread * 0.7;
    }
}

/// <summary>The waits of a log by the two activities they lie between; where two meet too seldom, by the second alone, or all.</summary>
internal sealed class Delays
{
    private const int Few = 10;

    private readonly Dictionary<(int From, int To), WaitPool> _pairs = [];
    private readonly Dictionary<int, WaitPool> _before = [];
    private readonly WaitPool? _all;

    public Delays(List<(int From, int To, SeenWait Wait)> seen)
    {
        var pairs = new Dictionary<(int, int), List<SeenWait>>();
        var before = new Dictionary<int, List<SeenWait>>();
        var all = new List<SeenWait>();
        foreach (var (from, to, wait) in seen)
        {
            (pairs.TryGetValue((from, to), out var pair) ? pair : pairs[(from, to)] = []).Add(wait);
            (before.TryGetValue(to, out var own) ? own : before[to] = []).Add(wait);
            all.Add(wait);
        }

        foreach (var (key, waits) in pairs)
        {
            if (waits.Count >= Few) _pairs.Add(key, WaitPool.Of(waits));
            else Thin += waits.Count;
        }

        foreach (var (key, waits) in before)
            if (waits.Count >= Few) _before.Add(key, WaitPool.Of(waits));
        if (all.Count > 0) _all = WaitPool.Of(all);
        Seen = all.Count;
    }

    public int Seen { get; }

    /// <summary>Waits between two activities that meet too seldom to be told from others.</summary>
    public int Thin { get; }

    public int Pairs => _pairs.Count;

    /// <summary>Null only where the log holds no wait at all.</summary>
    public WaitPool? Between(int from, int to) =>
        _pairs.TryGetValue((from, to), out var pair) ? pair : _before.TryGetValue(to, out var own) ? own : _all;

    public WaitPool? OwnPool(int from, int to) => _pairs.GetValueOrDefault((from, to));
}
