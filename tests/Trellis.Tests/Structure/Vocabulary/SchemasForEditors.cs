using System.Text;
using System.Text.Json.Nodes;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Structure.Vocabulary;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Structure.Vocabulary;

/// <summary>The JSON Schemas for editors agree with the reader: what it takes they take, and misspelt keys and words they refuse.</summary>
public sealed class SchemasForEditors
{
    private static readonly Dictionary<Kind, SmallSchemaCheck> Schemas =
        JsonSchemas.Kinds.ToDictionary(static words => words.Kind, static words => new SmallSchemaCheck(JsonNode.Parse(JsonSchemas.Of(words))!));

    public static TheoryData<string> Structures => ["hello-village", "authzen-todo", "cuiwei"];

    [Theory]
    [MemberData(nameof(Structures))]
    public void Every_file_of_the_structures_fits_its_schema(string name)
    {
        var folder = Path.Combine(Checkout.Root, "structures", name);
        var faults = new List<string>();
        var files = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var file = new SourceFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes(path));
            if (StructureFiles.KindOf(file.Path) is not { } words) continue;
            files++;
            faults.AddRange(Schemas[words.Kind].FaultsOf(SmallSchemaCheck.Seen(YamlReader.Read(file, new FindingList()))).Select(fault => $"{file.Path}{fault}"));
        }

        Assert.Equal([], faults);
        Assert.True(files > 5, "The files were not found.");
    }

    [Theory]
    [InlineData("duties.yaml", "- duty: noise\n  name: {zh: 噪声, en: Noise}\n  leed: liuhe\n", "leed")]
    [InlineData("duties.yaml", "- duty: noise\n  lead: liuhe\n", "missing name")]
    [InlineData("duties.yaml", "- duty: Noise\n  name: {zh: 噪声}\n", "pattern (Noise)")]
    [InlineData("duties.yaml", "- duty: noise\n  name: 噪声\n", ".name: type")]
    [InlineData("duties.yaml", "- duty: noise\n  name: {de: Lärm}\n", ".name.de: unknown key")]
    [InlineData("duties.yaml", "- duty: noise\n  name: {zh: 噪声}\n  review-by: 2026/1/1\n", "review-by: pattern")]
    [InlineData("powers.yaml", "- power: pay\n  name: {zh: 支付}\n  class: payment\n  held-by: {head@liuhe: {amount: {per-case: 20000}}}\n", "anyOf")]
    [InlineData("powers.yaml", "- power: pay\n  name: {zh: 支付}\n  class: payment\n  held-by: {head: {}}\n", "anyOf")]
    [InlineData("registers.yaml", "- register: person\n  name: {zh: 名册}\n  key: [person.number]\n  keep: {for: 5, after: left}\n", "keep.for: type")]
    [InlineData("purposes.yaml", "- purpose: relief\n  name: {zh: 救助}\n  actors: [governments]\n  consent: none\n", "actors[0]: enum")]
    [InlineData("matters/repair.yaml", "matter: repair\nname: {zh: 报修}\nduty: repairs\nplace: none\nguide: {for: [resident], fee: 0 CNY, promise: 5 working days, first-answer: 1 working day}\nflow:\n  - recieve: {by: clerk}\n", "flow[0].recieve: unknown key")]
    [InlineData("matters/repair.yaml", "matter: repair\nname: {zh: 报修}\nduty: repairs\nplace: none\nguide: {for: [resident], fee: 0 CNY, promise: 5 workdays, first-answer: 1 working day}\nflow: []\n", "guide.promise: pattern")]
    [InlineData("matters/repair.yaml", "matter: repair\nname: {zh: 报修}\nduty: repairs\nplace: none\nguide: {for: [resident], fee: 0 CNY, promise: 5 working days, first-answer: 1 working day}\nflow:\n  - receive: {by: clerk}\n    check: {by: clerk}\n", "flow[0]: oneOf")]
    [InlineData("overlays/x/overlay.yaml", "overlay: x\nname: {zh: 试点}\nkind: trial\nplaces: [liuhe]\n", "kind: enum")]
    [InlineData("overlays/x/overlay.yaml", "overlay: x\nname: {zh: 试点}\nkind: pilot\nplaces: [liuhe]\nadd:\n  - {duty: noise, name: {zh: 噪声}, leed: liuhe}\n", "add[0]: anyOf")]
    public void What_is_misspelt_does_not_fit(string path, string text, string expected)
    {
        var file = new SourceFile(path, Encoding.UTF8.GetBytes(text));

        var faults = Schemas[StructureFiles.KindOf(path)!.Kind].FaultsOf(SmallSchemaCheck.Seen(YamlReader.Read(file, new FindingList())));

        Assert.Contains(faults, fault => fault.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_one_value_or_a_list_may_stand_both_fit() =>
        Assert.All(new[] { "needs: {powers: pay}", "needs: {powers: [pay, order]}", "from: 2026-07-01\n  to: 2026-12-31" }, static more =>
        {
            var file = new SourceFile("duties.yaml", Encoding.UTF8.GetBytes($"- duty: noise\n  name: {{zh: 噪声}}\n  {more}\n"));
            Assert.Equal([], Schemas[Kind.Duty].FaultsOf(SmallSchemaCheck.Seen(YamlReader.Read(file, new FindingList()))));
        });

    [Fact]
    public void A_matter_type_that_changes_on_a_day_stands_in_its_file_twice()
    {
        const string Spell = "  name: {zh: 报修}\n  duty: repairs\n  place: none\n  guide: {for: [resident], fee: 0 CNY, promise: 5 working days, first-answer: 1 working day}\n  flow: []\n";
        var file = new SourceFile("matters/repair.yaml", Encoding.UTF8.GetBytes($"- matter: repair\n{Spell}  to: 2026-06-30\n- matter: repair\n{Spell}  from: 2026-07-01\n"));

        Assert.Equal([], Schemas[Kind.Matter].FaultsOf(SmallSchemaCheck.Seen(YamlReader.Read(file, new FindingList()))));
    }

    [Fact]
    public void Every_key_of_every_kind_is_explained_on_hover_in_both_languages()
    {
        foreach (var words in JsonSchemas.Kinds)
        {
            var definitions = JsonNode.Parse(JsonSchemas.Of(words))!["definitions"]!.AsObject();
            foreach (var keyword in words.Shape.Keywords)
            {
                var said = definitions[words.Word]!["properties"]![keyword.Name]!["description"]?.GetValue<string>();
                var text = KeywordTexts.Of(words.Shape, keyword)!.Value;
                Assert.Equal($"{text.Zh}\n\n{text.En}", said);
            }
        }
    }

    [Fact]
    public void The_schemas_in_the_documents_are_those_of_the_vocabulary()
    {
        var folder = Path.Combine(Checkout.Root, "docs", "schema");
        var expected = JsonSchemas.Kinds.ToDictionary(static words => JsonSchemas.FileOf(words), static words => JsonSchemas.Of(words), StringComparer.Ordinal);
        expected.Add("editor-settings.json", JsonSchemas.EditorSettings("./docs/schema"));

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), Directory.EnumerateFiles(folder).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.All(expected, file => Assert.True(file.Value == File.ReadAllText(Path.Combine(folder, file.Key)), $"docs/schema/{file.Key} is not up to date; ./trellis schema docs/schema writes it."));
    }

    [Theory]
    [InlineData(Kind.Duty, "structures/cuiwei/duties.yaml")]
    [InlineData(Kind.Duty, "structures/cuiwei/duties/own.yaml")]
    [InlineData(Kind.Matter, "matters/small-repair.yaml")]
    [InlineData(Kind.Structure, "a/structure.yaml")]
    [InlineData(Kind.Overlay, "a/overlays/x/overlay.yaml")]
    [InlineData(Kind.Item, "data/person.yaml")]
    public void The_settings_lead_each_file_to_its_schema(Kind kind, string path)
    {
        var matching = JsonSchemas.Kinds.Where(words => JsonSchemas.PathsOf(words).Any(glob => Matches(glob, path))).Select(static words => words.Kind);

        Assert.Equal([kind], matching);
    }

    private static bool Matches(string glob, string path)
    {
        var pattern = glob.Replace("**/", "\u0001", StringComparison.Ordinal).Replace("*", "[^/]*", StringComparison.Ordinal).Replace("\u0001", "(.*/)?", StringComparison.Ordinal);
        return System.Text.RegularExpressions.Regex.IsMatch(path, $"^{pattern}$");
    }
}
