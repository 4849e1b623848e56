using System.Globalization;
using Trellis.Process.Matters;
using Trellis.Simulation.Runs;
using Trellis.Structure;

namespace Trellis.Simulation.Bases;

/// <summary>
/// The invented people of a county, found by where they live: whoever brings a matter in a simulated year is one of them, and what it is about is their household, their home, somebody of their
/// family, a shop or a firm of their village.
/// </summary>
public sealed class LivingIn
{
    private readonly InventedBase _invented;
    private readonly Dictionary<string, List<int>> _adults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _shops = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _firms = new(StringComparer.Ordinal);

    /// <param name="today">The day on which the base is as it is.</param>
    public LivingIn(InventedBase invented, StructureOnDay today)
    {
        ArgumentNullException.ThrowIfNull(invented);
        ArgumentNullException.ThrowIfNull(today);
        _invented = invented;
        var around = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (var number = 0; number < invented.Persons.Count; number++)
            if (invented.Persons[number].Birth.AddYears(18) <= today.Day) Add(_adults, invented.Places[invented.Households[invented.Persons[number].Household].Place].Unit, number);
        for (var number = 0; number < invented.Places.Count; number++)
            if (invented.Places[number].Use != "dwelling") Add(_shops, invented.Places[number].Unit, number);
        for (var number = 0; number < invented.Organisations.Count; number++) Add(_firms, invented.Places[invented.Organisations[number].Place].Unit, number);

        // A village by itself, and every unit whose ground it lies in.
        void Add(Dictionary<string, List<int>> all, string village, int number)
        {
            if (!around.TryGetValue(village, out var units))
                around.Add(village, units = today.Unit(village) is { } place ? [.. today.Units.Where(unit => unit.Ground is not null && unit.Contains(place)).Select(static unit => unit.Id).Append(village).Distinct(StringComparer.Ordinal)] : [village]);
            foreach (var unit in units)
            {
                if (!all.TryGetValue(unit, out var list)) all.Add(unit, list = []);
                list.Add(number);
            }
        }
    }

    public static RowId Person(int number) => new("person", Key('r', number));

    /// <summary>The row under which a second office holds somebody once more.</summary>
    public static RowId HeldAgain(int number) => new("person", Key('d', number));

    /// <summary>Whose row it is in truth; no office knows that.</summary>
    public static int NumberOf(RowId person) => int.Parse(person.Key.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture) - 1;

    /// <summary>Whether a row is the first one of an invented person, under whose id they bring their matters.</summary>
    public static bool IsPerson(RowId row) => row.Register == "person" && row.Key.StartsWith('r');

    public static RowId Household(int number) => new("household", Key('h', number));

    public static RowId Place(int number) => new("place", Key('p', number));

    public static RowId Organisation(int number) => new("organisation", Key('o', number));

    /// <summary>Who brings a matter in a place, and what its roles are; null where nobody lives there, or it is not brought by a person.</summary>
    internal FixedList<BoundRole>? RolesOf(MatterType type, UnitId? place, Seed seed)
    {
        var village = place?.Text ?? "";
        if (type.About is not [{ Register.Id: "person" }, ..] || Among(_adults, village, seed.Of("resident")) is not { } number) return null;
        var household = _invented.Persons[number].Household;
        var relatives = _invented.Households[household].Members.Where(member => member != number).ToList();
        return [.. type.About.Select((role, order) => new BoundRole(role.Name, role.Register.Id switch
        {
            "person" when order == 0 => Person(number),
            "person" when relatives.Count > 0 => Person(seed.Of("relative").Of(role.Name).Draws().Among(relatives)),
            "household" => Household(household),
            "place" when role.Name == "home" || Among(_shops, village, seed.Of("premises")) is not { } => Place(_invented.Households[household].Place),
            "place" => Place(Among(_shops, village, seed.Of("premises"))!.Value),
            "organisation" when Among(_firms, village, seed.Of("firm")) is { } firm => Organisation(firm),
            var register => new RowId(register, $"{Person(number).Key}-{role.Name}"),
        }))];
    }

    private static int? Among(Dictionary<string, List<int>> all, string place, Seed seed) => all.TryGetValue(place, out var list) ? seed.Draws().Among(list) : null;

    private static string Key(char kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number + 1:D7}");
}
