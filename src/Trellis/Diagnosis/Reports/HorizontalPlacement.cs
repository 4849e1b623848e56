namespace Trellis.Diagnosis.Reports;

/// <summary>
/// Gives ordered vertices their place from left to right, after Brandes and Köpf, "Fast and simple horizontal coordinate assignment" (2001):
/// vertices are aligned with one neighbour each in four ways (upward or downward, leaning left or right), every alignment is packed,
/// and each vertex takes the mean of its two middle places.
/// Packing uses longest paths over whole blocks instead of the paper's class shifts, whose gap the authors corrected later (2020).
/// </summary>
internal sealed class HorizontalPlacement
{
    private readonly int[][] layers;
    private readonly int[][] neighbours;
    private readonly Func<int, int, long> weight;
    private readonly HashSet<(int, int)> forbidden;
    private readonly double[] left;
    private readonly double[] right;
    private readonly double gap;

    private HorizontalPlacement(
        int[][] layers, int[][] neighbours, Func<int, int, long> weight, HashSet<(int, int)> forbidden, double[] left, double[] right, double gap)
    {
        (this.layers, this.neighbours, this.weight, this.forbidden) = (layers, neighbours, weight, forbidden);
        (this.left, this.right, this.gap) = (left, right, gap);
    }

    /// <param name="bends">Whether a vertex is only a bend of a long edge; two such in a row are kept straight before anything else.</param>
    /// <param name="weight">How much an edge between neighbours on two layers counts.</param>
    /// <param name="left">Room each vertex needs left of its place; <paramref name="right"/> right of it.</param>
    public static double[] Place(
        int[][] layers, int[][] above, int[][] below, bool[] bends, Func<int, int, long> weight, double[] left, double[] right, double gap)
    {
        var giveWay = CrossingsWithStraightParts(layers, above, bends);
        var flipped = (int[][])layers.Clone();
        Array.Reverse(flipped);
        var ways = new double[4][];
        for (var way = 0; way < 4; way++)
        {
            var (upward, leansRight) = (way / 2 == 1, way % 2 == 1);
            var ordered = upward ? flipped : layers;
            if (!leansRight)
            {
                ways[way] = new HorizontalPlacement(ordered, upward ? below : above, weight, giveWay, left, right, gap).Pack();
                continue;
            }

            var mirrored = new int[ordered.Length][];
            for (var i = 0; i < ordered.Length; i++)
            {
                mirrored[i] = (int[])ordered[i].Clone();
                Array.Reverse(mirrored[i]);
            }

            ways[way] = new HorizontalPlacement(mirrored, upward ? below : above, weight, giveWay, right, left, gap).Pack();
            for (var v = 0; v < ways[way].Length; v++) ways[way][v] = -ways[way][v];
        }

        return Middle(ways, left, right);
    }

    /// <summary>Edges that cross the straight inner part of a long edge give way to it (type 1 conflicts).</summary>
    private static HashSet<(int, int)> CrossingsWithStraightParts(int[][] layers, int[][] above, bool[] bends)
    {
        HashSet<(int, int)> found = [];
        var position = new int[above.Length];
        foreach (var layer in layers) for (var i = 0; i < layer.Length; i++) position[layer[i]] = i;

        foreach (var layer in layers)
        {
            foreach (var v in layer)
            {
                foreach (var u in above[v])
                {
                    if (bends[u] && bends[v]) continue;
                    foreach (var other in layer)
                    {
                        if (!bends[other]) continue;
                        foreach (var end in above[other])
                        {
                            if (bends[end] && (position[u] - position[end]) * (position[v] - position[other]) < 0) found.Add((u, v));
                        }
                    }
                }
            }
        }

        return found;
    }

    private double[] Pack()
    {
        var count = neighbours.Length;
        var position = new int[count];
        foreach (var layer in layers) for (var i = 0; i < layer.Length; i++) position[layer[i]] = i;
        var root = Align(position);

        // Blocks stand in a partial order, since aligned edges never cross; pack each as far left as its left neighbours allow ...
        var after = new List<(int Block, double Apart)>[count];
        var waiting = new int[count];
        for (var v = 0; v < count; v++) after[v] = [];
        foreach (var layer in layers)
        {
            for (var i = 1; i < layer.Length; i++)
            {
                var (u, v) = (layer[i - 1], layer[i]);
                after[root[u]].Add((root[v], right[u] + left[v] + gap));
                waiting[root[v]]++;
            }
        }

        var place = new double[count];
        List<int> order = new(count);
        for (var v = 0; v < count; v++) if (root[v] == v && waiting[v] == 0) order.Add(v);
        for (var next = 0; next < order.Count; next++)
        {
            foreach (var (block, apart) in after[order[next]])
            {
                place[block] = Math.Max(place[block], place[order[next]] + apart);
                if (--waiting[block] == 0) order.Add(block);
            }
        }

        // ... then draw it right towards its right neighbours, so that nothing hangs loose on the far left.
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var room = double.PositiveInfinity;
            foreach (var (block, apart) in after[order[i]]) room = Math.Min(room, place[block] - apart);
            if (room < double.PositiveInfinity) place[order[i]] = Math.Max(place[order[i]], room);
        }

        for (var v = 0; v < count; v++) place[v] = place[root[v]];
        return place;
    }

    private int[] Align(int[] position)
    {
        var root = new int[neighbours.Length];
        var taken = new bool[neighbours.Length];
        for (var v = 0; v < root.Length; v++) root[v] = v;

        foreach (var layer in layers)
        {
            var reach = -1;
            foreach (var v in layer)
            {
                foreach (var u in Preferred(v, position))
                {
                    if (taken[u] || position[u] <= reach || forbidden.Contains((u, v)) || forbidden.Contains((v, u))) continue;
                    root[v] = root[u];
                    taken[u] = true;
                    reach = position[u];
                    break;
                }
            }
        }

        return root;
    }

    /// <summary>The median neighbours; before them one that carries more than all others, so that the main road runs straight.</summary>
    private List<int> Preferred(int v, int[] position)
    {
        var sorted = (int[])neighbours[v].Clone();
        Array.Sort(sorted, (a, b) => position[a].CompareTo(position[b]));
        List<int> preferred = [];
        if (sorted.Length == 0) return preferred;

        long total = 0;
        var heaviest = sorted[0];
        foreach (var u in sorted)
        {
            total += weight(u, v);
            if (weight(u, v) > weight(heaviest, v)) heaviest = u;
        }

        if (weight(heaviest, v) * 2 > total) preferred.Add(heaviest);
        preferred.Add(sorted[(sorted.Length - 1) / 2]);
        preferred.Add(sorted[sorted.Length / 2]);
        return preferred;
    }

    private static double[] Middle(double[][] ways, double[] left, double[] right)
    {
        var (from, to) = (new double[4], new double[4]);
        var narrowest = 0;
        for (var way = 0; way < 4; way++)
        {
            (from[way], to[way]) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var v = 0; v < left.Length; v++)
            {
                from[way] = Math.Min(from[way], ways[way][v] - left[v]);
                to[way] = Math.Max(to[way], ways[way][v] + right[v]);
            }

            if (to[way] - from[way] < to[narrowest] - from[narrowest]) narrowest = way;
        }

        // Left-leaning ways are laid flush left with the narrowest, right-leaning ones flush right.
        // Invariant: order statistics keep distances that hold in all four, so nothing comes to overlap.
        var place = new double[left.Length];
        var four = new double[4];
        for (var v = 0; v < place.Length; v++)
        {
            for (var way = 0; way < 4; way++)
            {
                four[way] = ways[way][v] + (way % 2 == 0 ? from[narrowest] - from[way] : to[narrowest] - to[way]);
            }

            Array.Sort(four);
            place[v] = (four[1] + four[2]) / 2;
        }

        var leftmost = double.PositiveInfinity;
        for (var v = 0; v < place.Length; v++) leftmost = Math.Min(leftmost, place[v] - left[v]);
        for (var v = 0; v < place.Length; v++) place[v] -= leftmost;
        return place;
    }
}
