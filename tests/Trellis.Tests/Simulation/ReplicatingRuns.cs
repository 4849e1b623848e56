using FsCheck;
using FsCheck.Fluent;
using Trellis.Bench.Generators;
using Trellis.Simulation;
using Xunit;

namespace Trellis.Tests.Simulation;

public class ReplicatingRuns
{
    /// <summary>Printed tables of Student's t, two-sided.</summary>
    [Theory]
    [InlineData(0.95, 1, 12.706)]
    [InlineData(0.95, 2, 4.303)]
    [InlineData(0.95, 3, 3.182)]
    [InlineData(0.95, 4, 2.776)]
    [InlineData(0.95, 9, 2.262)]
    [InlineData(0.95, 10, 2.228)]
    [InlineData(0.95, 29, 2.045)]
    [InlineData(0.95, 30, 2.042)]
    [InlineData(0.95, 120, 1.980)]
    [InlineData(0.95, 100_001, 1.960)]
    [InlineData(0.99, 1, 63.657)]
    [InlineData(0.99, 7, 3.499)]
    [InlineData(0.90, 5, 2.015)]
    public void Quantiles_are_those_of_the_printed_tables(double confidence, int freedom, double printed) =>
        Assert.Equal(printed, StudentsT.Quantile(confidence, freedom), 3);

    /// <summary>Trapezia under the density, straight from its definition.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(17)]
    [InlineData(40)]
    public void The_probability_is_the_area_under_the_density(int freedom)
    {
        double Density(double x) => Math.Pow(1 + (x * x / freedom), -(freedom + 1) / 2.0);
        double Area(double to, int steps) => Enumerable.Range(0, steps).Sum(at => (Density(to * at / steps) + Density(to * (at + 1) / steps)) / 2 * to / steps);
        // The whole, over the tangent of an angle, so that far tails are not cut.
        double Whole(int steps) => Enumerable.Range(0, steps).Sum(at => Math.Tan((at + 0.5) * Math.PI / 2 / steps) is var x ? Density(x) * (1 + (x * x)) * Math.PI / 2 / steps : 0);

        foreach (var t in (double[])[0.3, 1, 2.5, 8]) Assert.Equal(Area(t, 20_000) / Whole(20_000), StudentsT.Within(t, freedom), 5);
    }

    [Fact]
    public void The_interval_holds_the_true_mean_in_about_95_of_100_experiments()
    {
        var numbers = new SeededNumbers(7);
        var held = 0;
        for (var experiment = 0; experiment < 4000; experiment++)
        {
            // Twelve uniform numbers add up to nearly a normal one, with mean 6.
            var runs = new double[5];
            for (var run = 0; run < runs.Length; run++) for (var draw = 0; draw < 12; draw++) runs[run] += numbers.Share();
            if (!Estimate.Of(runs).Excludes(6)) held++;
        }

        Assert.InRange(held / 4000.0, 0.94, 0.96);
    }

    [Fact]
    public void Under_common_load_a_small_difference_is_seen_that_separate_means_hide()
    {
        var numbers = new SeededNumbers(3);
        double[] before = [.. Enumerable.Range(0, 10).Select(_ => 100 * numbers.Share())];
        double[] changed = [.. before.Select(figure => figure + 1 + (0.1 * numbers.Share()))];

        var difference = Estimate.OfDifference(before, changed);

        Assert.True(difference.IsApart);
        Assert.InRange(difference.Mean, 1, 1.1);
        Assert.False(Estimate.Of(changed).Excludes(Estimate.Of(before).Mean));
    }

    [Fact]
    public void One_run_has_no_interval_and_excludes_nothing()
    {
        var one = Estimate.Of([42.0]);

        Assert.Equal(new Estimate(42, null, 1), one);
        Assert.False(one.Excludes(0));
    }

    [Fact]
    public void Shifting_all_runs_shifts_the_mean_and_leaves_the_width() =>
        Prop.ForAll<int[], int>((runs, shift) =>
        {
            if (runs.Length < 2) return true;
            double[] figures = [.. runs.Select(static run => (double)run)];
            var here = Estimate.Of(figures);
            var there = Estimate.Of([.. figures.Select(figure => figure + shift)]);
            return Math.Abs(there.Mean - here.Mean - shift) < 1e-6 && Math.Abs(there.Half!.Value - here.Half!.Value) < 1e-6;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Unequal_pairs_are_refused_and_of_nothing_nothing_is_said()
    {
        Assert.Equal(new Estimate(0, null, 0), Estimate.Of([]));
        Assert.Throws<ArgumentException>(static () => Estimate.OfDifference([1], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(static () => StudentsT.Quantile(1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(static () => StudentsT.Quantile(0.95, 0));
    }
}
