using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Xunit;

namespace Trellis.Tests.Structure.Findings;

public sealed class ShowingTheLine
{
    [Theory]
    [InlineData("id\tname.zh\tparent\n", "parent", "  1 | id\tname.zh\tparent", "    |   \t       \t^^^^^^")]
    [InlineData("liuhe\t柳河乡\tliu\n", "liu\n", "  1 | liuhe\t柳河乡\tliu", "    |      \t      \t^^^")]
    [InlineData("a:\tb\n", "\t", "  1 | a:\tb", "    |   ^")]
    [InlineData("a\tb\tc\n", "a\tb", "  1 | a\tb\tc", "    | ^\t^")]
    public void Carets_stand_under_what_is_meant_wherever_tabs_stop(string text, string meant, string line, string carets)
    {
        var file = AStructure.AFile("units.tsv", text);
        var before = System.Text.Encoding.UTF8.GetByteCount(text[..text.IndexOf(meant, StringComparison.Ordinal)]);
        var finding = new Finding(FindingCodes.WrongValue, new Mark(file, before, System.Text.Encoding.UTF8.GetByteCount(meant.TrimEnd('\n'))), new("错", "Wrong."));
        var to = new StringWriter();

        FindingsAsText.Write([finding], Language.English, to);

        Assert.Equal([line, carets], to.ToString().ReplaceLineEndings("\n").Split('\n')[1..3]);
    }
}
