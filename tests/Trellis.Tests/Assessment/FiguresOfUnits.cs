using FsCheck;
using FsCheck.Fluent;
using Trellis.Assessment;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Structure.Expressions;
using Trellis.Structure.Files;
using Trellis.Structure.Quantities;
using Trellis.Tests.Process;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Assessment;

/// <summary>Each figure is counted from its own cases: by this definition, slowly, and case by case, quickly.</summary>
public sealed class FiguresOfUnits
{
    private static readonly GovernanceStructure County = AStructure.Read("cuiwei").Structure;
    private static readonly Timetable Times = new(County, ARun.Zone);
    private static readonly CountedIndicators Indicators = new(County, Times);
    private static readonly DateOnly Later = new(2027, 1, 31);

    private static readonly string[] Types = ["construction-noise", "small-restaurant", "hardship-allowance", "neighbour-dispute"];
    private static readonly string[] Places = ["heping", "xikoujie", "nanmen", "cuiwei"];

    [Fact]
    public void Every_indicator_of_the_county_can_be_counted() =>
        Assert.Equal(County.Indicators.All.Select(static one => one.Id), Indicators.All.Select(static one => one.Indicator.Id));

    [Fact]
    public void Matters_that_come_and_change_one_by_one_give_the_same_figures_as_counting_all_of_them_by_definition() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), static seed =>
        {
            var dice = new Random(seed);
            var figures = new CountingFigures(Indicators);
            var now = new List<MatterCase>();
            for (var moves = 0; moves < 60; moves++)
            {
                if (now.Count == 0 || dice.Next(3) > 0)
                {
                    now.Add(Any(dice, now.Count));
                    figures.Add(now[^1]);
                }
                else
                {
                    var at = dice.Next(now.Count);
                    figures.Remove(now[at]);
                    now[at] = Any(dice, at);
                    figures.Add(now[at]);
                }
            }

            var shares = now.SelectMany(SharesOf).ToLookup(static share => (share.Of, share.Period));
            foreach (var indicator in Indicators.All.Where(static one => one.Indicator.Source == IndicatorSource.Record))
                foreach (var level in indicator.Indicator.Levels)
                    foreach (var period in Periods(indicator))
                        Assert.Equal(ByDefinition([.. shares[(indicator, period)]], indicator, level.Id, period), Told(figures.Of(indicator, level.Id, period, Later)));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    [Fact]
    public void What_a_matter_adds_to_the_indicators_is_what_the_words_of_each_say_by_themselves() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), static seed =>
        {
            var one = Any(new Random(seed), seed % 1000);

            Assert.Equal(OneByOne(one), SharesOf(one));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void What_was_counted_in_parts_adds_up_to_what_is_counted_at_once() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), static seed =>
        {
            var dice = new Random(seed);
            CountingFigures[] parts = [new(Indicators), new(Indicators), new(Indicators)];
            var whole = new CountingFigures(Indicators);
            for (var number = 0; number < 60; number++)
            {
                var one = Any(dice, number);
                parts[dice.Next(3)].Add(one);
                whole.Add(one);
            }

            parts[0].Add(parts[1]);
            parts[0].Add(parts[2]);
            foreach (var indicator in Indicators.All)
                foreach (var period in whole.Periods(indicator))
                    Assert.Equal(Told(whole.Of(indicator, "township", period, Later)), Told(parts[0].Of(indicator, "township", period, Later)));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    [Fact]
    public void Figures_of_neighbourhoods_that_were_merged_need_no_correction()
    {
        var figures = new CountingFigures(Indicators);
        for (var number = 0; number < 7; number++) figures.Add(Filed(number, "residence-certificate", "nanmen", new DateOnly(2026, 5, 11), closedAfter: number));
        var indicator = Indicators.All.Single(static one => one.Indicator.Id == "certificate-days");

        // Nanmen became a part of Heping on 1 July; the quarter ends before, the half-year after it.
        Assert.Equal(["nanmen"], figures.Of(indicator, "village", ReportingPeriod.Parse("2026-q2")!.Value, Later).Where(static one => one.Cases > 0).Select(static one => one.Unit.Id));
        Assert.Equal(["heping"], Merged().Of(Certificates(PeriodLength.Quarter), "village", ReportingPeriod.Parse("2026-q3")!.Value, Later).Where(static one => one.Cases > 0).Select(static one => one.Unit.Id));

        static CountingFigures Merged()
        {
            // Filed there while it still stood, and closed later, so counted later by an indicator that counts what was closed.
            var counted = new CountingFigures(Indicators);
            for (var number = 0; number < 7; number++) counted.Add(new Share(Certificates(PeriodLength.Quarter), ReportingPeriod.Parse("2026-q3")!.Value, "nanmen", number));
            return counted;
        }

        static CountedIndicator Certificates(PeriodLength length) => Indicators.All.Single(one => one.Indicator.Id == "certificate-days" && one.Length == length);
    }

    [Fact]
    public void An_indicator_of_an_overlay_is_counted_in_the_places_that_adopted_it_and_there_alone()
    {
        var county = ReadingStructures.Read([.. AStructure.FilesOf("cuiwei"), AStructure.AFile("overlays/gaoshan-counts/overlay.yaml", """
            overlay: gaoshan-counts
            kind: local
            name: {zh: 高山乡自己的数, en: What Gaoshan counts}
            places: [gaoshan]
            from: 2026-03-01
            adopted-by: township-leader@gaoshan
            basis: [services-rules/13]
            review-by: 2028-03-01
            add:
              - indicator: filings
                name: {zh: 来件数, en: Filings}
                from-record: matter where known(matter.filed)
                take: count
                counted-when: matter.filed
                levels: [township, county]
                every: month
                better: lower
                twin: solved-share
                gamed-by: {zh: 不收件, en: Turning people away}
            replace:
              - indicator: first-answer-days
                against: "00000000"
                name: {zh: 首次答复用时, en: Days to the first answer}
                from-record: matter where known(matter.filed)
                value: working-days(matter.filed, matter.first-answered)
                take: mean
                counted-when: matter.filed
                levels: [township, county]
                every: month
                better: lower
                twin: solved-share
                gamed-by: {zh: 先发一条“已收悉”, en: Sending a bare receipt}
            """)]).Structure;
        var indicators = new CountedIndicators(county, new Timetable(county, ARun.Zone));
        var figures = new CountingFigures(indicators);
        var village = county.On(new DateOnly(2026, 5, 11)).Units.First(static unit => unit.Type?.Level.Id == "village" && unit.Parent?.Id == "gaoshan").Id;
        for (var number = 0; number < 6; number++) figures.Add(Filed(number, "small-restaurant", village, new DateOnly(2026, 5, 11), closedAfter: number));
        for (var number = 6; number < 13; number++) figures.Add(Filed(number, "small-restaurant", "xikoujie", new DateOnly(2026, 5, 11), closedAfter: number));
        var may = ReportingPeriod.Parse("2026-05")!.Value;
        List<Figure> Of(string id, string level) => [.. indicators.All.Where(one => one.Indicator.Id == id).SelectMany(one => figures.Of(one, level, may, Later))];

        Assert.Equal([("gaoshan", 6L)], Of("filings", "township").Select(static one => (one.Unit.Id, one.Cases)));
        Assert.Empty(Of("filings", "county"));
        // Each township once, by the definition that holds there; the county by its own, over all its ground.
        var townships = Of("first-answer-days", "township");
        Assert.Equal(townships.Count, townships.Select(static one => one.Unit.Id).Distinct().Count());
        Assert.Equal(["gaoshan"], townships.Where(static one => one.Indicator.Take == "mean").Select(static one => one.Unit.Id));
        Assert.Equal(("median", 13L), Of("first-answer-days", "county").Select(static one => (one.Indicator.Take, one.Cases + one.LeftOut)).Single());
        // Before the overlay holds, nobody is counted by it.
        Assert.Empty(indicators.All.Where(static one => one.Overlay is not null).SelectMany(one => figures.Of(one, "township", ReportingPeriod.Parse("2026-02")!.Value, Later)));
    }

    [Fact]
    public void What_is_not_known_is_left_out_and_counted()
    {
        var figures = new CountingFigures(Indicators);
        for (var number = 0; number < 6; number++) figures.Add(Filed(number, "small-restaurant", "xikoujie", new DateOnly(2026, 5, 11), closedAfter: number));
        for (var number = 6; number < 9; number++) figures.Add(Filed(number, "small-restaurant", "xikoujie", new DateOnly(2026, 5, 11), closedAfter: null));

        var county = figures.Of(Indicators.All.Single(static one => one.Indicator.Id == "restaurant-days"), "county", ReportingPeriod.Parse("2026-05")!.Value, Later).Single();

        Assert.Equal((6, 3, Measure.WorkingDay), (county.Cases, county.LeftOut, county.Measure));
    }

    [Theory]
    [InlineData(new long[] { 3, 40, 50 }, new[] { true, true, false })] // one alone would be found by taking the others from the whole
    [InlineData(new long[] { 1, 2, 50, 60 }, new[] { true, true, true, false })] // two that are three together are as few as one
    [InlineData(new long[] { 2, 3, 50 }, new[] { true, true, false })]
    [InlineData(new long[] { 0, 5, 6 }, new[] { false, false, false })] // none is no group
    [InlineData(new long[] { 4 }, new[] { true })]
    [InlineData(new long[] { 4, 0, 0 }, new[] { true, false, false })]
    public void Fewer_than_five_are_withheld_and_cannot_be_reckoned_from_the_whole(long[] cases, bool[] withheld) =>
        Assert.Equal(withheld, Withholding.Of([.. cases.Select(static one => ((string?)"whole", one))]));

    [Fact]
    public void Of_what_is_withheld_no_number_is_told()
    {
        var figures = new CountingFigures(Indicators);
        for (var number = 0; number < 4; number++) figures.Add(Filed(number, "small-restaurant", "xikoujie", new DateOnly(2026, 5, 11), closedAfter: number));

        var county = figures.Of(Indicators.All.Single(static one => one.Indicator.Id == "restaurant-days"), "county", ReportingPeriod.Parse("2026-05")!.Value, Later).Single();

        Assert.Equal((true, (decimal?)null, (decimal?)null, 0L, 0L), (county.IsWithheld, county.Number, county.Numerator, county.Cases, county.LeftOut));
    }

    [Theory]
    [InlineData("2026-03", "2026-03-01", "2026-03-31")]
    [InlineData("2026-q3", "2026-07-01", "2026-09-30")]
    [InlineData("2026-h1", "2026-01-01", "2026-06-30")]
    [InlineData("2024", "2024-01-01", "2024-12-31")]
    [InlineData("2024-02", "2024-02-01", "2024-02-29")]
    public void A_period_is_read_as_it_is_written_and_knows_its_days(string written, string first, string last)
    {
        var period = ReportingPeriod.Parse(written)!.Value;

        Assert.Equal((written, first, last), (period.ToString(), $"{period.First:yyyy-MM-dd}", $"{period.Last:yyyy-MM-dd}"));
        Assert.Equal((period, period), (ReportingPeriod.Of(period.Length, period.First), ReportingPeriod.Of(period.Length, period.Last)));
        Assert.Equal(period.First.AddDays(-1), period.Previous.Last);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-13")]
    [InlineData("2026-00")]
    [InlineData("2026-q5")]
    [InlineData("2026-h3")]
    [InlineData("2026-3")]
    [InlineData("0000")]
    [InlineData("２０２６")]
    public void What_is_no_period_is_read_as_none(string written) => Assert.Null(ReportingPeriod.Parse(written));

    private static IEnumerable<ReportingPeriod> Periods(CountedIndicator indicator)
    {
        for (var period = ReportingPeriod.Of(indicator.Length, new DateOnly(2026, 3, 1)); period.First < new DateOnly(2027, 1, 1); period = period.Next) yield return period;
    }

    /// <summary>For every unit the cases on its ground at the end of the period, one after the other.</summary>
    private static List<string> ByDefinition(IReadOnlyList<Share> shares, CountedIndicator indicator, string level, ReportingPeriod period)
    {
        var view = County.On(period.Last);
        var units = view.Units.Where(unit => unit.Inside && unit.Ground == unit && unit.Type!.Level.Id == level).ToList();
        var counted = units.Select(unit => shares.Where(share => unit.Contains(view.Place(share.Place) ?? view.Top!)).Select(static share => share.Value).ToList()).ToList();
        var hidden = Withholding.Of([.. units.Select((unit, at) => (unit.WiderGround, (long)counted[at].Count))]);
        return [.. units.Select((unit, at) => hidden[at] ? $"{unit.Id} withheld" : $"{unit.Id} {Number(counted[at], indicator.Take)} of {counted[at].Count(static one => one is not null)}, {counted[at].Count(static one => one is null)} left out")];
    }

    private static List<Share> SharesOf(MatterCase one)
    {
        var shares = new List<Share>();
        Indicators.Of(one, shares);
        return shares;
    }

    /// <summary>The slow twin: every indicator asks everything anew, of a list of this one matter, as its words say.</summary>
    private static List<Share> OneByOne(MatterCase one)
    {
        var shares = new List<Share>();
        foreach (var indicator in Indicators.All.Where(static one => one.Indicator.Source == IndicatorSource.Record))
        {
            var day = indicator.Indicator.CountedWhen is { } when ? Asked(when, FormulaNames.OfOneRow(County), listed: false).Day : Times.DayOf(one.Matter.Filed);
            if (day is not { } on || ReportingPeriod.Of(indicator.Length, on) is var period && !indicator.Indicator.HoldsOn(period.Last)) continue;
            var rows = Asked(indicator.Indicator.FromRecord!, FormulaNames.OfRows(County), listed: true);
            if (rows.List is { Count: 0 }) continue;
            var value = rows.List is null ? null : indicator.Indicator.Value is { } formula ? CaseValue.Of(Asked(formula, FormulaNames.OfOneRow(County), listed: false), indicator.Take, indicator.Measure).Number : 1;
            shares.Add(new Share(indicator, period, one.Matter.Place?.Text ?? "", value));
        }

        return shares;

        Value Asked(Formula formula, FormulaNames names, bool listed) =>
            Expression.TryParse(formula.Text, out var expression, out _) ? expression.Check(names).Checked!.Evaluate(new FactsOfACase(one, Times, listed)) : throw new InvalidOperationException(formula.Text);
    }

    private static string Number(IReadOnlyList<decimal?> values, Take take)
    {
        var known = values.OfType<decimal>().Order().ToList();
        return take switch
        {
            Take.Count => $"{known.Count(static one => one != 0):0.####}",
            Take.Sum => $"{known.Sum():0.####}",
            _ when known.Count == 0 => "",
            Take.Share => $"{(decimal)known.Count(static one => one != 0) / known.Count:0.####}",
            Take.Mean => $"{known.Average():0.####}",
            Take.Median => $"{(known[(known.Count - 1) / 2] + known[known.Count / 2]) / 2:0.####}",
            _ => $"{known[(int)Math.Ceiling(known.Count * 0.9m) - 1]:0.####}",
        };
    }

    private static List<string> Told(IReadOnlyList<Figure> figures) => [.. figures.Select(static one => one.IsWithheld ? $"{one.Unit.Id} withheld" : $"{one.Unit.Id} {one.Number:0.####} of {one.Cases}, {one.LeftOut} left out")];

    private static MatterCase Any(Random dice, int number)
    {
        var day = new DateOnly(2026, 3, 1).AddDays(dice.Next(150));
        var one = Filed(number, Types[dice.Next(Types.Length)], Places[dice.Next(Places.Length)], day, dice.Next(3) == 0 ? null : dice.Next(40));
        var matter = one.Matter with { Returns = dice.Next(3), HandOvers = dice.Next(3), Disputed = dice.Next(5) == 0, FirstAnswered = dice.Next(2) == 0 ? one.Matter.Filed.AddHours(dice.Next(90)) : null };
        return new MatterCase(matter, dice.Next(2) == 0 ? matter.Filed.AddDays(dice.Next(200)) : null, dice.Next(2) == 0 ? matter.Filed.AddDays(dice.Next(200)) : null)
        {
            Given = dice.Next(2) == 0 ? [] : [new GivenItem("matter.relief-sum", Value.Of(new Quantity(dice.Next(9000), Measure.Yuan))), new GivenItem("matter.work-stopped", Value.Of(dice.Next(2) == 0))],
        };
    }

    private static MatterCase Filed(int number, string type, string place, DateOnly day, int? closedAfter)
    {
        var filed = new DateTimeOffset(day.ToDateTime(new TimeOnly(2, 0)), TimeSpan.Zero);
        var matter = new Matter(new Filing
        {
            Id = new MatterId($"m{number}"), Number = $"2026-{number:0000000}", Type = type, Version = "v", Place = new UnitId(place), FiledFor = ARun.Wang, Channel = Channel.Web, Filed = filed,
            FirstAnswerDue = filed.AddDays(1), Promise = new TimeLimit(10, TimeUnit.WorkingDays),
        })
        { Holdings = [new Trellis.Process.Matters.Holding(new UnitId("cuiwei"), filed, filed, null)] };
        return new MatterCase(closedAfter is { } days ? matter with { Closures = [new Closure(ClosureKind.Solved, true, new UnitId("cuiwei"), filed.AddDays(days), null, null)] } : matter, null, null);
    }
}
