using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Runtime.Information;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>A page about forms, for people in posts.</summary>
public abstract class FormPages : SitePage
{
    /// <summary>So far back forms are listed that are awaited or were handed in.</summary>
    protected const int Days = 100;

    public override string Way => "/forms";

    protected override bool OutlivesSessions => true;

    protected IActionResult? Elsewhere() => Reader is Actor.Officer && Site is { Desk: not null, Forms: not null } ? null : LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");

    /// <summary>For which time a form is owed, as people say it.</summary>
    public string Occasion(string occasion)
    {
        if (ReportingPeriod.Parse(occasion) is { } period)
            return period.First.AddMonths(1) > period.Last ? Show.Month(period.First) : Say($"{Show.Day(period.First)}至{Show.Day(period.Last)}", $"{Show.Day(period.First)} to {Show.Day(period.Last)}");
        return DateOnly.TryParseExact(occasion, "yyyy-MM-dd", out var day) ? Show.Day(day) : Say("一个办结的事项之后", "after a matter that was closed");
    }

    public (string Words, string Colour) Standing(OwedLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line switch
        {
            { IsSuspended: true } => (Say("停用，不必填", "suspended: nobody has to fill it in"), ""),
            { File.Returned.Count: > 0 } => (Say("退回了，请更正", "returned, to be corrected"), "late"),
            { Complete: not null } => (Say("已报送", "handed in"), "good"),
            { IsLate: true } => (Say("逾期", "late"), "late"),
            _ => (Say("待填", "to be filled in"), "waits"),
        };
    }

    public static string Address(OwedLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return $"/forms/{line.Owed.Form.Id}?unit={Uri.EscapeDataString(line.Owed.Unit.Id)}&occasion={Uri.EscapeDataString(line.Owed.Occasion)}";
    }
}

/// <summary>What a post has to fill in, and what its unit asks of others.</summary>
public sealed class FormsPage : FormPages
{
    public override Text Heading => Asked ? new("我们要别人填的表", "Forms that we ask for") : new("要填的表", "Forms to fill in");

    /// <summary>Whether those are shown that the unit asks others for.</summary>
    public bool Asked { get; private set; }

    public IReadOnlyList<OwedLine> Lines { get; private set; } = [];

    public string Whose => Reader is Actor.Officer officer ? NameOf(officer.Seat) : "";

    public IActionResult OnGet(string? asked)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        var reader = (Actor.Officer)Reader!;
        Asked = asked == "yes";
        var lines = Asked ? Site.Forms!.Questions.AskedBy(reader.Seat.Unit, Days) : Site.Forms!.Questions.Owed(reader.Seat, Days);
        // What is to be done stands before what is done.
        Lines = [.. lines.OrderBy(static line => line is { Complete: not null, File.Returned.Count: 0 } || line.IsSuspended)];
        return Page();
    }
}
