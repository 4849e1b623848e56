using System.Globalization;

namespace Trellis.Simulation.Likeness;

/// <summary>The words of what is said about a log and its likeness, in both languages.</summary>
public static class LikeTexts
{
    public static Text Of(Respect respect) => respect switch
    {
        Respect.CycleTime => new("首末记录之间的时间（小时）", "Time from first to last event (hours)"),
        Respect.ArrivalsADay => new("每日到达件数", "Arrivals in a day"),
        Respect.ArrivalHours => new("到达在一周中的钟点（小时）", "Hour of the week of arrivals (hours)"),
        Respect.EventsInPeriod => new("记录在整段时间中的位置（小时）", "Place of events in the period (hours)"),
        Respect.EventHours => new("记录在一周中的钟点（小时）", "Hour of the week of events (hours)"),
        Respect.EventAge => new("发生时事项已历时（小时）", "Age of the matter at its events (hours)"),
        Respect.OpenMatters => new("每日在办件数", "Matters open at the end of a day"),
        Respect.WorkAWeek => new("一人一周的记录数", "Events of a person in a week"),
        Respect.Flow => new("接连三个环节（0 至 1）", "Three activities in a row (0 to 1)"),
        _ => throw new ArgumentOutOfRangeException(nameof(respect)),
    };

    /// <summary>A stable word for files.</summary>
    public static string Word(Respect respect) => respect switch
    {
        Respect.CycleTime => "cycle-time",
        Respect.ArrivalsADay => "arrivals-a-day",
        Respect.ArrivalHours => "arrival-hours",
        Respect.EventsInPeriod => "events-in-period",
        Respect.EventHours => "event-hours",
        Respect.EventAge => "event-age",
        Respect.OpenMatters => "open-matters",
        Respect.WorkAWeek => "work-a-week",
        Respect.Flow => "flow",
        _ => throw new ArgumentOutOfRangeException(nameof(respect)),
    };

    public static Text Part(string part) => part switch
    {
        "arrivals" => new("到达", "Arrivals"),
        "flow" => new("流转", "Flow"),
        "waits" => new("等待", "Waits"),
        "service" => new("办理用时", "Time of work"),
        "hours" => new("上班时间", "Hours on duty"),
        "people" => new("人手与排队", "People and queues"),
        "batches" => new("成批办理", "Batches"),
        "at-once" => new("同时办几件", "Several at once"),
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    public static Text Grade(FitGrade grade) => grade switch
    {
        FitGrade.Fitted => new("得自日志", "from the log"),
        FitGrade.Rough => new("大致", "roughly"),
        _ => new("假定", "assumed"),
    };

    public static string Word(FitGrade grade) => grade switch
    {
        FitGrade.Fitted => "fitted",
        FitGrade.Rough => "rough",
        _ => "assumed",
    };

    /// <summary>Which of the two came nearer; neither where the interval of the difference holds zero.</summary>
    public static Text Nearer(Judged judged) => !judged.Gain.IsApart ? new("不分上下", "neither") : judged.Gain.Mean > 0 ? new("模拟", "simulation") : new("重抽样", "resampling");

    public static string Day(long time) => new DateTime(time * TimeSpan.TicksPerMillisecond, DateTimeKind.Unspecified).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Three digits that count.</summary>
    public static string Figure(double value) => value.ToString(Math.Abs(value) < 1 ? "0.000" : Math.Abs(value) < 10 ? "0.00" : Math.Abs(value) < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    public static string Figure(Estimate estimate) => estimate.Half is { } half ? $"{Figure(estimate.Mean)} ± {Figure(half)}" : Figure(estimate.Mean);
}
