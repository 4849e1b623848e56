namespace Trellis;

/// <summary>A no, as a value: a stable code that is never reused, and a sentence for a person. Each code has its heading in docs/reference/refusals.md.</summary>
public sealed record Refusal(string Code, Text Says)
{
    /// <summary>What exactly is missing here, who could, what to do; null where the sentence says all there is.</summary>
    public Text? More { get; private init; }

    /// <summary>The sentence, and what exactly.</summary>
    public Text Whole => More is { } more ? new Text(Says.Zh + more.Zh, $"{Says.En} {more.En}") : Says;

    /// <summary>The same no, with what exactly is missing in this case.</summary>
    public Refusal Naming(string zh, string en) => this with { More = new Text(zh, en) };

    /// <summary>It is the same no whatever exactly is missing.</summary>
    public bool Equals(Refusal? other) => other is not null && Code == other.Code && Says == other.Says;

    public override int GetHashCode() => HashCode.Combine(Code, Says);

    public override string ToString() => $"{Code}: {Whole.En}";
}
