using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Process.Matters;
using Xunit;

namespace Trellis.Tests.Process;

public sealed class AdoptingVersions
{
    private static readonly Actor Leader = ARun.Officer("township-leader@liuhe");
    private static readonly UnitId Village = new("zhongliu");
    private static readonly PersonalText Why = new("because");

    [Fact]
    public void A_version_waits_until_the_units_whose_duties_grow_could_object_and_every_objection_is_answered()
    {
        var run = ARun.OfTownship();
        var adoption = Proposed(run);
        Outcome Adopt(params ErrorOverride[] overrides) => AdoptingStructures.Decide(adoption, new AdoptStructure("v2", AdoptingStructures.Power, [.. overrides]), run.As(Leader));
        void Do(Outcome outcome) => adoption = ((Outcome.Accepted)outcome).Events.Aggregate((StructureAdoption?)adoption, AdoptingStructures.Apply)!;

        ARun.Refused(ProcessRefusals.NotThePowerToAdopt, AdoptingStructures.Decide(adoption, new AdoptStructure("v2", "approve-repair", []), run.As(Leader)));
        ARun.Refused(ProcessRefusals.ObjectionPeriodRuns, Adopt());
        ARun.Refused(ProcessRefusals.DutiesDoNotGrow, AdoptingStructures.Decide(adoption, new ObjectToStructure("v2", new DutyId("safety-walks"), Why), run.As(ARun.Officer("works-head@works-office"))));
        Do(AdoptingStructures.Decide(adoption, new ObjectToStructure("v2", new DutyId("safety-walks"), Why), run.As(ARun.Officer("village-head@zhongliu"))));
        run.Later(TimeSpan.FromDays(11));
        ARun.Refused(ProcessRefusals.ObjectionPeriodIsOver, AdoptingStructures.Decide(adoption, new ObjectToStructure("v2", new DutyId("safety-walks"), Why), run.As(ARun.Officer("village-head@zhongliu"))));
        ARun.Refused(ProcessRefusals.ObjectionNotAnswered, Adopt());
        ARun.Refused(ProcessRefusals.NoSuchObjection, AdoptingStructures.Decide(adoption, new AnswerObjection("v2", 9, false, Why), run.As(Leader)));
        ARun.Refused(ProcessRefusals.NotIndependent, AdoptingStructures.Decide(adoption, new AnswerObjection("v2", 1, false, Why), run.As(ARun.Officer("village-head@zhongliu"))));
        Do(AdoptingStructures.Decide(adoption, new AnswerObjection("v2", 1, false, Why), run.As(Leader)));
        ARun.Refused(ProcessRefusals.AnsweredAlready, AdoptingStructures.Decide(adoption, new AnswerObjection("v2", 1, true, Why), run.As(Leader)));

        ARun.Refused(ProcessRefusals.ErrorNotOverridden, Adopt());
        ARun.Refused(ProcessRefusals.OverrideWithoutEnd, Adopt(Override(new DateOnly(2026, 5, 10))));
        ARun.Refused(ProcessRefusals.OverrideWithoutEnd, Adopt(Override(new DateOnly(2027, 6, 3)))); // more than a year
        ARun.Refused(ProcessRefusals.ReasonMissing, Adopt(Override(new DateOnly(2026, 12, 31)) with { Reason = new PersonalText(" ") }));
        ARun.Refused(ProcessRefusals.NoSuchPost, Adopt(Override(new DateOnly(2026, 12, 31)) with { By = new PostAt("township-leader", new UnitId("zhongliu")) }));
        Do(Adopt(Override(new DateOnly(2026, 12, 31))));
        Assert.Equal(run.Now, adoption.Adopted);
        ARun.Refused(ProcessRefusals.AdoptedAlready, Adopt(Override(new DateOnly(2026, 12, 31))));
    }

    [Fact]
    public void A_version_with_an_objection_that_is_to_be_followed_is_not_adopted()
    {
        var run = ARun.OfTownship().Later(TimeSpan.FromDays(11));
        var adoption = Proposed(run) with { Objections = [new Objection(1, Village, new DutyId("safety-walks"), ARun.Monday, true, ARun.Monday)], Errors = [] };

        ARun.Refused(ProcessRefusals.ObjectionNotAnswered, AdoptingStructures.Decide(adoption, new AdoptStructure("v2", AdoptingStructures.Power, []), run.As(Leader)));
    }

    [Fact]
    public void It_takes_effect_after_the_time_to_object_and_is_proposed_once()
    {
        var run = ARun.OfTownship();
        var propose = Proposal();

        ARun.Refused(ProcessRefusals.ObjectionPeriodTooShort, AdoptingStructures.Decide(null, propose with { ObjectUntil = run.Now }, run.As(Leader)));
        ARun.Refused(ProcessRefusals.TakesEffectTooEarly, AdoptingStructures.Decide(null, propose with { InForce = new DateOnly(2026, 5, 14) }, run.As(Leader)));
        ARun.Refused(ProcessRefusals.ProposedAlready, AdoptingStructures.Decide(Proposed(run), propose, run.As(Leader)));
        ARun.Refused(ProcessRefusals.NoSuchAdoption, AdoptingStructures.Decide(null, new AdoptStructure("v2", AdoptingStructures.Power, []), run.As(Leader)));
        Assert.Equal("change-structure", AdoptingStructures.Needs(new AdoptStructure("v2", AdoptingStructures.Power, []), run.As(Leader)).Power);
    }

    private const string Old = """
        - receive: {by: service-clerk, within: 2 working hours}
        - check: {id: look, by: village-clerk, within: 2 working days}
        - choice:
            - when: look.outcome = "passed"
              then: [{perform: {id: mend, by: works-clerk, within: 5 working days, result: solved}}]
            - otherwise: []
        - confirm: {by: requester, within: 5 working days}
        """;

    private const string New = """
        - receive: {by: service-clerk, within: 2 working hours}
        - check: {id: safety, by: safety-officer, within: 1 working day}
        - check: {id: look, by: village-clerk, within: 2 working days}
        - notify: {id: told, by: service-clerk, tell: applicant, within: 1 working day}
        - choice:
            - when: look.outcome = "failed"
              then: []
            - when: look.outcome = "passed"
              then: [{perform: {id: mend, by: works-clerk, within: 5 working days, result: solved}}]
            - otherwise: []
        - confirm: {by: requester, within: 5 working days}
        """;

    [Fact]
    public void A_matter_that_moves_never_does_a_finished_step_again_and_does_the_new_ones_first()
    {
        var (run, under, adoption) = Moving();
        var line = MovingMatters.DryRun(run.Matter, "v2", under);
        Assert.Equal((true, "", "mend", "safety"), (line.Moves, string.Join(' ', line.Keeps), string.Join(' ', line.Drops), string.Join(' ', line.Opens)));
        Assert.Equal("v1", run.Matter.Version); // nothing moved yet

        ARun.Refused(ProcessRefusals.NotInThePlan, MovingMatters.Decide(adoption, run.Matter, new MoveMatter(run.Matter.Id, "v2"), under));
        adoption = AdoptingStructures.Apply(adoption, ((Outcome.Accepted)MovingMatters.Decide(adoption, new PlanMove("v2", [line]), under)).Events[0])!;
        run.Do(MovingMatters.Decide(adoption, run.Matter, new MoveMatter(run.Matter.Id, "v2"), under));
        Assert.Equal(("v2", "safety"), (run.Matter.Version, string.Join(' ', run.OpenKeys)));
        AlwaysHolds.Of(run);

        var other = Other(run);
        other.Perform("safety").Perform("told").Later(TimeSpan.FromHours(1));
        Assert.Equal(["mend"], other.OpenKeys); // "look" is behind it, and its branch is found again
        other.Perform("mend").Perform("confirm");
        Assert.Equal(ClosureKind.Solved, other.Matter.LastClosure!.Kind);
        AlwaysHolds.Of(other);
    }

    [Fact]
    public void Who_has_a_step_that_both_versions_have_keeps_it_with_its_limit()
    {
        var run = ARun.Of(Old).Filed().Perform("receive");
        var due = run.Matter.OpenAt("look")!.Due;
        var under = ARun.Of(Old.Replace("id: mend", "id: repair")).As(Leader) with { Now = run.Now.AddHours(3) };
        var adoption = Adopted() with { Moves = [MovingMatters.DryRun(run.Matter, "v2", under)] };
        run.Later(TimeSpan.FromHours(3)).Do(MovingMatters.Decide(adoption, run.Matter, new MoveMatter(run.Matter.Id, "v2"), under));

        Assert.Equal(("village-clerk@zhongliu", due), (run.Matter.OpenAt("look")!.Performer.ToString(), run.Matter.OpenAt("look")!.Due));
        AlwaysHolds.Of(run);
    }

    [Fact]
    public void A_plan_that_no_longer_fits_moves_nothing_and_what_cannot_move_says_why()
    {
        var (run, under, adoption) = Moving();
        adoption = adoption with { Moves = [MovingMatters.DryRun(run.Matter, "v2", under)] };
        run.Perform("mend");
        ARun.Refused(ProcessRefusals.NotInThePlan, MovingMatters.Decide(adoption, run.Matter, new MoveMatter(run.Matter.Id, "v2"), under));
        run.Perform("confirm");
        Assert.Equal(ProcessRefusals.MatterIsClosed.Code, MovingMatters.DryRun(run.Matter, "v2", under).Why);
        ARun.Refused(ProcessRefusals.NotAdopted, MovingMatters.Decide(Proposed(run), new PlanMove("v2", []), under));
        ARun.Refused(ProcessRefusals.NothingToMove, MovingMatters.Decide(adoption, new PlanMove("v2", [MovingMatters.DryRun(run.Matter, "v2", under)]), under));
    }

    private static (ARun Run, Circumstances Under, StructureAdoption Adoption) Moving()
    {
        var run = ARun.Of(Old).Filed().Later(TimeSpan.FromHours(1)).Perform("receive").Later(TimeSpan.FromHours(1)).Perform("look").Later(TimeSpan.FromHours(1));
        return (run, ARun.Of(New).As(Leader) with { Now = run.Now }, Adopted());
    }

    /// <summary>The matter as it goes on under the new structure.</summary>
    private static ARun Other(ARun run)
    {
        var other = ARun.Of(New);
        other.Now = run.Now;
        other.Do(Outcome.Accept(run.Events));
        return other;
    }

    private static ProposeStructure Proposal() => new("v2", "v1", "plan", "findings", [Village], [new OpenError("TR1001", "duty/safety-walks")], ARun.Monday.AddDays(10), new DateOnly(2026, 6, 1));

    private static StructureAdoption Proposed(ARun run) =>
        AdoptingStructures.Apply(null, ((Outcome.Accepted)AdoptingStructures.Decide(null, Proposal(), run.As(Leader) with { Now = ARun.Monday })).Events[0])!;

    private static StructureAdoption Adopted() => Proposed(ARun.OfTownship()) with { Adopted = ARun.Monday, InForce = new DateOnly(2026, 5, 4) };

    private static ErrorOverride Override(DateOnly until) => new("TR1001", "duty/safety-walks", new PostAt("township-leader", new UnitId("liuhe")), until, Why);
}
