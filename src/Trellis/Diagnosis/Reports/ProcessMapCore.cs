namespace Trellis.Diagnosis.Reports;

/// <param name="From">Null when matters start here; <paramref name="To"/> null when they end here.</param>
internal sealed record MapEdge(int? From, int? To, int Count, double MedianSeconds);

/// <summary>
/// The frequent core of a process that fits a page: the most frequent activities, for each the busiest way from the start to it
/// and from it to an end, and the most frequent other moves between them.
/// </summary>
internal sealed class ProcessMapCore
{
    public required IReadOnlyList<ActivityFacts> Activities { get; init; }

    /// <summary>Moves between different activities, and starts and ends; most frequent first.</summary>
    public required IReadOnlyList<MapEdge> Edges { get; init; }

    /// <summary>For each activity the move to itself, where there is one.</summary>
    public required IReadOnlyList<FlowEdge?> Loops { get; init; }

    public required long EventsShown { get; init; }

    public required long MovesShown { get; init; }

    public required long Moves { get; init; }

    /// <summary>Distinct moves shown, without starts and ends.</summary>
    public required int EdgesShown { get; init; }

    public static ProcessMapCore Of(LogDiagnosis diagnosis, int mostActivities, int mostEdges)
    {
        var activities = diagnosis.Activities;
        var number = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < activities.Count; i++) number[activities[i].Name] = i;

        // Vertex 0 is the start, 1 the end, activity i is i + 2.
        List<(int From, int To, int Count, double Median)> arcs = [];
        var loops = new FlowEdge?[activities.Count];
        long moves = 0;
        foreach (var edge in diagnosis.Flow)
        {
            moves += edge.Count;
            if (!number.TryGetValue(edge.From, out var from) || !number.TryGetValue(edge.To, out var to)) continue;
            if (from == to) loops[from] = edge;
            else arcs.Add((from + 2, to + 2, edge.Count, edge.MedianSeconds));
        }

        foreach (var start in diagnosis.StartActivities) if (number.TryGetValue(start.Name, out var v)) arcs.Add((0, v + 2, start.Count, 0));
        foreach (var end in diagnosis.EndActivities) if (number.TryGetValue(end.Name, out var v)) arcs.Add((v + 2, 1, end.Count, 0));

        // Activities are in order of frequency. One that its chosen neighbours leave cut off makes room for the next.
        var chosen = new bool[activities.Count + 2];
        (chosen[0], chosen[1]) = (true, true);
        var (taken, next) = (0, 0);
        int[] into = [], outOf = [];
        for (var attempt = 0; attempt < 12; attempt++)
        {
            for (; taken < mostActivities && next < activities.Count; next++, taken++) chosen[next + 2] = true;
            into = BusiestWays(arcs, chosen, fromStart: true);
            outOf = BusiestWays(arcs, chosen, fromStart: false);
            var cutOff = 0;
            for (var v = 2; v < chosen.Length; v++)
            {
                if (!chosen[v] || (into[v] >= 0 && outOf[v] >= 0)) continue;
                chosen[v] = false;
                cutOff++;
            }

            if (cutOff == 0) break;
            taken -= cutOff;
        }

        // The last attempt may still have cut something off: what is left then gets its ways once more without it.
        for (var changed = true; changed;)
        {
            changed = false;
            into = BusiestWays(arcs, chosen, fromStart: true);
            outOf = BusiestWays(arcs, chosen, fromStart: false);
            for (var v = 2; v < chosen.Length; v++)
            {
                if (!chosen[v] || (into[v] >= 0 && outOf[v] >= 0)) continue;
                chosen[v] = false;
                changed = true;
            }
        }

        return Collect(diagnosis, arcs, loops, chosen, into, outOf, moves, mostEdges);
    }

    /// <summary>For each chosen vertex the last (or first) arc of the way whose rarest move is most frequent; −1 where none leads there.</summary>
    private static int[] BusiestWays(List<(int From, int To, int Count, double Median)> arcs, bool[] chosen, bool fromStart)
    {
        var way = new int[chosen.Length];
        Array.Fill(way, -1);
        var reached = new bool[chosen.Length];
        reached[fromStart ? 0 : 1] = true;
        while (true)
        {
            // Growing by the most frequent arc that leaves what is reached gives such ways, as in Prim's spanning tree.
            var best = -1;
            for (var a = 0; a < arcs.Count; a++)
            {
                var (near, far) = fromStart ? (arcs[a].From, arcs[a].To) : (arcs[a].To, arcs[a].From);
                if (far < 2 || !chosen[near] || !chosen[far] || !reached[near] || reached[far]) continue;
                if (best < 0 || arcs[a].Count > arcs[best].Count) best = a;
            }

            if (best < 0) return way;
            var joined = fromStart ? arcs[best].To : arcs[best].From;
            reached[joined] = true;
            way[joined] = best;
        }
    }

    private static ProcessMapCore Collect(
        LogDiagnosis diagnosis, List<(int From, int To, int Count, double Median)> arcs, FlowEdge?[] loops, bool[] chosen,
        int[] into, int[] outOf, long moves, int mostEdges)
    {
        var keep = new bool[arcs.Count];
        var kept = 0;
        for (var v = 2; v < chosen.Length; v++)
        {
            if (!chosen[v]) continue;
            foreach (var arc in (ReadOnlySpan<int>)[into[v], outOf[v]])
            {
                if (keep[arc]) continue;
                keep[arc] = true;
                kept++;
            }
        }

        List<int> rest = [];
        for (var a = 0; a < arcs.Count; a++) if (!keep[a] && chosen[arcs[a].From] && chosen[arcs[a].To]) rest.Add(a);
        rest.Sort((a, b) => arcs[a].Count != arcs[b].Count ? arcs[b].Count.CompareTo(arcs[a].Count) : a.CompareTo(b));
        for (var i = 0; i < rest.Count && kept < mostEdges; i++, kept++) keep[rest[i]] = true;

        var place = new int[chosen.Length];
        List<ActivityFacts> activities = [];
        List<FlowEdge?> shownLoops = [];
        long events = 0, shownMoves = 0;
        var shownEdges = 0;
        for (var v = 2; v < chosen.Length; v++)
        {
            if (!chosen[v]) continue;
            place[v] = activities.Count;
            activities.Add(diagnosis.Activities[v - 2]);
            events += diagnosis.Activities[v - 2].Events;
            shownLoops.Add(loops[v - 2]);
            if (loops[v - 2] is not { } loop) continue;
            shownMoves += loop.Count;
            shownEdges++;
        }

        List<MapEdge> edges = [];
        for (var a = 0; a < arcs.Count; a++)
        {
            if (!keep[a]) continue;
            var (from, to, count, median) = arcs[a];
            edges.Add(new MapEdge(from == 0 ? null : place[from], to == 1 ? null : place[to], count, median));
            if (from == 0 || to == 1) continue;
            shownMoves += count;
            shownEdges++;
        }

        var order = edges.ToArray();
        var index = new int[order.Length];
        for (var i = 0; i < index.Length; i++) index[i] = i;
        Array.Sort(index, (a, b) => order[a].Count != order[b].Count ? order[b].Count.CompareTo(order[a].Count) : a.CompareTo(b));
        for (var i = 0; i < index.Length; i++) edges[i] = order[index[i]];

        return new ProcessMapCore
        {
            Activities = activities, Edges = edges, Loops = shownLoops, EventsShown = events, MovesShown = shownMoves, Moves = moves, EdgesShown = shownEdges,
        };
    }
}
