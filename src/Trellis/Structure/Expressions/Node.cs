using System.Collections.Immutable;

namespace Trellis.Structure.Expressions;

public enum JoinWord
{
    And,
    Or,
}

public enum ComparisonSign
{
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}

public enum ArithmeticSign
{
    Plus,
    Minus,
    Times,
    DividedBy,
}

public enum Function
{
    Count,
    Sum,
    Min,
    Max,
    Mean,
    Some,
    Every,
    Known,
    Round,
    Age,
    Days,
    WorkingDays,
    Contains,
}

/// <summary>
/// A part of an expression with the place where it stands. Parts never change.
/// Only <see cref="Expression.Parse"/> makes them, so that their number and depth are bounded and whoever walks them may recurse.
/// </summary>
public abstract class Node
{
    private protected Node(Extent at, int depth) => (At, Depth) = (at, depth);

    public Extent At { get; }

    /// <summary>The longest way down from here, 1 for a part without parts.</summary>
    public int Depth { get; }

    private static int Below(Node one) => one.Depth + 1;

    private static int Below(Node one, Node other) => Math.Max(one.Depth, other.Depth) + 1;

    private static int Below(Node first, ImmutableArray<Node> others)
    {
        var most = first.Depth;
        foreach (var other in others) most = Math.Max(most, other.Depth);
        return most + 1;
    }

    /// <summary>The parts directly inside it, in the order in which they are written; none for a name or a value.</summary>
    public IEnumerable<Node> Inner => this switch
    {
        ItemOf item => [item.Of],
        Not not => [not.Of],
        Join join => [join.Left, join.Right],
        Comparison comparison => [comparison.Left, comparison.Right],
        Arithmetic arithmetic => [arithmetic.Left, arithmetic.Right],
        OneOf oneOf => [oneOf.What, .. oneOf.Values],
        Within within => [within.What, within.From, within.To],
        ElementOf element => [element.What, element.List],
        Choice choice => [choice.When, choice.Then, choice.Otherwise],
        Filter filter => [filter.List, filter.Condition],
        Call call => call.Given,
        _ => [],
    };

    /// <summary>A value as it stands in the text.</summary>
    public sealed class Literal : Node
    {
        internal Literal(Extent at, Value value) : base(at, 1) => Value = value;

        public Value Value { get; }
    }

    /// <summary>A name and the items reached from it: <c>applicant.household.income</c>.</summary>
    public sealed class Name : Node
    {
        internal Name(Extent at, string path) : base(at, 1)
        {
            Path = path;
            Steps = [.. path.Split('.')];
            Missing = Value.NotKnown(ReasonKind.NotGiven, at, path);
        }

        public string Path { get; }

        /// <summary>The root, then the items.</summary>
        public ImmutableArray<string> Steps { get; }

        /// <summary>What comes back where the whole of it is not known; made once.</summary>
        internal Value Missing { get; }
    }

    /// <summary>Items reached from what stands in brackets: <c>(family.members where person.age &gt; 60 years).income</c>.</summary>
    public sealed class ItemOf : Node
    {
        internal ItemOf(Extent at, Node of, string path) : base(at, Below(of))
        {
            Of = of;
            Path = path;
            Steps = [.. path.Split('.')];
            Missing = Value.NotKnown(ReasonKind.NotGiven, at, path);
        }

        public Node Of { get; }

        public string Path { get; }

        public ImmutableArray<string> Steps { get; }

        internal Value Missing { get; }
    }

    public sealed class Not : Node
    {
        internal Not(Extent at, Node of) : base(at, Below(of)) => Of = of;

        public Node Of { get; }
    }

    public sealed class Join : Node
    {
        internal Join(JoinWord word, Node left, Node right) : base(left.At.To(right.At), Below(left, right)) => (Word, Left, Right) = (word, left, right);

        public JoinWord Word { get; }

        public Node Left { get; }

        public Node Right { get; }
    }

    public sealed class Comparison : Node
    {
        internal Comparison(ComparisonSign sign, Node left, Node right) : base(left.At.To(right.At), Below(left, right)) => (Sign, Left, Right) = (sign, left, right);

        public ComparisonSign Sign { get; }

        public Node Left { get; }

        public Node Right { get; }
    }

    public sealed class Arithmetic : Node
    {
        internal Arithmetic(ArithmeticSign sign, Node left, Node right) : base(left.At.To(right.At), Below(left, right)) => (Sign, Left, Right) = (sign, left, right);

        public ArithmeticSign Sign { get; }

        public Node Left { get; }

        public Node Right { get; }
    }

    /// <summary><c>x in [a, b, c]</c>: equal to one of them.</summary>
    public sealed class OneOf : Node
    {
        internal OneOf(Extent at, Node what, ImmutableArray<Node> values) : base(at, Below(what, values)) => (What, Values) = (what, values);

        public Node What { get; }

        public ImmutableArray<Node> Values { get; }
    }

    /// <summary><c>x in 60 m2..100 m2</c>: both ends belong to it.</summary>
    public sealed class Within : Node
    {
        internal Within(Extent at, Node what, Node from, Node to) : base(at, Below(what, [from, to])) => (What, From, To) = (what, from, to);

        public Node What { get; }

        public Node From { get; }

        public Node To { get; }
    }

    /// <summary><c>x in LIST</c>: an element of a list of the facts.</summary>
    public sealed class ElementOf : Node
    {
        internal ElementOf(Node what, Node list) : base(what.At.To(list.At), Below(what, list)) => (What, List) = (what, list);

        public Node What { get; }

        public Node List { get; }
    }

    public sealed class Choice : Node
    {
        internal Choice(Extent at, Node when, Node then, Node otherwise) : base(at, Below(when, [then, otherwise])) => (When, Then, Otherwise) = (when, then, otherwise);

        public Node When { get; }

        public Node Then { get; }

        public Node Otherwise { get; }
    }

    /// <summary><c>LIST where COND</c>: the elements for which the condition holds; inside, an element goes by the name of its register.</summary>
    public sealed class Filter : Node
    {
        internal Filter(Node list, Node condition) : base(list.At.To(condition.At), Below(list, condition)) => (List, Condition) = (list, condition);

        public Node List { get; }

        public Node Condition { get; }
    }

    public sealed class Call : Node
    {
        internal Call(Extent at, Function function, ImmutableArray<Node> given) : base(at, given.IsEmpty ? 1 : Below(given[0], given)) => (Function, Given) = (function, given);

        public Function Function { get; }

        public ImmutableArray<Node> Given { get; }
    }
}
