using System.Collections.Frozen;
using Trellis.Structure.Quantities;

namespace Trellis.Structure.Expressions;

/// <summary>
/// One asking of an expression. Everything has an answer: what cannot be known says why.
/// `and` and `or` are those of FEEL (DMN 1.5, 10.3.2.10): one side that settles the matter is enough.
/// </summary>
internal sealed class Evaluation(IFacts facts, long mostElements, FrozenDictionary<Node, Value>? sumsOfNothing = null)
{
    public const long MostElements = 10_000_000;

    private long _elementsLeft = mostElements;

    /// <summary>The element that a condition is asked about, known by the name of its register.</summary>
    private sealed class Scope(Scope? outer)
    {
        public Scope? Outer { get; } = outer;

        public Entity? Element { get; set; }
    }

    public Value Answer(Node root) => Of(root, null);

    private Value Of(Node node, Scope? scope) => node switch
    {
        Node.Literal literal => literal.Value,
        Node.Name name => OfName(name, scope),
        Node.Comparison comparison => Compare(comparison, Of(comparison.Left, scope), Of(comparison.Right, scope)),
        Node.Join { Word: JoinWord.And } join => And(join, scope),
        Node.Join join => Or(join, scope),
        Node.Not not => Negate(not, Of(not.Of, scope)),
        Node.Arithmetic arithmetic => Calculate(arithmetic, Of(arithmetic.Left, scope), Of(arithmetic.Right, scope)),
        Node.OneOf oneOf => OneOf(oneOf, scope),
        Node.Within within => Within(within, Of(within.What, scope), Of(within.From, scope), Of(within.To, scope)),
        Node.ElementOf element => ElementOf(element, Of(element.List, scope), Of(element.What, scope)),
        Node.Choice choice => Choose(choice, scope),
        Node.Filter filter => Filtered(filter, scope),
        Node.ItemOf item => Named(Walk(Of(item.Of, scope), item.Steps.AsSpan(), item.Missing, item), item.Missing),
        Node.Call call => OfCall(call, scope),
        _ => DoesNotFit(node),
    };

    private static Value DoesNotFit(Node node) => Value.NotKnown(ReasonKind.DoesNotFit, node.At);

    // Names

    private Value OfName(Node.Name name, Scope? scope)
    {
        var root = name.Steps[0];
        for (; scope is not null; scope = scope.Outer)
            if (scope.Element is { } element && element.Register == root) return Walk(Value.Of(element), name.Steps.AsSpan()[1..], name.Missing, name);
        return Walk(facts.Root(root), name.Steps.AsSpan()[1..], name.Missing, name);
    }

    private Value Walk(Value value, ReadOnlySpan<string> steps, Value missing, Node node)
    {
        for (var at = 0; at < steps.Length; at++)
        {
            if (value.Record is { } record) value = facts.Item(record, steps[at]);
            else if (value.List is { } list) value = ItemsOf(list, steps[at], missing, node);
            else if (value.IsKnown) return DoesNotFit(node);
            else return Named(value, Shorter(node, steps.Length - at, missing));
        }

        return Named(value, missing);
    }

    /// <summary>The item of every element. Elements that lack it are not known one by one, so that they can still be counted.</summary>
    private Value ItemsOf(IReadOnlyList<Value> list, string item, Value missing, Node node)
    {
        if (!MayLookAt(list.Count)) return Value.NotKnown(ReasonKind.TooMuchWork, node.At);
        var items = new Value[list.Count];
        for (var at = 0; at < items.Length; at++)
        {
            var element = list[at];
            var value = element.Record is { } record ? facts.Item(record, item) : element.IsKnown ? DoesNotFit(node) : element;
            if (value.Kind == ValueKind.List) return DoesNotFit(node);
            items[at] = Named(value, missing);
        }

        return Value.ListOf(items);
    }

    /// <summary>The path as far as it led: of applicant.household.income perhaps applicant.household.</summary>
    private static Value Shorter(Node node, int untaken, Value missing)
    {
        if (node is not Node.Name { Steps: var steps } || untaken >= steps.Length) return missing;
        return Value.NotKnown(ReasonKind.NotGiven, node.At, string.Join('.', steps.Take(steps.Length - untaken)));
    }

    /// <summary>What is not known, and does not say why, is told by the name that led to it; so is such an element of a list.</summary>
    private static Value Named(Value value, Value missing)
    {
        if (IsBare(value)) return missing;
        return value.List is { } list && list.Any(IsBare) ? NamedEach(list, missing) : value;
    }

    private static Value NamedEach(IReadOnlyList<Value> list, Value missing) => Value.ListOf([.. list.Select(element => IsBare(element) ? missing : element)]);

    private static bool IsBare(Value value) => !value.IsKnown && value.Reasons.Count == 0;

    private bool MayLookAt(int elements) => (_elementsLeft -= elements) >= 0;

    // Three values

    private Value And(Node.Join join, Scope? scope)
    {
        var left = Of(join.Left, scope);
        if (left.IsNo) return left;
        var right = Of(join.Right, scope);
        if (right.IsNo) return right;
        return Both(join, left, right) ?? Value.Yes;
    }

    private Value Or(Node.Join join, Scope? scope)
    {
        var left = Of(join.Left, scope);
        if (left.IsYes) return left;
        var right = Of(join.Right, scope);
        if (right.IsYes) return right;
        return Both(join, left, right) ?? Value.No;
    }

    /// <summary>Null when both are yes or no; else why the two are not known.</summary>
    private static Value? Both(Node node, Value left, Value right)
    {
        if (!left.IsKnown && !right.IsKnown) return Value.NotKnown(left, right);
        if (left.IsKnown && left.Kind != ValueKind.YesNo) return DoesNotFit(node);
        if (right.IsKnown && right.Kind != ValueKind.YesNo) return DoesNotFit(node);
        return !left.IsKnown ? left : !right.IsKnown ? right : null;
    }

    private static Value Negate(Node node, Value of) => !of.IsKnown ? of : of.YesNo is { } yes ? Value.Of(!yes) : DoesNotFit(node);

    private Value Choose(Node.Choice choice, Scope? scope)
    {
        var when = Of(choice.When, scope);
        if (!when.IsKnown) return when;
        return when.YesNo is { } yes ? Of(yes ? choice.Then : choice.Otherwise, scope) : DoesNotFit(choice);
    }

    // Comparisons

    private static Value Compare(Node.Comparison node, Value left, Value right)
    {
        if (!left.IsKnown || !right.IsKnown) return EitherUnknown(left, right);
        if (node.Sign is ComparisonSign.Equal or ComparisonSign.Unequal)
            return Same(left, right) is { } same ? Value.Of(same == (node.Sign == ComparisonSign.Equal)) : DoesNotFit(node);
        return Order(left, right) is { } order
            ? Value.Of(node.Sign switch
            {
                ComparisonSign.Less => order < 0,
                ComparisonSign.AtMost => order <= 0,
                ComparisonSign.More => order > 0,
                _ => order >= 0,
            })
            : DoesNotFit(node);
    }

    private static Value EitherUnknown(Value left, Value right) => left.IsKnown ? right : right.IsKnown ? left : Value.NotKnown(left, right);

    /// <summary>Null when the two do not compare.</summary>
    private static bool? Same(Value left, Value right) => (left.Kind, right.Kind) switch
    {
        (ValueKind.YesNo, ValueKind.YesNo) => left.IsYes == right.IsYes,
        (ValueKind.Text, ValueKind.Text) or (ValueKind.Place, ValueKind.Place) or (ValueKind.Document, ValueKind.Document) => string.Equals(left.Text, right.Text, StringComparison.Ordinal),
        (ValueKind.Record, ValueKind.Record) => Equals(left.Record, right.Record),
        _ => Order(left, right) is { } order ? order == 0 : null,
    };

    private static int? Order(Value left, Value right)
    {
        switch (left.Kind, right.Kind)
        {
            case (ValueKind.Quantity, ValueKind.Quantity):
                return Quantity.Compare(left.Quantity!.Value, right.Quantity!.Value);
            case (ValueKind.Number, ValueKind.Number) or (ValueKind.Day, ValueKind.Day) or (ValueKind.Time, ValueKind.Time) or (ValueKind.Moment, ValueKind.Moment):
                return Value.CompareNumbers(left, right);
            case (ValueKind.Moment, ValueKind.Day) or (ValueKind.Day, ValueKind.Moment):
                return left.Day!.Value.CompareTo(right.Day!.Value);
            default:
                return null;
        }
    }

    private Value OneOf(Node.OneOf node, Scope? scope)
    {
        var what = Of(node.What, scope);
        var answer = Value.No;
        foreach (var value in node.Values)
        {
            answer = Otherwise(node, answer, what, Of(value, scope));
            if (answer.IsYes) break;
        }

        return answer;
    }

    /// <summary>`or` of an answer so far and "the two are the same".</summary>
    private static Value Otherwise(Node node, Value answer, Value what, Value value)
    {
        var same = !what.IsKnown || !value.IsKnown ? EitherUnknown(what, value) : Same(what, value) is { } yes ? Value.Of(yes) : DoesNotFit(node);
        if (same.IsYes || answer.IsNo) return same;
        return same.IsNo ? answer : Value.NotKnown(answer, same);
    }

    private static Value Within(Node.Within node, Value what, Value from, Value to)
    {
        var above = NotAbove(node, from, what);
        if (above.IsNo) return above;
        var below = NotAbove(node, what, to);
        if (below.IsNo) return below;
        return Both(node, above, below) ?? Value.Yes;
    }

    private static Value NotAbove(Node node, Value less, Value more) =>
        !less.IsKnown || !more.IsKnown ? EitherUnknown(less, more) : Order(less, more) is { } order ? Value.Of(order <= 0) : DoesNotFit(node);

    private Value ElementOf(Node node, Value whole, Value what)
    {
        if (!whole.IsKnown) return EitherUnknown(what, whole);
        if (whole.List is not { } list) return DoesNotFit(node);
        if (!MayLookAt(list.Count)) return Value.NotKnown(ReasonKind.TooMuchWork, node.At);
        var answer = Value.No;
        for (var at = 0; at < list.Count && !answer.IsYes; at++) answer = Otherwise(node, answer, what, list[at]);
        return answer;
    }

    // Arithmetic

    private static Value Calculate(Node.Arithmetic node, Value left, Value right)
    {
        if (!left.IsKnown || !right.IsKnown) return EitherUnknown(left, right);
        return (left.Kind, right.Kind) switch
        {
            (ValueKind.Number, ValueKind.Number) => OfNumbers(node, left.Number!.Value, right.Number!.Value),
            (ValueKind.Quantity, ValueKind.Quantity) => OfQuantities(node, left.Quantity!.Value, right.Quantity!.Value),
            (ValueKind.Quantity, ValueKind.Number) when node.Sign == ArithmeticSign.Times => Result(node, left.Quantity!.Value.Times(right.Number!.Value)),
            (ValueKind.Number, ValueKind.Quantity) when node.Sign == ArithmeticSign.Times => Result(node, right.Quantity!.Value.Times(left.Number!.Value)),
            (ValueKind.Quantity, ValueKind.Number) when node.Sign == ArithmeticSign.DividedBy =>
                right.Number == 0 ? ByZero(node) : Result(node, left.Quantity!.Value.DividedBy(right.Number!.Value)),
            (ValueKind.Day, ValueKind.Quantity) => Later(node, left.Day!.Value, right.Quantity!.Value),
            (ValueKind.Moment, ValueKind.Quantity) => Later(node, left.Moment!.Value, right.Quantity!.Value),
            (ValueKind.Moment, ValueKind.Moment) when node.Sign == ArithmeticSign.Minus =>
                Value.Of(new Quantity((decimal)(left.Moment!.Value - right.Moment!.Value).Ticks / TimeSpan.TicksPerMinute, Measure.Minute)),
            _ => DoesNotFit(node),
        };
    }

    private static Value ByZero(Node node) => Value.NotKnown(ReasonKind.DivisionByZero, node.At);

    private static Value TooLarge(Node node) => Value.NotKnown(ReasonKind.TooLarge, node.At);

    private static Value Result(Node node, Quantity? quantity) => quantity is { } found ? Value.Of(found) : TooLarge(node);

    private static Value Result(Node node, decimal? number) => number is { } found && Math.Abs(found) <= Quantity.Most ? Value.Of(found) : TooLarge(node);

    private static Value OfNumbers(Node.Arithmetic node, decimal left, decimal right) => node.Sign switch
    {
        ArithmeticSign.Plus => Result(node, left + right),
        ArithmeticSign.Minus => Result(node, left - right),
        ArithmeticSign.Times => Result(node, Product(left, right)),
        _ => right == 0 ? ByZero(node) : Result(node, Quotient(left, right)),
    };

    // Invariant: numbers are at most Quantity.Most in size, as quantities are, so a measure makes them borrow the bounds checked there.
    private static decimal? Product(decimal left, decimal right) => new Quantity(left, Measure.Point).Times(right)?.Value;

    private static decimal? Quotient(decimal left, decimal right) => new Quantity(left, Measure.Point).DividedBy(right)?.Value;

    private static Value OfQuantities(Node.Arithmetic node, Quantity left, Quantity right)
    {
        switch (node.Sign)
        {
            case ArithmeticSign.Plus or ArithmeticSign.Minus when left.Dimension != right.Dimension:
                return DoesNotFit(node);
            case ArithmeticSign.Plus:
                return Result(node, left.Plus(right));
            case ArithmeticSign.Minus:
                return Result(node, left.Minus(right));
            case ArithmeticSign.Times when right.Dimension == Dimension.Share:
                return Result(node, left.Times(right.Value / 100));
            case ArithmeticSign.Times when left.Dimension == Dimension.Share:
                return Result(node, right.Times(left.Value / 100));
            case ArithmeticSign.DividedBy when left.Dimension == right.Dimension:
                return right.Value == 0 ? ByZero(node) : Result(node, left.Ratio(right));
            case ArithmeticSign.DividedBy when right.Dimension == Dimension.Share:
                return right.Value == 0 ? ByZero(node) : Result(node, left.DividedBy(right.Value / 100));
            default:
                return DoesNotFit(node);
        }
    }

    /// <summary>A day of the calendar so many days or months on; the missing day of a month becomes its last. No day off is leapt over: that is for deadlines.</summary>
    private static Value Later(Node.Arithmetic node, DateOnly day, Quantity limit)
    {
        if (node.Sign is not (ArithmeticSign.Plus or ArithmeticSign.Minus)) return DoesNotFit(node);
        var unit = limit.Dimension switch
        {
            Dimension.Days => limit,
            Dimension.Months => limit.In(Measure.Month),
            _ => null,
        };
        if (unit is null) return limit.Dimension == Dimension.Months ? TooLarge(node) : DoesNotFit(node);
        var count = node.Sign == ArithmeticSign.Plus ? unit.Value.Value : -unit.Value.Value;
        if (!decimal.IsInteger(count)) return Value.NotKnown(ReasonKind.NotWhole, node.At);
        if (limit.Dimension == Dimension.Days)
        {
            var number = day.DayNumber + count;
            return number < DateOnly.MinValue.DayNumber || number > DateOnly.MaxValue.DayNumber ? TooLarge(node) : Value.Of(DateOnly.FromDayNumber((int)number));
        }

        var month = (day.Year * 12) + day.Month - 1 + count; // months since the year 0
        return month is < 12 or >= 120_000 ? TooLarge(node) : Value.Of(day.AddMonths((int)count));
    }

    private static Value Later(Node.Arithmetic node, DateTimeOffset moment, Quantity limit)
    {
        if (node.Sign is not (ArithmeticSign.Plus or ArithmeticSign.Minus) || limit.Dimension != Dimension.ClockTime) return DoesNotFit(node);
        if (limit.In(Measure.Minute) is not { } minutes || Math.Abs(minutes.Value) > 10_000L * 366 * 24 * 60) return TooLarge(node);
        var ticks = decimal.Round(minutes.Value * TimeSpan.TicksPerMinute);
        if (node.Sign == ArithmeticSign.Minus) ticks = -ticks;
        // A day of room at both ends, because the local time must fit as well.
        var utc = moment.UtcTicks + ticks;
        return utc < TimeSpan.TicksPerDay || utc > DateTimeOffset.MaxValue.UtcTicks - TimeSpan.TicksPerDay ? TooLarge(node) : Value.Of(moment.AddTicks((long)ticks));
    }

    // Lists

    /// <summary>An element of which it is not known whether it belongs makes the list not known: nothing may be counted as absent because nobody asked.</summary>
    private Value Filtered(Node.Filter filter, Scope? scope)
    {
        var whole = Of(filter.List, scope);
        if (!whole.IsKnown) return whole;
        if (whole.List is not { } list) return DoesNotFit(filter);
        if (!MayLookAt(list.Count)) return Value.NotKnown(ReasonKind.TooMuchWork, filter.At);
        var inner = new Scope(scope);
        var kept = new List<Value>(list.Count);
        Value? unknown = null;
        foreach (var element in list)
        {
            var belongs = Holds(filter, filter.Condition, element, inner);
            if (belongs.IsYes) kept.Add(element);
            else if (!belongs.IsKnown) unknown = unknown is { } before ? Value.NotKnown(before, belongs) : belongs;
        }

        return unknown ?? Value.ListOf([.. kept]);
    }

    private Value Holds(Node node, Node condition, Value element, Scope inner)
    {
        if (!element.IsKnown) return Named(element, Value.NotKnown(ReasonKind.NotGiven, node.At, Printing.Text(node)));
        if (element.Record is not { } record) return DoesNotFit(node);
        inner.Element = record;
        var holds = Of(condition, inner);
        return holds.IsKnown && holds.Kind != ValueKind.YesNo ? DoesNotFit(condition) : holds;
    }

    /// <summary>`or` (some) or `and` (every) over the elements.</summary>
    private Value Quantify(Node.Call call, Node listed, Node? condition, Scope? scope)
    {
        var whole = Of(listed, scope);
        if (!whole.IsKnown) return whole;
        if (whole.List is not { } list) return DoesNotFit(call);
        if (!MayLookAt(list.Count)) return Value.NotKnown(ReasonKind.TooMuchWork, call.At);
        var settles = call.Function == Function.Some;
        Value? unknown = null;
        var inner = new Scope(scope);
        foreach (var element in list)
        {
            var holds = condition is not null ? Holds(call, condition, element, inner) : element.Kind switch
            {
                ValueKind.YesNo or ValueKind.NotKnown => element,
                ValueKind.Record when settles => Value.Yes, // some(LIST): at least one is there
                _ => DoesNotFit(call),
            };
            if (holds.YesNo == settles) return holds;
            if (!holds.IsKnown) unknown = unknown is { } before ? Value.NotKnown(before, holds) : holds;
        }

        return unknown ?? Value.Of(!settles);
    }

    // Functions

    private Value OfCall(Node.Call call, Scope? scope)
    {
        var given = call.Given;
        switch (call.Function)
        {
            case Function.Known when given.Length == 1:
                return Value.Of(Of(given[0], scope).IsKnown);
            case Function.Some when given is [Node.Filter filter]:
                return Quantify(call, filter.List, filter.Condition, scope);
            case Function.Some or Function.Every when given.Length is 1 or 2:
                return Quantify(call, given[0], given.Length == 2 ? given[1] : null, scope);
            case Function.Min or Function.Max when given.Length > 1:
                return Extreme(call, [.. given.Select(one => Of(one, scope))]);
            case Function.Count or Function.Sum or Function.Mean or Function.Min or Function.Max when given.Length == 1:
                var whole = Of(given[0], scope);
                if (!whole.IsKnown) return whole;
                if (whole.List is not { } list) return DoesNotFit(call);
                if (call.Function == Function.Count) return Value.Of((decimal)list.Count);
                if (!MayLookAt(list.Count)) return Value.NotKnown(ReasonKind.TooMuchWork, call.At);
                return call.Function is Function.Min or Function.Max ? Extreme(call, list) : Total(call, list);
            case Function.Contains when given.Length == 2:
                return Contains(call, Of(given[0], scope), Of(given[1], scope));
            case Function.Round or Function.Age when given.Length is 1 or 2:
                var one = Of(given[0], scope);
                if (given.Length == 1) return call.Function == Function.Round ? Round(call, one) : Age(call, one, Named(facts.Root("day"), Value.NotKnown(ReasonKind.NotGiven, call.At, "day")));
                return call.Function == Function.Round ? Round(call, one, Of(given[1], scope)) : Age(call, one, Of(given[1], scope));
            case Function.Days or Function.WorkingDays when given.Length == 2:
                return Between(call, Of(given[0], scope), Of(given[1], scope));
            default:
                return DoesNotFit(call);
        }
    }

    private static Value? UnknownOf(IReadOnlyList<Value> list)
    {
        Value? unknown = null;
        foreach (var element in list)
            if (!element.IsKnown) unknown = unknown is { } before ? Value.NotKnown(before, element) : element;
        return unknown;
    }

    private static Value Extreme(Node.Call call, IReadOnlyList<Value> list)
    {
        if (UnknownOf(list) is { } unknown) return unknown;
        if (list.Count == 0) return Value.NotKnown(ReasonKind.EmptyList, call.At);
        var best = list[0];
        if (Order(best, best) is null) return DoesNotFit(call);
        for (var at = 1; at < list.Count; at++)
        {
            if (Order(list[at], best) is not { } order) return DoesNotFit(call);
            if (call.Function == Function.Min ? order < 0 : order > 0) best = list[at];
        }

        return best;
    }

    private Value Total(Node.Call call, IReadOnlyList<Value> list)
    {
        if (UnknownOf(list) is { } unknown) return unknown;
        if (list.Count == 0)
            return call.Function == Function.Sum && sumsOfNothing is not null && sumsOfNothing.TryGetValue(call, out var nothing) ? nothing : Value.NotKnown(ReasonKind.EmptyList, call.At);
        var total = list[0];
        if (total.Kind is not (ValueKind.Number or ValueKind.Quantity)) return DoesNotFit(call);
        for (var at = 1; at < list.Count; at++)
        {
            var next = list[at];
            if (total.Number is { } sum && next.Number is { } number) total = Result(call, sum + number);
            else if (total.Quantity is { } amount && next.Quantity is { } more && amount.Dimension == more.Dimension) total = Result(call, amount.Plus(more));
            else return DoesNotFit(call);
            if (!total.IsKnown) return total;
        }

        if (call.Function == Function.Sum) return total;
        return total.Number is { } all ? Value.Of(all / list.Count) : Result(call, total.Quantity!.Value.DividedBy(list.Count));
    }

    private Value Contains(Node.Call call, Value whole, Value part)
    {
        if (whole.Kind != ValueKind.Text || !part.IsKnown) return whole.Kind == ValueKind.Text ? part : ElementOf(call, whole, part);
        return part.Kind == ValueKind.Text ? Value.Of(whole.Text!.Contains(part.Text!, StringComparison.Ordinal)) : DoesNotFit(call);
    }

    /// <summary>Half up by size, as FEEL's `round half up` and 四舍五入 (DMN 1.5, 10.3.4.1): numbers to whole ones, money to the fen.</summary>
    private static Value Round(Node.Call call, Value value)
    {
        if (!value.IsKnown) return value;
        if (value.Number is { } number) return Value.Of(decimal.Round(number, MidpointRounding.AwayFromZero));
        return value.Quantity is { Dimension: Dimension.Money } money ? Value.Of(money.AsStored()) : DoesNotFit(call);
    }

    /// <summary>To the nearest multiple of a step.</summary>
    private static Value Round(Node.Call call, Value value, Value step)
    {
        if (!value.IsKnown || !step.IsKnown) return EitherUnknown(value, step);
        if (value.Number is { } number && step.Number is { } unit)
            return unit == 0 ? ByZero(call) : Quotient(number, unit) is { } times ? Result(call, Product(unit, Whole(times))) : TooLarge(call);
        if (value.Quantity is not { } quantity || step.Quantity is not { } measured || quantity.Dimension != measured.Dimension) return DoesNotFit(call);
        if (measured.Value == 0) return ByZero(call);
        return quantity.Ratio(measured) is { } ratio ? Result(call, measured.Times(Whole(ratio))) : TooLarge(call);

        static decimal Whole(decimal times) => decimal.Round(times, MidpointRounding.AwayFromZero);
    }

    /// <summary>Completed years. One is completed on the day after the birthday: the first day is not counted, as for limits. Who is born on 29 February has the last day of February for a birthday.</summary>
    private static Value Age(Node.Call call, Value born, Value on)
    {
        if (!born.IsKnown || !on.IsKnown) return EitherUnknown(born, on);
        if (born.Day is not { } birth || on.Day is not { } day) return DoesNotFit(call);
        if (day < birth) return Value.NotKnown(ReasonKind.NotYetBorn, call.At);
        var years = day.Year - birth.Year;
        if (years > 0 && day <= birth.AddYears(years)) years--;
        return Value.Of(new Quantity(years, Measure.Year));
    }

    private Value Between(Node.Call call, Value from, Value to)
    {
        if (!from.IsKnown || !to.IsKnown) return EitherUnknown(from, to);
        if (from.Day is not { } first || to.Day is not { } last) return DoesNotFit(call);
        if (call.Function == Function.Days) return Value.Of(new Quantity(last.DayNumber - first.DayNumber, Measure.Day));
        return facts.WorkingDays(first, last) is { } days ? Value.Of(new Quantity(days, Measure.WorkingDay)) : Value.NotKnown(ReasonKind.BeyondCalendar, call.At);
    }
}
