using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Scenarios.Process;

/// <summary>A power goes from hand to hand by acts in the record, and what leaned on it goes along.</summary>
public sealed class LendingPowersAtTheDesk
{
    private static readonly PostAt Head = new("works-head", new UnitId("works-office"));
    private static readonly PostAt Lead = new("service-lead", new UnitId("liuhe"));
    private static readonly PersonalText Why = new("因为 because");

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task When_a_delegation_is_withdrawn_its_steps_and_the_duty_go_back_to_the_giver_at_that_moment_and_all_of_it_stands_in_the_record(string kind)
    {
        await using var desk = await ADesk.On(kind, "hello-village");
        var matter = await ToApproval(desk);
        Assert.Equal(Lead.ToString(), matter.OpenAt("approval")!.Performer.ToString());
        var head = await desk.Officer(Head);
        var today = desk.Desk.InForce.DayOf(desk.Clock.Now);

        // Who has nothing of it takes nothing back, and the try is entered.
        var clerk = await desk.Officer(new PostAt("service-clerk", new UnitId("liuhe")));
        var refused = Assert.IsType<ActAnswer.Refused>(await desk.Try(clerk, new WithdrawPower("small-sums", null, today, Why)));
        Assert.Equal(AuthorityRefusals.MayNotWithdraw, refused.Why.Code);
        Assert.NotNull(refused.Recorded);

        var done = await desk.Do(head, new WithdrawPower("small-sums", null, today, Why));
        Assert.Equal(["delegation-withdrawn/1", "duty-returned/1"], desk.Record.Entries().Skip((int)done.Receipt.First).Take(done.Receipt.Count).Select(static one => one.Event).Distinct());
        Assert.IsType<ActAnswer.Refused>(await desk.Try(await desk.Officer(Lead), new PerformStep(matter.Id, "approval", new StepResult.Decided("approve"), [], Why)));
        Assert.Equal(0, await desk.Desk.TellReturnsAsync(ARecord.Patience)); // each is said once

        await desk.RestartAsync();
        Assert.True(await desk.Desk.FindPerformersAgainAsync(ARecord.Patience) >= 1);
        matter = desk.Desk.Questions.Find(Actor.System, matter.Id)!.Value.Matter;
        Assert.Equal(Head.ToString(), matter.OpenAt("approval")!.Performer.ToString());
        Assert.Equal("works-office", matter.OpenAt("approval")!.Wait.On.ToString());
        Assert.Equal(0, await desk.Desk.FindPerformersAgainAsync(ARecord.Patience));

        // The duty lies with the giver: what is received now is held there, and the township may refuse what it was left with.
        var next = await desk.Perform(await desk.File("small-repair", "zhongliu"), "receive");
        Assert.Equal("works-office", next.HeldBy.Text);

        // Lent anew by an act, narrower: it is nearer again, up to its ceiling, and the duty is back.
        head = await desk.Officer(Head);
        await desk.Do(head, new LendPower("small-sums-2", "power/approve-repair", Lead, new LentLimits([new LentCeiling(CeilingSpan.Case, false, new Quantity(600, Measure.Yuan))]), true, 0, today, today.AddDays(10), ["liuhe-services/3"], Why));
        Assert.Equal(Lead.ToString(), (await ToApproval(desk)).OpenAt("approval")!.Performer.ToString());
        Assert.Equal(Head.ToString(), (await ToApproval(desk, 601)).OpenAt("approval")!.Performer.ToString());
        Assert.Equal("liuhe", (await desk.Perform(await desk.File("small-repair", "zhongliu"), "receive")).HeldBy.Text);

        // Its last day is over: the same follows, by time alone.
        var last = await ToApproval(desk);
        await desk.RestartAsync();
        desk.Clock.Move(TimeSpan.FromDays(11));
        Assert.True(await desk.Desk.TellReturnsAsync(ARecord.Patience) >= 1);
        Assert.Equal(0, await desk.Desk.TellReturnsAsync(ARecord.Patience));
        Assert.True(await desk.Desk.FindPerformersAgainAsync(ARecord.Patience) >= 1);
        Assert.Equal(Head.ToString(), desk.Desk.Questions.Find(Actor.System, last.Id)!.Value.Matter.OpenAt("approval")!.Performer.ToString());
        desk.Record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_emergency_is_declared_and_over_by_itself_also_after_a_restart(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var leader = await desk.Officer(new PostAt("county-leader", new UnitId("cuiwei")));
        var other = await desk.Officer(new PostAt("township-leader", new UnitId("xikou")));
        Assert.Equal(AuthorityRefusals.MayNotDeclare, Assert.IsType<ActAnswer.Refused>(await desk.Try(other, new DeclareEmergency("flood-emergency", null, Why))).Why);
        await desk.Do(leader, new DeclareEmergency("flood-emergency", null, Why));
        await desk.RestartAsync();
        Assert.NotEmpty(Could(desk));
        Assert.Equal(AuthorityRefusals.DeclaredAlready, Assert.IsType<ActAnswer.Refused>(await desk.Try(leader, new DeclareEmergency("flood-emergency", null, Why))).Why);
        desk.Clock.Move(TimeSpan.FromDays(4));
        Assert.Empty(Could(desk));
        var declared = Assert.Single(desk.Desk.Standing.Emergencies);
        await desk.Do(leader, new ReviewEmergency("flood-emergency", new UnitId("cuiwei"), declared.From, Why));
        await desk.RestartAsync();
        Assert.True(Assert.Single(desk.Desk.Standing.Emergencies).Reviewed);
        desk.Record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_refusal_that_is_asked_for_again_has_its_sentence_also_after_a_restart_and_none_after_an_erasure(string kind)
    {
        await using var desk = await ADesk.On(kind, "hello-village");
        var matter = await ToApproval(desk, 5000);
        var lead = await desk.Officer(Lead);
        matter = (await desk.Do(await desk.Officer(Head), new HandOverMatter(matter.Id, "approval", new UnitId("liuhe"), "service-lead"))).Matter!;
        var act = new PerformStep(matter.Id, "approval", new StepResult.Decided("approve", new Quantity(5000, Measure.Yuan)), [], Why);
        var first = Assert.IsType<ActAnswer.Refused>(await desk.Try(lead, act, key: "k-1"));
        Assert.Contains("5000", first.Why.Whole.En, StringComparison.Ordinal);

        await desk.RestartAsync();
        var again = Assert.IsType<ActAnswer.Refused>(await desk.Try(lead, act, key: "k-1"));
        Assert.Equal((first.Why.Code, first.Why.Whole, first.Recorded), (again.Why.Code, again.Why.Says, again.Recorded));

        // The sum in it was the requester's, and goes with an erasure.
        await desk.Writer.EraseAsync(ADesk.Wang.Text, null, new Trellis.Ledger.EntryActor.Officer("data-officer", "liuhe"), "personal-law/47", ARecord.Patience);
        again = Assert.IsType<ActAnswer.Refused>(await desk.Try(lead, act, key: "k-1"));
        Assert.Equal(first.Why.Code, again.Why.Code);
        Assert.DoesNotContain("5000", again.Why.Whole.En, StringComparison.Ordinal);
        desk.Record.HoldsTogether();
    }

    private static IReadOnlyList<Answer> Could(ADesk desk) =>
        desk.Desk.InForce.Mandates.WhoCould(new Question { Post = "", Unit = "", Power = "order-evacuation", Place = "cuiwei", Day = desk.Desk.InForce.DayOf(desk.Clock.Now) }, desk.Desk.Standing);

    private static async Task<Matter> ToApproval(ADesk desk, decimal cost = 500)
    {
        var matter = await desk.Perform(await desk.File("small-repair", "zhongliu"), "receive");
        return await desk.Perform(matter, "look", given: [("matter.repair-cost", Value.Of(new Quantity(cost, Measure.Yuan)))]);
    }
}
