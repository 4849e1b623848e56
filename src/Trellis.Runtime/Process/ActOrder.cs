using Trellis.Information.Registers;
using Trellis.Process.Matters;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Process;

/// <summary>Somebody asks to do something.</summary>
public sealed record ActOrder
{
    /// <summary>Who asks. That they are who they say was proved before; that an officer sits in the seat is asked here.</summary>
    public required Actor By { get; init; }

    /// <summary>
    /// What they ask for. The desk mints id, number and version of a filing (<see cref="MattersDesk.Filing"/>), and works out the digests of a proposed version itself.
    /// </summary>
    public required IAct Act { get; init; }

    /// <summary>When it happened, where it is entered later: on a day without the machine. Null for now. Cut to whole milliseconds.</summary>
    public DateTimeOffset? Happened { get; init; }

    /// <summary>A word of the asker's own, by which a request that is sent again is known. Kept for a week. Null where none is wished.</summary>
    public string? Key { get; init; }

    /// <summary>The revision of the matter on which the asker made up their mind; the act is not done where it has changed since. Null where they do not mind.</summary>
    public long? IfRevision { get; init; }

    /// <summary>Of a filing: what the base holds of the filer and is wrong, by the fact that it answers. Each goes to the owner of its item, and the matter refers to it: both are entered, or neither.</summary>
    public FixedList<Correction> Corrections { get; init; } = [];
}

/// <summary>A correction that comes with a filing.</summary>
/// <param name="Fact">As the matter type asks for it: "applicant.phone".</param>
public sealed record Correction(string Fact, CorrectValue Act);

/// <summary>What came of an order, told after the flush.</summary>
public abstract record ActAnswer
{
    private ActAnswer()
    {
    }

    /// <summary>It was done and stands in the record.</summary>
    /// <param name="Receipt">Where.</param>
    /// <param name="Matter">The matter as the act left it; null where the act is about none.</param>
    /// <param name="Revision">The revision of the matter: the position of its last entry.</param>
    public sealed record Done(Receipt Receipt, Matter? Matter, long Revision) : ActAnswer;

    /// <summary>It was refused.</summary>
    /// <param name="Recorded">Where the refusal stands in the record, which only one for lack of authority does; null otherwise.</param>
    public sealed record Refused(Refusal Why, Receipt? Recorded) : ActAnswer;

    /// <summary>The matter has changed since the revision that the order names.</summary>
    public sealed record Stale(long Revision) : ActAnswer;

    /// <summary>The key was used for another request.</summary>
    public sealed record KeyUsedOtherwise : ActAnswer;

    /// <summary>There is no such matter, or none that the asker may know of.</summary>
    public sealed record Unknown : ActAnswer;
}
