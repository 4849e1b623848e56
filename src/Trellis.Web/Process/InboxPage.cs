using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Process.Flows;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Diagnosis;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>A list of things that wait, the most urgent first.</summary>
public abstract class WaitingPointsPage : SitePage
{
    private const int RowsOfPage = 50;

    public DateTimeOffset Now { get; private set; }

    public IReadOnlyList<WaitingPoint> Points { get; private set; } = [];

    public string? Next { get; private set; }

    public string Whose => Reader is Actor.Officer officer ? NameOf(officer.Seat) : "";

    /// <summary>The type to which the list is narrowed; empty for none.</summary>
    public string Type { get; private set; } = "";

    /// <summary>Whether only what is late is listed.</summary>
    public bool OnlyLate { get; private set; }

    public bool IsNarrowed => Type.Length > 0 || OnlyLate;

    /// <summary>Types of what is listed, to narrow it to one of them.</summary>
    public IReadOnlyList<(string Id, string Name)> Types { get; private set; } = [];

    /// <summary>How many the list holds as it is narrowed.</summary>
    public ListCount? Count { get; private set; }

    public WaitingOrder Order { get; private set; }

    /// <summary>What the list is narrowed to.</summary>
    protected WaitingFilter Filter { get; private set; } = WaitingFilter.All;

    public IReadOnlyList<ListHeading> Headings => WaitingWords.Headings(this, Address(order: WaitingOrder.Due), Address(order: WaitingOrder.Since), Order);

    /// <summary>Where an act of the reader just now stands in the record, after which the matter is no more theirs to see; null where there was none.</summary>
    public long? JustDone { get; private set; }

    /// <summary>The address of this list with something else of it.</summary>
    public string Address(WaitingOrder? order = null, string? after = null, bool all = false, bool table = false) => ListAddress.Of(
        Way, ("type", Type), ("late", OnlyLate ? "yes" : ""), ("order", (order ?? Order) == WaitingOrder.Since ? "since" : ""), ("after", after ?? ""), ("count", all ? "all" : ""), ("table", table ? "csv" : ""));

    public IActionResult OnGet(string? after, string? type, string? late, string? order, string? count, string? table, long? done)
    {
        if (Reader is not Actor.Officer officer || Site.Desk is not { } desk) return LocalRedirect("/sign-in");
        (JustDone, Now) = (done, Site.Time.GetUtcNow());
        Type = type is not null && InForce.Structure.Matters.Has(type) ? type : "";
        (OnlyLate, Order) = (late == "yes", order == "since" ? WaitingOrder.Since : WaitingOrder.Due);
        Filter = new WaitingFilter { Type = Type.Length > 0 ? Type : null, DueBefore = OnlyLate ? Now : null };
        if (table == "csv") return Table(desk, officer);
        if (Find(desk, officer, after, RowsOfPage) is not { } page) return new NotFoundResult();
        (Points, Next) = (page.Rows, page.Next);
        if (CountOf(desk, officer, count == "all" ? null : ListCount.Unasked) is { } counted) Count = ListCount.Of(counted, count == "all" ? null : ListCount.Unasked, Points.Count, Address(all: true));
        var types = TypesOf(desk, officer, ListCount.Unasked).ToHashSet(StringComparer.Ordinal);
        if (types.Count > 0 && Type.Length > 0) types.Add(Type);
        Types = [.. types.Select(one => (one, WaitingWords.TypeName(this, one))).OrderBy(static one => one.Item2, StringComparer.Ordinal)];
        Also(desk, officer);
        return Page();
    }

    /// <summary>The whole list as it is narrowed, as far as a spreadsheet is of use.</summary>
    private FileContentResult Table(MattersDesk desk, Actor.Officer officer) => CsvAnswer.Of(
        "waiting", [Say("受理号", "Number"), Say("事项", "Matter"), Say("地点", "Place"), Say("等的是", "What is waited for"), Say("期限", "Due"), Say("从什么时候等起", "Waiting since")],
        Paging.All(after => Find(desk, officer, after, MatterQuestions.MostRows), Paging.MostInTable)
            .Select(point => (IReadOnlyList<string>)[point.Number, WaitingWords.TypeName(this, point.Type), NameOf(point.Place), WaitingWords.What(this, point), point.Due is { } due ? Show.Moment(due) : "", Show.Moment(point.Since)]));

    /// <summary>How many the list holds as it is narrowed; null where that is not told.</summary>
    protected virtual long? CountOf(MattersDesk desk, Actor.Officer officer, int? upTo) => null;

    /// <summary>Types of what waits, however the list is narrowed; empty where it is not to be.</summary>
    /// <param name="most">So many things that wait are looked at.</param>
    protected virtual IReadOnlyList<string> TypesOf(MattersDesk desk, Actor.Officer officer, int most) => [];

    /// <summary>What else stands on the page.</summary>
    protected virtual void Also(MattersDesk desk, Actor.Officer officer)
    {
    }

    protected abstract Page<WaitingPoint>? Find(MattersDesk desk, Actor.Officer officer, string? after, int most);
}

public sealed class InboxPage : WaitingPointsPage
{
    public override Text Heading => new("待办", "Inbox");

    public override string Way => "/inbox";

    /// <summary>How many findings about the reader's unit wait for its answer, by what was found last.</summary>
    public int Findings => Site.Findings?.Last?.Work.Findings.Count(finding => WorkFindingsPage.IsUnanswered(finding, Reader)) ?? 0;

    /// <summary>How many of those on the page may be done together.</summary>
    public int Together => Points.Count(point => TogetherPage.IsSafe(this, point));

    protected override Page<WaitingPoint>? Find(MattersDesk desk, Actor.Officer officer, string? after, int most)
    {
        ArgumentNullException.ThrowIfNull(desk);
        return desk.Questions.Inbox(officer, after, most, Filter, Order);
    }

    protected override long? CountOf(MattersDesk desk, Actor.Officer officer, int? upTo)
    {
        ArgumentNullException.ThrowIfNull(desk);
        return desk.Questions.CountInbox(officer, Filter, upTo);
    }

    protected override IReadOnlyList<string> TypesOf(MattersDesk desk, Actor.Officer officer, int most)
    {
        ArgumentNullException.ThrowIfNull(desk);
        return desk.Questions.TypesInInbox(officer, most);
    }
}

/// <summary>What others wait for from a unit: it stands before the unit's own list of what it wants.</summary>
public sealed class AskedPage : WaitingPointsPage
{
    public override Text Heading => new("别人在等我们", "Waiting for us");

    public override string Way => "/asked";

    private const int MostDecisions = 20;

    /// <summary>Whether anything waits in the reader's inbox.</summary>
    public bool HasOwn { get; private set; }

    /// <summary>What waits for the reader's own decision: others can do nothing until it is taken, so it comes first. For whoever leads also what else is theirs.</summary>
    public IReadOnlyList<WaitingPoint> Decisions { get; private set; } = [];

    /// <summary>Whether the reader's post leads its unit, so that it answers for those below.</summary>
    public bool Leads => Reader is Actor.Officer officer && InForce.Structure.Supervises(officer.Seat.Post);

    /// <summary>How many open matters of the reader's are beyond what was promised, and whether there are more than are counted unasked.</summary>
    public (long Count, bool IsMore) Late { get; private set; }

    /// <summary>Whether the reader's unit hands something out to others.</summary>
    public bool Offers => Reader is Actor.Officer { Seat.Unit: var unit } && InForce.Structure.Offers.All.Any(one => one.HoldsOn(Site.Today) && one.By.Id == unit.Text);

    /// <summary>Whether the reader may ask for looks that are told later, or allows them.</summary>
    public bool HasInquiries { get; private set; }

    /// <summary>How many of them wait for the reader's own word.</summary>
    public int InquiriesWaiting { get; private set; }

    protected override void Also(MattersDesk desk, Actor.Officer officer)
    {
        ArgumentNullException.ThrowIfNull(desk);
        ArgumentNullException.ThrowIfNull(officer);
        (HasInquiries, InquiriesWaiting) = Information.InquiryPages.For(this, officer);
        var own = desk.Questions.Inbox(officer, null, MostDecisions)!;
        HasOwn = own.Rows.Count > 0;
        Decisions = Leads ? own.Rows : [.. own.Rows.Where(IsDecision)];
        if (!Leads) return;
        var late = desk.Questions.Count(officer, new MatterFilter { PromisedBefore = Now }, ListCount.Unasked);
        Late = (Math.Min(late, ListCount.Unasked), late > ListCount.Unasked);
    }

    protected override Page<WaitingPoint>? Find(MattersDesk desk, Actor.Officer officer, string? after, int most)
    {
        ArgumentNullException.ThrowIfNull(desk);
        return desk.Questions.AskedOf(officer, after, most, Filter, Order);
    }

    protected override long? CountOf(MattersDesk desk, Actor.Officer officer, int? upTo)
    {
        ArgumentNullException.ThrowIfNull(desk);
        return desk.Questions.CountAsked(officer, Filter, upTo);
    }

    protected override IReadOnlyList<string> TypesOf(MattersDesk desk, Actor.Officer officer, int most)
    {
        ArgumentNullException.ThrowIfNull(desk);
        return desk.Questions.TypesAsked(officer, most);
    }

    private bool IsDecision(WaitingPoint point) => IsDecision(InForce.Structure, point);

    /// <summary>Whether somebody has to decide there, and not only to do, look or write something.</summary>
    internal static bool IsDecision(GovernanceStructure structure, WaitingPoint point) => structure.Matters.Of(point.Type) is [.., var type] && type.Steps.FirstOrDefault(step => step.Id == point.Step) is { Kind: StepKind.Decide };
}

/// <summary>What people call something that waits, and how long it has.</summary>
internal static class WaitingWords
{
    /// <param name="due">The address of the list in the order of what is due; null where it has but one order.</param>
    public static IReadOnlyList<ListHeading> Headings(SitePage page, string? due = null, string? since = null, WaitingOrder? order = null) =>
    [
        new(page.Say("事项", "Matter")),
        new(page.Say("等的是", "What is waited for")),
        new(page.Say("期限", "Due"), due, order == WaitingOrder.Due ? ListHeading.Ascending : null),
        // The column says how long: the longest stands first.
        new(page.Say("已经等了", "Waiting since"), since, order == WaitingOrder.Since ? ListHeading.Descending : null),
    ];

    public static string TypeName(SitePage page, string type) => page.InForce.Structure.Matters.Of(type) is [.., var last] ? page.Say(last.Name) : type;

    public static string What(SitePage page, WaitingPoint point) =>
        page.InForce.Structure.Matters.Of(point.Type) is [.., var type] && type.Steps.FirstOrDefault(step => step.Id == point.Step) is { } step ? StepWords.Of(page, step)
        : point.Step.Length > 0 ? InPart(page, point.Type, point.Step) ?? page.Say("其中一步", "one of its steps") : page.Say("需要的情况", "facts that are needed");

    /// <summary>How long there is, or how long it is late.</summary>
    public static string When(SitePage page, WaitingPoint point, DateTimeOffset now)
    {
        var left = point.Due!.Value - now;
        return left < TimeSpan.Zero ? page.Say($"超期 {page.Show.Span(left)}", $"{page.Show.Span(left)} late") : page.Say($"还有 {page.Show.Span(left)}", $"{page.Show.Span(left)} left");
    }

    public static string Colour(WaitingPoint point, DateTimeOffset now) => point.Due!.Value < now ? "late" : point.Due.Value - now < TimeSpan.FromDays(1) ? "waits" : "";

    /// <summary>A step of a matter type that runs as a part of this one.</summary>
    internal static string? InPart(SitePage page, string type, string step) =>
        page.InForce.Structure.Matters.Of(type) is [.., var whole] && whole.Flow.All.OfType<FlowPart.Part>().Select(part => page.InForce.Structure.Matters.On(part.Matter.Id, page.Site.Today)?.Steps.FirstOrDefault(one => one.Id == step)).FirstOrDefault(static one => one is not null) is { } found
            ? StepWords.Of(page, found) : null;
}

/// <summary>What an officer goes and does somewhere: steps of their seat that look at something or do something. They can be taken along, filled in without a line, and sent when there is one.</summary>
public sealed class VisitsPage : WaitingPointsPage
{
    public override Text Heading => new("入户", "Visits");

    public override string Way => "/visits";

    public string Address(WaitingPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return $"/matters/{point.Number}/do/{PerformStep.Name}?point={Uri.EscapeDataString(point.Key)}";
    }

    /// <summary>Of a page of the inbox those that are done on the spot.</summary>
    protected override Page<WaitingPoint>? Find(MattersDesk desk, Actor.Officer officer, string? after, int most)
    {
        ArgumentNullException.ThrowIfNull(desk);
        return desk.Questions.Inbox(officer, after, most) is { } page ? page with { Rows = [.. page.Rows.Where(IsOnTheSpot)] } : null;
    }

    private bool IsOnTheSpot(WaitingPoint point) => InForce.Structure.Matters.Of(point.Type) is [.., var type] && type.Steps.FirstOrDefault(step => step.Id == point.Step) is { Kind: StepKind.Check or StepKind.Perform };
}

/// <summary>What people call a step.</summary>
internal static class StepWords
{
    /// <summary>The heading under which a step is done.</summary>
    public static Text TextOf(SitePage page, FlowPart.Step step) => step.ErasesRequester ? Erasing : new(FlowWords.Of(step.Kind).Zh, FlowWords.Of(step.Kind).En);

    private static Text Erasing { get; } = new("执行删除", "Carry out the erasure");

    public static string Of(SitePage page, FlowPart.Step step)
    {
        if (step.ErasesRequester) return page.Say(Erasing);
        var kind = page.Say(FlowWords.Of(step.Kind));
        var name = step.Power is { } power && page.InForce.Structure.Powers.On(power.Id, page.Site.Today) is { } found ? page.Say(found.Name) : null;
        return name is null ? Capital(kind) : page.Say($"{kind}：{name}", $"{Capital(kind)}: {name}");
    }

    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
}
