using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>What a process map says of a step.</summary>
/// <param name="Done">Matters in which it was done.</param>
/// <param name="Again">How often it was done once more in the same matter.</param>
/// <param name="MedianWait">How long half of what waits has waited, or longer; null where nothing waits.</param>
public sealed record StepCount(long Done, long Again, long Waiting, long Late, TimeSpan? MedianWait);

/// <summary>One line of a process map: a step with what the record says of it, or a control word.</summary>
/// <param name="Count">Null for a control word, and for a part that is a matter type of its own.</param>
public sealed record FlowLine(OutlineLine Outline, string What, string Who, StepCount? Count);

/// <summary>How a matter type flows: its steps as the structure has them, with what became of all matters that there are. No view by person.</summary>
public sealed class FlowPage : SitePage
{
    public override Text Heading => new($"{Type!.Name.Zh}：怎样流转", $"{Type.Name.En}: how it flows");

    public override string Way => "/structure";

    public MatterType? Type { get; private set; }

    /// <summary>Null while there is no record.</summary>
    public FlowCount? Flow { get; private set; }

    public IReadOnlyList<FlowLine> Lines { get; private set; } = [];

    /// <summary>The list of what a number counts.</summary>
    public string ListOf(string state, string? step = null) => $"/flow/{Type!.Id}/matters?state={state}{(step is null ? "" : $"&step={Uri.EscapeDataString(step)}")}";

    public IActionResult OnGet(string type)
    {
        Type = InForce.Structure.Matters.On(type, Site.Today);
        if (Type is null) return new NotFoundResult();
        var counts = new Dictionary<string, StepCount>(StringComparer.Ordinal);
        if (Site.Desk is { } desk)
        {
            Flow = desk.Questions.FlowOf(type);
            var (waiting, now) = (desk.Questions.WaitingOf(type), Site.Time.GetUtcNow());
            foreach (var step in Type.Steps)
                counts[step.Id] = waiting.TryGetValue(step.Id, out var waits)
                    ? new StepCount(Flow[FlowCounts.Done(step.Id)], Flow[FlowCounts.Again(step.Id)], waits.Waiting, waits.Late, now - waits.MedianSince)
                    : new StepCount(Flow[FlowCounts.Done(step.Id)], Flow[FlowCounts.Again(step.Id)], 0, 0, null);
        }

        Lines =
        [
            .. FlowOutline.Of(Type, InForce.Structure, Site.Today).Select(line => new FlowLine(
                line, line.Part is FlowPart.Step step ? StepWords.Of(this, step) : Say(line.What), line.Who is { } who ? Say(who) : "", line is { Kind: OutlineKind.Step, Id: { } id } ? counts.GetValueOrDefault(id) : null)),
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

    /// <summary>Where an arrow comes down, from the left side of its box.</summary>
    private const int ArrowAt = 14;

    private readonly StringBuilder _drawn = new();

    public string Draw()
    {
        var most = Math.Max(1, page.Flow?.Matters ?? 1);
        var (y, before) = (4, ((int Bottom, int Left)?)null);
        for (var at = 0; at < page.Lines.Count; at++)
        {
            var (line, x) = (page.Lines[at], LeftOf(page.Lines[at]));
            if (line.Outline.Kind == OutlineKind.Block)
            {
                // Right of where the arrow to the next step comes down, however deep that lies.
                var beside = page.Lines.Skip(at + 1).FirstOrDefault(static next => next.Outline.Kind != OutlineKind.Block) is { } next ? Math.Max(x + 24, LeftOf(next) + ArrowAt + 8) : x + 24;
                Text(beside, y + 12, line.What, 11, "#5d5b57", Width - beside - 4);
                y += BlockHeight;
                continue;
            }

            // Out of the box above, and where this one lies further left, around its corner.
            if (before is var (from, left)) Draw($"<path d=\"M{Math.Max(x, left) + ArrowAt} {from}v6H{x + ArrowAt}V{y - 5}m-4 -5l4 5l4 -5\" fill=\"none\" stroke=\"#4f8069\" stroke-width=\"1.5\"/>");
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

            before = (y + BoxHeight, x);
            y += BoxHeight + Between;
        }

        return string.Create(CultureInfo.InvariantCulture, $"<svg class=\"flow\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(page.Say("流程图；同样的数在下面的表里", "The process map; the same numbers stand in the table below"))}\" viewBox=\"0 0 {Width} {y}\" font-family=\"inherit\">{_drawn}</svg>");
    }

    private static int LeftOf(FlowLine line) => 4 + (Math.Min(line.Outline.Depth, 4) * Indent);

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
