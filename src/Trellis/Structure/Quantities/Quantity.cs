using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Trellis.Structure.Quantities;

/// <summary>
/// A number with its unit: <c>20000 CNY</c>, <c>1.5 mu</c>, <c>80 %</c>.
/// Two quantities are equal as records when number and measure are; whether they are the same amount says <see cref="Compare"/>:
/// 1.5 mu and 1000 m2 are.
/// Invariant: the number is at most <see cref="Most"/> in either direction, so that no arithmetic on it overflows.
/// What cannot be answered is null, never an exception and never a wrong number.
/// </summary>
public readonly record struct Quantity
{
    /// <summary>The largest number, in any measure. What comes out larger is null.</summary>
    public const decimal Most = 1_000_000_000_000_000_000m;

    public Quantity(decimal value, Measure measure)
    {
        if (Math.Abs(value) > Most) throw new ArgumentOutOfRangeException(nameof(value), value, "Quantity.Of answers with null instead.");
        Value = value;
        Measure = measure;
    }

    public decimal Value { get; }

    public Measure Measure { get; }

    public Dimension Dimension => Measures.DimensionOf(Measure);

    /// <summary>The quantity, or null when the number is larger than <see cref="Most"/>.</summary>
    public static Quantity? Of(decimal value, Measure measure) => Math.Abs(value) > Most ? null : new Quantity(value, measure);

    /// <summary>Below 0, 0 or above 0, exactly, across the measures of one dimension; null when these are two dimensions.</summary>
    public static int? Compare(Quantity one, Quantity other)
    {
        if (one.Measure == other.Measure) return decimal.Compare(one.Value, other.Value);
        if (one.Dimension != other.Dimension) return null;
        var (oneDigits, oneScale) = Parts(one.Value);
        var (otherDigits, otherScale) = Parts(other.Value);
        var (numerator, denominator) = Factor(one.Measure, other.Measure);
        return (oneDigits * numerator * BigInteger.Pow(10, otherScale)).CompareTo(otherDigits * denominator * BigInteger.Pow(10, oneScale));
    }

    /// <summary>The same amount in another measure; null in another dimension, or where decimals cannot say it (1000 m2 is 1.5 mu, but 1 mu is no decimal number of m2).</summary>
    public Quantity? In(Measure measure)
    {
        if (Measures.DimensionOf(measure) != Dimension) return null;
        return Of(Converted(this, measure), measure) is { } turned && Compare(this, turned) == 0 ? turned : null;
    }

    /// <summary>
    /// The sum, in the measure of the left one where the right one can always be said in it, else in that of the right one:
    /// 1 hour + 30 minutes = 90 minutes. Null for two dimensions or beyond <see cref="Most"/>.
    /// </summary>
    public Quantity? Plus(Quantity other)
    {
        if (Dimension != other.Dimension) return null;
        var measure = SaysAll(other.Measure, Measure) ? Measure : other.Measure;
        return Of(Converted(this, measure) + Converted(other, measure), measure);
    }

    public Quantity? Minus(Quantity other) => Plus(new Quantity(-other.Value, other.Measure));

    public Quantity? Times(decimal factor)
    {
        // Either the product is no larger than the value, or it is known beforehand not to pass the bound.
        if (Math.Abs(factor) > 1 && Math.Abs(Value) > Most / Math.Abs(factor)) return null;
        return Of(Value * factor, Measure);
    }

    /// <summary>Null for a division by zero. A quotient that does not end is rounded at the 28th digit.</summary>
    public Quantity? DividedBy(decimal divisor) => Quotient(Value, divisor) is { } quotient ? Of(quotient, Measure) : null;

    /// <summary>How many times the other goes into this one; null for two dimensions or a division by zero.</summary>
    public decimal? Ratio(Quantity other) => Dimension == other.Dimension ? Quotient(Converted(this, other.Measure), other.Value) : null;

    /// <summary>
    /// Rounded half up by its size: 0.005 becomes 0.01, and what is owed in the other direction, -0.005, becomes -0.01 (四舍五入).
    /// For when a value is stored or printed, never between.
    /// </summary>
    public Quantity Rounded(int decimals) => new(decimal.Round(Value, decimals, MidpointRounding.AwayFromZero), Measure);

    /// <summary>Money as it is stored, to the fen; everything else as it is.</summary>
    public Quantity AsStored() => Measure == Measure.Yuan ? Rounded(2) : this;

    public static bool TryParse(string text, out Quantity quantity, [NotNullWhen(false)] out UnreadableAmount? why) => TryParse(text, expected: null, out quantity, out why);

    /// <param name="text">A number, one blank, a unit.</param>
    /// <param name="expected">The dimension that is asked for; null takes any.</param>
    /// <param name="quantity">What was read.</param>
    /// <param name="why">Why nothing was read; it offers the units of the expected dimension.</param>
    public static bool TryParse(string text, Dimension? expected, out Quantity quantity, [NotNullWhen(false)] out UnreadableAmount? why)
    {
        why = AmountText.Read(text, Measures.NamesOf(expected), out var number, out var measure);
        quantity = why is null ? new Quantity(number, measure) : default;
        return why is null;
    }

    /// <summary>As the language writes it, without zeros that say nothing: <c>1.5 mu</c>, <c>1 working day</c>.</summary>
    public override string ToString() => $"{AmountText.Format(Value)} {Measures.NameFor(Measure, Value)}";

    /// <summary>As an entry of the record holds it, which has no blanks and no signs: <c>2000-CNY</c>, <c>80-percent</c>.</summary>
    public string ToWord() => ToString().Replace(' ', '-').Replace("%", Share, StringComparison.Ordinal);

    /// <summary>What <see cref="ToWord"/> wrote; null for anything else.</summary>
    public static Quantity? OfWord(string word) => TryParse(word.Replace(Share, "%", StringComparison.Ordinal).Replace('-', ' '), out var quantity, out _) ? quantity : null;

    private const string Share = "percent";

    private static (BigInteger Digits, int Scale) Parts(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        // The bits of a decimal are unsigned; the sign stands in the last.
        var digits = unchecked(((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0]);
        return (value < 0 ? -digits : digits, (bits[3] >> 16) & 0xFF);
    }

    /// <summary>One of the first measure is numerator/denominator of the second, in lowest terms.</summary>
    private static (int Numerator, int Denominator) Factor(Measure from, Measure to)
    {
        var (one, other) = (Measures.Facts(from), Measures.Facts(to));
        var numerator = one.Numerator * other.Denominator;
        var denominator = one.Denominator * other.Numerator;
        var common = (int)BigInteger.GreatestCommonDivisor(numerator, denominator);
        return (numerator / common, denominator / common);
    }

    /// <summary>Whether every decimal of the one measure is a decimal of the other: a fraction ends when its denominator is made of twos and fives.</summary>
    private static bool SaysAll(Measure from, Measure to)
    {
        var denominator = Factor(from, to).Denominator;
        while (denominator % 2 == 0) denominator /= 2;
        while (denominator % 5 == 0) denominator /= 5;
        return denominator == 1;
    }

    private static decimal Converted(Quantity quantity, Measure measure)
    {
        if (quantity.Measure == measure) return quantity.Value;
        var (numerator, denominator) = Factor(quantity.Measure, measure);
        return quantity.Value * numerator / denominator;
    }

    private static decimal? Quotient(decimal value, decimal divisor)
    {
        if (divisor == 0) return null;
        if (Math.Abs(divisor) < 1 && Math.Abs(value) > Most * Math.Abs(divisor)) return null;
        return value / divisor;
    }
}
