using Trellis.Simulation.Likeness;

namespace Trellis.Simulation.Reports;

/// <summary>A log beside its simulation as one page: how alike they are, what the likeness rests on, and what it is worth on time that it has not seen. Nobody is named.</summary>
public static class LikePage
{
    private const int MostActivities = 5;

    public static void Write(LikeLog like, Language language, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(like);
        var zh = language == Language.Chinese;
        var page = new PageForms(to);
        var log = like.Fit.Log;
        var source = TextWidth.Shorten(ShownName.Of(log.Source), 60);
        string Say(string chinese, string english) => zh ? chinese : english;
        var again = like.Seen.Count > 0;

        page.OpenPage(zh ? "zh-Hans" : "en", $"{Say("模拟报告", "Simulation report")}: {source}");
        page.Page.Put($"<header class=\"top\">\n<p class=\"kind\">{Say("模拟报告", "Simulation report")}</p>\n<h1>{source}</h1>\n");
        page.Page.Put($"<p class=\"period\">{Say($"模拟 {LikeTexts.Day(like.Period.From)} 至 {LikeTexts.Day(like.Period.To - 1)} · 种子 {like.Seed} · {like.Runs} 次运行", $"Simulated {LikeTexts.Day(like.Period.From)} to {LikeTexts.Day(like.Period.To - 1)} · seed {like.Seed} · {(like.Runs == 1 ? "one run" : $"{like.Runs} runs")}")}</p>\n<div class=\"seal\"></div>\n");
        page.Page.Put($"<p class=\"found\">{Found(like, zh)}</p>\n");
        page.Page.Literal("<dl class=\"key\">");
        var (hours, simulated) = (CycleTimes(log), CycleTimes(like.Simulated));
        Key(Say("日志中的事项", "Matters in the log"), Figures.Count(log.Cases), Say($"{Figures.Count(log.Events)} 条记录", $"{Figures.Count(log.Events)} events"));
        Key(Say("模拟的事项", "Simulated matters"), Figures.Count(like.Simulated.Cases), Say($"{Figures.Count(like.Simulated.Events)} 条记录", $"{Figures.Count(like.Simulated.Events)} events"));
        if (hours.Count > 0) Key(Say("日志：半数不超过", "Log: half take at most"), Durations.Say(hours[hours.Count / 2], language), Say("从首条到末条记录", "from first to last event"));
        if (simulated.Count > 0) Key(Say("模拟：半数不超过", "Simulation: half take at most"), Durations.Say(simulated[simulated.Count / 2], language), Say("从首条到末条记录", "from first to last event"));
        page.Page.Literal("</dl>\n</header>\n<main>\n");

        var names = new SideNames(new Text("日志", "Log"), new Text("模拟", "Simulation"));
        (string Title, Action Write)[] sections =
        [
            (Say("用时是否相像", "How long it takes, in both"), () => Times(page, like, names, language)),
            .. again ? [(Say("随时间的变化", "As time goes on"), () => Courses(page, like, names, language))] : Array.Empty<(string, Action)>(),
            (Say("依据和假定", "What it rests on"), () => Parts(page, like.Fit.Parts, language)),
            (Say("在没有见过的时间上检验", "Judged on time it has not seen"), () => HeldOut(page, like, language)),
            (Say("计算方法", "How it was done"), () => Methods(page, zh)),
        ];
        page.Sections(language, sections);
        page.Page.Put($"</main>\n<footer><p>{Say("本页由 Trellis 模拟得出。模拟中的事项和办理都没有发生过，不说明任何人的表现。", "Simulated by Trellis. None of the simulated matters or acts took place, and none says anything of any person.")}</p></footer>\n</body>\n</html>\n");

        void Key(string name, string figure, string note) => page.Page.Put($"<div><dt>{name}</dt><dd>{figure}<small>{note}</small></dd></div>\n");
    }

    private static string Found(LikeLog like, bool zh)
    {
        var assumed = like.Fit.Parts.Count(static part => part.Grade == FitGrade.Assumed);
        var (parts, of) = (zh
            ? assumed == 0 ? "各部分都能从日志中得出。" : $"八个部分中有 {assumed} 个日志没有说明，只能假定。"
            : assumed == 0 ? "Every part could be read off the log. " : $"Of {like.Fit.Parts.Count} parts {assumed} could not be read off the log and {(assumed == 1 ? "was" : "were")} assumed. ", like.HeldOut);
        if (of is null) return parts + (zh ? "日志太短，它像不像今后的工作无从检验。" : "The log is too short to judge how like it is to the time to come.");
        var nearer = of.Respects.Count(static one => one.Gain is { IsApart: true, Mean: > 0 });
        var farther = of.Respects.Count(static one => one.Gain is { IsApart: true, Mean: < 0 });
        return parts + (zh
            ? $"只看前一半来预测后一半，在 {of.Respects.Count} 个方面中，模拟有 {nearer} 个比照抄旧事项更接近，有 {farther} 个不如它，其余不分上下。"
            : $"Told only the first half and asked for the second, the simulation is nearer than mere copies of old matters in {nearer} of {of.Respects.Count} respects, farther in {farther}, and no different in the others.");
    }

    private static void Times(PageForms page, LikeLog like, SideNames names, Language language)
    {
        var zh = language == Language.Chinese;
        var log = like.Fit.Log;
        SidePictures.Strips(
            page, zh ? "整件事项" : "Whole matters", zh ? "从首条到末条记录；横轴越往右一格代表的时间越长，三角标出中间的一件。" : "From first to last event. Each bar to the right stands for a longer stretch of time; the triangle marks the middle matter.",
            [new TwoSpreads(new Text("全部事项", "All matters"), CycleTimes(log), CycleTimes(like.Simulated))], names, language);

        // The activities before which most time passes in the log, all matters together.
        var waits = Waits(log);
        var simulated = Waits(like.Simulated);
        var most = Enumerable.Range(0, waits.Length).Where(activity => waits[activity].Count > 0).OrderByDescending(activity => waits[activity].Sum()).ThenBy(static activity => activity).Take(MostActivities);
        SidePictures.Strips(
            page, zh ? "各环节之前" : "Before single activities", zh ? "从前一条记录到这一条；列出日志中合计用时最多的环节。" : "From the event before to this one, for the activities on which most time is spent in the log.",
            [.. most.Select(activity => new TwoSpreads(Named(log.Activities[activity]), waits[activity], simulated[activity]))], names, language);

        static Text Named(string activity) => new(ShownName.InSentence(activity), ShownName.InSentence(activity));
    }

    private static void Courses(PageForms page, LikeLog like, SideNames names, Language language)
    {
        var zh = language == Language.Chinese;
        var first = like.Period.From / DayLength;
        var days = (int)(((like.Period.To - 1) / DayLength) - first) + 1;
        var step = days > 120 ? 7 : 1;
        var from = DateOnly.FromDayNumber((int)first);
        var (open, openSimulated) = (Open(like.Fit.Log), Open(like.Simulated));
        SidePictures.Courses(page, new TwoCourses(new Text("在办事项", "Matters under way"), from, step, open, openSimulated), zh ? "每日结束时已到达而尚未有末条记录的事项。" : "At the end of a day, matters that have arrived and whose last event is still to come.", names, language);
        SidePictures.Courses(page, new TwoCourses(new Text(step == 7 ? "每周到达" : "每日到达", step == 7 ? "Arrivals in a week" : "Arrivals in a day"), from, step, Arrived(like.Fit.Log), Arrived(like.Simulated)), zh ? "新到的事项。" : "New matters.", names, language);

        double[] Arrived(RecordedWork work)
        {
            var steps = new double[Math.Max(1, days / step)];
            for (var number = 0; number < work.Cases; number++)
                if ((int)((work.Arrival(number) / DayLength) - first) / step is var at && at >= 0 && at < steps.Length) steps[at]++;
            return steps;
        }

        double[] Open(RecordedWork work)
        {
            var changes = new double[days + 1];
            for (var number = 0; number < work.Cases; number++)
            {
                changes[Math.Clamp((int)((work.Arrival(number) / DayLength) - first), 0, days)]++;
                changes[Math.Clamp((int)((work.Closing(number) / DayLength) - first), 0, days)]--;
            }

            var steps = new double[Math.Max(1, days / step)];
            double now = 0;
            for (var day = 0; day < days; day++)
            {
                now += changes[day];
                if (day % step == step - 1 || day == 0) steps[Math.Min(day / step, steps.Length - 1)] = now;
            }

            return steps;
        }
    }

    private static void Parts(PageForms page, IReadOnlyList<FittedPart> parts, Language language)
    {
        page.Page.Literal("<ul class=\"notes\">\n");
        foreach (var part in parts)
            page.Page.Put($"<li><p><span class=\"mark {(part.Grade == FitGrade.Assumed ? "warn" : part.Grade == FitGrade.Fitted ? "yes" : "no")}\">{LikeTexts.Grade(part.Grade).In(language)}</span><strong>{LikeTexts.Part(part.Part).In(language)}</strong></p><p>{part.Says.In(language)}</p></li>\n");
        page.Page.Literal("</ul>\n");
    }

    private static void HeldOut(PageForms page, LikeLog like, Language language)
    {
        var zh = language == Language.Chinese;
        if (like.HeldOut is { } judged)
        {
            page.Paragraph(zh
                ? $"只用 {LikeTexts.Day(judged.Cut)} 以前的 {Figures.Count(judged.FittedCases)} 件事项拟合，再与此后的 {Figures.Count(judged.HeldOutCases)} 件相比。距离越小越像。重抽样是把旧事项整件照抄，不懂上班时间、人手和排队：它更近的地方，模拟没有带来什么。"
                : $"Fitted only on the {Figures.Count(judged.FittedCases)} matters before {LikeTexts.Day(judged.Cut)}, then held beside the {Figures.Count(judged.HeldOutCases)} after. Nearer is more alike. The resampling copies old matters whole and knows no hours, people or queues: where it is nearer, the simulation adds nothing.");
            Table(page, zh ? "与后一半的距离（* 为更近的一方）" : "Distance from the second half (* is nearer)", judged.Respects, language);
            if (judged.BesideWhole.Count > 0)
            {
                page.Paragraph(zh
                    ? $"分界把当时没办完的事项截断了，重抽样照抄的是截断的样子。下表只照抄 {Figures.Count(judged.WholeCases)} 件开始得早、分界前多半已办完的事项。"
                    : $"The cut ends matters that were open then, and the resampling copies them as they were cut. Here it copies only {Figures.Count(judged.WholeCases)} that began so early that the cut hides hardly anything of them.");
                Table(page, zh ? "与后一半的距离，重抽样只取办完的事项（* 为更近的一方）" : "Distance from the second half, resampling whole matters alone (* is nearer)", judged.BesideWhole, language);
            }
        }
        else page.Quiet(zh ? "日志太短，不能分成两半。" : "The log is too short to be cut in two.");

        if (like.Seen.Count == 0) return;
        page.Heading(zh ? "与拟合所用的日志相比" : "Beside the log that it was fitted to");
        page.Quiet(zh ? "这里两者都已见过答案，只说明拟合得是否细致。" : "Both have seen the answer here; it says only how closely the fit follows it.");
        Table(page, zh ? "与日志本身的距离（* 为更近的一方）" : "Distance from the log itself (* is nearer)", like.Seen, language);
    }

    private static void Table(PageForms page, string caption, IReadOnlyList<Judged> respects, Language language)
    {
        var zh = language == Language.Chinese;
        page.PlainTable(caption, (zh ? "方面" : "Respect", false), (zh ? "日志均值" : "Log mean", true), (zh ? "模拟" : "Simulated", true), (zh ? "重抽样" : "Resampled", true));
        foreach (var one in respects)
        {
            var (simulated, resampled) = !one.Gain.IsApart ? ("", "") : one.Gain.Mean > 0 ? (" *", "") : ("", " *");
            page.Row(LikeTexts.Of(one.Respect).In(language), one.Observed is { } mean ? LikeTexts.Figure(mean) : "–", LikeTexts.Figure(one.Simulated) + simulated, LikeTexts.Figure(one.Resampled) + resampled);
        }

        page.ClosePlainTable();
    }

    private static void Methods(PageForms page, bool zh)
    {
        page.Paragraph(zh
            ? "事项按日到达，走过的环节由此前的环节推出；两个环节之间先有一段与人手无关的等待（等居民、等期限、等回复），再排队等办理的人，在其上班时间内办理。各次运行只有种子不同；± 为 95% 置信区间（Student t）。"
            : "Matters arrive day by day; what follows is told from what came before. Between two activities lies first a wait that has nothing to do with hands (for the resident, a date, an answer), then the queue of whoever acts, within their hours. Runs differ in their seed alone; ± is the 95% interval of the mean (Student's t).");
        page.Paragraph(zh
            ? "除流转外，距离都是 1-Wasserstein 距离：把一个分布变成另一个，平均要移动多远，单位写在各行。流转一行是接连三个环节的占比之差的一半。只在成对差值的区间不含零时才标出更近的一方。"
            : "All distances but that of the flow are 1-Wasserstein: how far one distribution has to be moved, in the mean, to become the other, in the unit of the row. The flow is half the sum of the differences of shares of three activities in a row. Which is nearer is marked only where the interval of the paired difference does not hold zero.");
    }

    private const long DayLength = 86_400_000;

    /// <summary>Seconds, from the shortest to the longest.</summary>
    private static List<double> CycleTimes(RecordedWork work)
    {
        var times = new List<double>(work.Cases);
        for (var number = 0; number < work.Cases; number++) times.Add((work.Closing(number) - work.Arrival(number)) / 1000.0);
        times.Sort();
        return times;
    }

    private static List<double>[] Waits(RecordedWork work)
    {
        var waits = new List<double>[work.Activities.Count];
        for (var activity = 0; activity < waits.Length; activity++) waits[activity] = [];
        for (var number = 0; number < work.Cases; number++)
            for (var at = work.CaseStarts[number] + 1; at < work.CaseStarts[number + 1]; at++) waits[work.Activity[at]].Add((work.Ends[at] - work.Ends[at - 1]) / 1000.0);
        foreach (var own in waits) own.Sort();
        return waits;
    }
}
