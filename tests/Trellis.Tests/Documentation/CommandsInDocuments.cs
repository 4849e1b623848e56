using System.CommandLine;
using System.Text;
using Trellis.Cli;
using Trellis.Diagnosis.EventLogs;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Documentation;

/// <summary>What the documents tell people to type is understood by the real command line, and every option is explained.</summary>
public class CommandsInDocuments
{
    private static readonly Terminal Nowhere = new() { Input = Stream.Null, Output = Stream.Null, Words = TextWriter.Null, Errors = TextWriter.Null };

    private static CheckedFile Reference => Checkout.File("docs/reference/diagnose.md");

    private static Command CommandOf(string name) => name.Split(' ').Aggregate(TrellisCommand.Make(Nowhere), static (command, part) => command.Subcommands.Single(sub => sub.Name == part));

    [Fact]
    public void Every_command_in_the_documents_is_understood() => Assert.Empty(NotUnderstood(Checkout.Files(".md")));

    [Fact]
    public void The_first_commands_of_the_readme_are_there()
    {
        var lines = Markdown.Read(Checkout.File("README.md").Text).Blocks[0].Text;

        Assert.Equal("./trellis demo\n./test.sh\n", lines);
        Assert.True(File.Exists(Path.Combine(Checkout.Root, "structures", "cuiwei", "structure.yaml")));
        Assert.True(File.Exists(Path.Combine(Checkout.Root, "docs", "tutorial", "hotline.csv")));
    }

    [Fact]
    public void A_command_that_is_not_understood_is_found()
    {
        var document = new CheckedFile("a.md", """
            # A
            ```sh
            ./trellis diagnose a.csv --json b.json
            ./trellis diagnose a.csv --jsn b.json
            ./trellis diagnose --nmes
            ./trellis diagnose a.csv --map "case=A B,time=C" # with blanks
            ./trellis check a b
            ./trellis govern
            ./trellis diagnose a.csv --threads
            ./trellis diagnose a.csv --json - | head
            ```
            Type `./trellis verify --nothing` or `./trellis`.
            ```text
            ./trellis WORD [options]
            ```
            """);

        Assert.Equal([4, 5, 7, 8, 9, 12], NotUnderstood([document]).ConvertAll(static fault => int.Parse(fault.Split(["line ", ":"], StringSplitOptions.None)[1])));
    }

    /// <summary>Commands with a page of reference; the options of "schema" are those that all have.</summary>
    [Theory]
    [InlineData("diagnose")]
    [InlineData("check")]
    [InlineData("simulate")]
    [InlineData("verify")]
    [InlineData("export ledger")]
    public void Every_option_has_its_entry_with_an_example(string command) =>
        Assert.Empty(NotExplained(CommandOf(command).Options.Where(static option => option is not System.CommandLine.Help.HelpOption).Select(static option => option.Name), Checkout.File($"docs/reference/{command.Split(' ')[0]}.md").Text));

    [Theory]
    [InlineData("diagnose")]
    [InlineData("check")]
    [InlineData("simulate")]
    [InlineData("verify")]
    [InlineData("export ledger")]
    public void Every_entry_of_the_reference_is_an_option(string command)
    {
        var options = CommandOf(command).Options.Select(static option => option.Name).ToHashSet(StringComparer.Ordinal);

        foreach (var heading in Markdown.Read(Checkout.File($"docs/reference/{command.Split(' ')[0]}.md").Text).Headings)
            if (heading.Title.StartsWith("--", StringComparison.Ordinal) && heading.Title != "--help and --version") Assert.Contains(heading.Title, options);
    }

    [Fact]
    public void An_option_without_an_entry_or_an_example_is_found() =>
        Assert.Equal(
            ["--b has no example", "--c has no heading"],
            NotExplained(["--a", "--b", "--c"], "## Options\n### --a\n```sh\n./trellis diagnose x --a 1\n```\n### --b\nWords.\n### --d\n```sh\n./trellis --b --c\n```\n"));

    [Fact]
    public void Every_column_name_that_is_recognised_stands_in_the_table_of_its_role()
    {
        var rows = Reference.Text.Split('\n');

        foreach (var role in LogColumns.Roles)
        {
            var row = rows.FirstOrDefault(row => row.StartsWith($"| `{LogColumns.Word(role)}` |", StringComparison.Ordinal) && row.Contains($"`{LogColumns.NamesOf(role)[0]}`", StringComparison.Ordinal));
            Assert.True(row is not null, $"There is no row for {LogColumns.Word(role)}.");
            Assert.EndsWith(string.Join(' ', LogColumns.NamesOf(role).Select(static name => $"`{name}`")) + " |", row, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_value_that_means_missing_stands_in_the_reference() =>
        Assert.Contains(string.Join(", ", LogReading.UsualMissingValues.Select(static value => $"`{value}`")), Reference.Text, StringComparison.Ordinal);

    /// <summary>The lines that begin with ./trellis, in fenced blocks that are no plain text, and in code inside sentences.</summary>
    private static List<string> NotUnderstood(IEnumerable<CheckedFile> documents)
    {
        var faults = new List<string>();
        foreach (var document in documents)
        {
            var text = Markdown.Read(document.Text);
            var commands = new List<(string Command, int Line)>(text.Spans);
            foreach (var block in text.Blocks)
            {
                if (block.Language == "text") continue;
                var lines = block.Text.Split('\n');
                for (var line = 0; line < lines.Length; line++) commands.Add((lines[line], block.Line + line));
            }

            foreach (var (command, line) in commands.OrderBy(static one => one.Line))
                if (command.StartsWith("./trellis ", StringComparison.Ordinal) && Fault(Words(command)[1..]) is { } fault) faults.Add($"{document.Path}, line {line}: {command}: {fault}");
        }

        return faults;
    }

    private static string? Fault(string[] words)
    {
        var root = TrellisCommand.Make(Nowhere);
        var parsed = root.Parse(words);
        if (parsed.Errors.Count > 0) return parsed.Errors[0].Message;
        var command = parsed.CommandResult.Command;
        if (command == root && !words.All(static word => word is "--help" or "--version")) return "no command";
        foreach (var word in words)
        {
            // A misspelt option may be taken for a file.
            var name = word.Split('=')[0];
            if (name.StartsWith("--", StringComparison.Ordinal) && !command.Options.Concat(root.Options).Any(option => option.Name == name)) return $"no option {name}";
        }

        return null;
    }

    /// <summary>As a shell splits them: quotes hold together, and a comment, a pipe or a redirection ends the command.</summary>
    private static string[] Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var begun = false;
        var quote = '\0';
        foreach (var letter in line)
        {
            if (quote != '\0')
            {
                if (letter == quote) quote = '\0';
                else word.Append(letter);
            }
            else if (letter is '"' or '\'') (quote, begun) = (letter, true);
            else if (letter is ' ') End();
            else if (!begun && letter is '#' or '|' or '>' or '&') break;
            else
            {
                word.Append(letter);
                begun = true;
            }
        }

        End();
        return [.. words];

        void End()
        {
            if (begun) words.Add(word.ToString());
            word.Clear();
            begun = false;
        }
    }

    private static List<string> NotExplained(IEnumerable<string> options, string reference)
    {
        var text = Markdown.Read(reference);
        var faults = new List<string>();
        foreach (var option in options)
        {
            if (text.Headings.Find(heading => heading.Title == option) is not { } heading)
            {
                faults.Add($"{option} has no heading");
                continue;
            }

            var (from, to) = text.Section(heading);
            if (!text.Blocks.Any(block => block.Line > from && block.Line <= to && Words(block.Text.Replace('\n', ' ')).Contains(option, StringComparer.Ordinal)))
                faults.Add($"{option} has no example");
        }

        return faults;
    }
}
