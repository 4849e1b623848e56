using Trellis.Diagnosis.Methods;
using Trellis.Simulation;
using Xunit;

namespace Trellis.Tests.Diagnosis.Findings;

public sealed class HoldingFalseDiscoveries
{
    /// <summary>The fifteen values of Benjamini and Hochberg (1995), section 4: at 5 % the four smallest are told.</summary>
    private static readonly double[] Published = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0];

    [Fact]
    public void The_published_example_tells_its_four()
    {
        Assert.Equal(4, FalseDiscoveries.Adjusted(Published, anyDependence: false).Count(static q => q <= 0.05));
        Assert.Equal(3, FalseDiscoveries.Adjusted(Published, anyDependence: true).Count(static q => q <= 0.05));
    }

    [Fact]
    public void The_order_of_the_tests_does_not_matter_and_no_value_falls()
    {
        var adjusted = FalseDiscoveries.Adjusted(Published, anyDependence: true);

        Assert.Equal(adjusted.Reverse(), FalseDiscoveries.Adjusted([.. Published.Reverse()], anyDependence: true));
        Assert.All(adjusted.Zip(Published), static pair => Assert.True(pair.First >= pair.Second && pair.First <= 1));
        Assert.Empty(FalseDiscoveries.Adjusted([], anyDependence: true));
    }

    [Fact]
    public void Peers_that_truly_differ_do_not_make_each_other_outliers()
    {
        var chance = new Chance(new Seed(81));
        var (told, all) = (0, 0);
        for (var world = 0; world < 300; world++)
        {
            var units = Enumerable.Range(0, 12).Select(_ =>
            {
                var share = Math.Clamp(chance.Normal(0.3, 0.08), 0.05, 0.9);
                var of = 30 + (int)chance.Below(400);
                return (of, Enumerable.Range(0, of).Count(_ => chance.Happens(share)));
            }).ToList();
            foreach (var result in PeerComparison.Compare(units))
            {
                all++;
                if (result!.Value.PValue < 0.01) told++;
            }
        }

        // One in a hundred by chance; 3,600 units.
        Assert.InRange((double)told / all, 0, 0.02);
    }

    [Fact]
    public void One_outlier_among_peers_is_told_and_does_not_hide_itself()
    {
        List<(int Of, int Hits)> units = [.. Enumerable.Range(0, 10).Select(static at => (100 + at, 20)), (100, 60)];

        Assert.True(PeerComparison.Compare(units)[^1]!.Value.PValue < 0.0001);
        Assert.All(PeerComparison.Compare(units).SkipLast(1), static result => Assert.True(result!.Value.PValue > 0.05));
        Assert.All(PeerComparison.Compare(units.GetRange(0, 4)), static result => Assert.Null(result));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.6)]
    public void A_series_that_leans_on_its_past_is_no_shift(double leans)
    {
        var chance = new Chance(new Seed(82));
        var told = 0;
        for (var world = 0; world < 400; world++)
        {
            var before = 0.0;
            var values = Enumerable.Range(0, 60).Select(_ => before = (leans * before) + chance.Normal(0, 1)).ToList();
            if (ShiftTest.Find(values) is { PValue: < 0.01 }) told++;
        }

        Assert.InRange(told, 0, 16);
    }

    [Fact]
    public void A_level_that_moves_is_found_where_it_does()
    {
        var chance = new Chance(new Seed(83));
        var shift = ShiftTest.Find([.. Enumerable.Range(0, 60).Select(at => chance.Normal(at < 25 ? 0 : 2, 1))])!.Value;

        Assert.InRange(shift.At, 22, 28);
        Assert.True(shift.PValue < 0.001 && shift.After > shift.Before);
        Assert.Null(ShiftTest.Find([.. Enumerable.Repeat(1.0, 40)]));
    }
}
