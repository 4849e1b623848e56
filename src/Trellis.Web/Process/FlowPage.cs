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

    public string Draw()
    {
        var most = Math.Max(1, Flow?.Matters ?? 1);
        // What comes back within a repetition comes back to where that begins; the arrow there says how often.
        var repeats = Type!.Flow.All.OfType<FlowPart.Repeat>().ToList();
        var repeated = repeats.SelectMany(static one => one.Do.All).ToHashSet<FlowPart>(ReferenceEqualityComparer.Instance);
        // A part counts under the names of its own steps; what was done in it under the same name did not come back here.
        var ofParts = Type.Flow.All.OfType<FlowPart.Part>().SelectMany(part => InForce.Structure.Matters.On(part.Matter.Id, Site.Today)?.Steps ?? []).Select(static step => step.Id).ToHashSet(StringComparer.Ordinal);
        return FlowMap.Draw(Say("流程图；下面的表里有同样的数", "The process map; the table below has the same numbers"), Type.Flow, [.. Lines.Select(line => new DrawnPart(line.Outline, line.What, line.Who)
        {
            Look = line.Count is { Waiting: > 0 } ? PartLook.Waits : PartLook.Plain,
            // How many of the matters came this far.
            Filled = line.Count is { } count ? Math.Min(count.Done, most) / (double)most : null,
            Beside = line.Count is { } known ? Say($"办了 {Showing.Number(known.Done)}", $"{Showing.Number(known.Done)} done") : "",
            Below = line.Count is { Waiting: > 0 } waits
                ? Say($"在等 {Showing.Number(waits.Waiting)}", $"{Showing.Number(waits.Waiting)} waiting") + (waits.MedianWait is { } half ? Say($"，一半已等 {Show.Span(half)} 以上", $", half for {Show.Span(half)} or more") : "")
                : "",
            Back = line.Outline.Part is FlowPart.Repeat repeat ? BackTo(repeat) : line.Count is { Again: > 0 } again && !repeated.Contains(line.Outline.Part) && !ofParts.Contains(line.Outline.Id!) ? Say($"又回到这一步 {Showing.Number(again.Again)} 次", $"came back here {Showing.Number(again.Again)} times") : "",
            Address = line.Outline.Part is FlowPart.Part own && InForce.Structure.Matters.On(own.Matter.Id, Site.Today) is { } type ? $"/flow/{type.Id}" : "",
        })]);
    }

    /// <summary>Where a repetition leads back to, and how often it did.</summary>
    private string BackTo(FlowPart.Repeat repeat)
    {
        if (FlowMap.FirstStep(repeat.Do) is not { } first) return "";
        if (repeat.ForEach is not null) return Say($"下一个：再做「{StepWords.Of(this, first)}」", $"For the next: \"{StepWords.Of(this, first)}\" again");
        var often = Lines.FirstOrDefault(line => line.Outline.Id == first.Id)?.Count is { } count ? Say($"：{Showing.Number(count.Again)} 次", $": {Showing.Number(count.Again)} times") : "";
        return Say($"回到「{StepWords.Of(this, first)}」{often}", $"Back to \"{StepWords.Of(this, first)}\"{often}");
    }
}

/// <summary>Every matter type with its flow.</summary>
public sealed class FlowsPage : SitePage
{
    public override Text Heading => new("流程图", "How matters flow");

    public override string Way => "/structure";

    public IReadOnlyList<MatterType> Types => [.. InForce.Structure.Matters.All.Where(type => type.HoldsOn(Site.Today)).OrderBy(type => Say(type.Name), StringComparer.Ordinal)];
}
