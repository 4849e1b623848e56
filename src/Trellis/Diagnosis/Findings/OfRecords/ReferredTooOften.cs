namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>A step that those who have it pass to a higher post before it is done, more often than the structure lets pass. Counted is what officers refer up; what time refers up is lateness, and told elsewhere.</summary>
internal static class ReferredTooOften
{
    public static IEnumerable<Tested> Find(RecordEvidence evidence) => evidence.BeyondBound(evidence.Counts.ReferredUp, evidence.Settings.LeastDifference, static (step, said) => new Told
    {
        Direction = Direction.Up,
        Who = new FindingSubject(SubjectKind.Step, step),
        Measure = new("这一环节办理之前被上报给上级岗位的比例", "share of times the step was referred up before it was done"),
        Says = new(
            $"「{ShownName.InSentence(step)}」办了 {said.Of} 次，其中 {said.Hits} 次（{said.Share}）是先被上报、由上级办的；放过的是 {said.Bound}。",
            $"\"{ShownName.InSentence(step)}\" was done {said.Of} times, {said.Hits} of them ({said.Share}) only after it had been referred up; {said.Bound} is let pass."),
        Innocent =
        [
            new(new("到期没有办、由时间自动上报的：不计在内。", "What time refers up because it is late: not counted."), true),
            new(new("上报的都是超出额度或疑难的事项。", "What is referred up are the large or hard matters only."), false),
        ],
        Clears = new("上报的事项确实超出该岗位应有的职权；或授权之后上报减少。", "What is referred up lies beyond what the post ought to decide; or referrals fall once the power is delegated."),
    });
}
