using System.Collections.Frozen;
using System.Collections.Immutable;
using Trellis.Structure.Quantities;

namespace Trellis.Structure.Expressions;

/// <summary>
/// Finds what does not fit. A part whose type is hidden by a fault fits everything, so that one mistake is told once
/// and all mistakes are told at the same time.
/// </summary>
internal sealed class Checker
{
    private readonly INames _names;
    private readonly List<ExpressionFault> _faults = [];
    private readonly SortedDictionary<(string Path, bool OfElement), Read> _reads = new(Comparer<(string Path, bool OfElement)>.Create(static (one, other) =>
        string.CompareOrdinal(one.Path, other.Path) is var order and not 0 ? order : one.OfElement.CompareTo(other.OfElement)));
    private readonly Dictionary<Node, Value> _sumsOfNothing = [];

    private Checker(INames names) => _names = names;

    /// <summary>The element of a list inside a condition, known by the name of its register.</summary>
    private sealed record Scope(string Register, Scope? Outer);

    public static Checking Check(Expression expression, INames names, FactType? expected)
    {
        var checker = new Checker(names);
        var type = checker.TypeOf(expression.Root, null);
        if (expected is not null) type = checker.Expect(expression.Root, type, expected);
        ImmutableArray<ExpressionFault> faults = [.. checker._faults.OrderBy(static fault => fault.At.Offset).ThenBy(static fault => fault.At.Length)];
        if (faults.Length > 0) return new Checking(type, faults, null);
        return new Checking(type, faults, new CheckedExpression(expression, type, [.. checker._reads.Values], checker._sumsOfNothing.ToFrozenDictionary()));
    }

    private FactType TypeOf(Node node, Scope? scope)
    {
        switch (node)
        {
            case Node.Literal literal:
                return TypeOf(literal.Value);
            case Node.Name name:
                return OfName(name, scope);
            case Node.ItemOf item:
                return OfItems(item, scope);
            case Node.Not not:
                Condition(not.Of, scope);
                return FactType.YesNo;
            case Node.Join join:
                Condition(join.Left, scope);
                Condition(join.Right, scope);
                return FactType.YesNo;
            case Node.Comparison comparison:
                Compare(comparison.Left, comparison.Right, scope, ordered: comparison.Sign is not (ComparisonSign.Equal or ComparisonSign.Unequal), comparison.At);
                return FactType.YesNo;
            case Node.OneOf oneOf:
                var what = TypeOf(oneOf.What, scope);
                foreach (var value in oneOf.Values) FitsBeside(oneOf.What, what, value, TypeOrCode(value, what, scope), ordered: false, value.At);
                return FactType.YesNo;
            case Node.Within within:
                var inside = TypeOf(within.What, scope);
                FitsBeside(within.What, inside, within.From, TypeOf(within.From, scope), ordered: true, within.From.At);
                FitsBeside(within.What, inside, within.To, TypeOf(within.To, scope), ordered: true, within.To.At);
                return FactType.YesNo;
            case Node.ElementOf element:
                Element(element.List, element.What, scope);
                return FactType.YesNo;
            case Node.Arithmetic arithmetic:
                return OfArithmetic(arithmetic, TypeOf(arithmetic.Left, scope), TypeOf(arithmetic.Right, scope));
            case Node.Choice choice:
                Condition(choice.When, scope);
                return Branches(choice, TypeOf(choice.Then, scope), TypeOf(choice.Otherwise, scope));
            case Node.Filter filter:
                return OfFilter(filter.List, filter.Condition, scope);
            case Node.Call call:
                return OfCall(call, scope);
            default:
                return FactType.NotKnown;
        }
    }

    private static FactType TypeOf(Value value) => value.Kind switch
    {
        ValueKind.YesNo => FactType.YesNo,
        ValueKind.Number => FactType.Number,
        ValueKind.Quantity => FactType.Of(value.Quantity!.Value.Dimension),
        ValueKind.Day => FactType.Day,
        ValueKind.Time => FactType.Time,
        _ => FactType.Text,
    };

    // Names

    private FactType OfName(Node.Name name, Scope? scope)
    {
        var root = name.Steps[0];
        var ofElement = false;
        for (var outer = scope; outer is not null && !ofElement; outer = outer.Outer) ofElement = outer.Register == root;
        var type = ofElement ? FactType.Record(root) : _names.Root(root);
        if (type is null)
        {
            var candidates = new List<string>(_names.Roots);
            for (var outer = scope; outer is not null; outer = outer.Outer) candidates.Add(outer.Register);
            var minus = Parser.HyphenBeforeNumber(root) is var hyphen and > 0 && candidates.Contains(root[..hyphen], StringComparer.Ordinal) ? hyphen : -1;
            if (minus > 0) _faults.Add(Minus(name, minus));
            else NamesNothing(new Extent(name.At.Offset, root.Length), root, candidates, new($"这里没有「{root}」。", $"There is no \"{root}\" here."));
            return FactType.NotKnown;
        }

        var items = ImmutableArray.CreateBuilder<ReadItem>();
        type = Walk(type, name.Steps.AsSpan()[1..], name.At.Offset + root.Length + 1, items, root, name);
        if (type is not FactType.Unsettled) AddRead(new Read(name.Path, ofElement, type, items.ToImmutable()));
        return type;
    }

    private FactType OfItems(Node.ItemOf item, Scope? scope)
    {
        var items = ImmutableArray.CreateBuilder<ReadItem>();
        var of = TypeOf(item.Of, scope);
        var type = Walk(of, item.Steps.AsSpan(), item.At.End - item.Path.Length, items, null, null);
        if (type is not FactType.Unsettled && items.Count > 0) AddRead(new Read($"{items[0].Register}.{item.Path}", OfElement: of is FactType.ListOf, type, items.ToImmutable()));
        return type;
    }

    private void AddRead(Read read) => _reads.TryAdd((read.Path, read.OfElement), read);

    /// <summary>Follows items from a type. Through a list of records the items of all elements are a list.</summary>
    private FactType Walk(FactType type, ReadOnlySpan<string> steps, int offset, ImmutableArray<ReadItem>.Builder items, string? so, Node.Name? whole)
    {
        foreach (var step in steps)
        {
            var register = type switch
            {
                FactType.RecordOf(var one) => one,
                FactType.ListOf(FactType.RecordOf(var many)) => many,
                _ => null,
            };
            if (type is FactType.Unsettled) return type;
            var at = new Extent(offset, step.Length);
            if (register is null)
            {
                _faults.Add(new ExpressionFault(FaultKind.NamesNothing, at, step, new("没有下级数据项", "no item"),
                    new($"{so ?? "括号里的值"}是{type.Name.Zh}，没有数据项「{step}」。", $"{so ?? "What stands in brackets"} is {type.Name.En} and has no item \"{step}\".")));
                return FactType.NotKnown;
            }

            if (_names.Item(register, step) is not { } next)
            {
                if (whole is not null && Parser.HyphenBeforeNumber(step) is var hyphen and > 0 && _names.Item(register, step[..hyphen]) is not null)
                    _faults.Add(Minus(whole, offset - whole.At.Offset + hyphen));
                else NamesNothing(at, step, _names.Items(register), new($"「{register}」没有数据项「{step}」。", $"\"{register}\" has no item \"{step}\"."));
                return FactType.NotKnown;
            }

            items.Add(new ReadItem(register, step));
            if (type is FactType.ListOf && next is FactType.ListOf)
            {
                _faults.Add(new ExpressionFault(FaultKind.TypesDoNotFit, at, step, new("每条记录一个值", "one value of each record"),
                    new($"「{step}」在每条记录里已是列表，列表的列表没有意义。", $"\"{step}\" is a list in each record already, and a list of lists means nothing here."), null,
                    new Text("请为每条记录定义一个计算得出的数据项。", "Make it a computed item of the record.")));
                return FactType.NotKnown;
            }

            type = type is FactType.ListOf && next is not FactType.Unsettled ? FactType.List(next) : next;
            so = step;
            offset += step.Length + 1;
        }

        return type;
    }

    private static ExpressionFault Minus(Node.Name name, int hyphen) =>
        Lexer.MinusBetweenSpaces(new Extent(name.At.Offset + hyphen, 1), name.Path[..hyphen], name.Path[(hyphen + 1)..]) with { Kind = FaultKind.NamesNothing };

    private void NamesNothing(Extent at, string found, IEnumerable<string> candidates, Text message)
    {
        var nearest = found switch
        {
            "true" => "yes",
            "false" => "no",
            _ => NearNames.Nearest(found, candidates.Order(StringComparer.Ordinal)),
        };
        Text? remedy = found switch
        {
            "today" or "now" => new("没有「今天」或「现在」；用 day 表示提问的那一天。", "There is no today or now; day is the day of the question."),
            "null" or "unknown" or "missing" => new("请用 known(…) 询问是否已知。", "Ask known(…) whether something is known."),
            _ => null,
        };
        _faults.Add(new ExpressionFault(FaultKind.NamesNothing, at, found, new("现有的名称", "a name that is there"), message, remedy is null ? nearest : null, remedy));
    }

    // Fitting

    private void Condition(Node node, Scope? scope) => Expect(node, TypeOf(node, scope), FactType.YesNo);

    private FactType Expect(Node node, FactType found, FactType expected)
    {
        if (found is FactType.Unsettled || expected is FactType.Unsettled || found == expected) return found;
        switch (expected)
        {
            case FactType.AnyLimit when found is FactType.Measured { IsLimit: true }:
            case FactType.ADay when found is FactType.Instant:
                return found;
            case FactType.Words when found is FactType.Code:
                return found;
            case FactType.Code(var list) when found is FactType.Words:
                AreCodes(node, list);
                return found;
            case FactType.ListOf(var of) when found is FactType.ListOf(var inner) && (of is FactType.Unsettled || inner is FactType.Unsettled):
                return found;
            case FactType.Measured(var dimension) when found is FactType.PlainNumber && node is Node.Literal:
                BareNumber(node, dimension);
                return FactType.NotKnown;
        }

        DoesNotFit(node.At, found, expected.Name);
        return FactType.NotKnown;
    }

    /// <summary>The texts that may come out of a part.</summary>
    private static IEnumerable<Node.Literal> TextsOf(Node node) => node switch
    {
        Node.Literal { Value.Kind: ValueKind.Text } literal => [literal],
        Node.Choice choice => TextsOf(choice.Then).Concat(TextsOf(choice.Otherwise)),
        _ => [],
    };

    /// <summary>Texts are compared with codes as texts; those written down must be on the list.</summary>
    private bool AreCodes(Node node, string list)
    {
        foreach (var text in TextsOf(node)) CheckCode(text, list);
        return true;
    }

    /// <summary>How the list of outcomes of a step is called, before the id of the step.</summary>
    private const string OutcomesOf = "outcomes of ";

    private void CheckCode(Node.Literal text, string list)
    {
        if (_names.Codes(list) is not { } codes || codes.Contains(text.Value.Text!, StringComparer.Ordinal)) return;
        var shown = Excerpt.Of(text.Value.Text!, 60);
        var all = string.Join(", ", codes.Order(StringComparer.Ordinal).Take(12).Select(static code => $"\"{code}\"")) + (codes.Count > 12 ? ", …" : "");
        var nearest = NearNames.Nearest(text.Value.Text!, codes.Order(StringComparer.Ordinal));
        if (list.StartsWith(OutcomesOf, StringComparison.Ordinal))
        {
            var step = list[OutcomesOf.Length..];
            var words = string.Join('、', codes.Order(StringComparer.Ordinal).Take(12).Select(static code => $"「{code}」"));
            _faults.Add(new ExpressionFault(FaultKind.NamesNothing, text.At, $"\"{shown}\"", new($"步骤「{step}」的结果：{words}", $"an outcome of the step \"{step}\": {all}"),
                new($"步骤「{step}」没有结果「{shown}」。", $"The step \"{step}\" has no outcome \"{shown}\"."), nearest, nearest is null ? new Text($"它的结果有：{words}。", $"Its outcomes are {all}.") : null));
            return;
        }

        _faults.Add(new ExpressionFault(FaultKind.NamesNothing, text.At, $"\"{shown}\"", new($"编码（{list}）：{all}", $"a code of {list}: {all}"),
            new($"「{list}」没有编码「{shown}」。", $"\"{list}\" has no code \"{shown}\"."), nearest, nearest is null ? new Text($"现有编码：{all}。", $"Its codes are {all}.") : null));
    }

    private void Compare(Node left, Node right, Scope? scope, bool ordered, Extent at)
    {
        // A code without its quotes looks like a name, so the other side is looked at first.
        if (left is Node.Name { Steps.Length: 1 } name && !IsRoot(name, scope))
        {
            var known = TypeOf(right, scope);
            FitsBeside(left, TypeOrCode(left, known, scope), right, known, ordered, at);
            return;
        }

        var leftType = TypeOf(left, scope);
        FitsBeside(left, leftType, right, TypeOrCode(right, leftType, scope), ordered, at);
    }

    /// <summary>The type of a part; a code of the other side without its quotes is called that rather than a name that nothing bears.</summary>
    private FactType TypeOrCode(Node node, FactType beside, Scope? scope)
    {
        if (node is not Node.Name { Steps.Length: 1 } name || IsRoot(name, scope) || beside is not FactType.Code(var list)
            || _names.Codes(list)?.Contains(name.Path, StringComparer.Ordinal) != true) return TypeOf(node, scope);
        _faults.Add(new ExpressionFault(FaultKind.NamesNothing, name.At, name.Path, new("引号里的编码", "a code in quotes"),
            new($"编码「{name.Path}」没有放在引号里。", $"The code \"{name.Path}\" does not stand in quotes."), null, new Text($"请写 \"{name.Path}\"。", $"Write \"{name.Path}\" with its quotes.")));
        return FactType.NotKnown;
    }

    private bool IsRoot(Node.Name name, Scope? scope)
    {
        for (; scope is not null; scope = scope.Outer)
            if (scope.Register == name.Steps[0]) return true;
        return _names.Root(name.Steps[0]) is not null;
    }

    /// <summary>Whether two parts may stand beside one sign of comparison.</summary>
    private void FitsBeside(Node left, FactType leftType, Node right, FactType rightType, bool ordered, Extent at)
    {
        if (leftType is FactType.Unsettled || rightType is FactType.Unsettled) return;
        switch (leftType, rightType)
        {
            case (FactType.PlainNumber, FactType.PlainNumber):
            case (FactType.ADay or FactType.Instant, FactType.ADay or FactType.Instant):
            case (FactType.TimeOfDay, FactType.TimeOfDay):
            case (FactType.Measured(var one), FactType.Measured(var other)) when one == other:
                return;
            case (FactType.Measured(var dimension), FactType.PlainNumber) when right is Node.Literal:
                BareNumber(right, dimension);
                return;
            case (FactType.PlainNumber, FactType.Measured(var dimension)) when left is Node.Literal:
                BareNumber(left, dimension);
                return;
            case (FactType.Measured { IsLimit: true }, FactType.Measured { IsLimit: true }):
                LimitsDiffer(at, leftType, rightType, "比较", "compare");
                return;
            case (FactType.AnyLimit, FactType.AnyLimit or FactType.Measured { IsLimit: true }) or (FactType.Measured { IsLimit: true }, FactType.AnyLimit):
                LimitsDiffer(at, leftType, rightType, "比较", "compare");
                return;
        }

        var equalOnly = (leftType, rightType) switch
        {
            (FactType.Code(var one), FactType.Code(var other)) => one == other,
            (FactType.Code(var list), FactType.Words) => AreCodes(right, list),
            (FactType.Words, FactType.Code(var list)) => AreCodes(left, list),
            (FactType.Words, FactType.Words) or (FactType.YesOrNo, FactType.YesOrNo) or (FactType.APlace, FactType.APlace) or (FactType.ADocument, FactType.ADocument) => true,
            (FactType.RecordOf(var one), FactType.RecordOf(var other)) => one == other,
            _ => false,
        };
        if (!equalOnly)
            _faults.Add(new ExpressionFault(FaultKind.TypesDoNotFit, at, rightType.Name.En, leftType.Name,
                new($"{leftType.Name.Zh}不能与{rightType.Name.Zh}比较。", $"{Capital(leftType.Name.En)} does not compare with {rightType.Name.En}."), null, WhatCameOf(left, leftType) ?? WhatCameOf(right, rightType) ?? YesOrNoIn(left, leftType, right) ?? YesOrNoIn(right, rightType, left)));
        else if (ordered)
            _faults.Add(new ExpressionFault(FaultKind.TypesDoNotFit, at, leftType.Name.En, new("= 或 !=", "= or !="),
                new($"{leftType.Name.Zh}没有大小之分。", $"{Capital(leftType.Name.En)} has no more and less."), null, new Text("请用 = 或 !=。", "Use = or !=.")));
    }

    /// <summary>A yes or no is written as a word of the language: "yes" in quotes is a text.</summary>
    private static Text? YesOrNoIn(Node asked, FactType type, Node answer)
    {
        if (type is not FactType.YesOrNo || asked is not Node.Name name || answer is not Node.Literal { Value.Text: { } written }) return null;
        var right = written is "no" or "否" or "不是" or "false" or "NO" or "No" ? "no" : "yes";
        return new Text($"请写 {name.Path} = {right}，不加引号。", $"Write {name.Path} = {right}, without quotes.");
    }

    /// <summary>A step by itself is no answer; what came of it is.</summary>
    private Text? WhatCameOf(Node part, FactType type)
    {
        if (part is not Node.Name { Steps.Length: 1 } name || type is not FactType.RecordOf(var register)) return null;
        foreach (var item in _names.Items(register))
            if (item is "outcome" or "result" && (register.StartsWith("step ", StringComparison.Ordinal) || register.StartsWith("part ", StringComparison.Ordinal))) return new Text($"要看它的结果，请写 {name.Path}.{item}。", $"What came of it is {name.Path}.{item}.");
        return null;
    }

    private void BareNumber(Node number, Dimension dimension)
    {
        var written = Printing.Text(number);
        var offered = Measures.NamesOf(dimension);
        _faults.Add(new ExpressionFault(FaultKind.TypesDoNotFit, number.At, written, Units.NameOf(dimension),
            new($"「{written}」缺少单位。", $"\"{written}\" has no unit."), null,
            new Text($"请写「{string.Join("」或「", offered.Select(unit => $"{written} {unit}"))}」。", $"Write {string.Join(" or ", offered.Select(unit => $"\"{written} {unit}\""))}.")));
    }

    private void LimitsDiffer(Extent at, FactType left, FactType right, string zh, string en) =>
        _faults.Add(new ExpressionFault(FaultKind.TypesDoNotFit, at, right.Name.En, left.Name,
            new($"{left.Name.Zh}与{right.Name.Zh}不能{zh}：各按各的办法计算。", $"{Capital(left.Name.En)} and {right.Name.En} do not {en}: each is counted in its own way."), null,
            new Text("两边请用同一种计法；经过的工作日用 working-days(从, 到)。", "Count both in the same way; working-days(from, to) counts the working days between two days.")));

    private void DoesNotFit(Extent at, FactType found, Text expected) =>
        _faults.Add(new ExpressionFault(FaultKind.TypesDoNotFit, at, found.Name.En, expected,
            new($"这里应是{expected.Zh}，却是{found.Name.Zh}。", $"Here stands {found.Name.En} where {expected.En} is expected.")));

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];

    // Arithmetic and choice

    private FactType OfArithmetic(Node.Arithmetic node, FactType left, FactType right)
    {
        if (left is FactType.Unsettled || right is FactType.Unsettled) return FactType.NotKnown;
        var adds = node.Sign is ArithmeticSign.Plus or ArithmeticSign.Minus;
        switch (node.Sign, left, right)
        {
            case (_, FactType.PlainNumber, FactType.PlainNumber):
                return FactType.Number;
            case (_, FactType.Measured(var one), FactType.Measured(var other)) when adds && one == other:
                return left;
            case (_, FactType.ADay, FactType.Measured(Dimension.Days or Dimension.Months)) when adds:
            case (_, FactType.Instant, FactType.Measured(Dimension.ClockTime)) when adds:
                return left;
            case (ArithmeticSign.Minus, FactType.Instant, FactType.Instant):
                return FactType.Of(Dimension.ClockTime);
            case (ArithmeticSign.Times, FactType.Measured, FactType.PlainNumber or FactType.Measured(Dimension.Share)):
            case (ArithmeticSign.DividedBy, FactType.Measured, FactType.PlainNumber):
                return left;
            case (ArithmeticSign.Times, FactType.PlainNumber or FactType.Measured(Dimension.Share), FactType.Measured):
                return right;
            case (ArithmeticSign.DividedBy, FactType.Measured(var one), FactType.Measured(var other)) when one == other:
                return FactType.Number;
            case (ArithmeticSign.DividedBy, FactType.Measured, FactType.Measured(Dimension.Share)):
                return left;

            case (_, FactType.Measured(var dimension), FactType.PlainNumber) when adds && node.Right is Node.Literal:
                BareNumber(node.Right, dimension);
                return left;
            case (_, FactType.PlainNumber, FactType.Measured(var dimension)) when adds && node.Left is Node.Literal:
                BareNumber(node.Left, dimension);
                return right;
            case (_, FactType.Measured { IsLimit: true }, FactType.Measured { IsLimit: true }) when adds:
                LimitsDiffer(node.At, left, right, "相加减", "add");
                return FactType.NotKnown;
        }

        Text? remedy = (node.Sign, left, right) switch
        {
            (ArithmeticSign.Minus, FactType.ADay or FactType.Instant, FactType.ADay or FactType.Instant) => new("请写 days(从, 到)。", "Write days(from, to)."),
            (_, FactType.ADay or FactType.Instant, FactType.Measured(Dimension.WorkingDays or Dimension.WorkingHours)) when adds =>
                new("请与 working-days(从, 到) 比较。", "Compare with working-days(from, to)."),
            (_, FactType.ADay, FactType.PlainNumber) when adds => new("请写明单位，如 7 days。", "Say the unit, such as 7 days."),
            (ArithmeticSign.Times, FactType.Measured, FactType.Measured(var dimension)) =>
                new($"请先除以一个单位，例如「/ 1 {Measures.Facts(Units.MeasureOf(dimension)).One}」。", $"Divide one of them by its unit first, such as \"/ 1 {Measures.Facts(Units.MeasureOf(dimension)).One}\"."),
            _ => null,
        };
        var (zh, en) = node.Sign switch
        {
            ArithmeticSign.Plus => ("相加", "do not add"),
            ArithmeticSign.Minus => ("相减", "do not subtract"),
            ArithmeticSign.Times => ("相乘", "do not multiply"),
            _ => ("相除", "do not divide"),
        };
        _faults.Add(new ExpressionFault(FaultKind.TypesDoNotFit, node.At, right.Name.En, left.Name,
            new($"{left.Name.Zh}和{right.Name.Zh}不能{zh}。", $"{Capital(left.Name.En)} and {right.Name.En} {en}."), null, remedy));
        return FactType.NotKnown;
    }

    private FactType Branches(Node.Choice choice, FactType then, FactType otherwise)
    {
        if (then == otherwise || otherwise is FactType.Unsettled) return then;
        switch (then, otherwise)
        {
            case (FactType.Unsettled, _):
                return otherwise;
            case (FactType.Measured { IsLimit: true } or FactType.AnyLimit, FactType.Measured { IsLimit: true } or FactType.AnyLimit):
                return FactType.Limit;
            case (FactType.Code(var list), FactType.Words):
                AreCodes(choice.Otherwise, list);
                return FactType.Text;
            case (FactType.Words, FactType.Code(var list)):
                AreCodes(choice.Then, list);
                return FactType.Text;
            case (FactType.Measured(var dimension), FactType.PlainNumber) when choice.Otherwise is Node.Literal:
                BareNumber(choice.Otherwise, dimension);
                return then;
            case (FactType.PlainNumber, FactType.Measured(var dimension)) when choice.Then is Node.Literal:
                BareNumber(choice.Then, dimension);
                return otherwise;
        }

        _faults.Add(new ExpressionFault(FaultKind.TypesDoNotFit, choice.Otherwise.At, otherwise.Name.En, then.Name,
            new($"then 后面是{then.Name.Zh}，else 后面却是{otherwise.Name.Zh}。", $"Behind then stands {then.Name.En}, but behind else {otherwise.Name.En}.")));
        return FactType.NotKnown;
    }

    // Lists and functions

    private FactType OfFilter(Node list, Node condition, Scope? scope)
    {
        var type = TypeOf(list, scope);
        switch (type)
        {
            case FactType.ListOf(FactType.RecordOf(var register)):
                CheckClash(list, register, type, scope);
                Condition(condition, new Scope(register, scope));
                return type;
            case FactType.Unsettled or FactType.ListOf(FactType.Unsettled):
                // Whose items the condition reads is hidden; it is checked once the list is right.
                return FactType.NotKnown;
            default:
                DoesNotFit(list.At, type, new("记录的列表", "a list of records"));
                return FactType.NotKnown;
        }
    }

    /// <summary>The element goes by the name of its register, so nothing else around may. The register itself, as the list that is gone through, is no clash.</summary>
    private void CheckClash(Node list, string register, FactType type, Scope? scope)
    {
        var inside = false;
        for (; scope is not null && !inside; scope = scope.Outer) inside = scope.Register == register;
        if (!inside && (_names.Root(register) is not { } root || root == type)) return;
        _faults.Add(new ExpressionFault(FaultKind.TypesDoNotFit, list.At, register, new("没有同名的名称", "no other thing of that name"),
            new($"「{register}」在这里指两样东西：列表中的一条记录，和外面的同名者。", $"\"{register}\" means two things here: a record of the list, and what bears that name around it."), null,
            new Text("请把里面的条件写成计算得出的数据项。", "Make the inner condition a computed item.")));
    }

    /// <summary>The type of the elements of a list.</summary>
    private FactType Elements(Node list, FactType type)
    {
        if (type is FactType.ListOf(var of)) return of;
        if (type is not FactType.Unsettled) DoesNotFit(list.At, type, new("列表", "a list"));
        return FactType.NotKnown;
    }

    private void Element(Node list, Node what, Scope? scope) => Element(list, Elements(list, TypeOf(list, scope)), what, scope);

    private void Element(Node list, FactType elements, Node what, Scope? scope)
    {
        FitsBeside(what, TypeOrCode(what, elements, scope), list, elements, ordered: false, what.At);
    }

    private FactType OfCall(Node.Call call, Scope? scope)
    {
        var (least, most) = call.Function switch
        {
            Function.Min or Function.Max => (1, int.MaxValue),
            Function.Some or Function.Every or Function.Round or Function.Age => (1, 2),
            Function.Days or Function.WorkingDays or Function.Contains => (2, 2),
            _ => (1, 1),
        };
        if (call.Given.Length < least || call.Given.Length > most)
        {
            foreach (var given in call.Given) TypeOf(given, scope);
            var shape = Shape(call.Function);
            _faults.Add(new ExpressionFault(FaultKind.TypesDoNotFit, call.At, $"{call.Given.Length}", new(shape, shape),
                new($"{Words.Of(call.Function)} 的括号里有 {call.Given.Length} 项。", $"{Words.Of(call.Function)} has {call.Given.Length} parts in its brackets."), null,
                new Text($"写法是「{shape}」。", $"It is written \"{shape}\".")));
            return FactType.NotKnown;
        }

        var first = call.Given[0];
        switch (call.Function)
        {
            case Function.Count:
                Elements(first, TypeOf(first, scope));
                return FactType.Number;
            case Function.Sum or Function.Mean:
                return Counted(call, Elements(first, TypeOf(first, scope)));
            case Function.Min or Function.Max:
                return Extreme(call, scope);
            case Function.Some or Function.Every:
                Quantify(call, scope);
                return FactType.YesNo;
            case Function.Known:
                TypeOf(first, scope);
                return FactType.YesNo;
            case Function.Round:
                return OfRound(call, TypeOf(first, scope), scope);
            case Function.Age:
                Expect(first, TypeOf(first, scope), FactType.Day);
                if (call.Given.Length == 2) Expect(call.Given[1], TypeOf(call.Given[1], scope), FactType.Day);
                else AddRead(new Read("day", OfElement: false, FactType.Day, []));
                return FactType.Of(Dimension.Months);
            case Function.Days or Function.WorkingDays:
                Expect(first, TypeOf(first, scope), FactType.Day);
                Expect(call.Given[1], TypeOf(call.Given[1], scope), FactType.Day);
                return FactType.Of(call.Function == Function.Days ? Dimension.Days : Dimension.WorkingDays);
            default:
                Contains(call, scope);
                return FactType.YesNo;
        }
    }

    private static string Shape(Function function) => Words.Of(function) + function switch
    {
        Function.Min or Function.Max => "(LIST) / (a, b)",
        Function.Some or Function.Every => "(LIST, CONDITION)",
        Function.Known => "(x)",
        Function.Round => "(x) / (x, step)",
        Function.Age => "(born)",
        Function.Days or Function.WorkingDays => "(from, to)",
        Function.Contains => "(LIST, x)",
        _ => "(LIST)",
    };

    private FactType Counted(Node.Call call, FactType of)
    {
        switch (of)
        {
            case FactType.Unsettled:
                return of;
            case FactType.PlainNumber:
                _sumsOfNothing.TryAdd(call, Value.Of(0m));
                return of;
            case FactType.Measured(var dimension):
                _sumsOfNothing.TryAdd(call, Value.Of(new Quantity(0, Units.MeasureOf(dimension))));
                return of;
            default:
                DoesNotFit(call.Given[0].At, FactType.List(of), new("数字或数量的列表", "a list of numbers or quantities"));
                return FactType.NotKnown;
        }
    }

    private FactType Extreme(Node.Call call, Scope? scope)
    {
        var of = call.Given.Length == 1 ? Elements(call.Given[0], TypeOf(call.Given[0], scope)) : TypeOf(call.Given[0], scope);
        foreach (var other in call.Given.Skip(1))
        {
            var type = TypeOf(other, scope);
            if (type is FactType.Unsettled) continue;
            // The result is one of them, so a moment and a day do not mix here.
            if (of is FactType.ADay or FactType.Instant && type is FactType.ADay or FactType.Instant && of != type) DoesNotFit(other.At, type, of.Name);
            else FitsBeside(call.Given[0], of, other, type, ordered: true, other.At);
        }

        if (of is FactType.Unsettled or FactType.PlainNumber or FactType.Measured or FactType.ADay or FactType.Instant or FactType.TimeOfDay) return of;
        if (call.Given.Length == 1) DoesNotFit(call.Given[0].At, FactType.List(of), new("有大小之分的值的列表", "a list of values with more and less"));
        else if (of is FactType.AnyLimit) DoesNotFit(call.Given[0].At, of, new("有大小之分的值", "a value with more and less"));
        return FactType.NotKnown;
    }

    private void Quantify(Node.Call call, Scope? scope)
    {
        var list = call.Given[0];
        if (call.Given.Length == 2)
        {
            OfFilter(list, call.Given[1], scope);
            return;
        }

        var of = Elements(list, TypeOf(list, scope));
        if (of is FactType.Unsettled or FactType.YesOrNo) return;
        if (of is FactType.RecordOf)
        {
            if (call.Function == Function.Some) return; // at least one is left
            _faults.Add(new ExpressionFault(FaultKind.TypesDoNotFit, list.At, FactType.List(of).Name.En, new("every(LIST, CONDITION)", "every(LIST, CONDITION)"),
                new("every 缺少条件。", "every has no condition."), null, new Text("请写「every(LIST, 条件)」。", "Write \"every(LIST, CONDITION)\".")));
            return;
        }

        DoesNotFit(list.At, FactType.List(of), new("记录或是否的列表", "a list of records or of yes-no"));
    }

    private FactType OfRound(Node.Call call, FactType type, Scope? scope)
    {
        if (call.Given.Length == 2)
        {
            var step = TypeOf(call.Given[1], scope);
            if (type is FactType.PlainNumber or FactType.Measured) FitsBeside(call.Given[0], type, call.Given[1], step, ordered: true, call.Given[1].At);
        }
        else if (type is FactType.Measured(var dimension and not Dimension.Money))
        {
            var unit = Measures.Facts(Units.MeasureOf(dimension)).One;
            _faults.Add(new ExpressionFault(FaultKind.TypesDoNotFit, call.At, type.Name.En, new("round(x, step)", "round(x, step)"),
                new($"{type.Name.Zh}要写明取整到多少。", $"{Capital(type.Name.En)} is rounded to a step."), null, new Text($"请写「round(…, 1 {unit})」。", $"Write \"round(…, 1 {unit})\".")));
            return type;
        }

        if (type is FactType.PlainNumber or FactType.Measured or FactType.Unsettled) return type;
        DoesNotFit(call.Given[0].At, type, new("数字或数量", "a number or a quantity"));
        return FactType.NotKnown;
    }

    private void Contains(Node.Call call, Scope? scope)
    {
        var (whole, part) = (call.Given[0], call.Given[1]);
        var type = TypeOf(whole, scope);
        if (type is FactType.Words) Expect(part, TypeOf(part, scope), FactType.Text);
        else if (type is FactType.ListOf or FactType.Unsettled) Element(whole, Elements(whole, type), part, scope);
        else
        {
            TypeOf(part, scope);
            DoesNotFit(whole.At, type, new("列表或文字", "a list or a text"));
        }
    }
}
