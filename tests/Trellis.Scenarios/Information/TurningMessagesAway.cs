using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Trellis.Information.Exchange;
using Trellis.Ledger;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>Messages that a record must not take: each is refused with its own code, entered, and changes nothing.</summary>
public sealed class TurningMessagesAway
{
    private static CancellationToken Patience => ARecord.Patience;

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Every_wrong_message_is_refused_and_entered(string kind)
    {
        var (one, other) = await ANode.Pair("SQLite", kind);
        await using var _ = one;
        await using var __ = other;
        await other.Enters("zh-17", "13800000001");
        var signer = RecordKeys.Open(one.Record.Place.Keys).Signer;
        var stranger = NoteSigner.Make(one.Origin, NoteKeyType.Ed25519, RandomNumberGenerator.GetBytes(32));
        var now = other.Record.Clock.Now;
        var good = Message(one, other, now);
        var signed = SignedNote.Sign(good.Encode(), signer);
        var text = signed.ToString();
        (byte[] Bytes, HttpStatusCode Status, string Code)[] wrong =
        [
            ("not a note"u8.ToArray(), HttpStatusCode.BadRequest, "exchange.malformed"),
            (SignedNote.Sign("{}\n"u8, signer).Encode(), HttpStatusCode.BadRequest, "exchange.malformed"),
            (SignedNote.Sign(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(good.Encode()).Replace("\"from\"", "\"more\":1,\"from\"", StringComparison.Ordinal)), signer).Encode(), HttpStatusCode.BadRequest, "exchange.malformed"),
            (SignedNote.Sign(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(good.Encode()).Replace(",\"to\"", ", \"to\"", StringComparison.Ordinal)), signer).Encode(), HttpStatusCode.BadRequest, "exchange.malformed"),
            (SignedNote.Sign(good.Encode(), stranger).Encode(), HttpStatusCode.Forbidden, "exchange.unknown-key"),
            (SignedNote.Sign((good with { From = "else.example/record" }).Encode(), signer).Encode(), HttpStatusCode.Forbidden, "exchange.unknown-key"),
            (Encoding.UTF8.GetBytes(text.Replace("zh-17", "zh-18", StringComparison.Ordinal)), HttpStatusCode.BadRequest, "exchange.changed-content"),
            (SignedNote.Sign((good with { To = "else.example/record" }).Encode(), signer).Encode(), HttpStatusCode.Conflict, "exchange.wrong-recipient"),
            (SignedNote.Sign(Message(one, other, now.AddMinutes(-11)).Encode(), signer).Encode(), HttpStatusCode.Conflict, "exchange.expired"),
            (SignedNote.Sign(Message(one, other, now.AddMinutes(3)).Encode(), signer).Encode(), HttpStatusCode.Conflict, "exchange.clock-skew"),
            (SignedNote.Sign((good with { Until = now.AddHours(1) }).Encode(), signer).Encode(), HttpStatusCode.BadRequest, "exchange.malformed"),
        ];
        foreach (var (bytes, status, code) in wrong)
        {
            var before = other.Server.Writer.Size;
            var reply = await SendAsync(other, bytes);
            Assert.True((status, code) == (reply.Status, reply.Code), $"{code}: {reply}");
            Assert.Equal(before + 1, other.Server.Writer.Size);
            Assert.Equal(code, Assert.IsType<ExchangeEvent.MessageTurnedAway>(Last(other)).Code);
        }

        // The same bytes a second time: given once, and then never again.
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(other, signed.Encode())).Status);
        Assert.Equal((HttpStatusCode.Conflict, (string?)"exchange.replayed"), await SendAsync(other, signed.Encode()));
        Assert.Equal("exchange.replayed", Assert.IsType<ExchangeEvent.MessageTurnedAway>(Last(other)).Code);
        // Nor when its signature is put there a second time, which makes other bytes of the same message.
        Assert.Equal("exchange.replayed", (await SendAsync(other, signed.With(signed.Signatures[0]).Encode())).Code);
        // The same id for something else.
        var changed = SignedNote.Sign((Message(one, other, now) with { Body = (MessageBody.Request)good.Body with { Key = "zh-99" } }).Encode(), signer).Encode();
        Assert.Equal("exchange.changed-content", (await SendAsync(other, changed)).Code);
        // Asked again by a message of its own, the same is given, and nothing new is entered of it.
        var resent = SignedNote.Sign((Message(one, other, now) with { Body = good.Body }).Encode(), signer).Encode();
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(other, resent)).Status);
        Assert.IsType<ExchangeEvent.AskedAgain>(Last(other));
        Assert.Single(other.Events(), static happened => happened == ExchangeEvent.EvidenceGiven.Name);

        // A restart forgets none of it.
        await other.RestartAsync();
        Assert.Equal("exchange.replayed", (await SendAsync(other, resent)).Code);
        await other.StopAsync();
        other.Record.HoldsTogether();
    }

    [Fact]
    public async Task A_flood_of_strangers_is_summed_and_does_not_fill_the_record()
    {
        var (one, other) = await ANode.Pair("SQLite", "SQLite");
        await using var _ = one;
        await using var __ = other;
        var before = other.Server.Writer.Size;

        for (var sent = 0; sent < 200; sent++) await other.Server.Exchange.TakeAsync(Encoding.UTF8.GetBytes($"flood {sent}"), Patience);

        Assert.Equal(before + TurningAway.OfStrangers, other.Server.Writer.Size);
        other.Record.Clock.Move(TimeSpan.FromHours(1));
        await other.Server.Exchange.SendDueAsync(Patience);
        Assert.Equal(200 - TurningAway.OfStrangers, Assert.IsType<ExchangeEvent.MessageTurnedAway>(Last(other)).Times);
        // Nothing of what strangers write stands in an entry.
        Assert.All(other.Record.Entries().Select(static entry => ExchangeWire.Read(entry.Event, entry.Fields)).OfType<ExchangeEvent.MessageTurnedAway>(), static away => Assert.Equal((null, null), (away.Neighbour, away.Message)));
    }

    [Fact]
    public async Task A_no_that_the_neighbours_own_terms_deny_is_shown_as_such()
    {
        var (one, other) = await ANode.Pair("SQLite", "SQLite");
        await using var _ = one;
        await using var __ = other;
        var matter = await one.Files();
        var clerk = await one.Officer("service-clerk@liuhe");
        var asked = (await one.Server.Exchange.AskAsync(clerk, matter.Id, new EvidenceWanted("there", "liuhe", ["person.phone"], "liuhe-services/9", "zh-17"), "k-1", Patience)).Done!.Dealing;
        // Somebody who holds its key says no without a reason, whatever its structure says.
        var signer = RecordKeys.Open(other.Record.Place.Keys).Signer;
        await using var liar = await AWebServer.StartAsync(map =>
        {
            map.MapGet("/api/v1/exchange/terms", () => Results.Bytes(other.Server.Exchange.Terms()));
            map.MapPost("/api/v1/exchange/messages", async (HttpContext context) =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body, Patience);
                Assert.True(SignedNote.TryRead(body.ToArray(), out var note, out var fault), fault);
                Assert.True(ExchangeMessage.TryRead(note.Text, out var message, out fault), fault);
                var now = other.Record.Clock.Now;
                var no = new MessageBody.Denial(message.Body.Digest, ExchangeRefusals.NoBasis.Code, [], "没有依据", "no basis") { Dealing = message.Body.Dealing };
                return Results.Bytes(SignedNote.Sign(new ExchangeMessage(ExchangeMessage.Form, other.Origin, one.Origin, now, now.AddMinutes(5), Nonce(), no).Encode(), signer).Encode());
            });
        });
        one.Reaches(other.Origin, liar.Address);

        await one.Server.Exchange.SendDueAsync(Patience);

        var refused = one.Record.Entries().Select(static entry => ExchangeWire.Read(entry.Event, entry.Fields)).OfType<ExchangeEvent.DealingRefused>().Single();
        Assert.Equal((asked.Id, "exchange.no-basis", "telephone"), (refused.Dealing, refused.Code, refused.Contradicted));
    }

    private static string Nonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ExchangeMessage.NonceLength));

    private static ExchangeMessage Message(ANode from, ANode to, DateTimeOffset sent) => new(
        ExchangeMessage.Form, from.Origin, to.Origin, sent, sent.AddMinutes(10), Nonce(),
        new MessageBody.Request("liuhe", ["person.phone"], "zh-17", "repairs", "liuhe-services/9", "m1", "service-clerk@liuhe", sent, sent.AddDays(1), Nonce(), null) { Dealing = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) });

    private static ExchangeEvent? Last(ANode node) => node.Record.Entries()[^1] is var entry ? ExchangeWire.Read(entry.Event, entry.Fields) : null;

    private static async Task<(HttpStatusCode Status, string? Code)> SendAsync(ANode to, byte[] bytes)
    {
        using var client = new HttpClient();
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        using var reply = await client.PostAsync(new Uri(to.Server.Addresses[0], "api/v1/exchange/messages"), content, Patience);
        var body = await reply.Content.ReadAsStringAsync(Patience);
        return (reply.StatusCode, reply.IsSuccessStatusCode ? null : (string?)JsonNode.Parse(body)!["code"]);
    }
}
