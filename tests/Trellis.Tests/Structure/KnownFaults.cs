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
    public void On_several_threads_the_same_is_found_in_the_same_order()
    {
        var files = AStructure.FilesOf("cuiwei");
        var day = KnownFindings.Of(files)!.Day!.Value;

        var alone = CheckingStructures.Check(ReadingStructures.Read(files), day);
        var together = CheckingStructures.Check(ReadingStructures.Read(files, threads: 4), day, threads: 4);

        Assert.Equal(Told(alone), Told(together));
        Assert.Equal((alone.Count, alone.Errors, alone.Warnings, alone.Notes), (together.Count, together.Errors, together.Warnings, together.Notes));

        static IEnumerable<string> Told(StructureCheck check) =>
            check.Findings.Concat(check.Accepted).Select(static one => $"{one.At} {one.Line} {one.Found.En} {one.Expected?.Zh} {string.Join(' ', one.Places)} {one.Overlay}");
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
