using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Process.Flows;

/// <summary>How people call the kinds of steps, results and time limits.</summary>
public static class FlowWords
{
    public static Text Of(StepKind kind) => kind switch
    {
        StepKind.Receive => new("受理", "receive"),
        StepKind.Check => new("核查", "check"),
        StepKind.Perform => new("办理", "perform"),
        StepKind.Consult => new("征求意见", "consult"),
        StepKind.Resolve => new("表决", "resolve"),
        StepKind.Agree => new("约定", "agree"),
        StepKind.Decide => new("决定", "decide"),
        StepKind.Deliver => new("送达", "deliver"),
        StepKind.Notify => new("告知", "notify"),
        StepKind.Confirm => new("回访确认", "confirm"),
        _ => throw new InvalidOperationException("An unknown kind of step."),
    };

    public static Text Result(string result) => result switch
    {
        "solved" => new("已解决", "solved"),
        "explained" => new("已解释", "explained"),
        "refused" => new("不予办理", "refused"),
        "out-of-reach" => new("超出权限", "out of reach"),
        "next" => new("继续办理", "goes on"),
        _ => new(result, result),
    };

    /// <summary>Who may ask for something, as the guide of a matter type says it.</summary>
    public static Text Asker(string word) => word switch
    {
        "resident" => new("居民", "residents"),
        "firm" => new("企业", "firms"),
        "association" => new("社会组织", "associations"),
        "community" => new("村和社区", "villages and neighbourhoods"),
        "government" => new("政府部门", "offices"),
        _ => new(word, word),
    };

    /// <summary>"核查步骤「look」", "the check "look"".</summary>
    public static Text Of(FlowPoint point) => point.Step is { } step ? Of(step) : new($"部分「{point.Id}」", $"the part \"{point.Id}\"");

    public static Text Of(FlowPart.Step step) => new($"{Of(step.Kind).Zh}步骤「{step.Id}」", $"the {Of(step.Kind).En} step \"{step.Id}\"");

    public static Text Of(TimeLimit limit) => new($"{limit.Amount} {limit.Unit switch
    {
        TimeUnit.Minutes => "分钟",
        TimeUnit.Hours => "小时",
        TimeUnit.WorkingHours => "个工作小时",
        TimeUnit.WorkingDays => "个工作日",
        TimeUnit.Days => "天",
        TimeUnit.Months => "个月",
        TimeUnit.Years => "年",
        _ => throw new InvalidOperationException("An unknown unit of time."),
    }}", limit.ToString());

    /// <summary>"look (2 working days) → approval (1 working day)".</summary>
    public static Text Of(IReadOnlyList<TimedStep> way) => new(
        string.Join(" → ", way.Select(static step => $"{step.Id}（{Of(step.Limit).Zh}）")),
        string.Join(" → ", way.Select(static step => $"{step.Id} ({Of(step.Limit).En})")));
}
