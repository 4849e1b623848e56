namespace Trellis.Diagnosis.Methods;

/// <summary>How many values a window would have, were it like what lies on both sides of it.</summary>
/// <remarks>Counts of equal bins outside of the window are fitted by a Poisson regression whose logarithm is a polynomial of order 2 (the counterfactual of Chetty and others 2011, in logarithms so that nothing falls below nought); the error is that of the fit.</remarks>
public static class ExcessMass
{
    private const int Terms = 3;
    private const int MostSteps = 50;
    private const double Settled = 1e-9;

    /// <param name="bins">Counts from left to right.</param>
    /// <param name="from">The first bin of what is left out.</param>
    /// <param name="to">The first behind it.</param>
    /// <returns>What the bins left out would hold, each, and how they err together; null where there is too little to fit.</returns>
    public static Counterfactual? Find(IReadOnlyList<int> bins, int from, int to)
    {
        ArgumentNullException.ThrowIfNull(bins);
        var kept = Enumerable.Range(0, bins.Count).Where(at => at < from || at >= to).ToArray();
        if (kept.Length <= Terms || from < 2 || bins.Count - to < 2 || kept.Sum(at => bins[at]) is var all && all < 4 * Terms) return null;
        var middle = (from + to) / 2.0;
        var scale = Math.Max(middle, bins.Count - middle);
        double[] coefficients = [Math.Log((double)all / kept.Length), 0, 0];
        for (var step = 0; step < MostSteps; step++)
        {
            var (information, score) = (new double[Terms, Terms], new double[Terms]);
            foreach (var at in kept)
            {
                var terms = At(at);
                var mean = Mean(terms);
                for (var row = 0; row < Terms; row++)
                {
                    score[row] += terms[row] * (bins[at] - mean);
                    for (var column = 0; column < Terms; column++) information[row, column] += terms[row] * terms[column] * mean;
                }
            }

            if (Inverse(information) is not { } inverse) return null;
            var moved = 0.0;
            for (var row = 0; row < Terms; row++)
            {
                var by = 0.0;
                for (var column = 0; column < Terms; column++) by += inverse[row, column] * score[column];
                // A step too far has no way back where the exponential runs off.
                by = Math.Clamp(by, -1, 1);
                coefficients[row] += by;
                moved = Math.Max(moved, Math.Abs(by));
            }

            if (moved < Settled) return new Counterfactual(inverse, [.. Enumerable.Range(0, bins.Count).Select(At)], [.. Enumerable.Range(0, bins.Count).Select(at => Mean(At(at)))]);
        }

        return null;

        double[] At(int at) => [1, (at + 0.5 - middle) / scale, (at + 0.5 - middle) * (at + 0.5 - middle) / scale / scale];

        double Mean(double[] terms) => Math.Exp((coefficients[0] * terms[0]) + (coefficients[1] * terms[1]) + (coefficients[2] * terms[2]));
    }

    /// <summary>Of a symmetric matrix of three by three, by cofactors; null where it has none.</summary>
    private static double[,]? Inverse(double[,] m)
    {
        var (a, b, c) = ((m[1, 1] * m[2, 2]) - (m[1, 2] * m[2, 1]), (m[1, 2] * m[2, 0]) - (m[1, 0] * m[2, 2]), (m[1, 0] * m[2, 1]) - (m[1, 1] * m[2, 0]));
        var determinant = (m[0, 0] * a) + (m[0, 1] * b) + (m[0, 2] * c);
        if (!double.IsFinite(determinant) || Math.Abs(determinant) < 1e-12 * m[0, 0] * m[0, 0] * m[0, 0]) return null;
        var (e, f, i) = ((m[0, 0] * m[2, 2]) - (m[0, 2] * m[2, 0]), (m[0, 2] * m[1, 0]) - (m[0, 0] * m[1, 2]), (m[0, 0] * m[1, 1]) - (m[0, 1] * m[1, 0]));
        return new[,]
        {
            { a / determinant, b / determinant, c / determinant },
            { b / determinant, e / determinant, f / determinant },
            { c / determinant, f / determinant, i / determinant },
        };
    }
}

/// <summary>What bins would hold without what is asked about.</summary>
public sealed class Counterfactual
{
    private readonly double[,] _covariance;
    private readonly double[][] _terms;
    private readonly double[] _means;

    internal Counterfactual(double[,] covariance, double[][] terms, double[] means) => (_covariance, _terms, _means) = (covariance, terms, means);

    /// <summary>In the bins from one up to, and not including, another, with the variance that the fit has there.</summary>
    public (double Expected, double Variance) In(int from, int to)
    {
        var (expected, slope) = (0.0, new double[3]);
        for (var at = from; at < to; at++)
        {
            expected += _means[at];
            for (var term = 0; term < slope.Length; term++) slope[term] += _means[at] * _terms[at][term];
        }

        var variance = 0.0;
        for (var row = 0; row < slope.Length; row++)
            for (var column = 0; column < slope.Length; column++) variance += slope[row] * _covariance[row, column] * slope[column];
        return (expected, variance);
    }
}
