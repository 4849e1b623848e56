using FsCheck;
using FsCheck.Fluent;
using Trellis.Simulation;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>The same seed draws the same on any machine, and what is drawn is spread as it says.</summary>
public sealed class DrawingLots
{
    [Fact]
    public void Numbers_of_a_seed_are_those_that_were_published()
    {
        // The first numbers of SplitMix64 from the seed 1234567, as in the reference program of Vigna 2015.
        var chance = new Chance(new Seed(1234567));

        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL, 4593380528125082431UL, 16408922859458223821UL], Enumerable.Range(0, 5).Select(_ => chance.Bits()));
    }

    [Fact]
    public void Branches_of_a_seed_are_pinned()
    {
        var seed = new Seed(1);

        Assert.Equal("ba49cac600db4588", seed.Of("arrivals").Value.ToString("x16"));
        Assert.Equal("ee95841310d0b92a", seed.Of("arrivals").Of(7).Value.ToString("x16"));
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(at => seed.Of(at).Value).Distinct().Count());
        Assert.NotEqual(seed.Of("a").Of("b"), seed.Of("b").Of("a"));
    }

    /// <summary>The twin spells every name in bytes, whatever its script (FNV-1a of 64 bits).</summary>
    [Fact]
    public void A_branch_is_that_of_the_bytes_of_its_name() =>
        Prop.ForAll<NonNull<string>>(static name =>
        {
            var hash = 14695981039346656037UL;
            foreach (var one in System.Text.Encoding.UTF8.GetBytes(name.Get + "过")) hash = unchecked((hash ^ one) * 1099511628211UL);
            return new Seed(7).Of(name.Get + "过").Value == Seed.Stirred(7 ^ Seed.Stirred(hash));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Logarithm_and_exponential_agree_with_those_of_the_system_to_the_last_places() =>
        Prop.ForAll<ulong>(static bits =>
        {
            var x = BitConverter.UInt64BitsToDouble(bits & 0x7FFFFFFFFFFFFFFFUL);
            if (!double.IsFinite(x)) return true;
            return Near(Math.Log(x), Logarithms.Natural(x), 4);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_logarithm_is_as_near_where_it_is_small()
    {
        for (var at = 1; at < 4000; at++)
        {
            Assert.True(Near(Math.Log(at / 1000.0), Logarithms.Natural(at / 1000.0), 4), $"log {at / 1000.0}");
            Assert.True(Near(Math.Exp((at - 2000) / 3.0), Logarithms.Exponential((at - 2000) / 3.0), 4), $"exp {(at - 2000) / 3.0}");
        }

        Assert.Equal(double.NegativeInfinity, Logarithms.Natural(0));
        Assert.Equal(double.NaN, Logarithms.Natural(-1));
        Assert.Equal(double.PositiveInfinity, Logarithms.Exponential(800));
        Assert.Equal(0, Logarithms.Exponential(-800));
    }

    [Theory]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(0.0001, -3.719016485455709)]
    [InlineData(0.01, -2.3263478740408408)]
    [InlineData(0.2, -0.8416212335729142)]
    [InlineData(0.5, 0)]
    [InlineData(0.7, 0.5244005127080407)]
    [InlineData(0.975, 1.9599639845400536)]
    [InlineData(0.9999, 3.719016485455709)]
    public void Quantiles_of_the_normal_distribution_are_those_of_the_tables(double probability, double quantile) =>
        Assert.Equal(quantile, Logarithms.NormalQuantile(probability), 12);

    [Fact]
    public void What_is_drawn_has_the_mean_and_the_deviation_that_it_says()
    {
        const int Draws = 200_000;
        var chance = new Seed(3).Of("moments").Draws();
        // Five standard errors, so that a right generator fails once in a million seeds; the seed is fixed, so it fails never or always.
        Check(static one => one.Unit(), 0.5, 1 / 12.0);
        Check(static one => one.Exponential(3), 3, 9);
        Check(static one => one.Normal(-2, 5), -2, 25);
        Check(static one => one.LogNormal(0, 0.5), Math.Exp(0.125), (Math.Exp(0.25) - 1) * Math.Exp(0.25));
        Check(static one => one.Gamma(2.5, 2), 5, 10);
        Check(static one => one.Gamma(0.4, 5), 2, 10);
        Check(static one => one.Below(10), 4.5, 8.25);

        void Check(Func<Chance, double> draw, double mean, double variance)
        {
            var drawn = Enumerable.Range(0, Draws).Select(_ => draw(chance)).ToList();
            Assert.InRange(drawn.Average(), mean - (5 * Math.Sqrt(variance / Draws)), mean + (5 * Math.Sqrt(variance / Draws)));
            var found = drawn.Sum(one => (one - mean) * (one - mean)) / Draws;
            Assert.InRange(found / variance, 0.95, 1.05);
        }
    }

    [Fact]
    public void Each_of_a_few_is_drawn_as_often_as_its_weight_says()
    {
        var chance = new Seed(4).Draws();
        var drawn = new int[4];
        for (var at = 0; at < 100_000; at++) drawn[chance.Weighed([1, 1, 4, 10])]++;

        Assert.Equal(0, drawn[1]);
        Assert.InRange(drawn[0], 9_500, 10_500);
        Assert.InRange(drawn[2], 29_200, 30_800);
    }

    private static bool Near(double expected, double found, int steps) =>
        expected.Equals(found) || Math.Abs(expected - found) <= steps * Math.Max(Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected), 4.9e-324);
}
