using System.Text;

namespace Trellis.Structure.Expressions;

/// <summary>How pieces of Chinese sentences are put together.</summary>
internal static class Prose
{
    /// <summary>A space between a Chinese character and a Latin letter or digit: 面积不超过 100 平方米. Texts in quotes are pieces of their own.</summary>
    public static string Chinese(string sentence)
    {
        var spaced = new StringBuilder(sentence.Length + 8);
        foreach (var letter in sentence)
        {
            if (spaced.Length > 0 && ((IsChinese(spaced[^1]) && char.IsAsciiLetterOrDigit(letter)) || (char.IsAsciiLetterOrDigit(spaced[^1]) && IsChinese(letter)))) spaced.Append(' ');
            spaced.Append(letter);
        }

        return spaced.ToString();

        static bool IsChinese(char letter) => letter is >= '\u4E00' and <= '\u9FFF';
    }
}
