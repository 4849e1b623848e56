namespace Trellis.Diagnosis.Reports;

/// <param name="From">Null when matters start here; <paramref name="To"/> null when they end here.</param>
internal sealed record MapEdge(int? From, int? To, int Count, double MedianSeconds);

/// <summary>
/// The frequent core of a process that fits a page: the most frequent activities, for each the easiest way from the start to it
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

    /// <summary>True when even the easiest way from the start to an end is longer than the picture; it then shows where the way begins.</summary>
    public required bool BreaksOff { get; init; }

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

        // The long frequent road if there is room for it, else shorter ones.
        int[] into = [], outOf = [];
        bool[] chosen = [];
        List<int> nearFirst = [];
        var breaksOff = true;
        foreach (var power in (ReadOnlySpan<double>)[2, 1.5, 1, 0])
        {
            into = EasiestWays(arcs, activities.Count + 2, power, fromStart: true, out nearFirst);
            outOf = EasiestWays(arcs, activities.Count + 2, power, fromStart: false, out _);
            chosen = Choose(arcs, into, outOf, mostActivities, out var room);
            breaksOff = room == mostActivities && nearFirst.Count > 0;
            if (!breaksOff) break;
        }

        for (var i = 0; breaksOff && i < nearFirst.Count && i < mostActivities; i++) chosen[nearFirst[i]] = true;
        return Collect(diagnosis, arcs, loops, chosen, into, outOf, moves, mostEdges, breaksOff);
    }

    /// <summary>
    /// Activities in order of frequency, each together with the ways that lead to it and on from it, as long as there is room.
    /// One whose ways need more room than is left is passed over.
    /// </summary>
    private static bool[] Choose(List<(int From, int To, int Count, double Median)> arcs, int[] into, int[] outOf, int mostActivities, out int room)
    {
        room = mostActivities;
        var chosen = new bool[into.Length];
        (chosen[0], chosen[1]) = (true, true);
        List<int> needed = [];
        for (var v = 2; v < chosen.Length && room > 0; v++)
        {
            if (chosen[v] || into[v] < 0 || outOf[v] < 0) continue;
            needed.Clear();
            for (var u = v; !chosen[u]; u = arcs[into[u]].From) needed.Add(u);
            for (var u = arcs[outOf[v]].To; !chosen[u]; u = arcs[outOf[u]].To) if (!needed.Contains(u)) needed.Add(u);

            // What stands on the way needs its own ways out and in; the two trees give them, until nothing new comes.
            for (var i = 0; i < needed.Count && needed.Count <= room; i++)
            {
                foreach (var u in (ReadOnlySpan<int>)[arcs[into[needed[i]]].From, arcs[outOf[needed[i]]].To])
                {
                    if (!chosen[u] && !needed.Contains(u)) needed.Add(u);
                }
            }

            if (needed.Count > room) continue;
            foreach (var u in needed) chosen[u] = true;
            room -= needed.Count;
        }

        return chosen;
    }

    /// <summary>
    /// For each vertex the last arc of the easiest way from the start (or the first of the easiest way to an end); −1 where none leads there.
    /// A move resists by its count to the power of −<paramref name="power"/>: with 2 a long frequent road is easier than a rare short cut,
    /// with 0 the fewest moves win (Dijkstra 1959).
    /// </summary>
    /// <param name="nearFirst">The activities reached, easiest first.</param>
    private static int[] EasiestWays(List<(int From, int To, int Count, double Median)> arcs, int vertices, double power, bool fromStart, out List<int> nearFirst)
    {
        nearFirst = [];
        var touching = new List<int>[vertices];
        for (var v = 0; v < vertices; v++) touching[v] = [];
        for (var a = 0; a < arcs.Count; a++) touching[fromStart ? arcs[a].From : arcs[a].To].Add(a);

        var way = new int[vertices];
        var resistance = new double[vertices];
        var settled = new bool[vertices];
        Array.Fill(way, -1);
        Array.Fill(resistance, double.PositiveInfinity);
        resistance[fromStart ? 0 : 1] = 0;
        while (true)
        {
            var nearest = -1;
            for (var v = 0; v < vertices; v++)
            {
                if (!settled[v] && resistance[v] < double.PositiveInfinity && (nearest < 0 || resistance[v] < resistance[nearest])) nearest = v;
            }

            if (nearest < 0) return way;
            settled[nearest] = true;
            if (nearest >= 2) nearFirst.Add(nearest);
            foreach (var a in touching[nearest])
            {
                var next = fromStart ? arcs[a].To : arcs[a].From;
                var through = resistance[nearest] + Math.Pow(Math.Max(1, arcs[a].Count), -power);
                if (next < 2 || settled[next] || through >= resistance[next]) continue;
                resistance[next] = through;
                way[next] = a;
            }
        }
    }

    private static ProcessMapCore Collect(
        LogDiagnosis diagnosis, List<(int From, int To, int Count, double Median)> arcs, FlowEdge?[] loops, bool[] chosen,
        int[] into, int[] outOf, long moves, int mostEdges, bool breaksOff)
    {
        var keep = new bool[arcs.Count];
        var kept = 0;
        for (var v = 2; v < chosen.Length; v++)
        {
            if (!chosen[v]) continue;
            foreach (var arc in (ReadOnlySpan<int>)[into[v], outOf[v]])
            {
                if (arc < 0 || keep[arc] || !chosen[arcs[arc].From] || !chosen[arcs[arc].To]) continue;
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
            Activities = activities, Edges = edges, Loops = shownLoops, EventsShown = events, MovesShown = shownMoves, Moves = moves, EdgesShown = shownEdges, BreaksOff = breaksOff,
        };
    }
}
