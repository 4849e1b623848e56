using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Waiting;

/// <summary>
/// Which activities happen beside each other, so that neither waits for the other: they follow each other both ways, about equally often, and do not form a loop of two.
/// </summary>
/// <remarks>The dependency measures of the heuristics miner (Weijters and van der Aalst 2003), with 0.9 as the bound.</remarks>
public sealed class Concurrency
{
    private const double Bound = 0.9;
    private readonly HashSet<long> pairs = [];

    private Concurrency()
    {
    }

    public bool Has(int one, int other) => pairs.Contains(Key(one, other));

    /// <param name="order">Positions of the log, case by case, in the order in which work ended and then began.</param>
    public static Concurrency Find(EventLog log, int[] order)
    {
        var (follows, loops) = (new PairCounts(log.ActivityNames.Length), new PairCounts(log.ActivityNames.Length));
        for (var number = 0; number < log.CaseCount; number++)
        {
            for (var at = log.CaseStarts[number] + 1; at < log.CaseStarts[number + 1]; at++)
            {
                var (before, here) = (log.Activities[order[at - 1]], log.Activities[order[at]]);
                follows.Add(before, here);
                if (at - 2 >= log.CaseStarts[number] && log.Activities[order[at - 2]] == here && before != here) loops.Add(here, before);
            }
        }

        var found = new Concurrency();
        foreach (var (one, other, there) in follows.ToList())
        {
            if (one >= other || follows[other, one] is not (> 0 and var back)) continue;
            var dependency = (there - back) / (double)(there + back + 1);
            var around = loops[one, other] + loops[other, one];
            if (Math.Abs(dependency) >= Bound || around / (double)(around + 1) >= Bound) continue;
            found.pairs.Add(Key(one, other));
            found.pairs.Add(Key(other, one));
        }

        return found;
    }

    private static long Key(int one, int other) => ((long)one << 32) | (uint)other;
}
