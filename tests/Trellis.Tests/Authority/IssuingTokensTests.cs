using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Authority;

/// <summary>Who may be given a token, for what and for how long; and how that stands in the record.</summary>
public sealed class IssuingTokensTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 1, 0, 0, TimeSpan.Zero);
    private static readonly PostAt Clerk = new("clerk", new UnitId("xikou"));
    private static readonly byte[] Digest = [.. Enumerable.Range(0, 32).Select(static at => (byte)at)];

    private static readonly IEvent[] Samples =
    [
        new TokenIssued("00112233aabbccdd", new TokenHolder.Resident(new ActorId("r-1")), [Scope.Read, Scope.Act], Digest, Now.AddDays(30), Now),
        new TokenIssued("00112233aabbccdd", new TokenHolder.Officer(new ActorId("o-1"), Clerk), [Scope.Read, Scope.Act, Scope.Ask, Scope.Export, Scope.Admin], Digest, Now.AddDays(30), Now),
        new TokenIssued("00112233aabbccdd", new TokenHolder.Program("gateway"), [Scope.Ask], Digest, Now.AddDays(30), Now),
        new TokenRevoked("00112233aabbccdd", Now),
        .. Enum.GetValues<AccountChange>().Select(static change => new AccountChanged("a0a1a2a3a4a5a6a7", new ActorId("o-1"), change, change is AccountChange.Locked or AccountChange.SessionsEnded ? null : "b0b1b2b3b4b5b6b7", change is AccountChange.CodeGiven ? new ActorId("o-2") : null, Now)),
    ];

    private static Outcome Issue(TokenHolder holder, Scope[] scopes, TimeSpan lasts, bool seated = true) => IssuingTokens.Decide(new IssueToken("00112233aabbccdd", holder, scopes, Digest, Now + lasts), Now, (_, _) => seated);

    [Fact]
    public void A_resident_reads_and_acts_and_a_program_never_acts()
    {
        Assert.IsType<Outcome.Accepted>(Issue(new TokenHolder.Resident(new ActorId("r")), [Scope.Read, Scope.Act], TimeSpan.FromDays(1)));
        Assert.Equal(AccessRefusals.ScopeNotForHolder, Why(Issue(new TokenHolder.Resident(new ActorId("r")), [Scope.Export], TimeSpan.FromDays(1))));
        Assert.Equal(AccessRefusals.ScopeNotForHolder, Why(Issue(new TokenHolder.Program("p"), [Scope.Ask, Scope.Act], TimeSpan.FromDays(1))));
        Assert.IsType<Outcome.Accepted>(Issue(new TokenHolder.Program("p"), [Scope.Ask, Scope.Export, Scope.Admin], TimeSpan.FromDays(1)));
    }

    [Fact]
    public void An_officer_sits_in_the_post_and_no_token_lasts_for_ever()
    {
        var officer = new TokenHolder.Officer(new ActorId("o"), Clerk);
        Assert.Equal(AccessRefusals.SeatNotTheirs, Why(Issue(officer, [Scope.Read], TimeSpan.FromDays(1), seated: false)));
        Assert.Equal(AccessRefusals.LastsTooLong, Why(Issue(officer, [Scope.Read], TimeSpan.FromDays(367))));
        Assert.Equal(AccessRefusals.ExpiresInThePast, Why(Issue(officer, [Scope.Read], TimeSpan.Zero)));
        Assert.Equal(AccessRefusals.NoScope, Why(Issue(officer, [], TimeSpan.FromDays(1))));
    }

    [Fact]
    public void A_token_is_taken_back_once_and_is_good_for_nothing_from_then_on()
    {
        var token = IssuingTokens.Apply(null, Samples[0])!;
        Assert.True(token.IsGood(Now));
        Assert.False(token.IsGood(Now.AddDays(30)));
        var revoked = IssuingTokens.Apply(token, ((Outcome.Accepted)IssuingTokens.Decide(new RevokeToken(token.Id), token, Now.AddDays(1))).Events[0])!;
        Assert.False(revoked.IsGood(Now));
        Assert.Equal(AccessRefusals.RevokedAlready, Why(IssuingTokens.Decide(new RevokeToken(token.Id), revoked, Now)));
        Assert.Equal(AccessRefusals.NoSuchToken, Why(IssuingTokens.Decide(new RevokeToken("ffff"), null, Now)));
    }

    [Fact]
    public void The_bytes_of_every_event_are_those_of_the_golden_file_and_are_read_as_they_were_written()
    {
        var path = Path.Combine(Checkout.Root, "tests", "data", "events", "access.txt");
        var lines = string.Concat(Samples.Select(static one => Bytes(one, AccessEvents.Write(one)) + "\n"));
        if (Environment.GetEnvironmentVariable("TRELLIS_WRITE_DOCUMENTS") is not null) File.WriteAllText(path, lines);

        Assert.Equal(File.ReadAllText(path), lines);
        Assert.Equal(AccessEvents.Names.Order(StringComparer.Ordinal), Samples.Select(static one => one.Wire).Distinct().Order(StringComparer.Ordinal));
        foreach (var sample in Samples)
        {
            var fields = AccessEvents.Write(sample);
            Assert.Equal(Bytes(sample, fields), Bytes(sample, AccessEvents.Write(AccessEvents.Read(sample.Wire, fields)!)));
        }
    }

    [Fact]
    public void What_does_not_have_the_form_of_an_event_is_none()
    {
        Assert.Null(AccessEvents.Read("matter-filed/1", EntryValue.Group.None));
        Assert.Null(AccessEvents.Read(TokenIssued.Name, EntryValue.Group.None));
        KeyValuePair<string, EntryValue>[] fields = [.. AccessEvents.Write(Samples[1]).Fields];
        foreach (var left in fields.Select(static one => one.Key).Where(static name => name != "post"))
            Assert.Null(AccessEvents.Read(TokenIssued.Name, new EntryValue.Group([.. fields.Where(one => one.Key != left)])));
    }

    [Fact]
    public void Whatever_is_asked_for_a_token_is_never_good_for_more_than_its_holder_may_have()
    {
        var scopes = ArbMap.Default.GeneratorFor<int>().Select(static bits => Scopes.All.Where((_, at) => (bits & (1 << at)) != 0).ToArray());
        Prop.ForAll(Arb.From(scopes), Arb.From(Gen.Choose(0, 2)), Arb.From(Gen.Choose(-10, 400)), static (asked, kind, days) =>
        {
            TokenHolder holder = kind switch { 0 => new TokenHolder.Resident(new ActorId("r")), 1 => new TokenHolder.Officer(new ActorId("o"), Clerk), _ => new TokenHolder.Program("p") };
            return Issue(holder, asked, TimeSpan.FromDays(days)) is not Outcome.Accepted { Events: [TokenIssued issued] }
                || (issued.Scopes.All(holder.Possible.Contains) && issued.Scopes.Count > 0 && issued.Expires > Now && issued.Expires <= Now + IssuingTokens.Longest && (kind != 2 || !issued.Scopes.Contains(Scope.Act)));
        }).QuickCheckThrowOnFailure();
    }

    private static string Bytes(IEvent one, EntryValue.Group fields) => Encoding.UTF8.GetString(new Entry { At = Now, By = EntryActor.System, Event = one.Wire, Fields = fields, Structure = "v1" }.Encode());

    private static Refusal Why(Outcome outcome) => ((Outcome.Refused)outcome).Why;
}
