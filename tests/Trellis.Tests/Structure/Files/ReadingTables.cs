using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Xunit;

namespace Trellis.Tests.Structure.Files;

public sealed class ReadingTables
{
    [Fact]
    public void A_row_reads_as_the_map_that_YAML_would_give()
    {
        var findings = new FindingList();

        var root = TableReader.Read(AStructure.AFile("duties.tsv", "id\tname.zh\tname.en\tlead\tneeds.powers\nnoise\t噪声\tNoise\ttownships\tstop fine\n"), findings);

        Assert.Equal(0, findings.Count);
        var row = Assert.Single(Rows(root));
        Assert.Equal("噪声", row["name"u8]["zh"u8].Text);
        Assert.Equal("stop fine", row["needs"u8]["powers"u8].Text);
        Assert.Equal(2, row.Mark.Line);
    }

    [Fact]
    public void Cells_that_are_missing_at_the_end_of_a_row_are_empty()
    {
        var findings = new FindingList();

        var root = TableReader.Read(AStructure.AFile("units.tsv", "id\tname.zh\tfrom\nx\n"), findings);

        Assert.Equal(0, findings.Count);
        Assert.False(Assert.Single(Rows(root))["name"u8].Exists);
    }

    [Theory]
    [InlineData("id\tname\nx\ty\tz\n", "TR9005 2:5")]
    [InlineData("id\tid\nx\ty\n", "TR9005 1:4")]
    [InlineData("id\t\tname\nx\ty\tz\n", "TR9005 1:4")]
    [InlineData("id,name\nx,y\n", "TR9005 1:1")]
    [InlineData("id\tknown\nx\t9.9E+11\n", "TR9005 2:3")]
    [InlineData("id\tfrom\nx\t2026/1/1\n", "TR9005 2:3")]
    [InlineData("id\tname\nx\ta\u202Eb\n", "TR9003 2:4")]
    [InlineData("id\tname\nx\ta\0b\n", "TR9003 2:4")]
    public void A_damaged_table_is_told_at_its_place(string text, string expected)
    {
        var findings = new FindingList();

        TableReader.Read(AStructure.AFile("units.tsv", text), findings);

        Assert.Equal(expected, $"{findings.Kept[0].Code.Code} {findings.Kept[0].At.Line}:{findings.Kept[0].At.Column}");
        Assert.NotNull(findings.Kept[0].Expected);
    }

    private static List<Node> Rows(Node root)
    {
        var rows = new List<Node>();
        foreach (var row in root.Elements) rows.Add(row);
        return rows;
    }
}
