using System.Text;
using System.Text.RegularExpressions;
using Trellis.Ledger;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Documentation;

/// <summary>The page on how the record is written says what the program does.</summary>
public sealed partial class ReferenceOfTheRecord
{
    private static readonly string Page = Checkout.File("docs/reference/record-formats.md").Text;

    [Fact]
    public void Its_sample_is_an_entry_with_the_leaf_that_it_gives()
    {
        var from = Page.IndexOf("```json\n", StringComparison.Ordinal) + "```json\n".Length;
        var sample = Encoding.UTF8.GetBytes(Page[from..Page.IndexOf("```", from, StringComparison.Ordinal)].Replace("\n", "", StringComparison.Ordinal));

        Assert.True(Entry.TryRead(sample, out var entry, out var fault), fault);
        Assert.Equal(sample, entry.Encode());
        Assert.Contains($"`{Tree.Leaf(sample)}`", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_numbers_are_those_of_the_program()
    {
        foreach (var number in (string[])[$"{Entry.MaxLength:N0} bytes", $"at most {EntryValue.MaxDepth} deep", $"{SignedNote.MaxLength:N0} bytes and {SignedNote.MaxSignatures} signatures", $"At most {TlogProof.MaxPath} hashes"])
            Assert.Contains(number, Page, StringComparison.Ordinal);
        foreach (var type in Enum.GetValues<NoteKeyType>()) Assert.Contains($"`0x{(int)type:x2}`", Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EraseCommand", "keeping-a-record", "| `erase` |")]
    [InlineData("RebuildCommand", "keeping-a-record", "| `rebuild` |")]
    [InlineData("BackupCommand", "keeping-a-record", "| `backup` |")]
    [InlineData("RestoreCommand", "keeping-a-record", "| `restore` |")]
    [InlineData("AuditorCommand", "keeping-a-record", "As JSON: `name`")]
    [InlineData("WitnessCommand", "keeping-a-record", "As JSON: `key`")]
    [InlineData("TokenCommand", "serve", "Writes what was done to a file as JSON;")]
    [InlineData("ExportCommand", "export", "Writes what was done to a file as JSON,")]
    public void Every_key_that_a_command_on_a_record_writes_as_JSON_stands_in_its_line_of_the_reference_and_none_besides(string command, string page, string line)
    {
        var named = Keys().Matches(Assert.Single(Checkout.File($"docs/reference/{page}.md").Text.Split('\n'), one => one.StartsWith(line, StringComparison.Ordinal))).Select(static match => match.Groups["name"].Value).Where(static name => name is not ("erase" or "rebuild" or "backup" or "restore" or "issue" or "list")).ToHashSet(StringComparer.Ordinal);

        var written = WrittenKeys().Matches(Checkout.File($"src/Trellis.Cli/{command}.cs").Text).Select(static match => match.Groups["name"].Value).Where(static name => name != "schema").ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(written);
        Assert.Equal(written.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"writing\.Write(String|Number|Boolean|StartArray)\(""(?<name>\w+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex WrittenKeys();

    [GeneratedRegex("`(?<name>[a-zA-Z]+)`")]
    private static partial Regex Keys();
}
