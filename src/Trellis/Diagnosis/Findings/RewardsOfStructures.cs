using Trellis.Diagnosis.Checks;
using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Which indicators of a structure get better by what a finding of an incentive shows, and which assessments look at them. An indicator that nobody is judged by rewards nothing, and one that counts a single type of matter rewards what is done with
/// that type alone; an assessment rewards those whom it judges.
/// </summary>
public sealed class RewardsOfStructures(StructureOnDay today)
{
    private const int Most = 3;

    /// <summary>The assessments that weigh most first.</summary>
    public IReadOnlyList<Reward> Of(LogFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (!finding.IsOfIncentive) return [];
        var (structure, day) = (today.Structure, today.Day);
        var unit = UnitOf(finding.Who);
        return
        [
            .. structure.Assessments.All.Where(one => one.HoldsOn(day) && (unit is null || IsJudged(unit, one)))
                .SelectMany(assessment => assessment.LooksAt.Select(look => (Assessment: assessment, Look: look, Indicator: structure.Indicators.On(look.Indicator.Id, day))))
                .Where(one => one.Indicator is { } indicator && IsBetterBy(finding, indicator))
                .OrderByDescending(static one => one.Look.Weight?.Value ?? 0).ThenBy(static one => one.Assessment.Id, StringComparer.Ordinal).ThenBy(static one => one.Indicator!.Id, StringComparer.Ordinal)
                .Take(Most)
                .Select(static one => new Reward(
                    one.Indicator!.Name, new RuleAtFault(one.Indicator.At.Path, one.Indicator.At.Line, one.Indicator.Address),
                    one.Assessment.Name, new RuleAtFault(one.Look.At.Path, one.Look.At.Line, one.Assessment.Address), one.Look.Weight?.ToString())),
        ];
    }

    /// <summary>Null where it is about no unit, or one that the structure does not have: then anybody's assessment may reward it.</summary>
    private UnitOnDay? UnitOf(FindingSubject who) => who.Kind is SubjectKind.Unit or SubjectKind.StepInUnit or SubjectKind.IndicatorInUnit ? today.Unit(who.Names[^1]) : null;

    /// <summary>Itself, or a body above it in whose figure its work counts.</summary>
    private bool IsJudged(UnitOnDay unit, AssessmentRule assessment) => today.Expand(assessment.Judged.Id).Any(unit.IsUnder);

    private static bool IsBetterBy(LogFinding finding, Indicator indicator)
    {
        if (finding.Who.Kind is SubjectKind.Indicator or SubjectKind.IndicatorInUnit) return ((string[])[indicator.Id, indicator.Name.Zh, indicator.Name.En]).Contains(finding.Who.Names[0], StringComparer.Ordinal);
        if (indicator.FromRecord?.Text is { } rows && rows.Contains("matter.type", StringComparison.Ordinal) && !(finding.Who.Kind == SubjectKind.MatterType && rows.Contains($"\"{finding.Who.Names[0]}\"", StringComparison.Ordinal))) return false;
        var counts = new Counted(indicator);
        return finding.Code.Code switch
        {
            _ when finding.Code == FindingCodes.StoppedClocks || finding.Code == FindingCodes.Bunching || finding.Code == FindingCodes.LyingOnSteps => counts.InTime,
            _ when finding.Code == FindingCodes.MassClosing || finding.Code == FindingCodes.Reopened => counts.ClosedInTime || counts.QuicklyClosed || counts.Solved || counts.ManyClosed,
            _ when finding.Code == FindingCodes.Refuted => counts.ClosedInTime || counts.Solved || counts.ManyClosed,
            _ => false,
        };
    }

    /// <summary>What an indicator of the record calls good.</summary>
    private sealed class Counted(Indicator indicator)
    {
        private readonly string[] _value = [.. FactNames.In(indicator.Value?.Text)];
        private readonly string[] _rows = [.. FactNames.In(indicator.FromRecord?.Text).Concat(FactNames.In(indicator.CountedWhen?.Text))];

        /// <summary>That a limit is kept.</summary>
        public bool InTime => indicator.HigherIsBetter == true && (_value.Contains("matter.promise-due") || _value.Contains("matter.first-answer-due"));

        public bool ClosedInTime => indicator.HigherIsBetter == true && _value.Contains("matter.promise-due") && _value.Contains("matter.closed");

        public bool QuicklyClosed => indicator.HigherIsBetter == false && _value.Contains("matter.closed");

        public bool Solved => indicator.HigherIsBetter == true && _value.Contains("matter.closure") && indicator.Value!.Text.Contains("\"solved\"", StringComparison.Ordinal);

        public bool ManyClosed => indicator is { HigherIsBetter: true, Take: "count" } && (_rows.Contains("matter.closed") || _rows.Contains("matter.closure"));
    }
}
