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
    public async Task A_pair_that_somebody_told_apart_comes_back_when_something_they_are_compared_by_changes_and_not_before(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        await Import(desk, police, Header + Wang + "王小文,,1980-05-17,男,11112345678,和平社区锦绣园3栋2-501\n");
        var pair = Assert.Single(desk.Imports.Proposals("person", null, 10).Pairs);

        await desk.Register(police, new TellApart(pair.One, pair.Other, new PersonalText("brothers")));
        Assert.Empty(desk.Imports.Proposals("person", null, 10).Pairs);
        await desk.Record(police, pair.One, "care-kind=left-behind-child"); // nobody is compared by it
        await desk.Record(police, pair.One, "phone=11112345678"); // as before
        Assert.Empty(desk.Imports.Proposals("person", null, 10).Pairs);
        await desk.CloseAsync();
        RebuildingTables.Run(desk.Record.Place);
        await desk.RestartAsync();
        Assert.Empty(desk.Imports.Proposals("person", null, 10).Pairs);

        await desk.Record(police, pair.Other, "phone=11187654321");
        Assert.Single(desk.Imports.Proposals("person", null, 10).Pairs);
        await desk.Register(police, new TellApart(pair.Other, pair.One, new PersonalText("brothers still")));
        Assert.Empty(desk.Imports.Proposals("person", null, 10).Pairs);
        await desk.Register(police, new UndoLink(pair.One, pair.Other, new PersonalText("one after all")));
        Assert.Single(desk.Imports.Proposals("person", null, 10).Pairs);
        await desk.AssertTheSameWhenFoldedAnew();
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

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Two_rows_with_one_key_are_one_row_and_one_error_that_names_the_other_line(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var report = await Import(desk, await desk.Police(), Header + Wang + Wang);

        Assert.Equal((1, 1), (report.New, report.Refused));
        var error = Assert.Single(report.Errors);
        Assert.Equal(3, error.Line);
        Assert.Contains("line 2", error.Says.En, StringComparison.Ordinal);
        Assert.DoesNotContain("990101", error.Says.En + error.Says.Zh, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_dry_run_says_what_an_import_then_does_and_changes_nothing(string kind)
    {
        await using var desk = await ADesk.On(kind);
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

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Who_may_not_record_in_the_register_imports_nothing(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var (done, why) = await desk.Imports.ImportAsync(Order(desk, await desk.Officer(new PostAt("", new UnitId("bus-company"))), Header + Wang), null, ARecord.Patience);

        Assert.Null(done);
        Assert.NotNull(why);
        Assert.Equal(0, desk.Registers.Questions.Count("person"));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Rows_whose_key_is_nobodys_secret_bear_it_and_others_point_at_them(string kind)
    {
        await using var desk = await ADesk.On(kind);
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
        // A table without a line of names begins with somebody: nothing of them is told.
        var headless = await county.Post("api/v1/registers/person/imports", form(Wang), registrar);
        Assert.Equal("import.table-unusable", headless.Code);
        foreach (var cell in Wang.Trim().Split(',')) if (cell.Length > 1) Assert.DoesNotContain(cell, headless.Body, StringComparison.Ordinal);
        Assert.Equal(1, (int)(await county.Post("api/v1/registers/person/imports", form(Header + Wang, dry: true), registrar)).Json["new"]!);
        Assert.Equal(0, county.Server.Registers.Questions.Count("person"));
        var done = (await county.Post("api/v1/registers/person/imports", form(Header + Wang + "王小文,,1980-05-17,男,11112345678,和平社区锦绣园3栋2-501\n错,1,,,,\n"), registrar)).Json;
        Assert.Equal((2, 1, 1), ((int)done["new"]!, (int)done["proposed"]!, (int)done["refused"]!));
        Assert.Equal((4, "证件号"), ((int)done["errors"]![0]!["line"]!, (string)done["errors"]![0]!["column"]!));
        Assert.Single((await county.Get("api/v1/registers/person/proposals", registrar)).Json["proposals"]!.AsArray());

        // Who may not record in a register tries no table either, since a trial tells what is held; and who may not link is told of no pairs.
        var stranger = await county.Officer("property-manager@anhe-property");
        var size = county.Server.Writer.Size;
        foreach (var tried in new[] { form(Header + Wang, dry: true), form(Header + Wang) })
            Assert.Equal("information.not-yours-to-record", (await county.Post("api/v1/registers/person/imports", tried, stranger)).Code);
        Assert.Equal("information.not-yours-to-record", (await county.Post("api/v1/imports", new JsonObject { ["tables"] = new JsonArray(new JsonObject { ["mapping"] = Mapping, ["table"] = Header + Wang }), ["dryRun"] = true }, stranger)).Code);
        Assert.Equal("information.not-yours-to-record", (await county.Get("api/v1/registers/person/proposals", stranger)).Code);
        Assert.DoesNotContain(county.Record.Entries().Skip((int)size), static entry => entry.Event.StartsWith("import", StringComparison.Ordinal));

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
        search["words"] = "nobody at all"; // nor may they learn that there is nobody
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
        (program.Run("import", "base/places.csv", "--mapping", "base/residents.yaml", "--data", data, "--dry-run", "--lang", "en")).RefusesSaying("None of the columns");
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
        foreach (var line in (long[])[6, 7, 8, 9]) Assert.Contains(told, one => one.Line == line && one.Column is not null);
        foreach (var line in (long[])[2, 4, 5]) Assert.DoesNotContain(told, one => one.Line == line);
        Assert.Equal(rows.Length, report.New + report.Refused);
        Assert.Equal(report.New, desk.Registers.Questions.Count("person"));
        foreach (var error in report.Errors)
            foreach (var given in (string[])["9901", "1980-", "2980", "王", "长长"]) Assert.DoesNotContain(given, error.Says.Zh + error.Says.En, StringComparison.Ordinal);
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_line_of_a_million_columns_is_told_by_its_number_and_the_rows_around_it_are_taken(string kind)
    {
        await using var desk = await ADesk.On(kind);

        var report = await Import(desk, await desk.Police(), Header + Wang + new string(',', 999_999) + "\n李雷,,1975-01-02,男,,\n");

        Assert.Equal((3, 2, 1), (report.Rows, report.New, report.Refused));
        var error = Assert.Single(report.Errors);
        Assert.Equal((3L, null), (error.Line, error.Column));
        Assert.Equal(2, desk.Registers.Questions.Count("person"));
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

    private const string ByNumber = "import: wards\nregister: person\nbasis: cuiwei-data-rules/6\npurpose: public-order\ncolumns:\n  姓名: name\n  证件号: number\n  监护人: {item: guardian, by: number}\n";
    private const string Households = "import: households\nregister: household\nbasis: cuiwei-data-rules/7\ncolumns:\n  编号: number\n  户主证件号: {item: head, by: number}\n";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Who_is_named_by_a_number_is_found_further_down_in_the_table_and_no_number_stands_in_the_record(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        const string table = "姓名,证件号,监护人\n王小雨,990101201001010035,990101198503030023\n李梅,990101198503030023,\n王大雨,,990101198503030023\n张自,990101197909090048,990101197909090048\n";
        var tried = desk.Imports.DryRun(Order(desk, police, table, ByNumber), null);
        Assert.Equal((4, 0), (tried.New, tried.Refused));

        var report = await Import(desk, police, table, ByNumber);

        Assert.Equal((4, 2, 1), (report.New, report.Related, report.Unresolved));
        Assert.Equal((5L, "监护人"), (Assert.Single(report.Errors).Line, report.Errors[0].Column)); // nobody is their own guardian, and the row was taken
        var guardian = Assert.Single(desk.Imports.Search("person", "990101198503030023").Found!).Subject;
        Assert.Equal(2, desk.Registers.Questions.Related(guardian, "person.guardian", new AsOf(desk.Today())).Count);
        Assert.DoesNotContain(desk.Record.Entries(), static entry => Encoding.UTF8.GetString(entry.Encode()).Contains("9901011", StringComparison.Ordinal));
        var size = desk.Writer.Size;
        var again = await Import(desk, police, table, ByNumber);
        Assert.Equal((4, 0, 0, 0), (again.Before, again.New, again.Changed, again.Related));
        Assert.Equal(size, desk.Writer.Size);
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Tables_that_are_imported_as_one_name_rows_of_each_other_and_a_table_again_names_what_came_since(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var owner = await desk.Officer(new PostAt("", new UnitId("civil-affairs")));
        var police = await desk.Police();
        const string people = "姓名,证件号,监护人\n李梅,990101198503030023,\n";
        const string households = "编号,户主证件号\nH1,990101198503030023\nH2,990101198005170015\n";

        var (done, why) = await desk.Imports.ImportAsync([Order(desk, owner, households, Households), Order(desk, police, people, ByNumber)], null, ARecord.Patience);

        Assert.Null(why);
        Assert.Equal((2, 1, 1), (done[0].New, done[0].Related, done[0].Unresolved));
        var error = Assert.Single(done[0].Errors);
        Assert.Equal((3L, "户主证件号"), (error.Line, error.Column));
        Assert.DoesNotContain("990101", error.Says.Zh + error.Says.En, StringComparison.Ordinal);
        await desk.Record(owner, new RowId("household", "H1"), "income=900 CNY"); // is not what the table says, and is not undone by it

        await Import(desk, police, Header + Wang);
        var again = await Import(desk, owner, households, Households);
        Assert.Equal((2, 0, 1, 0), (again.Before, again.Changed, again.Related, again.Unresolved));
        foreach (var household in (string[])["H1", "H2"]) Assert.Single(desk.Held(new RowId("household", household), "head"));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Two_households_whose_heads_belong_to_each_other_are_told_by_line_and_column_and_both_are_taken(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var owner = await desk.Officer(new PostAt("", new UnitId("civil-affairs")));
        var police = await desk.Police();
        var (li, wang) = (await desk.Enter(police, "person", "name=李梅", "household=H2"), await desk.Enter(police, "person", "name=王强", "household=H1"));
        var zhao = await desk.Enter(police, "person", "name=赵平", "household=H3");

        var report = await Import(desk, owner, $"编号,户主\nH1,{li.Key}\nH2,{wang.Key}\nH3,{zhao.Key}\n", "import: households\nregister: household\nbasis: cuiwei-data-rules/7\ncolumns:\n  编号: number\n  户主: head\n");

        Assert.Equal((3, 0, 2), (report.New, report.Refused, report.Circular));
        Assert.Equal([(2L, "户主"), (3L, "户主")], report.Errors.Select(static one => (one.Line, one.Column)));
        Assert.Contains("line 3", report.Errors[0].Says.En, StringComparison.Ordinal);
        Assert.Single(desk.Held(new RowId("household", "H1"), "head"));
        var guardians = await Import(desk, police, "姓名,证件号,监护人\n甲一,990101201001010035,990101198503030023\n乙二,990101198503030023,990101201001010035\n丙三,990101197909090048,990101201001010035\n", ByNumber);
        Assert.Equal([(2L, "监护人"), (3L, "监护人")], guardians.Errors.Select(static one => (one.Line, one.Column)));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task The_record_says_once_on_what_basis_and_for_what_a_table_was_taken(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        var table = "姓名,证件号,监护人\n李梅,990101198503030023,\n";

        await Import(desk, police, table, ByNumber);
        await Import(desk, police, table, ByNumber);
        await desk.CloseAsync();
        RebuildingTables.Run(desk.Record.Place);
        await desk.RestartAsync();
        await Import(desk, police, table, ByNumber);

        var begun = Assert.Single(desk.Record.Entries(), static entry => entry.Event == ImportBegun.Name);
        var told = Assert.IsType<ImportBegun>(RegisterEvents.Read(begun.Event, begun.Fields));
        Assert.Equal(("wards", "person", "cuiwei-data-rules/6", "public-order", new UnitId("police")), (told.List, told.Register, told.Basis, told.Purpose, told.Unit));
        Assert.Equal("cuiwei-data-rules/6", Assert.Single(begun.Mandate));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory]
    [InlineData("SQLite", "PostgreSQL")]
    [InlineData("PostgreSQL", "SQLite")]
    public async Task Registers_that_were_filled_on_one_store_are_found_looked_at_and_told_apart_on_the_other(string from, string to)
    {
        await using var county = await AServedCounty.On(from);
        var registrar = await county.Officer("household-registrar@police-chengguan");
        var table = new JsonObject { ["mapping"] = Mapping, ["table"] = Header + Wang + "王小文,,1980-05-17,男,11112345678,和平社区锦绣园3栋2-501\n", ["dryRun"] = false };
        Assert.Equal(2, (int)(await county.Post("api/v1/registers/person/imports", table, registrar)).Json["new"]!);
        var clerk = await county.Officer("registrar@market");
        var search = new JsonObject { ["words"] = "王晓雯", ["at"] = "power/register-trader" };
        Assert.NotEmpty((await county.Post("api/v1/registers/person/searches", search, clerk)).Json["found"]!.AsArray());
        await county.Server.DisposeAsync();
        var backup = Path.Combine(county.Record.Folder, "copy.db");
        BackingUp.Make(county.Record.Place, backup);
        await using var other = ARecord.On(to);
        Restoring.Restore(other.Place with { Keys = county.Record.Place.Keys }, backup, "none", county.Record.Clock);
        var place = other.Place with { Keys = county.Record.Place.Keys };

        await using (var writer = await RecordWriter.OpenAsync(place, new RecordSettings(), county.Record.Clock))
        await using (var matters = await MattersDesk.OpenAsync(writer, place, county.Record.Clock, null))
        {
            var registers = await RegistersDesk.OpenAsync(writer, matters);
            var imports = ImportsDesk.Open(writer, matters, registers);
            var looks = await LooksDesk.OpenAsync(matters);
            var wang = Assert.Single(imports.Search("person", "990101198005170015").Found!).Subject;
            var pair = Assert.Single(imports.Proposals("person", null, 10).Pairs);
            var by = new Actor.Officer(new ActorId("o-restored"), new PostAt("registrar", new UnitId("market")));
            Assert.IsType<ActAnswer.Done>(await matters.DoAsync(new ActOrder { By = Actor.System, Act = new Trellis.Authority.TakeSeat(by.Person, by.Seat, matters.InForce.DayOf(matters.Now)) }, ARecord.Patience));
            var answer = await looks.LookAtAsync(by, Trellis.Information.Looks.LookReason.Parse("power/register-trader")!.Value, [wang], ["person.name"], ARecord.Patience);
            var look = Assert.IsType<LookAnswer.Committed>(answer).Look;
            Assert.Contains("王晓雯", Assert.Single(looks.Open(look)).Value, StringComparison.Ordinal);
            Assert.IsType<ActAnswer.Done>(await registers.DoAsync(new ActOrder { By = Actor.System, Act = new TellApart(pair.One, pair.Other, new PersonalText("brothers")) }, ARecord.Patience));
            Assert.Empty(imports.Proposals("person", null, 10).Pairs);
        }

        using (var record = new Trellis.Runtime.Auditing.DatabaseRecord(place.Store, RecordKeys.Open(place.Keys))) Assert.Empty(Trellis.Runtime.Auditing.Auditor.Run(record, new Trellis.Runtime.Auditing.AuditRequest()).Doubts);
        Assert.Empty(RebuildingTables.Run(place).Changed);
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
