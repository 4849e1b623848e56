using Trellis.Information.Importing;
using Trellis.Information.Searching;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Information;

/// <summary>Finds rows by the digests of words. What is too common to tell anybody is refused, with the remedy.</summary>
internal static class SearchingRows
{
    /// <summary>So many are shown at most; nobody reads through more, and a list of a whole village is no search.</summary>
    public const int MostFound = 20;

    /// <summary>Of words that have to come together more are looked at.</summary>
    private const int MostLookedAt = 400;

    public static (IReadOnlyList<FoundSubject>? Found, Refusal? Why) Search(Session session, SearchIndex index, string register, string typed)
    {
        var groups = SearchWords.Asked(typed);
        if (groups.Count == 0) return (null, ImportRefusals.NothingToSearch);
        var words = groups.SelectMany(static one => one).Distinct(StringComparer.Ordinal).ToDictionary(word => index.DigestOf(register, word));
        var bearing = new Dictionary<string, HashSet<RowId>>(StringComparer.Ordinal);
        SearchRows.Find(session, [.. words.Keys], MostLookedAt, (word, subject) =>
        {
            var known = bearing.GetValueOrDefault(words[word]) ?? (bearing[words[word]] = []);
            known.Add(subject);
        });

        var found = new Dictionary<RowId, FoundSubject>();
        foreach (var group in groups)
        {
            HashSet<RowId>? all = null;
            foreach (var word in group)
            {
                var one = bearing.GetValueOrDefault(word) ?? [];
                if (all is null) all = [.. one];
                else all.IntersectWith(one);
            }

            var by = group[0][..group[0].IndexOf(':', StringComparison.Ordinal)];
            // What is exactly meant comes first; what only sounds alike is left away where there is too much of it.
            if (all is null || (found.Count > 0 && found.Count + all.Count > MostFound)) continue;
            foreach (var subject in all) found.TryAdd(subject, new FoundSubject(subject, by));
            if (found.Count > MostFound) return (null, ImportRefusals.TooWide);
        }

        return ([.. found.Values], null);
    }
}
