using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Process;

/// <summary>What time and facts do by themselves: consultations end, promises are made, limits move.</summary>
public sealed class ConsultingAndPromising
{
    private static readonly Actor Head = ARun.Officer("village-head@zhongliu");

    [Fact]
    public void A_consultation_ends_by_itself_when_it_has_lasted_and_what_was_entered_is_its_result()
    {
        var run = Consulting("lasts: 3 days");
        Do(run, new RecordAnswers(run.Matter.Id, "talk", 4, 1));
        run.Later(TimeSpan.FromHours(20));
        Do(run, new RecordAnswers(run.Matter.Id, "talk", 2, 2));
        Assert.DoesNotContain(Jobs.Due(run.Matter, run.As(Actor.System)), static job => job.Act is EndConsultation);
        ARun.Refused(ProcessRefusals.NotDueYet, run.Try((matter, at) => ConsultingPeople.Decide(matter, new EndConsultation(matter.Id, "talk"), at), Actor.System));

        run.Now = At("2026-05-08 00:00");
        var job = Assert.Single(Jobs.Due(run.Matter, run.As(Actor.System)), static job => job.Act is EndConsultation);
        run.Do(Jobs.Decide(run.Matter, job, run.As(Actor.System)));
        var done = run.Matter.Done.Single(static one => one.Step == "talk");
        Assert.Equal(("done", 3, 6, null), (done.Outcome, done.Count, done.Answers, done.By));
        Assert.Contains("object", run.OpenKeys); // the flow went on by what was said
        // After a restart, or on another machine, it does not end twice.
        Assert.DoesNotContain(Jobs.All(run.Matter, run.As(Actor.System)), static one => one.Act is EndConsultation);
        ARun.Refused(ProcessRefusals.StepNotOpen, run.Try((matter, at) => ConsultingPeople.Decide(matter, new EndConsultation(matter.Id, "talk"), at), Actor.System));
        AlwaysHolds.Of(run);
    }

    [Fact]
    public void Where_its_step_has_a_limit_that_ends_later_there_is_time_to_count_until_then()
    {
        var run = Consulting("lasts: 1 day, within: 3 working days");
        Do(run, new RecordAnswers(run.Matter.Id, "talk", 1, 0));
        Assert.Equal(At("2026-05-07 17:30"), Jobs.All(run.Matter, run.As(Actor.System)).Single(static job => job.Act is EndConsultation).At);

        run.Now = At("2026-05-07 09:00");
        ARun.Refused(ProcessRefusals.VotesDoNotAddUp, run.TryPerform("talk", new StepResult.Consulted(2, 3)));
        Do(run, new RecordAnswers(run.Matter.Id, "talk", 5, 2));
        ARun.Refused(ProcessRefusals.VotesDoNotAddUp, run.TryPerform("talk", new StepResult.Consulted(4, 2))); // fewer than came in
        ARun.Refused(ProcessRefusals.VotesDoNotAddUp, run.TryPerform("talk", new StepResult.Consulted(9, 1)));
        run.Perform("talk", new StepResult.Consulted(9, 2));
        Assert.DoesNotContain("talk", run.OpenKeys);
        AlwaysHolds.Of(run);
    }

    [Fact]
    public void Nobody_said_anything_is_no_answer_and_a_consultation_without_an_end_waits_for_who_runs_it()
    {
        var run = Consulting("lasts: 1 day");
        run.Now = At("2026-05-09 00:00");
        Assert.DoesNotContain(Jobs.All(run.Matter, run.As(Actor.System)), static job => job.Act is EndConsultation);
        ARun.Refused(ProcessRefusals.NothingEntered, run.Try((matter, at) => ConsultingPeople.Decide(matter, new EndConsultation(matter.Id, "talk"), at), Actor.System));
        // Perhaps nobody ran it: it is overdue, and the office that should have is waited for.
        Assert.Contains(Jobs.Due(run.Matter, run.As(Actor.System)), static job => job.Act is EscalateMatter { Key: "talk" } or RemindUnit { Key: "talk" });
        Assert.Equal(Bearer.Of(new UnitId("zhongliu")), run.Matter.OpenAt("talk")!.Wait.On);
        run.Perform("talk", new StepResult.Consulted(0, 0));
        Assert.Equal((0, 0), (run.Matter.Done.Single(static one => one.Step == "talk").Count, run.Matter.Done.Single(static one => one.Step == "talk").Answers));

        run = Consulting("within: 2 working days");
        Assert.DoesNotContain(Jobs.All(run.Matter, run.As(Actor.System)), static job => job.Act is EndConsultation);
    }

    [Fact]
    public void Answers_are_entered_by_who_runs_it_and_add_up()
    {
        var run = Consulting("lasts: 3 days");
        Outcome Try(RecordAnswers act, Actor? by = null) => run.Try((matter, at) => ConsultingPeople.Decide(matter, act, at), by ?? Head);
        ARun.Refused(ProcessRefusals.StepForAnother, Try(new RecordAnswers(run.Matter.Id, "talk", 1, 0), ARun.Officer("works-head@works-office")));
        ARun.Refused(ProcessRefusals.StepForAnother, Try(new RecordAnswers(run.Matter.Id, "talk", 1, 0), ARun.Resident));
        ARun.Refused(ProcessRefusals.VotesDoNotAddUp, Try(new RecordAnswers(run.Matter.Id, "talk", 1, 2)));
        ARun.Refused(ProcessRefusals.VotesDoNotAddUp, Try(new RecordAnswers(run.Matter.Id, "talk", 0, 0)));
        ARun.Refused(ProcessRefusals.VotesDoNotAddUp, Try(new RecordAnswers(run.Matter.Id, "talk", 3, -1)));
        ARun.Refused(ProcessRefusals.StepNotOpen, Try(new RecordAnswers(run.Matter.Id, "walk", 1, 0)));
        run.Do(Try(new RecordAnswers(run.Matter.Id, "talk", int.MaxValue, 0)));
        ARun.Refused(ProcessRefusals.VotesDoNotAddUp, Try(new RecordAnswers(run.Matter.Id, "talk", 1, 0)));
    }

    private const string Urgent = """
        - receive: {by: service-clerk, within: 2 working hours}
        - check: {id: look, by: village-clerk, within: if matter.repair-cost > 1000 CNY then 2 hours else 3 working days}
        - confirm: {by: requester, within: 5 working days}
        """;

    private const string Promised = "guide: {for: [resident], fee: 0 CNY, promise: if matter.repair-cost > 1000 CNY then 20 working days else 5 working days, first-answer: if matter.repair-cost > 1000 CNY then 1 working hour else 1 working day, basis: [liuhe-services/2]}";

    [Fact]
    public void A_promise_that_waits_for_a_fact_is_made_when_it_comes_and_counts_from_the_filing()
    {
        var run = Of(Urgent).Filed();
        Assert.Null(run.Matter.Promise);
        Assert.Null(run.Matter.FirstAnswerDue);
        Assert.Null(Promises.DueOf(run.Matter, run.As(ARun.Resident).Times));

        Give(run.Later(TimeSpan.FromHours(3)), 200);
        Assert.Equal(new TimeLimit(5, TimeUnit.WorkingDays), run.Matter.Promise);
        Assert.Equal(At("2026-05-11 17:30"), Promises.DueOf(run.Matter, run.As(ARun.Resident).Times));
        Assert.Equal(At("2026-05-05 17:30"), run.Matter.FirstAnswerDue);
        Assert.Contains(Jobs.All(run.Matter, run.As(Actor.System)), static job => job.Id.Contains(Jobs.PromiseKey, StringComparison.Ordinal));

        // What was promised stays promised, whatever the facts say later.
        Give(run.Later(TimeSpan.FromHours(1)), 5000);
        Assert.Equal(new TimeLimit(5, TimeUnit.WorkingDays), run.Matter.Promise);
        Assert.Single(run.Events.OfType<PromiseMade>());
        AlwaysHolds.Of(run);
    }

    [Fact]
    public void A_promise_whose_fact_is_known_at_filing_is_made_there_and_never_again()
    {
        var run = Of(Urgent).Filed(given: new GivenItem("matter.repair-cost", Value.Of(new Quantity(5000, Measure.Yuan))));
        Assert.Equal(new TimeLimit(20, TimeUnit.WorkingDays), run.Matter.Promise);
        Give(run, 5000);
        Assert.Empty(run.Events.OfType<PromiseMade>());
    }

    [Fact]
    public void A_limit_by_formula_moves_with_its_fact_from_where_it_counts()
    {
        var run = Of(Urgent).Filed(given: new GivenItem("matter.repair-cost", Value.Of(new Quantity(200, Measure.Yuan))));
        run.Knowing("matter", "m-1", "repair-cost", Value.Of(new Quantity(200, Measure.Yuan)));
        run.Perform("receive");
        Assert.Equal(At("2026-05-07 17:30"), run.Matter.OpenAt("look")!.Due);

        Give(run.Later(TimeSpan.FromMinutes(30)), 5000);
        Assert.Equal(At("2026-05-04 11:00"), run.Matter.OpenAt("look")!.Due);
        Give(run.Later(TimeSpan.FromMinutes(30)), 6000); // another fact, the same limit
        Assert.Single(run.Events.OfType<LimitsMoved>());
        AlwaysHolds.Of(run);

        // The jobs are those of the new limit.
        run.Now = At("2026-05-04 11:00");
        Assert.Contains(Jobs.Due(run.Matter, run.As(Actor.System)), static job => job.Act is EscalateMatter { Key: "look" });
    }

    [Fact]
    public void A_limit_whose_fact_comes_late_begins_to_hold_when_it_comes_and_a_stopped_clock_stays_stopped()
    {
        var run = Of(Urgent, """
            acts:
              pause: {at-most: 2, total: 9 working days, reasons: [{reason: weather, name: {zh: 雨, en: Rain}, stops-promise: liuhe-services/8}]}
            """).Filed().Perform("receive");
        Assert.Null(run.Matter.OpenAt("look")!.Due);
        run.Do((matter, at) => PausingMatters.Decide(matter, new PauseMatter(matter.Id, "weather", Bearer.Requester), at), ARun.Officer("village-clerk@zhongliu"));
        run.Later(TimeSpan.FromDays(2)).Do((matter, at) => PausingMatters.Decide(matter, new ResumeMatter(matter.Id), at), ARun.Officer("village-clerk@zhongliu"));

        Give(run, 200);
        Assert.Equal(At("2026-05-11 17:30"), run.Matter.OpenAt("look")!.Due); // three working days, and the two of the pause
        AlwaysHolds.Of(run);
    }

    [Fact]
    public void Who_declared_a_conflict_does_nothing_in_the_matter_but_pass_it_on()
    {
        var run = ARun.Of("""
            - receive: {by: service-clerk, within: 2 working hours}
            - check: {id: look, by: village-clerk, within: 3 working days}
            - confirm: {by: requester, within: 5 working days}
            """, "acts: {hand-over: {at-most: 2, within: 2 working days}}").Filed().Perform("receive");
        var clerk = ARun.Officer("village-clerk@zhongliu");
        Outcome Declare(Actor by) => run.Try((matter, at) => DeclaringConflicts.Decide(matter, new DeclareConflict(matter.Id, new PersonalText("my cousin")), at), by);
        ARun.Refused(ProcessRefusals.NotTheHolder, Declare(ARun.Officer("works-head@works-office"))); // has no part in it
        ARun.Refused(ProcessRefusals.NotTheHolder, Declare(ARun.Resident));
        run.Do(Declare(clerk));
        ARun.Refused(ProcessRefusals.ConflictDeclaredAlready, Declare(clerk));

        ARun.Refused(ProcessRefusals.ConflictOfInterest, run.TryPerform("look"));
        Assert.NotNull(Conflicts.Between(run.Matter, ((Actor.Officer)clerk).Person));
        AlwaysHolds.Of(run);
        run.Perform("look", person: "o-another");

        var passed = ARun.Of("- check: {id: look, by: village-clerk, within: 3 working days}\n- confirm: {by: requester, within: 5 working days}", "acts: {hand-over: {at-most: 2, within: 2 working days}}").Filed();
        passed.Do((matter, at) => DeclaringConflicts.Decide(matter, new DeclareConflict(matter.Id), at), clerk);
        passed.Do((matter, at) => HandingOverMatters.Decide(matter, new HandOverMatter(matter.Id, "look", new UnitId("shangliu")), at), clerk);
        Assert.Equal("village-clerk@shangliu", passed.Matter.OpenAt("look")!.Performer.ToString());
    }

    [Fact]
    public void A_matter_about_an_officer_in_a_role_is_their_own_without_any_word()
    {
        var run = ARun.OfTownship().Filed("small-repair").Perform("receive");
        // p-1 is bound as the applicant, though somebody else filed.
        ARun.Refused(ProcessRefusals.OwnMatter, run.TryPerform("look", person: "p-1", given: new GivenItem("matter.repair-cost", Value.Of(new Quantity(5, Measure.Yuan)))));
    }

    private static ARun Consulting(string lasts) => ARun.Of("""
        - receive: {by: service-clerk, within: 2 working hours}
        - consult: {id: talk, by: village-head, with: public, shows: [facility.kind], LASTS}
        - choice:
            - when: talk.objections > 2
              then: [{check: {id: object, by: service-clerk, within: 1 working day}}]
            - otherwise: []
        - confirm: {by: requester, within: 5 working days}
        """.Replace("LASTS", lasts, StringComparison.Ordinal)).Filed().Perform("receive");

    private static ARun Of(string flow, string more = "") => ARun.Of(flow, more, "[applicant, facility, matter.repair-cost]", Promised);

    private static void Do(ARun run, RecordAnswers act) => run.Do((matter, at) => ConsultingPeople.Decide(matter, act, at), Head);

    private static void Give(ARun run, decimal cost) => run.Do((matter, at) => AddingInformation.Decide(matter, new AddInformation(matter.Id, ARun.Given(("matter.repair-cost", Value.Of(new Quantity(cost, Measure.Yuan))))), at), ARun.Resident);

    private static DateTimeOffset At(string local) => new DateTimeOffset(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8)).ToUniversalTime();
}
