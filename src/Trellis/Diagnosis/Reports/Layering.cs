namespace Trellis.Diagnosis.Reports;

/// <summary>
/// Puts the vertices of an acyclic graph on layers so that every edge goes down and the weighted sum of edge lengths is least:
/// the network simplex of Gansner, Koutsofios, North and Vo, "A technique for drawing directed graphs" (1993), section 2.
/// </summary>
internal sealed class Layering
{
    private readonly record struct Arc(int From, int To, int AtLeast, long Weight);

    private readonly int vertices;
    private readonly List<Arc> arcs;
    private readonly int[] layer;
    private readonly bool[] inTree;
    private readonly int[] parent;
    private readonly int[] parentArc;
    private readonly int[] low;
    private readonly int[] high;

    private Layering(int vertices, List<Arc> arcs)
    {
        this.vertices = vertices;
        this.arcs = arcs;
        layer = new int[vertices];
        inTree = new bool[arcs.Count];
        parent = new int[vertices];
        parentArc = new int[vertices];
        low = new int[vertices];
        high = new int[vertices];
    }

    /// <param name="arcs">Acyclic.</param>
    /// <returns>The layer of each vertex; the topmost is 0.</returns>
    public static int[] Of(int vertices, IReadOnlyList<(int From, int To, long Weight)> arcs)
    {
        if (vertices == 0) return [];

        // A weightless root above everything keeps the graph in one piece without pulling at anything.
        List<Arc> all = new(arcs.Count + vertices);
        foreach (var (from, to, weight) in arcs) all.Add(new Arc(from, to, AtLeast: 1, weight));
        for (var v = 0; v < vertices; v++) all.Add(new Arc(vertices, v, AtLeast: 0, Weight: 0));

        var layering = new Layering(vertices + 1, all);
        layering.StartFromLongestPaths();
        layering.GrowTightTree();
        layering.Improve();
        layering.Balance();
        return layering.FromTheTop(vertices);
    }

    private int Slack(int arc) => layer[arcs[arc].To] - layer[arcs[arc].From] - arcs[arc].AtLeast;

    private void StartFromLongestPaths()
    {
        var waiting = new int[vertices];
        foreach (var arc in arcs) waiting[arc.To]++;

        Queue<int> ready = new();
        for (var v = 0; v < vertices; v++) if (waiting[v] == 0) ready.Enqueue(v);
        while (ready.TryDequeue(out var v))
        {
            foreach (var arc in arcs)
            {
                if (arc.From != v) continue;
                layer[arc.To] = Math.Max(layer[arc.To], layer[v] + arc.AtLeast);
                if (--waiting[arc.To] == 0) ready.Enqueue(arc.To);
            }
        }
    }

    /// <summary>Joins vertices by edges without slack, sliding the part that is joined already to the nearest one that is not.</summary>
    private void GrowTightTree()
    {
        var joined = new bool[vertices];
        joined[0] = true;
        for (var size = 1; size < vertices;)
        {
            var nearest = -1;
            for (var a = 0; a < arcs.Count; a++)
            {
                if (joined[arcs[a].From] != joined[arcs[a].To] && (nearest < 0 || Slack(a) < Slack(nearest))) nearest = a;
            }

            var slide = joined[arcs[nearest].From] ? Slack(nearest) : -Slack(nearest);
            for (var v = 0; v < vertices; v++) if (joined[v]) layer[v] += slide;

            inTree[nearest] = true;
            joined[arcs[nearest].From] = joined[arcs[nearest].To] = true;
            size++;
        }
    }

    private void Improve()
    {
        // Each exchange lowers the cost or leaves it; the bound only guards against going round among equals.
        var search = 0;
        for (var round = 0; round < 20 * vertices; round++)
        {
            Number();
            var leaving = -1;
            for (var i = 0; i < arcs.Count && leaving < 0; i++)
            {
                var candidate = (search + i) % arcs.Count;
                if (inTree[candidate] && CutValue(candidate) < 0) leaving = candidate;
            }

            if (leaving < 0) return;
            search = leaving + 1;

            var entering = -1;
            var below = Below(leaving);
            var tailIsBelow = IsBelow(arcs[leaving].From, below);
            for (var a = 0; a < arcs.Count; a++)
            {
                if (IsBelow(arcs[a].From, below) != tailIsBelow
                    && IsBelow(arcs[a].To, below) == tailIsBelow
                    && (entering < 0 || Slack(a) < Slack(entering)))
                {
                    entering = a;
                }
            }

            if (entering < 0) return;
            var slide = tailIsBelow ? -Slack(entering) : Slack(entering);
            for (var v = 0; v < vertices; v++) if (IsBelow(v, below)) layer[v] += slide;
            inTree[leaving] = false;
            inTree[entering] = true;
        }
    }

    /// <summary>Numbers the tree so that a subtree is an interval, which answers "on which side of this edge?" in two comparisons.</summary>
    private void Number()
    {
        Array.Fill(parent, -1);
        Array.Fill(parentArc, -1);
        var touching = new List<int>[vertices];
        for (var v = 0; v < vertices; v++) touching[v] = [];
        for (var a = 0; a < arcs.Count; a++)
        {
            if (!inTree[a]) continue;
            touching[arcs[a].From].Add(a);
            touching[arcs[a].To].Add(a);
        }

        var next = 0;
        var step = new int[vertices];
        Stack<int> path = new();
        path.Push(0);
        low[0] = next;
        while (path.TryPeek(out var v))
        {
            if (step[v] == touching[v].Count)
            {
                high[v] = next++;
                path.Pop();
                continue;
            }

            var arc = touching[v][step[v]++];
            if (arc == parentArc[v]) continue;
            var child = arcs[arc].From == v ? arcs[arc].To : arcs[arc].From;
            parent[child] = v;
            parentArc[child] = arc;
            low[child] = next;
            path.Push(child);
        }
    }

    private int Below(int treeArc) => parentArc[arcs[treeArc].To] == treeArc ? arcs[treeArc].To : arcs[treeArc].From;

    private bool IsBelow(int v, int top) => low[top] <= high[v] && high[v] <= high[top];

    /// <summary>What one more layer of length costs: weight crossing in the edge's direction less weight crossing back.</summary>
    private long CutValue(int treeArc)
    {
        var below = Below(treeArc);
        var tailIsBelow = IsBelow(arcs[treeArc].From, below);
        long value = 0;
        foreach (var arc in arcs)
        {
            var (from, to) = (IsBelow(arc.From, below), IsBelow(arc.To, below));
            if (from != to) value += from == tailIsBelow ? arc.Weight : -arc.Weight;
        }

        return value;
    }

    /// <summary>A vertex pulled equally up and down goes to the emptiest layer it may stand on.</summary>
    private void Balance()
    {
        var root = vertices - 1;
        var most = 0;
        for (var v = 0; v < root; v++) most = Math.Max(most, layer[v]);
        Dictionary<int, int> crowd = [];
        for (var v = 0; v < root; v++) crowd[layer[v]] = crowd.GetValueOrDefault(layer[v]) + 1;

        for (var v = 0; v < root; v++)
        {
            var (pull, highest, lowest) = (0L, int.MinValue, int.MaxValue);
            foreach (var arc in arcs)
            {
                if (arc.From == root) continue;
                if (arc.To == v) (pull, highest) = (pull - arc.Weight, Math.Max(highest, layer[arc.From] + 1));
                if (arc.From == v) (pull, lowest) = (pull + arc.Weight, Math.Min(lowest, layer[arc.To] - 1));
            }

            if (pull != 0 || highest == int.MinValue || lowest == int.MaxValue) continue;
            for (var candidate = highest; candidate <= lowest; candidate++)
            {
                if (crowd.GetValueOrDefault(candidate) >= crowd[layer[v]] - 1) continue;
                crowd[layer[v]]--;
                layer[v] = candidate;
                crowd[candidate] = crowd.GetValueOrDefault(candidate) + 1;
            }
        }
    }

    private int[] FromTheTop(int count)
    {
        var top = int.MaxValue;
        for (var v = 0; v < count; v++) top = Math.Min(top, layer[v]);
        var result = new int[count];
        for (var v = 0; v < count; v++) result[v] = layer[v] - top;
        return result;
    }
}
