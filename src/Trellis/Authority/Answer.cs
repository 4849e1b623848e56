using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Authority;

/// <summary>What stands between a post and a yes. The later in this list, the nearer it came.</summary>
public enum Obstacle
{
    None,

    /// <summary>No such power on the day.</summary>
    NoSuchPower,

    /// <summary>No such unit on the day.</summary>
    NoSuchUnit,

    /// <summary>The unit has no such post on the day.</summary>
    NoSuchPost,

    /// <summary>The place is no unit of the day.</summary>
    NoSuchPlace,

    /// <summary>The power ends in no such outcome.</summary>
    NoSuchOutcome,

    /// <summary>The actor does not sit in the post on the day.</summary>
    NotSeated,

    /// <summary>The step is fixed to another post.</summary>
    StepIsForAnother,

    /// <summary>The post does not have the power; the broken link says more where something is written for it.</summary>
    NotHeld,

    /// <summary>It holds only while an emergency is declared.</summary>
    NoEmergency,

    OutsideArea,
    MatterNotGiven,
    OutcomeNotGiven,
    AmountNotKnown,
    AmountBelowZero,
    OverCeiling,
    NumberOverCeiling,
    CeilingUsedUp,
    NumberUsedUp,
    ConditionNotMet,
    FactNotKnown,

    OwnMatter,
    Kin,
    ApartFrom,

    /// <summary>Who is stood in for may not act here either.</summary>
    ActingForBarred,
}

/// <summary>
/// The answer to a question as values: yes with its mandate, whose chain leads to the articles; or no with the nearest missing link and figures.
/// Nothing is allocated for it. <see cref="Authorization"/> says the same in words.
/// </summary>
public readonly record struct Answer
{
    public bool Permitted => Obstacle == Obstacle.None;

    public Obstacle Obstacle { get; init; }

    /// <summary>A yes: the mandate it stands on. A no: the mandate that came nearest, if any.</summary>
    public Mandate? Mandate { get; init; }

    /// <summary>The link of its chain that says no.</summary>
    public Mandate? Link { get; init; }

    /// <summary>Where nothing is held: what is written for the post and gives nothing.</summary>
    public BrokenLink? Broken { get; init; }

    /// <summary>The period of the ceiling that says no.</summary>
    public CeilingSpan Span { get; init; }

    /// <summary>What was asked for.</summary>
    public Quantity? Asked { get; init; }

    /// <summary>The ceiling that says no.</summary>
    public Quantity? Ceiling { get; init; }

    /// <summary>What of it was used before.</summary>
    public Quantity? Used { get; init; }

    /// <summary>The condition that says no, or is not known.</summary>
    public Formula? Condition { get; init; }

    /// <summary>What of it is not known.</summary>
    public Value Unknown { get; init; }

    /// <summary>The earlier step from which this one is kept apart.</summary>
    public string? Step { get; init; }

    /// <summary>How much one asks beyond the ceiling and what was used of it.</summary>
    public Quantity? Over => Ceiling is { } ceiling && Asked is { } asked ? (Used is { } used ? asked.Plus(used) : asked)?.Minus(ceiling) : null;
}
