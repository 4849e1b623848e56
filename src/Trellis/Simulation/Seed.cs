using System.Text;

namespace Trellis.Simulation;

/// <summary>
/// Where random numbers come from: a number, and a tree of others below it by name or by index. What is drawn below one branch never moves what is drawn below another, so that two runs
/// share their arrivals and residents although their officers act differently (common random numbers).
/// </summary>
public readonly record struct Seed(ulong Value)
{
    private const ulong Basis = 14695981039346656037UL;
    private const ulong Prime = 1099511628211UL;

    /// <summary>The branch of a name. Names are stable: they stand in files, or in the code that draws.</summary>
    public Seed Of(string name)
    {
        // FNV-1a over UTF-8, then stirred: near names lie far apart.
        var hash = Basis;
        foreach (var sign in name)
        {
            if (!char.IsAscii(sign)) return Of(Encoding.UTF8.GetBytes(name));
            hash = unchecked((hash ^ sign) * Prime);
        }

        return new Seed(Stirred(Value ^ Stirred(hash)));
    }

    private Seed Of(ReadOnlySpan<byte> name)
    {
        var hash = Basis;
        foreach (var one in name) hash = unchecked((hash ^ one) * Prime);
        return new Seed(Stirred(Value ^ Stirred(hash)));
    }

    /// <summary>The branch of the so-manieth thing of its kind.</summary>
    public Seed Of(long index) => new(Stirred(unchecked(Value + (((ulong)index + 1) * Chance.Step))));

    /// <summary>The numbers of this branch, from their first.</summary>
    public Chance Draws() => new(this);

    /// <summary>The finaliser of SplitMix64 (Steele, Lea and Flood 2014, variant 13 of Stafford).</summary>
    internal static ulong Stirred(ulong bits)
    {
        unchecked
        {
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
            return bits ^ (bits >> 31);
        }
    }
}
