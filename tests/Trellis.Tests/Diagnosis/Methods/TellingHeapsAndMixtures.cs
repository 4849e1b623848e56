using Trellis.Diagnosis.Methods;
using Trellis.Simulation;
using Xunit;

namespace Trellis.Tests.Diagnosis.Methods;

public sealed class TellingHeapsAndMixtures
{
    [Fact]
    public void The_distance_from_the_majorant_is_that_of_the_definition()
    {
        var chance = new Chance(new Seed(5));
        for (var round = 0; round < 200; round++)
        {
            var values = Enumerable.Range(0, 1 + (int)chance.Below(40)).Select(_ => 0.01 + (0.99 * chance.Unit() * (round % 2 == 0 ? 1 : chance.Unit()))).Order().ToArray();

            Assert.Equal(ByDefinition(values, 0, 1), MonotoneTest.Distance(values, 0, 1), 9);
        }
    }

    [Fact]
    public void Values_that_are_even_are_taken_for_a_heap_in_at_most_one_of_twenty_series()
    {
        var chance = new Chance(new Seed(6));
        var told = Enumerable.Range(0, 1000).Count(_ => MonotoneTest.PValue(Even(80, 0, 1), 0, 1) < 0.05);

        Assert.InRange(told, 0, 50);

        List<double> Even(int count, double from, double to) => [.. Enumerable.Range(0, count).Select(_ => from + ((to - from) * chance.Unit()))];
    }

    [Fact]
    public void Values_that_become_rarer_and_rarer_are_no_heap_and_a_second_heap_at_the_end_is_one()
    {
        var chance = new Chance(new Seed(7));
        List<double> rarer = [.. Enumerable.Range(0, 400).Select(_ => chance.Exponential(0.2))];

        Assert.True(MonotoneTest.PValue(rarer, 0.1, 1) > 0.2);
        Assert.True(MonotoneTest.PValue([.. rarer, .. Enumerable.Range(0, 150).Select(_ => 0.8 + (0.2 * chance.Unit()))], 0.1, 1) < 0.001);
        Assert.Equal(1, MonotoneTest.PValue([0.9, 0.95, 0.99], 0, 1));
    }

    [Fact]
    public void A_share_is_as_likely_as_the_sum_of_its_binomial_says()
    {
        Assert.Equal(Tail(17, 100, 0.1), ShareTest.PValue(17, 100, 0.1), 12);
        Assert.Equal(1, ShareTest.PValue(0, 100, 0.1));
        Assert.Equal(0, ShareTest.PValue(1, 100, 0));
        Assert.Equal(1, ShareTest.PValue(100, 100, 1));
        Assert.InRange(ShareTest.PValue(20, 20, 0.1) / Math.Pow(0.1, 20), 0.999, 1.001);
    }

    [Fact]
    public void Units_with_unlike_mixtures_of_work_are_not_told_for_their_mixture()
    {
        var chance = new Chance(new Seed(8));
        var (told, all) = (0, 0);
        double[] shares = [0.02, 0.1, 0.3, 0.6];
        for (var world = 0; world < 200; world++)
        {
            var sorts = shares.Select(_ => new List<(int Unit, int Of, int Hits)>()).ToArray();
            for (var unit = 0; unit < 10; unit++)
            {
                for (var sort = 0; sort < shares.Length; sort++)
                {
                    // The higher the number of the unit, the more of the last sort.
                    var of = 5 + (int)chance.Below(20) + (sort == 3 ? 10 * unit : 0);
                    sorts[sort].Add((unit, of, Enumerable.Range(0, of).Count(_ => chance.Happens(shares[sort]))));
                }
            }

            foreach (var result in PeerComparison.CompareMixed(sorts, 20).Values)
            {
                all++;
                if (result.PValue < 0.01) told++;
            }
        }

        Assert.Equal(2000, all);
        Assert.InRange((double)told / all, 0, 0.015);
    }

    [Fact]
    public void A_unit_that_has_more_of_each_sort_is_told_though_no_sort_alone_would_tell_it()
    {
        var sorts = Enumerable.Range(0, 6).Select(static _ => (IReadOnlyCollection<(int, int, int)>)[.. Enumerable.Range(0, 8).Select(static unit => (unit, 12, unit == 5 ? 4 : 1))]).ToList();

        var results = PeerComparison.CompareMixed(sorts, 20);

        Assert.True(results[5].PValue < 0.0001);
        Assert.Equal((72, 24), (results[5].Of, results[5].Hits));
        Assert.InRange(results[5].Expected, 0.08, 0.1);
        Assert.All(results.Where(static one => one.Key != 5), static one => Assert.True(one.Value.PValue > 0.05));
    }

    [Fact]
    public void What_nobody_else_does_is_not_compared_and_four_units_are_too_few()
    {
        Assert.Empty(PeerComparison.CompareMixed([[(0, 500, 400)]], 20));
        Assert.Empty(PeerComparison.CompareMixed([[(0, 50, 40), (1, 50, 2), (2, 50, 2), (3, 50, 2)]], 20));
    }

    private static double ByDefinition(double[] sorted, double from, double to)
    {
        var points = new List<(double X, double Y)> { (from, 0) };
        for (var at = 0; at < sorted.Length; at++) points.Add((sorted[at], at + 1));
        points.Add((to, sorted.Length));
        var largest = 0.0;
        for (var at = 0; at < sorted.Length; at++)
        {
            // The majorant is the highest chord over the place.
            foreach (var left in points)
                foreach (var right in points)
                    if (left.X <= sorted[at] && right.X >= sorted[at]) largest = Math.Max(largest, (right.X > left.X ? left.Y + ((right.Y - left.Y) * (sorted[at] - left.X) / (right.X - left.X)) : Math.Max(left.Y, right.Y)) - at);
        }

        return largest;
    }

    private static double Tail(int hits, int of, double share)
    {
        var sum = 0.0;
        for (var k = hits; k <= of; k++)
        {
            var chance = 1.0;
            for (var at = 0; at < k; at++) chance *= (of - at) / (double)(k - at) * share;
            sum += chance * Math.Pow(1 - share, of - k);
        }

        return sum;
    }
}
