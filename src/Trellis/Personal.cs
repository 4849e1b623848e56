namespace Trellis;

/// <summary>Free text that somebody wrote. It is kept beside the record, encrypted, and enters it as a commitment; after an erasure it is gone, and no rule may ever have read it.</summary>
/// <param name="Written">Null after an erasure.</param>
public sealed record PersonalText(string? Written)
{
    public static PersonalText Erased { get; } = new((string?)null);

    /// <summary>Never the text itself: messages and logs print values.</summary>
    public override string ToString() => Written is null ? "(erased)" : "(personal text)";
}

/// <summary>A value about somebody, by the name of its fact such as "applicant.phone". Kept as <see cref="PersonalText"/> is.</summary>
/// <param name="Written">As the language of structures writes it; null after an erasure.</param>
public sealed record PersonalValue(string Fact, string? Written)
{
    public override string ToString() => $"{Fact}: {(Written is null ? "(erased)" : "(personal value)")}";
}
