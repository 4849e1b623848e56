using Trellis.Process.Matters;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Process;

/// <summary>The sum that a decision is about: as it was given last, or a standard of the day; unknown is not nought.</summary>
public sealed class SumsOfDecisions
{
    private static readonly GivenItem Last = new("matter.fine-sum", Value.Of(new Quantity(800, Measure.Yuan)));
    private static readonly GivenItem First = new("matter.fine-sum", Value.Of(new Quantity(500, Measure.Yuan)));
    private static readonly GivenItem Other = new("matter.relief-sum", Value.Of(new Quantity(9, Measure.Yuan)));

    [Fact]
    public void Of_a_sum_that_was_given_twice_the_last_counts() =>
        Assert.Equal(new Quantity(800, Measure.Yuan), Needed("matter.fine-sum").SumIn([Other, Last, First], County));

    [Fact]
    public void A_sum_that_nobody_gave_is_not_known() => Assert.Null(Needed("matter.fine-sum").SumIn([Other], County));

    [Fact]
    public void A_step_that_names_no_sum_has_none() => Assert.Null(Needed(null).SumIn([Last], County));

    [Fact]
    public void What_was_given_and_is_no_amount_is_not_known() =>
        Assert.Null(Needed("matter.fine-sum").SumIn([new GivenItem("matter.fine-sum", Value.Of("much")), Last], County));

    [Theory]
    [InlineData(2026, 6, 30, 780)]
    [InlineData(2026, 7, 1, 820)]
    public void A_standard_is_that_of_the_day(int year, int month, int day, int yuan) =>
        Assert.Equal(new Quantity(yuan, Measure.Yuan), (Needed("standard.minimum-living") with { Day = new DateOnly(year, month, day) }).SumIn([Last], County));

    [Fact]
    public void A_standard_that_is_not_there_is_not_known() => Assert.Null(Needed("standard.no-such").SumIn([Last], County));

    private static Trellis.Structure.GovernanceStructure County { get; } = AStructure.Read("cuiwei").Structure;

    private static PowerNeeded Needed(string? amount) => new("fine", "type", "step", null, null, amount, new DateOnly(2026, 3, 1));
}
