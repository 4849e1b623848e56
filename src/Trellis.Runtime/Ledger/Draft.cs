using Trellis.Ledger;

namespace Trellis.Runtime.Ledger;

/// <summary>An event as an act decided it, before the writer gives it its time and its place.</summary>
public sealed record Draft
{
    /// <summary>The versioned wire name, such as <c>matter-returned/1</c>.</summary>
    public required string Event { get; init; }

    public required EntryActor By { get; init; }

    /// <summary>The version of the structure that is in force.</summary>
    public required string Structure { get; init; }

    public EntryValue.Group Fields { get; init; } = EntryValue.Group.None;

    /// <summary>Ids from the delegation down to the article.</summary>
    public IReadOnlyList<string> Mandate { get; init; } = [];

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Values that enter the record as commitments only, and can be erased.</summary>
    public IReadOnlyList<ValueToSeal> Personal { get; init; } = [];
}

/// <summary>A personal value or free text of an event: kept encrypted beside the record, under one key for the person and the purpose.</summary>
/// <param name="Field">The name of the field in the entry.</param>
/// <param name="Person">Whose it is: an id, not a name.</param>
/// <param name="Purpose">What it was collected for: an id.</param>
/// <param name="Value">The value as bytes, text in UTF-8. Kept until the act is settled, so leave it unchanged.</param>
public sealed record ValueToSeal(string Field, string Person, string Purpose, ReadOnlyMemory<byte> Value);

/// <summary>When an act is decided, and where its first event would stand.</summary>
/// <param name="At">The time of its entries: UTC, whole milliseconds, never before the entry that stands before it.</param>
/// <param name="Position">The position that its first entry will have.</param>
public readonly record struct Turn(DateTimeOffset At, long Position);

/// <summary>What was decided about an act.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>It may happen; these events are appended, in this order.</summary>
    public sealed record Accepted(IReadOnlyList<Draft> Events) : Decision;

    /// <summary>It may not. Nothing is appended but what the rules say of refusals, such as the refusal of somebody without authority.</summary>
    public sealed record Refused(Refusal Why, IReadOnlyList<Draft> Recorded) : Decision;

    public static Decision Accept(params Draft[] events) => new Accepted(events);

    public static Decision Refuse(Refusal why, params Draft[] recorded) => new Refused(why, recorded);
}

/// <summary>What became of an act, told after the flush.</summary>
public abstract record Settled
{
    private Settled()
    {
    }

    /// <summary>It stands in the record.</summary>
    public sealed record Done(Receipt Receipt) : Settled;

    /// <summary>It was refused.</summary>
    /// <param name="Why">The refusal.</param>
    /// <param name="Recorded">Where the refusal itself stands in the record, null where it does not.</param>
    public sealed record NotDone(Refusal Why, Receipt? Recorded) : Settled;
}

/// <summary>Where in the record an act stands, so that whoever asked for it can later prove that it does.</summary>
/// <param name="First">The position of its first entry.</param>
/// <param name="Count">How many entries it made; they follow each other.</param>
/// <param name="At">The time in these entries.</param>
public sealed record Receipt(long First, int Count, DateTimeOffset At);
