namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Matters of which those who were asked say that they are not done (TR6109): by type of matter beside the other types, and by the unit that did the last step before, beside the others with the same kinds. Asked is whoever does a step that is sometimes answered
/// so; who is not asked or does not answer counts neither way.
/// </summary>
internal static class Refuted
{
    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var asks = new bool[log.ActivityNames.Length];
        for (var at = 0; at < log.EventCount; at++)
            if (evidence.IsRefuting(at)) asks[log.Activities[at]] = true;
        var types = new PeerCounter<int>(evidence, evidence.Type);
        var units = new PeerCounter<(int, int, int)>(evidence);
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            var (by, doer, times) = (-1, -1, 0);
            var isAsked = false;
            for (var at = log.CaseStarts[matter]; at < log.CaseStarts[matter + 1]; at++)
            {
                if (asks[log.Activities[at]] && log.Outcomes[at] >= 0)
                {
                    isAsked = true;
                    var refutes = evidence.IsRefuting(at);
                    if (refutes) times++;
                    // Who did it last before the first answer, or before the first that refutes.
                    if (doer < 0 || (refutes && times == 1)) doer = by;
                }
                else if (log.HasGroups && log.Groups[at] >= 0) by = log.Groups[at];
            }

            if (!isAsked) continue;
            if (evidence.TypeOf(matter) is >= 0 and var type) types.Add(0, type, matter, times > 0, times);
            if (doer >= 0) units.Add(evidence.KindOf(matter), doer, matter, times > 0, times);
        }

        foreach (var tested in types.Compare(static (_, type) => Tell(new FindingSubject(SubjectKind.MatterType, type.Unit), new(
            $"「{type.Name}」经居民答复的 {type.Of} 件事项中，{type.Hits} 件（{type.Share}）说没有办成；其他事项类型为 {type.Others}。",
            $"Of {type.Of} matters of the type \"{type.Name}\" that residents answered, they say of {type.Hits} ({type.Share}) that it is not done; with other types it is {type.Others}.")))) yield return tested;

        foreach (var tested in units.CompareMixed(static unit => Tell(new FindingSubject(SubjectKind.Unit, unit.Unit), new(
            $"{unit.Name} 办到最后、经居民答复的 {unit.Of} 件事项中，{unit.Hits} 件（{unit.Share}）说没有办成；同类事项在其他单位为 {unit.Others}。",
            $"Of {unit.Of} matters that {unit.Name} did last and residents answered, they say of {unit.Hits} ({unit.Share}) that it is not done; with other units, kind by kind, it is {unit.Others}.")))) yield return tested;
    }

    private static Told Tell(FindingSubject who, Text says) => new()
    {
        Who = who,
        Measure = new("经居民答复的事项中，说没有办成的比例", "share of matters answered by residents of which they say that it is not done"),
        Says = says,
        Innocent =
        [
            Peers.FewMatters,
            new(new("不满意的人更愿意答复：各类、各单位都一样。", "Those who are not content answer more often: so they do with all types and units."), true),
            new(new("这类事项本来就难让人满意，或结果对申请人不利。", "Such matters are hard to settle to anybody's content, or ended against the requester."), false),
        ],
        Clears = new("随机复查表明确已办成；或办结改由申请人确认后，不再高于其他。", "A random sample shows that it was done; or it falls to what others have once the requester confirms the end."),
    };
}
