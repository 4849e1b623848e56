namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>Matters of a type in which officers write down facts about people that the type names nowhere: it asks for none of them, uses none, and makes nothing depend on them. The rule is at fault, either for what it does not say or for letting it happen.</summary>
internal static class CollectedBeyond
{
    /// <summary>What may happen now and then, as when somebody notes what was said.</summary>
    private const double NowAndThen = 0.05;

    public static IEnumerable<Tested> Find(RecordEvidence evidence) => evidence.BeyondBound(evidence.Counts.Collected, NowAndThen, static (type, said) => new Told
    {
        Direction = Direction.Down,
        Who = new FindingSubject(SubjectKind.MatterType, type),
        Measure = new("经办人记下了规则没有写明的个人信息的事项比例", "share of matters in which officers wrote down facts about people that the type does not name"),
        Says = new(
            $"「{ShownName.InSentence(type)}」中有经办人记下个人信息的 {said.Of} 件里，{said.Hits} 件（{said.Share}）记下了这类事项没有写明要收的信息；放过的是 {said.Bound}。",
            $"Of {said.Of} matters of \"{ShownName.InSentence(type)}\" in which officers wrote down facts about people, {said.Hits} ({said.Share}) hold some that the type does not name; {said.Bound} is let pass."),
        Innocent =
        [
            new(new("规则、所用职权、职责或并办部分在任何地方写到的：都算写明。", "What the type, its powers, its duty or its parts name in any place counts as named."), true),
            new(new("当事人自己给的：不计在内。", "What people gave themselves: not counted."), true),
            new(new("办这类事确实要用，只是规则漏写了。", "The work needs it, and the rule forgot to say so."), false),
        ],
        Clears = new("确实要用的，写进 asks 或 uses，写明用途和依据；不用的不再记。", "What is needed is written into asks or uses, with its purpose and basis; what is not is no longer written down."),
    });
}
