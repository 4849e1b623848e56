using Trellis.Authority;
using Trellis.Structure;
using Xunit;

namespace Trellis.Tests.Authority;

public sealed class ExpandingMandates
{
    private const string Grant = """
        - power: grant
          name: {zh: 审批, en: Grant}
          class: payment
          outcomes: [grant, refuse]
          held-by: {head@bureau: {amount: {per-case: 20000 CNY}}}
          delegable: {to: [government, community], depth: 2}
          basis: [act/1]
        """;

    private const string ToTowns = """
        - {delegation: to-towns, of: power/grant, giver: head@bureau, receiver: leader@towns, acts-for: giver, pass-on: 1, limits: {amount: {per-case: 2000 CNY}}, basis: [act/3]}
        """;

    private const string ToVillages = """
        - {delegation: to-villages, of: delegation/to-towns, giver: leader@towns, receiver: village-clerk@villages, acts-for: self, limits: {amount: {per-case: 200 CNY}}, basis: [act/3]}
        """;

    private static HoldersOnDay On(string powers, string delegations = "", DateOnly? day = null) => HoldersOnDay.Of(APowerChart.With(powers, delegations), day ?? APowerChart.Day);

    [Fact]
    public void A_delegation_to_a_group_is_one_mandate_for_each_of_its_units()
    {
        var holders = On(Grant, ToTowns);

        Assert.Equal(["head@bureau", "leader@east", "leader@west", "leader@old"], holders.Of("grant").Select(static mandate => mandate.At));
        Assert.Empty(holders.Broken);
    }

    [Fact]
    public void A_giver_in_a_group_lends_to_the_receivers_on_its_own_ground()
    {
        var holders = On(Grant, $"{ToTowns}\n{ToVillages}");

        var chains = holders.Of("grant").Where(static mandate => mandate.Depth == 2).Select(static mandate => string.Join(" > ", mandate.Chain.Select(static link => link.At)));
        Assert.Equal(["head@bureau > leader@east > village-clerk@hill", "head@bureau > leader@east > village-clerk@lake", "head@bureau > leader@west > village-clerk@plain"], chains);
    }

    [Fact]
    public void Who_acts_for_the_giver_acts_in_the_name_of_the_holder_and_who_acts_for_itself_in_its_own()
    {
        var holders = On(Grant, $"{ToTowns}\n{ToVillages}");

        Assert.Equal("bureau", holders.At(holders.View.Unit("east")!, "grant").Single().InNameOf.Id);
        Assert.Equal("hill", holders.At(holders.View.Unit("hill")!, "grant").Single().InNameOf.Id);
    }

    [Fact]
    public void Whoever_may_act_at_a_place_is_told_nearest_first_with_the_levels_above_it()
    {
        var holders = On(Grant, $"{ToTowns}\n{ToVillages}");

        var near = holders.For(holders.View.Unit("lake")!, "grant");

        Assert.Equal([("village-clerk@lake", 0), ("leader@east", 1), ("head@bureau", 2)], near.Select(static one => (one.Mandate.At, one.LevelsUp)));
    }

    [Theory]
    [InlineData("{delegation: d, of: power/grant, giver: deputy@bureau, receiver: leader@east, acts-for: giver, basis: [act/1]}", Break.GiverDoesNotHold)]
    [InlineData("{delegation: d, of: power/grant, giver: guest@east, receiver: leader@east, acts-for: giver, basis: [act/1]}", Break.PostEnded)]
    [InlineData("{delegation: d, of: power/grant, giver: head@nowhere, receiver: leader@east, acts-for: giver, basis: [act/1]}", Break.UnitEnded)]
    [InlineData("{delegation: d, of: power/grant, giver: head@bureau, receiver: guest@east, acts-for: giver, basis: [act/1]}", Break.PostEnded)]
    [InlineData("{delegation: d, of: power/grant, giver: head@bureau, receiver: leader@east, acts-for: giver, basis: [act/2]}", Break.ArticleRepealed)]
    [InlineData("{delegation: d, of: power/nothing, giver: head@bureau, receiver: leader@east, acts-for: giver, basis: [act/1]}", Break.SourceEnded)]
    [InlineData("{delegation: d, of: delegation/d, giver: head@bureau, receiver: leader@east, acts-for: giver, basis: [act/1]}", Break.Circle)]
    [InlineData("{delegation: d, of: power/grant, giver: head@bureau, receiver: head@bureau, acts-for: giver, basis: [act/1]}", Break.Circle)]
    public void A_broken_link_gives_nothing_and_says_why(string delegation, Break why)
    {
        var holders = On(Grant, $"- {delegation}");

        Assert.Equal(why, Assert.Single(holders.Broken).Why);
        Assert.Single(holders.Of("grant"));
    }

    [Fact]
    public void A_giver_who_holds_the_power_by_another_delegation_is_told_by_which()
    {
        var holders = On(Grant, $"{ToTowns}\n- {{delegation: d, of: power/grant, giver: leader@east, receiver: clerk@east, acts-for: giver, basis: [act/1]}}");

        var broken = Assert.Single(holders.Broken);
        Assert.Equal(Break.GiverDoesNotHold, broken.Why);
        Assert.Equal("to-towns", broken.HeldOtherwise?.Delegation?.Id);
    }

    [Fact]
    public void A_class_that_goes_to_offices_only_does_not_reach_a_village()
    {
        var holders = On(Grant.Replace("class: payment", "class: licence", StringComparison.Ordinal), $"{ToTowns}\n{ToVillages}");

        var broken = Assert.Single(holders.Broken);
        Assert.Equal(Break.ClassNotForKind, broken.Why);
        Assert.Equal(["hill", "lake", "plain"], broken.Places.Select(static unit => unit.Id));
    }

    [Fact]
    public void A_chain_ends_where_the_power_or_the_delegation_above_allows_no_more()
    {
        var shallow = On(Grant.Replace("depth: 2", "depth: 1", StringComparison.Ordinal), $"{ToTowns}\n{ToVillages}");
        var kept = On(Grant, $"{ToTowns.Replace("pass-on: 1", "pass-on: 0", StringComparison.Ordinal)}\n{ToVillages}");

        Assert.Equal(Break.TooDeep, Assert.Single(shallow.Broken).Why);
        Assert.Equal(Break.NotPassedOn, Assert.Single(kept.Broken).Why);
    }

    [Fact]
    public void Below_a_broken_link_everything_is_broken()
    {
        var holders = On(Grant, $"{ToTowns.Replace("act/3", "act/2", StringComparison.Ordinal)}\n{ToVillages}");

        Assert.Equal([Break.ArticleRepealed, Break.SourceBroken], holders.Broken.Select(static link => link.Why));
        Assert.Empty(On(Grant, $"{ToTowns.Replace("act/3", "act/2", StringComparison.Ordinal)}\n{ToVillages}", new DateOnly(2026, 4, 30)).Broken);
    }

    [Fact]
    public void The_last_day_of_a_mandate_is_the_first_end_on_its_chain()
    {
        var holders = On(Grant, ToTowns);

        Assert.Equal(new DateOnly(2026, 6, 30), holders.At(holders.View.Unit("old")!, "grant").Single().Until);
        Assert.Equal(DateOnly.MaxValue, holders.At(holders.View.Unit("east")!, "grant").Single().Until);
    }

    [Theory]
    [InlineData("limits: {amount: {per-case: 30000 CNY}}", Wideness.PerCase)]
    [InlineData("limits: {outcomes: [grant, revoke]}", Wideness.Outcomes)]
    [InlineData("limits: {}, pass-on: 2", Wideness.PassOn)]
    public void A_delegation_wider_than_its_source_is_told_with_both_figures(string limits, Wideness limit)
    {
        var holders = On(Grant, $"- {{delegation: d, of: power/grant, giver: head@bureau, receiver: leader@east, acts-for: giver, {limits}, basis: [act/1]}}");

        Assert.Equal(limit, Assert.Single(holders.Wider()).Limit);
    }

    [Fact]
    public void What_leans_on_a_delegation_an_article_or_a_post_is_listed()
    {
        var holders = On(Grant, $"{ToTowns}\n{ToVillages}");
        var delegation = holders.Structure.Delegations.Of("to-towns")[0];

        Assert.Equal(6, holders.LeaningOn(delegation).Count);
        Assert.Equal(6, holders.LeaningOn(new Citation("act", "3", default)).Count);
        Assert.Equal(7, holders.LeaningOn(new Citation("act", null, default)).Count);
        Assert.Equal(["leader@east", "village-clerk@hill", "village-clerk@lake"], holders.LeaningOn("leader", holders.View.Unit("east")!).Select(static mandate => mandate.At));
    }

    [Fact]
    public void A_station_bears_for_its_bureau()
    {
        var holders = On("- {power: look, name: {zh: 看, en: Look}, class: licence, held-by: {checker@station: {}}, basis: [act/1]}");

        Assert.False(holders.Has(holders.View.Unit("market")!, "look"));
        Assert.True(holders.HasForBearer(holders.View.Unit("market")!, "look"));
    }

    [Fact]
    public void An_overlay_holds_in_its_places_and_what_it_withdraws_holds_elsewhere()
    {
        var structure = APowerChart.With(Grant, ToTowns, ("overlays/trial/overlay.yaml", """
            overlay: trial
            kind: pilot
            name: {zh: 试点, en: Trial}
            places: [east]
            from: 2026-04-01
            to: 2026-12-31
            judged: {on: 2027-01-31, by: head@bureau}
            basis: [act/1]
            withdraw: [delegation/to-towns]
            add:
              - {delegation: to-clerks, of: power/grant, giver: head@bureau, receiver: clerk@towns, acts-for: giver, basis: [act/1]}
            """));

        Assert.Equal(["clerk@east", "head@bureau", "leader@old", "leader@west"], HoldersOnDay.InForce(structure, APowerChart.Day).Of("grant").Select(static mandate => mandate.At).Order(StringComparer.Ordinal));
        Assert.Equal(["head@bureau", "leader@east", "leader@old", "leader@west"], HoldersOnDay.InForce(structure, new DateOnly(2026, 3, 31)).Of("grant").Select(static mandate => mandate.At).Order(StringComparer.Ordinal));
        Assert.Equal(["clerk@east", "head@bureau"], HoldersOnDay.Of(structure.Under(structure.Overlays.Of("trial")[0]), APowerChart.Day).Of("grant").Select(static mandate => mandate.At).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("withdraw: [post/clerk]", "")]
    [InlineData("replace: [{post: clerk, name: {zh: 窗口员, en: Counter clerk}, at: east, seats: 1, against: 00000000}]", "clerk@east Counter clerk")]
    public void A_post_that_an_overlay_withdraws_or_replaces_is_so_only_where_and_while_the_overlay_holds(string change, string inTrial)
    {
        var structure = APowerChart.With(Grant.Replace("head@bureau", "clerk@towns", StringComparison.Ordinal), "", ("overlays/trial/overlay.yaml", $$"""
            overlay: trial
            kind: pilot
            name: {zh: 试点, en: Trial}
            places: [east]
            from: 2026-04-01
            to: 2026-12-31
            judged: {on: 2027-01-31, by: head@bureau}
            basis: [act/1]
            {{change}}
            """));

        var elsewhere = new[] { "clerk@old Clerk", "clerk@west Clerk" };
        var during = elsewhere.Concat(inTrial.Length > 0 ? [inTrial] : []).Order(StringComparer.Ordinal);
        Assert.Equal(during, Clerks(HoldersOnDay.InForce(structure, APowerChart.Day)));
        Assert.Equal(during, Clerks(HoldersOnDay.Of(structure.Under(structure.Overlays.Of("trial")[0]), APowerChart.Day)));
        foreach (var day in (ReadOnlySpan<DateOnly>)[new(2026, 3, 31), new(2027, 1, 1)])
        {
            Assert.Contains("clerk@east Clerk", Clerks(HoldersOnDay.InForce(structure, day)));
            Assert.Contains("clerk@east Clerk", Clerks(HoldersOnDay.Of(structure.Under(structure.Overlays.Of("trial")[0]), day)));
        }

        static IEnumerable<string> Clerks(HoldersOnDay holders) =>
            holders.Of("grant").Select(mandate => $"{mandate.At} {holders.View.PostAt(mandate.Post, mandate.Unit)?.Name.En}").Order(StringComparer.Ordinal);
    }
}
