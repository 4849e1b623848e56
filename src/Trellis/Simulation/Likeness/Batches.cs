namespace Trellis.Simulation.Likeness;

/// <summary>Work that is gathered and then done in one go: how many at once, and how long the first of them waited.</summary>
internal sealed class Batches
{
    /// <summary>What one person ends within a minute of the last belongs to the same batch.</summary>
    private const long Apart = 60_000;

    /// <summary>From three on it is a batch; two may be an accident.</summary>
    private const int Least = 3;

    private readonly Dictionary<int, List<(int Size, long Wait)>> _seen = [];

    /// <summary>The activities that are done in batches, each with the share of its events that were.</summary>
    public SortedDictionary<int, double> Shares { get; } = [];

    public bool Has(int activity) => Shares.ContainsKey(activity);

    /// <summary>When the next batch is full, and how long its first waits at most: as in one of the log.</summary>
    public (int Size, long Wait) Draw(int activity, Chance chance) => chance.Among(_seen[activity]);

    /// <param name="work">The log.</param>
    /// <param name="order">By person, their events from the earliest to the latest.</param>
    /// <param name="ready">By event, when the one before it in its case ended; <see cref="RecordedWork.NoTime"/> for the first.</param>
    /// <param name="mereDay">By event, whether its time is a day without an hour.</param>
    public static Batches Of(RecordedWork work, List<int>[] order, long[] ready, bool[] mereDay)
    {
        var batches = new Batches();
        var (all, gathered) = (new int[work.Activities.Count], new int[work.Activities.Count]);
        foreach (var events in order)
        {
            for (int from = 0, to; from < events.Count; from = to)
            {
                var activity = work.Activity[events[from]];
                to = from + 1;
                while (to < events.Count && work.Activity[events[to]] == activity && work.Ends[events[to]] - work.Ends[events[to - 1]] <= Apart && ready[events[to]] <= work.Ends[events[from]]) to++;
                all[activity] += to - from;
                var oldest = long.MaxValue;
                for (var at = from; at < to; at++)
                    if (ready[events[at]] != RecordedWork.NoTime) oldest = Math.Min(oldest, ready[events[at]]);
                if (oldest == long.MaxValue || mereDay[events[from]] || work.Ends[events[from]] - oldest <= Apart) continue;
                if (to - from >= Least) gathered[activity] += to - from;
                (batches._seen.TryGetValue(activity, out var seen) ? seen : batches._seen[activity] = []).Add((to - from, work.Ends[events[from]] - oldest));
            }
        }

        for (var activity = 0; activity < all.Length; activity++)
            if (all[activity] >= 30 && gathered[activity] * 2 >= all[activity]) batches.Shares.Add(activity, (double)gathered[activity] / all[activity]);
        return batches;
    }
}
