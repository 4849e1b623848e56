namespace Trellis;

/// <summary>A no, as a value: a stable code that is never reused, and a sentence for a person. Each code has its heading in docs/reference/refusals.md.</summary>
public sealed record Refusal(string Code, Text Says)
{
    public override string ToString() => $"{Code}: {Says.En}";
}
