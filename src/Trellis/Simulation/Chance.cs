namespace Trellis.Simulation;

/// <summary>
/// Random numbers of one branch of a seed (SplitMix64). They come out of whole numbers, of + - x / and of square roots, which IEEE 754 rounds alike everywhere: the same seed gives the same bytes
/// on any machine.
/// </summary>
/// <remarks>Not for keys or salts.</remarks>
public sealed class Chance(Seed seed)
{
    /// <summary>The odd number nearest to 2^64 divided by the golden ratio.</summary>
    internal const ulong Step = 0x9E3779B97F4A7C15UL;

    private ulong _state = seed.Value;

    /// <summary>Goes on with the numbers of another branch, from their first. For whoever draws from one branch after the other and hands this to nobody who keeps it.</summary>
    internal Chance Begin(Seed branch)
    {
        _state = branch.Value;
        return this;
    }

    /// <summary>64 bits, each as likely as not.</summary>
    public ulong Bits() => Seed.Stirred(_state = unchecked(_state + Step));

    /// <summary>At least 0 and below the limit, each as likely as another (Lemire 2019).</summary>
    public long Below(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var high = Math.BigMul(Bits(), (ulong)limit, out ulong low);
        if (low >= (ulong)limit) return (long)high;
        var least = unchecked(0UL - (ulong)limit) % (ulong)limit;
        while (low < least) high = Math.BigMul(Bits(), (ulong)limit, out low);
        return (long)high;
    }

    /// <summary>At least 0 and below 1, in steps of 2^-53.</summary>
    public double Unit() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Above 0 and below 1: the middles of 2^52 equal steps.</summary>
    public double Open() => ((Bits() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Whether something of this share happens now; one number is drawn whatever the share.</summary>
    public bool Happens(double share) => Unit() < share;

    public double Exponential(double mean) => -mean * Logarithms.Natural(Open());

    /// <summary>By inversion, so that one number is drawn and a greater one gives a greater.</summary>
    public double Normal(double mean, double deviation) => mean + (deviation * Logarithms.NormalQuantile(Open()));

    /// <param name="location">Mean of the logarithm.</param>
    /// <param name="deviation">Standard deviation of the logarithm.</param>
    public double LogNormal(double location, double deviation) => Logarithms.Exponential(Normal(location, deviation));

    /// <summary>By Marsaglia and Tsang 2000; how many numbers are drawn differs, so a gamma number has a branch of its own where runs are compared.</summary>
    public double Gamma(double shape, double scale)
    {
        if (shape < 1)
        {
            var power = Logarithms.Exponential(Logarithms.Natural(Open()) / shape);
            return Gamma(shape + 1, scale) * power;
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal(0, 1);
            var v = 1 + (c * x);
            if (v <= 0) continue;
            v = v * v * v;
            if (Logarithms.Natural(Open()) < (0.5 * x * x) + (d * (1 - v + Logarithms.Natural(v)))) return d * v * scale;
        }
    }

    /// <summary>One of them, each as likely as another.</summary>
    public T Among<T>(IReadOnlyList<T> values) => values[(int)Below(values.Count)];

    /// <summary>The place of one of them, as likely as its weight says.</summary>
    /// <param name="sums">Sums of the weights up to and with each; the last is that of all, and above 0.</param>
    public int Weighed(ReadOnlySpan<double> sums)
    {
        var drawn = Unit() * sums[^1];
        var (low, high) = (0, sums.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sums[middle] > drawn) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
