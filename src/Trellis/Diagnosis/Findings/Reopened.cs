using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Matters that are ended and go on soon after (TR6103), over the whole beside the difference that the structure lets pass, by the unit that ended them, and by type of matter. The end is the first step with which matters usually end; another step within the
/// days set, and not at the same moment, is going on.
/// </summary>
internal static class Reopened
{
    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var days = evidence.Settings.ReopenedWithinDays;
        var within = days * TimeSpan.TicksPerDay;
        var counter = new PeerCounter<(int, int, int)>(evidence);
        var types = new PeerCounter<int>(evidence, evidence.Type);
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
            if (log.HasGroups && log.Groups[end] >= 0) counter.Add(evidence.KindOf(matter), log.Groups[end], matter, goesOn, log.CaseStarts[matter + 1] - end);
            if (evidence.TypeOf(matter) is >= 0 and var type) types.Add(0, type, matter, goesOn, log.CaseStarts[matter + 1] - end);
        }

        if (ended < evidence.Settings.FewestMatters) yield break;
        var bound = evidence.Settings.LeastDifference;
        var (of, hits, share, allowed) = (Figures.Count(ended), Figures.Count(again.Count), Figures.Share(again.Count, ended), Figures.Share(bound, 1));
        yield return Tested.Of(
            ShareTest.PValue(again.Count, ended, bound),
            (double)again.Count / ended > bound,
            () => Measured.Share(again.Count, ended, bound, evidence.Names(again)),
            () => Tell(FindingSubject.Whole, new(
                $"办结的 {of} 件事项中，{hits} 件（{share}）在 {days} 天内又有办理，容许的是 {allowed}。",
                $"Of {of} matters that were ended, {hits} ({share}) went on within {days} days; {allowed} is let pass.")));

        foreach (var tested in counter.CompareMixed(unit => Tell(new FindingSubject(SubjectKind.Unit, unit.Unit), new(
            $"{unit.Name} 办结的 {unit.Of} 件事项中，{unit.Hits} 件（{unit.Share}）在 {days} 天内又有办理；同类事项在其他单位为 {unit.Others}。",
            $"Of {unit.Of} matters that {unit.Name} ended, {unit.Hits} ({unit.Share}) went on within {days} days; with other units, kind by kind, it is {unit.Others}.")))) yield return tested;

        foreach (var tested in types.Compare((_, type) => Tell(new FindingSubject(SubjectKind.MatterType, type.Unit), new(
            $"办结的 {type.Of} 件「{type.Name}」中，{type.Hits} 件（{type.Share}）在 {days} 天内又有办理；其他事项类型为 {type.Others}。",
            $"Of {type.Of} matters of the type \"{type.Name}\" that were ended, {type.Hits} ({type.Share}) went on within {days} days; with other types it is {type.Others}.")))) yield return tested;

        Told Tell(FindingSubject who, Text says) => new()
        {
            Who = who,
            Measure = new($"办结后 {days} 天内又有办理的比例", $"share of matters ended that went on within {days} days"),
            Says = says,
            Innocent =
            [
                new(new("办结的同时还记了别的环节：同一时刻的不计。", "Other steps were recorded at the moment of the end: those are not counted."), true),
                new(new("办结之后按规定还有回访、归档、送达。", "A follow-up, filing away or a delivery is prescribed after the end."), false),
            ],
            Clears = new("把办结之后规定的环节与重新办理分开记录；或回访表明居民认可第一次的办结。", "Record steps that are prescribed after the end apart from work taken up again; or follow-ups show that residents accept the first end."),
        };
    }
}
