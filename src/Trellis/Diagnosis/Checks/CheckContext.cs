using Trellis.Authority;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>What every check is given: the structure, the day on which it is read, the thresholds, and where findings go.</summary>
internal sealed class CheckContext
{
    public CheckContext(GovernanceStructure structure, DateOnly day, FindingList findings)
    {
        (Structure, Findings) = (structure, findings);
        Day = structure.On(day);
        Settings = CheckSettings.Of(structure, day);
    }

    public GovernanceStructure Structure { get; }

    /// <summary>Units, groups and posts of the day.</summary>
    public StructureOnDay Day { get; }

    public DateOnly Date => Day.Day;

    public CheckSettings Settings { get; }

    public FindingList Findings { get; }

    /// <summary>Limits laid on calendars; other checks of the same files may share them.</summary>
    public LaidYears Laid { get; init; } = new();

    /// <summary>Who holds which power on the day, by holding or along delegations.</summary>
    public HoldersOnDay Holders => _holders ??= HoldersOnDay.Of(Structure, Date);

    private HoldersOnDay? _holders;

    /// <summary>
    /// Whether some holding or delegation of a power has an area that is no unit and no group. That is told where names are looked up; until it
    /// is mended the area is nowhere, and nothing that follows from that is worth telling.
    /// </summary>
    public bool HasUnknownArea(string? power) => power is not null && (_unknownAreas ??= FindUnknownAreas()).Contains(power);

    private HashSet<string>? _unknownAreas;

    private HashSet<string> FindUnknownAreas()
    {
        var powers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var power in Structure.Powers.All)
            if (power.HeldBy.Any(holding => IsUnknown(holding.Limits))) powers.Add(power.Id);
        foreach (var delegation in Structure.Delegations.All)
        {
            if (!IsUnknown(delegation.Limits)) continue;
            var of = delegation.Of;
            for (var hops = 0; of.Kind == Kind.Delegation && of.Id is not null && hops < 64 && Structure.Delegations.Of(of.Id) is [var source, ..]; hops++) of = source.Of;
            if (of is { Kind: Kind.Power, Id: { } id }) powers.Add(id);
        }

        return powers;

        bool IsUnknown(Limits limits) => limits.Area is { } area && !Structure.Units.Has(area.Id) && !Structure.Groups.Has(area.Id);
    }

    public void Add(FindingCode code, Mark at, Entry entry, Text found, Text? expected = null, IEnumerable<UnitOnDay>? places = null, IReadOnlyList<RelatedPlace>? related = null) =>
        Findings.Add(new Finding(code, at, found)
        {
            Expected = expected,
            Address = entry.Address,
            Places = places is null ? [] : [.. places.Select(static unit => unit.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Related = related ?? [],
            Overlay = entry.Overlay?.Id,
        });

    /// <summary>The entries of a kind that hold on the day, in written order.</summary>
    public IEnumerable<T> Holding<T>(Spells<T> spells)
        where T : Entry
    {
        foreach (var entry in spells.All)
            if (entry.HoldsOn(Date)) yield return entry;
    }
}
