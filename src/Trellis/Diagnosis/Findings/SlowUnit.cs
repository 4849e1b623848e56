using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Findings;

/// <summary>A unit where a step waits longer than the same step does elsewhere (TR3102): the share of matters that wait longer than half of all do, beside the peers that do the same step after the same step before it in matters of the same type.</summary>
internal static class SlowUnit
{
    /// <summary>Nobody is kept waiting by less, in seconds.</summary>
    private const double AnHour = 3_600;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var waits = new SortedDictionary<(int Type, int Step, int Before), List<(int Unit, int Matter, long Wait)>>();
        var seen = new HashSet<(int, int)>();
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            seen.Clear();
            for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
            {
                if (log.Groups[at] < 0 || !seen.Add((log.Activities[at], log.Groups[at]))) continue;
                var key = (evidence.TypeOf(matter), log.Activities[at], log.Activities[evidence.Before(matter, at)]);
                if (!waits.TryGetValue(key, out var list)) waits.Add(key, list = []);
                list.Add((log.Groups[at], matter, evidence.WaitBefore(matter, at)));
            }
        }

        var counter = new PeerCounter<(int Type, int Step, int Before)>(evidence);
        var medians = new Dictionary<(int Type, int Step, int Before), (double All, Dictionary<string, double> Own)>();
        foreach (var (same, own) in waits)
        {
            if (own.Count < evidence.Settings.FewestMatters) continue;
            var sorted = own.Select(static one => one.Wait).Order().ToArray();
            var median = sorted[sorted.Length / 2];
            if (median <= 0) continue;
            foreach (var (unit, matter, wait) in own) counter.Add(same, unit, matter, wait > median, wait);
            medians[same] = (Quantiles.Seconds(median), own.GroupBy(static one => one.Unit).ToDictionary(group => evidence.Unit(group.Key), static group => Quantiles.Median(group.Select(static one => one.Wait).ToArray()), StringComparer.Ordinal));
        }

        return counter.Compare(
            (same, unit) => Tell(log.ActivityNames[same.Step], unit, medians[same].Own[unit.Unit], medians[same].All),
            (same, unit) => medians[same].Own[unit.Name] >= Math.Max(AnHour, evidence.Settings.LeastTimes * medians[same].All));
    }

    private static Told Tell(string step, PeerSaid unit, double own, double all) => new()
    {
        Who = new FindingSubject(SubjectKind.StepInUnit, step, unit.Unit),
        Measure = new("该单位这一环节的事项中，等得比全体半数更久的比例", "share of the unit's matters that waited for this step longer than half of all do"),
        Says = new(
            $"「{ShownName.InSentence(step)}」在 {unit.Name} 等得更久：半数等了 {Durations.Say(own, Language.Chinese)} 以上，全体单位为 {Durations.Say(all, Language.Chinese)}；{unit.Of} 件中 {unit.Share} 超过全体的中位数。",
            $"\"{ShownName.InSentence(step)}\" waits longer at {unit.Name}: half of the matters {Durations.Say(own, Language.English)} or more, over all units {Durations.Say(all, Language.English)}; {unit.Share} of {unit.Of} lie above the median of all."),
        Innocent =
        [
            Peers.FewMatters,
            new(new("该单位人手不足，或分到的事项更难。", "The unit has fewer hands for it, or is given the harder matters."), false),
        ],
        Clears = new("按人手和事项难易分开后不再突出；或补足人手、改变分派之后等待缩短。", "It no longer stands out by number of hands and kind of matter; or the wait falls once hands or the way matters are assigned have changed."),
    };
}
