using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Information.Registers;

/// <summary>
/// Reads values of items as people and other programs write them, each as the kind of value that the structure declares. What is wrong is told by the name of the item and what it should be;
/// what was written is never repeated, because messages end in logs.
/// </summary>
public sealed class TypingItems
{
    /// <summary>Longer texts are documents.</summary>
    public const int LongestText = 4_000;

    private readonly FormulaNames _names;
    private readonly GovernanceStructure _structure;
    private readonly DateOnly _day;
    private readonly Dictionary<(string Register, string Item), (Item Declared, FactType Type)?> _known = [];

    /// <summary>For one thread.</summary>
    /// <param name="day">Items are those of this day.</param>
    public TypingItems(GovernanceStructure structure, DateOnly day) => (_structure, _day, _names) = (structure, day, FormulaNames.OfOneRow(structure));

    /// <summary>One item of a register.</summary>
    /// <param name="written">One word where the item has one value; all elements where it is a list. Empty says that there is none any more.</param>
    /// <param name="why">What is wrong; null where nothing is.</param>
    public Value Read(string register, string item, IReadOnlyList<string> written, out Refusal? why)
    {
        why = null;
        if (Find(register, item) is not var (declared, type))
        {
            why = NoSuchItem(register, item);
            return Value.Missing;
        }

        if (written.Count == 0) return Value.Missing;
        var element = type is FactType.ListOf(var of) ? of : type;
        var values = new Value[written.Count];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = written[at].Length <= LongestText ? TypingFacts.One(_names, element, written[at]) : Value.Missing;
            if (!values[at].IsKnown) why = Unfit(declared, type);
        }

        if (type is not FactType.ListOf && values.Length > 1) why = Unfit(declared, type);
        for (var at = 0; at < values.Length && why is null && declared.CheckedBy is not null; at++) values[at] = Checked(declared, values[at], _day, out why);
        if (why is not null) return Value.Missing;
        return type is FactType.ListOf ? Value.ListOf(values) : values[0];
    }

    public Refusal NoSuchItem(string register, string item)
    {
        if (_structure.Registers.On(register, _day) is null) return NoSuchRegister(register, _structure);
        var near = NearNames.Nearest(item, _names.Items(register));
        return InformationRefusals.NoSuchItem.Naming(
            $"登记簿 {register} 里没有 {Excerpt.Of(item, 60)}{(near is null ? "。" : $"；是不是 {near}？")}", $"{register} has no {Excerpt.Of(item, 60)}{(near is null ? "." : $"; did you mean {near}?")}");
    }

    internal static Refusal NoSuchRegister(string register, GovernanceStructure structure)
    {
        var near = NearNames.Nearest(register, structure.Registers.Ids);
        return InformationRefusals.NoSuchRegister.Naming($"没有 {Excerpt.Of(register, 60)}{(near is null ? "。" : $"；是不是 {near}？")}", $"There is no {Excerpt.Of(register, 60)}{(near is null ? "." : $"; did you mean {near}?")}");
    }

    /// <summary>A number in its one spelling, where the item says which standard checks it; the value itself for any other item.</summary>
    internal static Value Checked(Item item, Value value, DateOnly day, out Refusal? why)
    {
        why = null;
        var fault = default(Text);
        switch (item.CheckedBy)
        {
            case "gb-11643" when ResidentNumber.TryRead(value.Text ?? "", day, out var number, out fault): return Value.Of(number.ToString());
            case "gb-32100" when CreditCode.TryRead(value.Text ?? "", out var code, out fault): return Value.Of(code.ToString());
            case null: return value;
        }

        why = InformationRefusals.CheckDigit.Naming($"{item.Id}：{fault.Zh}", $"{item.Id}: {fault.En}");
        return Value.Missing;
    }

    /// <summary>Whether a value is of the type of its item.</summary>
    public static bool Fits(Value value, FactType type) => type switch
    {
        FactType.ListOf(var element) => value.List is { } list && list.All(one => Fits(one, element)),
        FactType.YesOrNo => value.Kind == ValueKind.YesNo,
        FactType.PlainNumber => value.Kind == ValueKind.Number,
        FactType.Measured(var dimension) => value.Quantity is { } quantity && quantity.Dimension == dimension,
        FactType.AnyLimit => value.Quantity is not null,
        FactType.ADay => value.Kind == ValueKind.Day,
        FactType.TimeOfDay => value.Kind == ValueKind.Time,
        FactType.Instant => value.Kind == ValueKind.Moment,
        FactType.Code or FactType.Words => value.Kind == ValueKind.Text,
        FactType.APlace => value.Kind == ValueKind.Place,
        FactType.ADocument => value.Kind == ValueKind.Document,
        FactType.RecordOf(var register) => value.Record?.Register == register,
        _ => value.IsKnown,
    };

    internal static Refusal Unfit(Item item, FactType type) => InformationRefusals.ValueUnfit.Naming($"{item.Id} 应为{type.Name.Zh}。", $"{item.Id} is {type.Name.En}.");

    private (Item Declared, FactType Type)? Find(string register, string item)
    {
        if (_known.TryGetValue((register, item), out var known)) return known;
        known = _structure.Items.On($"{register}.{item}", _day) is { } declared ? (declared, FormulaNames.TypeOf(declared, _structure)) : null;
        return _known[(register, item)] = known;
    }
}
