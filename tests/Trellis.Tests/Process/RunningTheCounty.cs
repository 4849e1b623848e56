using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Process;

/// <summary>Two matters of the sample county, from the filing to the resident's word.</summary>
public sealed class RunningTheCounty
{
    [Fact]
    public void A_small_restaurant_opens_with_its_parts_side_by_side_and_each_part_has_its_own_number()
    {
        var run = ARun.OfCounty().Knowing("place", "f-1", "area", Value.Of(new Quantity(90, Measure.SquareMetre))).Filed("small-restaurant", "xikoujie");
        run.Later(TimeSpan.FromHours(1)).Perform("receive");
        Assert.Equal(["business-licence/registration", "fire", "hygiene", "neighbours"], run.OpenKeys);
        Assert.Equal("2026-0001-1", run.Matter.PartAt("business-licence")!.Number);

        run.Later(TimeSpan.FromHours(2)).Do((matter, at) => PerformingSteps.Decide(matter, new PerformStep(matter.Id, "business-licence/registration", new StepResult.Decided("grant"), []), at), Officer(run, "business-licence/registration"));
        Assert.Equal(["business-licence/notify", "fire", "hygiene", "neighbours"], run.OpenKeys);
        run.Do((matter, at) => PerformingSteps.Decide(matter, new PerformStep(matter.Id, "business-licence/notify", new StepResult.Notified(), []), at), Officer(run, "business-licence/notify"));
        Assert.Equal("solved", run.Matter.PartAt("business-licence")!.Result);
        Assert.Null(run.Matter.Result); // the part's result is its own

        run.Perform("hygiene", given: [new GivenItem("matter.hygiene-report", Value.Document("d-1"))]).Perform("fire", given: [new GivenItem("matter.fire-report", Value.Document("d-2"))]);
        run.Later(TimeSpan.FromDays(4)).Perform("neighbours").Perform("permit", new StepResult.Decided("grant"), "o-other").Perform("deliver").Perform("notify").Perform("confirm");
        Assert.Equal((ClosureKind.Solved, (bool?)true), (run.Matter.LastClosure!.Kind, run.Matter.LastClosure.Confirmed));
        Assert.True(run.Events.OfType<StepPerformed>().Select(static one => one.By?.Unit).OfType<UnitId>().Distinct().Count() >= 4);
        AlwaysHolds.Of(run);
    }

    [Fact]
    public void A_small_place_skips_the_fire_check_and_one_whose_area_nobody_knows_waits_for_it()
    {
        Assert.Equal(["business-licence/registration", "hygiene", "neighbours"],
            ARun.OfCounty().Knowing("place", "f-1", "area", Value.Of(new Quantity(20, Measure.SquareMetre))).Filed("small-restaurant", "xikoujie").Perform("receive").OpenKeys);

        var unknown = ARun.OfCounty().Filed("small-restaurant", "xikoujie").Perform("receive");
        Assert.Equal(["premises.area"], unknown.Matter.OpenAt("fire")!.Awaits);
        Assert.Equal(Bearer.Requester, unknown.Matter.OpenAt("fire")!.Wait.On);
    }

    [Fact]
    public void Construction_noise_at_night_goes_with_a_return_a_whistle_an_escalation_and_a_paper_day_to_the_resident()
    {
        // The week after the feast of May.
        var run = ARun.OfCounty().Later(TimeSpan.FromDays(7)).Filed("construction-noise", "heping");
        var paper = run.Now.AddMinutes(10);
        run.Later(TimeSpan.FromHours(3)).Perform("receive", happened: paper);

        // The street hands it to the bureau, which gives it back to the one who bears the duty here.
        var street = run.Matter.HeldBy;
        run.Do((matter, at) => HandingOverMatters.Decide(matter, new HandOverMatter(matter.Id, null, new UnitId("urban-management")), at), Officer(run, "look"))
            .Do((matter, at) => ReturningMatters.Decide(matter, new ReturnMatter(matter.Id, null, new DutyId("construction-noise"), street), at), new Actor.Officer(new ActorId("o-um"), new PostAt("any", new UnitId("urban-management"))));
        Assert.Equal(1, run.Matter.Returns);

        var leader = Trellis.Process.Flows.FindingPerformers.Nearest(run.Matter, run.Structure.Matters.Of("construction-noise")[0].Acts!.Whistle!.By, run.As(Actor.System))!.Value;
        run.Do((matter, at) => BlowingWhistles.Decide(matter, new BlowWhistle(matter.Id, "look", []), at), new Actor.Officer(new ActorId("o-leader"), leader));
        run.Later(TimeSpan.FromHours(3));
        foreach (var job in Jobs.Due(run.Matter, run.As(Actor.System))) run.Do(Jobs.Decide(run.Matter, job, run.As(Actor.System)));
        Assert.Contains(run.Events, static one => one is CallMissed);
        Assert.Contains(run.Events, static one => one is MatterEscalated);
        AlwaysHolds.Of(run);

        run.Do((matter, at) => BlowingWhistles.Decide(matter, new JudgeWhistle(matter.Id, 1, WhistleVerdict.WithoutEffect), at), ARun.Resident);
        run.Perform("look", given: [new GivenItem("matter.site-report", Value.Document("d-1"))]);
        run.Perform("measuring", given: [new GivenItem("matter.noise-level", Value.Of(new Quantity(70, Measure.Decibel)))]).Perform("certificate", given: [new GivenItem("matter.night-permit", Value.No)]);
        run.Perform("stop", new StepResult.Decided("order")).Perform("standstill", given: [new GivenItem("matter.work-stopped", Value.Yes)]);
        Assert.Equal(["case", "hours"], run.OpenKeys);
        run.Perform("hours").Perform("case", given: [new GivenItem("matter.fine-sum", Value.Of(new Quantity(5000, Measure.Yuan)))]).Perform("penalty", new StepResult.Decided("penalise"), "o-other");
        run.Perform("notify").Perform("confirm");
        Assert.Equal(ClosureKind.Solved, run.Matter.LastClosure!.Kind);
        Assert.True(run.Events.OfType<StepPerformed>().Select(static one => one.By?.Unit).OfType<UnitId>().Distinct().Count() >= 4);
        AlwaysHolds.Of(run);
    }

    private static Actor Officer(ARun run, string key) => new Actor.Officer(new ActorId($"o-{key.Replace('/', '-')}"), run.Matter.OpenAt(key)!.Performer!.Value.Post!.Value);
}
