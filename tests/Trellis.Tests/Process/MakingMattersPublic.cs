using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Process;

/// <summary>Whose concern it is lets anybody follow it, and nobody else does; and not everything may be followed.</summary>
public sealed class MakingMattersPublic
{
    private const string Short = "- receive: {by: service-clerk}\n- check: {id: look, by: village-clerk, result: solved}\n- confirm: {by: requester}";

    private static readonly GovernanceStructure Cuiwei = AStructure.Read("cuiwei").Structure;
    private static readonly DateOnly Day = new(2026, 5, 11);

    [Fact]
    public void The_requester_makes_it_public_takes_it_back_and_may_make_it_public_again()
    {
        var run = ARun.Of(Short).Filed();
        ARun.Refused(ProcessRefusals.NotPublic, TakeBack(run, ARun.Resident));

        run.Do(Publish(run, ARun.Resident));
        Assert.Equal(run.Now, run.Matter.Published);
        ARun.Refused(ProcessRefusals.PublicAlready, Publish(run, ARun.Resident));

        run.Later(TimeSpan.FromDays(1)).Do(TakeBack(run, ARun.Resident));
        Assert.Null(run.Matter.Published);
        run.Do(Publish(run, ARun.Resident));
        Assert.NotNull(run.Matter.Published);
        AlwaysHolds.Of(run);
    }

    [Fact]
    public void It_may_be_public_when_it_is_closed_and_stays_so_when_it_is_reopened()
    {
        var run = ARun.Of(Short).Filed().Perform("receive").Perform("look").Perform("confirm");

        run.Do(Publish(run, ARun.Resident)).Do((matter, at) => ReopeningMatters.Decide(matter, new ReopenMatter(matter.Id), at), ARun.Resident);

        Assert.NotNull(run.Matter.Published);
    }

    [Fact]
    public void Nobody_makes_public_what_is_anothers_not_even_who_helped_or_who_works_on_it()
    {
        var run = ARun.Of(Short).Filed();
        var helped = FoldingMatters.Begin(Filed("construction-noise") with { Helper = new ActorId("r-helper") });

        ARun.Refused(ProcessRefusals.OnlyForTheRequester, Publish(run, new Actor.Resident(new ActorId("r-2"))));
        ARun.Refused(ProcessRefusals.OnlyForTheRequester, Publish(run, ARun.Officer("service-clerk@liuhe")));
        ARun.Refused(ProcessRefusals.OnlyForTheRequester, Publish(run, Actor.System));
        ARun.Refused(ProcessRefusals.OnlyForTheRequester, PublishingMatters.Decide(helped, new PublishMatter(helped.Id), run.As(new Actor.Resident(new ActorId("r-helper")))));
        run.Do(Publish(run, ARun.Resident));
        ARun.Refused(ProcessRefusals.OnlyForTheRequester, TakeBack(run, ARun.Officer("service-clerk@liuhe")));
    }

    [Fact]
    public void It_is_not_made_public_before_it_was_filed_nor_tomorrow()
    {
        var run = ARun.Of(Short).Filed();

        ARun.Refused(ProcessRefusals.HappenedInTheFuture, run.Try((matter, at) => PublishingMatters.Decide(matter, new PublishMatter(matter.Id), at), ARun.Resident, run.Now.AddDays(1)));
        ARun.Refused(ProcessRefusals.HappenedBeforeItBegan, run.Try((matter, at) => PublishingMatters.Decide(matter, new PublishMatter(matter.Id), at), ARun.Resident, run.Now.AddDays(-1)));
    }

    [Theory]
    [InlineData("question-a-look")]
    [InlineData("data-request")]
    [InlineData("disability-allowance")]
    [InlineData("medical-claim")]
    [InlineData("minimum-living-allowance")]
    [InlineData("home-care")]
    [InlineData("disability-support")] // by its parts
    public void What_touches_something_sensitive_or_a_right_over_data_is_confidential(string type) =>
        Assert.True(PublishingMatters.IsConfidential(Cuiwei.Matters.On(type, Day)!, Cuiwei, Day));

    [Theory]
    [InlineData("construction-noise")]
    [InlineData("road-defect")]
    [InlineData("consumer-complaint")]
    [InlineData("rule-proposal")]
    [InlineData("facility-repair")]
    public void What_concerns_a_place_or_a_rule_is_not(string type) => Assert.False(PublishingMatters.IsConfidential(Cuiwei.Matters.On(type, Day)!, Cuiwei, Day));

    [Fact]
    public void What_names_another_person_or_a_household_is_not_one_persons_to_make_public()
    {
        Assert.True(MayBePublic("construction-noise", new BoundRole("applicant", new RowId("person", "r-1")), new BoundRole("site", new RowId("place", "s-1"))));
        Assert.False(MayBePublic("construction-noise", new BoundRole("applicant", new RowId("person", "r-1")), new BoundRole("neighbour", new RowId("person", "r-9"))));
        Assert.False(MayBePublic("homestead", new BoundRole("applicant", new RowId("person", "r-1")), new BoundRole("family", new RowId("household", "h-1"))));
    }

    private static bool MayBePublic(string type, params BoundRole[] roles) => PublishingMatters.MayBePublic(FoldingMatters.Begin(Filed(type) with { Roles = [.. roles] }), Cuiwei.Matters.On(type, Day)!, Cuiwei, Day);

    private static MatterFiled Filed(string type) => new(
        new MatterId("m-1"), "2026-0001", type, "v1", new UnitId("zhuyuan"), [], new ActorId("r-1"), null, null, Channel.Web, new UnitId("xikou"), null, null, [], [], null, [], null, new DateTimeOffset(2026, 5, 1, 1, 0, 0, TimeSpan.Zero));

    private static Outcome Publish(ARun run, Actor by) => run.Try((matter, at) => PublishingMatters.Decide(matter, new PublishMatter(matter.Id), at), by);

    private static Outcome TakeBack(ARun run, Actor by) => run.Try((matter, at) => PublishingMatters.Decide(matter, new UnpublishMatter(matter.Id), at), by);
}
