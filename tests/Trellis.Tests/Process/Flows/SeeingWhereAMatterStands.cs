using Trellis.Process;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;
using Xunit;

namespace Trellis.Tests.Process.Flows;

public sealed class SeeingWhereAMatterStands
{
    private const string Flow = """
        - check: {id: first, by: requester}
        - choice:
          - when: first.outcome = "passed"
            then:
              - check: {id: second, by: requester}
              - check: {id: third, by: requester, when: second.outcome = "failed"}
          - otherwise:
              - check: {id: instead, by: requester}
        - repeat:
            do:
              - check: {id: again, by: requester}
            until: again.outcome = "passed"
            at-most: 2
        - notify: {id: told, by: requester, tell: applicant, result: explained}
        - confirm: {by: requester}
        """;

    [Fact]
    public void What_was_just_filed_is_at_its_first_step_and_everything_else_can_follow()
    {
        var run = ARun.Of(Flow).Filed();

        Assert.Equal("first now, second ahead, third ahead, instead ahead, again ahead, told ahead, confirm ahead", Stands(run));
    }

    [Fact]
    public void A_branch_that_was_not_taken_is_passed_and_so_is_a_step_whose_condition_does_not_hold()
    {
        var run = ARun.Of(Flow).Filed().Perform("first", new StepResult.Checked(true));
        Assert.Equal("first done, second now, third ahead, instead passed, again ahead, told ahead, confirm ahead", Stands(run));

        run.Perform("second", new StepResult.Checked(true));
        Assert.Equal("first done, second done, third passed, instead passed, again now, told ahead, confirm ahead", Stands(run));
    }

    [Fact]
    public void What_is_done_once_more_is_where_the_matter_is_until_that_is_done()
    {
        var run = ARun.Of(Flow).Filed().Perform("first", new StepResult.Checked(false)).Perform("instead");
        run.Perform(Assert.Single(run.OpenKeys), new StepResult.Checked(false));

        Assert.Equal("first done, second passed, third passed, instead done, again now, told ahead, confirm ahead", Stands(run));
    }

    [Fact]
    public void Where_a_matter_ended_before_its_last_step_what_is_left_was_not_reached()
    {
        var run = ARun.Of(Flow).Filed().Perform("first", new StepResult.Checked(false));
        run.Do(static (matter, under) => WithdrawingMatters.Decide(matter, new WithdrawMatter(matter.Id), under), ARun.Resident);

        Assert.Equal(MatterState.Closed, run.Matter.State);
        Assert.Equal("first done, second passed, third passed, instead not-reached, again not-reached, told not-reached, confirm not-reached", Stands(run));
    }

    [Fact]
    public void Every_line_of_the_outline_has_its_stand()
    {
        var run = ARun.OfTownship().Filed("small-repair");
        var flow = run.Flows.Of("small-repair", new DateOnly(2026, 5, 4))!;
        var stands = StandingInFlows.Of(flow, run.Matter);

        Assert.All(FlowOutline.Of(flow, run.Structure, new DateOnly(2026, 5, 4)), line => Assert.Contains(line.Part, stands.Keys));
    }

    /// <summary>What is open, and nothing else, is where a matter is; of a closed one nothing is.</summary>
    internal static void Agrees(ARun run)
    {
        var stands = StandingInFlows.Of(run.Flows.Of(run.Matter.Type, new DateOnly(2026, 5, 4))!, run.Matter);
        var now = stands.Where(static one => one is { Key: FlowPart.Step, Value: Stand.Now }).Select(static one => ((FlowPart.Step)one.Key).Id).Order(StringComparer.Ordinal);
        Assert.Equal(run.OpenKeys.Select(static key => key.Split('#')[0]).Distinct().Order(StringComparer.Ordinal), now);
        foreach (var (part, stand) in stands)
        {
            if (part is not FlowPart.Step { Id: var id }) continue;
            var last = run.Matter.Done.LastOrDefault(done => done.Step == id);
            if (stand == Stand.Done) Assert.True(last is { IsSkipped: false }, id);
            if (stand == Stand.Ahead) Assert.True(last is null && run.Matter.State != MatterState.Closed, id);
            if (stand == Stand.NotReached) Assert.True(last is null && run.Matter.State == MatterState.Closed, id);
        }
    }

    private static string Stands(ARun run)
    {
        Agrees(run);
        var stands = StandingInFlows.Of(run.Flows.Of(run.Matter.Type, new DateOnly(2026, 5, 4))!, run.Matter);
        return string.Join(", ", run.Structure.Matters.Of("case")[0].Steps.Select(step => $"{step.Id} {stands[step] switch { Stand.NotReached => "not-reached", var stand => stand.ToString().ToLowerInvariant() }}"));
    }
}
