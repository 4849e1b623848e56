using System.Globalization;
using System.Text.Json;
using Trellis.Diagnosis.Methods;
using Trellis.Pilots.Evaluation;
using Trellis.Tests.Standards;
using Xunit;

namespace Trellis.Tests.Diagnosis.Methods;

/// <summary>Methods against the figures that their authors or other programs published for the same numbers.</summary>
public sealed class ReproducingPublishedMethods
{
    [Fact]
    public void The_density_test_gives_the_published_figures_for_the_senate_margins()
    {
        var expected = Expected("rddensity_senate");
        var values = Rows("rddensity_senate.csv").Skip(1).Select(static row => double.Parse(row[0], CultureInfo.InvariantCulture)).ToArray();

        var jump = DensityTest.Find(values, 0)!;

        Assert.Equal(expected.GetProperty("n_left").GetInt32(), jump.Left);
        Assert.Equal(expected.GetProperty("n_right").GetInt32(), jump.Right);
        Assert.Equal(expected.GetProperty("eff_left").GetInt32(), jump.NearLeft);
        Assert.Equal(expected.GetProperty("eff_right").GetInt32(), jump.NearRight);
        Assert.Equal(expected.GetProperty("h_left").GetDouble(), jump.LeftBandwidth, 1e-3);
        Assert.Equal(expected.GetProperty("h_right").GetDouble(), jump.RightBandwidth, 1e-3);
        Assert.Equal(expected.GetProperty("T").GetDouble(), jump.Statistic, 1e-3);
        Assert.Equal(expected.GetProperty("p").GetDouble(), jump.PValue, 1e-3);
        foreach (var window in expected.GetProperty("binomial_windows_half_width_left_right_p").EnumerateArray())
            Assert.Equal(window[3].GetDouble(), SignTest.PValue(window[1].GetInt32(), window[2].GetInt32()), 0.00005);
    }

    [Fact]
    public void The_digits_of_the_sizes_of_towns_follow_Benfords_law_as_published()
    {
        var expected = Expected("benford_us_towns_2009");
        var sizes = Rows("us_towns_population_2009.csv.gz").Skip(1).Select(static row => decimal.Parse(row[^1], CultureInfo.InvariantCulture)).ToList();

        var first = DigitTests.First(sizes);
        var two = DigitTests.FirstTwo(sizes);

        Assert.Equal(expected.GetProperty("n").GetInt32(), first.Figures);
        Assert.Equal(expected.GetProperty("first_digit_counts").EnumerateArray().Select(static count => count.GetInt32()), first.Counts);
        Assert.Equal(expected.GetProperty("chi2_df8").GetDouble(), first.ChiSquare, 5e-6);
        Assert.Equal(expected.GetProperty("mad_first").GetDouble(), first.MeanDeviation, 5e-11);
        Assert.Equal(expected.GetProperty("first_two_chi2_df89").GetDouble(), two.ChiSquare, 5e-7);
        Assert.Equal(expected.GetProperty("mad_first_two").GetDouble(), two.MeanDeviation, 5e-11);
        Assert.Equal(DigitConformity.Close, first.Conformity);
    }

    [Fact]
    public void The_funnel_over_the_five_municipalities_has_the_published_places()
    {
        var expected = Expected("funnel_bpic15_over_56_days");
        var units = expected.GetProperty("place_n_late").EnumerateArray().Select(static row => (Of: row[1].GetInt32(), Hits: row[2].GetInt32())).ToList();

        var funnel = FunnelPlot.Draw(units);

        Assert.Equal(expected.GetProperty("p0").GetDouble(), funnel.Overall, 5e-7);
        foreach (var (z, point) in expected.GetProperty("z").EnumerateArray().Zip(funnel.Points)) Assert.Equal(z.GetDouble(), point.Z, 5e-5);
        Assert.Equal(expected.GetProperty("phi_mean_z2").GetDouble(), funnel.MeanSquare, 5e-5);
        var (low, high) = funnel.Limits(units[0].Of, FunnelPlot.Alarm, chanceOnly: true);
        Assert.Equal(expected.GetProperty("approx_998_limits_place1")[0].GetDouble(), low, 5e-7);
        Assert.Equal(expected.GetProperty("approx_998_limits_place1")[1].GetDouble(), high, 5e-7);
        Assert.Equal([2, 3, 4, 5], Enumerable.Range(1, 5).Where(place => Math.Abs(funnel.Points[place - 1].Z) > FunnelPlot.Alarm));
        // Where places may innocently differ as these do, none of the five is outside.
        Assert.DoesNotContain(funnel.Points, static point => Math.Abs(point.Adjusted) > FunnelPlot.Alarm);
    }

    [Fact]
    public void The_effects_of_minimum_wages_are_those_of_the_staggered_estimator()
    {
        var expected = Expected("did_mpdta");
        var places = Rows("mpdta.csv.gz").Skip(1).GroupBy(static row => row[1]).Select(static county => new ObservedPlace(
            county.First()[4] == "0" ? null : int.Parse(county.First()[4], CultureInfo.InvariantCulture),
            [.. county.OrderBy(static row => row[0], StringComparer.Ordinal).Select(static row => double.Parse(row[3], CultureInfo.InvariantCulture))])).ToList();

        var effects = StaggeredDifferences.Estimate(places, [2003, 2004, 2005, 2006, 2007]);

        foreach (var effect in expected.GetProperty("att_gt_no_covariates").EnumerateObject())
        {
            var (group, period) = (int.Parse(effect.Name[..4], CultureInfo.InvariantCulture), int.Parse(effect.Name[5..], CultureInfo.InvariantCulture));
            Assert.Equal(effect.Value.GetDouble(), effects.Groups.Single(own => own.Begins == group && own.Period == period).Value, 5e-7);
        }

        Assert.Equal(12, effects.Groups.Count);
        Assert.Equal(expected.GetProperty("analytic_se_2004_2004").GetDouble(), effects.Groups.Single(static own => own is { Begins: 2004, Period: 2004 }).Error, 5e-7);
        Assert.Equal(expected.GetProperty("simple_att").GetDouble(), effects.Simple!.Value.Value, 5e-7);
        foreach (var since in expected.GetProperty("dynamic").EnumerateObject())
            Assert.Equal(since.Value.GetDouble(), effects.BySince.Single(own => own.Since == int.Parse(since.Name, CultureInfo.InvariantCulture)).Effect.Value, 5e-7);
        Assert.Equal(expected.GetProperty("dynamic_overall").GetDouble(), effects.OverallBySince!.Value.Value, 5e-6);
        foreach (var group in expected.GetProperty("group").EnumerateObject())
            Assert.Equal(group.Value.GetDouble(), effects.ByGroup.Single(own => own.Begins == int.Parse(group.Name, CultureInfo.InvariantCulture)).Effect.Value, 5e-7);
        Assert.Equal(expected.GetProperty("group_overall").GetDouble(), effects.OverallByGroup!.Value.Value, 5e-7);
        // The published error is that of a bootstrap with a covariate; ours is near it and no more is claimed.
        Assert.InRange(effects.OverallBySince!.Value.Error, 0.018, 0.023);
    }

    [Fact]
    public void The_textbook_transport_costs_743_and_the_prices_prove_it()
    {
        var expected = Expected("transport_3x4");
        var costs = expected.GetProperty("cost").EnumerateArray().Select(static row => row.EnumerateArray().Select(static cost => (long?)cost.GetInt64()).ToList()).ToList();

        var plan = Transport.Solve(costs, Longs("supply"), Longs("demand"));

        Assert.Equal(expected.GetProperty("optimum").GetDouble(), plan.Cost);
        Assert.True(plan.IsProved(costs));

        List<long> Longs(string name) => [.. expected.GetProperty(name).EnumerateArray().Select(static amount => amount.GetInt64())];
    }

    private static JsonElement Expected(string method) => JsonDocument.Parse(LogFiles.SharedText("methods/methods.expected.json")).RootElement.GetProperty(method);

    private static List<string[]> Rows(string file)
    {
        using var content = file.EndsWith(".gz", StringComparison.Ordinal) ? LogFiles.Shared("methods/" + file) : LogFiles.Text(LogFiles.SharedText("methods/" + file));
        using var reader = new StreamReader(content);
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line) rows.Add(line.Split(','));
        return rows;
    }
}
