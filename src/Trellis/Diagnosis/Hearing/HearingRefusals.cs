namespace Trellis.Diagnosis.Hearing;

/// <summary>Every no to an answer to a finding. Their codes begin as those of forms do, since the first of them were told so; codes are never reused, and each has its heading in docs/reference/refusals.md.</summary>
public static class HearingRefusals
{
    public static Refusal NoSuchFinding { get; } = new("forms.no-such-finding", new("没有这条发现，或者已经不再成立，不需要答复。", "There is no such finding, or it holds no longer and needs no answer."));

    public static Refusal NotAboutTheirs { get; } = new("forms.not-about-theirs", new("这条发现说的是别的单位，由它们答复。", "The finding is about another unit, which is the one to answer."));

    public static Refusal AnswerMissing { get; } = new("forms.answer-missing", new("请写明答复。", "Say what you answer."));

    public static Refusal AnswerTooLong { get; } = new("forms.answer-too-long", new("答复最多 4000 字。", "An answer has at most 4000 characters."));

    public static Refusal NoSuchExplanation { get; } = new("forms.no-such-explanation", new("这条发现没有列出这样的解释；按它列出的顺序，从 1 数起。", "The finding lists no such explanation; they are counted from 1 in the order in which it lists them."));

    public static IReadOnlyList<Refusal> All { get; } = [NoSuchFinding, NotAboutTheirs, AnswerMissing, AnswerTooLong, NoSuchExplanation];
}
