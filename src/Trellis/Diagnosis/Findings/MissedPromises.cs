using MathNet.Numerics.Distributions;
using Trellis.Diagnosis.EventLogs;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Findings;

/// <summary>Promises that are missed more often than the structure allows, over the whole and by the unit that did the last step, within matters of one kind (TR3104). Over is a matter with the last step of a unit; matters still open before their deadline count as kept.</summary>
internal static class MissedPromises
{
    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var counter = new KindCounter();
        var late = new List<(int Matter, double Weight)>();
        var promised = 0;
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            if (log.Deadlines[matter] == EventLog.NoTime) continue;
            promised++;
            var over = Quantiles.Seconds(evidence.Settled(matter) - log.Deadlines[matter]);
            if (over > 0) late.Add((matter, over));
            if (log.HasGroups && evidence.LastUnit(matter) is >= 0 and var unit) counter.Add(evidence.KindOf(matter), unit, matter, over > 0, over);
        }

        if (promised >= evidence.Settings.FewestMatters)
        {
            var (bound, share) = (evidence.Settings.MissedPromises, (double)late.Count / promised);
            var p = late.Count == 0 ? 1 : bound <= 0 ? 0 : bound >= 1 ? 1 : 1 - Binomial.CDF(bound, promised, late.Count - 1);
            yield return Tested.Of(p, share - bound >= evidence.Settings.LeastDifference, () => TellWhole(evidence, promised, late));
        }

        foreach (var tested in counter.Kinds.SelectMany(kind => Peers.Compare(evidence, FindingCodes.MissedPromises, kind.Counted(evidence), static (unit, peers) => TellUnit(unit, peers.PeersShare)))) yield return tested;
    }

    private static LogFinding TellWhole(LogEvidence evidence, int promised, List<(int Matter, double Weight)> late)
    {
        var range = ShareInterval.Of(late.Count, promised)!.Value;
        return Frame(new FindingSubject(SubjectKind.Whole, []), promised) with
        {
            Value = (double)late.Count / promised,
            Interval = (range.LowShare, range.HighShare),
            Expected = evidence.Settings.MissedPromises,
            Evidence = evidence.Names(late),
            Says = new(
                $"设有时限的 {Figures.Count(promised)} 件事项中，{Figures.Count(late.Count)} 件（{Figures.Share(late.Count, promised)}）超期，允许的是 {Figures.Share(evidence.Settings.MissedPromises, 1)}。",
                $"Of {Figures.Count(promised)} matters with a deadline, {Figures.Count(late.Count)} ({Figures.Share(late.Count, promised)}) went beyond it; {Figures.Share(evidence.Settings.MissedPromises, 1)} is what is allowed for."),
        };
    }

    private static LogFinding TellUnit(PeerCount unit, double peers) => Frame(new FindingSubject(SubjectKind.Unit, [unit.Name]), unit.Of) with
    {
        Says = new(
            $"由 {ShownName.InSentence(unit.Name)} 办到最后的 {Figures.Count(unit.Of)} 件同类限时事项中，{Figures.Share(unit.Hits, unit.Of)} 超期；其他单位为 {Figures.Share(peers, 1)}。",
            $"Of {Figures.Count(unit.Of)} matters of one kind with a deadline that ended at {ShownName.InSentence(unit.Name)}, {Figures.Share(unit.Hits, unit.Of)} went beyond it; with other units it is {Figures.Share(peers, 1)}."),
    };

    private static LogFinding Frame(FindingSubject who, int cases) => new()
    {
        Code = FindingCodes.MissedPromises,
        Severity = FindingCodes.MissedPromises.Severity,
        Who = who,
        Measure = new("限时事项中超期的比例", "share of matters with a deadline that ended after it"),
        Unit = MeasureUnit.Share,
        Value = 0,
        Expected = 0,
        Cases = cases,
        Evidence = [],
        Says = new("", ""),
        Innocent =
        [
            new(new("还没到期的在办事项：按未超期计。", "Open matters that are not due yet: they count as kept."), true),
            new(new("等申请人确认、评价：只看单位办的最后一步。", "The requester was waited for, to confirm or to rate: the last step of a unit counts."), true),
            new(new("办结之后还有归档等记录，末条记录晚于办结。", "Filing away is recorded after the matter was settled, so that the last step comes later than the end."), false),
            new(new("中途等的是别的单位或当事人。", "On the way it was another unit or the requester that was waited for."), false),
        ],
        Clears = new("时限按各步实际用时重新核定（trellis check 的 TR3003、TR3014），或查明等待记在哪个单位名下。", "Set the promise by what the steps take (TR3003 and TR3014 of trellis check), or show on whom the waiting is to be booked."),
    };
}
