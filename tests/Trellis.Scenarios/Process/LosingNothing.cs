using Trellis.Process;
using Trellis.Runtime;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Process.Wire;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Scenarios.Process;

/// <summary>What was acknowledged is there, what was not is nowhere, and time that passed while the program stood still is made up for.</summary>
public sealed class LosingNothing
{
    [Fact]
    public async Task A_batch_that_cannot_be_stored_is_forgotten_and_decided_anew_from_what_is()
    {
        await using var desk = await ADesk.On("SQLite");
        var matter = await desk.File("construction-noise", "heping");
        var officer = await desk.Officer(matter.OpenAt("receive")!.Performer!.Value.Post!.Value);

        // A row in the way breaks the transaction of whoever files next, and of nobody else in the batch.
        using (var session = SqliteSession.OpenToWrite(desk.Record.File, create: false)) session.Execute("create table stop (one integer); create trigger stop before insert on matter when new.place = 'xikoujie' begin select raise(abort, 'stop'); end");
        var filings = Enumerable.Range(0, 20).Select(number => desk.Try(ADesk.Resident, MattersDesk.Filing(
            "construction-noise", new UnitId(number == 7 ? "xikoujie" : "heping"), [new BoundRole("applicant", new RowId("person", "r-wang")), new BoundRole("site", new RowId("place", "s"))], ADesk.Wang, Channel.Web, []))).ToList();
        var received = desk.Try(officer, new ReceiveMatter(matter.Id, "receive"));
        await Assert.ThrowsAsync<MachineFault>(() => filings[7]);
        Assert.IsType<ActAnswer.Done>(await received);
        var done = (await Task.WhenAll(filings.Where((_, number) => number != 7))).Cast<ActAnswer.Done>().ToList();
        Assert.Equal(19, done.Select(static one => one.Matter!.Number).Distinct().Count());
        Assert.Equal("heping", desk.Desk.Questions.Find(Actor.System, done[^1].Matter!.Id)!.Value.Matter.Place!.Value.Text);

        using (var session = SqliteSession.OpenToWrite(desk.Record.File, create: false)) session.Execute("drop trigger stop; drop table stop");
        Assert.Equal(ProcessRefusals.StepNotOpen, Assert.IsType<ActAnswer.Refused>(await desk.Try(officer, new ReceiveMatter(matter.Id, "receive"))).Why);
        desk.Record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Jobs_that_fell_due_while_the_program_stood_still_are_done_once_when_it_is_back(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var matter = await desk.File("construction-noise", "heping");
        await desk.CloseAsync();
        desk.Clock.Move(TimeSpan.FromHours(6));
        await desk.RestartAsync();
        Assert.Equal(1, await desk.Desk.RunDueAsync(ARecord.Patience));
        var fired = desk.Desk.Questions.Find(Actor.System, matter.Id)!.Value.Matter.Fired;
        Assert.NotEmpty(fired);

        // Not again, neither after another restart nor with a clock that was set back and forth.
        await desk.RestartAsync();
        Assert.Equal(0, await desk.Desk.RunDueAsync(ARecord.Patience));
        desk.Clock.Move(TimeSpan.FromHours(-5));
        Assert.Equal(0, await desk.Desk.RunDueAsync(ARecord.Patience));
        desk.Clock.Move(TimeSpan.FromHours(5));
        await desk.Desk.RunDueAsync(ARecord.Patience);
        var jobs = desk.Desk.Questions.History(Actor.System, matter.Id)!.Select(static line => line.Event switch { UnitReminded one => one.Job, MatterEscalated one => one.Job, ReferredUp one => one.Job, JobPassed one => one.Job, _ => null }).OfType<string>().ToList();
        Assert.Equal(jobs.Distinct().Count(), jobs.Count);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_the_desk_comes_to_is_what_the_events_give_one_after_the_other(string kind)
    {
        await using var desk = await ADesk.On(kind);
        await RandomActs.RunAsync(desk, seed: 21, acts: 300, atOnce: 16);

        // The slow and obvious twin: every entry folded in the order of the record, by its matter alone.
        var folded = new Dictionary<MatterId, Matter>();
        foreach (var entry in desk.Record.Entries())
        {
            if (ProcessEvents.Read(entry.Event, entry.Fields, []) is not IMatterEvent happened) continue;
            folded[happened.Matter] = happened is MatterFiled filed ? FoldingMatters.Begin(filed) : FoldingMatters.Apply(folded[happened.Matter], happened);
        }

        Assert.True(folded.Count >= 3);
        foreach (var (id, matter) in folded)
        {
            var (stored, _) = desk.Desk.Questions.Find(Actor.System, id)!.Value;
            Assert.Equal(Text(matter), Text(stored));
        }
    }

    [Fact]
    public async Task Memory_holds_what_was_touched_of_late_and_older_matters_are_read_again()
    {
        await using var desk = await ADesk.On("SQLite");
        var first = await desk.File("construction-noise", "heping", ("matter.noise-source", Value.Of("piling")));
        for (var round = 0; round < 10; round++) await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => desk.File("construction-noise", "heping")));
        var received = await desk.Perform(first, "receive");
        Assert.Equal(first.Promise, received.Promise);
        Assert.Equal(first.Number, received.Number);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Everything of a matter, as text.</summary>
    private static string Text(Matter matter) => System.Text.Json.JsonSerializer.Serialize(matter, Indented);
}
