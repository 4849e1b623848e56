using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Structure;
using Trellis.Tests.Architecture;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>
/// The faults that the README of the county lists are those that its year shows, by plain counts, and hardly any other: each is counted where it is listed and where nothing is listed.
/// The year is that of `trellis simulate structures/cuiwei` with seed 1.
/// </summary>
public sealed class ACountysYear
{
    private static readonly Scene County = ASimulation.County();
    private static readonly Lazy<Year> Lived = new(Live);

    [Fact]
    public void What_nobody_can_go_on_with_is_what_the_README_lists_and_nothing_else()
    {
        var listed = Checkout.File("structures/cuiwei/README.md").Text.Split('\n').SkipWhile(static line => line != "## What nobody can go on with").TakeWhile(static line => line != "## What the year shows")
            .Where(static line => line.StartsWith("| TR", StringComparison.Ordinal)).Select(static line => line.Split('|', StringSplitOptions.TrimEntries)).Select(static cells => $"{cells[2]} {cells[3].Trim('`')}").Order(StringComparer.Ordinal);

        Assert.Equal(listed, Lived.Value.Run.Tally.WhyStuck.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_is_a_year_of_about_twenty_thousand_matters_that_all_can_be_filed()
    {
        var run = Lived.Value.Run;
        Assert.InRange(run.Tally.Brought, 20_000, 22_000);
        Assert.Empty(run.Tally.NotFiled);
        Assert.Null(run.Overload);
    }

    [Fact]
    public void At_three_times_its_load_the_year_ends_and_says_where_more_comes_than_can_be_done()
    {
        var run = ASimulation.Run(County, ASimulation.Load(County, Checkout.File("structures/cuiwei/load.yaml").Text), scale: 3).ToTheEnd();

        Assert.InRange(run.Overload!.BacklogDays, 120, 1000);
        Assert.True(run.Now < run.End);
    }

    /// <summary>TR1001: the complaint is with one office and the power with another. Elsewhere nobody passes on work, asks for a power or calls departments.</summary>
    [Fact]
    public void Where_duty_has_no_power_work_is_passed_on_powers_are_asked_for_and_departments_are_called()
    {
        Shows(["construction-noise", "illegal-building", "cooking-fumes"], 20, 0, static one => one.Count<MatterHandedOver>());
        Shows(["construction-noise", "cooking-fumes"], 15, 0, static one => one.Count<UnitAsked>(static asked => asked.For == WaitReason.Power));
        Shows(["construction-noise"], 5, 0, static one => one.Count<WhistleBlown>());
    }

    /// <summary>TR3007: elsewhere a matter goes back once at most.</summary>
    [Fact]
    public void Where_nobody_wrote_how_often_it_may_go_back_matters_go_back_twice_and_more() =>
        Shows(["cooking-fumes"], 3, 0, static one => one.Count<MatterReturned>() >= 2 ? 1 : 0);

    /// <summary>TR3003; TR3002 and TR3006 keep some from being in time too, and so does what nobody may decide.</summary>
    [Fact]
    public void What_the_steps_cannot_keep_is_broken_and_the_clock_is_stopped_there()
    {
        Shows(["consumer-complaint", "dangerous-house", "tree-felling"], 8, 9, static one => one.IsBroken ? 1 : 0, but: ["village-banquet", "house-repair-grant"]);
        Shows(["consumer-complaint", "dangerous-house", "tree-felling"], 30, 0, static one => one.Count<MatterPaused>());
    }

    /// <summary>TR6001, TR6004: what is called done and is not comes back.</summary>
    [Fact]
    public void Where_the_figure_is_what_was_closed_residents_dispute_and_come_back() =>
        Shows(["estate-complaint", "neighbour-dispute", "fire-hazard"], 15, 12, static one => one.Count<StepPerformed>(static step => step.Outcome == "disputed") + one.Count<MatterReopened>());

    /// <summary>TR3009; where there is one decision, so that it is plain what the delivery is about.</summary>
    [Fact]
    public void A_card_is_handed_out_although_it_was_refused() =>
        Shows(["stall-card"], 8, 3, static one =>
        {
            var steps = one.Events.Select(static it => it.Event).OfType<StepPerformed>().ToList();
            var refused = steps.FindLastIndex(static step => step.Kind == StepKind.Decide) is >= 0 and var at && steps[at].Outcome == "refuse";
            return refused && steps.Exists(static step => step.Kind == StepKind.Deliver) ? 1 : 0;
        }, but: [.. County.Structure.Matters.All.Where(static type => type.Steps.Count(static step => step.Kind == StepKind.Decide) != 1).Select(static type => type.Id)]);

    /// <summary>TR1011.</summary>
    [Fact]
    public void Whoever_fetches_the_carcass_grants_the_subsidy()
    {
        Assert.InRange(Lived.Value.Per100("dead-animal", static one => one.Done("collection")?.By is { } by && one.Done("subsidy")?.By == by ? 1 : 0), 90, 100);
        Assert.InRange(Lived.Value.Per100("hardship-allowance", static one => one.Done("means")?.By is { } by && one.Done("award")?.By == by ? 1 : 0), 0, 5);
        Assert.InRange(Lived.Value.Per100("house-repair-grant", static one => one.Done("need")?.By is { } by && one.Done("award")?.By == by ? 1 : 0), 0, 5);
    }

    /// <summary>TR1013.</summary>
    [Fact]
    public void Licences_for_food_and_inns_take_more_decisions_than_their_like()
    {
        Assert.All((string[])["food-licence", "inn-licence"], static type => Assert.InRange(Decisions(type), 3.4, 6));
        Assert.All((string[])["business-licence", "small-restaurant", "shop-sign", "stall-card"], static type => Assert.InRange(Decisions(type), 0.9, 2.2));

        static double Decisions(string type) => Lived.Value.Per100(type, static one => one.Count<StepPerformed>(static step => step.Kind == StepKind.Decide)) / 100;
    }

    /// <summary>TR3004: neither step needs the other, and one waits for the other all the same.</summary>
    [Theory]
    [InlineData("public-housing", "means", "need", 100)]
    [InlineData("shop-sign", "structure", "position", 100)]
    [InlineData("student-aid", "home", "attendance", 100)]
    [InlineData("minimum-living-allowance", "visit", "means", 0)]
    [InlineData("hardship-allowance", "visit", "means", 0)]
    public void One_step_is_not_begun_before_the_other_is_done_although_neither_needs_the_other(string type, string first, string second, int share)
    {
        var done = Lived.Value.Of(type).Where(one => one.Done(first) is not null && one.Done(second) is not null).ToList();

        Assert.True(done.Count > 50);
        Assert.Equal(share, 100.0 * done.Count(one => one.Events.FindIndex(it => it.Event is StepOpened opened && opened.Step == second) > one.Events.FindIndex(it => it.Event is StepPerformed step && step.Step == first)) / done.Count);
    }

    /// <summary>TR3005.</summary>
    [Theory]
    [InlineData("homestead", "applicant.marriage")]
    [InlineData("old-age-allowance", "applicant.photo")]
    [InlineData("school-enrolment", "matter.home-proof")]
    [InlineData("wage-arrears", "applicant.schooling-level")]
    public void A_fact_is_typed_by_everybody_and_read_by_nobody(string type, string fact)
    {
        Assert.Equal(100, Lived.Value.Per100(type, one => one.Count<MatterFiled>(filed => filed.Given.Contains(fact))));
        Assert.DoesNotContain(County.Structure.Matters.Of(type)[0].Steps, step => step.Uses.Any(used => used.Id == fact));
    }

    /// <summary>TR3011: of ten bureaus with that post the first by the list does it, never the one that is meant.</summary>
    [Fact]
    public void What_is_for_any_of_ten_bureaus_goes_to_the_first_of_the_list()
    {
        var units = Lived.Value.Of("illegal-building").Select(static one => one.Done("again")?.By?.Unit.Text).OfType<string>().ToList();

        Assert.True(units.Count > 50);
        Assert.InRange(units.Count(static unit => unit == "market") / (double)units.Count, 0.8, 1);
        Assert.DoesNotContain("urban-management", units);
    }

    /// <summary>TR3002: where no station is near the kitchen waits until its limit is over and somebody further up looks at it.</summary>
    [Fact]
    public void Where_no_station_is_near_the_kitchen_is_looked_at_by_somebody_else_and_late()
    {
        Assert.InRange(Lived.Value.Per100("village-banquet", static one => one.Done("kitchen") is { By: { Post: not "station-head" } } ? 1 : 0), 30, 70);
        Assert.InRange(Lived.Value.Per100("village-banquet", static one => one.Count<ReferredUp>()), 30, 100);
        Assert.InRange(Lived.Value.Per100("small-restaurant", static one => one.Count<ReferredUp>()), 0, 8);
    }

    /// <summary>TR5001, TR5002. In Chengguan residents are asked about stops, by an overlay of its own.</summary>
    [Fact]
    public void Nobody_is_asked_before_a_stop_moves_or_a_street_is_renamed()
    {
        Assert.All((string[])["bus-line", "place-name"], static type => Assert.InRange(Lived.Value.Of(type).Where(static one => one.Matter.Place?.Text is not { } place || !IsInChengguan(place)).Sum(static one => one.Count<StepOpened>(static step => step.Step is "riders" or "opinion")), 0, 0));
        Assert.All((string[])["waste-point", "tree-felling"], static type => Assert.InRange(Lived.Value.Per100(type, static one => one.Count<StepPerformed>(static step => step.Kind == StepKind.Consult)), 85, 130));

        static bool IsInChengguan(string place) => County.Structure.On(ASimulation.Day) is var today && today.Unit("chengguan")!.Contains(today.Place(place)!);
    }

    /// <summary>TR5003.</summary>
    [Fact]
    public void A_lease_that_the_village_votes_on_by_law_is_decided_without_a_vote()
    {
        Assert.Equal(0, Lived.Value.Per100("village-asset-lease", static one => one.Count<StepPerformed>(static step => step.Kind == StepKind.Resolve)));
        Assert.All((string[])["village-project", "repair-fund"], static type => Assert.InRange(Lived.Value.Per100(type, static one => one.Count<StepPerformed>(static step => step.Kind == StepKind.Resolve)), 90, 130));
    }

    /// <summary>The power to order people away holds in an emergency only.</summary>
    [Fact]
    public void People_are_ordered_away_in_the_flood_of_July_and_at_no_other_time()
    {
        var orders = Lived.Value.Of("evacuation").Select(static one => one.Done("order")).OfType<StepPerformed>().ToList();

        Assert.NotEmpty(orders);
        Assert.All(orders, static one => Assert.InRange(one.Happened, new DateTimeOffset(2026, 7, 7, 0, 0, 0, TimeSpan.FromHours(8)), new DateTimeOffset(2026, 7, 11, 0, 0, 0, TimeSpan.FromHours(8))));
    }

    /// <summary>So many for a hundred matters at least where a fault is listed, and so many at most in every other type with fifty matters or more.</summary>
    /// <param name="but">Types with another listed fault that shows in the same count.</param>
    private static void Shows(string[] listed, double atLeast, double elsewhere, Func<Story, int> count, params string[] but)
    {
        foreach (var type in Lived.Value.Types)
        {
            var seen = Lived.Value.Per100(type, count);
            if (listed.Contains(type)) Assert.True(seen >= atLeast, $"{type}: {seen:F1}");
            else if (!but.Contains(type) && Lived.Value.Of(type).Count >= 50) Assert.True(seen <= elsewhere, $"{type}: {seen:F1}");
        }
    }

    private static Year Live()
    {
        var (load, findings) = ReadingLoads.Read(AStructure.AFile(ReadingLoads.FileName, Checkout.File("structures/cuiwei/load.yaml").Text), County.Structure, ASimulation.Day);
        Assert.Equal(0, findings.Count);
        var run = ASimulation.Run(County, load);
        var stories = new Dictionary<Case, Story>();
        run.Entered = one =>
        {
            if (!stories.TryGetValue(one.Case, out var story)) stories.Add(one.Case, story = new Story());
            story.Events.Add((one.Event, one.By));
        };
        while (run.Next())
            while (run.TryTakeOver(out var over)) Judge(over);
        while (run.TryTakeOver(out var left)) Judge(left);
        return new Year(run, stories.ToLookup(static one => one.Key.Matter.Type, static one => one.Value));

        void Judge(Case one)
        {
            var story = stories[one];
            story.Matter = one.Matter;
            story.IsBroken = run.PromisedOf(one) is { } due && (Promises.KeptAt(one.Matter) is { } kept ? kept > due : due.ToUnixTimeMilliseconds() < run.Now);
        }
    }

    /// <summary>A matter with all that happened in it.</summary>
    private sealed class Story
    {
        public List<(IEvent Event, Actor By)> Events { get; } = [];

        public Matter Matter { get; set; } = null!;

        public bool IsBroken { get; set; }

        public int Count<T>(Func<T, bool>? which = null)
            where T : IEvent => Events.Count(one => one.Event is T happened && (which is null || which(happened)));

        public StepPerformed? Done(string step) => Events.Select(static one => one.Event).OfType<StepPerformed>().FirstOrDefault(one => one.Step == step);
    }

    private sealed record Year(Run Run, ILookup<string, Story> Stories)
    {
        public IEnumerable<string> Types => Stories.Select(static one => one.Key).Order(StringComparer.Ordinal);

        public List<Story> Of(string type) => [.. Stories[type]];

        /// <summary>So many for a hundred matters of a type.</summary>
        public double Per100(string type, Func<Story, int> count) => Stories[type].Average(one => 100.0 * count(one));
    }
}
