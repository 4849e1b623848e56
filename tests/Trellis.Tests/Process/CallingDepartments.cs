using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Xunit;

namespace Trellis.Tests.Process;

public sealed class CallingDepartments
{
    private const string Flow = "- check: {id: look, by: village-clerk, within: 2 working days, result: solved}\n- confirm: {by: requester}";

    private const string More = """
        acts:
          whistle: {by: village-head, calls: {works-head: 30 minutes, safety-officer: 1 working hour}, until: {zh: 完, en: Done}, judged-by: requester}
        overdue: [{at: 100 %, tell: township-leader@liuhe}]
        """;

    private static readonly Actor Head = ARun.Officer("village-head@zhongliu");
    private static readonly UnitId WorksOffice = new("works-office");
    private static readonly UnitId Liuhe = new("liuhe");

    [Fact]
    public void Departments_have_a_clock_each_and_the_step_waits_for_them_and_not_for_who_called()
    {
        var run = Called();

        Assert.Equal([("works-head@works-office", 30.0), ("safety-officer@liuhe", 60.0)], run.Matter.RunningWhistle!.Calls.Select(call => (call.Called.ToString(), (call.Due!.Value - run.Now).TotalMinutes)));
        Assert.Equal((Bearer.Of(WorksOffice), WaitReason.Whistle), (run.Matter.OpenAt("look")!.Wait.On, run.Matter.OpenAt("look")!.Wait.For));
    }

    [Fact]
    public void Nobody_came_came_and_did_nothing_did_without_effect_and_with_effect_are_four_things()
    {
        var run = Called();
        run.Later(TimeSpan.FromMinutes(10)).Do(Attend(run, WorksOffice)).Do(Report(run, WorksOffice, acted: false));
        ARun.Refused(ProcessRefusals.CallsStillRun, Judge(run, WhistleVerdict.WithoutEffect));
        run.Later(TimeSpan.FromHours(2));
        foreach (var job in Jobs.Due(run.Matter, run.As(Actor.System)).Where(static job => job.Act is MissCall)) run.Do(Jobs.Decide(run.Matter, job, run.As(Actor.System)));
        run.Do(Judge(run, WhistleVerdict.WithoutEffect));
        Assert.Equal([WhistleEnd.CameAndDidNothing, WhistleEnd.NobodyCame], run.Events.OfType<WhistleJudged>().Single().Ends.Select(static one => one.End));

        foreach (var (verdict, end) in new[] { (WhistleVerdict.WithoutEffect, WhistleEnd.DidWithoutEffect), (WhistleVerdict.Settled, WhistleEnd.DidWithEffect) })
        {
            var other = Called("works-head");
            other.Do(Attend(other, WorksOffice)).Do(Report(other, WorksOffice, acted: true)).Do(Judge(other, verdict));
            Assert.Equal([end], other.Events.OfType<WhistleJudged>().Single().Ends.Select(static one => one.End));
        }
    }

    [Fact]
    public void Who_comes_late_came_and_the_missed_time_stays_missed()
    {
        var run = Called("works-head").Later(TimeSpan.FromMinutes(40));
        run.Do(Jobs.Decide(run.Matter, Assert.Single(Jobs.Due(run.Matter, run.As(Actor.System)), static job => job.Act is MissCall), run.As(Actor.System)));
        run.Do(Attend(run, WorksOffice));

        Assert.False(run.Events.OfType<WhistleAttended>().Single().InTime);
        Assert.NotNull(run.Matter.Whistles[0].Calls[0].Missed);
        Assert.NotNull(run.Matter.Whistles[0].Calls[0].Came);
    }

    [Fact]
    public void A_call_without_effect_goes_up()
    {
        var run = Called("works-head");
        run.Do(Attend(run, WorksOffice)).Do(Report(run, WorksOffice, acted: true)).Do(Judge(run, WhistleVerdict.WithoutEffect));

        var escalate = Assert.IsType<EscalateMatter>(Assert.Single(Reactions.After(run.Events[^1])));
        run.Do((matter, at) => RemindingUnits.Decide(matter, escalate, at), Actor.System);
        Assert.Equal("township-leader@liuhe", run.Events.OfType<MatterEscalated>().Single().To?.ToString());
    }

    [Fact]
    public void Who_did_a_step_or_sits_in_a_called_department_does_not_judge_as_a_resident_either()
    {
        var run = Called("works-head");
        run.Do(Attend(run, WorksOffice)).Do(Report(run, WorksOffice, acted: true));
        var act = new JudgeWhistle(run.Matter.Id, 1, WhistleVerdict.Settled);
        ARun.Refused(ProcessRefusals.NotIndependent, BlowingWhistles.Decide(run.Matter, act, run.As(ARun.Resident) with { SitsIn = static (person, unit) => person == ARun.Wang && unit == WorksOffice }));
        Assert.IsType<Outcome.Accepted>(BlowingWhistles.Decide(run.Matter, act, run.As(ARun.Resident) with { SitsIn = static (person, unit) => person == ARun.Wang && unit == Liuhe }));
        ARun.Refused(ProcessRefusals.NotIndependent, BlowingWhistles.Decide(run.Matter with { Earlier = [new EarlierPerformer("look", ARun.Wang, new UnitId("zhongliu"))] }, act, run.As(ARun.Resident)));
        Assert.IsType<Outcome.Accepted>(BlowingWhistles.Decide(run.Matter with { Earlier = [new EarlierPerformer("confirm", ARun.Wang, null)] }, act, run.As(ARun.Resident)));
    }

    [Fact]
    public void Only_the_named_post_calls_only_those_on_the_list_and_one_call_at_a_time()
    {
        var run = ARun.Of(Flow, More).Filed();

        ARun.Refused(ProcessRefusals.WhistleForAnotherPost, run.Try((matter, at) => BlowingWhistles.Decide(matter, new BlowWhistle(matter.Id, null, []), at), ARun.Officer("village-head@shangliu")));
        ARun.Refused(ProcessRefusals.WhistleForAnotherPost, run.Try((matter, at) => BlowingWhistles.Decide(matter, new BlowWhistle(matter.Id, null, []), at), ARun.Officer("village-clerk@zhongliu")));
        ARun.Refused(ProcessRefusals.NotOnTheCallList, run.Try((matter, at) => BlowingWhistles.Decide(matter, new BlowWhistle(matter.Id, null, ["mediator"]), at), Head));
        ARun.Refused(ProcessRefusals.WhistleIsOpen, Called().Try((matter, at) => BlowingWhistles.Decide(matter, new BlowWhistle(matter.Id, null, []), at), Head));
        ARun.Refused(ProcessRefusals.ActNotProvided, ARun.Of(Flow).Filed().Try((matter, at) => BlowingWhistles.Decide(matter, new BlowWhistle(matter.Id, null, []), at), Head));
    }

    [Fact]
    public void Reports_come_after_arrivals_and_the_judge_is_whom_the_structure_names()
    {
        var run = Called("works-head");

        ARun.Refused(ProcessRefusals.NotComeYet, Report(run, WorksOffice, acted: true));
        ARun.Refused(ProcessRefusals.NotCalled, Attend(run, Liuhe));
        run.Do(Attend(run, WorksOffice));
        ARun.Refused(ProcessRefusals.CameAlready, Attend(run, WorksOffice));
        run.Do(Report(run, WorksOffice, acted: true));
        ARun.Refused(ProcessRefusals.ReportedAlready, Report(run, WorksOffice, acted: false));
        ARun.Refused(ProcessRefusals.NotTheJudge, run.Try((matter, at) => BlowingWhistles.Decide(matter, new JudgeWhistle(matter.Id, 1, WhistleVerdict.Settled), at), Head));
        run.Do(Judge(run, WhistleVerdict.Settled));
        ARun.Refused(ProcessRefusals.JudgedAlready, Judge(run, WhistleVerdict.Settled));
        ARun.Refused(ProcessRefusals.NoSuchCall, run.Try((matter, at) => BlowingWhistles.Decide(matter, new JudgeWhistle(matter.Id, 7, WhistleVerdict.Settled), at), ARun.Resident));
    }

    private static ARun Called(params string[] posts) =>
        ARun.Of(Flow, More).Filed().Do((matter, at) => BlowingWhistles.Decide(matter, new BlowWhistle(matter.Id, "look", [.. posts]), at), Head);

    private static Outcome Attend(ARun run, UnitId unit) => run.Try((matter, at) => BlowingWhistles.Decide(matter, new AttendWhistle(matter.Id, 1, unit), at), Head);

    private static Outcome Report(ARun run, UnitId unit, bool acted) => run.Try((matter, at) => BlowingWhistles.Decide(matter, new ReportAtWhistle(matter.Id, 1, unit, acted, new PersonalText("what")), at), Head);

    private static Outcome Judge(ARun run, WhistleVerdict verdict) => run.Try((matter, at) => BlowingWhistles.Decide(matter, new JudgeWhistle(matter.Id, 1, verdict), at), ARun.Resident);
}
