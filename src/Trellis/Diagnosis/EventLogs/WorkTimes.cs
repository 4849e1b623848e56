namespace Trellis.Diagnosis.EventLogs;

/// <summary>
/// How much of the time was work and how much was waiting, where events say when work on them began.
/// Work on an event lasts from its start to its time. A case is being worked on while at least one of its events is;
/// overlapping work counts once. Events whose start is missing or lies after their time are left out.
/// </summary>
public static class WorkTimes
{
    public static (WorkFacts? Facts, double?[] MedianByActivity) Find(EventLog log)
    {
        var medians = new double?[log.ActivityNames.Length];
        if (!log.HasStarts) return (null, medians);

        var byActivity = new List<long>[log.ActivityNames.Length];
        var events = 0;
        Int128 worked = 0, elapsed = 0;
        var intervals = new List<(long Start, long End)>();
        for (var number = 0; number < log.CaseCount; number++)
        {
            intervals.Clear();
            var first = long.MaxValue;
            for (var at = log.CaseStarts[number]; at < log.CaseStarts[number + 1]; at++)
            {
                var start = log.Starts[at];
                first = Math.Min(first, start == EventLog.NoTime ? log.Times[at] : Math.Min(start, log.Times[at]));
                if (start == EventLog.NoTime || start > log.Times[at]) continue;
                events++;
                (byActivity[log.Activities[at]] ??= []).Add(log.Times[at] - start);
                intervals.Add((start, log.Times[at]));
            }

            if (intervals.Count == 0) continue;
            elapsed += log.Times[log.CaseStarts[number + 1] - 1] - first;
            worked += Covered(intervals);
        }

        if (events == 0) return (null, medians);
        for (var activity = 0; activity < byActivity.Length; activity++)
            if (byActivity[activity] is { } own) medians[activity] = Quantiles.Median(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(own));
        return (new WorkFacts(events, elapsed == 0 ? null : (double)worked / (double)elapsed), medians);
    }

    private static long Covered(List<(long Start, long End)> intervals)
    {
        intervals.Sort();
        long covered = 0;
        var reached = long.MinValue;
        foreach (var (start, end) in intervals)
        {
            var from = Math.Max(start, reached);
            if (end > from) covered += end - from;
            reached = Math.Max(reached, end);
        }

        return covered;
    }
}
