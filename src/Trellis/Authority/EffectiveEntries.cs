using Trellis.Structure;

namespace Trellis.Authority;

/// <summary>
/// The powers and delegations of a day. Where overlays are in force, the entries that they bring hold in their places,
/// and those of the base that they replace or withdraw hold everywhere else. A power is placed by its holder, a delegation by its receiver.
/// </summary>
internal sealed class EffectiveEntries
{
    private readonly Dictionary<string, List<Power>> _powers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Delegation> _delegations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Overlay>>? _replaced;
    private readonly StructureOnDay? _view;

    private EffectiveEntries(IReadOnlyList<Power> powers, IReadOnlyList<Delegation> delegations, StructureOnDay? view = null, Dictionary<string, List<Overlay>>? replaced = null)
    {
        (Powers, Delegations, _view, _replaced) = (powers, delegations, view, replaced);
        foreach (var power in powers)
        {
            if (!_powers.TryGetValue(power.Id, out var list)) _powers.Add(power.Id, list = new List<Power>(1));
            list.Add(power);
        }

        foreach (var delegation in delegations) _delegations.TryAdd(delegation.Id, delegation);
    }

    public IReadOnlyList<Power> Powers { get; }

    public IReadOnlyList<Delegation> Delegations { get; }

    /// <summary>Those that hold on other days, of the base and of every overlay.</summary>
    public IReadOnlyList<Delegation> OtherDelegations { get; private init; } = [];

    public static EffectiveEntries AsGiven(GovernanceStructure structure, DateOnly day) =>
        new([.. Holding(structure.Powers.All, day)], [.. Holding(structure.Delegations.All, day)]) { OtherDelegations = Others(structure, day) };

    public static EffectiveEntries WithOverlaysInForce(GovernanceStructure structure, IReadOnlyList<Overlay> overlays, StructureOnDay view)
    {
        var day = view.Day;
        var powers = Holding(structure.Powers.All, day).ToList();
        var delegations = Holding(structure.Delegations.All, day).ToList();
        Dictionary<string, List<Overlay>>? replaced = null;
        foreach (var overlay in overlays)
        {
            powers.AddRange(Holding(overlay.Adds.OfType<Power>(), day));
            delegations.AddRange(Holding(overlay.Adds.OfType<Delegation>(), day));
            foreach (var replacement in overlay.Replaces)
            {
                if (replacement.Entry is Power power && power.HoldsOn(day)) powers.Add(power);
                if (replacement.Entry is Delegation delegation && delegation.HoldsOn(day)) delegations.Add(delegation);
                Replace(replacement.Entry.Address, overlay);
            }

            foreach (var withdrawn in overlay.Withdraws) Replace(withdrawn.ToString(), overlay);
        }

        return new EffectiveEntries(powers, delegations, view, replaced) { OtherDelegations = Others(structure, day) };

        void Replace(string address, Overlay overlay)
        {
            replaced ??= new(StringComparer.Ordinal);
            if (!replaced.TryGetValue(address, out var list)) replaced.Add(address, list = []);
            list.Add(overlay);
        }
    }

    /// <summary>More than one where an overlay replaces a power in its places.</summary>
    public IReadOnlyList<Power> Power(string id) => _powers.TryGetValue(id, out var list) ? list : [];

    public Delegation? Delegation(string? id) => id is not null && _delegations.TryGetValue(id, out var delegation) ? delegation : null;

    /// <summary>Whether an entry holds for a unit, as far as overlays go.</summary>
    public bool HoldsAt(Entry entry, UnitOnDay unit)
    {
        if (_replaced is null || entry.Overlay is not null || !_replaced.TryGetValue(entry.Address, out var overlays)) return true;
        foreach (var overlay in overlays)
            if (_view!.IsInPlacesOf(overlay, unit)) return false;
        return true;
    }

    private static List<Delegation> Others(GovernanceStructure structure, DateOnly day)
    {
        var others = new List<Delegation>();
        foreach (var delegation in structure.Delegations.All)
            if (!delegation.HoldsOn(day)) others.Add(delegation);
        foreach (var overlay in structure.Overlays.All)
            foreach (var entry in overlay.Adds)
                if (entry is Delegation delegation && !delegation.HoldsOn(day)) others.Add(delegation);
        return others;
    }

    private static IEnumerable<T> Holding<T>(IEnumerable<T> entries, DateOnly day)
        where T : Entry
    {
        foreach (var entry in entries)
            if (entry.HoldsOn(day)) yield return entry;
    }
}
