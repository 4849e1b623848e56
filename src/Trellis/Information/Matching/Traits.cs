using Trellis.Information.Names;

namespace Trellis.Information.Matching;

/// <summary>What is compared of two rows of a register, to tell whether they are of one person or organisation. Whatever is not known is null.</summary>
public sealed record Traits
{
    public PersonalName? Name { get; init; }

    /// <summary>The identity number or credit code in one spelling, even where its check digit is wrong.</summary>
    public string? Number { get; init; }

    public bool NumberHolds { get; init; }

    public DateOnly? Birth { get; init; }

    /// <summary>A code; compared for being the same only.</summary>
    public string? Sex { get; init; }

    /// <summary>Digits alone, without the country.</summary>
    public string? Telephone { get; init; }

    public NormalAddress? Address { get; init; }

    /// <summary>Rows that it is related to, such as "household/h12".</summary>
    public IReadOnlyList<string> Relations { get; init; } = [];

    /// <summary>Never the values: messages and logs print records.</summary>
    public override string ToString() => "(traits)";

    /// <summary>A telephone number as it is compared: digits, without +86 and the nought of long distance.</summary>
    /// <returns>Null where there are too few or too many digits.</returns>
    public static string? TelephoneOf(string written)
    {
        var digits = string.Concat((Spelling.Plain(written) ?? "").Where(char.IsAsciiDigit));
        if (digits.StartsWith("0086", StringComparison.Ordinal)) digits = digits[4..];
        else if (digits.Length == 13 && digits.StartsWith("86", StringComparison.Ordinal)) digits = digits[2..];
        digits = digits.TrimStart('0');
        return digits.Length is >= 7 and <= 15 ? digits : null;
    }
}
