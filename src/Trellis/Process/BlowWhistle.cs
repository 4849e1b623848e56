using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Process;

/// <summary>A grassroots post calls departments together. They come, each within its time, and stay until it is done.</summary>
/// <param name="Key">The step that cannot go on without them; null where none waits.</param>
/// <param name="Posts">Those called, of the list in the structure; empty calls all.</param>
public sealed record BlowWhistle(MatterId Matter, string? Key, FixedList<string> Posts, PersonalText? Reason = null) : IAct
{
    public const string Name = "blow-whistle";

    public string Word => Name;
}

/// <summary>A department that is called, and until when it must be there.</summary>
public sealed record CalledPost(PostAt Post, DateTimeOffset? Due);

/// <param name="Absent">Posts of the list that exist nowhere near; that they are missing is a finding.</param>
public sealed record WhistleBlown(MatterId Matter, int Number, PostAt By, string? Key, FixedList<CalledPost> Calls, FixedList<string> Absent, PersonalText? Reason, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "whistle-blown/1";

    public string Wire => Name;
}

/// <summary>A called department is there. It says so itself, or who called does.</summary>
public sealed record AttendWhistle(MatterId Matter, int Number, UnitId Unit) : IAct
{
    public const string Name = "attend-whistle";

    public string Word => Name;
}

/// <param name="InTime">Whether it came within its time.</param>
public sealed record WhistleAttended(MatterId Matter, int Number, UnitId Unit, bool InTime, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "whistle-attended/1";

    public string Wire => Name;
}

/// <summary>A department that came says what it did, or that it did nothing.</summary>
public sealed record ReportAtWhistle(MatterId Matter, int Number, UnitId Unit, bool Acted, PersonalText What) : IAct
{
    public const string Name = "report-at-whistle";

    public string Word => Name;
}

public sealed record WhistleReported(MatterId Matter, int Number, UnitId Unit, bool Acted, PersonalText? What, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "whistle-reported/1";

    public string Wire => Name;
}

/// <summary>The time of a called department is over, and it is not there. A job.</summary>
public sealed record MissCall(MatterId Matter, int Number, UnitId Unit, string Job) : IAct
{
    public const string Name = "miss-call";

    public string Word => Name;
}

public sealed record CallMissed(MatterId Matter, int Number, UnitId Unit, string Job, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "call-missed/1";

    public string Wire => Name;
}

/// <summary>Whoever the structure names says whether it is settled.</summary>
public sealed record JudgeWhistle(MatterId Matter, int Number, WhistleVerdict Verdict, PersonalText? Reason = null) : IAct
{
    public const string Name = "judge-whistle";

    public string Word => Name;
}

/// <summary>What became of one call.</summary>
public sealed record CallEnd(UnitId Unit, WhistleEnd End);

public sealed record WhistleJudged(MatterId Matter, int Number, WhistleVerdict Verdict, FixedList<CallEnd> Ends, PersonalText? Reason, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "whistle-judged/1";

    public string Wire => Name;
}

public static class BlowingWhistles
{
    /// <summary>By the post that the structure names, where its unit serves the place; one call at a time.</summary>
    public static Outcome Decide(Matter matter, BlowWhistle act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (BeforeAnAct.RulesOf(matter, circumstances)?.Whistle is not { } rule) return Named.NotProvided("whistle", matter.Type);
        if (circumstances.By is not Actor.Officer { Seat: var seat } || !Is(seat, rule.By, matter.Place, circumstances)) return Named.WhistleFor(rule.By);
        if (matter.RunningWhistle is not null) return ProcessRefusals.WhistleIsOpen;
        if (act.Key is { } key && matter.OpenAt(key) is null) return Named.StepNotOpen(matter, key);
        if (act.Posts.Where(post => !rule.Calls.Any(call => call.Post.Post == post)).ToList() is { Count: > 0 } unknown) return Named.CallList(unknown, rule.Calls.Select(static call => call.Post.Post));

        var calls = new List<CalledPost>();
        var absent = new List<string>();
        foreach (var call in rule.Calls)
        {
            if (!act.Posts.IsEmpty && !act.Posts.Contains(call.Post.Post)) continue;
            if (FindingPerformers.Nearest(matter, call.Post, circumstances) is not { } post) absent.Add(call.Post.Post);
            else calls.Add(new CalledPost(post, call.Within is { } within ? circumstances.Times.Due(circumstances.When, within, Clocks.Timetable.CalendarOf(circumstances.Today, post)) : null));
        }

        if (calls.Count == 0) return Named.NobodyToCall(absent);
        return Outcome.Accept(new WhistleBlown(matter.Id, matter.Whistles.Count + 1, seat, act.Key, [.. calls], [.. absent], act.Reason, circumstances.When));
    }

    public static Outcome Decide(Matter matter, AttendWhistle act, Circumstances circumstances)
    {
        if (Asked(matter, act.Number, act.Unit, circumstances, out var whistle, out var call) is { } no) return no;
        if (call.Came is not null) return ProcessRefusals.CameAlready;
        if (circumstances.When < whistle.At) return ProcessRefusals.HappenedBeforeItBegan;
        return Outcome.Accept(new WhistleAttended(matter.Id, act.Number, act.Unit, call.Due is not { } due || circumstances.When <= due, circumstances.When));
    }

    public static Outcome Decide(Matter matter, ReportAtWhistle act, Circumstances circumstances)
    {
        if (Asked(matter, act.Number, act.Unit, circumstances, out _, out var call) is { } no) return no;
        if (call.Came is not { } came) return ProcessRefusals.NotComeYet;
        if (call.Reported is not null) return ProcessRefusals.ReportedAlready;
        if (circumstances.When < came) return ProcessRefusals.HappenedBeforeItBegan;
        return Outcome.Accept(new WhistleReported(matter.Id, act.Number, act.Unit, act.Acted, act.What, circumstances.When));
    }

    public static Outcome Decide(Matter matter, MissCall act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (matter.Fired.Contains(act.Job)) return ProcessRefusals.JobDoneAlready;
        if (matter.RunningWhistle is not { } whistle || whistle.Number != act.Number) return ProcessRefusals.NoSuchCall;
        if (whistle.Calls.Find(one => one.Called.Unit == act.Unit) is not { } call) return Named.NotCalled(whistle.Calls);
        if (call.Came is not null) return ProcessRefusals.CameAlready;
        if (call.Due is not { } due || circumstances.When <= due) return ProcessRefusals.NotDueYet;
        return Outcome.Accept(new CallMissed(matter.Id, act.Number, act.Unit, act.Job, circumstances.When));
    }

    /// <summary>When every department has reported or missed its time. Nobody came, came and did nothing, did without effect, did with effect: four ends, told apart.</summary>
    public static Outcome Decide(Matter matter, JudgeWhistle act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (matter.Whistles.Find(one => one.Number == act.Number) is not { } whistle) return ProcessRefusals.NoSuchCall;
        if (whistle.Verdict is not null) return ProcessRefusals.JudgedAlready;
        if (BeforeAnAct.RulesOf(matter, circumstances)?.Whistle is not { } rule) return Named.NotProvided("whistle", matter.Type);
        var judge = rule.JudgedBy;
        var may = judge.Post == "requester" && judge.At is null ? BeforeAnAct.IsRequester(matter, circumstances.By)
            : circumstances.By is Actor.Officer { Seat: var seat } ? Is(seat, judge, matter.Place, circumstances) && !whistle.Calls.Exists(call => call.Called.Unit == seat.Unit)
            : matter.Roles.Exists(role => role.Role == judge.Post && role.Row.Key == circumstances.By.PersonOrNone?.Text);
        if (!may) return Named.Judge(judge);
        if (circumstances.By.PersonOrNone is { } person && ((circumstances.By is Actor.Resident && BeforeAnAct.HasWorkedOn(matter, person)) || whistle.Calls.Exists(call => circumstances.SitsIn(person, call.Called.Unit)))) return ProcessRefusals.NotIndependent;
        if (whistle.Calls.Where(call => call.Reported is null && !(call.Came is null && (call.Missed is not null || call.Due < circumstances.When))).ToList() is { Count: > 0 } running) return Named.CallsStillRun(running);
        return Outcome.Accept(new WhistleJudged(matter.Id, act.Number, act.Verdict, [.. whistle.Calls.Select(call => new CallEnd(call.Called.Unit, call.EndUnder(act.Verdict)))], act.Reason, circumstances.When));
    }

    private static Refusal? Asked(Matter matter, int number, UnitId unit, Circumstances circumstances, out WhistleBlow whistle, out WhistleCallState call)
    {
        (whistle, call) = (null!, null!);
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (matter.Whistles.Find(one => one.Number == number) is not { } blown) return ProcessRefusals.NoSuchCall;
        if (blown.Verdict is not null) return ProcessRefusals.JudgedAlready;
        if (blown.Calls.Find(one => one.Called.Unit == unit) is not { } called) return Named.NotCalled(blown.Calls);
        if (circumstances.By.Unit != unit && circumstances.By.Unit != blown.By.Unit) return Named.NotCalled(blown.Calls);
        (whistle, call) = (blown, called);
        return null;
    }

    /// <summary>Whether a seat is the post that a rule names, at this place.</summary>
    internal static bool Is(PostAt seat, PostName named, UnitId? place, Circumstances circumstances)
    {
        if (seat.Post != named.Post || circumstances.Today.Unit(seat.Unit.Text) is not { } unit) return false;
        if (named.At is { } at) return circumstances.Today.IsIn(unit, at);
        return place is not { } known || circumstances.Today.Place(known.Text) is not { } ground || unit.Contains(ground);
    }
}
