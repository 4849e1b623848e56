using Trellis.Information.Retention;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Wire;

namespace Trellis.Information.Looks;

/// <summary>Events about looks, consent, inquiries and what is kept longer as fields of the record. A contract: fields are never renamed.</summary>
public static class LookEvents
{
    /// <summary>The text of an inquiry's reason stands beside the record under this name.</summary>
    public const string Reason = "reason";

    public static IReadOnlyList<string> Names { get; } = [ValuesSeen.Name, FactsRead.Name, ConsentGiven.Name, ConsentTaken.Name, ConsentWithdrawn.Name, InquiryAsked.Name, InquiryAnswered.Name, ValuesKept.Name];

    public static WireEvent Write(IEvent happened) => happened switch
    {
        ValuesSeen e => new FieldsWriter().Word("subject", e.Subject.ToString()).Word("person", e.By.Text).Word("seat", e.Seat.ToString()).Word("purpose", e.Purpose).Word("reason", e.Reason.ToString()).Position("request", e.Request).Words("items", e.Items)
            .Time("release", e.Release).Time("happened", e.Happened).Done(e.Wire),
        FactsRead e => new FieldsWriter().Word("subject", e.Subject.ToString()).Word("holder", e.Holder.Text).Word("purpose", e.Purpose).Word("reason", e.Reason.ToString()).Position("request", e.Request).Words("items", e.Items).Time("happened", e.Happened).Done(e.Wire),
        ConsentGiven e => new FieldsWriter().Word("person", e.Person.Text).Word("purpose", e.Purpose).Word("agreement", e.Agreement).Time("happened", e.Happened).Done(e.Wire),
        ConsentTaken e => new FieldsWriter().Word("person", e.Person.Text).Word("by", e.By.Text).Word("seat", e.Seat.ToString()).Word("matter", e.Matter.Text).Word("purpose", e.Purpose).Word("agreement", e.Agreement).Word("how", WordOf(e.How)).Time("happened", e.Happened).Done(e.Wire),
        ConsentWithdrawn e => new FieldsWriter().Word("person", e.Person.Text).Word("purpose", e.Purpose).Time("happened", e.Happened).Done(e.Wire),
        InquiryAsked e => new FieldsWriter().Position("number", e.Number).Word("subject", e.Subject.ToString()).Word("purpose", e.Purpose).Word("person", e.By.Text).Word("seat", e.Seat.ToString()).Text(Reason, e.Reason).Time("happened", e.Happened).Done(e.Wire),
        InquiryAnswered e => new FieldsWriter().Position("number", e.Number).Word("person", e.By.Text).Word("seat", e.Seat.ToString()).Time("until", e.Until).Time("happened", e.Happened).Done(e.Wire),
        ValuesKept e => new FieldsWriter().Word("person", e.Person.Text).Word("purpose", e.Purpose).Word("held-by", e.Matter.Text).Word("type", e.Type).Word("duty", e.Duty).Day("until", e.Until).Time("happened", e.Happened).Done(e.Wire),
        _ => throw new InvalidOperationException($"{happened.Wire} is no event about looks."),
    };

    /// <summary>Null for an event of another room.</summary>
    /// <exception cref="UnreadableEvent">It does not have the form of its name.</exception>
    public static IEvent? Read(string name, EntryValue.Group fields)
    {
        var r = new FieldsReader(name, fields, []);
        return name switch
        {
            ValuesSeen.Name => new ValuesSeen(
                r.Row("subject"), new ActorId(r.Word("person")), r.Post("seat"), r.Word("purpose"), LookReason.Parse(r.Word("reason")) ?? throw new UnreadableEvent($"{r.Word("reason")} is no reason for a look."),
                r.Position("request"), r.Words("items"), r.TimeOrNull("release"), r.Time("happened")),
            FactsRead.Name => new FactsRead(
                r.Row("subject"), new UnitId(r.Word("holder")), r.Word("purpose"), LookReason.Parse(r.Word("reason")) ?? throw new UnreadableEvent($"{r.Word("reason")} is no reason for a look."), r.Position("request"), r.Words("items"), r.Time("happened")),
            ConsentGiven.Name => new ConsentGiven(new ActorId(r.Word("person")), r.Word("purpose"), r.Word("agreement"), r.Time("happened")),
            ConsentTaken.Name => new ConsentTaken(new ActorId(r.Word("person")), new ActorId(r.Word("by")), r.Post("seat"), new MatterId(r.Word("matter")), r.Word("purpose"), r.Word("agreement"), HowOf(r.Word("how")), r.Time("happened")),
            ConsentWithdrawn.Name => new ConsentWithdrawn(new ActorId(r.Word("person")), r.Word("purpose"), r.Time("happened")),
            InquiryAsked.Name => new InquiryAsked(r.Position("number"), r.Row("subject"), r.Word("purpose"), new ActorId(r.Word("person")), r.Post("seat"), PersonalText.Erased, r.Time("happened")),
            InquiryAnswered.Name => new InquiryAnswered(r.Position("number"), new ActorId(r.Word("person")), r.Post("seat"), r.TimeOrNull("until"), r.Time("happened")),
            ValuesKept.Name => new ValuesKept(new ActorId(r.Word("person")), r.Word("purpose"), new MatterId(r.Word("held-by")), r.Word("type"), r.Word("duty"), r.Day("until"), r.Time("happened")),
            _ => null,
        };
    }

    private static string WordOf(Consent how) => how switch
    {
        Consent.Spoken => "spoken",
        Consent.Signed => "signed",
        Consent.ByLaw => "by-law",
        _ => throw new InvalidOperationException("An unknown way to agree."),
    };

    private static Consent HowOf(string word) => word switch
    {
        "spoken" => Consent.Spoken,
        "signed" => Consent.Signed,
        "by-law" => Consent.ByLaw,
        _ => throw new UnreadableEvent($"{word} is no way to agree."),
    };
}
