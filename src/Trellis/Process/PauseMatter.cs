using Trellis.Process.Clocks;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Process;

/// <summary>The work cannot go on for a reason that the structure lists. The age runs on, and the time is booked on who is waited for.</summary>
/// <param name="On">A unit, or the requester.</param>
public sealed record PauseMatter(MatterId Matter, string Reason, Bearer On, PersonalText? Said = null) : IAct
{
    public const string Name = "pause-matter";

    public string Word => Name;
}

/// <param name="StopsPromise">Whether the reason has a basis to stop the promise.</param>
/// <param name="Limit">When the time allowed for pauses is used up; null without one.</param>
public sealed record MatterPaused(MatterId Matter, string Reason, bool StopsPromise, Bearer On, DateTimeOffset? Limit, PersonalText? Said, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "matter-paused/1";

    public string Wire => Name;
}

/// <summary>It goes on.</summary>
/// <param name="Job">The job, where the time allowed was used up; null where somebody resumed it.</param>
public sealed record ResumeMatter(MatterId Matter, string? Job = null) : IAct
{
    public const string Name = "resume-matter";

    public string Word => Name;
}

/// <summary>A step has another limit.</summary>
public sealed record MovedDue(string Key, DateTimeOffset Due);

/// <param name="Dues">Limits of steps, where the pause stopped them.</param>
public sealed record MatterResumed(MatterId Matter, FixedList<MovedDue> Dues, string? Job, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "matter-resumed/1";

    public string Wire => Name;
}

public static class PausingMatters
{
    /// <summary>By the holder or who has a step; for a listed reason; as often and as long as the structure says.</summary>
    public static Outcome Decide(Matter matter, PauseMatter act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances, whilePaused: false) is { } no) return no;
        if (!HasAPart(matter, circumstances)) return Named.Holder(matter);
        if (BeforeAnAct.RulesOf(matter, circumstances)?.Pause is not { } limit) return Named.NotProvided("pause", matter.Type);
        if (limit.Reasons.FirstOrDefault(one => one.Id == act.Reason) is not { } reason) return Named.PauseReason(act.Reason, limit.Reasons);
        if (act.On.Unit is { } unit && circumstances.Today.Unit(unit.Text) is null) return Named.Unit(unit.Text);
        if (limit.AtMost is { } most && matter.Pauses.Count >= most) return Named.TooOften(ProcessRefusals.PausedTooOften, most);
        if (matter.Pauses.Count > 0 && circumstances.When < matter.Pauses[^1].Until) return ProcessRefusals.HappenedBeforeItBegan;
        DateTimeOffset? until = null;
        if (limit.Total is { } total)
        {
            if (EndOf(total, matter, circumstances) is not { } end) return ProcessRefusals.PauseUsedUp;
            until = end;
        }

        return Outcome.Accept(new MatterPaused(matter.Id, reason.Id, reason.StopsPromise.Count > 0, act.On, until, act.Said, circumstances.When));
    }

    /// <summary>By the same, by the one who was waited for, or by time.</summary>
    public static Outcome Decide(Matter matter, ResumeMatter act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (matter.RunningPause is not { } pause) return ProcessRefusals.MatterIsNotPaused;
        if (circumstances.When < pause.From) return ProcessRefusals.HappenedBeforeItBegan;
        if (circumstances.By is Actor.TheSystem)
        {
            if (act.Job is { } job && matter.Fired.Contains(job)) return ProcessRefusals.JobDoneAlready;
            if (pause.Limit is not { } limit || circumstances.When < limit) return ProcessRefusals.NotDueYet;
        }
        else if (!HasAPart(matter, circumstances) && !BeforeAnAct.IsRequester(matter, circumstances.By) && circumstances.By.Unit != pause.On.Unit) return Named.Holder(matter);

        return Outcome.Accept(new MatterResumed(matter.Id, pause.StopsPromise ? [.. Dues(matter, pause, circumstances)] : [], act.Job, circumstances.When));
    }

    private static bool HasAPart(Matter matter, Circumstances circumstances) =>
        circumstances.By.Unit is { } unit && (unit == matter.HeldBy || matter.Open.Exists(open => open.Performer?.Post?.Unit == unit));

    private static IEnumerable<MovedDue> Dues(Matter matter, Pause pause, Circumstances circumstances)
    {
        foreach (var open in matter.Open)
        {
            if (open.Due is not { } due || open.Kind != PointKind.Step || due <= pause.From || AdvancingFlows.StepAt(matter, circumstances, open.Key) is not { } reached || AdvancingFlows.LimitOf(matter, circumstances, reached) is not { } limit) continue;
            var later = circumstances.Times.Later(due, pause.From < open.DueFrom ? open.DueFrom : pause.From, circumstances.When, limit, Timetable.CalendarOf(circumstances.Today, open.Performer?.Post));
            if (later > due) yield return new MovedDue(open.Key, later);
        }
    }

    /// <summary>When the time allowed is used up, after what earlier pauses took of it, each in the measure of the limit; null where nothing is left.</summary>
    private static DateTimeOffset? EndOf(TimeLimit total, Matter matter, Circumstances circumstances)
    {
        var times = circumstances.Times;
        var now = circumstances.When;
        var before = matter.Pauses.Where(static pause => pause.Until is not null).Select(static pause => (pause.From, Until: pause.Until!.Value)).ToList();
        switch (total.Unit)
        {
            case TimeUnit.WorkingDays:
                var days = total.Amount - before.Sum(pause => times.Calendar(null, pause.From).WorkingDays(times.DayOf(pause.From), times.DayOf(pause.Until)));
                return days < 1 ? null : times.Due(now, new TimeLimit(days, TimeUnit.WorkingDays));
            case TimeUnit.WorkingHours:
                var open = TimeSpan.FromHours(total.Amount) - new TimeSpan(before.Sum(pause => times.OpenTime(pause.From, pause.Until).Ticks));
                return open <= TimeSpan.Zero ? null : times.WhenOpenFor(now, open);
            default:
                var end = times.Due(now, total) - new TimeSpan(before.Sum(static pause => (pause.Until - pause.From).Ticks));
                return end <= now ? null : end;
        }
    }
}

/// <summary>Who has a step needs something of another unit, or of the requester: a power, data, a resource, an answer. From here the wait is theirs.</summary>
/// <param name="Of">A unit, or the requester.</param>
/// <param name="Item">The power, item or resource by its id, where it has one.</param>
public sealed record AskUnit(MatterId Matter, string Key, Bearer Of, WaitReason For, string? Item, PersonalText? Said = null) : IAct
{
    public const string Name = "ask-unit";

    public string Word => Name;
}

public sealed record UnitAsked(MatterId Matter, string Key, UnitId By, Bearer Of, WaitReason For, string? Item, PersonalText? Said, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "unit-asked/1";

    public string Wire => Name;
}

/// <summary>Who was asked answers.</summary>
/// <param name="IsOurs">False says that it was not theirs to give; the time is then booked on who asked.</param>
public sealed record AnswerUnit(MatterId Matter, string Key, bool IsOurs, FixedList<GivenItem> Given, PersonalText? Said = null) : IAct
{
    public const string Name = "answer-unit";

    public string Word => Name;
}

public sealed record UnitAnswered(MatterId Matter, string Key, Bearer From, bool IsOurs, FixedList<string> Given, PersonalText? Said, FixedList<PersonalValue> Values, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "unit-answered/1";

    public string Wire => Name;
}

public static class AskingUnits
{
    public static Outcome Decide(Matter matter, AskUnit act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances, whilePaused: false) is { } no) return no;
        if (matter.OpenAt(act.Key) is not { Kind: PointKind.Step } open) return Named.StepNotOpen(matter, act.Key);
        if (circumstances.By.Unit is not { } by || !BeforeAnAct.IsPerformer(matter, open, circumstances.By)) return Named.StepForAnother(open);
        if (circumstances.When < open.Given) return ProcessRefusals.HappenedBeforeItBegan;
        if (open.Asked is { } before) return Named.AlreadyAsked(before);
        if (act.Of.Unit is { } unit && circumstances.Today.Unit(unit.Text) is null) return Named.Unit(unit.Text);
        if (act.Of.Unit == by) return ProcessRefusals.AlreadyThere;
        if (act.For is not (WaitReason.Power or WaitReason.Data or WaitReason.Resource or WaitReason.Answer)) return ProcessRefusals.NoSuchReason;
        return Outcome.Accept(new UnitAsked(matter.Id, act.Key, by, act.Of, act.For, act.Item, act.Said, circumstances.When));
    }

    public static Outcome Decide(Matter matter, AnswerUnit act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (matter.OpenAt(act.Key) is not { Asked: { } asked }) return Named.NotAsked(null);
        if (asked.Bearer.Unit is { } unit ? circumstances.By.Unit != unit : !BeforeAnAct.IsRequester(matter, circumstances.By)) return Named.NotAsked(asked.Bearer);
        if (circumstances.When < asked.At) return ProcessRefusals.HappenedBeforeItBegan;
        var answered = new UnitAnswered(matter.Id, act.Key, asked.Bearer, act.IsOurs, [.. act.Given.Select(static one => one.Fact)], act.Said, [.. act.Given.Select(static one => one.ToPersonal())], circumstances.When);
        return AdvancingFlows.AcceptGiven(matter, circumstances, act.Given, answered);
    }
}
