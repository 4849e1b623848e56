using Trellis.Process.Flows;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Process.Flows;

/// <summary>What a matter type may read of the rows in its roles is found from the structure alone.</summary>
public sealed class ReadingRowsOfRoles
{
    private static readonly Lazy<GovernanceStructure> Cuiwei = new(static () => ReadingStructures.Read(StructureFolder.Read(Path.Combine(Checkout.Root, "structures", "cuiwei"))).Structure);

    private static FactsOfRoles Of(string type) => FactsOfRoles.Of(Cuiwei.Value, Cuiwei.Value.Matters.Of(type)[0], new DateOnly(2026, 5, 4));

    [Fact]
    public void Conditions_of_steps_and_limits_of_powers_are_read_and_what_is_asked_is_known_apart()
    {
        var facts = Of("small-restaurant");

        Assert.Equal(["premises.area"], facts.Paths);
        Assert.Contains("applicant.phone", facts.Asked);
        Assert.DoesNotContain("matter.floor-plan", facts.Asked);
    }

    [Fact]
    public void The_condition_of_a_part_is_read_under_the_roles_of_the_whole() => Assert.Contains("family.in-hardship", Of("school-entry").Paths);

    [Fact]
    public void A_type_whose_conditions_read_no_row_needs_none() => Assert.Empty(Of("residence-move").Paths);
}
