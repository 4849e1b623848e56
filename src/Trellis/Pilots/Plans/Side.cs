using Trellis.Authority;
using Trellis.Structure;
using Trellis.Structure.Files;

namespace Trellis.Pilots.Plans;

/// <summary>
/// One of the two structures on the day of the plan, with every overlay in force in its own places.
/// It answers in the names of the later structure, so that a renamed unit is the same unit.
/// </summary>
internal sealed class Side
{
    private readonly Dictionary<string, List<Overlay>> _replaced = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<Overlay> _overlays;
    private readonly Dictionary<string, string> _earlier = new(StringComparer.Ordinal);

    public Side(GovernanceStructure structure, DateOnly day, Renames renames)
    {
        (Structure, Day, Renames) = (structure, day, renames);
        Holders = HoldersOnDay.InForce(structure, day);
        View = Holders.View;
        _overlays = [.. structure.Overlays.All.Where(overlay => overlay.HoldsOn(day))];
        foreach (var overlay in _overlays)
        {
            foreach (var replacement in overlay.Replaces) Replace(replacement.Entry.Address, overlay);
            foreach (var withdrawn in overlay.Withdraws) Replace(withdrawn.ToString(), overlay);
        }

        if (renames.Count > 0)
            foreach (var unit in View.Units) _earlier.TryAdd(renames.NowUnit(unit.Id), unit.Id);
        Places = [.. Leaves()];

        void Replace(string address, Overlay overlay)
        {
            if (!_replaced.TryGetValue(address, out var list)) _replaced.Add(address, list = []);
            list.Add(overlay);
        }
    }

    public GovernanceStructure Structure { get; }

    public DateOnly Day { get; }

    public Renames Renames { get; }

    public HoldersOnDay Holders { get; }

    /// <summary>Units, groups and posts, those that overlays bring included.</summary>
    public StructureOnDay View { get; }

    /// <summary>The narrowest pieces of ground: whatever happens, happens in one of them.</summary>
    public IReadOnlyList<UnitOnDay> Places { get; }

    /// <summary>What the later structure calls a unit.</summary>
    public string Id(UnitOnDay unit) => Renames.Count == 0 ? unit.Id : Renames.NowUnit(unit.Id);

    public string Id(Entry entry) => Renames.Now(entry.Kind, entry.Id);

    public string Address(Entry entry) => Renames.Count == 0 ? entry.Address : Renames.NowAddress(entry.Address);

    /// <summary>The unit that the later structure calls so.</summary>
    public UnitOnDay? Unit(string id) => View.Unit(_earlier.GetValueOrDefault(id, id));

    public UnitName Name(UnitOnDay unit) => new(Id(unit), unit.Unit.Name, unit.LevelRank);

    public Text LevelName(UnitOnDay unit) => unit.Type is { } type && Structure.Levels.Of(type.Level.Id ?? "") is [var level, ..] ? level.Name : new Text("", "");

    public Text PostName(string post) => Structure.Posts.On(post, Day)?.Name ?? View.Structure.Posts.On(post, Day)?.Name ?? (Structure.Posts.Of(post) is [var row, ..] ? row.Name : new Text(post, post));

    /// <summary>The entries of a kind that hold on the day somewhere: the base's, and those that overlays bring.</summary>
    public IEnumerable<T> Holding<T>(IReadOnlyList<T> inBase)
        where T : Entry
    {
        foreach (var entry in inBase)
            if (entry.HoldsOn(Day)) yield return entry;
        foreach (var overlay in _overlays)
        {
            foreach (var added in overlay.Adds)
                if (added is T entry && entry.HoldsOn(Day)) yield return entry;
            foreach (var replacement in overlay.Replaces)
                if (replacement.Entry is T entry && entry.HoldsOn(Day)) yield return entry;
        }
    }

    /// <summary>Whether an entry holds for a unit, or at a place.</summary>
    public bool HoldsAt(Entry entry, UnitOnDay unit)
    {
        if (entry.Overlay is { } own) return View.IsInPlacesOf(own, unit);
        if (!_replaced.TryGetValue(entry.Address, out var overlays)) return true;
        foreach (var overlay in overlays)
            if (View.IsInPlacesOf(overlay, unit)) return false;
        return true;
    }

    /// <summary>The units that a name stands for, without those where the entry does not hold.</summary>
    public IEnumerable<UnitOnDay> Expand(string? unitOrGroup, Entry entry)
    {
        foreach (var unit in View.Expand(unitOrGroup))
            if (HoldsAt(entry, unit)) yield return unit;
    }

    /// <summary>The units that have a post, as a reference names it.</summary>
    public IEnumerable<UnitOnDay> Expand(PostName post, Entry entry)
    {
        if (post.Post is null) yield break;
        foreach (var unit in post.At is null ? View.UnitsWithPost(post.Post) : View.Expand(post.At))
            if (HoldsAt(entry, unit) && View.PostAt(post.Post, unit) is not null) yield return unit;
    }

    /// <summary>Who does a step, at a place: the nearest with the post, or with the power where no post is named; several where they are equally near, by name.</summary>
    public IReadOnlyList<UnitOnDay> Performers(FlowPart.Step step, UnitOnDay place)
    {
        if (step.By is { Post: { } post } by)
        {
            if (step.ByRequester || step.BySystem is not null || !View.Structure.Posts.Has(post)) return [];
            if (by.At is { } at)
            {
                var named = View.Expand(at);
                return [.. named.Where(unit => View.PostAt(post, unit) is not null && (named.Count == 1 || unit.Contains(place))).OrderBy(Id, StringComparer.Ordinal)];
            }

            var nearest = View.Nearest(post, place);
            return nearest.Count < 2 ? nearest : [.. nearest.OrderBy(Id, StringComparer.Ordinal)];
        }

        return step.Power is { } power && Holders.For(place, power.Id) is [var holder, ..] ? [holder.Mandate.Unit] : [];
    }

    private IEnumerable<UnitOnDay> Leaves()
    {
        var divided = new HashSet<int>();
        foreach (var unit in View.Units)
            if (unit.WiderGround is { } wider && unit.Ground == unit) divided.Add(wider.Index);
        foreach (var unit in View.Units)
            if (unit.Ground == unit && unit.Inside && !divided.Contains(unit.Index)) yield return unit;
    }
}
