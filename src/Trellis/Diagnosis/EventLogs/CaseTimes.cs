namespace Trellis.Diagnosis.EventLogs;

/// <summary>How long cases take from their first to their last event, and which end after their deadline.</summary>
public static class CaseTimes
{
    /// <summary>Upper ends of the bins people think in, in seconds: minute to three years.</summary>
    private static readonly double[] Ends =
    [
        1, 60, 600, 3_600, 4 * 3_600, 86_400, 2 * 86_400, 3 * 86_400, 7 * 86_400, 14 * 86_400, 30 * 86_400,
        60 * 86_400, 90 * 86_400, 180 * 86_400, 365 * 86_400, 2 * 365 * 86_400, 3 * 365 * 86_400,
    ];

    /// <summary>By case, last event minus first, in ticks.</summary>
    public static long[] Throughputs(EventLog log, int threads)
    {
        var durations = GC.AllocateUninitializedArray<long>(log.CaseCount);
        CaseRanges.Each(log.CaseStarts, threads, (from, to) =>
        {
            for (var number = from; number < to; number++)
                durations[number] = log.Times[log.CaseStarts[number + 1] - 1] - log.Times[log.CaseStarts[number]];
            return to - from;
        });
        return durations;
    }

    /// <summary>Reorders the durations.</summary>
    public static ThroughputFacts? Describe(long[] durations)
    {
        if (durations.Length == 0) return null;
        var zero = 0;
        var longest = durations[0];
        var bins = new int[Ends.Length + 1];
        foreach (var duration in durations)
        {
            if (duration == 0) zero++;
            longest = Math.Max(longest, duration);
            var seconds = Quantiles.Seconds(duration);
            var bin = 0;
            while (bin < Ends.Length && seconds >= Ends[bin]) bin++;
            bins[bin]++;
        }

        int first = 0, last = bins.Length - 1;
        while (first < last && bins[first] == 0) first++;
        while (last > first && bins[last] == 0) last--;
        var shown = new List<DurationBin>();
        for (var bin = first; bin <= last; bin++)
            shown.Add(new DurationBin(bin == 0 ? 0 : Ends[bin - 1], bin < Ends.Length ? Ends[bin] : null, bins[bin]));

        return new ThroughputFacts(
            Quantiles.Mean(durations), Quantiles.Median(durations), Quantiles.At(durations, 0.9), Quantiles.Seconds(longest), zero, shown);
    }

    /// <summary>Late is a last event after the deadline of its case. Null when no case has a deadline.</summary>
    public static DeadlineFacts? Lateness(EventLog log)
    {
        if (!log.HasDeadlines) return null;
        var cases = 0;
        List<long> late = [];
        for (var number = 0; number < log.CaseCount; number++)
        {
            if (log.Deadlines[number] == EventLog.NoTime) continue;
            cases++;
            var over = log.Times[log.CaseStarts[number + 1] - 1] - log.Deadlines[number];
            if (over > 0) late.Add(over);
        }

        if (cases == 0) return null;
        double? median = late.Count == 0 ? null : Quantiles.Median(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(late));
        return new DeadlineFacts(cases, late.Count, median);
    }
}
