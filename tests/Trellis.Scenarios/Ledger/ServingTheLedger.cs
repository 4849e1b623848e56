using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Auditing;
using Trellis.Web.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>The record over HTTP, by real requests: hashes for everybody, entries for auditors, receipts for whoever asks.</summary>
public sealed class ServingTheLedger
{
    private static CancellationToken Patience => ARecord.Patience;

    public static TheoryData<string> Kinds => OnBothStores.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_auditor_follows_the_checkpoint_to_the_tiles_and_the_entries(string kind)
    {
        await using var county = await ACounty.On(kind);
        var tokens = new AuditorTokens(county.Keys);
        var token = tokens.Add("audit-office");
        using var ledger = new ServedLedger(county.Record.Place.Store, () => county.AtEnd);
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, tokens));

        var auditor = ACounty.VerifyAt([server.Address.AbsoluteUri], "--key", county.Key, "--witnesses", county.Policy, "--seen", county.SeenAtHalf, "--seen", county.Receipt(17), "--token", token).HoldsUp();
        Assert.Contains("entries-give-root", auditor.Proven);
        Assert.Contains("continues-seen", auditor.Proven);

        var everybody = ACounty.VerifyAt([server.Address.AbsoluteUri], "--key", county.Key).HoldsUp();
        Assert.Contains("hashes-give-root", everybody.Proven);
        Assert.Contains("what-happened", everybody.Unproven);

        Assert.Contains("token is not accepted", ACounty.VerifyAt([server.Address.AbsoluteUri], "--key", county.Key, "--token", "guessed").Errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task While_acts_are_entered_every_checkpoint_that_is_shown_has_all_its_tiles_and_receipts(string kind)
    {
        await using var record = ARecord.On(kind);
        await using var writer = await record.CreateAsync(new RecordSettings { CheckpointEvery = TimeSpan.FromMilliseconds(5) });
        var key = Path.Combine(record.Folder, "key.txt");
        await File.WriteAllTextAsync(key, RecordKeys.Open(record.Place.Keys).Signer.Verifier + "\n", Patience);
        var tokens = new AuditorTokens(record.Place.Keys);
        var token = tokens.Add("audit-office");
        using var ledger = new ServedLedger(record.Place.Store, () => writer.CountingCheckpoint);
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, tokens));
        await ARecord.AppendAsync(writer, 0, 1);
        await writer.CheckpointOfAsync(0, Patience);

        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () => { for (var at = 1; !enough.IsCancellationRequested; at += 50) await ARecord.AppendAsync(writer, at, 50); }, Patience);
        for (var times = 0; times < 6; times++)
        {
            ACounty.VerifyAt([server.Address.AbsoluteUri], "--key", key, "--token", token).HoldsUp();
            var newest = writer.CountingCheckpoint!.Checkpoint.Size;
            Assert.True(TlogProof.TryRead(await server.Client.GetByteArrayAsync($"receipt/{newest - 1}", Patience), out var receipt, out var fault), fault);
            Assert.True(receipt.Checkpoint.Checkpoint.Size >= newest);
        }

        await enough.CancelAsync();
        await writing;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_digest_is_found_part_by_part_and_what_no_checkpoint_covers_is_not(string kind)
    {
        await using var county = await ACounty.On(kind);
        var newest = county.AtEnd;
        using var whole = new ServedLedger(county.Record.Place.Store, () => newest);
        using var parts = new ServedLedger(county.Record.Place.Store, () => newest) { TilesAtOnce = 1, CheckpointsAtOnce = 1 };
        using var session = county.Record.Read();

        foreach (var (position, bytes) in LedgerRows.Entries(session, 0, ACounty.Size))
        {
            Assert.Equal(new FoundDigest.Entry(position), whole.Find(Tree.Leaf(bytes), null));
            if (position % 50 == 0) Assert.Equal(new FoundDigest.Entry(position), InParts(Tree.Leaf(bytes)));
        }

        foreach (var signed in (SignedCheckpoint[])[county.AtHalf, county.AtEnd])
        {
            Assert.Equal(signed.Checkpoint.Size, Assert.IsType<FoundDigest.Root>(whole.Find(signed.Checkpoint.Root, null)).Size);
            Assert.Equal(signed.Checkpoint.Size, Assert.IsType<FoundDigest.Root>(InParts(signed.Checkpoint.Root)).Size);
            Assert.Equal(signed.Checkpoint.Root, whole.RootAt(signed.Checkpoint.Size));
        }

        var last = Tree.Leaf(LedgerRows.Entry(session, ACounty.Size - 1)!);
        Assert.Equal(new FoundDigest.No(0), whole.Find(default, null));
        Assert.Equal(new FoundDigest.No(0), InParts(default));
        Assert.Equal(new FoundDigest.No(0), whole.Find(last, ACounty.Size - 1)); // it is not before itself
        newest = county.AtHalf;
        Assert.Equal(new FoundDigest.No(0), whole.Find(last, null));
        Assert.Equal(new FoundDigest.No(0), whole.Find(county.AtEnd.Checkpoint.Root, null));
        Assert.Null(whole.RootAt(ACounty.Half + 1));

        FoundDigest InParts(TreeHash digest)
        {
            var found = parts.Find(digest, null);
            while (found is FoundDigest.No { Before: > 0 and var before })
            {
                found = parts.Find(digest, before);
                Assert.True(found is not FoundDigest.No { Before: var next } || next < before, "It does not go on.");
            }

            return found;
        }
    }

    [Fact]
    public async Task Every_tile_says_what_it_is_and_how_long_it_may_be_kept()
    {
        await using var county = await ACounty.On("SQLite");
        using var ledger = new ServedLedger(county.Record.Place.Store, () => county.AtEnd);
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, new AuditorTokens(county.Keys)));
        using var session = county.Record.Read();
        var tree = new StoredTree(session);

        foreach (var tile in Tile.Of(ACounty.Size).Append(new Tile(0, 0, 17)).Append(new Tile(0, 2, 1)).Append(new Tile(1, 0, 1)))
        {
            using var answer = await server.Client.GetAsync(TilePath.Of(tile), Patience);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.ToString());
            Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
            Assert.Equal(Tile.Encode(tree.Read(tile).Span).ToArray(), await answer.Content.ReadAsByteArrayAsync(Patience));
        }

        using var checkpoint = await server.Client.GetAsync("checkpoint", Patience);
        Assert.Equal("text/plain; charset=utf-8", checkpoint.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache", checkpoint.Headers.CacheControl!.ToString());
        Assert.Equal(county.AtEnd.Encode(), await checkpoint.Content.ReadAsByteArrayAsync(Patience));
        Assert.Equal(["nosniff"], checkpoint.Headers.GetValues("X-Content-Type-Options"));
        Assert.False(checkpoint.Headers.Contains("Server"));

        using var head = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "tile/0/000"), Patience);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(Tile.Width * TreeHash.Length, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task What_no_checkpoint_covers_is_shown_to_nobody()
    {
        await using var county = await ACounty.On("SQLite");
        SignedCheckpoint? newest = null;
        var tokens = new AuditorTokens(county.Keys);
        using var ledger = new ServedLedger(county.Record.Place.Store, () => newest);
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, tokens));
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Add("audit-office"));
        string[] names = ["checkpoint", "tile/0/000.p/1", "tile/entries/000.p/1", "receipt/0"];

        foreach (var name in names) Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, name));
        newest = county.AtHalf;
        foreach (var name in names) Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, name));

        // 300 entries: one full tile and 44 hashes; 600 are stored.
        foreach (var name in (string[])["tile/0/001.p/44", "tile/entries/001.p/44", "tile/1/000.p/1", "receipt/299"]) Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, name));
        foreach (var name in (string[])["tile/0/001.p/45", "tile/0/001", "tile/0/002.p/1", "tile/entries/001.p/45", "tile/entries/001", "tile/1/000.p/2", "tile/1/000", "tile/2/000.p/1", "tile/7/000.p/1", "tile/0/x999/x999/x999/x999/x999/999", "receipt/300", "receipt/9223372036854775807"])
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, name));
    }

    private static readonly string[] OtherSpellings =
    [
        "/CHECKPOINT", "/tile/0/../0/000", "/tile/0/./000", "/tile//0/000", "//tile/0/000", "/tile/0/000/", "/tile/0/%30%30%30", "/tile/0%2f000", "/tile/0/000?x=1", "/tile/0/..%2f..%2fcounty.db", "/tile/entries/../0/000", "/tile/../../county.db", "/tile/00/000", "/tile/8/000", "/tile/-1/000", "/tile/0/00", "/tile/0/0000", "/tile/0/x000/000", "/tile/0/000.p/0", "/tile/0/000.p/256", "/tile/0/000.p/01", "/tile/0/000.p", "/tile/0/０００", "/tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999", "/receipt/01", "/receipt/-1", "/receipt/+1", "/receipt/1.0", "/receipt/9223372036854775808", "/receipt/", "/county.db.keys/signing.key", "/checkpoint/", "/checkpoint?",
    ];

    [Fact]
    public async Task A_path_that_is_spelled_otherwise_leads_nowhere()
    {
        await using var record = ARecord.On("SQLite");
        await using var writer = await record.CreateAsync();
        await ARecord.AppendAsync(writer, 0, 300);
        await writer.CheckpointOfAsync(299, Patience);
        using var ledger = new ServedLedger(record.Place.Store, () => writer.CountingCheckpoint);
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, new AuditorTokens(record.Place.Keys)));

        foreach (var target in OtherSpellings)
        {
            var said = await RawAsync(server, $"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            Assert.True(said.StartsWith("HTTP/1.1 404 ", StringComparison.Ordinal) || said.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), target + ": " + said);
            Assert.DoesNotContain("PRIVATE", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Entries_are_for_those_who_hold_a_token_and_only_as_long_as_they_hold_it()
    {
        await using var county = await ACounty.On("SQLite");
        var tokens = new AuditorTokens(county.Keys);
        var (first, second) = (tokens.Add("audit-office"), tokens.Add("congress"));
        using var ledger = new ServedLedger(county.Record.Place.Store, () => county.AtEnd);
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, tokens));

        using (var without = await server.Client.GetAsync("tile/entries/000", Patience))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
            Assert.Equal("Bearer", without.Headers.WwwAuthenticate.ToString());
            Assert.Contains("for auditors", await without.Content.ReadAsStringAsync(Patience), StringComparison.Ordinal);
        }

        foreach (var wrong in (string[])[first[..^1], first + "A", first.ToUpperInvariant(), "audit-office", new string('A', 10_000)])
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(server, "tile/entries/000", "Bearer " + wrong));
        foreach (var wrong in (string[])["Basic " + first, first])
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "tile/entries/000", wrong));

        using var session = county.Record.Read();
        foreach (var token in (string[])[first, second])
        {
            foreach (var packed in (bool[])[false, true])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "tile/entries/002.p/88");
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                if (packed) request.Headers.AcceptEncoding.ParseAdd("gzip");
                using var answer = await server.Client.SendAsync(request, Patience);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.Equal("max-age=31536000, private, immutable", string.Join(", ", answer.Headers.CacheControl!.ToString().Split(", ").OrderBy(static one => one == "immutable" ? 2 : one == "private" ? 1 : 0)));
                Assert.Equal("Authorization,Accept-Encoding", string.Concat(string.Join(',', answer.Headers.Vary).Where(static letter => letter != ' ')));
                Stream content = await answer.Content.ReadAsStreamAsync(Patience);
                if (packed) content = new GZipStream(content, CompressionMode.Decompress);
                using var bytes = new MemoryStream();
                await content.CopyToAsync(bytes, Patience);
                Assert.Equal(packed, answer.Content.Headers.ContentEncoding.Contains("gzip"));
                Assert.True(EntryBundle.TryRead(bytes.ToArray(), 88, out var entries, out var fault), fault);
                Assert.Equal(LedgerRows.Entries(session, 512, 600).Select(static row => row.Bytes), entries.Select(static entry => entry.ToArray()));
            }
        }

        Assert.Equal(1, tokens.Remove("audit-office"));
        Assert.Equal(0, tokens.Remove("audit-office"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(server, "tile/entries/000", "Bearer " + first));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "tile/entries/000", "Bearer " + second));
        Assert.DoesNotContain(second, await File.ReadAllTextAsync(Path.Combine(county.Keys, "auditor-tokens"), Patience), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit-office 0123\n")]
    [InlineData("audit-office\n")]
    [InlineData("audit-office gg23456789012345678901234567890123456789012345678901234567890123\n")]
    public async Task A_damaged_list_of_tokens_opens_nothing(string content)
    {
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(3);
        await File.WriteAllTextAsync(Path.Combine(record.Place.Keys, "auditor-tokens"), content, Patience);
        using var ledger = new ServedLedger(record.Place.Store, () => RecordKeys.Open(record.Place.Keys).LastCheckpoint());
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, new AuditorTokens(record.Place.Keys)));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(server, "tile/entries/000.p/3", "Bearer x"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "tile/0/000.p/3"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_receipt_has_the_path_for_everybody_and_the_entry_for_auditors(string kind)
    {
        await using var county = await ACounty.On(kind);
        var tokens = new AuditorTokens(county.Keys);
        var token = tokens.Add("audit-office");
        using var ledger = new ServedLedger(county.Record.Place.Store, () => county.AtEnd);
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, tokens));
        using var session = county.Record.Read();

        foreach (var position in (long[])[0, 17, 255, 256, 511, 512, 599])
        {
            var entry = LedgerRows.Entry(session, position)!;
            Assert.True(TlogProof.TryRead(await server.Client.GetByteArrayAsync($"receipt/{position}", Patience), out var bare, out var fault), fault);
            Assert.True(bare.Extra.IsEmpty);
            Assert.True(bare.Holds(Tree.Leaf(entry)));
            Assert.Equal(position, bare.Index);
            Assert.True(bare.Checkpoint.Note.TryVerify([county.Signer.Verifier], out _, out _));

            using var request = new HttpRequestMessage(HttpMethod.Get, $"receipt/{position}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await server.Client.SendAsync(request, Patience);
            Assert.Equal($"inline; filename=\"receipt-{position}.tlog-proof\"", answer.Content.Headers.ContentDisposition!.ToString());
            Assert.True(TlogProof.TryRead(await answer.Content.ReadAsByteArrayAsync(Patience), out var whole, out fault), fault);
            Assert.Equal(entry, whole.Extra.ToArray());
        }

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(server, "receipt/17", "Bearer guessed"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "receipt/17", "Basic x"));
    }

    [Fact]
    public async Task A_store_that_is_gone_is_told_without_its_place_and_works_when_it_is_back()
    {
        await using var county = await ACounty.On("SQLite");
        using var ledger = new ServedLedger(county.Record.Place.Store, () => county.AtEnd);
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, new AuditorTokens(county.Keys)));
        File.Move(county.Record.File, county.Record.File + ".away");

        using (var answer = await server.Client.GetAsync("tile/0/000", Patience))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.DoesNotContain(county.Folder, await answer.Content.ReadAsStringAsync(Patience), StringComparison.Ordinal);
        }

        File.Move(county.Record.File + ".away", county.Record.File);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "tile/0/000"));
    }

    [Theory]
    [InlineData("POST /checkpoint", "405")]
    [InlineData("DELETE /tile/0/000", "405")]
    [InlineData("PUT /receipt/0", "405")]
    [InlineData("GET /", "404")]
    [InlineData("GET /add-checkpoint", "404")]
    public async Task Nothing_can_be_done_to_a_record_over_these_addresses(string request, string status)
    {
        await using var county = ARecord.On("SQLite");
        await county.FillAsync(2);
        using var ledger = new ServedLedger(county.Place.Store, () => null);
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, new AuditorTokens(county.Place.Keys)));

        Assert.StartsWith("HTTP/1.1 " + status, await RawAsync(server, request + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\nfeed")]
    [InlineData("审计局")]
    public void The_name_of_an_auditor_is_one_word(string name) => Assert.Throws<UnusableInput>(() => new AuditorTokens(Path.GetTempPath()).Add(name));

    private static async Task<HttpStatusCode> StatusAsync(AWebServer server, string name, string? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, name);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await server.Client.SendAsync(request, Patience);
        return answer.StatusCode;
    }

    /// <summary>Sends bytes as they are; a client of the class library would tidy the path up first.</summary>
    private static async Task<string> RawAsync(AWebServer server, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port, Patience);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request), Patience);
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Patience);
        return Encoding.UTF8.GetString(all.ToArray());
    }
}
