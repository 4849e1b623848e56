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
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_batch_that_cannot_be_stored_is_forgotten_and_decided_anew_from_what_is(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var matter = await desk.File("construction-noise", "heping");
        var officer = await desk.Officer(matter.OpenAt("receive")!.Performer!.Value.Post!.Value);

        // A row in the way breaks the transaction of whoever files next, and of nobody else in the batch.
        desk.Record.Change(kind == "SQLite"
            ? "create trigger stop before insert on matter when new.place = 'xikoujie' begin select raise(abort, 'stop'); end"
            : "create function stop() returns trigger language plpgsql as $$ begin if new.place = 'xikoujie' then raise exception 'stop'; end if; return new; end $$; create trigger stop before insert on matter for each row execute function stop()");
        var filings = Enumerable.Range(0, 20).Select(number => desk.Try(ADesk.Resident, MattersDesk.Filing(
            "construction-noise", new UnitId(number == 7 ? "xikoujie" : "heping"), [new BoundRole("applicant", new RowId("person", "r-wang")), new BoundRole("site", new RowId("place", "s"))], ADesk.Wang, Channel.Web, []))).ToList();
        var received = desk.Try(officer, new ReceiveMatter(matter.Id, "receive"));
        await Assert.ThrowsAsync<MachineFault>(() => filings[7]);
        Assert.IsType<ActAnswer.Done>(await received);
        var done = (await Task.WhenAll(filings.Where((_, number) => number != 7))).Cast<ActAnswer.Done>().ToList();
        Assert.Equal(19, done.Select(static one => one.Matter!.Number).Distinct().Count());
        Assert.Equal("heping", desk.Desk.Questions.Find(Actor.System, done[^1].Matter!.Id)!.Value.Matter.Place!.Value.Text);

        desk.Record.Change(kind == "SQLite" ? "drop trigger stop" : "drop trigger stop on matter; drop function stop()");
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

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Memory_holds_what_was_touched_of_late_and_older_matters_are_read_again(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var first = await desk.File("construction-noise", "heping", ("matter.noise-source", Value.Of("piling")));
        for (var round = 0; round < 10; round++) await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => desk.File("construction-noise", "heping")));
        var received = await desk.Perform(first, "receive");
        Assert.Equal(first.Promise, received.Promise);
        Assert.Equal(first.Number, received.Number);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Time_does_its_work_by_itself_while_the_program_runs(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var matter = await desk.File("construction-noise", "heping");
        await desk.CloseAsync();
        await using var writer = await desk.Record.OpenAsync();
        await using var running = await MattersDesk.OpenAsync(writer, desk.Record.Place, desk.Clock, null, jobsEvery: TimeSpan.FromMilliseconds(20));
        Assert.Empty(running.Questions.Find(Actor.System, matter.Id)!.Value.Matter.Fired);
        desk.Clock.Move(TimeSpan.FromHours(6));
        for (var waited = 0; running.Questions.Find(Actor.System, matter.Id)!.Value.Matter.Fired.IsEmpty && waited < 500; waited++) await Task.Delay(20, ARecord.Patience);
        Assert.NotEmpty(running.Questions.Find(Actor.System, matter.Id)!.Value.Matter.Fired);
        Assert.Equal(0, await running.FindPerformersAgainAsync(ARecord.Patience));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_draft_is_its_writers_alone_and_gone_after_its_time_and_after_an_erasure(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var size = desk.Writer.Size;
        var (id, _) = await desk.Desk.SaveDraftAsync(new SaveDraft("construction-noise", ADesk.Wang, [new GivenItem("matter.noise-source", Value.Of("piling"))], new PersonalText("夜里")), null);
        Assert.Equal(size, desk.Writer.Size);
        var draft = Assert.Single(desk.Desk.Drafts(ADesk.Wang));
        Assert.Equal(("construction-noise", "夜里", "piling"), (draft.Type, draft.Said!.Written, draft.Given[0].Value.Text));
        Assert.Empty(desk.Desk.Drafts(new ActorId("r-li")));
        Assert.NotNull((await desk.Desk.SaveDraftAsync(new SaveDraft("construction-noise", new ActorId("r-li"), []), id)).Instead);

        await desk.Desk.SaveDraftAsync(new SaveDraft("construction-noise", ADesk.Wang, []), id);
        Assert.Empty(Assert.Single(desk.Desk.Drafts(ADesk.Wang)).Given);
        desk.Clock.Move(TimeSpan.FromDays(31));
        Assert.Empty(desk.Desk.Drafts(ADesk.Wang));

        await desk.Desk.SaveDraftAsync(new SaveDraft("construction-noise", ADesk.Wang, []), null);
        await desk.File("construction-noise", "heping");
        await desk.Writer.EraseAsync(ADesk.Wang.Text, null, new Trellis.Ledger.EntryActor.Officer("data-officer", "cuiwei"), "personal-law/47", ARecord.Patience);
        Assert.Empty(desk.Desk.Drafts(ADesk.Wang));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Whoever_has_a_role_in_a_matter_finds_it_in_their_list_open_and_closed_and_nobody_else_does(string kind)
    {
        await using var desk = await ADesk.On(kind, "hello-village");
        var (li, zhao) = (new Actor.Resident(new ActorId("r-li")), new Actor.Resident(new ActorId("r-zhao")));
        // Li helps Wang, and Zhao is the neighbour: in the register of people, as the applicant is.
        FixedList<BoundRole> roles = [new BoundRole("applicant", new RowId("person", ADesk.Wang.Text)), new BoundRole("facility", new RowId("facility", "f-1")), new BoundRole("neighbour", new RowId("person", "r-zhao"))];
        var filing = MattersDesk.Filing("small-repair", new UnitId("zhongliu"), roles, ADesk.Wang, Channel.Helper, []);
        var matter = (await desk.Do(li, new FileForAnother(filing, li.Person, Consent.Spoken))).Matter!;
        var stranger = new Actor.Resident(new ActorId("f-1")); // bears the name of a lamp
        IEnumerable<MatterId> Listed(Actor who, bool closed = false) => desk.Desk.Questions.List(who, new MatterFilter { Closed = closed, State = closed ? MatterState.Closed : null }, MatterOrder.Newest, null, 10)!.Rows.Select(static row => row.Id);

        foreach (var who in (Actor[])[ADesk.Resident, li, zhao])
        {
            Assert.Equal([matter.Id], Listed(who));
            Assert.NotNull(desk.Desk.Questions.Find(who, matter.Id));
        }

        Assert.Empty(Listed(stranger));
        await desk.Do(ADesk.Resident, new WithdrawMatter(matter.Id));
        Assert.Equal([matter.Id], Listed(zhao, closed: true));
        await desk.Do(ADesk.Resident, new ReopenMatter(matter.Id));
        Assert.Equal([matter.Id], Listed(zhao));
        Assert.Empty(Listed(zhao, closed: true));
        await desk.CloseAsync();
        Assert.Empty(RebuildingTables.Run(desk.Record.Place).Changed);
        desk.Record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Lists_and_inboxes_come_in_pages_and_hold_what_the_reader_may_see(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var matters = new List<Matter>();
        for (var number = 0; number < 25; number++) matters.Add(await desk.File("construction-noise", "heping"));
        var clerk = (Actor.Officer)await desk.Officer(matters[0].OpenAt("receive")!.Performer!.Value.Post!.Value);
        var stranger = (Actor.Officer)await desk.Officer(new PostAt("data-officer", new UnitId("cuiwei")));

        var ids = new List<MatterId>();
        for (string? cursor = null; ;)
        {
            var page = desk.Desk.Questions.List(clerk, MatterFilter.All, MatterOrder.Newest, cursor, 10)!;
            ids.AddRange(page.Rows.Select(static row => row.Id));
            if ((cursor = page.Next) is null) break;
        }

        Assert.Equal(matters.Select(static one => one.Id).Reverse(), ids);
        Assert.Empty(desk.Desk.Questions.List(stranger, MatterFilter.All, MatterOrder.Newest, null, 10)!.Rows);
        Assert.Equal(25, desk.Desk.Questions.List(ADesk.Resident, MatterFilter.All, MatterOrder.Newest, null, 100)!.Rows.Count);
        Assert.Single(desk.Desk.Questions.List(clerk, new MatterFilter { Number = matters[3].Number }, MatterOrder.Newest, null, 10)!.Rows);
        foreach (var nothing in (string[])["%", "2026-%", "-", "0", "20-26", "2026-00-", "20260", matters[3].Number + "0", "2025-0000001"])
            Assert.Empty(desk.Desk.Questions.List(clerk, new MatterFilter { Number = nothing }, MatterOrder.Newest, null, 10)!.Rows);
        foreach (var reader in (Actor[])[clerk, ADesk.Resident])
        {
            for (var signs = 1; signs <= matters[3].Number.Length; signs++)
            {
                var beginning = matters[3].Number[..signs];
                var named = desk.Desk.Questions.List(reader, new MatterFilter { Number = beginning }, MatterOrder.Newest, null, 100)!.Rows.Select(static row => row.Id);
                Assert.Equal(matters.Where(one => one.Number.StartsWith(beginning, StringComparison.Ordinal)).Select(static one => one.Id).Reverse(), named);
            }
        }

        Assert.Null(desk.Desk.Questions.List(clerk, MatterFilter.All, MatterOrder.Newest, "no cursor", 10));

        var keys = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = desk.Desk.Questions.Inbox(clerk, cursor, 7)!;
            keys.AddRange(page.Rows.Select(static row => $"{row.Matter}/{row.Key}"));
            if ((cursor = page.Next) is null) break;
        }

        Assert.Equal(25, keys.Distinct().Count());
        Assert.Equal(25, keys.Count);

        // A look is entered once a day; who looked is told to the person.
        var look = new LookAtMatter(matters[0].Id);
        Assert.IsType<ActAnswer.Unknown>(await desk.Try(stranger, look));
        var size = desk.Writer.Size;
        await desk.Do(clerk, look);
        await desk.Do(clerk, look);
        Assert.Equal(size + 1, desk.Writer.Size);
        Assert.Equal(clerk.Person, Assert.Single(desk.Desk.Questions.Looks(ADesk.Resident, matters[0].Id)!).Person);
        Assert.Equal([matters[0].Id], desk.Desk.Questions.SeenBy(clerk.Person, desk.Desk.InForce.DayOf(desk.Clock.Now)));

        // A trial says what an act would come to, and does nothing.
        Assert.Null(desk.Desk.Would(new ActOrder { By = clerk, Act = new ReceiveMatter(matters[0].Id, "receive") }));
        Assert.IsType<ActAnswer.Unknown>(desk.Desk.Would(new ActOrder { By = stranger, Act = new ReceiveMatter(matters[0].Id, "receive") }));
        Assert.Equal(size + 1, desk.Writer.Size);

        // What was promised first, first: for everybody who has a list, page by page.
        desk.Clock.Move(TimeSpan.FromDays(1));
        matters.Add(await desk.File("construction-noise", "heping"));
        var supervisor = (Actor.Officer)await desk.Officer(new PostAt("supervisor", new UnitId("cuiwei")));
        Assert.True(desk.Desk.InForce.Structure.Supervises(supervisor.Seat.Post));
        foreach (var reader in (Actor[])[clerk, ADesk.Resident, supervisor])
        {
            var promised = new List<MatterLine>();
            for (string? cursor = null; ;)
            {
                var page = desk.Desk.Questions.List(reader, MatterFilter.All, MatterOrder.Promise, cursor, 7)!;
                promised.AddRange(page.Rows);
                if ((cursor = page.Next) is null) break;
            }

            Assert.Equal(matters.Select(static one => one.Id), promised.Select(static row => row.Id));
            Assert.True(promised[0].Promised < promised[^1].Promised);
        }
    }

    /// <summary>Everything of a matter, as text.</summary>
    private static string Text(Matter matter) => System.Text.Json.JsonSerializer.Serialize(matter, Indented);
}
