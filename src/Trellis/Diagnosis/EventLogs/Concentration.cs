namespace Trellis.Diagnosis.EventLogs;

/// <summary>How unevenly events are spread over resources, and how much of that lies between groups rather than inside them.</summary>
public static class Concentration
{
    /// <summary>The sum of squared shares: 1 when one does everything, 1/n when all do the same.</summary>
    public static double Hhi(ReadOnlySpan<int> loads)
    {
        var total = Total(loads);
        double sum = 0;
        foreach (var load in loads) sum += load / total * (load / total);
        return sum;
    }

    /// <summary>sum((2i - n - 1) x_i) / (n sum x), x ascending, i from 1.</summary>
    public static double Gini(ReadOnlySpan<int> loads)
    {
        var ascending = loads.ToArray();
        Array.Sort(ascending);
        var n = ascending.Length;
        double sum = 0;
        for (var i = 1; i <= n; i++) sum += ((2.0 * i) - n - 1) * ascending[i - 1];
        return sum / (n * Total(loads));
    }

    /// <summary>The mean of x/mu ln(x/mu).</summary>
    public static double Theil(ReadOnlySpan<int> loads)
    {
        var mean = Total(loads) / loads.Length;
        double sum = 0;
        foreach (var load in loads)
            if (load > 0) sum += load / mean * Math.Log(load / mean);
        return sum / loads.Length;
    }

    /// <summary>The two parts into which Theil T splits by group; every resource belongs to exactly one.</summary>
    public static (double Between, double Within) TheilSplit(ReadOnlySpan<int> loads, ReadOnlySpan<int> groupOf)
    {
        var members = new SortedDictionary<int, List<int>>();
        for (var resource = 0; resource < loads.Length; resource++)
        {
            if (!members.TryGetValue(groupOf[resource], out var own)) members.Add(groupOf[resource], own = []);
            own.Add(loads[resource]);
        }

        var total = Total(loads);
        var mean = total / loads.Length;
        double between = 0, within = 0;
        foreach (var own in members.Values)
        {
            var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(own);
            var sum = Total(span);
            between += sum / total * Math.Log(sum / own.Count / mean);
            within += sum / total * Theil(span);
        }

        return (between, within);
    }

    /// <summary>The group of most of a resource's events, ties by name; -1 where none of its events names a group.</summary>
    public static int[] GroupOfEach(EventLog log)
    {
        var groups = log.GroupNames.Length;
        var counts = new Dictionary<long, int>();
        var dense = (long)log.ResourceNames.Length * groups <= 4_000_000 ? new int[log.ResourceNames.Length * groups] : null;
        for (var at = 0; at < log.EventCount; at++)
        {
            if (log.Resources[at] < 0 || log.Groups[at] < 0) continue;
            var key = ((long)log.Resources[at] * groups) + log.Groups[at];
            if (dense is not null) dense[key]++;
            else counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        var best = new int[log.ResourceNames.Length];
        var most = new int[log.ResourceNames.Length];
        Array.Fill(best, EventLog.Missing);
        if (dense is not null)
        {
            for (var key = 0; key < dense.Length; key++) Consider(key, dense[key]);
        }
        else
        {
            foreach (var (key, count) in counts) Consider(key, count);
        }

        return best;

        void Consider(long key, int count)
        {
            if (count == 0) return;
            var resource = (int)(key / groups);
            var group = (int)(key % groups);
            if (count < most[resource]) return;
            if (count == most[resource] && string.CompareOrdinal(log.GroupNames[group], log.GroupNames[best[resource]]) >= 0) return;
            (best[resource], most[resource]) = (group, count);
        }
    }

    private static double Total(ReadOnlySpan<int> loads)
    {
        long total = 0;
        foreach (var load in loads) total += load;
        return total;
    }
}
