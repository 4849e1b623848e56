using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Tests that were made and are not judged yet: what is told depends on all of them.
/// </summary>
public sealed class MadeTests
{
    private readonly IReadOnlyList<MadeTest> _tests;
    private readonly IReadOnlyList<SilentDetector> _silent;

    internal MadeTests(IReadOnlyList<MadeTest> tests, IReadOnlyList<SilentDetector> silent) => (_tests, _silent) = (tests, silent);

    /// <param name="rules">Where the structure speaks of what a finding is about; null without a structure.</param>
    /// <param name="rewards">What of the structure rewards what a finding of an incentive shows; null without a structure.</param>
    public FindingReport Judge(FindingSettings settings, Func<LogFinding, RuleAtFault?>? rules = null, RewardsOfStructures? rewards = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var tests = _tests.Where(static one => !one.IsFact).ToList();
        var adjusted = FalseDiscoveries.Adjusted(tests.ConvertAll(static one => one.PValue), anyDependence: true);
        var findings = _tests.Where(static one => one.IsFact).Select(static one => one.Tell).OfType<Func<LogFinding>>().Select(static tell => tell()).ToList();
        for (var at = 0; at < tests.Count; at++)
            if (tests[at].Tell is { } tell && adjusted[at] <= settings.FalseDiscoveries) findings.Add(tell() with { QValue = adjusted[at] });
        // The same about the same is told once, by the surest of its tests.
        findings = [.. findings.OrderBy(static one => one.QValue).ThenBy(static one => one.PValue).DistinctBy(static one => (one.Code, one.Who.Kind, one.Who.ToString(), one.Measure.En))];
        if (rules is not null) findings = findings.ConvertAll(finding => finding with { Cause = rules(finding) });
        if (rewards is not null) findings = findings.ConvertAll(finding => finding with { Rewards = rewards.Of(finding) });
        findings.Sort(Compare);
        return new FindingReport(findings, _silent, tests.Count, settings.FalseDiscoveries);
    }

    /// <summary>The more severe first, then what is explained, then those that touch more matters beyond what was expected, then code and name.</summary>
    private static int Compare(LogFinding one, LogFinding other)
    {
        if (one.Severity != other.Severity) return other.Severity.CompareTo(one.Severity);
        if (one.IsUnexplained != other.IsUnexplained) return one.IsUnexplained.CompareTo(other.IsUnexplained);
        var weights = Weight(other).CompareTo(Weight(one));
        if (weights != 0) return weights;
        var codes = string.CompareOrdinal(one.Code.Code, other.Code.Code);
        return codes != 0 ? codes : string.CompareOrdinal(one.Who.ToString(), other.Who.ToString());
    }

    private static double Weight(LogFinding finding) => finding.Unit == MeasureUnit.Share ? finding.Cases * Math.Max(0, finding.Value - finding.Expected) : finding.Cases * 0.25;
}

/// <param name="Tell">What would be told of it; null where the effect is too small to be told, however sure it is.</param>
internal readonly record struct MadeTest(double PValue, bool IsFact, Func<LogFinding>? Tell);
