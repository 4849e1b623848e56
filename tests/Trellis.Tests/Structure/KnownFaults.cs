using Trellis.Diagnosis.Checks;
using Trellis.Structure;
using Trellis.Structure.Findings;
using Xunit;

namespace Trellis.Tests.Structure;

/// <summary>Every folder in structures/ gives exactly the findings listed beside it.</summary>
public sealed class KnownFaults
{
    [Theory]
    [InlineData("authzen-todo")]
    [InlineData("hello-village")]
    [InlineData("cuiwei")]
    public void A_structure_gives_exactly_the_findings_listed_beside_it(string name)
    {
        var files = AStructure.FilesOf(name);
        var known = KnownFindings.Of(files);
        Assert.NotNull(known);

        var check = CheckingStructures.Check(ReadingStructures.Read(files), known.Day!.Value);

        var (added, gone) = known.Compare(check.Findings);
        Assert.True(added.Count == 0 && gone.Count == 0, $"new:\n{string.Join('\n', added)}\ngone:\n{string.Join('\n', gone)}");
        Assert.Equal(0, check.Errors);
    }

    [Fact]
    public void A_list_tells_what_is_new_and_what_is_gone()
    {
        var known = KnownFindings.Read("# on 2026-03-02\n# ours\nTR9021 duty/a\nTR9021 duty/b\n");

        var (added, gone) = known.Compare([AFinding("duty/b"), AFinding("duty/c"), AFinding("duty/c")]);

        Assert.Equal(new DateOnly(2026, 3, 2), known.Day);
        Assert.Equal(["TR9021 duty/c", "TR9021 duty/c"], added);
        Assert.Equal(["TR9021 duty/a"], gone);

        static Finding AFinding(string address) => new(FindingCodes.NothingByThatName, Trellis.Structure.Files.Mark.None, new("", "")) { Address = address };
    }
}
