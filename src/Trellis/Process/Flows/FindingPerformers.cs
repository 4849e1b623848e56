using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Process.Flows;

/// <summary>Who does a step here: found, or nobody, and then on whom the wait is booked.</summary>
/// <param name="IsLeftOut">Nobody near has the post, and the step is then left out.</param>
public readonly record struct FoundPerformer(Performer? Performer, Bearer On, bool IsLeftOut);

/// <summary>
/// The nearest with the post, or the nearest who may use the power; the first contact, the requester, a role or a system where the step says so.
/// Two equally near are a finding of the checker; here the first by the structure's own order does it, so that every run is the same.
/// </summary>
public static class FindingPerformers
{
    public static FoundPerformer Of(Matter matter, MatterType type, FlowPart.Step step, Circumstances circumstances)
    {
        var holder = Bearer.Of(matter.HeldBy);
        if (step.By is { } by)
        {
            if (by.At is null)
            {
                if (by.Post == "requester") return new(Performer.Requester, Bearer.Requester, false);
                if (by.Post == "first-contact") return new(Performer.Of(matter.FirstContact ?? new PostAt("", matter.HeldBy)), Bearer.Of(matter.FirstContact?.Unit ?? matter.HeldBy), false);
                if (step.BySystem is { } system)
                    return new(new Performer(null, $"system/{system}"), circumstances.Structure.Systems.On(system, circumstances.Day) is { Owner.Id: { } owner } ? Bearer.Of(new UnitId(owner)) : holder, false);
                if (UnitIn(matter.Roles, type, by.Post) is { } unit) return Found(new PostAt("", unit));
                if (IsRole(type, by.Post)) return new(new Performer(null, by.Post), Bearer.Requester, false);
            }

            return Nearest(matter, by, circumstances) is { } found ? Found(found) : Otherwise();
        }

        if (step.Power is { } power)
        {
            var needed = new PowerNeeded(power.Id, type.Id, step.Id, matter.Place, null, step.Amount?.Id, circumstances.Day);
            return NearestDecider(needed, circumstances) is { } nearest ? Found(nearest) : Otherwise();
        }

        return Lead(matter, step.Duty?.Id ?? type.Duty.Id, circumstances) is { } lead ? Found(new PostAt("", lead)) : Found(new PostAt("", matter.HeldBy));

        FoundPerformer Otherwise()
        {
            if (step.SkippedIfNobody) return new(null, holder, true);
            if (step.Otherwise is { } post && Nearest(matter, post, circumstances) is { } other) return Found(other);
            // Whoever answers for the duty has to see that somebody can do it.
            return new(null, Lead(matter, step.Duty?.Id ?? type.Duty.Id, circumstances) is { } lead ? Bearer.Of(lead) : holder, false);
        }

        static FoundPerformer Found(PostAt post) => new(Performer.Of(post), Bearer.Of(post.Unit), false);
    }

    private static PostAt? NearestDecider(PowerNeeded needed, Circumstances circumstances) =>
        circumstances.NearestDecider is { } find ? find(needed) : circumstances.Deciders(needed) is [var nearest, ..] ? nearest : null;

    /// <summary>The unit that a role names: anybody of it does the step. Null where the role is that of somebody or something else.</summary>
    internal static UnitId? UnitIn(FixedList<BoundRole> roles, MatterType type, string name)
    {
        for (var at = 0; at < type.About.Count; at++)
        {
            var role = type.About[at];
            if (role.Name != name || role.Register.Id != "unit") continue;
            foreach (var bound in roles)
                if (bound.Role == name) return new UnitId(bound.Row.Key);
        }

        return null;
    }

    private static bool IsRole(MatterType type, string name)
    {
        for (var at = 0; at < type.About.Count; at++)
            if (type.About[at].Name == name) return true;
        return false;
    }

    /// <summary>The post nearest to the place of the matter; "post@unit" is that one, "post@group" the nearest of the group.</summary>
    public static PostAt? Nearest(Matter matter, PostName post, Circumstances circumstances) => Nearest(matter.Place, post, circumstances.Today);

    public static PostAt? Nearest(UnitId? place, PostName post, StructureOnDay view)
    {
        if (post.At is { } at && view.Unit(at) is { } fixedAt) return view.PostAt(post.Post, fixedAt) is null ? null : new PostAt(post.Post, new UnitId(fixedAt.Id));
        var ground = place is { } known ? view.Place(known.Text) : view.Top;
        if (ground is null) return null;
        if (post.At is null) return view.Nearest(post.Post, ground) is [var nearest, ..] ? new PostAt(post.Post, new UnitId(nearest.Id)) : null;
        UnitOnDay? best = null;
        var units = view.Expand(post.At);
        for (var number = 0; number < units.Count; number++)
        {
            var unit = units[number];
            if (!unit.Contains(ground) || view.PostAt(post.Post, unit) is null) continue;
            if (best is null || unit.GroundDepth > best.GroundDepth) best = unit;
        }

        return best is null ? null : new PostAt(post.Post, new UnitId(best.Id));
    }

    /// <summary>The unit that leads a duty for the place of the matter; null where none does.</summary>
    public static UnitId? Lead(Matter matter, string? duty, Circumstances circumstances) => Lead(matter.Place, duty, circumstances);

    public static UnitId? Lead(UnitId? place, string? duty, Circumstances circumstances)
    {
        if (duty is null || circumstances.Today.Structure.Duties.On(duty, circumstances.Day) is not { } entry) return null;
        return Narrowest(entry.Leads, place, circumstances.Today) is { } lead ? circumstances.Returned(duty, lead) ?? lead : null;
    }

    /// <summary>Whether a unit leads or supports a duty for a place, itself or in whose name it acts; not where the duty went back from it to its giver.</summary>
    public static bool Bears(Duty duty, UnitOnDay unit, Circumstances circumstances)
    {
        var view = circumstances.Today;
        return duty.Leads.Concat(duty.Supports.Select(static support => support.Who)).Any(who => view.IsIn(unit, who.Id) || view.IsIn(unit.ActsFor, who.Id))
            && circumstances.Returned(duty.Id, new UnitId(unit.Id)) is null && circumstances.Returned(duty.Id, new UnitId(unit.ActsFor.Id)) is null;
    }

    /// <summary>As <see cref="Bears"/>, for a unit whose ground holds the place; a unit without ground of its own bears everywhere. Also the unit to which the duty went back.</summary>
    public static bool BearsHere(Duty duty, UnitId unit, UnitId? place, Circumstances circumstances)
    {
        var view = circumstances.Today;
        return view.Unit(unit.Text) is { } bearer
            && ((Bears(duty, bearer, circumstances) && (place is not { } known || view.Place(known.Text) is not { } ground || bearer.Ground is null || bearer.Contains(ground))) || Lead(place, duty.Id, circumstances) == unit);
    }

    private static UnitId? Narrowest(IReadOnlyList<Ref> names, UnitId? place, StructureOnDay view)
    {
        var ground = place is { } known ? view.Place(known.Text) : view.Top;
        UnitOnDay? best = null;
        for (var at = 0; at < names.Count; at++)
        {
            var units = view.Expand(names[at].Id);
            for (var number = 0; number < units.Count; number++)
            {
                var unit = units[number];
                if (ground is not null && unit.Ground is not null && !unit.Contains(ground)) continue;
                if (best is null || unit.GroundDepth > best.GroundDepth) best = unit;
            }
        }

        return best is null ? null : new UnitId(best.Id);
    }
}
