namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>A department that is called by whistle and does not come, comes and does nothing, or does what has no effect, as whoever judges the whistle said.</summary>
internal static class CallsInVain
{
    public static IEnumerable<Tested> Find(RecordEvidence evidence) => evidence.BeyondBound(evidence.Counts.Calls, evidence.Settings.MissedPromises, static (unit, said) => new Told
    {
        Direction = Direction.Across,
        Who = new FindingSubject(SubjectKind.Unit, unit),
        Measure = new("吹哨之后没有到、没有办或办了没有效果的比例", "share of whistles that it did not answer, or that had no effect"),
        Says = new(
            $"{ShownName.InSentence(unit)} 被吹哨 {said.Of} 次，{said.Hits} 次（{said.Share}）没有到、没有办，或者办了没有效果；允许的是 {said.Bound}。",
            $"{ShownName.InSentence(unit)} was called by whistle {said.Of} times; {said.Hits} times ({said.Share}) it did not come, did nothing, or without effect. {said.Bound} is what is allowed for."),
        Innocent =
        [
            new(new("还没有评判的哨：不计在内。", "Whistles that were not judged yet: not counted."), true),
            new(new("叫错了部门：这事本来不归它。", "The wrong department was called: it was never its to do."), false),
            new(new("同时吹哨太多，人手不够。", "Too many whistles at once for the hands it has."), false),
        ],
        Clears = new("哨单改成真正有权办的岗位（matters 的 whistle）；或到场、见效的比例回升。", "The list of the whistle names posts that may really act; or it comes, with effect, as often as allowed for."),
    });
}
