using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Trellis.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>What is found of a unit is told to it before anybody else reads it, and what it answers stands beside it from then on.</summary>
public sealed class AnsweringFindingsOfUnits(ThePages pages) : IClassFixture<ThePages>
{
    private const string Answers = "api/v1/forms/acts/answer-finding";
    private const string Address = "/structure/findings/work";
    private const string InVain = "TR1113";
    private const string Said = "There were three of us for nine townships that week.";
    private const string TooMany = "Too many whistles at once for the hands it has.";

    /// <summary>Whom the whistles of the noise county call in vain, and somebody of it.</summary>
    private const string Called = "urban-management";
    private const string Theirs = "noise-officer@urban-management";
    private const string Others = "civil-clerk@xikou";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task It_is_its_units_alone_until_it_answers_and_then_stands_with_the_answer_for_everybody(string kind)
    {
        await using var county = await CalledInVainAsync(kind);
        var (theirs, others) = (await county.Officer(Theirs), await county.Officer(Others));

        var elsewhere = await FindingsAsync(county, others);
        Assert.DoesNotContain(elsewhere["findings"]!.AsArray(), static one => IsOf(one, Called));
        Assert.True((int)elsewhere["waiting"]! >= 1);
        var mine = Mine(await FindingsAsync(county, theirs));
        var hearing = mine["hearing"]!;
        var number = (long)hearing["number"]!;
        Assert.Equal((true, "2026-05-12", "2026-05-26"), ((bool)hearing["waits"]!, (string)hearing["since"]!, (string)hearing["until"]!));
        Assert.Equal([Called], hearing["silent"]!.AsArray().Select(static one => (string)one!));
        Assert.Equal("finding-told/1", county.Record.Entries().ElementAt((int)number).Event);
        Assert.Equal(EntryActor.System, county.Record.Entries().ElementAt((int)number).By);

        // Once told, they are not told again, whoever asks how often.
        var told = county.Record.Entries().Count(static entry => entry.Event == "finding-told/1");
        foreach (var token in (string[])[theirs, others, await county.Resident()]) await FindingsAsync(county, token);
        Assert.Equal(told, county.Record.Entries().Count(static entry => entry.Event == "finding-told/1"));

        var size = county.Server.Writer.Size;
        Assert.Equal((HttpStatusCode.Forbidden, "forms.not-about-theirs"), Of(await county.Post(Answers, Answer(number, "It was not us."), others)));
        Assert.Equal((HttpStatusCode.Forbidden, "access.for-officers"), Of(await county.Post(Answers, Answer(number, "They never come."), await county.Resident())));
        Assert.Equal((HttpStatusCode.NotFound, "forms.no-such-finding"), Of(await county.Post(Answers, Answer(1, Said), theirs)));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "forms.answer-missing"), Of(await county.Post(Answers, Answer(number, " \n "), theirs)));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "forms.answer-too-long"), Of(await county.Post(Answers, Answer(number, new string('x', 4001)), theirs)));
        foreach (var none in (int[])[0, 4]) Assert.Equal((HttpStatusCode.UnprocessableEntity, "forms.no-such-explanation"), Of(await county.Post(Answers, Answer(number, Said, none), theirs)));
        Assert.Equal(size, county.Server.Writer.Size);

        Assert.Equal(TooMany, (string)mine["explanations"]![2]!["en"]!);
        var done = await county.Post(Answers, Answer(number, Said, 3), theirs, key: "k-answer");
        Assert.True(done.Status == HttpStatusCode.OK, done.ToString());
        var again = await county.Post(Answers, Answer(number, Said, 3), theirs, key: "k-answer");
        Assert.Equal((long)done.Json["receipt"]!["position"]!, (long)again.Json["receipt"]!["position"]!);
        Assert.Equal("http.key-used-otherwise", (await county.Post(Answers, Answer(number, "Something else."), theirs, key: "k-answer")).Code);

        foreach (var token in (string[])[others, await county.Resident()])
        {
            var open = Mine(await FindingsAsync(county, token));
            Assert.Empty(open["hearing"]!["silent"]!.AsArray());
            var answer = Assert.Single(open["hearing"]!["answers"]!.AsArray())!;
            Assert.Equal((Called, Said, TooMany), ((string)answer["unit"]!, (string)answer["said"]!, (string)answer["claims"]!["en"]!));
            Assert.Equal((long)done.Json["receipt"]!["position"]!, (long)answer["position"]!);
        }

        // Who answers again corrects nothing away: both stand.
        Assert.Equal(HttpStatusCode.OK, (await county.Post(Answers, Answer(number, "It was four of us."), theirs)).Status);
        Assert.Equal([Said, "It was four of us."], Mine(await FindingsAsync(county, others))["hearing"]!["answers"]!.AsArray().Select(static one => (string)one!["said"]!));

        // In the entry stands that it was answered, and not what was said.
        Assert.Equal(["by", "finding", "happened"], county.Record.Entries().First(static entry => entry.Event == "finding-answered/1").Fields.Select(static field => field.Key).Order(StringComparer.Ordinal));
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
        county.Record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Who_does_not_answer_in_time_is_read_by_all_and_may_still_answer(string kind)
    {
        await using var county = await CalledInVainAsync(kind);
        var (theirs, others) = (await county.Officer(Theirs), await county.Officer(Others));
        var number = (long)Mine(await FindingsAsync(county, theirs))["hearing"]!["number"]!;

        county.Clock.Move(new DateTimeOffset(2026, 5, 26, 10, 0, 0, TimeSpan.Zero) - county.Clock.Now); // the last day, in the evening
        Assert.DoesNotContain((await FindingsAsync(county, others))["findings"]!.AsArray(), static one => IsOf(one, Called));
        county.Clock.Move(TimeSpan.FromDays(1));
        var late = Mine(await FindingsAsync(county, others))["hearing"]!;
        Assert.Equal((false, number), ((bool)late["waits"]!, (long)late["number"]!));
        Assert.Equal([Called], late["silent"]!.AsArray().Select(static one => (string)one!));

        Assert.Equal(HttpStatusCode.OK, (await county.Post(Answers, Answer(number, Said), theirs)).Status);
        var heard = Mine(await FindingsAsync(county, others))["hearing"]!;
        Assert.Empty(heard["silent"]!.AsArray());
        Assert.Null(Assert.Single(heard["answers"]!.AsArray())!["claims"]);

        // The same after a start: it is read off the record, and its number stays.
        await county.RestartAsync();
        Assert.Equal(number, (long)Mine(await FindingsAsync(county, others))["hearing"]!["number"]!);
    }

    [Fact]
    public async Task Diagnose_says_of_the_record_that_it_waits_and_then_what_was_answered()
    {
        await using var county = await CalledInVainAsync("SQLite");
        using var program = new TheProgram();
        var file = ((Trellis.Runtime.Database.SqliteStore)county.Record.Place.Store).File;
        Assert.Contains("Not told yet: Urban management", Plain(program.Run("diagnose", "--data", file, "--lang", "en").Output), StringComparison.OrdinalIgnoreCase);

        var theirs = await county.Officer(Theirs);
        var number = (long)Mine(await FindingsAsync(county, theirs))["hearing"]!["number"]!;
        Assert.Contains("Until 2026-05-26 it is theirs to answer, and nobody else's to read.", Plain(program.Run("diagnose", "--data", file, "--lang", "en").Output), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await county.Post(Answers, Answer(number, Said, 3), theirs)).Status);

        string[] opened = ["diagnose", "--data", file, "--keys", county.Record.Place.Keys, "--lang"];
        var text = Plain(program.Run([.. opened, "en", "--json", "found.json", "--html", "found.html", "--sarif", "found.sarif"]).Output);
        Assert.Contains($"\"{Said}\" What it says explains it: {TooMany}", text, StringComparison.Ordinal);
        Assert.Contains($"「{Said}」 它说明的原因：同时吹哨太多，人手不够。", Plain(program.Run([.. opened, "zh"]).Output), StringComparison.Ordinal);
        Assert.Contains(Said, await System.IO.File.ReadAllTextAsync(program.At("found.html"), ARecord.Patience), StringComparison.Ordinal);
        var sarif = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(program.At("found.sarif"), ARecord.Patience))!["runs"]![0]!["results"]!.AsArray().First(static one => (string?)one!["ruleId"] == InVain && (string?)one["locations"]![0]!["logicalLocations"]![0]!["fullyQualifiedName"] == Called)!;
        Assert.Contains(Said, (string)sarif["message"]!["text"]!, StringComparison.Ordinal);
        Assert.Equal((false, 1), ((bool)sarif["properties"]!["waitsForAnswer"]!, (int)sarif["properties"]!["answers"]!));
        var json = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(program.At("found.json"), ARecord.Patience))!["work"]!["findings"]!.AsArray().First(static one => (string?)one!["code"] == InVain && (string?)one["who"]!["names"]![0] == Called)!["hearing"]!;
        Assert.Equal((number, Said), ((long)json["number"]!, (string)json["answers"]![0]!["said"]!));

        // Without the keys it says that there is an answer, and where.
        await county.Server.DisposeAsync();
        Directory.Move(county.Record.Place.Keys, county.Record.Place.Keys + "-away");
        Assert.Contains("(the words are sealed here, or were erased)", Plain(program.Run("diagnose", "--data", file, "--lang", "en").Output), StringComparison.Ordinal);
        var refused = program.Run("diagnose", "--data", file, "--keys", program.Folder, "--lang", "en");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("The folder of --keys holds no keys of a record.", refused.Errors, StringComparison.Ordinal);
        Directory.Move(county.Record.Place.Keys + "-away", county.Record.Place.Keys);
    }

    [Theory]
    [InlineData("zh", true), InlineData("en", false)]
    public async Task An_officer_finds_it_in_the_inbox_answers_it_by_its_labels_and_a_neighbour_is_told_to_wait_before(string language, bool withScript)
    {
        string Say(string zh, string en) => language == "zh" ? zh : en;
        var axe = await System.IO.File.ReadAllTextAsync(ShowingPagesToEverybody.AxeCore, ARecord.Patience);
        await using var county = await CalledInVainAsync("SQLite", withPages: true);
        using var theirs = await LookingThroughRowsOfForms.SignedInAsync(county, Theirs, language);
        using var others = await LookingThroughRowsOfForms.SignedInAsync(county, Others, language);
        using var nobody = new AReader(county.Server.Addresses[0], language);
        await theirs.OpenAsync(Address); // has it found, and told

        await using var shown = await pages.ComeAsAsync(theirs, county.Server.Addresses[0], 390, withScript);
        if (withScript) await shown.Context.AddInitScriptAsync(axe);
        await shown.Page.GotoAsync(new Uri(county.Server.Addresses[0], "/inbox").AbsoluteUri);
        await shown.Page.GetByRole(AriaRole.Link, new() { Name = Say("去看、去答复", "Read and answer") }).ClickAsync();
        var ours = shown.Page.GetByRole(AriaRole.Region, new() { Name = Say("说的是本单位：请先答复", "About your unit: answer first") });
        await LooksWellAsync();
        await ours.GetByRole(AriaRole.Link, new() { Name = Say("答复", "Answer it"), Exact = true }).First.ClickAsync();
        var address = new Uri(shown.Page.Url).AbsolutePath;

        foreach (var reader in (AReader[])[others, nobody])
        {
            var (status, waits) = await reader.OpenAsync(address);
            Assert.Equal((HttpStatusCode.OK, Say("等单位答复", "It waits for its unit")), (status, waits.QuerySelector("h1")!.TextContent));
            Assert.DoesNotContain(Say("吹哨", "whistle"), waits.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            Assert.Null(waits.QuerySelector("main form[method=post]"));
            var (_, all) = await reader.OpenAsync(Address);
            Assert.DoesNotContain(InVain, all.QuerySelector("main")!.TextContent.Split(Say("没有查的", "What was not looked for"))[0], StringComparison.Ordinal);
            Assert.Contains(Say("正在等它答复，在这以前只给它自己看", "alone until then"), all.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Contains(Say("请写明答复", "Say what you answer"), (await theirs.DoAsync(address, ("said", " "))).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.OpenAsync(Address + "/1")).Status);

        await LooksWellAsync();
        await shown.Page.GetByLabel(Say("本单位怎样答复", "What your unit answers")).FillAsync(Said);
        await shown.Page.GetByLabel(Say("同时吹哨太多，人手不够。", TooMany)).CheckAsync();
        await shown.Page.GetByRole(AriaRole.Button, new() { Name = Say("下一步：核对", "Next: check") }).ClickAsync();
        await Assertions.Expect(shown.Page.GetByRole(AriaRole.Button, new() { Name = Say("回去改", "Change something") })).ToBeVisibleAsync();
        await LooksWellAsync();
        await shown.Page.GetByRole(AriaRole.Button, new() { Name = Say("回去改", "Change something") }).ClickAsync();
        await Assertions.Expect(shown.Page.GetByLabel(Say("同时吹哨太多，人手不够。", TooMany))).ToBeCheckedAsync();
        await shown.Page.GetByRole(AriaRole.Button, new() { Name = Say("下一步：核对", "Next: check") }).ClickAsync();
        await shown.Page.GetByRole(AriaRole.Button, new() { Name = Say("答复", "Answer"), Exact = true }).ClickAsync();
        await Assertions.Expect(shown.Page.GetByText(Say("答复已经进入记录。", "Your answer is in the record."))).ToBeVisibleAsync();
        await LooksWellAsync();

        foreach (var reader in (AReader[])[others, nobody])
        {
            var (_, one) = await reader.OpenAsync(address);
            Assert.Contains(Said, one.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            Assert.Null(one.QuerySelector("main form[method=post]"));
            var (_, all) = await reader.OpenAsync(Address);
            Assert.Contains(Said, all.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }

        var (_, inbox) = await theirs.OpenAsync("/inbox");
        Assert.DoesNotContain(inbox.QuerySelectorAll("main a"), link => link.TextContent == Say("去看、去答复", "Read and answer"));

        async Task LooksWellAsync()
        {
            Assert.Equal(0, await shown.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
            if (!withScript) return;
            Assert.Empty(await shown.Page.EvaluateAsync<string[]>(ShowingPagesToEverybody.LooksOver, true));
            Assert.Empty(await shown.Page.EvaluateAsync<string[]>(ShowingPagesToEverybody.Presses));
        }
    }

    private static JsonObject Answer(long number, string said, int? claims = null)
    {
        var body = new JsonObject { ["finding"] = number, ["said"] = said };
        if (claims is { } which) body["claims"] = which;
        return body;
    }

    private static (HttpStatusCode, string?) Of(Reply reply) => (reply.Status, reply.Code);

    private static async Task<JsonNode> FindingsAsync(AServedCounty county, string token)
    {
        var reply = await county.Get("api/v1/findings", token);
        Assert.True(reply.Status == HttpStatusCode.OK, reply.ToString());
        return reply.Json;
    }

    private static JsonNode Mine(JsonNode all) => all["findings"]!.AsArray().Single(static one => IsOf(one, Called))!;

    private static bool IsOf(JsonNode? finding, string unit) => (string)finding!["code"]! == InVain && (string)finding["names"]![0]! == unit;

    private static string Plain(string output) => string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A county in which departments were called to a building site again and again, and never came.</summary>
    private static async Task<AServedCounty> CalledInVainAsync(string kind, bool withPages = false)
    {
        var county = withPages ? await AServedCounty.WithPages(kind) : await AServedCounty.On(kind);
        var leader = await county.Officer("township-leader@chengguan");
        var whistled = new List<JsonNode>();
        for (var time = 0; time < 24; time++) whistled.Add(await county.Do(await county.Perform(await county.File("construction-noise", "heping"), "receive"), "blow-whistle", new JsonObject { ["key"] = "look" }, leader));
        county.Clock.Move(TimeSpan.FromDays(1));
        foreach (var matter in whistled) await county.Do(matter, "judge-whistle", new JsonObject { ["number"] = 1, ["verdict"] = "without-effect" }, await county.Resident());
        return county;
    }
}
