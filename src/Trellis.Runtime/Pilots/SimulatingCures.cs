using Trellis.Diagnosis.Findings;
using Trellis.Pilots.Cures;
using Trellis.Runtime.Simulation;

namespace Trellis.Runtime.Pilots;

/// <summary>Lives through what findings propose, each proposal by itself, and puts its effects beside it.</summary>
public static class SimulatingCures
{
    /// <summary>So long both are lived through, in days, and so often: enough to see what is large while somebody waits at a terminal.</summary>
    public const int Days = 120;

    public const int Runs = 3;

    private const ulong Seed = 1;

    /// <exception cref="UnusableInput">The structure has no load under which it could be lived.</exception>
    public static FindingReport Into(FindingReport report, ProposingCures cures, int threads)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(cures);
        var lived = new Dictionary<string, ProposedOverlay>(StringComparer.Ordinal);
        foreach (var overlay in report.Findings.Select(static finding => finding.Overlay).OfType<ProposedOverlay>().DistinctBy(static one => one.Name, StringComparer.Ordinal))
            lived.Add(overlay.Name, cures.Told(overlay, plan => LivingThrough.Both(plan, cures.Files, cures.With(overlay), Seed, Days, Runs, threads)));
        return report with { Findings = [.. report.Findings.Select(finding => finding.Overlay is { } overlay ? finding with { Overlay = lived[overlay.Name] } : finding)] };
    }
}
