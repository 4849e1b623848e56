using System.Globalization;
using System.Security.Cryptography;

namespace Trellis.Runtime.Process;

/// <summary>
/// Ids of matters: "m" and 13 signs that spell a number of 63 bits, the milliseconds since 1970 and 20 random bits. So later ones are larger, tables have the number as their key,
/// and no id tells how many there are.
/// </summary>
public static class MatterNumbers
{
    private const int Signs = 13;
    private const int RandomBits = 20;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    internal static long Mint(DateTimeOffset now, ref long last)
    {
        while (true)
        {
            var before = Volatile.Read(ref last);
            var number = (now.ToUnixTimeMilliseconds() << RandomBits) | (long)RandomNumberGenerator.GetInt32(1 << RandomBits);
            // More than one in a millisecond, or a clock that was set back: never the same twice.
            if (number <= before) number = before + 1;
            if (Interlocked.CompareExchange(ref last, number, before) == before) return number;
        }
    }

    /// <summary>A number that none of the matters lies below that were filed at a moment or later.</summary>
    /// <param name="filed">Milliseconds since 1970, UTC.</param>
    internal static long FirstFiledFrom(long filed)
    {
        // A matter may have been filed before it got its number, as on paper; after it only by as long as an act waits its turn.
        const long LongestWait = 24 * 60 * 60 * 1000;
        return Math.Max(0, filed - LongestWait) << RandomBits;
    }

    public static MatterId Id(long number)
    {
        if (number <= 0) throw new ArgumentOutOfRangeException(nameof(number), number, "Numbers of matters are positive.");
        return new MatterId(string.Create(Signs + 1, number, static (text, value) =>
        {
            text[0] = 'm';
            for (var at = Signs; at > 0; at--)
            {
                text[at] = Alphabet[(int)(value & 31)];
                value >>= 5;
            }
        }));
    }

    /// <summary>The number that an id spells; null for what is no id.</summary>
    public static long? Of(MatterId id)
    {
        if (id.Text is not { Length: Signs + 1 } text || text[0] != 'm') return null;
        var number = 0L;
        for (var at = 1; at <= Signs; at++)
        {
            var sign = Alphabet.IndexOf(text[at], StringComparison.Ordinal);
            if (sign < 0 || (at == 1 && sign > 7)) return null; // 63 bits
            number = (number << 5) | (long)sign;
        }

        return number > 0 ? number : null;
    }

    /// <summary>What people read out on the telephone: year and number within it, "2026-0000123".</summary>
    internal static string Spoken(int year, int serial) => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{serial:0000000}");

    internal static int Serial(string spoken) => int.Parse(spoken.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture);
}
