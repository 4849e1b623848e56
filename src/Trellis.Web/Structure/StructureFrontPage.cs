using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Structure;

/// <summary>The structure in force: its units as a tree, and a way to each kind of entry.</summary>
public sealed class StructureFrontPage : SitePage
{
    public override Text Heading => new("治理结构", "The structure");

    public override string Way => "/structure";

    public IReadOnlyList<(string Kind, Text Name, int Count)> Kinds => [.. EntryKinds.All.Select(kind => (kind.Word, kind.Name, kind.Of(InForce.Structure).Count(entry => entry.HoldsOn(Site.Today)))).Where(static one => one.Item3 > 0)];

    /// <summary>The units right below one, in the order of the file.</summary>
    public static IReadOnlyList<UnitOnDay> Below(StructureOnDay today, UnitOnDay unit)
    {
        ArgumentNullException.ThrowIfNull(today);
        return [.. today.Units.Where(one => ReferenceEquals(one.Parent, unit))];
    }
}
