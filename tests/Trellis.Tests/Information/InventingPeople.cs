using Trellis.Information;
using Trellis.Information.Names;
using Trellis.Information.Searching;
using Trellis.Information.Matching;
using Trellis.Simulation;
using Trellis.Simulation.Bases;
using Trellis.Structure;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>The invented base: the same from the same seed, whole in itself, and nobody's.</summary>
public sealed class InventingPeople
{
    private static readonly DateOnly Today = new(2026, 11, 1);
    private static readonly StructureOnDay Cuiwei = AStructure.Read("cuiwei").Structure.On(Today);
    private static readonly InventedBase Some = InventingBases.Invent(Cuiwei, 0.1, new Seed(5), Today);

    [Fact]
    public void The_same_seed_gives_the_same_people()
    {
        var again = InventingBases.Invent(Cuiwei, 0.1, new Seed(5), Today);

        Assert.Equal(Some.Persons, again.Persons);
        Assert.Equal(Some.Places, again.Places);
        Assert.NotEqual(Some.Persons, InventingBases.Invent(Cuiwei, 0.1, new Seed(6), Today).Persons);
        Assert.Equal(
            SoilingLists.Again(Some, 0.3, new Seed(7)).Select(static row => (row.Person, row.Name, row.Number, row.Birth, row.Telephone, row.Address)),
            SoilingLists.Again(again, 0.3, new Seed(7)).Select(static row => (row.Person, row.Name, row.Number, row.Birth, row.Telephone, row.Address)));
    }

    [Fact]
    public void Everybody_lives_in_a_household_that_lives_somewhere()
    {
        Assert.InRange(Some.Persons.Count, 2_800, 3_600);
        Assert.InRange(Some.Households.Count, 1_050, 1_150);
        for (var at = 0; at < Some.Persons.Count; at++) Assert.Contains(at, Some.Households[Some.Persons[at].Household].Members);
        Assert.All(Some.Places, static place => Assert.NotNull(Cuiwei.Unit(place.Unit)));
        Assert.All(Some.Persons, static person => Assert.True(person.Birth < Today));
    }

    [Fact]
    public void No_number_is_a_real_persons_and_all_of_them_hold()
    {
        Assert.All(Some.Persons, person =>
        {
            Assert.True(ResidentNumber.TryRead(person.Number, Today, out var number, out _));
            Assert.StartsWith(ResidentNumber.Invented, person.Number, StringComparison.Ordinal);
            Assert.Equal((person.Birth, person.IsMan), (number.Birth, number.IsOfAMan));
            Assert.StartsWith("111", person.Telephone, StringComparison.Ordinal);
        });
        Assert.Equal(Some.Persons.Count, Some.Persons.Select(static one => one.Number).Distinct().Count());
        Assert.All(Some.Organisations, static one => Assert.True(CreditCode.TryRead(one.Number, out _, out _)));
        Assert.All(Some.Places, static place => Assert.NotNull(NormalAddress.Read(place.Address)));
    }

    [Fact]
    public void A_row_is_found_by_name_reading_initials_slip_number_telephone_and_address()
    {
        var traits = new Traits { Name = PersonalName.Read("欧阳翠竹"), Number = "990101198005170021", Telephone = "11112345678", Address = NormalAddress.Read("和平社区锦绣园3号楼2单元501室") };
        var words = SearchWords.Of(traits);

        foreach (var typed in new[] { "欧阳翠竹", "ouyang cuizhu", "oycz", "欧阳粹竹", "990101 19800517 0021", "+86 111 1234 5678", "和平社区锦绣园3栋2-501" })
            Assert.Contains(SearchWords.Asked(typed), group => group.All(words.Contains));
        foreach (var typed in new[] { "欧阳兰", "li", "990101198005170022", "11112345679", "和平社区锦绣园3栋2-502", "", "，", new string('王', 201) })
            Assert.DoesNotContain(SearchWords.Asked(typed), group => group.All(words.Contains));
    }
}
