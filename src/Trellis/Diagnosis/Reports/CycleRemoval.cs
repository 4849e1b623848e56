namespace Trellis.Diagnosis.Reports;

/// <summary>
/// Chooses the edges to turn round so that what remains has no cycle and the weight of what was turned is small.
/// The greedy order is that of Eades, Lin and Smyth (1993), with weights; runs of vertices are then moved while that helps,
/// which on graphs of the size people can read is usually optimal.
/// </summary>
internal static class CycleRemoval
{
    /// <returns>For each edge whether it runs against the order found.</returns>
    public static bool[] Against(int vertices, IReadOnlyList<LayoutEdge> edges)
    {
        var order = GreedyOrder(vertices, edges);

        // A round that wins nothing still regroups, which may open the way for the next.
        for (int round = 0, idle = 0; round < 20 && idle < 3; round++) idle = Improve(order, edges) ? 0 : idle + 1;

        var position = new int[vertices];
        for (var i = 0; i < order.Count; i++) position[order[i]] = i;

        var against = new bool[edges.Count];
        for (var e = 0; e < edges.Count; e++) against[e] = position[edges[e].From] > position[edges[e].To];
        return against;
    }

    private static List<int> GreedyOrder(int vertices, IReadOnlyList<LayoutEdge> edges)
    {
        var gone = new bool[vertices];
        var outgoing = new long[vertices];
        var incoming = new long[vertices];
        foreach (var edge in edges)
        {
            outgoing[edge.From] += edge.Weight;
            incoming[edge.To] += edge.Weight;
        }

        List<int> first = [], last = [];
        for (var left = vertices; left > 0; left--)
        {
            // Sinks go to the end, sources to the front, else whoever sends most more than it receives.
            var sink = -1;
            var best = -1;
            for (var v = 0; v < vertices; v++)
            {
                if (gone[v]) continue;
                if (outgoing[v] == 0 && incoming[v] > 0) sink = v;
                if (best < 0 || Rank(v) > Rank(best)) best = v;
            }

            var taken = incoming[best] == 0 || sink < 0 ? best : sink;
            (taken == best ? first : last).Add(taken);
            gone[taken] = true;
            foreach (var edge in edges)
            {
                if (edge.From == taken && !gone[edge.To]) incoming[edge.To] -= edge.Weight;
                if (edge.To == taken && !gone[edge.From]) outgoing[edge.From] -= edge.Weight;
            }

            long Rank(int v) => incoming[v] == 0 ? long.MaxValue : outgoing[v] - incoming[v];
        }

        last.Reverse();
        first.AddRange(last);
        return first;
    }

    /// <returns>Whether anything was won.</returns>
    private static bool Improve(List<int> order, IReadOnlyList<LayoutEdge> edges)
    {
        var vertices = order.Count;
        var weight = new long[vertices][];
        for (var v = 0; v < vertices; v++) weight[v] = new long[vertices];
        foreach (var edge in edges) weight[edge.From][edge.To] += edge.Weight;

        var won = SwapRuns(order, weight);

        // What may stand anywhere often stands in the way. Laid out branch by branch, the same set of turned edges offers longer runs.
        Regroup(order, weight);
        return SwapRuns(order, weight) || won;
    }

    /// <summary>The same edges run forward, but what follows from one vertex stands together: a depth-first topological order.</summary>
    private static void Regroup(List<int> order, long[][] weight)
    {
        var before = order.ToArray();
        var seen = new bool[before.Length];
        order.Clear();
        for (var i = 0; i < before.Length; i++) Visit(i);
        order.Reverse();

        void Visit(int i)
        {
            if (seen[i]) return;
            seen[i] = true;
            for (var j = i + 1; j < before.Length; j++) if (weight[before[i]][before[j]] > 0) Visit(j);
            order.Add(before[i]);
        }
    }

    private static bool SwapRuns(List<int> order, long[][] weight)
    {
        var vertices = order.Count;

        // Two neighbouring runs of vertices change places while that helps; a single vertex is the shortest run. Whole loops of a process
        // hang together by heavy edges, so that moving their members one by one would never help.
        for (var pass = 0; pass < 4 * vertices; pass++)
        {
            var (bestGain, bestFrom, bestMiddle, bestTo) = (0L, 0, 0, 0);
            for (var middle = 1; middle < vertices; middle++)
            {
                // Sums over the run that grows to the left, for each vertex to the right of the middle.
                var sums = new long[vertices];
                for (var from = middle - 1; from >= 0; from--)
                {
                    long gain = 0;
                    for (var to = middle; to < vertices; to++)
                    {
                        sums[to] += weight[order[to]][order[from]] - weight[order[from]][order[to]];
                        gain += sums[to];
                        if (gain > bestGain) (bestGain, bestFrom, bestMiddle, bestTo) = (gain, from, middle, to + 1);
                    }
                }
            }

            if (bestGain == 0) return pass > 0;
            var run = order.GetRange(bestFrom, bestMiddle - bestFrom);
            order.RemoveRange(bestFrom, run.Count);
            order.InsertRange(bestTo - run.Count, run);
        }

        return true;
    }
}
