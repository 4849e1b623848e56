namespace Trellis.Diagnosis.Reports;

/// <param name="Left">Room needed left of the vertical line on which edges meet the vertex; <paramref name="Right"/> right of it.</param>
internal readonly record struct LayoutNode(double Left, double Right, double Height, double PortReach);

/// <param name="Weight">At least 1; heavy edges are turned round last and kept short and straight.</param>
internal readonly record struct LayoutEdge(int From, int To, long Weight, double LabelWidth, double LabelHeight);

/// <param name="X">Of the line on which edges meet it.</param>
internal readonly record struct PlacedNode(int Layer, double X, double Top, double Bottom);

/// <summary>A straight piece of an edge through one layer.</summary>
internal readonly record struct Passage(int Layer, double X, double Top, double Bottom);

/// <param name="TurnedRound">True when it runs up the page, against the order of work.</param>
/// <param name="Passages">From the upper end down, whichever way the edge runs.</param>
internal sealed record PlacedEdge(
    bool TurnedRound, int Upper, int Lower, double UpperX, double LowerX, IReadOnlyList<Passage> Passages, double LabelX, double LabelY);

/// <summary>
/// Draws a directed graph in layers from top to bottom, in the steps of Sugiyama, Tagawa and Toda (1981):
/// turn round a light set of edges, choose layers, bend long edges at every layer they pass, order each layer, place from left to right.
/// The same input gives the same drawing.
/// </summary>
/// <remarks>
/// Between two layers of nodes lies a layer of labels. Every edge passes at least one such layer and its label takes its room there
/// like any vertex, so that a label can neither cover a node nor another label.
/// </remarks>
internal sealed class LayeredLayout
{
    private const double Gap = 14;
    private const double BendRoom = 5;

    public required IReadOnlyList<PlacedNode> Nodes { get; init; }

    public required IReadOnlyList<PlacedEdge> Edges { get; init; }

    public required double Width { get; init; }

    public required double Height { get; init; }

    public required int CrossingsBefore { get; init; }

    public required int Crossings { get; init; }

    /// <param name="edges">Without edges from a node to itself; several between the same two nodes are welcome.</param>
    public static LayeredLayout Of(IReadOnlyList<LayoutNode> nodes, IReadOnlyList<LayoutEdge> edges) =>
        Within(nodes, edges, double.PositiveInfinity, double.PositiveInfinity)!;

    /// <returns>Null when the drawing would be wider or taller; mostly that is known before the costly steps.</returns>
    public static LayeredLayout? Within(IReadOnlyList<LayoutNode> nodes, IReadOnlyList<LayoutEdge> edges, double widest, double tallest)
    {
        var turned = CycleRemoval.Against(nodes.Count, edges);
        long heaviest = 1;
        foreach (var edge in edges) heaviest = Math.Max(heaviest, edge.Weight);

        var arcs = new (int From, int To, long Weight)[edges.Count];
        for (var e = 0; e < edges.Count; e++)
        {
            var pull = 1 + (8 * edges[e].Weight / heaviest);
            arcs[e] = turned[e] ? (edges[e].To, edges[e].From, pull) : (edges[e].From, edges[e].To, pull);
        }

        var rank = Layering.Of(nodes.Count, arcs);
        var drawing = new Skeleton(nodes, edges, arcs, rank);
        if (drawing.LeastWidth() > widest) return null;
        var (before, after) = CrossingReduction.Reduce(drawing.Layers, drawing.Above, drawing.Below);
        var x = HorizontalPlacement.Place(
            drawing.Layers, drawing.Above, drawing.Below, drawing.IsBend, drawing.WeightBetween, drawing.Left, drawing.Right, Gap);
        var layout = drawing.Finish(turned, x, before, after);
        return layout.Width > widest || layout.Height > tallest ? null : layout;
    }

    /// <summary>The graph with a vertex for every bend, before and after it got its coordinates.</summary>
    private sealed class Skeleton
    {
        private readonly IReadOnlyList<LayoutNode> nodes;
        private readonly IReadOnlyList<LayoutEdge> edges;
        private readonly (int From, int To, long Weight)[] arcs;
        private readonly int[][] chains;
        private readonly int[] labels;
        private readonly List<int> layerOf = [];
        private readonly List<double> height = [];
        private readonly long[] bendWeight;

        public Skeleton(IReadOnlyList<LayoutNode> nodes, IReadOnlyList<LayoutEdge> edges, (int From, int To, long Weight)[] arcs, int[] rank)
        {
            (this.nodes, this.edges, this.arcs) = (nodes, edges, arcs);
            List<double> left = [], right = [];
            List<List<int>> above = [], below = [];
            List<long> weights = [];
            foreach (var node in nodes) Add(2 * rank[layerOf.Count], node.Left, node.Right, node.Height, 0);

            chains = new int[edges.Count][];
            labels = new int[edges.Count];
            for (var e = 0; e < edges.Count; e++)
            {
                var (from, to, _) = arcs[e];
                var (first, last) = ((2 * rank[from]) + 1, (2 * rank[to]) - 1);

                // The label stands in the label layer nearest to the middle.
                var labelled = first + ((last - first) / 4 * 2);
                chains[e] = new int[last - first + 1];
                var previous = from;
                for (var layer = first; layer <= last; layer++)
                {
                    var half = layer == labelled ? Math.Max(edges[e].LabelWidth / 2, BendRoom) : BendRoom;
                    var bend = Add(layer, half, half, layer == labelled ? edges[e].LabelHeight : 0, edges[e].Weight);
                    if (layer == labelled) labels[e] = bend;
                    chains[e][layer - first] = bend;
                    below[previous].Add(bend);
                    above[bend].Add(previous);
                    previous = bend;
                }

                below[previous].Add(to);
                above[to].Add(previous);
            }

            (Left, Right) = (left.ToArray(), right.ToArray());
            (Above, Below) = (Arrays(above), Arrays(below));
            bendWeight = weights.ToArray();
            IsBend = new bool[layerOf.Count];
            for (var v = nodes.Count; v < IsBend.Length; v++) IsBend[v] = true;

            var depth = 0;
            foreach (var layer in layerOf) depth = Math.Max(depth, layer + 1);
            var filling = new List<int>[depth];
            for (var i = 0; i < depth; i++) filling[i] = [];
            for (var v = 0; v < layerOf.Count; v++) filling[layerOf[v]].Add(v);
            Layers = Arrays(filling);

            int Add(int layer, double roomLeft, double roomRight, double tall, long weight)
            {
                layerOf.Add(layer);
                left.Add(roomLeft);
                right.Add(roomRight);
                height.Add(tall);
                weights.Add(weight);
                above.Add([]);
                below.Add([]);
                return layerOf.Count - 1;
            }
        }

        public int[][] Layers { get; }

        public int[][] Above { get; }

        public int[][] Below { get; }

        public bool[] IsBend { get; }

        public double[] Left { get; }

        public double[] Right { get; }

        /// <summary>Every piece of an edge touches at least one of its own bends.</summary>
        public long WeightBetween(int u, int v) => Math.Max(bendWeight[u], bendWeight[v]);

        /// <summary>What the fullest layer needs, standing shoulder to shoulder.</summary>
        public double LeastWidth()
        {
            double least = 0;
            foreach (var layer in Layers)
            {
                var width = Gap * (layer.Length - 1);
                foreach (var v in layer) width += Left[v] + Right[v];
                least = Math.Max(least, width);
            }

            return least;
        }

        public LayeredLayout Finish(bool[] turned, double[] x, int before, int after)
        {
            var (top, bottom) = Rows(x);
            var placed = new PlacedNode[nodes.Count];
            double width = 0;
            for (var v = 0; v < x.Length; v++) width = Math.Max(width, x[v] + Right[v]);
            for (var v = 0; v < placed.Length; v++)
            {
                var middle = (top[layerOf[v]] + bottom[layerOf[v]]) / 2;
                placed[v] = new PlacedNode(layerOf[v], x[v], middle - (nodes[v].Height / 2), middle + (nodes[v].Height / 2));
            }

            var (upper, lower) = Ports(x);
            var routes = new PlacedEdge[edges.Count];
            for (var e = 0; e < routes.Length; e++)
            {
                var passages = new Passage[chains[e].Length];
                for (var i = 0; i < passages.Length; i++)
                {
                    var layer = layerOf[chains[e][i]];
                    passages[i] = new Passage(layer, x[chains[e][i]], top[layer], bottom[layer]);
                }

                var at = layerOf[labels[e]];
                routes[e] = new PlacedEdge(
                    turned[e], arcs[e].From, arcs[e].To, upper[e], lower[e], passages, x[labels[e]], (top[at] + bottom[at]) / 2);
            }

            return new LayeredLayout
            {
                Nodes = placed, Edges = routes, Width = width, Height = bottom.Length == 0 ? 0 : bottom[^1], CrossingsBefore = before, Crossings = after,
            };
        }

        /// <summary>Top and bottom of each layer; layers stand further apart where edges run far sideways between them.</summary>
        private (double[] Top, double[] Bottom) Rows(double[] x)
        {
            var (top, bottom) = (new double[Layers.Length], new double[Layers.Length]);
            double y = 0;
            for (var i = 0; i < Layers.Length; i++)
            {
                double tall = 0, sideways = 0;
                foreach (var v in Layers[i])
                {
                    tall = Math.Max(tall, height[v]);
                    foreach (var u in Above[v]) sideways = Math.Max(sideways, Math.Abs(x[u] - x[v]));
                }

                y += i == 0 ? 0 : Math.Clamp(8 + (sideways / 14), 9, 28);
                top[i] = y;
                y += tall;
                bottom[i] = y;
            }

            return (top, bottom);
        }

        /// <summary>Where edges leave and enter a node: straight above the next bend where that is possible, at least a few points apart.</summary>
        private (double[] Upper, double[] Lower) Ports(double[] x)
        {
            var (upper, lower) = (new double[edges.Count], new double[edges.Count]);
            for (var v = 0; v < nodes.Count; v++)
            {
                List<int> leaving = [], entering = [];
                for (var e = 0; e < edges.Count; e++)
                {
                    if (arcs[e].From == v) leaving.Add(e);
                    if (arcs[e].To == v) entering.Add(e);
                }

                Spread(leaving, e => x[chains[e][0]], upper, v);
                Spread(entering, e => x[chains[e][^1]], lower, v);
            }

            return (upper, lower);

            void Spread(List<int> ends, Func<int, double> towards, double[] port, int v)
            {
                ends.Sort((a, b) => towards(a) != towards(b) ? towards(a).CompareTo(towards(b)) : a.CompareTo(b));
                var (from, to) = (x[v] - nodes[v].PortReach, x[v] + nodes[v].PortReach);
                var apart = ends.Count < 2 ? 0 : Math.Min(14, (to - from) / (ends.Count - 1));
                for (var i = 0; i < ends.Count; i++)
                {
                    var wish = Math.Clamp(towards(ends[i]), from, to);
                    port[ends[i]] = i == 0 ? wish : Math.Max(wish, port[ends[i - 1]] + apart);
                }

                for (var i = ends.Count - 1; i >= 0; i--)
                {
                    var limit = i == ends.Count - 1 ? to : port[ends[i + 1]] - apart;
                    port[ends[i]] = Math.Min(port[ends[i]], limit);
                }
            }
        }

        private static int[][] Arrays(IReadOnlyList<List<int>> lists)
        {
            var arrays = new int[lists.Count][];
            for (var i = 0; i < arrays.Length; i++) arrays[i] = lists[i].ToArray();
            return arrays;
        }
    }
}
