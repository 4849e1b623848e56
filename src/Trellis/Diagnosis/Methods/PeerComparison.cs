using MathNet.Numerics.Distributions;

namespace Trellis.Diagnosis.Methods;

/// <summary>
/// Whether the share of one unit lies beyond what its peers, who do the same work, let one expect of it: each unit is left out in turn, the others say how large the share is and how much units innocently
/// differ, and the one left out is told only outside of what they predict.
/// </summary>
/// <remarks>
/// Shares are compared as double arcsines (Freeman and Tukey 1950), whose variance does not depend on the share; the variance between units is that of DerSimonian and Laird (1986) with the scatter of the peers taken one standard error
/// larger than seen, since few peers may look more alike than they are; the prediction of a new unit follows Student's t (Higgins, Thompson and Spiegelhalter 2009), whose degrees of freedom weigh what is known, the chance within a
/// unit, and what is estimated from peers (Satterthwaite 1946). Leaving out keeps an outlier from hiding itself.
/// </remarks>
public static class PeerComparison
{
    /// <summary>Peers that a comparison needs beside the unit itself: fewer say nothing about how much units differ.</summary>
    public const int FewestPeers = 4;

    private const double MostFreedom = 1e6;

    /// <summary>In the order of the units; null where there are too few peers.</summary>
    /// <param name="moreIsAFault">Asks for shares above those of peers alone; else below.</param>
    public static PeerResult?[] Compare(IReadOnlyList<(int Of, int Hits)> units, bool moreIsAFault = true)
    {
        ArgumentNullException.ThrowIfNull(units);
        var known = Enumerable.Range(0, units.Count).Where(at => units[at].Of > 0).ToArray();
        var results = new PeerResult?[units.Count];
        if (known.Length <= FewestPeers) return results;
        var values = units.Select(static unit => unit.Of == 0 ? 0 : Arcsine(unit.Of, unit.Hits)).ToArray();
        var variances = units.Select(static unit => 1 / (unit.Of + 0.5)).ToArray();
        foreach (var own in known)
        {
            var peers = known.Where(at => at != own).ToArray();
            var (middle, error, between) = Pooled(peers, values, variances);
            var all = variances[own] + between + error;
            var z = (values[own] - middle) / Math.Sqrt(all);
            var freedom = between + error <= 0 ? MostFreedom : Math.Min(MostFreedom, all * all / ((between + error) * (between + error)) * (peers.Length - 1));
            if (!moreIsAFault) z = -z;
            long of = 0, hits = 0;
            foreach (var at in peers)
            {
                of += units[at].Of;
                hits += units[at].Hits;
            }

            results[own] = new PeerResult((double)hits / of, StudentT.CDF(0, 1, freedom, -z));
        }

        return results;
    }

    private static double Arcsine(int of, int hits) => Math.Asin(Math.Sqrt(hits / (of + 1.0))) + Math.Asin(Math.Sqrt((hits + 1.0) / (of + 1.0)));

    private static (double Middle, double Error, double Between) Pooled(int[] peers, double[] values, double[] variances)
    {
        double weights = 0, sum = 0, squares = 0;
        foreach (var at in peers)
        {
            var weight = 1 / variances[at];
            weights += weight;
            sum += weight * values[at];
            squares += weight * weight;
        }

        var fixedMiddle = sum / weights;
        var spread = peers.Sum(at => (values[at] - fixedMiddle) * (values[at] - fixedMiddle) / variances[at]);
        var between = Math.Max(0, (spread + Math.Sqrt(2 * (peers.Length - 1)) - (peers.Length - 1)) / (weights - (squares / weights)));
        double all = 0, middle = 0;
        foreach (var at in peers)
        {
            var weight = 1 / (variances[at] + between);
            all += weight;
            middle += weight * values[at];
        }

        return (middle / all, 1 / all, between);
    }
}

/// <param name="PeersShare">Of all peers together.</param>
/// <param name="PValue">One-sided.</param>
public readonly record struct PeerResult(double PeersShare, double PValue);
