using System.Text;
using Trellis.Information.Exchange;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Auditing;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>Two records, each with its own server, store and structure, exchange evidence and matters over real HTTP.</summary>
public sealed class ExchangingWithANeighbour
{
    public static TheoryData<string, string> Stores { get; } = new() { { "SQLite", "PostgreSQL" }, { "PostgreSQL", "SQLite" } };

    private static CancellationToken Patience => ARecord.Patience;

    [Theory, MemberData(nameof(Stores))]
    public async Task Evidence_comes_straight_from_its_owner_is_used_once_and_stands_in_both_records(string home, string there)
    {
        var (one, other) = await ANode.Pair(home, there);
        await using var _ = one;
        await using var __ = other;
        await other.Enters("zh-17", "13800000001");
        var matter = await one.Files();
        var clerk = await one.Officer("service-clerk@liuhe");

        var (asked, why) = await one.Server.Exchange.AskAsync(clerk, matter.Id, Wanted, "k-1", Patience);
        Assert.Null(why);
        Assert.Equal(ExchangeRefusals.NotAnsweredYet, (await one.Server.Exchange.UseAsync(clerk, matter.Id, asked!.Dealing.Id, "u-1", Patience)).Why);
        Assert.Equal(1, await one.Server.Exchange.SendDueAsync(Patience));
        Assert.Equal(1, await one.Server.Exchange.SendDueAsync(Patience)); // the receipt
        Assert.Equal(0, await one.Server.Exchange.SendDueAsync(Patience));

        var dealing = Assert.Single(one.Server.Exchange.In(clerk, matter.Id)!);
        Assert.Equal((DealingState.Ready, "telephone", "repairs"), (dealing.State, dealing.About, dealing.Purpose));
        Assert.Null(one.Server.Exchange.Note(clerk, dealing.Id)); // nobody reads it before it is used
        var used = await one.Server.Exchange.UseAsync(clerk, matter.Id, dealing.Id, "u-1", Patience);
        Assert.Equal([("person.phone", "\"13800000001\"")], used.Values);
        Assert.Equal(used.Values, (await one.Server.Exchange.UseAsync(clerk, matter.Id, dealing.Id, "u-1", Patience)).Values); // the same request again
        Assert.Equal(ExchangeRefusals.UsedAlready, (await one.Server.Exchange.UseAsync(clerk, matter.Id, dealing.Id, "u-2", Patience)).Why);
        var another = await one.Files("r-li");
        Assert.Equal(ExchangeRefusals.OtherMatter, (await one.Server.Exchange.UseAsync(clerk, another.Id, dealing.Id, "u-3", Patience)).Why);

        // The note proves by itself what the neighbour gave.
        Assert.True(SignedNote.TryRead(one.Server.Exchange.Note(clerk, dealing.Id), out var note, out var fault), fault);
        var report = CheckingEvidence.Audit(note, "evidence", new TrustedKeys([other.Key], null))!;
        Assert.True(report.HoldsUp, string.Join('\n', report.Doubts));
        Assert.Equal([ProvenKind.EntryIncluded, ProvenKind.Signed, ProvenKind.ValuesOpen], report.Proven.Select(static proven => proven.Kind));

        var file = Path.Combine(one.Record.Folder, "evidence.note");
        await File.WriteAllBytesAsync(file, note.Encode(), Patience);
        var (code, said) = ACounty.Run("verify", file, "--key", other.Key.ToString());
        Assert.True(code == 0, said);
        Assert.Contains("1 personal value is what the entries commit to", said, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, note.ToString().Replace("13800000001", "13800000002", StringComparison.Ordinal), Patience);
        Assert.Equal(1, ACounty.Run("verify", file, "--key", other.Key.ToString()).ExitCode);

        Assert.Equal(["evidence-asked/1", "evidence-received/1", "exchange-noted/1", "evidence-used/1"], OfExchange(one));
        Assert.Equal(["evidence-given/1", "exchange-receipted/1"], OfExchange(other));

        // Whose telephone it is finds the neighbour's look in the list of looks, and nobody else does.
        var look = Assert.Single(other.Server.Looks.Questions.At(new Actor.Resident(new ActorId("zh-17")), null, 10).Rows);
        Assert.Equal(("home", "service-clerk@liuhe", "repairs", "person.phone"), (look.Neighbour, look.By.ToString(), look.Purpose, Assert.Single(look.Items)));
        Assert.Equal(look.Position, other.Server.Looks.Questions.Find(new Actor.Resident(new ActorId("zh-17")), look.Position)!.Position);
        Assert.Empty(other.Server.Looks.Questions.At(new Actor.Resident(new ActorId("zh-18")), null, 10).Rows);

        // The same by the number of the register, which stands nowhere in the clear.
        var byNumber = (await one.Server.Exchange.AskAsync(clerk, another.Id, Wanted with { Key = "440017" }, "k-2", Patience)).Done!.Dealing;
        while (await one.Server.Exchange.SendDueAsync(Patience) > 0)
        {
        }

        Assert.Equal([("person.phone", "\"13800000001\"")], (await one.Server.Exchange.UseAsync(clerk, another.Id, byNumber.Id, "u-4", Patience)).Values);
        Assert.Equal(another.Id, one.Server.Exchange.UsedIn(clerk, byNumber.Id));
        Assert.Null(one.Server.Exchange.UsedIn(clerk, byNumber.Id + "0"));

        // It is kept no longer than what was given in the matter for which it was asked.
        Assert.IsType<ActAnswer.Done>(await one.Server.Desk.DoAsync(new ActOrder { By = new Actor.Resident(new ActorId("r-li")), Act = new WithdrawMatter(another.Id, null) }, Patience));
        one.Record.Clock.Move(TimeSpan.FromDays(366 * 12));
        await new RetentionDesk(one.Server.Desk).EraseDueAsync(Patience);
        Assert.Null(one.Server.Exchange.Note(clerk, byNumber.Id));
        Assert.NotNull(one.Server.Exchange.Note(clerk, dealing.Id));
        await HoldTogetherAsync(one, other);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_matter_is_filed_in_another_jurisdiction_decided_there_and_followed_from_home(string home, string there)
    {
        var (one, other) = await ANode.Pair(home, there);
        await using var _ = one;
        await using var __ = other;
        var wang = new Actor.Resident(new ActorId("r-wang"));
        var wanted = new MatterWanted("there", "small-repair", "zhongliu", [new FiledRole("applicant", "requester"), new FiledRole("facility", "facility/lamp-9")], [new FiledFact("matter.damage", ["the lamp is out"], false)], "on the way to school");

        var (sent, why) = await one.Server.Exchange.FileThereAsync(wang, wanted, "k-1", Patience);
        Assert.Null(why);
        Assert.Equal(sent!.Dealing.Id, (await one.Server.Exchange.FileThereAsync(wang, wanted, "k-1", Patience)).Done!.Dealing.Id);
        await one.Server.Exchange.SendDueAsync(Patience);

        var dealing = Assert.Single(one.Server.Exchange.Of(wang));
        Assert.Equal(DealingState.Filed, dealing.State);
        var (matter, _) = other.Server.Desk.Questions.Find(Actor.System, new MatterId(dealing.About))!.Value;
        Assert.Equal(Channel.Exchange, matter.Channel);
        Assert.StartsWith("home.", matter.FiledFor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("wang", matter.FiledFor.Text, StringComparison.Ordinal);

        var (course, unknown) = await one.Server.Exchange.FollowAsync(wang, dealing.Id, Patience);
        Assert.Null(unknown);
        Assert.Equal(("open", "receive"), (course!.State, Assert.Single(course.Open).En));
        Assert.Equal(ExchangeRefusals.NoSuchDealing, (await one.Server.Exchange.FollowAsync(new Actor.Resident(new ActorId("r-li")), dealing.Id, Patience)).Why);

        // Nothing waits for the requester yet: the owner says so, and both records tell of it.
        await one.Server.Exchange.SayAsync(wang, dealing.Id, settled: true, "confirm", null, "w-1", Patience);
        await one.Server.Exchange.SendDueAsync(Patience);
        Assert.Equal(["matter-sent/1", "matter-taken/1", "word-sent/1", "exchange-refused/1"], OfExchange(one));
        Assert.Equal(["matter-taken-in/1", "matter-followed/1", "message-turned-away/1"], OfExchange(other));
        await HoldTogetherAsync(one, other);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Whatever_the_owner_does_not_give_is_refused_with_what_it_cites_in_both_records(string home, string there)
    {
        var (one, other) = await ANode.Pair(home, there);
        await using var _ = one;
        await using var __ = other;
        await other.Enters("zh-17", "13800000001");
        var matter = await one.Files();
        var clerk = await one.Officer("service-clerk@liuhe");
        (EvidenceWanted Wanted, string Code, string[] Cites)[] cases =
        [
            (Wanted with { Unit = "works-office" }, "exchange.not-the-owner", ["unit/liuhe"]),
            (Wanted with { Items = ["person.wages"] }, "exchange.not-the-owner", []),
            (Wanted with { Items = ["person.number"] }, "exchange.no-interface", ["unit/liuhe"]),
            (Wanted with { Basis = "liuhe-services/1" }, "exchange.no-basis", ["offer/telephone", "liuhe-services/9"]),
            (Wanted with { Key = "zh-18" }, "exchange.subject-not-held", ["register/person"]),
        ];
        foreach (var (wanted, code, cites) in cases)
        {
            var (asked, why) = await one.Server.Exchange.AskAsync(clerk, matter.Id, wanted, code + wanted.Items[0] + wanted.Unit, Patience);
            Assert.Null(why);
            await one.Server.Exchange.SendDueAsync(Patience);

            var dealing = one.Server.Exchange.In(clerk, matter.Id)!.Single(dealing => dealing.Id == asked!.Dealing.Id);
            Assert.Equal((DealingState.Refused, code, ""), (dealing.State, dealing.About, dealing.Mark));
            Assert.Equal(ExchangeRefusals.Denied, (await one.Server.Exchange.UseAsync(clerk, matter.Id, dealing.Id, "u-1", Patience)).Why);
            var denied = other.Record.Entries().Select(static entry => ExchangeWire.Read(entry.Event, entry.Fields)).OfType<ExchangeEvent.DealingDenied>().Single(entry => entry.Dealing == dealing.Id);
            Assert.Equal((code, string.Join(' ', cites)), (denied.Code, string.Join(' ', denied.Cites)));
        }

        await HoldTogetherAsync(one, other);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task The_person_sees_what_came_before_anybody_else_and_what_they_keep_back_is_destroyed(string home, string there)
    {
        var (one, other) = await ANode.Pair(home, there, ANode.Usual + "\n  preview: asked\n");
        await using var _ = one;
        await using var __ = other;
        await other.Enters("zh-17", "13800000001");
        var clerk = await one.Officer("service-clerk@liuhe");
        var wang = new Actor.Resident(new ActorId("r-wang"));
        var matter = await one.Files();
        var dealings = new List<string>();
        foreach (var key in (string[])["k-1", "k-2"])
        {
            dealings.Add((await one.Server.Exchange.AskAsync(clerk, matter.Id, Wanted, key, Patience)).Done!.Dealing.Id);
            await one.Server.Exchange.SendDueAsync(Patience);
        }

        Assert.Equal(ExchangeRefusals.NotReleased, (await one.Server.Exchange.UseAsync(clerk, matter.Id, dealings[0], "u-1", Patience)).Why);
        Assert.Equal(ExchangeRefusals.NoSuchDealing, one.Server.Exchange.Preview(new Actor.Resident(new ActorId("r-li")), dealings[0]).Why);
        Assert.Equal([("person.phone", "\"13800000001\"")], one.Server.Exchange.Preview(wang, dealings[0]).Values);
        Assert.Null((await one.Server.Exchange.ReleaseAsync(wang, dealings[0], Patience)).Why);
        Assert.NotNull((await one.Server.Exchange.UseAsync(clerk, matter.Id, dealings[0], "u-1", Patience)).Values);
        Assert.Equal(ExchangeRefusals.NothingToRelease, (await one.Server.Exchange.DeclineAsync(wang, dealings[0], Patience)).Why);

        Assert.Null((await one.Server.Exchange.DeclineAsync(wang, dealings[1], Patience)).Why);
        Assert.Equal(ExchangeRefusals.Declined, one.Server.Exchange.Preview(wang, dealings[1]).Why);
        Assert.Equal(ExchangeRefusals.Declined, (await one.Server.Exchange.UseAsync(clerk, matter.Id, dealings[1], "u-2", Patience)).Why);
        Assert.Null(one.Server.Exchange.Note(wang, dealings[1]));
        while (await one.Server.Exchange.SendDueAsync(Patience) > 0)
        {
        }

        var received = one.Record.Entries().Select(static (entry, at) => (Event: ExchangeWire.Read(entry.Event, entry.Fields), At: at)).Single(entry => entry.Event is ExchangeEvent.EvidenceReceived e && e.Dealing == dealings[1]);
        Assert.Null(one.Record.Value(received.At, "value/person.phone"));
        Assert.Contains(other.Record.Entries().Select(static entry => ExchangeWire.Read(entry.Event, entry.Fields)).OfType<ExchangeEvent.DealingReceipted>(), receipt => receipt.Dealing == dealings[1] && receipt.Outcome == "declined");
        await HoldTogetherAsync(one, other);
    }

    private static EvidenceWanted Wanted { get; } = new("there", "liuhe", ["person.phone"], "liuhe-services/9", "zh-17");

    private static List<string> OfExchange(ANode node) => [.. node.Events().Where(ExchangeWire.Names.Contains)];

    /// <summary>Both end; both records are verified, and folded anew they come to the same tables.</summary>
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
