using Trellis.Structure;
using Trellis.Structure.Files;

namespace Trellis.Pilots.Plans;

/// <summary>
/// Who may decide what at which place, before and after. Each decision of each matter type is asked at every place;
/// places with like answers are told once. The nearest who may decide comes first; behind one who decides every case nobody is asked.
/// </summary>
internal static class ComparingDecisions
{
    private sealed record Rung(string Post, Text PostName, UnitOnDay Unit, string UnitId, Reach Reach)
    {
        public string Print => $"{Post}@{UnitId} {Reach.Print}";
    }

    public static IReadOnlyList<DecisionChange> Compare(Side before, Side after, IReadOnlySet<Kind> kinds, Renames renames)
    {
        var territory = kinds.Overlaps([Kind.Unit, Kind.UnitType, Kind.Group, Kind.Post, Kind.Structure]);
        var powers = PowersHeldOtherwise(before, after);
        var matters = kinds.Contains(Kind.Matter) || kinds.Contains(Kind.Overlay);
        if (!territory && powers.Count == 0 && !matters) return [];

        var old = DecisionsOf(before);
        var @new = DecisionsOf(after);
        var flows = new Dictionary<MatterType, string>();
        var keys = old.Keys.Union(@new.Keys, StringComparer.Ordinal).ToList();
        var groups = new Dictionary<string, (MatterType Matter, FlowPart.Step Step, List<UnitOnDay> Places, List<List<Rung>> Before, List<List<Rung>> After)>(StringComparer.Ordinal);
        foreach (var place in after.Places)
        {
            var placeBefore = before.Unit(place.Id);
            foreach (var key in keys)
            {
                var was = placeBefore is null ? null : At(before, old.GetValueOrDefault(key), placeBefore);
                var now = At(after, @new.GetValueOrDefault(key), place);
                if (was is null && now is null) continue;
                if (!territory && was is not null && now is not null && !powers.Contains(now.Value.Step.Power!.Value.Id) && was.Value.Step.Power?.Id == now.Value.Step.Power?.Id
                    && Flow(was.Value.Matter, renames) == Flow(now.Value.Matter, Renames.None)) continue;
                var (one, other) = (was is null ? [] : Ladder(before, was.Value, placeBefore!), now is null ? [] : Ladder(after, now.Value, place));
                if (one.Select(static rung => rung.Print).SequenceEqual(other.Select(static rung => rung.Print))) continue;
                var entry = now ?? was!.Value;
                // Like units of the places are one rung: each town for its own ground.
                var group = $"{key}\n{string.Join('\n', one.Select(rung => Alike(rung, before)))}\n→\n{string.Join('\n', other.Select(rung => Alike(rung, after)))}";
                if (!groups.TryGetValue(group, out var known)) groups.Add(group, known = (entry.Matter, entry.Step, [], [], []));
                known.Places.Add(place);
                known.Before.Add(one);
                known.After.Add(other);
            }
        }

        var changes = new List<DecisionChange>();
        foreach (var (matter, step, places, one, other) in groups.Values)
        {
            var side = matter.Id is { } id && after.Structure.Find(Kind.Matter, id).Contains(matter) || matter.Overlay is not null && @new.Values.Any(list => list.Any(pair => pair.Matter == matter)) ? after : before;
            var (was, now) = (Merge(one, before, matter), Merge(other, after, matter));
            var power = side.Structure.Powers.On(step.Power?.Id, side.Day) ?? side.Holders.Powers.FirstOrDefault(power => power.Id == step.Power?.Id);
            changes.Add(new DecisionChange(
                side.Address(matter), matter.Name, step.Id, $"power/{side.Renames.Now(Kind.Power, step.Power?.Id ?? "")}", power?.Name ?? new Text(step.Power?.Id ?? "", step.Power?.Id ?? ""),
                RolledUp.Of(places, after), was, now, Answers(was, now), step.At));
        }

        changes.Sort(static (one, other) => string.CompareOrdinal(one.Matter, other.Matter) is var matters and not 0 ? matters
            : string.CompareOrdinal(one.Step, other.Step) is var steps and not 0 ? steps
            : string.CompareOrdinal(string.Join(' ', one.Places.Units.Select(static place => place.Id)), string.Join(' ', other.Places.Units.Select(static place => place.Id))));
        return changes;

        string Flow(MatterType matter, Renames names)
        {
            if (!flows.TryGetValue(matter, out var flow)) flows.Add(matter, flow = FlowOf(matter, names));
            return flow;
        }
    }

    private static string FlowOf(MatterType matter, Renames renames) => string.Join(',', Prints.Keys(matter, withWording: false, renames).Where(static key => key.Key == "flow").Select(static key => key.Value));

    /// <summary>Powers of which somebody has more, less or something else than before, under their later names.</summary>
    private static HashSet<string> PowersHeldOtherwise(Side before, Side after)
    {
        var (old, @new) = (Signatures(before), Signatures(after));
        var otherwise = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (power, signature) in old)
            if (@new.GetValueOrDefault(power) != signature) otherwise.Add(power);
        foreach (var power in @new.Keys)
            if (!old.ContainsKey(power)) otherwise.Add(power);
        return otherwise;

        static Dictionary<string, string> Signatures(Side side)
        {
            var signatures = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var id in side.Holders.Powers.Select(static power => power.Id).Distinct(StringComparer.Ordinal))
            {
                signatures[side.Renames.Now(Kind.Power, id)] = string.Join('\n', side.Holders.Of(id)
                    .Select(mandate => $"{side.Renames.Now(Kind.Post, mandate.Post)}@{side.Id(mandate.Unit)} {Reach.Of(mandate, side).Print} {string.Join(' ', mandate.Area.Select(side.Id))}")
                    .Order(StringComparer.Ordinal));
            }

            return signatures;
        }
    }

    /// <summary>Every step that needs a power, by matter type and step, in each state that holds somewhere.</summary>
    private static Dictionary<string, List<(MatterType Matter, FlowPart.Step Step)>> DecisionsOf(Side side)
    {
        var decisions = new Dictionary<string, List<(MatterType, FlowPart.Step)>>(StringComparer.Ordinal);
        foreach (var matter in side.Holding(side.Structure.Matters.All))
        {
            foreach (var step in matter.Steps)
            {
                if (step.Power is null) continue;
                var key = $"{side.Id(matter)}/{step.Id}";
                if (!decisions.TryGetValue(key, out var list)) decisions.Add(key, list = new List<(MatterType, FlowPart.Step)>(1));
                list.Add((matter, step));
            }
        }

        return decisions;
    }

    private static (MatterType Matter, FlowPart.Step Step)? At(Side side, List<(MatterType Matter, FlowPart.Step Step)>? states, UnitOnDay place)
    {
        if (states is null) return null;
        foreach (var state in states)
            if (side.HoldsAt(state.Matter, place)) return state;
        return null;
    }

    /// <summary>Who may decide at a place, nearest first.</summary>
    private static List<Rung> Ladder(Side side, (MatterType Matter, FlowPart.Step Step) decision, UnitOnDay place)
    {
        var (matter, step) = decision;
        var outcomes = step.Outcomes.Select(static outcome => outcome.Outcome).ToList();
        var id = side.Id(matter);
        var rungs = new List<Rung>();
        UnitOnDay? fixedUnit = null;
        if (step.By is { } by)
        {
            if (side.Performers(step, place) is not [var performer, ..]) return rungs;
            fixedUnit = performer;
        }

        foreach (var near in side.Holders.For(place, step.Power!.Value.Id))
        {
            var mandate = near.Mandate;
            if (fixedUnit is not null && (mandate.Unit != fixedUnit || mandate.Post != step.By!.Value.Post)) continue;
            var reach = Reach.Of(mandate, side);
            if (!reach.Allows(id, outcomes)) continue;
            var rung = new Rung(side.Renames.Now(Kind.Post, mandate.Post), side.PostName(mandate.Post), mandate.Unit, side.Id(mandate.Unit), reach);
            if (!rungs.Exists(one => one.Print == rung.Print)) rungs.Add(rung);
            if (reach.DecidesAll) break;
        }

        return rungs;
    }

    /// <summary>A unit that is one of many on its level stands for its like; one that serves the whole ground is itself.</summary>
    private static string Alike(Rung rung, Side side) => $"{rung.Post} {(IsLocal(rung.Unit, side) ? $"{rung.Unit.LevelRank} {rung.Unit.UnitKind}" : rung.UnitId)} {rung.Reach.Print}";

    private static bool IsLocal(UnitOnDay unit, Side side) => unit.Ground is { } ground && side.View.Top is { Ground: { } whole } && ground != whole;

    private static List<Decider> Merge(List<List<Rung>> ladders, Side side, MatterType matter)
    {
        var merged = new List<Decider>();
        for (var at = 0; at < ladders[0].Count; at++)
        {
            var first = ladders[0][at];
            var units = ladders.Select(ladder => ladder[at].Unit).DistinctBy(static unit => unit.Id).OrderBy(static unit => unit.Id, StringComparer.Ordinal).Select(side.Name).ToList();
            merged.Add(new Decider(first.Post, first.PostName, units, first.Unit.LevelRank, side.LevelName(first.Unit),
                first.Reach.Say(side, matter)));
        }

        return merged;
    }

    /// <summary>For each post that stands on either side: what it may do before and after, where that differs.</summary>
    private static List<AnswerChange> Answers(List<Decider> before, List<Decider> after)
    {
        var whole = new Text("全部", "every case");
        var answers = new List<AnswerChange>();
        foreach (var one in before.Concat(after).DistinctBy(Who))
        {
            var (was, now) = (Say(before, one), Say(after, one));
            if (was != now) answers.Add(new AnswerChange(one.Post, one.PostName, one.Units, was, now));
        }

        return answers;

        Text? Say(List<Decider> deciders, Decider who)
        {
            var found = deciders.Where(one => Who(one) == Who(who)).Select(one => one.Reach ?? whole).ToList();
            return found.Count == 0 ? null : new Text(string.Join("；", found.Select(static text => text.Zh)), string.Join("; ", found.Select(static text => text.En)));
        }

        static string Who(Decider decider) => $"{decider.Post} {string.Join(' ', decider.Units.Select(static unit => unit.Id))}";
    }
}

/// <summary>Many small places said as the few wider ones that they make up.</summary>
internal static class RolledUp
{
    /// <summary>The places, or all but the others where that is shorter.</summary>
    public static PlaceList Of(IReadOnlyList<UnitOnDay> places, Side side)
    {
        if (places.Count == side.Places.Count) return PlaceList.Everywhere;
        var inside = places.ToHashSet();
        var these = Widest(inside, side);
        if (these.Count < 3) return new PlaceList(these, Except: false);
        var others = Widest([.. side.Places.Where(place => !inside.Contains(place))], side);
        return others.Count < these.Count / 2 ? new PlaceList(others, Except: true) : new PlaceList(these, Except: false);
    }

    private static IReadOnlyList<UnitName> Widest(HashSet<UnitOnDay> inside, Side side)
    {
        var under = new Dictionary<UnitOnDay, int>();
        foreach (var place in side.Places)
            for (var ground = place.WiderGround; ground is not null; ground = ground.WiderGround) under[ground] = under.GetValueOrDefault(ground) + 1;
        var full = new Dictionary<UnitOnDay, int>();
        foreach (var place in inside)
            for (var ground = place.WiderGround; ground is not null; ground = ground.WiderGround) full[ground] = full.GetValueOrDefault(ground) + 1;
        var said = new HashSet<UnitOnDay>();
        foreach (var place in inside)
        {
            var widest = place;
            for (var ground = place.WiderGround; ground is not null; ground = ground.WiderGround)
                if (full[ground] == under[ground]) widest = ground;
            said.Add(widest);
        }

        return [.. said.Select(side.Name).OrderBy(static unit => unit.Level).ThenBy(static unit => unit.Id, StringComparer.Ordinal)];
    }
}
