namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>Matters of a type in which somebody who worked on them was refused for lack of a power. The runtime enters each such refusal with its code; what it shows is duty without power, or a right drawn wrongly.</summary>
internal static class ActsWithoutPower
{
    public static IEnumerable<Tested> Find(RecordEvidence evidence) => evidence.BeyondBound(evidence.Counts.Refused, evidence.Settings.LeastDifference, (type, said) => new Told
    {
        Direction = Direction.Down,
        Posts = evidence.Counts.RefusedPosts(type),
        Who = new FindingSubject(SubjectKind.MatterType, type),
        Measure = new("事项中有人因无权而被拒绝的比例", "share of matters in which an act was refused for lack of a power"),
        Says = new(
            $"「{ShownName.InSentence(type)}」的 {said.Of} 件事项中，{said.Hits} 件（{said.Share}）有人要办而没有这项职权，被系统拒绝；放过的是 {said.Bound}。",
            $"In {said.Hits} of {said.Of} matters of \"{ShownName.InSentence(type)}\" ({said.Share}) somebody wanted to act and had no power to, and was refused; {said.Bound} is let pass."),
        Innocent =
        [
            new(new("同一事项被拒几次只计一次。", "Several refusals in one matter count once."), true),
            new(new("试着越权，拒绝得对。", "Somebody tried to go beyond their powers, and the refusal is right."), false),
            new(new("新到任的人还不熟悉界面。", "Somebody new did not know their way about."), false),
        ],
        Clears = new("被拒绝的不是承担这项职责的单位；或补上职权之后不再被拒绝。", "Those refused do not bear the duty; or refusals end once the power is given."),
    });
}
