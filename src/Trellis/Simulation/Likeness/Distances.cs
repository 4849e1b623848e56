namespace Trellis.Simulation.Likeness;

/// <summary>In which respect two logs are compared.</summary>
public enum Respect
{
    /// <summary>From first to last event of a matter, in hours.</summary>
    CycleTime,

    /// <summary>Matters that arrive in a day, by day of the period.</summary>
    ArrivalsADay,

    /// <summary>At which hour of the week matters arrive, round the week, in hours.</summary>
    ArrivalHours,

    /// <summary>When in the period events happen, in hours.</summary>
    EventsInPeriod,

    /// <summary>At which hour of the week events happen, round the week, in hours.</summary>
    EventHours,

    /// <summary>How long after the arrival of its matter an event happens, in hours.</summary>
    EventAge,

    /// <summary>Matters under way at the end of a day, by day of the period.</summary>
    OpenMatters,

    /// <summary>Events that one person has in one week, over all persons and weeks with any.</summary>
    WorkAWeek,

    /// <summary>Three activities in a row, ends counted: half the sum of the differences of their shares, from 0 to 1.</summary>
    Flow,
}

/// <summary>
/// How far a simulated log is from a recorded one. All but the flow are 1-Wasserstein distances: how far shares of one distribution have to be moved, in the
/// mean, to make it the other. The selection follows Chapela-Campa, Benchekroun, Baron, Dumas, Krass and Senderovich (BPM 2023, "Can I trust my simulation model?"), to which
/// arrivals a day, open matters and work a week are added.
/// </summary>
public static class Distances
{
    public static IReadOnlyList<Respect> All { get; } = Enum.GetValues<Respect>();

    /// <summary>By respect, in its unit; null where one of the two has nothing to compare.</summary>
    public static double?[] Between(RecordedWork one, RecordedWork other, Period period)
    {
        var (here, there) = (Figures.Of(one, period), Figures.Of(other, period));
        var found = new double?[All.Count];
        foreach (var respect in All)
        {
            var (a, b) = (here.Of(respect), there.Of(respect));
            found[(int)respect] = respect switch
            {
                Respect.Flow => Apart(here.Triples, there.Triples),
                _ when a.Length == 0 || b.Length == 0 => null,
                Respect.ArrivalHours or Respect.EventHours => RoundTheWeek(a, b),
                _ => Wasserstein(a, b),
            };
        }

        return found;
    }

    /// <summary>The mean of what is compared in a recorded log, by respect, so that a distance can be held beside it; null where a mean says nothing.</summary>
    public static double?[] Means(RecordedWork log, Period period)
    {
        var figures = Figures.Of(log, period);
        var means = new double?[All.Count];
        foreach (var respect in (ReadOnlySpan<Respect>)[Respect.CycleTime, Respect.ArrivalsADay, Respect.EventAge, Respect.OpenMatters, Respect.WorkAWeek])
        {
            var values = figures.Of(respect);
            if (values.Length == 0) continue;
            double sum = 0;
            foreach (var value in values) sum += value;
            means[(int)respect] = sum / values.Length;
        }

        return means;
    }

    /// <summary>Area between two distribution functions.</summary>
    /// <param name="one">From the least to the greatest; not empty.</param>
    /// <param name="other">From the least to the greatest; not empty.</param>
    public static double Wasserstein(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        double area = 0;
        var (i, j) = (0, 0);
        var at = Math.Min(one[0], other[0]);
        while (i < one.Length || j < other.Length)
        {
            var next = i == one.Length ? other[j] : j == other.Length ? one[i] : Math.Min(one[i], other[j]);
            area += Math.Abs(((double)i / one.Length) - ((double)j / other.Length)) * (next - at);
            at = next;
            while (i < one.Length && one[i] == at) i++;
            while (j < other.Length && other[j] == at) j++;
        }

        return area;
    }

    /// <summary>The same on a circle of 168 hours, where Sunday night lies beside Monday morning (Werman, Peleg and Rosenfeld 1985): the median difference is no distance.</summary>
    public static double RoundTheWeek(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var differences = new double[WeekClock.Hours];
        foreach (var hour in one) differences[(int)hour] += 1.0 / one.Length;
        foreach (var hour in other) differences[(int)hour] -= 1.0 / other.Length;
        for (var hour = 1; hour < differences.Length; hour++) differences[hour] += differences[hour - 1];
        double[] sorted = [.. differences];
        Array.Sort(sorted);
        var middle = sorted[sorted.Length / 2];
        double sum = 0;
        foreach (var difference in differences) sum += Math.Abs(difference - middle);
        return sum;
    }

    private static double? Apart(Dictionary<(int, int, int), int> one, Dictionary<(int, int, int), int> other)
    {
        if (one.Count == 0 || other.Count == 0) return null;
        double all = one.Values.Sum(), rest = other.Values.Sum(), sum = 0;
        foreach (var (triple, count) in one) sum += Math.Abs((count / all) - (other.GetValueOrDefault(triple) / rest));
        foreach (var (triple, count) in other)
            if (!one.ContainsKey(triple)) sum += count / rest;
        return sum / 2;
    }

    /// <summary>What is compared of one log.</summary>
    private sealed class Figures
    {
        private readonly double[][] _values = new double[All.Count][];

        public Dictionary<(int, int, int), int> Triples { get; } = [];

        public double[] Of(Respect respect) => _values[(int)respect];

        public static Figures Of(RecordedWork log, Period period)
        {
            var figures = new Figures();
            var (firstDay, days) = (period.From / WeekClock.Day, (int)((period.To - 1) / WeekClock.Day - (period.From / WeekClock.Day) + 1));
            var values = new List<double>[All.Count];
            for (var respect = 0; respect < values.Length; respect++) values[respect] = [];
            var (arrivals, open) = (new double[days], new double[days + 1]);
            var work = new SortedDictionary<(int Resource, long Week), int>();
            for (var number = 0; number < log.Cases; number++)
            {
                var (from, to) = (log.CaseStarts[number], log.CaseStarts[number + 1]);
                var arrival = log.Arrival(number);
                values[(int)Respect.CycleTime].Add(Hours(log.Closing(number) - arrival));
                values[(int)Respect.ArrivalHours].Add(WeekClock.HourOf(arrival));
                arrivals[Math.Clamp((int)(arrival / WeekClock.Day - firstDay), 0, days - 1)]++;
                open[Math.Clamp((int)(arrival / WeekClock.Day - firstDay), 0, days)]++;
                open[Math.Clamp((int)(log.Closing(number) / WeekClock.Day - firstDay), 0, days)]--;
                for (var at = from; at < to; at++)
                {
                    values[(int)Respect.EventsInPeriod].Add(Hours(log.Ends[at] - period.From));
                    values[(int)Respect.EventHours].Add(WeekClock.HourOf(log.Ends[at]));
                    values[(int)Respect.EventAge].Add(Hours(log.Ends[at] - arrival));
                    if (log.Resource[at] >= 0) work[(log.Resource[at], log.Ends[at] / WeekClock.Week)] = work.GetValueOrDefault((log.Resource[at], log.Ends[at] / WeekClock.Week)) + 1;
                }

                for (var at = from; at < to + 2; at++)
                {
                    var triple = (At(at - 2), At(at - 1), At(at));
                    figures.Triples[triple] = figures.Triples.GetValueOrDefault(triple) + 1;
                }

                int At(int place) => place < from ? -1 : place >= to ? -2 : log.Activity[place];
            }

            for (var day = 1; day < days; day++) open[day] += open[day - 1];
            values[(int)Respect.ArrivalsADay].AddRange(arrivals);
            values[(int)Respect.OpenMatters].AddRange(open[..days]);
            foreach (var count in work.Values) values[(int)Respect.WorkAWeek].Add(count);
            for (var respect = 0; respect < values.Length; respect++)
            {
                values[respect].Sort();
                figures._values[respect] = [.. values[respect]];
            }

            return figures;
        }

        private static double Hours(long time) => (double)time / WeekClock.Hour;
    }
}
