using System.Collections.Immutable;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Process.Flows;

/// <summary>One thing that is so, or is not so: an expression with its answer, or a name for what no expression says, such as that somebody is there to do a step.</summary>
public sealed record Condition
{
    private Condition(Node? node, bool holds, string key) => (Node, Holds, Key) = (node, holds, key);

    internal Node? Node { get; }

    public bool Holds { get; }

    /// <summary>Its canonical text: two conditions that differ in spacing only are one.</summary>
    public string Key { get; }

    /// <summary>What it looks at.</summary>
    public IEnumerable<string> Names => Node is null ? [] : Reading.NamesOf(Node);

    internal static Condition Of(Node node, bool holds) => new(node, holds, Printing.Text(node));

    internal static Condition Named(string name) => new(null, holds: true, name);

    public bool Equals(Condition? other) => other is not null && Holds == other.Holds && Key == other.Key;

    public override int GetHashCode() => HashCode.Combine(Holds, Key);

    public override string ToString() => Holds ? Key : $"not ({Key})";
}

/// <summary>
/// What is so together at a point of a flow: all of these hold. Never changes.
/// Whether conditions can hold at once is decided by trying every case: for each name that is compared with fixed values, a value
/// from each stretch between them; everything else is yes or no. Where there are too many cases, the answer is "perhaps".
/// </summary>
public sealed class Conditions
{
    /// <summary>Cases that are tried before giving up.</summary>
    private const int MostCases = 4096;

    private readonly ImmutableArray<Condition> _all;

    private Conditions(ImmutableArray<Condition> all) => _all = all;

    public static Conditions None { get; } = new([]);

    public IReadOnlyList<Condition> All => _all;

    public bool IsNone => _all.IsEmpty;

    /// <summary>These and one more; both sides of an `and` by themselves, and both sides of an `or` that does not hold.</summary>
    public Conditions And(Node node, bool holds)
    {
        switch (node)
        {
            case Node.Not not: return And(not.Of, !holds);
            case Node.Join { Word: JoinWord.And } join when holds: return And(join.Left, holds: true).And(join.Right, holds: true);
            case Node.Join { Word: JoinWord.Or } join when !holds: return And(join.Left, holds: false).And(join.Right, holds: false);
            default: return And(Condition.Of(node, holds));
        }
    }

    public Conditions And(Condition one) => _all.Contains(one) ? this : new(_all.Add(one));

    public Conditions And(Conditions others)
    {
        var all = this;
        foreach (var one in others._all) all = all.And(one);
        return all;
    }

    /// <summary>Those that are not among others.</summary>
    public Conditions Beyond(Conditions others) => new([.. _all.Where(one => !others._all.Contains(one))]);

    /// <summary>What is left when facts are stated anew: conditions that read them no longer stand.</summary>
    public Conditions Without(IReadOnlyCollection<string> facts) =>
        facts.Count == 0 || _all.IsEmpty ? this : new([.. _all.Where(one => one.Node is null || !Reading.NamesOf(one.Node).Any(name => facts.Any(fact => Reading.Covers(fact, name))))]);

    /// <summary>Whether all can hold at once, as far as that can be decided.</summary>
    public bool CanHold(Func<string, IReadOnlyCollection<string>?> codes) => Cases.Of(_all, codes) is not { } cases || cases.Any();

    /// <summary>Whether, in every case in which these hold, all of at least one alternative hold, as far as that can be decided.</summary>
    public bool IsCoveredBy(IReadOnlyList<Conditions> alternatives, Func<string, IReadOnlyCollection<string>?> codes) => Uncovered(alternatives, codes) is null;

    /// <summary>A case in which these hold and no alternative does, in the words of the language; null where every case is covered or that cannot be decided.</summary>
    public string? Uncovered(IReadOnlyList<Conditions> alternatives, Func<string, IReadOnlyCollection<string>?> codes)
    {
        foreach (var alternative in alternatives)
            if (alternative._all.All(_all.Contains)) return null;
        if (Cases.Of([.. _all, .. alternatives.SelectMany(static one => one._all)], codes) is not { } cases) return null;
        return cases.FirstFailing(_all, one => alternatives.Any(alternative => alternative._all.All(one.Answers)))?.ToString();
    }

    public override string ToString() => string.Join(" and ", _all);

    /// <summary>The cases that some conditions tell apart.</summary>
    private sealed class Cases
    {
        private readonly List<Variable> _variables;

        private readonly ImmutableArray<Condition> _asked;

        private Cases(List<Variable> variables, ImmutableArray<Condition> asked) => (_variables, _asked) = (variables, asked);

        private sealed record Variable(string Name, IReadOnlyList<Value> Values);

        /// <summary>Null where there are too many.</summary>
        public static Cases? Of(ImmutableArray<Condition> conditions, Func<string, IReadOnlyCollection<string>?> codes)
        {
            var compared = new SortedDictionary<string, List<Value>>(StringComparer.Ordinal);
            var open = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var condition in conditions)
            {
                if (condition.Node is null) open.Add(condition.Key);
                else Gather(condition.Node, compared, open);
            }

            var variables = new List<Variable>();
            var count = 1L;
            foreach (var (name, values) in compared)
            {
                var tried = Tried(values, codes(name));
                variables.Add(new Variable(name, tried));
                if ((count *= tried.Count) > MostCases) return null;
            }

            foreach (var key in open)
            {
                variables.Add(new Variable(key, [Value.Yes, Value.No]));
                if ((count *= 2) > MostCases) return null;
            }

            return new Cases(variables, conditions);
        }

        /// <summary>Whether some case fits all of the conditions.</summary>
        public bool Any() => FirstFailing(_asked, static _ => false) is not null;

        /// <summary>The first case in which the given ones hold and that does not pass.</summary>
        public Case? FirstFailing(ImmutableArray<Condition> given, Func<Case, bool> passes)
        {
            var at = new int[_variables.Count];
            while (true)
            {
                var one = new Case(_variables.Select((variable, index) => (variable.Name, variable.Values[at[index]])).ToDictionary(static pair => pair.Name, static pair => pair.Item2, StringComparer.Ordinal));
                if (given.All(one.Answers) && !passes(one)) return one;
                var next = 0;
                while (next < at.Length && ++at[next] == _variables[next].Values.Count) at[next++] = 0;
                if (next == at.Length) return null;
            }
        }

        private static void Gather(Node node, SortedDictionary<string, List<Value>> compared, SortedSet<string> open)
        {
            switch (node)
            {
                case Node.Not not:
                    Gather(not.Of, compared, open);
                    break;
                case Node.Join join:
                    Gather(join.Left, compared, open);
                    Gather(join.Right, compared, open);
                    break;
                case Node.Name name:
                    Add(name.Path, Value.Yes, Value.No);
                    break;
                case Node.Literal { Value: { YesNo: not null } }:
                    break;
                case Node.Comparison { Left: Node.Name name, Right: Node.Literal literal }:
                    Add(name.Path, literal.Value);
                    break;
                case Node.Comparison { Left: Node.Literal literal, Right: Node.Name name }:
                    Add(name.Path, literal.Value);
                    break;
                case Node.Within { What: Node.Name name, From: Node.Literal from, To: Node.Literal to }:
                    Add(name.Path, from.Value, to.Value);
                    break;
                case Node.OneOf { What: Node.Name name } oneOf when oneOf.Values.All(static value => value is Node.Literal):
                    foreach (var value in oneOf.Values) Add(name.Path, ((Node.Literal)value).Value);
                    break;
                default:
                    if (Reading.Constant(node) is null) open.Add(Printing.Text(node));
                    break;
            }

            void Add(string path, params ReadOnlySpan<Value> values)
            {
                if (!compared.TryGetValue(path, out var list)) compared.Add(path, list = []);
                foreach (var value in values)
                    if (!list.Contains(value)) list.Add(value);
            }
        }

        /// <summary>A value of each stretch that the compared values cut, those values among them.</summary>
        private static List<Value> Tried(List<Value> compared, IReadOnlyCollection<string>? codes)
        {
            if (compared.Exists(static value => value.Kind == ValueKind.YesNo)) return [Value.Yes, Value.No];
            if (compared.TrueForAll(static value => value.Kind == ValueKind.Text))
            {
                // Of a closed list one of its words; else a word that nobody names stands for all others.
                return codes is { Count: > 0 } ? [.. codes.Select(Value.Of)] : [.. compared, Value.Of("\0")];
            }

            var sorted = compared.Where(static value => Number(value) is not null).OrderBy(static value => Number(value)!.Value).ToList();
            if (sorted.Count == 0) return [.. compared];
            var tried = new List<Value> { Moved(sorted[0], Number(sorted[0])!.Value - 1) };
            for (var at = 0; at < sorted.Count; at++)
            {
                tried.Add(sorted[at]);
                var here = Number(sorted[at])!.Value;
                tried.Add(Moved(sorted[at], at + 1 < sorted.Count ? (here + Number(sorted[at + 1])!.Value) / 2 : here + 1));
            }

            return tried;
        }

        private static Value Moved(Value like, decimal number) => like switch
        {
            { Quantity: { } quantity } => Value.Of(new Quantity(number / Worth(quantity.Measure), quantity.Measure)),
            _ => Value.Of(number),
        };

        private static decimal Worth(Measure measure) => (decimal)Measures.Facts(measure).Numerator / Measures.Facts(measure).Denominator;

        /// <summary>A number by which values of one name are in order; days and times by themselves.</summary>
        internal static decimal? Number(Value value) => value switch
        {
            { Number: { } number } => number,
            { Quantity: { } quantity } => quantity.Value * Worth(quantity.Measure),
            { Kind: ValueKind.Day, Day: { } day } => day.DayNumber,
            { Time: { } time } => time.Ticks,
            _ => null,
        };
    }

    private sealed class Case(Dictionary<string, Value> values)
    {
        public override string ToString() => string.Join(", ", values.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => pair.Value switch
        {
            { IsYes: true } => pair.Key,
            { IsNo: true } => $"not ({pair.Key})",
            { Text: "\0" } => $"{pair.Key} = ...",
            var value => $"{pair.Key} = {Printing.Text(value)}",
        }));

        public bool Answers(Condition condition) => condition.Holds == (condition.Node is null ? values[condition.Key].IsYes : Of(condition.Node));

        private bool Of(Node node) => node switch
        {
            Node.Not not => !Of(not.Of),
            Node.Join { Word: JoinWord.And } join => Of(join.Left) && Of(join.Right),
            Node.Join join => Of(join.Left) || Of(join.Right),
            Node.Name name => values[name.Path].IsYes,
            Node.Literal { Value: { YesNo: { } yes } } => yes,
            Node.Comparison { Left: Node.Name name, Right: Node.Literal literal } comparison => Compare(values[name.Path], comparison.Sign, literal.Value),
            Node.Comparison { Left: Node.Literal literal, Right: Node.Name name } comparison => Compare(values[name.Path], Turned(comparison.Sign), literal.Value),
            Node.Within { What: Node.Name name, From: Node.Literal from, To: Node.Literal to } => Compare(values[name.Path], ComparisonSign.AtLeast, from.Value) && Compare(values[name.Path], ComparisonSign.AtMost, to.Value),
            Node.OneOf { What: Node.Name name } oneOf when oneOf.Values.All(static value => value is Node.Literal) => oneOf.Values.Any(value => Compare(values[name.Path], ComparisonSign.Equal, ((Node.Literal)value).Value)),
            _ => Reading.Constant(node) ?? values[Printing.Text(node)].IsYes,
        };

        private static ComparisonSign Turned(ComparisonSign sign) => sign switch
        {
            ComparisonSign.Less => ComparisonSign.More,
            ComparisonSign.AtMost => ComparisonSign.AtLeast,
            ComparisonSign.More => ComparisonSign.Less,
            ComparisonSign.AtLeast => ComparisonSign.AtMost,
            _ => sign,
        };

        private static bool Compare(Value one, ComparisonSign sign, Value other)
        {
            var order = Cases.Number(one) is { } left && Cases.Number(other) is { } right ? decimal.Compare(left, right) : one == other ? 0 : 1;
            return sign switch
            {
                ComparisonSign.Equal => order == 0,
                ComparisonSign.Unequal => order != 0,
                ComparisonSign.Less => order < 0,
                ComparisonSign.AtMost => order <= 0,
                ComparisonSign.More => order > 0,
                _ => order >= 0,
            };
        }
    }
}
