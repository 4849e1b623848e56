namespace Trellis.Diagnosis.Findings;

/// <summary>A change of the structure that a finding suggests, as the text of an overlay: trellis plan says what it means, and whoever answers for the rule decides. It has been read and checked, and brings no error.</summary>
/// <param name="Name">Of the overlay, and of the folder it lies in.</param>
/// <param name="Rule">The address of the rule that it is about, such as power/permit-tree-felling.</param>
/// <param name="Says">What it does, in a sentence.</param>
/// <param name="Text">What overlays/NAME/overlay.yaml would hold.</param>
public sealed record ProposedOverlay(string Name, string Rule, Text Says, string Text)
{
    /// <summary>What was seen when the structure was lived through without it and with it; empty where that was not asked for.</summary>
    public IReadOnlyList<Text> Effects { get; init; } = [];
}
