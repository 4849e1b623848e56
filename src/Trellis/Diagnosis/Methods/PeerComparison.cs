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
        var compared = known.Select(at => (Value: Arcsine(units[at].Of, units[at].Hits), Variance: 1 / (units[at].Of + 0.5))).ToArray();
        for (var place = 0; place < known.Length; place++)
        {
            var p = Outside(compared, place, moreIsAFault);
            long of = 0, hits = 0;
            foreach (var at in known)
            {
                if (at == known[place]) continue;
                of += units[at].Of;
                hits += units[at].Hits;
            }

            results[known[place]] = new PeerResult((double)hits / of, p);
        }

        return results;
    }

    /// <summary>
    /// Units that do several sorts of work, each in a mixture of its own: what is to be expected of a unit is what the others have in each sort, in the mixture of the unit (indirect standardisation), and how much units differ is told by how far the
    /// others lie from what is expected of them. One test a unit, however many sorts there are.
    /// </summary>
    /// <param name="sorts">Of each sort the units that do it, with of how many how many show it.</param>
    /// <param name="fewest">So many the others must have of a sort for it to count. They must also be as many units as peers are needed, and have as much of it as the unit has: what comes to few others, or to them now and then, is no measure of whoever it is there for.</param>
    /// <returns>By unit; none where too few can be compared.</returns>
    public static SortedDictionary<int, MixedResult> CompareMixed(IEnumerable<IReadOnlyCollection<(int Unit, int Of, int Hits)>> sorts, int fewest)
    {
        var sums = new SortedDictionary<int, (int Of, int Hits, double Expected, double Variance)>();
        foreach (var sort in sorts)
        {
            if (sort.Count(static one => one.Of > 0) <= FewestPeers) continue;
            var (all, hits) = (sort.Sum(static one => one.Of), sort.Sum(static one => one.Hits));
            foreach (var (unit, of, own) in sort)
            {
                var others = all - of;
                if (others < Math.Max(fewest, of) || of == 0) continue;
                // Half a hit more than seen, so that what was never seen is not held for impossible.
                var share = (hits - own + 0.5) / (others + 1);
                var sum = sums.GetValueOrDefault(unit);
                sums[unit] = (sum.Of + of, sum.Hits + own, sum.Expected + (of * share), sum.Variance + (of * share * (1 - share) * (1 + ((double)of / others))));
            }
        }

        var results = new SortedDictionary<int, MixedResult>();
        var known = sums.Where(one => one.Value.Of >= fewest).ToArray();
        if (known.Length <= FewestPeers) return results;
        var compared = Array.ConvertAll(known, static one => (Value: (one.Value.Hits - one.Value.Expected) / one.Value.Of, Variance: one.Value.Variance / one.Value.Of / one.Value.Of));
        for (var place = 0; place < known.Length; place++)
        {
            var (unit, own) = (known[place].Key, known[place].Value);
            var expected = Math.Min(1, own.Expected / own.Of);
            // Few hits are far from normal; the exact tail at the mean chance bounds the true one from above (Hoeffding 1956).
            results.Add(unit, new MixedResult(own.Of, own.Hits, expected, Math.Max(Outside(compared, place, moreIsAFault: true), ShareTest.PValue(own.Hits, own.Of, expected))));
        }

        return results;
    }

    /// <summary>How likely one lies as far out as it does, where the others tell what is in the middle and how much they differ.</summary>
    private static double Outside((double Value, double Variance)[] units, int own, bool moreIsAFault)
    {
        var peers = Enumerable.Range(0, units.Length).Where(at => at != own).ToArray();
        var (middle, error, between) = Pooled(peers, units);
        var all = units[own].Variance + between + error;
        var z = (units[own].Value - middle) / Math.Sqrt(all);
        var freedom = between + error <= 0 ? MostFreedom : Math.Min(MostFreedom, all * all / ((between + error) * (between + error)) * (peers.Length - 1));
        return StudentT.CDF(0, 1, freedom, moreIsAFault ? -z : z);
    }

    private static double Arcsine(int of, int hits) => Math.Asin(Math.Sqrt(hits / (of + 1.0))) + Math.Asin(Math.Sqrt((hits + 1.0) / (of + 1.0)));

    private static (double Middle, double Error, double Between) Pooled(int[] peers, (double Value, double Variance)[] units)
    {
        double weights = 0, sum = 0, squares = 0;
        foreach (var at in peers)
        {
            var weight = 1 / units[at].Variance;
            weights += weight;
            sum += weight * units[at].Value;
            squares += weight * weight;
        }

        var fixedMiddle = sum / weights;
        var spread = peers.Sum(at => (units[at].Value - fixedMiddle) * (units[at].Value - fixedMiddle) / units[at].Variance);
        var between = Math.Max(0, (spread + Math.Sqrt(2 * (peers.Length - 1)) - (peers.Length - 1)) / (weights - (squares / weights)));
        double all = 0, middle = 0;
        foreach (var at in peers)
        {
            var weight = 1 / (units[at].Variance + between);
            all += weight;
            middle += weight * units[at].Value;
        }

        return (middle / all, 1 / all, between);
    }
}

/// <param name="PeersShare">Of all peers together.</param>
/// <param name="PValue">One-sided.</param>
public readonly record struct PeerResult(double PeersShare, double PValue);

/// <param name="Expected">The share that the others have, in the mixture of the unit.</param>
/// <param name="PValue">One-sided.</param>
public readonly record struct MixedResult(int Of, int Hits, double Expected, double PValue);
