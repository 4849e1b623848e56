using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Process;

public sealed class WaitingAndClocks
{
    private const string Flow = """
        - receive: {by: service-clerk, within: 2 working hours}
        - check: {id: look, by: village-clerk, within: 2 working days}
        - perform: {id: mend, by: works-clerk, within: 5 working days, result: solved}
        - confirm: {by: requester, within: 5 working days}
        """;

    private static readonly Actor Clerk = ARun.Officer("village-clerk@zhongliu");

    [Fact]
    public void The_promise_stands_still_only_for_a_reason_with_a_basis_and_the_age_for_none()
    {
        var run = Looking();
        var promised = Promises.DueOf(run.Matter, run.As(Clerk).Times);
        Assert.Equal(At("2026-05-18 17:30"), promised);

        ARun.Refused(ProcessRefusals.NoSuchReason, Pause(run, "tired"));
        run.Do(Pause(run, "weather"));
        Assert.Null(Promises.DueOf(run.Matter, run.As(Clerk).Times));
        ARun.Refused(ProcessRefusals.MatterIsPaused, run.TryPerform("look"));
        run.Later(TimeSpan.FromDays(2)).Do((matter, at) => PausingMatters.Decide(matter, new ResumeMatter(matter.Id), at), Clerk);
        Assert.Equal(At("2026-05-20 17:30"), Promises.DueOf(run.Matter, run.As(Clerk).Times));
        Assert.Equal(At("2026-05-08 17:30"), run.Matter.OpenAt("look")!.Due);
        Assert.Equal(run.Now - run.Matter.Filed, BookingAge.AgeOf(run.Matter, run.Now));
        Assert.Contains(BookingAge.Of(run.Matter, run.Now), static wait => wait is { For: WaitReason.Pause, On.Unit: null });
        ARun.Refused(ProcessRefusals.PausedTooOften, Pause(run, "weather"));
    }

    [Fact]
    public void A_pause_ends_by_itself_when_the_time_allowed_is_used_up()
    {
        var run = Looking();
        run.Do(Pause(run, "weather"));
        Assert.Empty(Jobs.Due(run.Matter, run.Later(TimeSpan.FromDays(6)).As(Actor.System)));
        var job = Assert.Single(Jobs.Due(run.Matter, run.Later(TimeSpan.FromDays(2)).As(Actor.System)));

        run.Do(Jobs.Decide(run.Matter, job, run.As(Actor.System)));
        Assert.Equal(MatterState.Open, run.Matter.State);
    }

    [Fact]
    public void Who_asks_another_unit_is_not_charged_for_its_answer_and_who_asks_the_wrong_one_is()
    {
        foreach (var ours in new[] { true, false })
        {
            var run = Looking();
            run.Do((matter, at) => AskingUnits.Decide(matter, new AskUnit(matter.Id, "look", Bearer.Of(new UnitId("works-office")), WaitReason.Data, "facility.kind"), at), Clerk);
            ARun.Refused(ProcessRefusals.AlreadyAsked, run.Try((matter, at) => AskingUnits.Decide(matter, new AskUnit(matter.Id, "look", Bearer.Requester, WaitReason.Data, null), at), Clerk));
            ARun.Refused(ProcessRefusals.NotAsked, run.Try((matter, at) => AskingUnits.Decide(matter, new AnswerUnit(matter.Id, "look", true, []), at), Clerk));
            run.Later(TimeSpan.FromHours(3)).Do((matter, at) => AskingUnits.Decide(matter, new AnswerUnit(matter.Id, "look", ours, []), at), ARun.Officer("works-head@works-office"));
            run.Later(TimeSpan.FromHours(1)).Perform("look");

            var booked = run.Matter.Waits.Where(static wait => wait.Lane == "look").Select(static wait => (wait.On.ToString(), wait.Length.TotalHours));
            Assert.Equal(ours ? [("works-office", 3.0), ("zhongliu", 1.0)] : [("zhongliu", 3.0), ("zhongliu", 1.0)], booked);
            AlwaysHolds.Of(run);
        }
    }

    [Fact]
    public void A_condition_whose_facts_are_not_known_waits_asks_for_them_and_goes_on_when_they_come()
    {
        var run = ARun.Of("""
            - check: {id: look, by: village-clerk, when: matter.repair-cost > 100 CNY}
            - confirm: {by: requester}
            """, asks: "[applicant, facility, matter.repair-cost]").Filed();

        var open = run.Matter.OpenAt("look")!;
        Assert.Equal(["matter.repair-cost"], open.Awaits);
        Assert.Equal((Bearer.Requester, WaitReason.Data), (open.Wait.On, open.Wait.For));
        ARun.Refused(ProcessRefusals.StepWaitsForFacts, run.TryPerform("look"));
        run.Later(TimeSpan.FromHours(2)).Do((matter, at) => AddingInformation.Decide(matter, new AddInformation(matter.Id, ARun.Given(("matter.repair-cost", Value.Of(new Quantity(200, Measure.Yuan))))), at), ARun.Resident);
        Assert.Equal("village-clerk@zhongliu", run.Matter.OpenAt("look")!.Performer.ToString());
        Assert.Equal([(Bearer.Requester, 2.0)], run.Matter.Waits.Select(static wait => (wait.On, wait.Length.TotalHours)));
        AlwaysHolds.Of(run);
    }

    [Fact]
    public void Reminders_and_escalation_go_to_whom_the_wait_is_booked_on_and_none_fires_twice()
    {
        var run = Looking();
        run.Do((matter, at) => AskingUnits.Decide(matter, new AskUnit(matter.Id, "look", Bearer.Of(new UnitId("works-office")), WaitReason.Data, null), at), Clerk);
        var all = Jobs.All(run.Matter, run.As(Actor.System));
        Assert.Equal(Jobs.Next(run.Matter, run.As(Actor.System)), all[0].At);
        run.Now = At("2026-05-06 17:30");

        var due = Jobs.Due(run.Matter, run.As(Actor.System));
        Assert.Contains(due, static job => job.Act is RemindUnit { Key: "look" });
        foreach (var job in due) run.Do(Jobs.Decide(run.Matter, job, run.As(Actor.System)));
        Assert.All(run.Events.OfType<UnitReminded>().Where(static one => one.Key == "look"), static one => Assert.Equal("works-office", one.On.ToString()));
        Assert.Contains(run.Events.OfType<MatterEscalated>(), static one => one is { Key: "look", To: { Post: "township-leader" }, On.Unit.Text: "works-office" });
        // The same jobs, asked again, after a restart or on another machine.
        Assert.Empty(Jobs.Due(run.Matter, run.As(Actor.System)));
        foreach (var job in due) ARun.Refused(ProcessRefusals.JobDoneAlready, Jobs.Decide(run.Matter, job, run.As(Actor.System)));
        Assert.Empty(due.Select(static job => job.Id).Intersect(Jobs.All(run.Matter, run.As(Actor.System)).Select(static job => job.Id)));
    }

    [Fact]
    public void A_limit_that_is_over_refers_the_step_up_where_the_structure_says_so()
    {
        var run = ARun.Of(Flow, "overdue: [{after: 1 working day, refer-up: next}]").Filed().Perform("receive");
        run.Now = At("2026-05-07 17:31");

        foreach (var job in Jobs.Due(run.Matter, run.As(Actor.System))) run.Do(Jobs.Decide(run.Matter, job, run.As(Actor.System)));
        Assert.Equal("@liuhe", run.Matter.OpenAt("look")!.Performer.ToString());
        Assert.Equal(At("2026-05-11 17:30"), run.Matter.OpenAt("look")!.Due);
    }

    [Fact]
    public void Eighty_per_cent_of_a_working_day_is_counted_in_open_hours()
    {
        var run = Looking();
        var job = Jobs.All(run.Matter, run.As(Actor.System)).First(static job => job.Act is RemindUnit { Key: "look" });

        // From Monday 9:00 to Wednesday 17:30 the office is open 6.5 + 7 + 7 hours; four fifths are 16.4 hours.
        Assert.Equal(At("2026-05-06 11:24"), job.At);
    }

    [Fact]
    public void What_happened_on_paper_counts_from_when_it_happened_and_costs_the_next_one_nothing()
    {
        var run = ARun.Of(Flow).Filed();
        var received = run.Now.AddMinutes(30);
        run.Later(TimeSpan.FromHours(26)).Perform("receive", happened: received);

        var open = run.Matter.OpenAt("look")!;
        Assert.Equal((received, run.Now), (open.Since, open.DueFrom));
        Assert.Equal(At("2026-05-07 17:30"), open.Due); // two working days from Tuesday, when it was entered
        Assert.Equal(("liuhe", WaitReason.LaterEntry), (run.Matter.Waits[^1].On.ToString(), run.Matter.Waits[^1].For));

        // The next step had been done on paper too, within its time: nothing is left of the late entry.
        run.Perform("look", happened: received.AddHours(1));
        Assert.DoesNotContain(run.Matter.Waits, static wait => wait.Lane == "look" && wait.To > wait.From.AddHours(1));
        Assert.Equal(received.AddHours(1), run.Matter.OpenAt("mend")!.Since);
        ARun.Refused(ProcessRefusals.HappenedBeforeItBegan, run.TryPerform("mend", happened: received));
        ARun.Refused(ProcessRefusals.HappenedInTheFuture, run.TryPerform("mend", happened: run.Now.AddMinutes(1)));
        AlwaysHolds.Of(run);
    }

    [Fact]
    public void A_matter_filed_on_paper_has_the_age_of_its_paper()
    {
        var run = ARun.Of(Flow);
        run.Later(TimeSpan.FromDays(1)).Do(FilingMatters.Decide(run.Filing(), run.As(ARun.Resident, ARun.Monday)));

        Assert.Equal(ARun.Monday, run.Matter.Filed);
        Assert.Equal(TimeSpan.FromDays(1), BookingAge.AgeOf(run.Matter, run.Now));
        Assert.Equal(At("2026-05-05 11:00"), run.Matter.OpenAt("receive")!.Due); // two open hours from the entry, Tuesday 9:00
    }

    [Fact]
    public void Of_branches_side_by_side_the_age_is_booked_on_the_one_that_the_rest_waited_for()
    {
        var run = ARun.Of("""
            - parallel:
                - check: {id: look, by: village-clerk}
                - check: {id: plan, by: works-clerk, result: solved}
            - confirm: {by: requester}
            """).Filed();
        run.Later(TimeSpan.FromHours(2)).Perform("look").Later(TimeSpan.FromHours(5)).Perform("plan").Later(TimeSpan.FromHours(1)).Perform("confirm");

        Assert.Equal([("works-office", 7.0), ("liuhe", 1.0)], BookingAge.Of(run.Matter, run.Now).Select(static wait => (wait.On.ToString(), wait.Length.TotalHours)));
        // Beside it every lane has its own.
        Assert.Contains(run.Matter.Waits, static wait => wait is { Lane: "look", Length.TotalHours: 2 });
    }

    [Fact]
    public void A_block_that_steps_share_ends_for_all_of_them_when_its_own_limit_ends()
    {
        var run = ARun.Of("""
            - parallel:
                - sequence:
                    - check: {id: look, by: village-clerk, within: 1 working day}
                    - check: {id: again, by: village-clerk, within: 5 working days}
                - check: {id: plan, by: works-clerk, within: 2 working days}
              within: 3 working days
            - confirm: {by: requester}
            """).Filed().Later(TimeSpan.FromDays(1)).Perform("look");

        Assert.Equal(At("2026-05-07 17:30"), run.Matter.OpenAt("again")!.Due);
        Assert.Equal(At("2026-05-06 17:30"), run.Matter.OpenAt("plan")!.Due);
    }

    private static ARun Looking() => ARun.Of(Flow).Filed().Perform("receive");

    private static Outcome Pause(ARun run, string reason) => run.Try((matter, at) => PausingMatters.Decide(matter, new PauseMatter(matter.Id, reason, Bearer.Requester), at), Clerk);

    private static DateTimeOffset At(string local) => new DateTimeOffset(DateTime.Parse(local), TimeSpan.FromHours(8)).ToUniversalTime();
}
