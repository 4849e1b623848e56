using Trellis.Structure;

namespace Trellis.Pilots.Plans;

/// <summary>Delegations that begin and end, and the duties that leaned on those that end.</summary>
internal static class ComparingDelegations
{
    public static IReadOnlyList<DelegationChange> Compare(Side before, Side after)
    {
        var (old, @new) = (Given(before), Given(after));
        var changes = new List<DelegationChange>();
        foreach (var id in old.Keys.Union(@new.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var was = old.GetValueOrDefault(id);
            var now = @new.GetValueOrDefault(id);
            var (receivers, then) = (was.Units ?? [], now.Units ?? []);
            var begins = then.Where(unit => !receivers.ContainsKey(unit.Key)).Select(static unit => unit.Value).ToList();
            var ends = receivers.Where(unit => !then.ContainsKey(unit.Key)).Select(static unit => unit.Value).ToList();
            if (begins.Count == 0 && ends.Count == 0) continue;
            var (side, entry) = now.Entry is not null ? (after, now.Entry) : (before, was.Entry!);
            var mandate = side.Holders.By(entry)[0];
            var power = mandate.Power;
            var reach = Reach.Of(mandate, side).Say(side, null);
            changes.Add(new DelegationChange(
                side.Address(entry), entry.Node["name"u8].Exists ? entry.Name : power.Name, side.Address(power), power.Name,
                At(side, mandate.Source!.Post, [side.Name(mandate.Source.Unit)]), Saying.Post(entry.Receiver.Post, side.PostName(entry.Receiver.Post)),
                [.. begins.Select(after.Name)], [.. ends.Select(before.Name)], reach, Returns(before, after, power.Id, ends), entry.At));
        }

        return changes;
    }

    /// <summary>Who has received a delegation, by its later name.</summary>
    private static Dictionary<string, (Delegation? Entry, Dictionary<string, UnitOnDay>? Units)> Given(Side side)
    {
        var given = new Dictionary<string, (Delegation?, Dictionary<string, UnitOnDay>?)>(StringComparer.Ordinal);
        foreach (var delegation in side.Holding(side.Structure.Delegations.All))
        {
            var mandates = side.Holders.By(delegation);
            if (mandates.Count == 0) continue;
            var id = side.Id(delegation);
            if (!given.TryGetValue(id, out var known)) given.Add(id, known = (delegation, new Dictionary<string, UnitOnDay>(StringComparer.Ordinal)));
            foreach (var mandate in mandates) known.Item2!.TryAdd(side.Id(mandate.Unit), mandate.Unit);
        }

        return given;
    }

    private static Text At(Side side, string post, IReadOnlyList<UnitName> units)
    {
        var where = Saying.Units(units);
        var name = side.PostName(post);
        return new($"{where.Zh}{name.Zh}（{post}）", $"{name.En}, {where.En} ({post})");
    }

    /// <summary>A duty that a unit still leads, that needs the power, and whose bearer has nothing else to do it with.</summary>
    private static List<Text> Returns(Side before, Side after, string power, List<UnitOnDay> ends)
    {
        var returns = new List<Text>();
        var now = before.Renames.Now(Kind.Power, power);
        foreach (var duty in after.Holding(after.Structure.Duties.All))
        {
            if (!duty.NeededPowers.Any(needed => needed.Id == now)) continue;
            var bare = ends.Any(unit => after.Unit(before.Id(unit)) is { } then && duty.Leads.Any(lead => after.View.Expand(lead.Id).Contains(then)) && after.HoldsAt(duty, then) && !after.Holders.HasForBearer(then, now));
            if (bare) returns.Add(Saying.Of(duty, after));
        }

        return returns;
    }
}
