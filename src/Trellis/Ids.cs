namespace Trellis;

/// <summary>One matter. Minted by Runtime, ordered by time; says nothing about anybody.</summary>
public readonly record struct MatterId(string Text)
{
    public override string ToString() => Text;
}

/// <summary>A unit by its id in the structure.</summary>
public readonly record struct UnitId(string Text)
{
    public override string ToString() => Text;
}

/// <summary>A duty by its id in the structure.</summary>
public readonly record struct DutyId(string Text)
{
    public override string ToString() => Text;
}

/// <summary>A person by an opaque id: no name, no number of a document. Officers and requesters alike.</summary>
public readonly record struct ActorId(string Text)
{
    public override string ToString() => Text;
}

/// <summary>A post of a unit: "service-hall@xikou".</summary>
/// <param name="Post">Empty where anybody of the unit may act.</param>
public readonly record struct PostAt(string Post, UnitId Unit)
{
    public override string ToString() => Post.Length == 0 ? $"@{Unit}" : $"{Post}@{Unit}";

    /// <summary>Reads what <see cref="ToString"/> writes; null for anything else.</summary>
    public static PostAt? Parse(string text) => text.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 && at < text.Length - 1 ? new PostAt(text[..at], new UnitId(text[(at + 1)..])) : null;
}

/// <summary>A row of a register by an opaque key: "person/p-17". It refers to values and holds none.</summary>
public readonly record struct RowId(string Register, string Key)
{
    public override string ToString() => $"{Register}/{Key}";

    public static RowId? Parse(string text) => text.IndexOf('/', StringComparison.Ordinal) is var at and > 0 && at < text.Length - 1 ? new RowId(text[..at], text[(at + 1)..]) : null;
}
