using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Process.Flows;

/// <summary>One name that an expression reads, and what must hold for its value to matter.</summary>
internal readonly record struct ConditionalRead(string Path, Conditions Under);

/// <summary>What expressions of flows read.</summary>
internal static class Reading
{
    /// <summary>The parts of an expression as written; null where it does not parse, which is told elsewhere.</summary>
    public static Node? Parse(Formula? formula) => formula is not null && Expression.TryParse(formula.Text, out var expression, out _) ? expression.Root : null;

    /// <summary>Whether a fact that is known or stated answers a name: itself, or anything reached from it.</summary>
    public static bool Covers(string fact, string name) => name.StartsWith(fact, StringComparison.Ordinal) && (name.Length == fact.Length || name[fact.Length] == '.');

    /// <summary>All names in an expression, elements of lists among them.</summary>
    public static IEnumerable<string> NamesOf(Node node)
    {
        if (node is Node.Name name) yield return name.Path;
        foreach (var inner in node.Inner)
            foreach (var one in NamesOf(inner)) yield return one;
    }

    /// <summary>
    /// What must be known so that the expression gives an answer. One side of an `and` that says no settles it, so the other side only counts
    /// where that one holds; likewise `or`, and the branches of `if`. What is only asked for by `known` need not be known.
    /// Inside a condition on a list an element goes by the name of its register, which is no name of the flow, and nobody looks it up there.
    /// </summary>
    public static List<ConditionalRead> ReadsOf(Node node)
    {
        var reads = new List<ConditionalRead>();
        Gather(node, Conditions.None, reads);
        return reads;
    }

    private static void Gather(Node node, Conditions under, List<ConditionalRead> reads)
    {
        switch (node)
        {
            case Node.Name name:
                reads.Add(new ConditionalRead(name.Path, under));
                break;
            case Node.Join join:
                Gather(join.Left, under.And(join.Right, join.Word == JoinWord.And), reads);
                Gather(join.Right, under.And(join.Left, join.Word == JoinWord.And), reads);
                break;
            case Node.Choice choice:
                Gather(choice.When, under, reads);
                Gather(choice.Then, under.And(choice.When, holds: true), reads);
                Gather(choice.Otherwise, under.And(choice.When, holds: false), reads);
                break;
            case Node.Call { Function: Function.Known }:
                break;
            default:
                foreach (var inner in node.Inner) Gather(inner, under, reads);
                break;
        }
    }

    /// <summary>The answer of a condition that reads nothing; null where it reads something or gives no yes or no.</summary>
    public static bool? Constant(Node node) =>
        NamesOf(node).Any() || !Expression.TryParse(Printing.Text(node), out var expression, out _) ? null
        : expression.Check(Nothing.Instance).Checked?.Evaluate(Nothing.Instance).YesNo;

    private sealed class Nothing : INames, IFacts
    {
        public static readonly Nothing Instance = new();

        public IEnumerable<string> Roots => [];

        FactType? INames.Root(string name) => null;

        FactType? INames.Item(string register, string item) => null;

        public IReadOnlyCollection<string>? Codes(string list) => null;

        public IEnumerable<string> Items(string register) => [];

        Value IFacts.Root(string name) => Value.Missing;

        Value IFacts.Item(Entity record, string item) => Value.Missing;

        public int? WorkingDays(DateOnly from, DateOnly to) => null;
    }
}
