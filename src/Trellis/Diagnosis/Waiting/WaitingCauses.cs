using System.Runtime.InteropServices;
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
        var sums = Sums(log, hours, leastBatch, threads, (before, at) => (log.Activities[before], log.Resources[before], log.Activities[at], log.Resources[at]));
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

    /// <summary>The same from activity to activity, whoever did it.</summary>
    public static Dictionary<(int From, int To), WaitingSplit> FindByActivity(EventLog log, DutyHours hours, int leastBatch, int threads)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Sums(log, hours, leastBatch, threads, (before, at) => (log.Activities[before], log.Activities[at]));
    }

    /// <param name="keyOf">Of the work whose end made other work possible, and of that.</param>
    private static Dictionary<T, WaitingSplit> Sums<T>(EventLog log, DutyHours hours, int leastBatch, int threads, Func<int, int, T> keyOf)
        where T : IEquatable<T>
    {
        if (!log.HasStarts || !log.HasResources) return [];
        var work = new WorkItems(log);
        work.Enable(Concurrency.Find(log, work.Order));
        work.FindBatches(leastBatch);
        var parts = CaseRanges.Each(log.CaseStarts, threads, (from, to) =>
        {
            var sums = new Dictionary<T, WaitingSplit>();
            var cutting = new Cutting(work, hours);
            for (var at = log.CaseStarts[from]; at < log.CaseStarts[to]; at++)
            {
                var before = work.EnabledBy[at];
                if (before < 0) continue;
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, keyOf(before, at), out _);
                sum += cutting.Cut(at);
            }

            return sums;
        });
        if (parts.Length == 0) return [];
        foreach (var part in parts.Skip(1))
            foreach (var (key, split) in part) parts[0][key] = parts[0].GetValueOrDefault(key) + split;
        return parts[0];
    }

    /// <summary>Cuts one wait after the other, with the list that it needs kept.</summary>
    internal sealed class Cutting(WorkItems work, DutyHours hours)
    {
        private readonly List<(long From, long To)> off = [];

        /// <remarks>
        /// At each instant the first cause that holds is charged. What the performer did in the meantime is met in the order of its beginnings, so that one walk tells how long earlier work covers, how long any work does, and how much of the time off duty lies outside of both.
        /// </remarks>
        public WaitingSplit Cut(int at)
        {
            var (enabled, start) = (work.Enabled[at], work.Starts[at]);
            var split = new WaitingSplit(1, start - enabled, 0, 0, 0, 0);
            var resource = work.Log.Resources[at];
            if (start <= enabled || resource < 0) return split;

            off.Clear();
            // Until the batch is complete it waits for the others in it, whatever else happens.
            var batch = work.Batch[at];
            var ready = batch < 0 ? enabled : Math.Clamp(work.BatchReady[batch], enabled, start);
            hours.OffDuty(resource, ready, start, off);
            long busyEarlier = 0, busy = 0, away = 0;
            var (earlierUntil, busyUntil, next) = (ready, ready, 0);
            foreach (var other in work.Within(resource, ready, start))
            {
                if (other == at) continue;
                var (from, to) = (Math.Max(ready, work.Starts[other]), Math.Min(start, work.Ends[other]));
                if (from >= to) continue;
                // Among those of its own batch it is asked who came first; towards all else the batch came when it was complete.
                var cameAt = batch >= 0 && work.Batch[other] == batch ? enabled : ready;
                if (work.Enabled[other] <= cameAt && to > earlierUntil)
                {
                    busyEarlier += to - Math.Max(from, earlierUntil);
                    earlierUntil = to;
                }

                if (to <= busyUntil) continue;
                if (from > busyUntil) away += OffWithin(busyUntil, from, ref next);
                busy += to - Math.Max(from, busyUntil);
                busyUntil = to;
            }

            away += OffWithin(busyUntil, start, ref next);
            return split with { Batching = ready - enabled, Contention = busyEarlier, Prioritisation = busy - busyEarlier, Unavailability = away };
        }

        /// <summary>How much of a stretch is off duty; stretches are asked about in order.</summary>
        private long OffWithin(long from, long to, ref int next)
        {
            long sum = 0;
            while (next < off.Count && off[next].From < to)
            {
                sum += Math.Max(0, Math.Min(to, off[next].To) - Math.Max(from, off[next].From));
                // What reaches beyond is met again by the next stretch.
                if (off[next].To > to) break;
                next++;
            }

            return sum;
        }
    }
}

/// <param name="Count">How many times.</param>
/// <param name="Total">In ticks of 100 ns, as all of it. Ten million waits of a day together are more of them than 64 bits hold.</param>
public readonly record struct WaitingSplit(int Count, Int128 Total, Int128 Batching, Int128 Contention, Int128 Prioritisation, Int128 Unavailability)
{
    /// <summary>What is left: the cause lies outside of the performer's desk, such as in an answer or an approval that did not come.</summary>
    public Int128 Extraneous => Total - Batching - Contention - Prioritisation - Unavailability;

    public static WaitingSplit operator +(WaitingSplit one, WaitingSplit other) => one.Add(other);

    public WaitingSplit Add(WaitingSplit other) => new(
        Count + other.Count, Total + other.Total, Batching + other.Batching, Contention + other.Contention, Prioritisation + other.Prioritisation, Unavailability + other.Unavailability);
}

/// <param name="FromHolder">Null where the log names nobody.</param>
public sealed record WaitingTransition(string From, string? FromHolder, string To, string? ToHolder, WaitingSplit Split);
