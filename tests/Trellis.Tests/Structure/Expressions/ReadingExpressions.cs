using Trellis.Structure.Expressions;
using Xunit;

namespace Trellis.Tests.Structure.Expressions;

public sealed class ReadingExpressions
{
    [Theory]
    [InlineData("premises.area <= 100 m2")]
    [InlineData("todo.owner = actor.email")]
    [InlineData("notice.objections > 0")]
    [InlineData("award.outcome = \"grant\"")]
    [InlineData("if matter.danger then 2 hours else 3 working days")]
    [InlineData("unit.population * 2 CNY")]
    [InlineData("household where household.in-hardship")]
    [InlineData("matter where matter.type = \"construction-noise\"")]
    [InlineData("matter.first-answered <= matter.first-answer-due")]
    [InlineData("count(household.members)")]
    [InlineData("premises.area in 60 m2..100 m2")]
    [InlineData("premises.kind in [\"shop\", \"home\"]")]
    [InlineData("not a or b and c")]
    [InlineData("(a or b) and c")]
    [InlineData("a - (b - c) - d")]
    [InlineData("a - -5")]
    [InlineData("x in -5..5.5")]
    [InlineData("a * (b + c) / d")]
    [InlineData("(list where a).income")]
    [InlineData("some(list, person.age > 60 years)")]
    [InlineData("list where a where b")]
    [InlineData("list where (if a then b else c)")]
    [InlineData("premises.opens < 06:30 or premises.opens >= 22:00")]
    [InlineData("day >= 2026-07-01")]
    [InlineData("text = \"he said \"\"no\"\"\"")]
    [InlineData("working-days(a, b) <= 5 working days")]
    [InlineData("matter.rate >= 80 %")]
    [InlineData("count = 3")]
    public void What_stands_in_canonical_form_is_printed_as_it_stands(string text) => Assert.Equal(text, ATown.Parsed(text).Canonical);

    [Theory]
    [InlineData("premises.area   <=\n 100   m2", "premises.area <= 100 m2")]
    [InlineData("((premises.area))<=(100 m2)", "premises.area <= 100 m2")]
    [InlineData("1.50+2", "1.5 + 2")]
    [InlineData("5 day", "5 days")]
    [InlineData("1 working days", "1 working day")]
    [InlineData("a and (b and c)", "a and (b and c)")]
    [InlineData("(a and b) and c", "a and b and c")]
    [InlineData("not (a=b)", "not a = b")]
    [InlineData("x in[1,2 , 3]", "x in [1, 2, 3]")]
    [InlineData("-0", "0")]
    public void Spacing_and_needless_brackets_change_nothing(string text, string canonical) => Assert.Equal(canonical, ATown.Parsed(text).Canonical);

    [Fact]
    public void Products_bind_tighter_than_sums_sums_than_comparisons_comparisons_than_not_not_than_and_and_than_or()
    {
        var or = Assert.IsType<Node.Join>(ATown.Parsed("not a + b * c > d and e or f").Root);
        var and = Assert.IsType<Node.Join>(or.Left);
        var not = Assert.IsType<Node.Not>(and.Left);
        var comparison = Assert.IsType<Node.Comparison>(not.Of);
        var sum = Assert.IsType<Node.Arithmetic>(comparison.Left);

        Assert.Equal((JoinWord.Or, JoinWord.And, ComparisonSign.More, ArithmeticSign.Plus), (or.Word, and.Word, comparison.Sign, sum.Sign));
        Assert.Equal(ArithmeticSign.Times, Assert.IsType<Node.Arithmetic>(sum.Right).Sign);
    }

    [Fact]
    public void Every_part_knows_where_it_stands()
    {
        var comparison = Assert.IsType<Node.Comparison>(ATown.Parsed("  premises.area <= 100 m2 ").Root);

        Assert.Equal(new Extent(2, 23), comparison.At);
        Assert.Equal(new Extent(2, 13), comparison.Left.At);
        Assert.Equal(new Extent(19, 6), comparison.Right.At);
    }

    [Theory]
    [InlineData("premises.area-5 m2", 13, "Minus stands between spaces. Write \"premises.area - 5 m2\".")]
    [InlineData("premises.area-5 working days", 13, "Minus stands between spaces. Write \"premises.area - 5 working days\".")]
    [InlineData("premises.area -5 m2", 14, "Minus stands between spaces. Write \"premises.area - 5\".")]
    [InlineData("premises.area- 5 m2", 13, "Minus stands between spaces. A hyphen belongs to the name.")]
    [InlineData("10-5", 2, "Minus stands between spaces. Write \"10 - 5\".")]
    [InlineData("60 m2-5 m2", 5, "Minus stands between spaces. Write \"60 m2 - 5\".")]
    [InlineData("- premises.area", 0, "A sign stands only directly before a number. Write \"0 - x\".")]
    [InlineData("", 0, "The expression is not complete: a name, a value or a function is missing here.")]
    [InlineData("premises.area <=", 16, "The expression is not complete: a name, a value or a function is missing here.")]
    [InlineData("premises.area <= 100m2", 17, "A space stands between a number and its unit. Write \"100 m2\".")]
    [InlineData("matter.rate > 80%", 14, "A space stands between a number and its unit. Write \"80 %\".")]
    [InlineData("premises.area == 5 m2", 14, "\"==\" is not how it is written here. Write \"=\" for equal.")]
    [InlineData("a && b", 2, "\"&&\" is not how it is written here. Write \"and\" for and.")]
    [InlineData("a ≤ 5", 2, "\"≤\" is not how it is written here. Write \"<=\" for at most.")]
    [InlineData("a = “grant”", 4, "\"“\" is a Chinese quote; here it must be a straight one (\"). Switch the keyboard to English and type it again.")]
    [InlineData("（a or b）", 0, "\"（\" is a Chinese opening bracket; here it must be \"(\". Switch the keyboard to English and type it again.")]
    [InlineData("a is b", 2, "\"is\" is not how it is written here. Did you mean \"=\"?")]
    [InlineData("a AND b", 2, "\"AND\" is not how it is written here. Did you mean \"and\"?")]
    [InlineData("a adn b", 2, "An operator or the end is expected here, not \"adn\". Did you mean \"and\"?")]
    [InlineData("a not in [1]", 2, "\"not in\" is not how it is written here. Write \"not x in …\".")]
    [InlineData("1 < a < 5", 6, "Comparisons do not chain. Join them with and, such as \"a < b and b < c\", or write \"x in a..b\".")]
    [InlineData("cuont(family.members)", 0, "There is no function \"cuont\". Did you mean \"count\"?")]
    [InlineData("a > 5 m3", 6, "\"m3\" is no unit of measure. Did you mean \"m2\"?")]
    [InlineData("a > 5 RMB", 6, "\"RMB\" is no unit of measure. Did you mean \"CNY\"?")]
    [InlineData("a = 0012", 4, "The number \"0012\" begins with zero. A code stands in quotes, such as \"0012\"; a day is written 2026-07-01.")]
    [InlineData("day > 2026-02-30", 6, "\"2026-02-30\" is no day. A day is written 2026-07-01; a minus stands between spaces.")]
    [InlineData("day > 2026-7-1", 6, "\"2026-7-1\" is no day. A day is written 2026-07-01; a minus stands between spaces.")]
    [InlineData("a > 24:00", 4, "\"24:00\" is no time of day. A time of day is written 06:30 or 22:00.")]
    [InlineData("a = \"grant", 4, "The text has no closing quote. Put \" behind the text.")]
    [InlineData("a in [1..5]", 5, "A range stands without brackets. Write \"in 1..5\".")]
    [InlineData("[1, 2]", 0, "A list in brackets stands only behind in. Write \"x in [a, b]\".")]
    [InlineData("if a then b", 11, "The expression is not complete: \"else\" is missing. It is written \"if … then … else …\".")]
    [InlineData("(a or b", 7, "The expression is not complete: \")\" is missing. It is written \"( … )\".")]
    [InlineData("a or b)", 6, "An operator or the end is expected here, not \")\". This bracket was never opened.")]
    [InlineData("premises.Area > 5", 0, "The name \"premises.Area\" has a capital letter or an underscore. Did you mean \"premises.area\"? Names have small letters and hyphens; units stand behind a number; texts stand in quotes.")]
    [InlineData("面积 > 5", 0, "\"面积\" does not belong in an expression. Names are ids of small Latin letters, digits and hyphens; texts stand in plain quotes.")]
    [InlineData("a > 1234567890123456", 4, "The number has too many digits: at most 15 stand before the point and 9 behind it.")]
    [InlineData("a > 1e5", 4, "A space stands between a number and its unit. Write \"1 e5\".")]
    [InlineData("a\tor b", 1, "\"\\u0009\" is not how it is written here. Write \" \" for a space.")]
    public void What_does_not_parse_is_answered_with_the_place_and_the_remedy(string text, int offset, string sentence)
    {
        Assert.False(Expression.TryParse(text, out _, out var fault));
        Assert.Equal((FaultKind.DoesNotParse, offset, sentence), (fault.Kind, fault.At.Offset, Begin(fault.In(Language.English), sentence)));
        Assert.InRange(fault.At.End, 0, text.Length);
        Assert.NotEmpty(fault.In(Language.Chinese));
    }

    /// <summary>The list of all units closes the sentence about a unit, and is not repeated in each row.</summary>
    private static string Begin(string found, string expected) => found.StartsWith(expected + " The units are:", StringComparison.Ordinal) ? expected : found;

    [Fact]
    public void Depth_and_size_have_bounds_and_the_fault_says_so()
    {
        string[] bombs =
        [
            new string('(', 100_000),
            string.Concat(Enumerable.Repeat("not ", 1500)) + "a",
            string.Concat(Enumerable.Repeat("if a then ", 700)) + "b",
            string.Concat(Enumerable.Repeat("count(", 1000)),
            string.Join(" or ", Enumerable.Repeat("a", 200)),
            string.Join(" - ", Enumerable.Repeat("a", 1900)),
            "a in [" + string.Join(", ", Enumerable.Repeat("1", 2000)) + "]",
            "\"" + new string('x', 9000) + "\"",
        ];
        foreach (var bomb in bombs)
        {
            Assert.False(Expression.TryParse(bomb, out _, out var fault));
            Assert.StartsWith("The expression is too large", fault.Message.En);
        }

        Assert.True(Expression.TryParse(new string('(', 90) + "a" + new string(')', 90), out _, out _));
        Assert.True(Expression.TryParse("a in [" + string.Join(", ", Enumerable.Repeat("1", 900)) + "]", out _, out _));
    }

    [Fact]
    public void A_hundred_thousand_random_texts_are_read_or_refused_without_an_exception()
    {
        string[] pieces =
        [
            "and", "or", "not", "in", "if", "then", "else", "where", "yes", "no", "a", "b.c", "family.members", "person", "m2", "CNY", "working", "days", "count(", "some(", "known(",
            "(", ")", "[", "]", ",", "..", ".", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "1", "2.5", "-3", "00", "2026-07-01", "2026-13-01", "22:00", "25:99",
            "\"x\"", "\"", "“", "（", "面积", "\uD800", "\0", "\t", "\n", "🙂", "a-", "-5", "A", "_", "&&", "==", "e5", ":", ";", "'", "999999999999999", "0.123456789", "1.",
        ];
        for (ulong seed = 1; seed <= 100_000; seed++)
        {
            var tape = Tape.Of(seed);
            var text = string.Concat(Enumerable.Range(0, tape.Next(24)).Select(_ => pieces[tape.Next(pieces.Length)] + (tape.Next(3) == 0 ? "" : " ")));
            if (Expression.TryParse(text, out var expression, out var fault))
            {
                Assert.Equal(expression.Canonical, ATown.Parsed(expression.Canonical).Canonical);
                var checking = expression.Check(new ATown());
                Assert.All(checking.Faults, one => Assert.InRange(one.At.End, one.At.Offset, text.Length));
                checking.Checked?.Evaluate(new ATown());
                Assert.NotEmpty(expression.Describe(Language.Chinese, static name => name));
            }
            else
            {
                Assert.InRange(fault.At.Offset, 0, text.Length);
                Assert.InRange(fault.At.End, fault.At.Offset, text.Length);
                Assert.NotEmpty(fault.In(Language.English));
                Assert.NotEmpty(fault.In(Language.Chinese));
            }
        }
    }
}
