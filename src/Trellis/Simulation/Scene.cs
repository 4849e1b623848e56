using System.Collections.Immutable;
using Trellis.Authority;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Simulation;

/// <summary>A structure ready to be lived through: its version, its compiled powers, and what holds in a place on a day. Given by whoever runs it; safe for several threads.</summary>
/// <param name="Version">The hash of the version.</param>
/// <param name="At">The structure with the overlays of a place on a day; the same that real work is decided under.</param>
/// <param name="IdOf">Spells the number of a matter as its id.</param>
public sealed record Scene(string Version, GovernanceStructure Structure, Mandates Mandates, TimeZoneInfo Zone, Func<UnitId?, DateOnly, PlacedStructure> At, Func<long, MatterId> IdOf)
{
    private const double PerTypeAndYear = 300;

    /// <summary>What of a form nobody has to type on a day. Where nobody says, everything is typed.</summary>
    public Func<Form, DateOnly, KnownOfForm> KnownOf { get; init; } = static (_, _) => KnownOfForm.Nothing;

    /// <summary>Where there is no load.yaml: as many of each matter type that people bring, spread over the places by their population. What the program opens follows from something that happened.</summary>
    public Load UsualLoad(DateOnly day)
    {
        var today = Structure.On(day);
        var places = UsualPlaces(today).ToList();
        ImmutableArray<string> ids = [.. places.Select(static unit => unit.Id)];
        ImmutableArray<double> weights = [.. places.Select(static unit => WeightOf(unit, null))];
        var types = Structure.Matters.All.Where(type => type.HoldsOn(day) && type.OpenedBy is null).DistinctBy(static type => type.Id, StringComparer.Ordinal).ToList();
        return new Load
        {
            Name = "usual",
            Arrivals = [.. types.Select(type => new ArrivalStream(type.Id, type.Id, ids, weights, PerTypeAndYear / 365) { Weekdays = [1.4, 1.2, 1.2, 1.2, 1.2, 0.5, 0.3], Holidays = 0.3 })],
            Assumed =
            [
                new($"没有 {ReadingLoads.FileName}：假定每类事项一年 {PerTypeAndYear:0} 件，共 {types.Count} 类，按人口分到各地；周末和假日少。", $"There is no {ReadingLoads.FileName}: {PerTypeAndYear:0} matters a year are assumed of each of {types.Count} types, spread by population, fewer at weekends and on holidays."),
            ],
        };
    }

    /// <summary>The narrowest bodies with ground of their own; where there are none, the top.</summary>
    internal static IEnumerable<UnitOnDay> UsualPlaces(StructureOnDay today)
    {
        var bodies = today.Units.Where(static unit => unit.Inside && unit.Ground == unit && unit.UnitKind != UnitKind.Place).ToList();
        var narrow = bodies.Where(unit => !bodies.Exists(other => other != unit && unit.Contains(other))).ToList();
        return narrow.Count > 0 ? narrow : today.Top is { } top ? [top] : [];
    }

    internal static double WeightOf(UnitOnDay unit, string? fact) =>
        decimal.TryParse((unit.Unit.Fact(fact ?? "unit.population") ?? "").Split(' ')[0], System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var weight) && weight > 0 ? (double)weight : 1;
}

/// <summary>Fields of a form that nobody has to type.</summary>
/// <param name="Needless">Computed, or asked by another form: they are not given at all.</param>
/// <param name="Held">The base holds them, so that they are there already.</param>
public sealed record KnownOfForm(IReadOnlySet<string> Needless, IReadOnlySet<string> Held)
{
    public static KnownOfForm Nothing { get; } = new(new HashSet<string>(), new HashSet<string>());
}
