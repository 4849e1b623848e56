using System.Security.Cryptography;
using Trellis.Information.Exchange;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>One of the two stops in the middle, or two do the same at once: nothing is doubled, and nothing stays half done.</summary>
public sealed class LosingNothingInAnExchange
{
    private static CancellationToken Patience => ARecord.Patience;

    private static EvidenceWanted Wanted { get; } = new("there", "liuhe", ["person.phone"], "liuhe-services/9", "zh-17");

    [Theory, MemberData(nameof(ExchangingWithANeighbour.Stores), MemberType = typeof(ExchangingWithANeighbour))]
    public async Task An_answer_that_is_lost_is_asked_for_again_and_given_once(string home, string there)
    {
        var (one, other) = await ANode.Pair(home, there);
        await using var _ = one;
        await using var __ = other;
        await other.Enters("zh-17", "13800000001");
        var matter = await one.Files();
        var clerk = await one.Officer("service-clerk@liuhe");
        var dealing = (await one.Server.Exchange.AskAsync(clerk, matter.Id, Wanted, "k-1", Patience)).Done!.Dealing;

        // The owner has entered it and is gone before the asker hears of it.
        Assert.NotNull((await other.Server.Exchange.TakeAsync(Sending(one, other, dealing), Patience)).Message);
        await other.StopAsync();
        Assert.Equal(0, await one.Server.Exchange.SendDueAsync(Patience));
        // The asker stops as well, and both come back.
        await one.RestartAsync();
        await other.RestartAsync();
        one.Reaches(other);
        Assert.Equal(1, await one.Server.Exchange.SendDueAsync(Patience));
        await one.RestartAsync();
        Assert.Equal(1, await one.Server.Exchange.SendDueAsync(Patience));

        Assert.Equal(1, Count(other, ExchangeEvent.EvidenceGiven.Name));
        Assert.Equal(1, Count(one, ExchangeEvent.EvidenceReceived.Name));
        Assert.Equal(1, Count(other, ExchangeEvent.DealingReceipted.Name));
        Assert.NotNull((await one.Server.Exchange.UseAsync(clerk, matter.Id, dealing.Id, "u-1", Patience)).Values);
        await HoldTogetherAsync(one, other);
    }

    [Theory, MemberData(nameof(ExchangingWithANeighbour.Stores), MemberType = typeof(ExchangingWithANeighbour))]
    public async Task A_matter_that_arrives_several_times_at_once_is_filed_once(string home, string there)
    {
        var (one, other) = await ANode.Pair(home, there);
        await using var _ = one;
        await using var __ = other;
        var wanted = new MatterWanted("there", "small-repair", "zhongliu", [new FiledRole("applicant", "requester"), new FiledRole("facility", "facility/lamp-9")], [], null);
        var dealing = (await one.Server.Exchange.FileThereAsync(new Actor.Resident(new ActorId("r-wang")), wanted, "k-1", Patience)).Done!.Dealing;

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(__ => other.Server.Exchange.TakeAsync(Sending(one, other, dealing), Patience)));
        Assert.All(replies, static reply => Assert.NotNull(reply.Message));
        await other.RestartAsync();
        one.Reaches(other);
        await one.Server.Exchange.SendDueAsync(Patience);

        Assert.Equal((1, 1), (Count(other, MatterFiled.Name), Count(other, ExchangeEvent.MatterTakenIn.Name)));
        Assert.Equal(1, Count(one, ExchangeEvent.MatterTaken.Name));
        await HoldTogetherAsync(one, other);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Of_several_who_use_it_at_once_one_does(string kind)
    {
        var (one, other) = await ANode.Pair(kind, "SQLite");
        await using var _ = one;
        await using var __ = other;
        await other.Enters("zh-17", "13800000001");
        var matter = await one.Files();
        var clerk = await one.Officer("service-clerk@liuhe");
        var dealing = (await one.Server.Exchange.AskAsync(clerk, matter.Id, Wanted, "k-1", Patience)).Done!.Dealing;
        await one.Server.Exchange.SendDueAsync(Patience);

        var uses = await Task.WhenAll(Enumerable.Range(0, 20).Select(at => one.Server.Exchange.UseAsync(clerk, matter.Id, dealing.Id, $"u-{at}", Patience)));

        Assert.Single(uses, static use => use.Values is not null);
        Assert.All(uses.Where(static use => use.Values is null), static use => Assert.Equal(ExchangeRefusals.UsedAlready, use.Why));
        Assert.Equal(1, Count(one, ExchangeEvent.EvidenceUsed.Name));
        await HoldTogetherAsync(one);
    }

    [Fact]
    public async Task What_nobody_answers_lapses_and_without_an_address_nothing_is_sent()
    {
        var (one, other) = await ANode.Pair("SQLite", "SQLite");
        await using var _ = one;
        await using var __ = other;
        var matter = await one.Files();
        var clerk = await one.Officer("service-clerk@liuhe");
        var dealing = (await one.Server.Exchange.AskAsync(clerk, matter.Id, Wanted, "k-1", Patience)).Done!.Dealing;
        one.Loses(other);
        Assert.Equal(ExchangeRefusals.NoAddress, (await one.Server.Exchange.AskAsync(clerk, matter.Id, Wanted, "k-2", Patience)).Why);
        Assert.Equal(ExchangeRefusals.NoSuchNeighbour, (await one.Server.Exchange.AskAsync(clerk, matter.Id, Wanted with { Neighbour = "nobody" }, "k-3", Patience)).Why);
        Assert.Equal(0, await one.Server.Exchange.SendDueAsync(Patience));

        one.Record.Clock.Move(ExchangeDesk.Lasts + TimeSpan.FromMinutes(20));
        Assert.Equal(1, await one.Server.Exchange.SendDueAsync(Patience));

        Assert.Equal(DealingState.Lapsed, one.Server.Exchange.In(clerk, matter.Id)!.Single(one => one.Id == dealing.Id).State);
        Assert.DoesNotContain(other.Events(), ExchangeWire.Names.Contains);
        await HoldTogetherAsync(one);
    }

    [Fact]
    public async Task An_answer_whose_parts_do_not_hold_is_not_taken()
    {
        var (one, other) = await ANode.Pair("SQLite", "SQLite");
        await using var _ = one;
        await using var __ = other;
        await other.Enters("zh-17", "13800000001");
        var matter = await one.Files();
        var clerk = await one.Officer("service-clerk@liuhe");
        var dealing = (await one.Server.Exchange.AskAsync(clerk, matter.Id, Wanted, "k-1", Patience)).Done!.Dealing;
        var reply = (await other.Server.Exchange.TakeAsync(Sending(one, other, dealing), Patience)).Message!;
        Assert.True(SignedNote.TryRead(reply, out var note, out var fault), fault);
        Assert.True(ExchangeMessage.TryRead(note.Text, out var message, out fault), fault);
        var answer = (MessageBody.Answer)message.Body;
        string[] items = ["person.phone"];

        Assert.True(CheckingEvidence.TryCheck(answer, dealing.Digest, items, other.Key, null, out var _, out var why), why?.En);
        Assert.False(CheckingEvidence.TryCheck(answer, new string('0', 64), items, other.Key, null, out var _, out why));
        Assert.False(CheckingEvidence.TryCheck(answer, dealing.Digest, ["person.name"], other.Key, null, out var _, out why));
        Assert.False(CheckingEvidence.TryCheck(answer, dealing.Digest, items, one.Key, null, out var _, out why));
        Assert.False(CheckingEvidence.TryCheck(answer with { Values = [answer.Values[0] with { Value = "\"13900000000\"" }] }, dealing.Digest, items, other.Key, null, out var _, out why));
        Assert.False(CheckingEvidence.TryCheck(answer with { Values = [answer.Values[0] with { Salt = new string('1', 64) }] }, dealing.Digest, items, other.Key, null, out var _, out why));
        Assert.False(CheckingEvidence.TryCheck(answer with { Receipt = answer.Receipt.Replace("index ", "index 1", StringComparison.Ordinal) }, dealing.Digest, items, other.Key, null, out var _, out why));
        // A record that was set back, or that shows others another one, cannot continue what was seen of it.
        Assert.False(CheckingEvidence.TryCheck(answer, dealing.Digest, items, other.Key, new KnownHead(1, new string('2', 64)), out var _, out why));
        Assert.Contains("does not continue", why!.Value.En, StringComparison.Ordinal);
    }

    /// <summary>What the asker would send now, as a message of its own.</summary>
    private static byte[] Sending(ANode from, ANode to, Dealing dealing)
    {
        using var session = from.Record.Read();
        var keys = RecordKeys.Open(from.Record.Place.Keys);
        var body = MessageBody.Read(new PersonalReading(session, keys, "", new ReadingGround.Checking()).Value(dealing.Opened, ExchangeWire.SentField)!.Value.Span)!;
        var now = from.Record.Clock.Now;
        return SignedNote.Sign(new ExchangeMessage(ExchangeMessage.Form, from.Origin, to.Origin, now, now.AddMinutes(10), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ExchangeMessage.NonceLength)), body).Encode(), keys.Signer).Encode();
    }

    private static int Count(ANode node, string happened) => node.Events().Count(one => one == happened);

    private static async Task HoldTogetherAsync(params ANode[] nodes)
    {
        foreach (var node in nodes)
        {
            await node.StopAsync();
            node.Record.HoldsTogether();
            Assert.Empty(RebuildingTables.Run(node.Record.Place).Changed);
        }
    }
}
