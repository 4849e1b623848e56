using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>What an address asks of the list.</summary>
public sealed record MattersAsked(string? Closed, string? After, string? Saved, string? Type, string? Place, string? Number, string? Late, string? Order, string? Count, string? Table);

/// <summary>One's own matters, or those of one's unit.</summary>
public sealed class MattersPage : SitePage
{
    private const int RowsOfPage = 50;

    public override Text Heading => Reader is Actor.Resident ? new("我的事项", "My matters") : new("本单位事项", "Our matters");

    public override string Way => "/matters";

    public bool Closed { get; private set; }

    public DateTimeOffset Now { get; private set; }

    public IReadOnlyList<MatterLine> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    /// <summary>What the reader began and has not filed: a resident for themselves, an officer for others.</summary>
    private const int OursShown = 10;

    /// <summary>What the reader asked for in the name of their unit, and is not closed.</summary>
    public IReadOnlyList<MatterLine> Ours { get; private set; } = [];

    public IReadOnlyList<KeptDraft> Drafts { get; private set; } = [];

    /// <summary>What the reader began in a matter that is filed, and has not entered.</summary>
    public IReadOnlyList<KeptDraft> Steps { get; private set; } = [];

    /// <summary>The type whose draft was kept just now; null for none.</summary>
    public string? JustKept { get; private set; }

    public async Task<IActionResult> OnPostAsync(long forget)
    {
        if (Reader?.PersonOrNone is not { } person || Site.Desk is not { } desk) return LocalRedirect("/sign-in");
        await desk.DeleteDraftAsync(person, forget);
        return LocalRedirect("/matters");
    }

    /// <summary>The type to which the list is narrowed; empty for none.</summary>
    public string Type { get; private set; } = "";

    /// <summary>Types whose matters the list may be narrowed to.</summary>
    public IReadOnlyList<(string Id, string Name)> Types => [.. InForce.Structure.Matters.All.Where(type => type.HoldsOn(Site.Today)).Select(type => (type.Id, Say(type.Name))).OrderBy(static one => one.Item2, StringComparer.Ordinal)];

    /// <summary>How many the list holds as it is narrowed.</summary>
    public ListCount? Count { get; private set; }

    public bool IsNarrowed => Type.Length > 0 || Place.Length > 0 || Number.Length > 0 || Late;

    public IReadOnlyList<ListHeading> Headings =>
    [
        new(Say("事项", "Matter")),
        new(Say("现由谁负责", "Who answers for it")),
        new(Say("提出", "Filed"), Address(Closed, order: MatterOrder.Newest), Order == MatterOrder.Newest ? ListHeading.Descending : null),
        // When it was closed is no order of these lists.
        Closed ? new(Say("办结", "Closed")) : new(Say("承诺", "Promised"), Address(Closed, order: MatterOrder.Promise), Order == MatterOrder.Promise ? ListHeading.Ascending : null),
    ];

    /// <summary>Whether only those are listed that are beyond what was promised.</summary>
    public bool Late { get; private set; }

    /// <summary>The place to which the list is narrowed; empty for none.</summary>
    public string Place { get; private set; } = "";

    /// <summary>The beginning of the numbers that are listed; empty for all.</summary>
    public string Number { get; private set; } = "";

    public MatterOrder Order { get; private set; }

    /// <summary>Places to which the list may be narrowed: villages and neighbourhoods, by their township.</summary>
    public IReadOnlyList<IGrouping<string, UnitOnDay>> Places => Reader is Actor.Officer ? PlaceGroups.Of(this) : [];

    /// <summary>The address of this list with something else of it.</summary>
    public string Address(bool closed, string? type = null, string? after = null, bool all = false, bool table = false, MatterOrder? order = null)
    {
        // Of the closed ones another order is usual than of the open ones.
        var sorted = order ?? (closed == Closed ? Order : UsualOrder(closed));
        return ListAddress.Of(
            "/matters", ("closed", closed ? "yes" : ""), ("type", type ?? Type), ("place", Place), ("number", Number), ("late", Late && !closed ? "yes" : ""),
            ("order", sorted == UsualOrder(closed) ? "" : sorted == MatterOrder.Newest ? "newest" : "promise"), ("after", after ?? ""), ("count", all ? "all" : ""), ("table", table ? "csv" : ""));
    }

    public IActionResult OnGet(MattersAsked asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        if (Reader is not { } reader || Site.Desk is not { } desk) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        Now = Site.Time.GetUtcNow();
        Closed = asked.Closed == "yes";
        Type = asked.Type is not null && InForce.Structure.Matters.Has(asked.Type) ? asked.Type : "";
        Place = asked.Place is not null && Today.Unit(asked.Place) is not null ? asked.Place : "";
        Number = asked.Number?.Trim() is { Length: > 0 and <= 20 } number ? number : "";
        Late = asked.Late == "yes" && !Closed;
        Order = asked.Order switch { "newest" => MatterOrder.Newest, "promise" => MatterOrder.Promise, _ => UsualOrder(Closed) };
        var filter = new MatterFilter
        {
            Closed = Closed,
            // A resident's list holds both; what is over stands under its own heading.
            State = Closed && reader is Actor.Resident ? MatterState.Closed : null,
            Open = !Closed && reader is Actor.Resident,
            Type = Type.Length > 0 ? Type : null,
            Place = Place.Length > 0 ? new UnitId(Place) : null,
            Number = Number.Length > 0 ? Number : null,
            PromisedBefore = Late ? Now : null,
        };
        if (asked.Table == "csv") return Table(desk, reader, filter);
        if (desk.Questions.List(reader, filter, Order, asked.After, RowsOfPage) is not { } page) return new NotFoundResult();
        if (reader.PersonOrNone is { } person && !Closed && asked.After is null)
        {
            var kept = desk.Drafts(person);
            Drafts = [.. kept.Where(draft => !StepDrafts.IsOne(draft) && (CounterPage.IsOfCounter(draft) || FilingPage.IsOfUnit(draft)) == reader is Actor.Officer)];
            // Somebody with a post of their own began some of them as whom they are not here.
            Steps = [.. kept.Where(draft => StepDrafts.IsOne(draft) && MatterAddress.Seen(desk, reader, StepDrafts.NumberOf(draft)) is not null)];
            JustKept = asked.Saved;
        }

        // What a post asked for itself is worked on elsewhere, so it does not stand among what its unit works on.
        if (reader is Actor.Officer { Person: var own } && filter == new MatterFilter() && asked.After is null)
            Ours = desk.Questions.List(new Actor.Resident(own), new MatterFilter(), MatterOrder.Newest, null, RowsOfPage) is { } filed ? [.. filed.Rows.Where(line => line.State != MatterState.Closed && MatterAddress.IsOfUnit(desk, (Actor.Officer)reader, line.Id)).Take(OursShown)] : [];

        int? upTo = asked.Count == "all" ? null : ListCount.Unasked;
        (Lines, Next) = (page.Rows, page.Next);
        Count = ListCount.Of(desk.Questions.Count(reader, filter, upTo), upTo, Lines.Count, Address(Closed, all: true));
        return Page();
    }

    private static MatterOrder UsualOrder(bool closed) => closed ? MatterOrder.Newest : MatterOrder.Promise;

    /// <summary>The whole list as it is narrowed, as far as a spreadsheet is of use.</summary>
    private FileContentResult Table(MattersDesk desk, Actor reader, MatterFilter filter) => CsvAnswer.Of(
        "matters", [Say("受理号", "Number"), Say("事项", "Matter"), Say("地点", "Place"), Say("现由谁负责", "Who answers for it"), Say("结果", "Result"), Say("提出", "Filed"), Say("承诺", "Promised"), Say("办结", "Closed")],
        Paging.All(after => desk.Questions.List(reader, filter, Order, after, MatterQuestions.MostRows), Paging.MostInTable)
            .Select(line => (IReadOnlyList<string>)[line.Number, TypeName(line.Type), NameOf(line.Place), NameOf(line.Holder), Closed ? Result(line) : "", Show.Moment(line.Filed), line.Promised is { } promised ? Show.Moment(promised) : "", line.Closed is { } closed ? Show.Moment(closed) : ""]));

    public string TypeName(string type) => InForce.Structure.Matters.Of(type) is [.., var last] ? Say(last.Name) : type;

    public string Result(MatterLine line) => ClosureWords.Of(this, line);
}

/// <summary>How people call the ways in which a matter ends.</summary>
internal static class ClosureWords
{
    public static string Of(SitePage page, MatterLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Result is { } result && Enum.TryParse<ClosureKind>(result.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind) ? Of(page, kind) : page.Say("办结", "closed");
    }

    public static string Of(SitePage page, ClosureKind kind) => page.Say(kind switch
    {
        ClosureKind.Solved => new("已解决", "solved"),
        ClosureKind.Explained => new("已解释", "explained"),
        ClosureKind.Refused => new("不予办理", "refused"),
        ClosureKind.OutOfReach => new("超出权限，已转报", "out of reach, referred on"),
        ClosureKind.Unanswered => new("没有回音，已结束（不算解决）", "ended without an answer (not counted as solved)"),
        ClosureKind.Withdrawn => new("本人撤回", "withdrawn"),
        _ => throw new InvalidOperationException("An unknown kind of closure."),
    });
}
