namespace Trellis.Simulation.Likeness;

/// <summary>On which clock a wait is counted.</summary>
internal enum WaitClock
{
    /// <summary>Waits that end on the day on which they began: hours at which the office is busy count more than others.</summary>
    Office,

    /// <summary>The clock on the wall: waits that a rule sets, such as thirty days, and those of up to an hour, which somebody who is at it makes.</summary>
    Wall,

    /// <summary>Working days: so many later, at the time of day at which that wait ended.</summary>
    Days,
}

/// <summary>A wait that a log holds.</summary>
/// <param name="Age">Of the matter when the wait began.</param>
/// <param name="Shown">As long as it took on the wall; waits are ordered by it.</param>
/// <param name="Office">The same in office time.</param>
/// <param name="Days">Working days from the day on which it began to that on which it ended.</param>
/// <param name="Time">Of the day at which it ended.</param>
/// <param name="MereDay">Whether a mere day was written, which tells nothing of hours.</param>
internal readonly record struct SeenWait(long Age, long Shown, double Office, double Days, long Time, bool MereDay);

/// <summary>A wait to come.</summary>
/// <param name="Amount">Milliseconds of its clock, or working days.</param>
/// <param name="Time">Of the day at which it ends; only where days are counted.</param>
/// <param name="MereDay">Whether a mere day will be written.</param>
internal readonly record struct DrawnWait(WaitClock Clock, double Amount, long Time, bool MereDay);

/// <summary>Waits between two activities, by the age of the matter when they began.</summary>
internal sealed class WaitPool
{
    /// <summary>A wait is drawn from so many that began at about the same age.</summary>
    private const int Near = 40;

    private readonly SeenWait[] _waits;
    private readonly bool _wall;

    private WaitPool(SeenWait[] waits, bool wall) => (_waits, _wall) = (waits, wall);

    public static WaitPool Of(List<SeenWait> waits)
    {
        SeenWait[] sorted = [.. waits];
        Array.Sort(sorted, static (one, other) => one.Age != other.Age ? one.Age.CompareTo(other.Age) : Compare(one, other));
        return new WaitPool(sorted, IsSetByARule(waits));
    }

    /// <summary>A wait as in a matter of about this age.</summary>
    /// <param name="share">Of the waits at this age, the share that is shorter.</param>
    /// <param name="age">Of the matter.</param>
    /// <param name="chance">Draws one number: where many matters have the very same age, any of them will do.</param>
    public DrawnWait At(double share, long age, Chance chance)
    {
        Span<SeenWait> near = stackalloc SeenWait[Near];
        near = near[..Window(age, chance.Unit(), near)];
        near.Sort(Compare);
        var wait = near[(int)(share * near.Length)];
        if (!wait.MereDay && (_wall || wait.Shown <= WeekClock.Hour)) return new DrawnWait(WaitClock.Wall, wait.Shown, 0, MereDay: false);
        return wait.MereDay || wait.Days > 0 ? new DrawnWait(WaitClock.Days, wait.Days, wait.Time, wait.MereDay) : new DrawnWait(WaitClock.Office, wait.Office, 0, MereDay: false);
    }

    /// <summary>Which share of the waits at an age is shorter than one, those of the same length counted half.</summary>
    public double ShareBelow(long shown, long age)
    {
        Span<SeenWait> near = stackalloc SeenWait[Near];
        near = near[..Window(age, 0.5, near)];
        double below = 0;
        foreach (var wait in near) below += wait.Shown < shown ? 1 : wait.Shown == shown ? 0.5 : 0;
        return below / near.Length;
    }

    private int Window(long age, double among, Span<SeenWait> near)
    {
        var (from, to) = (Bound(age), Bound(age + 1));
        var middle = from + (int)(among * (to - from));
        var count = Math.Min(near.Length, _waits.Length);
        var begin = Math.Clamp(middle - (count / 2), 0, _waits.Length - count);
        _waits.AsSpan(begin, count).CopyTo(near);
        return count;
    }

    private int Bound(long age)
    {
        var (low, high) = (0, _waits.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_waits[middle].Age < age) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static int Compare(SeenWait one, SeenWait other) => one.Shown != other.Shown ? one.Shown.CompareTo(other.Shown) : one.Office.CompareTo(other.Office);

    /// <summary>Long waits that are alike on the wall and not in working days come from a rule and not from the work.</summary>
    private static bool IsSetByARule(List<SeenWait> waits)
    {
        if (waits.Count < 20) return false;
        var (wall, days) = (new double[waits.Count], new double[waits.Count]);
        for (var at = 0; at < wall.Length; at++) (wall[at], days[at]) = (waits[at].Shown, waits[at].Days);
        Array.Sort(wall);
        Array.Sort(days);
        return wall[wall.Length / 2] >= WeekClock.Day && Spread(wall) < 0.7 * Spread(days);

        static double Spread(double[] sorted) => (sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4]) / Math.Max(1, sorted[sorted.Length / 2]);
    }
}

/// <summary>The waits of a log by the two activities they lie between; those of pairs that meet too seldom together, by the second activity where that is enough.</summary>
internal sealed class Delays
{
    private const int Few = 3;

    private readonly Dictionary<(int From, int To), WaitPool> _pairs = [];
    private readonly Dictionary<int, WaitPool> _before = [];
    private readonly WaitPool? _rest;

    public Delays(List<(int From, int To, SeenWait Wait)> seen)
    {
        var pairs = new Dictionary<(int, int To), List<SeenWait>>();
        foreach (var (from, to, wait) in seen) (pairs.TryGetValue((from, to), out var pair) ? pair : pairs[(from, to)] = []).Add(wait);
        var before = new Dictionary<int, List<SeenWait>>();
        var rest = new List<SeenWait>();
        foreach (var ((from, to), waits) in pairs)
        {
            if (waits.Count >= Few)
            {
                _pairs.Add((from, to), WaitPool.Of(waits));
                continue;
            }

            Thin += waits.Count;
            (before.TryGetValue(to, out var own) ? own : before[to] = []).AddRange(waits);
        }

        foreach (var (to, waits) in before)
        {
            if (waits.Count >= Few) _before.Add(to, WaitPool.Of(waits));
            else rest.AddRange(waits);
        }

        if (rest.Count == 0) foreach (var (_, _, wait) in seen) rest.Add(wait);
        if (rest.Count > 0) _rest = WaitPool.Of(rest);
        Seen = seen.Count;
    }

    public int Seen { get; }

    /// <summary>Waits between two activities that meet too seldom to be told from others.</summary>
    public int Thin { get; }

    public int Pairs => _pairs.Count;

    /// <summary>Null only where the log holds no wait at all.</summary>
    public WaitPool? Between(int from, int to) => OwnPool(from, to) ?? (_before.TryGetValue(to, out var own) ? own : _rest);

    public WaitPool? OwnPool(int from, int to) => _pairs.GetValueOrDefault((from, to));
}
