using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Diagnosis.Checks;

/// <summary>Conditions that compare facts with fixed values and nothing else, so that what they allow can be laid side by side.</summary>
internal static class SingleFacts
{
    /// <summary>Whether a condition only compares facts with fixed values.</summary>
    public static bool IsSimple(Condition condition) => condition.Node is { } node && IsSimple(node);

    private static bool IsSimple(Node node) => node switch
    {
        Node.Not not => IsSimple(not.Of),
        Node.Join join => IsSimple(join.Left) && IsSimple(join.Right),
        Node.Name => true,
        Node.Comparison { Left: Node.Name, Right: Node.Literal } or Node.Comparison { Left: Node.Literal, Right: Node.Name } => true,
        Node.Within { What: Node.Name, From: Node.Literal, To: Node.Literal } => true,
        Node.OneOf { What: Node.Name } oneOf => oneOf.Values.All(static value => value is Node.Literal),
        _ => false,
    };

    /// <summary>What a condition says of each fact by itself: those of its parts, joined by `and`, that compare that fact alone with fixed values.</summary>
    public static Dictionary<string, Conditions> Of(Formula? formula)
    {
        var facts = new Dictionary<string, Conditions>(StringComparer.Ordinal);
        if (formula is null || !Expression.TryParse(formula.Text, out var expression, out _)) return facts;
        foreach (var one in Conditions.None.And(expression.Root, holds: true).All)
        {
            if (!IsSimple(one) || one.Names.Distinct(StringComparer.Ordinal).ToList() is not [var fact]) continue;
            facts[fact] = facts.GetValueOrDefault(fact, Conditions.None).And(one);
        }

        return facts;
    }

    /// <summary>The values of the code list that an item takes its own from; null where it is of another type.</summary>
    public static IReadOnlyCollection<string>? CodesOf(GovernanceStructure structure, Item? item, DateOnly day) =>
        item is null || structure.Codes.On(item.Type, day) is not { } codes ? null : [.. codes.Values.Select(static code => code.Value)];
}
