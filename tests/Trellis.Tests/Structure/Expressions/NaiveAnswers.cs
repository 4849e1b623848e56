using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Tests.Structure.Expressions;

/// <summary>
/// The slow obvious twin of evaluation for the expressions of <see cref="RandomExpressions.Condition"/>: yes-no, numbers and money only.
/// Null is not known. Money and numbers are both plain decimals here, because one measure only is used.
/// </summary>
internal static class NaiveAnswers
{
    public static object? Answer(Node node, IFacts facts, Entity? person = null)
    {
        object? Of(Node part) => Answer(part, facts, person);
        switch (node)
        {
            case Node.Literal literal:
                return Plain(literal.Value);
            case Node.Name { Steps: ["person", var item] }:
                return Plain(facts.Item(person!, item));
            case Node.Name name:
                var found = facts.Root(name.Steps[0]);
                for (var at = 1; at < name.Steps.Length && found.IsKnown; at++)
                {
                    var step = name.Steps[at];
                    found = found.List is { } list ? Value.ListOf([.. list.Select(one => facts.Item(one.Record!, step))]) : facts.Item(found.Record!, step);
                }

                return Plain(found);
            case Node.ItemOf item:
                return Of(item.Of) is List<object?> rows ? rows.Select(row => Plain(facts.Item((Entity)row!, item.Path))).ToList() : null;
            case Node.Not not:
                return !(bool?)Of(not.Of);
            case Node.Join { Word: JoinWord.And } and:
                return (bool?)Of(and.Left) & (bool?)Of(and.Right); // C# lifts & and | to the same three values
            case Node.Join or:
                return (bool?)Of(or.Left) | (bool?)Of(or.Right);
            case Node.Choice choice:
                return Of(choice.When) is bool when ? Of(when ? choice.Then : choice.Otherwise) : null;
            case Node.Comparison { Left: var left, Right: var right, Sign: var sign }:
                if (Of(left) is not { } one || Of(right) is not { } other) return null;
                var order = one is string ? string.CompareOrdinal((string)one, (string)other) : ((decimal)one).CompareTo((decimal)other);
                return Words.Of(sign) switch { "=" => order == 0, "!=" => order != 0, "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
            case Node.Within within:
                return Between(Of(within.From), Of(within.What), Of(within.To));
            case Node.OneOf oneOf:
                return oneOf.Values.Select(value => Of(oneOf.What) is { } what && Of(value) is { } listed ? what.Equals(listed) : (bool?)null).Aggregate((bool?)false, static (so, next) => so | next);
            case Node.Arithmetic { Left: var left, Right: var right, Sign: var sign }:
                return Of(left) is decimal a && Of(right) is decimal b ? Bounded(sign, a, b) : null;
            case Node.Filter filter:
                if (Of(filter.List) is not List<object?> all) return null;
                var holds = all.Select(element => (bool?)Answer(filter.Condition, facts, (Entity)element!)).ToList();
                return holds.Contains(null) ? null : all.Where((_, at) => holds[at] == true).ToList();
            case Node.Call { Function: Function.Known } call:
                return Of(call.Given[0]) is not null;
            case Node.Call { Function: Function.Some or Function.Every, Given: [var of, var condition] } call:
                if (Of(of) is not List<object?> elements) return null;
                var each = elements.Select(element => (bool?)Answer(condition, facts, (Entity)element!));
                return call.Function == Function.Some ? each.Aggregate((bool?)false, static (so, next) => so | next) : each.Aggregate((bool?)true, static (so, next) => so & next);
            case Node.Call { Function: Function.Some or Function.Every, Given: [var of] } call:
                if (Of(of) is not List<object?> settled) return null;
                return call.Function == Function.Some
                    ? settled.Aggregate((bool?)false, static (so, next) => so | (bool?)next)
                    : settled.Aggregate((bool?)true, static (so, next) => so & (bool?)next);
            case Node.Call { Function: Function.Count } call:
                return Of(call.Given[0]) is List<object?> counted ? (decimal)counted.Count : null;
            case Node.Call { Function: Function.Sum } call:
                return Of(call.Given[0]) is List<object?> summed && !summed.Contains(null) ? summed.Sum(static one => (decimal)one!) : null;
            case Node.Call { Function: Function.Min or Function.Max, Given: [var first, var second] } call:
                if (Of(first) is not decimal x || Of(second) is not decimal y) return null;
                return call.Function == Function.Min ? Math.Min(x, y) : Math.Max(x, y);
            case Node.Call { Function: Function.Round } call:
                if (Of(call.Given[0]) is not decimal rounded) return null;
                // Money to the fen, numbers to whole ones: which it is, the text shows.
                return Math.Round(rounded, IsMoney(call.Given[0]) ? 2 : 0, MidpointRounding.AwayFromZero);
            default:
                throw new NotSupportedException(node.GetType().Name);
        }
    }

    private static bool? Between(object? from, object? what, object? to) =>
        (from is decimal low && what is decimal one && low > one) || (what is decimal other && to is decimal high && other > high) ? false
        : from is null || what is null || to is null ? null : true;

    private static object? Bounded(ArithmeticSign sign, decimal a, decimal b)
    {
        try
        {
            if (sign == ArithmeticSign.DividedBy && b == 0) return null;
            var result = sign switch { ArithmeticSign.Plus => a + b, ArithmeticSign.Minus => a - b, ArithmeticSign.Times => a * b, _ => a / b };
            return Math.Abs(result) <= Quantity.Most ? result : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static bool IsMoney(Node node) => node switch
    {
        Node.Literal literal => literal.Value.Kind == ValueKind.Quantity,
        Node.Name name => name.Steps[^1] == "income",
        Node.Arithmetic arithmetic when arithmetic.Sign == ArithmeticSign.DividedBy => IsMoney(arithmetic.Left) && !IsMoney(arithmetic.Right),
        Node.Arithmetic arithmetic => IsMoney(arithmetic.Left) || IsMoney(arithmetic.Right),
        Node.Choice choice => IsMoney(choice.Then),
        Node.Call { Function: Function.Sum } => true,
        Node.Call { Function: Function.Min or Function.Max or Function.Round } call => IsMoney(call.Given[0]),
        _ => false,
    };

    private static object? Plain(Value value) => value.Kind switch
    {
        ValueKind.NotKnown => null,
        ValueKind.YesNo => value.IsYes,
        ValueKind.Number => value.Number,
        ValueKind.Quantity => value.Quantity!.Value.Value,
        ValueKind.Text => value.Text,
        ValueKind.Record => value.Record,
        ValueKind.List => value.List!.Select(Plain).ToList(),
        _ => throw new NotSupportedException(value.Kind.ToString()),
    };

    /// <summary>The answer of the engine in the twin's terms.</summary>
    public static object? Of(Value value) => Plain(value);
}
