namespace Trellis.Information.Matching;

/// <summary>A pair of rows that may be one, for a person to confirm.</summary>
public sealed record Proposal(int One, int Other, double Score, IReadOnlyList<Reason> Reasons);

/// <summary>Finds pairs of rows that may be one among many, in time that grows with their number and not with its square.</summary>
public static class ProposingMatches
{
    /// <summary>A key that more rows share says nothing of any of them; the others have to find the pair.</summary>
    public const int WidestKey = 60;

    /// <summary>All pairs whose score reaches the least, by score.</summary>
    public static IReadOnlyList<Proposal> Among(IReadOnlyList<Traits> rows, double least = ComparingTraits.Proposed)
    {
        // Keys as numbers, row after row; and once more in order, so that rows that share a key lie side by side.
        var of = new ulong[rows.Count][];
        var count = 0;
        for (var at = 0; at < rows.Count; at++)
        {
            var keys = MatchKeys.Of(rows[at]);
            of[at] = new ulong[keys.Count];
            for (var key = 0; key < keys.Count; key++) of[at][key] = NumberOf(keys[key]);
            count += keys.Count;
        }

        var sorted = new ulong[count];
        var rowOf = new int[count];
        count = 0;
        for (var at = 0; at < rows.Count; at++)
            foreach (var key in of[at]) (sorted[count], rowOf[count++]) = (key, at);
        Array.Sort(sorted, rowOf);

        var proposals = new List<Proposal>();
        for (var from = 0; from < count;)
        {
            var behind = from + 1;
            while (behind < count && sorted[behind] == sorted[from]) behind++;
            var sharing = rowOf.AsSpan(from, behind - from);
            if (sharing.Length is > 1 and <= WidestKey)
            {
                sharing.Sort();
                for (var one = 0; one < sharing.Length; one++)
                {
                    for (var other = one + 1; other < sharing.Length; other++)
                    {
                        // A pair that shares several keys is compared at the smallest of them.
                        if (sharing[one] == sharing[other] || !IsSmallest(sorted[from], of[sharing[one]], of[sharing[other]])) continue;
                        var (score, reasons) = ComparingTraits.Compare(rows[sharing[one]], rows[sharing[other]]);
                        if (score >= least) proposals.Add(new Proposal(sharing[one], sharing[other], score, reasons));
                    }
                }
            }

            from = behind;
        }

        proposals.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.One != b.One ? a.One.CompareTo(b.One) : a.Other.CompareTo(b.Other));
        return Deduplicated(proposals);
    }

    /// <summary>Where the smallest shared key was too wide to be looked at, a pair may come by several others.</summary>
    private static List<Proposal> Deduplicated(List<Proposal> proposals)
    {
        var seen = new HashSet<(int, int)>();
        proposals.RemoveAll(one => !seen.Add((one.One, one.Other)));
        return proposals;
    }

    private static bool IsSmallest(ulong key, ulong[] one, ulong[] other)
    {
        foreach (var mine in one)
        {
            if (mine >= key) continue;
            foreach (var theirs in other)
                if (mine == theirs) return false;
        }

        return true;
    }

    /// <summary>FNV-1a over its letters. Two keys that chance to have one number only have a pair compared for nothing.</summary>
    private static ulong NumberOf(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in key) hash = unchecked((hash ^ letter) * 1099511628211UL);
        return hash;
    }
}
