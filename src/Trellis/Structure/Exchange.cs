using Trellis.Structure.Files;
using Trellis.Structure.Quantities;

namespace Trellis.Structure;

/// <summary>Another jurisdiction with which evidence and matters are exchanged: the name and the key of its record. Where it is reached is its operator's affair and stands in no structure.</summary>
public sealed class Neighbour(string id, Mark at, Node node) : Entry(Kind.Neighbour, id, at, node)
{
    /// <summary>The name under which its record signs.</summary>
    public string Origin { get; } = node["origin"u8].TextOrEmpty();

    /// <summary>Its verifier key, as the record spells it: name, id and key joined by plus signs.</summary>
    public string Key { get; } = node["key"u8].TextOrEmpty();

    /// <summary>Matter types that may be filed here from there.</summary>
    public IReadOnlyList<Ref> MayFile { get; } = node["may-file"u8].Refs();

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();
}

/// <summary>What a unit hands out of a register that it owns, to whom, for what, and on what terms.</summary>
public sealed class Offer(string id, Mark at, Node node) : Entry(Kind.Offer, id, at, node)
{
    /// <summary>The unit that answers; the owner of every item.</summary>
    public Ref By { get; } = node["by"u8].Ref() ?? default;

    /// <summary>Of one register.</summary>
    public IReadOnlyList<Ref> Items { get; } = node["items"u8].Refs();

    public IReadOnlyList<Ref> Purposes { get; } = node["purposes"u8].Refs();

    /// <summary>Units, groups and neighbours.</summary>
    public IReadOnlyList<KindRef> GivenTo { get; } = node["given-to"u8].KindRefs();

    /// <summary>Whether the person looks at what was answered, and lets it go, before anybody else reads it.</summary>
    public bool Preview { get; } = node["preview"u8].Is("asked"u8);

    /// <summary>How long what was handed out may be used; null for as long as the matter runs.</summary>
    public TimeLimit? GoodFor { get; } = node["good-for"u8].Limit();

    public IReadOnlyList<Citation> Basis { get; } = node["basis"u8].Citations();

    /// <summary>The register of its items.</summary>
    public string Register => Items is [{ Id: { } first }, ..] && first.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? first[..dot] : "";

    public bool Covers(IEnumerable<string> items) => items.All(item => Items.Any(one => one.Id == item));
}
