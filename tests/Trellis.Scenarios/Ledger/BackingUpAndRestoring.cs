using Trellis.Ledger;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>A backup is made while the record is used; putting one back is done in the open.</summary>
public sealed class BackingUpAndRestoring
{
    private static readonly EntryActor.Officer Archivist = new("archivist", "county");

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_backup_that_an_older_program_made_before_there_were_matters_is_verified_and_restored(string kind)
    {
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(300, 3);
        var backup = Path.Combine(record.Folder, "older.db");
        BackingUp.Make(record.Place, backup);
        using (var session = SqliteSession.OpenToWrite(backup, create: false))
        {
            foreach (var table in (string[])["account", "import_run", "match_proposal", "search_entry", "search_word", "exchange_message", "exchange", "figure_judgement", "form_overdue", "form_fact", "form_event", "inquiry", "consent", "value_kept", "value_look", "disagreement", "subject_link", "subject_relation", "subject", "webhook", "decision", "access_session", "access_token", "draft", "act_key", "structure_file", "structure_content", "matter_look", "power_use", "rule_entry", "whistle", "matter_count", "matter_job", "open_point", "matter_unit", "matter"]) session.Execute($"drop table {table}");
            session.Execute("drop index erasure_by_matter; alter table erasure drop column matter; delete from trellis_migration where number > 1; pragma journal_mode = delete");
        }

        using (var older = new DatabaseRecord(new SqliteStore(backup), RecordKeys.Open(record.Place.Keys)))
            Assert.True(Auditor.Run(older, new AuditRequest()).HoldsUp);
        await using var empty = kind == "SQLite" ? null : ARecord.On(kind);
        var place = empty is null ? record.Place : RecordPlace.OfPostgres(empty.Connection!, record.Place.Keys, record.Place.Attachments);
        Restoring.Restore(place, backup, "s-1", record.Clock);

        using var restored = new DatabaseRecord(place.Store, RecordKeys.Open(record.Place.Keys));
        Assert.True(Auditor.Run(restored, new AuditRequest()).HoldsUp);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_backup_that_is_made_under_load_is_of_one_moment_and_sound(string kind)
    {
        await using var record = ARecord.On(kind);
        await using var writer = await record.CreateAsync();
        await ARecord.AppendAsync(writer, 0, 3000, 500);
        var load = ARecord.AppendAsync(writer, 3000, 6000, 3500);

        var made = BackingUp.Make(record.Place, Path.Combine(record.Folder, "copy.db"));

        await load;
        Assert.InRange(made.Size, 3000, 9000);
        Assert.False(File.Exists(Path.Combine(record.Folder, "copy.db-wal")));
        using var copy = new SqliteStore(Path.Combine(record.Folder, "copy.db")).OpenToRead();
        Assert.Equal(made.Size, Checking.HoldsTogether(copy).Size);
        Assert.Equal(9000, record.HoldsTogether().Size);
    }

    [Fact]
    public async Task Keys_are_copied_again_and_again_while_the_record_signs_and_each_copy_opens_it()
    {
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(300, 3);
        var copy = Path.Combine(record.Folder, "elsewhere", "keys");
        using var signing = new CancellationTokenSource();
        var keys = RecordKeys.Open(record.Place.Keys);
        var checkpoint = keys.LastCheckpoint()!;
        var load = Task.Run(() => { while (!signing.IsCancellationRequested) keys.KeepCheckpoint(checkpoint); }, ARecord.Patience);

        for (var again = 0; again < 200; again++) Assert.True(CopyingKeys.Make(keys, copy) >= 5);

        await signing.CancelAsync();
        await load;
        Assert.Empty(Directory.EnumerateFiles(copy, "*.new", SearchOption.AllDirectories));
        Assert.Equal(keys.Signer.Verifier.ToString(), RecordKeys.Open(copy).Signer.Verifier.ToString());
    }

    [Fact]
    public async Task Keys_are_not_copied_into_themselves_nor_over_those_of_another_record_nor_where_others_may_read()
    {
        await using var record = ARecord.On("SQLite");
        await using var other = ARecord.On("SQLite");
        await record.FillAsync(10, 1);
        await other.FillAsync(10, 1);
        using var program = new TheProgram();
        var wide = Directory.CreateDirectory(Path.Combine(record.Folder, "wide")).FullName;
        File.SetUnixFileMode(wide, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead);

        foreach (var (place, said) in ((string, string)[])[(Path.Combine(record.Place.Keys, "copy"), "may not lie in the folder"), (record.Folder, "nor the folder in it"), (other.Place.Keys, "of another record"), (wide, "chmod"), ("", "is empty")])
            program.Run("copy-keys", place, "--data", record.File!, "--lang", "en").RefusesSaying(said);

        Assert.True(Directory.Exists(wide) && !Directory.EnumerateFileSystemEntries(wide).Any());
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_newest_backup_is_put_back_without_ado(string kind)
    {
        await using var record = ARecord.On(kind);
        using var program = new TheProgram();
        await record.FillAsync(700, 10);
        var head = record.HoldsTogether();
        program.Run(["backup", program.At("copy.db"), .. record.Options]).Succeeds();
        Lose(record);

        var ran = program.Run(["restore", program.At("copy.db"), .. record.Options]).Succeeds();

        Assert.Contains("Checked and restored 700 entries.", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("new name", ran.Output, StringComparison.Ordinal);
        Assert.Equal(head, record.HoldsTogether());
        Assert.Equal("Resident Number 7", record.Value(7));
        await using var writer = await record.OpenAsync();
        Assert.Equal(ARecord.Origin, writer.Origin);
        await writer.AppendAsync(ARecord.ADraft("on", ARecord.AValue("New", "p-7")), ARecord.Patience);
        Assert.Equal("New", record.Value(700));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_older_backup_goes_on_under_a_new_name_that_says_what_was_lost_and_later_erasures_are_done_again(string kind)
    {
        await using var record = ARecord.On(kind);
        using var program = new TheProgram();
        SignedCheckpoint last;
        await using (var writer = await record.CreateAsync())
        {
            await ARecord.AppendAsync(writer, 0, 300, 20);
            await writer.AttachAsync(new Attachment("p-5", "licensing", Archivist) { Structure = "s-1" }, new MemoryStream(new byte[1000]), ARecord.Patience);
            await writer.AttachAsync(new Attachment("p-6", "licensing", Archivist) { Structure = "s-1" }, new MemoryStream(new byte[2000]), ARecord.Patience);
            program.Run(["backup", program.At("old.db"), .. record.Options]).Succeeds();
            await ARecord.AppendAsync(writer, 300, 100);
            await writer.EraseAsync("p-5", null, Archivist, "pipl/47", ARecord.Patience);
            await ARecord.AppendAsync(writer, 400, 50);
        }

        last = RecordKeys.Open(record.Place.Keys).LastCheckpoint()!;
        Assert.Equal(453, last.Checkpoint.Size);
        Lose(record);
        Directory.Delete(record.Place.Attachments, recursive: true);

        var ran = program.Run(["restore", program.At("old.db"), .. record.Options]).Succeeds();

        Assert.Contains("at least 151 entries further", ran.Output, StringComparison.Ordinal);
        Assert.Contains("county.example/record/2", ran.Output, StringComparison.Ordinal);
        Assert.Contains("1 keys whose erasure was ordered after the backup", ran.Output, StringComparison.Ordinal);
        record.HoldsTogether();
        Assert.Null(record.Value(5));
        Assert.Equal("Resident Number 6", record.Value(6));
        Assert.Single(Directory.EnumerateFiles(record.Place.Attachments, "*", SearchOption.AllDirectories));

        var entries = record.Entries();
        Assert.Equal(304, entries.Count);
        var restart = entries[302];
        Assert.Equal("record-restored/1", restart.Event);
        Assert.Equal("county.example/record", Word(restart, "origin"));
        Assert.Equal(302, ((EntryValue.Number)restart.Fields["size"]!).Value);
        Assert.Equal(453, ((EntryValue.Number)restart.Fields["last-size"]!).Value);
        Assert.Equal(last.Checkpoint.Root.ToString(), Word(restart, "last-root"));
        Assert.Equal("values-erased/1", entries[303].Event);
        Assert.Equal(["again-after-restore"], entries[303].Notes);

        await using (var writer = await record.OpenAsync())
        {
            Assert.Equal("county.example/record/2", writer.Origin);
            await ARecord.AppendAsync(writer, 500, 300);
            var checkpoint = await writer.CheckpointOfAsync(603, ARecord.Patience);
            Assert.Equal("county.example/record/2", checkpoint.Checkpoint.Origin);
            Assert.Equal("county.example/record/2", checkpoint.Note.Signatures[0].Name);
        }

        record.HoldsTogether();
        Assert.Contains(Directory.GetFiles(record.Place.Keys), static file => file.EndsWith("last-checkpoint.county.example_record", StringComparison.Ordinal));
        // What was given out under the old name is no part of the new record unless it stood in the backup.
        program.Run(["backup", program.At("second.db"), .. record.Options]).Succeeds();
        Lose(record);
        program.Run(["restore", program.At("old.db"), .. record.Options]).Succeeds();
        await using var third = await record.OpenAsync();
        Assert.Equal("county.example/record/3", third.Origin);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_store_that_was_put_back_by_other_means_opens_only_after_it_was_said_in_the_open(string kind)
    {
        await using var record = ARecord.On(kind);
        using var program = new TheProgram();
        await record.FillAsync(600, 5);
        var writes = new Writes();
        writes.Add(new Statement("delete from ledger_checkpoint"));
        writes.Add(new Statement("delete from ledger_tile where number = 1"));
        writes.Add(new Statement("delete from ledger_entry where position >= @position"), 400);
        using (var session = record.Read()) SealedHead.Begin(writes, RecordKeys.Open(record.Place.Keys), "county.example/record", new StoredTree(session).At(400).Head); // as an old copy has it
        OpeningRecords.Change(record, writes);
        await Assert.ThrowsAsync<UnusableInput>(() => record.OpenAsync());

        program.Run(["restore", .. record.Options]).Succeeds();

        await using var writer = await record.OpenAsync();
        Assert.Equal("county.example/record/2", writer.Origin);
        Assert.Equal(401, writer.Size);
        record.HoldsTogether();
    }

    [Theory]
    [InlineData("SQLite", "PostgreSQL")]
    [InlineData("PostgreSQL", "SQLite")]
    public async Task A_backup_of_one_kind_of_store_is_restored_into_the_other(string from, string to)
    {
        await using var record = ARecord.On(from);
        await using var other = ARecord.On(to);
        await record.FillAsync(1000, 30);
        var head = record.HoldsTogether();
        var backup = Path.Combine(record.Folder, "copy.db");
        BackingUp.Make(record.Place, backup);

        var restored = Restoring.Restore(other.Place with { Keys = record.Place.Keys }, backup, "none", record.Clock);

        Assert.False(restored.NewGeneration);
        Assert.Equal(head, other.HoldsTogether(record.Place.Keys));
        await using var writer = await RecordWriter.OpenAsync(other.Place with { Keys = record.Place.Keys }, new RecordSettings(), record.Clock);
        await ARecord.AppendAsync(writer, 1000, 10, 1005);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_restore_that_fails_leaves_the_record_and_its_keys_as_they_were(string kind)
    {
        await using var record = ARecord.On(kind);
        using var program = new TheProgram();
        await using (var writer = await record.CreateAsync())
        {
            await ARecord.AppendAsync(writer, 0, 20, 5);
            await writer.AttachAsync(new Attachment("p-5", "licensing", Archivist) { Structure = "s-1" }, new MemoryStream(new byte[1000]), ARecord.Patience);
            program.Run(["backup", program.At("copy.db"), .. record.Options]).Succeeds();
            await ARecord.AppendAsync(writer, 20, 20);
        }

        if (kind != "SQLite") Lose(record);
        Directory.Delete(record.Place.Attachments, recursive: true);
        await File.WriteAllTextAsync(record.Place.Attachments, "no folder", ARecord.Patience);
        var keys = Directory.GetFiles(record.Place.Keys).Order(StringComparer.Ordinal).ToDictionary(static file => file, File.ReadAllText);

        Assert.Equal(3, program.Run(["restore", program.At("copy.db"), .. record.Options]).ExitCode);

        Assert.Equal(keys, Directory.GetFiles(record.Place.Keys).Order(StringComparer.Ordinal).ToDictionary(static file => file, File.ReadAllText));
        Assert.DoesNotContain(Directory.GetFiles(record.Folder), static file => file.Contains("restoring", StringComparison.Ordinal));
        if (kind != "SQLite") return;
        await using var again = await record.OpenAsync();
        Assert.Equal((ARecord.Origin, 41L), (again.Origin, again.Size));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_restore_that_is_killed_is_finished_or_undone_at_the_next_opening(int step)
    {
        await using var record = ARecord.On("SQLite");
        var backup = Path.Combine(record.Folder, "copy.db");
        await record.FillAsync(20, 5);
        BackingUp.Make(record.Place, backup);
        await using (var writer = await record.OpenAsync()) await ARecord.AppendAsync(writer, 20, 20);
        var before = Path.Combine(record.Folder, "before.db");
        BackingUp.Make(record.Place, before);
        var keys = Directory.GetFiles(record.Place.Keys).ToDictionary(static file => file, File.ReadAllBytes);
        Restoring.Restore(record.Place, backup, "none", record.Clock);

        // Set back to what stood on the disk when it was killed.
        var last = SignedCheckpoint.TryRead(await File.ReadAllBytesAsync(Path.Combine(record.Place.Keys, "last-checkpoint"), ARecord.Patience), out var signed, out var fault) ? signed : throw new InvalidOperationException(fault);
        var half = record.File + ".restoring";
        if (step <= 2) File.Move(record.File, half);
        if (step <= 1) File.Copy(before, record.File);
        if (step <= 3) foreach (var (file, content) in keys) await File.WriteAllBytesAsync(file, content, ARecord.Patience);
        if (step > 0) RecordKeys.Open(record.Place.Keys).Intend("county.example/record/2", last);

        await using (var writer = await record.OpenAsync())
        {
            Assert.Equal(step == 0 ? ARecord.Origin : "county.example/record/2", writer.Origin);
            Assert.Equal(step == 0 ? 40 : 21, writer.Size);
            await ARecord.AppendAsync(writer, 100, 5);
        }

        record.HoldsTogether();
        Assert.False(File.Exists(half));
        Assert.False(File.Exists(Path.Combine(record.Place.Keys, "restoring")));
        if (step == 0) return;
        Assert.Contains(Directory.GetFiles(record.Place.Keys), static file => file.EndsWith("last-checkpoint.county.example_record", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_restore_into_a_database_that_was_interrupted_is_no_record_and_begins_anew()
    {
        await using var record = ARecord.On("PostgreSQL");
        using var program = new TheProgram();
        await record.FillAsync(300, 20);
        var head = record.HoldsTogether();
        program.Run(["backup", program.At("copy.db"), .. record.Options]).Succeeds();

        foreach (var whole in (bool[])[true, false])
        {
            Lose(record);
            using (var claim = record.Place.Store.Claim(create: true))
            using (var session = claim.Open())
            using (var from = new SqliteStore(program.At("copy.db")).OpenToRead())
            {
                TableCopies.Copy(from, session, isRecord: false); // and here it is killed
                if (!whole) session.Run(new Statement("delete from ledger_meta")); // or earlier, when the last table was not there yet
            }

            const string Says = "A restore into this place was interrupted";
            Assert.Contains(Says, (await Assert.ThrowsAsync<UnusableInput>(() => record.OpenAsync())).Message, StringComparison.Ordinal);
            Assert.Contains(Says, (await Assert.ThrowsAsync<UnusableInput>(() => record.CreateAsync())).Message, StringComparison.Ordinal);
            program.Run(["restore", .. record.Options]).RefusesSaying(Says);
            program.Run(["backup", program.At("other.db"), .. record.Options]).RefusesSaying(Says);
            Assert.Equal(1, program.Run(["verify", "--postgres", record.Connection!, "--keys", record.Place.Keys]).ExitCode);

            program.Run(["restore", program.At("copy.db"), .. record.Options]).Succeeds();

            Assert.Equal(head, record.HoldsTogether());
            await using var writer = await record.OpenAsync();
            Assert.Equal(ARecord.Origin, writer.Origin);
        }
    }

    [Fact]
    public async Task A_restore_into_a_database_that_is_killed_at_any_moment_leaves_a_whole_record_or_none()
    {
        await using var record = ARecord.On("PostgreSQL");
        using var program = new TheProgram();
        await record.FillAsync(8_000, 1_000);
        var head = record.HoldsTogether();
        program.Run(["backup", program.At("copy.db"), .. record.Options]).Succeeds();
        var random = new Random(3);
        for (var kill = 0; kill < 4; kill++)
        {
            Lose(record);
            using (var restoring = program.Start([], ["restore", program.At("copy.db"), .. record.Options]))
            {
                restoring.WaitForExit(random.Next(200, 2000));
                if (!restoring.HasExited) restoring.Kill(entireProcessTree: true);
                await restoring.WaitForExitAsync(ARecord.Patience);
            }

            try
            {
                await using var writer = await record.OpenAsync();
                Assert.Equal(head.Size, writer.Size);
            }
            catch (UnusableInput refused)
            {
                Assert.True(refused.Message.Contains("was interrupted", StringComparison.Ordinal) || refused.Message.Contains("There is no record here", StringComparison.Ordinal), refused.ToString());
                program.Run(["restore", program.At("copy.db"), .. record.Options]).Succeeds();
            }

            Assert.Equal(head, record.HoldsTogether());
        }
    }

    [Theory]
    [InlineData("create table mine (a integer)")]
    [InlineData("create index mine on erasure (at)")]
    [InlineData("drop index personal_value_by_key")]
    [InlineData("alter table erasure add column more text")]
    [InlineData("create trigger quiet after insert on ledger_entry begin delete from erasure; end")]
    [InlineData("create view mine as select 1 as a")]
    [InlineData("insert into ledger_meta values ('other', 'x')")]
    [InlineData("insert into ledger_entry values (-1, x'00')")]
    [InlineData("insert into ledger_checkpoint values (-1, 'x', 1780000000000)")]
    [InlineData("update ledger_checkpoint set at = 9000000000000000000")]
    [InlineData("delete from ledger_writer")]
    [InlineData("update trellis_migration set name = 'other'")]
    [InlineData("delete from trellis_migration")]
    [InlineData("insert into personal_key values (99, x'00112233445566778899aabbccddeeff', 'p-99', 'licensing', x'00')")]
    public async Task What_verify_would_doubt_in_a_backup_is_not_restored(string done)
    {
        await using var record = ARecord.On("SQLite");
        using var program = new TheProgram();
        await record.FillAsync(300, 5);
        program.Run(["backup", program.At("copy.db"), .. record.Options]).Succeeds();
        using (var session = SqliteSession.OpenToWrite(program.At("copy.db"), create: false)) session.Execute($"pragma ignore_check_constraints = on; pragma foreign_keys = off; {done}");
        var before = Directory.GetFiles(record.Place.Keys).Order(StringComparer.Ordinal).ToDictionary(static file => file, File.ReadAllText);

        var ran = program.Run(["restore", program.At("copy.db"), .. record.Options]);

        Assert.True(ran.ExitCode == 2 && (ran.Errors.Contains("no sound record", StringComparison.Ordinal) || ran.Errors.Contains("trellis_migration", StringComparison.Ordinal) || ran.Errors.Contains("The backup is damaged", StringComparison.Ordinal)), ran.Errors);
        Assert.Equal(before, Directory.GetFiles(record.Place.Keys).Order(StringComparer.Ordinal).ToDictionary(static file => file, File.ReadAllText));
        await using var writer = await record.OpenAsync();
        Assert.Equal(300, writer.Size);
    }

    [Theory]
    [InlineData("create table mine (a integer)", true)]
    [InlineData("create index mine on erasure (at)", false)]
    [InlineData("create rule r as on insert to ledger_entry do also delete from ledger_checkpoint", false)]
    [InlineData("alter table erasure add column more text", false)]
    [InlineData("drop index personal_value_by_key", false)]
    public async Task Nor_is_a_database_taken_as_a_restored_record_that_verify_would_doubt(string done, bool taken)
    {
        await using var record = ARecord.On("PostgreSQL");
        using var program = new TheProgram();
        await record.FillAsync(300, 5);
        ARecord.Execute(record.Connection!, done);

        var ran = program.Run(["restore", .. record.Options]);

        // A table of another program beside ours is none of ours.
        Assert.Equal(taken ? 0 : 2, ran.ExitCode);
        if (!taken) Assert.Contains("no sound record", ran.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    [InlineData(".keys/signing.key")]
    [InlineData(".attachments")]
    public async Task A_second_name_of_what_belongs_to_the_record_is_no_place_for_a_backup(string of)
    {
        await using var record = ARecord.On("SQLite");
        using var program = new TheProgram();
        await using var writer = await record.CreateAsync();
        await ARecord.AppendAsync(writer, 0, 20, 5);
        await writer.AttachAsync(new Attachment("p-5", "licensing", Archivist) { Structure = "s-1" }, new MemoryStream(new byte[1000]), ARecord.Patience);
        await writer.CheckpointOfAsync(writer.Size - 1, ARecord.Patience); // nothing more is written by itself
        var live = of == ".attachments" ? Directory.EnumerateFiles(record.Place.Attachments, "*", SearchOption.AllDirectories).First() : record.File + of;
        var target = Path.Combine(record.Folder, "copy.db");
        AServer.Shell("ln", live, target);
        var content = await File.ReadAllBytesAsync(live, ARecord.Patience);

        program.Run(["backup", target, .. record.Options]).RefusesSaying($"This is another name (a hard link) of {live}");

        File.Delete(target);
        AServer.Shell("ln", live, target + ".new"); // where the backup is written first
        program.Run(["backup", target, .. record.Options]).RefusesSaying("This name is a link, or has other names too");
        File.Delete(target + ".new");
        AServer.Shell("ln", "-s", live, target + ".new");
        program.Run(["backup", target, .. record.Options]).RefusesSaying("This name is a link, or has other names too");
        File.Delete(target + ".new");
        Assert.Equal(content, await File.ReadAllBytesAsync(live, ARecord.Patience));
        await ARecord.AppendAsync(writer, 20, 5);
        program.Run(["backup", target, .. record.Options]).Succeeds();
    }

    [Fact]
    public async Task A_backup_whose_attachments_would_be_those_of_the_record_is_refused_and_one_with_hard_links_elsewhere_is_replaced()
    {
        await using var record = ARecord.On("SQLite");
        using var program = new TheProgram();
        await using var writer = await record.CreateAsync();
        await ARecord.AppendAsync(writer, 0, 20, 5);
        await writer.AttachAsync(new Attachment("p-5", "licensing", Archivist) { Structure = "s-1" }, new MemoryStream(new byte[1000]), ARecord.Patience);
        Directory.CreateSymbolicLink(program.At("copy.db.attachments"), record.Place.Attachments);
        program.Run(["backup", program.At("copy.db"), .. record.Options]).RefusesSaying("The attachments of the backup would lie in the folder of the record's own");
        Directory.Delete(program.At("copy.db.attachments"));
        program.Run(["backup", program.At("copy.db"), .. record.Options]).Succeeds();

        // As rotated copies are kept: the older one stays what it was.
        AServer.Shell("ln", program.At("copy.db"), program.At("yesterday.db"));
        var yesterday = await File.ReadAllBytesAsync(program.At("yesterday.db"), ARecord.Patience);
        await ARecord.AppendAsync(writer, 20, 5);
        program.Run(["backup", program.At("copy.db"), .. record.Options]).Succeeds();
        Assert.Equal(yesterday, await File.ReadAllBytesAsync(program.At("yesterday.db"), ARecord.Patience));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Without_the_whole_list_of_erasures_nothing_is_opened_or_restored(string kind)
    {
        await using var record = ARecord.On(kind);
        using var program = new TheProgram();
        await using (var writer = await record.CreateAsync())
        {
            await ARecord.AppendAsync(writer, 0, 20, 5);
            program.Run(["backup", program.At("copy.db"), .. record.Options]).Succeeds();
            await writer.EraseAsync("p-1", null, Archivist, "pipl/47", ARecord.Patience);
            await writer.EraseAsync("p-2", null, Archivist, "pipl/47", ARecord.Patience);
        }

        var list = Path.Combine(record.Place.Keys, "erasures");
        var whole = await File.ReadAllTextAsync(list, ARecord.Patience);
        if (kind != "SQLite") Lose(record);
        foreach (var change in (Action[])[() => File.Delete(list), () => File.WriteAllText(list, whole[..(whole.IndexOf('\n', StringComparison.Ordinal) + 1)]), () => File.WriteAllText(list, "")])
        {
            change();
            program.Run(["restore", program.At("copy.db"), .. record.Options]).RefusesSaying("The list of erasures is missing, shortened or changed");
            if (kind == "SQLite") await Assert.ThrowsAsync<UnusableInput>(() => record.OpenAsync());
            else Lose(record);
        }

        await File.WriteAllTextAsync(list, whole, ARecord.Patience);
        program.Run(["restore", program.At("copy.db"), .. record.Options]).Succeeds();
        Assert.Null(record.Value(1));
        Assert.Null(record.Value(2));
        Assert.Equal("Resident Number 3", record.Value(3));
    }

    [Fact]
    public async Task What_the_replaced_record_had_erased_is_erased_again_even_where_the_list_is_an_old_one()
    {
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(20, 5);
        var backup = Path.Combine(record.Folder, "copy.db");
        BackingUp.Make(record.Place, backup);
        var old = new[] { "erasures", "erasures.head" }.Select(name => Path.Combine(record.Place.Keys, name)).ToDictionary(static file => file, File.ReadAllBytes);
        await using (var writer = await record.OpenAsync()) await writer.EraseAsync("p-1", null, Archivist, "pipl/47", ARecord.Patience);
        foreach (var (file, content) in old) await File.WriteAllBytesAsync(file, content, ARecord.Patience);

        var restored = Restoring.Restore(record.Place, backup, "none", record.Clock);

        Assert.Equal(1, restored.Keys);
        Assert.Null(record.Value(1));
        Assert.Single(RecordKeys.Open(record.Place.Keys).Erasures());
    }

    [Fact]
    public async Task Another_wrapping_key_is_refused_when_a_record_is_opened_or_restored()
    {
        await using var record = ARecord.On("SQLite");
        using var program = new TheProgram();
        await record.FillAsync(20, 5);
        program.Run(["backup", program.At("copy.db"), .. record.Options]).Succeeds();
        await File.WriteAllTextAsync(Path.Combine(record.Place.Keys, "wrapping.key"), Convert.ToBase64String(new byte[32]) + "\n", ARecord.Patience);

        program.Run(["restore", program.At("copy.db"), .. record.Options]).RefusesSaying("was not wrapped under the wrapping key");
        await Assert.ThrowsAsync<UnusableInput>(() => record.OpenAsync());
    }

    [Fact]
    public async Task A_backup_replaces_none_of_another_record_and_copies_no_trigger_and_only_its_owner_may_read_it()
    {
        await using var record = ARecord.On("SQLite");
        await using var other = ARecord.On("SQLite");
        using var program = new TheProgram();
        await record.FillAsync(20, 5);
        other.Clock.Move(TimeSpan.FromSeconds(1));
        await other.FillAsync(3);
        using (var session = SqliteSession.OpenToWrite(record.File, create: false)) session.Execute("create trigger quiet after insert on ledger_entry begin delete from erasure; end");
        program.Run(["backup", program.At("copy.db"), .. record.Options]).Succeeds();

        program.Run(["backup", program.At("copy.db"), .. other.Options]).RefusesSaying("This is a backup of another record");

        using (var copy = new SqliteStore(program.At("copy.db")).OpenToRead()) Assert.Equal(20, LedgerRows.Size(copy));
        using (var copy = SqliteSession.OpenToRead(program.At("copy.db"))) Assert.Empty(copy.Tell("select name from sqlite_schema where type = 'trigger'"));
        foreach (var file in (string[])[record.File, program.At("copy.db")]) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(["copy.db"], program.Files);
    }

    [Fact]
    public async Task Two_backups_to_one_name_at_once_are_not_mixed()
    {
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(20);
        var target = Path.Combine(record.Folder, "copy.db");
        using (new FileStream(target + ".new", FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            Assert.Contains("Another backup is being written", Assert.Throws<UnusableInput>(() => BackingUp.Make(record.Place, target)).Message, StringComparison.Ordinal);

        Assert.Equal(20, BackingUp.Make(record.Place, target).Size);
        Assert.False(File.Exists(target + ".new"));
    }

    [Fact]
    public async Task The_file_that_was_there_is_kept_beside_the_restored_one()
    {
        await using var record = ARecord.On("SQLite");
        using var program = new TheProgram();
        await record.FillAsync(50);
        program.Run(["backup", program.At("copy.db"), .. record.Options]).Succeeds();
        await using (var writer = await record.OpenAsync()) await ARecord.AppendAsync(writer, 50, 25);

        var ran = program.Run(["restore", program.At("copy.db"), .. record.Options]).Succeeds();

        Assert.Contains("25 entries further", ran.Output, StringComparison.Ordinal);
        var aside = Assert.Single(Directory.GetFiles(record.Folder, "county.db.replaced-*"));
        Assert.Contains(aside, ran.Output, StringComparison.Ordinal);
        using var session = new SqliteStore(aside).OpenToRead();
        Assert.Equal(75, LedgerRows.Size(session));
        Assert.Equal(51, record.Entries().Count);
    }

    [Theory]
    [InlineData("update ledger_entry set bytes = (select bytes from ledger_entry where position = 3) where position = 7", "tile 0 of level 0 does not belong to the entries")]
    [InlineData("delete from ledger_entry where position = 299", "signed")]
    [InlineData("delete from ledger_entry where position = 12", "entry 12 is missing")]
    [InlineData("update ledger_entry set bytes = x'7b7d' where position = 12", "entry 12 is damaged")]
    [InlineData("update ledger_tile set hashes = zeroblob(8192)", "tile 0 of level 0 does not belong")]
    [InlineData("delete from ledger_tile", "1 tiles are missing")]
    [InlineData("insert into erasure values (5, 0, 'a@b', 'law/1', 1, 1, 0, null)", "the tables of attachments and erasures")]
    [InlineData("update personal_value set sealed = zeroblob(80) where position = 2", "the personal value name of entry 2 was changed")]
    [InlineData("update personal_value set position = 299 where position = 2", "the personal value name of entry 299 was changed")]
    [InlineData("update personal_value set position = 300 where position = 2", "personal values that belong to no entry")]
    [InlineData("pragma foreign_keys = off; delete from personal_key where person = 'p-2'", "the key of the personal value name of entry 2 is missing")]
    [InlineData("update personal_key set person = 'p-9' where person = 'p-2'", "was not wrapped under the wrapping key")]
    [InlineData("create trigger quiet after insert on ledger_entry begin delete from erasure; end", "it holds quiet, which no record has")]
    [InlineData("update ledger_checkpoint set note = replace(note, 'county', 'country')", "entries is not signed by this record")]
    public async Task A_backup_in_which_something_was_changed_is_refused_and_the_record_stays(string change, params string[] says)
    {
        await using var record = ARecord.On("SQLite");
        using var program = new TheProgram();
        await record.FillAsync(300, 5);
        program.Run(["backup", program.At("copy.db"), .. record.Options]).Succeeds();
        using (var session = SqliteSession.OpenToWrite(program.At("copy.db"), create: false)) session.Execute(change);

        program.Run(["restore", program.At("copy.db"), .. record.Options]).RefusesSaying(says[^1]);

        Assert.Equal(300, record.HoldsTogether().Size);
        Assert.DoesNotContain(Directory.GetFiles(record.Folder), static file => file.Contains("restoring", StringComparison.Ordinal));
        await using var writer = await record.OpenAsync();
    }

    [Fact]
    public async Task A_damaged_backup_one_of_another_record_and_none_at_all_are_refused()
    {
        await using var record = ARecord.On("SQLite");
        await using var other = ARecord.On("SQLite");
        using var program = new TheProgram();
        await record.FillAsync(300);
        await using (await RecordWriter.CreateAsync(other.Place, "town.example/record", new RecordSettings(), other.Clock))
        {
        }

        BackingUp.Make(other.Place, program.At("other.db"));
        BackingUp.Make(record.Place, program.At("cut.db"));
        var whole = await File.ReadAllBytesAsync(program.At("cut.db"), ARecord.Patience);
        program.Given("cut.db", whole[..(whole.Length / 2)]);
        program.Given("letter.txt", "Dear all");

        program.Run(["restore", "other.db", .. record.Options]).RefusesSaying("other.db", "sign for county.example/record, but this is a backup of town.example/record");
        Assert.NotEqual(0, program.Run(["restore", "cut.db", .. record.Options]).ExitCode);
        program.Run(["restore", "letter.txt", .. record.Options]).RefusesSaying("letter.txt", "no record");
        program.Run(["restore", "nothing.db", .. record.Options]).RefusesSaying("nothing.db", "no record");
        Assert.Equal(300, record.HoldsTogether().Size);
    }

    [Fact]
    public async Task A_backup_overwrites_no_record_and_no_other_file()
    {
        await using var record = ARecord.On("SQLite");
        using var program = new TheProgram();
        await record.FillAsync(10);
        program.Given("letter.txt", "Dear all");

        program.Run(["backup", record.File, .. record.Options]).RefusesSaying("This is the record itself");
        program.Run(["backup", "letter.txt", .. record.Options]).RefusesSaying("letter.txt", "no record");
        program.Run(["backup", "no/where.db", .. record.Options]).RefusesSaying("There is no folder");
        program.Run(["backup", ".", .. record.Options]).RefusesSaying("folder");
        program.Run(["backup", "copy.db", .. record.Options]).Succeeds();
        program.Run(["backup", "copy.db", .. record.Options]).Succeeds();
        Assert.Equal("Dear all", await File.ReadAllTextAsync(program.At("letter.txt"), ARecord.Patience));
        Assert.Equal(["copy.db", "letter.txt"], program.Files);
    }

    [Fact]
    public async Task What_was_done_is_told_in_both_languages_and_as_JSON()
    {
        await using var record = ARecord.On("SQLite");
        using var program = new TheProgram();
        await record.FillAsync(10, 3);

        var backup = program.Run(["backup", "copy.db", "--json", "-", .. record.Options]).Succeeds();
        var restore = program.Run(["restore", "copy.db", "--lang", "zh", "--json", "done.json", .. record.Options]).Succeeds();
        var erase = program.Run(["erase", "--person", "p-1", "--by", "archivist@county", "--basis", "pipl/47", "--json", "-", .. record.Options]).Succeeds();

        Assert.Equal(10, System.Text.Json.JsonDocument.Parse(backup.Output).RootElement.GetProperty("entries").GetInt32());
        Assert.Contains("已检查并恢复 10 条", restore.Output, StringComparison.Ordinal);
        Assert.Equal(ARecord.Origin, System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(program.At("done.json"), ARecord.Patience)).RootElement.GetProperty("origin").GetString());
        Assert.Equal(1, System.Text.Json.JsonDocument.Parse(erase.Output).RootElement.GetProperty("values").GetInt32());
        program.Run(["backup", "copy.db", "--json", record.File, .. record.Options]).RefusesSaying("never overwritten");
    }

    private static string Word(Entry entry, string field) => ((EntryValue.Word)entry.Fields[field]!).Text;

    /// <summary>The store is gone; the keys are not.</summary>
    private static void Lose(ARecord record)
    {
        if (record.Connection is null)
        {
            foreach (var file in Directory.GetFiles(record.Folder, "county.db*")) File.Delete(file);
            return;
        }

        Npgsql.NpgsqlConnection.ClearAllPools();
        ARecord.Execute(record.Connection, "drop schema public cascade");
        ARecord.Execute(record.Connection, "create schema public");
    }
}
