using System.Collections.Immutable;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Tests.Structure.Expressions;

/// <summary>Expressions and facts built from a tape of decisions.</summary>
internal static class RandomExpressions
{
    private const int Deepest = 7;

    /// <summary>Any parts put together in any way, most of them senseless.</summary>
    public static Node Senseless(Tape tape, int depth = 0)
    {
        Node Part() => Senseless(tape, depth + 1);
        ImmutableArray<Node> Parts(int least) => [.. Enumerable.Range(0, least + tape.Next(3)).Select(_ => Part())];
        if (depth >= Deepest) return Leaf(tape);
        return tape.Next(15) switch
        {
            0 or 1 or 2 => Leaf(tape),
            3 => new Node.Not(default, Part()),
            4 or 5 => new Node.Join(tape.Pick(JoinWord.And, JoinWord.Or), Part(), Part()),
            6 => new Node.Comparison((ComparisonSign)tape.Next(6), Part(), Part()),
            7 or 8 => new Node.Arithmetic((ArithmeticSign)tape.Next(4), Part(), Part()),
            9 => new Node.OneOf(default, Part(), Parts(1)),
            10 => new Node.Within(default, Part(), Part(), Part()),
            11 => new Node.ElementOf(Part(), Part()),
            12 => new Node.Choice(default, Part(), Part(), Part()),
            13 => tape.Next(2) == 0 ? new Node.Filter(Part(), Part()) : new Node.ItemOf(default, Part(), tape.Pick("income", "household.income")),
            _ => new Node.Call(default, (Function)tape.Next(13), Parts(0)),
        };
    }

    private static Node Leaf(Tape tape) => tape.Next(3) == 0
        ? new Node.Name(default, tape.Pick("day", "applicant", "family.members", "family.members.income", "person.born", "matter.filed", "premises.area", "no-such", "applicant.household.income", "household", "matter.tags", "yes-no", "count"))
        : new Node.Literal(default, LiteralOf(tape));

    private static Value LiteralOf(Tape tape) => tape.Next(7) switch
    {
        0 => Value.Of(tape.Next(2) == 0),
        1 => Value.Of(NumberOf(tape)),
        2 or 3 => Value.Of(new Quantity(NumberOf(tape), tape.Pick(Measures.All.ToArray()))),
        4 => Value.Of(tape.Pick("", "grant", "a \"quoted\" word", "中文", "=>", "🙂")),
        5 => Value.Of(tape.Pick(DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2024, 2, 29), new DateOnly(2026, 7, 1))),
        _ => Value.Of(tape.Pick(new TimeOnly(0, 0), new TimeOnly(23, 59), new TimeOnly(6, 30))),
    };

    private static decimal NumberOf(Tape tape) => tape.Pick(0m, 1m, 2m, -1m, 0.5m, 3m, 60m, 0.000000001m, 999_999_999_999_999m, -999_999_999_999_999.999999999m, 12m, 1.1m);

    /// <summary>Facts of any kind under any name, so that nothing holds what its type promises.</summary>
    public sealed class SenselessFacts(int seed) : IFacts
    {
        public Value Root(string name) => Any(name, 0);

        public Value Item(Entity record, string item) => Any(record.Key + "." + item, record.Key.Length);

        public int? WorkingDays(DateOnly from, DateOnly to) => (from.DayNumber + seed) % 3 == 0 ? null : int.MaxValue;

        private Value Any(string name, int depth)
        {
            var tape = Tape.Of(name.Aggregate((ulong)(uint)seed, static (hash, letter) => unchecked((hash * 31) + letter)));
            return tape.Next(9) switch
            {
                0 => Value.Missing,
                1 => Value.Of(tape.Pick(decimal.MaxValue, decimal.MinValue, 1m, 0m, Quantity.Most, 0.0000000000000000000000000001m)),
                2 => Value.Of(new Quantity(tape.Pick(Quantity.Most, -Quantity.Most, 0m, 0.0000000000000000000000000001m, 1m), tape.Pick(Measures.All.ToArray()))),
                3 => Value.Of(tape.Pick(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.FromHours(-14)), new DateTimeOffset(2026, 7, 1, 23, 59, 59, TimeSpan.FromHours(14)))),
                4 => Value.ListOf(depth > 12 ? [] : [Any(name + "0", depth + 1), Value.Of(new Entity("person", name)), Any(name + "1", depth + 1)]),
                5 => Value.ListOf(Value.Of(new Entity("person", name + "a")), Value.Of(new Entity("household", name + "b"))),
                6 => Value.Of(new Entity(tape.Pick("person", "household", "matter"), depth > 40 ? "" : name)),
                7 => tape.Pick(Value.Place("p"), Value.Document("d"), Value.Of("grant"), Value.Yes, Value.No),
                _ => LiteralOf(tape),
            };
        }
    }

    /// <summary>The text of a condition over the names of the town whose parts all fit. Measures are those in which the naive twin counts.</summary>
    public static string Condition(Tape tape, int depth = 0, bool ofPerson = false)
    {
        string Inner() => Condition(tape, depth + 1, ofPerson);
        if (depth >= 5) return tape.Pick("matter.danger", "yes", "no", ofPerson ? "person.disabled" : "premises.open");
        return tape.Next(14) switch
        {
            0 => tape.Pick("matter.danger", "premises.open", ofPerson ? "person.disabled" : "family.in-hardship", "yes", "no"),
            1 or 2 => $"({Inner()}) and ({Inner()})",
            3 or 4 => $"({Inner()}) or ({Inner()})",
            5 => $"not ({Inner()})",
            6 => $"({Money(tape, depth + 1, ofPerson)}) {tape.Pick("<", "<=", "=", "!=", ">", ">=")} ({Money(tape, depth + 1, ofPerson)})",
            7 => $"({Number(tape, depth + 1, ofPerson)}) {tape.Pick("<", "<=", "=", "!=", ">", ">=")} ({Number(tape, depth + 1, ofPerson)})",
            8 => $"({Number(tape, depth + 1, ofPerson)}) in ({Number(tape, depth + 1, ofPerson)})..({Number(tape, depth + 1, ofPerson)})",
            9 => $"award.outcome {tape.Pick("=", "!=")} {tape.Pick("\"grant\"", "\"refuse\"")}",
            10 => $"({Money(tape, depth + 1, ofPerson)}) in [{Money(tape, depth + 1, ofPerson)}, {Money(tape, depth + 1, ofPerson)}]",
            11 => ofPerson ? $"{tape.Pick("some", "every")}(family.members.disabled)" : $"{tape.Pick("some", "every")}(family.members, {Condition(tape, depth + 1, ofPerson: true)})",
            12 => $"known({Money(tape, depth + 1, ofPerson)})",
            _ => $"if {Inner()} then {Inner()} else {Inner()}",
        } is var text && text.StartsWith("if ", StringComparison.Ordinal) ? $"({text})" : text;
    }

    public static string Money(Tape tape, int depth, bool ofPerson)
    {
        string Inner() => Money(tape, depth + 1, ofPerson);
        if (depth >= 5) return tape.Pick("5 CNY", "0 CNY", ofPerson ? "person.income" : "family.income");
        return tape.Next(9) switch
        {
            0 => tape.Pick("5 CNY", "0 CNY", "780.50 CNY", "-3 CNY"),
            1 or 2 => ofPerson ? "person.income" : "family.income",
            3 => $"({Inner()}) {tape.Pick("+", "-")} ({Inner()})",
            4 => $"({Inner()}) {tape.Pick("*", "/")} ({Number(tape, depth + 1, ofPerson)})",
            5 => ofPerson || tape.Next(2) == 0 ? "sum(family.members.income)" : $"sum((family.members where {Condition(tape, depth + 2, ofPerson: true)}).income)",
            6 => $"{tape.Pick("min", "max")}({Inner()}, {Inner()})",
            7 => $"round({Inner()})",
            _ => $"(if {Condition(tape, depth + 1, ofPerson)} then {Inner()} else {Inner()})",
        };
    }

    private static string Number(Tape tape, int depth, bool ofPerson)
    {
        string Inner() => Number(tape, depth + 1, ofPerson);
        if (depth >= 5) return tape.Pick("0", "1", "family.size");
        return tape.Next(7) switch
        {
            0 => tape.Pick("0", "1", "2", "3", "-1.5", "100000000000000"),
            1 => tape.Pick("family.size", "matter.returns"),
            2 => $"({Inner()}) {tape.Pick("+", "-")} ({Inner()})",
            3 => $"({Inner()}) {tape.Pick("*", "/")} ({Inner()})",
            4 => ofPerson ? "count(family.members)" : $"count(family.members where {Condition(tape, depth + 2, ofPerson: true)})",
            5 => $"({Money(tape, depth + 1, ofPerson)}) / ({Money(tape, depth + 1, ofPerson)})",
            _ => $"round({Inner()})",
        };
    }

    /// <summary>Facts of the town, each as its type promises or not known.</summary>
    public static ATown Town(Tape tape)
    {
        var town = new ATown();
        string? Cny() => tape.Pick(null, "0 CNY", "5 CNY", "780.5 CNY", "-3 CNY", "3000 CNY", "0.01 CNY");
        bool? YesNo() => tape.Pick((bool?)null, true, false);
        decimal? Count() => tape.Pick((decimal?)null, 0, 1, 2, 3, 0.5m);
        if (Cny() is { } income) town.With("family.income", income);
        if (YesNo() is { } danger) town.With("matter.danger", Value.Of(danger));
        if (YesNo() is { } open) town.With("premises.open", Value.Of(open));
        if (YesNo() is { } hardship) town.With("family.in-hardship", Value.Of(hardship));
        if (Count() is { } size) town.With("family.size", Value.Of(size));
        if (Count() is { } returns) town.With("matter.returns", Value.Of(returns));
        if (tape.Pick(null, "grant", "refuse") is { } outcome) town.With("award.outcome", Value.Of(outcome));
        if (tape.Next(4) > 0)
        {
            var keys = Enumerable.Range(0, tape.Next(4)).Select(static number => $"m{number}").ToList();
            town.With("family.members", Value.ListOf([.. keys.Select(ATown.Person)]));
            foreach (var key in keys) town.WithPerson(key, null, Cny(), YesNo());
        }

        return town;
    }
}
