namespace Trellis.Structure.Vocabulary;

/// <summary>One kind of entry: its word, its file, its keys.</summary>
public sealed record KindWords(Kind Kind, string Word, string Plural, Shape.Map Shape)
{
    /// <summary>One entry a file, its keys at the top: matter types, forms.</summary>
    public bool OneAFile { get; init; }

    /// <summary>Always a table.</summary>
    public bool AlwaysTable { get; init; }

    /// <summary>May be a table where an office works in a spreadsheet.</summary>
    public bool MayBeTable { get; init; }

    /// <summary>Meaning is common to all: an overlay may add such an entry, not replace or withdraw one.</summary>
    public bool OnlyAdded { get; init; }

    /// <summary>In a table the identity column is "id".</summary>
    public string TableKey { get; init; } = "id";

    /// <summary>No ids of its own: rows of facts, such as seats and stocks.</summary>
    public bool WithoutId { get; init; }

    /// <summary>Stands inside another entry or file and has no file of its own.</summary>
    public bool Inner { get; init; }
}
