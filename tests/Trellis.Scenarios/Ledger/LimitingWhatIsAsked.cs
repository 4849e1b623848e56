using System.Net;
using System.Net.Http.Headers;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Auditing;
using Trellis.Web;
using Trellis.Web.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>Whoever asks without end or guesses tokens is told when to come back; a whole audit is not.</summary>
public sealed class LimitingWhatIsAsked
{
    private static CancellationToken Patience => ARecord.Patience;

    [Fact]
    public async Task Too_many_questions_are_answered_with_when_to_ask_again()
    {
        await using var county = await ACounty.On("SQLite");
        using var ledger = new ServedLedger(county.Record.Place.Store, () => county.AtEnd);
        var limits = new RequestLimits(county.Record.Clock, readings: new(5, TimeSpan.FromSeconds(1)));
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, new AuditorTokens(county.Keys), limits));

        var answers = new List<(HttpStatusCode Status, TimeSpan? After, string Says)>();
        for (var asked = 0; asked < 8; asked++)
        {
            using var answer = await server.Client.GetAsync(asked % 2 == 0 ? "checkpoint" : "tile/0/000", Patience);
            answers.Add((answer.StatusCode, answer.Headers.RetryAfter?.Delta, await answer.Content.ReadAsStringAsync(Patience)));
        }

        Assert.All(answers.Take(5), static one => Assert.Equal(HttpStatusCode.OK, one.Status));
        Assert.Contains(answers.Skip(5), static one => one.Status == HttpStatusCode.TooManyRequests && one.After >= TimeSpan.FromSeconds(1) && one.Says.Contains("Ask again in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_auditor_who_is_told_to_wait_waits_and_comes_to_the_end()
    {
        await using var county = await ACounty.On("SQLite");
        using var ledger = new ServedLedger(county.Record.Place.Store, () => county.AtEnd);
        var limits = new RequestLimits(TimeProvider.System, readings: new(3, TimeSpan.FromMilliseconds(250)));
        var tokens = new AuditorTokens(county.Keys);
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, tokens, limits));

        var verdict = ACounty.VerifyAt([server.Address.AbsoluteUri], "--key", county.Key, "--token", tokens.Add("audit-office")).HoldsUp();

        Assert.Contains("entries-give-root", verdict.Proven);
    }

    [Fact]
    public async Task Guesses_at_tokens_are_stopped_and_then_no_token_is_looked_at_and_hashes_still_are()
    {
        await using var county = await ACounty.On("SQLite");
        using var ledger = new ServedLedger(county.Record.Place.Store, () => county.AtEnd);
        var limits = new RequestLimits(county.Record.Clock, guesses: new(3, TimeSpan.FromHours(1)));
        var tokens = new AuditorTokens(county.Keys, county.Record.Clock);
        var right = tokens.Add("audit-office");
        var over = tokens.Add("last-years-office", DateOnly.FromDateTime(county.Record.Clock.Now.UtcDateTime));
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, tokens, limits));

        county.Record.Clock.Move(TimeSpan.FromDays(2));
        for (var asked = 0; asked < 20; asked++) Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(over)).Status); // one that was right until yesterday is no guess
        for (var asked = 0; asked < 20; asked++) Assert.Equal(HttpStatusCode.OK, (await AskAsync(right)).Status); // nor is a right one
        for (var guess = 0; guess < 3; guess++) Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync($"guess-{guess}")).Status);
        county.Record.Clock.Move(TimeSpan.FromMinutes(59)); // a fraction of the next guess has come back, and is none
        foreach (var token in (string[])["guess-4", right])
        {
            var (status, after) = await AskAsync(token);
            Assert.Equal(HttpStatusCode.TooManyRequests, status);
            Assert.True(after >= TimeSpan.FromSeconds(1), $"{after}");
        }

        using var hashes = await server.Client.GetAsync("tile/0/000", Patience);
        Assert.Equal(HttpStatusCode.OK, hashes.StatusCode);

        county.Record.Clock.Move(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(right)).Status);

        async Task<(HttpStatusCode Status, TimeSpan? After)> AskAsync(string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "tile/entries/000");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await server.Client.SendAsync(request, Patience);
            return (answer.StatusCode, answer.Headers.RetryAfter?.Delta);
        }
    }

    [Fact]
    public async Task Whoever_has_too_much_co_signed_is_told_to_wait_before_a_body_is_read()
    {
        await using var county = await ACounty.On("SQLite");
        WitnessDesk.MakeKey(county.Keys, "neighbour.example/witness");
        WitnessedRecords.Add(county.Keys, NoteSigner.Make("other.example/record", NoteKeyType.Ed25519, new byte[32]).Verifier);
        using var desk = WitnessDesk.Open(county.Keys, county.Record.Clock);
        var limits = new RequestLimits(county.Record.Clock, signings: new(2, TimeSpan.FromSeconds(1)));
        await using var server = await AWebServer.StartAsync(to => to.MapWitness(desk, limits));

        var statuses = new List<HttpStatusCode>();
        for (var asked = 0; asked < 5; asked++)
        {
            using var content = new ByteArrayContent([1, 2, 3]);
            using var answer = await server.Client.PostAsync("add-checkpoint", content, Patience);
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest], statuses.Take(2));
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses.Skip(2));
    }
}
