namespace Trellis.Structure;

/// <summary>How ids are written: small ASCII letters, digits and hyphens, because they travel in addresses, logs and file names.</summary>
public static class Ids
{
    public const int Longest = 63;

    public static bool IsId(ReadOnlySpan<byte> text, bool mayBeginWithDigit)
    {
        if (text.Length is 0 or > Longest) return false;
        if (!char.IsAsciiLetterLower((char)text[0]) && !(mayBeginWithDigit && char.IsAsciiDigit((char)text[0]))) return false;
        for (var at = 1; at < text.Length; at++)
        {
            var letter = (char)text[at];
            if (letter == '-' ? text[at - 1] == '-' : !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter)) return false;
        }

        return text[^1] != '-';
    }

    /// <summary>Ids joined by dots: "premises.area", "applicant.household.income".</summary>
    public static bool IsFact(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var dot = text.IndexOf((byte)'.');
            if (!IsId(dot < 0 ? text : text[..dot], mayBeginWithDigit: false)) return false;
            if (dot < 0) return true;
            text = text[(dot + 1)..];
        }
    }

    /// <summary>"43", "43.2", "43.2.1", "12-a".</summary>
    public static bool IsArticle(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > 20) return false;
        foreach (var letter in text)
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter != '.' && letter != '-') return false;
        return char.IsAsciiDigit((char)text[0]);
    }
}
