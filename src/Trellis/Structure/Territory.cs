using Trellis.Structure.Files;
using Trellis.Structure.Vocabulary;

namespace Trellis.Structure;

/// <summary>What kind of actor a unit is; each decides in its own way.</summary>
public enum UnitKind
{
    Government,
    Community,
    Association,
    Firm,

    /// <summary>Ground without a body: an estate, a grid cell.</summary>
    Place,
}

/// <summary>Which territory a unit serves.</summary>
public enum Ground
{
    /// <summary>It is territory itself.</summary>
    Own,

    /// <summary>That of the unit named in its row.</summary>
    Served,

    /// <summary>That of its parent: departments.</summary>
    Parent,

    /// <summary>None here: outside bodies.</summary>
    None,
}

/// <summary>One of the levels of government, from the widest to the narrowest.</summary>
public sealed class Level(string id, int rank, Mark at, Node node) : Entry(Kind.Level, id, at, node)
{
    /// <summary>0 for the widest.</summary>
    public int Rank { get; } = rank;
}

/// <summary>A type of units: fixes level, kind, ground and in whose name they act.</summary>
public sealed class UnitType(string id, Mark at, Node node) : Entry(Kind.UnitType, id, at, node)
{
    public Ref Level { get; } = node["level"u8].Ref() ?? default;

    public UnitKind UnitKind { get; } = (UnitKind)Math.Max(0, Array.IndexOf(Words.UnitKinds, node["kind"u8].TextOrEmpty()));

    public Ground Ground { get; } = node["ground"u8].TextOrEmpty() switch { "own" => Ground.Own, "served" => Ground.Served, "parent" => Ground.Parent, _ => Ground.None };

    public bool ActsForParent { get; } = node["acts-for"u8].Is("parent"u8);
}

/// <summary>A body, or a piece of ground, in one spell of its life.</summary>
public sealed class Unit(string id, Mark at, Node node) : Entry(Kind.Unit, id, at, node)
{
    public Ref Type { get; } = node["type"u8].Ref() ?? default;

    /// <summary>The body above.</summary>
    public Ref? Parent { get; } = node["parent"u8].Ref();

    /// <summary>The territory served, where the row names one.</summary>
    public Ref? Ground { get; } = node["ground"u8].Ref();

    public Ref? Successor { get; } = node["successor"u8].Ref();

    public IReadOnlyList<WrittenTag> Tags { get; } = [.. node["tags"u8].Values().Select(static value => new WrittenTag(value.Text, value.At))];

    /// <summary>A fact in a column of its row, such as "unit.population"; null where the cell is empty.</summary>
    public string? Fact(string item)
    {
        foreach (var (key, value) in Node.Pairs)
            if (key.Text == item) return value.Text;
        return null;
    }
}

public readonly record struct WrittenTag(string Tag, Mark At);

/// <summary>A named set of units: listed, or chosen by type, level, kind, tag and what they stand under.</summary>
public sealed class Group(string id, Mark at, Node node) : Entry(Kind.Group, id, at, node)
{
    /// <summary>The listed units; null where they are chosen.</summary>
    public IReadOnlyList<Ref>? Units { get; } = node["units"u8].IsMap ? null : node["units"u8].Refs();

    public IReadOnlyList<Ref> Types { get; } = node["units"u8]["type"u8].Refs();

    public IReadOnlyList<Ref> Levels { get; } = node["units"u8]["level"u8].Refs();

    public IReadOnlyList<Ref> Kinds { get; } = node["units"u8]["kind"u8].Refs();

    public IReadOnlyList<Ref> Tags { get; } = node["units"u8]["tag"u8].Refs();

    public Ref? Under { get; } = node["units"u8]["under"u8].Ref();
}

/// <summary>A seat in each of some units. Several rows may share an id: the post exists at other units too.</summary>
public sealed class Post(string id, Mark at, Node node) : Entry(Kind.Post, id, at, node)
{
    public Ref Where { get; } = node["at"u8].Ref() ?? default;

    public int Seats { get; } = node["seats"u8].Whole() ?? 1;

    public Ref? Calendar { get; } = node["calendar"u8].Ref();

    public IReadOnlyList<Ref> Skills { get; } = node["skills"u8].Refs();
}

/// <summary>Who sits in a post at the beginning: an opaque id, never a name.</summary>
public sealed class Seat(string id, Mark at, Node node) : Entry(Kind.Seat, id, at, node)
{
    public PostName Post { get; } = node["post"u8].Post() ?? default;

    public string? ActingFor { get; } = node["acting-for"u8].TextOrNull();

    /// <summary>Declared facts of the actor, such as ("actor.email", ...).</summary>
    public IEnumerable<(string Item, string Value)> Facts
    {
        get
        {
            var facts = new List<(string, string)>();
            foreach (var (key, value) in Node.Pairs)
                if (key.Text is { } name && name.StartsWith("actor.", StringComparison.Ordinal)) facts.Add((name, value.Text));
            return facts;
        }
    }
}

public sealed class Skill(string id, Mark at, Node node) : Entry(Kind.Skill, id, at, node);
