using Trellis.Information.Registers;
using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Records;

/// <summary>Rows of a register whose values of one item are in dispute.</summary>
/// <param name="Item">With its register: "person.phone".</param>
/// <param name="Oldest">The day of the last word on the row that waits longest.</param>
public readonly record struct DisputedItem(string Item, long Rows, DateOnly Oldest);

/// <summary>Departments say different things of an item, and its owner has not settled which holds. No value is in it, and no row.</summary>
/// <param name="Item">With its register.</param>
/// <param name="Owner">The unit that is to settle; null where the structure names none.</param>
/// <param name="Rows">How many; null where they are too few to be told.</param>
/// <param name="Since">The day from which on the oldest waits; where the rows are too few, the first of its month.</param>
public sealed record ValuesInDispute(string Register, string Item, Text Name, string? Owner, long? Rows, DateOnly Since)
{
    /// <summary>Fewer rows than these could be lined up with somebody.</summary>
    public const int LeastRows = 5;

    /// <summary>The name of the owner; null where the structure has none on the day.</summary>
    public Text? OwnerCalled { get; init; }

    public static FindingCode Code => FindingCodes.ValuesInDispute;

    public bool IsWithheld => Rows is null;
}

/// <summary>
/// Values that departments disagree on and nobody settled (TR2101), item by item. It would be cleared by settling the rows, by one of the departments taking back what it said, or by the link between two
/// rows being undone. Fewer than five rows of an item are told as few, and their day as its month.
/// </summary>
public static class FindingDisputes
{
    /// <param name="today">The structure in force; items that it has no longer are told by their ids, and have no owner.</param>
    public static IReadOnlyList<ValuesInDispute> Find(IReadOnlyList<DisputedItem> disputed, StructureOnDay today)
    {
        ArgumentNullException.ThrowIfNull(today);
        var structure = today.Structure;
        return
        [
            .. disputed.Where(static one => one.Rows > 0).OrderBy(static one => one.Item, StringComparer.Ordinal).Select(one =>
            {
                var register = one.Item[..one.Item.IndexOf('.', StringComparison.Ordinal)];
                var item = structure.Items.On(one.Item, today.Day);
                var owner = item is not null && structure.Registers.On(register, today.Day) is { } of ? Voices.OwnerOf(of, item) : null;
                var told = one.Rows >= ValuesInDispute.LeastRows;
                return new ValuesInDispute(register, one.Item, item?.Name ?? new Text(one.Item, one.Item), owner, told ? one.Rows : null, told ? one.Oldest : new DateOnly(one.Oldest.Year, one.Oldest.Month, 1)) { OwnerCalled = today.Unit(owner)?.Unit.Name };
            }),
        ];
    }
}
