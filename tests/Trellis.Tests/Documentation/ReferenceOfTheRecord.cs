using System.Text;
using Trellis.Ledger;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Documentation;

/// <summary>The page on how the record is written says what the program does.</summary>
public sealed class ReferenceOfTheRecord
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
}
