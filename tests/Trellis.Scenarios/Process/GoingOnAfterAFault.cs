using System.Collections.Concurrent;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Process;

/// <summary>What is damaged, or fails, in one matter costs no other matter anything.</summary>
public sealed class GoingOnAfterAFault
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_row_that_nobody_can_read_fails_the_acts_on_its_matter_and_no_others(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var matters = new List<Matter>();
        for (var number = 0; number < 6; number++) matters.Add(await desk.File("construction-noise", "heping"));
        await desk.CloseAsync();
        Spoil(desk, matters[2], "02ff");
        await desk.RestartAsync();
        var failures = new ConcurrentQueue<Exception>();
        desk.Desk.Failing = failures.Enqueue;

        // All in the same batch, as far as a test can have it so.
        var acts = matters.ConvertAll(matter => desk.Try(ADesk.Resident, new AddInformation(matter.Id, [], new PersonalText("It goes on."))));
        for (var number = 0; number < acts.Count; number++)
        {
            if (number == 2) Assert.Contains("trellis rebuild", (await Assert.ThrowsAsync<MachineFault>(() => acts[2])).Message, StringComparison.Ordinal);
            else Assert.IsType<ActAnswer.Done>(await acts[number]);
        }

        // What time makes due is done in the others, told of this one, and comes to an end.
        await desk.RestartAsync();
        desk.Desk.Failing = failures.Enqueue;
        desk.Clock.Move(TimeSpan.FromDays(60));
        var before = desk.Writer.Size;
        Assert.True(await desk.Desk.RunDueAsync(ARecord.Patience) >= 6);
        Assert.True(desk.Writer.Size > before);
        Assert.Single(failures);
        Assert.Equal(0, await desk.Desk.RunDueAsync(ARecord.Patience));
        await desk.Desk.FindPerformersAgainAsync(ARecord.Patience);

        await desk.CloseAsync();
        RebuildingTables.Run(desk.Record.Place);
        await desk.RestartAsync();
        Assert.IsType<ActAnswer.Done>(await desk.Try(ADesk.Resident, new WithdrawMatter(matters[2].Id)));
        desk.Record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Tables_of_an_older_program_are_told_at_the_opening_with_the_command_that_helps(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var matter = await desk.File("construction-noise", "heping");
        await desk.CloseAsync();
        Spoil(desk, matter, "01ff");

        var told = await Assert.ThrowsAsync<UnusableInput>(desk.RestartAsync);
        await desk.Writer.DisposeAsync();

        Assert.Contains("trellis rebuild --", told.Remedy, StringComparison.Ordinal);
        Assert.Contains("trellis rebuild --", told.Advises.Zh, StringComparison.Ordinal);
        RebuildingTables.Run(desk.Record.Place);
        await desk.RestartAsync();
        Assert.NotNull(desk.Desk.Questions.Find(ADesk.Resident, matter.Id));
    }

    [Fact]
    public async Task A_desk_ends_quietly_when_its_record_has_ended_before()
    {
        await using var record = ARecord.On("SQLite");
        var writer = await record.CreateAsync();
        var desk = await MattersDesk.OpenAsync(writer, record.Place, record.Clock, Trellis.Runtime.Structure.StructureFolder.Read(Structures.Of("hello-village")), TimeSpan.FromMilliseconds(5));
        var webhooks = new WebhookDesk(writer, record.Clock, mayBePrivate: true);
        await webhooks.AddAsync(new Uri("http://127.0.0.1:9/"), -1);
        webhooks.Begin(TimeSpan.FromMilliseconds(5));

        await writer.DisposeAsync();
        await desk.DisposeAsync();
        await webhooks.DisposeAsync();
    }

    private static void Spoil(ADesk desk, Matter matter, string bytes) =>
        desk.Record.Change($"update matter set folded = {(desk.Record.Connection is null ? $"x'{bytes}'" : $"'\\x{bytes}'::bytea")} where id = {MatterNumbers.Of(matter.Id)}");
}
