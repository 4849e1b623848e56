using Trellis.Structure.Files;
using Trellis.Structure.Quantities;
using Trellis.Structure.Vocabulary;

namespace Trellis.Structure;

/// <summary>Who may vary a rule.</summary>
public enum Variation
{
    Fixed,
    Bounded,
    Free,
}

/// <summary>A name of another entry, and where it is written.</summary>
public readonly record struct Ref(string Id, Mark At)
{
    public override string ToString() => Id;
}

/// <summary>A name that says its kind: "power/grant-relief".</summary>
public readonly record struct KindRef(Kind Kind, string Id, Mark At)
{
    public override string ToString() => $"{Words.Of(Kind).Word}/{Id}";
}

/// <summary>A post: "post", found by nearness, or "post@unit", "post@group".</summary>
public readonly record struct PostName(string Post, string? At, Mark Mark)
{
    public override string ToString() => At is null ? Post : $"{Post}@{At}";
}

/// <summary>An article of law, or a law as a whole where the article is null.</summary>
public readonly record struct Citation(string Law, string? Article, Mark At)
{
    public override string ToString() => Article is null ? Law : $"{Law}/{Article}";
}

/// <summary>What one may vary of a bounded rule, and how far; null means no limit on that side.</summary>
public sealed record Bound(string Key, Mark At, string? AtLeast, string? AtMost);

/// <summary>A finding somebody answers for until a day.</summary>
/// <param name="Basis">The articles on which they do; empty where none is named.</param>
public sealed record Acceptance(string Finding, Mark At, PostName By, DateOnly To, Text Why, IReadOnlyList<Citation> Basis);

/// <summary>One entry of a structure in one spell of its life. What is rarely asked is read from the file when it is asked.</summary>
public abstract class Entry
{
    protected Entry(Kind kind, string id, Mark at, Node node)
    {
        (Kind, Id, At, Node) = (kind, id, at, node);
        From = node.DayOr("from"u8, DateOnly.MinValue);
        To = node.DayOr("to"u8, DateOnly.MaxValue);
    }

    public Kind Kind { get; }

    public string Id { get; }

    /// <summary>Where its id stands.</summary>
    public Mark At { get; }

    /// <summary>All of it as written.</summary>
    public Node Node { get; }

    /// <summary>First day on which it holds; the smallest day where nothing is said.</summary>
    public DateOnly From { get; internal set; }

    /// <summary>Last day on which it holds; the largest day where nothing is said.</summary>
    public DateOnly To { get; internal set; }

    /// <summary>The overlay that brings it; null for the base.</summary>
    public Overlay? Overlay { get; internal set; }

    public Text Name => Node["name"u8].TextsOrId(Id);

    public string? Formerly => Node["formerly"u8] is { IsScalar: true } former ? former.Text : null;

    public DateOnly? ReviewBy => Node.Day("review-by"u8);

    public Variation Varies => Node["varies"u8] switch
    {
        { Exists: true } word when word.Is("bounded"u8) => Variation.Bounded,
        { Exists: true } word when word.Is("free"u8) => Variation.Free,
        _ => Variation.Fixed,
    };

    public IReadOnlyList<Bound> Bounds
    {
        get
        {
            var bounds = new List<Bound>();
            foreach (var bound in Node["bounds"u8].Elements)
                bounds.Add(new Bound(bound["key"u8].TextOrEmpty(), bound.Mark, bound["at-least"u8].TextOrNull(), bound["at-most"u8].TextOrNull()));
            return bounds;
        }
    }

    public IReadOnlyList<Acceptance> Accepted
    {
        get
        {
            var accepted = new List<Acceptance>();
            foreach (var one in Node["accepted"u8].Elements)
                accepted.Add(new Acceptance(one["finding"u8].TextOrEmpty(), one["finding"u8].Mark, one["by"u8].Post() ?? default, one.DayOr("to"u8, DateOnly.MinValue), one["why"u8].TextsOrId(""), one["basis"u8].Citations()));
            return accepted;
        }
    }

    /// <summary>What others call it: name of the scheme, and the name there.</summary>
    public IEnumerable<(string Scheme, string Name)> KnownAs
    {
        get
        {
            var names = new List<(string, string)>();
            foreach (var (key, value) in Node["known-as"u8].Pairs) names.Add((key.Text, value.Text));
            return names;
        }
    }

    /// <summary>"duty/construction-noise": how findings, plans and acceptances name it.</summary>
    public string Address => $"{Words.Of(Kind).Word}/{Id}";

    public bool HoldsOn(DateOnly day) => From <= day && day <= To;

    public bool Overlaps(DateOnly from, DateOnly to) => From <= to && from <= To;

    public override string ToString() => Address;
}
