using Trellis.Information.Names;

namespace Trellis.Web.Shared;

/// <summary>Whether what somebody typed means a name: a part of it in either language, its pinyin without tones, or the first letters of that.</summary>
internal static class NameSearch
{
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
