using Trellis.Information.Registers;
using Trellis.Information.Retention;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Structure.Expressions;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>What was collected for something is destroyed by itself when that is over, and the record says so.</summary>
public sealed class KeepingNoLonger
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Values_of_a_closed_matter_go_when_their_period_is_over_and_nothing_holds_them_and_the_entry_says_that_nobody_ordered_it(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var retention = new RetentionDesk(desk.Desk);
        var one = await desk.File("construction-noise", "heping", ("matter.noise-source", Value.Of("construction")));
        var position = desk.Writer.Size - 1;
        while (desk.Record.Value(position, "value/matter.noise-source") is null) position--;
        await desk.Do(ADesk.Resident, new WithdrawMatter(one.Id, new PersonalText("settled")));

        Assert.Equal(0, await retention.EraseDueAsync(ARecord.Patience));
        var held = Assert.IsType<RetentionRuling.Held>(retention.RulingOf(ADesk.Wang.Text, "city-order"));
        Assert.Equal(one.Id, held.By);

        desk.Clock.Move(TimeSpan.FromDays(held.Until!.Value.DayNumber - desk.Desk.InForce.DayOf(desk.Clock.Now).DayNumber));
        Assert.Equal(0, await retention.EraseDueAsync(ARecord.Patience)); // the last day is included
        var other = await desk.File("construction-noise", "heping");
        desk.Clock.Move(TimeSpan.FromDays(2));
        Assert.Equal(0, await retention.EraseDueAsync(ARecord.Patience)); // another matter of the same purpose runs
        Assert.Equal("\"construction\"", desk.Record.Value(position, "value/matter.noise-source"));
        await desk.Do(ADesk.Resident, new WithdrawMatter(other.Id, null));
        desk.Clock.Move(TimeSpan.FromDays(366 * 6));

        Assert.Equal(1, await retention.EraseDueAsync(ARecord.Patience));
        Assert.Null(desk.Record.Value(position, "value/matter.noise-source"));
        var entry = desk.Record.Entries().Last(static entry => entry.Event == "values-erased/1");
        Assert.Equal((EntryActor.System, "kept-long-enough"), (entry.By, Assert.Single(entry.Notes)));
        Assert.Equal(0, await retention.EraseDueAsync(ARecord.Patience));
        await desk.CloseAsync();
        Assert.Empty(RebuildingTables.Run(desk.Record.Place).Changed);
        using var database = new Trellis.Runtime.Auditing.DatabaseRecord(desk.Record.Place.Store, RecordKeys.Open(desk.Record.Place.Keys));
        Assert.True(Trellis.Runtime.Auditing.Auditor.Run(database, new Trellis.Runtime.Auditing.AuditRequest()).HoldsUp);
    }

    [Fact]
    public async Task A_row_of_a_register_goes_when_it_ended_so_long_ago_and_not_before()
    {
        await using var desk = await ADesk.On("SQLite");
        var retention = new RetentionDesk(desk.Desk);
        var police = await desk.Police();
        var (gone, there) = (await desk.Enter(police, "person", "name=王芳"), await desk.Enter(police, "person", "name=李强"));
        await desk.Register(police, new EndSubject(gone, desk.Today(), "left"));

        desk.Clock.Move(TimeSpan.FromDays(365 * 4));
        Assert.Equal(0, await retention.EraseDueAsync(ARecord.Patience));
        desk.Clock.Move(TimeSpan.FromDays(400));

        Assert.True(await retention.EraseDueAsync(ARecord.Patience) > 0);
        Assert.Null(desk.Stands(gone, "name"));
        Assert.Equal("李强", desk.Stands(there, "name"));
        Assert.Equal(0, await retention.EraseDueAsync(ARecord.Patience));
    }
}
