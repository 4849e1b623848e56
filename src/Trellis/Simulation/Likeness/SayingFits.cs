using System.Globalization;

namespace Trellis.Simulation.Likeness;

/// <summary>Says of each part of a fit what it rests on, how well it is known, and what was assumed where the log does not tell.</summary>
internal static class SayingFits
{
    /// <param name="model">The fit.</param>
    /// <param name="mereDays">Events whose time is a day without an hour.</param>
    /// <param name="spells">As many times of work were seen.</param>
    /// <param name="openEnds">Events so near the end of the log that what followed is not known.</param>
    public static IReadOnlyList<FittedPart> Say(WorkModel model, int mereDays, int spells, int openEnds) =>
        [Arrivals(model), Flow(model, openEnds), Waits(model), Service(model, spells), Hours(model, mereDays), People(model), Batches(model), AtOnce(model)];

    private static FittedPart Arrivals(WorkModel model)
    {
        var (cases, days) = (model.Log.Cases, model.Arrivals.Days);
        var grade = cases >= 100 && days >= 56 ? FitGrade.Fitted : cases >= 20 && days >= 14 ? FitGrade.Rough : FitGrade.Assumed;
        var uneven = Math.Sqrt(model.Arrivals.Unevenness);
        var closed = model.Hours.Off.Count;
        return new FittedPart("arrivals", grade, new Text(
            $"{N(cases)} 件事项在 {N(days)} 天内到达；水平随时间缓慢变化，按星期和钟点分布，每日的水平另有 {Share(uneven)} 的起伏（变异系数）。{(closed > 0 ? $"有 {N(closed)} 个平日整天没有任何记录，视为放假。" : "没有看出放假的日子。")}日志之后按每天 {One(model.Arrivals.Later)} 件推算（一半看最近 13 周，一半看全部）。{(days < 14 ? "不足两周，看不出星期之间的差别：没有出现过的日子按平均计。" : "")}",
            $"{N(cases)} {(cases == 1 ? "matter arrives" : "matters arrive")} in {Days(days)}. Their level moves slowly, days of the week and times of day differ as in the log, and the level of a day varies by {Share(uneven)} beyond chance (coefficient of variation). {(closed > 0 ? $"On {N(closed)} weekdays that are usually busy nothing happened at all; they are taken for days off." : "No days off were seen.")} After the log {One(model.Arrivals.Later)} a day are foretold, half by its last 13 weeks and half by all of it.{(days < 14 ? " Less than two weeks do not tell the days of the week apart: those that never came are taken for middling ones." : "")}"));
    }

    private static FittedPart Flow(WorkModel model, int openEnds)
    {
        var depth = model.Flow.MeanDepth;
        var grade = model.Log.Events - openEnds >= 1000 && depth >= 2 ? FitGrade.Fitted : model.Log.Events - openEnds >= 50 && depth >= 1 ? FitGrade.Rough : FitGrade.Assumed;
        return new FittedPart("flow", grade, new Text(
            $"{N(model.Log.Activities.Count)} 个环节。下一步由此前最多若干个环节推出，平均看 {One(depth)} 个，共 {N(model.Flow.Contexts)} 种情形。两件并行办理的事按先后次序看待。{(openEnds > 0 ? $"日志末尾的 {N(openEnds)} 条记录之后会发生什么还不知道，没有计入。" : "")}",
            $"{N(model.Log.Activities.Count)} activities. What follows is told from what came before, {One(depth)} events back in the mean, in {N(model.Flow.Contexts)} situations. What runs in parallel is taken as one thing after the other, in the orders that the log holds.{(openEnds > 0 ? $" What comes after {N(openEnds)} {(openEnds == 1 ? "event" : "events")} near the end of the log is not known yet; {(openEnds == 1 ? "it was" : "they were")} left out." : "")}"));
    }

    private static FittedPart Waits(WorkModel model)
    {
        var (seen, thin) = (model.Delays.Seen, model.Delays.Thin);
        var grade = seen >= 500 && thin * 5 <= seen ? FitGrade.Fitted : seen >= 30 ? FitGrade.Rough : FitGrade.Assumed;
        return new FittedPart("waits", grade, new Text(
            $"{N(seen)} 次等待，分属 {N(model.Delays.Pairs)} 对前后环节；每次取自事项历时相近的约 40 次。{(thin > 0 ? $"其中 {N(thin)} 次（{Share(thin, seen)}）所属的环节对太少见，合在一起取用。" : "")}同一事项各次等待的快慢有 {Share(model.Pace * model.Pace)} 相同（组内相关）。",
            $"{N(seen)} waits between {N(model.Delays.Pairs)} pairs of activities, each drawn from about 40 of matters of the same age.{(thin > 0 ? $" {N(thin)} of them ({Share(thin, seen)}) lie between activities that meet too seldom, and are taken together." : "")} The waits of one matter are alike to {Share(model.Pace * model.Pace)} (intraclass correlation)."));
    }

    private static FittedPart Service(WorkModel model, int spells)
    {
        var (activities, events) = (0, 0);
        var known = new bool[model.Service.Length];
        for (var activity = 0; activity < known.Length; activity++)
        {
            if (model.Service[activity].Length == 0) continue;
            known[activity] = true;
            activities++;
        }

        foreach (var activity in model.Log.Activity) if (known[activity]) events++;
        if (model.Log.Begins.Length > 0)
        {
            return new FittedPart("service", events * 10 >= model.Log.Events * 9 ? FitGrade.Fitted : FitGrade.Rough, new Text(
                $"日志写明了 {N(spells)} 条记录何时开始，办理用时由此得出，覆盖 {Share(events, model.Log.Events)} 的记录；其余视为不占时间。",
                $"The log says of {N(spells)} events when work on them began; what work takes is read from these, for {Share(events, model.Log.Events)} of all events. The others are taken to need no time of their own."));
        }

        if (activities == 0)
        {
            return new FittedPart("service", FitGrade.Assumed, new Text(
                "日志只写了结束时间，也没有足够多的记录能看出办理本身要多久：视为不占时间，全部时间都算作等待。没有人会因为忙而让别人等。",
                "The log writes only when things ended, and holds too little to tell how long work itself takes. Work is assumed to need no time, and all time to be waiting: nobody waits because somebody is busy."));
        }

        return new FittedPart("service", FitGrade.Rough, new Text(
            $"日志只写了结束时间。同一人同一天接连办完的两件中，第二件若早已在等，办理它的时间不会超过两次结束之间：取 {N(spells)} 段这样的时间中较短的一半，得出 {N(activities)} 个环节的办理用时（占 {Share(events, model.Log.Events)} 的记录）；其余环节视为不占时间。{(model.Shortened < 1 ? $"照此有人要做的比上班时间的九成还多，各次用时一律缩短到 {Share(model.Shortened)}。" : "")}忙碌程度因此多半估得偏低。",
            $"The log writes only when things ended. Of two things that one person ends on one day, the second, if it lay ready, took no longer than from one end to the other: of {N(spells)} such spells the shorter half gives what work takes for {N(activities)} activities ({Share(events, model.Log.Events)} of events). The others are taken to need no time of their own.{(model.Shortened < 1 ? $" Somebody would have had to work more than nine tenths of their hours, so all times were shortened to {Share(model.Shortened)}." : "")} How busy people are is thus more likely too low than too high."));
    }

    private static FittedPart Hours(WorkModel model, int mereDays)
    {
        var mere = mereDays > 0 ? new Text($"有 {Share(mereDays, model.Log.Events)} 的时间只写了日期，看不出钟点；到这些环节的等待按工作日整天计。", $" {Share(mereDays, model.Log.Events)} of times are days without an hour; waits that end with one are counted in whole working days.") : new Text("", "");
        if (!model.Hours.Known)
        {
            return new FittedPart("hours", FitGrade.Assumed, new Text(
                $"记录太少，看不出上班时间：视为任何钟点都可办理。{mere.Zh}", $"Too few events tell an hour: people are assumed to work at any hour.{mere.En}"));
        }

        double on = 0;
        for (var hour = 0; hour < WeekClock.Hours; hour++) on += model.Hours.Everybody.Weight(hour);
        return new FittedPart("hours", model.Hours.OwnHours > 0 ? FitGrade.Fitted : FitGrade.Rough, new Text(
            $"每周上班 {N((long)on)} 小时：容纳 97% 记录所需的最少钟点。{N(model.Log.Resources.Count)} 人中有 {N(model.Hours.OwnHours)} 人有自己的上班时间，其余照全体的算。休假和病假看不出来。{mere.Zh}",
            $"{N((long)on)} hours of the week are on duty: the fewest that hold 97% of what is done. {N(model.Hours.OwnHours)} of {N(model.Log.Resources.Count)} people have hours of their own, the others keep those of all. Leave and illness are not told.{mere.En}"));
    }

    private static FittedPart People(WorkModel model)
    {
        var held = 0;
        foreach (var resource in model.Log.Resource) if (resource >= 0) held++;
        if (held == 0)
        {
            return new FittedPart("people", FitGrade.Assumed, new Text(
                "日志没有写由谁办理：没有人手，也就没有排队；全部时间都是等待。增减人手的影响无法模拟。",
                "The log does not say who did what: there are no hands and no queues, and all time is waiting. What more or fewer people would change cannot be simulated."));
        }

        var load = FittingWork.HeaviestLoad(model.Log, model.Hours, model.Service, model.AtOnce);
        var grade = held * 10 >= model.Log.Events * 9 ? FitGrade.Fitted : FitGrade.Rough;
        return new FittedPart("people", grade, new Text(
            $"{Share(held, model.Log.Events)} 的记录写明了由谁办理。由谁办理取自时间相近的记录；不在岗或正忙的让给另外几人中有空的；每人先到先办（日志看不出优先次序）。{(load > 0 ? $"最忙的人办理时间占上班时间的 {Share(load)}。" : "")}{(load >= 0.95 ? "这样的队列会越排越长，等待不可信。" : "")}",
            $"{Share(held, model.Log.Events)} of events say who did them. Who does what is taken from events near in time; whoever is away or busy is passed over for somebody else who does it and is free; each works first come, first served (the log does not tell priorities).{(load > 0 ? $" The busiest person works {Share(load)} of their hours." : "")}{(load >= 0.95 ? " Such a queue grows and grows; its waits are not to be believed." : "")}"));
    }

    private static FittedPart Batches(WorkModel model)
    {
        if (model.Batches.Shares.Count == 0)
        {
            return new FittedPart("batches", FitGrade.Fitted, new Text(
                "没有看出哪个环节是攒到一起再办的（一半以上的记录、每批三件以上、一分钟内接连结束）。",
                "No activity is seen to be gathered and done in one go (most of its events, three or more at once, ended within a minute of each other)."));
        }

        var names = string.Join(", ", model.Batches.Shares.Take(5).Select(pair => $"{Excerpt.Of(model.Log.Activities[pair.Key], 60)} ({Share(pair.Value)})"));
        return new FittedPart("batches", FitGrade.Fitted, new Text(
            $"有 {N(model.Batches.Shares.Count)} 个环节是攒到一起再办的：{names}。够数了或等够了就办，数目和等待取自日志中的批次。",
            $"{N(model.Batches.Shares.Count)} {(model.Batches.Shares.Count == 1 ? "activity is" : "activities are")} gathered and done in one go: {names}. A batch begins when it is as large, or its first has waited as long, as one of the log."));
    }

    private static FittedPart AtOnce(WorkModel model)
    {
        if (model.Log.Begins.Length == 0)
        {
            return new FittedPart("at-once", FitGrade.Assumed, new Text(
                "不知道何时开始，就看不出一人是否同时办几件：视为一次一件。",
                "Without beginnings nothing tells whether one person does several things at once: one at a time is assumed."));
        }

        var several = model.AtOnce.Count(static count => count > 1);
        return new FittedPart("at-once", FitGrade.Fitted, new Text(
            several == 0 ? "每人一次办一件。" : $"有 {N(several)} 人同时办几件，最多 {N(model.AtOnce.Max())} 件。",
            several == 0 ? "Everybody does one thing at a time." : $"{N(several)} {(several == 1 ? "person does" : "people do")} several things at once, {N(model.AtOnce.Max())} at most."));
    }

    private static string Days(int days) => days == 1 ? "one day" : $"{N(days)} days";

    private static string N(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    private static string One(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Share(double share) => share is > 0 and < 0.005 ? "<1%" : Math.Round(share * 100, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture) + "%";

    private static string Share(long part, long whole) => Share(whole == 0 ? 0 : (double)part / whole);
}
