using Trellis.Structure;
using Trellis.Structure.Calendars;

namespace Trellis.Assessment.Demands;

/// <summary>What one unit may lay on another.</summary>
public enum DemandKind
{
    /// <summary>A form that is owed, once for each occasion.</summary>
    Form,

    /// <summary>A field of such a form.</summary>
    Field,

    /// <summary>A form, or a section of one, that was sent back.</summary>
    Returned,

    /// <summary>A reminder that an officer sent; those that time sends are nobody's.</summary>
    Reminder,

    /// <summary>A power of the class inspection that was used in a matter on the ground of the unit.</summary>
    Inspection,

    /// <summary>A day on which an officer followed the course of a matter that the unit answered for at the time.</summary>
    Look,

    /// <summary>A request by which an officer was shown what people gave in such a matter.</summary>
    Opened,
}

/// <summary>From where a demand comes, by the levels of the two units.</summary>
public enum DemandFrom
{
    Above,
    Beside,
    Below,
}

/// <summary>What one unit laid on another in a period. Nobody stands in it but units.</summary>
/// <param name="By">Who makes the demand.</param>
/// <param name="At">Whose work it is laid on.</param>
public sealed record UnitDemand(ReportingPeriod Period, UnitId By, UnitId At, DemandFrom From, int Forms, int Fields, int Returned, int Reminders, int Inspections, int Looks, int Opened);

/// <summary>Sums up demands, unit by unit. A unit makes none of itself.</summary>
public sealed class CountingDemands
{
    private readonly Dictionary<(UnitId By, UnitId At), int[]> _counts = [];

    public void Add(DemandKind kind, UnitId by, UnitId at, int times = 1)
    {
        if (by == at || times == 0) return;
        if (!_counts.TryGetValue((by, at), out var counts)) _counts.Add((by, at), counts = new int[Enum.GetValues<DemandKind>().Length]);
        counts[(int)kind] = checked(counts[(int)kind] + times);
    }

    /// <summary>By the unit that bears them, then by the one that makes them.</summary>
    /// <param name="view">The units at the end of the period, whose levels say what comes from above; of a unit that is gone it is taken as beside.</param>
    public IReadOnlyList<UnitDemand> Of(ReportingPeriod period, StructureOnDay view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return
        [
            .. _counts.OrderBy(static one => one.Key.At.Text, StringComparer.Ordinal).ThenBy(static one => one.Key.By.Text, StringComparer.Ordinal).Select(one =>
            {
                var ((by, at), n) = one;
                return new UnitDemand(
                    period, by, at, FromOf(view.Unit(by.Text), view.Unit(at.Text)), n[(int)DemandKind.Form], n[(int)DemandKind.Field], n[(int)DemandKind.Returned], n[(int)DemandKind.Reminder], n[(int)DemandKind.Inspection],
                    n[(int)DemandKind.Look], n[(int)DemandKind.Opened]);
            }),
        ];
    }

    private static DemandFrom FromOf(UnitOnDay? by, UnitOnDay? at) => by is null || at is null || by.LevelRank == at.LevelRank ? DemandFrom.Beside : by.LevelRank < at.LevelRank ? DemandFrom.Above : DemandFrom.Below;
}
