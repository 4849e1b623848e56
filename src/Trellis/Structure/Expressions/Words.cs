using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Trellis.Structure.Expressions;

/// <summary>The fixed words of the language.</summary>
internal static class Words
{
    private static readonly ImmutableArray<string> FunctionWords =
        ["count", "sum", "min", "max", "mean", "some", "every", "known", "round", "age", "days", "working-days", "contains"];

    /// <summary>Words that are never a name by themselves. Behind a dot they are names like others.</summary>
    public static readonly FrozenSet<string> Reserved =
        FrozenSet.ToFrozenSet(["and", "or", "not", "in", "if", "then", "else", "where", "yes", "no"], StringComparer.Ordinal);

    public static ImmutableArray<string> Functions => FunctionWords;

    public static string Of(Function function) => FunctionWords[(int)function];

    public static Function? FunctionOf(string word) => FunctionWords.IndexOf(word) is var at and >= 0 ? (Function)at : null;

    public static string Of(JoinWord word) => word == JoinWord.And ? "and" : "or";

    public static string Of(ComparisonSign sign) => sign switch
    {
        ComparisonSign.Equal => "=",
        ComparisonSign.Unequal => "!=",
        ComparisonSign.Less => "<",
        ComparisonSign.AtMost => "<=",
        ComparisonSign.More => ">",
        _ => ">=",
    };

    public static ComparisonSign? ComparisonOf(string symbol) => symbol switch
    {
        "=" => ComparisonSign.Equal,
        "!=" => ComparisonSign.Unequal,
        "<" => ComparisonSign.Less,
        "<=" => ComparisonSign.AtMost,
        ">" => ComparisonSign.More,
        ">=" => ComparisonSign.AtLeast,
        _ => null,
    };

    public static string Of(ArithmeticSign sign) => sign switch
    {
        ArithmeticSign.Plus => "+",
        ArithmeticSign.Minus => "-",
        ArithmeticSign.Times => "*",
        _ => "/",
    };
}
