using Microsoft.AspNetCore.Mvc;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Structure;

namespace Trellis.Web.Information;

/// <summary>The rows on which departments disagree about one item, for its owner. Nothing of a row is shown here; each is opened under a look, and settled where it is shown.</summary>
public sealed class InDisputePage : RegisterPages
{
    private const int Most = 30;

    public override Text Heading => new($"说法不一：{Item!.Name.Zh}", $"In dispute: {Item.Name.En}");

    public Item? Item { get; private set; }

    /// <summary>Whether the item is the reader's unit's.</summary>
    public bool MaySettle { get; private set; }

    /// <summary>Whose it is to settle.</summary>
    public string Owner => InForce.Structure.Registers.On(Item!.RegisterId, Site.Today) is { } register && Voices.OwnerOf(register, Item) is { } owner ? NameOfAny(owner) : "";

    /// <summary>Each with the entry since which it is so.</summary>
    public IReadOnlyList<(RowId Row, long Since)> Rows { get; private set; } = [];

    public bool IsLaterPage { get; private set; }

    public string? Next { get; private set; }

    public IActionResult OnGet(string item, string? after)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        Item = InForce.Structure.Items.On(item, Site.Today);
        if (Item is null || InForce.Structure.Registers.On(Item.RegisterId, Site.Today) is null) return new NotFoundResult();
        var questions = Site.Registers!.Questions;
        MaySettle = questions.ItemsOwnedBy(((Actor.Officer)Reader!).Seat.Unit).Contains(item);
        if (!MaySettle) return Page();
        var from = RowId.Parse(after ?? "") is { } row && EnteringSubjects.MayBe(row) ? row.ToString() : null;
        IsLaterPage = from is not null;
        var found = questions.Disagreements(item, from, Most + 1);
        Rows = [.. found.Take(Most).Select(static one => (one.Subject, one.Since))];
        Next = found.Count > Most ? $"/disagreements/{item}?after={Uri.EscapeDataString(Rows[^1].Row.ToString())}" : null;
        return Page();
    }
}
