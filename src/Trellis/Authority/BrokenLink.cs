using Trellis.Structure;

namespace Trellis.Authority;

/// <summary>Why a holding or a delegation gives nothing on a day.</summary>
public enum Break
{
    /// <summary>No such unit on the day: it ended or has not begun.</summary>
    UnitEnded,

    /// <summary>The unit has no such post on the day.</summary>
    PostEnded,

    /// <summary>An article that the entry cites is not in force on the day.</summary>
    ArticleRepealed,

    /// <summary>The power or delegation that it lends from does not hold on the day.</summary>
    SourceEnded,

    /// <summary>The power or delegation that it lends from is itself broken.</summary>
    SourceBroken,

    /// <summary>The giver does not hold the source.</summary>
    GiverDoesNotHold,

    /// <summary>The power may not be delegated at all.</summary>
    NotDelegable,

    /// <summary>The class of the power may not go to this kind of unit.</summary>
    ClassNotForKind,

    /// <summary>The power itself does not go to this kind of unit.</summary>
    PowerNotForKind,

    /// <summary>The chain is longer than the power allows.</summary>
    TooDeep,

    /// <summary>The delegation above may not be passed on (so often).</summary>
    NotPassedOn,

    /// <summary>The receiver's ground lies outside that of the giver.</summary>
    OutsideGround,

    /// <summary>The delegations lead back to themselves.</summary>
    Circle,

    /// <summary>It begins later.</summary>
    NotYet,

    /// <summary>It has ended.</summary>
    Expired,

    /// <summary>It was taken back.</summary>
    Withdrawn,

    /// <summary>It went to another post.</summary>
    Moved,
}

/// <summary>A holding or delegation that gives nothing on a day, with the places where that is so.</summary>
/// <param name="Power">The power that is meant; null where the delegation leads to none.</param>
/// <param name="Delegation">The delegation that gives nothing; null where it is a holding of the power.</param>
/// <param name="Holding">The holding that gives nothing; null where it is a delegation.</param>
/// <param name="Why">What is missing.</param>
public sealed record BrokenLink(Power? Power, Delegation? Delegation, Holding? Holding, Break Why)
{
    /// <summary>The units whose post would have it; for <see cref="Break.UnitEnded"/> empty.</summary>
    public IReadOnlyList<UnitOnDay> Places { get; internal set; } = [];

    /// <summary>The post or unit that is missing, as written.</summary>
    public PostName? Missing { get; init; }

    /// <summary>The first day without it, where it was taken back; the last day with it, where it ended; the first day, where it has not begun.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>The article that is not in force.</summary>
    public Citation? Article { get; init; }

    /// <summary>By what the giver holds the power after all, where it names another source.</summary>
    public Mandate? HeldOtherwise { get; init; }

    /// <summary>The entry that is broken.</summary>
    public Entry Entry => (Entry?)Delegation ?? Power ?? throw new InvalidOperationException("A broken link has an entry.");
}

/// <summary>What a delegation claims beyond its source. It gives nothing more by that: the narrower limit holds.</summary>
public enum Wideness
{
    PerCase,
    PerMonth,
    PerQuarter,
    PerYear,
    NumberPerCase,
    NumberPerMonth,
    NumberPerQuarter,
    NumberPerYear,
    Outcomes,
    Matters,
    Area,
    Time,
    PassOn,
}

/// <summary>A delegation that is written wider than what it is lent from.</summary>
/// <param name="Delegation">The wider one.</param>
/// <param name="Limit">In what it is wider.</param>
/// <param name="Source">The mandate above it that states the narrower limit.</param>
/// <param name="Own">What it claims.</param>
/// <param name="Narrower">What there is to give.</param>
/// <param name="Place">The first receiver where it is so.</param>
public sealed record WiderThanSource(Delegation Delegation, Wideness Limit, Mandate Source, string Own, string Narrower, UnitOnDay Place);
