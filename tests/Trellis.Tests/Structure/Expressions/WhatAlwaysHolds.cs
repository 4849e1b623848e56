using FsCheck;
using FsCheck.Fluent;
using Trellis.Structure.Expressions;
using Xunit;

namespace Trellis.Tests.Structure.Expressions;

/// <summary>Properties of the language, tried on random expressions and facts.</summary>
public sealed class WhatAlwaysHolds
{
    [Fact]
    public void What_is_printed_parses_to_the_same_parts() => ForAll(5000, static tape =>
    {
        var node = RandomExpressions.Senseless(tape);
        var printed = Printing.Text(node);
        var read = ATown.Parsed(printed);
        return Same(node, read.Root) && read.Canonical == printed;
    });

    [Fact]
    public void Every_part_of_what_was_read_stands_in_the_text() => ForAll(2000, static tape =>
    {
        var text = Printing.Text(RandomExpressions.Senseless(tape));
        return Walk(ATown.Parsed(text).Root).All(part => part.At.Offset >= 0 && part.At.Length > 0 && part.At.End <= text.Length);
    });

    [Fact]
    public void Whatever_is_asked_of_whatever_facts_there_is_an_answer_and_no_exception() => ForAll(5000, static tape =>
    {
        var node = RandomExpressions.Senseless(tape);
        var answer = new Evaluation(new RandomExpressions.SenselessFacts(tape.Next(256)), 100_000).Answer(node);
        return answer.IsKnown || answer.Reasons.Count > 0;
    });

    [Fact]
    public void An_element_of_a_list_that_nobody_knows_is_told_by_the_name_of_the_list()
    {
        var town = new ATown().With("family.members", Value.ListOf(Value.Of(1m), Value.Missing));

        var sum = new Evaluation(town, 100).Answer(new Node.Call(default, Function.Sum, [new Node.Name(default, "family.members")]));

        Assert.Equal("family.members", Assert.Single(sum.Reasons).Name);
    }

    [Fact]
    public void Checking_and_saying_in_words_never_fail_whatever_is_put_together() => ForAll(5000, static tape =>
    {
        var expression = ATown.Parsed(Printing.Text(RandomExpressions.Senseless(tape)));
        var checking = expression.Check(new ATown());
        return (checking.Checked is null) == (checking.Faults.Length > 0)
            && checking.Faults.All(static fault => fault.Message.Zh.Length > 0 && fault.Message.En.Length > 0)
            && expression.Describe(Language.Chinese, static name => name).Length > 0 && expression.Describe(Language.English, static name => name).Length > 0;
    });

    [Fact]
    public void What_was_checked_never_meets_a_type_that_does_not_fit_and_answers_in_its_type() => ForAll(5000, static tape =>
    {
        var expression = ATown.Parsed(RandomExpressions.Condition(tape)).Check(new ATown());
        var answer = expression.Checked!.Evaluate(RandomExpressions.Town(tape));
        return answer.YesNo is not null || (!answer.IsKnown && answer.Reasons.All(static why => why.Kind != ReasonKind.DoesNotFit));
    });

    [Fact]
    public void Senseless_expressions_that_pass_the_check_keep_its_promise_too() => ForAll(20_000, static tape =>
    {
        var expression = ATown.Parsed(Printing.Text(RandomExpressions.Senseless(tape)));
        return expression.Check(new ATown()).Checked is not { } done
            || ATown.WithAFamily().With("matter.tags", Value.ListOf(Value.Of("grant"))).With("matter.filed", Value.Of(default(DateTimeOffset))).With("premises.area", "1 mu") is var town
            && done.Evaluate(town) is var answer && answer.Reasons.All(static why => why.Kind != ReasonKind.DoesNotFit);
    });

    [Fact]
    public void The_naive_twin_gives_the_same_answers() => ForAll(10_000, static tape =>
    {
        var expression = ATown.Checked(tape.Next(2) == 0 ? RandomExpressions.Condition(tape) : RandomExpressions.Money(tape, 0, ofPerson: false));
        var town = RandomExpressions.Town(tape);
        return Equals(NaiveAnswers.Answer(expression.Expression.Root, town), NaiveAnswers.Of(expression.Evaluate(town)));
    });

    [Fact]
    public void What_is_not_read_changes_no_answer() => ForAll(2000, static tape =>
    {
        var expression = ATown.Checked(RandomExpressions.Condition(tape));
        var town = RandomExpressions.Town(tape);
        var asked = new OnlyReads(town, expression);
        return expression.Evaluate(town) == expression.Evaluate(asked) && asked.Strays == 0;
    });

    [Fact]
    public void Learning_more_never_turns_a_known_answer_around() => ForAll(5000, static tape =>
    {
        // known(...) is the one question about knowledge itself, so it is left out.
        var text = RandomExpressions.Condition(tape);
        if (text.Contains("known(", StringComparison.Ordinal)) return true;
        var town = RandomExpressions.Town(tape);
        var before = ATown.Checked(text).Evaluate(town);
        var after = ATown.Checked(text).Evaluate(new Learned(town));
        return !before.IsKnown || before == after;
    });

    /// <summary>The same facts, and an answer where there was none.</summary>
    private sealed class Learned(IFacts before) : IFacts
    {
        public Value Root(string name) => before.Root(name);

        public Value Item(Entity record, string item) => before.Item(record, item) is { IsKnown: true } known ? known : item switch
        {
            "income" => ATown.Checked("5 CNY").Evaluate(before),
            "danger" or "open" or "disabled" or "in-hardship" => Value.Yes,
            "size" or "returns" => Value.Of(2m),
            "outcome" => Value.Of("grant"),
            "members" => Value.ListOf(ATown.Person("m0")),
            _ => Value.Missing,
        };

        public int? WorkingDays(DateOnly from, DateOnly to) => before.WorkingDays(from, to);
    }

    private sealed class OnlyReads(IFacts whole, CheckedExpression expression) : IFacts
    {
        private readonly HashSet<string> _roots = [.. expression.Reads.Where(static read => !read.OfElement).Select(static read => read.Path.Split('.')[0])];
        private readonly HashSet<ReadItem> _items = [.. expression.Reads.SelectMany(static read => read.Items)];

        public int Strays { get; private set; }

        public Value Root(string name) => Read(_roots.Contains(name), whole.Root(name));

        public Value Item(Entity record, string item) => Read(_items.Contains(new ReadItem(record.Register, item)), whole.Item(record, item));

        public int? WorkingDays(DateOnly from, DateOnly to) => whole.WorkingDays(from, to);

        private Value Read(bool listed, Value value)
        {
            if (!listed) Strays++;
            return listed ? value : Value.Missing;
        }
    }

    private static void ForAll(int times, Func<Tape, bool> holds) => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>().Filter(static bytes => bytes is not null), bytes => holds(new Tape(bytes))).Check(Config.QuickThrowOnFailure.WithMaxTest(times).WithEndSize(150));

    private static IEnumerable<Node> Walk(Node node) => node.Inner.SelectMany(Walk).Prepend(node);

    /// <summary>The same parts, wherever they stand.</summary>
    private static bool Same(Node one, Node other) => one.GetType() == other.GetType() && Own(one).Equals(Own(other)) && one.Inner.Count() == other.Inner.Count() && one.Inner.Zip(other.Inner).All(static pair => Same(pair.First, pair.Second));

    private static object Own(Node node) => node switch
    {
        Node.Literal literal => literal.Value,
        Node.Name name => name.Path,
        Node.ItemOf item => item.Path,
        Node.Join join => join.Word,
        Node.Comparison comparison => comparison.Sign,
        Node.Arithmetic arithmetic => arithmetic.Sign,
        Node.Call call => call.Function,
        _ => 0,
    };
}
