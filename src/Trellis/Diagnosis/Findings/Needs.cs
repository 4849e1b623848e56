namespace Trellis.Diagnosis.Findings;

/// <summary>What a detector may lack, said in one line.</summary>
internal static class Needs
{
    public static Text? Steps(LogEvidence evidence) =>
        evidence.Log.CaseCount < evidence.Settings.FewestMatters ? TooFew(evidence)
        : evidence.Log.EventCount <= evidence.Log.CaseCount ? new Text("每件事项只有一个环节。", "Each matter has one step only.")
        : null;

    public static Text? MovingUnits(LogEvidence evidence) =>
        !evidence.Log.HasGroups ? NoUnits
        : evidence.Places ? new Text("事项始终在一个单位，没有转办。", "Matters stay with one unit; nothing moves between units.")
        : evidence.Log.GroupNames.Length < 3 ? new Text("少于三个单位，去向没有选择。", "Fewer than three units: there is no choice of whom to pass on to.")
        : Steps(evidence);

    public static Text? Units(LogEvidence evidence) => !evidence.Log.HasGroups ? NoUnits : Steps(evidence);

    public static Text? SeveralPlaces(LogEvidence evidence) =>
        !evidence.Log.HasGroups ? NoUnits
        : !evidence.Places ? new Text("事项在单位之间流转，各单位办的不是同样的事。", "Matters move between the units, so these do not do the same work beside each other.")
        : Steps(evidence);

    public static Text? Deadlines(LogEvidence evidence) =>
        !evidence.Log.HasDeadlines ? new Text("日志没有时限一列（deadline）。", "The log has no deadline.") : Steps(evidence);

    public static Text? Pauses(LogEvidence evidence) =>
        !evidence.HasPauses ? new Text("日志没有暂停的环节。", "The log has no step that pauses the clock (pause).") : Deadlines(evidence);

    public static Text? PassingOn(LogEvidence evidence) =>
        MovingUnits(evidence) ?? (evidence.HasPassingOn ? null : new Text("日志没有转办的环节。", "The log has no step that passes a matter on (hand-over)."));

    public static Text? MovesAndDeadlines(LogEvidence evidence) =>
        MovingUnits(evidence) ?? (evidence.HasMoves ? Deadlines(evidence) : new Text("日志没有转办、退回或上报的环节。", "The log has no step that passes on, returns or refers up."));

    public static Text? StepLimits(LogEvidence evidence) =>
        !evidence.Log.HasStepDeadlines ? new Text("日志没有环节时限一列（step_deadline）。", "The log has no deadlines of steps (step_deadline).") : Steps(evidence);

    public static Text? Answers(LogEvidence evidence) =>
        !evidence.HasRefusals ? new Text("日志看不出居民认可与否（outcome）。", "The log does not tell whether residents accept the result (outcome).") : Units(evidence);

    public static Text? Endings(LogEvidence evidence) =>
        !evidence.HasClosing ? new Text("看不出哪个环节表示办结。", "No step can be told to end a matter.") : Steps(evidence);

    private static Text NoUnits => new("日志没有单位一列（group）。", "The log names no units (group).");

    private static Text TooFew(LogEvidence evidence) => new(
        $"事项不足 {evidence.Settings.FewestMatters} 件。", $"There are fewer than {evidence.Settings.FewestMatters} matters.");
}
