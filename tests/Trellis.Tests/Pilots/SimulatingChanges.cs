using AngleSharp.Html.Parser;
using Trellis.Pilots.Plans;
using Trellis.Simulation;
using Xunit;

namespace Trellis.Tests.Pilots;

/// <summary>A plan with what simulated runs of both structures show beside its lines.</summary>
public sealed class SimulatingChanges
{
    private const string Repairs = "load: repairs\narrivals:\n  - {matter: small-repair, per-year: 600}\nfacts:\n  - {fact: matter.repair-cost, amount: {median: 3000 CNY, mean: 5000 CNY}}\n";

    /// <summary>Who approves repairs runs out of what they may spend in a year; then no longer.</summary>
    private static AChange HigherCeiling => AChange.OfTheVillage().Edit("powers.yaml", "per-year: 200000 CNY", "per-year: 20000000 CNY");

    [Fact]
    public void A_change_shows_on_what_its_lines_touch_and_lines_that_touch_the_same_share_it()
    {
        var (plan, effects, _, _) = HigherCeiling.Simulated(runs: 4, days: 300, Repairs);

        Assert.NotEmpty(plan.Decisions);
        var repair = Assert.Single(effects.All, static one => one.What == new Touched.Type("small-repair"));
        Assert.Contains(repair.Figures, static figure => figure is { Id: "kept", IsSeen: true, Difference.Mean: > 0 });
        Assert.All(plan.Decisions.Where(static line => line.Matter == "matter/small-repair"), line => Assert.Contains(effects.Of(line), one => ReferenceEquals(one, repair)));
        Assert.Contains(effects.Whole, static figure => figure is { Id: "kept", IsSeen: true });
    }

    [Fact]
    public void A_figure_is_the_mean_difference_of_pairs_of_runs_counted_by_hand()
    {
        var (_, effects, before, after) = HigherCeiling.Simulated(runs: 3, days: 200, Repairs);

        var kept = effects.All.Single(static one => one.What == new Touched.Type("small-repair")).Figures.Single(static figure => figure.Id == "kept");
        var differences = before.Ended.Zip(after.Ended).Select(static pair => pair.Second.Types["small-repair"].KeptShare!.Value - pair.First.Types["small-repair"].KeptShare!.Value).ToList();
        Assert.Equal(differences.Average(), kept.Difference.Mean, 12);
        Assert.Equal(before.First.Tally.ByType.Values.Sum(static one => one.Kept), before.First.Tally.Kept);
        Assert.Equal(before.First.Tally.ByType.Values.Sum(static one => one.Brought), before.First.Tally.Brought);
        Assert.Equal(before.First.Tally.ByType.Values.Sum(static one => one.HandOvers), before.First.Tally.HandOvers);
        Assert.Equal(before.First.Tally.ByType.Values.Sum(static one => one.FirstContactDecided), before.First.Tally.FirstContactDecided);
    }

    [Fact]
    public void What_is_not_lived_through_stays_bare_is_counted_and_shows_no_effect_on_anything_else()
    {
        var (plan, effects, _, _) = AChange.OfTheVillage().Edit("forms/safety-walk.yaml", "every: quarter", "every: month").Simulated(runs: 2, days: 40);

        var lines = plan.Units.SelectMany(static units => units.Changes).ToList();
        Assert.NotEmpty(lines);
        Assert.Equal(lines.Count, effects.BareLines);
        Assert.All(lines, line => Assert.Empty(effects.Of(line)));
        Assert.All(effects.Whole, static figure => Assert.Equal((false, 0.0), (figure.IsSeen, figure.Difference.Mean)));
        Assert.Contains("≈ Over everything: no effect seen.", plan.Text(Language.English, effects), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_of_a_matter_type_to_which_the_load_brings_nothing()
    {
        var (plan, effects, _, _) = AChange.OfTheVillage().Edit("matters/small-repair.yaml", "promise: 12 working days", "promise: 15 working days").Simulated(runs: 2, days: 20, "load: none\narrivals:\n  - {matter: small-repair, per-year: 0}\n");

        Assert.Contains("nothing of it comes under this load", plan.Text(Language.English, effects), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_and_page_say_how_to_read_it_in_both_languages()
    {
        var (plan, effects, _, _) = HigherCeiling.Simulated(runs: 2, days: 60, Repairs);

        var english = string.Join(' ', plan.Text(Language.English, effects).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("which of them caused it cannot be told", english, StringComparison.Ordinal);
        Assert.Contains("≈ \"Report of a broken lamp or path\" (small-repair):", english, StringComparison.Ordinal);
        Assert.Contains("分不出是哪一行引起的", plan.Text(Language.Chinese, effects).Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var page = await new HtmlParser().ParseDocumentAsync(plan.Html(Language.Chinese, effects), TestContext.Current.CancellationToken);
        Assert.Contains("模拟的效果", page.QuerySelectorAll("h2").Select(static heading => heading.TextContent.TrimStart('一', '、')));
        Assert.NotEmpty(page.QuerySelectorAll("p.effect"));
        Assert.Equal(plan.Text(Language.English), plan.Text(Language.English, null));
    }
}
