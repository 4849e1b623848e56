using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Scenarios.Process;

/// <summary>The tables of matters hold nothing that the entries do not say.</summary>
public sealed class FoldingTheRecordAnew
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Replaying_the_record_gives_the_same_tables_after_whatever_people_did_and_an_erasure(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var done = await RandomActs.RunAsync(desk, seed: 7, acts: 600);
        Assert.True(done.Done > 100 && done.Refused > 50, $"{done}");
        await desk.Writer.EraseAsync(ADesk.Wang.Text, null, new EntryActor.Officer("data-officer", "cuiwei"), "personal-law/47", ARecord.Patience);
        await RandomActs.RunAsync(desk, seed: 8, acts: 100);
        await desk.CloseAsync();

        var before = Lines(desk);
        var rebuilt = RebuildingTables.Run(desk.Record.Place);
        Assert.Empty(rebuilt.Changed);
        Assert.True(rebuilt.Matters > 10);
        Assert.Equal(before, Lines(desk));
        Assert.Empty(Verify(desk));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Replaying_gives_the_same_tables_also_where_versions_were_adopted_and_matters_moved_and_each_kept_its_version_until_then(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var failed = new List<Exception>();
        desk.Desk.Failing = failed.Add;
        var changes = new RandomChanges(desk);

        await RandomActs.RunAsync(desk, seed: 11, acts: 640, atOnce: 4, changes.GoOnAsync);

        Assert.True(changes is { Adopted: > 1, Objected: > 0, MovedWithWorkDone: > 3 }, $"{changes.Adopted} adopted, {changes.Objected} objected, {changes.Moved} moved, {changes.MovedWithWorkDone} with work done");
        Assert.Empty(failed);
        await desk.CloseAsync();
        Assert.Empty(RebuildingTables.Run(desk.Record.Place).Changed);
        Assert.Empty(Verify(desk));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_row_that_somebody_changed_is_found_by_verify_and_put_right_by_a_rebuild(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var matter = await desk.File("construction-noise", "heping");
        await desk.Perform(matter, "receive");
        await desk.CloseAsync();
        var before = Lines(desk);
        Tamper(desk, "update matter set state = 2", "delete from open_point", "insert into matter_unit (unit, closed, matter, type) values ('spy', 0, 1, 'x')");

        Assert.Equal([DoubtKind.RowMissing, DoubtKind.RowDiffers, DoubtKind.RowWithoutEntry], Verify(desk).Select(static doubt => doubt.Kind).Distinct().Order());
        Assert.Equal(["matter", "matter_unit", "open_point"], RebuildingTables.Run(desk.Record.Place).Changed.Order(StringComparer.Ordinal));
        Assert.Equal(before, Lines(desk));
        Assert.Empty(Verify(desk));
    }

    [Fact]
    public async Task A_job_that_somebody_took_away_so_that_its_time_never_comes_is_found_and_put_back()
    {
        await using var desk = await ADesk.On("SQLite");
        await desk.File("construction-noise", "heping");
        await desk.CloseAsync();
        Tamper(desk, "delete from matter_job");

        Assert.Equal([DoubtKind.RowMissing], Verify(desk).Select(static doubt => doubt.Kind).Distinct());
        Assert.Equal(["matter_job"], RebuildingTables.Run(desk.Record.Place).Changed);
        Assert.Empty(Verify(desk));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_backup_in_which_a_matter_or_a_token_is_not_what_the_entries_say_is_not_restored(string kind)
    {
        foreach (var tampering in (string[])
        [
            "update matter set state = 2",
            "delete from matter_job",
            "insert into access_token values ('00000000000000aa', 1, zeroblob(32), 'o-spy', '', '', 'admin', 1700000000000, 9700000000000, 0)",
        ])
        {
            await using var desk = await ADesk.On("SQLite");
            await desk.File("construction-noise", "heping");
            await desk.CloseAsync();
            var backup = Path.Combine(desk.Record.Folder, "backup.db");
            BackingUp.Make(desk.Record.Place, backup);
            using (var session = SqliteSession.OpenToWrite(backup, create: false)) session.Execute($"{tampering}; pragma journal_mode = delete");
            await using var empty = kind == "SQLite" ? null : ARecord.On(kind);
            var place = empty is null ? desk.Record.Place : RecordPlace.OfPostgres(empty.Connection!, desk.Record.Place.Keys, desk.Record.Place.Attachments);

            var refused = Assert.Throws<UnusableInput>(() => Restoring.Restore(place, backup, "s-1", desk.Clock));
            Assert.Contains("is not what the entries say", refused.Message, StringComparison.Ordinal);

            RebuildingTables.Run(RecordPlace.OfFile(backup, desk.Record.Place.Keys));
            Restoring.Restore(place, backup, "s-1", desk.Clock);
        }
    }

    [Theory]
    [InlineData("matter-seen/1", "happened", "yesterday")]
    [InlineData("matter-seen/1", "matter", "x")]
    [InlineData("step-opened/1", "happened", "x")]
    [InlineData("step-performed/1", "step", null)]
    [InlineData("seat-taken/1", "from", null)]
    [InlineData("matter-filed/1", "matter", null)]
    public async Task An_entry_that_somebody_appended_and_that_is_no_event_is_a_doubt_and_stops_no_command_with_a_fault_of_ours(string of, string field, string? value)
    {
        await using var desk = await ADesk.On("SQLite");
        var matter = await desk.File("construction-noise", "heping");
        await desk.Perform(matter, "receive");
        await desk.CloseAsync();
        var entries = desk.Record.Entries();
        var like = entries.Find(entry => entry.Event == of);
        var fields = (like?.Fields ?? EntryValue.Group.None).Where(one => one.Key != field).ToList();
        if (value is not null) fields.Add(new(field, EntryValue.Of(value)));
        using (var session = SqliteSession.OpenToWrite(desk.Record.File, create: false))
        {
            var writes = new Writes();
            var appended = new Entry { At = entries[^1].At, By = EntryActor.System, Event = of, Structure = entries[^1].Structure, Fields = new EntryValue.Group(fields) }.Encode();
            LedgerRows.AddEntries(writes, entries.Count, [appended]);
            // Without the keys he would not come so far: the head is sealed.
            var tree = new StoredTree(session).At(entries.Count);
            tree.Append(Tree.Leaf(appended));
            SealedHead.Begin(writes, RecordKeys.Open(desk.Record.Place.Keys), LedgerRows.Origin(session)!, tree.Head);
            session.Commit(writes);
        }

        var verified = Verify(desk);
        if (of is not ("seat-taken/1" or "matter-filed/1"))
        {
            var doubt = Assert.Single(verified, static doubt => doubt.Kind == DoubtKind.EventUnfit);
            Assert.Equal((entries.Count, of), (doubt.Entry!.Value, doubt.Place));
            Assert.Throws<MachineFault>(() => RebuildingTables.Run(desk.Record.Place));
        }
        else
        {
            Assert.NotEmpty(verified);
            RebuildingTables.Run(desk.Record.Place);
            await using var writer = await desk.Record.OpenAsync();
            await Assert.ThrowsAsync<MachineFault>(() => MattersDesk.OpenAsync(writer, desk.Record.Place, desk.Clock, null));
        }
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_rebuild_that_is_killed_has_changed_nothing_and_leaves_nothing_behind(string kind)
    {
        await using var desk = await ADesk.On(kind);
        for (var at = 0; at < 60; at++) await desk.File("construction-noise", "heping");
        await desk.CloseAsync();
        var before = Lines(desk);
        Tamper(desk, "update matter set type = 'other'");
        var changed = Lines(desk);
        var killed = 0;
        for (var after = 300; after < 1500; after += 100)
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Trellis.Cli.dll"), "rebuild", .. desk.Record.Options]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            if (!process.WaitForExit(after)) killed++;
            process.Kill();
            await process.WaitForExitAsync(ARecord.Patience);

            var lines = Lines(desk);
            Assert.True(lines.SequenceEqual(before) || lines.SequenceEqual(changed));
            Assert.Equal(lines.SequenceEqual(before) ? [] : [DoubtKind.RowDiffers], Verify(desk).Select(static doubt => doubt.Kind).Distinct());
            if (lines.SequenceEqual(before)) break;
        }

        Assert.True(killed > 0);
        RebuildingTables.Run(desk.Record.Place);
        Assert.Equal(before, Lines(desk));
    }

    [Fact]
    public async Task A_rebuild_beside_a_running_program_is_refused()
    {
        await using var desk = await ADesk.On("SQLite", "hello-village");
        Assert.Throws<UnusableInput>(() => RebuildingTables.Run(desk.Record.Place));
    }

    private static void Tamper(ADesk desk, params string[] statements)
    {
        if (desk.Record.Connection is { } connection)
        {
            foreach (var statement in statements) ARecord.Execute(connection, statement);
            return;
        }

        using var session = SqliteSession.OpenToWrite(desk.Record.File, create: false);
        foreach (var statement in statements) session.Execute(statement);
    }

    private static List<string> Lines(ADesk desk)
    {
        using var session = desk.Record.Read();
        return [.. TableCopies.Folded.Where(static table => table != "matter_job").SelectMany(table => TableCopies.Lines(session, table).Order(StringComparer.Ordinal).Select(line => $"{table} {line}"))];
    }

    internal static List<Doubt> Verify(ADesk desk)
    {
        using var record = new DatabaseRecord(desk.Record.Place.Store, RecordKeys.Open(desk.Record.Place.Keys));
        return [.. Auditor.Run(record, new AuditRequest()).Doubts];
    }
}
