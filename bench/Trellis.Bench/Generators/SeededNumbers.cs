namespace Trellis.Bench.Generators;

/// <summary>Repeatable random numbers (SplitMix64): the same seed gives the same numbers on every machine.</summary>
public sealed class SeededNumbers(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15ul;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ul;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBul;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A whole number from 0 up to, not including, the bound.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1ul << 53));

    public bool Chance(double share) => Share() < share;

    /// <summary>A skewed whole number below the bound: small ones often, large ones seldom.</summary>
    public int Skewed(int bound)
    {
        var share = Share();
        return (int)(share * share * bound);
    }

    /// <summary>A waiting time with the given mean, many short and few long. Uses only + - * / so that it is the same everywhere.</summary>
    public double Waiting(double mean)
    {
        // A ratio of uniforms has a long tail without a logarithm.
        var share = Share();
        return mean * share / (1.25 - share) * 0.75;
    }
}
