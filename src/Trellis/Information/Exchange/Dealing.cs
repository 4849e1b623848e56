namespace Trellis.Information.Exchange;

public enum DealingState
{
    /// <summary>Sent, or to be sent, and not answered.</summary>
    Asked,

    Refused,

    /// <summary>Received; the person has to look at it first.</summary>
    Waiting,

    /// <summary>Received and free to be used once.</summary>
    Ready,

    Declined,
    Used,
    Lapsed,

    /// <summary>The matter was filed over there.</summary>
    Filed,

    // What was asked of this record.

    Given,
    Denied,

    /// <summary>The matter of a neighbour's resident was filed here.</summary>
    TakenIn,
}

/// <summary>What this record still has to say to the other about a dealing.</summary>
public enum DealingOwes
{
    Nothing,

    /// <summary>What was asked, or filed; then its answer comes.</summary>
    Request,

    /// <summary>That it was received, or declined.</summary>
    Receipt,

    /// <summary>What the requester said.</summary>
    Word,
}

/// <summary>One dealing with a neighbour, as the entries of this record tell of it.</summary>
/// <param name="Key">Its id; of a dealing that the neighbour began, with the neighbour before it, so that nobody takes an id of ours.</param>
/// <param name="IsMatter">A matter that is filed, not values that are asked for.</param>
/// <param name="Matter">At home the matter for which it is asked; for what was taken in, the matter here; empty where there is none.</param>
/// <param name="Person">Whose it is: at home the person of the matter, at the owner the row; empty where it was denied.</param>
/// <param name="Digest">Of what was asked.</param>
/// <param name="Opened">The position of its first entry.</param>
/// <param name="Answered">The position of the entry with the values or the answer; -1 before.</param>
/// <param name="Says">The position of the entry whose content or receipt is to be sent; -1 where nothing is.</param>
/// <param name="Lapses">When the asker gives up.</param>
/// <param name="GoodUntil">After that it may not be used.</param>
/// <param name="Size">Of the newest checkpoint of the other that came with it; 0 for none.</param>
/// <param name="Root">Of the same, in hexadecimal.</param>
/// <param name="About">The offer; of a matter its type, then its id over there. Of a refusal its code.</param>
/// <param name="Mark">The key of the one use; of a refusal the offer that contradicts it.</param>
public sealed record Dealing(
    string Key, string Neighbour, bool IsMatter, bool IsOurs, DealingState State, DealingOwes Owes, string Matter, string Person, string Purpose, string Digest, long Opened, long Answered, long Says,
    DateTimeOffset Lapses, DateTimeOffset? GoodUntil, long Size, string Root, string About, string Mark)
{
    /// <summary>The id without the neighbour.</summary>
    public string Id => Key[(Key.LastIndexOf(':') + 1)..];

    public static string KeyOf(string neighbour, string dealing) => $"{neighbour}:{dealing}";

    /// <summary>The purpose under which what is sealed of a dealing is kept: it can be destroyed by itself.</summary>
    public static string PurposeOf(string dealing) => $"exchange/{dealing}";

    /// <summary>The dealing of such a purpose; null for any other purpose.</summary>
    public static string? OfPurpose(string purpose) => purpose.StartsWith("exchange/", StringComparison.Ordinal) ? purpose["exchange/".Length..] : null;
}

public static class FoldingDealings
{
    /// <summary>Which dealing an event is about; null for one about none.</summary>
    public static string? KeyOf(ExchangeEvent happened) => happened switch
    {
        ExchangeEvent.EvidenceAsked e => e.Dealing,
        ExchangeEvent.EvidenceReceived e => e.Dealing,
        ExchangeEvent.EvidenceReleased e => e.Dealing,
        ExchangeEvent.EvidenceDeclined e => e.Dealing,
        ExchangeEvent.EvidenceUsed e => e.Dealing,
        ExchangeEvent.MatterSent e => e.Dealing,
        ExchangeEvent.MatterTaken e => e.Dealing,
        ExchangeEvent.WordSent e => e.Dealing,
        ExchangeEvent.DealingRefused e => e.Dealing,
        ExchangeEvent.DealingNoted e => e.Dealing,
        ExchangeEvent.DealingLapsed e => e.Dealing,
        ExchangeEvent.EvidenceGiven e => Dealing.KeyOf(e.Neighbour, e.Dealing),
        ExchangeEvent.AskedAgain e => Dealing.KeyOf(e.Neighbour, e.Dealing),
        ExchangeEvent.DealingDenied e => Dealing.KeyOf(e.Neighbour, e.Dealing),
        ExchangeEvent.DealingReceipted e => Dealing.KeyOf(e.Neighbour, e.Dealing),
        ExchangeEvent.MatterTakenIn e => Dealing.KeyOf(e.Neighbour, e.Dealing),
        ExchangeEvent.MatterFollowed e => Dealing.KeyOf(e.Neighbour, e.Dealing),
        ExchangeEvent.WordTakenIn e => Dealing.KeyOf(e.Neighbour, e.Dealing),
        _ => null,
    };

    /// <summary>The digest of the message of a neighbour that an event answers or enters; null where there is none. No message with it is taken again.</summary>
    public static string? MessageOf(ExchangeEvent happened) => happened switch
    {
        ExchangeEvent.EvidenceReceived e => e.Message,
        ExchangeEvent.MatterTaken e => e.Message,
        ExchangeEvent.DealingRefused e => e.Message,
        ExchangeEvent.DealingNoted e => e.Message,
        ExchangeEvent.EvidenceGiven e => e.Message,
        ExchangeEvent.AskedAgain e => e.Message,
        ExchangeEvent.DealingDenied e => e.Message,
        ExchangeEvent.DealingReceipted e => e.Message,
        ExchangeEvent.MatterTakenIn e => e.Message,
        ExchangeEvent.MatterFollowed e => e.Message,
        ExchangeEvent.WordTakenIn e => e.Message,
        ExchangeEvent.MessageTurnedAway { Times: 1 } e => e.Message,
        _ => null,
    };

    /// <param name="before">Null where the event is the first of its dealing.</param>
    /// <param name="position">Of its entry.</param>
    /// <returns>Null where the event is about no dealing, or does not begin one that is not there.</returns>
    public static Dealing? Apply(Dealing? before, ExchangeEvent happened, long position)
    {
        ArgumentNullException.ThrowIfNull(happened);
        switch (happened)
        {
            case ExchangeEvent.EvidenceAsked e:
                return new Dealing(e.Dealing, e.Neighbour, false, true, DealingState.Asked, DealingOwes.Request, e.Matter.Text, e.Person.Text, e.Purpose, e.Digest, position, -1, position, e.Lapses, null, 0, "", e.Unit, "");
            case ExchangeEvent.MatterSent e:
                return new Dealing(e.Dealing, e.Neighbour, true, true, DealingState.Asked, DealingOwes.Request, "", e.Person.Text, "", e.Digest, position, -1, position, e.Lapses, null, 0, "", e.Type, "");
            case ExchangeEvent.EvidenceGiven e:
                return new Dealing(Dealing.KeyOf(e.Neighbour, e.Dealing), e.Neighbour, false, false, DealingState.Given, DealingOwes.Nothing, e.Matter, e.Row.ToString(), e.Purpose, e.Request, position, position, -1, e.Happened, e.GoodUntil, 0, "", e.Offer, "");
            case ExchangeEvent.DealingDenied e:
                return new Dealing(Dealing.KeyOf(e.Neighbour, e.Dealing), e.Neighbour, e.About == "matter", false, DealingState.Denied, DealingOwes.Nothing, "", "", "", e.Request, position, position, -1, e.Happened, null, 0, "", e.Code, "");
            case ExchangeEvent.MatterTakenIn e:
                return new Dealing(Dealing.KeyOf(e.Neighbour, e.Dealing), e.Neighbour, true, false, DealingState.TakenIn, DealingOwes.Nothing, e.Matter.Text, "", "", e.Request, position, position, -1, e.Happened, null, 0, "", "", "");
            default:
                break;
        }

        if (before is null) return null;
        return happened switch
        {
            ExchangeEvent.EvidenceReceived e => before with { State = e.Preview ? DealingState.Waiting : DealingState.Ready, Owes = DealingOwes.Receipt, Answered = position, Says = position, GoodUntil = e.GoodUntil, Size = e.Size, Root = e.Root, About = e.Offer },
            ExchangeEvent.EvidenceReleased => before with { State = DealingState.Ready },
            ExchangeEvent.EvidenceDeclined => before with { State = DealingState.Declined, Owes = DealingOwes.Receipt, Says = position },
            ExchangeEvent.EvidenceUsed e => before with { State = DealingState.Used, Mark = e.Key },
            ExchangeEvent.MatterTaken e => before with { State = DealingState.Filed, Owes = DealingOwes.Nothing, Answered = position, Says = -1, Size = e.Size, Root = e.Root, About = e.Matter },
            ExchangeEvent.WordSent => before with { Owes = DealingOwes.Word, Says = position },
            ExchangeEvent.DealingRefused e when before.State == DealingState.Asked => before with { State = DealingState.Refused, Owes = DealingOwes.Nothing, Answered = position, Says = -1, About = e.Code, Mark = e.Contradicted ?? "" },
            ExchangeEvent.DealingRefused => before with { Owes = DealingOwes.Nothing, Says = -1 },
            ExchangeEvent.DealingNoted => before with { Owes = DealingOwes.Nothing, Says = -1 },
            ExchangeEvent.DealingLapsed when before.State == DealingState.Asked => before with { State = DealingState.Lapsed, Owes = DealingOwes.Nothing, Says = -1 },
            ExchangeEvent.DealingReceipted e => before with { Mark = e.Outcome },
            _ => before,
        };
    }
}

/// <summary>What may be done with evidence that was received.</summary>
public static class UsingEvidence
{
    /// <summary>Who may read it and once: in the matter for which it was asked, after the person let it go where that was asked, before its time is over.</summary>
    public static Refusal? WhyNot(Dealing? dealing, MatterId matter, DateTimeOffset now) => dealing switch
    {
        null or { IsOurs: false } or { IsMatter: true } => ExchangeRefusals.NoSuchDealing,
        _ when dealing.Matter != matter.Text => ExchangeRefusals.OtherMatter,
        { State: DealingState.Asked or DealingState.Lapsed } => ExchangeRefusals.NotAnsweredYet,
        { State: DealingState.Refused } => ExchangeRefusals.Denied,
        { State: DealingState.Waiting } => ExchangeRefusals.NotReleased,
        { State: DealingState.Declined } => ExchangeRefusals.Declined,
        { State: DealingState.Used } => ExchangeRefusals.UsedAlready,
        { GoodUntil: { } until } when now > until => ExchangeRefusals.GoodNoLonger,
        _ => null,
    };

    /// <summary>Whether the person's own word is waited for.</summary>
    public static Refusal? WhyNotReleased(Dealing? dealing, ActorId person) => dealing switch
    {
        null or { IsOurs: false } or { IsMatter: true } => ExchangeRefusals.NoSuchDealing,
        _ when dealing.Person != person.Text => ExchangeRefusals.NoSuchDealing,
        { State: DealingState.Waiting } => null,
        { State: DealingState.Asked } => ExchangeRefusals.NotAnsweredYet,
        { State: DealingState.Declined } => ExchangeRefusals.Declined,
        _ => ExchangeRefusals.NothingToRelease,
    };
}
