using System.Globalization;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>A record is opened by one program, with its own keys, and never as an old one.</summary>
public sealed class OpeningRecords
{
    private static async Task<string> RefusedAsync(Func<Task> open)
    {
        var refused = await Assert.ThrowsAsync<UnusableInput>(open);
        Assert.NotEmpty(refused.Remedy);
        return $"{refused.Place}: {refused.Message} {refused.Remedy}";
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_second_program_on_one_record_is_refused_until_the_first_has_ended(string kind)
    {
        await using var record = ARecord.On(kind);
        await using (await record.CreateAsync())
        {
            var refused = await RefusedAsync(() => record.OpenAsync());
            Assert.Contains("Another program writes this record already", refused, StringComparison.Ordinal);
            if (kind == "SQLite") Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), refused, StringComparison.Ordinal);
            else Assert.Contains("trellis from", refused, StringComparison.Ordinal);
        }

        await using var second = await record.OpenAsync();
        await second.AppendAsync(ARecord.ADraft(), ARecord.Patience);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Entries_that_somebody_put_behind_the_last_checkpoint_while_no_program_ran_are_never_signed(string kind)
    {
        await using var record = ARecord.On(kind);
        await using (var writer = await record.CreateAsync())
        {
            await ARecord.AppendAsync(writer, 0, 3);
        }

        Forge(record, 3);

        Assert.Contains("were not written with the keys of this record", await RefusedAsync(() => record.OpenAsync()), StringComparison.Ordinal);
        using var audited = new Runtime.Auditing.DatabaseRecord(record.Place.Store, RecordKeys.Open(record.Place.Keys));
        Assert.Contains(Runtime.Auditing.Auditor.Run(audited, new Runtime.Auditing.AuditRequest()).Doubts, static doubt => doubt.Place == "ledger_meta" && doubt.Detail == SealedHead.Fault);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_seal_of_other_entries_or_none_at_all_helps_nobody(string kind)
    {
        await using var record = ARecord.On(kind);
        await using (var writer = await record.CreateAsync())
        {
            await ARecord.AppendAsync(writer, 0, 3);
        }

        Forge(record, 3);
        record.Change("delete from ledger_meta where name = 'sealed-head'");

        Assert.Contains("were not written with the keys of this record", await RefusedAsync(() => record.OpenAsync()), StringComparison.Ordinal);
    }

    /// <summary>An entry that is right in every way, but that no program with the keys wrote.</summary>
    private static void Forge(ARecord record, long position)
    {
        var last = record.Entries()[^1];
        var forged = new Entry { At = last.At, By = last.By, Event = last.Event, Fields = last.Fields, Mandate = last.Mandate, Structure = "s-2" };
        record.Change(record.Connection is null
            ? $"insert into ledger_entry (position, bytes) values ({position}, x'{Convert.ToHexString(forged.Encode())}')"
            : $"insert into ledger_entry (position, bytes) values ({position}, '\\x{Convert.ToHexString(forged.Encode())}')");
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task The_commands_are_refused_beside_a_running_program_but_a_backup_is_made(string kind)
    {
        await using var record = ARecord.On(kind);
        using var program = new TheProgram();
        await using var writer = await record.CreateAsync();
        await ARecord.AppendAsync(writer, 0, 10, 2);

        program.Run(["erase", "--person", "p-1", "--by", "archivist@county", "--basis", "pipl/47", .. record.Options]).RefusesSaying("Another program writes this record already");
        program.Run(["restore", .. record.Options]).RefusesSaying("Another program writes this record already");
        program.Run(["backup", "copy.db", .. record.Options]).Succeeds();
    }

    [Fact]
    public async Task A_record_that_is_reached_by_a_link_has_the_same_lock()
    {
        await using var record = ARecord.On("SQLite");
        await using var writer = await record.CreateAsync();
        var link = Path.Combine(record.Folder, "link.db");
        File.CreateSymbolicLink(link, record.File);

        Assert.Contains("Another program", await RefusedAsync(() => RecordWriter.OpenAsync(RecordPlace.OfFile(link, record.Place.Keys), new RecordSettings(), record.Clock)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_that_was_replaced_can_commit_nothing_more()
    {
        await using var record = ARecord.On("PostgreSQL");
        await using var writer = await record.CreateAsync(new RecordSettings { Patience = TimeSpan.FromMilliseconds(300) });
        await writer.AppendAsync(ARecord.ADraft("before"), ARecord.Patience);

        ARecord.Execute(record.Connection!, "update ledger_writer set epoch = epoch + 1");

        var fault = await Assert.ThrowsAsync<Runtime.MachineFault>(() => writer.AppendAsync(ARecord.ADraft("after"), ARecord.Patience));
        Assert.Contains("another program has become the writer", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Runtime.MachineFault>(() => writer.AppendAsync(ARecord.ADraft("later"), ARecord.Patience));
        Assert.Single(record.Entries());
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_record_of_a_newer_program_is_refused_and_left_as_it_is(string kind)
    {
        await using var record = ARecord.On(kind);
        await record.FillAsync(3);
        using (var claim = record.Place.Store.Claim(create: false))
        using (var session = claim.Open())
            session.Run(new Statement("insert into trellis_migration (number, name, at) values (@number, @name, @at)"), Migrating.Known + 1, "9999-later", 0);

        foreach (var open in (Func<Task>[])[() => record.OpenAsync(), () => record.CreateAsync(), () => Task.Run(() => record.Read().Dispose()), () => Task.Run(() => BackingUp.Make(record.Place, Path.Combine(record.Folder, "copy.db")))])
        {
            var refused = await RefusedAsync(open);
            Assert.Contains($"newer Trellis: its tables are at step {Migrating.Known + 1}, this program knows steps up to {Migrating.Known}", refused, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_no_record_is_refused_and_left_as_it_is()
    {
        await using var record = ARecord.On("SQLite");
        var text = Path.Combine(record.Folder, "letter.txt");
        await File.WriteAllTextAsync(text, new string('x', 5000), ARecord.Patience);
        var other = Path.Combine(record.Folder, "other.db");
        using (var session = SqliteSession.OpenToWrite(other, create: true)) session.Execute("create table song (name text)");
        var before = await File.ReadAllBytesAsync(text, ARecord.Patience);

        foreach (var path in (string[])[text, other])
        {
            var place = RecordPlace.OfFile(path);
            Assert.Contains("no", await RefusedAsync(() => RecordWriter.CreateAsync(place, ARecord.Origin, new RecordSettings(), record.Clock)), StringComparison.Ordinal);
            Assert.Contains("no", await RefusedAsync(() => RecordWriter.OpenAsync(place, new RecordSettings(), record.Clock)), StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(text, ARecord.Patience));
        using (var session = SqliteSession.OpenToRead(other)) Assert.Equal(["song"], session.Tell("select name from sqlite_schema"));
        Assert.Contains("There is no record here", await RefusedAsync(() => RecordWriter.OpenAsync(RecordPlace.OfFile(Path.Combine(record.Folder, "nothing.db")), new RecordSettings(), record.Clock)), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(record.Folder, "nothing.db")));
        Assert.Contains("There is no folder", await RefusedAsync(() => RecordWriter.CreateAsync(RecordPlace.OfFile(Path.Combine(record.Folder, "no", "where.db")), ARecord.Origin, new RecordSettings(), record.Clock)), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Keys_of_another_record_are_refused(string kind)
    {
        await using var record = ARecord.On(kind);
        await using var other = ARecord.On("SQLite");
        await record.FillAsync(3);
        await using (await RecordWriter.CreateAsync(other.Place, "town.example/record", new RecordSettings(), other.Clock))
        {
        }

        Assert.Contains("sign for town.example/record, but this record is county.example/record", await RefusedAsync(() => RecordWriter.OpenAsync(record.Place with { Keys = other.Place.Keys }, new RecordSettings(), record.Clock)), StringComparison.Ordinal);
        Assert.Contains("not there", await RefusedAsync(() => RecordWriter.OpenAsync(record.Place with { Keys = Path.Combine(record.Folder, "none") }, new RecordSettings(), record.Clock)), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Keys_can_be_read_by_their_owner_only_and_are_never_made_twice(string kind)
    {
        await using var record = ARecord.On(kind);
        await record.FillAsync(3);
        var signing = await File.ReadAllTextAsync(Path.Combine(record.Place.Keys, "signing.key"), ARecord.Patience);

        await using (await record.CreateAsync())
        {
        }

        foreach (var file in Directory.GetFiles(record.Place.Keys)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(signing, await File.ReadAllTextAsync(Path.Combine(record.Place.Keys, "signing.key"), ARecord.Patience));
        Assert.StartsWith("PRIVATE+KEY+county.example/record+", signing, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_record_that_is_older_than_what_was_signed_is_refused_and_the_way_out_is_named(string kind)
    {
        await using var record = ARecord.On(kind);
        await record.FillAsync(300);
        var writes = new Writes();
        writes.Add(new Statement("delete from ledger_checkpoint"));
        writes.Add(new Statement("delete from ledger_entry where position >= @position"), 290);
        Change(record, writes);

        var refused = await RefusedAsync(() => record.OpenAsync());

        Assert.Contains("290 entries, but 300 were signed", refused, StringComparison.Ordinal);
        Assert.Contains("trellis restore", refused, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_record_that_differs_from_what_was_signed_is_refused(string kind)
    {
        await using var record = ARecord.On(kind);
        await record.FillAsync(300);
        var entry = record.Entries()[297];
        var other = new Entry { At = entry.At, By = entry.By, Event = "matter-lost/1", Fields = entry.Fields, Mandate = entry.Mandate, Structure = entry.Structure };
        var writes = new Writes();
        writes.Add(new Statement("update ledger_entry set bytes = @bytes where position = @position"), other.Encode(), 297);
        Change(record, writes);

        Assert.Contains("differs from what was signed", await RefusedAsync(() => record.OpenAsync()), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_missing_or_changed_note_of_the_last_checkpoint_is_refused(string kind)
    {
        await using var record = ARecord.On(kind);
        await record.FillAsync(20);
        var path = Path.Combine(record.Place.Keys, "last-checkpoint");
        var note = await File.ReadAllTextAsync(path, ARecord.Patience);

        await File.WriteAllTextAsync(path, note.Replace("\n20\n", "\n19\n", StringComparison.Ordinal), ARecord.Patience);
        Assert.Contains("The last checkpoint is damaged", await RefusedAsync(() => record.OpenAsync()), StringComparison.Ordinal);
        File.Delete(path);
        Assert.Contains("holds no last checkpoint", await RefusedAsync(() => record.OpenAsync()), StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, note, ARecord.Patience);
        await using var writer = await record.OpenAsync();
        Assert.Equal(20, writer.Size);
    }

    [Fact]
    public async Task A_record_where_nothing_can_be_written_is_read_as_it_stands()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("Only root can become somebody without rights.");
        await using var record = ARecord.On("SQLite");
        using var program = new TheProgram();
        await record.FillAsync(300);
        Directory.CreateDirectory(program.At("disc"));
        File.Copy(record.File, program.At("disc/county.db"));
        File.SetUnixFileMode(program.At("disc/county.db"), UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        var ran = program.RunAsNobody("verify", "disc/county.db");

        Assert.InRange(ran.ExitCode, 0, 1);
        Assert.Empty(ran.Errors);
        Assert.Contains("300", ran.Output, StringComparison.Ordinal);
        Assert.Equal(["disc/county.db"], Directory.GetFiles(program.At("disc")).Select(path => Path.GetRelativePath(program.Folder, path)));
    }

    [Fact]
    public async Task A_record_holds_no_right_for_others_than_its_owner()
    {
        await using var record = ARecord.On("SQLite");
        await using var writer = await record.CreateAsync();
        await ARecord.AppendAsync(writer, 0, 10);

        foreach (var file in (string[])[record.File, record.File + "-wal", record.File + "-shm"]) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_name_that_cannot_stand_in_an_entry_or_a_key_is_refused()
    {
        await using var record = ARecord.On("SQLite");
        foreach (var name in (string[])["", "two words", "a+b", "县记录", new string('a', 201), "county.example/12"])
            Assert.Contains("cannot be the name of a record", await RefusedAsync(() => RecordWriter.CreateAsync(record.Place, name, new RecordSettings(), record.Clock)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(record.Folder));
    }

    [Fact]
    public void A_connection_string_that_cannot_be_read_is_refused_without_repeating_a_password()
    {
        var refused = Assert.Throws<UnusableInput>(() => RecordPlace.OfPostgres("Host=;Pass word=secret-1;x", "keys"));
        Assert.DoesNotContain("secret-1", refused.Message + refused.Remedy, StringComparison.Ordinal);
        Assert.Throws<UnusableInput>(() => RecordPlace.OfPostgres("Host=localhost;Database=a", null));
    }

    [Fact]
    public async Task A_database_server_that_cannot_be_reached_is_told_with_a_remedy()
    {
        await using var record = ARecord.On("SQLite");
        var place = RecordPlace.OfPostgres("Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=2", record.Place.Keys);
        var fault = await Assert.ThrowsAsync<Runtime.MachineFault>(() => RecordWriter.OpenAsync(place, new RecordSettings(), record.Clock));
        Assert.Contains("127.0.0.1:1/none cannot be reached", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSL Mode=VerifyCA;Root Certificate=/nowhere/root.pem")]
    [InlineData("SSL Mode=Require;SSL Certificate=/nowhere/client.pem")]
    public async Task A_file_that_the_connection_string_names_and_that_is_not_there_is_told_as_that(string more)
    {
        using var server = AServer.Begin(withCertificate: true);
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(3);
        var place = RecordPlace.OfPostgres($"{server.Connection};{more}", record.Place.Keys);

        var refused = await Assert.ThrowsAsync<UnusableInput>(() => RecordWriter.OpenAsync(place, new RecordSettings(), record.Clock));

        Assert.Contains("A file that the connection string names is not there: /nowhere/", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_part_of_the_program_is_told_as_that_and_not_as_a_server_that_is_away()
    {
        using var program = new TheProgram();
        var copy = Directory.CreateDirectory(program.At("trellis")).FullName;
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
            if (Path.GetFileName(file) is var name && (name.StartsWith("Trellis.", StringComparison.Ordinal) || name.EndsWith(".dll", StringComparison.Ordinal)) && name != "Npgsql.dll") File.Copy(file, Path.Combine(copy, name));
        // Not told at the start, as a part that is listed would be.
        var listed = Path.Combine(copy, "Trellis.Cli.deps.json");
        if (File.Exists(listed)) File.Delete(listed);

        var (code, errors) = AServer.Say("dotnet", Path.Combine(copy, "Trellis.Cli.dll"), "backup", program.At("copy.db"), "--postgres", "Host=127.0.0.1;Port=1;Database=none", "--keys", program.At("keys"));

        Assert.True(code == 3 && errors.Contains("A part of this program, or a file that it needs, is missing: Npgsql", StringComparison.Ordinal), $"{code}: {errors}");
    }

    /// <summary>Changes the store behind the record's back.</summary>
    internal static void Change(ARecord record, Writes writes)
    {
        using var claim = record.Place.Store.Claim(create: false);
        using var session = claim.Open();
        session.Commit(writes);
    }
}
