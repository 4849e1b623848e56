namespace Trellis.Information.Registers;

/// <summary>Whence a value came.</summary>
public enum ValueSource
{
    /// <summary>An act of somebody, mostly in a matter.</summary>
    Act,

    /// <summary>A form that was handed in.</summary>
    Form,

    /// <summary>A list that was read in as a whole.</summary>
    Import,

    /// <summary>Another node, by exchange.</summary>
    Exchange,
}

/// <summary>Where a value comes from: which act, form, import or exchange, when, by whom, on what basis.</summary>
/// <param name="By">The unit that said it; null where it was the person themselves, or time.</param>
/// <param name="Person">Who said it, by an opaque id; null for what the system did.</param>
/// <param name="Basis">The matter, form, import or node; null where none was named.</param>
/// <param name="At">When it was entered.</param>
/// <param name="Position">Where it stands in the record.</param>
public sealed record Provenance(ValueSource Source, UnitId? By, ActorId? Person, string? Basis, DateTimeOffset At, long Position);

public enum ClaimKind
{
    /// <summary>The value stands sealed beside the entry.</summary>
    Sealed,

    /// <summary>Rows of registers, which stand in the entry itself.</summary>
    Rows,

    /// <summary>From its first day on there is no value any more.</summary>
    None,
}

/// <summary>
/// What somebody said about one item of a subject: for which days, whence it comes, and which earlier claim says the same. What the value is stands beside the record; so the fold is the
/// same before and after an erasure.
/// </summary>
/// <param name="Item">The item without its register: "phone" of person.phone.</param>
/// <param name="From">The first day; the smallest day where it has no beginning.</param>
/// <param name="To">The last day, included; the largest day where it has no end.</param>
/// <param name="ByOwner">Whether the owner of the item spoke, or whoever holds a power over the register.</param>
/// <param name="Same">The position of the earliest claim on the item, of this subject or of one that is linked to it, that says the same; its own where none does.</param>
public sealed record Claim(string Item, DateOnly From, DateOnly To, ClaimKind Kind, FixedList<RowId> Rows, Provenance Provenance, bool ByOwner, long Same)
{
    public long Position => Provenance.Position;

    public bool Covers(DateOnly day) => From <= day && day <= To;

    /// <summary>Those of one voice cannot disagree: what it says later takes the place of what it said before. All of the owner speak with one.</summary>
    public string Voice => ByOwner ? "owner" : Provenance.By is { } unit ? $"@{unit}" : "";
}

/// <summary>The owner of an item settled what holds where claims stood side by side.</summary>
/// <param name="Stands">The position of the claim that holds.</param>
/// <param name="Aside">Positions of the claims that do not count any more.</param>
public sealed record Settling(string Item, long Stands, FixedList<long> Aside, Provenance Provenance);

/// <summary>A subject is in the register no more: it has left, died, been dissolved.</summary>
/// <param name="Day">The last day.</param>
/// <param name="After">What ended it, a word such as those of <c>keep.after</c>.</param>
public sealed record Ending(DateOnly Day, string After, Provenance Provenance);

/// <summary>One row of a register, as its entries leave it. It holds no value: those stand sealed beside the entries.</summary>
/// <param name="Begun">The position of the entry that entered it; claims before that were erased, and count no more.</param>
/// <param name="Revision">The position of its last entry.</param>
public sealed record Subject(RowId Id, long Begun, long Revision, FixedList<Claim> Claims, FixedList<Settling> Settlings, Ending? Ending)
{
    /// <summary>What was said of why it is kept although its time is over; the last for each purpose and matter.</summary>
    public FixedList<KeptLonger> Kept { get; init; } = [];

    /// <summary>The subject after an event; null where the event begins none and there is none.</summary>
    /// <param name="position">Where the event stands in the record.</param>
    /// <param name="at">When it was entered.</param>
    public static Subject? Apply(Subject? before, IEvent happened, long position, DateTimeOffset at) => happened switch
    {
        SubjectEntered one => new Subject(one.Subject, position, position, (before?.Claims ?? []).InsertRange(before?.Claims.Count ?? 0, one.Said.Claims(position, at)), before?.Settlings ?? [], null),
        ValuesRecorded one when before is not null => before with { Revision = position, Claims = before.Claims.InsertRange(before.Claims.Count, one.Said.Claims(position, at)) },
        ValueSettled one when before is not null => before with { Revision = position, Settlings = before.Settlings.Add(new Settling(one.Item, one.Stands, one.Aside, one.Provenance(position, at))) },
        SubjectEnded one when before is not null => before with { Revision = position, Ending = new Ending(one.Day, one.After, one.Provenance(position, at)) },
        SubjectKept one when before is not null => before with { Revision = position, Kept = before.Kept.RemoveAll(other => other.Purpose == one.Purpose && other.Matter == one.Matter).Add(new KeptLonger(one.Purpose, one.Matter, one.Until, position)) },
        _ => before,
    };

    /// <summary>Whether somebody sees at a glance that nothing can stand side by side: each item was claimed once.</summary>
    public bool HasSingleClaims
    {
        get
        {
            for (var at = 1; at < Claims.Count; at++)
                for (var before = 0; before < at; before++)
                    if (Claims[before].Item == Claims[at].Item) return false;
            return true;
        }
    }
}

/// <summary>Two rows that are the same person, organisation or place, as somebody confirmed; each keeps what was said of it.</summary>
/// <param name="Purposes">For what reads may follow it; none where the two were told apart.</param>
/// <param name="Reasons">Why they were thought to be the same: words such as "same-number".</param>
/// <param name="Same">Claims of the two that say the same: position and item of one, position of the other.</param>
/// <param name="Linked">Who linked them.</param>
/// <param name="Undone">Who took it back; null while it holds.</param>
public sealed record SubjectLink(RowId One, RowId Other, FixedList<string> Purposes, FixedList<string> Reasons, FixedList<SameClaims> Same, Provenance Linked, Provenance? Undone)
{
    /// <summary>Whether somebody confirmed that they are two, and not one. No read follows it.</summary>
    public bool IsApart => Purposes.IsEmpty;

    public RowId? Across(RowId from) => from == One ? Other : from == Other ? One : null;

    /// <summary>Whether it held as the record stood at a moment.</summary>
    public bool HeldAt(DateTimeOffset known) => Linked.At <= known && !(Undone?.At <= known);
}

/// <param name="One">The position of a claim of the one subject on the item.</param>
/// <param name="Other">The position of a claim of the other.</param>
public readonly record struct SameClaims(string Item, long One, long Other);
