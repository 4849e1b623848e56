using Trellis.Process.Clocks;
using Trellis.Structure;

namespace Trellis.Process.Matters;

/// <summary>A version of the structure with the overlays of one place, ready to decide on.</summary>
public sealed class PlacedStructure(GovernanceStructure structure, TimeZoneInfo zone)
{
    public GovernanceStructure Structure { get; } = structure;

    public MatterFlows Flows { get; } = new(structure);

    public Timetable Times { get; } = new(structure, zone);
}
