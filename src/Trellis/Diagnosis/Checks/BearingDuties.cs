using Trellis.Structure;

namespace Trellis.Diagnosis.Checks;

/// <summary>
/// Who bears a duty and who does the work of a step, on the day. Each question is answered once and kept:
/// the answer is the same for all steps that name the same post under the same duty.
/// </summary>
internal sealed class BearingDuties(CheckContext context)
{
    private readonly Dictionary<Duty, IReadOnlyList<UnitOnDay>> _leads = [];
    private readonly Dictionary<Duty, HashSet<int>> _bearers = [];
    private readonly Dictionary<(string Post, Duty? Duty), IReadOnlyList<UnitOnDay>> _nearest = [];
    private readonly Dictionary<(string Post, string At), IReadOnlyList<UnitOnDay>> _named = [];
    private IReadOnlyList<UnitOnDay>? _leaves;

    /// <summary>The units that lead it, each for its own ground.</summary>
    public IReadOnlyList<UnitOnDay> Leads(Duty duty)
    {
        if (_leads.TryGetValue(duty, out var known)) return known;
        var units = duty.Leads is [var one] ? context.Day.Expand(one.Id, duty) : [.. duty.Leads.SelectMany(lead => context.Day.Expand(lead.Id, duty)).Distinct()];
        // Kept only where it is a group: a province has hundreds of thousands of duties with one unit each.
        if (units.Count > 1) _leads.Add(duty, units);
        return units;
    }

    /// <summary>Whether a unit leads or supports it, by itself or in the name of the body it acts for.</summary>
    public bool Bears(UnitOnDay unit, Duty duty)
    {
        if (!_bearers.TryGetValue(duty, out var bearers))
        {
            bearers = [];
            foreach (var lead in duty.Leads)
                foreach (var one in context.Day.Expand(lead.Id, duty)) bearers.Add(one.Index);
            foreach (var support in duty.Supports)
                foreach (var one in context.Day.Expand(support.Who.Id, duty)) bearers.Add(one.Index);
            _bearers.Add(duty, bearers);
        }

        return bearers.Contains(unit.Index) || bearers.Contains(unit.ActsFor.Index);
    }

    /// <summary>The units that support it.</summary>
    public IEnumerable<UnitOnDay> Supporters(Duty duty) => duty.Supports.SelectMany(support => context.Day.Expand(support.Who.Id, duty)).Distinct();

    /// <summary>The duty of a step: its own, or that of its matter type.</summary>
    public Duty? DutyOf(MatterType matter, FlowPart.Step step) => context.Structure.Duties.On(step.Duty?.Id ?? matter.Duty.Id, context.Date);

    /// <summary>
    /// The units that do a step which names a post: the nearest to some place where the matter can arise, that is on the ground of a unit
    /// that leads the matter's duty. Empty where the step is not done by a post of ours.
    /// </summary>
    public IReadOnlyList<UnitOnDay> Performers(MatterType matter, FlowPart.Step step)
    {
        if (step.By is not { } by || step.ByRequester || step.BySystem is not null || !context.Structure.Posts.Has(by.Post)) return [];
        if (by.At is { } at)
        {
            if (!_named.TryGetValue((by.Post, at), out var there)) _named.Add((by.Post, at), there = [.. context.Day.Expand(at).Where(unit => context.Day.PostAt(by.Post, unit) is not null)]);
            return there;
        }

        var duty = context.Structure.Duties.On(matter.Duty.Id, context.Date);
        if (_nearest.TryGetValue((by.Post, duty), out var known)) return known;
        var grounds = duty is null ? [] : Leads(duty);
        var found = new SortedSet<int>();
        foreach (var leaf in Leaves)
        {
            if (grounds.Count > 0 && !ContainsAny(grounds, leaf)) continue;
            foreach (var unit in context.Day.Nearest(by.Post, leaf)) found.Add(unit.Index);
        }

        IReadOnlyList<UnitOnDay> performers = [.. found.Select(index => context.Day.Units[index])];
        _nearest.Add((by.Post, duty), performers);
        return performers;
    }

    /// <summary>Where a matter can arise: the narrowest pieces of ground of those who lead its duty; all where nobody does.</summary>
    public IEnumerable<UnitOnDay> PlacesOf(MatterType matter)
    {
        var grounds = context.Structure.Duties.On(matter.Duty.Id, context.Date) is { } duty ? Leads(duty) : [];
        return grounds.Count == 0 ? Leaves : Leaves.Where(leaf => ContainsAny(grounds, leaf));
    }

    /// <summary>The narrowest pieces of ground: whatever happens, happens in one of them.</summary>
    public IReadOnlyList<UnitOnDay> Leaves
    {
        get
        {
            if (_leaves is not null) return _leaves;
            var divided = new HashSet<int>();
            foreach (var unit in context.Day.Units)
                if (unit.WiderGround is { } wider) divided.Add(wider.Index);
            return _leaves = [.. context.Day.Units.Where(unit => unit.Ground == unit && unit.Inside && !divided.Contains(unit.Index))];
        }
    }

    private static bool ContainsAny(IReadOnlyList<UnitOnDay> grounds, UnitOnDay place)
    {
        foreach (var unit in grounds)
            if (unit.Contains(place)) return true;
        return false;
    }
}
