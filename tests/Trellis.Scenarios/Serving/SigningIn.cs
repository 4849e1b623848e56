using System.Net;
using Trellis.Runtime.Authority;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Sessions of people: what a browser holds opens the door as long as the server says so, and stands nowhere in the record.</summary>
public sealed class SigningIn
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_session_opens_the_door_also_after_a_restart_and_ends_on_the_server(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var size = county.Server.Writer.Size;
        var secret = await county.Server.Sessions.BeginAsync(new ActorId(AServedCounty.Wang), null);
        var other = await county.Server.Sessions.BeginAsync(new ActorId("r-li"), null);

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(county, secret)).Status);
        await county.RestartAsync();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(county, secret)).Status);
        Assert.Equal("access.token-not-good", (await AskAsync(county, secret[..^1] + (secret[^1] == '0' ? '1' : '0'))).Code);

        await county.Server.Sessions.EndAsync(secret);
        Assert.Equal("access.token-not-good", (await AskAsync(county, secret)).Code);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(county, other)).Status);
        county.Clock.Move(SessionDesk.Longest);
        // A browser that was left open goes on sending it, and keeps nobody else out.
        for (var again = 0; again < 50; again++) Assert.Equal("access.token-not-good", (await AskAsync(county, other)).Code);

        Assert.Equal(size, county.Server.Writer.Size);
        using var session = county.Record.Read();
        Assert.DoesNotContain(SessionRows.Read(session, DateTimeOffset.MinValue), one => Convert.ToHexStringLower(one.Digest) == secret);
    }

    [Fact]
    public async Task Somebody_who_is_signed_in_acts_in_their_seat_and_no_longer_when_they_have_left_it()
    {
        await using var county = await AServedCounty.On("SQLite");
        await county.Officer("@heping");
        var seat = ((Trellis.Authority.Access.TokenHolder.Officer)county.Server.Access.Good[0].Holder).Seat;
        var person = ((Trellis.Authority.Access.TokenHolder.Officer)county.Server.Access.Good[0].Holder).Person;
        var secret = await county.Server.Sessions.BeginAsync(person, seat);

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(county, secret, "api/v1/inbox")).Status);
        Assert.Equal("access.scope-missing", (await AskAsync(county, secret, "api/v1/tokens")).Code);
        await county.Server.Desk.DoAsync(new Trellis.Runtime.Process.ActOrder { By = Actor.System, Act = new Trellis.Authority.LeaveSeat(person, seat, county.Server.Desk.InForce.DayOf(county.Clock.Now)) }, ARecord.Patience);
        Assert.Equal("access.seat-not-theirs", (await AskAsync(county, secret, "api/v1/inbox")).Code);
    }

    private static async Task<Reply> AskAsync(AServedCounty county, string secret, string path = "api/v1/matters")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", "trellis=" + secret);
        using var reply = await county.Client.SendAsync(request, ARecord.Patience);
        return new Reply(reply.StatusCode, await reply.Content.ReadAsStringAsync(ARecord.Patience), reply.Headers, reply.Content.Headers.ContentType?.MediaType);
    }
}
