using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Process;

/// <summary>Who may look into a matter.</summary>
public static class SeeingMatters
{
    /// <summary>
    /// A resident sees what was filed for them or by them, and what they have a role in. An officer sees what their unit has or had a part in, and what they filed at the counter;
    /// who leads a unit, what those below it have. Nobody else sees anything.
    /// </summary>
    /// <param name="leads">Whether the officer's post leads its unit, so that it answers for those below.</param>
    public static bool May(Actor reader, Matter matter, StructureOnDay today, bool leads) => reader switch
    {
        Actor.TheSystem => true,
        Actor.Resident resident => matter.FiledFor == resident.Person || matter.FiledBy == resident.Person || matter.Roles.Exists(role => role.Row.Key == resident.Person.Text),
        Actor.Officer officer => matter.FiledBy == officer.Person || HasAPart(matter, officer.Seat.Unit) || (leads && today.Unit(officer.Seat.Unit.Text) is { } own && UnitsOf(matter).Any(unit => today.Unit(unit.Text) is { } below && below.IsUnder(own))),
        _ => false,
    };

    /// <summary>Whether the structure calls an officer to an act in a matter in which their unit has no part yet: the post that calls departments together, and the one that judges the call.</summary>
    public static bool IsCalledTo(Matter matter, IAct act, Circumstances circumstances) =>
        circumstances.By is Actor.Officer { Seat: var seat } && act is BlowWhistle or JudgeWhistle && BeforeAnAct.RulesOf(matter, circumstances)?.Whistle is { } rule
        && BlowingWhistles.Is(seat, act is BlowWhistle ? rule.By : rule.JudgedBy, matter.Place, circumstances);

    /// <summary>
    /// Who of those that may look into a matter may read what people wrote and gave in it: the resident for whom it was filed, whoever filed it for them, and officers who see it and have no conflict of interest.
    /// Somebody with a role, such as the neighbour of a building site, follows its course and reads nobody's words.
    /// </summary>
    public static bool MayRead(Actor reader, Matter matter) => reader switch
    {
        Actor.Resident resident => matter.FiledFor == resident.Person || matter.FiledBy == resident.Person,
        Actor.Officer officer => Conflicts.Between(matter, officer.Person) is null,
        _ => true,
    };

    /// <summary>
    /// People whom a matter is about besides those who filed it, so that it stands in their lists too: rows of the registers in which the requester or the helper is found.
    /// Where neither is in a role, any row may be somebody.
    /// </summary>
    public static IReadOnlyList<ActorId> OthersIn(Matter matter)
    {
        List<ActorId>? others = null;
        for (var at = 0; at < matter.Roles.Count; at++)
        {
            var row = matter.Roles[at].Row;
            if (IsFiler(matter, row) || !matter.Roles.TrueForAll(one => !IsFiler(matter, one.Row) || one.Row.Register == row.Register)) continue;
            if (others?.Contains(new ActorId(row.Key)) != true) (others ??= []).Add(new ActorId(row.Key));
        }

        return others ?? (IReadOnlyList<ActorId>)[];
    }

    private static bool IsFiler(Matter matter, RowId row) => row.Key == matter.FiledFor.Text || row.Key == matter.FiledBy?.Text;

    public static bool HasAPart(Matter matter, UnitId unit) => !EachUnit(matter, unit, static (asked, one) => one != asked);

    /// <summary>Units that hold or held the matter, have or had a step of it, were asked, called, or called others. Each once, sorted.</summary>
    public static IReadOnlyList<UnitId> UnitsOf(Matter matter)
    {
        var units = new List<UnitId>(8);
        EachUnit(matter, units, static (known, one) =>
        {
            // A matter has a handful of units, however long its course.
            if (!known.Contains(one)) known.Add(one);
            return true;
        });
        units.Sort(static (one, other) => string.CompareOrdinal(one.Text, other.Text));
        return units;
    }

    /// <summary>Shows every unit with a part in the matter, those of its open steps first, until <paramref name="more"/> says no.</summary>
    /// <returns>Whether all were shown.</returns>
    private static bool EachUnit<T>(Matter matter, T with, Func<T, UnitId, bool> more)
    {
        for (var at = 0; at < matter.Open.Count; at++)
        {
            var open = matter.Open[at];
            if (!(Show(open.Performer?.Post?.Unit) && Show(open.Giver?.Unit) && Show(open.Asked?.Bearer.Unit) && Show(open.Wait.On.Unit))) return false;
        }

        for (var at = 0; at < matter.Holdings.Count; at++)
            if (!Show(matter.Holdings[at].Unit)) return false;
        for (var at = 0; at < matter.Done.Count; at++)
            if (!Show(matter.Done[at].By)) return false;
        for (var at = 0; at < matter.Earlier.Count; at++)
            if (!Show(matter.Earlier[at].Unit)) return false;
        for (var at = 0; at < matter.Waits.Count; at++)
            if (!Show(matter.Waits[at].On.Unit)) return false;
        for (var at = 0; at < matter.Whistles.Count; at++)
        {
            if (!Show(matter.Whistles[at].By.Unit)) return false;
            foreach (var call in matter.Whistles[at].Calls)
                if (!Show(call.Called.Unit)) return false;
        }

        return true;

        bool Show(UnitId? unit) => unit is not { } known || more(with, known);
    }
}
