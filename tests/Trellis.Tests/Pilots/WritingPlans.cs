using System.Text.Json;
using AngleSharp.Html.Parser;
using Trellis.Pilots.Plans;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Pilots;

/// <summary>A plan on paper, on the screen and for programs.</summary>
public sealed class WritingPlans
{
    /// <summary>A change that fills every part.</summary>
    private static StructurePlan Rich => RichChange.Plan();

    private static AChange RichChange => AChange.OfTheVillage()
        .Write("delegations.yaml", "")
        .Edit("matters/small-repair.yaml", "promise: 12 working days", "promise: 15 working days")
        .Edit("matters/small-repair.yaml", "{id: look, by: village-clerk, within: 2 working days", "{id: look, by: village-head, within: 2 working days")
        .Edit("forms/safety-walk.yaml", "every: quarter", "every: month")
        .Edit("duties.yaml", "zh: 安全隐患巡查", "zh: 安全<巡查>");

    [Theory]
    [InlineData(Language.Chinese, "zh-CN")]
    [InlineData(Language.English, "en")]
    public async Task The_page_stands_alone_and_every_part_has_its_heading(Language language, string tag)
    {
        var html = Rich.Html(language);
        var page = await new HtmlParser().ParseDocumentAsync(html, TestContext.Current.CancellationToken);

        Assert.Equal(tag, page.DocumentElement.GetAttribute("lang"));
        Assert.Empty(page.QuerySelectorAll("script, link, img, iframe"));
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.Equal(1, page.QuerySelectorAll("h1").Length);
        var targets = page.QuerySelectorAll("nav a").Select(static link => link.GetAttribute("href")![1..]).ToList();
        Assert.True(targets.Count >= 6);
        Assert.Equal(targets, page.QuerySelectorAll("h2").Select(static heading => heading.Id));
        Assert.All(page.QuerySelectorAll("svg"), static picture => Assert.NotNull(picture.QuerySelector("title")));
        Assert.All(page.QuerySelectorAll("table"), static table => Assert.NotNull(table.QuerySelector("caption")));
    }

    [Fact]
    public void Names_never_become_markup() => Assert.DoesNotContain("<巡查>", Rich.Html(Language.Chinese), StringComparison.Ordinal);

    [Fact]
    public void A_plan_that_changes_nothing_makes_a_page_that_says_so()
    {
        var html = AChange.OfTheVillage().Plan().Html(Language.Chinese);

        Assert.Contains("没有任何变化", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<dl", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_change_gives_the_same_bytes()
    {
        Assert.Equal(Rich.Json().RootElement.GetRawText(), Rich.Json().RootElement.GetRawText());
        Assert.Equal(Rich.Html(Language.English), Rich.Html(Language.English));
    }

    [Fact]
    public void Lines_keep_to_the_width_of_the_terminal()
    {
        foreach (var language in (Language[])[Language.Chinese, Language.English])
            foreach (var line in Rich.Text(language).Split('\n'))
                Assert.True(line.Sum(static letter => letter >= '\u2E80' ? 2 : 1) <= 102, line); // a closing mark may hang over
    }

    [Fact]
    public void Every_key_of_the_json_has_its_entry_in_the_reference_and_every_entry_is_a_key()
    {
        var reference = Checkout.File("docs/reference/plan-json.md").Text;
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        var there = AChange.OfTheVillage().Write("delegations.yaml", "").Remove("matters/small-repair.yaml");
        foreach (var plan in (StructurePlan[])[Rich, there.Mirrored(), Renamed, Moved, PilotReworded, PilotEverywhere, AChange.Of("cuiwei").Remove("overlays/towns-decide/overlay.yaml").Mirrored(), AChange.OfTheVillage().Edit("units.tsv", "\t1300", "\t1301").Edit("powers.yaml", "basis: [liuhe-services/6]", "basis: [liuhe-services/66]").Plan()])
        {
            using var json = plan.Json();
            Gather(json.RootElement, "", keys);
        }

        var lived = RichChange.Simulated(runs: 2, days: 40);
        foreach (var effects in (SimulatedEffects[])[lived.Effects, new() { WhyNot = new("有错误", "it has errors") }])
        {
            using var json = lived.Plan.Json(effects);
            Gather(json.RootElement, "", keys);
        }

        var entries = reference.Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(static line => line.Split('|')[1].Split('`').Where(static (_, at) => at % 2 == 1)).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], keys.Where(key => !entries.Contains(key)));
        Assert.Equal([], entries.Where(entry => !keys.Contains(entry)));
    }

    [Fact]
    public void Every_option_of_plan_has_its_heading_and_an_example()
    {
        var text = Documentation.Markdown.Read(Checkout.File("docs/reference/plan.md").Text);
        var terminal = new Trellis.Cli.Terminal { Input = Stream.Null, Output = Stream.Null, Words = TextWriter.Null, Errors = TextWriter.Null };
        var plan = Trellis.Cli.TrellisCommand.Make(terminal).Subcommands.Single(static command => command.Name == "plan");

        foreach (var option in plan.Options.Where(static option => option is not System.CommandLine.Help.HelpOption))
        {
            var heading = text.Headings.Find(heading => heading.Title == option.Name);
            Assert.True(heading is not null, $"{option.Name} has no heading.");
            var (from, to) = text.Section(heading);
            Assert.Contains(text.Blocks, block => block.Line > from && block.Line <= to && block.Text.Contains(option.Name, StringComparison.Ordinal));
        }

        foreach (var heading in text.Headings.Where(static heading => heading.Title.StartsWith("--", StringComparison.Ordinal)))
            Assert.Contains(plan.Options, option => option.Name == heading.Title);
    }

    [Fact]
    public void Every_kind_of_change_stands_in_the_reference()
    {
        var reference = Checkout.File("docs/reference/plan-json.md").Text;

        foreach (var kind in Enum.GetValues<UnitChangeKind>()) Assert.Contains($"`{PlanAsJson.Word(kind)}`", reference, StringComparison.Ordinal);
        foreach (var kind in Enum.GetValues<EntryChangeKind>()) Assert.Contains($"`{PlanWords.Of(kind).En}`", reference, StringComparison.Ordinal);
    }

    private static StructurePlan Renamed => AChange.OfTheVillage().EditEverywhere("temporary-aid", "urgent-aid").Edit("duties.yaml", "- duty: urgent-aid\n", "- duty: urgent-aid\n  formerly: temporary-aid\n").Plan();

    private static StructurePlan Moved => AChange.OfTheVillage() is var change ? change.Write("powers/all.yaml", change["powers.yaml"]).Remove("powers.yaml").Plan() : throw new InvalidOperationException();

    private static StructurePlan PilotReworded => AChange.Of("cuiwei").Edit("overlays/towns-decide/overlay.yaml", "少跑六十公里", "少跑六十里").Plan();

    private static StructurePlan PilotEverywhere => AChange.Of("cuiwei").Edit("matters/hardship-allowance.yaml", "promise: 18 working days", "promise: 17 working days").Plan();

    /// <summary>Texts in two languages and findings, which the reference of check describes, count as one.</summary>
    private static void Gather(JsonElement element, string path, SortedSet<string> keys)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in element.EnumerateArray()) Gather(one, path + "[]", keys);
            return;
        }

        if (element.ValueKind != JsonValueKind.Object) return;
        if (element.EnumerateObject().Select(static property => property.Name).SequenceEqual(["id", "name"])) return; // a place or a unit
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name is "zh" or "en") return;
            var inner = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            keys.Add(inner);
            if (inner is not ("newFindings" or "mendedFindings")) Gather(property.Value, inner, keys);
        }
    }
}
