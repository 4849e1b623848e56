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
    private readonly IWritten? _of;
    private string? _written = Written;

    private PersonalValue(string fact, IWritten of)
        : this(fact, (string?)null) => _of = of;

    /// <summary>As the language of structures writes it; null after an erasure.</summary>
    // Whoever only counts what follows from an act never asks how its values are spelled.
    public string? Written => _written ??= _of?.Written();

    /// <summary>A value that is spelled when somebody asks for its spelling.</summary>
    internal static PersonalValue Of(string fact, IWritten value) => new(fact, value);

    public bool Equals(PersonalValue? other) => other is not null && Fact == other.Fact && Written == other.Written;

    public override int GetHashCode() => HashCode.Combine(Fact, Written);

    public override string ToString() => $"{Fact}: {(Written is null ? "(erased)" : "(personal value)")}";
}

/// <summary>Something that can be spelled in the language of structures.</summary>
internal interface IWritten
{
    string Written();
}
