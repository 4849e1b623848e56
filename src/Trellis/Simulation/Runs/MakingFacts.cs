using System.Collections.Immutable;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Simulation.Runs;

/// <summary>Makes up values of facts, each from its own branch of the matter's seed: a fact that is asked no longer changes no other.</summary>
internal sealed class MakingFacts(Load load)
{
    private const double UsualYesShare = 0.25;

    private readonly Chance _chance = new(default);
    private readonly Dictionary<(MatterType, string), Made?> _made = [];
    private readonly Dictionary<MatterType, FormulaNames> _names = [];
    private readonly Dictionary<CompiledFlow, ImmutableArray<string>> _asked = [];

    /// <summary>What the filing asks for, of the matter type and its parts, without roles: those are rows.</summary>
    public ImmutableArray<string> AskedBy(CompiledFlow flow)
    {
        if (_asked.TryGetValue(flow, out var known)) return known;
        return _asked[flow] = [.. FlowKnowledge.AskedBy(flow).Distinct(StringComparer.Ordinal).Where(fact => fact.Contains('.', StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    /// <returns>Null where the structure declares no such fact.</returns>
    public GivenItem? Make(GovernanceStructure structure, MatterType type, string fact, Case @case, UnitId? place, DateOnly day)
    {
        if (!_made.TryGetValue((type, fact), out var made)) _made.Add((type, fact), made = Plan(structure, type, fact));
        return made is null ? null : new GivenItem(fact, Value(made.Type, made, _chance.Begin(@case.Seed.Of(fact)), @case, place, day));
    }

    private Made? Plan(GovernanceStructure structure, MatterType type, string fact)
    {
        if (!_names.TryGetValue(type, out var names)) _names.Add(type, names = FormulaNames.Of(structure, type));
        if (names.TypeOf(fact) is not { } found) return null;
        // A rule for one matter type's name of a fact, such as "premises.area", goes before one for the item, such as "place.area".
        var item = names.ItemOf(fact, DateOnly.MaxValue) ?? names.ItemOf(fact, DateOnly.MinValue);
        var rule = load.Facts.LastOrDefault(one => one.Fact == fact) ?? load.Facts.LastOrDefault(one => item is not null && one.Fact == item.Id);
        var element = found is FactType.ListOf(var of) ? of : found;
        ImmutableArray<string> codes = element is FactType.Code(var list) ? [.. names.Codes(list) ?? []] : [];
        ImmutableArray<double> sums = [];
        if (rule is { Codes.Length: > 0 })
        {
            codes = [.. rule.Codes.Select(static one => one.Code)];
            var sum = 0.0;
            sums = [.. rule.Codes.Select(one => sum += one.Weight)];
        }

        return new Made(found, rule, codes, sums);
    }

    private static Value Value(FactType type, Made made, Chance chance, Case @case, UnitId? place, DateOnly day) => type switch
    {
        FactType.YesOrNo => Structure.Expressions.Value.Of(chance.Happens(made.Rule?.YesShare ?? UsualYesShare)),
        FactType.PlainNumber => Structure.Expressions.Value.Of(Whole(made.Rule?.Amount?.Draw(chance) ?? 1 + chance.Below(9))),
        FactType.Measured(var dimension) => Structure.Expressions.Value.Of(new Quantity(Whole(made.Rule?.Amount?.Draw(chance) ?? Usual(dimension, chance)), MeasureOf(dimension))),
        FactType.AnyLimit => Structure.Expressions.Value.Of(new Quantity(1 + chance.Below(10), Measure.WorkingDay)),
        FactType.Code when made.Codes.Length > 0 => Structure.Expressions.Value.Of(made.Sums.Length > 0 ? made.Codes[chance.Weighed(made.Sums.AsSpan())] : chance.Among(made.Codes)),
        FactType.ADay => Structure.Expressions.Value.Of(day.AddDays(-(int)chance.Below(60))),
        FactType.TimeOfDay => Structure.Expressions.Value.Of(new TimeOnly((int)chance.Below(24), 0)),
        FactType.APlace => Structure.Expressions.Value.Place(place?.Text ?? "somewhere"),
        FactType.ADocument => Structure.Expressions.Value.Document(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"d{@case.Number}-{chance.Below(1000)}")),
        FactType.RecordOf(var register) => Structure.Expressions.Value.Of(new Entity(register, register == "unit" ? place?.Text ?? "somewhere" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"s{@case.Number}-{register}"))),
        FactType.ListOf(var element) => Structure.Expressions.Value.ListOf(Value(element, made, chance, @case, place, day)),
        FactType.Instant => Structure.Expressions.Value.Missing,
        _ => Structure.Expressions.Value.Of("simulated"),
    };

    /// <summary>Sums of people are whole here; the record keeps their spelling, and reads it again.</summary>
    private static decimal Whole(double amount) => (decimal)Math.Floor(Math.Min(Math.Max(0, amount), 1e15) + 0.5);

    private static double Usual(Dimension dimension, Chance chance) => dimension switch
    {
        Dimension.Money => Spread.LogNormal.OfMedian(1200, 2000).Draw(chance),
        Dimension.Area => Spread.LogNormal.OfMedian(60, 80).Draw(chance),
        Dimension.Sound => 45 + chance.Below(40),
        Dimension.Share => chance.Below(101),
        _ => 1 + chance.Below(9),
    };

    /// <summary>In which a fact of a dimension is made.</summary>
    internal static Measure MeasureOf(Dimension dimension) => dimension switch
    {
        Dimension.Money => Measure.Yuan,
        Dimension.Area => Measure.SquareMetre,
        Dimension.Length => Measure.Metre,
        Dimension.Weight => Measure.Kilogram,
        Dimension.Sound => Measure.Decibel,
        Dimension.Share => Measure.Percent,
        Dimension.Points => Measure.Point,
        Dimension.Pieces => Measure.Piece,
        Dimension.People => Measure.Person,
        Dimension.Cases => Measure.Case,
        Dimension.ClockTime => Measure.Hour,
        Dimension.Days => Measure.Day,
        Dimension.Months => Measure.Month,
        Dimension.WorkingHours => Measure.WorkingHour,
        _ => Measure.WorkingDay,
    };

    private sealed record Made(FactType Type, FactRule? Rule, ImmutableArray<string> Codes, ImmutableArray<double> Sums);
}
