using Trellis.Structure;

namespace Trellis.Information.Registers;

/// <summary>
/// Which items of which rows a matter asks for or uses, found from the rows that its roles name, along the relations that its facts name: "applicant.household.income" leads from the
/// applicant to the household. Nothing else of a register is for those who work at the matter.
/// </summary>
public static class NeedsOfMatters
{
    /// <summary>The facts that are asked for or used in a step, by their dotted names; roles alone are none.</summary>
    public static IReadOnlyList<string> FactsOf(MatterType type) =>
        [.. type.Asks.Concat(type.Steps.SelectMany(static step => step.Uses)).Select(static one => one.Id).Where(static fact => fact.Contains('.', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <param name="roles">The row of each role.</param>
    /// <param name="related">The rows that an item of a row names on the day.</param>
    /// <returns>Rows with the items of theirs, by their ids in the structure; each pair once.</returns>
    public static IReadOnlyList<(RowId Row, string Item)> Of(IEnumerable<string> facts, IReadOnlyDictionary<string, RowId> roles, Func<RowId, string, IReadOnlyList<RowId>> related)
    {
        var needs = new HashSet<(RowId Row, string Item)>();
        foreach (var fact in facts)
        {
            var steps = fact.Split('.');
            if (!roles.TryGetValue(steps[0], out var row)) continue;
            var rows = new HashSet<RowId> { row };
            foreach (var step in steps[1..^1]) rows = [.. rows.SelectMany(one => related(one, step))];
            foreach (var one in rows) needs.Add((one, $"{one.Register}.{steps[^1]}"));
        }

        return [.. needs.OrderBy(static one => one.Row.ToString(), StringComparer.Ordinal).ThenBy(static one => one.Item, StringComparer.Ordinal)];
    }
}
