using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Scenarios.Process;

/// <summary>What the desk does with an order before and after the rule.</summary>
public sealed class OrderingActs
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_request_that_is_sent_again_is_done_once_and_answered_as_the_first_time_also_after_a_restart(string kind)
    {
        await using var desk = await ADesk.On(kind, "hello-village");
        var filing = MattersDesk.Filing("small-repair", new UnitId("zhongliu"), [new BoundRole("applicant", new RowId("person", "r-wang")), new BoundRole("facility", new RowId("facility", "f-1"))], ADesk.Wang, Channel.Web, []);
        var first = await desk.Do(ADesk.Resident, filing, key: "k-1");
        var size = desk.Writer.Size;

        var again = await desk.Do(ADesk.Resident, filing, key: "k-1");
        Assert.Equal((first.Receipt, first.Revision, first.Matter!.Id), (again.Receipt, again.Revision, again.Matter!.Id));
        await desk.Perform(first.Matter, "receive");
        await desk.RestartAsync();
        again = await desk.Do(ADesk.Resident, filing, key: "k-1");
        Assert.Equal((first.Receipt, first.Revision), (again.Receipt, again.Revision));
        Assert.Equal(first.Matter.Open.Select(static one => one.Key), again.Matter!.Open.Select(static one => one.Key));
        Assert.Equal(first.Matter.FirstContact, again.Matter.FirstContact);

        Assert.IsType<ActAnswer.KeyUsedOtherwise>(await desk.Try(ADesk.Resident, filing with { Place = new UnitId("shangliu") }, key: "k-1"));
        Assert.IsType<ActAnswer.Done>(await desk.Try(new Actor.Resident(new ActorId("r-li")), filing with { Requester = new ActorId("r-li") }, key: "k-1"));
        Assert.True(size > first.Receipt.First);
    }

    [Fact]
    public async Task What_was_asked_for_under_a_key_is_kept_as_a_hash_that_only_the_keys_beside_the_record_can_make()
    {
        var filing = MattersDesk.Filing("small-repair", new UnitId("zhongliu"), [new BoundRole("applicant", new RowId("person", "r-wang")), new BoundRole("facility", new RowId("facility", "f-1"))], ADesk.Wang, Channel.Web, []);
        var draft = new SaveDraft("small-repair", ADesk.Wang, [], new PersonalText("The lamp is out."));
        var (one, other) = (await KeptAsync(), await KeptAsync());

        Assert.Equal(2, one.Count);
        Assert.Equal(one.Select(static kept => kept.Key), other.Select(static kept => kept.Key));
        Assert.Empty(one.Select(static kept => kept.Request).Intersect(other.Select(static kept => kept.Request)));

        async Task<List<(string Key, string Request)>> KeptAsync()
        {
            await using var desk = await ADesk.On("SQLite", "hello-village");
            await desk.Do(ADesk.Resident, filing, key: "k-1");
            await desk.Desk.SaveDraftAsync(draft, null, "k-2");
            using var session = desk.Record.Read();
            var kept = new List<(string, string)>();
            using var rows = session.Query(new Statement("select key, request from act_key order by key"));
            while (rows.Next()) kept.Add((Convert.ToHexString(rows.Bytes(0)), Convert.ToHexString(rows.Bytes(1))));
            return kept;
        }
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Two_requests_with_one_key_at_once_are_one_act(string kind)
    {
        await using var desk = await ADesk.On(kind, "hello-village");
        var filing = MattersDesk.Filing("small-repair", new UnitId("zhongliu"), [new BoundRole("applicant", new RowId("person", "r-wang")), new BoundRole("facility", new RowId("facility", "f-1"))], ADesk.Wang, Channel.Web, []);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => desk.Do(ADesk.Resident, filing, key: "k-1")));
        Assert.Single(answers.Select(static one => one.Matter!.Id).Distinct());
        Assert.Single(answers.Select(static one => one.Receipt).Distinct());
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Who_made_up_their_mind_on_an_older_state_is_told_so(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var matter = await desk.File("construction-noise", "heping");
        var (_, revision) = desk.Desk.Questions.Find(ADesk.Resident, matter.Id)!.Value;
        await desk.Perform(matter, "receive");
        var stale = Assert.IsType<ActAnswer.Stale>(await desk.Try(ADesk.Resident, new WithdrawMatter(matter.Id), ifRevision: revision));
        Assert.Equal(stale.Revision, desk.Desk.Questions.Find(ADesk.Resident, matter.Id)!.Value.Revision);
        Assert.IsType<ActAnswer.Done>(await desk.Try(ADesk.Resident, new WithdrawMatter(matter.Id), ifRevision: stale.Revision));
    }

    [Fact]
    public async Task A_matter_that_is_not_theirs_is_unknown_to_a_resident_as_one_that_is_not_there()
    {
        await using var desk = await ADesk.On("SQLite");
        var matter = await desk.File("construction-noise", "heping");
        var stranger = new Actor.Resident(new ActorId("r-stranger"));
        Assert.IsType<ActAnswer.Unknown>(await desk.Try(stranger, new WithdrawMatter(matter.Id)));
        Assert.IsType<ActAnswer.Unknown>(await desk.Try(stranger, new WithdrawMatter(new MatterId("m0000000000001"))));
        Assert.IsType<ActAnswer.Unknown>(await desk.Try(stranger, new WithdrawMatter(new MatterId("what/is this"))));
        Assert.Null(desk.Desk.Questions.Find(stranger, matter.Id));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_matter_that_is_not_theirs_is_unknown_to_an_officer_too_whatever_they_ask_for(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var matter = await desk.Perform(await desk.File("construction-noise", "heping"), "receive");
        var stranger = await desk.Officer(new PostAt("service-hall", new UnitId("xikou")));
        Assert.Null(desk.Desk.Questions.Find(stranger, matter.Id));
        var size = desk.Writer.Size;
        IAct[] acts =
        [
            new AddInformation(matter.Id, [], new PersonalText("I was never asked.")), new RemindUnit(matter.Id, matter.Open[0].Key), new EscalateMatter(matter.Id, matter.Open[0].Key), new FindPerformerAgain(matter.Id, matter.Open[0].Key),
            new PerformStep(matter.Id, matter.Open[0].Key, new StepResult.Performed(), []), new CloseMatter(matter.Id, ClosureKind.Explained, new PersonalText("why")), new DeclareConflict(matter.Id), new BlowWhistle(matter.Id, null, []),
            new JudgeWhistle(matter.Id, 1, WhistleVerdict.Settled), new Trellis.Process.Adoption.MoveMatter(matter.Id, "v2"), new LookAtMatter(matter.Id),
        ];
        foreach (var act in acts)
        {
            Assert.IsType<ActAnswer.Unknown>(await desk.Try(stranger, act));
            Assert.IsType<ActAnswer.Unknown>(await desk.Try(stranger, act, ifRevision: 1));
            Assert.IsType<ActAnswer.Unknown>(desk.Desk.Would(new ActOrder { By = stranger, Act = act }));
        }

        Assert.Equal(size, desk.Writer.Size);
        // Who calls departments here does so in a matter that they had no part in.
        var leader = await desk.Officer(new PostAt("township-leader", new UnitId("chengguan")));
        Assert.IsNotType<ActAnswer.Unknown>(await desk.Try(leader, new BlowWhistle(matter.Id, null, [])));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_try_without_the_seat_or_the_power_stands_in_the_record_and_other_refusals_leave_nothing(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var matter = await desk.File("construction-noise", "heping");
        var size = desk.Writer.Size;
        var nobody = new Actor.Officer(new ActorId("o-nobody"), matter.OpenAt("receive")!.Performer!.Value.Post!.Value);
        var refused = Assert.IsType<ActAnswer.Refused>(await desk.Try(nobody, new ReceiveMatter(matter.Id, "receive")));
        Assert.Equal(AuthorityRefusals.NotSeated, refused.Why.Code);
        Assert.Equal(size, refused.Recorded!.First);
        var entry = desk.Record.Entries()[(int)size];
        Assert.Equal(("act-refused/1", "not-seated"), (entry.Event, ((Trellis.Ledger.EntryActor.InRole)entry.By).Role));

        var seated = await desk.Officer(nobody.Seat);
        size = desk.Writer.Size;
        var early = Assert.IsType<ActAnswer.Refused>(await desk.Try(seated, new PerformStep(matter.Id, "look", new StepResult.Performed(), [])));
        Assert.Null(early.Recorded);
        Assert.Equal(size, desk.Writer.Size);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Facts_that_were_given_are_known_to_later_steps_and_gone_after_an_erasure(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var matter = await desk.File("small-restaurant", "xikoujie", ("premises.area", Value.Of(new Quantity(20, Measure.SquareMetre))));
        await desk.RestartAsync(); // what is known now was read from beside the record
        matter = await desk.Perform(matter, "receive");
        Assert.Null(matter.OpenAt("fire")); // 20 m2 need no check

        var other = await desk.File("small-restaurant", "xikoujie", ("premises.area", Value.Of(new Quantity(20, Measure.SquareMetre))));
        var (erased, _) = await desk.Writer.EraseAsync(ADesk.Wang.Text, null, new Trellis.Ledger.EntryActor.Officer("data-officer", "cuiwei"), "personal-law/47", ARecord.Patience);
        Assert.True(erased!.Values >= 2);
        other = await desk.Perform(other, "receive");
        Assert.Equal(["premises.area"], other.OpenAt("fire")!.Awaits);
        Assert.Null(matter.OpenAt("fire"));
    }

    [Fact]
    public async Task Orders_of_many_at_once_come_out_as_if_they_had_come_one_by_one()
    {
        await using var desk = await ADesk.On("SQLite");
        var filed = await Task.WhenAll(Enumerable.Range(0, 600).Select(_ => desk.File("construction-noise", "heping")));
        Assert.Equal(600, filed.Select(static one => one.Number).Distinct().Count());
        var officer = await desk.Officer(filed[0].OpenAt("receive")!.Performer!.Value.Post!.Value);
        var received = await Task.WhenAll(filed.Select(matter => desk.Try(officer, new ReceiveMatter(matter.Id, "receive"))).Concat(filed.Select(matter => desk.Try(officer, new ReceiveMatter(matter.Id, "receive")))));
        Assert.Equal(600, received.OfType<ActAnswer.Done>().Count());
        Assert.Equal(600, received.OfType<ActAnswer.Refused>().Count());
        desk.Record.HoldsTogether();
    }
}
