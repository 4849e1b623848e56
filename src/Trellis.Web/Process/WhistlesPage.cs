using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>What an address asks of the list of whistles.</summary>
public sealed record WhistlesAsked(string? Show, string? Type, string? Place, string? Order, string? After, string? Count, string? Table);

/// <summary>A whistle as the board shows it: which kind of matter, where, and who was called.</summary>
public sealed record ShownWhistle(Matter Matter, string TypeName, WhistleBlow Blow, bool MaySee);

/// <summary>Whistles: who was called, who came, for whom is waited. Units and posts, never people. Those that run come first; those that were judged are counted, and each number leads to them.</summary>
public sealed class WhistlesPage : SitePage
{
    public const string Running = "running";
    public const string Judged = "judged";
    public const string Settled = "settled";
    public const string WithoutEffect = "without-effect";
    public const string Missed = "missed";

    private const int RowsOfPage = 50;

    public override Text Heading => new("哨声", "Whistles");

    public override string Way => "/whistles";

    public DateTimeOffset Now { get; private set; }

    /// <summary>Which whistles are listed, as a word of the address.</summary>
    public string Chosen { get; private set; } = Running;

    /// <summary>The type to which the list is narrowed; empty for none.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The place to which the list is narrowed; empty for none.</summary>
    public string Place { get; private set; } = "";

    public bool OldestFirst { get; private set; }

    /// <summary>All whistles that there are, counted.</summary>
    public FlowCount All { get; private set; } = new(new Dictionary<string, long>());

    /// <summary>How many the list holds.</summary>
    public long Count { get; private set; }

    /// <summary>Whether there are more than are counted unasked.</summary>
    public bool IsMore { get; private set; }

    public IReadOnlyList<ShownWhistle> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    public IReadOnlyList<(string Id, string Name)> Types => [.. InForce.Structure.Matters.All.Where(type => type.HoldsOn(Site.Today)).Select(type => (type.Id, Say(type.Name))).OrderBy(static one => one.Item2, StringComparer.Ordinal)];

    public IReadOnlyList<IGrouping<string, UnitOnDay>> Places => PlaceGroups.Of(this);

    /// <summary>The lists that there are, with how many stand in each.</summary>
    public IReadOnlyList<(string Show, string Name, long Many)> Lists =>
    [
        (Running, Say("正在响", "Running"), All[FlowCounts.WhistlesRunning]),
        (Judged, Say("评过的", "Judged"), All[FlowCounts.WhistlesSettled] + All[FlowCounts.WhistlesWithoutEffect]),
        (Settled, Say("解决了", "Settled it"), All[FlowCounts.WhistlesSettled]),
        (WithoutEffect, Say("没有用", "Without effect"), All[FlowCounts.WhistlesWithoutEffect]),
        (Missed, Say("有人没来", "Somebody did not come"), All[FlowCounts.WhistlesMissed]),
    ];

    public IActionResult OnGet(WhistlesAsked asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        if (Reader is not Actor.Officer officer || Site.Desk is not { } desk) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        Now = Site.Time.GetUtcNow();
        Chosen = asked.Show is Judged or Settled or WithoutEffect or Missed ? asked.Show : Running;
        Type = asked.Type is not null && InForce.Structure.Matters.Has(asked.Type) ? asked.Type : "";
        Place = asked.Place is not null && Today.Unit(asked.Place) is not null ? asked.Place : "";
        OldestFirst = asked.Order switch { "oldest" => true, "newest" => false, _ => Chosen == Running };
        var filter = new WhistleFilter(
            Chosen != Running, Chosen switch { Settled => WhistleVerdict.Settled, WithoutEffect => WhistleVerdict.WithoutEffect, _ => null }, Chosen == Missed,
            Type.Length > 0 ? Type : null, Place.Length > 0 ? new UnitId(Place) : null, OldestFirst);
        if (asked.Table == "csv") return Table(desk, filter);
        if (desk.Questions.Whistles(filter, asked.After, RowsOfPage) is not { } page) return new NotFoundResult();
        All = desk.Questions.WhistlesCounted();
        Count = desk.Questions.CountWhistles(filter, asked.Count == "all" ? null : ListCount.Unasked);
        IsMore = asked.Count != "all" && Count > ListCount.Unasked;
        (Lines, Next) = ([.. page.Rows.Select(one => new ShownWhistle(one.Matter, WaitingWords.TypeName(this, one.Matter.Type), one.Whistle, desk.Questions.MaySee(officer, one.Matter)))], page.Next);
        return Page();
    }

    /// <summary>The address of this list with something else of it.</summary>
    public string Address(string show, string? after = null, bool all = false, bool table = false)
    {
        var asked = new List<string>();
        if (show != Running) asked.Add($"show={show}");
        if (Type.Length > 0) asked.Add($"type={Uri.EscapeDataString(Type)}");
        if (Place.Length > 0) asked.Add($"place={Uri.EscapeDataString(Place)}");
        if (show == Chosen && OldestFirst != (show == Running)) asked.Add(OldestFirst ? "order=oldest" : "order=newest");
        if (after is not null) asked.Add($"after={Uri.EscapeDataString(after)}");
        if (all) asked.Add("count=all");
        if (table) asked.Add("table=csv");
        return asked.Count == 0 ? "/whistles" : $"/whistles?{string.Join('&', asked)}";
    }

    public string Verdict(WhistleBlow blow)
    {
        ArgumentNullException.ThrowIfNull(blow);
        return blow.Verdict switch { null => Say("还在响", "still running"), WhistleVerdict.Settled => Say("解决了", "settled it"), _ => Say("没有用", "without effect") };
    }

    /// <summary>What became of a call.</summary>
    public string Came(WhistleBlow blow, WhistleCallState call)
    {
        ArgumentNullException.ThrowIfNull(blow);
        ArgumentNullException.ThrowIfNull(call);
        if (call.Reported is not null) return Say("已处置", "reported");
        if (call.Came is not null) return Say("已到", "came");
        if (blow.IsOver) return Say("没有来", "did not come");
        return call.Due < Now ? Say("逾期未到", "did not come in time") : Say("在等", "awaited");
    }

    public string Colour(WhistleBlow blow, WhistleCallState call)
    {
        ArgumentNullException.ThrowIfNull(blow);
        ArgumentNullException.ThrowIfNull(call);
        return call.Came is not null ? "good" : blow.IsOver || call.Due < Now ? "late" : "waits";
    }

    private FileContentResult Table(MattersDesk desk, WhistleFilter filter) => CsvAnswer.Of(
        "whistles", [Say("事项", "Matter"), Say("地点", "Place"), Say("谁吹的", "Blown by"), Say("什么时候", "When"), Say("结果", "Result"), Say("叫了谁", "Called")],
        Paging.All(after => desk.Questions.Whistles(filter, after, MatterQuestions.MostRows), Paging.MostInTable)
            .Select(one => (IReadOnlyList<string>)
            [
                WaitingWords.TypeName(this, one.Matter.Type), NameOf(one.Matter.Place), NameOf(one.Whistle.By), Show.Moment(one.Whistle.At), Verdict(one.Whistle),
                string.Join(Say("；", "; "), one.Whistle.Calls.Select(call => string.Create(CultureInfo.InvariantCulture, $"{NameOf(call.Called)}: {Came(one.Whistle, call)}"))),
            ]));
}
