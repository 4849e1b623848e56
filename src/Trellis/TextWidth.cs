using System.Globalization;

namespace Trellis;

/// <summary>
/// How wide a text will roughly be, in ems. A picture is laid out without knowing the reader's fonts, so this errs on the wide side.
/// </summary>
internal static class TextWidth
{
    public static double Of(ReadOnlySpan<char> text)
    {
        double width = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsLowSurrogate(text[i])) width += Of(text[i]);
        }

        return width;
    }

    /// <summary>Cuts a text to a width, ending in an ellipsis, never inside what a reader takes for one sign.</summary>
    public static string Shorten(string text, double ems)
    {
        if (text.Length <= ems / 1.4 || Of(Start(text, 400)) <= ems && text.Length <= 400) return text;
        return text[..Fitting(text, ems - 1)].TrimEnd() + "…";
    }

    /// <summary>
    /// Breaks a text into at most so many lines, at spaces and other seams where there are some; the last line is shortened.
    /// A word is broken only where it fits on no line, and then no sign or two of it stand alone.
    /// </summary>
    public static List<string> Wrap(string text, double ems, int lines)
    {
        List<string> wrapped = [];
        var rest = Start(text, 400);
        while (wrapped.Count < lines - 1 && Of(rest) > ems)
        {
            var fits = Fitting(rest, ems);
            var seam = SeamUpTo(rest, fits);
            if (seam < fits / 2 && Of(WordFrom(rest, seam)) > ems) seam = fits;
            if (rest.Length - seam is 1 or 2 && rest[seam] != ' ' && rest[seam - 1] != ' ')
            {
                var earlier = Fitting(rest, ems - 2);
                seam = SeamUpTo(rest, earlier);
                if (seam < earlier / 2) seam = earlier;
            }

            wrapped.Add(rest[..seam].TrimEnd());
            rest = rest[seam..].TrimStart();
        }

        wrapped.Add(Shorten(rest, ems));
        return wrapped;
    }

    private static string Start(string text, int length)
    {
        if (text.Length <= length) return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    /// <summary>How many characters fit, at least one sign.</summary>
    private static int Fitting(string text, double ems)
    {
        double width = 0;
        var at = 0;
        while (at < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(at, Math.Min(64, text.Length - at)));
            width += Of(text[at]);
            if (width > ems && at > 0) break;
            at += length;
        }

        return at;
    }

    /// <summary>The last seam at or before a place; 0 if there is none.</summary>
    private static int SeamUpTo(string text, int at)
    {
        while (at > 0 && at < text.Length && !IsSeam(text, at)) at--;
        return at;
    }

    private static ReadOnlySpan<char> WordFrom(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && !IsSeam(text, end)) end++;
        return text.AsSpan(at, Math.Min(end, text.Length) - at);
    }

    private static bool IsSeam(string text, int at)
    {
        var (before, after) = (text[at - 1], text[at]);
        return after == ' ' || before is ' ' or '_' or '-' or '/' or ':' or '，' or '、' || (IsWide(before) && IsWide(after) && after is not ('，' or '、' or '）' or '。'));
    }

    private static bool IsWide(char c) => c >= '\u2E80' && c is not (>= '\uFE00' and <= '\uFE0F');

    private static double Of(char c) => c switch
    {
        'i' or 'j' or 'l' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or 'I' => 0.31,
        'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '-' or ' ' or '/' => 0.38,
        'm' or 'w' or 'M' or 'W' or '@' or '%' => 0.93,
        >= 'A' and <= 'Z' or '_' => 0.7,
        >= '0' and <= '9' => 0.6,
        >= '\u0300' and <= '\u036F' or '\u200D' or (>= '\uFE00' and <= '\uFE0F') or (>= '\u2066' and <= '\u2069') => 0,
        >= '\u2E80' => 1.02,
        _ => 0.58,
    };
}
