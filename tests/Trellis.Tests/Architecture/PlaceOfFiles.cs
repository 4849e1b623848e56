using System.Text.RegularExpressions;
using Xunit;

namespace Trellis.Tests.Architecture;

/// <summary>Who knows the folder knows the namespace, and no test is switched off in silence.</summary>
public partial class PlaceOfFiles
{
    private static IReadOnlyList<CheckedFile> Sources => Checkout.Files(".cs");

    [Fact]
    public void Every_namespace_is_the_folder_of_its_file() => Assert.Empty(StrayNamespaces(Sources));

    [Fact]
    public void A_namespace_that_is_not_its_folder_is_found()
    {
        CheckedFile[] files =
        [
            new("src/Trellis/Diagnosis/EventLogs/A.cs", "namespace Trellis.Diagnosis;"),
            new("src/Trellis/B.cs", "// namespace Trellis;\nclass B { }"),
            new("src/Trellis.Cli/Program.cs", "return 0;"),
            new("tests/Trellis.Tests/Standards/C.cs", "namespace Trellis.Tests.Standards;"),
        ];

        Assert.Equal(
            [
                "src/Trellis/Diagnosis/EventLogs/A.cs: Trellis.Diagnosis should be Trellis.Diagnosis.EventLogs",
                "src/Trellis/B.cs: no namespace should be Trellis",
            ],
            StrayNamespaces(files));
    }

    [Fact]
    public void No_test_is_switched_off() => Assert.Empty(SwitchedOff(Sources));

    [Theory]
    [InlineData("[Fact(Skip = \"later\")]")]
    [InlineData("[Theory(DisplayName = \"a\", Skip=Later)]")]
    [InlineData("[Fact(SkipWhen = nameof(Slow))]")]
    [InlineData("[Fact(Explicit = true)]")]
    public void A_test_that_is_switched_off_is_found(string attribute) =>
        Assert.Equal(["tests/A.cs, line 2"], SwitchedOff([new CheckedFile("tests/A.cs", $"// Skip = no code\n{attribute}\nvoid B() {{ }}")]));

    private static List<string> StrayNamespaces(IEnumerable<CheckedFile> files)
    {
        var stray = new List<string>();
        foreach (var file in files)
        {
            // The first two folders are the kind of project and the project: src/Trellis.Cli.
            var folders = file.Folder.Split('/');
            if (folders.Length < 2) continue;
            var expected = string.Join('.', folders[1..]);
            var found = Namespace().Match(SourceCode.Of(file.Text));
            if (!found.Success && file.Name == "Program.cs") continue; // statements at the top have none
            var actual = found.Success ? found.Groups["name"].Value : "no namespace";
            if (actual != expected) stray.Add($"{file.Path}: {actual} should be {expected}");
        }

        return stray;
    }

    private static List<string> SwitchedOff(IEnumerable<CheckedFile> files)
    {
        var found = new List<string>();
        foreach (var file in files)
        {
            if (!file.Path.StartsWith("tests/", StringComparison.Ordinal)) continue;
            var code = SourceCode.Of(file.Text);
            foreach (Match off in Off().Matches(code)) found.Add($"{file.Path}, line {SourceCode.LineOf(code, off.Index)}");
        }

        return found;
    }

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"[(,]\s*(Skip|SkipWhen|SkipUnless|Explicit)\s*=(?!=)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Off();
}
