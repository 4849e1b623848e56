using System.Text;
using Trellis.Information.Looks;
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
using Trellis.Structure.Files;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>What was collected for something is destroyed by itself when that is over, and the record says so.</summary>
public sealed class KeepingNoLonger
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Values_of_a_closed_matter_go_when_their_period_is_over_and_nothing_holds_them_and_the_entry_says_that_nobody_ordered_it(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var retention = new RetentionDesk(desk.Desk) { Looks = await LooksDesk.OpenAsync(desk.Desk) };
        var one = await desk.File("construction-noise", "heping", ("matter.noise-source", Value.Of("construction")));
        var position = desk.Writer.Size - 1;
        while (desk.Record.Value(position, "value/matter.noise-source") is null) position--;
        await desk.Do(ADesk.Resident, new WithdrawMatter(one.Id, new PersonalText("settled")));

        Assert.Equal(0, await retention.EraseDueAsync(ARecord.Patience));
        var held = Assert.IsType<RetentionRuling.Held>(retention.RulingOf(ADesk.Wang.Text, "city-order"));
        Assert.Equal(one.Id, held.By);

        desk.Clock.Move(TimeSpan.FromDays(held.Until!.Value.DayNumber - desk.Desk.InForce.DayOf(desk.Clock.Now).DayNumber));
        Assert.Equal(0, await retention.EraseDueAsync(ARecord.Patience)); // the last day is included
        Assert.Empty(Kept()); // nothing is said while their own time runs
        var other = await desk.File("construction-noise", "heping");
        desk.Clock.Move(TimeSpan.FromDays(2));
        Assert.Equal(0, await retention.EraseDueAsync(ARecord.Patience)); // another matter of the same purpose runs
        Assert.Equal("\"construction\"", desk.Record.Value(position, "value/matter.noise-source"));
        // Why they are still there is said once: which matter of which kind holds them, and under which duty; and again when the day is over on which it was to be looked at.
        desk.Clock.Move(TimeSpan.FromDays(1));
        await retention.EraseDueAsync(ARecord.Patience);
        var kept = Assert.Single(Kept());
        Assert.Equal((ADesk.Wang, "city-order", other.Id, "construction-noise", "construction-noise"), (kept.Person, kept.Purpose, kept.Matter, kept.Type, kept.Duty));
        desk.Clock.Move(TimeSpan.FromDays(100));
        await retention.EraseDueAsync(ARecord.Patience);
        Assert.Equal(2, Kept().Count);
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

        List<ValuesKept> Kept() => [.. desk.Record.Entries().Where(static entry => entry.Event == ValuesKept.Name).Select(static entry => (ValuesKept)LookEvents.Read(entry.Event, entry.Fields)!)];
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task While_somebody_asks_about_their_data_what_holds_it_is_said_to_be_that_matter_and_it_goes_when_it_is_answered(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var retention = new RetentionDesk(desk.Desk) { Looks = await LooksDesk.OpenAsync(desk.Desk) };
        var one = await desk.File("construction-noise", "heping", ("matter.noise-source", Value.Of("construction")));
        await desk.Do(ADesk.Resident, new WithdrawMatter(one.Id, null));
        var held = Assert.IsType<RetentionRuling.Held>(retention.RulingOf(ADesk.Wang.Text, "city-order"));
        desk.Clock.Move(TimeSpan.FromDays(held.Until!.Value.DayNumber - desk.Desk.InForce.DayOf(desk.Clock.Now).DayNumber));
        var right = desk.Desk.InForce.Structure.Matters.All.First(static type => type.Rights.Contains("copy"));
        var asked = await desk.File(right.Id, "heping");
        desk.Clock.Move(TimeSpan.FromDays(2));

        Assert.Equal(0, await retention.EraseDueAsync(ARecord.Patience));
        var kept = (ValuesKept)LookEvents.Read(ValuesKept.Name, Assert.Single(desk.Record.Entries(), static entry => entry.Event == ValuesKept.Name).Fields)!;
        Assert.Equal((asked.Id, right.Id, right.Duty.Id), (kept.Matter, kept.Type, kept.Duty));
        await desk.Do(ADesk.Resident, new WithdrawMatter(asked.Id, null));
        Assert.Equal(1, await retention.EraseDueAsync(ARecord.Patience));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_row_of_a_register_goes_when_it_ended_so_long_ago_and_not_before(string kind)
    {
        await using var desk = await ADesk.On(kind);
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

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_item_with_a_time_of_its_own_goes_alone_when_it_was_recorded_so_long_ago(string kind)
    {
        await using var desk = await ADesk.On(kind, change: static file => file.Path != "data/person.yaml" ? file
            : new SourceFile(file.Path, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file.Bytes).Replace("  found-as: telephone\n", "  found-as: telephone\n  keep: {for: 1 year, after: recorded}\n", StringComparison.Ordinal))));
        var retention = new RetentionDesk(desk.Desk);
        var police = await desk.Police();
        var wang = await desk.Enter(police, "person", "name=王芳", "phone=13800000001");
        var later = await desk.Enter(police, "person", "name=李强", "phone=13800000002");
        desk.Clock.Move(TimeSpan.FromDays(300));
        await desk.Record(police, later, "phone=13800000003");

        desk.Clock.Move(TimeSpan.FromDays(65));
        Assert.Equal(0, await retention.EraseDueAsync(ARecord.Patience)); // the last day is included
        desk.Clock.Move(TimeSpan.FromDays(2));
        Assert.Equal(1, await retention.EraseDueAsync(ARecord.Patience));

        Assert.Null(desk.Stands(wang, "phone"));
        Assert.Equal("王芳", desk.Stands(wang, "name")); // the row stays
        Assert.Equal("13800000003", desk.Stands(later, "phone"));
        var entry = desk.Record.Entries().Last(static entry => entry.Event == "values-erased/1");
        Assert.Equal((EntryActor.System, "kept-long-enough"), (entry.By, Assert.Single(entry.Notes)));
        Assert.Equal(0, await retention.EraseDueAsync(ARecord.Patience));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_row_that_is_nobody_is_kept_as_long_as_a_running_matter_is_about_it(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var retention = new RetentionDesk(desk.Desk) { Registers = desk.Registers };
        var owner = await desk.Officer(new PostAt("", new UnitId("civil-affairs")));
        await desk.Register(owner, new EnterSubject(new RowId("household", "family-1"), [desk.Given("household", "income", "1200 CNY")], OnRegisters.AnAct));
        var keep = desk.Desk.InForce.Structure.Registers.Of("household")[0].Keep!;
        var matter = await desk.File("minimum-living-allowance", "xikou");
        Assert.Contains(new RowId("household", "family-1"), matter.Roles.Select(static role => role.Row));
        await desk.Register(owner, new EndSubject(new RowId("household", "family-1"), desk.Today(), keep.After));
        desk.Clock.Move(TimeSpan.FromDays(366 * 30));

        await retention.EraseDueAsync(ARecord.Patience);
        Assert.NotNull(desk.Stands(new RowId("household", "family-1"), "income", day: desk.Today().AddDays(-366 * 30)));

        // Why it is kept is said once, and again when the day is over on which it was to be looked at.
        await retention.EraseDueAsync(ARecord.Patience);
        desk.Clock.Move(TimeSpan.FromDays(2));
        await retention.EraseDueAsync(ARecord.Patience);
        var kept = Assert.IsType<SubjectKept>(Assert.Single(desk.Record.Entries().Where(static entry => entry.Event == SubjectKept.Name).Select(static entry => RegisterEvents.Read(entry.Event, entry.Fields)), one => one is SubjectKept { Purpose: "register/household" }));
        Assert.Equal((new RowId("household", "family-1"), matter.Id, "minimum-living-allowance", desk.Desk.InForce.Structure.Matters.Of("minimum-living-allowance")[0].Duty.Id), (kept.Subject, kept.Matter, kept.Type, kept.Duty));
        var said = desk.Record.Entries().Count(static entry => entry.Event == SubjectKept.Name);
        desk.Clock.Move(TimeSpan.FromDays(100));
        await retention.EraseDueAsync(ARecord.Patience);
        Assert.True(desk.Record.Entries().Count(static entry => entry.Event == SubjectKept.Name) > said);

        await desk.Do(ADesk.Resident, new WithdrawMatter(matter.Id, null));
        Assert.True(await retention.EraseDueAsync(ARecord.Patience) > 0);
        Assert.Null(desk.Stands(new RowId("household", "family-1"), "income", day: desk.Today().AddDays(-366 * 31)));
        await desk.AssertTheSameWhenFoldedAnew();
    }
}
