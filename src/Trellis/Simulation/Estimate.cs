namespace Trellis.Simulation;

/// <summary>
/// A mean over independent runs of a simulation, with the interval that holds the true mean in 95 of 100 such experiments (Student's t: exact for normal figures, and good for
/// means over many matters). Runs are independent when their seeds differ; each gives one figure, so that the dependence of matters within a run does no harm.
/// </summary>
/// <param name="Half">Half the width of the interval, in the unit of the mean; null for one run, which says nothing about the next.</param>
public readonly record struct Estimate(double Mean, double? Half, int Runs)
{
    /// <summary>Whether the interval lies on one side of nothing: for a difference, that it is no accident of the draws.</summary>
    public bool IsApart => Excludes(0);

    /// <summary>How likely a mean so far from nothing is by the draws alone where there is truly no difference; 1 for one run.</summary>
    public double ByChance => Half is not { } half || Mean == 0 ? 1 : half == 0 ? 0 : 1 - StudentsT.Within(Math.Abs(Mean) / half * StudentsT.Quantile(0.95, Runs - 1), Runs - 1);

    /// <summary>
    /// Which of many differences are told: of those told, at most one in twenty is expected to be an accident (Benjamini and Hochberg 1995). Told one by one by their intervals, one in twenty of
    /// all that do not differ would be among them.
    /// </summary>
    /// <param name="differences">With 95 % intervals.</param>
    public static bool[] Told(IReadOnlyList<Estimate> differences)
    {
        const double Accidents = 0.05;
        var order = Enumerable.Range(0, differences.Count).OrderBy(at => differences[at].ByChance).ToList();
        var last = order.Count - 1;
        while (last >= 0 && differences[order[last]].ByChance > Accidents * (last + 1) / order.Count) last--;
        var told = new bool[differences.Count];
        for (var rank = 0; rank <= last; rank++) told[order[rank]] = true;
        return told;
    }

    /// <summary>Whether a value lies outside of the interval; one run excludes nothing.</summary>
    public bool Excludes(double value) => Half is { } half && Math.Abs(Mean - value) > half;

    /// <summary>Of no run there is nothing to say: 0 of 0 runs.</summary>
    public static Estimate Of(IReadOnlyList<double> runs, double confidence = 0.95)
    {
        double mean = 0, squares = 0;
        for (var at = 0; at < runs.Count; at++)
        {
            // Welford's way: exact also where the mean is large beside the spread.
            var off = runs[at] - mean;
            mean += off / (at + 1);
            squares += off * (runs[at] - mean);
        }

        return new Estimate(mean, runs.Count < 2 ? null : StudentsT.Quantile(confidence, runs.Count - 1) * Math.Sqrt(squares / (runs.Count - 1) / runs.Count), runs.Count);
    }

    /// <summary>
    /// Changed minus base, run by run. Under common random numbers run n of both lived through the same load, so that the spread of the load falls out
    /// and the interval is narrower than that of two separate means.
    /// </summary>
    public static Estimate OfDifference(IReadOnlyList<double> before, IReadOnlyList<double> changed, double confidence = 0.95)
    {
        if (before.Count != changed.Count) throw new ArgumentException("Runs are compared in pairs.", nameof(changed));
        return Of([.. before.Zip(changed, static (one, other) => other - one)], confidence);
    }
}

/// <summary>Student's distribution, out of + - x / and square roots: the same figures on every machine.</summary>
public static class StudentsT
{
    /// <summary>The t that a variable of Student's distribution stays within, on both sides, with the given probability.</summary>
    public static double Quantile(double confidence, int freedom)
    {
        if (confidence is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(confidence));
        ArgumentOutOfRangeException.ThrowIfLessThan(freedom, 1);
        double low = 0, high = 1;
        while (Within(high, freedom) < confidence) high *= 2;
        while (true)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high) return middle;
            if (Within(middle, freedom) < confidence) low = middle;
            else high = middle;
        }
    }

    /// <summary>Probability that a variable of Student's distribution lies between -t and t: the finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4.</summary>
    public static double Within(double t, int freedom)
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
