using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Promises that are missed more often than the structure allows (TR3104): over the whole; by the unit for which they waited longest, kind of matter by kind; and by type, of the matters whose every step kept its own limit, which no unit can help and only the rule
/// can. Over is a matter with the last step of a unit; matters still open before their deadline count as kept.
/// </summary>
internal static class MissedPromises
{
    /// <summary>So many steps with a limit a matter must have for its limits to say something of its promise.</summary>
    private const int FewestLimits = 2;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var counter = new PeerCounter<(int, int, int)>(evidence);
        var late = new List<(int Matter, double Weight)>();
        var promised = 0;
        var designs = new SortedDictionary<int, (int Kept, List<(int Matter, double Weight)> Missed)>();
        foreach (var matter in evidence.Promised)
        {
            promised++;
            var over = Quantiles.Seconds(evidence.Settled(matter) - log.Deadlines[matter]);
            if (over > 0) late.Add((matter, over));
            if (evidence.TypeOf(matter) is >= 0 and var type && KeptItsLimits(evidence, matter))
            {
                if (!designs.TryGetValue(type, out var design)) design = (0, []);
                if (over > 0) design.Missed.Add((matter, over));
                designs[type] = design with { Kept = design.Kept + 1 };
            }

            if (log.HasGroups && evidence.WaitedLongestFor(matter) is >= 0 and var unit) counter.Add(evidence.KindOf(matter), unit, matter, over > 0, over);
        }

        if (promised >= evidence.Settings.FewestMatters)
        {
            var bound = evidence.Settings.MissedPromises;
            var (of, missed, share, allowed) = (Figures.Count(promised), Figures.Count(late.Count), Figures.Share(late.Count, promised), Figures.Share(bound, 1));
            yield return Tested.Of(
                ShareTest.PValue(late.Count, promised, bound),
                ((double)late.Count / promised) - bound >= evidence.Settings.LeastDifference,
                () => Measured.Share(late.Count, promised, bound, evidence.Names(late)),
                () => Tell(FindingSubject.Whole, new(
                    $"设有时限的 {of} 件事项中，{missed} 件（{share}）超期，允许的是 {allowed}。",
                    $"Of {of} matters with a deadline, {missed} ({share}) went beyond it; {allowed} is what is allowed for.")));
        }

        foreach (var tested in counter.CompareMixed(static unit => Tell(new FindingSubject(SubjectKind.Unit, unit.Unit), new(
            $"在 {unit.Name} 等得最久的 {unit.Of} 件限时事项中，{unit.Share} 超期；同类事项在其他单位为 {unit.Others}。",
            $"Of {unit.Of} matters with a deadline that waited longest for {unit.Name}, {unit.Share} went beyond it; with other units, kind by kind, it is {unit.Others}.")))) yield return tested;

        foreach (var (type, (kept, missed)) in designs)
            if (kept >= evidence.Settings.FewestMatters) yield return ByDesign(evidence, type, kept, missed);
    }

    private static bool KeptItsLimits(LogEvidence evidence, int matter)
    {
        var (log, limits) = (evidence.Log, 0);
        if (!log.HasStepDeadlines) return false;
        for (var at = log.CaseStarts[matter]; at < log.CaseStarts[matter + 1]; at++)
        {
            if (log.StepDeadlines[at] == EventLog.NoTime || evidence.IsNobodys(at)) continue;
            if (log.Times[at] > log.StepDeadlines[at]) return false;
            limits++;
        }

        return limits >= FewestLimits;
    }

    private static Tested ByDesign(LogEvidence evidence, int type, int kept, List<(int Matter, double Weight)> missed)
    {
        var bound = evidence.Settings.MissedPromises;
        var (name, of, late, share, allowed) = (ShownName.InSentence(evidence.Type(type)), Figures.Count(kept), Figures.Count(missed.Count), Figures.Share(missed.Count, kept), Figures.Share(bound, 1));
        return Tested.Of(
            ShareTest.PValue(missed.Count, kept, bound),
            ((double)missed.Count / kept) - bound >= evidence.Settings.LeastDifference,
            () => Measured.Share(missed.Count, kept, bound, evidence.Names(missed)),
            () => Tell(
                new FindingSubject(SubjectKind.MatterType, evidence.Type(type)),
                new(
                    $"「{name}」每个环节都守了自己时限的 {of} 件事项中，{late} 件（{share}）仍超了承诺期限，允许的是 {allowed}：承诺比各环节的时限之和还短。",
                    $"Of {of} matters of the type \"{name}\" in which each step kept its own limit, {late} ({share}) missed their promise all the same; {allowed} is what is allowed for. The promise is shorter than what the limits add up to.")) with
            {
                Measure = new("各环节都守时的事项中，仍超承诺期限的比例", "share of matters that missed their promise though each step kept its limit"),
                Innocent =
                [
                    new(new("有环节超时：这样的事项不计。", "A step came late: such matters are not counted."), true),
                    new(new("环节之间另有没有期限的等待（当事人、别的单位）。", "Something without a limit was waited for in between: the requester, or another unit."), false),
                ],
            });
    }

    private static Told Tell(FindingSubject who, Text says) => new()
    {
        Who = who,
        Measure = new("限时事项中超期的比例", "share of matters with a deadline that ended after it"),
        Says = says,
        Innocent =
        [
            new(new("还没到期的在办事项：按未超期计。", "Open matters that are not due yet: they count as kept."), true),
            new(new("等申请人确认、评价：只看单位办的最后一步。", "The requester was waited for, to confirm or to rate: the last step of a unit counts."), true),
            new(new("办结之后还有归档等记录，末条记录晚于办结。", "Filing away is recorded after the matter was settled, so that the last step comes later than the end."), false),
            new(new("中途等的是别的单位：算在等得最久的单位名下。", "On the way it was another unit that was waited for: a matter counts with the unit for which it waited longest."), true),
            new(new("中途等的是当事人。", "On the way it was the requester who was waited for."), false),
        ],
        Clears = new("时限按各步实际用时重新核定（trellis check 的 TR3003、TR3014），或查明等待记在哪个单位名下。", "Set the promise by what the steps take (TR3003 and TR3014 of trellis check), or show on whom the waiting is to be booked."),
    };
}
