using Trellis.Structure.Files;

namespace Trellis.Structure.Findings;

/// <summary>How much a finding weighs. Serve, simulate and demo refuse a structure with an error.</summary>
public enum Severity
{
    Note,
    Warning,
    Error,
}

/// <summary>The six paths and three guarantees of the papers, and the files themselves.</summary>
public enum ReformPath
{
    Information,
    PowerAndResponsibility,
    Process,
    Resources,
    Subjects,
    Assessment,
    RulesAndRights,
    Technology,
    Files,
}

/// <summary>Another place that belongs to a finding, with what stands there.</summary>
public sealed record RelatedPlace(Mark At, Text What);

/// <summary>One fault of a structure: what was found, where, and what would mend it.</summary>
public sealed record Finding(FindingCode Code, Mark At, Text Found)
{
    public Severity Severity { get; init; } = Code.Severity;

    /// <summary>What was expected, or what to do; null where the catalogue's advice is all there is to say.</summary>
    public Text? Expected { get; init; }

    /// <summary>The nearest valid name, where something is probably misspelt.</summary>
    public string? Nearest { get; init; }

    /// <summary>The entry it is about, such as "duty/construction-noise"; null for faults of a file.</summary>
    public string? Address { get; init; }

    /// <summary>The units where it holds, sorted; empty where it does not depend on a place.</summary>
    public IReadOnlyList<string> Places { get; init; } = [];

    /// <summary>The group that has exactly these places, where there is one: a shorter name for the same.</summary>
    public string? Group { get; init; }

    public IReadOnlyList<RelatedPlace> Related { get; init; } = [];

    /// <summary>The overlay under which it arises; null for the base.</summary>
    public string? Overlay { get; init; }

    /// <summary>Code and address as lists of known faults write it: "TR1001 duty/construction-noise @ shiping, xikou".</summary>
    public string Line =>
        Code.Code + (Address is null ? $" {At.Path}:{At.Line}" : $" {Address}")
        + (Places.Count == 0 ? "" : $" @ {Group ?? string.Join(", ", Places)}")
        + (Overlay is null ? "" : $" under {Overlay}");

    /// <summary>By place in the files, then code, then address.</summary>
    public static int Compare(Finding one, Finding other)
    {
        var marks = Mark.Compare(one.At, other.At);
        if (marks != 0) return marks;
        var codes = string.CompareOrdinal(one.Code.Code, other.Code.Code);
        return codes != 0 ? codes : string.CompareOrdinal(one.Line, other.Line);
    }
}
