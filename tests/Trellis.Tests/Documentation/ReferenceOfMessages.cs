using System.Text.RegularExpressions;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Documentation;

/// <summary>Whoever reads a message finds its words in the reference of a command, under "Messages", with what to do.</summary>
public partial class ReferenceOfMessages
{
    [Fact]
    public void Every_message_of_the_program_stands_in_the_reference()
    {
        var sources = Checkout.Files(".cs").Where(static file => file.Path.StartsWith("src/", StringComparison.Ordinal)).ToList();

        Assert.True(sources.Sum(static file => Message().Count(file.Text)) > 50, "The messages were not found in the sources.");
        var missing = NotListed(sources, Checkout.Files(".md").Where(static file => file.Folder == "docs/reference").Select(static file => file.Text));
        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public void A_message_that_is_not_listed_is_found()
    {
        CheckedFile[] files =
        [
            new("src/A.cs", """
                throw new UnusableInput("The file is empty.", "Export it again.");
                throw new MachineFault($"{path} cannot be opened: {fault.Message}", "Check the disk.");
                return new UnusableInput(
                    $"There is no cat \"{name}\".", "Buy one.");
                static UnusableInput NoDog(string name) => new(
                    $"There is no dog \"{name}\".", "Buy one.");
                throw new UnusableInput(new Text($"没有 {name} 这只鸟。", $"There is no bird {name} here."), new Text("买一只。", "Buy one."));
                throw new UnusableInput(LedgerFaults.Of(fault), new Text("买一只。", "Buy one of them."));
                """),
        ];

        Assert.Equal(
            ["src/A.cs, line 3: There is no cat", "src/A.cs, line 5: There is no dog", "src/A.cs, line 7: There is no bird"],
            NotListed(files, ["## Messages\n| The file is empty. | x |\n## End\nThere is no cat.\n", "## Messages\n| X cannot be opened. | y |\n", "There is no dog.\n"]));
    }

    /// <summary>Of each message the first piece of some length that the program does not fill in.</summary>
    private static List<string> NotListed(IEnumerable<CheckedFile> files, IEnumerable<string> references)
    {
        var section = string.Concat(references.Select(Messages));
        var missing = new List<string>();
        foreach (var file in files)
        {
            foreach (Match message in Message().Matches(file.Text))
            {
                var pieces = Break().Split(message.Groups["words"].Value.Replace("\\\"", "\"", StringComparison.Ordinal)).Select(static piece => piece.Trim(' ', '"', '.', '<')).ToList();
                var words = pieces.Find(static piece => piece.Length >= 12) ?? pieces.MaxBy(static piece => piece.Length)!;
                if (!section.Contains(words, StringComparison.OrdinalIgnoreCase)) missing.Add($"{file.Path}, line {SourceCode.LineOf(file.Text, message.Index)}: {words}");
            }
        }

        return missing;
    }

    private static string Messages(string reference)
    {
        var text = Markdown.Read(reference);
        if (text.Headings.Find(static heading => heading.Title == "Messages") is not { } heading) return "";
        var lines = reference.Split('\n');
        var (from, to) = text.Section(heading);
        return string.Join('\n', lines[(from - 1)..Math.Min(to, lines.Length)]).Replace("`", "", StringComparison.Ordinal) + "\n";
    }

    /// <summary>The English of a message, which stands by itself or behind its Chinese.</summary>
    [GeneratedRegex("""\b(UnusableInput|MachineFault)\b((?!\bText\()[^;{}"])*\(\s*(new Text\(\s*\$?"([^"\\]|\\.)*",\s*)?\$?"(?<words>([^"\\]|\\.)+)"(?!\s*\?)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Message();

    /// <summary>A hole that is filled in (to the end, where a text inside it hides its end), or the end of a clause.</summary>
    [GeneratedRegex(@"\{([^{}]|\{[^{}]*\})*(\}|$)|[;:(]|, |\. |\\n", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Break();
}
