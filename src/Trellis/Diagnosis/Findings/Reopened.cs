using MathNet.Numerics.Distributions;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Matters that are ended and go on soon after (TR6103), over the whole beside the difference that the structure lets pass, and by the unit that ended them. The end is the first step with which matters usually end; another step within the
/// days set, and not at the same moment, is going on.
/// </summary>
internal static class Reopened
{
    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var within = evidence.Settings.ReopenedWithinDays * TimeSpan.TicksPerDay;
        var counter = new PeerCounter();
        var again = new List<(int Matter, double Weight)>();
        var ended = 0;
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            var end = -1;
            for (var at = log.CaseStarts[matter]; at < log.CaseStarts[matter + 1] && end < 0; at++)
                if (evidence.Closing[log.Activities[at]]) end = at;
            if (end < 0) continue;
            ended++;
            var goesOn = false;
            for (var at = end + 1; at < log.CaseStarts[matter + 1]; at++)
                goesOn |= evidence.IsReopening(at) || (!evidence.Closing[log.Activities[at]] && log.Times[at] > log.Times[end] && log.Times[at] - log.Times[end] <= within);
            if (goesOn) again.Add((matter, log.CaseStarts[matter + 1] - end));
            if (log.HasGroups && log.Groups[end] >= 0) counter.Add(log.Groups[end], matter, goesOn, log.CaseStarts[matter + 1] - end);
        }

        if (ended < evidence.Settings.FewestMatters) yield break;
        var bound = evidence.Settings.LeastDifference;
        var p = again.Count == 0 ? 1 : bound <= 0 ? 0 : 1 - Binomial.CDF(bound, ended, again.Count - 1);
        yield return Tested.Of(p, (double)again.Count / ended > bound, () =>
        {
            var range = ShareInterval.Of(again.Count, ended)!.Value;
            return Frame(evidence, new FindingSubject(SubjectKind.Whole, []), ended) with
            {
                Value = (double)again.Count / ended,
                Interval = (range.LowShare, range.HighShare),
                Expected = bound,
                Evidence = evidence.Names(again),
                Says = new(
                    $"办结的 {Figures.Count(ended)} 件事项中，{Figures.Count(again.Count)} 件（{Figures.Share(again.Count, ended)}）在 {evidence.Settings.ReopenedWithinDays} 天内又有办理，容许的是 {Figures.Share(bound, 1)}。",
                    $"Of {Figures.Count(ended)} matters that were ended, {Figures.Count(again.Count)} ({Figures.Share(again.Count, ended)}) went on within {evidence.Settings.ReopenedWithinDays} days; {Figures.Share(bound, 1)} is let pass."),
            };
        });

        foreach (var tested in Peers.Compare(evidence, FindingCodes.Reopened, counter.Counted(evidence), (unit, peers) => Frame(evidence, new FindingSubject(SubjectKind.Unit, [unit.Name]), unit.Of) with
        {
            Says = new(
                $"{ShownName.InSentence(unit.Name)} 办结的 {Figures.Count(unit.Of)} 件事项中，{Figures.Count(unit.Hits)} 件（{Figures.Share(unit.Hits, unit.Of)}）在 {evidence.Settings.ReopenedWithinDays} 天内又有办理；其他单位为 {Figures.Share(peers.PeersShare, 1)}。",
                $"Of {Figures.Count(unit.Of)} matters that {ShownName.InSentence(unit.Name)} ended, {Figures.Count(unit.Hits)} ({Figures.Share(unit.Hits, unit.Of)}) went on within {evidence.Settings.ReopenedWithinDays} days; with other units it is {Figures.Share(peers.PeersShare, 1)}."),
        })) yield return tested;
    }

    private static LogFinding Frame(LogEvidence evidence, FindingSubject who, int cases) => new()
    {
        Code = FindingCodes.Reopened,
        Severity = FindingCodes.Reopened.Severity,
        Who = who,
        Measure = new($"办结后 {evidence.Settings.ReopenedWithinDays} 天内又有办理的比例", $"share of matters ended that went on within {evidence.Settings.ReopenedWithinDays} days"),
        Unit = MeasureUnit.Share,
        Value = 0,
        Expected = 0,
        Cases = cases,
        Evidence = [],
        Says = new("", ""),
        Innocent =
        [
            new(new("办结的同时还记了别的环节：同一时刻的不计。", "Other steps were recorded at the moment of the end: those are not counted."), true),
            new(new("办结之后按规定还有回访、归档、送达。", "A follow-up, filing away or a delivery is prescribed after the end."), false),
        ],
        Clears = new("把办结之后规定的环节与重新办理分开记录；或回访表明居民认可第一次的办结。", "Record steps that are prescribed after the end apart from work taken up again; or follow-ups show that residents accept the first end."),
        IsUnexplained = true,
    };
}
