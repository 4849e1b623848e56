using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Process;

public sealed class PassingMattersOn
{
    private const string Flow = """
        - receive: {by: service-clerk, within: 2 working hours}
        - check: {id: look, by: village-clerk, within: 2 working days}
        - decide: {id: approval, power: approve-repair, within: 1 working day, outcomes: {approve: solved, refuse: refused}}
        - confirm: {by: requester, within: 5 working days}
        """;

    private static readonly Actor Holder = ARun.Officer("service-lead@liuhe");
    private static readonly Actor Works = ARun.Officer("works-clerk@works-office");

    [Fact]
    public void A_matter_goes_back_to_the_unit_that_handed_it_over_with_the_duty_cited_and_the_right_holder_named()
    {
        var run = Received().Do((matter, at) => HandingOverMatters.Decide(matter, new HandOverMatter(matter.Id, null, new UnitId("works-office")), at), Holder);
        Assert.Equal("works-office", run.Matter.HeldBy.Text);

        ARun.Refused(ProcessRefusals.NoSuchDuty, Return(run, "no-such-duty", "zhongliu"));
        ARun.Refused(ProcessRefusals.NotTheBearer, Return(run, "neighbour-disputes", "works-office"));
        ARun.Refused(ProcessRefusals.NotTheBearer, Return(run, "safety-walks", "shangliu")); // a village bears it, but not for this place
        run.Do(Return(run, "safety-walks", "zhongliu"));
        Assert.Equal("liuhe", run.Matter.HeldBy.Text);
        Assert.Equal((1, 1), (run.Matter.HandOvers, run.Matter.Returns));
    }

    [Fact]
    public void The_unit_of_first_contact_may_not_return_a_matter()
    {
        ARun.Refused(ProcessRefusals.FirstContactMayNotReturn, Received().Try((matter, at) => ReturningMatters.Decide(matter, new ReturnMatter(matter.Id, null, new DutyId("safety-walks"), new UnitId("zhongliu")), at), Holder));
        ARun.Refused(ProcessRefusals.FirstContactMayNotReturn, ARun.Of(Flow).Filed().Try((matter, at) => ReturningMatters.Decide(matter, new ReturnMatter(matter.Id, "receive", new DutyId("safety-walks"), new UnitId("zhongliu")), at), ARun.Officer("service-clerk@liuhe")));
    }

    [Fact]
    public void A_matter_is_returned_once_and_soon()
    {
        var run = Received().Do((matter, at) => HandingOverMatters.Decide(matter, new HandOverMatter(matter.Id, null, new UnitId("works-office")), at), Holder);
        ARun.Refused(ProcessRefusals.TooLate, run.Later(TimeSpan.FromHours(8)).Try((matter, at) => ReturningMatters.Decide(matter, new ReturnMatter(matter.Id, null, new DutyId("safety-walks"), new UnitId("zhongliu")), at), Works));
        run.Now -= TimeSpan.FromHours(8);
        run.Do(Return(run, "safety-walks", "zhongliu")).Do((matter, at) => HandingOverMatters.Decide(matter, new HandOverMatter(matter.Id, null, new UnitId("works-office")), at), Holder);
        ARun.Refused(ProcessRefusals.ReturnedTooOften, Return(run, "safety-walks", "zhongliu"));
    }

    [Fact]
    public void A_step_goes_back_to_the_holder_and_keeps_its_clock()
    {
        var run = Received();
        var due = run.Matter.OpenAt("look")!.Due;
        run.Later(TimeSpan.FromMinutes(20)).Do((matter, at) => ReturningMatters.Decide(matter, new ReturnMatter(matter.Id, "look", new DutyId("small-repairs"), new UnitId("works-office")), at), ARun.Officer("village-clerk@zhongliu"));

        var open = run.Matter.OpenAt("look")!;
        Assert.Equal(("@liuhe", due), (open.Performer.ToString(), open.Due));
        Assert.Equal([("zhongliu", 20.0)], run.Matter.Waits.Where(static wait => wait.Lane == "look").Select(static wait => (wait.On.ToString(), wait.Length.TotalMinutes)));
    }

    [Fact]
    public void A_unit_refuses_what_is_not_on_its_list_and_the_time_is_the_givers()
    {
        var run = Received().Do((matter, at) => HandingOverMatters.Decide(matter, new HandOverMatter(matter.Id, "look", new UnitId("liuhe"), "safety-officer"), at), ARun.Officer("village-clerk@zhongliu"));
        ARun.Refused(ProcessRefusals.TaskIsOnTheList, run.Try((matter, at) => RefusingTasks.Decide(matter, new RefuseTask(matter.Id, "look"), at), ARun.Officer("safety-officer@liuhe")));

        // The works office has no part in aid to households.
        var aid = ARun.Of("- check: {id: look, by: works-clerk, duty: temporary-aid, within: 2 working days}\n- confirm: {by: requester}").Filed();
        var filed = aid.Now;
        aid.Later(TimeSpan.FromHours(5)).Do((matter, at) => RefusingTasks.Decide(matter, new RefuseTask(matter.Id, "look"), at), Works);
        Assert.Equal((Bearer.Of(new UnitId("liuhe")), filed), (aid.Matter.OpenAt("look")!.Wait.On, aid.Matter.OpenAt("look")!.Wait.From));
        Assert.DoesNotContain(aid.Matter.Waits, static wait => wait.On.Unit?.Text == "works-office");
        AlwaysHolds.Of(aid);
    }

    [Fact]
    public void A_decision_beyond_somebody_goes_to_the_next_wider_holder_of_its_power()
    {
        var run = ARun.OfTownship().Filed("small-repair").Perform("receive").Perform("look", given: [new GivenItem("matter.repair-cost", Value.Of(new Quantity(500, Measure.Yuan)))]);
        Assert.Equal("service-lead@liuhe", run.Matter.OpenAt("approval")!.Performer.ToString());
        run.Do((matter, at) => ReferringUp.Decide(matter, new ReferUp(matter.Id, "approval"), at), Holder);
        Assert.Equal("works-head@works-office", run.Matter.OpenAt("approval")!.Performer.ToString());
        ARun.Refused(ProcessRefusals.ReferredTooOften, run.Try((matter, at) => ReferringUp.Decide(matter, new ReferUp(matter.Id, "approval"), at), Works));
        Assert.Equal(new PowerNeeded("approve-repair", "small-repair", "approval", new UnitId("zhongliu"), "approve", "matter.repair-cost", new DateOnly(2026, 5, 4)),
            PerformingSteps.Needs(run.Matter, new PerformStep(run.Matter.Id, "approval", new StepResult.Decided("approve"), []), run.As(Works)));
    }

    [Fact]
    public void Time_gives_a_decision_to_the_next_holder_and_takes_it_from_the_last_to_nobody()
    {
        var run = ARun.OfTownship().Filed("small-repair").Perform("receive").Perform("look", given: [new GivenItem("matter.repair-cost", Value.Of(new Quantity(500, Measure.Yuan)))]);
        run.Do(ByTime(run, "approval", 1));
        Assert.Equal("works-head@works-office", run.Matter.OpenAt("approval")!.Performer.ToString());

        ARun.Refused(ProcessRefusals.NobodyAbove, ByTime(run, "approval", 2));
    }

    [Fact]
    public void What_goes_up_never_comes_back_down_and_ends_at_the_top()
    {
        var run = Received();
        List<string> went = [];
        for (var job = 1; ByTime(run, "look", job) is Outcome.Accepted accepted; job++)
        {
            run.Do(accepted);
            went.Add(run.Matter.OpenAt("look")!.Performer.ToString() ?? "");
            Assert.True(job < 10, string.Join(' ', went));
        }

        Assert.Equal(went.Distinct(), went);
        ARun.Refused(ProcessRefusals.NobodyAbove, ByTime(run, "look", 11));
    }

    [Fact]
    public void Nobody_takes_a_step_from_who_can_do_it()
    {
        var run = Received();

        ARun.Refused(ProcessRefusals.PerformerIsThere, run.Try((matter, at) => FindingPerformersAgain.Decide(matter, new FindPerformerAgain(matter.Id, "look"), at), Holder));
        ARun.Refused(ProcessRefusals.NotTheHolder, run.Try((matter, at) => HandingOverMatters.Decide(matter, new HandOverMatter(matter.Id, null, new UnitId("liuhe")), at), Works));
        ARun.Refused(ProcessRefusals.StepForAnother, run.Try((matter, at) => HandingOverMatters.Decide(matter, new HandOverMatter(matter.Id, "look", new UnitId("liuhe")), at), Works));
    }

    [Fact]
    public void Where_nobody_has_the_post_the_wait_is_booked_on_who_leads_the_duty()
    {
        var run = ARun.Of("- check: {id: look, by: village-clerk@works-office}\n- confirm: {by: requester}").Filed();

        var open = run.Matter.OpenAt("look")!;
        Assert.Null(open.Performer);
        Assert.Equal(new Wait(Bearer.Of(new UnitId("liuhe")), WaitReason.Power, run.Now), open.Wait);
    }

    [Fact]
    public void What_nobody_near_can_do_is_left_out_or_done_by_another_where_the_step_says_so()
    {
        Assert.Equal(["confirm"], ARun.Of("- check: {id: look, by: village-clerk@works-office, if-nobody: skip}\n- confirm: {by: requester}").Filed().OpenKeys);
        Assert.Equal("works-clerk@works-office", ARun.Of("- check: {id: look, by: village-clerk@works-office, if-nobody: works-clerk}\n- confirm: {by: requester}").Filed().Matter.OpenAt("look")!.Performer.ToString());
    }

    private static Outcome ByTime(ARun run, string key, int job) =>
        run.Try((matter, at) => ReferringUp.Decide(matter, new ReferUp(matter.Id, key, null, $"{matter.Id}/{key}:{job}u"), at), Actor.System);

    private static ARun Received() => ARun.Of(Flow).Filed().Perform("receive");

    private static Outcome Return(ARun run, string duty, string to) =>
        run.Try((matter, at) => ReturningMatters.Decide(matter, new ReturnMatter(matter.Id, null, new DutyId(duty), new UnitId(to)), at), Works);
}
