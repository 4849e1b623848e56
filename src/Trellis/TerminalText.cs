using System.Text;

namespace Trellis;

/// <summary>Text in columns of a terminal, where a Chinese sign takes two: how wide it is, and where its lines may end.</summary>
public static class TerminalText
{
    private const string Closing = "，。、；：？！）”》」,.):;]";
    private const string Opening = "（“《「";

    public static bool IsWide(Rune rune) => rune.Value is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F
        or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6 or >= 0x1F300 and <= 0x1FAFF or >= 0x20000 and <= 0x3FFFD;

    public static int Columns(string text)
    {
        var columns = 0;
        foreach (var rune in text.EnumerateRunes()) columns += IsWide(rune) ? 2 : 1;
        return columns;
    }

    /// <summary>Breaks at blanks, and between Chinese signs unless a closing mark follows or an opening one stands before.</summary>
    /// <param name="text">One paragraph.</param>
    /// <param name="width">Columns of a line; a word that fits on none stands alone.</param>
    /// <param name="indent">Blanks before the first line.</param>
    /// <param name="hang">Blanks more before those that follow.</param>
    public static IEnumerable<string> Lines(string text, int width, int indent = 0, int hang = 0)
    {
        var line = new StringBuilder(new string(' ', indent));
        var (columns, start) = (indent, indent);
        foreach (var word in Words(text))
        {
            if (columns > start && columns + Columns(word.TrimEnd()) > width)
            {
                yield return line.ToString().TrimEnd();
                start = indent + hang;
                line.Clear().Append(' ', start);
                columns = start;
            }

            line.Append(word);
            columns += Columns(word);
        }

        yield return line.ToString().TrimEnd();
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var ends = text[at] == ' '
                || (text[at] >= '\u2E80' && !char.IsHighSurrogate(text[at]) && !Opening.Contains(text[at], StringComparison.Ordinal) && at + 1 < text.Length && text[at + 1] != ' ' && !Closing.Contains(text[at + 1], StringComparison.Ordinal));
            if (!ends) continue;
            words.Add(text[start..(at + 1)]);
            start = at + 1;
        }

        if (start < text.Length) words.Add(text[start..]);
        return words;
    }
}
