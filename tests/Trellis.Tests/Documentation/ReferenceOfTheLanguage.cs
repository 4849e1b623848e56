using Trellis.Bench.Documents;
using Trellis.Diagnosis.Checks;
using Trellis.Diagnosis.Findings;
using Trellis.Structure;
using Trellis.Structure.Findings;
using Trellis.Structure.Quantities;
using Trellis.Structure.Vocabulary;
using Trellis.Tests.Architecture;
using Trellis.Tests.Diagnosis.Checks;
using Xunit;

namespace Trellis.Tests.Documentation;

/// <summary>The pages about the structure language leave out no kind, keyword, code, default, unit or threshold, and invent none.</summary>
public sealed class ReferenceOfTheLanguage
{
    private const string Remedy = "dotnet bench/Trellis.Bench/bin/Release/net10.0/Trellis.Bench.dll documents docs/reference writes it.";

    private static string Structure => Checkout.File("docs/reference/structure.md").Text;

    private static HashSet<string> KeywordHeadings => Markdown.Read(Checkout.File("docs/reference/keywords.md").Text).Headings.Select(static heading => heading.Title).ToHashSet(StringComparer.Ordinal);

    [Fact]
    public void The_page_of_keywords_is_that_of_the_vocabulary() =>
        Assert.True(KeywordReference.Make() == Checkout.File("docs/reference/keywords.md").Text, $"docs/reference/keywords.md is not up to date; {Remedy}");

    [Fact]
    public void The_page_of_findings_is_that_of_the_catalogue() =>
        Assert.True(FindingsReference.Make() == Checkout.File("docs/reference/findings.md").Text, $"docs/reference/findings.md is not up to date; {Remedy}");

    [Fact]
    public void Every_kind_and_every_step_has_its_heading() =>
        Assert.Equal([], Words.All.Select(static words => words.Word).Concat(Words.StepWords).Concat(Words.ControlWords).Where(word => !KeywordHeadings.Contains(word)));

    [Fact]
    public void Every_key_has_its_heading()
    {
        var missing = new List<string>();
        foreach (var words in Words.All)
            foreach (var keyword in words.Shape.Keywords) Look(words.Word, keyword.Name, "any entry");
        foreach (var word in Words.StepWords)
            foreach (var keyword in Words.StepMap(word)!.Keywords) Look(word, keyword.Name, "any step");
        foreach (var word in Words.ControlWords)
            foreach (var keyword in Words.ControlMap(word)?.Keywords ?? []) Look(word, keyword.Name, "");

        Assert.Equal([], missing);

        void Look(string owner, string key, string common)
        {
            if (!KeywordHeadings.Contains($"{owner}: {key}") && !KeywordHeadings.Contains($"{common}: {key}")) missing.Add($"{owner}: {key}");
        }
    }

    [Fact]
    public void Every_key_inside_an_entry_has_its_heading()
    {
        var ends = KeywordHeadings.Select(static heading => heading[(heading.LastIndexOfAny([' ', '.']) + 1)..]).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], MapsOfWords.All.SelectMany(static map => map.Keywords.Select(static keyword => keyword.Name)).Where(name => !ends.Contains(name)));
        Assert.Contains("power: held-by.amount.per-case", KeywordHeadings);
        Assert.Contains("structure: acts.pause.reasons.stops-promise", KeywordHeadings);
    }

    [Fact]
    public void Every_code_has_its_heading() => Assert.Equal(
        FindingCodes.Explained.Select(static code => $"{code.Code} {code.Title.Zh} · {code.Title.En}").Order(StringComparer.Ordinal),
        Markdown.Read(Checkout.File("docs/reference/findings.md").Text).Headings.Where(static heading => heading.Level == 2).Select(static heading => heading.Title).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_kind_has_an_example() => Assert.Equal([], Words.All.Where(static words => !words.Inner && KeywordExamples.Of(words.Kind) is null).Select(static words => words.Word));

    [Fact]
    public void The_list_of_defaults_holds_every_default_of_the_vocabulary()
    {
        var rows = Section("Defaults").Split('\n').Where(static line => line.StartsWith('|')).ToList();

        foreach (var keyword in Words.All.SelectMany(static words => words.Shape.Keywords).Concat(Words.StepWords.SelectMany(static word => Words.StepMap(word)!.Keywords)).Where(static keyword => keyword.Default is not null))
            Assert.Contains(rows, row => row.Contains($"`{keyword.Name}`", StringComparison.Ordinal) && row.Contains(keyword.Default!, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_unit_of_measure_and_every_type_of_items_is_named()
    {
        var text = Section("Quantities") + Section("Time limits");

        Assert.All(Measures.All.Select(Measures.Facts), facts => Assert.True(text.Contains(facts.One, StringComparison.Ordinal) || text.Contains(facts.Name, StringComparison.Ordinal), facts.Name));
        Assert.Contains(string.Join(' ', Words.ScalarTypes), Section("Types of items"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_step_and_control_word_stands_in_the_tables_of_flows() =>
        Assert.All(Words.StepWords.Concat(Words.ControlWords), static word => Assert.Contains($"| `{word}` |", Section("Flows"), StringComparison.Ordinal));

    [Fact]
    public void What_can_only_be_added_is_named()
    {
        var line = Section("Overlays").Split('\n').Single(static line => line.Contains("can only be added", StringComparison.Ordinal));

        Assert.All(Words.All.Where(static words => words.OnlyAdded && words.Kind is not (Kind.Overlay or Kind.Level or Kind.UnitType or Kind.Structure)), words =>
            Assert.Contains(words.Kind == Kind.Item ? "items" : words.Plural, line, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_defaults_of_the_settings_are_those_of_the_checker()
    {
        var rows = Checkout.File("docs/reference/check.md").Text.Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).Select(static line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        var village = new FindingCase("settings");
        village.Adds.Add(("settings.yaml", string.Concat(rows.Select(static row => $"- setting: {row[1].Trim('`')}\n  value: {row[2].Trim('`')}\n  why: {{zh: 默认, en: Default}}\n"))));

        Assert.Equal(Words.Settings.Order(StringComparer.Ordinal), rows.Select(static row => row[1].Trim('`')).Order(StringComparer.Ordinal));
        Assert.Equal(new CheckSettings(), CheckSettings.Of(village.Read().Structure, village.Day));
        Assert.Equal(new FindingSettings(), FindingSettings.Of(village.Read().Structure, village.Day));
        Assert.Equal(village.Read().Structure.Settings.All.Count, rows.Count);
    }

    private static string Section(string title)
    {
        var text = Markdown.Read(Structure);
        var (from, to) = text.Section(text.Headings.Single(heading => heading.Title == title));
        var lines = Structure.Split('\n');
        return string.Join('\n', lines[(from - 1)..Math.Min(to, lines.Length)]);
    }
}
