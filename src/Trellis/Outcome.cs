namespace Trellis;

/// <summary>What comes of an act: events that are entered together, or a refusal that leaves nothing behind.</summary>
public abstract record Outcome
{
    private Outcome() { }

    /// <param name="Events">In the order in which they are entered; at least one.</param>
    /// <param name="Mandate">What they stand on: ids from the delegation down to the article.</param>
    public sealed record Accepted(IReadOnlyList<IEvent> Events, IReadOnlyList<string> Mandate) : Outcome
    {
        /// <summary>What the events made of the state that they were decided on, where the rule has folded them already; null where it has not.</summary>
        public object? Left { get; init; }
    }

    public sealed record Refused(Refusal Why) : Outcome;

    public static Outcome Accept(params IReadOnlyList<IEvent> events) => new Accepted(events, []);

    /// <summary>The same outcome, on the mandate that the act was permitted by.</summary>
    public Outcome Under(IReadOnlyList<string> mandate) => this is Accepted accepted ? accepted with { Mandate = mandate } : this;

    public static implicit operator Outcome(Refusal why) => new Refused(why);

    public static Outcome FromRefusal(Refusal why) => why;
}
