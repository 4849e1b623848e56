using Trellis.Information.Importing;
using Trellis.Structure;

namespace Trellis.Information.Searching;

/// <summary>The items by which rows name rows of a register: persons their household, children their guardian, organisations their head. By them the members, the children and the firms are found.</summary>
public static class NamingRelations
{
    /// <summary>In the order of the structure; those of registers alone, since the built-in ones have no rows.</summary>
    public static IReadOnlyList<Item> To(string register, GovernanceStructure structure, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return [.. structure.Items.All.Where(item => item.HoldsOn(day) && item.Computed is null && structure.Registers.On(item.RegisterId, day) is not null && ReadingRows.RegisterOf(item, structure, day)?.Id == register)];
    }
}
