using System.Globalization;
using Trellis.Structure.Quantities;

namespace Trellis.Structure.Expressions;

/// <summary>Reads facts as people and other programs write them, each as the kind of value that the structure declares for its name: "80 m2", "yes", "2026-05-04", a code.</summary>
public static class TypingFacts
{
    /// <summary>One value.</summary>
    /// <param name="names">The names of the matter type.</param>
    /// <param name="fact">Such as "premises.area".</param>
    /// <param name="fault">What is wrong, for whoever wrote it.</param>
    public static Value? Read(FormulaNames names, string fact, IReadOnlyList<string> written, bool isList, out Text fault)
    {
        fault = default;
        if (names.TypeOf(fact) is not { } type || type is FactType.RecordOf { Register: ['s', 't', 'e', 'p', ' ', ..] or ['p', 'a', 'r', 't', ' ', ..] or "standard" })
        {
            var near = NearNames.Nearest(fact, names.Roots.SelectMany(root => names.Root(root) is FactType.RecordOf(var register) ? names.Items(register).Select(item => $"{root}.{item}") : []));
            fault = new Text($"没有名为 {Excerpt.Of(fact, 80)} 的事实{(near is null ? "。" : $"；是不是 {near}？")}", $"There is no fact {Excerpt.Of(fact, 80)}{(near is null ? "." : $"; did you mean {near}?")}");
            return null;
        }

        if (isList != type is FactType.ListOf)
        {
            fault = isList ? new Text($"{fact} 只能有一个值。", $"{fact} has one value.") : new Text($"{fact} 是一个列表。", $"{fact} is a list.");
            return null;
        }

        var values = new List<Value>(written.Count);
        var element = type is FactType.ListOf(var of) ? of : type;
        foreach (var one in written)
        {
            if (One(names, element, one) is not { IsKnown: true } value)
            {
                var codes = element is FactType.Code(var list) && names.Codes(list) is { } all ? string.Join("、", all.Take(20)) : null;
                fault = new Text(
                    $"“{Excerpt.Of(one, 40)}”不是 {fact} 的值，应为{element.Name.Zh}{(codes is null ? "" : $"：{codes}")}。",
                    $"\"{Excerpt.Of(one, 40)}\" is no value of {fact}, which is {element.Name.En}{(codes is null ? "" : $": {codes.Replace("、", ", ", StringComparison.Ordinal)}")}.");
                return null;
            }

            values.Add(value);
        }

        return isList ? Value.ListOf([.. values]) : values[0];
    }

    /// <summary>One value of a type; <see cref="Value.Missing"/> for what is none.</summary>
    internal static Value One(FormulaNames names, FactType type, string written)
    {
        switch (type)
        {
            case FactType.YesOrNo:
                return written switch { "yes" => Value.Yes, "no" => Value.No, _ => Value.Missing };
            case FactType.PlainNumber:
                return decimal.TryParse(written, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? Value.Of(number) : Value.Missing;
            case FactType.Measured(var dimension):
                return Quantity.TryParse(written, out var quantity, out _) && quantity.Dimension == dimension ? Value.Of(quantity) : Value.Missing;
            case FactType.AnyLimit:
                return Quantity.TryParse(written, out var limit, out _) && TimeLimit.Of(limit) is not null ? Value.Of(limit) : Value.Missing;
            case FactType.ADay:
                return DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Value.Of(day) : Value.Missing;
            case FactType.TimeOfDay:
                return TimeOnly.TryParseExact(written, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? Value.Of(time) : Value.Missing;
            case FactType.Instant:
                return DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? Value.Of(moment) : Value.Missing;
            case FactType.Code(var list):
                return names.Codes(list) is { } codes && codes.Contains(written) ? Value.Of(written) : Value.Missing;
            case FactType.APlace:
                return IsId(written) ? Value.Place(written) : Value.Missing;
            case FactType.ADocument:
                return IsId(written) ? Value.Document(written) : Value.Missing;
            case FactType.RecordOf(var register):
                // A row is named by its key, with or without its register before it.
                var row = RowId.Parse(written) ?? new RowId(register, written);
                return row.Register == register && IsId(row.Key) ? Value.Of(new Entity(register, row.Key)) : Value.Missing;
            case FactType.Words:
                return written.Length > 0 ? Value.Of(written) : Value.Missing;
            default:
                return ReadingGiven.Read(written) is { IsKnown: true } value ? value : Value.Of(written);
        }
    }

    private static bool IsId(string written) => written.Length is > 0 and <= 150 && written.All(static letter => char.IsAsciiLetterOrDigit(letter) || "._:@#+=-".Contains(letter, StringComparison.Ordinal));
}
