using System.Globalization;

namespace Trellis.Structure.Quantities;

/// <summary>The one way in which quantities and limits are written: a number, one blank, the unit.</summary>
internal static class AmountText
{
    /// <summary>Digits before the point: more than the money of the world in fen, far from where decimals begin to round.</summary>
    public const int MostDigits = 15;

    public const int MostDecimals = 9;

    /// <summary>Splits a text into number and measure. Null when that went well, else why not.</summary>
    public static UnreadableAmount? Read(string text, IReadOnlyList<string> offered, out decimal number, out Measure measure)
    {
        (number, measure) = (0, default);
        var trimmed = text.AsSpan().Trim(' ');
        var end = 0;
        while (end < trimmed.Length && (char.IsAsciiDigit(trimmed[end]) || trimmed[end] == '.' || (end == 0 && trimmed[end] == '-'))) end++;
        var written = trimmed[..end];
        var rest = trimmed[end..];
        // 20,000 and 2e5 and ２０: what touches the number and cannot begin a unit belongs to the number.
        if (!IsNumber(written) || (rest.Length > 0 && rest[0] != ' ' && !MayBeginUnit(rest)))
            return new UnreadableAmount.MalformedNumber(FirstWord(trimmed));

        var point = written.IndexOf('.');
        var decimals = point < 0 ? 0 : written.Length - point - 1;
        var digits = (point < 0 ? written.Length : point) - (written[0] == '-' ? 1 : 0);
        if (digits > MostDigits) return new UnreadableAmount.TooLarge(written.ToString(), new string('9', MostDigits));
        if (decimals > MostDecimals) return new UnreadableAmount.TooManyDecimals(written.ToString(), MostDecimals);
        number = decimal.Parse(written, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        if (rest.Length == 0) return new UnreadableAmount.MissingUnit(written.ToString(), offered);

        var unit = string.Join(' ', rest.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (!Measures.TryFind(unit, out measure)) return new UnreadableAmount.UnknownUnit(unit, Measures.Meant(unit, offered), offered);
        if (!offered.Contains(Measures.Facts(measure).Name, StringComparer.Ordinal)) return new UnreadableAmount.WrongUnit(unit, offered);
        if (text.Length != written.Length + 1 + unit.Length || !rest.StartsWith(" ")) return new UnreadableAmount.Spacing($"{written} {unit}");
        return null;
    }

    /// <summary>Without exponent and without zeros that say nothing.</summary>
    public static string Format(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>-?(0|[1-9][0-9]*)(.[0-9]+)? A leading zero is refused: 0012 is an id, not twelve.</summary>
    private static bool IsNumber(ReadOnlySpan<char> written)
    {
        if (written.StartsWith("-")) written = written[1..];
        var point = written.IndexOf('.');
        var whole = point < 0 ? written : written[..point];
        if (whole.Length == 0 || (whole.Length > 1 && whole[0] == '0')) return false;
        return point < 0 || (point + 1 < written.Length && !written[(point + 1)..].Contains('.'));
    }

    private static bool MayBeginUnit(ReadOnlySpan<char> rest) =>
        rest[0] is '%' or '％' or '¥' or '￥' or '㎡' || (char.IsLetter(rest[0]) && !(rest[0] is 'e' or 'E' && rest.Length > 1 && (char.IsAsciiDigit(rest[1]) || rest[1] is '+' or '-')));

    private static string FirstWord(ReadOnlySpan<char> text) => (text.IndexOf(' ') is var blank and >= 0 ? text[..blank] : text).ToString();
}
