namespace Trellis.Diagnosis.Reports;

/// <summary>
/// Orders the vertices within each layer so that few edges cross: sweeps that put each vertex near the middle of its neighbours
/// (barycentres as in Sugiyama, Tagawa and Toda 1981; weighted medians and transposition as in Gansner et al. 1993, section 3; sifting),
/// from two starting orders, keeping the best order seen.
/// </summary>
internal sealed class CrossingReduction
{
    private const int Sweeps = 12;

    private readonly int[][] above;
    private readonly int[][] below;
    private readonly int[] position;

    private CrossingReduction(int[][] above, int[][] below)
    {
        this.above = above;
        this.below = below;
        position = new int[above.Length];
    }

    /// <param name="layers">The first order, top layer first; changed in place to the best one found.</param>
    /// <param name="above">The neighbours of each vertex one layer up; <paramref name="below"/> one layer down.</param>
    /// <returns>Crossings before and after.</returns>
    public static (int Before, int After) Reduce(int[][] layers, int[][] above, int[][] below)
    {
        var reduction = new CrossingReduction(above, below);
        reduction.Renumber(layers);
        var before = reduction.Count(layers);
        var best = Copy(layers);
        var least = before;

        foreach (var (fromBottom, medians) in (ReadOnlySpan<(bool, bool)>)[(false, true), (true, true), (false, false), (true, false)])
        {
            if (least == 0) break;
            var current = reduction.DepthFirst(layers, fromBottom);
            reduction.Renumber(current);
            for (int sweep = 0, idle = 0; sweep < Sweeps && idle < 5 && least > 0; sweep++, idle++)
            {
                reduction.Sweep(current, down: sweep % 2 == 0, medians);
                reduction.Transpose(current);
                var crossings = reduction.Count(current);
                if (crossings <= least + 4)
                {
                    reduction.Sift(current);
                    crossings = reduction.Count(current);
                }

                if (crossings < least)
                {
                    idle = 0;
                    least = crossings;
                    best = Copy(current);
                }
            }
        }

        for (var i = 0; i < layers.Length; i++) best[i].CopyTo(layers[i], 0);
        return (before, least);
    }

    /// <summary>Crossings between neighbouring layers for given orders.</summary>
    public static int Count(int[][] layers, int[][] above, int[][] below)
    {
        var reduction = new CrossingReduction(above, below);
        reduction.Renumber(layers);
        return reduction.Count(layers);
    }

    private static int[][] Copy(int[][] layers)
    {
        var copy = new int[layers.Length][];
        for (var i = 0; i < layers.Length; i++) copy[i] = (int[])layers[i].Clone();
        return copy;
    }

    private void Renumber(int[][] layers)
    {
        foreach (var layer in layers)
        {
            for (var i = 0; i < layer.Length; i++) position[layer[i]] = i;
        }
    }

    private int[][] DepthFirst(int[][] layers, bool fromBottom)
    {
        var layerOf = new int[position.Length];
        for (var i = 0; i < layers.Length; i++) foreach (var v in layers[i]) layerOf[v] = i;

        var order = new int[layers.Length][];
        for (var i = 0; i < layers.Length; i++) order[i] = new int[layers[i].Length];
        var filled = new int[layers.Length];
        var seen = new bool[position.Length];
        Stack<int> open = new();
        for (var i = 0; i < layers.Length; i++)
        {
            foreach (var start in layers[fromBottom ? layers.Length - 1 - i : i])
            {
                open.Push(start);
                while (open.TryPop(out var v))
                {
                    if (seen[v]) continue;
                    seen[v] = true;
                    order[layerOf[v]][filled[layerOf[v]]++] = v;
                    var next = fromBottom ? above[v] : below[v];
                    for (var k = next.Length - 1; k >= 0; k--) open.Push(next[k]);
                }
            }
        }

        return order;
    }

    private void Sweep(int[][] layers, bool down, bool medians)
    {
        for (var step = 1; step < layers.Length; step++)
        {
            var layer = layers[down ? step : layers.Length - 1 - step];
            var fixedSide = down ? above : below;
            var key = new double[layer.Length];
            List<int> movable = [];
            for (var i = 0; i < layer.Length; i++)
            {
                var neighbours = fixedSide[layer[i]];
                if (neighbours.Length == 0) continue;
                key[i] = medians ? Median(neighbours) : Mean(neighbours);
                movable.Add(i);
            }

            // Vertices without neighbours keep their places; the others share the remaining places in order of their keys.
            var sorted = movable.ToArray();
            for (var i = 1; i < sorted.Length; i++)
            {
                var moving = sorted[i];
                var at = i;
                while (at > 0 && key[sorted[at - 1]] > key[moving])
                {
                    sorted[at] = sorted[at - 1];
                    at--;
                }

                sorted[at] = moving;
            }

            var old = (int[])layer.Clone();
            for (var i = 0; i < sorted.Length; i++) layer[movable[i]] = old[sorted[i]];
            for (var i = 0; i < layer.Length; i++) position[layer[i]] = i;
        }
    }

    private double Mean(int[] neighbours)
    {
        double sum = 0;
        foreach (var n in neighbours) sum += position[n];
        return sum / neighbours.Length;
    }

    private double Median(int[] neighbours)
    {
        var places = Places(neighbours);
        var middle = places.Length / 2;
        if (places.Length % 2 == 1) return places[middle];
        if (places.Length == 2) return (places[0] + places[1]) / 2.0;

        // Between the two middle ones, nearer to the side where the neighbours stand closer together.
        double left = places[middle - 1] - places[0];
        double right = places[^1] - places[middle];
        return left + right == 0
            ? (places[middle - 1] + places[middle]) / 2.0
            : ((places[middle - 1] * right) + (places[middle] * left)) / (left + right);
    }

    private int[] Places(int[] neighbours)
    {
        var places = new int[neighbours.Length];
        for (var i = 0; i < places.Length; i++) places[i] = position[neighbours[i]];
        Array.Sort(places);
        return places;
    }

    private void Transpose(int[][] layers)
    {
        // Swapping equals first shakes the order a little, which lets the rounds after it find what they could not reach.
        foreach (var layer in layers)
        {
            for (var i = 0; i + 1 < layer.Length; i++)
            {
                var (v, w) = (layer[i], layer[i + 1]);
                if (Between(above[v], above[w]) + Between(below[v], below[w]) != Between(above[w], above[v]) + Between(below[w], below[v])) continue;
                (layer[i], layer[i + 1]) = (w, v);
                (position[v], position[w]) = (i + 1, i);
            }
        }

        for (var (improved, round) = (true, 0); improved && round < 50; round++)
        {
            improved = false;
            foreach (var layer in layers)
            {
                for (var i = 0; i + 1 < layer.Length; i++)
                {
                    var (v, w) = (layer[i], layer[i + 1]);
                    var gain = Between(above[v], above[w]) + Between(below[v], below[w])
                        - Between(above[w], above[v]) - Between(below[w], below[v]);
                    if (gain <= 0) continue;
                    (layer[i], layer[i + 1]) = (w, v);
                    (position[v], position[w]) = (i + 1, i);
                    improved = true;
                }
            }
        }
    }

    /// <summary>Carries each vertex to the best place in its layer (sifting, after Matuszewski, Schönfeld and Molitor 1999).</summary>
    private void Sift(int[][] layers)
    {
        foreach (var layer in layers)
        {
            foreach (var v in (int[])layer.Clone())
            {
                var at = position[v];
                var (change, best, bestAt) = (0, 0, at);
                for (var i = at + 1; i < layer.Length; i++) Passing(v, layer[i], i);
                change = 0;
                for (var i = at - 1; i >= 0; i--) Passing(v, layer[i], i);
                if (bestAt == at) continue;

                var step = bestAt > at ? 1 : -1;
                for (var i = at; i != bestAt; i += step) layer[i] = layer[i + step];
                layer[bestAt] = v;
                for (var i = 0; i < layer.Length; i++) position[layer[i]] = i;

                void Passing(int moving, int passed, int i)
                {
                    var (before, after) = (Pair(moving, passed), Pair(passed, moving));
                    change += i > at ? after - before : before - after;
                    if (change < best) (best, bestAt) = (change, i);
                }
            }
        }

        int Pair(int left, int right) => Between(above[left], above[right]) + Between(below[left], below[right]);
    }

    /// <summary>Crossings among the edges of two vertices when the first stands left of the second.</summary>
    private int Between(int[] left, int[] right)
    {
        var crossings = 0;
        foreach (var l in left) foreach (var r in right) if (position[l] > position[r]) crossings++;
        return crossings;
    }

    private int Count(int[][] layers)
    {
        var crossings = 0;
        foreach (var layer in layers)
        {
            for (var i = 0; i < layer.Length; i++)
            {
                for (var j = i + 1; j < layer.Length; j++) crossings += Between(below[layer[i]], below[layer[j]]);
            }
        }

        return crossings;
    }
}
