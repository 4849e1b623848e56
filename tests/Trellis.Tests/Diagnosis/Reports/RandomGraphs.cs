using Trellis.Diagnosis.Reports;

namespace Trellis.Tests.Diagnosis.Reports;

/// <summary>Graphs drawn from a seed by a generator of our own, so that a failing one can be drawn again.</summary>
internal sealed class RandomGraphs(ulong seed)
{
    private ulong state = seed | 1;

    /// <summary>From 0 up to, not including, the limit (xorshift).</summary>
    public int Below(int limit)
    {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return (int)((state >> 11) % (ulong)limit);
    }

    public (List<LayoutNode> Nodes, List<LayoutEdge> Edges) Graph(int mostNodes, int edgesPerNode)
    {
        var count = 1 + Below(mostNodes);
        List<LayoutNode> nodes = [];
        for (var v = 0; v < count; v++)
        {
            var half = 20 + Below(80);
            nodes.Add(new LayoutNode(half, half + Below(60), 26 + Below(40), half - 8));
        }

        List<LayoutEdge> edges = [];
        for (var e = count < 2 ? 0 : Below(count * edgesPerNode); e > 0; e--)
        {
            var (from, to) = (Below(count), Below(count));
            if (from != to) edges.Add(new LayoutEdge(from, to, 1 + Below(1000), 20 + Below(60), 28));
        }

        return (nodes, edges);
    }
}
