using Trellis.Process.Matters;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Structure.Quantities;

namespace Trellis.Web.Process;

/// <summary>A matter as it is shown to somebody who may see it: its course, and nothing that anybody wrote.</summary>
public sealed record MatterShown
{
    public required string Id { get; init; }

    public required string Number { get; init; }

    public required string Type { get; init; }

    public required string Structure { get; init; }

    /// <summary>As in the ETag: changes with every entry about the matter.</summary>
    public required long Revision { get; init; }

    public required MatterState State { get; init; }

    public string? Place { get; init; }

    public required string HeldBy { get; init; }

    public string? FirstContact { get; init; }

    public required Channel Channel { get; init; }

    public required DateTimeOffset Filed { get; init; }

    public string? Promise { get; init; }

    public DateTimeOffset? FirstAnswerDue { get; init; }

    public DateTimeOffset? FirstAnswered { get; init; }

    public string? Result { get; init; }

    public ClosureKind? ClosedAs { get; init; }

    public bool? Confirmed { get; init; }

    public DateTimeOffset? Closed { get; init; }

    public string? ReferredTo { get; init; }

    public required int Round { get; init; }

    /// <summary>Since when anybody may follow it; left out where it is not public.</summary>
    public DateTimeOffset? Published { get; init; }

    public required IReadOnlyList<PointShown> Open { get; init; }

    public required IReadOnlyList<DoneShown> Done { get; init; }

    public required IReadOnlyList<PartShown> Parts { get; init; }

    public required IReadOnlyList<CallShown> Whistles { get; init; }

    public static MatterShown Of(Matter matter, long revision)
    {
        var closure = matter.State == MatterState.Closed ? matter.LastClosure : null;
        return new MatterShown
        {
            Id = matter.Id.Text,
            Number = matter.Number,
            Type = matter.Type,
            Structure = matter.Version,
            Revision = revision,
            State = matter.State,
            Place = matter.Place?.Text,
            HeldBy = matter.HeldBy.Text,
            FirstContact = matter.FirstContact?.ToString(),
            Channel = matter.Channel,
            Filed = matter.Filed,
            Promise = Limit(matter.Promise),
            FirstAnswerDue = matter.FirstAnswerDue,
            FirstAnswered = matter.FirstAnswered,
            Result = matter.Result,
            ClosedAs = closure?.Kind,
            Confirmed = closure?.Confirmed,
            Closed = closure?.At,
            ReferredTo = matter.ReferredTo,
            Round = matter.Round,
            Published = matter.Published,
            Open = [.. matter.Open.Select(PointShown.Of)],
            Done = [.. matter.Done.Select(static one => new DoneShown(one.Key, one.Step, one.Outcome, one.Result, one.By?.Text, one.At))],
            Parts = [.. matter.Parts.Select(static one => new PartShown(one.Key, one.Type, one.Number, one.Result, one.Begun, one.Ended))],
            Whistles = [.. matter.Whistles.Select(static one => new CallShown(
                one.Number, one.By.ToString(), one.At, one.Verdict, [.. one.Calls.Select(static call => new CalledShown(call.Called.ToString(), call.Due, call.Came, call.Missed, call.Acted))]))],
        };
    }

    internal static string? Limit(TimeLimit? limit) => limit is { } known ? known.ToString() : null;
}

/// <summary>What the flow waits for.</summary>
/// <param name="Performer">A post as post@unit, a role such as "requester"; null where nobody was found, or facts are waited for.</param>
/// <param name="WaitsOn">Whom the wait is booked on: a unit, or "requester".</param>
public sealed record PointShown(string Key, string? Step, string? Performer, DateTimeOffset Since, DateTimeOffset? Due, string WaitsOn, WaitReason WaitsFor, IReadOnlyList<string> Awaits)
{
    internal static PointShown Of(OpenPoint one) =>
        new(one.Key, one.Step.Length == 0 ? null : one.Step, one.Performer?.ToString(), one.Since, one.Due, one.Wait.On.ToString(), one.Wait.For, one.Awaits);
}

public sealed record DoneShown(string Key, string Step, string Outcome, string? Result, string? By, DateTimeOffset At);

public sealed record PartShown(string Key, string Type, string Number, string? Result, DateTimeOffset Begun, DateTimeOffset? Ended);

public sealed record CallShown(int Number, string By, DateTimeOffset At, WhistleVerdict? Verdict, IReadOnlyList<CalledShown> Calls);

public sealed record CalledShown(string Post, DateTimeOffset? Due, DateTimeOffset? Came, DateTimeOffset? Missed, bool? Acted);

/// <summary>Where an act stands in the record, so that whoever did it can prove it later.</summary>
/// <param name="Position">Of its first entry.</param>
/// <param name="Entries">How many there are; they follow each other.</param>
public sealed record ReceiptShown(long Position, int Entries, DateTimeOffset At)
{
    internal static ReceiptShown Of(Receipt receipt) => new(receipt.First, receipt.Count, receipt.At);
}

/// <summary>An act was done.</summary>
/// <param name="Matter">As the act left it; left out where whoever did it may not see it.</param>
public sealed record ActShown(ReceiptShown Receipt, MatterShown? Matter);

/// <summary>One page of a list. The address of the next one stands in the header Link, and its cursor here.</summary>
public sealed record MatterPage(IReadOnlyList<MatterLineShown> Matters, string? Next);

public sealed record MatterLineShown(
    string Id, string Number, long Revision, string Type, string? Place, string HeldBy, MatterState State, string? Result, DateTimeOffset Filed, DateTimeOffset? Promised, DateTimeOffset? Closed)
{
    internal static MatterLineShown Of(MatterLine one) =>
        new(one.Id.Text, one.Number, one.Revision, one.Type, one.Place?.Text, one.Holder.Text, one.State, one.Result, one.Filed, one.Promised, one.Closed);
}

public sealed record WaitingPage(IReadOnlyList<WaitingShown> Points, string? Next);

/// <summary>Something that waits for a post or a unit.</summary>
public sealed record WaitingShown(string Matter, string Number, string Type, string? Place, MatterState State, string Key, string? Step, string? Performer, string WaitsOn, DateTimeOffset Since, DateTimeOffset? Due)
{
    internal static WaitingShown Of(WaitingPoint one) =>
        new(one.Matter.Text, one.Number, one.Type, one.Place?.Text, one.State, one.Key, one.Step.Length == 0 ? null : one.Step, one.Performer?.ToString(), one.On.ToString(), one.Since, one.Due);
}

public sealed record HistoryShown(IReadOnlyList<HappenedShown> Events);

/// <summary>One entry of a matter, as it stands in the record; ids of people are left out.</summary>
/// <param name="By">A post as post@unit, or a role.</param>
/// <param name="Mandate">What it stands on, from the delegation down to the article.</param>
public sealed record HappenedShown(long Position, DateTimeOffset Entered, string By, string Event, IReadOnlyList<string> Mandate, string Structure, System.Text.Json.JsonElement Fields);

public sealed record ContentsShown(IReadOnlyList<WrittenShown> Parts);

/// <summary>Something that somebody wrote or gave in a matter.</summary>
/// <param name="Position">Of the entry that commits to it.</param>
/// <param name="By">A post as post@unit, or a role.</param>
/// <param name="Part">Such as said, reason; left out for a fact.</param>
/// <param name="Fact">The name of the fact; left out for a text.</param>
/// <param name="Written">Left out where it was erased, and where it is kept back.</param>
/// <param name="Withheld">The code of why an officer is not shown it; left out where it is not kept back.</param>
public sealed record WrittenShown(long Position, DateTimeOffset Entered, string By, string Event, string? Part, string? Fact, string? Written, bool Erased, string? Withheld)
{
    internal static WrittenShown Of(WrittenLine one) =>
        new(one.Position, one.Entered, one.By, one.Event, one.IsFact ? null : one.Part, one.IsFact ? one.Part : null, one.Written, one.Written is null && one.Withheld is null, one.Withheld?.Code);
}

public sealed record WaitsShown(IReadOnlyList<WaitShown> Waits);

/// <summary>An interval of the age of a matter, booked on a unit or on "requester".</summary>
public sealed record WaitShown(string Lane, string On, WaitReason For, DateTimeOffset From, DateTimeOffset To);

public sealed record LooksShown(IReadOnlyList<LookShown> Looks);

/// <summary>Somebody of a unit looked into a matter on a day.</summary>
public sealed record LookShown(DateOnly Day, string Unit, long Position);

public sealed record HolderShown(DateTimeOffset At, string HeldBy);

/// <summary>Powers that were lent by acts, and duties that went back.</summary>
public sealed record LentShown(IReadOnlyList<LentPowerShown> Lent, IReadOnlyList<ReturnedShown> Returned);

/// <param name="Gives">The posts that have it today; none where it is over, not begun, or withdrawn.</param>
public sealed record LentPowerShown(string Delegation, string Of, string Giver, string Receiver, DateOnly From, DateOnly? To, IReadOnlyList<string> Basis, IReadOnlyList<string> Gives);

/// <summary>A duty that the unit no longer bears, since the power that it leaned on has ended.</summary>
/// <param name="To">The unit that bears it now; left out where there is none.</param>
/// <param name="Since">The first day.</param>
public sealed record ReturnedShown(string Duty, string Unit, string Power, string? To, DateOnly Since);

public sealed record EmergenciesShown(IReadOnlyList<EmergencyShown> Emergencies);

/// <param name="To">The last day, included.</param>
/// <param name="Unit">On whose ground.</param>
/// <param name="ReviewBy">The last day for its review; left out where the structure says none.</param>
public sealed record EmergencyShown(string Emergency, DateOnly From, DateOnly To, string? Unit, bool Running, bool Reviewed, DateOnly? ReviewBy);

public sealed record SeenShown(DateOnly Day, IReadOnlyList<string> Matters);

/// <summary>Whether an act would be done now.</summary>
/// <param name="Code">Of the refusal; left out where it would be done.</param>
public sealed record MayShown(bool May, string? Code, string? ReasonZh, string? ReasonEn);

public sealed record DraftsShown(IReadOnlyList<DraftShown> Drafts);

public sealed record DraftShown(string Id, string Type, DateTimeOffset Saved, DateTimeOffset KeptUntil, string? Said, IReadOnlyDictionary<string, string> Facts);

public sealed record DraftSaved(string Id);

public sealed record PicturesShown(IReadOnlyList<PictureShown> Pictures);

/// <summary>A picture of a matter, without the picture itself.</summary>
/// <param name="Position">Of the entry that says that it was added.</param>
/// <param name="Erased">Whether it is gone.</param>
public sealed record PictureShown(string Id, long Position, DateTimeOffset Added, string By, global::Trellis.Process.Pictures.PictureKind Kind, bool Erased)
{
    internal static PictureShown Of(PictureLine one) => new(one.Id, one.Position, one.Added, one.By, one.Kind, one.Erased);
}
