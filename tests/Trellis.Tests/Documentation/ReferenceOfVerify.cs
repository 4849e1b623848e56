using Trellis.Bench.Documents;
using Trellis.Cli;
using Trellis.Ledger.Auditing;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Documentation;

/// <summary>The reference of verify and the sample record of the auditor's guide are what the program says and makes.</summary>
public sealed class ReferenceOfVerify
{
    private static string Sample => Path.Combine(Checkout.Root, "docs", "howto", "sample-record");

    [Fact]
    public void The_sample_record_is_what_the_program_makes()
    {
        var made = SampleRecord.Make();

        Assert.Equal(
            made.Select(static file => file.Name).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Sample, "*", SearchOption.AllDirectories).Select(static path => Path.GetRelativePath(Sample, path).Replace('\\', '/')).Order(StringComparer.Ordinal));
        foreach (var (name, content) in made) Assert.True(content.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Sample, name))), $"{name} is another: trellis-bench sample-record docs/howto/sample-record writes it anew.");
    }

    [Fact]
    public void Every_code_of_an_answer_stands_in_the_reference()
    {
        var rows = Checkout.File("docs/reference/verify.md").Text.Split('\n');
        var codes = Enum.GetValues<DoubtKind>().Select(static kind => VerifyWords.Code(kind))
            .Concat(Enum.GetValues<ProvenKind>().Select(static kind => VerifyWords.Code(kind))).Concat(Enum.GetValues<UnprovenKind>().Select(static kind => VerifyWords.Code(kind))).ToList();

        Assert.Equal(codes.Count, codes.Distinct(StringComparer.Ordinal).Count());
        foreach (var code in codes) Assert.Single(rows, row => row.StartsWith($"| `{code}` |", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_key_of_the_json_stands_in_the_reference()
    {
        var source = Checkout.File("src/Trellis.Cli/VerifyAsJson.cs").Text;
        var reference = Checkout.File("docs/reference/verify.md").Text;
        var keys = System.Text.RegularExpressions.Regex.Matches(source, @"(?:json\.Write\w+\(|WriteText\(json, )""(?<name>\w+)""", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(static match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.True(keys.Count > 20);
        foreach (var key in keys) Assert.True(reference.Contains($"`{key}`", StringComparison.Ordinal) || reference.Contains($".{key}`", StringComparison.Ordinal) || reference.Contains($".{key}.", StringComparison.Ordinal), $"{key} does not stand in the reference.");
    }
}
