using System.Numerics;

namespace Trellis.Diagnosis.Mining;

/// <summary>The ways through a part of the work, each with how many matters went it.</summary>
internal sealed class MinedLog
{
    public MinedLog(IEnumerable<(int[] Way, long Count)> ways)
    {
        var counts = new Dictionary<int[], int>(BySteps.One);
        var all = new List<(int[] Way, long Count)>();
        foreach (var (way, count) in ways)
        {
            if (way.Length == 0)
            {
                Empty += count;
                continue;
            }

            ref var place = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, way, out var known);
            if (known) all[place] = (way, all[place].Count + count);
            else
            {
                place = all.Count;
                all.Add((way, count));
            }
        }

        Ways = all;
        Activities = [.. all.SelectMany(static own => own.Way).Distinct().Order()];
    }

    /// <summary>None of them empty.</summary>
    public IReadOnlyList<(int[] Way, long Count)> Ways { get; }

    /// <summary>Matters of which nothing happened here.</summary>
    public long Empty { get; }

    /// <summary>Ascending.</summary>
    public int[] Activities { get; }

    /// <summary>By activity, what stands before and after it and its repeats, by places; -1 for the beginning or the end.</summary>
    public HashSet<(int Before, int After)>[] Bridges()
    {
        var places = new Dictionary<int, int>();
        for (var place = 0; place < Activities.Length; place++) places.Add(Activities[place], place);
        var bridges = Array.ConvertAll(Activities, static _ => new HashSet<(int, int)>());
        foreach (var (way, _) in Ways)
        {
            for (var from = 0; from < way.Length;)
            {
                var to = from + 1;
                while (to < way.Length && way[to] == way[from]) to++;
                bridges[places[way[from]]].Add((from == 0 ? -1 : places[way[from - 1]], to == way.Length ? -1 : places[way[to]]));
                from = to;
            }
        }

        return bridges;
    }

    private sealed class BySteps : IEqualityComparer<int[]>
    {
        public static readonly BySteps One = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            unchecked
            {
                var hash = (uint)obj.Length;
                foreach (var step in obj) hash = (BitOperations.RotateLeft(hash, 5) ^ (uint)step) * 0x9E3779B1;
                return (int)hash;
            }
        }
    }
}

/// <summary>What follows what in a part of the work, by the places of its activities.</summary>
internal sealed class FollowGraph
{
    private FollowGraph(int count)
    {
        Follows = new long[count, count];
        Starts = new long[count];
        Ends = new long[count];
    }

    public long[,] Follows { get; }

    public long[] Starts { get; }

    public long[] Ends { get; }

    public int Count => Starts.Length;

    public static FollowGraph Of(MinedLog log)
    {
        var graph = new FollowGraph(log.Activities.Length);
        var places = new Dictionary<int, int>();
        for (var place = 0; place < log.Activities.Length; place++) places.Add(log.Activities[place], place);
        foreach (var (way, count) in log.Ways)
        {
            var before = places[way[0]];
            graph.Starts[before] += count;
            for (var at = 1; at < way.Length; at++)
            {
                var here = places[way[at]];
                graph.Follows[before, here] += count;
                before = here;
            }

            graph.Ends[before] += count;
        }

        return graph;
    }

    /// <summary>Without what is rare beside what else leads on from the same activity; the same for beginnings and ends.</summary>
    public FollowGraph Without(double noise)
    {
        var clean = new FollowGraph(Count);
        for (var from = 0; from < Count; from++)
        {
            var most = Ends[from];
            for (var to = 0; to < Count; to++) most = Math.Max(most, Follows[from, to]);
            for (var to = 0; to < Count; to++)
                if (Follows[from, to] >= most * noise) clean.Follows[from, to] = Follows[from, to];
        }

        Keep(Starts, clean.Starts);
        Keep(Ends, clean.Ends);
        return clean;

        void Keep(long[] counts, long[] onto)
        {
            var most = counts.Max();
            for (var at = 0; at < Count; at++)
                if (counts[at] >= most * noise) onto[at] = counts[at];
        }
    }

    /// <summary>What is left when counts are forgotten.</summary>
    public FollowRelation ToRelation()
    {
        var relation = new FollowRelation(Count);
        for (var from = 0; from < Count; from++)
        {
            for (var to = 0; to < Count; to++)
                if (Follows[from, to] > 0) relation.Add(from, to);
            if (Starts[from] > 0) Bits.Add(relation.Starts, from);
            if (Ends[from] > 0) Bits.Add(relation.Ends, from);
        }

        return relation;
    }
}
