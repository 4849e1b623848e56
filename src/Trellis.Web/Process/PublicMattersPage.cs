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

    /// <summary>How many are public, as the list is narrowed; null where there is no record yet.</summary>
    public ListCount? Count { get; private set; }

    public MatterOrder Order { get; private set; }

    public IReadOnlyList<ListHeading> Headings =>
    [
        new(Say("事项", "Matter")),
        new(Say("在哪里", "Where")),
        new(Say("现由谁负责", "Who answers for it")),
        new(Say("提出", "Filed"), Address(Closed, order: MatterOrder.Newest), Order == MatterOrder.Newest ? ListHeading.Descending : null),
        Closed ? new(Say("办结", "Closed")) : new(Say("承诺", "Promised"), Address(Closed, order: MatterOrder.Promise), Order == MatterOrder.Promise ? ListHeading.Ascending : null),
    ];

    public string Address(bool closed, string? after = null, MatterOrder? order = null, bool all = false, bool table = false) => ListAddress.Of(
        "/public", ("closed", closed ? "yes" : ""), ("type", Type), ("place", Place), ("order", !closed && (order ?? Order) == MatterOrder.Promise ? "promise" : ""), ("after", after ?? ""), ("count", all ? "all" : ""), ("table", table ? "csv" : ""));

    public string TypeName(string type) => InForce.Structure.Matters.Of(type) is [.., var last] ? Say(last.Name) : type;

    public string Result(MatterLine line) => ClosureWords.Of(this, line);

    public IActionResult OnGet(string? closed, string? type, string? place, string? order, string? after, string? count, string? table)
    {
        Now = Site.Time.GetUtcNow();
        Closed = closed == "yes";
        Type = type is not null && InForce.Structure.Matters.Has(type) ? type : "";
        Place = place is not null && Today.Unit(place) is not null ? place : "";
        Order = order == "promise" && !Closed ? MatterOrder.Promise : MatterOrder.Newest;
        if (Site.Desk is not { } desk) return Page();
        var filter = new MatterFilter { Closed = Closed, Type = Type.Length > 0 ? Type : null, Place = Place.Length > 0 ? new UnitId(Place) : null };
        if (table == "csv") return Table(desk, filter);
        // What is no cursor of ours is the beginning.
        var page = desk.Questions.ListPublic(filter, Order, after, RowsOfPage) ?? desk.Questions.ListPublic(filter, Order, null, RowsOfPage)!;
        (Lines, Next) = (page.Rows, page.Next);
        int? upTo = count == "all" ? null : ListCount.Unasked;
        Count = ListCount.Of(desk.Questions.CountPublic(filter, upTo), upTo, Lines.Count, Address(Closed, all: true));
        return Page();
    }

    private FileContentResult Table(MattersDesk desk, MatterFilter filter) => CsvAnswer.Of(
        "public-matters", [Say("受理号", "Number"), Say("事项", "Matter"), Say("地点", "Place"), Say("现由谁负责", "Who answers for it"), Say("结果", "Result"), Say("提出", "Filed"), Say("承诺", "Promised"), Say("办结", "Closed")],
        Paging.All(after => desk.Questions.ListPublic(filter, Order, after, MatterQuestions.MostRows), Paging.MostInTable)
            .Select(line => (IReadOnlyList<string>)[line.Number, TypeName(line.Type), NameOf(line.Place), NameOf(line.Holder), Closed ? Result(line) : "", Show.Moment(line.Filed), line.Promised is { } promised ? Show.Moment(promised) : "", line.Closed is { } over ? Show.Moment(over) : ""]));
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
