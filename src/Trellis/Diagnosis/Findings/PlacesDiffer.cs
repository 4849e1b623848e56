using MathNet.Numerics.Distributions;
using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Places that do the same work beside each other and take unlike long for it (TR3108). It says that they differ, by how much, and shows them as a funnel; it does not say which of them is right. Within the matters of the same first step and
/// about as many steps it is asked again, so that a plain difference in what comes is seen.
/// </summary>
/// <remarks>Kruskal and Wallis (1952), on ranks.</remarks>
internal static class PlacesDiffer
{
    private const int MostPlaces = 200;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var matters = new List<(int Place, int Matter, long Length, int Kind)>();
        for (var matter = 0; matter < log.CaseCount; matter++)
            if (evidence.LastUnit(matter) is >= 0 and var place) matters.Add((place, matter, evidence.Ended(matter) - evidence.Begun(matter), KindOf(log, matter)));
        var places = matters.GroupBy(static one => one.Place).Where(group => group.Count() >= evidence.Settings.FewestMatters).Select(static group => group.ToList()).ToList();
        if (places.Count is < 2 or > MostPlaces) yield break;
        matters = [.. places.SelectMany(static own => own)];
        matters.Sort(static (one, other) => (one.Length, one.Matter).CompareTo((other.Length, other.Matter)));

        var ranks = new Dictionary<int, (double Sum, int Count)>();
        var ties = 0.0;
        for (var first = 0; first < matters.Count;)
        {
            var next = first + 1;
            while (next < matters.Count && matters[next].Length == matters[first].Length) next++;
            var rank = (first + next + 1) / 2.0;
            var tied = (double)(next - first);
            ties += (tied * tied * tied) - tied;
            for (var at = first; at < next; at++)
            {
                var (sum, count) = ranks.GetValueOrDefault(matters[at].Place);
                ranks[matters[at].Place] = (sum + rank, count + 1);
            }

            first = next;
        }

        double n = matters.Count;
        var correction = 1 - (ties / ((n * n * n) - n));
        if (correction <= 0) yield break;
        var statistic = ((12 / (n * (n + 1)) * ranks.Values.Sum(static own => own.Sum * own.Sum / own.Count)) - (3 * (n + 1))) / correction;
        var p = 1 - ChiSquared.CDF(places.Count - 1, Math.Max(0, statistic));

        var medians = places.ConvertAll(static own => (own[0].Place, Median: Quantiles.Median(own.Select(static one => one.Length).ToArray())));
        medians.Sort(static (one, other) => one.Median != other.Median ? one.Median.CompareTo(other.Median) : one.Place.CompareTo(other.Place));
        var (quick, slow) = (medians[0], medians[^1]);
        var all = Quantiles.Seconds(matters[matters.Count / 2].Length);
        var compared = places.Select(own => new ComparedUnit(evidence.Unit(own[0].Place), own.Count, own.Count(one => Quantiles.Seconds(one.Length) > all))).OrderBy(static unit => unit.Name, StringComparer.Ordinal).ToList();
        yield return Tested.Of(
            p,
            slow.Median >= evidence.Settings.LeastTimes * Math.Max(quick.Median, 1) && slow.Median >= 3600,
            () => new Measured(MeasureUnit.Times, slow.Median / Math.Max(quick.Median, 1), 1, matters.Count, evidence.Names(places.Single(own => own[0].Place == slow.Place).Select(static matter => (matter.Matter, (double)matter.Length)))) { Compared = compared },
            () => Tell(evidence, places, quick, slow, compared.ConvertAll(static unit => unit.Name)));
    }

    /// <summary>The first step and about how many steps: a coarse kind, where a log has no types.</summary>
    private static int KindOf(EventLog log, int matter) =>
        (log.Activities[log.CaseStarts[matter]] * 32) + System.Numerics.BitOperations.Log2((uint)(log.CaseStarts[matter + 1] - log.CaseStarts[matter]));

    private static Told Tell(LogEvidence evidence, List<List<(int Place, int Matter, long Length, int Kind)>> places, (int Place, double Median) quick, (int Place, double Median) slow, IReadOnlyList<string> names)
    {
        var (slowest, quickest) = (places.Single(own => own[0].Place == slow.Place), places.Single(own => own[0].Place == quick.Place));
        var same = SameKinds(slowest, quickest);
        var (one, other) = (evidence.Unit(slow.Place), evidence.Unit(quick.Place));
        return new Told
        {
            Direction = Direction.Across,
            Who = new FindingSubject(SubjectKind.Places, names),
            Measure = new("用时最长与最短的两地，用时中位数之比", "median time of the place where matters take longest, to that of the place where they take least"),
            Says = new(
                $"{places.Count} 处办同样的事，用时不同：{ShownName.InSentence(one)} 的中位数为 {Durations.Say(slow.Median, Language.Chinese)}，{ShownName.InSentence(other)} 为 {Durations.Say(quick.Median, Language.Chinese)}，不是偶然。谁的做法好，要看规则和事项构成，不看排名。",
                $"{places.Count} places do the same work and take unlike long: the median is {Durations.Say(slow.Median, Language.English)} at {ShownName.InSentence(one)} and {Durations.Say(quick.Median, Language.English)} at {ShownName.InSentence(other)}, which is not chance. Which way is better is asked of rules and of what comes, not of a ranking."),
            Innocent =
            [
                same is not { } ratio ? new(new("事项构成不同：可比的事项太少，无法核对。", "What comes is unlike: there are too few like matters to look."), false)
                : ratio >= evidence.Settings.LeastTimes ? new(new($"事项构成不同：首个环节相同、环节数相近的事项之间，仍差 {Figures.Short(ratio)} 倍。", $"What comes is unlike: among matters with the same first step and about as many steps the ratio is still {Figures.Short(ratio)}."), true)
                : new(new($"事项构成不同：首个环节相同、环节数相近的事项之间只差 {Figures.Short(ratio)} 倍，很可能如此。", $"What comes is unlike: among matters with the same first step and about as many steps the ratio is only {Figures.Short(ratio)}, so this is likely."), false),
                new(new("各地记录的起止不同。", "Places record the beginning or the end differently."), false),
            ],
            Clears = new("各地用同样的起止口径，按事项类型分开后相差不到规定倍数。", "With one definition of beginning and end, and by type of matter, places differ by less than the bound."),
        };
    }

    /// <summary>The ratio of medians over like kinds, the middle one by matters; null where few matters have a like kind in both.</summary>
    private static double? SameKinds(List<(int Place, int Matter, long Length, int Kind)> slow, List<(int Place, int Matter, long Length, int Kind)> quick)
    {
        var others = quick.ToLookup(static one => one.Kind);
        var ratios = new List<(double Ratio, int Weight)>();
        foreach (var kind in slow.GroupBy(static one => one.Kind))
        {
            if (kind.Count() < 10 || others[kind.Key].Count() < 10) continue;
            var (here, there) = (Quantiles.Median(kind.Select(static one => one.Length).ToArray()), Quantiles.Median(others[kind.Key].Select(static one => one.Length).ToArray()));
            ratios.Add((here / Math.Max(1, there), kind.Count()));
        }

        if (ratios.Count == 0) return null;
        ratios.Sort();
        var half = ratios.Sum(static own => own.Weight) / 2.0;
        var sum = 0;
        foreach (var (ratio, weight) in ratios)
            if ((sum += weight) >= half) return ratio;
        return null;
    }
}
