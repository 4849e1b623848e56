namespace Trellis.Diagnosis.Methods;

/// <summary>How sure one can be of each of many tests, all of them counted: of those told at a rate, at most that share is expected to be chance.</summary>
/// <remarks>
/// Benjamini and Hochberg (1995) for tests that depend on each other not at all or in one direction; Benjamini and Yekutieli (2001) for whatever dependence, at the price of a factor that grows with the
/// logarithm of the number of tests.
/// </remarks>
public static class FalseDiscoveries
{
    /// <summary>The rate at which each would just be told, in the order of the values.</summary>
    public static double[] Adjusted(IReadOnlyList<double> pValues, bool anyDependence)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        var count = pValues.Count;
        var factor = 1.0;
        if (anyDependence)
            for (var at = 2; at <= count; at++) factor += 1.0 / at;
        var order = Enumerable.Range(0, count).OrderBy(at => pValues[at]).ThenBy(static at => at).ToArray();
        var adjusted = new double[count];
        var least = 1.0;
        for (var rank = count; rank >= 1; rank--)
        {
            var at = order[rank - 1];
            least = Math.Min(least, pValues[at] * count * factor / rank);
            adjusted[at] = least;
        }

        return adjusted;
    }
}
