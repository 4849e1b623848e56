using System.Text;

namespace Trellis.Diagnosis.Reports;

/// <summary>
/// Every sentence of the report in both languages, side by side. Findings accuse rules, not people: no sentence blames a person,
/// and going back and forth is a figure here, not yet a fault.
/// </summary>
internal sealed class ReportTexts(Language language)
{
    private bool Zh => language == Language.Chinese;

    private string Say(string zh, string en) => Zh ? zh : en;

    private string Long(double seconds) => Durations.Say(seconds, language);

    private static string N(long value) => Figures.Count(value);

    /// <summary>"1 matter", "2 matters".</summary>
    private static string Of(long count, string one, string many) => $"{N(count)} {(count == 1 ? one : many)}";

    // The frame of the page.
    public string LanguageTag => Say("zh-Hans", "en");

    public string Kind => Say("诊断报告", "Diagnosis report");

    public string SectionNumber(int number) => Zh ? (number > 10 ? "十" : "") + "〇一二三四五六七八九十"[number > 10 ? number - 10 : number] + "、" : $"{number}";

    /// <summary>The Chinese mark after the number is as wide as a sign and needs no space after it.</summary>
    public string SectionInContents(int number, string title) => Zh ? SectionNumber(number) + title : $"{number} {title}";

    public string FindingSection => Say("发现的问题", "What was found");

    public string FlowSection => Say("事项如何流转", "How work flows");

    public string TimeSection => Say("办理用时", "How long it takes");

    public string HandoverSection => Say("转办与交接", "Who hands to whom");

    public string ReworkSection => Say("重复办理", "What is done again");

    public string VariantSection => Say("办理路径", "Ways through the work");

    public string WeekSection => Say("办理时段", "When work is recorded");

    public string ConcentrationSection => Say("工作量分布", "How work is spread");

    public string QualitySection => Say("数据质量", "Can the data be trusted");

    public string AnswerSection => Say("本日志能回答什么", "What this log can and cannot answer");

    public string MethodSection => Say("计算方法", "How it was counted");

    public string Contents => Say("目录", "Contents");

    public string ShowTable => Say("以表格查看", "The same as a table");

    public string Legend => Say("图例", "Legend");

    public string NothingToMeasure => Say("日志中没有可供统计的记录。", "The log holds nothing to measure here.");

    public string Footer(bool names) => Say(
        "本报告由 Trellis 根据办理日志计算生成，所述为流程与规则的运行情况，不构成对任何个人的评价。" + (names ? "应要求显示人员姓名，请按内部资料保管。" : "人员以固定代号显示。"),
        "Computed by Trellis from a log of the work. It describes how rules and procedures run and is no judgement of any person. "
        + (names ? "People are named because somebody asked for it; handle with care." : "People appear under stable pseudonyms."));

    // The first screen.
    public string Period(LogFacts log)
    {
        if (log.FirstEventWritten is not { } first || log.LastEventWritten is not { } last) return Say($"{log.Format} 日志", $"{log.Format} log");
        var span = first.Date == last.Date ? Day(first) : Say($"{Day(first)}至{Day(last)}", $"{Day(first)} to {Day(last)}");
        return Say($"{span} · {log.Format} 日志", $"{span} · {log.Format} log");
    }

    private string Day(DateTime day) => Zh ? $"{day.Year}年{day.Month}月{day.Day}日" : $"{day.Day} {Month(day.Month)} {day.Year}";

    private static string Month(int month) => month switch
    {
        1 => "January", 2 => "February", 3 => "March", 4 => "April", 5 => "May", 6 => "June", 7 => "July",
        8 => "August", 9 => "September", 10 => "October", 11 => "November", _ => "December",
    };

    public string Found(LogDiagnosis d)
    {
        var log = d.Log;
        if (log.Events == 0)
        {
            return Say(
                "日志中没有任何办理记录，无法诊断。请检查导出的范围和列名后重新导出。",
                "The log holds no event, so there is nothing to diagnose. Check the range and the column names of the export and export again.");
        }

        var says = new StringBuilder();
        says.Append(Say(
            $"本日志收录 {N(log.Cases)} 件事项、{N(log.Events)} 条办理记录，涉及 {N(log.Activities)} 个环节。",
            $"The log holds {Of(log.Cases, "matter", "matters")} with {Of(log.Events, "event", "events")} in {Of(log.Activities, "activity", "activities")}. "));
        if (d.Throughput is { } time)
        {
            says.Append(
                time.ZeroLengthCases == log.Cases ? Say("每件事项都只有一个时间点，看不出办理用时。", "Every matter begins and ends at one moment, so nothing can be said about how long work takes. ")
                : log.Cases == 1 ? Say($"这件事项从首条到末条记录历时 {Long(time.MaxSeconds)}。", $"It took {Long(time.MaxSeconds)} from first to last event. ")
                : Say(
                    $"从首条到末条记录，半数事项不超过 {Long(time.MedianSeconds)}，每十件中有一件超过 {Long(time.P90Seconds)}，最长 {Long(time.MaxSeconds)}。",
                    $"From first to last event half of the matters take {Long(time.MedianSeconds)} or less; one in ten takes more than {Long(time.P90Seconds)}, the longest {Long(time.MaxSeconds)}. "));
        }

        if (d.Handovers is { } people)
        {
            says.Append(people.Total == 0
                ? Say("没有事项在经办人之间交接。", "No matter passes from one person to another. ")
                : Say($"平均每件事项在经办人之间交接 {Figures.Short((double)people.Total / log.Cases)} 次", $"On average a matter changes hands {Times((double)people.Total / log.Cases)}"));
            if (people.Total > 0)
            {
                says.Append(d.GroupHandovers is { Total: > 0 } units
                    ? Say($"，在单位之间转办 {Figures.Short((double)units.Total / log.Cases)} 次。", $" and moves between units {Times((double)units.Total / log.Cases)}. ")
                    : Say("。", ". "));
            }
        }
        else if (d.GroupHandovers is { Total: > 0 } units)
        {
            says.Append(Say($"平均每件事项在单位之间转办 {Figures.Short((double)units.Total / log.Cases)} 次。", $"On average a matter moves between units {Times((double)units.Total / log.Cases)}. "));
        }

        var bounces = d.GroupPingPong is { Total: > 0 } ? d.GroupPingPong : d.PingPong;
        if (bounces is { Total: > 0 })
        {
            var between = ReferenceEquals(bounces, d.GroupPingPong) ? Say("单位", "units") : Say("经办人", "people");
            says.Append(Say(
                $"{N(bounces.Cases)} 件事项（{Figures.Share(bounces.Cases, log.Cases)}）在两个{between}之间转出后又直接转回。",
                $"In {Of(bounces.Cases, "matter", "matters")} ({Figures.Share(bounces.Cases, log.Cases)}) work went from one to the other of two {between} and straight back. "));
        }

        if (d.Rework.Cases > 0)
        {
            says.Append(Say(
                $"{Figures.Share(d.Rework.Cases, log.Cases)} 的事项有环节重复办理。",
                $"Some activity is done more than once in {Figures.Share(d.Rework.Cases, log.Cases)} of matters. "));
        }

        if (d.Deadline is { Cases: > 0 } deadline)
        {
            says.Append(deadline.Late == 0
                ? Say(
                    $"设有时限的 {N(deadline.Cases)} 件事项均未超期。",
                    deadline.Cases == 1 ? "The one matter with a deadline stayed within it." : $"All of the {N(deadline.Cases)} with a deadline stayed within it.")
                : Say(
                    $"设有时限的 {N(deadline.Cases)} 件事项中，{N(deadline.Late)} 件（{Figures.Share(deadline.Late, deadline.Cases)}）超过时限。",
                    deadline.Cases == 1 ? "The one matter with a deadline was finished after it."
                    : $"Of the {N(deadline.Cases)} with a deadline, {N(deadline.Late)} ({Figures.Share(deadline.Late, deadline.Cases)}) {(deadline.Late == 1 ? "was" : "were")} finished after it."));
        }

        return says.ToString().TrimEnd();
    }

    private static string Times(double value) => Figures.Short(value) is "1" ? "once" : Figures.Short(value) + " times";

    public string Cases => Say("事项", "Matters");

    public string EventsAndActivities(LogFacts log) => Say($"{N(log.Events)} 条记录，{N(log.Activities)} 个环节", $"{Of(log.Events, "event", "events")}, {Of(log.Activities, "activity", "activities")}");

    public string MedianTime => Say("用时中位数", "Median time");

    public string NinetyOfHundred(ThroughputFacts time) => Say($"九成不超过 {Long(time.P90Seconds)}", $"nine in ten within {Long(time.P90Seconds)}");

    public string HandsPerCase => Say("每件交接次数", "Handovers");

    public string HandsPerCaseNote => Say("经办人之间，平均", "per matter, between people");

    public string UnitsPerCase => Say("每件转办次数", "Changes of unit");

    public string UnitsPerCaseNote => Say("单位之间，平均", "per matter, between units");

    public string BounceCases => Say("有往返的事项", "Back and forth");

    public string BetweenPeople => Say("两名经办人之间", "of matters, between two people");

    public string BetweenUnits => Say("两个单位之间", "of matters, between two units");

    public string ReworkCases => Say("有重复办理的事项", "Done again");

    public string ReworkCasesNote => Say("至少一个环节出现两次", "of matters repeat an activity");

    public string Late => Say("超过时限", "Late");

    public string LateNote(DeadlineFacts deadline) => Say($"{N(deadline.Cases)} 件中的 {N(deadline.Late)} 件", $"{N(deadline.Late)} of {Of(deadline.Cases, "matter", "matters")}");

    // The process map.
    public string MapHeading => Say("流程图", "Process map");

    public string MapLead => Say(
        "方框是环节，框内是办理记录数和事项数；连线是前后两个环节之间的流转，从上往下读。线越粗，次数越多；颜色越深，等待越久。线上是次数和等待时间的中位数。",
        "Boxes are activities with their events and matters; lines are moves from one activity to the next, read from top to bottom. The wider a line, the more frequent; the darker, the longer the wait. On each line stand its count and the median wait.");

    public string MapScroll => Say("流程图，可左右滚动", "Process map, scrolls sideways");

    public string MapDesc(ProcessMapCore core) => Say(
        $"{core.Activities.Count} 个环节，{core.Edges.Count} 条连线。内容见图后的表格。",
        $"{Of(core.Activities.Count, "activity", "activities")}, {Of(core.Edges.Count, "line", "lines")}. The table after the picture says the same.");

    public string MapNote(ActivityFacts activity) => Say(
        $"{N(activity.Events)} 条 / {N(activity.Cases)} 件", $"{N(activity.Events)} in {Of(activity.Cases, "matter", "matters")}");

    public string MapShowsAll => Say("图中显示全部环节和流转。", "The picture shows every activity and every move.");

    public string MapLeavesOut(ProcessMapCore core, LogDiagnosis d)
    {
        var (activities, edges) = (d.Activities.Count - core.Activities.Count, d.Flow.Count - core.EdgesShown);
        var (events, moves) = (Figures.Share(core.EventsShown, d.Log.Events), Figures.Share(core.MovesShown, core.Moves));
        return Say(
            $"图中只画出最常见的部分：{N(core.Activities.Count)} 个环节、{N(core.EdgesShown)} 种流转，占全部记录的 {events}、全部流转次数的 {moves}。另有 {(activities == 0 ? "" : $"{N(activities)} 个环节、")}{N(edges)} 种流转未画出。",
            $"The picture shows the frequent core: {Of(core.Activities.Count, "activity", "activities")} and {Of(core.EdgesShown, "kind of move", "kinds of move")}, that is {events} of all events and {moves} of all moves. Left out: {(activities == 0 ? "" : Of(activities, "activity", "activities") + " and ")}{Of(edges, "kind of move", "kinds of move")}.");
    }

    public string MapPart(int part, int parts) => Say($"流程图，第 {part} 部分（共 {parts} 部分）", $"Process map, part {part} of {parts}");

    public string MapBreaksOff(int activities) => Say(
        $"从开始到结束的路径比一页能画的更长，图中是开头的 {N(activities)} 个环节。",
        $"The way from start to end is longer than a page can show; the picture has the first {Of(activities, "activity", "activities")} of it.");

    public string MapCaption => Say("图中的流转：次数与等待时间中位数", "Moves in the picture: count and median wait");

    public string Start => Say("开始", "Start");

    public string End => Say("结束", "End");

    public string From => Say("从", "From");

    public string To => Say("到", "To");

    public string Moves => Say("次数", "Count");

    public string MedianWait => Say("等待中位数", "Median wait");

    public string AtOnce => Say("即时", "at once");

    public string ItselfAgain => Say("本环节（再次）", "itself, again");

    public string Backwards => Say("逆向流转", "against the order of work");

    public string WaitingStep(int step) => step switch
    {
        0 => Say("等待不到 1 小时", "wait under an hour"),
        1 => Say("1 小时至 1 天", "an hour to a day"),
        2 => Say("1 至 7 天", "1 to 7 days"),
        3 => Say("7 至 30 天", "7 to 30 days"),
        _ => Say("30 天以上", "30 days or more"),
    };

    public string ActivitiesHeading => Say("环节一览", "Activities");

    public string ActivitiesCaption(int shown, int all) => shown == all
        ? Say("全部环节，按记录数排列", "Every activity, most frequent first")
        : Say($"最常见的 {N(shown)} 个环节（共 {N(all)} 个）", $"The {N(shown)} most frequent of {N(all)} activities");

    public string ActivitiesLeftOut(int activities, long events, long all) => Say(
        $"其余 {N(activities)} 个环节合计占记录的 {Figures.Share(events, all)}，见 JSON 输出（--json）。",
        $"The other {Of(activities, "activity makes", "activities make")} up {Figures.Share(events, all)} of events; the JSON output (--json) lists them.");

    public string Activity => Say("环节", "Activity");

    public string Events => Say("记录数", "Events");

    public string ShareOfEvents => Say("占记录", "Of events");

    public string ShareOfCases => Say("占事项", "Of matters");

    // Time.
    public string ThroughputHeading => Say("从首条到末条记录的用时", "Time from first to last event");

    public string ThroughputLead(ThroughputFacts time, int cases) =>
        Say("每一横条是用时落在该区间的事项数，时间由短到长向下排列。", "Each bar counts the matters that took so long; time grows down the page.")
        + (time.ZeroLengthCases == 0 ? "" : Say(
            $"其中 {N(time.ZeroLengthCases)} 件（{Figures.Share(time.ZeroLengthCases, cases)}）首末记录时间相同，用时计为零。",
            $" {Of(time.ZeroLengthCases, "matter", "matters")} ({Figures.Share(time.ZeroLengthCases, cases)}) {(time.ZeroLengthCases == 1 ? "begins and ends at the same moment and counts" : "begin and end at the same moment and count")} as zero."));

    public string ThroughputDesc(ThroughputFacts time) => Say(
        $"中位数 {Long(time.MedianSeconds)}，平均 {Long(time.MeanSeconds)}，九成不超过 {Long(time.P90Seconds)}，最长 {Long(time.MaxSeconds)}。",
        $"Median {Long(time.MedianSeconds)}, mean {Long(time.MeanSeconds)}, nine in ten within {Long(time.P90Seconds)}, longest {Long(time.MaxSeconds)}.");

    public string Bin(DurationBin bin) => bin switch
    {
        { ToSeconds: null } => Say($"{Long(bin.FromSeconds)}以上", $"{Long(bin.FromSeconds)} +"),
        { FromSeconds: 0, ToSeconds: { } to } => Say($"不到 {Long(to)}", $"< {Long(to)}"),
        { ToSeconds: { } to } => Say($"不到 {Long(to)}", $"< {Long(to)}"),
    };

    public string HowLong => Say("用时", "Time taken");

    public string Together => Say("累计", "Cumulative");

    public string Median => Say("中位数", "Median");

    public string Mean => Say("平均", "Mean");

    public string P90 => Say("九成以内", "9 in 10 within");

    public string Longest => Say("最长", "Longest");

    public string DeadlineHeading => Say("时限", "Deadlines");

    public string Deadlines => Say("结果", "Outcome");

    public string InTime => Say("时限内", "Within the deadline");

    public string NoDeadline => Say(
        "日志没有时限一列，看不出是否超期。可导出每件事项的办结期限，列名用“期限”或 deadline。",
        "The log has no deadline, so lateness cannot be seen. Export the date by which each matter was due, in a column named deadline or due.");

    public string Deadline(DeadlineFacts deadline, int cases)
    {
        var some = deadline.Cases == cases
            ? Say($"{N(cases)} 件事项均设有时限", cases == 1 ? "The matter has a deadline" : $"All {N(cases)} matters have a deadline")
            : Say($"{N(cases)} 件事项中 {N(deadline.Cases)} 件设有时限", $"{N(deadline.Cases)} of {N(cases)} matters {(deadline.Cases == 1 ? "has" : "have")} a deadline");
        if (deadline.Late == 0) return some + Say("，均未超期。", deadline.Cases == 1 ? "; it was not finished after it." : "; none was finished after it.");
        var late = Say(
            $"，其中 {N(deadline.Late)} 件（{Figures.Share(deadline.Late, deadline.Cases)}）的末条记录晚于时限",
            deadline.Cases == 1 ? "; its last event came after it" : $"; the last event of {N(deadline.Late)} ({Figures.Share(deadline.Late, deadline.Cases)}) came after it");
        return some + late + (deadline.MedianSecondsLate is { } by ? Say($"，超期中位数为 {Long(by)}。", deadline.Late == 1 ? $", by {Long(by)}." : $", half of them by {Long(by)} or more.") : Say("。", "."));
    }

    // Waiting and work.
    public string WorkHeading => Say("办理与等待", "Work and waiting");

    public string Work(WorkFacts work, LogFacts log) => Say(
        $"{N(work.Events)} 条记录（{Figures.Share(work.Events, log.Events)}）写明了开始时间。" + (work.WorkShare is { } zhShare ? $"从着手到末条记录的时间里，有人在办的占 {Figures.Share(zhShare, 1)}，其余是等待。" : ""),
        $"{Of(work.Events, "event says", "events say")} ({Figures.Share(work.Events, log.Events)}) when work began." + (work.WorkShare is { } share ? $" Of the time from first start to last event somebody worked on the matter {Figures.Share(share, 1)}; the rest was waiting." : ""));

    public string WaitingHeading => Say("为什么等", "What work waited for");

    public string Waiting(WaitingFacts waiting)
    {
        var all = waiting.Seconds;
        if (all.Total <= 0) return Say("前一环节一办完，后一环节就开始了，没有等待。", "Nothing waited: each step began when the one before it had ended.");
        var hours = waiting.HoursGiven ? Say("工作时间按给定的日历", "Working hours are those that were given") : Say("工作时间由日志推断", "Working hours are read off the log");
        return Say(
            $"前一环节办完之后，共等待 {Long(all.Total)}：等凑成一批占 {Part(all.Batching)}，经办人在办先到的事占 {Part(all.Contention)}，在办后到的事占 {Part(all.Prioritisation)}，经办人不在岗占 {Part(all.Unavailability)}，其余 {Part(all.Extraneous)} 的原因不在经办人手上（如等答复、等批准）。{hours}，连办 {N(waiting.LeastBatch)} 件以上算一批。",
            $"After the step before had ended, work waited {Long(all.Total)} in all: {Part(all.Batching)} until a batch was complete, {Part(all.Contention)} while whoever did it was busy with what had come earlier, {Part(all.Prioritisation)} with what had come later, {Part(all.Unavailability)} while they were off duty; the cause of the other {Part(all.Extraneous)} lies elsewhere, such as in an answer or an approval that did not come. {hours}; from {N(waiting.LeastBatch)} done in one go there is a batch.");

        string Part(double seconds) => Figures.Share(seconds, all.Total);
    }

    public string WaitingCaption(int shown, int all) => Say(
        shown < all ? $"等待最多的 {N(shown)} 种流转" : "各种流转的等待", shown < all ? $"The {N(shown)} moves with most waiting" : "Waiting by move");

    public string FromTo => Say("从 → 到", "From → to");

    public string Waited => Say("共等待（次数）", "Waited in all (times)");

    public string Causes => Say("在等什么", "For what");

    public string Batching => Say("等凑批", "For a batch");

    public string Contention => Say("先到的事", "Earlier work");

    public string Prioritisation => Say("后到的事", "Later work");

    public string Unavailability => Say("不在岗", "Off duty");

    public string Extraneous => Say("其他", "Elsewhere");

    public string ConformanceHeading => Say("与模型是否一致", "Does it follow the model");

    public string Conformance(ConformanceFacts conformance) => Say(
        $"与模型“{conformance.Model}”相比，{N(conformance.FittingCases)} 件（{Figures.Share(conformance.FittingCases, conformance.Cases)}）完全照模型办理；全部事项合计有 {N(conformance.AlignmentCost)} 处不一致，契合度 {Figures.Fraction(conformance.LogFitness)}（按令牌重放为 {Figures.Fraction(conformance.TokenReplayFitness)}）。"
            + (conformance.Aligned < conformance.Cases ? $"另有 {N(conformance.Cases - conformance.Aligned)} 件因模型允许的次序太多而未能比对，不在其中。" : ""),
        $"Beside the model \"{conformance.Model}\", {Of(conformance.FittingCases, "matter went", "matters went")} just as it says ({Figures.Share(conformance.FittingCases, conformance.Cases)}). Over all matters there are {Of(conformance.AlignmentCost, "deviation", "deviations")}; fitness {Figures.Fraction(conformance.LogFitness)} ({Figures.Fraction(conformance.TokenReplayFitness)} by token replay)."
            + (conformance.Aligned < conformance.Cases ? $" {Of(conformance.Cases - conformance.Aligned, "matter is", "matters are")} not in these figures: the model allows too many orders to compare them." : ""));

    public string NotAllowed => Say("做了而模型不允许", "Done where the model does not allow it");

    public string LeftOut => Say("模型要求而没有做", "Asked for by the model and not done");

    public string HowOften => Say("次数", "Times");

    public string MedianWork => Say("办理用时中位数", "Median work");

    public string LevelHeading => Say("层级之间的上报与下派", "Between levels");

    // Handovers.
    public string NoHandovers => Say(
        "日志没有经办人，也没有单位，看不出谁转给谁。请在导出时加上“经办人”和“单位”两列（resource 和 group）。",
        "The log names neither people nor units, so who hands to whom cannot be seen. Export two more columns: resource (who did it) and group (the unit).");

    public string NoGroups => Say("日志没有单位一列，看不出单位之间的转办。请导出“单位”一列（group）。", "The log names no units, so moves between units cannot be seen. Export a column group.");

    public string NoResources => Say("日志没有经办人一列，看不出经办人之间的交接和工作量分布。请导出“经办人”一列（resource）。", "The log names no people, so handovers between them and the spread of work cannot be seen. Export a column resource.");

    public string GroupHeading => Say("单位之间的转办", "Between units");

    public string PeopleHeading => Say("经办人之间的交接", "Between people");

    public string HandoverLead(MoveFacts moves, PingPongFacts? bounces, int cases, bool people)
    {
        if (moves.Total == 0)
        {
            return people ? Say("没有一件事项换过经办人。", "No matter passed from one person to another.") : Say("没有一件事项换过单位。", "No matter passed from one unit to another.");
        }

        var total = people
            ? Say($"共交接 {N(moves.Total)} 次", $"{Of(moves.Total, "handover", "handovers")} between people")
            : Say($"共转办 {N(moves.Total)} 次", $"{Of(moves.Total, "move", "moves")} between units");
        return total + Say(
            $"，涉及 {N(moves.Cases)} 件事项（{Figures.Share(moves.Cases, cases)}）。箭头由转出方指向接收方，越粗次数越多；圆点越大，办理记录越多。",
            $" in {Of(moves.Cases, "matter", "matters")} ({Figures.Share(moves.Cases, cases)}). Arrows point to the receiver, wider for more; larger dots have more events.")
            + (bounces is { Total: > 0 } ? Say("红色标出往返最多的两方。", " The pairs with most back and forth are red.") : "");
    }

    public string HandoverDesc(int parties, int arrows) => Say(
        $"{parties} 方，{arrows} 个箭头。内容见图后的表格。", $"{parties} parties, {Of(arrows, "arrow", "arrows")}. The table after the picture says the same.");

    public string HandoverArrow(string from, string to, int count, double wait) => Say(
        $"{ShownName.InSentence(from)} → {ShownName.InSentence(to)}：{N(count)} 次，等待中位数 {Long(wait)}",
        $"{ShownName.InSentence(from)} → {ShownName.InSentence(to)}: {Of(count, "time", "times")}, median wait {Long(wait)}");

    public string HandoverLeftOut(int parties, int allParties, int arrows, int pairs, long shown, long total, bool people) => Say(
        $"图中为往来最多的 {N(parties)} {(people ? "人" : "个单位")}（共 {N(allParties)} {(people ? "人" : "个")}）和其间最常见的 {N(arrows)} 种转移（共 {N(pairs)} 种），占全部次数的 {Figures.Share(shown, total)}，其余未画出。",
        $"Shown are the {N(parties)} {(people ? "people" : "units")} (of {N(allParties)}) who exchange most and the {(arrows == 1 ? "most frequent direction" : $"{N(arrows)} most frequent directions")} between them (of {N(pairs)}): {Figures.Share(shown, total)} of all. The rest is left out.");

    public string HandoverCaption(int rows, bool people) => people
        ? Say($"经办人之间最常见的 {rows} 种交接", rows == 1 ? "The handover in the picture, between people" : $"The {rows} most frequent handovers in the picture, between people")
        : Say($"单位之间最常见的 {rows} 种转办", rows == 1 ? "The move in the picture, between units" : $"The {rows} most frequent moves in the picture, between units");

    public string Handovers => Say("次数", "Count");

    public string HandoverPlain => Say("转出", "handed on");

    public string HandoverBounced => Say("往返最多的两方", "most back and forth");

    public string EventsOf(int events) => Say($"{N(events)} 条记录", Of(events, "event", "events"));

    public string PingPongGroupHeading => Say("单位之间的往返", "Back and forth between units");

    public string PingPongPeopleHeading => Say("经办人之间的往返", "Back and forth between people");

    public string PingPong(PingPongFacts bounces, int cases, bool people) => Say(
        $"事项由甲转到乙、又直接回到甲，共 {N(bounces.Total)} 次，涉及 {N(bounces.Cases)} 件（{Figures.Share(bounces.Cases, cases)}）。往返可能是正常的会商、复核，也可能说明{(people ? "分工" : "职责边界")}没有写清，需要结合规则判断。",
        $"{Of(bounces.Total, "time", "times")}, in {Of(bounces.Cases, "matter", "matters")} ({Figures.Share(bounces.Cases, cases)}), work went from one to another and straight back. That may be proper consultation or a second pair of eyes; it may also show that the rules leave open {(people ? "who does what" : "whose task it is")}. The rule has to be read to tell.");

    public string PingPongCaption(int rows) => Say($"往返最多的 {rows} 对", rows == 1 ? "The pair with most back and forth" : $"The {rows} pairs with most back and forth");

    public string Between => Say("甲方", "Between");

    public string And => Say("乙方", "and");

    public string TimesTitle => Say("往返次数", "Times");

    public string ShareOfBounces => Say("占全部往返", "Of all");

    // Rework.
    public string Rework(ReworkFacts rework, int cases) => rework.Cases == 0
        ? Say("没有一件事项重复办理过同一环节。", "No matter went through the same activity twice.")
        : Say(
            $"{N(rework.Cases)} 件事项（{Figures.Share(rework.Cases, cases)}）至少有一个环节办理了两次以上，涉及 {N(rework.Activities)} 个环节。重复可能源于材料退补、要求不清或系统重复登记，表中列出最常见的环节。",
            $"In {Of(rework.Cases, "matter", "matters")} ({Figures.Share(rework.Cases, cases)}) at least one activity was done twice or more; {Of(rework.Activities, "activity is", "activities are")} concerned. Papers sent back, requirements that are not clear, or double entry in a system may be behind it. The table lists the most frequent.");

    public string ReworkCaption => Say("重复最多的环节", "Activities most often done again");

    public string CasesWithRepeat => Say("重复的事项", "Matters with a repeat");

    public string ShareOfCasesWithIt => Say("占有该环节的事项", "Of matters that have it");

    public string ReworkLeftOut(int activities) => Say($"另有 {N(activities)} 个环节也有重复，见 JSON 输出（--json）。", $"{Of(activities, "more activity is", "more activities are")} repeated too; the JSON output (--json) lists them.");

    // Variants.
    public string VariantHeading => Say("最常见的办理路径", "The most frequent ways");

    public string VariantLead(VariantFacts variants, int cases) => Say(
        $"环节及其先后完全相同的事项算同一条路径，共 {N(variants.Count)} 条{SeenOnce(variants, cases)}。每个方块是一个环节，编号见图例。",
        $"Matters with the same activities in the same order take the same way: {Of(variants.Count, "way", "ways")} in all{SeenOnce(variants, cases)}. Each block is an activity; the legend has the numbers.");

    private string SeenOnce(VariantFacts variants, int cases) => variants switch
    {
        { Count: 1 } => "",
        { SeenOnce: 0 } => Say("，每条都不止出现一次", ", each taken more than once"),
        _ => Say(
            $"；{N(variants.SeenOnce)} 条只出现过一次（占事项的 {Figures.Share(variants.SeenOnce, cases)}）",
            $", {N(variants.SeenOnce)} of them taken only once ({Figures.Share(variants.SeenOnce, cases)} of matters)"),
    };

    /// <summary>The same for a terminal, leading to the list of the most frequent.</summary>
    public string Ways(VariantFacts variants) => variants switch
    {
        { Count: 1 } => Say("事项走的都是同一条路径：", "Every matter took the same way:"),
        { SeenOnce: 0 } => Say(
            $"事项走过 {N(variants.Count)} 条不同的路径，每条都不止出现一次。最常见的：", $"Matters took {N(variants.Count)} different ways, each more than once. The most frequent:"),
        _ => Say(
            $"事项走过 {N(variants.Count)} 条不同的路径，其中 {N(variants.SeenOnce)} 条只出现过一次。最常见的：",
            $"Matters took {N(variants.Count)} different ways, {N(variants.SeenOnce)} of them only once. The most frequent:"),
    };

    public string VariantTitle(int number, int cases) => Say($"路径 {number}：{N(cases)} 件", $"Way {number}: {Of(cases, "matter", "matters")}");

    public string VariantShares(int cases, long together, int all) => Say(
        $"{Figures.Share(cases, all)}，累计 {Figures.Share(together, all)}", $"{Figures.Share(cases, all)}, together {Figures.Share(together, all)}");

    public string VariantTime(double seconds) => Say($"中位数 {Long(seconds)}", $"median {Long(seconds)}");

    public string VariantDesc(int steps) => Say($"共 {N(steps)} 步，顺序见图后的表格。", $"{Of(steps, "step", "steps")}; the table after the picture lists them in order.");

    public string VariantColumn => Say("路径", "Way");

    public string Steps => Say("步骤", "Steps");

    public string AndMore(int steps) => Say($"，另有 {N(steps)} 步", $" and {Of(steps, "step", "steps")} more");

    // The week.
    public string WeekHeading => Say("星期与钟点", "Weekday and hour");

    public string WeekLead(long total, long weekend, long outside) => Say(
        $"格中是该时段的办理记录数，颜色越深越多，时间按日志原样。周末占 {Figures.Share(weekend, total)}，工作日 7 点前或 19 点后占 {Figures.Share(outside, total)}。",
        $"Each cell counts the events of that hour, darker for more, on the clock as the log writes it. {Figures.Share(weekend, total)} fall on weekends and {Figures.Share(outside, total)} on weekdays before 7:00 or after 19:00.");

    public string Weekday(int day) => Zh
        ? "周" + "一二三四五六日"[day]
        : day switch { 0 => "Monday", 1 => "Tuesday", 2 => "Wednesday", 3 => "Thursday", 4 => "Friday", 5 => "Saturday", _ => "Sunday" };

    public string WeekdayShort(int day) => Zh ? Weekday(day) : Weekday(day)[..3];

    public string HourTitle => Say("钟点", "Hour");

    public string Hour(int hour) => Say($"{hour} 时", $"{hour:00}:00");

    public string WeekCell(int day, int hour, int events) => Say($"{Weekday(day)} {Hour(hour)}：{N(events)} 条记录", $"{Weekday(day)} {Hour(hour)}: {Of(events, "event", "events")}");

    // Concentration.
    public string ConcentrationHeading => Say("工作量在多少人手里", "In how many hands the work lies");

    public string ConcentrationLead(int busiest, int people, long events, long total) => people == 1
        ? Say("全部有署名的记录都在一名经办人名下。", "All events that name somebody name the same person.")
        : Say(
            $"记录最多的 {N(busiest)} 人（共 {N(people)} 人）承担了 {Figures.Share(events, total)} 的办理记录。曲线越弯，分布越不均；虚线表示人人相同。这反映任务如何分派和登记，不反映谁更勤勉。",
            $"The busiest {(busiest == 1 ? "" : N(busiest) + " ")}of {N(people)} people {(busiest == 1 ? "carries" : "carry")} {Figures.Share(events, total)} of the events. The deeper the curve sags, the more uneven; the dashed line is what equal shares would give. It shows how tasks are assigned and recorded, not who works harder.");

    public string LorenzAxis => Say("人数占比（记录少者在前）", "people, fewest events first");

    public string LorenzCaption => Say("记录最多的若干经办人合计承担的份额", "What the busiest people carry together");

    public string PeopleShare => Say("范围", "Range");

    public string People => Say("人数", "People");

    public string BusiestShare(int percent) => percent == 100 ? Say("全部", "Everyone") : Say($"前 {percent}%", $"Busiest {percent}%");

    public string MeasuresSummary => Say("集中度指标", "Measures of concentration");

    public string Measure => Say("指标", "Measure");

    public string Value => Say("数值", "Value");

    public string Meaning => Say("含义", "What it means");

    public string HhiMeaning(double hhi) => Say(
        $"赫芬达尔指数：相当于工作量平均分给 {Figures.Short(hhi > 0 ? 1 / hhi : 0)} 人。", $"Herfindahl–Hirschman index: as if {(Figures.Short(hhi > 0 ? 1 / hhi : 0) is "1" ? "one person did all the work" : $"the work were shared equally by {Figures.Short(hhi > 0 ? 1 / hhi : 0)} people")}.");

    public string GiniMeaning => Say("基尼系数：0 为完全均等，接近 1 为集中于一人。", "0 is an equal share for everyone, near 1 everything with one person.");

    public string TheilMeaning => Say("泰尔指数：0 为完全均等，可分解为单位之间和单位之内两部分。", "0 is an equal share for everyone; it splits into a part between units and a part within them.");

    public string TheilBetween => Say("泰尔：单位之间", "Theil, between units");

    public string TheilBetweenMeaning(double between, double all) => Say($"不均等中的 {Figures.Share(between, all)} 来自单位之间的差别。", $"{Figures.Share(between, all)} of the unevenness lies between units.");

    public string TheilWithin => Say("泰尔：单位之内", "Theil, within units");

    public string TheilWithinMeaning => Say("其余来自同一单位内部的差别。", "The rest lies between people of the same unit.");

    // Closing.
    public string NoQualityNotes => Say("未发现影响解读的数据问题。", "Nothing was found in the data that would change how the figures are read.");

    public string QualityLead => Say("读数之前请先看这些数据问题；标“留意”的会影响部分数字。", "Read these before the figures; those marked “caution” touch some of them.");

    public string Caution => Say("留意", "Caution");

    public string Note => Say("说明", "Note");

    public string Touches(long count, long outOf) => outOf <= 0
        ? Say($"共 {N(count)} 处。", $"{Of(count, "place", "places")}.")
        : Say($"{N(outOf)} 中的 {N(count)}（{Figures.Share(count, outOf)}）。", $"{N(count)} of {N(outOf)} ({Figures.Share(count, outOf)}).");

    public string Remedy(string remedy) => Say("处理办法：" + remedy, "Remedy: " + remedy);

    public string AnswerLead => Say("诊断结构问题要靠数据。下面列出现有日志能回答和不能回答的问题；不能回答的，写明还需导出什么。", "Questions about structure need data. These are the ones this log can answer and those it cannot, with what to export for the rest.");

    public string Yes => Say("能回答", "can answer");

    public string No => Say("不能回答", "cannot answer");

    public string Export(string export) => Say("还需导出：" + export, "To export: " + export);

    public string MethodSummary => Say("统计口径", "Definitions");

    public string[] Methods(LogFacts log) => Zh
        ?
        [
            "事项内的记录按时间排序，时间相同的按文件中的先后。流转指同一事项中前后相邻的两条记录；等待是两者时间之差，" + (log.HasStarts ? "日志虽写明开始时间，也照此计算，因此其中包含后一环节本身的办理时间；办理与等待各占多少，日志足以区分的见“办理与等待”。" : "因日志没有开始时间，其中也包含后一环节本身的办理时间。"),
            log.ClockAsWritten ? "时间按日志所写的当地钟点比较。" : "日志含有多个时区，时间换算为协调世界时后比较。",
            "用时是事项末条记录减首条记录。九成以内是第 90 百分位数，按线性插值。",
            "转办、交接：前后相邻且都写明单位（经办人）的两条记录，单位（经办人）不同即计一次。往返：略去未写明者、合并连续相同者之后，甲、乙、甲相连即计一次。",
            "重复办理：同一环节在一件事项中出现两次以上。集中度以有署名的记录数计算。",
            "流程图只画最常见的环节，并保证每个环节都能从开始到达、并能到达结束；分层画法依次为去环、分层、减少交叉、定位（Sugiyama 等 1981；Gansner 等 1993；Brandes 与 Köpf 2001）。",
        ]
        :
        [
            "Events of a matter are ordered by time; the order of the file breaks ties. A move is a pair of neighbouring events of one matter; the wait is the time between them, which includes the work of the second, " + (log.HasStarts ? "also where the log says when that began: the wait always runs from the one recorded time to the other. “Work and waiting” tells the two apart as far as the log allows." : "because the log has no start times."),
            log.ClockAsWritten ? "Times are compared on the clock as the log writes it." : "The log mixes time zones, so times are compared in universal time.",
            "Time taken is the last event of a matter less its first. Nine in ten within is the 90th percentile, by linear interpolation.",
            "A handover is a pair of neighbouring events that both name a person (a unit), and not the same. Back and forth is A, B, A after leaving out events that name nobody and merging runs of the same.",
            "An activity is done again when it occurs at least twice in a matter. Concentration counts events that name somebody.",
            "The process map keeps the most frequent activities such that each can be reached from the start and reaches an end. It is drawn in layers: cycles opened, layers chosen, crossings reduced, places assigned (Sugiyama et al. 1981; Gansner et al. 1993; Brandes and Köpf 2001).",
        ];

    public string ColumnsCaption => Say("各列的用途", "Which column was taken for what");

    public string Role => Say("用作", "Taken as");

    public string ColumnInFile => Say("文件中的列", "Column in the file");

    public string RoleName(string role) => role switch
    {
        "case" => Say("事项", "matter"),
        "activity" => Say("环节", "activity"),
        "resource" => Say("经办人", "person"),
        "group" => Say("单位", "unit"),
        "level" => Say("层级", "level"),
        "time" => Say("时间", "time"),
        "start" => Say("开始时间", "start"),
        "deadline" => Say("时限", "deadline"),
        _ => role,
    };
}
