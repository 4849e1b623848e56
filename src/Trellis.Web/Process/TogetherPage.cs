using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>
/// Several matters at once, where that is safe: steps that ask for nothing but that they be done. What is decided, looked at or found out is done matter by matter. Each is an act of its own in the
/// record, taken or refused by itself.
/// </summary>
public sealed class TogetherPage : SitePage
{
    private const int Most = 50;
    private const int LongestKey = 40;

    private IReadOnlyList<WaitingPoint> _points = [];

    public override Text Heading => new("几件一起办", "Several at once");

    public override string Way => "/inbox";

    protected override bool OutlivesSessions => true;

    public string Whose => Reader is Actor.Officer officer ? NameOf(officer.Seat) : "";

    /// <summary>What waits for the reader and may be done together, by kind and step.</summary>
    public IReadOnlyList<(string Says, IReadOnlyList<WaitingPoint> Points)> Groups { get; private set; } = [];

    /// <summary>What was ticked, while it is looked over.</summary>
    public IReadOnlyList<WaitingPoint> Chosen { get; private set; } = [];

    public IReadOnlyList<WaitingPoint> JustDone { get; private set; } = [];

    /// <summary>What was not done, each with its reason.</summary>
    public IReadOnlyList<(string Matter, string Why)> NotDone { get; private set; } = [];

    public string? Fault { get; private set; }

    /// <summary>What is ticked.</summary>
    public IReadOnlyCollection<string> Ticked { get; private set; } = [];

    protected override bool IsOnTheWay(IFormCollection sent) => sent["sure"].Count == 0;

    protected override bool TakesUp => false;

    public override bool IsLookedOver => Chosen.Count > 0;

    /// <summary>By which these acts are known when they are sent twice.</summary>
    public string Key { get; private set; } = "";

    private string NoLonger => Say("已经不在等您：别人办了，或者刚刚变了。", "It does not wait for you any more: somebody else did it, or it has just changed.");

    public static string NameOf(WaitingPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return $"{point.Number}~{point.Key}";
    }

    public IActionResult OnGet()
    {
        if (Reader is not Actor.Officer officer || Site.Desk is not { } desk) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path)}");
        Key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        Find(desk, officer);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Reader is not Actor.Officer officer || Site.Desk is not { } desk) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path)}");
        var form = await Request.ReadFormAsync(cancellationToken);
        Key = form["key"].ToString() is { Length: > 0 and <= LongestKey } key ? key : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        Find(desk, officer);
        string[] asked = [.. form["point"].OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Ticked = asked;
        if (form["again"].Count > 0) return Page();
        if (asked.Length is 0 or > Most)
        {
            Fault = asked.Length == 0 ? Say("还没有选。请勾选要一起办的。", "Nothing is chosen. Tick what is to be done together.") : Say($"一次最多 {Most} 件。", $"At most {Most} at once.");
            return Page();
        }

        var sure = form["sure"].Count > 0;
        var (chosen, done, not) = (new List<WaitingPoint>(), new List<WaitingPoint>(), new List<(string Matter, string Why)>());
        foreach (var name in asked)
        {
            // What was confirmed and is not there any more may have been done by this very order, sent twice: the desk knows it by its key.
            if ((_points.FirstOrDefault(one => NameOf(one) == name) ?? (sure ? Done(desk, officer, name) : null)) is { } point && IsSafe(this, point)) chosen.Add(point);
            else not.Add((name.Split('~')[0], NoLonger));
        }

        if (!sure)
        {
            foreach (var point in chosen)
                if (desk.Would(Order(officer, point)) is { } why) not.Add((point.Number, WhyNot.Of(this, why)));
            (Chosen, NotDone) = ([.. chosen.Where(point => !not.Exists(one => one.Matter == point.Number))], not);
            return Page();
        }

        try
        {
            foreach (var point in chosen)
                if (await desk.DoAsync(Order(officer, point), cancellationToken) is var answer and not ActAnswer.Done) not.Add((point.Number, _points.Contains(point) ? WhyNot.Of(this, answer) : NoLonger));
                else done.Add(point);
        }
        catch (MachineFault)
        {
            Fault = Say("现在存不下来。下面列出的已经办好，其余的没有办。过一会儿再按一次，不会办两遍。", "It cannot be stored just now. What is listed as done is done, the rest is not. Press again in a moment: nothing is done twice.");
            Chosen = [.. chosen.Except(done)];
        }

        (JustDone, NotDone) = (done, not);
        Find(desk, officer);
        return Page();
    }

    /// <summary>Whether a step asks for nothing but that it be done, so that nobody has to look at one matter differently from the next.</summary>
    internal static bool IsSafe(FlowPart.Step step) => step.Kind is StepKind.Receive or StepKind.Deliver or StepKind.Notify && step.Gives.Count == 0 && step.Power is null;

    internal static bool IsSafe(SitePage page, WaitingPoint point) => StepOf(page, point) is { } step && IsSafe(step);

    private static FlowPart.Step? StepOf(SitePage page, WaitingPoint point) => page.InForce.Structure.Matters.Of(point.Type) is [.., var type] ? type.Steps.FirstOrDefault(step => step.Id == point.Step) : null;

    private void Find(MattersDesk desk, Actor.Officer officer)
    {
        _points = [.. desk.Questions.Inbox(officer, null, MatterQuestions.MostRows)!.Rows.Where(point => IsSafe(this, point))];
        Groups = [.. _points.GroupBy(static point => (point.Type, point.Step)).Select(group => ($"{WaitingWords.TypeName(this, group.Key.Type)} · {WaitingWords.What(this, group.First())}", (IReadOnlyList<WaitingPoint>)[.. group]))];
    }

    /// <summary>What was confirmed, as it was before it was done.</summary>
    private static WaitingPoint? Done(MattersDesk desk, Actor.Officer officer, string name) =>
        name.Split('~', 2) is [var number, var key] && desk.Questions.OfNumber(officer, number) is { } id && desk.Questions.Find(officer, id) is var (matter, _) && matter.Done.LastOrDefault(one => one.Key == key) is { } done
            ? new WaitingPoint(id, number, matter.Type, matter.Place, matter.State, key, done.Step, PointKind.Step, null, Bearer.Requester, matter.Filed, null) : null;

    private ActOrder Order(Actor.Officer officer, WaitingPoint point)
    {
        IAct act = StepOf(this, point)!.Kind switch
        {
            StepKind.Receive => new ReceiveMatter(point.Matter, point.Key),
            StepKind.Deliver => new PerformStep(point.Matter, point.Key, new StepResult.Delivered(), [], null),
            _ => new PerformStep(point.Matter, point.Key, new StepResult.Notified(), [], null),
        };
        return new ActOrder { By = officer, Act = act, Key = string.Create(CultureInfo.InvariantCulture, $"{Key}-{point.Matter.Text}-{point.Key}") };
    }
}
