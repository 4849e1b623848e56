using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Structure;

/// <summary>All entries of a kind that hold today.</summary>
public sealed class EntriesPage : SitePage
{
    private const int RowsOfPage = 60;

    public override Text Heading => Kind!.Name;

    public override string Way => "/structure";

    public EntryKind? Kind { get; private set; }

    public string Asked { get; private set; } = "";

    public int Total { get; private set; }

    public int At { get; private set; } = 1;

    public int Pages => Math.Max(1, (Total + RowsOfPage - 1) / RowsOfPage);

    public IReadOnlyList<Entry> Shown { get; private set; } = [];

    public IActionResult OnGet(string kind, string? q, string? at)
    {
        Kind = EntryKinds.Of(kind);
        if (Kind is null) return new NotFoundResult();
        Asked = q?.Trim() is { Length: > 0 } asked ? asked[..Math.Min(asked.Length, 60)] : "";
        var all = Kind.Of(InForce.Structure).Where(entry => entry.HoldsOn(Site.Today) && (NameSearch.Fits(entry is Delegation && TitleOf(entry) is var title ? new Text(title, title) : entry.Name, Asked) || entry.Id.Contains(Asked, StringComparison.OrdinalIgnoreCase))).ToList();
        Total = all.Count;
        At = int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var wished) ? Math.Clamp(wished, 1, Pages) : 1;
        Shown = [.. all.Skip((At - 1) * RowsOfPage).Take(RowsOfPage)];
        return Page();
    }

    public string Address(int page) => $"/structure/{Kind!.Word}?at={page}{(Asked.Length > 0 ? $"&q={Uri.EscapeDataString(Asked)}" : "")}";

    /// <summary>What tells entries of one kind apart besides their names.</summary>
    public string Line(Entry entry) => entry switch
    {
        Duty duty => string.Join(Say("、", ", "), duty.Leads.Select(lead => NameOfAny(lead.Id))),
        Delegation delegation => NameOf(delegation.Receiver),
        Form form => NameOf(form.FilledBy),
        _ => "",
    };
}
