using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Trellis.Authority.Access;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Programs that follow the record: asking by position, or being told at an address of theirs.</summary>
public sealed class TellingOthers
{
    [Fact]
    public async Task Whoever_asks_by_position_gets_every_entry_once_and_no_person()
    {
        await using var county = await AServedCounty.On("SQLite");
        for (var at = 0; at < 3; at++) await county.File("construction-noise", "heping");
        var program = await county.Program(Scope.Export);

        var found = new List<JsonNode>();
        var path = "api/v1/events?limit=2";
        while (true)
        {
            var batch = await county.Get(path, program);
            Assert.Equal("application/cloudevents-batch+json", batch.Type);
            if (batch.Json.AsArray() is not { Count: > 0 } events) break;
            found.AddRange(events.Select(static one => one!));
            path = batch.Headers.GetValues("Link").Single().Split('>')[0].TrimStart('<', '/');
        }

        Assert.Equal(Enumerable.Range(0, (int)county.Server.Writer.Size), found.Select(static one => int.Parse((string)one["id"]!, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(found, static one => Assert.Equal("1.0", (string?)one["specversion"]));
        Assert.Contains(found, static one => (string?)one["type"] == "trellis.matter-filed.1");
        Assert.DoesNotContain(found, static one => one.ToJsonString().Contains(AServedCounty.Wang, StringComparison.Ordinal) || one["data"]!.AsObject().ContainsKey("digest"));
        Assert.Equal("http.parameter-unreadable", (await county.Get("api/v1/events?after=-1", program)).Code);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_address_is_told_in_order_signed_and_again_until_it_takes_it_also_after_a_restart(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var status = 200;
        var came = new ConcurrentQueue<(string Id, string Timestamp, string Signature, byte[] Body)>();
        await using var receiver = await AWebServer.StartAsync(to => to.MapPost("/hook", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            came.Enqueue((context.Request.Headers["Webhook-Id"]!, context.Request.Headers["Webhook-Timestamp"]!, context.Request.Headers["Webhook-Signature"]!, body.ToArray()));
            context.Response.StatusCode = status;
        }));
        var admin = await county.Program(Scope.Admin);
        var added = await county.Post("api/v1/webhooks", new JsonObject { ["address"] = receiver.Address + "hook", ["after"] = -1 }, admin);
        Assert.True(added.Status == HttpStatusCode.Created, added.ToString());
        var secret = (string)added.Json["secret"]!;

        await county.File("construction-noise", "heping");
        await county.Server.Webhooks.TellAsync(ARecord.Patience);
        var first = Assert.Single(came);
        Assert.Equal(Signature(secret, first.Id, first.Timestamp, first.Body), first.Signature);
        Assert.Equal((int)county.Server.Writer.Size, JsonNode.Parse(first.Body)!.AsArray().Count);

        // It takes nothing: it is tried again ever more seldom, and shown as failing.
        status = 503;
        await county.File("construction-noise", "heping");
        await county.Server.Webhooks.TellAsync(ARecord.Patience);
        await county.Server.Webhooks.TellAsync(ARecord.Patience);
        Assert.Equal(2, came.Count);
        county.Clock.Move(TimeSpan.FromSeconds(6));
        await county.Server.Webhooks.TellAsync(ARecord.Patience);
        county.Clock.Move(TimeSpan.FromSeconds(6));
        await county.Server.Webhooks.TellAsync(ARecord.Patience);
        Assert.Equal(3, came.Count);
        var shown = (await county.Get("api/v1/webhooks", admin)).Json["webhooks"]!.AsArray().Single()!;
        Assert.Equal(("It answered 503.", 2), ((string?)shown["trouble"], (int)shown["attempts"]!));
        Assert.Null(shown["secret"]);

        // The machine stops; what was not taken is still told.
        await county.RestartAsync();
        status = 200;
        county.Clock.Move(TimeSpan.FromMinutes(1));
        await county.Server.Webhooks.TellAsync(ARecord.Patience);
        Assert.Equal(4, came.Count);
        Assert.Null((await county.Get("api/v1/webhooks", admin)).Json["webhooks"]!.AsArray().Single()!["failing"]);

        Assert.Equal(HttpStatusCode.NoContent, (await county.SendAsync(HttpMethod.Delete, "api/v1/webhooks/" + (string)added.Json["id"]!, null, admin, null)).Status);
        Assert.Equal("http.no-such-webhook", (await county.SendAsync(HttpMethod.Delete, "api/v1/webhooks/" + (string)added.Json["id"]!, null, admin, null)).Code);
    }

    [Fact]
    public async Task After_a_new_secret_was_made_the_one_before_signs_for_a_day_as_well()
    {
        await using var county = await AServedCounty.On("SQLite");
        var came = new ConcurrentQueue<(string Id, string Timestamp, string Signatures, byte[] Body)>();
        await using var receiver = await AWebServer.StartAsync(to => to.MapPost("/hook", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            came.Enqueue((context.Request.Headers["Webhook-Id"]!, context.Request.Headers["Webhook-Timestamp"]!, context.Request.Headers["Webhook-Signature"]!, body.ToArray()));
        }));
        var admin = await county.Program(Scope.Admin);
        var added = await county.Post("api/v1/webhooks", new JsonObject { ["address"] = receiver.Address + "hook", ["after"] = -1 }, admin);
        var renewed = await county.Post($"api/v1/webhooks/{(string)added.Json["id"]!}/secret", null, admin);
        var (old, secret) = ((string)added.Json["secret"]!, (string)renewed.Json["secret"]!);
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.NotEqual(old, secret);

        await county.Server.Webhooks.TellAsync(ARecord.Patience);
        await county.RestartAsync();
        county.Clock.Move(TimeSpan.FromHours(23));
        await county.File("construction-noise", "heping");
        await county.Server.Webhooks.TellAsync(ARecord.Patience);
        county.Clock.Move(TimeSpan.FromHours(2));
        await county.File("construction-noise", "heping");
        await county.Server.Webhooks.TellAsync(ARecord.Patience);

        Assert.Equal(3, came.Count);
        Assert.All(came, one => Assert.StartsWith(Signature(secret, one.Id, one.Timestamp, one.Body), one.Signatures, StringComparison.Ordinal));
        Assert.Equal([2, 2, 1], came.Select(static one => one.Signatures.Split(' ').Length));
        Assert.All(came.Take(2), one => Assert.Equal(Signature(old, one.Id, one.Timestamp, one.Body), one.Signatures.Split(' ')[1]));
        Assert.Equal("http.no-such-webhook", (await county.Post("api/v1/webhooks/w-0/secret", null, admin)).Code);
        Assert.DoesNotContain("secret", (await county.Get("api/v1/webhooks", admin)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_never_answers_holds_up_no_other_and_one_that_leads_elsewhere_is_not_followed()
    {
        await using var county = await AServedCounty.On("SQLite");
        using var told = new SemaphoreSlim(0);
        var elsewhere = 0;
        using var hanging = new CancellationTokenSource();
        await using var receiver = await AWebServer.StartAsync(to =>
        {
            to.MapPost("/hangs", async context => await Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(hanging.Token, context.RequestAborted).Token).ContinueWith(static _ => { }, TaskScheduler.Default));
            to.MapPost("/leads", static context =>
            {
                context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
                context.Response.Headers.Location = "/elsewhere";
                return Task.CompletedTask;
            });
            to.MapPost("/elsewhere", _ =>
            {
                Interlocked.Increment(ref elsewhere);
                return Task.CompletedTask;
            });
            to.MapPost("/gone", static context =>
            {
                context.Response.StatusCode = StatusCodes.Status410Gone;
                return Task.CompletedTask;
            });
            to.MapPost("/takes", _ =>
            {
                told.Release();
                return Task.CompletedTask;
            });
        });
        var admin = await county.Program(Scope.Admin);
        foreach (var word in (string[])["hangs", "leads", "gone", "takes"]) await county.Post("api/v1/webhooks", new JsonObject { ["address"] = receiver.Address + word, ["after"] = -1 }, admin);
        for (var at = 0; at < 250; at++) await county.Server.Writer.AppendAsync(ARecord.ADraft(), ARecord.Patience);

        var telling = county.Server.Webhooks.TellAsync(ARecord.Patience);

        // What does not wait for the one that hangs: all batches of the one that takes them, one after the other.
        for (var batch = 0; batch < 3; batch++) Assert.True(await told.WaitAsync(TimeSpan.FromSeconds(8), ARecord.Patience));
        await hanging.CancelAsync();
        await telling;
        var shown = (await county.Get("api/v1/webhooks", admin)).Json["webhooks"]!.AsArray().ToDictionary(static one => ((string)one!["address"]!).Split('/')[^1], static one => one!);
        Assert.Equal("It answered 307.", (string?)shown["leads"]["trouble"]);
        Assert.Equal(0, elsewhere);
        Assert.NotNull(shown["gone"]["disabled"]);
        Assert.Equal(county.Server.Writer.Size - 1, (long)shown["takes"]["told"]!);
    }

    [Fact]
    public async Task Twenty_addresses_are_told_and_whoever_registers_one_more_is_told_so()
    {
        await using var county = await AServedCounty.On("SQLite");
        var admin = await county.Program(Scope.Admin);
        for (var at = 0; at < WebhookDesk.Most; at++) Assert.Equal(HttpStatusCode.Created, (await county.Post("api/v1/webhooks", new JsonObject { ["address"] = $"https://192.0.2.1/{at}" }, admin)).Status);

        var more = await county.Post("api/v1/webhooks", new JsonObject { ["address"] = "https://192.0.2.1/more" }, admin);
        Assert.True(more.Code == "http.webhook-refused" && ((string)more.Json["detail"]!).Contains("20", StringComparison.Ordinal), more.ToString());
        var id = (string)(await county.Get("api/v1/webhooks", admin)).Json["webhooks"]![0]!["id"]!;
        Assert.Equal(HttpStatusCode.NoContent, (await county.SendAsync(HttpMethod.Delete, "api/v1/webhooks/" + id, null, admin, null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await county.SendAsync(HttpMethod.Delete, "api/v1/webhooks/" + id, null, admin, null)).Status);
        Assert.Equal(HttpStatusCode.Created, (await county.Post("api/v1/webhooks", new JsonObject { ["address"] = "https://192.0.2.1/more" }, admin)).Status);
    }

    [Fact]
    public async Task An_address_that_takes_nothing_for_three_days_is_given_up_and_says_so()
    {
        await using var county = await AServedCounty.On("SQLite");
        await using var receiver = await AWebServer.StartAsync(static to => to.MapPost("/hook", static context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        }));
        var admin = await county.Program(Scope.Admin);
        await county.Post("api/v1/webhooks", new JsonObject { ["address"] = receiver.Address + "hook", ["after"] = -1 }, admin);

        for (var hour = 0; hour < 75; hour++)
        {
            await county.Server.Webhooks.TellAsync(ARecord.Patience);
            county.Clock.Move(TimeSpan.FromHours(1));
        }

        var shown = (await county.Get("api/v1/webhooks", admin)).Json["webhooks"]!.AsArray().Single()!;
        Assert.NotNull(shown["disabled"]);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Whoever_changes_an_address_in_the_database_or_adds_one_is_told_nothing_and_its_secret_stands_nowhere(string kind)
    {
        await using var record = ARecord.On(kind);
        await using var theirs = await AWebServer.StartAsync(static to => to.MapPost("/hook", static _ => throw new InvalidOperationException("It was told.")));
        string secret;
        await using (var writer = await record.CreateAsync())
        {
            await writer.AppendAsync(ARecord.ADraft(), ARecord.Patience);
            await using var desk = new WebhookDesk(writer, record.Clock, mayBePrivate: true);
            secret = (await desk.AddAsync(new Uri("http://127.0.0.1:9/hook"), -1))!.Value.Secret;
        }

        using (var session = record.Read())
            Assert.DoesNotContain(secret, Convert.ToHexStringLower(Assert.Single(WebhookRows.Read(session)).Secret), StringComparison.Ordinal);
        record.Change($"update webhook set address = '{theirs.Address}hook'");
        record.Change("insert into webhook select 'w-other', address, secret, told, attempts, next, failing, trouble, disabled from webhook");

        await using var again = await record.OpenAsync();
        await using var opened = new WebhookDesk(again, record.Clock, mayBePrivate: true);
        await opened.TellAsync(ARecord.Patience);

        Assert.Equal(2, opened.All.Count);
        Assert.All(opened.All, static one => Assert.Contains("the row was changed", one.Trouble, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://example.org/hook")]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://10.1.2.3/hook")]
    [InlineData("https://192.168.1.1/hook")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://[fd00::1]/hook")]
    [InlineData("https://[::ffff:10.0.0.1]/hook")]
    [InlineData("https://0x7f.1/hook")]
    [InlineData("https://user:pass@example.org/hook")]
    [InlineData("ftp://example.org/hook")]
    [InlineData("file:///etc/passwd")]
    public async Task No_address_in_a_private_network_is_registered_unless_the_operator_said_so(string address)
    {
        await using var record = ARecord.On("SQLite");
        await using var writer = await record.CreateAsync();
        await using var desk = new WebhookDesk(writer, record.Clock, mayBePrivate: false);

        Assert.Null(await desk.AddAsync(new Uri(address), -1));
    }

    [Fact]
    public async Task A_name_that_leads_into_a_private_network_is_not_called()
    {
        await using var record = ARecord.On("SQLite");
        await using var writer = await record.CreateAsync();
        await writer.AppendAsync(ARecord.ADraft(), ARecord.Patience);
        await using var desk = new WebhookDesk(writer, record.Clock, mayBePrivate: false);
        await desk.AddAsync(new Uri("https://localhost/hook"), -1);

        await desk.TellAsync(ARecord.Patience);

        Assert.Contains("private network", Assert.Single(desk.All).Trouble, StringComparison.Ordinal);
    }

    /// <summary>As a receiver computes it (Standard Webhooks 1.0).</summary>
    private static string Signature(string secret, string id, string timestamp, byte[] body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), (byte[])[.. Encoding.ASCII.GetBytes($"{id}.{timestamp}."), .. body]));
}
