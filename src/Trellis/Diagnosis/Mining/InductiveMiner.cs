using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Mining;

/// <summary>
/// Mines a model from a log that can always come to its end. With no noise left out every matter of the log is a way through the model; with some, what is rare beside what else happens is taken for
/// noise.
/// </summary>
/// <remarks>
/// Leemans, Fahland and van der Aalst: the inductive miner (2013) and its variant for infrequent behaviour (2014). It works on the different ways through the work, however many matters went each.
/// </remarks>
public static class InductiveMiner
{
    /// <param name="noise">From 0, where all counts, to 1: what is rarer than this share of the most frequent alternative is left out.</param>
    public static ProcessTree Mine(EventLog log, double noise, int threads) => Mine(log, VariantTable.Find(log, threads), noise);

    /// <param name="variants">Those of the log.</param>
    public static ProcessTree Mine(EventLog log, VariantTable variants, double noise)
    {
        return Mine(new MinedLog(variants.FirstCases.Select((first, variant) => (VariantTable.Sequence(log, first).ToArray(), (long)variants.Counts[variant]))), noise);
    }

    private static ProcessTree Mine(MinedLog log, double noise)
    {
        var matters = log.Ways.Sum(static own => own.Count);
        if (log.Ways.Count == 0) return new ProcessTree.Nothing();
        if (log.Empty > 0 && log.Empty >= noise * (matters + log.Empty))
            return new ProcessTree.Either([new ProcessTree.Nothing(), Mine(new MinedLog(log.Ways), noise)]);

        if (log.Activities is [var only])
        {
            var once = log.Ways.Where(static own => own.Way.Length == 1).Sum(static own => own.Count);
            ProcessTree does = new ProcessTree.Does(only);
            return matters - once == 0 || matters - once < noise * matters ? does : new ProcessTree.Again(does, new ProcessTree.Nothing());
        }

        var graph = FollowGraph.Of(log);
        var follows = graph.ToRelation();
        var cut = Cuts.Find(follows);
        if (cut is null && noise > 0) cut = Cuts.Find(graph.Without(noise).ToRelation());
        return cut is not null ? Join(cut, log, noise) : WithoutACut(log, follows, noise);
    }

    private static ProcessTree Join(Cut cut, MinedLog log, double noise)
    {
        var parts = Split(cut, log).Select(part => Mine(part, noise)).ToList();
        return cut.Kind switch
        {
            CutKind.Either => new ProcessTree.Either(parts),
            CutKind.InTurn => new ProcessTree.InTurn(parts),
            CutKind.Together => new ProcessTree.Together(parts),
            CutKind.Again => new ProcessTree.Again(parts[0], parts.Count == 2 ? parts[1] : new ProcessTree.Either(parts[1..])),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static ProcessTree WithoutACut(MinedLog log, FollowRelation follows, double noise)
    {
        // One that happens just once in every matter can stand beside the rest.
        foreach (var activity in log.Activities)
            if (log.Ways.All(own => own.Way.Count(step => step == activity) == 1)) return Beside(activity);

        // One without which the rest falls into parts can too.
        var bridges = log.Bridges();
        for (var place = 0; place < log.Activities.Length; place++)
            if (Cuts.Find(follows.Without(place, bridges[place])) is not null) return Beside(log.Activities[place]);

        // The work begins anew within a matter: after an end, or else wherever it could begin.
        var begins = Bits.All(follows.Starts).Select(at => log.Activities[at]).ToHashSet();
        var ends = Bits.All(follows.Ends).Select(at => log.Activities[at]).ToHashSet();
        foreach (var onlyAfterAnEnd in (ReadOnlySpan<bool>)[true, false])
        {
            var rounds = new MinedLog(log.Ways.SelectMany(own => Rounds(own.Way, onlyAfterAnEnd).Select(round => (round, own.Count))));
            if (rounds.Ways.Sum(static own => own.Count) > log.Ways.Sum(static own => own.Count)) return new ProcessTree.Again(Mine(rounds, noise), new ProcessTree.Nothing());
        }

        // Anything in any order.
        return new ProcessTree.Again(new ProcessTree.Nothing(), new ProcessTree.Either([.. log.Activities.Select(static activity => new ProcessTree.Does(activity))]));

        ProcessTree Beside(int activity) => new ProcessTree.Together([Mine(Only(log, step => step == activity), noise), Mine(Only(log, step => step != activity), noise)]);

        IEnumerable<int[]> Rounds(int[] way, bool onlyAfterAnEnd)
        {
            var from = 0;
            for (var at = 1; at < way.Length; at++)
            {
                if (!begins.Contains(way[at]) || (onlyAfterAnEnd && !ends.Contains(way[at - 1]))) continue;
                yield return way[from..at];
                from = at;
            }

            yield return way[from..];
        }
    }

    private static MinedLog Only(MinedLog log, Func<int, bool> those) =>
        new([.. log.Ways.Select(own => (Array.FindAll(own.Way, step => those(step)), own.Count)), ([], log.Empty)]);

    private static IEnumerable<MinedLog> Split(Cut cut, MinedLog log)
    {
        var groupOf = new Dictionary<int, int>();
        for (var group = 0; group < cut.Groups.Count; group++)
            foreach (var place in cut.Groups[group]) groupOf.Add(log.Activities[place], group);
        var parts = cut.Groups.Select(static _ => new List<(int[] Way, long Count)>()).ToArray();
        foreach (var (way, count) in log.Ways)
        {
            switch (cut.Kind)
            {
                case CutKind.Either:
                    // The matter belongs where most of it happened; what else happened is noise.
                    var most = way.GroupBy(step => groupOf[step]).OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key).First().Key;
                    parts[most].Add((Array.FindAll(way, step => groupOf[step] == most), count));
                    break;
                case CutKind.InTurn:
                    InTurn(way, count);
                    break;
                case CutKind.Together:
                    for (var group = 0; group < parts.Length; group++) parts[group].Add((Array.FindAll(way, step => groupOf[step] == group), count));
                    break;
                case CutKind.Again:
                    Again(way, count);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        return parts.Select(static part => new MinedLog(part));

        // The stretches in turn that hold most steps in the right one; what stands in a wrong one is noise.
        void InTurn(int[] way, long count)
        {
            var (groups, steps) = (parts.Length, way.Length);
            var right = new int[groups + 1, steps + 1];
            for (var group = 1; group <= groups; group++)
            {
                for (var at = 0; at <= steps; at++)
                {
                    right[group, at] = right[group - 1, at];
                    if (at > 0) right[group, at] = Math.Max(right[group, at], right[group, at - 1] + (groupOf[way[at - 1]] == group - 1 ? 1 : 0));
                }
            }

            var end = steps;
            for (var group = groups; group > 0; group--)
            {
                var from = end;
                while (from > 0 && right[group, from] != right[group - 1, from]) from--;
                while (from > 0 && right[group - 1, from] != right[group, end] - Held(from, end, group - 1)) from--;
                parts[group - 1].Add((Array.FindAll(way[from..end], step => groupOf[step] == group - 1), count));
                end = from;
            }

            int Held(int from, int to, int group)
            {
                var held = 0;
                for (var at = from; at < to; at++)
                    if (groupOf[way[at]] == group) held++;
                return held;
            }
        }

        // The body first and last, and between two ways back.
        void Again(int[] way, long count)
        {
            var (from, before) = (0, -1);
            while (from < way.Length)
            {
                var group = groupOf[way[from]];
                var to = from + 1;
                while (to < way.Length && groupOf[way[to]] == group) to++;
                if (group != 0 && before != 0) parts[0].Add(([], count));
                parts[group].Add((way[from..to], count));
                (from, before) = (to, group);
            }

            if (before != 0) parts[0].Add(([], count));
        }
    }
}
