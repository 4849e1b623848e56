using Trellis.Ledger;
using Trellis.Process.Matters;
using Trellis.Process.Wire;

namespace Trellis.Information.Forms;

/// <summary>Events of forms and of judgements as fields of the record. What is written here is a contract: a field is never renamed, a form never changed.</summary>
public static class FormEvents
{
    public static IReadOnlyList<string> Names { get; } =
        [FormSubmitted.Name, FormCorrected.Name, FormReturned.Name, SectionDelegated.Name, FormSuspended.Name, FormRenewed.Name, FormsOverdue.Name, AskedTwiceReported.Name, FigureJudged.Name];

    public static WireEvent Write(IEvent happened) => happened switch
    {
        FormSubmitted e => Handed(e.Handed).Done(e.Wire),
        FormCorrected e => Handed(e.Handed).Text("reason", e.Reason).Done(e.Wire),
        FormReturned e => new FieldsWriter().Word("form", e.Form).Word("unit", e.Unit.Text).Word("occasion", e.Occasion).Word("section", e.Section).Number("number", e.Number).Word("by", e.By.ToString()).Text("reason", e.Reason).Time("happened", e.Happened).Done(e.Wire),
        SectionDelegated e => new FieldsWriter().Word("form", e.Form).Word("unit", e.Unit.Text).Word("section", e.Section).Word("by", e.By.ToString()).Word("to", e.To?.ToString()).Time("happened", e.Happened).Done(e.Wire),
        FormSuspended e => new FieldsWriter().Word("form", e.Form).Words("periods", e.Periods).Time("happened", e.Happened).Done(e.Wire),
        FormRenewed e => new FieldsWriter().Word("form", e.Form).Word("by", e.By.ToString()).Text("reason", e.Reason).Time("happened", e.Happened).Done(e.Wire),
        FormsOverdue e => new FieldsWriter().Word("form", e.Form).Word("occasion", e.Occasion).Words("units", e.Units.Select(static one => one.Text)).Word("waits", e.Waits.Text).Time("due", e.Due).Time("happened", e.Happened).Done(e.Wire),
        AskedTwiceReported e => new FieldsWriter().Word("form", e.Form).Word("unit", e.Unit.Text).Word("item", e.Item).Word("other", e.Other).Word("by", e.By.ToString()).Word("answered-in", e.Matter.Text).Text("said", e.Said).Time("happened", e.Happened).Done(e.Wire),
        FigureJudged e => new FieldsWriter().Word("indicator", e.Indicator).Word("unit", e.Unit.Text).Word("period", e.Period).Word("entries", e.Entries.ToString(System.Globalization.CultureInfo.InvariantCulture)).Word("number", e.Number).Word("by", e.By.ToString()).Text("said", e.Said).Time("happened", e.Happened).Done(e.Wire),
        _ => throw new InvalidOperationException($"{happened.Wire} is no event of forms."),
    };

    /// <summary>Reads what <see cref="Write"/> wrote; null for a name that is none of these. Personal parts may be missing after an erasure.</summary>
    public static IEvent? Read(string name, EntryValue.Group fields, IReadOnlyList<PersonalPart> personal)
    {
        var r = new FieldsReader(name, fields, personal);
        return name switch
        {
            FormSubmitted.Name => new FormSubmitted(Handed(r)),
            FormCorrected.Name => new FormCorrected(Handed(r), r.Text("reason")),
            FormReturned.Name => new FormReturned(r.Word("form"), new UnitId(r.Word("unit")), r.Word("occasion"), r.WordOrNull("section") ?? "", r.Number("number"), r.Post("by"), r.Text("reason"), r.Time("happened")),
            SectionDelegated.Name => new SectionDelegated(r.Word("form"), new UnitId(r.Word("unit")), r.WordOrNull("section") ?? "", r.Post("by"), r.PostOrNull("to"), r.Time("happened")),
            FormSuspended.Name => new FormSuspended(r.Word("form"), r.Words("periods"), r.Time("happened")),
            FormRenewed.Name => new FormRenewed(r.Word("form"), r.Post("by"), r.Text("reason"), r.Time("happened")),
            FormsOverdue.Name => new FormsOverdue(r.Word("form"), r.Word("occasion"), [.. r.Words("units").Select(static one => new UnitId(one))], new UnitId(r.Word("waits")), r.Time("due"), r.Time("happened")),
            AskedTwiceReported.Name => new AskedTwiceReported(r.Word("form"), new UnitId(r.Word("unit")), r.Word("item"), r.WordOrNull("other"), r.Post("by"), new MatterId(r.Word("answered-in")), r.Text("said"), r.Time("happened")),
            FigureJudged.Name => new FigureJudged(r.Word("indicator"), new UnitId(r.Word("unit")), r.Word("period"), Whole(r.Word("entries")), r.Word("number"), r.Post("by"), r.Text("said"), r.Time("happened")),
            _ => null,
        };
    }

    private static FieldsWriter Handed(HandedForm one) => new FieldsWriter()
        .Word("form", one.Form).Word("unit", one.Unit.Text).Word("occasion", one.Occasion).Word("section", one.Section).Number("number", one.Number).Word("by", one.By.ToString()).Word("person", one.Person.Text)
        .Words("facts", one.Facts).Values(one.Values).Words("unknown", one.Unknown).Number("rows", one.Rows).Number("typed", one.Typed).Number("filled", one.Filled).Number("changed", one.Changed).Number("minutes", one.Minutes)
        .Time("due", one.Due).Time("happened", one.Happened);

    private static HandedForm Handed(FieldsReader r) => new(
        r.Word("form"), new UnitId(r.Word("unit")), r.Word("occasion"), r.WordOrNull("section") ?? "", r.Number("number"), r.Post("by"), new ActorId(r.Word("person")), r.Words("facts"), r.Values(), r.Words("unknown"),
        r.Number("rows"), r.Number("typed"), r.Number("filled"), r.Number("changed"), r.NumberOrNull("minutes"), r.TimeOrNull("due"), r.Time("happened"));

    private static long Whole(string word) => long.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : throw new UnreadableEvent($"{word} is no number of entries.");
}
