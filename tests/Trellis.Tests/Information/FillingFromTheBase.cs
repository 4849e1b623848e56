using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Structure;
using Trellis.Tests.Process;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>What the base holds is not asked again; what may not be used for this is not even looked for.</summary>
public sealed class FillingFromTheBase
{
    private static readonly DateOnly Day = new(2026, 6, 2);
    private static readonly StructureOnDay County = AStructure.Read("cuiwei").Structure.On(Day);
    private static readonly RowId Household = new("household", "h-1");

    [Fact]
    public void A_value_that_is_still_good_is_filled_in_with_its_source() =>
        Assert.Equal(Held("income", months: 1), Assert.IsType<Filling.Filled>(Fill("household.income", "relief", Held("income", months: 1))).Held);

    [Fact]
    public void A_value_that_is_older_than_it_is_good_for_is_to_be_confirmed() =>
        Assert.True(Assert.IsType<Filling.ToConfirm>(Fill("household.income", "relief", Held("income", months: 7))).IsOld);

    [Fact]
    public void Sources_that_disagree_are_shown_side_by_side_and_to_be_confirmed() =>
        Assert.Equal(2, Assert.IsType<Filling.ToConfirm>(Fill("household.income", "relief", Held("income", 1) with { Disputed = true }, Held("income", 2) with { Disputed = true, Stands = false })).Sources.Count);

    [Fact]
    public void What_nobody_holds_is_asked() => Assert.IsType<Filling.ToAsk>(Fill("household.income", "relief"));

    [Fact]
    public void What_was_ended_is_asked_anew() => Assert.IsType<Filling.ToAsk>(Fill("household.income", "relief", Held("income", 1) with { Claim = Held("income", 1).Claim with { Kind = ClaimKind.None } }));

    [Fact]
    public void What_is_computed_is_nobodys_to_give() => Assert.IsType<Filling.Computed>(Fill("household.size", "relief", Held("size", 1)));

    [Fact]
    public void For_another_purpose_nobody_is_told_whether_it_is_held()
    {
        var held = Assert.IsType<Filling.NotForThis>(Fill("household.income", "city-order", Held("income", 1))).Why;

        Assert.Equal(LookRefusals.NotForThisPurpose, held);
        Assert.Equal(held.Whole, Assert.IsType<Filling.NotForThis>(Fill("household.income", "city-order")).Why.Whole);
    }

    [Fact]
    public void Without_the_consent_that_the_purpose_needs_it_is_not_used() =>
        Assert.Equal(LookRefusals.ConsentMissing, Assert.IsType<Filling.NotForThis>(Fill("household.income", "relief", consent: false, Held("income", 1))).Why);

    private static Filling Fill(string item, string purpose, params HeldValue[] held) => Fill(item, purpose, true, held);

    private static Filling Fill(string item, string purpose, bool consent, params HeldValue[] held) => Prefilling.Of(
        County.Structure.Items.On(item, Day)!, Household, new Wanting(County.Unit("civil-affairs")!, County.Structure.Purposes.On(purpose, Day), _ => consent), held, County,
        static moment => DateOnly.FromDateTime(moment.UtcDateTime), new Trellis.Process.Clocks.Timetable(County.Structure, ARun.Zone).LastDay);

    private static HeldValue Held(string item, int months) => new(
        Household, item, new Claim(item, DateOnly.MinValue, DateOnly.MaxValue, ClaimKind.Sealed, [], new Provenance(ValueSource.Act, new UnitId("civil-affairs"), null, null, new DateTimeOffset(Day.AddMonths(-months).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), 1), true, 1), true, false);
}
