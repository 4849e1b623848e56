using Trellis.Structure;

namespace Trellis.Diagnosis.Checks;

/// <summary>Fields of one form that one unit types, as many as it would in an average month.</summary>
/// <param name="Fields">A field of a table counts once for each time the table is filled in: how many rows it has, only the record knows.</param>
/// <param name="Needless">Those among them that collecting once would save: computed, held, or asked by another form.</param>
public sealed record FormLoad(Form Form, decimal Fields, decimal Needless);

/// <summary>What one unit types in an average month, and how many sign-ons it keeps.</summary>
public sealed record UnitLoad(UnitOnDay Unit, IReadOnlyList<FormLoad> Forms, IReadOnlyList<InformationSystem> Logins)
{
    public decimal Fields => Forms.Sum(static load => load.Fields);

    public decimal Needless => Forms.Sum(static load => load.Needless);

    /// <summary>By the unit that asks, the heaviest first.</summary>
    public IReadOnlyList<(string AskedBy, decimal Fields)> ByRequester =>
    [
        .. Forms.GroupBy(static load => load.Form.AskedBy.Id ?? "", static load => load.Fields, StringComparer.Ordinal)
            .Select(static group => (group.Key, group.Sum()))
            .OrderByDescending(static one => one.Item2).ThenBy(static one => one.Key, StringComparer.Ordinal),
    ];
}

/// <summary>
/// What forms and systems demand of each unit. A month is an average month: a form of each quarter counts a third, a form asked once in
/// the year a twelfth. Forms after a matter are left out, because how often they come depends on the work.
/// Keys that identify a row count as well: somebody types or picks them.
/// </summary>
public sealed class Burden
{
    private Burden(IReadOnlyList<UnitLoad> units) => Units = units;

    /// <summary>Every unit of which something is demanded, in the order of the units.</summary>
    public IReadOnlyList<UnitLoad> Units { get; }

    public static Burden Of(StructureOnDay view) => Of(view, FormDemands.Of(view));

    public static Burden Of(StructureOnDay view, FormDemands demands)
    {
        var loads = new Dictionary<int, List<FormLoad>>();
        foreach (var demand in demands.Forms)
        {
            if (demand.Form.After is not null) continue;
            var times = 1m / (demand.Months ?? 12);
            // Sections are typed at different units; all else by those who fill it in.
            var byUnit = new Dictionary<int, (int Fields, int Needless)>();
            foreach (var field in demand.Fields)
            {
                foreach (var unit in field.Typists)
                {
                    var (fields, needless) = byUnit.GetValueOrDefault(unit.Index);
                    byUnit[unit.Index] = (fields + 1, needless + (field.Needless == NeedlessAsk.None ? 0 : 1));
                }
            }

            foreach (var (unit, (fields, needless)) in byUnit)
            {
                if (!loads.TryGetValue(unit, out var ofUnit)) loads.Add(unit, ofUnit = []);
                ofUnit.Add(new FormLoad(demand.Form, fields * times, needless * times));
            }
        }

        var logins = new Dictionary<int, List<InformationSystem>>();
        foreach (var system in view.Structure.Systems.All)
        {
            if (!system.HoldsOn(view.Day) || !system.OwnLogin) continue;
            foreach (var unit in system.Users.SelectMany(user => view.Expand(user.At, system)).Distinct())
            {
                if (!logins.TryGetValue(unit.Index, out var ofUnit)) logins.Add(unit.Index, ofUnit = []);
                ofUnit.Add(system);
            }
        }

        return new Burden([.. loads.Keys.Union(logins.Keys).Order().Select(index =>
            new UnitLoad(view.Units[index], loads.TryGetValue(index, out var forms) ? forms : [], logins.TryGetValue(index, out var systems) ? systems : []))]);
    }
}
