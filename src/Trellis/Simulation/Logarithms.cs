namespace Trellis.Simulation;

/// <summary>
/// Logarithm, exponential and the quantile of the normal distribution out of + - x / and square roots alone. Those of the system differ in their last bit from one machine to the next, and with
/// them a whole run.
/// </summary>
public static class Logarithms
{
    // The logarithm of 2 in two parts: the first has few bits, so that whole multiples of it are exact.
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Root2 = 1.41421356237309504880;

    /// <summary>The natural logarithm of a positive number, within two units of the last place.</summary>
    public static double Natural(double x)
    {
        if (double.IsNaN(x) || x < 0) return double.NaN;
        if (x == 0) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x)) return x;
        var power = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984; // 2^54: it has all its bits again
            power = -54;
        }

        // x = m * 2^power, m between sqrt(1/2) and sqrt(2); log m = 2 artanh((m - 1) / (m + 1)).
        var bits = BitConverter.DoubleToInt64Bits(x);
        power += (int)((bits >> 52) & 0x7FF) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (m > Root2)
        {
            m *= 0.5;
            power++;
        }

        var s = (m - 1) / (m + 1);
        var z = s * s;
        // The compiler divides here, once for all.
        var sum = 1.0 / 25 * z;
        sum = (sum + (1.0 / 23)) * z;
        sum = (sum + (1.0 / 21)) * z;
        sum = (sum + (1.0 / 19)) * z;
        sum = (sum + (1.0 / 17)) * z;
        sum = (sum + (1.0 / 15)) * z;
        sum = (sum + (1.0 / 13)) * z;
        sum = (sum + (1.0 / 11)) * z;
        sum = (sum + (1.0 / 9)) * z;
        sum = (sum + (1.0 / 7)) * z;
        sum = (sum + (1.0 / 5)) * z;
        sum = (sum + (1.0 / 3)) * z;
        return (power * Ln2High) + ((2 * s) + ((2 * s * sum) + (power * Ln2Low)));
    }

    /// <summary>e to the power of a number, within two units of the last place.</summary>
    public static double Exponential(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 709.78) return double.PositiveInfinity;
        if (x < -708.39) return 0;
        var power = Math.Floor((x / (Ln2High + Ln2Low)) + 0.5);
        var r = x - (power * Ln2High) - (power * Ln2Low);
        var sum = 1.0;
        for (var n = 14; n >= 1; n--) sum = 1 + (r * sum / n);
        // At 1024 the factor itself would be too great although the product is not.
        return power > 1023 ? sum * 2 * TwoTo(1023) : sum * TwoTo((int)power);
    }

    /// <summary>The number below which a standard normal one lies with this probability: algorithm AS 241, PPND16 (Wichura 1988).</summary>
    public static double NormalQuantile(double probability)
    {
        var q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var central = 0.180625 - (q * q);
            return q * Ratio(central, Centre, CentreBelow);
        }

        var tail = Math.Sqrt(-Natural(q < 0 ? probability : 1 - probability));
        var far = tail <= 5 ? Ratio(tail - 1.6, Middle, MiddleBelow) : Ratio(tail - 5, Far, FarBelow);
        return q < 0 ? -far : far;
    }

    private static double TwoTo(int power) => BitConverter.Int64BitsToDouble((long)(power + 1023) << 52);

    private static double Ratio(double x, ReadOnlySpan<double> above, ReadOnlySpan<double> below) => Polynomial(x, above) / ((Polynomial(x, below) * x) + 1);

    private static double Polynomial(double x, ReadOnlySpan<double> factors)
    {
        var sum = 0.0;
        for (var at = factors.Length - 1; at >= 0; at--) sum = (sum * x) + factors[at];
        return sum;
    }

    private static ReadOnlySpan<double> Centre =>
        [3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3];

    private static ReadOnlySpan<double> CentreBelow =>
        [4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3, 2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3];

    private static ReadOnlySpan<double> Middle =>
        [1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4];

    private static ReadOnlySpan<double> MiddleBelow =>
        [2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9];

    private static ReadOnlySpan<double> Far =>
        [6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7];

    private static ReadOnlySpan<double> FarBelow =>
        [5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15];
}
