using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Waiting;

/// <summary>The events of a log as pieces of work: when each could begin, with what it was done in one go, and what else its performer did in the meantime.</summary>
internal sealed class WorkItems
{
    /// <summary>Positions of those that name a performer, by performer and then beginning.</summary>
    private readonly int[] byPerformer;

    private readonly int[] performerStarts;

    /// <summary>The latest end among the performer's pieces up to each place, so that a search back knows when to stop.</summary>
    private readonly long[] latestEnd;

    public WorkItems(EventLog log)
    {
        Log = log;
        Ends = log.Times;
        Starts = new long[log.EventCount];
        for (var at = 0; at < Starts.Length; at++) Starts[at] = log.Starts[at] == EventLog.NoTime ? Ends[at] : Math.Min(log.Starts[at], Ends[at]);
        Order = new int[log.EventCount];
        for (var at = 0; at < Order.Length; at++) Order[at] = at;
        var byEnd = Comparer<int>.Create((one, other) =>
            Ends[one] != Ends[other] ? Ends[one].CompareTo(Ends[other]) : Starts[one] != Starts[other] ? Starts[one].CompareTo(Starts[other]) : one.CompareTo(other));
        for (var number = 0; number < log.CaseCount; number++)
            if (!EndInOrder(log.CaseStarts[number], log.CaseStarts[number + 1])) Array.Sort(Order, log.CaseStarts[number], log.CaseStarts[number + 1] - log.CaseStarts[number], byEnd);

        performerStarts = new int[log.ResourceNames.Length + 1];
        foreach (var resource in log.Resources)
            if (resource >= 0) performerStarts[resource + 1]++;
        for (var resource = 0; resource < log.ResourceNames.Length; resource++) performerStarts[resource + 1] += performerStarts[resource];
        byPerformer = new int[performerStarts[^1]];
        var filled = performerStarts[..^1];
        for (var at = 0; at < log.EventCount; at++)
            if (log.Resources[at] is >= 0 and var resource) byPerformer[filled[resource]++] = at;
        latestEnd = new long[byPerformer.Length];
        SortByStart(log.ResourceNames.Length);
        for (var resource = 0; resource < log.ResourceNames.Length; resource++)
        {
            var latest = long.MinValue;
            for (var place = performerStarts[resource]; place < performerStarts[resource + 1]; place++) latestEnd[place] = latest = Math.Max(latest, Ends[byPerformer[place]]);
        }

        Enabled = (long[])Starts.Clone();
        EnabledBy = new int[log.EventCount];
        Batch = new int[log.EventCount];
        Array.Fill(EnabledBy, -1);
        Array.Fill(Batch, -1);
    }

    public EventLog Log { get; }

    /// <summary>Case by case, by end and then beginning.</summary>
    public int[] Order { get; }

    public long[] Starts { get; }

    public long[] Ends { get; }

    /// <summary>From when it could have been done; its own beginning where nothing went before.</summary>
    public long[] Enabled { get; }

    /// <summary>The piece of work whose end made it possible, or -1.</summary>
    public int[] EnabledBy { get; }

    /// <summary>The number of its batch, or -1.</summary>
    public int[] Batch { get; }

    /// <summary>By batch: when the last of it could have been done.</summary>
    public List<long> BatchReady { get; } = [];

    /// <summary>A piece of work is made possible by the last one before it in its case that ended before it began and does not happen beside it.</summary>
    public void Enable(Concurrency concurrency)
    {
        for (var number = 0; number < Log.CaseCount; number++)
        {
            for (var place = Log.CaseStarts[number] + 1; place < Log.CaseStarts[number + 1]; place++)
            {
                var at = Order[place];
                for (var before = place - 1; before >= Log.CaseStarts[number]; before--)
                {
                    var other = Order[before];
                    if (Ends[other] > Starts[at] || concurrency.Has(Log.Activities[other], Log.Activities[at])) continue;
                    Enabled[at] = Ends[other];
                    EnabledBy[at] = other;
                    break;
                }
            }
        }
    }

    public void FindBatches(int least)
    {
        for (var resource = 0; resource < performerStarts.Length - 1; resource++)
        {
            var (from, to) = (performerStarts[resource], performerStarts[resource + 1]);
            for (var first = from; first < to;)
            {
                var head = byPerformer[first];
                var (until, ready, next) = (Ends[head], Enabled[head], first + 1);
                while (next < to && byPerformer[next] is var at && Log.Activities[at] == Log.Activities[head] && Starts[at] <= until && Enabled[at] <= Starts[head])
                {
                    until = Math.Max(until, Ends[at]);
                    ready = Math.Max(ready, Enabled[at]);
                    next++;
                }

                if (next - first >= least)
                {
                    for (var place = first; place < next; place++) Batch[byPerformer[place]] = BatchReady.Count;
                    BatchReady.Add(ready);
                }

                first = next;
            }
        }
    }

    /// <summary>What a performer worked on at some time between two instants, by beginning; others that ended before may be among it.</summary>
    public ReadOnlySpan<int> Within(int resource, long from, long to)
    {
        var (low, high) = (performerStarts[resource], performerStarts[resource + 1]);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Starts[byPerformer[middle]] < to) low = middle + 1;
            else high = middle;
        }

        var first = low;
        while (first > performerStarts[resource] && latestEnd[first - 1] > from) first--;
        return byPerformer.AsSpan(first, low - first);
    }

    /// <summary>The log has them in the order of their ends; only such as end together may have begun in another.</summary>
    private bool EndInOrder(int from, int to)
    {
        for (var at = from + 1; at < to; at++)
            if (Ends[at - 1] > Ends[at] || (Ends[at - 1] == Ends[at] && Starts[at - 1] > Starts[at])) return false;
        return true;
    }

    private void SortByStart(int performers)
    {
        var byEnd = Comparer<int>.Create((one, other) => Ends[one] != Ends[other] ? Ends[one].CompareTo(Ends[other]) : one.CompareTo(other));
        var keys = new long[byPerformer.Length];
        for (var place = 0; place < keys.Length; place++) keys[place] = Starts[byPerformer[place]];
        for (var performer = 0; performer < performers; performer++)
        {
            var (from, to) = (performerStarts[performer], performerStarts[performer + 1]);
            Array.Sort(keys, byPerformer, from, to - from);
            for (var first = from; first < to;)
            {
                var next = first + 1;
                while (next < to && keys[next] == keys[first]) next++;
                if (next - first > 1) Array.Sort(byPerformer, first, next - first, byEnd);
                first = next;
            }
        }
    }
}
