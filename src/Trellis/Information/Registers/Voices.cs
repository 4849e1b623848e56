using Trellis.Structure;

namespace Trellis.Information.Registers;

/// <summary>As what somebody speaks about an item.</summary>
public enum Voice
{
    /// <summary>Not at all.</summary>
    Nobody,

    /// <summary>They may propose a correction, which goes to the owner.</summary>
    Proposes,

    /// <summary>Their duty, a matter type or a form that they fill collects it: their value stands beside the owner's.</summary>
    Collects,

    /// <summary>Of the owner, or with a power over the register: they record, and settle.</summary>
    Owns,
}

/// <summary>Who may speak about an item of a register, and as what. Read off the structure: owners, powers over a register, and who collects its items.</summary>
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
                return sight.Collected.Has(item?.Id ?? register.Id, unit, officer.Seat.Post) ? Voice.Collects : Voice.Proposes;
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
}
