using System.Text.Json;
using System.Text.RegularExpressions;
using Trellis.Structure.Findings;
using Trellis.Tests.Architecture;
using Trellis.Tests.Diagnosis.Checks;
using Xunit;

namespace Trellis.Tests.Documentation;

/// <summary>docs/reference/check-json.md says what the program writes: no key less, and none that is not there.</summary>
public sealed partial class ReferenceOfTheCheckJson
{
    private static string Reference => Checkout.File("docs/reference/check-json.md").Text;

    private static HashSet<string> Entries => [.. Reference.Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(static line => Quoted().Matches(line.Split('|')[1]).Select(static match => match.Groups["name"].Value))];

    [Fact]
    public void Every_key_that_is_written_has_its_entry_and_every_entry_is_written()
    {
        // From the source of the writer, because a sample shows no key that is written now and then.
        var source = Checkout.File("src/Trellis/Structure/Findings/FindingsAsJson.cs").Text;
        var written = WrittenKey().Matches(source).Select(static match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        var known = Entries.SelectMany(static path => path.Replace("[]", "", StringComparison.Ordinal).Split('.')).ToHashSet(StringComparer.Ordinal);

        Assert.True(written.Count > 20, "The writer's keys were not found in its source.");
        Assert.Equal(written.Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_example_is_what_the_program_writes()
    {
        var blocks = Markdown.Read(Reference).Blocks;
        var village = new FindingCase("example");
        village.Adds.Add(("duties/case.yaml", blocks.Single(static block => block.Language.StartsWith("yaml", StringComparison.Ordinal)).Text));
        var reading = village.Read();
        var check = village.Check();
        using var json = new MemoryStream();
        FindingsAsJson.Write(reading.Structure, village.Day, check.Findings, check.Accepted, json);
        using var written = JsonDocument.Parse(json.ToArray());
        using var shown = JsonDocument.Parse(blocks.Single(static block => block.Language == "json").Text);

        Assert.Equal([], Differences(shown.RootElement, written.RootElement, ""));
    }

    /// <summary>Where the shown differs from the written; what is not shown may be anything, but a list is shown whole.</summary>
    private static List<string> Differences(JsonElement shown, JsonElement written, string path)
    {
        if (shown.ValueKind != written.ValueKind) return [path];
        return shown.ValueKind switch
        {
            JsonValueKind.Object => [.. shown.EnumerateObject().SelectMany(property => written.TryGetProperty(property.Name, out var other) ? Differences(property.Value, other, $"{path}.{property.Name}") : [$"{path}.{property.Name}"])],
            JsonValueKind.Array when shown.GetArrayLength() != written.GetArrayLength() => [path],
            JsonValueKind.Array => [.. shown.EnumerateArray().Zip(written.EnumerateArray()).SelectMany((pair, at) => Differences(pair.First, pair.Second, $"{path}[{at}]"))],
            JsonValueKind.String => shown.GetString() == written.GetString() ? [] : [path],
            _ => shown.GetRawText() == written.GetRawText() ? [] : [path],
        };
    }

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(json\.Write\w+\(|\bWrite\w+\(json, )""(?<name>\w+)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex WrittenKey();
}
