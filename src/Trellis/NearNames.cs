namespace Trellis;

/// <summary>Finds the name that somebody probably meant.</summary>
public static class NearNames
{
    /// <summary>The nearest candidate within a third of the length of what was asked, without regard to case; null when none is near.</summary>
    public static string? Nearest(string asked, IEnumerable<string> candidates)
    {
        string? best = null;
        // A name of which every letter must change is not near, however short it is.
        var least = Math.Min(Math.Max(2, asked.Length / 3) + 1, asked.Length);
        foreach (var candidate in candidates)
        {
            var distance = Distance(asked, candidate, least);
            if (distance >= least) continue;
            least = distance;
            best = candidate;
        }

        return best;
    }

    /// <summary>Letters to change, add, drop or swap with their neighbour to turn one into the other, without regard to case; stops counting at the limit.</summary>
    public static int Distance(string one, string other, int limit)
    {
        if (Math.Abs(one.Length - other.Length) >= limit || one.Length > 200 || other.Length > 200) return limit;
        var older = new int[other.Length + 1];
        var old = new int[other.Length + 1];
        var now = new int[other.Length + 1];
        for (var j = 0; j <= other.Length; j++) old[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var same = Same(one[i - 1], other[j - 1]) ? 0 : 1;
                now[j] = Math.Min(Math.Min(old[j] + 1, now[j - 1] + 1), old[j - 1] + same);
                if (i > 1 && j > 1 && Same(one[i - 1], other[j - 2]) && Same(one[i - 2], other[j - 1]))
                    now[j] = Math.Min(now[j], older[j - 2] + 1);
            }

            (older, old, now) = (old, now, older);
        }

        return Math.Min(old[other.Length], limit);

        static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
    }
}
