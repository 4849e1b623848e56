using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Trellis;

/// <summary>
/// The page being written. Whatever is put into it through a hole of an interpolated string is escaped; only the literal parts are markup.
/// So no name from a log can ever become markup.
/// </summary>
internal sealed class Markup(TextWriter to)
{
    private int pictures;

    /// <summary>A fresh id, unique on the page and free of anything from the log.</summary>
    public string NewId() => "p" + (++pictures).ToString(CultureInfo.InvariantCulture);

    public void Put([InterpolatedStringHandlerArgument("")] ref Parts parts) => parts.Done();

    public void Text(string text) => Escape(text);

    /// <summary>Only for text that stands in the program, such as the style sheet.</summary>
    public void Literal(string markup) => to.Write(markup);

    private void Escape(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var safe = text[i] switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => null,
            };
            if (safe is null) continue;
            to.Write(text.AsSpan(start, i - start));
            to.Write(safe);
            start = i + 1;
        }

        to.Write(text.AsSpan(start));
    }

    [InterpolatedStringHandler]
    public readonly ref struct Parts(int literalLength, int formattedCount, Markup page)
    {
        public void AppendLiteral(string markup) => page.Literal(markup);

        public void AppendFormatted(string? text) => page.Escape(text ?? "");

        public void AppendFormatted(int number) => page.Literal(number.ToString(CultureInfo.InvariantCulture));

        /// <summary>A coordinate: a tenth of a point is finer than any screen.</summary>
        public void AppendFormatted(double number) => page.Literal(Math.Round(number, 1).ToString("0.#", CultureInfo.InvariantCulture));

        public void Done() => _ = (literalLength, formattedCount);
    }
}

/// <summary>What has to be done to a name before it is shown anywhere.</summary>
internal static class ShownName
{
    /// <summary>
    /// Control characters, broken surrogates and direction overrides become a visible mark: a name can then neither reorder the sentence around it
    /// nor pass for another name.
    /// </summary>
    public static string Of(string name)
    {
        for (var i = 0; i < name.Length; i++) if (IsOdd(name, i)) return Cleaned(name);
        return name.Length == 0 ? "–" : name;
    }

    /// <summary>The name inside a sentence, walled off by first-strong isolates so that Arabic or Hebrew does not turn the sentence round.</summary>
    public static string InSentence(string name, double ems = 24) => "\u2068" + TextWidth.Shorten(Of(name), ems) + "\u2069";

    /// <summary>Long enough for any real name; the picture beside the table has the whole in its titles.</summary>
    public static string InTable(string name) => TextWidth.Shorten(Of(name), 60);

    private static string Cleaned(string name)
    {
        var clean = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] is '\n' or '\r' or '\t') clean.Append(' ');
            else clean.Append(IsOdd(name, i) ? '\uFFFD' : name[i]);
        }

        return clean.ToString();
    }

    private static bool IsOdd(string name, int i)
    {
        var c = name[i];
        if (char.IsHighSurrogate(c)) return i + 1 == name.Length || !char.IsLowSurrogate(name[i + 1]);
        if (char.IsLowSurrogate(c)) return i == 0 || !char.IsHighSurrogate(name[i - 1]);
        return char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFFFE' or '\uFFFF' or '\u2028' or '\u2029';
    }
}
