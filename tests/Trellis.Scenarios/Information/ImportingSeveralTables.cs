using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Trellis.Information.Importing;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Scenarios.Serving;
using Trellis.Structure.Files;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>Tables that are imported as one: tried before, cut in the middle, twice at once, over HTTP and by the command.</summary>
public sealed class ImportingSeveralTables
{
    private const string Households = "import: households\nregister: household\nbasis: cuiwei-data-rules/7\ncolumns:\n  编号: number\n  户主证件号: {item: head, by: number}\n";
    private const string People = "import: people\nregister: person\nbasis: cuiwei-data-rules/6\ncolumns:\n  姓名: name\n  证件号: number\n  家庭: household\n";
    private const string Circle = "编号,户主证件号\nH1,990101198503030023\nH2,990101198005170015\nH3,990101197909090048\n";
    private const string InCircle = "姓名,证件号,家庭\n李梅,990101198503030023,H2\n王强,990101198005170015,H1\n赵平,990101197909090048,H3\n";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_dry_run_tells_households_in_a_circle_by_line_and_column_before_anything_is_entered_and_the_import_tells_the_same(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var (owner, police) = (await desk.Officer(new PostAt("", new UnitId("civil-affairs"))), await desk.Police());
        ImportOrder[] orders() => [Order(desk, owner, Circle, Households), Order(desk, police, InCircle, People)];
        var size = desk.Writer.Size;

        var tried = desk.Imports.DryRun(orders(), null);

        Assert.Equal(size, desk.Writer.Size);
        Assert.Equal((3, 0, 2, 0), (tried[0].New, tried[0].Refused, tried[0].Circular, tried[0].Unresolved));
        Assert.Equal([(2L, "户主证件号"), (3L, "户主证件号")], tried[0].Errors.Select(static one => (one.Line, one.Column)));
        Assert.Contains("line 3", tried[0].Errors[0].Says.En, StringComparison.Ordinal);
        Assert.Equal((3, 0), (tried[1].New, tried[1].Circular));
        foreach (var error in tried[0].Errors) Assert.DoesNotContain("990101", error.Says.Zh + error.Says.En, StringComparison.Ordinal);

        var (done, why) = await desk.Imports.ImportAsync(orders(), null, ARecord.Patience);
        Assert.Null(why);
        Assert.Equal(Told(tried), Told(done));
        // Against what is entered a table is tried as well: only the one that would close a circle.
        var closing = desk.Imports.DryRun([Order(desk, owner, "编号,户主证件号\nH3,990101198503030023\n", Households)], null);
        Assert.Equal(0, closing[0].Circular);
        await desk.AssertTheSameWhenFoldedAnew();

        static IEnumerable<string> Told(IReadOnlyList<ImportReport> reports) => reports.Select(static one => $"{one.Rows} {one.New} {one.Refused} {one.Unresolved} {one.Circular} {string.Join(';', one.Errors.Select(static error => $"{error.Line} {error.Column} {error.Says.En}"))}");
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Several_tables_that_were_cut_in_the_second_go_on_behind_the_last_line_of_each_and_name_each_other_in_the_end(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var (owner, police) = (await desk.Officer(new PostAt("", new UnitId("civil-affairs"))), await desk.Police());
        var households = "编号,户主证件号\n" + string.Concat(Enumerable.Range(0, 600).Select(static at => $"H{at},{NumberOf(at)}\n"));
        var people = "姓名,证件号,家庭\n" + string.Concat(Enumerable.Range(0, 1200).Select(static at => $"人{(char)('一' + at)}甲,{NumberOf(at)},H{at % 600}\n"));
        ImportOrder[] orders() => [Order(desk, owner, households, Households), Order(desk, police, people, People)];
        using var cut = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.Imports.ImportAsync(orders(), rows => { if (desk.Registers.Questions.Count("household") == 600 && rows >= 1000) cut.Cancel(); }, cut.Token));
        desk.Record.Clock.Move(TimeSpan.FromSeconds(1));
        await desk.RestartAsync();
        var stored = desk.Registers.Questions.Count("person");
        Assert.InRange(stored, 500, 1199);
        Assert.Equal(600, desk.Registers.Questions.Count("household"));
        Assert.Empty(desk.Held(new RowId("household", "H0"), "head")); // what comes when all are there had not come yet

        var (done, why) = await desk.Imports.ImportAsync(orders(), null, ARecord.Patience);

        Assert.Null(why);
        Assert.Equal((600, 0, 600, 0), (done[0].Before, done[0].New, done[0].Related, done[0].Unresolved));
        Assert.Equal((stored, 1200 - stored), (done[1].Before, done[1].New));
        Assert.Equal(1200, desk.Registers.Questions.Count("person"));
        foreach (var household in (string[])["H0", "H299", "H599"]) Assert.Single(desk.Held(new RowId("household", household), "head"));
        var size = desk.Writer.Size;
        await desk.Imports.ImportAsync(orders(), null, ARecord.Patience);
        Assert.Equal(size, desk.Writer.Size); // and once more changes nothing
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Two_imports_at_once_that_share_a_register_are_one_refused_whole_and_those_that_share_none_both_come_in(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var (owner, police) = (await desk.Officer(new PostAt("", new UnitId("civil-affairs"))), await desk.Police());
        var people = "姓名,证件号,家庭\n" + string.Concat(Enumerable.Range(0, 1200).Select(static at => $"人{(char)('一' + at)}甲,,\n"));
        Task<(IReadOnlyList<ImportReport> Done, Refusal? Why)>? shares = null, other = null;

        var (done, _) = await desk.Imports.ImportAsync([Order(desk, police, people, People)], _ =>
        {
            shares ??= desk.Imports.ImportAsync([Order(desk, owner, Circle, Households), Order(desk, police, InCircle, People)], null, ARecord.Patience);
            other ??= desk.Imports.ImportAsync([Order(desk, owner, "编号,户主证件号\nH9,\n", Households)], null, ARecord.Patience);
        }, ARecord.Patience);

        var (none, why) = await shares!;
        Assert.Equal(ImportRefusals.Running, why);
        Assert.Empty(none);
        Assert.Null((await other!).Why);
        Assert.Null(desk.Registers.Questions.Find(new RowId("household", "H1"))); // nothing of the refused one came in, not even its first table
        Assert.NotNull(desk.Registers.Questions.Find(new RowId("household", "H9")));
        Assert.Equal(1200, done[0].New);
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Over_HTTP_several_tables_are_tried_and_taken_as_one_and_what_is_wrong_says_in_which(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var officer = await county.Officer("relief-officer@civil-affairs");
        static JsonObject Table(string mapping, string table) => new() { ["mapping"] = mapping, ["table"] = table };
        Task<Reply> Send(bool dryRun, params JsonNode[] tables) => county.Post("api/v1/imports", new JsonObject { ["tables"] = new JsonArray(tables), ["dryRun"] = dryRun }, officer);

        Assert.Equal("http.body-unreadable", (await Send(false)).Code);
        var mapping = await Send(false, Table(Households, Circle), Table("import: a\n", InCircle));
        Assert.Equal("import.mapping-unusable", mapping.Code);
        Assert.Contains("mapping-2.yaml", mapping.Body, StringComparison.Ordinal);
        var table = await Send(false, Table(Households, Circle), Table(People, "甲,乙\n1,2\n"));
        Assert.Equal("import.table-unusable", table.Code);
        Assert.Contains("table 2", table.Body, StringComparison.Ordinal);
        Assert.Equal(0, county.Server.Registers.Questions.Count("household")); // not the first one either

        var tried = (await Send(true, Table(Households, Circle), Table(People, InCircle))).Json["tables"]!.AsArray();
        Assert.Equal((3, 2, true), ((int)tried[0]!["new"]!, (int)tried[0]!["circular"]!, (bool)tried[0]!["dryRun"]!));
        Assert.Equal(0, county.Server.Registers.Questions.Count("household"));

        var done = await Send(false, Table(Households, Circle), Table(People, InCircle));
        Assert.True(done.Status == HttpStatusCode.OK, done.ToString());
        Assert.Equal((3, 2), ((int)done.Json["tables"]![0]!["new"]!, (int)done.Json["tables"]![0]!["circular"]!));
        Assert.Equal(3, (int)done.Json["tables"]![1]!["new"]!);
        Assert.Null(done.Json["refused"]);
        Assert.DoesNotContain("990101", done.Body, StringComparison.Ordinal);
        var denied = await county.Post("api/v1/imports", new JsonObject { ["tables"] = new JsonArray(Table(Households, Circle.Replace("H3", "H4", StringComparison.Ordinal))), ["dryRun"] = false }, await county.Officer("@bus-company"));
        Assert.Equal(HttpStatusCode.Forbidden, denied.Status);
    }

    [Fact]
    public async Task The_command_tries_the_tables_of_a_whole_county_as_one_and_says_what_does_not_go_together()
    {
        await using var desk = await ADesk.On("SQLite");
        await desk.CloseAsync();
        var data = ((SqliteStore)desk.Record.Place.Store).File;
        using var program = new TheProgram();
        program.Run("import", "--invent", "base", "--structure", Structures.Of("cuiwei"), "--scale", "0.02", "--seed", "3", "--lang", "en").Succeeds();
        string[] tables = ["places", "households", "residents", "organisations"];
        string[] import = ["import", .. tables.Select(static one => $"base/{one}.csv"), .. tables.SelectMany(static one => (string[])["--mapping", $"base/{one}.yaml"]), "--data", data, "--lang", "en"];

        var tried = program.Run([.. import, "--dry-run", "--json", "-"]);
        var report = JsonNode.Parse(tried.Output)!;
        Assert.Equal("trellis/imports/1", (string?)report["schema"]);
        Assert.Equal(tables.Length, report["tables"]!.AsArray().Count);
        Assert.All(report["tables"]!.AsArray(), static one => Assert.Equal((0, true), ((int)one!["refused"]!, (bool)one["dryRun"]!)));
        program.Run(["import", "base/places.csv", "base/residents.csv", "--mapping", "base/places.yaml", "--data", data, "--dry-run", "--lang", "en"]).RefusesSaying("2 tables and 1 mappings");
        program.Run([.. import, "--register", "person", "--dry-run"]).RefusesSaying("each mapping names its register");
        program.Run(["import", "-", "-", "--mapping", "base/places.yaml", "--mapping", "base/residents.yaml", "--data", data, "--dry-run", "--lang", "en"]).RefusesSaying("one table");
    }

    private static string NumberOf(int at)
    {
        var digits = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"9901011980{(at / 28 % 12) + 1:00}{(at % 28) + 1:00}{at / 336:000}");
        return digits + Trellis.Information.ResidentNumber.CheckOf(digits);
    }

    private static ImportOrder Order(ADesk desk, Actor by, string table, string mapping)
    {
        var (bytes, written) = (Encoding.UTF8.GetBytes(table), Encoding.UTF8.GetBytes(mapping));
        var (read, findings) = desk.Imports.ReadMapping(new SourceFile("mapping.yaml", written), null);
        Assert.True(read is not null, string.Join('\n', findings.Kept.Select(static one => one.Found.En)));
        return new ImportOrder(by, read, written, new MemoryStream(bytes), SHA256.HashData(bytes), "table.csv");
    }
}
