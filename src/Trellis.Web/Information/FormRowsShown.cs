using Trellis.Information.Forms;
using Trellis.Information.Registers;
using Trellis.Runtime.Information;
using Trellis.Structure;
using Trellis.Web.Process;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>What the base says of an item of a row: the value, whose word it is, since when.</summary>
public sealed record SourceShown(long Position, string Value, string From, string Since);

/// <summary>One item of a row, as its filler is asked about it.</summary>
/// <param name="Name">With what stands for the row in names of fields.</param>
/// <param name="Sources">What is held; more than one where departments disagree. None where nobody holds anything, or it is not for the filler.</param>
/// <param name="MustConfirm">Whether it is to be said if it is still so: it is older than it is good for, or departments disagree.</param>
/// <param name="Right">How it is typed; null where it is not typed here: a list, a row, a number by which the row is known.</param>
/// <param name="Choice">What was chosen.</param>
/// <param name="Not">Why nobody is asked: it may not be used for this, or is computed, or asked elsewhere; null where somebody is.</param>
public sealed record RowItemShown(string ChoiceField, Text Label, IReadOnlyList<SourceShown> Sources, bool MustConfirm, bool IsOld, AskedField? Right, string Choice, string? Not);

/// <summary>A row of a form with what is there of it.</summary>
/// <param name="Called">By what it is known, as far as the purpose opens that; empty otherwise.</param>
public sealed record RowShown(RowId Row, int Number, string Called, IReadOnlyList<RowItemShown> Items);

/// <summary>Makes rows of a form, as the desk filled them in under a look, into what the page shows.</summary>
internal static class FormRowsShown
{
    public static IReadOnlyList<RowShown> Of(SitePage page, FilledRows filled, RowAnswers answers)
    {
        var structure = page.InForce.Structure;
        var known = filled.Known.ToLookup(static one => (one.Subject, one.Item));
        return
        [
            .. filled.Fields.GroupBy(static one => one.Subject).Select(row =>
            {
                var number = answers.Show(row.Key);
                var keys = structure.Registers.On(row.Key.Register, page.Site.Today)?.Key.Select(static key => key.Id).ToHashSet(StringComparer.Ordinal) ?? [];
                var called = string.Join(page.Say("、", ", "), row.Where(one => keys.Contains(one.Item)).SelectMany(one => known[(row.Key, one.Item)]).Where(static one => one is { Stands: true, Value: not null }).Select(static one => one.Value));
                return new RowShown(row.Key, number, called, [.. row.Where(one => !keys.Contains(one.Item) || one.Filling is not Filling.Filled).Select(one => Shown(page, one, known, answers, keys.Contains(one.Item)))]);
            }),
        ];
    }

    private static RowItemShown Shown(SitePage page, FilledField field, ILookup<(RowId, string), KnownLine> known, RowAnswers answers, bool isKey)
    {
        var (structure, name) = (page.InForce.Structure, field.Item[(field.Item.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        var item = structure.Items.On(field.Item, page.Site.Today);
        var label = ShownValues.NameOf(page, field.Item);
        var said = answers.Of(field.Subject, name);
        var sources = (field.Filling switch { Filling.Filled { Held: var held } => [held], Filling.ToConfirm { Sources: var all } => all, _ => (FixedList<HeldValue>)[] })
            .Select(held => (Held: held, known[(held.Subject, field.Item)].FirstOrDefault(one => one.Source.Position == held.Claim.Position)?.Value))
            .Where(static one => one.Value is not null)
            .Select(one => new SourceShown(one.Held.Claim.Position, Words(one.Held, one.Value!), ShownValues.From(page, one.Held.Claim.Provenance), ShownValues.Since(page, one.Held.Claim))).ToList();
        var right = isKey || item is null || !PlacedNames.IsTyped(structure, item) ? null
            : PlacedNames.Ask(page, structure, item, sources.Count > 0 ? new Text($"{label.Zh}：现在对的是", $"{label.En}: what is right now") : label, RowAnswers.WrittenField(field.Subject, name), needed: false) with { Answer = said.Written ?? "" };
        var shown = new RowItemShown(RowAnswers.ChoiceField(field.Subject, name), label, sources, MustConfirm: false, IsOld: false, right, said.Choice ?? "", null);
        return field.Filling switch
        {
            Filling.ToConfirm { IsOld: var old } when sources.Count > 0 => shown with { MustConfirm = true, IsOld = old },
            Filling.NotForThis { Why: var why } => shown with { Right = null, Not = page.SayWhy(why) },
            Filling.Computed => shown with { Right = null, Not = page.Say("不用填，算出来的。", "It is computed, and nobody fills it in.") },
            Filling.AskedByAnother { Form: var other } => shown with { Right = null, Not = page.Say($"「{Called(other).Zh}」已经问了，不用填。", $"\"{Called(other).En}\" asks it already.") },
            _ => shown,
        };

        string Words(HeldValue held, string value) => held.Claim.Kind == ClaimKind.Rows
            ? string.Join(page.Say("、", ", "), value.Split(' ').Select(row => ShownValues.Say(page, field.Item, row, isRow: true)))
            : ShownValues.Say(page, field.Item, value, isRow: false);

        Text Called(string form) => structure.Forms.On(form, page.Site.Today)?.Name ?? new(form, form);
    }
}
