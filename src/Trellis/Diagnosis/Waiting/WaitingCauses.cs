using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Waiting;

/// <summary>
/// Why work waited between the end of the last thing that it needed and its own beginning. The wait is cut, in this order, into waiting until a batch was complete, into the performer being busy with
/// work that had come earlier (contention) or later (prioritisation), into the performer being off duty, and into a rest whose cause lies elsewhere. The five add up to the wait exactly.
/// </summary>
/// <remarks>Lashkevich, Milani, Chapela-Campa, Suvorau and Dumas (2023), "Unveiling the causes of waiting time in business processes from event logs". Needs the beginnings of work.</remarks>
public static class WaitingCauses
{
    /// <param name="leastBatch">From how many of one activity, done by one performer one right after the other and all ready before the first, there is a batch.</param>
    public static IReadOnlyList<WaitingTransition> Find(EventLog log, DutyHours hours, int leastBatch, int threads)
    {
        if (!log.HasStarts || !log.HasResources) return [];
        var work = new WorkItems(log);
        work.Enable(Concurrency.Find(log, work.Order));
        work.FindBatches(leastBatch);

        var parts = CaseRanges.Each(log.CaseStarts, threads, (from, to) => Sums(work, hours, from, to));
        var sums = new Dictionary<(int, int, int, int), WaitingSplit>();
        foreach (var part in parts)
            foreach (var (key, split) in part) sums[key] = sums.TryGetValue(key, out var before) ? before + split : split;
        var found = sums.Select(sum => new WaitingTransition(
            log.ActivityNames[sum.Key.Item1], Name(sum.Key.Item2), log.ActivityNames[sum.Key.Item3], Name(sum.Key.Item4), sum.Value)).ToList();
        found.Sort(static (one, other) =>
        {
            var order = other.Split.Total.CompareTo(one.Split.Total);
            if (order == 0) order = string.CompareOrdinal(one.From, other.From);
            if (order == 0) order = string.CompareOrdinal(one.FromHolder, other.FromHolder);
            if (order == 0) order = string.CompareOrdinal(one.To, other.To);
            return order != 0 ? order : string.CompareOrdinal(one.ToHolder, other.ToHolder);
        });
        return found;

        string? Name(int resource) => resource < 0 ? null : log.ResourceNames[resource];
    }

    private static Dictionary<(int, int, int, int), WaitingSplit> Sums(WorkItems work, DutyHours hours, int from, int to)
    {
        var log = work.Log;
        var sums = new Dictionary<(int, int, int, int), WaitingSplit>();
        var cutting = new Cutting(work, hours);
        for (var number = from; number < to; number++)
        {
            for (var at = log.CaseStarts[number]; at < log.CaseStarts[number + 1]; at++)
            {
                var before = work.EnabledBy[at];
                if (before < 0) continue;
                var split = cutting.Cut(at);
                var key = (log.Activities[before], log.Resources[before], log.Activities[at], log.Resources[at]);
                sums[key] = sums.TryGetValue(key, out var sum) ? sum + split : split;
            }
        }

        return sums;
    }

    /// <summary>Cuts one wait after the other, with the lists that it needs kept.</summary>
    private sealed class Cutting(WorkItems work, DutyHours hours)
    {
        private readonly List<(long From, long To)> earlier = [];
        private readonly List<(long From, long To)> later = [];
        private readonly List<(long From, long To)> off = [];

        public WaitingSplit Cut(int at)
        {
            var (enabled, start) = (work.Enabled[at], work.Starts[at]);
            var split = new WaitingSplit(1, start - enabled, 0, 0, 0, 0);
            var resource = work.Log.Resources[at];
            if (start <= enabled || resource < 0) return split;

            earlier.Clear();
            later.Clear();
            off.Clear();
            // Until the batch is complete it waits for the others in it, whatever else happens.
            var batch = work.Batch[at];
            var ready = batch < 0 ? enabled : Math.Clamp(work.BatchReady[batch], enabled, start);
            foreach (var other in work.Within(resource, enabled, start))
            {
                if (other == at) continue;
                // Among those of its own batch it is asked who came first; towards all else the batch came when it was complete.
                var cameAt = batch >= 0 && work.Batch[other] == batch ? enabled : ready;
                var piece = (Math.Max(cameAt, work.Starts[other]), Math.Min(start, work.Ends[other]));
                if (piece.Item1 < piece.Item2) (work.Enabled[other] > cameAt ? later : earlier).Add(piece);
            }

            hours.OffDuty(resource, enabled, start, off);
            long busyEarlier = 0, busyLater = 0, away = 0;
            // One walk over the wait: at each instant the first cause that holds is charged.
            earlier.Sort();
            later.Sort();
            var points = new SortedSet<long> { ready, start };
            foreach (var list in (ReadOnlySpan<List<(long From, long To)>>)[earlier, later, off])
            {
                foreach (var (from, to) in list)
                {
                    if (from > ready) points.Add(from);
                    if (to > ready) points.Add(to);
                }
            }

            var (one, two, three) = (new Walk(earlier), new Walk(later), new Walk(off));
            var here = ready;
            foreach (var next in points)
            {
                if (next <= here) continue;
                var length = next - here;
                if (one.Covers(here)) busyEarlier += length;
                else if (two.Covers(here)) busyLater += length;
                else if (three.Covers(here)) away += length;
                here = next;
            }

            return split with { Batching = ready - enabled, Contention = busyEarlier, Prioritisation = busyLater, Unavailability = away };
        }
    }

    /// <summary>Asks a sorted list of stretches about ascending instants.</summary>
    private struct Walk(List<(long From, long To)> stretches)
    {
        private int next;
        private long until = long.MinValue;

        public bool Covers(long instant)
        {
            while (next < stretches.Count && stretches[next].From <= instant) until = Math.Max(until, stretches[next++].To);
            return instant < until;
        }
    }
}

/// <param name="Count">How many times.</param>
/// <param name="Total">In ticks of 100 ns, as all of it.</param>
public readonly record struct WaitingSplit(int Count, long Total, long Batching, long Contention, long Prioritisation, long Unavailability)
{
    /// <summary>What is left: the cause lies outside of the performer's desk, such as in an answer or an approval that did not come.</summary>
    public long Extraneous => Total - Batching - Contention - Prioritisation - Unavailability;

    public static WaitingSplit operator +(WaitingSplit one, WaitingSplit other) => one.Add(other);

    public WaitingSplit Add(WaitingSplit other) => new(
        Count + other.Count, Total + other.Total, Batching + other.Batching, Contention + other.Contention, Prioritisation + other.Prioritisation, Unavailability + other.Unavailability);
}

/// <param name="FromHolder">Null where the log names nobody.</param>
public sealed record WaitingTransition(string From, string? FromHolder, string To, string? ToHolder, WaitingSplit Split);
