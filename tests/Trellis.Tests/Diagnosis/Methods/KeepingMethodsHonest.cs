using Trellis.Diagnosis.Methods;
using Trellis.Pilots.Evaluation;
using Trellis.Simulation;
using Xunit;

namespace Trellis.Tests.Diagnosis.Methods;

/// <summary>What must hold of the methods on any figures, and what they must not be led to say.</summary>
public sealed class KeepingMethodsHonest
{
    [Fact]
    public void Values_that_pile_up_before_a_deadline_are_seen_and_even_ones_are_not()
    {
        var chance = new Chance(new Seed(3));
        var even = Enumerable.Range(0, 4000).Select(_ => (chance.Unit() * 20) - 10).ToArray();
        var bunched = even.Select(value => value is > 0 and < 2 && chance.Unit() < 0.5 ? -value / 2 : value).ToArray();

        Assert.True(DensityTest.Find(even, 0)!.PValue > 0.05);
        Assert.True(DensityTest.Find(bunched, 0) is { PValue: < 0.001, Statistic: < 0 });
    }

    [Fact]
    public void On_even_values_the_density_test_cries_wolf_no_more_often_than_it_says()
    {
        var chance = new Chance(new Seed(5));
        var cries = 0;
        for (var world = 0; world < 200; world++)
            if (DensityTest.Find([.. Enumerable.Range(0, 600).Select(_ => (chance.Unit() * 20) - 8)], 0) is { PValue: < 0.05 }) cries++;

        // 5 of 100 by chance; 20 of 200 is more than four standard errors beyond that.
        Assert.InRange(cries, 0, 20);
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 1.0, 2, 3 })]
    [InlineData(new[] { -3.0, -2, -1 })]
    [InlineData(new[] { 0.0, 0, 0, 0 })]
    [InlineData(new[] { -1.0, -1, -1, 1, 1, 1 })]
    [InlineData(new[] { -1.0, 1 })]
    public void Where_there_is_nothing_to_compare_the_density_test_says_nothing(double[] values) => Assert.Null(DensityTest.Find(values, 0));

    [Fact]
    public void Days_without_hours_give_a_figure_and_no_nonsense()
    {
        var chance = new Chance(new Seed(9));

        var jump = DensityTest.Find([.. Enumerable.Range(0, 2000).Select(_ => (double)chance.Below(41) - 20)], 0);

        Assert.True(jump is null || double.IsFinite(jump.Statistic));
    }

    [Fact]
    public void Digits_are_those_of_the_decimal_and_not_of_a_binary_fraction()
    {
        Assert.Equal(1, DigitTests.FirstTwo([0.29m]).Counts[29 - 10]);
        Assert.Equal(1, DigitTests.FirstTwo([5m]).Counts[50 - 10]);
        Assert.Equal(1, DigitTests.First([0.00071m]).Counts[6]);
        Assert.Equal(0, DigitTests.First([0m, -3m]).Figures);
        Assert.Equal(2, DigitTests.Last([17m, 4m, 20m, 1.5m]).Figures);
    }

    [Fact]
    public void An_uneven_split_is_as_likely_one_way_as_the_other_and_an_even_one_is_certain()
    {
        Assert.Equal(SignTest.PValue(3, 11), SignTest.PValue(11, 3));
        Assert.Equal(1, SignTest.PValue(7, 7));
        Assert.Equal(1, SignTest.PValue(0, 0));
        Assert.Equal(0.5, SignTest.PValue(0, 2), 1e-12);
    }

    [Fact]
    public void Units_that_differ_by_chance_alone_are_within_the_limits_and_one_that_does_not_is_outside()
    {
        var chance = new Chance(new Seed(21));
        var units = Enumerable.Range(0, 30).Select(_ => Unit(0.3)).ToList();
        Assert.DoesNotContain(FunnelPlot.Draw(units).Points, static point => Math.Abs(point.Adjusted) > 4);

        units.Add((400, 300));
        var points = FunnelPlot.Draw(units).Points;
        Assert.True(points[^1].Adjusted > FunnelPlot.Alarm);

        (int, int) Unit(double share)
        {
            var of = 20 + (int)chance.Below(400);
            return (of, Enumerable.Range(0, of).Count(_ => chance.Unit() < share));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0)]
    [InlineData(5, 5)]
    public void Units_without_cases_or_all_alike_are_no_finding(int of, int hits)
    {
        var funnel = FunnelPlot.Draw([(of, hits), (of, hits), (0, 0)]);

        Assert.All(funnel.Points, static point => Assert.Equal((0, 0), (point.Z, point.Adjusted)));
        Assert.True(double.IsFinite(funnel.Overdispersion));
    }

    [Fact]
    public void No_plan_of_transport_is_cheaper_and_the_prices_prove_it()
    {
        var chance = new Chance(new Seed(2));
        for (var round = 0; round < 200; round++)
        {
            var costs = Enumerable.Range(0, 3).Select(_ => (IReadOnlyList<long?>)[.. Enumerable.Range(0, 3).Select(_ => chance.Below(6) == 0 ? (long?)null : chance.Below(9))]).ToList();
            var supply = Enumerable.Range(0, 3).Select(_ => chance.Below(4)).ToList();
            var demand = Enumerable.Range(0, 3).Select(_ => chance.Below(4)).ToList();

            var plan = Transport.Solve(costs, supply, demand);

            Assert.True(plan.IsProved(costs));
            var (moved, cost) = Best(costs, [.. supply], [.. demand], 0);
            Assert.Equal(demand.Sum() - plan.Unmet.Sum(), moved);
            Assert.Equal(cost, plan.Cost);
        }
    }

    [Fact]
    public void Demand_that_costs_more_to_meet_than_to_leave_is_left()
    {
        var plan = Transport.Solve([[3, 10]], [5], [2, 2], unmet: 8);

        Assert.Equal((6L, 3L), (plan.Cost, plan.Spare[0]));
        Assert.Equal([0, 2], plan.Unmet);
    }

    [Fact]
    public void A_change_that_did_nothing_has_no_effect_and_one_that_added_two_adds_two()
    {
        ObservedPlace[] places = [new(null, [1, 2, 3, 4]), new(null, [5, 6, 7, 8]), new(3, [2, 3, 6, 7]), new(4, [0, 1, 2, 5])];

        var effects = StaggeredDifferences.Estimate(places, [1, 2, 3, 4]);

        Assert.Equal(2, effects.Simple!.Value.Value, 1e-12);
        Assert.All(effects.Groups.Where(static effect => effect.Period < effect.Begins), static effect => Assert.Equal(0, effect.Value, 1e-12));
    }

    [Fact]
    public void Without_places_that_never_changed_nothing_is_estimated() => Assert.Null(StaggeredDifferences.Estimate([new(2, [1, 2]), new(2, [1, 3])], [1, 2]).Simple);

    /// <summary>The most that can be moved, and the least cost of that, by trying every single move.</summary>
    private static (long Moved, long Cost) Best(List<IReadOnlyList<long?>> costs, long[] supply, long[] demand, int from)
    {
        (long Moved, long Cost) best = (0, 0);
        for (var at = from; at < 9; at++)
        {
            var (supplier, taker) = (at / 3, at % 3);
            if (costs[supplier][taker] is not { } cost || supply[supplier] == 0 || demand[taker] == 0) continue;
            supply[supplier]--;
            demand[taker]--;
            var (moved, rest) = Best(costs, supply, demand, at);
            supply[supplier]++;
            demand[taker]++;
            if (moved + 1 > best.Moved || (moved + 1 == best.Moved && rest + cost < best.Cost)) best = (moved + 1, rest + cost);
        }

        return best;
    }
}
