namespace Trellis.Diagnosis.Findings;

/// <summary>What makes a figure better by the behaviour that a finding of an incentive shows: an indicator, and the assessment that looks at it.</summary>
/// <param name="Weight">As written, "20 %"; null where the assessment gives none.</param>
public sealed record Reward(Text Indicator, RuleAtFault IndicatorAt, Text Assessment, RuleAtFault AssessmentAt, string? Weight);

/// <summary>Matters that lay there when a finding shows, on average, beside how many lie there on average over the whole time.</summary>
public sealed record LoadAtTheTime(double Then, double Usually);
