using Trellis.Information.Importing;
using Trellis.Information.Registers;
using Trellis.Runtime.Database;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Runtime.Information;

/// <summary>A column whose relation leads from a row to another of the same register: by itself, or by way of who stands for a group and the group to which they belong.</summary>
/// <param name="Item">Without its register: "head".</param>
/// <param name="Back">By which the row that is named names one of the register again; null where it is one itself.</param>
internal sealed record FollowedColumn(MappedColumn Column, string Item, string? Back);

/// <summary>
/// Finds rows whose relations lead back to them through others: somebody's guardian whose guardian they are; two households the head of each of which belongs to the other. That somebody
/// stands for the group to which they belong is no circle.
/// </summary>
internal static class FollowingCircles
{
    /// <summary>Longer ways are not followed.</summary>
    private const int Longest = 16;

    private const int AtOnce = 500;

    /// <summary>The columns to be followed: relations to the register itself; and, where the register lists rows of another as its members, those to one of them.</summary>
    public static IReadOnlyList<FollowedColumn> Of(ImportMapping mapping, GovernanceStructure structure, DateOnly day)
    {
        var followed = new List<FollowedColumn>();
        foreach (var column in mapping.Columns)
        {
            if (RegisterOf(structure.Items.On($"{mapping.Register}.{column.Item}", day)) is not { } to) continue;
            if (to == mapping.Register) followed.Add(new FollowedColumn(column, column.Item, null));
            else if (structure.Items.All.Any(item => item.RegisterId == mapping.Register && item.HoldsOn(day) && FormulaNames.TypeOf(item, structure) is FactType.ListOf(FactType.RecordOf(var member)) && member == to))
            {
                foreach (var back in structure.Items.All)
                    if (back.RegisterId == to && back.HoldsOn(day) && RegisterOf(back) == mapping.Register) followed.Add(new FollowedColumn(column, column.Item, back.Field));
            }
        }

        return followed;

        string? RegisterOf(Item? item) => item is { Computed: null } && FormulaNames.TypeOf(item, structure) is FactType.RecordOf(var register) ? register : null;
    }

    /// <param name="rows">Rows of the table, with their lines.</param>
    /// <returns>The lines of rows that stand in a circle, with the column and the lines of the others in it as far as they stand in the table.</returns>
    /// <param name="tried">What tables say that are only tried; null where they are entered.</param>
    public static IEnumerable<(long Line, string Column, IReadOnlyList<long> Others)> Find(Session session, IReadOnlyList<FollowedColumn> followed, IReadOnlyDictionary<RowId, long> rows, AsOf asOf, TriedRelations? tried)
    {
        foreach (var one in followed)
        {
            var steps = new Dictionary<RowId, RowId?>();
            var told = new HashSet<RowId>();
            foreach (var chunk in rows.OrderBy(static row => row.Value).Chunk(AtOnce))
            {
                var at = chunk.Select(static row => row.Key).ToHashSet();
                for (var step = 0; step < Longest && at.Count > 0; step++)
                {
                    Step(session, one, [.. at.Where(row => !steps.ContainsKey(row))], asOf, tried, steps);
                    // That a row leads to itself ends its way: somebody stands for their own group.
                    at = [.. at.Select(row => steps[row] is { } next && next != row && !steps.ContainsKey(next) ? next : default).Where(static row => row.Key is not null)];
                }

                foreach (var (row, line) in chunk)
                {
                    var way = new List<RowId> { row };
                    while (way.Count <= Longest && steps.GetValueOrDefault(way[^1]) is { } next && next != way[^1])
                    {
                        if (next == row)
                        {
                            if (told.Add(row)) yield return (line, one.Column.Column, [.. way.Skip(1).Select(other => rows.GetValueOrDefault(other)).Where(static other => other > 0)]);
                            break;
                        }

                        if (way.Contains(next)) break;
                        way.Add(next);
                    }
                }
            }
        }
    }

    public static Text Told(IReadOnlyList<long> others) => others.Count == 0
        ? new("这一行的关联经过别的行又回到它自己。两边都照原样记下了；请核对哪一边对，再登记。", "The relation of this row leads back to it by way of others. All of it was taken as it stands; find out which is right, and record that.")
        : new($"这一行与第 {string.Join('、', others.Select(static line => $"{line:N0}"))} 行的关联绕成了圈。都照原样记下了；请核对哪一行对，再登记。", $"The relations of this row and of {(others.Count == 1 ? "line" : "lines")} {string.Join(", ", others.Select(static line => $"{line:N0}"))} lead in a circle. All of it was taken as it stands; find out which is right, and record that.");

    private static void Step(Session session, FollowedColumn one, RowId[] from, AsOf asOf, TriedRelations? tried, Dictionary<RowId, RowId?> steps)
    {
        var named = Related(session, from, one.Item, asOf, tried);
        var back = one.Back is null ? [] : Related(session, [.. named.Values.Distinct()], one.Back, asOf, tried);
        foreach (var row in from)
            steps[row] = !named.TryGetValue(row, out var next) ? null : one.Back is null ? next : back.TryGetValue(next, out var group) ? group : null;
    }

    private static Dictionary<RowId, RowId> Related(Session session, RowId[] rows, string item, AsOf asOf, TriedRelations? tried)
    {
        var related = new Dictionary<RowId, RowId>();
        if (rows.Length == 0) return related;
        foreach (var subject in SubjectRows.Find(session, rows))
            if (HoldingValues.Related(subject, item, asOf) is [var only]) related[subject.Id] = only;
        if (tried is null) return related;
        foreach (var row in rows)
            if (tried.Of(row, item, related.TryGetValue(row, out var stored) ? stored : null) is { } would) related[row] = would;
        return related;
    }
}
