using System.Globalization;
using Trellis.Ledger;

namespace Trellis.Information.Exchange;

/// <summary>
/// What happens between two records, as each of them enters it. Ours is what this record asked or sent; theirs is what was asked of it. Ids of dealings are those of the asker.
/// Values, keys of rows and what people wrote stand beside the record as personal parts: <c>value/ITEM</c>, <c>sent</c> (the body that is sent) and <c>note</c> (the signed message that came).
/// </summary>
public abstract record ExchangeEvent : IEvent
{
    private ExchangeEvent()
    {
    }

    public abstract string Wire { get; }

    public required DateTimeOffset Happened { get; init; }

    // Ours: evidence.

    /// <param name="Person">For whom the matter runs.</param>
    /// <param name="By">Who asked, an opaque id, and the seat.</param>
    /// <param name="Digest">Of the body that is sent.</param>
    public sealed record EvidenceAsked(string Dealing, string Neighbour, MatterId Matter, ActorId Person, string Unit, FixedList<string> Items, string Purpose, string Basis, ActorId By, PostAt Seat, DateTimeOffset Lapses, string Digest) : ExchangeEvent
    {
        public const string Name = "evidence-asked/1";

        public override string Wire => Name;
    }

    /// <param name="Offer">Under which it was given, by the entry of the owner.</param>
    /// <param name="Preview">Whether the person sees it first.</param>
    /// <param name="GoodUntil">After that it may not be used; null for as long as the matter runs.</param>
    /// <param name="Position">Of the owner's entry in the owner's record.</param>
    /// <param name="Size">Of the checkpoint that covers it.</param>
    /// <param name="Root">Of the same, in hexadecimal.</param>
    /// <param name="Message">The digest of the answer.</param>
    public sealed record EvidenceReceived(string Dealing, string Neighbour, string Offer, FixedList<string> Items, bool Preview, DateTimeOffset? GoodUntil, long Position, long Size, string Root, string Message) : ExchangeEvent
    {
        public const string Name = "evidence-received/1";

        public override string Wire => Name;
    }

    public sealed record EvidenceReleased(string Dealing) : ExchangeEvent
    {
        public const string Name = "evidence-released/1";

        public override string Wire => Name;
    }

    public sealed record EvidenceDeclined(string Dealing) : ExchangeEvent
    {
        public const string Name = "evidence-declined/1";

        public override string Wire => Name;
    }

    /// <param name="Key">By which the same use is known when it is sent again.</param>
    public sealed record EvidenceUsed(string Dealing, MatterId Matter, string Purpose, ActorId By, PostAt Seat, string Key) : ExchangeEvent
    {
        public const string Name = "evidence-used/1";

        public override string Wire => Name;
    }

    // Ours: matters.

    /// <param name="Requester">The id under which the neighbour knows the person.</param>
    public sealed record MatterSent(string Dealing, string Neighbour, string Type, ActorId Person, string Requester, DateTimeOffset Lapses, string Digest) : ExchangeEvent
    {
        public const string Name = "matter-sent/1";

        public override string Wire => Name;
    }

    /// <param name="Matter">Its id in the record of the neighbour.</param>
    public sealed record MatterTaken(string Dealing, string Neighbour, string Matter, string Number, string Holder, long Position, long Size, string Root, string Message) : ExchangeEvent
    {
        public const string Name = "matter-taken/1";

        public override string Wire => Name;
    }

    /// <summary>The requester's word goes to where the matter is.</summary>
    public sealed record WordSent(string Dealing, bool Settled, string Digest) : ExchangeEvent
    {
        public const string Name = "word-sent/1";

        public override string Wire => Name;
    }

    // Ours: both.

    /// <param name="Contradicted">The offer in the other's own published terms that says otherwise; null where none does, or where they could not be had.</param>
    public sealed record DealingRefused(string Dealing, string Neighbour, string Code, FixedList<string> Cites, string? Contradicted, string Message) : ExchangeEvent
    {
        public const string Name = "exchange-refused/1";

        public override string Wire => Name;
    }

    /// <summary>The other side said that it has entered what we told it.</summary>
    public sealed record DealingNoted(string Dealing, string Message) : ExchangeEvent
    {
        public const string Name = "exchange-noted/1";

        public override string Wire => Name;
    }

    /// <summary>Nobody answered in time.</summary>
    public sealed record DealingLapsed(string Dealing) : ExchangeEvent
    {
        public const string Name = "exchange-lapsed/1";

        public override string Wire => Name;
    }

    // Theirs.

    /// <param name="Matter">Of the asker, in the asker's record.</param>
    /// <param name="Row">Whose values: the opaque row of the register.</param>
    /// <param name="Request">The digest of the request.</param>
    public sealed record EvidenceGiven(string Dealing, string Neighbour, string Unit, string Offer, FixedList<string> Items, string Purpose, string Basis, string Matter, string Post, RowId Row, bool Preview, DateTimeOffset? GoodUntil, string Request, string Message) : ExchangeEvent
    {
        public const string Name = "evidence-given/1";

        public override string Wire => Name;
    }

    /// <summary>The same was asked again, by another message: the answer had not arrived. Nothing new is given.</summary>
    public sealed record AskedAgain(string Dealing, string Neighbour, string Message) : ExchangeEvent
    {
        public const string Name = "exchange-asked-again/1";

        public override string Wire => Name;
    }

    /// <param name="About">evidence or matter.</param>
    /// <param name="Request">The digest of what was asked.</param>
    public sealed record DealingDenied(string Dealing, string Neighbour, string About, string Code, FixedList<string> Cites, string Request, string Message) : ExchangeEvent
    {
        public const string Name = "exchange-denied/1";

        public override string Wire => Name;
    }

    /// <param name="Outcome">received or declined.</param>
    /// <param name="Position">Of the entry of the asker that says so.</param>
    public sealed record DealingReceipted(string Dealing, string Neighbour, string Outcome, long Position, string Message) : ExchangeEvent
    {
        public const string Name = "exchange-receipted/1";

        public override string Wire => Name;
    }

    public sealed record MatterTakenIn(string Dealing, string Neighbour, MatterId Matter, string Request, string Message) : ExchangeEvent
    {
        public const string Name = "matter-taken-in/1";

        public override string Wire => Name;
    }

    public sealed record MatterFollowed(string Dealing, string Neighbour, string Message) : ExchangeEvent
    {
        public const string Name = "matter-followed/1";

        public override string Wire => Name;
    }

    public sealed record WordTakenIn(string Dealing, string Neighbour, bool Settled, string Request, string Message) : ExchangeEvent
    {
        public const string Name = "word-taken-in/1";

        public override string Wire => Name;
    }

    /// <summary>A message that nobody takes. What strangers send is summed: this stands for so many of them since the last such entry.</summary>
    /// <param name="Neighbour">Null where no neighbour signed it.</param>
    /// <param name="Message">Null for strangers, and where it stands for several.</param>
    public sealed record MessageTurnedAway(string Code, string? Neighbour, string? Message, long Times) : ExchangeEvent
    {
        public const string Name = "message-turned-away/1";

        public override string Wire => Name;
    }
}

/// <summary>Events of the exchange as fields of the record. A contract: fields are never renamed, and a form once written never changes.</summary>
public static class ExchangeWire
{
    private const string Moments = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public const string ValuePrefix = "value/";
    public const string SentField = "sent";
    public const string NoteField = "note";

    public static IReadOnlyList<string> Names { get; } =
    [
        ExchangeEvent.EvidenceAsked.Name, ExchangeEvent.EvidenceReceived.Name, ExchangeEvent.EvidenceReleased.Name, ExchangeEvent.EvidenceDeclined.Name, ExchangeEvent.EvidenceUsed.Name, ExchangeEvent.MatterSent.Name, ExchangeEvent.MatterTaken.Name,
        ExchangeEvent.WordSent.Name, ExchangeEvent.DealingRefused.Name, ExchangeEvent.DealingNoted.Name, ExchangeEvent.DealingLapsed.Name, ExchangeEvent.EvidenceGiven.Name, ExchangeEvent.AskedAgain.Name, ExchangeEvent.DealingDenied.Name, ExchangeEvent.DealingReceipted.Name,
        ExchangeEvent.MatterTakenIn.Name, ExchangeEvent.MatterFollowed.Name, ExchangeEvent.WordTakenIn.Name, ExchangeEvent.MessageTurnedAway.Name,
    ];

    public static EntryValue.Group Write(ExchangeEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        (string Name, EntryValue? Value)[] fields = happened switch
        {
            ExchangeEvent.EvidenceAsked e => [Dealing(e.Dealing), Neighbour(e.Neighbour), ("matter", Word(e.Matter.Text)), ("person", Word(e.Person.Text)), ("unit", Word(e.Unit)), ("items", Words(e.Items)), ("purpose", Word(e.Purpose)), ("basis", Word(e.Basis)), ("by", Word(e.By.Text)), ("seat", Word(e.Seat.ToString())), ("lapses", Time(e.Lapses)), ("digest", Word(e.Digest))],
            ExchangeEvent.EvidenceReceived e => [Dealing(e.Dealing), Neighbour(e.Neighbour), ("offer", Word(e.Offer)), ("items", Words(e.Items)), ("preview", EntryValue.Of(e.Preview)), ("good-until", Time(e.GoodUntil)), .. Head(e.Position, e.Size, e.Root), Message(e.Message)],
            ExchangeEvent.EvidenceReleased e => [Dealing(e.Dealing)],
            ExchangeEvent.EvidenceDeclined e => [Dealing(e.Dealing)],
            ExchangeEvent.EvidenceUsed e => [Dealing(e.Dealing), ("matter", Word(e.Matter.Text)), ("purpose", Word(e.Purpose)), ("by", Word(e.By.Text)), ("seat", Word(e.Seat.ToString())), ("key", Word(e.Key))],
            ExchangeEvent.MatterSent e => [Dealing(e.Dealing), Neighbour(e.Neighbour), ("type", Word(e.Type)), ("person", Word(e.Person.Text)), ("requester", Word(e.Requester)), ("lapses", Time(e.Lapses)), ("digest", Word(e.Digest))],
            ExchangeEvent.MatterTaken e => [Dealing(e.Dealing), Neighbour(e.Neighbour), ("matter", Word(e.Matter)), ("number", Word(e.Number)), ("holder", Word(e.Holder)), .. Head(e.Position, e.Size, e.Root), Message(e.Message)],
            ExchangeEvent.WordSent e => [Dealing(e.Dealing), ("settled", EntryValue.Of(e.Settled)), ("digest", Word(e.Digest))],
            ExchangeEvent.DealingRefused e => [Dealing(e.Dealing), Neighbour(e.Neighbour), ("code", Word(e.Code)), ("cites", Words(e.Cites)), ("contradicted", Word(e.Contradicted)), Message(e.Message)],
            ExchangeEvent.DealingNoted e => [Dealing(e.Dealing), Message(e.Message)],
            ExchangeEvent.DealingLapsed e => [Dealing(e.Dealing)],
            ExchangeEvent.EvidenceGiven e => [Dealing(e.Dealing), Neighbour(e.Neighbour), ("unit", Word(e.Unit)), ("offer", Word(e.Offer)), ("items", Words(e.Items)), ("purpose", Word(e.Purpose)), ("basis", Word(e.Basis)), ("matter", Word(e.Matter)), ("post", Word(e.Post)), ("row", Word(e.Row.ToString())), ("preview", EntryValue.Of(e.Preview)), ("good-until", Time(e.GoodUntil)), ("request", Word(e.Request)), Message(e.Message)],
            ExchangeEvent.AskedAgain e => [Dealing(e.Dealing), Neighbour(e.Neighbour), Message(e.Message)],
            ExchangeEvent.DealingDenied e => [Dealing(e.Dealing), Neighbour(e.Neighbour), ("about", Word(e.About)), ("code", Word(e.Code)), ("cites", Words(e.Cites)), ("request", Word(e.Request)), Message(e.Message)],
            ExchangeEvent.DealingReceipted e => [Dealing(e.Dealing), Neighbour(e.Neighbour), ("outcome", Word(e.Outcome)), ("position", EntryValue.Of(e.Position)), Message(e.Message)],
            ExchangeEvent.MatterTakenIn e => [Dealing(e.Dealing), Neighbour(e.Neighbour), ("matter", Word(e.Matter.Text)), ("request", Word(e.Request)), Message(e.Message)],
            ExchangeEvent.MatterFollowed e => [Dealing(e.Dealing), Neighbour(e.Neighbour), Message(e.Message)],
            ExchangeEvent.WordTakenIn e => [Dealing(e.Dealing), Neighbour(e.Neighbour), ("settled", EntryValue.Of(e.Settled)), ("request", Word(e.Request)), Message(e.Message)],
            ExchangeEvent.MessageTurnedAway e => [("code", Word(e.Code)), ("neighbour", Word(e.Neighbour)), ("message", Word(e.Message)), ("times", EntryValue.Of(e.Times))],
            _ => throw new InvalidOperationException($"{happened.GetType().Name} is no event of the exchange."),
        };
        return new([.. fields.Append(("happened", Time(happened.Happened))).Where(static one => one.Item2 is not null).Select(static one => KeyValuePair.Create(one.Item1, one.Item2!))]);
    }

    /// <summary>Null for an event of another room.</summary>
    /// <exception cref="InvalidDataException">A field is not what its version says.</exception>
    public static ExchangeEvent? Read(string name, EntryValue.Group fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (!Names.Contains(name, StringComparer.Ordinal)) return null;
        var happened = Moment("happened") ?? throw Unfit("happened");
        return name switch
        {
            ExchangeEvent.EvidenceAsked.Name => new ExchangeEvent.EvidenceAsked(Of("dealing"), Of("neighbour"), new MatterId(Of("matter")), new ActorId(Of("person")), Of("unit"), List("items"), Of("purpose"), Of("basis"), new ActorId(Of("by")), Seat(), Moment("lapses") ?? throw Unfit("lapses"), Of("digest")) { Happened = happened },
            ExchangeEvent.EvidenceReceived.Name => new ExchangeEvent.EvidenceReceived(Of("dealing"), Of("neighbour"), Of("offer"), List("items"), Yes("preview"), Moment("good-until"), Number("position"), Number("size"), Of("root"), Of("message")) { Happened = happened },
            ExchangeEvent.EvidenceReleased.Name => new ExchangeEvent.EvidenceReleased(Of("dealing")) { Happened = happened },
            ExchangeEvent.EvidenceDeclined.Name => new ExchangeEvent.EvidenceDeclined(Of("dealing")) { Happened = happened },
            ExchangeEvent.EvidenceUsed.Name => new ExchangeEvent.EvidenceUsed(Of("dealing"), new MatterId(Of("matter")), Of("purpose"), new ActorId(Of("by")), Seat(), Of("key")) { Happened = happened },
            ExchangeEvent.MatterSent.Name => new ExchangeEvent.MatterSent(Of("dealing"), Of("neighbour"), Of("type"), new ActorId(Of("person")), Of("requester"), Moment("lapses") ?? throw Unfit("lapses"), Of("digest")) { Happened = happened },
            ExchangeEvent.MatterTaken.Name => new ExchangeEvent.MatterTaken(Of("dealing"), Of("neighbour"), Of("matter"), Of("number"), Of("holder"), Number("position"), Number("size"), Of("root"), Of("message")) { Happened = happened },
            ExchangeEvent.WordSent.Name => new ExchangeEvent.WordSent(Of("dealing"), Yes("settled"), Of("digest")) { Happened = happened },
            ExchangeEvent.DealingRefused.Name => new ExchangeEvent.DealingRefused(Of("dealing"), Of("neighbour"), Of("code"), List("cites"), OrNull("contradicted"), Of("message")) { Happened = happened },
            ExchangeEvent.DealingNoted.Name => new ExchangeEvent.DealingNoted(Of("dealing"), Of("message")) { Happened = happened },
            ExchangeEvent.DealingLapsed.Name => new ExchangeEvent.DealingLapsed(Of("dealing")) { Happened = happened },
            ExchangeEvent.EvidenceGiven.Name => new ExchangeEvent.EvidenceGiven(Of("dealing"), Of("neighbour"), Of("unit"), Of("offer"), List("items"), Of("purpose"), Of("basis"), Of("matter"), Of("post"), RowId.Parse(Of("row")) ?? throw Unfit("row"), Yes("preview"), Moment("good-until"), Of("request"), Of("message")) { Happened = happened },
            ExchangeEvent.AskedAgain.Name => new ExchangeEvent.AskedAgain(Of("dealing"), Of("neighbour"), Of("message")) { Happened = happened },
            ExchangeEvent.DealingDenied.Name => new ExchangeEvent.DealingDenied(Of("dealing"), Of("neighbour"), Of("about"), Of("code"), List("cites"), Of("request"), Of("message")) { Happened = happened },
            ExchangeEvent.DealingReceipted.Name => new ExchangeEvent.DealingReceipted(Of("dealing"), Of("neighbour"), Of("outcome"), Number("position"), Of("message")) { Happened = happened },
            ExchangeEvent.MatterTakenIn.Name => new ExchangeEvent.MatterTakenIn(Of("dealing"), Of("neighbour"), new MatterId(Of("matter")), Of("request"), Of("message")) { Happened = happened },
            ExchangeEvent.MatterFollowed.Name => new ExchangeEvent.MatterFollowed(Of("dealing"), Of("neighbour"), Of("message")) { Happened = happened },
            ExchangeEvent.WordTakenIn.Name => new ExchangeEvent.WordTakenIn(Of("dealing"), Of("neighbour"), Yes("settled"), Of("request"), Of("message")) { Happened = happened },
            _ => new ExchangeEvent.MessageTurnedAway(Of("code"), OrNull("neighbour"), OrNull("message"), Number("times")) { Happened = happened },
        };

        string? OrNull(string field) => (fields[field] as EntryValue.Word)?.Text;

        string Of(string field) => OrNull(field) ?? throw Unfit(field);

        bool Yes(string field) => (fields[field] as EntryValue.YesNo)?.Value ?? throw Unfit(field);

        long Number(string field) => (fields[field] as EntryValue.Number)?.Value ?? throw Unfit(field);

        FixedList<string> List(string field) => fields[field] is EntryValue.List list ? [.. list.Values.Select(value => (value as EntryValue.Word)?.Text ?? throw Unfit(field))] : throw Unfit(field);

        PostAt Seat() => PostAt.Parse(Of("seat")) ?? throw Unfit("seat");

        DateTimeOffset? Moment(string field) => OrNull(field) is not { } written ? null
            : DateTimeOffset.TryParseExact(written, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : throw Unfit(field);
    }

    private static (string, EntryValue?) Dealing(string id) => ("dealing", EntryValue.Of(id));

    private static (string, EntryValue?) Neighbour(string id) => ("neighbour", EntryValue.Of(id));

    private static (string, EntryValue?) Message(string digest) => ("message", EntryValue.Of(digest));

    private static (string, EntryValue?)[] Head(long position, long size, string root) => [("position", EntryValue.Of(position)), ("size", EntryValue.Of(size)), ("root", EntryValue.Of(root))];

    private static EntryValue? Word(string? word) => word is null ? null : EntryValue.Of(word);

    private static EntryValue Words(FixedList<string> words) => EntryValue.Of([.. words]);

    private static EntryValue? Time(DateTimeOffset? moment) => moment is { } at ? EntryValue.Of(at.UtcDateTime.ToString(Moments, CultureInfo.InvariantCulture)) : null;

    private static InvalidDataException Unfit(string name) => new($"The field {name} of an entry is not what its version says. The record is damaged, or newer than this program.");
}
