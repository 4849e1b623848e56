using System.Net;
using System.Text.Json.Nodes;
using Trellis.Information.Registers;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Diagnosis;
using Trellis.Scenarios.Information;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Scenarios.Serving;
using Xunit;

namespace Trellis.Scenarios.Diagnosis;

/// <summary>What is wrong in a record is read off it: by whoever has its database, without a key, and over HTTP.</summary>
public sealed class DiagnosingRecordsTests
{
    private static readonly PostAt Welfare = new("relief-officer", new UnitId("civil-affairs"));

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Departments_that_disagree_are_a_finding_until_the_owner_has_settled_the_last_row(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var (police, welfare) = (await desk.Police(), await desk.Officer(Welfare));
        var first = desk.Today();
        var corrected = new List<(RowId Row, long Position)>();
        for (var number = 0; number < 6; number++)
        {
            var row = await desk.Enter(police, "person", $"name=人{number}", $"phone=1380000000{number}");
            corrected.Add((row, (await desk.Correct(welfare, row, $"phone=1390000000{number}")).Receipt.First));
            desk.Clock.Move(TimeSpan.FromDays(1));
        }

        var found = Assert.Single(DiagnosingRecords.Beside(desk.Record.Place.Store).Disputes);
        Assert.Equal(("person.phone", "police", 6L, first), (found.Item, found.Owner, found.Rows, found.Since));
        Assert.Equal(found, Assert.Single(DiagnosingRecords.DisputesNow(desk.Desk).Disputes));

        foreach (var (row, position) in corrected.Take(2)) await desk.Register(police, new SettleValue(row, "phone", position, new PersonalText("because"), ["cuiwei-data-rules/6"]));
        var few = Assert.Single(DiagnosingRecords.Beside(desk.Record.Place.Store).Disputes);
        Assert.Equal((null, new DateOnly(first.Year, first.Month, 1)), (few.Rows, few.Since)); // four are left

        foreach (var (row, position) in corrected.Skip(2)) await desk.Register(police, new SettleValue(row, "phone", position, new PersonalText("because"), ["cuiwei-data-rules/6"]));
        Assert.Empty(DiagnosingRecords.Beside(desk.Record.Place.Store).Disputes);
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Fact]
    public async Task The_command_lists_them_without_keys_and_without_a_value_and_says_so_by_its_exit_code()
    {
        await using var desk = await ADesk.On("SQLite");
        var file = ((SqliteStore)desk.Record.Place.Store).File;
        using var program = new TheProgram();
        Assert.Contains("Departments disagree on no value of the base.", program.Run("diagnose", "--data", file, "--lang", "en").Succeeds().Output, StringComparison.Ordinal);
        var (police, welfare) = (await desk.Police(), await desk.Officer(Welfare));
        for (var number = 0; number < 5; number++) await desk.Correct(welfare, await desk.Enter(police, "person", $"phone=1380000000{number}"), $"phone=1390000000{number}");
        await desk.Correct(welfare, await desk.Enter(police, "person", "name=王芳"), "name=汪芳");
        await desk.CloseAsync();

        var english = program.Run("diagnose", "--data", file, "--lang", "en");
        var chinese = program.Run("diagnose", "--data", file, "--lang", "zh");
        var json = program.Run("diagnose", "--data", file, "--format", "json");

        Assert.Equal((1, 1, 1), (english.ExitCode, chinese.ExitCode, json.ExitCode));
        Assert.Contains("warning TR2101: person.phone", english.Output, StringComparison.Ordinal);
        Assert.Contains("departments disagree on 5 rows", english.Output, StringComparison.Ordinal);
        Assert.Contains("person.name", english.Output, StringComparison.Ordinal);
        Assert.Contains("on fewer than 5 rows", english.Output, StringComparison.Ordinal);
        Assert.Contains("警告 TR2101：", chinese.Output, StringComparison.Ordinal);
        Assert.Contains("person.phone 「", chinese.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("police", chinese.Output, StringComparison.Ordinal); // units go by their names
        Assert.Equal(["person.name", "person.phone"], JsonNode.Parse(json.Output)!["findings"]!.AsArray().Select(static one => (string)one!["item"]!));
        foreach (var held in (string[])["138000", "139000", "王芳", "汪芳"]) Assert.DoesNotContain(held, english.Output + chinese.Output + json.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_diagnosed_is_refused_with_the_way_out()
    {
        await using var desk = await ADesk.On("SQLite");
        var file = ((SqliteStore)desk.Record.Place.Store).File;
        using var program = new TheProgram();
        program.Given("log.csv", "case,activity,time\n1,a,2026-01-01\n");

        program.Run("diagnose", "--data", "nothing.db", "--lang", "en").RefusesSaying("nothing.db");
        program.Run("diagnose", "log.csv", "--data", file).RefusesSaying("log.csv has no place beside a record");
        program.Run("diagnose", "--names", "--data", file).RefusesSaying("--names has no place beside a record");
        program.Run("diagnose", "--skip-bad-rows", "--data", file).RefusesSaying("--skip-bad-rows has no place beside a record");
        program.Run("diagnose", "--data", file, "--json", file).RefusesSaying(Path.GetFileName(file));
        program.Run("diagnose", "--data", file, "--postgres", "Host=x").RefusesSaying("--data and --postgres are both given");
        program.Run("diagnose", file).RefusesSaying("an SQLite database", "--data");
        program.Run("diagnose").RefusesSaying("It is not said what to diagnose");
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Officers_are_told_over_HTTP_how_many_and_who_is_to_settle_them_and_the_owner_finds_the_rows(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var (police, welfare) = (await county.Officer("traffic-officer@police"), await county.Officer("relief-officer@civil-affairs"));
        var entered = await county.Post("api/v1/registers/person/acts/enter-subject", new JsonObject { ["items"] = new JsonObject { ["phone"] = "13800000001" }, ["source"] = "act" }, police);
        var row = (string)entered.Json["subject"]!;
        await county.Post($"api/v1/registers/{row}/acts/correct-value", new JsonObject { ["items"] = new JsonObject { ["phone"] = "13900000002" }, ["source"] = "act", ["reason"] = "because" }, welfare);

        var found = await county.Get("api/v1/disagreements/findings", welfare);

        Assert.True(found.Status == HttpStatusCode.OK, found.ToString());
        var one = Assert.Single(found.Json["findings"]!.AsArray())!;
        Assert.Equal(("TR2101", "person.phone", "police", true, null), ((string)one["code"]!, (string)one["item"]!, (string)one["owner"]!, (bool)one["withheld"]!, one["rows"]));
        Assert.DoesNotContain("1390", found.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(row, found.Body, StringComparison.Ordinal);
        Assert.Equal(row, (string)Assert.Single((await county.Get("api/v1/disagreements", police)).Json["disagreements"]!.AsArray())!["subject"]!);
        Assert.Equal("access.for-officers", (await county.Get("api/v1/disagreements/findings", await county.Resident())).Code);
    }
}
