namespace Trellis.Diagnosis.EventLogs;

/// <summary>One directly-follows edge between activities, by number.</summary>
public readonly record struct FollowEdge(int From, int To, int Count, double MeanSeconds, double MedianSeconds);

/// <summary>Which activity directly follows which inside a case, how often, and after how long.</summary>
public static class DirectlyFollows
{
    public static List<FollowEdge> Find(EventLog log, int threads)
    {
        var activities = log.ActivityNames.Length;
        var parts = CaseRanges.Each(log.CaseStarts, threads, (from, to) =>
        {
            var counts = new PairCounts(activities);
            var events = log.Activities;
            for (var number = from; number < to; number++)
            {
                var end = log.CaseStarts[number + 1];
                var before = end > log.CaseStarts[number] ? events[log.CaseStarts[number]] : 0;
                for (var at = log.CaseStarts[number] + 1; at < end; at++)
                {
                    var activity = events[at];
                    counts.Add(before, activity);
                    before = activity;
                }
            }

            return (From: from, To: to, Counts: counts);
        });
        if (parts.Length == 0) return [];

        // Every part writes its durations into its own stretch of each edge's stretch, so no thread waits for another.
        var whole = new PairCounts(activities);
        foreach (var part in parts) whole.Add(part.Counts);
        var pairs = whole.ToList();
        var index = new PairCounts(activities);
        var starts = new int[pairs.Count + 1];
        for (var edge = 0; edge < pairs.Count; edge++)
        {
            index.Add(pairs[edge].From, pairs[edge].To, edge);
            starts[edge + 1] = starts[edge] + pairs[edge].Count;
        }

        var next = new int[parts.Length][];
        var at = starts.AsSpan(0, pairs.Count).ToArray();
        for (var part = 0; part < parts.Length; part++)
        {
            next[part] = (int[])at.Clone();
            for (var edge = 0; edge < pairs.Count; edge++) at[edge] += parts[part].Counts[pairs[edge].From, pairs[edge].To];
        }

        var durations = GC.AllocateUninitializedArray<long>(starts[^1]);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) };
        Parallel.For(0, parts.Length, options, part =>
        {
            var cursor = next[part];
            for (var number = parts[part].From; number < parts[part].To; number++)
            {
                var end = log.CaseStarts[number + 1];
                for (var position = log.CaseStarts[number] + 1; position < end; position++)
                    durations[cursor[index[log.Activities[position - 1], log.Activities[position]]]++] = log.Times[position] - log.Times[position - 1];
            }
        });

        var edges = new FollowEdge[pairs.Count];
        Parallel.For(0, pairs.Count, options, edge =>
        {
            var own = durations.AsSpan(starts[edge], pairs[edge].Count);
            edges[edge] = new FollowEdge(pairs[edge].From, pairs[edge].To, pairs[edge].Count, Quantiles.Mean(own), Quantiles.Median(own));
        });
        return [.. edges];
    }
}
