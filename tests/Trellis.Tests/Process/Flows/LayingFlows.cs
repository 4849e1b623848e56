using FsCheck;
using FsCheck.Fluent;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Structure.Quantities;
using Trellis.Tests.Structure.Calendars;
using Xunit;

namespace Trellis.Tests.Process.Flows;

public sealed class LayingFlows
{
    private const string Simple = """
        - receive: {by: clerk, within: 2 working hours}
        - check: {id: look, by: clerk, within: 2 working days}
        - decide: {id: award, by: head, within: 1 working day, outcomes: {grant: solved, refuse: refused}}
        - confirm: {by: requester, within: 30 days}
        """;

    [Fact]
    public void A_promise_that_leaves_the_hours_at_the_counter_a_day_is_kept_and_one_day_less_is_not()
    {
        Assert.Empty(Late(Simple, "4 working days"));

        var late = Assert.Single(Late(Simple, "3 working days"));
        Assert.Null(late.Block);
        Assert.Equal(1, late.WorkingDaysLate);
        Assert.Equal(["receive", "look", "award"], late.Way.Select(static step => step.Id));
    }

    [Fact]
    public void What_the_requester_does_counts_only_where_an_office_acts_after_it()
    {
        Assert.Empty(Late("- check: {by: clerk, within: 1 working day}\n- perform: {by: requester, within: 20 working days}\n- confirm: {by: requester}", "2 working days"));
        Assert.Single(Late("- check: {by: clerk, within: 1 working day}\n- perform: {by: requester, within: 20 working days}\n- notify: {by: clerk, tell: applicant, within: 1 working day}", "2 working days"));
    }

    [Fact]
    public void Of_a_loop_the_first_pass_counts_and_of_a_choice_the_slowest_branch()
    {
        Assert.Empty(Late("- repeat:\n    until: talk.outcome = \"passed\"\n    at-most: 3\n    do: [{check: {id: talk, by: clerk, within: 4 working days}}]", "4 working days"));
        Assert.Single(Late("- choice:\n    - when: premises.area > 5 m2\n      then: [{check: {by: clerk, within: 4 working days}}]\n    - otherwise: [{perform: {by: clerk, within: 1 working day}}]", "3 working days"));
    }

    [Fact]
    public void A_short_promise_and_a_long_step_that_never_meet_in_one_case_are_no_fault()
    {
        const string Promise = "if premises.area > 60 m2 then 9 working days else 3 working days";

        Assert.Empty(Late("- check:\n    by: clerk\n    within: if premises.area > 60 m2 then 8 working days else 2 working days", Promise));
        Assert.Empty(Late("- check: {by: clerk, when: premises.area > 100 m2, within: 8 working days}", Promise));
        Assert.Empty(Late("- choice:\n    - when: premises.area <= 60 m2\n      then: []\n    - otherwise: [{check: {by: clerk, within: 8 working days}}]", Promise));
        Assert.Equal("not (premises.area > 60 m2) and premises.area > 50 m2", Assert.Single(Late("- check: {by: clerk, when: premises.area > 50 m2, within: 8 working days}", Promise)).Case.ToString());
    }

    [Fact]
    public void A_block_that_allows_less_than_its_steps_take_is_told_by_itself()
    {
        var late = Assert.Single(Late("- parallel:\n    - check: {by: clerk, within: 4 working days}\n    - perform: {by: clerk, within: 1 working day}\n  within: 3 working days", "20 working days"));

        Assert.IsType<FlowPart.Parallel>(late.Block);
        Assert.Equal(1, late.WorkingDaysLate);
    }

    [Fact]
    public void Side_by_side_saves_what_the_shorter_step_takes()
    {
        var flow = AFlow.Of("- check: {id: one, by: clerk, within: 2 working days}\n- check: {id: two, by: head, within: 3 working days}\n- decide: {by: head, within: 1 working day}");
        var serial = Assert.Single(new FlowTimes(flow, static _ => [], new LaidLimits(2026, ACalendar.Office)).FindSerial(static (one, other) => other.Step!.Kind == StepKind.Check, new DateOnly(2026, 3, 2)));

        Assert.Equal(["one", "two"], serial.Steps.Select(static point => point.Id));
        Assert.Equal(2, serial.WorkingDaysSaved);
    }

    [Fact]
    public void The_worst_filing_of_random_flows_is_as_bad_as_that_of_a_walk_over_the_year()
    {
        var limit = from unit in Gen.Elements(TimeUnit.Hours, TimeUnit.WorkingHours, TimeUnit.WorkingDays, TimeUnit.Days) from amount in Gen.Choose(1, 9) select new TimeLimit(amount, unit);
        var cases = from one in limit
                    from two in limit
                    from three in limit
                    from four in limit
                    from promise in limit
                    select (One: one, Two: two, Three: three, Four: four, Promise: promise);
        Prop.ForAll(cases.ToArbitrary(), static limits =>
        {
            var flow = AFlow.Of($$"""
                - receive: {by: clerk, within: {{limits.One}}}
                - parallel:
                    - check: {id: left, by: clerk, within: {{limits.Two}}}
                    - sequence:
                        - check: {id: right, by: clerk, within: {{limits.Three}}}
                        - check: {id: again, by: clerk, within: {{limits.Four}}}
                - confirm: {by: requester, within: 30 days}
                """, limits.Promise.ToString());
            var late = new FlowTimes(flow, static _ => [], new LaidLimits(2026, ACalendar.Office)).FindLate();
            var worst = TimeSpan.MinValue;
            for (var filed = new DateTime(2026, 1, 1); filed.Year == 2026; filed = filed.AddMinutes(7))
            {
                var received = ACalendar.Office.Due(filed, limits.One).At;
                var (left, right) = (Next(received, limits.Two), Next(Next(received, limits.Three), limits.Four));
                var over = (left > right ? left : right) - ACalendar.Office.Due(filed, limits.Promise).At;
                if (over > worst) worst = over;
            }

            return late.Count == 0 ? worst <= TimeSpan.Zero : late[0].Ends - late[0].Promised >= worst && late[0].Ends - late[0].Promised < worst + TimeSpan.FromMinutes(7) + TimeSpan.FromDays(30);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

        static DateTime Next(DateTime ended, TimeLimit limit) =>
            ACalendar.Office.Due(limit.RunsByTheClock || limit.Unit == TimeUnit.WorkingHours ? ended : ended.AddMinutes(-1), limit).At;
    }

    private static IReadOnlyList<LateFlow> Late(string flow, string promise) =>
        new FlowTimes(AFlow.Of(flow, $"\"{promise}\""), static _ => [], new LaidLimits(2026, ACalendar.Office)).FindLate();
}
