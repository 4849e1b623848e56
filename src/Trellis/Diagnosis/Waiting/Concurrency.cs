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
        var follows = new Dictionary<long, int>();
        var loops = new Dictionary<long, int>();
        for (var number = 0; number < log.CaseCount; number++)
        {
            for (var at = log.CaseStarts[number] + 1; at < log.CaseStarts[number + 1]; at++)
            {
                var (before, here) = (log.Activities[order[at - 1]], log.Activities[order[at]]);
                Count(follows, before, here);
                if (at - 2 >= log.CaseStarts[number] && log.Activities[order[at - 2]] == here && before != here) Count(loops, here, before);
            }
        }

        var found = new Concurrency();
        foreach (var (key, there) in follows)
        {
            var (one, other) = ((int)(key >> 32), (int)(key & int.MaxValue));
            if (one >= other || !follows.TryGetValue(Key(other, one), out var back)) continue;
            var dependency = (there - back) / (double)(there + back + 1);
            var around = loops.GetValueOrDefault(key) + loops.GetValueOrDefault(Key(other, one));
            if (Math.Abs(dependency) >= Bound || around / (double)(around + 1) >= Bound) continue;
            found.pairs.Add(key);
            found.pairs.Add(Key(other, one));
        }

        return found;
    }

    private static void Count(Dictionary<long, int> counts, int one, int other) =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, Key(one, other), out _)++;

    private static long Key(int one, int other) => ((long)one << 32) | (uint)other;
}
