using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>Villages and neighbourhoods by the township in which they lie, both by name.</summary>
internal static class PlaceGroups
{
    public static IReadOnlyList<IGrouping<string, UnitOnDay>> Of(SitePage page) =>
    [
        .. page.Today.Units.Where(static unit => unit is { Inside: true, Type.Ground: Ground.Own, UnitKind: UnitKind.Community or UnitKind.Place })
            .OrderBy(unit => page.Say(unit.Unit.Name), StringComparer.Ordinal)
            .GroupBy(unit => unit.Parent is { } parent && parent != page.Today.Top ? page.Say(parent.Unit.Name) : page.Say("其他", "Elsewhere"), StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal),
    ];
}
