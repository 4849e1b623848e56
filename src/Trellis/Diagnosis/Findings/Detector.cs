using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Findings;

/// <summary>What looks for one kind of fault.</summary>
/// <param name="Lacks">What the log or the table would need that it has not, in one line; null where it has all.</param>
internal sealed record Detector<T>(FindingCode Code, Func<T, Text?> Lacks, Func<T, IEnumerable<Tested>> Find)
{
    /// <summary>What it finds is done for a figure: each of its findings stays unexplained unless what rewards it and the load at the time are known.</summary>
    public bool IsOfIncentive { get; init; }
}

/// <summary>A detector that could not look, and why.</summary>
public sealed record SilentDetector(FindingCode Code, Text Lacks);

/// <summary>What was found, and what was looked for.</summary>
/// <param name="Findings">Most important first.</param>
/// <param name="Tests">How many tests were made; the rate of false discoveries is held over all of them.</param>
public sealed record FindingReport(IReadOnlyList<LogFinding> Findings, IReadOnlyList<SilentDetector> Silent, int Tests, double FalseDiscoveries)
{
    /// <summary>How many of the findings are counted facts, which no rate of chance is about.</summary>
    public int Facts => Findings.Count(static finding => finding.IsFact);

    public static readonly FindingReport Nothing = new([], [], 0, new FindingSettings().FalseDiscoveries);
}
