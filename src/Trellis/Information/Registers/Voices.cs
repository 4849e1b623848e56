using Trellis.Structure;

namespace Trellis.Information.Registers;

/// <summary>As what somebody speaks about an item.</summary>
public enum Voice
{
    /// <summary>Not at all.</summary>
    Nobody,

    /// <summary>They may propose a correction, which goes to the owner.</summary>
    Proposes,

    /// <summary>Their duty, or a form that they fill, collects it: their value stands beside the owner's.</summary>
    Collects,

    /// <summary>Of the owner, or with a power over the register: they record, and settle.</summary>
    Owns,
}

/// <summary>Who may speak about an item of a register, and as what. Read off the structure: owners, powers over a register, duties that need items, forms that ask for them.</summary>
public static class Voices
{
    /// <param name="item">Null for the register as a whole: whoever may speak about one of its items may enter a row.</param>
    public static Voice Of(Register register, Item? item, RowId subject, Sight sight)
    {
        switch (sight.By)
        {
            case Actor.TheSystem:
                return Voice.Owns;
            case Actor.Resident resident:
                return IsTheirOwn(subject, resident.Person) ? Voice.Proposes : Voice.Nobody;
            case Actor.Officer officer:
                if (sight.Today.Unit(officer.Seat.Unit.Text) is not { } unit) return Voice.Nobody;
                if (IsOf(unit, OwnerOf(register, item), sight.Today) || sight.HoldsPowerOver(register.Id)) return Voice.Owns;
                return Collects(officer.Seat.Post, unit, register, item, sight) ? Voice.Collects : Voice.Proposes;
            default:
                return Voice.Nobody;
        }
    }

    /// <summary>The unit that decides what holds: the item's own owner, else that of its register.</summary>
    public static string? OwnerOf(Register register, Item? item) => item?.OwnOwner?.Id ?? register.Owner?.Id;

    /// <summary>A person who files is the row of their own id.</summary>
    public static bool IsTheirOwn(RowId subject, ActorId person) => subject.Register == "person" && subject.Key == person.Text;

    /// <summary>Whether a unit is the owner, one of the owning group, a body below it, or acts in its name.</summary>
    public static bool IsOf(UnitOnDay unit, string? owner, StructureOnDay today)
    {
        foreach (var owning in today.Expand(owner))
            if (unit.IsUnder(owning) || unit.ActsFor == owning) return true;
        return false;
    }

    private static bool Collects(string post, UnitOnDay unit, Register register, Item? item, Sight sight)
    {
        foreach (var duty in sight.Structure.Duties.All)
        {
            if (!duty.HoldsOn(sight.Day) || !duty.NeededItems.Any(needed => IsOne(needed.Id, register, item))) continue;
            if (duty.Leads.Concat(duty.Supports.Select(static one => one.Who)).Any(who => sight.Today.IsIn(unit, who.Id))) return true;
        }

        foreach (var form in sight.Structure.Forms.All)
        {
            if (!form.HoldsOn(sight.Day) || form.FilledBy.Post != post || (form.FilledBy.At is { } at && !sight.Today.IsIn(unit, at))) continue;
            if (form.AllItems.Any(asked => IsOne(asked.Id, register, item))) return true;
        }

        return false;
    }

    private static bool IsOne(string? id, Register register, Item? item) => item is null ? id?.StartsWith(register.Id + ".", StringComparison.Ordinal) == true : id == item.Id;
}
