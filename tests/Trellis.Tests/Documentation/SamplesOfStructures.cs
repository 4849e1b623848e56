using System.Text;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Tests.Architecture;
using Trellis.Tests.Diagnosis.Checks;
using Xunit;

namespace Trellis.Tests.Documentation;

/// <summary>
/// Samples of structure files in the documents, which begin with ```yaml or ```tsv and the name of their file, say what is so:
/// added to the sample village they give no error. Those of the list of keywords are about another county; their spelling is right.
/// A sample without a name is a piece of a file; it is YAML as structures are written in.
/// </summary>
public sealed class SamplesOfStructures
{
    private static readonly string[] Spelling = ["TR9001", "TR9002", "TR9003", "TR9004", "TR9005", "TR9006", "TR9010", "TR9011", "TR9012", "TR9013", "TR9014", "TR9015", "TR9016", "TR9017", "TR9023", "TR9040"];

    /// <summary>Built step by step, and tested so.</summary>
    private static readonly string[] Elsewhere = ["docs/tutorial/a-small-township.md", "docs/reference/check-json.md"];

    [Fact]
    public void Every_sample_names_a_file_of_a_structure_or_is_a_piece_of_one()
    {
        var strange = Samples().Where(static one => one.Path.Length > 0 && StructureFiles.KindOf(one.Path) is null).Select(static one => $"{one.Document}, line {one.Line}: {one.Path}");

        Assert.Equal([], strange);
        Assert.True(Samples().Count > 30, "The samples were not found.");
    }

    [Fact]
    public void Every_sample_is_spelt_as_the_reader_reads_it()
    {
        var faults = new List<string>();
        foreach (var sample in Samples().Where(static one => !Elsewhere.Contains(one.Document)))
        {
            var findings = new FindingList();
            if (sample.Path.Length == 0) YamlReader.Read(new SourceFile("piece.yaml", Encoding.UTF8.GetBytes(sample.Text)), findings);
            else findings.AddAll(ReadingStructures.Read([new SourceFile(sample.Path, Encoding.UTF8.GetBytes(sample.Text))]).Findings);
            faults.AddRange(findings.Kept.Where(finding => Spelling.Contains(finding.Code.Code) && !finding.At.IsNone && finding.At.Length > 0)
                .Select(finding => $"{sample.Document}, line {sample.Line + finding.At.Line - 1}: {finding.Code.Code} {finding.Found.En}"));
        }

        Assert.Equal([], faults);
    }

    [Fact]
    public void Every_sample_holds_in_the_sample_village()
    {
        var faults = new List<string>();
        var seen = 0;
        foreach (var sample in Samples().Where(static one => one.Path.Length > 0 && one.Document != "docs/reference/keywords.md" && !Elsewhere.Contains(one.Document)))
        {
            seen++;
            faults.AddRange(Errors(sample).Select(finding => $"{sample.Document}, line {sample.Line}: {finding.At} {finding.Code.Code} {finding.Found.En}"));
        }

        Assert.Equal([], faults);
        Assert.True(seen >= 5, "The samples were not found.");
    }

    [Fact]
    public void A_sample_that_does_not_hold_is_found()
    {
        Assert.Equal("TR9021", Assert.Single(Errors(new Sample("a.md", 1, "duties.yaml", "- duty: noise\n  name: {zh: 噪声, en: Noise}\n  lead: nowhere\n"))).Code.Code);
        Assert.Equal("TR9010", Assert.Single(Errors(new Sample("a.md", 1, "duties.yaml", "- duty: noise\n  name: {zh: 噪声, en: Noise}\n  leed: liuhe\n"))).Code.Code);
    }

    private static IEnumerable<Finding> Errors(Sample sample)
    {
        var village = new FindingCase("sample");
        village.Adds.Add((sample.Path, sample.Text));
        return village.Check().Findings.Where(static finding => finding.Severity == Severity.Error);
    }

    private static List<Sample> Samples()
    {
        var samples = new List<Sample>();
        foreach (var document in Checkout.Files(".md").Where(static file => file.Path.StartsWith("docs/", StringComparison.Ordinal) || file.Path == "README.md"))
        {
            foreach (var block in Markdown.Read(document.Text).Blocks)
            {
                var words = block.Language.Split(' ');
                if (words[0] is "yaml" or "tsv") samples.Add(new Sample(document.Path, block.Line, words.Length > 1 ? words[1] : "", block.Text));
            }
        }

        return samples;
    }

    private sealed record Sample(string Document, int Line, string Path, string Text);
}
