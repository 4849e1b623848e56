using Trellis.Information.Registers;
using Trellis.Structure;

namespace Trellis.Information.Forms;

/// <summary>Whoever files or fills in confirms what the base holds, by the position of the claim that they were shown. The value stays where it is; what is confirmed is referred to.</summary>
public static class ConfirmingValues
{
    /// <summary>Why a claim cannot be confirmed; null where it can.</summary>
    /// <param name="position">Of the claim that was shown.</param>
    /// <param name="filling">What is to be done about the item.</param>
    public static Refusal? WhyNot(Item item, long position, Filling filling)
    {
        ArgumentNullException.ThrowIfNull(item);
        return filling switch
        {
            Filling.NotForThis(var why) => why,
            Filling.Filled { Held: var held } => held.Claim.Position == position ? null : FormRefusals.HeldChanged.Naming($"{item.Id}。", $"{item.Id}."),
            Filling.ToConfirm { Sources: var sources } => sources.Exists(one => one.Claim.Position == position) ? null : FormRefusals.HeldChanged.Naming($"{item.Id}。", $"{item.Id}."),
            _ => FormRefusals.NothingHeld.Naming($"{item.Id}。", $"{item.Id}."),
        };
    }

    /// <summary>Of people only their own row is theirs; of other rows what is about nobody, and what is about somebody only where their own row names the row: their household, their home.</summary>
    /// <param name="own">The row of the person.</param>
    /// <param name="subject">What is held of it; null where nothing is.</param>
    public static Refusal? WhyNotTheirs(Item item, RowId row, RowId own, Subject? subject, AsOf asOf)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (row == own || (row.Register != "person" && item.Personal == Personal.None)) return null;
        var isTheirs = row.Register != "person" && subject is not null && subject.Claims.Select(static claim => claim.Item).Distinct(StringComparer.Ordinal).Any(name => HoldingValues.Related(subject, name, asOf).Contains(row));
        return isTheirs ? null : FormRefusals.NotTheirRow.Naming($"{item.Id}。", $"{item.Id}.");
    }
}
