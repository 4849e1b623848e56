using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Process;

public sealed class FilingAndClosing
{
    private const string Short = """
        - receive: {by: service-clerk, within: 2 working hours}
        - check: {id: look, by: village-clerk, within: 2 working days, result: solved}
        - confirm: {by: requester, within: 5 working days}
        """;

    private static readonly GivenItem Cost = new("matter.repair-cost", Value.Of(new Quantity(500, Measure.Yuan)));

    [Fact]
    public void A_broken_lamp_goes_from_the_filing_through_four_units_to_the_word_of_the_one_who_reported_it()
    {
        var run = ARun.OfTownship().Filed("small-repair");
        Assert.Equal(["receive"], run.OpenKeys);
        run.Perform("receive");
        Assert.Equal("village-clerk@zhongliu", run.Matter.OpenAt("look")!.Performer.ToString());
        run.Perform("look", given: [Cost]);
        Assert.Equal("service-lead@liuhe", run.Matter.OpenAt("approval")!.Performer.ToString());
        run.Perform("approval", new StepResult.Decided("approve")).Perform("mend", given: [new GivenItem("matter.mended-on", Value.Of(new DateOnly(2026, 5, 4)))]).Perform("inspection", person: "o-second").Perform("notify").Perform("confirm");

        Assert.Equal(MatterState.Closed, run.Matter.State);
        Assert.Equal((ClosureKind.Solved, (bool?)true), (run.Matter.LastClosure!.Kind, run.Matter.LastClosure.Confirmed));
        AlwaysHolds.Of(run);
    }

    [Fact]
    public void A_refused_repair_takes_the_other_branch_and_the_reason_must_be_given()
    {
        var run = ARun.OfTownship().Filed("small-repair").Perform("receive").Perform("look", given: [Cost]);

        ARun.Refused(ProcessRefusals.ReasonMissing, PerformingSteps.Decide(run.Matter, new PerformStep(run.Matter.Id, "approval", new StepResult.Decided("refuse"), []), run.As(ARun.Officer("service-lead@liuhe"))));
        run.Perform("approval", new StepResult.Decided("refuse"));
        Assert.Equal(["notify"], run.OpenKeys);
        run.Perform("notify").Perform("confirm");
        Assert.Equal(ClosureKind.Refused, run.Matter.LastClosure!.Kind);
    }

    [Fact]
    public void A_filing_with_missing_facts_is_taken_and_says_what_is_missing()
    {
        var run = ARun.OfTownship().Filed("small-repair");

        var filed = Assert.IsType<MatterFiled>(run.Events[0]);
        Assert.Equal(["applicant.phone", "matter.damage"], filed.Missing);
        Assert.Equal(new TimeLimit(12, TimeUnit.WorkingDays), filed.Promise);
    }

    [Fact]
    public void Without_a_place_nobody_can_be_found_and_without_its_roles_nobody_knows_what_it_is_about()
    {
        var run = ARun.OfTownship();

        ARun.Refused(ProcessRefusals.PlaceMissing, FilingMatters.Decide(run.Filing("small-repair", "atlantis"), run.As(ARun.Resident)));
        ARun.Refused(ProcessRefusals.PlaceMissing, FilingMatters.Decide(run.Filing("small-repair", null), run.As(ARun.Resident)));
        ARun.Refused(ProcessRefusals.RoleMissing, FilingMatters.Decide(run.Filing("small-repair") with { Roles = [] }, run.As(ARun.Resident)));
        ARun.Refused(ProcessRefusals.NoSuchMatterType, FilingMatters.Decide(run.Filing("pony-licence"), run.As(ARun.Resident)));
    }

    [Fact]
    public void Who_files_for_another_needs_their_consent_and_both_are_named()
    {
        var run = ARun.OfTownship();
        var filing = run.Filing("small-repair");
        var helper = new ActorId("r-daughter");

        ARun.Refused(ProcessRefusals.ConsentMissing, FilingMatters.Decide(new FileForAnother(filing, helper, null), run.As(ARun.Resident)));
        ARun.Refused(ProcessRefusals.FiledForOneself, FilingMatters.Decide(new FileForAnother(filing, ARun.Wang, Consent.Spoken), run.As(ARun.Resident)));
        run.Do(FilingMatters.Decide(new FileForAnother(filing, helper, Consent.Spoken), run.As(new Actor.Resident(helper))));
        Assert.Equal((ARun.Wang, (ActorId?)helper), (run.Matter.FiledFor, run.Matter.FiledBy));
    }

    [Fact]
    public void A_draft_is_kept_for_thirty_days_and_is_no_event()
    {
        var run = ARun.OfTownship();

        var kept = Assert.IsType<DraftOutcome.Kept>(SavingDrafts.Decide(new SaveDraft("small-repair", ARun.Wang, []), run.As(ARun.Resident)));
        Assert.Equal(run.Now.AddDays(30), kept.Draft.KeptUntil);
        Assert.IsType<DraftOutcome.Refused>(SavingDrafts.Decide(new SaveDraft("pony-licence", ARun.Wang, []), run.As(ARun.Resident)));
    }

    [Fact]
    public void Only_the_post_of_a_step_does_it_and_nobody_works_on_their_own_matter_or_checks_their_own_work()
    {
        var run = ARun.OfTownship().Filed("small-repair");
        var receive = new PerformStep(run.Matter.Id, "receive", new StepResult.Received(), []);

        ARun.Refused(ProcessRefusals.StepForAnother, run.Try((matter, at) => PerformingSteps.Decide(matter, receive, at), ARun.Officer("village-clerk@zhongliu")));
        ARun.Refused(ProcessRefusals.StepForAnother, run.Try((matter, at) => PerformingSteps.Decide(matter, receive, at), ARun.Resident));
        ARun.Refused(ProcessRefusals.OwnMatter, run.TryPerform("receive", person: ARun.Wang.Text));
        ARun.Refused(ProcessRefusals.StepNotOpen, run.TryPerform("look"));
        run.Perform("receive").Perform("look", person: "o-both", given: [Cost]);
        ARun.Refused(ProcessRefusals.ApartFrom, run.TryPerform("approval", new StepResult.Decided("approve"), "o-both"));
    }

    [Fact]
    public void A_result_must_fit_its_step()
    {
        var run = ARun.OfTownship().Filed("small-repair").Perform("receive");

        ARun.Refused(ProcessRefusals.StepOfAnotherKind, run.TryPerform("look", new StepResult.Performed(), given: [Cost]));
        ARun.Refused(ProcessRefusals.ItemMissing, run.TryPerform("look"));
        run.Perform("look", given: [Cost]);
        ARun.Refused(ProcessRefusals.NoSuchOutcome, run.TryPerform("approval", new StepResult.Decided("perhaps")));
        foreach (var measure in Enum.GetValues<Measure>().Where(static one => one != Measure.Yuan))
            ARun.Refused(ProcessRefusals.AmountOfAnotherMeasure, run.TryPerform("approval", new StepResult.Decided("approve", new Quantity(50, measure))));
    }

    [Fact]
    public void The_record_holds_a_band_of_the_sum_and_never_the_sum()
    {
        Assert.Equal("500-CNY", AmountBand.Of(new Quantity(500, Measure.Yuan)));
        Assert.Equal("2000-CNY", AmountBand.Of(new Quantity(1001, Measure.Yuan)));
        Assert.Equal("1-CNY", AmountBand.Of(new Quantity(0.5m, Measure.Yuan)));
        Assert.Equal("5000-CNY", AmountBand.Of(new Quantity(2000.01m, Measure.Yuan)));
    }

    [Fact]
    public void A_resolution_needs_its_quorum_and_what_the_votes_amount_to_is_worked_out_and_not_stated()
    {
        const string Flow = """
            - resolve: {id: vote, by: village-head, who: [zhongliu], quorum: 60 %, majority: {by: households, over: 50 %}, result: solved}
            - confirm: {by: requester}
            """;
        ARun.Refused(ProcessRefusals.QuorumNotReached, Vote(new StepResult.Resolved(100, 59, 59)));
        ARun.Refused(ProcessRefusals.VotesDoNotAddUp, Vote(new StepResult.Resolved(100, 60, 61)));
        Assert.Equal("rejected", ((StepPerformed)((Outcome.Accepted)Vote(new StepResult.Resolved(100, 60, 30))).Events[0]).Outcome);
        Assert.Equal("passed", ((StepPerformed)((Outcome.Accepted)Vote(new StepResult.Resolved(100, 60, 31))).Events[0]).Outcome);

        static Outcome Vote(StepResult votes) => ARun.Of(Flow).Filed().TryPerform("vote", votes);
    }

    [Fact]
    public void A_consultation_cannot_end_before_its_time_to_answer()
    {
        var run = ARun.Of("- consult: {id: talk, by: village-head, with: public, lasts: 7 days, result: explained}\n- confirm: {by: requester}").Filed();

        ARun.Refused(ProcessRefusals.TooEarly, run.Later(TimeSpan.FromDays(6)).TryPerform("talk"));
        run.Later(TimeSpan.FromDays(3)).Perform("talk", new StepResult.Consulted(12, 2));
        Assert.Equal((2, 12), (run.Matter.DoneAt("talk")!.Count, run.Matter.DoneAt("talk")!.Answers));
    }

    [Fact]
    public void Silence_closes_only_who_was_reached_counts_as_its_own_kind_and_reopens_for_ever()
    {
        var run = ARun.Of(Short).Filed().Perform("receive").Perform("look");
        var close = new CloseForSilence(run.Matter.Id, "confirm");

        run.Later(TimeSpan.FromDays(60));
        Assert.DoesNotContain(Jobs.Due(run.Matter, run.As(Actor.System)), static job => job.Act is CloseForSilence);
        ARun.Refused(ProcessRefusals.NotReached, run.Try((matter, at) => ConfirmingMatters.Decide(matter, close, at), Actor.System));
        // Until then the office that should reach them is waited for, not they.
        Assert.Equal(Bearer.Of(new UnitId("liuhe")), run.Matter.OpenAt("confirm")!.Wait.On);

        run.Do((matter, at) => ConfirmingMatters.Decide(matter, new RecordReach(matter.Id, "confirm", Channel.Web, ReachProof.Opened), at), ARun.Officer("service-clerk@liuhe"));
        Assert.Equal(Bearer.Requester, run.Matter.OpenAt("confirm")!.Wait.On);
        ARun.Refused(ProcessRefusals.NotYetSilent, run.Later(TimeSpan.FromDays(3)).Try((matter, at) => ConfirmingMatters.Decide(matter, close, at), Actor.System));
        run.Later(TimeSpan.FromDays(30));
        var job = Assert.Single(Jobs.Due(run.Matter, run.As(Actor.System)), static job => job.Act is CloseForSilence);
        run.Do(Jobs.Decide(run.Matter, job, run.As(Actor.System)));
        Assert.Equal((ClosureKind.Unanswered, (bool?)null), (run.Matter.LastClosure!.Kind, run.Matter.LastClosure.Confirmed));

        run.Later(TimeSpan.FromDays(800)).Do((matter, at) => ReopeningMatters.Decide(matter, new ReopenMatter(matter.Id), at), ARun.Resident);
        Assert.Equal(["look"], run.OpenKeys);
        Assert.Equal(2, run.Matter.Round);
        AlwaysHolds.Of(run);
    }

    [Fact]
    public void That_somebody_was_reached_is_said_by_who_works_on_it_on_their_own_channel_and_takes_no_time_from_them()
    {
        var run = ARun.Of(Short).Filed().Perform("receive").Perform("look");
        var reach = new RecordReach(run.Matter.Id, "confirm", Channel.Web, ReachProof.Opened);
        Outcome Try(Actor by, RecordReach act, DateTimeOffset? happened = null) => run.Try((matter, at) => ConfirmingMatters.Decide(matter, act, at), by, happened);

        ARun.Refused(ProcessRefusals.ReachForTheOffice, Try(ARun.Resident, reach));
        ARun.Refused(ProcessRefusals.ReachForTheOffice, Try(new Actor.Resident(new ActorId("p-1")), reach));
        ARun.Refused(ProcessRefusals.ReachForTheOffice, Try(ARun.Officer("works-clerk@works-office"), reach));
        ARun.Refused(ProcessRefusals.ChannelNotTheirs, Try(ARun.Officer("service-clerk@liuhe"), reach with { Channel = Channel.Letter }));

        var open = run.Now;
        run.Later(TimeSpan.FromDays(60)).Do(Try(ARun.Officer("service-clerk@liuhe"), reach, open));
        Assert.Equal((open, true), (run.Matter.Reached[^1].At, run.Matter.OpenAt("confirm")!.Due > run.Now));
        ARun.Refused(ProcessRefusals.NotYetSilent, run.Try((matter, at) => ConfirmingMatters.Decide(matter, new CloseForSilence(matter.Id, "confirm"), at), Actor.System));
        AlwaysHolds.Of(run);
    }

    [Fact]
    public void A_first_answer_that_was_missed_is_not_made_good_by_a_reach_that_is_entered_later()
    {
        var run = ARun.Of("- perform: {id: look, by: village-clerk, result: solved}\n- confirm: {by: requester, within: 5 working days, silence: close-unanswered}").Filed().Perform("look");
        var (reached, reach) = (run.Now, new RecordReach(run.Matter.Id, "confirm", Channel.Web, ReachProof.Opened));
        Assert.Null(run.Matter.FirstAnswered);

        var intime = run.Again().Filed().Perform("look").Later(TimeSpan.FromHours(3));
        intime.Do((matter, at) => ConfirmingMatters.Decide(matter, reach, at), ARun.Officer("village-clerk@zhongliu"), reached);
        Assert.Equal(reached, intime.Matter.FirstAnswered);

        run.Later(TimeSpan.FromDays(20)).Do((matter, at) => ConfirmingMatters.Decide(matter, reach, at), ARun.Officer("village-clerk@zhongliu"), reached);
        Assert.Equal(run.Now, run.Matter.FirstAnswered);
        Assert.True(run.Matter.FirstAnswered > run.Matter.FirstAnswerDue);
    }

    [Fact]
    public void Who_did_a_step_does_not_confirm_it_as_a_helper_or_resident()
    {
        var run = ARun.Of(Short);
        var clerk = ARun.Officer("service-clerk@liuhe");
        run.Knowing("facility", "f-1", "number", Value.Of("f-1")).Do((_, at) => FilingMatters.Decide(new FileForAnother(run.Filing(), clerk.PersonOrNone!.Value, Consent.Spoken), at), clerk);
        run.Perform("receive").Perform("look");
        foreach (var by in new[] { clerk, new Actor.Resident(clerk.PersonOrNone!.Value) })
        {
            ARun.Refused(ProcessRefusals.NotIndependent, run.Try((matter, at) => ConfirmingMatters.Decide(matter, new ConfirmMatter(matter.Id, "confirm"), at), by));
            ARun.Refused(ProcessRefusals.NotIndependent, run.Try((matter, at) => ConfirmingMatters.Decide(matter, new DisputeMatter(matter.Id, "confirm", new PersonalText("why")), at), by));
        }

        Assert.IsType<Outcome.Accepted>(run.Try((matter, at) => ConfirmingMatters.Decide(matter, new ConfirmMatter(matter.Id, "confirm"), at), ARun.Resident));
    }

    [Fact]
    public void Who_has_a_conflict_does_nothing_but_pass_it_on_and_reads_nothing()
    {
        var run = ARun.Of(Short).Filed().Perform("receive");
        var clerk = (Actor.Officer)ARun.Officer("village-clerk@zhongliu");
        var id = run.Matter.Id;
        Assert.True(SeeingMatters.MayRead(clerk, run.Matter));
        IAct[] acts =
        [
            new AddInformation(id, [], new PersonalText("x")), new ReceiveMatter(id, "look"), new PerformStep(id, "look", new StepResult.Checked(true), []), new FindPerformerAgain(id, "look"), new AskUnit(id, "look", Bearer.Requester, WaitReason.Data, null),
            new AnswerUnit(id, "look", true, []), new PauseMatter(id, "weather", Bearer.Requester), new ResumeMatter(id), new RemindUnit(id, "look"), new EscalateMatter(id, "look"), new BlowWhistle(id, null, []), new AttendWhistle(id, 1, clerk.Seat.Unit),
            new ReportAtWhistle(id, 1, clerk.Seat.Unit, true, new PersonalText("x")), new JudgeWhistle(id, 1, WhistleVerdict.Settled), new ConfirmMatter(id, "confirm"), new DisputeMatter(id, "confirm", new PersonalText("x")),
            new RecordReach(id, "confirm", Channel.Web, ReachProof.Spoke), new CloseMatter(id, ClosureKind.Explained, new PersonalText("x")), new WithdrawMatter(id), new ReopenMatter(id), new RateMatter(id, 1), new PublishMatter(id), new UnpublishMatter(id), new RecordAnswers(id, "look", 1, 0),
        ];
        IAct[] passing = [new HandOverMatter(id, "look", new UnitId("shangliu")), new ReturnMatter(id, "look", new DutyId("small-repairs"), new UnitId("liuhe")), new RefuseTask(id, "look"), new ReferUp(id, "look"), new DeclareConflict(id)];
        foreach (var (matter, why) in new[] { (run.Matter with { Conflicts = [clerk.Person] }, ProcessRefusals.ConflictOfInterest), (run.Matter with { FiledFor = clerk.Person }, ProcessRefusals.OwnMatter) })
        {
            foreach (var act in acts) ARun.Refused(why, DecidingActs.Decide(matter, act, run.As(clerk)));
            foreach (var act in passing) Assert.False(DecidingActs.Decide(matter, act, run.As(clerk)) is Outcome.Refused { Why: var no } && no == why, act.Word);
            Assert.False(SeeingMatters.MayRead(clerk, matter));
            Assert.True(SeeingMatters.MayRead(ARun.Officer("village-head@zhongliu"), matter));
        }
    }

    [Fact]
    public void What_was_closed_otherwise_reopens_within_the_time_that_the_structure_gives_and_only_for_the_requester()
    {
        var run = ARun.Of(Short).Filed().Perform("receive").Perform("look").Perform("confirm");

        ARun.Refused(ProcessRefusals.NotTheRequester, run.Try((matter, at) => ReopeningMatters.Decide(matter, new ReopenMatter(matter.Id), at), ARun.Officer("service-clerk@liuhe")));
        run.Later(TimeSpan.FromDays(29));
        Assert.IsType<Outcome.Accepted>(run.Try((matter, at) => ReopeningMatters.Decide(matter, new ReopenMatter(matter.Id), at), ARun.Resident));
        ARun.Refused(ProcessRefusals.TooLateToReopen, run.Later(TimeSpan.FromDays(30)).Try((matter, at) => ReopeningMatters.Decide(matter, new ReopenMatter(matter.Id), at), ARun.Resident));
    }

    [Fact]
    public void A_unit_cannot_declare_a_matter_solved_and_what_is_out_of_reach_names_who_can_help_and_is_confirmed_all_the_same()
    {
        var run = ARun.Of(Short).Filed().Perform("receive");
        var holder = ARun.Officer("service-lead@liuhe");
        Outcome Close(ClosureKind kind, UnitId? to = null, PersonalText? why = null) => run.Try((matter, at) => ClosingMatters.Decide(matter, new CloseMatter(matter.Id, kind, why, to), at), holder);

        ARun.Refused(ProcessRefusals.NotForTheHolderToSay, Close(ClosureKind.Solved));
        ARun.Refused(ProcessRefusals.NotForTheHolderToSay, Close(ClosureKind.Unanswered));
        ARun.Refused(ProcessRefusals.ReferralMissing, Close(ClosureKind.OutOfReach));
        ARun.Refused(ProcessRefusals.ReasonMissing, Close(ClosureKind.Explained));
        ARun.Refused(ProcessRefusals.NotTheHolder, run.Try((matter, at) => ClosingMatters.Decide(matter, new CloseMatter(matter.Id, ClosureKind.Explained, new PersonalText("because")), at), ARun.Officer("village-clerk@zhongliu")));
        run.Do(Close(ClosureKind.OutOfReach, new UnitId("works-office"), new PersonalText("because")));
        Assert.Equal(["confirm"], run.OpenKeys);
        run.Later(TimeSpan.FromHours(1)).Perform("confirm", new StepResult.Disputed());
        Assert.Equal((ClosureKind.OutOfReach, (bool?)false, "works-office"), (run.Matter.LastClosure!.Kind, run.Matter.LastClosure.Confirmed, run.Matter.LastClosure.ReferredTo));
        AlwaysHolds.Of(run);
    }

    [Fact]
    public void A_matter_that_is_closed_early_is_confirmed_also_where_the_question_stands_in_a_loop()
    {
        var run = ARun.Of("- receive: {by: service-clerk}\n- repeat:\n    do:\n      - check: {id: look, by: village-clerk, result: solved}\n      - confirm: {by: requester}\n    until: confirm.outcome = \"confirmed\"\n    at-most: 3").Filed().Perform("receive");
        run.Later(TimeSpan.FromHours(1)).Do((matter, at) => ClosingMatters.Decide(matter, new CloseMatter(matter.Id, ClosureKind.Explained, new PersonalText("because")), at), ARun.Officer("service-lead@liuhe"));
        Assert.Equal(["confirm"], run.OpenKeys);
        run.Later(TimeSpan.FromHours(1)).Perform("confirm");
        Assert.Equal((ClosureKind.Explained, (bool?)true), (run.Matter.LastClosure!.Kind, run.Matter.LastClosure.Confirmed));
        AlwaysHolds.Of(run);
    }

    [Fact]
    public void A_dispute_goes_round_again_where_the_flow_says_so()
    {
        var run = ARun.Of("""
            - repeat:
                do:
                  - check: {id: look, by: village-clerk, result: solved}
                  - confirm: {by: requester}
                until: confirm.outcome = "confirmed"
                at-most: 3
            """).Filed().Perform("look#1");

        ARun.Refused(ProcessRefusals.ReasonMissing, PerformingSteps.Decide(run.Matter, new PerformStep(run.Matter.Id, "confirm#1", new StepResult.Disputed(), []), run.As(ARun.Resident)));
        run.Perform("confirm#1", new StepResult.Disputed());
        Assert.Equal(["look#2"], run.OpenKeys);
        Assert.True(run.Matter.Disputed);
    }

    [Fact]
    public void The_requester_may_withdraw_at_any_time_and_rates_once_for_each_closing()
    {
        var run = ARun.Of(Short).Filed().Perform("receive");
        Outcome Rate(int stars) => run.Try((matter, at) => RatingMatters.Decide(matter, new RateMatter(matter.Id, stars), at), ARun.Resident);

        ARun.Refused(ProcessRefusals.MatterIsNotClosed, Rate(3));
        ARun.Refused(ProcessRefusals.NotTheRequester, run.Try((matter, at) => WithdrawingMatters.Decide(matter, new WithdrawMatter(matter.Id), at), ARun.Officer("service-clerk@liuhe")));
        run.Do((matter, at) => WithdrawingMatters.Decide(matter, new WithdrawMatter(matter.Id), at), ARun.Resident);
        Assert.Equal(ClosureKind.Withdrawn, run.Matter.LastClosure!.Kind);
        ARun.Refused(ProcessRefusals.RatingOutOfRange, Rate(0));
        run.Do(Rate(2));
        ARun.Refused(ProcessRefusals.RatedAlready, Rate(2));
        ARun.Refused(ProcessRefusals.MatterIsClosed, run.TryPerform("look"));
    }

    [Fact]
    public void A_unit_that_did_a_step_may_not_be_the_independent_check()
    {
        var run = ARun.Of("""
            - check: {id: look, by: village-clerk, result: solved}
            - confirm: {id: visit, by: village-head}
            """).Filed().Perform("look");

        ARun.Refused(ProcessRefusals.NotIndependent, run.TryPerform("visit", new StepResult.Confirmed()));
    }

    [Fact]
    public void A_flow_that_ends_without_a_result_waits_for_its_holder_to_say_what_came_of_it()
    {
        var run = ARun.Of("- check: {id: look, by: village-clerk}").Filed().Perform("look");
        Assert.Equal(["=end"], run.OpenKeys);
        run.Do((matter, at) => ClosingMatters.Decide(matter, new CloseMatter(matter.Id, ClosureKind.Solved, null), at), new Actor.Officer(new ActorId("o-1"), new PostAt("service-lead", run.Matter.HeldBy)));
        Assert.Equal((ClosureKind.Solved, (bool?)null), (run.Matter.LastClosure!.Kind, run.Matter.LastClosure.Confirmed));
    }

    [Fact]
    public void A_closed_matter_is_never_worked_on_whatever_is_asked()
    {
        var run = ARun.Of(Short).Filed();
        run.Do((matter, at) => WithdrawingMatters.Decide(matter, new WithdrawMatter(matter.Id), at), ARun.Resident);
        var (id, why) = (run.Matter.Id, new PersonalText("because"));
        Func<Matter, Circumstances, Outcome>[] acts =
        [
            (matter, at) => HandingOverMatters.Decide(matter, new HandOverMatter(id, null, new UnitId("works-office")), at),
            (matter, at) => ReturningMatters.Decide(matter, new ReturnMatter(id, null, new DutyId("small-repairs"), new UnitId("liuhe")), at),
            (matter, at) => RefusingTasks.Decide(matter, new RefuseTask(id, null), at),
            (matter, at) => ReferringUp.Decide(matter, new ReferUp(id, "look"), at),
            (matter, at) => PausingMatters.Decide(matter, new PauseMatter(id, "weather", Bearer.Requester), at),
            (matter, at) => PausingMatters.Decide(matter, new ResumeMatter(id), at),
            (matter, at) => AskingUnits.Decide(matter, new AskUnit(id, "look", Bearer.Requester, WaitReason.Data, null), at),
            (matter, at) => BlowingWhistles.Decide(matter, new BlowWhistle(id, null, []), at),
            (matter, at) => AddingInformation.Decide(matter, new AddInformation(id, [], why), at),
            (matter, at) => RemindingUnits.Decide(matter, new RemindUnit(id, "look"), at),
            (matter, at) => ClosingMatters.Decide(matter, new CloseMatter(id, ClosureKind.Explained, why), at),
            (matter, at) => WithdrawingMatters.Decide(matter, new WithdrawMatter(id), at),
        ];

        foreach (var act in acts) ARun.Refused(ProcessRefusals.MatterIsClosed, run.Try(act, ARun.Officer("service-lead@liuhe")));
    }
}
