namespace Trellis.Diagnosis.Mining;

internal enum CutKind
{
    Either,
    InTurn,
    Together,
    Again,
}

/// <param name="Groups">Places of activities; in turn for <see cref="CutKind.InTurn"/>, the body first for <see cref="CutKind.Again"/>.</param>
internal sealed record Cut(CutKind Kind, IReadOnlyList<int[]> Groups);

/// <summary>Finds how a part of the work falls into smaller parts, by what follows what.</summary>
/// <remarks>Leemans, Fahland and van der Aalst (2013), "Discovering block-structured process models from event logs: a constructive approach".</remarks>
internal static class Cuts
{
    public static Cut? Find(FollowGraph graph) => graph.Count < 2 ? null : Either(graph) ?? InTurn(graph) ?? Together(graph) ?? Again(graph);

    /// <summary>Nothing ever leads from one group to another.</summary>
    private static Cut? Either(FollowGraph graph)
    {
        var groups = new Groups(graph.Count);
        for (var from = 0; from < graph.Count; from++)
            for (var to = 0; to < graph.Count; to++)
                if (graph.Has(from, to)) groups.Join(from, to);
        return groups.ToCut(CutKind.Either);
    }

    /// <summary>From each group something leads on to every later one, and never back.</summary>
    private static Cut? InTurn(FollowGraph graph)
    {
        var reach = Reachable(graph);
        var groups = new Groups(graph.Count);
        for (var one = 0; one < graph.Count; one++)
            for (var other = 0; other < one; other++)
                if (reach[one, other] == reach[other, one]) groups.Join(one, other);
        var parts = groups.All();
        if (parts.Count < 2) return null;

        // Groups that lead to each other both ways through different members belong together.
        for (var changed = true; changed && parts.Count > 1;)
        {
            changed = false;
            for (var one = 0; one < parts.Count && !changed; one++)
            {
                for (var other = 0; other < one && !changed; other++)
                {
                    if (!Leads(parts[one], parts[other]) || !Leads(parts[other], parts[one])) continue;
                    groups.Join(parts[one][0], parts[other][0]);
                    changed = true;
                }
            }

            if (changed) parts = groups.All();
        }

        if (parts.Count < 2) return null;
        parts.Sort((one, other) => Leads(one, other) ? -1 : Leads(other, one) ? 1 : one[0].CompareTo(other[0]));
        for (var at = 1; at < parts.Count; at++)
            for (var before = 0; before < at; before++)
                if (!Leads(parts[before], parts[at]) || Leads(parts[at], parts[before])) return null;
        return new Cut(CutKind.InTurn, parts);

        bool Leads(int[] from, int[] to)
        {
            foreach (var one in from)
                foreach (var other in to)
                    if (reach[one, other]) return true;
            return false;
        }
    }

    /// <summary>Everything in one group is followed by everything in the others and the other way round, and each group can begin and end.</summary>
    private static Cut? Together(FollowGraph graph)
    {
        var groups = new Groups(graph.Count);
        for (var one = 0; one < graph.Count; one++)
            for (var other = 0; other < one; other++)
                if (!graph.Has(one, other) || !graph.Has(other, one)) groups.Join(one, other);
        var parts = groups.All();
        if (parts.Count < 2) return null;
        var whole = parts.Where(CanBeginAndEnd).ToList();
        var lacking = parts.Where(part => !CanBeginAndEnd(part)).SelectMany(static part => part).ToArray();
        if (lacking.Length > 0)
        {
            if (CanBeginAndEnd(lacking)) whole.Add([.. lacking.Order()]);
            else if (whole.Count > 0) whole[0] = [.. whole[0].Concat(lacking).Order()];
        }

        whole.Sort(static (one, other) => one[0].CompareTo(other[0]));
        return whole.Count < 2 ? null : new Cut(CutKind.Together, whole);

        bool CanBeginAndEnd(int[] part) => part.Any(at => graph.Starts[at] > 0) && part.Any(at => graph.Ends[at] > 0);
    }

    /// <summary>A body with all beginnings and ends, and groups that lead from its ends back to its beginnings and nowhere else.</summary>
    private static Cut? Again(FollowGraph graph)
    {
        var starts = Enumerable.Range(0, graph.Count).Where(at => graph.Starts[at] > 0).ToArray();
        var ends = Enumerable.Range(0, graph.Count).Where(at => graph.Ends[at] > 0).ToArray();
        var body = new bool[graph.Count];
        foreach (var at in starts.Concat(ends)) body[at] = true;
        var (isStart, isEnd) = (new bool[graph.Count], new bool[graph.Count]);
        foreach (var at in starts) isStart[at] = true;
        foreach (var at in ends) isEnd[at] = true;

        var groups = new Groups(graph.Count);
        for (var from = 0; from < graph.Count; from++)
            for (var to = 0; to < graph.Count; to++)
                if (!body[from] && !body[to] && graph.Has(from, to)) groups.Join(from, to);
        var back = groups.All().Where(part => !body[part[0]]).ToList();
        for (var changed = true; changed;)
        {
            changed = false;
            for (var at = back.Count - 1; at >= 0; at--)
            {
                if (IsBack(back[at])) continue;
                foreach (var own in back[at]) body[own] = true;
                back.RemoveAt(at);
                changed = true;
            }
        }

        if (back.Count == 0) return null;
        return new Cut(CutKind.Again, [[.. Enumerable.Range(0, graph.Count).Where(at => body[at])], .. back]);

        bool IsBack(int[] part)
        {
            foreach (var own in part)
            {
                bool entered = false, left = false;
                for (var other = 0; other < graph.Count; other++)
                {
                    if (!body[other]) continue;
                    if (graph.Has(other, own))
                    {
                        if (!isEnd[other]) return false;
                        entered = true;
                    }

                    if (graph.Has(own, other))
                    {
                        if (!isStart[other]) return false;
                        left = true;
                    }
                }

                if (entered && !Array.TrueForAll(ends, end => graph.Has(end, own))) return false;
                if (left && !Array.TrueForAll(starts, start => graph.Has(own, start))) return false;
            }

            return true;
        }
    }

    private static bool[,] Reachable(FollowGraph graph)
    {
        var reach = new bool[graph.Count, graph.Count];
        var waiting = new Stack<int>();
        for (var from = 0; from < graph.Count; from++)
        {
            waiting.Push(from);
            while (waiting.TryPop(out var here))
            {
                for (var to = 0; to < graph.Count; to++)
                {
                    if (reach[from, to] || !graph.Has(here, to)) continue;
                    reach[from, to] = true;
                    waiting.Push(to);
                }
            }
        }

        return reach;
    }

    /// <summary>Places that belong together.</summary>
    private sealed class Groups
    {
        private readonly int[] heads;

        public Groups(int count)
        {
            heads = new int[count];
            for (var at = 0; at < count; at++) heads[at] = at;
        }

        public void Join(int one, int other) => heads[Math.Max(Head(one), Head(other))] = Math.Min(Head(one), Head(other));

        public List<int[]> All()
        {
            var groups = new SortedDictionary<int, List<int>>();
            for (var at = 0; at < heads.Length; at++)
            {
                if (!groups.TryGetValue(Head(at), out var own)) groups.Add(Head(at), own = []);
                own.Add(at);
            }

            return [.. groups.Values.Select(static own => own.ToArray())];
        }

        public Cut? ToCut(CutKind kind) => All() is { Count: > 1 } parts ? new Cut(kind, parts) : null;

        private int Head(int at)
        {
            while (heads[at] != at) at = heads[at] = heads[heads[at]];
            return at;
        }
    }
}
