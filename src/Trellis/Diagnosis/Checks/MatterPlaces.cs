using Trellis.Structure;

namespace Trellis.Diagnosis.Checks;

/// <summary>
/// The places where a matter may be: ground with no narrower village inside, so that in the end every place of the structure lies in one of them.
/// Whoever is near is found once for each post and kept.
/// </summary>
internal sealed class MatterPlaces
{
    private readonly StructureOnDay _day;
    private readonly Dictionary<string, IReadOnlyList<UnitOnDay>[]> _nearest = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _below = [];

    public MatterPlaces(StructureOnDay day)
    {
        _day = day;
        var holds = new HashSet<UnitOnDay>();
        foreach (var unit in day.Units)
            if (unit.Ground == unit && unit.UnitKind != UnitKind.Place && unit.WiderGround is { } wider) holds.Add(wider);
        All = [.. day.Units.Where(unit => unit.Ground == unit && unit.Inside && !holds.Contains(unit))];
        foreach (var place in All) Count(_below, place);
    }

    public IReadOnlyList<UnitOnDay> All { get; }

    /// <summary>Numbers of the places where a matter type is offered: on the ground of those who lead its duty, and in the places of its overlay.</summary>
    public IReadOnlyList<int> Of(MatterType matter)
    {
        var leads = new List<UnitOnDay>();
        if (matter.Duty.Id is { } id && _day.Structure.Duties.On(id, _day.Day) is { } duty)
            foreach (var name in duty.Leads) leads.AddRange(_day.Expand(name.Id).Where(static unit => unit.Ground is not null));
        var all = new List<int>(All.Count);
        for (var at = 0; at < All.Count; at++)
        {
            if (leads.Count > 0 && !leads.Exists(lead => lead.Contains(All[at]))) continue;
            if (matter.Overlay is { } overlay && !_day.IsInPlacesOf(overlay, All[at])) continue;
            all.Add(at);
        }

        return all;
    }

    /// <summary>Who has the post most narrowly around each place: nobody, one, or several equally near.</summary>
    public IReadOnlyList<UnitOnDay> Nearest(PostName post, int place)
    {
        var key = post.ToString();
        if (!_nearest.TryGetValue(key, out var near)) _nearest.Add(key, near = Find(post));
        return near[place];
    }

    /// <summary>A list of places, with whole grounds instead of all the places in them.</summary>
    public IReadOnlyList<UnitOnDay> Joined(IReadOnlyCollection<UnitOnDay> places)
    {
        var here = new Dictionary<int, int>();
        foreach (var place in places) Count(here, place);
        var joined = new HashSet<UnitOnDay>();
        foreach (var place in places)
        {
            var widest = place;
            for (var wider = place; wider is not null; wider = wider.WiderGround)
                if (wider.Inside && here.GetValueOrDefault(wider.Index) == _below.GetValueOrDefault(wider.Index)) widest = wider;
            joined.Add(widest);
        }

        return [.. joined];
    }

    private static void Count(Dictionary<int, int> counts, UnitOnDay place)
    {
        for (var ground = place; ground is not null; ground = ground.WiderGround) counts[ground.Index] = counts.GetValueOrDefault(ground.Index) + 1;
    }

    private IReadOnlyList<UnitOnDay>[] Find(PostName post)
    {
        var found = new IReadOnlyList<UnitOnDay>[All.Count];
        if (post.At is not { } at)
        {
            for (var place = 0; place < found.Length; place++) found[place] = _day.Nearest(post.Post, All[place]);
            return found;
        }

        // Named units: one serves every place, of a group the one around the place.
        var units = _day.Expand(at).Where(unit => _day.PostAt(post.Post, unit) is not null).ToList();
        if (_day.Unit(at) is not null)
        {
            Array.Fill(found, units);
            return found;
        }

        var byGround = units.Where(static unit => unit.Ground is not null).GroupBy(static unit => unit.Ground!.Index).ToDictionary(static group => group.Key, static group => (IReadOnlyList<UnitOnDay>)[.. group]);
        for (var place = 0; place < found.Length; place++)
        {
            found[place] = [];
            for (var ground = All[place].Ground; ground is not null; ground = ground.WiderGround)
            {
                if (!byGround.TryGetValue(ground.Index, out var here)) continue;
                found[place] = here;
                break;
            }
        }

        return found;
    }
}
