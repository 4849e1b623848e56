namespace Trellis.Diagnosis.Methods;

/// <summary>Whether the level of a series moved at some time, and when. Values that lean on those before them, as queues do, are allowed for.</summary>
/// <remarks>
/// The largest sum of deviations from the mean (Ploberger and Krämer 1992) over the long-run standard deviation, whose autocovariances are weighted as by Newey and West (1987), about the levels before and after,
/// so that the shift does not hide itself; Kolmogorov's distribution.
/// </remarks>
public static class ShiftTest
{
    /// <summary>Null where there are too few values, or they do not vary.</summary>
    public static Shift? Find(IReadOnlyList<double> values, int fewest = 12)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = values.Count;
        if (count < fewest) return null;
        var mean = values.Average();
        var (sum, largest, at) = (0.0, 0.0, 0);
        for (var place = 0; place < count - 1; place++)
        {
            sum += values[place] - mean;
            if (Math.Abs(sum) <= largest) continue;
            (largest, at) = (Math.Abs(sum), place + 1);
        }

        if (largest == 0) return null;
        var before = values.Take(at).Average();
        var after = values.Skip(at).Average();
        var rest = values.Select((value, place) => value - (place < at ? before : after)).ToArray();
        var lags = (int)Math.Ceiling(4 * Math.Pow(count / 100.0, 2.0 / 9)) + 1;
        var variance = Covariance(0);
        for (var lag = 1; lag <= lags; lag++) variance += 2 * (1 - (lag / (lags + 1.0))) * Covariance(lag);
        // Fitting the levels takes out variance; what leans on its past takes out more.
        variance = Math.Max(variance, Covariance(0)) * count / (count - 2 - lags);
        // And as if each value leaned on the one before (Andrews and Monahan 1992), since a few lags see too little of what lasts; the lean seen is too small by a few parts in the number of values.
        var lean = Covariance(0) <= 0 ? 0 : Covariance(1) / Covariance(0);
        lean = Math.Clamp(lean + (3.5 * (1 + (3 * Math.Max(0, lean))) / count), 0, 0.95);
        var shocks = 0.0;
        for (var place = 1; place < count; place++) shocks += Square(rest[place] - (lean * rest[place - 1]));
        variance = Math.Max(variance, shocks / (count - 3) / Square(1 - lean));
        if (variance <= 0) return null;
        return new Shift(at, before, after, Kolmogorov(largest / Math.Sqrt(variance * count)));

        double Covariance(int lag)
        {
            var product = 0.0;
            for (var place = lag; place < count; place++) product += rest[place] * rest[place - lag];
            return product / count;
        }
    }

    private static double Square(double value) => value * value;

    private static double Kolmogorov(double value)
    {
        if (value < 0.3) return 1;
        var p = 0.0;
        for (var k = 1; k <= 100; k++) p += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * k * k * value * value);
        return Math.Clamp(p, 0, 1);
    }
}

/// <param name="At">The first value at the new level.</param>
public readonly record struct Shift(int At, double Before, double After, double PValue);
