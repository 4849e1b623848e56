using System.Globalization;
using System.Text;
using Trellis.Structure.Quantities;

namespace Trellis.Structure.Expressions;

/// <summary>
/// Prints an expression in the one canonical way: single spaces, no brackets that say nothing, numbers without closing zeros.
/// Two texts that differ in nothing else print alike, so prints may be hashed and compared. What is printed parses to the same parts.
/// </summary>
internal static class Printing
{
    // How tightly a part holds together; a part inside a tighter place stands in brackets.
    private const int Whole = 0;
    private const int Alternatives = 1;
    private const int Joined = 2;
    private const int Negation = 3;
    private const int Compared = 4;
    private const int Sum = 5;
    private const int Product = 6;
    private const int Operand = 7;

    public static string Text(Node node)
    {
        var text = new StringBuilder();
        Print(node, Whole, text);
        return text.ToString();
    }

    /// <summary>A value that can stand in the text of an expression.</summary>
    public static string Text(Value value) => value switch
    {
        { YesNo: { } yes } => yes ? "yes" : "no",
        { Number: { } number } => AmountText.Format(number),
        { Quantity: { } quantity } => quantity.ToString(),
        { Kind: ValueKind.Day, Day: { } day } => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        { Time: { } time } => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        _ => $"\"{value.Text?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
    };

    private static int Tightness(Node node) => node switch
    {
        Node.Choice or Node.Filter => Whole,
        Node.Join { Word: JoinWord.Or } => Alternatives,
        Node.Join => Joined,
        Node.Not => Negation,
        Node.Comparison or Node.OneOf or Node.Within or Node.ElementOf => Compared,
        Node.Arithmetic { Sign: ArithmeticSign.Plus or ArithmeticSign.Minus } => Sum,
        Node.Arithmetic => Product,
        _ => Operand,
    };

    private static void Print(Node node, int place, StringBuilder text)
    {
        var brackets = Tightness(node) < place;
        if (brackets) text.Append('(');
        switch (node)
        {
            case Node.Literal literal:
                text.Append(Text(literal.Value));
                break;
            case Node.Name name:
                text.Append(name.Path);
                break;
            case Node.ItemOf item:
                text.Append('(');
                Print(item.Of, Whole, text);
                text.Append(").").Append(item.Path);
                break;
            case Node.Not not:
                text.Append("not ");
                Print(not.Of, Negation, text);
                break;
            case Node.Join join:
                var tightness = Tightness(join);
                Print(join.Left, tightness, text);
                text.Append(' ').Append(Words.Of(join.Word)).Append(' ');
                Print(join.Right, tightness + 1, text);
                break;
            case Node.Comparison comparison:
                Print(comparison.Left, Sum, text);
                text.Append(' ').Append(Words.Of(comparison.Sign)).Append(' ');
                Print(comparison.Right, Sum, text);
                break;
            case Node.Arithmetic arithmetic:
                var level = Tightness(arithmetic);
                Print(arithmetic.Left, level, text);
                text.Append(' ').Append(Words.Of(arithmetic.Sign)).Append(' ');
                Print(arithmetic.Right, level + 1, text);
                break;
            case Node.OneOf oneOf:
                Print(oneOf.What, Sum, text);
                text.Append(" in [");
                PrintAll(oneOf.Values, Sum, text);
                text.Append(']');
                break;
            case Node.Within within:
                Print(within.What, Sum, text);
                text.Append(" in ");
                Print(within.From, Sum, text);
                text.Append("..");
                Print(within.To, Sum, text);
                break;
            case Node.ElementOf element:
                Print(element.What, Sum, text);
                text.Append(" in ");
                Print(element.List, Sum, text);
                break;
            case Node.Choice choice:
                text.Append("if ");
                Print(choice.When, Whole, text);
                text.Append(" then ");
                Print(choice.Then, Whole, text);
                text.Append(" else ");
                Print(choice.Otherwise, Whole, text);
                break;
            case Node.Filter filter:
                // A list that is a choice, and a condition that is one, would take what follows into their last branch.
                Print(filter.List, filter.List is Node.Filter ? Whole : Alternatives, text);
                text.Append(" where ");
                Print(filter.Condition, Alternatives, text);
                break;
            case Node.Call call:
                text.Append(Words.Of(call.Function)).Append('(');
                PrintAll(call.Given, Whole, text);
                text.Append(')');
                break;
        }

        if (brackets) text.Append(')');
    }

    private static void PrintAll(IReadOnlyList<Node> nodes, int place, StringBuilder text)
    {
        for (var at = 0; at < nodes.Count; at++)
        {
            if (at > 0) text.Append(", ");
            Print(nodes[at], place, text);
        }
    }
}
