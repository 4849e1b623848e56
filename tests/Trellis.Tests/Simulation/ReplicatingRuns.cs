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

    /// <summary>Eleven figures of which each is an accident one time in twenty: one by one some star appears in two of five experiments.</summary>
    [Fact]
    public void Of_many_figures_without_a_difference_hardly_any_is_told_and_a_large_one_is()
    {
        var numbers = new SeededNumbers(11);
        Estimate Drawn(double shift) => Estimate.Of([.. Enumerable.Range(0, 5).Select(_ => shift + Enumerable.Range(0, 12).Sum(_ => numbers.Share()) - 6)]);
        var (stars, told, seen) = (0, 0, 0);
        for (var experiment = 0; experiment < 500; experiment++)
        {
            Estimate[] nothing = [.. Enumerable.Range(0, 10).Select(_ => Drawn(0))];
            if (nothing.Any(static one => one.IsApart)) stars++;
            if (Estimate.Told(nothing).Contains(true)) told++;
            if (Estimate.Told([.. nothing, Drawn(20)])[10]) seen++;
        }

        Assert.InRange(stars / 500.0, 0.3, 0.5);
        Assert.InRange(told / 500.0, 0.01, 0.08);
        Assert.Equal(500, seen);
    }

    [Fact]
    public void Alone_a_difference_is_told_where_its_interval_does_not_hold_zero()
    {
        var numbers = new SeededNumbers(5);
        for (var experiment = 0; experiment < 300; experiment++)
        {
            var one = Estimate.Of([.. Enumerable.Range(0, 4).Select(_ => numbers.Share() - 0.3)]);
            Assert.Equal(one.IsApart, Estimate.Told([one])[0]);
        }

        Assert.Empty(Estimate.Told([]));
        Assert.Equal([false, true], Estimate.Told([Estimate.Of([3.0]), Estimate.Of([3.0, 3.0])]));
        Assert.Equal([false], Estimate.Told([Estimate.Of([0.0, 0.0])]));
    }

    [Theory]
    [InlineData("small-repair/approval authority.ceiling-used-up", "small-repair/approval 期内限额已用完（authority.ceiling-used-up）", "small-repair/approval the ceiling of the period is used up (authority.ceiling-used-up)")]
    [InlineData("small-repair/look nobody-sits-there", "small-repair/look 岗位上没有人（nobody-sits-there）", "small-repair/look nobody sits there (nobody-sits-there)")]
    [InlineData("small-repair/look process.matter-closed", "small-repair/look 事项已经办结（process.matter-closed）", "small-repair/look The matter is closed (process.matter-closed)")]
    [InlineData("small-repair/look no-such-word", "small-repair/look no-such-word", "small-repair/look no-such-word")]
    public void Why_matters_are_stuck_is_said_in_words_with_the_code_behind(string why, string zh, string en) =>
        Assert.Equal((zh, en), (StuckWords.Say(why, Language.Chinese), StuckWords.Say(why, Language.English)));

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
