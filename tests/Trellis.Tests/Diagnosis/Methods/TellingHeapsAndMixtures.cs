using Trellis.Diagnosis.Methods;
using Trellis.Simulation;
using Xunit;

namespace Trellis.Tests.Diagnosis.Methods;

public sealed class TellingHeapsAndMixtures
{
    [Fact]
    public void What_thins_out_by_chance_is_taken_for_a_heap_in_about_one_of_twenty_series()
    {
        var chance = new Chance(new Seed(6));
        var told = Enumerable.Range(0, 1000).Count(_ => Heap([.. Enumerable.Range(0, 300).Select(_ => chance.Exponential(0.4))]) < 0.05);

        Assert.InRange(told, 0, 70);
    }

    [Fact]
    public void A_mixture_of_quick_and_slow_work_is_no_heap_and_work_left_until_the_end_is_one()
    {
        var chance = new Chance(new Seed(7));
        List<double> mixed = [.. Enumerable.Range(0, 900).Select(at => chance.Exponential(at % 3 == 0 ? 1.5 : 0.1))];

        Assert.True(Heap(mixed) > 0.05);
        Assert.True(Heap([.. mixed, .. Enumerable.Range(0, 150).Select(_ => 0.8 + (0.2 * chance.Unit()))]) < 0.0001);
        Assert.True(HeapTest.PValue(0, 1, 0) > 0.1);
        Assert.Equal(20.5, HeapTest.Expected(20, 20), 12);
    }

    private static double Heap(List<double> places) => HeapTest.PValue(places.Count(static one => one is > 0.5 and <= 0.75), places.Count(static one => one is > 0.75 and <= 1), places.Count(static one => one is > 1 and <= 1.25));

    [Fact]
    public void What_a_window_would_hold_follows_the_curve_on_both_sides_and_errs_as_much_as_it_says()
    {
        var chance = new Chance(new Seed(9));
        var (told, far) = (0, 0.0);
        for (var series = 0; series < 500; series++)
        {
            var bins = new int[24];
            for (var one = 0; one < 600; one++)
                if ((int)Math.Floor(chance.Normal(10, 5)) is >= 0 and < 24 and var bin) bins[bin]++;
            var (expected, variance) = ExcessMass.Find(bins, 10, 14)!.In(12, 14);
            var off = (bins[12] + bins[13] - expected) / Math.Sqrt(expected + variance);
            far += off;
            if (off > 1.645) told++;
        }

        Assert.InRange(told, 10, 40);
        Assert.InRange(far / 500, -0.15, 0.15);
    }

    [Fact]
    public void A_curve_that_is_given_is_found_again_and_too_few_bins_tell_nothing()
    {
        int[] bins = [.. Enumerable.Range(0, 20).Select(static at => (int)Math.Round(10_000 * Math.Exp(-(at - 9.0) * (at - 9.0) / 60)))];
        int[] holed = [.. bins.Select(static (count, at) => at is >= 8 and < 12 ? 0 : count)];

        Assert.InRange(ExcessMass.Find(holed, 8, 12)!.In(8, 12).Expected / bins[8..12].Sum(), 0.999, 1.001);
        Assert.Null(ExcessMass.Find(bins[..5], 2, 4));
        Assert.Null(ExcessMass.Find(new int[20], 8, 12));
        Assert.Null(ExcessMass.Find(bins, 0, 4));
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
