using MathNet.Numerics.Distributions;

namespace Trellis.Diagnosis.Methods;

/// <summary>Whether two counts could be equal chances: the exact binomial test at one half.</summary>
public static class SignTest
{
    /// <summary>How likely a split at least as uneven is by chance; 1 where there is nothing.</summary>
    public static double PValue(int one, int other)
    {
        var all = one + other;
        if (all == 0 || one == other) return 1;
        return Math.Min(1, 2 * Binomial.CDF(0.5, all, Math.Min(one, other)));
    }
}
