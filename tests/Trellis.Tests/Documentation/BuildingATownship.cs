using System.Text;
using System.Text.RegularExpressions;
using Trellis.Cli;
using Trellis.Structure;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Documentation;

/// <summary>
/// docs/tutorial/a-small-township.md done step by step, as a reader does it: each file is written, each command run, and what the page
/// shows is what comes out. Blocks "yaml FILE" set a file, "yaml FILE more" adds to it, "diff FILE" changes lines, "diff FILE mistake" does
/// so until the next output was shown. With TRELLIS_WRITE_DOCUMENTS=1 the outputs of the page are written anew.
/// </summary>
public sealed partial class BuildingATownship : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trellis-tutorial-");
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    private static CheckedFile Page => Checkout.File("docs/tutorial/a-small-township.md");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_output_of_the_page_is_that_of_the_program()
    {
        var written = Follow(Page.Text);

        if (Environment.GetEnvironmentVariable("TRELLIS_WRITE_DOCUMENTS") == "1") File.WriteAllText(Path.Combine(Checkout.Root, Page.Path), written);
        Assert.Equal([], _faults);
        Assert.Equal(written, Page.Text);
    }

    [Fact]
    public void Above_every_block_stands_the_file_that_it_belongs_to()
    {
        var lines = Page.Text.Split('\n');
        for (var at = 2; at < lines.Length; at++)
            if (lines[at].StartsWith("```", StringComparison.Ordinal) && lines[at].Split(' ') is [_, var file, ..]) Assert.Contains($"`{file}`", lines[at - 2], StringComparison.Ordinal);
    }

    [Fact]
    public void The_township_of_the_page_is_the_sample_village()
    {
        var text = Page.Text;

        Follow(text[..text.IndexOf("\n## 8 ", StringComparison.Ordinal)]);

        var mine = ReadingStructures.Read([.. _files.Select(static file => new Trellis.Structure.Files.SourceFile(file.Key, Encoding.UTF8.GetBytes(file.Value)))]);
        var theirs = ReadingStructures.Read(Trellis.Runtime.Structure.StructureFolder.Read(Path.Combine(Checkout.Root, "structures", "hello-village")));
        Assert.Equal(Prints.VersionOf(theirs.Structure), Prints.VersionOf(mine.Structure));
    }

    [Fact]
    public void The_finding_that_the_reference_shows_is_one_of_these() =>
        Assert.Contains(Markdown.Read(Checkout.File("docs/reference/check.md").Text).Blocks.Single(static block => block.Text.Contains(": error TR", StringComparison.Ordinal)).Text, Page.Text, StringComparison.Ordinal);

    [Fact]
    public void The_township_and_the_solution_are_free_of_findings()
    {
        foreach (var end in new[] { "\n## 8 ", "\nTwo mistakes that are easily made" })
        {
            var outputs = Markdown.Read(Page.Text[..Page.Text.IndexOf(end, StringComparison.Ordinal)]).Blocks.Where(static block => block.Language == "text");
            Assert.Contains("0 errors, 0 warnings, 0 notes", outputs.Last().Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_page_that_is_not_true_is_found()
    {
        var changed = Follow("```yaml structure.yaml\nstructure: a\n```\n```diff structure.yaml\n-structure: b\n+structure: c\n```\n```sh\n./trellis check hello-village --on 2026-03-02\n```\n```text\nAll is well.\n```\n");

        Assert.Contains("TR9011", changed, StringComparison.Ordinal);
        Assert.Contains("structure.yaml does not hold what is to be changed: structure: b", Assert.Single(_faults), StringComparison.Ordinal);
    }

    /// <summary>The page with its outputs as they come out now.</summary>
    private string Follow(string page)
    {
        var written = new StringBuilder();
        string? output = null;
        (string File, string Text)? back = null;
        var lines = page.Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            written.Append(line).Append('\n');
            if (!line.StartsWith("```", StringComparison.Ordinal)) continue;
            var words = line.TrimStart('`').Split(' ');
            var block = new List<string>();
            for (at++; lines[at] != "```"; at++) block.Add(lines[at]);
            var text = string.Concat(block.Select(static one => one + "\n"));
            switch (words)
            {
                case ["yaml"]: break; // a piece to look at; that it can be read is tested with all samples
                case ["yaml" or "tsv", var file]: Set(file, text); break;
                case ["yaml" or "tsv", var file, "more"]: Set(file, _files[file] + text); break;
                case ["diff", var file, .. var rest]:
                    if (rest is ["mistake"]) back = (file, _files[file]);
                    Change(file, block);
                    break;
                case ["sh"]: output = block.Where(static one => one.StartsWith("./trellis ", StringComparison.Ordinal)).Aggregate((string?)null, (before, command) => before + Run(command)); break;
                case ["text"] when output is not null:
                    text = output;
                    output = null;
                    if (back is { } mistake) Set(mistake.File, mistake.Text);
                    back = null;
                    break;
                default: _faults.Add($"Nobody knows what to do with a block {line}."); break;
            }

            written.Append(text).Append("```\n");
        }

        return written.ToString()[..^1];
    }

    private void Set(string file, string text)
    {
        _files[file] = text;
        var path = Path.Combine(_folder.FullName, "hello-village", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>What stands behind "-", which may be a part of a line where it is one line, becomes what stands behind "+".</summary>
    private void Change(string file, List<string> block)
    {
        var before = string.Join('\n', block.Where(static line => line.StartsWith('-')).Select(static line => line[1..]));
        var after = string.Join('\n', block.Where(static line => line.StartsWith('+')).Select(static line => line[1..]));
        var at = _files[file].IndexOf(before, StringComparison.Ordinal);
        if (at < 0) _faults.Add($"{file} does not hold what is to be changed: {before}");
        else Set(file, _files[file][..at] + after + _files[file][(at + before.Length)..]);
    }

    private string Run(string command)
    {
        var words = Words().Matches(command).Select(static word => word.Value.Trim('"')).Skip(1).ToArray();
        for (var at = 0; at < words.Length; at++)
        {
            if (words[at].StartsWith("structures/", StringComparison.Ordinal)) words[at] = Path.Combine(Checkout.Root, words[at]);
            else if (words[at] == "hello-village") words[at] = Path.Combine(_folder.FullName, words[at]);
        }

        using var said = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal { Input = Stream.Null, Output = Stream.Null, Words = said, Errors = said };
        CommandLine.Run(TrellisCommand.Make(terminal), words, terminal);
        return TrailingBlanks().Replace(said.ToString().Replace(_folder.FullName + "/", "", StringComparison.Ordinal).Replace(Checkout.Root + "/", "", StringComparison.Ordinal), "\n");
    }

    [GeneratedRegex("\"[^\"]*\"|[^ ]+", RegexOptions.None, 5000)]
    private static partial Regex Words();

    [GeneratedRegex(" +\n", RegexOptions.None, 5000)]
    private static partial Regex TrailingBlanks();
}
