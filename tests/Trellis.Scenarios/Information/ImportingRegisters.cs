using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Trellis.Information;
using Trellis.Information.Importing;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Scenarios.Serving;
using Trellis.Structure.Files;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>Tables of departments imported into registers, on both stores: what becomes of each row, what is proposed, what is found, and what is left after an erasure.</summary>
public sealed class ImportingRegisters
{
    private const string Mapping = "import: residents\nregister: person\nbasis: cuiwei-data-rules/6\ncolumns:\n  姓名: name\n  证件号: number\n  生日: birth\n  性别: sex\n  电话: phone\n  地址: address\n";
    private const string Header = "姓名,证件号,生日,性别,电话,地址\n";
    private const string Wang = "王晓雯,990101198005170015,1980-05-17,男,11112345678,和平社区锦绣园3号楼2单元501室\n";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Rows_are_entered_once_and_the_same_table_again_does_nothing(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        var table = Header + Wang + "李雷,,1975-01-02,男,11100000001,汀溪村3组12号\n" + "坏行,110105194912310021,,,,\n" + "短行,1\n";

        var first = await Import(desk, police, table);

        Assert.Equal((4, 2, 2), (first.Rows, first.New, first.Refused));
        Assert.Equal([(4L, "证件号"), (5L, null)], first.Errors.Select(static one => (one.Line, one.Column)));
        var again = await Import(desk, police, table);
        Assert.Equal((0, 2), (again.New, again.Before));
        Assert.Equal(2, desk.Registers.Questions.Count("person"));

        // Another table with the same people: the one is known by his number, the other by every value.
        var later = await Import(desk, police, Header + Wang.Replace("11112345678", "11199999999", StringComparison.Ordinal) + "李雷,,1975-01-02,男,11100000001,汀溪村3组12号\n");
        Assert.Equal((0, 1, 1), (later.New, later.Changed, later.Same));
        Assert.Equal(2, desk.Registers.Questions.Count("person"));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Another_department_disagrees_beside_the_owner_and_pairs_wait_for_somebody_to_link_them(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        await Import(desk, police, Header + Wang);
        var civil = await desk.Officer(new PostAt("", new UnitId("civil-affairs")));

        var report = await Import(desk, civil, Header + Wang.Replace("11112345678", "11187654321", StringComparison.Ordinal) + "王小文,,1980-05-17,男,11112345678,和平社区锦绣园3栋2-501\n");

        Assert.Equal((1, 1, 1), (report.Disagreeing, report.New, report.Proposed));
        var pair = Assert.Single(desk.Imports.Proposals("person", null, 10).Pairs);
        Assert.Contains("name:sounds-alike", pair.Reasons);
        Assert.Contains("address:same", pair.Reasons);
        Assert.DoesNotContain("王", string.Concat(pair.Reasons), StringComparison.Ordinal);
        await desk.Register(police, new LinkSubjects(pair.One, pair.Other, ["public-order"], ["name-sounds-alike"], null));
        Assert.Empty(desk.Imports.Proposals("person", null, 10).Pairs);
        await desk.Register(police, new UndoLink(pair.One, pair.Other, new PersonalText("two people")));
        Assert.Single(desk.Imports.Proposals("person", null, 10).Pairs);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Somebody_is_found_by_what_is_typed_and_by_nothing_after_an_erasure(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        await Import(desk, police, Header + Wang);
        var row = desk.Registers.Questions.After("person", "", 1)[0].Id;
        string[] ways = ["王晓雯", "wang xiaowen", "wxw", "王小文", "王晓斐", "990101198005170015", "111 1234 5678", "和平社区锦绣园3栋2-501"];

        foreach (var way in ways) Assert.Equal(row, Assert.Single(desk.Imports.Search("person", way).Found!).Subject);
        Assert.Empty(desk.Imports.Search("person", "王建国").Found!);
        Assert.Equal(ImportRefusals.NothingToSearch, desk.Imports.Search("person", "，").Why);
        // The index is made anew from values as it was.
        await desk.CloseAsync();
        RebuildingTables.Run(desk.Record.Place);
        await desk.RestartAsync();
        foreach (var way in ways) Assert.Equal(row, Assert.Single(desk.Imports.Search("person", way).Found!).Subject);

        await desk.Writer.EraseAsync(row.ToString(), null, new EntryActor.Officer("archivist", "cuiwei"), "cuiwei-data-rules/6", ARecord.Patience);
        foreach (var way in ways) Assert.Empty(desk.Imports.Search("person", way).Found!);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_import_that_was_cut_goes_on_where_the_record_ends(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        var table = Header + string.Concat(Enumerable.Range(0, 1200).Select(static at => $"人{(char)('一' + at)}甲,,1980-01-02,女,,汀溪村3组{at}号\n"));
        using var cut = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => desk.Imports.ImportAsync(Order(desk, police, table), rows => { if (rows >= 1000) cut.Cancel(); }, cut.Token));
        // No program begins anew in the millisecond in which another ended; ids that are minted then would be those of before.
        desk.Record.Clock.Move(TimeSpan.FromSeconds(1));
        await desk.RestartAsync();
        var stored = desk.Registers.Questions.Count("person");
        Assert.InRange(stored, 500, 1199);
        var report = await Import(desk, police, table);

        Assert.Equal((stored, 1200 - stored), (report.Before, report.New));
        Assert.Equal(1200, desk.Registers.Questions.Count("person"));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Where_rows_cannot_be_stored_none_that_follow_them_are_and_the_same_table_enters_all(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        var table = Header + string.Concat(Enumerable.Range(0, 1800).Select(static at => $"人{(char)('一' + at)}甲,,1980-01-02,女,,汀溪村3组{at}号\n"));
        // The second of four batches, when the first is stored, the third on its way and the fourth planned.
        desk.Record.Change(kind == "SQLite"
            ? "create trigger stop before insert on import_run when new.line = 1001 begin select raise(abort, 'stop'); end"
            : "create function stop() returns trigger language plpgsql as $$ begin if new.line = 1001 then raise exception 'stop'; end if; return new; end $$; create trigger stop before insert on import_run for each row execute function stop()");

        await Assert.ThrowsAsync<MachineFault>(() => Import(desk, police, table));
        Assert.Equal(500, desk.Registers.Questions.Count("person"));
        desk.Record.Change(kind == "SQLite" ? "drop trigger stop" : "drop trigger stop on import_run; drop function stop()");
        var report = await Import(desk, police, table);

        Assert.Equal((500, 1300), (report.Before, report.New));
        Assert.Equal(1800, desk.Registers.Questions.Count("person"));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Fact]
    public async Task Two_rows_with_one_key_are_one_row_and_one_error_that_names_the_other_line()
    {
        await using var desk = await ADesk.On("SQLite");
        var report = await Import(desk, await desk.Police(), Header + Wang + Wang);

        Assert.Equal((1, 1), (report.New, report.Refused));
        var error = Assert.Single(report.Errors);
        Assert.Equal(3, error.Line);
        Assert.Contains("line 2", error.Says.En, StringComparison.Ordinal);
        Assert.DoesNotContain("990101", error.Says.En + error.Says.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_says_what_an_import_then_does_and_changes_nothing()
    {
        await using var desk = await ADesk.On("SQLite");
        var police = await desk.Police();
        await Import(desk, police, Header + Wang);
        var table = Header + Wang + "王小文,,1980-05-17,男,11112345678,和平社区锦绣园3栋2-501\n王小雯,,1980-05-17,男,11112345678,\n李雷,,1975-01-02,男,,汀溪村3组12号\n错,1,,,,\n";
        var size = desk.Writer.Size;

        var tried = desk.Imports.DryRun(Order(desk, police, table), null);

        Assert.Equal(size, desk.Writer.Size);
        var done = await Import(desk, police, table);
        Assert.Equal((done.New, done.Changed, done.Same, done.Disagreeing, done.Proposed, done.Refused), (tried.New, tried.Changed, tried.Same, tried.Disagreeing, tried.Proposed, tried.Refused));
        Assert.Equal((3, 1, 1), (done.New, done.Same, done.Refused));
    }

    [Fact]
    public async Task Who_may_not_record_in_the_register_imports_nothing()
    {
        await using var desk = await ADesk.On("SQLite");
        var (done, why) = await desk.Imports.ImportAsync(Order(desk, await desk.Officer(new PostAt("", new UnitId("bus-company"))), Header + Wang), null, ARecord.Patience);

        Assert.Null(done);
        Assert.NotNull(why);
        Assert.Equal(0, desk.Registers.Questions.Count("person"));
    }

    [Fact]
    public async Task Rows_whose_key_is_nobodys_secret_bear_it_and_others_point_at_them()
    {
        await using var desk = await ADesk.On("SQLite");
        var owner = await desk.Officer(new PostAt("", new UnitId("civil-affairs")));
        await Import(desk, owner, "编号,住房\nH1,P1\n", "import: households\nregister: household\nbasis: cuiwei-data-rules/7\ncolumns:\n  编号: number\n  住房: home\n");
        var police = await desk.Police();
        await Import(desk, police, "姓名,家庭\n王晓雯,H1\n", "import: members\nregister: person\nbasis: cuiwei-data-rules/6\ncolumns:\n  姓名: name\n  家庭: household\n");

        Assert.NotNull(desk.Registers.Questions.Find(new RowId("household", "H1")));
        Assert.Single(desk.Registers.Questions.Related(new RowId("household", "H1"), "person.household", new AsOf(desk.Today())));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Over_HTTP_a_table_is_imported_and_whoever_is_found_was_looked_at_first(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var registrar = await county.Officer("household-registrar@police-chengguan");
        JsonObject form(string table, bool dry = false, string mapping = Mapping) => new() { ["mapping"] = mapping, ["table"] = table, ["dryRun"] = dry };

        Assert.Equal("import.mapping-unusable", (await county.Post("api/v1/registers/person/imports", form(Header, mapping: "import: a\n"), registrar)).Code);
        Assert.Equal("import.table-unusable", (await county.Post("api/v1/registers/person/imports", form("甲,乙\n1,2\n"), registrar)).Code);
        Assert.Equal(1, (int)(await county.Post("api/v1/registers/person/imports", form(Header + Wang, dry: true), registrar)).Json["new"]!);
        Assert.Equal(0, county.Server.Registers.Questions.Count("person"));
        var done = (await county.Post("api/v1/registers/person/imports", form(Header + Wang + "王小文,,1980-05-17,男,11112345678,和平社区锦绣园3栋2-501\n错,1,,,,\n"), registrar)).Json;
        Assert.Equal((2, 1, 1), ((int)done["new"]!, (int)done["proposed"]!, (int)done["refused"]!));
        Assert.Equal((4, "证件号"), ((int)done["errors"]![0]!["line"]!, (string)done["errors"]![0]!["column"]!));
        Assert.Single((await county.Get("api/v1/registers/person/proposals", registrar)).Json["proposals"]!.AsArray());

        int looks() => county.Record.Entries().Count(static entry => entry.Event == "values-seen/1");
        var search = new JsonObject { ["words"] = "wang xiaowen", ["at"] = "power/register-trader" };
        var clerk = await county.Officer("registrar@market");
        var found = await county.Post("api/v1/registers/person/searches", search, clerk);
        Assert.Equal(2, found.Json["found"]!.AsArray().Count);
        Assert.Equal(2, looks());
        Assert.DoesNotContain("王", found.Body, StringComparison.Ordinal);
        search["words"] = "nobody at all";
        Assert.Empty((await county.Post("api/v1/registers/person/searches", search, clerk)).Json["found"]!.AsArray());
        search["words"] = "，";
        Assert.Equal("search.nothing-typed", (await county.Post("api/v1/registers/person/searches", search, clerk)).Code);
        (search["words"], search["at"]) = ("wang xiaowen", "curiosity");
        Assert.Equal("http.body-unreadable", (await county.Post("api/v1/registers/person/searches", search, clerk)).Code);
        search["at"] = "power/register-trader"; // not theirs
        Assert.Equal("looks.not-at-hand", (await county.Post("api/v1/registers/person/searches", search, registrar)).Code);
        Assert.Equal("access.for-officers", (await county.Post("api/v1/registers/person/searches", search, await county.Resident())).Code);
        Assert.Equal(2, looks());
    }

    [Fact]
    public async Task The_command_invents_tables_tries_them_and_imports_them()
    {
        await using var desk = await ADesk.On("SQLite");
        await desk.CloseAsync();
        var data = ((SqliteStore)desk.Record.Place.Store).File;
        using var program = new TheProgram();
        (program.Run("import", "--invent", "base", "--structure", Structures.Of("cuiwei"), "--scale", "0.02", "--seed", "3", "--lang", "en")).Succeeds();
        string[] import = ["import", "base/residents.csv", "--mapping", "base/residents.yaml", "--data", data, "--lang", "en"];

        Assert.Contains("nothing changed", (program.Run([.. import, "--dry-run"])).Succeeds().Output, StringComparison.Ordinal);
        var done = (program.Run([.. import, "--officer", "p-5960", "--post", "household-registrar@police-chengguan", "--json", "-"])).Succeeds();
        Assert.Contains("\"refused\": 0", done.Output, StringComparison.Ordinal);
        Assert.Contains("not done again", (program.Run([.. import, "--officer", "p-5960", "--post", "household-registrar@police-chengguan"])).Succeeds().Output, StringComparison.Ordinal);
        (program.Run([.. import, "--officer", "p-5960"])).RefusesSaying("POST@UNIT");
        (program.Run([.. import, "--dry-run", "--encoding", "klingon"])).RefusesSaying("no encoding");
        (program.Run("import", "base/places.csv", "--mapping", "base/residents.yaml", "--data", data, "--dry-run", "--lang", "en")).RefusesSaying("no column");
        (program.Run("import", "--invent", "base", "--structure", Structures.Of("cuiwei"), "--lang", "en")).RefusesSaying("there already");
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Whatever_stands_in_a_table_is_taken_or_told_by_line_and_column_and_nothing_of_it_stands_in_a_message(string kind)
    {
        await using var desk = await ADesk.On(kind);
        string[] rows =
        [
            new string('长', 200) + ",,1980-05-17,,,",
            new string('长', 201) + ",,1980-05-17,,,",
            "\U00020BB7野家\U00030EDD,,1981-01-02,,,", // outside of the basic plane
            "芳,,1982-01-02,,,", // no surname
            "王二生,990101198005170015,1980-05-18,,,", // another birthday than the number says
            "王无日,,1980-02-30,,,",
            "王来日,,2980-01-01,,,",
            "王错码,990101198005170016,,,,",
        ];

        var report = await Import(desk, await desk.Police(), Header + string.Join('\n', rows) + "\n");

        var told = report.Errors.Select(static one => (one.Line, one.Column)).ToList();
        Assert.Contains((3L, "姓名"), told);
        foreach (var line in (long[])[6, 7, 9]) Assert.Contains(told, one => one.Line == line && one.Column is not null);
        foreach (var line in (long[])[2, 4, 5]) Assert.DoesNotContain(told, one => one.Line == line);
        Assert.Equal(rows.Length, report.New + report.Refused);
        Assert.Equal(report.New, desk.Registers.Questions.Count("person"));
        foreach (var error in report.Errors)
            foreach (var given in (string[])["9901", "1980-", "2980", "王", "长长"]) Assert.DoesNotContain(given, error.Says.Zh + error.Says.En, StringComparison.Ordinal);
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Of_two_imports_of_one_register_at_once_one_is_refused_and_none_is_half(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        var table = Header + string.Concat(Enumerable.Range(0, 1200).Select(static at => $"人{(char)('一' + at)}甲,,1980-01-02,女,,汀溪村3组{at}号\n"));
        Task<(ImportReport? Done, Refusal? Why)>? second = null;

        var (done, _) = await desk.Imports.ImportAsync(Order(desk, police, table), _ => second ??= desk.Imports.ImportAsync(Order(desk, police, table), null, ARecord.Patience), ARecord.Patience);

        Assert.Equal(ImportRefusals.Running, (await second!).Why);
        Assert.Equal(1200, done!.New);
        Assert.Equal(1200, desk.Registers.Questions.Count("person"));
        Assert.Equal(1200, (await Import(desk, police, table)).Before); // the other may be taken now, and adds nothing
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Households_that_lead_in_a_circle_lie_nowhere_and_stop_nobody(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var owner = await desk.Officer(new PostAt("", new UnitId("civil-affairs")));
        var police = await desk.Police();
        var wang = await desk.Enter(police, "person", "name=王芳", "household=H1");
        await Import(desk, owner, $"编号,户主,成员\nH1,{wang.Key},{wang.Key}\nH2,{wang.Key},\n", "import: households\nregister: household\nbasis: cuiwei-data-rules/7\ncolumns:\n  编号: number\n  户主: head\n  成员: members\n");

        Assert.Equal(2, desk.Registers.Questions.Related(wang, "household.head", new AsOf(desk.Today())).Count);
        Assert.Single(desk.Registers.Questions.Related(new RowId("household", "H1"), "person.household", new AsOf(desk.Today())));
        Assert.Empty(desk.Registers.Questions.Grounds([wang, new RowId("household", "H1")], new AsOf(desk.Today())));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Who_was_erased_and_comes_in_a_list_again_is_a_new_row_that_nothing_ties_to_the_old_one(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        await Import(desk, police, Header + Wang);
        var old = desk.Registers.Questions.After("person", "", 1)[0].Id;
        await desk.Writer.EraseAsync(old.ToString(), null, new EntryActor.Officer("data-officer", "cuiwei"), "personal-law/47", ARecord.Patience);
        desk.Clock.Move(TimeSpan.FromMinutes(1));

        var report = await Import(desk, police, Header + Wang + "李雷,,1975-01-02,男,,\n");

        Assert.Equal((2, 0), (report.New, report.Proposed));
        Assert.Null(desk.Stands(old, "name"));
        Assert.DoesNotContain(desk.Imports.Search("person", "王晓雯").Found!, one => one.Subject == old);
        Assert.Single(desk.Imports.Search("person", "王晓雯").Found!);
    }

    private static async Task<ImportReport> Import(ADesk desk, Actor by, string table, string mapping = Mapping)
    {
        var (done, why) = await desk.Imports.ImportAsync(Order(desk, by, table, mapping), null, ARecord.Patience);
        return done ?? throw new InvalidOperationException(why!.ToString());
    }

    private static ImportOrder Order(ADesk desk, Actor by, string table, string mapping = Mapping)
    {
        var bytes = Encoding.UTF8.GetBytes(table);
        var written = Encoding.UTF8.GetBytes(mapping);
        var (read, findings) = desk.Imports.ReadMapping(new SourceFile("mapping.yaml", written), null);
        Assert.True(read is not null, string.Join('\n', findings.Kept.Select(static one => one.Found.En)));
        return new ImportOrder(by, read, written, new MemoryStream(bytes), SHA256.HashData(bytes), "table.csv");
    }
}
