namespace Trellis.Simulation.Likeness;

/// <summary>
/// Which activity follows, read off a log: after the longest stretch of what happened last that the log holds often enough, as in a variable-length
/// Markov chain (Bühlmann and Wyner 1999). The tree runs backwards: below the root stands what happened last, below that what happened before it.
/// </summary>
internal sealed class Flow
{
    private readonly Dictionary<long, int> _children = [];
    private readonly List<Successors> _nodes = [];
    private readonly int _symbols;
    private readonly int _memory;
    private readonly Successors _first;

    private Flow(int activities, int memory, Successors first)
    {
        _symbols = activities + 2;
        _memory = memory;
        _first = first;
    }

    /// <summary>What follows when nothing more does.</summary>
    public const int End = -1;

    private const int Beginning = -2;

    public int Contexts => _nodes.Count;

    /// <summary>How many events in the mean are looked back to when the log itself is walked through.</summary>
    public double MeanDepth { get; private set; }

    /// <param name="work">The log.</param>
    /// <param name="known">By event, whether what followed it may be taken from the log; false near its end.</param>
    /// <param name="memory">As many events are looked back to at most.</param>
    /// <param name="least">As often a stretch has to stand in the log.</param>
    public static Flow Of(RecordedWork work, bool[] known, int memory, int least)
    {
        var starts = new int[work.Events];
        var nexts = new int[work.Events];
        var positions = new List<int>();
        var firsts = new List<int>();
        for (var number = 0; number < work.Cases; number++)
        {
            var (from, to) = (work.CaseStarts[number], work.CaseStarts[number + 1]);
            if (from == to) continue;
            firsts.Add(work.Activity[from]);
            for (var at = from; at < to; at++)
            {
                starts[at] = from;
                nexts[at] = at + 1 < to ? work.Activity[at + 1] : End;
                if (known[at]) positions.Add(at);
            }
        }

        var flow = new Flow(work.Activities.Count, memory, Successors.Of(firsts));
        if (positions.Count > 0) flow.Grow(work, starts, nexts, positions, 0, least);
        long deep = 0;
        foreach (var at in positions) deep += flow.Find(work.Activity.AsSpan(starts[at], at + 1 - starts[at])).Depth;
        flow.MeanDepth = positions.Count > 0 ? (double)deep / positions.Count : 0;
        return flow;
    }

    public int First(Chance chance) => _first.Draw(chance);

    /// <summary>The next activity, or <see cref="End"/>.</summary>
    /// <param name="past">What happened to the case from its beginning; at least one activity.</param>
    public int Next(ReadOnlySpan<int> past, Chance chance) => _nodes.Count == 0 ? End : _nodes[Find(past).Node].Draw(chance);

    private (int Node, int Depth) Find(ReadOnlySpan<int> past)
    {
        var (node, depth) = (0, 0);
        while (depth < _memory && depth <= past.Length)
        {
            var symbol = depth < past.Length ? past[past.Length - 1 - depth] : Beginning;
            if (!_children.TryGetValue(Key(node, symbol), out var child)) break;
            node = child;
            depth++;
        }

        return (node, depth);
    }

    private long Key(int node, int symbol) => ((long)node * _symbols) + symbol + 2;

    private int Grow(RecordedWork work, int[] starts, int[] nexts, List<int> positions, int depth, int least)
    {
        var node = _nodes.Count;
        _nodes.Add(Successors.Of(positions.ConvertAll(at => nexts[at])));
        if (depth == _memory) return node;
        var groups = new SortedDictionary<int, List<int>>();
        foreach (var at in positions)
        {
            var place = at - depth;
            if (place < starts[at] - 1) continue;
            var symbol = place < starts[at] ? Beginning : work.Activity[place];
            if (!groups.TryGetValue(symbol, out var group)) groups.Add(symbol, group = []);
            group.Add(at);
        }

        foreach (var (symbol, group) in groups)
            if (group.Count >= least || depth == 0) _children.Add(Key(node, symbol), Grow(work, starts, nexts, group, depth + 1, least));
        return node;
    }

    /// <summary>What came next, and how often.</summary>
    private sealed record Successors(int[] Symbols, int[] Sums)
    {
        public static Successors Of(List<int> seen)
        {
            var counts = new SortedDictionary<int, int>();
            foreach (var symbol in seen) counts[symbol] = counts.GetValueOrDefault(symbol) + 1;
            var sums = new int[counts.Count];
            var (at, sum) = (0, 0);
            foreach (var count in counts.Values) sums[at++] = sum += count;
            return new Successors([.. counts.Keys], sums);
        }

        public int Draw(Chance chance)
        {
            if (Symbols.Length == 0) return End;
            var drawn = (int)chance.Below(Sums[^1]);
            var found = Array.BinarySearch(Sums, drawn + 1);
            return Symbols[found >= 0 ? found : ~found];
        }
    }
}
