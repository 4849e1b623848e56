using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>One line of a process map: a step with what the record says of it, or a control word.</summary>
/// <param name="Count">Null for a control word, and for a part that is a matter type of its own.</param>
public sealed record FlowLine(OutlineLine Outline, string What, string Who, StepCount? Count);

/// <summary>How a matter type flows: its steps as the structure has them, with what became of the newest matters. No view by person.</summary>
public sealed class FlowPage : SitePage
{
    /// <summary>So many of the newest are counted.</summary>
    public const int Most = 500;

    public override Text Heading => new($"{Type!.Name.Zh}：怎样流转", $"{Type.Name.En}: how it flows");

    public override string Way => "/structure";

    public MatterType? Type { get; private set; }

    /// <summary>Null while there is no record.</summary>
    public FlowCount? Flow { get; private set; }

    public IReadOnlyList<FlowLine> Lines { get; private set; } = [];

    /// <summary>How many of the kind there are, all of them.</summary>
    public (long Open, long Closed) Counted { get; private set; }

    /// <summary>The list of what a number counts.</summary>
    public string ListOf(string state, string? step = null) => $"/flow/{Type!.Id}/matters?state={state}{(step is null ? "" : $"&step={Uri.EscapeDataString(step)}")}";

    public IActionResult OnGet(string type)
    {
        Type = InForce.Structure.Matters.On(type, Site.Today);
        if (Type is null) return new NotFoundResult();
        if (Site.Desk is { } desk)
        {
            var flow = CountingFlows.Of(Type, desk.Questions.Newest(type, Most), Site.Time.GetUtcNow());
            var waiting = desk.Questions.WaitingOf(type);
            Counted = desk.Questions.CountOf(type);
            // What waits is counted in all of them; what was done, in the newest.
            Flow = flow with { Steps = flow.Steps.ToDictionary(static one => one.Key, one => waiting.GetValueOrDefault(one.Key) is var now ? one.Value with { Waiting = (int)now.Waiting, Late = (int)now.Late } : one.Value, StringComparer.Ordinal) };
        }

        Lines =
        [
            .. FlowOutline.Of(Type, InForce.Structure, Site.Today).Select(line => new FlowLine(
                line, line.Part is FlowPart.Step step ? StepWords.Of(this, step) : Say(line.What), line.Who is { } who ? Say(who) : "", line is { Kind: OutlineKind.Step, Id: { } id } ? Flow?.Steps.GetValueOrDefault(id) : null)),
        ];
        return Page();
    }

    public string Draw() => new FlowMap(this).Draw();
}

/// <summary>Every matter type with its flow.</summary>
public sealed class FlowsPage : SitePage
{
    public override Text Heading => new("流程图", "How matters flow");

    public override string Way => "/structure";

    public IReadOnlyList<MatterType> Types => [.. InForce.Structure.Matters.All.Where(type => type.HoldsOn(Site.Today)).OrderBy(type => Say(type.Name), StringComparer.Ordinal)];
}

/// <summary>The drawing of a flow: from the top down, one box for each step; as wide as a telephone.</summary>
internal sealed class FlowMap(FlowPage page)
{
    private const int Width = 360;
    private const int Indent = 16;
    private const int BoxHeight = 52;
    private const int Between = 22;
    private const int BlockHeight = 24;

    private readonly StringBuilder _drawn = new();

    public string Draw()
    {
        var most = Math.Max(1, page.Flow?.Matters ?? 1);
        var (y, before) = (4, (int?)null);
        foreach (var line in page.Lines)
        {
            var x = 4 + (Math.Min(line.Outline.Depth, 4) * Indent);
            if (line.Outline.Kind == OutlineKind.Block)
            {
                Text(x + 24, y + 12, line.What, 11, "#5d5b57", Width - x - 28);
                y += BlockHeight;
                continue;
            }

            if (before is { } from) Draw($"<path d=\"M{x + 14} {from}V{y - 5}m-4 -5l4 5l4 -5\" fill=\"none\" stroke=\"#4f8069\" stroke-width=\"1.5\"/>");
            var waits = line.Count is { Waiting: > 0 };
            var width = Width - x - 8;
            Draw($"<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BoxHeight}\" rx=\"5\" fill=\"{(waits ? "#fdf5e3" : "#fff")}\" stroke=\"{(waits ? "#9a6a00" : "#4f8069")}\"/>");
            // How many of the matters came this far.
            if (line.Count is { } count) Draw($"<rect x=\"{x}\" y=\"{y + BoxHeight - 5}\" width=\"{width * Math.Min(count.Done, most) / most}\" height=\"5\" fill=\"#1f6245\"/>");
            Text(x + 8, y + 19, line.What, 13, "#22211f", width - 60);
            Text(x + 8, y + 36, line.Who, 11, "#5d5b57", width - 16 - (waits ? 84 : 0));
            if (line.Count is { } known)
            {
                End(x + width - 8, y + 19, Showing.Number(known.Done), 13, "#0f3324");
                if (waits) End(x + width - 8, y + 36, page.Say($"在等 {Showing.Number(known.Waiting)}", $"{Showing.Number(known.Waiting)} waiting"), 11, "#5d4100");
            }

            before = y + BoxHeight;
            y += BoxHeight + Between;
        }

        return string.Create(CultureInfo.InvariantCulture, $"<svg class=\"flow\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(page.Say("流程图；同样的数在下面的表里", "The process map; the same numbers stand in the table below"))}\" viewBox=\"0 0 {Width} {y}\" font-family=\"inherit\">{_drawn}</svg>");
    }

    private void Draw(FormattableString shape) => _drawn.Append(shape.ToString(CultureInfo.InvariantCulture));

    private void Text(int x, int y, string words, int size, string colour, int room) => Draw($"<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\">{WebUtility.HtmlEncode(Fit(words, size, room))}</text>");

    private void End(int x, int y, string words, int size, string colour) => Draw($"<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\" text-anchor=\"end\">{WebUtility.HtmlEncode(words)}</text>");

    /// <summary>As much as there is room for. A sign of Chinese is as wide as it is high, a letter about half of that.</summary>
    private static string Fit(string words, int size, int room)
    {
        var wide = 0.0;
        for (var at = 0; at < words.Length; at++)
        {
            wide += words[at] > 0x2e7f ? size : size * 0.56;
            if (wide > room) return string.Concat(words.AsSpan(0, Math.Max(0, at - 1)), "…");
        }

        return words;
    }
}

/// <summary>A whistle that runs: which kind of matter, where, and who was called.</summary>
public sealed record RunningCall(Matter Matter, MatterType Type, WhistleBlow Blow, bool MaySee);

/// <summary>Whistles that run: who was called, who came, for whom is waited. Units and posts, never people.</summary>
public sealed class WhistlesPage : SitePage
{
    /// <summary>So many of the newest open matters are looked through.</summary>
    public const int Most = 500;

    /// <summary>How many there were.</summary>
    public int LookedThrough { get; private set; }

    public override Text Heading => new("哨声", "Whistles");

    public override string Way => "/whistles";

    public DateTimeOffset Now { get; private set; }

    public IReadOnlyList<RunningCall> Running { get; private set; } = [];

    /// <summary>Whistles of the same matters that were judged: how many, how many settled it, and how many calls nobody answered.</summary>
    public (int Blown, int Settled, int Missed) Judged { get; private set; }

    public IActionResult OnGet()
    {
        if (Reader is not Actor.Officer officer || Site.Desk is not { } desk) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path)}");
        Now = Site.Time.GetUtcNow();
        var newest = desk.Questions.NewestOpen(Most);
        LookedThrough = newest.Count;
        var matters = newest.Where(static one => one.Whistles.Count > 0).ToList();
        Running = [.. matters.Where(static one => one.RunningWhistle is not null).Select(one => (Matter: one, Type: InForce.Structure.Matters.Of(one.Type) is [.., var type] ? type : null)).Where(static one => one.Type is not null).Select(one => new RunningCall(one.Matter, one.Type!, one.Matter.RunningWhistle!, desk.Questions.MaySee(officer, one.Matter))).OrderBy(static one => one.Blow.At)];
        var over = matters.SelectMany(static one => one.Whistles).Where(static one => one.IsOver).ToList();
        Judged = (over.Count, over.Count(static one => one.Verdict == WhistleVerdict.Settled), over.Sum(static one => one.Calls.Count(static call => call.Came is null)));
        return Page();
    }
}
