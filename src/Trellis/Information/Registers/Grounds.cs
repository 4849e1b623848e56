using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Information.Registers;

/// <summary>By which relations the ground of a subject is found: the unit in which it lies, or in which its home or its premises lie.</summary>
public static class Grounds
{
    private const string Unit = "unit";

    /// <summary>The shortest way from a register to units by single relations, in the order in which items are written; null where there is none. For persons of Cuiwei: home, then unit.</summary>
    public static FixedList<string>? PathOf(GovernanceStructure structure, string register, DateOnly day)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { register };
        var ways = new Queue<(string Register, FixedList<string> Path)>([(register, [])]);
        while (ways.TryDequeue(out var way))
        {
            foreach (var item in structure.Items.All)
            {
                if (item.RegisterId != way.Register || !item.HoldsOn(day) || item.Computed is not null || FormulaNames.TypeOf(item, structure) is not FactType.RecordOf(var to)) continue;
                var path = way.Path.Add(item.Field);
                if (to == Unit) return path;
                if (seen.Add(to)) ways.Enqueue((to, path));
            }
        }

        return null;
    }

    /// <summary>The unit on whose ground a subject lies as of a day; null where that is not known.</summary>
    /// <param name="path">As <see cref="PathOf"/> gives it.</param>
    /// <param name="find">A subject by its row.</param>
    public static UnitId? Of(Subject subject, FixedList<string> path, AsOf asOf, Func<RowId, Subject?> find)
    {
        var at = subject;
        for (var step = 0; step < path.Count; step++)
        {
            if (HoldingValues.Related(at, path[step], asOf) is not [var next]) return null;
            if (next.Register == Unit) return new UnitId(next.Key);
            if (find(next) is not { } found) return null;
            at = found;
        }

        return null;
    }
}
