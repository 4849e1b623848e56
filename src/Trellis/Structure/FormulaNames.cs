using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Words = Trellis.Structure.Vocabulary.Words;

namespace Trellis.Structure;

/// <summary>
/// The names that an expression may read where it stands: roles of a matter and their items through references, steps and their outcomes,
/// the built-in facts of matters, units and actors, and dated standards.
/// </summary>
public sealed class FormulaNames : INames
{
    private static readonly Dictionary<string, FactType> MatterFacts = new(StringComparer.Ordinal)
    {
        ["type"] = FactType.Codes("matter types"),
        ["filed"] = FactType.Moment,
        ["first-answered"] = FactType.Moment,
        ["first-answer-due"] = FactType.Moment,
        ["promise-due"] = FactType.Moment,
        ["closed"] = FactType.Moment,
        ["closure"] = FactType.Codes("closures"),
        ["disputed"] = FactType.YesNo,
        ["returns"] = FactType.Number,
        ["hand-overs"] = FactType.Number,
        ["paused"] = FactType.Of(Dimension.WorkingDays),
        ["filed-again"] = FactType.Of(Dimension.Days),
        ["again-here"] = FactType.Of(Dimension.Days),
        ["place"] = FactType.Place,
    };

    private static readonly Dictionary<string, FactType> UnitFacts = new(StringComparer.Ordinal)
    {
        ["id"] = FactType.Text,
        ["level"] = FactType.Codes("levels"),
        ["kind"] = FactType.Codes("unit kinds"),
        ["type"] = FactType.Codes("unit types"),
    };

    private static readonly Dictionary<string, FactType> ActorFacts = new(StringComparer.Ordinal)
    {
        ["id"] = FactType.Text,
        ["post"] = FactType.Text,
        ["unit"] = FactType.Record("unit"),
    };

    private readonly GovernanceStructure _structure;
    private readonly Dictionary<string, FactType> _roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, FactType>> _stepItems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyCollection<string>> _outcomes = new(StringComparer.Ordinal);

    private FormulaNames(GovernanceStructure structure)
    {
        _structure = structure;
        _roots["unit"] = FactType.Record("unit");
        _roots["actor"] = FactType.Record("actor");
        _roots["standard"] = FactType.Record("standard");
        _roots["day"] = FactType.Day;
    }

    public IEnumerable<string> Roots => _roots.Keys;

    /// <summary>In a matter type: its roles, its steps and parts, and what all places share.</summary>
    public static FormulaNames Of(GovernanceStructure structure, MatterType matter)
    {
        var names = new FormulaNames(structure);
        names._roots["matter"] = FactType.Record("matter");
        names.AddRoles(matter);
        foreach (var part in matter.Flow.All)
        {
            switch (part)
            {
                case FlowPart.Step step: names.AddStep(step); break;
                case FlowPart.Part inner: names.AddPart(inner); break;
                case FlowPart.Repeat { ForEach: var (name, members) }:
                    if (names.TypeOf(members.Id) is FactType.ListOf(var element)) names._roots[name] = element;
                    break;
                default: break;
            }
        }

        return names;
    }

    /// <summary>Where a power or a delegation is asked about: the roles of every matter type that uses the power, the record it is exercised on, and every register by its own name.</summary>
    public static FormulaNames Of(GovernanceStructure structure, Power? power)
    {
        var names = new FormulaNames(structure);
        names._roots["matter"] = FactType.Record("matter");
        foreach (var register in structure.Registers.Ids) names._roots[register] = FactType.Record(register);
        foreach (var matter in structure.Matters.All)
            if (power is null || matter.Steps.Any(step => step.Power?.Id == power.Id)) names.AddRoles(matter);
        if (power?.Over is { } over) names._roots[over.Id] = FactType.Record(over.Id);
        return names;
    }

    /// <summary>In an item that is computed: the record it belongs to, under the register's name.</summary>
    public static FormulaNames Of(GovernanceStructure structure, Item item)
    {
        var names = new FormulaNames(structure);
        names._roots[item.RegisterId] = FactType.Record(item.RegisterId);
        if (item.RegisterId != "unit") return names;
        names._roots["matter"] = FactType.List(FactType.Record("matter"));
        foreach (var register in structure.Registers.Ids) names._roots.TryAdd(register, FactType.List(FactType.Record(register)));
        return names;
    }

    /// <summary>In a list of rows, "household where ...": every register, and matter, as a list.</summary>
    public static FormulaNames OfRows(GovernanceStructure structure)
    {
        var names = new FormulaNames(structure);
        names._roots["matter"] = FactType.List(FactType.Record("matter"));
        names._roots["units"] = FactType.List(FactType.Record("unit"));
        foreach (var register in structure.Registers.Ids) names._roots[register] = FactType.List(FactType.Record(register));
        return names;
    }

    /// <summary>In an indicator's value: one row of what it counts, under its own name.</summary>
    public static FormulaNames OfOneRow(GovernanceStructure structure)
    {
        var names = new FormulaNames(structure);
        names._roots["matter"] = FactType.Record("matter");
        foreach (var register in structure.Registers.Ids) names._roots[register] = FactType.Record(register);
        return names;
    }

    public FactType? Root(string name) => _roots.GetValueOrDefault(name);

    public FactType? Item(string register, string item) => register switch
    {
        _ when _stepItems.TryGetValue(register, out var items) => items.GetValueOrDefault(item),
        "standard" => _structure.Standards.Of(item) is [var standard, ..] ? standard.Value is { } value ? FactType.Of(value.Dimension) : FactType.NotKnown : null,
        _ => _structure.Items.Of($"{register}.{item}") is [var declared, ..] ? TypeOf(declared) : BuiltIn(register)?.GetValueOrDefault(item),
    };

    public IEnumerable<string> Items(string register) =>
        _stepItems.TryGetValue(register, out var items) ? items.Keys
        : register == "standard" ? _structure.Standards.Ids
        : _structure.Items.All.Where(item => item.RegisterId == register).Select(static item => item.Field).Concat(BuiltIn(register)?.Keys ?? Enumerable.Empty<string>());

    public IReadOnlyCollection<string>? Codes(string list) => list switch
    {
        "matter types" => [.. _structure.Matters.Ids],
        "closures" => [.. Words.Results, "unanswered", "withdrawn"],
        "levels" => [.. _structure.Levels.Ids],
        "unit kinds" => Words.UnitKinds,
        "unit types" => [.. _structure.Types.Ids],
        _ when _outcomes.TryGetValue(list, out var outcomes) => outcomes,
        _ => _structure.Codes.Of(list) is { Count: > 0 } lists ? [.. lists.SelectMany(static one => one.Values).Select(static code => code.Value).Distinct(StringComparer.Ordinal)] : null,
    };

    /// <summary>What a dotted name holds: a role, "premises.area", "matter.danger", "award.outcome"; null where nothing bears it.</summary>
    public FactType? TypeOf(string path)
    {
        var parts = path.Split('.');
        var type = Root(parts[0]);
        for (var at = 1; at < parts.Length; at++)
        {
            type = type switch
            {
                FactType.RecordOf(var register) => Item(register, parts[at]),
                FactType.ListOf(FactType.RecordOf(var register)) => Item(register, parts[at]) is { } item ? FactType.List(item) : null,
                _ => null,
            };
            if (type is null) return null;
        }

        return type;
    }

    /// <summary>The declared item behind a dotted name: "applicant.phone" is person.phone; null for roles, steps and built-in facts.</summary>
    public Item? ItemOf(string path, DateOnly day)
    {
        var dot = path.LastIndexOf('.');
        if (dot < 0) return null;
        var register = TypeOf(path[..dot]) switch
        {
            FactType.RecordOf(var one) => one,
            FactType.ListOf(FactType.RecordOf(var one)) => one,
            _ => null,
        };
        if (register is null) return null;
        var id = $"{register}.{path[(dot + 1)..]}";
        return _structure.Items.On(id, day) ?? (_structure.Items.Of(id) is [var any, ..] ? any : null);
    }

    private static Dictionary<string, FactType>? BuiltIn(string register) => register switch
    {
        "matter" => MatterFacts,
        "unit" => UnitFacts,
        "actor" => ActorFacts,
        _ => null,
    };

    private void AddRoles(MatterType matter)
    {
        foreach (var role in matter.About) _roots[role.Name] = FactType.Record(role.Register.Id);
    }

    private void AddStep(FlowPart.Step step)
    {
        // A step is like a register with a few items of its own.
        var register = $"step {step.Id}";
        var items = new Dictionary<string, FactType>(StringComparer.Ordinal) { ["outcome"] = FactType.Codes($"outcomes of {step.Id}"), ["reason"] = FactType.Text };
        IReadOnlyCollection<string> outcomes = step.Kind switch
        {
            StepKind.Check => ["passed", "failed"],
            StepKind.Confirm => ["confirmed", "disputed", "unanswered"],
            StepKind.Agree => ["agreed", "declined"],
            StepKind.Decide when step.Outcomes.Count > 0 => [.. step.Outcomes.Select(static one => one.Outcome)],
            StepKind.Decide => step.Power is { } power && _structure.Powers.Of(power.Id) is [var found, ..] ? [.. found.Outcomes.Select(static one => one.Id)] : [],
            StepKind.Resolve => step.Outcomes.Count > 0 ? [.. step.Outcomes.Select(static one => one.Outcome)] : ["passed", "rejected"],
            _ => ["done"],
        };
        if (step.Kind is StepKind.Consult or StepKind.Resolve)
        {
            items["objections"] = FactType.Number;
            items["answers"] = FactType.Number;
        }

        _outcomes[$"outcomes of {step.Id}"] = outcomes;
        _stepItems[register] = items;
        _roots.TryAdd(step.Id, FactType.Record(register));
    }

    private void AddPart(FlowPart.Part part)
    {
        var register = $"part {part.Id}";
        _outcomes[$"results of {part.Id}"] = [.. Words.Results, "unanswered", "withdrawn"];
        _stepItems[register] = new Dictionary<string, FactType>(StringComparer.Ordinal) { ["result"] = FactType.Codes($"results of {part.Id}") };
        _roots.TryAdd(part.Id, FactType.Record(register));
    }

    private FactType TypeOf(Item item) => TypeOf(item, _structure);

    /// <summary>What an item holds.</summary>
    public static FactType TypeOf(Item item, GovernanceStructure structure)
    {
        var text = item.Type;
        if (text.StartsWith("list of ", StringComparison.Ordinal)) return FactType.List(One(text["list of ".Length..], structure));
        return One(text, structure);
    }

    private static FactType One(string type, GovernanceStructure structure) => type switch
    {
        "text" => FactType.Text,
        "number" => FactType.Number,
        "yes-no" => FactType.YesNo,
        "day" => FactType.Day,
        "time" => FactType.Time,
        "money" => FactType.Of(Dimension.Money),
        "area" => FactType.Of(Dimension.Area),
        "length" => FactType.Of(Dimension.Length),
        "weight" => FactType.Of(Dimension.Weight),
        "sound" => FactType.Of(Dimension.Sound),
        "share" => FactType.Of(Dimension.Share),
        "points" => FactType.Of(Dimension.Points),
        "pieces" => FactType.Of(Dimension.Pieces),
        "people" => FactType.Of(Dimension.People),
        "cases" => FactType.Of(Dimension.Cases),
        "duration" => FactType.Limit,
        "document" => FactType.Document,
        // Where a structure keeps a register of places, a place is one of its rows, with items of its own.
        "place" => structure.Registers.Has("place") ? FactType.Record("place") : FactType.Place,
        "unit" => FactType.Record("unit"),
        _ when structure.Registers.Has(type) => FactType.Record(type),
        _ when structure.Codes.Has(type) => FactType.Codes(type),
        _ => FactType.NotKnown,
    };
}
