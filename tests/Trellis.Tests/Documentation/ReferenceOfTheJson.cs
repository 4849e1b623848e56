using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trellis.Diagnosis;
using Trellis.Diagnosis.Conformance;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings.Reported;
using Trellis.Diagnosis.Reports;
using Trellis.Standards;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Documentation;

/// <summary>docs/reference/diagnosis-json.md says what the program writes: no key, code or question less, and none that is not there.</summary>
public partial class ReferenceOfTheJson
{
    private static CheckedFile Reference => Checkout.File("docs/reference/diagnosis-json.md");

    /// <summary>Two cases that show every part: handovers, ping-pong, rework, a deadline, and something missing.</summary>
    private const string Rich = """
        case,activity,resource,unit,level,start,time,deadline
        1,A,x,U,city,2026-03-02T08:00Z,2026-03-02T09:00Z,2026-03-03T09:00Z
        1,B,y,V,town,2026-03-03T08:00Z,2026-03-03T09:00Z,
        1,A,x,U,city,,2026-03-04T09:00Z,
        2,A,,U,city,,2026-03-02T09:00Z,
        """;

    [Fact]
    public void Every_key_has_its_entry() => Assert.Empty(KeysWithoutEntry(Diagnose(Rich, WithModel).RootElement, Reference.Text));

    [Fact]
    public void A_key_without_an_entry_is_found()
    {
        using var json = JsonDocument.Parse("""{"a": {"b": 1, "c": [{"d": 2}], "e": {"zh": "", "en": ""}}, "startActivities": {"any": 1}}""");

        Assert.Equal(["a.c[].d", "a.e.en", "startActivities"], KeysWithoutEntry(json.RootElement, "### a\n| `a.b` | `a.c` `a.e.zh` |"));
    }

    [Fact]
    public void Every_entry_is_a_key()
    {
        Assert.Empty(EntriesWithoutKey(Diagnose(Rich, WithModel).RootElement, Reference.Text));
    }

    [Fact]
    public void An_entry_without_a_key_is_found()
    {
        using var json = JsonDocument.Parse("""{"a": {"b": 1}}""");

        Assert.Equal(["a.c", "d"], EntriesWithoutKey(json.RootElement, "| Key |\n| `a` | `e` |\n| `a.b`, `a.c` | |\n| `d` | |\n"));
    }

    [Fact]
    public void No_key_of_the_writer_hides_from_this_test()
    {
        // Keys that are written only now and then would not be in the sample.
        var written = Keys(Diagnose(Rich, WithModel).RootElement).SelectMany(static path => path.Split((char[])['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);
        var source = Checkout.File("src/Trellis/Diagnosis/Reports/DiagnosisJson.cs").Text;

        var keys = WrittenKey().Matches(source).Select(static match => match.Groups["name"].Value).ToList();

        Assert.True(keys.Count > 60, "The writer's keys were not found in its source.");
        Assert.Equal([], keys.Where(key => !written.Contains(key)));
    }

    [Fact]
    public void Every_code_of_data_quality_has_its_heading_and_every_heading_is_a_code()
    {
        var source = Checkout.File("src/Trellis/Diagnosis/EventLogs/DataQuality.cs").Text;
        var codes = QualityCode().Matches(source).Select(static match => match.Groups["name"].Value).ToList();

        Assert.True(codes.Count >= 20, "The codes were not found in the source.");
        Assert.Equal(codes, HeadingsUnder("Quality codes"));
    }

    [Fact]
    public void Every_question_has_its_heading_and_every_heading_is_a_question()
    {
        using var json = Diagnose(Rich, WithModel);

        Assert.Equal(json.RootElement.GetProperty("answerable").EnumerateArray().Select(static question => question.GetProperty("id").GetString()!), HeadingsUnder("Question ids"));
    }

    [Fact]
    public void A_heading_too_few_or_too_many_is_found()
    {
        var text = Markdown.Read("## Quality codes\n### a\n### b\n#### deeper\n## Question ids\n### c\n");

        Assert.Equal(["a", "b"], HeadingsUnder("Quality codes", text));
        Assert.Equal(["c"], HeadingsUnder("Question ids", text));
    }

    [Fact]
    public void The_example_is_what_the_program_writes()
    {
        var blocks = Markdown.Read(Reference.Text).Blocks;
        using var shown = JsonDocument.Parse(blocks.Single(static block => block.Language == "json").Text);
        using var written = Diagnose(blocks.Single(static block => block.Language == "csv").Text);

        Assert.Equal([], Differences(shown.RootElement, written.RootElement, ""));
    }

    [Fact]
    public void An_example_that_is_not_true_is_found()
    {
        using var shown = JsonDocument.Parse("""{"a": 1, "b": [{"c": "x"}], "d": null, "e": 1.0, "g": 1}""");
        using var written = JsonDocument.Parse("""{"a": 2, "b": [{"c": "x", "left": "out"}, {"c": "y"}], "d": 0, "e": 1, "f": 3}""");

        Assert.Equal([".a", ".b", ".d", ".g"], Differences(shown.RootElement, written.RootElement, ""));
    }

    /// <summary>C is asked for and never done, B is done and not allowed.</summary>
    private static readonly DiagnosisSettings WithModel = new()
    {
        // A finding, so that its keys are there: the county reports a fifth more than its towns.
        Figures =
        [
            .. Enumerable.Range(1, 12).SelectMany(static month => new ReportedFigure[]
            {
                new(month, "east", $"2025-{month:00}", new DateOnly(2025, month, 28), "solved", 100 + month, IsRate: false) { Parent = "county" },
                new(month, "west", $"2025-{month:00}", new DateOnly(2025, month, 28), "solved", 200 - month, IsRate: false) { Parent = "county" },
                new(month, "county", $"2025-{month:00}", new DateOnly(2025, month, 28), "solved", 360, IsRate: false),
            }),
        ],
        Model = ("small.pnml", new PetriNet { Places = ["begin", "middle", "end"], Initial = [0], Final = [2], Transitions = [new("a", "A", [0], [1]), new("c", "C", [1], [2])] }),
    };

    private static JsonDocument Diagnose(string csv) => Diagnose(csv, new DiagnosisSettings());

    private static JsonDocument Diagnose(string csv, DiagnosisSettings settings)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        var log = LogFormats.Read(content, new LogReading { Source = "small.csv" });
        using var json = new MemoryStream();
        DiagnosisJson.Write(DiagnosingLogs.Diagnose(log, settings, threads: 1), json);
        return JsonDocument.Parse(json.ToArray());
    }

    /// <summary>The paths of all values, such as "flow[].count"; objects and lists by the paths inside them, where there are any.</summary>
    private static IEnumerable<string> Keys(JsonElement value, string path = "")
    {
        // The keys of these are names out of the log.
        if (path is "startActivities" or "endActivities" or "log.columns") return [path];
        return value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().SelectMany(property => Keys(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}")).Distinct(StringComparer.Ordinal),
            JsonValueKind.Array when value.EnumerateArray().Any(static item => item.ValueKind == JsonValueKind.Object) =>
                value.EnumerateArray().SelectMany(item => Keys(item, path + "[]")).Distinct(StringComparer.Ordinal),
            _ => [path],
        };
    }

    private static List<string> KeysWithoutEntry(JsonElement json, string reference) =>
        [.. Keys(json).Where(key => !reference.Contains($"`{key}`", StringComparison.Ordinal) && !ParentHasEntry(key, reference))];

    /// <summary>The first cells of tables that begin with a key.</summary>
    private static List<string> EntriesWithoutKey(JsonElement json, string reference)
    {
        var keys = Keys(json).ToList();
        var unknown = new List<string>();
        foreach (var row in reference.Split('\n'))
        {
            if (!row.StartsWith("| `", StringComparison.Ordinal)) continue;
            foreach (Match entry in Quoted().Matches(row.Split('|')[1]))
            {
                var name = entry.Groups["name"].Value;
                if (!keys.Exists(key => key == name || key.StartsWith(name + ".", StringComparison.Ordinal))) unknown.Add(name);
            }
        }

        return unknown;
    }

    /// <summary>A list of plain values needs one entry, its own.</summary>
    private static bool ParentHasEntry(string key, string reference) => key.EndsWith("[]", StringComparison.Ordinal) && reference.Contains($"`{key[..^2]}`", StringComparison.Ordinal);

    private static IEnumerable<string> HeadingsUnder(string title, Markdown? text = null)
    {
        text ??= Markdown.Read(Reference.Text);
        var heading = text.Headings.Single(heading => heading.Title == title);
        var (from, to) = text.Section(heading);
        return text.Headings.Where(inner => inner.Line > from && inner.Line <= to && inner.Level == heading.Level + 1).Select(static inner => inner.Title);
    }

    /// <summary>Where the shown differs from the written; what is not shown may be anything, but a list is shown whole.</summary>
    private static List<string> Differences(JsonElement shown, JsonElement written, string path)
    {
        if (shown.ValueKind == JsonValueKind.Number && written.ValueKind == JsonValueKind.Number) return shown.GetDouble().Equals(written.GetDouble()) ? [] : [path];
        if (shown.ValueKind != written.ValueKind) return [path];
        if (shown.ValueKind == JsonValueKind.Object)
        {
            return [.. shown.EnumerateObject().SelectMany(property =>
                written.TryGetProperty(property.Name, out var other) ? Differences(property.Value, other, $"{path}.{property.Name}") : [$"{path}.{property.Name}"])];
        }

        if (shown.ValueKind == JsonValueKind.Array)
        {
            if (shown.GetArrayLength() != written.GetArrayLength()) return [path];
            return [.. shown.EnumerateArray().Zip(written.EnumerateArray()).SelectMany((pair, at) => Differences(pair.First, pair.Second, $"{path}[{at}]"))];
        }

        return shown.GetRawText() == written.GetRawText() || (shown.ValueKind == JsonValueKind.String && shown.GetString() == written.GetString()) ? [] : [path];
    }

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(json\.Write\w+\(|\bWrite\w+\(json, )""(?<name>\w+)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex WrittenKey();

    [GeneratedRegex(@"(notes\.Add\(new|Missing)\(""(?<name>[a-z-]+)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex QualityCode();
}
