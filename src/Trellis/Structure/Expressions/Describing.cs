namespace Trellis.Structure.Expressions;

/// <summary>
/// Says an expression in plain words, for explanations and for people who check a rule without reading its notation.
/// The words are exact, not elegant: brackets stay where they bear meaning.
/// </summary>
internal sealed class Describing
{
    private readonly bool _zh;
    private readonly Func<string, string> _name;
    private readonly Func<string?, string, string?>? _code;

    private Describing(Language language, Func<string, string> name, Func<string?, string, string?>? code) => (_zh, _name, _code) = (language == Language.Chinese, name, code);

    public static string InWords(Node node, Language language, Func<string, string> name, Func<string?, string, string?>? code)
    {
        var sentence = new Describing(language, name, code).Whole(node);
        return language == Language.Chinese ? Prose.Chinese(sentence) : sentence;
    }

    private string Say(string zh, string en) => _zh ? zh : en;

    /// <summary>A name alone may be a condition or an amount, so it is only named.</summary>
    private string Whole(Node node) => node is Node.Name or Node.ItemOf ? Value(node) : Statement(node);

    /// <summary>What holds when the answer is yes. For what is no statement, its value.</summary>
    private string Statement(Node node, bool negated = false)
    {
        switch (node)
        {
            case Node.Name or Node.ItemOf:
                return Say($"{Value(node)}为{(negated ? "否" : "是")}", $"{Value(node)} is {(negated ? "no" : "yes")}");
            case Node.Not not:
                if (not.Of is Node.Name or Node.ItemOf or Node.Comparison or Node.OneOf or Node.Within or Node.ElementOf or Node.Not) return Statement(not.Of, !negated);
                return negated ? Statement(not.Of) : Say($"并非（{Statement(not.Of)}）", $"it is not so that ({Statement(not.Of)})");
            case Node.Comparison comparison:
                return $"{Value(comparison.Left, Beside(comparison.Right))}{Sign(negated ? Opposite(comparison.Sign) : comparison.Sign)}{Value(comparison.Right, Beside(comparison.Left))}";
            case Node.OneOf oneOf:
                var all = List(oneOf.Values, Beside(oneOf.What), "、", Say("或", "or"));
                return Say($"{Value(oneOf.What)}{(negated ? "不" : "")}是{all}{(oneOf.Values.Length > 1 ? "之一" : "")}", $"{Value(oneOf.What)} is{(negated ? " not" : "")} {all}");
            case Node.Within within:
                return Say($"{Value(within.What)}{(negated ? "不" : "")}在{Value(within.From)}至{Value(within.To)}之间（含）", $"{Value(within.What)} is{(negated ? " not" : "")} from {Value(within.From)} to {Value(within.To)}");
            case Node.ElementOf element:
                return Say($"{Value(element.What)}{(negated ? "不" : "")}在{Value(element.List)}之中", $"{Value(element.What)} is{(negated ? " not" : "")} among {Value(element.List)}");
        }

        if (negated) return Say($"并非（{Statement(node)}）", $"it is not so that ({Statement(node)})");
        return node switch
        {
            Node.Join join => $"{Side(join.Left, join.Word)}{Say(join.Word == JoinWord.And ? "，并且" : "，或者", join.Word == JoinWord.And ? " and " : " or ")}{Side(join.Right, join.Word)}",
            Node.Choice choice => Say($"如果{Statement(choice.When)}，则{Statement(choice.Then)}，否则{Statement(choice.Otherwise)}", $"if {Statement(choice.When)}, then {Statement(choice.Then)}, otherwise {Statement(choice.Otherwise)}"),
            Node.Call { Function: Function.Some or Function.Every or Function.Known or Function.Contains } call => Called(call),
            _ => Value(node),
        };
    }

    private string Side(Node node, JoinWord word) => node is Node.Choice || (node is Node.Join other && other.Word != word) ? Say($"（{Statement(node)}）", $"({Statement(node)})") : Statement(node);

    private string Value(Node node, string? beside = null)
    {
        switch (node)
        {
            case Node.Literal literal:
                return Literal(literal.Value, beside);
            case Node.Name name:
                return _name(name.Path);
            case Node.ItemOf item:
                return Say($"{Value(item.Of)}的{_name(item.Path)}", $"{_name(item.Path)} of {Value(item.Of)}");
            case Node.Arithmetic arithmetic:
                var (zh, en) = arithmetic.Sign switch
                {
                    ArithmeticSign.Plus => ("加", " plus "),
                    ArithmeticSign.Minus => ("减", " minus "),
                    ArithmeticSign.Times => ("乘以", " times "),
                    _ => ("除以", " divided by "),
                };
                return $"{Part(arithmetic.Left)}{Say(zh, en)}{Part(arithmetic.Right)}";
            case Node.Choice choice:
                return Say($"（如果{Statement(choice.When)}，则为{Value(choice.Then, beside)}，否则为{Value(choice.Otherwise, beside)}）",
                    $"({Value(choice.Then, beside)} if {Statement(choice.When)}, otherwise {Value(choice.Otherwise, beside)})");
            case Node.Filter filter:
                return Say($"{Value(filter.List)}中满足（{Statement(filter.Condition)}）的各项", $"those of {Value(filter.List)} for which {Statement(filter.Condition)}");
            case Node.Call call:
                return Called(call);
            default:
                return Say($"“{Statement(node)}”", $"({Statement(node)})");
        }
    }

    private string Part(Node node) => node is Node.Arithmetic or Node.Filter ? Say($"（{Value(node)}）", $"({Value(node)})") : Value(node);

    private string Called(Node.Call call)
    {
        string Given(int at) => at < call.Given.Length ? Value(call.Given[at]) : "";
        return (call.Function, call.Given.Length) switch
        {
            (Function.Count, _) => Say($"{Given(0)}的数量", $"the number of {Given(0)}"),
            (Function.Sum, _) => Say($"{Given(0)}的合计", $"the sum of {Given(0)}"),
            (Function.Mean, _) => Say($"{Given(0)}的平均", $"the mean of {Given(0)}"),
            (Function.Min, 1) => Say($"{Given(0)}中最小的", $"the least of {Given(0)}"),
            (Function.Max, 1) => Say($"{Given(0)}中最大的", $"the greatest of {Given(0)}"),
            (Function.Min, _) => Say($"{List(call.Given, null, "、", "和")}中最小的", $"the least of {List(call.Given, null, ", ", "and")}"),
            (Function.Max, _) => Say($"{List(call.Given, null, "、", "和")}中最大的", $"the greatest of {List(call.Given, null, ", ", "and")}"),
            (Function.Some, 2) => Say($"{Given(0)}中至少有一项满足（{Statement(call.Given[1])}）", $"for at least one of {Given(0)}, {Statement(call.Given[1])}"),
            (Function.Some, _) => Say($"{Given(0)}中至少有一项", $"there is at least one of {Given(0)}"),
            (Function.Every, 2) => Say($"{Given(0)}中每一项都满足（{Statement(call.Given[1])}）", $"for every one of {Given(0)}, {Statement(call.Given[1])}"),
            (Function.Every, _) => Say($"{Given(0)}每一项都为是", $"every one of {Given(0)} is yes"),
            (Function.Known, _) => Say($"{Given(0)}已知", $"{Given(0)} is known"),
            (Function.Round, 2) => Say($"{Given(0)}四舍五入到{Given(1)}的倍数", $"{Given(0)} rounded to a multiple of {Given(1)}"),
            (Function.Round, _) => Say($"四舍五入后的{Given(0)}", $"{Given(0)} rounded"),
            (Function.Age, 2) => Say($"{Given(1)}时按{Given(0)}计算的周岁", $"the age on {Given(1)} counted from {Given(0)}"),
            (Function.Age, _) => Say($"按{Given(0)}计算的周岁", $"the age counted from {Given(0)}"),
            (Function.Days, _) => Say($"{Given(0)}到{Given(1)}的天数", $"the days from {Given(0)} to {Given(1)}"),
            (Function.WorkingDays, _) => Say($"{Given(0)}到{Given(1)}的工作日数", $"the working days from {Given(0)} to {Given(1)}"),
            _ => Say($"{Given(0)}包含{Given(1)}", $"{Given(0)} contains {Given(1)}"),
        };
    }

    private string Literal(Value value, string? beside) => value switch
    {
        { YesNo: { } yes } => yes ? Say("是", "yes") : Say("否", "no"),
        { Quantity: { } quantity } => Units.In(quantity, _zh ? Language.Chinese : Language.English),
        { Kind: ValueKind.Day, Day: { } day } => _zh ? $"{day.Year} 年 {day.Month} 月 {day.Day} 日" : Printing.Text(value),
        { Kind: ValueKind.Text, Text: { } text } => _code?.Invoke(beside, text) ?? Say($"“{text}”", $"\"{text}\""),
        _ => Printing.Text(value),
    };

    /// <summary>The path beside which a code stands, so that its name can be found.</summary>
    private static string? Beside(Node node) => (node as Node.Name)?.Path;

    private string List(IReadOnlyList<Node> nodes, string? beside, string between, string last)
    {
        var said = nodes.Select(node => Value(node, beside)).ToList();
        if (said.Count < 2) return string.Concat(said); // none where brackets that need something are empty
        var comma = _zh ? between : ", ";
        return string.Join(comma, said.Take(said.Count - 1)) + (_zh ? last : $" {last} ") + said[^1];
    }

    private string Sign(ComparisonSign sign) => sign switch
    {
        ComparisonSign.Equal => Say("等于", " is "),
        ComparisonSign.Unequal => Say("不等于", " is not "),
        ComparisonSign.Less => Say("小于", " is less than "),
        ComparisonSign.AtMost => Say("不超过", " is at most "),
        ComparisonSign.More => Say("大于", " is more than "),
        _ => Say("不小于", " is at least "),
    };

    private static ComparisonSign Opposite(ComparisonSign sign) => sign switch
    {
        ComparisonSign.Equal => ComparisonSign.Unequal,
        ComparisonSign.Unequal => ComparisonSign.Equal,
        ComparisonSign.Less => ComparisonSign.AtLeast,
        ComparisonSign.AtMost => ComparisonSign.More,
        ComparisonSign.More => ComparisonSign.AtMost,
        _ => ComparisonSign.Less,
    };
}
