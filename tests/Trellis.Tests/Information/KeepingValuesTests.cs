using FsCheck;
using FsCheck.Fluent;
using Trellis.Information.Retention;
using Trellis.Structure.Quantities;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>What has served and is held by nothing goes; what something holds stays.</summary>
public sealed class KeepingValuesTests
{
    private static readonly DateOnly Today = new(2030, 6, 1);
    private static readonly KeepRule ThreeYears = new(new TimeLimit(3, TimeUnit.Years), "archives-law/13");

    private static HoldingMatter A(string purpose, DateOnly? closed, KeepRule? keep = null, bool about = false) => new(new MatterId($"m-{purpose}-{closed}"), purpose, closed, keep ?? ThreeYears, about);

    private static RetentionRuling? Due(params HoldingMatter[] matters) => KeepingValues.Due("relief", matters, Today, static (limit, from) => from.AddYears(limit.Amount));

    [Fact]
    public void Values_go_when_the_last_matter_that_held_them_was_closed_so_long_ago() =>
        Assert.Equal(new RetentionRuling.Erase("archives-law/13"), Due(A("relief", Today.AddYears(-4)), A("relief", Today.AddYears(-3).AddDays(-1)), A("licensing", null)));

    [Fact]
    public void A_matter_that_runs_or_whose_period_runs_or_of_which_nobody_said_how_long_holds_them()
    {
        Assert.IsType<RetentionRuling.Held>(Due(A("relief", Today.AddYears(-9)), A("relief", null)));
        Assert.Equal(Today, Assert.IsType<RetentionRuling.Held>(Due(A("relief", Today.AddYears(-3)))).Until);
        Assert.IsType<RetentionRuling.Held>(Due(A("relief", Today.AddYears(-9)) with { Keep = null }));
        Assert.Null(Due(A("licensing", Today.AddYears(-9))));
    }

    [Fact]
    public void While_somebody_asks_about_what_is_held_of_them_nothing_of_it_goes() =>
        Assert.IsType<RetentionRuling.Held>(Due(A("relief", Today.AddYears(-9)), A("data-rights", null, about: true)));

    [Fact]
    public void What_holds_values_beyond_the_time_of_another_matter_is_known_and_nothing_is_while_their_own_time_runs()
    {
        var (old, running, rights) = (A("relief", Today.AddYears(-9)), A("relief", null) with { Type = "hardship" }, A("data-rights", null, about: true) with { Type = "copy" });

        Assert.Equal((running, (DateOnly?)null), Longer(old, running));
        Assert.Equal((rights, (DateOnly?)null), Longer(old, rights, running));
        Assert.Equal((A("relief", Today.AddYears(-1)), (DateOnly?)Today.AddYears(2)), Longer(old, A("relief", Today.AddYears(-1))));
        Assert.Null(Longer(running)); // their own time runs
        Assert.Null(Longer(A("relief", Today.AddYears(-1)), running));
        Assert.Null(Longer(old)); // nothing holds them, and they go
        Assert.Null(Longer(A("licensing", Today.AddYears(-9)), running));
    }

    private static (HoldingMatter By, DateOnly? Until)? Longer(params HoldingMatter[] matters) => KeepingValues.HeldLonger("relief", matters, Today, static (limit, from) => from.AddYears(limit.Amount));

    [Fact]
    public void Nothing_goes_that_any_matter_still_holds_whatever_the_others_say() =>
        Prop.ForAll(Gen.Choose(-10, 0).ArrayOf().ToArbitrary(), ages => Due([.. ages.Select(static years => A("relief", Today.AddYears(years).AddDays(-1)))]) is RetentionRuling.Erase == (ages.Length > 0 && ages.All(static years => years <= -3))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_type_keeps_as_long_as_the_longest_of_its_own_items_says()
    {
        var village = AStructure.Read("hello-village").Structure!;

        Assert.Equal(new KeepRule(new TimeLimit(10, TimeUnit.Years), "liuhe-services/2"), KeepingValues.Of(village.Matters.Of("small-repair")[0], village, new DateOnly(2026, 5, 11)));
    }
}
