using Trellis.Diagnosis.Checks;
using Trellis.Information.Forms;
using Trellis.Structure;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>What forms cost is told of units and forms, and never of a person.</summary>
public sealed class CostOfForms
{
    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void Of_fewer_than_five_people_nothing_is_told_not_even_how_often(int people, bool withheld)
    {
        // Each of them several times: it is people that are counted.
        var burden = FormBurden.Of(Enumerable.Range(0, people * 3).Select(number => new FilledOnce("f", "a", "u", $"o-{number % people}", 3 + number, 5, 0, null)), static one => one.Form).Single();

        Assert.Equal((withheld, withheld ? 0 : people * 3, withheld ? 0 : people), (burden.IsWithheld, burden.Times, burden.Fillers));
        Assert.Null(burden.Minutes);
    }

    [Fact]
    public void A_spread_says_the_least_the_middle_and_the_most() => Assert.Equal(new Spread(1, 4, 9), Spread.Of([9, 1, 4, 7]));

    [Fact]
    public void Minutes_are_told_where_five_people_said_them()
    {
        var times = Enumerable.Range(0, 6).Select(static number => new FilledOnce("f", "a", "u", $"o-{number}", 3, 5, 0, number == 0 ? null : number * 5));

        Assert.Equal(new Spread(5, 15, 25), FormBurden.Of(times, static one => one.Unit).Single().Minutes);
        Assert.Null(FormBurden.Of(times.Skip(1).Select(static (one, at) => at == 0 ? one with { Minutes = null } : one), static one => one.Unit).Single().Minutes);
    }

    [Fact]
    public void The_same_forms_cost_a_village_clerk_of_Cuiwei_measurably_fewer_fields_after_the_cures_of_the_checker()
    {
        var reading = AStructure.Read("cuiwei");
        var day = new DateOnly(2026, 11, 16);
        var loads = ClerksLoads.Of(reading.Structure.On(day), CheckingStructures.Check(reading, day).Findings);

        var clerk = loads.First(static load => load.Post.Post == "village-clerk");
        Assert.Equal((15, 240m, 10, 144m, 35m), (clerk.Forms, clerk.Fields, clerk.FormsCured, clerk.Cured, clerk.Prefilled));
        Assert.All(loads, static load => Assert.True(load.Cured <= load.Fields && load.Prefilled <= load.Cured && load.FormsCured <= load.Forms, load.ToString()));
    }
}
