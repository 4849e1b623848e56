using Microsoft.AspNetCore.Mvc;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>
/// What a number of a process map counts. The number is everybody's; which matters they are, each reader sees of those that are theirs to see, and how many are not is told.
/// </summary>
public sealed class FlowMattersPage : SitePage
{
    private const int RowsOfPage = 50;

    private static readonly string[] States = ["open", "closed", "waiting", "late", "done", "returned", "handed-over", "reopened"];

    public override Text Heading => new($"{Type!.Name.Zh}：{What.Zh}", $"{Type.Name.En}: {What.En}");

    public override string Way => "/structure";

    public MatterType? Type { get; private set; }

    /// <summary>One of <see cref="States"/>.</summary>
    public string State { get; private set; } = "open";

    /// <summary>Null for all steps.</summary>
    public string? Step { get; private set; }

    public DateTimeOffset Now { get; private set; }

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    public IReadOnlyList<MatterLine> Lines { get; private set; } = [];

    public IReadOnlyList<WaitingPoint> Points { get; private set; } = [];

    /// <summary>How many on this page are not the reader's to see.</summary>
    public int Hidden { get; private set; }

    public string? Next { get; private set; }

    public Text What => State switch
    {
        "closed" => new("办结的", "closed"),
        "waiting" => StepName is { } step ? new($"在等「{step}」的", $"waiting for \"{step}\"") : new("在等的", "waiting"),
        "late" => StepName is { } step ? new($"「{step}」超期的", $"late at \"{step}\"") : new("超期的", "late"),
        "done" => StepName is { } step ? new($"做过「{step}」的", $"in which \"{step}\" was done") : new("全部", "all"),
        "returned" => new("退回过的", "that were returned"),
        "handed-over" => new("转办过的", "that were handed over"),
        "reopened" => new("重新打开的", "that were opened again"),
        _ => new("在办的", "open"),
    };

    /// <summary>Whether these are found by looking through the matters of the type, a part of them for each page.</summary>
    public bool IsSearched => State is "done" or "returned" or "handed-over" or "reopened";

    private string? StepName => Step is null ? null : Type!.Steps.FirstOrDefault(step => step.Id == Step) is { } step ? StepWords.Of(this, step) : Say("其中一步", "one of its steps");

    public IActionResult OnGet(string type, string? state, string? step, string? after, string? table)
    {
        Type = InForce.Structure.Matters.On(type, Site.Today);
        if (Type is null || Site.Desk is not { } desk) return new NotFoundResult();
        Now = Site.Time.GetUtcNow();
        Step = step is not null && Type.Steps.Any(one => one.Id == step) ? step : null;
        State = States.Contains(state, StringComparer.Ordinal) ? state! : Step is null ? "open" : "waiting";
        var flow = desk.Questions.FlowOf(type);
        if (IsSearched)
        {
            Count = State switch { "returned" => flow[FlowCounts.Returned], "handed-over" => flow[FlowCounts.HandedOver], "reopened" => flow[FlowCounts.Reopened], _ => Step is null ? flow.Matters : flow[FlowCounts.Done(Step)] };
            (Lines, Hidden, Next) = desk.Questions.Matching(Reader, type, Fits, after, RowsOfPage);
        }
        else if (State is "open" or "closed")
        {
            Count = State == "open" ? flow.Open : flow.Closed;
            (Lines, Hidden, Next) = desk.Questions.OfType(Reader, type, State == "closed", after, RowsOfPage);
        }
        else
        {
            var waiting = desk.Questions.WaitingOf(type).Where(one => Step is null || one.Key == Step);
            Count = State == "late" ? waiting.Sum(static one => one.Value.Late) : waiting.Sum(static one => one.Value.Waiting);
            (Points, Hidden, Next) = desk.Questions.WaitingOfType(Reader, type, Step, State == "late", after, RowsOfPage);
        }

        return table == "csv" ? Table() : Page();
    }

    private bool Fits(Matter matter) => State switch
    {
        "returned" => matter.Returns > 0,
        "handed-over" => matter.HandOvers > 0,
        "reopened" => matter.LastClosure is { Reopened: not null },
        _ => Step is null || matter.Done.Any(one => one.Step == Step && !one.IsSkipped),
    };

    /// <summary>The result of a closed matter, by when an open one was promised.</summary>
    public bool IsOver(MatterLine line) => State == "closed" || line?.State == MatterState.Closed;

    public string Address(string? after = null, bool table = false) => $"/flow/{Type!.Id}/matters?state={State}{(Step is null ? "" : $"&step={Uri.EscapeDataString(Step)}")}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}{(table ? "&table=csv" : "")}";

    public string Result(MatterLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Result is { } result && Enum.TryParse<ClosureKind>(result.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind) ? ClosureWords.Of(this, kind) : Say("办结", "closed");
    }

    /// <summary>The page that is seen.</summary>
    private FileContentResult Table() => Lines.Count > 0 || State is not ("waiting" or "late")
        ? CsvAnswer.Of("matters", [Say("受理号", "Number"), Say("地点", "Place"), Say("现由谁负责", "Who answers for it"), Say("提出", "Filed"), Say("结果", "Result")], Lines.Select(line => (IReadOnlyList<string>)[line.Number, NameOf(line.Place), NameOf(line.Holder), Show.Moment(line.Filed), IsOver(line) ? Result(line) : ""]))
        : CsvAnswer.Of("waiting", [Say("受理号", "Number"), Say("地点", "Place"), Say("等的是", "What is waited for"), Say("期限", "Due"), Say("从什么时候等起", "Waiting since")], Points.Select(point => (IReadOnlyList<string>)[point.Number, NameOf(point.Place), WaitingWords.What(this, point), point.Due is { } due ? Show.Moment(due) : "", Show.Moment(point.Since)]));
}
