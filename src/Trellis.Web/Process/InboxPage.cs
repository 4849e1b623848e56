using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Process.Flows;
using Trellis.Runtime.Process;
using Trellis.Structure;
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

    public IActionResult OnGet(string? after)
    {
        if (Reader is not Actor.Officer officer || Site.Desk is not { } desk) return LocalRedirect("/sign-in");
        if (Find(desk, officer, after, RowsOfPage) is not { } page) return new NotFoundResult();
        (Points, Next, Now) = (page.Rows, page.Next, Site.Time.GetUtcNow());
        return Page();
    }

    public string TypeName(string type) => InForce.Structure.Matters.Of(type) is [.., var last] ? Say(last.Name) : type;

    public string What(WaitingPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return InForce.Structure.Matters.Of(point.Type) is [.., var type] && type.Steps.FirstOrDefault(step => step.Id == point.Step) is { } step ? StepWords.Of(this, step) : point.Step.Length > 0 ? point.Step : Say("需要的情况", "facts that are needed");
    }

    /// <summary>How long there is, or how long it is late.</summary>
    public string When(WaitingPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        var left = point.Due!.Value - Now;
        return left < TimeSpan.Zero ? Say($"超期 {Show.Span(left)}", $"{Show.Span(left)} late") : Say($"还有 {Show.Span(left)}", $"{Show.Span(left)} left");
    }

    public string Colour(WaitingPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return point.Due!.Value < Now ? "late" : point.Due.Value - Now < TimeSpan.FromDays(1) ? "waits" : "";
    }

    protected abstract Page<WaitingPoint>? Find(MattersDesk desk, Actor.Officer officer, string? after, int most);
}

public sealed class InboxPage : WaitingPointsPage
{
    public override Text Heading => new("待办", "Inbox");

    public override string Way => "/inbox";

    protected override Page<WaitingPoint>? Find(MattersDesk desk, Actor.Officer officer, string? after, int most)
    {
        ArgumentNullException.ThrowIfNull(desk);
        return desk.Questions.Inbox(officer, after, most);
    }
}

/// <summary>What others wait for from a unit: it stands before the unit's own list of what it wants.</summary>
public sealed class AskedPage : WaitingPointsPage
{
    public override Text Heading => new("别人在等我们", "Waiting for us");

    public override string Way => "/asked";

    protected override Page<WaitingPoint>? Find(MattersDesk desk, Actor.Officer officer, string? after, int most)
    {
        ArgumentNullException.ThrowIfNull(desk);
        return desk.Questions.AskedOf(officer, after, most);
    }
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
    public static string Of(SitePage page, FlowPart.Step step)
    {
        var kind = page.Say(FlowWords.Of(step.Kind));
        var name = step.Power is { } power && page.InForce.Structure.Powers.On(power.Id, page.Site.Today) is { } found ? page.Say(found.Name) : null;
        return name is null ? Capital(kind) : page.Say($"{kind}：{name}", $"{Capital(kind)}: {name}");
    }

    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
}
