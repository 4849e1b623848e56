using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Trellis.Structure.Expressions;

/// <summary>What came of checking an expression: all its faults by their place, or the checked expression.</summary>
/// <param name="Type">What it holds; <see cref="FactType.NotKnown"/> where a fault hides it.</param>
/// <param name="Checked">Null when there is a fault.</param>
public sealed record Checking(FactType Type, ImmutableArray<ExpressionFault> Faults, CheckedExpression? Checked);

/// <summary>One name that an expression reads.</summary>
/// <param name="Path">As written; for an item of an element of a list, from the register's name: <c>person.income</c>.</param>
/// <param name="OfElement">Whether it is read of the elements of a list inside <c>where</c>, <c>some</c> or <c>every</c>.</param>
/// <param name="Items">The items on the way, each with its register: those that must have been asked or given before.</param>
public sealed record Read(string Path, bool OfElement, FactType Type, ImmutableArray<ReadItem> Items);

public readonly record struct ReadItem(string Register, string Item);

/// <summary>An expression whose parts fit together, ready to be asked.</summary>
public sealed class CheckedExpression
{
    private readonly FrozenDictionary<Node, Value> _sumsOfNothing;

    internal CheckedExpression(Expression expression, FactType type, ImmutableArray<Read> reads, FrozenDictionary<Node, Value> sumsOfNothing) =>
        (Expression, Type, Reads, _sumsOfNothing) = (expression, type, reads, sumsOfNothing);

    public Expression Expression { get; }

    public FactType Type { get; }

    /// <summary>All names that it reads, each once, in ordinal order; <c>day</c> among them where an age is taken on the day of the question.</summary>
    public ImmutableArray<Read> Reads { get; }

    /// <summary>The answer on these facts. Never throws while the facts do not.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="mostElements">Elements of lists that are looked at before the answer is "too much work".</param>
    public Value Evaluate(IFacts facts, long mostElements = Evaluation.MostElements) => new Evaluation(facts, mostElements, _sumsOfNothing).Answer(Expression.Root);

    /// <summary>The answer of one of its parts.</summary>
    internal Value Evaluate(Node part, IFacts facts) => new Evaluation(facts, Evaluation.MostElements, _sumsOfNothing).Answer(part);
}
