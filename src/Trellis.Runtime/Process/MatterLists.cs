using Trellis.Process.Matters;

namespace Trellis.Runtime.Process;

/// <summary>Which matters a list shall hold. What is null does not matter.</summary>
public sealed record MatterFilter
{
    public static MatterFilter All { get; } = new();

    public MatterState? State { get; init; }

    public string? Type { get; init; }

    public UnitId? Place { get; init; }

    public UnitId? Holder { get; init; }

    /// <summary>Promised by then at the latest.</summary>
    public DateTimeOffset? PromisedBefore { get; init; }

    /// <summary>The beginning of the number.</summary>
    public string? Number { get; init; }

    /// <summary>Only those that are not closed, in lists that hold both: those of a person.</summary>
    public bool Open { get; init; }

    /// <summary>The closed ones instead of the open ones.</summary>
    public bool Closed { get; init; }
}

public enum MatterOrder
{
    /// <summary>The newest first.</summary>
    Newest,

    /// <summary>What was promised first, first; what was promised for no day comes last.</summary>
    Promise,
}

/// <summary>Which of the things that wait a list shall hold. What is null does not matter.</summary>
public sealed record WaitingFilter
{
    public static WaitingFilter All { get; } = new();

    public string? Type { get; init; }

    /// <summary>What was due before then.</summary>
    public DateTimeOffset? DueBefore { get; init; }
}

public enum WaitingOrder
{
    /// <summary>What is due first, first; what is due on no day comes last.</summary>
    Due,

    /// <summary>What has waited longest, first.</summary>
    Since,
}

/// <summary>A matter as lists show it. Nothing personal stands in it.</summary>
/// <param name="Result">The kind of its closure while it is closed.</param>
public sealed record MatterLine(
    MatterId Id, string Number, long Revision, string Type, UnitId? Place, UnitId Holder, MatterState State, string? Result, DateTimeOffset Filed, DateTimeOffset? Promised, DateTimeOffset? Closed);

/// <summary>An open point of a matter, as an inbox shows it.</summary>
/// <param name="On">On whom the wait is booked now.</param>
public sealed record WaitingPoint(
    MatterId Matter, string Number, string Type, UnitId? Place, MatterState State, string Key, string Step, PointKind Kind, Performer? Performer, Bearer On, DateTimeOffset Since, DateTimeOffset? Due);

/// <param name="Next">What to ask on with; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Rows, string? Next);

/// <summary>An entry of a matter's history.</summary>
/// <param name="By">Post and unit joined by an at sign, or the role.</param>
public sealed record HistoryLine(long Position, DateTimeOffset Entered, string By, IReadOnlyList<string> Mandate, string Structure, IEvent Event);

/// <summary>An officer looked into a matter on a day.</summary>
public sealed record LookLine(MatterId Matter, DateOnly Day, ActorId Person, UnitId Unit, long Position);

/// <summary>Something that somebody wrote or gave in a matter.</summary>
/// <param name="Position">Of the entry that commits to it.</param>
/// <param name="By">A post as post@unit, or a role.</param>
/// <param name="Part">What part of the event it is, such as said or reason; for a fact the name of the fact.</param>
/// <param name="IsFact">Whether it is the value of a fact.</param>
/// <param name="Written">Null where it was erased, and where it is kept back.</param>
/// <param name="Withheld">Why it is kept back from the officer who asked; null where it is not.</param>
public sealed record WrittenLine(long Position, DateTimeOffset Entered, string By, string Event, string Part, bool IsFact, string? Written, Refusal? Withheld = null);
