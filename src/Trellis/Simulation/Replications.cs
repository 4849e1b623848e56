namespace Trellis.Simulation;

/// <summary>A mean over independent runs, and how far the true mean may lie from it.</summary>
/// <param name="Deviation">Standard deviation of single runs; 0 for one run.</param>
/// <param name="HalfWidth">Half of the interval that holds the true mean in 95 of 100 such experiments, in the unit of the mean. Null for one run, which says nothing about the next.</param>
public readonly record struct Estimate(double Mean, double Deviation, double? HalfWidth, int Runs)
{
    public double? Low => Mean - HalfWidth;

    public double? High => Mean + HalfWidth;

    /// <summary>True when the interval lies wholly on one side of zero: for a difference, that it is no accident of the draws.</summary>
    public bool Excludes(double value) => HalfWidth is { } half && (value < Mean - half || value > Mean + half);
}

/// <summary>
/// What independent runs of a simulation say together. Runs are independent when their seeds differ; one figure per run, so that the dependence of
/// matters within a run does not matter. Uses only + - x / and square roots: the same figures on every machine.
/// </summary>
public static class Replications
{
    /// <summary>The mean over runs with Student's interval, which is exact for normal figures and good for means over many matters.</summary>
    public static Estimate Mean(ReadOnlySpan<double> runs, double confidence = 0.95)
    {
        if (runs.IsEmpty) throw new ArgumentException("There is no run.", nameof(runs));
        double mean = 0, squares = 0;
        for (var at = 0; at < runs.Length; at++)
        {
            // Welford's way: exact also where the mean is large beside the spread.
            var off = runs[at] - mean;
            mean += off / (at + 1);
            squares += off * (runs[at] - mean);
        }

        if (runs.Length == 1) return new Estimate(mean, 0, null, 1);
        var deviation = Math.Sqrt(squares / (runs.Length - 1));
        return new Estimate(mean, deviation, StudentQuantile(confidence, runs.Length - 1) * deviation / Math.Sqrt(runs.Length), runs.Length);
    }

    /// <summary>
    /// Changed minus base, run by run. Under common random numbers run n of both lived through the same load, so the spread of the load falls out
    /// and the interval is narrower than that of two separate means.
    /// </summary>
    public static Estimate Difference(ReadOnlySpan<double> before, ReadOnlySpan<double> changed, double confidence = 0.95)
    {
        if (before.Length != changed.Length) throw new ArgumentException("Runs are compared in pairs.", nameof(changed));
        var differences = new double[before.Length];
        for (var at = 0; at < differences.Length; at++) differences[at] = changed[at] - before[at];
        return Mean(differences, confidence);
    }

    /// <summary>The t that a variable of Student's distribution stays within, on both sides, with the given probability.</summary>
    public static double StudentQuantile(double confidence, int freedom)
    {
        if (confidence is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(confidence));
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        double low = 0, high = 1;
        while (StudentWithin(high, freedom) < confidence) high *= 2;
        while (true)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high) return middle;
            if (StudentWithin(middle, freedom) < confidence) low = middle;
            else high = middle;
        }
    }

    /// <summary>Probability that a variable of Student's distribution lies between -t and t: the finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4.</summary>
    public static double StudentWithin(double t, int freedom)
    {
        var hypotenuse = Math.Sqrt(freedom + (t * t));
        var sine = t / hypotenuse;
        var cosineSquared = freedom / (freedom + (t * t));
        if (freedom % 2 == 0)
        {
            double term = 1, sum = 1;
            for (var k = 2; k < freedom; k += 2)
            {
                term *= (k - 1) * cosineSquared / k;
                sum += term;
            }

            return sine * sum;
        }

        double odd = 0, part = Math.Sqrt(cosineSquared);
        for (var k = 1; k < freedom; k += 2)
        {
            odd += part;
            part *= (k + 1) * cosineSquared / (k + 2);
        }

        return 2 / Math.PI * (Angle(t / Math.Sqrt(freedom)) + (sine * odd));
    }

    /// <summary>Arc tangent of a number from 0 up: halved four times, then its series.</summary>
    private static double Angle(double tangent)
    {
        // Above 1 the angle of the reciprocal is the rest of a right angle.
        if (tangent > 1) return (Math.PI / 2) - Angle(1 / tangent);
        for (var halving = 0; halving < 4; halving++) tangent /= 1 + Math.Sqrt(1 + (tangent * tangent));
        double angle = 0, power = tangent;
        for (var k = 1; k < 19; k += 2)
        {
            angle += power / k;
            power *= -tangent * tangent;
        }

        return 16 * angle;
    }
}
