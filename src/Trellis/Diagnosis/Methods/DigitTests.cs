using MathNet.Numerics.Distributions;

namespace Trellis.Diagnosis.Methods;

/// <summary>
/// What the digits of figures look like. Figures that grow out of many causes and span several orders of magnitude follow Benford's law in their leading digits and are even in their last one;
/// figures made up by people seldom are. Never an accusation alone: capped, assigned and rounded figures deviate innocently.
/// </summary>
/// <remarks>Benford 1938; Nigrini, "Benford's Law" (2012) for the bands of the mean absolute deviation; digits are taken from decimals, because binary fractions lose some (0.29 times 100 is not 29).</remarks>
public static class DigitTests
{
    /// <summary>The first digit of each figure against Benford's law; nothing and negative figures are left out.</summary>
    public static DigitFit First(IEnumerable<decimal> figures) => Leading(figures, 1);

    /// <summary>The first two digits, 10 to 99; a figure of one digit counts as if a nought followed.</summary>
    public static DigitFit FirstTwo(IEnumerable<decimal> figures) => Leading(figures, 2);

    /// <summary>The last digit of whole figures of at least two digits against an even spread.</summary>
    public static DigitFit Last(IEnumerable<decimal> figures)
    {
        var counts = new int[10];
        foreach (var figure in figures)
            if (Math.Abs(figure) >= 10 && decimal.Truncate(figure) == figure) counts[(int)(Math.Abs(figure) % 10)]++;
        return Compare(counts, 0, static _ => 0.1);
    }

    private static DigitFit Leading(IEnumerable<decimal> figures, int digits)
    {
        var least = digits == 1 ? 1 : 10;
        var counts = new int[9 * least];
        foreach (var figure in figures)
        {
            if (figure <= 0) continue;
            var scaled = figure;
            while (scaled >= 10 * least) scaled /= 10;
            while (scaled < least) scaled *= 10;
            counts[(int)decimal.Truncate(scaled) - least]++;
        }

        return Compare(counts, least, static digit => Math.Log10(1 + (1.0 / digit)));
    }

    private static DigitFit Compare(int[] counts, int first, Func<int, double> expected)
    {
        var all = counts.Sum();
        double chi = 0, deviation = 0;
        for (var at = 0; at < counts.Length && all > 0; at++)
        {
            var share = expected(first + at);
            var off = counts[at] - (share * all);
            chi += off * off / (share * all);
            deviation += Math.Abs(((double)counts[at] / all) - share);
        }

        return new DigitFit(counts, all, chi, counts.Length - 1, all == 0 ? 1 : 1 - ChiSquared.CDF(counts.Length - 1, chi), deviation / counts.Length);
    }
}

/// <param name="Counts">Figures by digit, the smallest first.</param>
/// <param name="MeanDeviation">Mean absolute difference between the share seen and the share expected, which does not grow with the number of figures.</param>
public sealed record DigitFit(IReadOnlyList<int> Counts, int Figures, double ChiSquare, int Freedom, double PValue, double MeanDeviation)
{
    /// <summary>Nigrini's bands for first and first two digits; for other tests the closest that they have.</summary>
    public DigitConformity Conformity => Counts.Count > 10
        ? Band(0.0012, 0.0018, 0.0022)
        : Band(0.006, 0.012, 0.015);

    private DigitConformity Band(double close, double acceptable, double marginal) =>
        MeanDeviation <= close ? DigitConformity.Close
        : MeanDeviation <= acceptable ? DigitConformity.Acceptable
        : MeanDeviation <= marginal ? DigitConformity.Marginal
        : DigitConformity.None;
}

public enum DigitConformity
{
    Close,
    Acceptable,
    Marginal,
    None,
}
