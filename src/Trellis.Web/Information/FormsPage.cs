using System.Globalization;
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

    private const int RowsOfPage = 50;

    private static readonly string[] Orders = ["", "due", "form"];

    /// <summary>Which of them are listed: what is to be done, what is late, or what was handed in; empty for all.</summary>
    public string State { get; private set; } = "";

    /// <summary>The form to which the list is narrowed; empty for all.</summary>
    public string Form { get; private set; } = "";

    /// <summary>One of <see cref="Orders"/>; empty for what is to be done first.</summary>
    public string Order { get; private set; } = "";

    public bool IsNarrowed => State.Length > 0 || Form.Length > 0;

    public IReadOnlyList<(string Id, string Name)> Forms { get; private set; } = [];

    public ListCount? Count { get; private set; }

    /// <summary>How many rows come before those of the next page; null on the last.</summary>
    public int? Next { get; private set; }

    public IReadOnlyList<(string Word, string Says)> States => [("todo", Say("还要填的", "to be filled in")), ("late", Say("逾期的", "late")), ("done", Say("已报送的", "handed in"))];

    public IReadOnlyList<ListHeading> Headings =>
    [
        new(Say("表", "Form"), Address(order: "form"), Order == "form" ? ListHeading.Ascending : null),
        new(Say("哪一期", "For")),
        new(Say("期限", "Due"), Address(order: "due"), Order == "due" ? ListHeading.Ascending : null),
        new(Say("怎样了", "How it stands"), Address(order: ""), Order.Length == 0 ? ListHeading.Ascending : null),
    ];

    public string Address(string? order = null, int? behind = null, bool table = false) => ListAddress.Of(
        "/forms", ("asked", Asked ? "yes" : ""), ("state", State), ("form", Form), ("order", order ?? Order), ("behind", behind is { } rows ? rows.ToString(CultureInfo.InvariantCulture) : ""), ("table", table ? "csv" : ""));

    public IActionResult OnGet(string? asked, string? state, string? form, string? order, int? behind, string? table)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        var reader = (Actor.Officer)Reader!;
        Asked = asked == "yes";
        var all = Asked ? Site.Forms!.Questions.AskedBy(reader.Seat.Unit, Days) : Site.Forms!.Questions.Owed(reader.Seat, Days);
        State = States.Any(one => one.Word == state) ? state! : "";
        Forms = [.. all.Select(static line => line.Owed.Form).DistinctBy(static one => one.Id).Select(one => (one.Id, Say(one.Name))).OrderBy(static one => one.Item2, StringComparer.Ordinal)];
        Form = Forms.Any(one => one.Id == form) ? form! : "";
        Order = Orders.Contains(order, StringComparer.Ordinal) ? order! : "";
        // What a hundred days ask of a post, or a unit of others, is at hand; it is no list of matters.
        var fit = all.Where(line => (Form.Length == 0 || line.Owed.Form.Id == Form) && State switch { "todo" => !IsDone(line), "late" => !IsDone(line) && line.IsLate, "done" => IsDone(line) && !line.IsSuspended, _ => true });
        List<OwedLine> lines = [.. Order switch
        {
            "due" => fit.OrderBy(static line => line.Owed.Due ?? DateTimeOffset.MaxValue),
            "form" => fit.OrderBy(line => Say(line.Owed.Form.Name), StringComparer.Ordinal).ThenBy(static line => line.Owed.Due ?? DateTimeOffset.MaxValue),
            _ => fit.OrderBy(IsDone), // what is to be done stands before what is done
        }];
        if (table == "csv")
            return CsvAnswer.Of("forms", [Say("表", "Form"), Asked ? Say("由谁填", "Filled in by") : Say("谁要的", "Asked by"), Say("哪一期", "For"), Say("期限", "Due"), Say("怎样了", "How it stands")], lines.Select(line => (IReadOnlyList<string>)[Say(line.Owed.Form.Name), WithWhom(line), Occasion(line.Owed.Occasion), line.Owed.Due is { } due ? Show.Moment(due) : "", Standing(line).Words]));
        var from = Math.Clamp(behind ?? 0, 0, lines.Count);
        Lines = [.. lines.Skip(from).Take(RowsOfPage)];
        Next = from + RowsOfPage < lines.Count ? from + RowsOfPage : null;
        Count = ListCount.Of(lines.Count, null, Lines.Count);
        return Page();
    }

    /// <summary>Who fills it in, or who asks for it.</summary>
    private string WithWhom(OwedLine line) => NameOf(new UnitId(Asked ? line.Owed.Unit.Id : line.Owed.Form.AskedBy.Id));

    private static bool IsDone(OwedLine line) => line is { Complete: not null, File.Returned.Count: 0 } || line.IsSuspended;
}
