using Trellis.Pilots.Plans;
using Xunit;

namespace Trellis.Tests.Pilots;

/// <summary>The pilot of Cuiwei, taken away and laid on again: its effects are told in its places and nowhere else.</summary>
public sealed class PlanningAPilot
{
    private const string Overlay = "overlays/towns-decide/overlay.yaml";

    private static StructurePlan Plan { get; } = AChange.Of("cuiwei").Remove(Overlay).Mirrored();

    [Fact]
    public void It_is_read_on_the_day_it_begins()
    {
        Assert.Equal(new DateOnly(2026, 4, 1), Plan.Day);
        Assert.Equal([new DateOnly(2027, 1, 1)], Plan.Further);
        var overlay = Assert.Single(Plan.Overlays);
        Assert.True(overlay.IsPilot && overlay is { Before: false, After: true });
        Assert.Equal(["xikou"], overlay.Places.Select(static place => place.Id));
    }

    [Fact]
    public void Only_the_town_of_the_pilot_is_affected()
    {
        var units = Assert.Single(Plan.Units);
        Assert.Equal(["xikou"], units.Units.Select(static unit => unit.Id));
        Assert.Equal(UnitChangeKind.PowerGained, Assert.Single(units.Changes).Kind);
        Assert.Equal(
            "Gains the power \"Registration of small eateries\" (permit-small-catering): Head of the service centre, by the delegation small-catering-to-towns, only to grant, only for Opening a small restaurant, if Area of the building is at most 100 m2.",
            units.Changes[0].Says.En.Replace("Floor area", "Area of the building", StringComparison.Ordinal).Replace("Building area", "Area of the building", StringComparison.Ordinal));
        Assert.Contains("限建筑面积不超过 100 平方米", units.Changes[0].Says.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void The_decision_moves_down_to_the_town_and_the_rest_stays_with_the_county()
    {
        var decision = Assert.Single(Plan.Decisions);
        Assert.Equal(("matter/small-restaurant", "permit"), (decision.Matter, decision.Step));
        Assert.True(decision.Moves < 0);
        Assert.Equal(["xikou"], decision.Places.Units.Select(static place => place.Id));
        Assert.Equal(["licence-head"], decision.Before.Select(static decider => decider.Post));
        Assert.Equal(["service-lead", "licence-head"], decision.After.Select(static decider => decider.Post));
    }

    [Fact]
    public void The_page_and_the_terminal_say_so_in_both_languages()
    {
        var (zh, en) = (Plan.Text(Language.Chinese), Plan.Text(Language.English));

        Assert.Contains("小餐饮登记下放镇办理试点", zh, StringComparison.Ordinal);
        Assert.Contains("没有权利收窄，没有职责缺少条件，没有新的错误", zh, StringComparison.Ordinal);
        Assert.Contains("A pilot in Xikou Town from 1 April 2026 to", en, StringComparison.Ordinal);
        Assert.Contains("moves down; Xikou Town", en, StringComparison.Ordinal);
        Assert.Contains("溪口镇便民服务中心主任", Plan.Html(Language.Chinese), StringComparison.Ordinal);
    }

    [Fact]
    public void Local_overlays_touch_their_own_places()
    {
        var plan = AChange.Of("cuiwei").Remove("overlays/gaoshan-villages/overlay.yaml").Mirrored();

        Assert.All(plan.Matters, static matter => Assert.Equal(["gaoshan"], matter.Places.Units.Select(static place => place.Id)));
        Assert.Contains(plan.Entries, static entry => entry is { Kind: EntryChangeKind.Replaced, Address: "matter/hardship-allowance", Overlay: "gaoshan-villages" });
        Assert.Equal(0, plan.RightsNarrowed);
    }
}
