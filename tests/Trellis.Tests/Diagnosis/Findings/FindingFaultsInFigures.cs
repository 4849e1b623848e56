using System.Globalization;
using System.Text;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Findings.Reported;
using Trellis.Simulation;
using Trellis.Standards.Csv;
using Trellis.Structure.Findings;
using Xunit;

namespace Trellis.Tests.Diagnosis.Findings;

public sealed class FindingFaultsInFigures(ITestOutputHelper output)
{
    private static FigureTable Read(string csv)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        return FigureTables.Read(content, "figures.csv");
    }

    private static FindingReport Find(string csv) => FindingFaults.In(null, Read(csv).Figures, new FindingSettings());

    /// <summary>Twelve towns over three years: counts by chance about a level of each town, a rate that scatters, everything reported within ten days; the county reports the sum.</summary>
    private static string Reports(ulong seed, Func<int, int, long, Chance, long>? count = null, Func<int, int, decimal, Chance, decimal>? rate = null, Func<int, Chance, int>? days = null, Func<long, long>? sum = null)
    {
        var chance = new Chance(new Seed(seed));
        var csv = new StringBuilder("unit,period,indicator,value,parent,reported_at\n");
        var levels = Enumerable.Range(0, 12).Select(_ => 80 + (chance.Unit() * 400)).ToArray();
        for (var month = 0; month < 36; month++)
        {
            var until = new DateOnly(2023, 1, 1).AddMonths(month + 1).AddDays(-1);
            long all = 0;
            for (var town = 0; town < 12; town++)
            {
                var counted = Poisson(levels[town], chance);
                if (count is not null) counted = count(town, month, counted, chance);
                all += counted;
                var share = Math.Round((decimal)Math.Clamp(chance.Normal(84, 6), 40, 100), 1);
                if (rate is not null) share = rate(town, month, share, chance);
                var reported = until.AddDays(days?.Invoke(town, chance) ?? 1 + (int)chance.Below(9));
                csv.Append(CultureInfo.InvariantCulture, $"town {town},{until:yyyy-MM},matters solved,{counted},county,{reported:yyyy-MM-dd}\n");
                csv.Append(CultureInfo.InvariantCulture, $"town {town},{until:yyyy-MM},satisfied,{share}%,,{reported:yyyy-MM-dd}\n");
            }

            csv.Append(CultureInfo.InvariantCulture, $"county,{until:yyyy-MM},matters solved,{sum?.Invoke(all) ?? all},,{until.AddDays(12):yyyy-MM-dd}\n");
        }

        return csv.ToString();
    }

    /// <summary>By adding up exponential gaps.</summary>
    private static long Poisson(double mean, Chance chance)
    {
        var (count, time) = (0L, chance.Exponential(1));
        while (time < mean)
        {
            count++;
            time += chance.Exponential(1);
        }

        return count;
    }

    [Fact]
    public void At_most_one_in_twenty_clean_tables_has_any_finding()
    {
        var told = new List<string>();
        for (var world = 0UL; world < 200; world++)
            told.AddRange(Find(Reports(20_000 + world)).Findings.Take(1).Select(one => $"{world}: {one.Code.Code} {one.Who} q={one.QValue:0.000}"));

        var range = ShareInterval.Of(told.Count, 200)!.Value;
        output.WriteLine($"{told.Count} of 200 clean tables have a finding (95 % interval {range.LowShare:P1} to {range.HighShare:P1})\n{string.Join('\n', told)}");
        Assert.True(told.Count <= 10, string.Join('\n', told));
    }

    [Fact]
    public void Counts_rounded_to_fives_are_seen_by_their_last_digits()
    {
        var found = Find(Reports(51, count: static (town, _, counted, _) => town == 3 ? counted / 5 * 5 : counted)).Findings;

        Assert.Contains(found, static one => one.Code == FindingCodes.UnevenDigits && one.Who.Names.Contains("town 3"));
        Assert.DoesNotContain(found, static one => one.Code == FindingCodes.UnevenDigits && one.Who.Kind == SubjectKind.Unit && !one.Who.Names.Contains("town 3"));
    }

    [Fact]
    public void A_series_filled_in_by_plan_is_too_smooth_and_only_that_one()
    {
        var found = Find(Reports(52, count: static (town, month, counted, chance) => town == 5 ? 300 + month + chance.Below(3) : counted)).Findings;

        Assert.Equal(["matters solved", "town 5"], Assert.Single(found, static one => one.Code == FindingCodes.TooSmooth).Who.Names);
    }

    [Fact]
    public void Where_all_units_are_even_it_is_the_indicator_and_nobody_is_told()
    {
        Assert.DoesNotContain(Find(Reports(53, count: static (town, month, _, chance) => (town * 50) + 300 + month + chance.Below(3))).Findings, static one => one.Code == FindingCodes.TooSmooth);
    }

    [Fact]
    public void A_rate_that_all_report_at_its_top_is_saturated()
    {
        Assert.Contains(Find(Reports(54, rate: static (_, _, _, chance) => chance.Happens(0.95) ? 100m : 97m)).Findings, static one => one.Code == FindingCodes.Saturated);
    }

    [Fact]
    public void Rates_moved_over_a_threshold_are_told_with_the_threshold_and_rates_rounded_to_fives_are_not()
    {
        var moved = Find(Reports(55, rate: static (_, _, share, chance) => share is >= 83 and < 85 && chance.Happens(0.8) ? 85 + Math.Round((decimal)chance.Unit(), 1) : share)).Findings;
        Assert.Contains("85%", Assert.Single(moved, static one => one.Code == FindingCodes.AtTheThreshold).Says.En, StringComparison.Ordinal);

        Assert.DoesNotContain(Find(Reports(55, rate: static (_, _, share, _) => Math.Round(share / 5) * 5)).Findings, static one => one.Code == FindingCodes.AtTheThreshold);
    }

    [Fact]
    public void A_town_that_reports_late_is_told_beside_its_peers()
    {
        var found = Find(Reports(56, days: static (town, chance) => town == 7 ? 10 + (int)chance.Below(20) : 1 + (int)chance.Below(9))).Findings;

        Assert.Equal(["town 7"], Assert.Single(found, static one => one.Code == FindingCodes.LateReports).Who.Names);
    }

    [Fact]
    public void A_town_that_reports_later_than_nearly_all_others_is_told_though_it_keeps_within_the_days_set()
    {
        var found = Assert.Single(Find(Reports(63, days: static (town, chance) => town == 4 && chance.Happens(0.4) ? 8 + (int)chance.Below(6) : 1 + (int)chance.Below(4))).Findings, static one => one.Code == FindingCodes.LateReports);

        Assert.Equal(["town 4"], found.Who.Names);
        Assert.Contains("nineteen in twenty", found.Says.En, StringComparison.Ordinal);
        Assert.DoesNotContain(Find(Reports(63, days: static (_, chance) => 1 + (int)chance.Below(12))).Findings, static one => one.Code == FindingCodes.LateReports);
    }

    [Fact]
    public void A_town_that_writes_round_numbers_is_told_beside_the_others_though_its_counts_lie_close_together()
    {
        // No count strays far from forty, so that last digits alone say nothing.
        static long Narrow(Chance chance) => (long)chance.Normal(40, 5);
        var found = Find(Reports(65, count: static (town, _, _, chance) => Narrow(chance) is var counted && town == 3 ? (counted + 2) / 5 * 5 : counted)).Findings;

        Assert.Equal(["town 3"], Assert.Single(found, static one => one.Code == FindingCodes.UnevenDigits && one.Who.Kind == SubjectKind.Unit).Who.Names);
        Assert.DoesNotContain(Find(Reports(65, count: static (_, _, _, chance) => Narrow(chance) / 5 * 5)).Findings, static one => one.Code == FindingCodes.AtTheThreshold || (one.Code == FindingCodes.UnevenDigits && one.Who.Names[0].StartsWith("town", StringComparison.Ordinal)));
    }

    [Fact]
    public void Counts_moved_over_a_target_are_told_with_the_target()
    {
        var found = Assert.Single(Find(Reports(64, count: static (_, _, _, chance) => (long)chance.Normal(36, 6) is var counted && counted is >= 30 and < 35 && chance.Happens(0.6) ? 35 + chance.Below(2) : counted)).Findings, static one => one.Code == FindingCodes.AtTheThreshold);

        Assert.Contains("above 35:", found.Says.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_county_that_reports_more_than_its_towns_is_told_and_the_direction_is_up()
    {
        var found = Assert.Single(Find(Reports(57, sum: static all => all * 115 / 100)).Findings, static one => one.Code == FindingCodes.SumsDisagree);

        Assert.Equal(["matters solved", "county"], found.Who.Names);
        Assert.Equal(Direction.Up, found.Direction);
        Assert.InRange(found.Value, 0.13, 0.16);
    }

    [Fact]
    public void Each_finding_of_an_incentive_is_unexplained_and_says_what_would_clear_it()
    {
        var found = Find(Reports(58, count: static (town, _, counted, _) => town == 3 ? counted / 5 * 5 : counted)).Findings;

        Assert.NotEmpty(found);
        Assert.All(found.Where(static one => one.Code.Code.StartsWith("TR6", StringComparison.Ordinal)), static one => Assert.True(one.IsUnexplained && one.Clears.Zh.Length > 5));
    }

    [Fact]
    public void A_unit_that_writes_down_the_period_before_is_named_and_one_whose_counts_are_small_is_not()
    {
        var before = new long[12];
        string Written(double share) => Reports(61, count: (town, _, counted, chance) => before[town] = town == 7 && before[town] > 0 && chance.Happens(share) ? before[town] : counted);

        var found = Assert.Single(Find(Written(0.5)).Findings, static one => one.Code == FindingCodes.Copied);
        Assert.Equal(["town 7"], found.Who.Names);
        Assert.True(found.IsUnexplained && found.Expected < 0.1);
        Assert.NotEmpty(found.Evidence);

        Array.Clear(before);
        Assert.DoesNotContain(Find(Written(0)).Findings, static one => one.Code == FindingCodes.Copied);
        Assert.DoesNotContain(Find(Reports(62, count: static (_, _, _, chance) => 5 + chance.Below(3))).Findings, static one => one.Code == FindingCodes.Copied);
    }

    [Fact]
    public void A_unit_that_writes_a_little_more_each_time_is_named_and_slow_indicators_are_not()
    {
        var before = new long[12];
        string Written(ulong seed, Func<int, long, Chance, long> step) => Reports(seed, count: (town, _, counted, chance) => before[town] = before[town] > 0 ? step(town, counted, chance) : counted);

        var found = Assert.Single(Find(Written(71, (town, counted, chance) => town == 6 && chance.Happens(0.45) ? before[6] + 1 + chance.Below(3) : counted)).Findings, static one => one.Code == FindingCodes.NotCounted);
        Assert.Equal(["town 6"], found.Who.Names);
        Assert.True(found.IsUnexplained && found.Value > found.Expected);

        // All go slowly; and one goes slowly in both directions.
        Array.Clear(before);
        Assert.DoesNotContain(Find(Written(72, (town, _, chance) => before[town] + 1 + chance.Below(3))).Findings, static one => one.Code == FindingCodes.NotCounted);
        Array.Clear(before);
        Assert.DoesNotContain(Find(Written(73, (town, counted, chance) => town == 6 && chance.Happens(0.6) ? before[6] - 3 + chance.Below(7) : counted)).Findings, static one => one.Code == FindingCodes.NotCounted);
    }

    [Fact]
    public void What_the_table_lacks_is_said_in_one_line_each()
    {
        var report = FindingFaults.In(null, Read("unit,period,indicator,value\na,2025-01,x,12\n").Figures, new FindingSettings());

        Assert.Equal(["TR2102", "TR2103", "TR6106"], report.Silent.Select(static one => one.Code.Code));
        Assert.Empty(report.Findings);
    }

    [Theory]
    [InlineData("\"1,234\"", 1234)]
    [InlineData("98.5%", 98.5)]
    [InlineData("98.5 ％", 98.5)]
    [InlineData("1.2万", 12000)]
    [InlineData("12 件", 12)]
    [InlineData(" -7 ", -7)]
    public void A_value_that_can_be_read_in_one_way_is_read_exactly(string written, double value)
    {
        Assert.Equal((decimal)value, Assert.Single(Read($"单位,期间,指标,数值\n甲,2025年3月,x,{written}\n").Figures).Value);
    }

    [Theory]
    [InlineData("", "no value")]
    [InlineData("n/a", "no number")]
    [InlineData("\"1,23\"", "no number")]
    [InlineData("\"1.234,5\"", "no number")]
    [InlineData("12..5", "no number")]
    [InlineData("1e5", "no number")]
    public void A_value_that_cannot_is_refused_by_its_row_with_the_reason_and_the_rest_is_read(string written, string why)
    {
        var table = Read($"unit,period,indicator,value\na,2025-01,x,5\na,2025-02,x,{written}\n");

        Assert.Single(table.Figures);
        var (line, reason) = Assert.Single(table.Refused);
        Assert.Equal(3, line);
        Assert.Contains(why, reason.En, StringComparison.Ordinal);
        Assert.Contains(reason.Zh, static sign => sign >= 0x4E00);
    }

    [Fact]
    public void Figures_in_another_measure_than_the_rest_and_second_rows_for_one_period_are_refused()
    {
        var table = Read("unit,period,indicator,value\na,2025-01,x,50%\na,2025-02,x,60%\na,2025-03,x,0.7\na,2025-02,x,61%\na,soon,x,1%\n,2025-01,x,1%\n");

        Assert.Equal(2, table.Figures.Count);
        Assert.Equal([4, 5, 6, 7], table.Refused.Select(static one => one.Line));
    }

    [Theory]
    [InlineData("2025", "2025-12-31")]
    [InlineData("2025-02", "2025-02-28")]
    [InlineData("2025/2", "2025-02-28")]
    [InlineData("2025年2月", "2025-02-28")]
    [InlineData("2025-Q2", "2025-06-30")]
    [InlineData("2025Q2", "2025-06-30")]
    [InlineData("2025H1", "2025-06-30")]
    [InlineData("2025-W01", "2025-01-05")]
    [InlineData("2025-03-05", "2025-03-05")]
    public void Periods_end_on_their_last_day(string written, string until) =>
        Assert.Equal(DateOnly.Parse(until, CultureInfo.InvariantCulture), Assert.Single(Read($"unit,period,indicator,value\na,{written},x,5\n").Figures).Until);

    [Theory]
    [InlineData("unit,period,value\na,2025,1\n", "no column \"indicator\"")]
    [InlineData("unit,period,indicator,value\na,2025,x,much\n", "No row")]
    public void A_table_that_is_none_is_refused_whole(string csv, string why) =>
        Assert.Contains(why, Assert.Throws<UnusableInput>(() => Read(csv)).Message, StringComparison.Ordinal);
}
