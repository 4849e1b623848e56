using System.Globalization;
using System.Text;

namespace Trellis;

/// <summary>Shows a piece of somebody's text inside a message of ours.</summary>
public static class Excerpt
{
    /// <summary>At most this many characters, control and direction characters made visible, so that a message stays one line and reads as written.</summary>
    public static string Of(string text, int most)
    {
        var shown = new StringBuilder();
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (count++ == most)
            {
                shown.Append('…');
                break;
            }

            var category = Rune.GetUnicodeCategory(rune);
            // Joiners hold together a sign of several characters; alone among the format characters they hide and turn nothing.
            if (rune.Value is 0x200C or 0x200D) shown.Append(rune.ToString());
            else if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                shown.Append($"\\u{rune.Value:X4}");
            else shown.Append(rune.ToString());
        }

        return shown.ToString();
    }

    public static string Of(ReadOnlySpan<byte> utf8, int most) =>
        Of(Encoding.UTF8.GetString(utf8.Length > most * 4 ? utf8[..(most * 4)] : utf8), most);
}
