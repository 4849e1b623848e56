using System.Buffers;
using System.Globalization;
using System.Text;

namespace Trellis.Information;

/// <summary>Brings what different hands and programs typed to one spelling.</summary>
internal static class Spelling
{
    /// <summary>What people put between groups of digits.</summary>
    private static readonly SearchValues<char> Between = SearchValues.Create(" -\u2010\u2011\u2013");

    private static readonly SearchValues<char> Numeric = SearchValues.Create("0123456789.,");

    /// <summary>Half-width, without what cannot be seen, and without blanks at its ends. The machine's own tables of characters are not asked: they differ.</summary>
    /// <returns>Null for bytes that were no text: half of a surrogate pair.</returns>
    public static string? Plain(string written)
    {
        // Most names are of characters that have no other form.
        if (Ascii.IsValid(written) || written.AsSpan().IndexOfAnyExceptInRange('\u4E00', '\u9FFF') < 0) return written.Trim();
        if (HasHalfPair(written)) return null;
        var plain = new StringBuilder(written.Length);
        foreach (var rune in written.EnumerateRunes())
        {
            if (rune.Value is >= 0xFF01 and <= 0xFF5E) plain.Append((char)(rune.Value - 0xFEE0));
            else if (rune.Value is 0x3000 or 0xA0) plain.Append(' ');
            else if (Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format) plain.Append(rune.ToString());
        }

        return plain.ToString().Trim();
    }

    /// <summary>The same without any blank, as numbers are compared that people group by blanks and hyphens.</summary>
    public static string? Digits(string written)
    {
        if (Plain(written) is not { } plain) return null;
        return plain.AsSpan().IndexOfAny(Between) < 0 ? plain : string.Concat(plain.Where(static letter => !Between.Contains(letter)));
    }

    public static int Characters(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes()) count++;
        return count;
    }

    /// <summary>A spreadsheet showed a long number in this way, and its last digits are gone.</summary>
    public static bool IsRuinedNumber(string plain)
    {
        var e = plain.IndexOfAny(['E', 'e']);
        return e > 0 && e < plain.Length - 1 && IsNumeral(plain.AsSpan(0, e)) && IsNumeral(plain.AsSpan(e + 1).TrimStart("+-"));

        static bool IsNumeral(ReadOnlySpan<char> part) => part.Length > 0 && part.IndexOfAnyExcept(Numeric) < 0 && part.IndexOfAnyInRange('0', '9') >= 0;
    }

    private static bool HasHalfPair(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at])) continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1])) return true;
            at++;
        }

        return false;
    }
}
