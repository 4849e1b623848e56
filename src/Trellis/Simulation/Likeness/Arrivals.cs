namespace Trellis.Simulation.Likeness;

/// <summary>
/// When matters arrive, read off a log: a level that moves slowly, how the days of the week differ, how uneven days are beyond chance, and the
/// times of day. Days on which the office was closed have none. Counts of a day are Poisson with a gamma level (negative binomial).
/// </summary>
internal sealed class Arrivals
{
    /// <summary>The level of a day is that of so many days before and after it.</summary>
    private const int Around = 28;

    /// <summary>What comes after the log is foretold half by its last quarter of a year and half by all of it.</summary>
    private const int Lately = 91;

    private readonly long _firstDay;
    private readonly double[] _levels;
    private readonly double _later;
    private readonly double[] _weekdays;
    private readonly long[][] _times;
    private readonly DaysOff _off;

    private Arrivals(long firstDay, double[] levels, double later, double[] weekdays, double unevenness, long[][] times, DaysOff off) =>
        (_firstDay, _levels, _later, _weekdays, Unevenness, _times, _off) = (firstDay, levels, later, weekdays, unevenness, times, off);

    /// <summary>Variance of a day's level over its square; 0 where days differ no more than chance makes them.</summary>
    public double Unevenness { get; }

    public int Days => _levels.Length;

    /// <summary>Matters a day after the end of the log, mean over a week.</summary>
    public double Later => _later;

    public static Arrivals Of(RecordedWork work, DaysOff off)
    {
        long first = long.MaxValue, last = long.MinValue;
        for (var number = 0; number < work.Cases; number++)
        {
            first = Math.Min(first, work.Arrival(number) / WeekClock.Day);
            last = Math.Max(last, work.Arrival(number) / WeekClock.Day);
        }

        var counts = new double[work.Cases == 0 ? 0 : last - first + 1];
        var times = new List<long>[7];
        for (var day = 0; day < 7; day++) times[day] = [];
        for (var number = 0; number < work.Cases; number++)
        {
            var at = work.Arrival(number);
            counts[(at / WeekClock.Day) - first]++;
            times[WeekClock.WeekdayOf(at)].Add(at % WeekClock.Day);
        }

        var weekdays = Weekdays(counts, first, off);
        var levels = new double[counts.Length];
        for (var day = 0; day < counts.Length; day++) levels[day] = Level(counts, weekdays, first, off, day - Around, day + Around);
        var later = (Level(counts, weekdays, first, off, counts.Length - Lately, counts.Length - 1) + Level(counts, weekdays, first, off, 0, counts.Length - 1)) / 2;

        double over = 0, squares = 0;
        for (var day = 0; day < counts.Length; day++)
        {
            if (off.Has(first + day)) continue;
            var mean = levels[day] * weekdays[(first + day) % 7];
            over += ((counts[day] - mean) * (counts[day] - mean)) - mean;
            squares += mean * mean;
        }

        return new Arrivals(first, levels, later, weekdays, squares > 0 ? Math.Max(0, over / squares) : 0, Usable(times), off);
    }

    /// <summary>The arrivals of a day, in order. A day draws from its own branch, so that days do not move each other.</summary>
    public List<long> On(long day, Seed seed)
    {
        var arrivals = new List<long>();
        var mean = Mean(day);
        if (mean <= 0) return arrivals;
        var chance = seed.Of(day).Draws();
        if (Unevenness > 0) mean *= chance.Gamma(1 / Unevenness, Unevenness);
        var times = _times[day % 7];
        for (var passed = chance.Exponential(1); passed < mean; passed += chance.Exponential(1))
        {
            var time = chance.Among(times);
            // Ten minutes to and fro, so that no moment of the log comes up again and again; a time that is a mere day stays one.
            if (time != 0) time = Math.Clamp(time + chance.Below(1_200_001) - 600_000, 1, WeekClock.Day - 1);
            arrivals.Add((day * WeekClock.Day) + time);
        }

        arrivals.Sort();
        return arrivals;
    }

    public double Mean(long day)
    {
        if (_levels.Length == 0 || _off.Has(day)) return 0;
        var level = day < _firstDay ? _levels[0] : day - _firstDay < _levels.Length ? _levels[day - _firstDay] : _later;
        return level * _weekdays[day % 7];
    }

    private static double Level(double[] counts, double[] weekdays, long first, DaysOff off, int from, int to)
    {
        double arrived = 0, days = 0;
        for (var day = Math.Max(0, from); day <= Math.Min(to, counts.Length - 1); day++)
        {
            if (off.Has(first + day)) continue;
            arrived += counts[day];
            days += weekdays[(first + day) % 7];
        }

        return days > 0 ? arrived / days : 0;
    }

    /// <summary>How many arrive on each day of the week beside the mean of all seven; a day that the log does not hold is taken for a middling one.</summary>
    private static double[] Weekdays(double[] counts, long first, DaysOff off)
    {
        var (arrived, days) = (new double[7], new double[7]);
        for (var day = 0; day < counts.Length; day++)
        {
            if (off.Has(first + day)) continue;
            arrived[(first + day) % 7] += counts[day];
            days[(first + day) % 7]++;
        }

        var means = new double[7];
        double sum = 0, seen = 0;
        for (var day = 0; day < 7; day++)
        {
            if (days[day] == 0) continue;
            sum += means[day] = arrived[day] / days[day];
            seen++;
        }

        for (var day = 0; day < 7; day++) means[day] = days[day] == 0 || sum == 0 ? 1 : means[day] * seen / sum;
        return means;
    }

    /// <summary>Times of a weekday with few arrivals are taken from days of its kind, else from all.</summary>
    private static long[][] Usable(List<long>[] times)
    {
        const int Few = 20;
        List<long> workdays = [.. times[0], .. times[1], .. times[2], .. times[3], .. times[4]];
        List<long> weekend = [.. times[5], .. times[6]];
        List<long> all = [.. workdays, .. weekend];
        var usable = new long[7][];
        for (var day = 0; day < 7; day++)
        {
            var kind = day < 5 ? workdays : weekend;
            usable[day] = [.. times[day].Count >= Few ? times[day] : kind.Count >= Few ? kind : all];
        }

        return usable;
    }
}

/// <summary>
/// Days on which nobody did anything although the day of the week is a busy one: holidays, as far as the log tells. After the log those days of the
/// year count that were off in every year that it holds, two at least.
/// </summary>
internal sealed class DaysOff
{
    /// <summary>A day without an event is no accident where at least so many are usual on that day of the week, four weeks before and after.</summary>
    private const double Busy = 8;

    private readonly HashSet<long> _days = [];
    private readonly HashSet<(int Month, int Day)> _everyYear = [];
    private long _last;

    public int Count => _days.Count;

    public static DaysOff None { get; } = new();

    public static DaysOff Of(RecordedWork work)
    {
        var off = new DaysOff();
        if (work.Events == 0) return off;
        long first = long.MaxValue;
        foreach (var end in work.Ends) (first, off._last) = (Math.Min(first, end / WeekClock.Day), Math.Max(off._last, end / WeekClock.Day));
        var counts = new int[off._last - first + 1];
        foreach (var end in work.Ends) counts[(end / WeekClock.Day) - first]++;
        for (var day = 0; day < counts.Length; day++)
        {
            if (counts[day] > 0) continue;
            var (around, weeks) = (0, 0);
            for (var week = -4; week <= 4; week++)
            {
                if (week == 0 || day + (7 * week) < 0 || day + (7 * week) >= counts.Length) continue;
                around += counts[day + (7 * week)];
                weeks++;
            }

            if (weeks > 0 && around >= Busy * weeks) off._days.Add(first + day);
        }

        foreach (var day in off._days)
        {
            var date = DateOf(day);
            var (years, offs) = (0, 0);
            for (var year = DateOf(first).Year; year <= DateOf(off._last).Year; year++)
            {
                if (date is { Month: 2, Day: 29 }) continue;
                var same = new DateOnly(year, date.Month, date.Day).DayNumber;
                if (same < first || same > off._last || same % 7 > 4) continue;
                years++;
                if (off._days.Contains(same)) offs++;
            }

            if (years >= 2 && offs == years) off._everyYear.Add((date.Month, date.Day));
        }

        return off;
    }

    /// <param name="day">Days since year 1.</param>
    public bool Has(long day)
    {
        if (day <= _last) return _days.Contains(day);
        if (_everyYear.Count == 0) return false;
        var date = DateOf(day);
        return _everyYear.Contains((date.Month, date.Day));
    }

    private static DateOnly DateOf(long day) => DateOnly.FromDayNumber((int)day);
}
