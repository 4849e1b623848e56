using Trellis.Diagnosis.EventLogs;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Findings;

/// <summary>A unit where a step waits longer than the same step does elsewhere (TR3102): the share of matters that wait longer than half of all do, beside the peers that do the same step after the same step before it.</summary>
internal static class SlowUnit
{
    /// <summary>Nobody is kept waiting by less, in seconds.</summary>
    private const double AnHour = 3_600;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var waits = new SortedDictionary<(int Step, int Before), List<(int Unit, int Matter, long Wait)>>();
        var seen = new HashSet<(int, int)>();
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            seen.Clear();
            for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
            {
                if (log.Groups[at] < 0 || !seen.Add((log.Activities[at], log.Groups[at]))) continue;
                var key = (log.Activities[at], log.Activities[at - 1]);
                if (!waits.TryGetValue(key, out var list)) waits.Add(key, list = []);
                list.Add((log.Groups[at], matter, evidence.WaitBefore(at)));
            }
        }

        foreach (var ((step, _), own) in waits)
        {
            if (own.Count < evidence.Settings.FewestMatters) continue;
            var sorted = own.Select(static one => one.Wait).Order().ToArray();
            var median = sorted[sorted.Length / 2];
            if (median <= 0) continue;
            var counter = new PeerCounter();
            foreach (var (unit, matter, wait) in own) counter.Add(unit, matter, wait > median, wait);
            var name = log.ActivityNames[step];
            var medians = own.GroupBy(static one => one.Unit).ToDictionary(group => evidence.Unit(group.Key), static group => Quantiles.Median(group.Select(static one => one.Wait).ToArray()), StringComparer.Ordinal);
            foreach (var tested in Peers.Compare(evidence, FindingCodes.SlowUnit, counter.Counted(evidence), (unit, peers) => Tell(name, unit, medians[unit.Name], Quantiles.Seconds(median)), unit => medians[unit.Name] >= Math.Max(AnHour, evidence.Settings.LeastTimes * Quantiles.Seconds(median))))
                yield return tested;
        }
    }

    private static LogFinding Tell(string step, PeerCount unit, double own, double all) => new()
    {
        Code = FindingCodes.SlowUnit,
        Severity = FindingCodes.SlowUnit.Severity,
        Who = new FindingSubject(SubjectKind.StepInUnit, [step, unit.Name]),
        Measure = new("该单位这一环节的事项中，等得比全体半数更久的比例", "share of the unit's matters that waited for this step longer than half of all do"),
        Unit = MeasureUnit.Share,
        Value = unit.Share,
        Expected = 0,
        Cases = unit.Of,
        Evidence = [],
        Says = new(
            $"「{ShownName.InSentence(step)}」在 {ShownName.InSentence(unit.Name)} 等得更久：半数等了 {Durations.Say(own, Language.Chinese)} 以上，全体单位为 {Durations.Say(all, Language.Chinese)}；{Figures.Count(unit.Of)} 件中 {Figures.Share(unit.Hits, unit.Of)} 超过全体的中位数。",
            $"\"{ShownName.InSentence(step)}\" waits longer at {ShownName.InSentence(unit.Name)}: half of the matters {Durations.Say(own, Language.English)} or more, over all units {Durations.Say(all, Language.English)}; {Figures.Share(unit.Hits, unit.Of)} of {Figures.Count(unit.Of)} lie above the median of all."),
        Innocent =
        [
            new(new("件数少，碰巧久：已按件数和单位间通常的差别设限。", "Few matters, and chance: the limits allow for the number of matters and for what units usually differ."), true),
            new(new("该单位人手不足，或分到的事项更难。", "The unit has fewer hands for it, or is given the harder matters."), false),
        ],
        Clears = new("按人手和事项难易分开后不再突出；或补足人手、改变分派之后等待缩短。", "It no longer stands out by number of hands and kind of matter; or the wait falls once hands or the way matters are assigned have changed."),
    };
}
