using Trellis.Information.Registers;
using Trellis.Information.Searching;

namespace Trellis.Runtime.Information;

/// <summary>
/// Reads of the registers what is given to a neighbour. The values are opened for the engine: they leave only in an entry that says to whom, for what and on what basis they are given, and
/// the answer goes out when that entry is stored.
/// </summary>
internal static class HeldRegisters
{
    /// <returns>Null where there is no such row, or more than one of that number.</returns>
    public static ReadHeld Of(RegistersDesk registers, SearchIndex index) => (register, key, items, purpose, day) =>
    {
        if ((registers.Questions.Find(new RowId(register, key)) ?? ByNumber(registers, index, register, key)) is not { } subject || !HoldingValues.Exists(subject, new AsOf(day))) return null;
        // Items by their fields; where departments disagree nothing stands that could be handed on as evidence.
        var fields = items.ToDictionary(static item => item[(item.IndexOf('.', StringComparison.Ordinal) + 1)..], static item => item, StringComparer.Ordinal);
        var held = registers.Questions.Values([subject.Id], fields.Keys, new AsOf(day), purpose).Where(static one => one is { Stands: true, Disputed: false }).ToList();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (one, value) in registers.Questions.ForTheEngine(held))
            if (value is { IsKnown: true } known) values[fields[one.Item]] = Trellis.Structure.Expressions.ReadingGiven.Write(known);
        return new HeldRow(subject.Id, values);
    };

    private static Subject? ByNumber(RegistersDesk registers, SearchIndex index, string register, string number)
    {
        var rows = new HashSet<RowId>();
        registers.Questions.Ask(session =>
        {
            SearchRows.Find(session, [index.DigestOf(register, SearchWords.OfNumber(number))], 2, (_, row) => rows.Add(row));
            return true;
        });
        return rows.Count == 1 ? registers.Questions.Find(rows.First()) : null;
    }
}
