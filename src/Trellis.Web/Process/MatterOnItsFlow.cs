using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>The steps of one matter as a picture, and in words: what is done, where it is, what can follow. Of people it says nothing but the posts that the structure names.</summary>
public sealed class MatterOnItsFlow
{
    private readonly SitePage _page;
    private readonly Matter _matter;
    private readonly IReadOnlyList<OutlineLine> _lines;
    private readonly IReadOnlyDictionary<FlowPart, Stand> _stands;
    private readonly FlowPart _flow;

    /// <param name="placed">The structure under which the matter runs, as it holds at its place.</param>
    /// <param name="flow">Of its type.</param>
    /// <param name="day">Whose spells are meant.</param>
    public MatterOnItsFlow(SitePage page, Matter matter, PlacedStructure placed, CompiledFlow flow, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(placed);
        ArgumentNullException.ThrowIfNull(flow);
        (_page, _matter, _flow) = (page, matter, flow.Matter.Flow);
        _lines = FlowOutline.Of(flow, placed.Structure, day);
        _stands = StandingInFlows.Of(flow, matter);
    }

    /// <summary>What it can still come to, in the order of the flow.</summary>
    public IReadOnlyList<CourseLine> Ahead => [.. _lines.Where(line => line.Kind != OutlineKind.Block && StandOf(line) == Stand.Ahead).Select(line => new CourseLine("", WhatOf(line), WhoOf(line), line.When is { } when ? _page.Say($"仅当{when.Zh}", $"only if {when.En}") : "", ""))];

    public string Draw() => FlowMap.Draw(Says, _flow, [.. _lines.Select(Drawn)]);

    private string Says
    {
        get
        {
            var boxes = _lines.Where(static line => line.Kind != OutlineKind.Block).ToList();
            var done = boxes.Count(line => StandOf(line) == Stand.Done);
            var now = boxes.Where(line => StandOf(line) == Stand.Now).Select(WhatOf).ToList();
            return _page.Say(
                $"这件事的步骤图：办完 {done} 步{(now.Count > 0 ? $"，现在在：{string.Join("、", now)}" : "")}。「经过」里逐条写着。",
                $"The steps of this matter, drawn: {done} done{(now.Count > 0 ? $", now at: {string.Join(", ", now)}" : "")}. Its course says the same line by line.");
        }
    }

    private DrawnPart Drawn(OutlineLine line)
    {
        var drawn = new DrawnPart(line, WhatOf(line), WhoOf(line)) { Back = BackTo(line) };
        if (line.Kind == OutlineKind.Block) return drawn with { Look = StandOf(line) is Stand.Passed or Stand.NotReached ? PartLook.Faint : PartLook.Plain };
        return StandOf(line) switch
        {
            Stand.Done => drawn with { Look = PartLook.Done, Beside = _page.Say("✓ 办了", "✓ done"), Below = DoneOn(line) is { } day ? _page.Show.Day(day) : "" },
            Stand.Now => drawn with { Look = PartLook.Waits, Beside = _page.Say("● 现在在这里", "● now here") },
            Stand.Passed => drawn with { Look = PartLook.Faint, Beside = _page.Say("不用经过", "not needed") },
            Stand.NotReached => drawn with { Look = PartLook.Faint, Beside = _page.Say("没有走到", "not reached") },
            _ => drawn with { Look = PartLook.Ahead },
        };
    }

    /// <summary>Where a repetition leads back to; of a step, that this matter came back to it.</summary>
    private string BackTo(OutlineLine line) => line.Part switch
    {
        FlowPart.Repeat repeat when FlowMap.FirstStep(repeat.Do) is { } first => _page.Say($"回到「{StepWords.Of(_page, first)}」", $"Back to \"{StepWords.Of(_page, first)}\""),
        FlowPart.Step step when line.Kind == OutlineKind.Step && _matter.Done.Count(done => done.Step == step.Id && !done.IsSkipped) is > 1 and var times => _page.Say($"回到这一步，办过 {times} 次", $"came back here: done {times} times"),
        _ => "",
    };

    private Stand StandOf(OutlineLine line) => _stands.GetValueOrDefault(line.Part, Stand.Ahead);

    private DateOnly? DoneOn(OutlineLine line) => line.Id is { } id && _matter.Done.LastOrDefault(done => done.Step == id && !done.IsSkipped) is { At: var at } ? _page.InForce.DayOf(at) : null;

    private string WhatOf(OutlineLine line) => line.Part is FlowPart.Step step && line.Kind == OutlineKind.Step ? StepWords.Of(_page, step) : _page.Say(line.What);

    private string WhoOf(OutlineLine line) => line.Who is { } who ? _page.Say(who) : "";
}
