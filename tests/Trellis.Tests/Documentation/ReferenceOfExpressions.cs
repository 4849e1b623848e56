using Trellis.Structure.Expressions;
using Trellis.Tests.Architecture;
using Trellis.Tests.Structure.Expressions;
using Xunit;

namespace Trellis.Tests.Documentation;

/// <summary>What docs/reference/expressions.md says is so: its examples answer as written, and no word of the language is left out.</summary>
public class ReferenceOfExpressions
{
    private static readonly string Reference = Checkout.File("docs/reference/expressions.md").Text;

    [Fact]
    public void Every_example_answers_as_written()
    {
        var town = AnsweringExpressions.TheTownOfTheExamples;
        var rows = Rows("| Expression | Answer |");

        Assert.True(rows.Count > 40, "The examples were not found.");
        Assert.All(rows, row => Assert.Equal((row[0], row[1]), (row[0], town.Answer(row[0]).ToString())));
    }

    [Fact]
    public void Every_mistake_is_answered_as_written() => Assert.All(Rows("| Wrong | Answered with |"), static row =>
        Assert.Equal(row[1], (Expression.TryParse(row[0], out var expression, out var fault) ? Assert.Single(expression.Check(new ATown()).Faults) : fault).In(Language.English)));

    [Fact]
    public void The_tables_of_three_values_are_those_of_the_engine()
    {
        foreach (var row in Rows("| a | b | a and b | a or b |"))
        {
            Assert.Equal(row[2], Answer($"{Written(row[0])} and {Written(row[1])}"));
            Assert.Equal(row[3], Answer($"{Written(row[0])} or {Written(row[1])}"));
        }

        Assert.All(Rows("| a | not a |"), static row => Assert.Equal(row[1], Answer($"not {Written(row[0])}")));

        static string Written(string value) => value == "not known" ? "premises.open" : value;
        static string Answer(string text) => new ATown().Answer(text) is { IsKnown: true } known ? known.ToString() : "not known";
    }

    [Fact]
    public void Every_function_has_its_heading_and_every_word_of_the_language_is_mentioned()
    {
        var headings = Markdown.Read(Reference).Headings.Select(static heading => heading.Title).ToList();

        Assert.All(Words.Functions, function => Assert.Contains(function, headings));
        Assert.All(Words.Reserved, word => Assert.Contains(word, Reference, StringComparison.Ordinal));
        Assert.All(Trellis.Structure.Quantities.Measures.All, static measure => Assert.Contains(Trellis.Structure.Quantities.Measures.Facts(measure).Name, Reference, StringComparison.Ordinal));
    }

    [Fact]
    public void The_bounds_are_those_of_the_parser()
    {
        Assert.Contains($"{Parser.MostLetters:#,0} characters, {Parser.MostParts:#,0} parts and {Parser.MostDepth} levels", Reference, StringComparison.Ordinal);
        Assert.Equal(10_000_000, Evaluation.MostElements);
    }

    /// <summary>The cells of all tables with this head, without the marks of code.</summary>
    private static List<string[]> Rows(string head)
    {
        var rows = new List<string[]>();
        var inside = false;
        foreach (var line in Reference.Split('\n'))
        {
            if (line == head) inside = true;
            else if (line.Length == 0) inside = false;
            else if (inside && !line.StartsWith("|--", StringComparison.Ordinal)) rows.Add([.. line.Trim('|').Split(" | ").Select(static cell => cell.Trim(' ', '`'))]);
        }

        return rows;
    }
}
