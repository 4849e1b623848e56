namespace Trellis.Diagnosis.Reports;

/// <summary>
/// Chooses the edges to turn round so that what remains has no cycle and the weight of what was turned is small.
/// The greedy order is that of Eades, Lin and Smyth (1993), with weights; single vertices are then moved while that helps,
/// which on graphs of the size people can read is usually optimal.
/// </summary>
internal static class CycleRemoval
{
    /// <returns>For each edge whether it runs against the order found.</returns>
    public static bool[] Against(int vertices, IReadOnlyList<LayoutEdge> edges)
    {
        var order = GreedyOrder(vertices, edges);
        Improve(order, edges);

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

    private static void Improve(List<int> order, IReadOnlyList<LayoutEdge> edges)
    {
        var vertices = order.Count;
        var weight = new long[vertices][];
        for (var v = 0; v < vertices; v++) weight[v] = new long[vertices];
        foreach (var edge in edges) weight[edge.From][edge.To] += edge.Weight;

        for (var pass = 0; pass < 8; pass++)
        {
            var moved = false;
            for (var v = 0; v < vertices; v++)
            {
                var at = order.IndexOf(v);
                var (bestGain, bestAt) = (0L, at);
                long gain = 0;
                for (var i = at - 1; i >= 0; i--)
                {
                    gain += weight[v][order[i]] - weight[order[i]][v];
                    if (gain > bestGain) (bestGain, bestAt) = (gain, i);
                }

                gain = 0;
                for (var i = at + 1; i < vertices; i++)
                {
                    gain += weight[order[i]][v] - weight[v][order[i]];
                    if (gain > bestGain) (bestGain, bestAt) = (gain, i);
                }

                if (bestAt == at) continue;
                order.RemoveAt(at);
                order.Insert(bestAt, v);
                moved = true;
            }

            if (!moved) return;
        }
    }
}
