using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Process;
using Trellis.Process.Matters;
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
        var done = await RandomActs.RunAsync(desk, seed: 7, acts: 400);
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

    private static List<Doubt> Verify(ADesk desk)
    {
        using var record = new DatabaseRecord(desk.Record.Place.Store, RecordKeys.Open(desk.Record.Place.Keys));
        return [.. Auditor.Run(record, new AuditRequest()).Doubts];
    }
}
