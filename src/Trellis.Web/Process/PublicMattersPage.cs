using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>Matters that their requesters made public, for anybody.</summary>
public sealed class PublicMattersPage : SitePage
{
    private const int RowsOfPage = 30;

    public override Text Heading => new("公开的事项", "Public matters");

    public bool Closed { get; private set; }

    /// <summary>The type to which the list is narrowed; empty for none.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The place to which the list is narrowed; empty for none.</summary>
    public string Place { get; private set; } = "";

    public DateTimeOffset Now { get; private set; }

    public IReadOnlyList<MatterLine> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    public bool IsNarrowed => Type.Length > 0 || Place.Length > 0;

    /// <summary>Types of which there may be any.</summary>
    public IReadOnlyList<(string Id, string Name)> Types =>
        [.. InForce.Structure.Matters.All.Where(type => type.HoldsOn(Site.Today) && !PublishingMatters.IsConfidential(type, InForce.Structure, Site.Today)).Select(type => (type.Id, Say(type.Name))).OrderBy(static one => one.Item2, StringComparer.Ordinal)];

    public IReadOnlyList<IGrouping<string, UnitOnDay>> Places => PlaceGroups.Of(this);

    public string Address(bool closed, string? after = null)
    {
        var asked = new List<string>();
        if (closed) asked.Add("closed=yes");
        if (Type.Length > 0) asked.Add($"type={Uri.EscapeDataString(Type)}");
        if (Place.Length > 0) asked.Add($"place={Uri.EscapeDataString(Place)}");
        if (after is not null) asked.Add($"after={Uri.EscapeDataString(after)}");
        return asked.Count == 0 ? "/public" : $"/public?{string.Join('&', asked)}";
    }

    public string TypeName(string type) => InForce.Structure.Matters.Of(type) is [.., var last] ? Say(last.Name) : type;

    public string Result(MatterLine line) => ClosureWords.Of(this, line);

    public IActionResult OnGet(string? closed, string? type, string? place, string? after)
    {
        Now = Site.Time.GetUtcNow();
        Closed = closed == "yes";
        Type = type is not null && InForce.Structure.Matters.Has(type) ? type : "";
        Place = place is not null && Today.Unit(place) is not null ? place : "";
        if (Site.Desk is not { } desk) return Page();
        var filter = new MatterFilter { Closed = Closed, Type = Type.Length > 0 ? Type : null, Place = Place.Length > 0 ? new UnitId(Place) : null };
        // What is no cursor of ours is the beginning.
        var page = desk.Questions.ListPublic(filter, after, RowsOfPage) ?? desk.Questions.ListPublic(filter, null, RowsOfPage)!;
        (Lines, Next) = (page.Rows, page.Next);
        return Page();
    }
}

/// <summary>One of them: its course, its clocks, for whom it waits.</summary>
public sealed class OnePublicMatterPage : SitePage
{
    public override Text Heading => Matter!.TypeName;

    public PublicMatter? Matter { get; private set; }

    public IActionResult OnGet(string number)
    {
        if (Site.Desk is not { } desk || desk.Questions.FindPublic(number) is not { } found) return new NotFoundResult();
        Matter = new PublicMatter(this, desk, found);
        return Page();
    }
}
