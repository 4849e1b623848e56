using System.Net;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Behind a program that speaks HTTPS each client is counted for itself, and nobody can pass for another.</summary>
public sealed class StandingBehindAProxy
{
    private static readonly IPNetwork Here = new(IPAddress.Loopback, 32);

    [Fact]
    public async Task Whoever_says_whose_request_it_hands_on_and_was_not_named_is_not_believed()
    {
        await using var county = await AServedCounty.On("SQLite");

        for (var guess = 0; guess < 20; guess++) Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(county, $"wrong-{guess}", $"10.0.0.{guess}")).Status);

        var refused = await AskAsync(county, await county.Resident(), "10.0.0.99");
        Assert.Equal((HttpStatusCode.TooManyRequests, "access.too-many-guesses"), (refused.Status, refused.Code));
        Assert.NotNull(refused.Headers.RetryAfter);
        county.Clock.Move(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(county, await county.Resident(), null)).Status);
    }

    [Theory]
    [InlineData("203.0.113.9")]
    [InlineData("198.51.100.1, 203.0.113.9")]
    [InlineData("198.51.100.1, 203.0.113.9, 127.0.0.1")]
    [InlineData("nonsense, 203.0.113.9")]
    public async Task Behind_a_program_that_was_named_a_guesser_is_stopped_and_nobody_else_whatever_it_writes_before_its_address(string handedOn)
    {
        await using var county = await AServedCounty.On("SQLite", "cuiwei", Here);
        for (var guess = 0; guess < 20; guess++) Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(county, $"wrong-{guess}", handedOn.Replace("198.51.100.1", $"198.51.100.{guess}", StringComparison.Ordinal))).Status);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync(county, await county.Resident(), "203.0.113.9")).Status);
        foreach (var other in (string?[])["198.51.100.1", "198.51.100.7", "203.0.113.10", null]) Assert.Equal(HttpStatusCode.OK, (await AskAsync(county, await county.Resident(), other)).Status);
    }

    [Fact]
    public async Task Wrong_tokens_of_auditors_and_of_others_are_counted_together()
    {
        await using var county = await AServedCounty.On("SQLite");
        await county.File("construction-noise", "heping");
        await county.Server.Writer.CheckpointOfAsync(0, ARecord.Patience);
        for (var guess = 0; guess < 10; guess++)
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(county, $"wrong-{guess}", null, "receipt/0")).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(county, $"wrong-{guess}", null)).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync(county, await county.Resident(), null)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync(county, "wrong", null, "receipt/0")).Status);
        Assert.Equal(HttpStatusCode.OK, (await county.Get("receipt/0")).Status);
    }

    [Fact]
    public async Task A_session_that_came_by_HTTPS_is_known_as_such_where_the_program_in_front_says_so_and_nowhere_else()
    {
        foreach (var (trusted, status) in (((IPNetwork[], HttpStatusCode)[])[([Here], HttpStatusCode.OK), ([], HttpStatusCode.Unauthorized)]))
        {
            await using var county = await AServedCounty.On("SQLite", "cuiwei", trusted);
            var secret = await county.Server.Sessions.BeginAsync(new ActorId(AServedCounty.Wang), null);
            using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/matters");
            request.Headers.Add("Cookie", "__Host-trellis=" + secret);
            request.Headers.Add("X-Forwarded-For", "203.0.113.9");
            request.Headers.Add("X-Forwarded-Proto", "https");

            using var reply = await county.Client.SendAsync(request, ARecord.Patience);

            Assert.Equal(status, reply.StatusCode);
        }
    }

    [Theory]
    [InlineData("everybody")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1/24")]
    public async Task What_is_no_address_or_all_of_them_is_refused_before_anything_is_made(string proxy)
    {
        await using var record = ARecord.On("SQLite");
        var (code, said) = HandingOutTheWork.Run(["serve", "--structure", Structures.Of("cuiwei"), "--trusted-proxy", proxy, .. record.Options]);

        Assert.True(code == 2 && said.Contains("--trusted-proxy takes an address", StringComparison.Ordinal), $"{code}: {said}");
        Assert.False(File.Exists(record.File));
    }

    private static async Task<Reply> AskAsync(AServedCounty county, string token, string? handedOn, string path = "api/v1/matters")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        if (handedOn is not null) request.Headers.TryAddWithoutValidation("X-Forwarded-For", handedOn);
        using var reply = await county.Client.SendAsync(request, ARecord.Patience);
        return new Reply(reply.StatusCode, await reply.Content.ReadAsStringAsync(ARecord.Patience), reply.Headers, reply.Content.Headers.ContentType?.MediaType);
    }
}
