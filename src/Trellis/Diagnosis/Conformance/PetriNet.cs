namespace Trellis.Diagnosis.Conformance;

/// <summary>A model of a process: places that hold tokens, and transitions that take tokens from places and give tokens to others. A transition without a label happens without a trace in any log.</summary>
/// <remarks>Place/transition nets (Murata 1989); an arc that moves several tokens names its place several times.</remarks>
public sealed class PetriNet
{
    public required IReadOnlyList<string> Places { get; init; }

    public required IReadOnlyList<NetTransition> Transitions { get; init; }

    /// <summary>Where the tokens are at the beginning: places, ascending, each as often as it holds a token.</summary>
    public required IReadOnlyList<int> Initial { get; init; }

    /// <summary>Where they are when all is done.</summary>
    public required IReadOnlyList<int> Final { get; init; }
}

/// <param name="Label">The activity; null for a step that leaves no trace.</param>
/// <param name="Takes">Places, ascending, each as often as it gives up a token; so does <paramref name="Gives"/>.</param>
public sealed record NetTransition(string Id, string? Label, IReadOnlyList<int> Takes, IReadOnlyList<int> Gives);
