using Trellis.Information.Names;

namespace Trellis.Web.Shared;

/// <summary>Whether what somebody typed means a name: a part of it in either language, its pinyin without tones, or the first letters of that.</summary>
internal static class NameSearch
{
    /// <summary>Whether each word of what was typed means a part of the name. In Chinese, where nothing stands between words, also the letters in their order, as 溪口值班 means 溪口镇值班员.</summary>
    public static bool FitsWords(Text name, string asked) => asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => Fits(name, word) || (word.Length > 1 && word.All(static letter => letter > '\u2E80') && IsWithin(name.Zh, word)));

    private static bool IsWithin(string name, string letters)
    {
        var at = 0;
        foreach (var letter in name)
            if (at < letters.Length && letter == letters[at]) at++;
        return at == letters.Length;
    }

    public static bool Fits(Text name, string asked)
    {
        if (asked.Length == 0 || name.Zh.Contains(asked, StringComparison.OrdinalIgnoreCase) || name.En.Contains(asked, StringComparison.OrdinalIgnoreCase)) return true;
        return IsSpoken(name.Zh, asked);
    }

    /// <summary>Whether a Chinese name is spoken so: in pinyin without tones, or by the first letters of that.</summary>
    public static bool IsSpoken(string zh, string asked)
    {
        // Pinyin is typed in Latin letters, with blanks or without.
        var letters = string.Concat(asked.Where(static letter => !char.IsWhiteSpace(letter) && letter != '\''));
        if (letters.Length < 2 || !letters.All(char.IsAsciiLetter) || PersonalName.Read(zh) is not { } read) return false;
        return read.Readings.Any(reading => reading.Replace(" ", "", StringComparison.Ordinal).Contains(letters, StringComparison.OrdinalIgnoreCase)
            || string.Concat(reading.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static syllable => syllable[0])).StartsWith(letters, StringComparison.OrdinalIgnoreCase));
    }
}
