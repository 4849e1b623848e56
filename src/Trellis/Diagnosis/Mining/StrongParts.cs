namespace Trellis.Diagnosis.Mining;

/// <summary>The largest groups within which each can come after each, and what can come after them.</summary>
/// <remarks>Tarjan (1972), with a stack of our own: groups come out after all that can come after them.</remarks>
internal static class StrongParts
{
    public static (List<ulong[]> Parts, List<ulong[]> Reach) Find(FollowRelation follows)
    {
        var (parts, reach) = (new List<ulong[]>(), new List<ulong[]>());
        var (number, low, partOf) = (new int[follows.Count], new int[follows.Count], new int[follows.Count]);
        Array.Fill(partOf, -1);
        var (open, way) = (new Stack<int>(), new Stack<(int At, IEnumerator<int> Next)>());
        var numbered = 0;
        for (var first = 0; first < follows.Count; first++)
        {
            if (number[first] != 0) continue;
            Enter(first);
            while (way.TryPeek(out var here))
            {
                if (here.Next.MoveNext())
                {
                    var to = here.Next.Current;
                    if (number[to] == 0) Enter(to);
                    else if (partOf[to] < 0) low[here.At] = Math.Min(low[here.At], number[to]);
                    continue;
                }

                way.Pop();
                if (way.TryPeek(out var before)) low[before.At] = Math.Min(low[before.At], low[here.At]);
                if (low[here.At] == number[here.At]) Close(here.At);
            }
        }

        return (parts, reach);

        void Enter(int at)
        {
            number[at] = low[at] = ++numbered;
            open.Push(at);
            way.Push((at, Bits.All(follows.After[at]).GetEnumerator()));
        }

        void Close(int head)
        {
            var members = new ulong[follows.Words];
            var after = new ulong[follows.Words];
            int at;
            do
            {
                at = open.Pop();
                partOf[at] = parts.Count;
                Bits.Add(members, at);
            }
            while (at != head);

            foreach (var own in Bits.All(members))
            {
                foreach (var to in Bits.All(follows.After[own]))
                {
                    if (Bits.Has(after, to) || partOf[to] == parts.Count) continue;
                    Bits.AddAll(after, parts[partOf[to]]);
                    Bits.AddAll(after, reach[partOf[to]]);
                }
            }

            parts.Add(members);
            reach.Add(after);
        }
    }
}
