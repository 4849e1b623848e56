using System.Text;
using Trellis.Diagnosis.Checks;
using Trellis.Structure;
using Xunit;

namespace Trellis.Tests.Structure;

/// <summary>Of what could not be read in full only that is told.</summary>
public sealed class BrokenEntries
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly string Matter = Encoding.UTF8.GetString(AStructure.FilesOf("hello-village").Single(static file => file.Path == "matters/small-repair.yaml").Bytes);

    [Theory]
    [InlineData("duty: small", "duty small")]
    [InlineData("about: {", "about: ")]
    [InlineData("asks: [", "asks: [[")]
    [InlineData("flow:", "flow")]
    [InlineData("place: facility", "place:facility")]
    [InlineData("guide: {", "guide: {for: &all [resident], ")]
    public void A_key_that_cannot_be_read_brings_no_findings_of_the_rest_of_its_entry(string written, string broken) =>
        Assert.All(Told(("matters/small-repair.yaml", Matter.Replace(written, broken, StringComparison.Ordinal))), static told => Assert.StartsWith("TR900", told, StringComparison.Ordinal));

    [Fact]
    public void Whoever_names_an_entry_that_was_left_out_is_told_where_its_fault_stands()
    {
        var reading = AStructure.With(("matters/small-repair.yaml", Matter.Replace("matter: small-repair", "matter small-repair", StringComparison.Ordinal)));

        var naming = Assert.Single(CheckingStructures.Check(reading, Day).Findings, static finding => finding.Code.Code == "TR9021");

        Assert.Contains("left out because of matters/small-repair.yaml:3", naming.Found.En, StringComparison.Ordinal);
        Assert.Equal(1, reading.BrokenEntries);
    }

    [Fact]
    public void Entries_beside_a_broken_one_are_checked_as_ever()
    {
        const string Duties = """
            - duty: broken
              name: {zh: 甲, en: A
              lead: nobody-here
            - duty: whole
              name: {zh: 乙, en: B}
              lead: nobody-there
              basis: [liuhe-services/2]
            """;

        var findings = CheckingStructures.Check(AStructure.With(("duties.yaml", Duties)), Day).Findings;

        Assert.Contains(findings, static finding => finding.Code.Code == "TR9001" && finding.At.Line <= 3);
        Assert.Contains(findings, static finding => finding.Code.Code == "TR9021" && finding.Found.En.Contains("nobody-there", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, static finding => finding.Found.En.Contains("nobody-here", StringComparison.Ordinal));
    }

    [Fact]
    public void A_damaged_row_is_told_once()
    {
        var units = Encoding.UTF8.GetString(AStructure.FilesOf("hello-village").Single(static file => file.Path == "units.tsv").Bytes).TrimEnd('\n');

        var told = Told(("units.tsv", $"{units}\nnew-village   新村   New Village   no-type\n"));

        Assert.Equal(["TR9005"], told);
    }

    [Fact]
    public void Where_a_character_keeps_a_whole_file_from_being_read_each_of_its_entries_counts_as_written()
    {
        var duties = Encoding.UTF8.GetString(AStructure.FilesOf("hello-village").Single(static file => file.Path == "duties.yaml").Bytes);
        var reading = AStructure.With(("duties.yaml", duties.Replace("  lead: liuhe", "\tlead: liuhe", StringComparison.Ordinal)));

        var findings = CheckingStructures.Check(reading, Day).Findings;

        Assert.Equal(6, reading.BrokenEntries);
        Assert.Equal(["TR9002"], findings.Where(static one => one.At.Path == "duties.yaml").Select(static one => one.Code.Code).Distinct());
        Assert.All(findings.Where(static one => one.Code.Code == "TR9021"), static one => Assert.Contains("was left out because of duties.yaml", one.Found.En, StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_divided_by_commas_is_told_and_nothing_else() =>
        Assert.Equal(["TR9005"], Told(("units.tsv", "id,name.zh,name.en\nliuhe,柳河乡,Liuhe Township\n")));

    [Fact]
    public void A_list_of_other_things_divided_by_commas_leaves_the_rest_to_be_checked()
    {
        var findings = CheckingStructures.Check(AStructure.With(("duties/more.tsv", "id,name.zh,name.en\nsweeping,清扫,Sweeping\n"), ("matters/small-repair.yaml", Matter.Replace("duty: small-repairs", "duty: sweeping", StringComparison.Ordinal))), Day).Findings;

        Assert.Contains(findings, static one => one is { Code.Code: "TR9005", At.Path: "duties/more.tsv" });
        Assert.Contains(findings, static one => one.Code.Code == "TR9021" && one.Address == "matter/small-repair");
    }

    private static List<string> Told(params IReadOnlyList<(string Path, string Text)> files) =>
        [.. CheckingStructures.Check(AStructure.With(files), Day).Findings.Select(static finding => finding.Code.Code)];
}
