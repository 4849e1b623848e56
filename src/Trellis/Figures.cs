using System.Globalization;

namespace Trellis;

/// <summary>Numbers as both languages print them: thousands in groups of three, rounded to what a reader can use.</summary>
public static class Figures
{
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>One decimal below ten (none when it is zero), whole numbers above.</summary>
    public static string Short(double value)
    {
        var rounded = Math.Round(value, 1, MidpointRounding.AwayFromZero);
        return Math.Abs(rounded) < 10
            ? rounded.ToString("0.#", CultureInfo.InvariantCulture)
            : Math.Round(value, MidpointRounding.AwayFromZero).ToString("#,0", CultureInfo.InvariantCulture);
    }

    /// <summary>Room for a number in a small box: 12,400 becomes 12k, or 1.2万 in Chinese.</summary>
    public static string Tight(long value, Language language) => (value, language) switch
    {
        ( < 10_000, _) => Count(value),
        ( < 100_000_000, Language.Chinese) => Short(value / 10_000.0) + "万",
        (_, Language.Chinese) => Short(value / 100_000_000.0) + "亿",
        ( < 1_000_000, _) => Short(value / 1_000.0) + "k",
        ( < 1_000_000_000, _) => Short(value / 1_000_000.0) + "M",
        _ => Short(value / 1_000_000_000.0) + "bn",
    };

    /// <summary>A share in per cent. Something is never printed as nothing, nor almost everything as everything.</summary>
    public static string Share(double part, double whole)
    {
        if (whole <= 0) return "–";
        if (part == 0) return "0%";
        var percent = 100 * part / whole;
        if (part > 0 && percent < 0.1) return "<0.1%";
        if (part < whole && percent > 99.9) return ">99.9%";
        if (percent is >= 10 and < 99 || part >= whole) return Math.Round(percent, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture) + "%";
        return percent.ToString("0.0", CultureInfo.InvariantCulture) + "%";
    }

    public static string Fraction(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
