using System.Buffers;

namespace Trellis.Ledger;

/// <summary>
/// What may stand in an entry as text: an id, never a name and never a sentence. 1 to 200 of the ASCII letters, digits and <c>. _ / : @ # + = -</c>.
/// There is no space and no letter of another script, so nothing that a person wrote can get into the record by mistake.
/// </summary>
internal static class Words
{
    public const int MaxLength = 200;

    private const string Allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/:@#+=-";

    private static readonly SearchValues<char> Characters = SearchValues.Create(Allowed);
    private static readonly SearchValues<byte> Bytes = SearchValues.Create([.. Allowed.Select(static letter => (byte)letter)]);

    public static bool IsWord(ReadOnlySpan<char> text) => text.Length is > 0 and <= MaxLength && !text.ContainsAnyExcept(Characters);

    public static bool IsWord(ReadOnlySpan<byte> text) => text.Length is > 0 and <= MaxLength && !text.ContainsAnyExcept(Bytes);

    /// <returns>The word itself.</returns>
    public static string Demand(string word, string role)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (!IsWord(word)) throw new ArgumentException($"An entry takes ids of 1 to {MaxLength} ASCII letters, digits and ._/:@#+=- only; {role} is none. Text that people write stands in personal values.", nameof(word));
        return word;
    }

    /// <summary>A versioned wire name such as <c>matter-returned/1</c>: lower-case letters, digits and hyphens, a slash, a number from 1.</summary>
    public static bool IsEventName(ReadOnlySpan<char> name)
    {
        var slash = name.IndexOf('/');
        if (slash <= 0 || name.Length > MaxLength || !char.IsAsciiLetterLower(name[0])) return false;
        foreach (var letter in name[..slash])
            if (!char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-') return false;
        var version = name[(slash + 1)..];
        if (version.Length is 0 or > 9 || version[0] == '0') return false;
        foreach (var digit in version)
            if (!char.IsAsciiDigit(digit)) return false;
        return true;
    }
}
