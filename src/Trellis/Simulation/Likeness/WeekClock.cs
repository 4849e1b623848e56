namespace Trellis.Simulation.Likeness;

/// <summary>
/// A clock that runs as fast as work is done at each hour of the week. With weights of 0 and 1 it counts time on duty; with those of a log
/// it counts office time, on which an hour at noon is long and a night is next to nothing. What waits for an amount of such time ends when the office works.
/// </summary>
internal sealed class WeekClock
{
    public const int Hours = 168;
    public const long Hour = 3_600_000;
    public const long Day = 24 * Hour;
    public const long Week = 7 * Day;

    private readonly double[] _weights;
    private readonly double[] _sums = new double[Hours + 1];

    /// <param name="weights">By hour of the week from Monday 0 o'clock; at least one above 0.</param>
    public WeekClock(double[] weights)
    {
        _weights = weights;
        for (var hour = 0; hour < Hours; hour++) _sums[hour + 1] = _sums[hour] + (weights[hour] * Hour);
    }

    public static WeekClock AlwaysOn { get; } = new(Filled(1));

    /// <summary>Milliseconds of this clock in a week.</summary>
    public double InAWeek => _sums[Hours];

    public double Weight(int hour) => _weights[hour];

    public static int HourOf(long time) => (int)(time % Week / Hour);

    public static int WeekdayOf(long time) => (int)(time / Day % 7);

    public bool IsOn(long time) => _weights[HourOf(time)] > 0;

    /// <summary>The first moment at or after the given one at which the clock runs.</summary>
    public long NextOn(long time)
    {
        while (!IsOn(time)) time = (time / Hour * Hour) + Hour;
        return time;
    }

    /// <summary>How far the clock ran since year 1.</summary>
    public double Reading(long time)
    {
        var hour = HourOf(time);
        return (time / Week * InAWeek) + _sums[hour] + (_weights[hour] * (time % Hour));
    }

    public double Elapsed(long from, long to) => Reading(to) - Reading(from);

    /// <summary>When so much time of this clock has passed; never before the given moment.</summary>
    public long After(long time, double amount)
    {
        if (amount <= 0) return time;
        var goal = Reading(time) + amount;
        var weeks = (long)(goal / InAWeek);
        var rest = goal - (weeks * InAWeek);
        if (rest <= 0)
        {
            // Exactly a whole number of weeks: reached when the last hour that counts ran out, not after the hours that do not.
            weeks--;
            rest += InAWeek;
        }

        var (low, high) = (0, Hours - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_sums[middle + 1] >= rest) high = middle;
            else low = middle + 1;
        }

        var within = _weights[low] > 0 ? (rest - _sums[low]) / _weights[low] : 0;
        return Math.Max(time, (weeks * Week) + (low * Hour) + (long)(within + 0.5));
    }

    private static double[] Filled(double weight)
    {
        var weights = new double[Hours];
        Array.Fill(weights, weight);
        return weights;
    }
}
