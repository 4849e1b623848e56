using Trellis.Structure.Files;
using Trellis.Structure.Quantities;

namespace Trellis.Structure;

/// <summary>Who may be given a value.</summary>
public enum Sharing
{
    Public,
    Government,
    ByPurpose,
    OwnerOnly,
}

public enum Personal
{
    None,
    Plain,
    Sensitive,
}

/// <summary>What data is read for.</summary>
public sealed class Purpose(string id, Mark at, Node node) : Entry(Kind.Purpose, id, at, node)
{
    /// <summary>Kinds of unit that may act under it.</summary>
    public IReadOnlyList<string> Actors { get; } = [.. node["actors"u8].Values().Select(static value => value.Text)];

    public bool ConsentRequired { get; } = node["consent"u8].Is("required"u8);

    /// <summary>Null where whoever is looked at is told at once.</summary>
    public CovertRule? Covert { get; } = node["covert"u8] is var covert && covert["for"u8].Limit() is { } longest && covert["allowed-by"u8].Post() is { } post ? new CovertRule(longest, post, covert["basis"u8].Citations()) : null;

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();
}

/// <summary>How long after it at most a look may be told, and who besides the one who looks must allow that.</summary>
public sealed record CovertRule(TimeLimit For, PostName AllowedBy, IReadOnlyList<Citation> Basis);

/// <summary>How long values are kept, and after what event.</summary>
public sealed record Retention(TimeLimit For, string After, Mark At)
{
    /// <summary>The law that forbids to erase it sooner; empty where it is only the longest that it may be kept.</summary>
    public IReadOnlyList<Citation> Basis { get; init; } = [];
}

/// <summary>A base of records of one kind, kept by one owner.</summary>
public sealed class Register(string id, Mark at, Node node) : Entry(Kind.Register, id, at, node)
{
    public IReadOnlyList<Ref> Key { get; } = node["key"u8].Refs();

    public Ref? Owner { get; } = node["owner"u8].Ref();

    public Retention? Keep { get; } = ReadRetention(node["keep"u8]);

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();

    internal static Retention? ReadRetention(Node node) =>
        node["for"u8].Limit() is { } kept ? new Retention(kept, node["after"u8].TextOrEmpty(), node.Mark) { Basis = node["basis"u8].Citations() } : null;
}

/// <summary>One fact: its id is "register.name"; the registers matter, unit and actor are built in.</summary>
public sealed class Item(string id, Mark at, Node node) : Entry(Kind.Item, id, at, node)
{
    /// <summary>Before the dot.</summary>
    public string RegisterId { get; } = id[..Math.Max(0, id.IndexOf('.', StringComparison.Ordinal))];

    /// <summary>Behind the dot.</summary>
    public string Field { get; } = id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..];

    public Text? Means => Node["means"u8].Texts();

    /// <summary>A word, a code list, a register, or "list of" one of these.</summary>
    public string Type { get; } = node["type"u8].TextOrEmpty();

    public Sharing Sharing { get; } = node["sharing"u8].TextOrEmpty() switch { "public" => Sharing.Public, "government" => Sharing.Government, "owner-only" => Sharing.OwnerOnly, _ => Sharing.ByPurpose };

    public IReadOnlyList<Ref> Purposes { get; } = node["purposes"u8].Refs();

    public Personal Personal { get; } = node["personal"u8].TextOrEmpty() switch { "none" => Personal.None, "plain" => Personal.Plain, _ => Personal.Sensitive };

    /// <summary>A younger value is never asked again; null where the base holds it without an end.</summary>
    public TimeLimit? GoodFor { get; } = node["good-for"u8].Limit();

    /// <summary>As what rows are found and compared by it: name, number, telephone, address, birth, sex; null where they are not.</summary>
    public string? FoundAs { get; } = node["found-as"u8].TextOrNull();

    /// <summary>Its own owner where that is not the register's.</summary>
    public Ref? OwnOwner { get; } = node["owner"u8].Ref();

    public Retention? OwnKeep { get; } = Register.ReadRetention(node["keep"u8]);

    /// <summary>The standard by which its numbers are checked: gb-11643 or gb-32100; null where they are not.</summary>
    public string? CheckedBy { get; } = node["checked-by"u8].TextOrNull();

    public Formula? Computed { get; } = node["computed"u8].Formula();

    public IReadOnlyList<Ref> SameAs { get; } = node["same-as"u8].Refs();

    public IReadOnlyList<Ref> DiffersFrom { get; } = ReadDifferences(node["differs-from"u8]);

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();

    private static List<Ref> ReadDifferences(Node node)
    {
        var differences = new List<Ref>();
        foreach (var one in node.Elements)
            if (one["item"u8].Ref() is { } item) differences.Add(item);
        return differences;
    }
}

public sealed record Code(string Value, Text Name, Mark At, DateOnly From, DateOnly To);

/// <summary>A list of codes with names.</summary>
public sealed class CodeList(string id, Mark at, Node node) : Entry(Kind.Codes, id, at, node)
{
    public IReadOnlyList<Code> Values { get; } = ReadValues(node["values"u8]);

    private static List<Code> ReadValues(Node node)
    {
        var codes = new List<Code>();
        foreach (var one in node.Elements)
        {
            if (one["value"u8].TextOrNull() is not { } value) continue;
            codes.Add(new Code(value, one["name"u8].TextsOrId(value), one["value"u8].Mark, one.DayOr("from"u8, DateOnly.MinValue), one.DayOr("to"u8, DateOnly.MaxValue)));
        }

        return codes;
    }
}

/// <summary>A number set by law, in one spell.</summary>
public sealed class Standard(string id, Mark at, Node node) : Entry(Kind.Standard, id, at, node)
{
    public Quantity? Value { get; } = node["value"u8].Amount();

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();
}
