using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Trellis.Bench.Serving;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Requests that nobody should send: the right no with its code, never a fault, and nothing in the record.</summary>
public sealed class RefusingBadRequests
{
    [Fact]
    public async Task The_channel_of_neighbours_cannot_be_named_by_anybody_else()
    {
        await using var county = await AServedCounty.On("SQLite");
        var filing = new JsonObject { ["type"] = "construction-noise", ["place"] = "heping", ["roles"] = new JsonObject { ["applicant"] = "person/r-wang", ["site"] = "place/site-1" }, ["channel"] = "exchange" };
        var size = county.Server.Writer.Size;

        var own = await county.Post("api/v1/matters", filing.DeepClone(), await county.Resident());
        var officers = await county.Post("api/v1/matters", filing.DeepClone(), await county.Officer("service-hall@xikou"));
        filing["for"] = "r-li";
        filing["consent"] = "spoken";
        var another = await county.Post("api/v1/matters/for-another", filing, await county.Officer("service-hall@xikou"));

        Assert.All([own, officers, another], static reply => Assert.Equal("process.channel-of-neighbours", reply.Code));
        Assert.DoesNotContain(county.Record.Entries().Skip((int)size), static entry => entry.Event == "matter-filed/1");
    }

    [Fact]
    public async Task What_is_wrong_in_a_body_is_told_with_its_place_and_leaves_nothing()
    {
        await using var county = await AServedCounty.On("SQLite");
        var matter = await county.File("construction-noise", "heping");
        var at = $"api/v1/matters/{(string)matter["id"]!}/acts/";
        var resident = await county.Resident();
        var size = county.Server.Writer.Size;

        foreach (var (path, body, status, code) in ((string, string, int, string)[])
        [
            ("api/v1/matters", "", 400, "http.body-unreadable"),
            ("api/v1/matters", "[]", 400, "http.body-unreadable"),
            ("api/v1/matters", "{\"type\":7}", 400, "http.body-unreadable"),
            ("api/v1/matters", "{\"typ\":\"construction-noise\"}", 400, "http.body-unreadable"),
            ("api/v1/matters", "{\"type\":\"construction noise\"}", 400, "http.body-unreadable"),
            ("api/v1/matters", "{\"type\":\"no-such-type\"}", 422, "process.no-such-matter-type"),
            ("api/v1/matters", "{\"type\":\"construction-noise\",\"place\":\"atlantis\"}", 422, "process.place-missing"),
            ("api/v1/matters", "{\"type\":\"construction-noise\",\"place\":\"heping\",\"happened\":\"2036-01-01T00:00:00Z\"}", 422, "process.happened-in-the-future"),
            ("api/v1/matters", "{\"type\":\"construction-noise\",\"place\":\"heping\",\"roles\":{\"applicant\":\"nobody\"}}", 400, "http.body-unreadable"),
            ("api/v1/matters", "{\"type\":\"construction-noise\",\"place\":\"heping\",\"facts\":{\"matter.noise-levl\":\"70 dB\"}}", 422, "http.fact-unreadable"),
            ("api/v1/matters", "{\"type\":\"construction-noise\",\"place\":\"heping\",\"facts\":{\"matter.noise-level\":\"loud\"}}", 422, "http.fact-unreadable"),
            ("api/v1/matters", "{\"type\":\"construction-noise\",\"place\":\"heping\",\"facts\":{\"matter.noise-level\":{\"a\":1}}}", 422, "http.fact-unreadable"),
            ("api/v1/matters", "{\"type\":\"construction-noise\",\"channel\":\"pigeon\"}", 400, "http.body-unreadable"),
            ("api/v1/matters", "{\"type\":\"construction-noise\",\"said\":\"\\ud800\"}", 400, "http.body-unreadable"),
            ("api/v1/matters", "{\"type\":" + new string('[', 500) + new string(']', 500) + "}", 400, "http.body-unreadable"),
            ("api/v1/matters/for-another", "{\"type\":\"construction-noise\",\"for\":\"" + AServedCounty.Wang + "\",\"consent\":\"spoken\"}", 422, "process.filed-for-oneself"),
            (at + "rate-matter", "{\"stars\":5}", 409, "process.matter-not-closed"),
            (at + "rate-matter", "{\"stars\":5000000000}", 400, "http.body-unreadable"),
            (at + "unpublish-matter", "{}", 409, "process.not-public"),
            (at + "publish-matter", "{\"to\":\"everybody\"}", 400, "http.body-unreadable"),
            (at + "receive-matter", "{\"key\":\"receive\"}", 403, "process.step-for-another"),
            (at + "perform-step", "{\"key\":\"no-such-step\",\"result\":{\"kind\":\"performed\"}}", 409, "process.step-not-open"),
            (at + "blow-up", "{}", 404, "http.not-found"),
            ("api/v1/matters/m0000000000001/acts/withdraw-matter", "{}", 404, "process.no-such-matter"),
            ("api/v1/matters/zzzz/acts/withdraw-matter", "{}", 404, "process.no-such-matter"),
            ("api/v1/matters/2026-9999999/acts/withdraw-matter", "{}", 404, "process.no-such-matter"),
            ("api/v1/matters/..%2f..%2fetc%2fpasswd/acts/withdraw-matter", "{}", 404, "process.no-such-matter"),
            ("api/v1/matters/%0a/acts/withdraw-matter", "{}", 404, "process.no-such-matter"),
        ])
        {
            var reply = await county.SendAsync(HttpMethod.Post, path, body, resident, "k-" + Guid.NewGuid());
            Assert.True((int)reply.Status == status && reply.Code == code, $"{path} {body[..Math.Min(80, body.Length)]}: {reply}");
            Assert.DoesNotContain("   at ", reply.Body, StringComparison.Ordinal);
        }

        Assert.Equal(size, county.Server.Writer.Size);
    }

    [Fact]
    public async Task Length_kind_method_bytes_and_language_have_their_answers()
    {
        await using var county = await AServedCounty.On("SQLite");
        var resident = await county.Resident();

        var huge = await county.SendAsync(HttpMethod.Post, "api/v1/matters", "{\"said\":\"" + new string('a', 300_000) + "\"}", resident, "k");
        var form = await county.SendAsync(HttpMethod.Post, "api/v1/matters", "type=a", resident, "k", type: "application/x-www-form-urlencoded");
        var latin = await county.SendAsync(HttpMethod.Post, "api/v1/matters", "{}", resident, "k", type: "application/json; charset=latin1");
        var method = await county.SendAsync(HttpMethod.Put, "api/v1/matters", "{}", resident, "k");
        var chinese = await county.SendAsync(HttpMethod.Get, "api/v1/matters", null, null, null, language: "zh-CN");
        var english = await county.SendAsync(HttpMethod.Get, "api/v1/matters", null, null, null, language: "de, en;q=0.5");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "http.body-too-large"), (huge.Status, huge.Code));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "http.not-json"), (form.Status, form.Code));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "http.not-json"), (latin.Status, latin.Code));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "http.method-not-allowed"), (method.Status, method.Code));
        Assert.Contains("令牌", (string)chinese.Json["title"]!, StringComparison.Ordinal);
        Assert.Contains("token", (string)english.Json["title"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/v1/matters?limit=0")]
    [InlineData("api/v1/matters?limit=abc")]
    [InlineData("api/v1/matters?limit=201")]
    [InlineData("api/v1/matters?state=lost")]
    [InlineData("api/v1/matters?state=1")]
    [InlineData("api/v1/matters?order=best")]
    [InlineData("api/v1/matters?after=' or 1=1")]
    [InlineData("api/v1/matters?after=zz.zz")]
    [InlineData("api/v1/matters?promisedBefore=soon")]
    [InlineData("api/v1/matters?stat=open")]
    public async Task A_parameter_that_cannot_be_read_is_refused_and_never_passed_over(string path)
    {
        await using var county = await AServedCounty.On("SQLite");

        var reply = await county.Get(path, await county.Resident());

        Assert.Equal((HttpStatusCode.BadRequest, "http.parameter-unreadable"), (reply.Status, reply.Code));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_request_that_is_sent_again_is_done_once_and_answered_the_same_also_after_a_restart(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var resident = await county.Resident();
        var body = new JsonObject { ["type"] = "construction-noise", ["place"] = "heping", ["roles"] = new JsonObject { ["site"] = "site/site-1", ["applicant"] = "person/" + AServedCounty.Wang } };

        var first = await county.Post("api/v1/matters", body, resident, key: "once");
        Assert.True(first.Status == HttpStatusCode.Created, first.ToString());
        var again = await county.Post("api/v1/matters", body, resident, key: "once");
        await county.RestartAsync();
        var later = await county.Post("api/v1/matters", body, resident, key: "once");
        var other = body.DeepClone();
        other["said"] = "something else";
        var otherwise = await county.Post("api/v1/matters", other, resident, key: "once");
        var somebody = await county.Post("api/v1/matters", body, await county.Resident("r-li"), key: "once");
        var without = await county.SendAsync(HttpMethod.Post, "api/v1/matters", body.ToJsonString(), resident, null);
        var unreadable = await county.SendAsync(HttpMethod.Post, "api/v1/matters", body.ToJsonString(), resident, new string('k', 201));

        Assert.Equal(first.Body, again.Body);
        Assert.Equal(first.Body, later.Body);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "http.key-used-otherwise"), (otherwise.Status, otherwise.Code));
        Assert.Equal(HttpStatusCode.Created, somebody.Status);
        Assert.Equal((HttpStatusCode.BadRequest, "http.key-missing"), (without.Status, without.Code));
        Assert.Equal((HttpStatusCode.BadRequest, "http.key-unreadable"), (unreadable.Status, unreadable.Code));
        Assert.Equal(2, county.Record.Entries().Count(static entry => entry.Event == "matter-filed/1"));
    }

    [Fact]
    public async Task An_act_on_a_matter_that_has_changed_since_is_refused_where_one_minds()
    {
        await using var county = await AServedCounty.On("SQLite");
        var matter = await county.File("construction-noise", "heping");
        var at = $"api/v1/matters/{(string)matter["id"]!}";
        var resident = await county.Resident();
        var read = await county.Get(at, resident);
        var tag = read.Headers.ETag!.ToString();

        var said = await county.Post(at + "/acts/add-information", new JsonObject { ["said"] = "it is loud" }, resident, ifMatch: tag);
        var stale = await county.Post(at + "/acts/add-information", new JsonObject { ["said"] = "still loud" }, resident, ifMatch: tag);
        var odd = await county.Post(at + "/acts/add-information", new JsonObject { ["said"] = "still loud" }, resident, ifMatch: "\"abc\"");
        var careless = await county.Post(at + "/acts/add-information", new JsonObject { ["said"] = "still loud" }, resident);

        Assert.Equal(HttpStatusCode.OK, said.Status);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "http.stale"), (stale.Status, stale.Code));
        Assert.Equal(said.Headers.ETag, stale.Headers.ETag);
        Assert.Equal("http.etag-unreadable", odd.Code);
        // A program in front that packs answers hands tags on as weak ones.
        var weak = await county.Post(at + "/acts/add-information", new JsonObject { ["said"] = "still loud" }, resident, ifMatch: "W/" + tag);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "http.stale"), (weak.Status, weak.Code));
        var newest = (await county.Get(at, resident)).Headers.ETag!.ToString();
        foreach (var (held, status) in ((string, HttpStatusCode)[])[(newest, HttpStatusCode.NotModified), ("W/" + newest, HttpStatusCode.NotModified), ("\"a\", " + newest, HttpStatusCode.NotModified), ("*", HttpStatusCode.NotModified), (tag, HttpStatusCode.OK), ("\"a\"", HttpStatusCode.OK)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + resident);
            request.Headers.TryAddWithoutValidation("If-None-Match", held);
            using var reply = await county.Client.SendAsync(request, ARecord.Patience);
            Assert.True(reply.StatusCode == status, $"{held}: {reply.StatusCode}");
            Assert.Equal("no-cache, private", string.Join(", ", reply.Headers.CacheControl!.ToString().Split(", ").Order(StringComparer.Ordinal)));
        }

        Assert.Equal(HttpStatusCode.OK, careless.Status);
    }

    [Fact]
    public async Task Pages_lead_to_each_other_by_their_links_and_are_together_the_whole()
    {
        await using var county = await AServedCounty.On("SQLite");
        for (var at = 0; at < 7; at++) await county.File("construction-noise", "heping");
        var resident = await county.Resident();

        var found = new List<string>();
        var path = "api/v1/matters?state=open&limit=3";
        for (var pages = 0; path.Length > 0 && pages < 10; pages++)
        {
            var page = await county.Get(path, resident);
            Assert.True(page.Status == HttpStatusCode.OK, page.ToString());
            found.AddRange(page.Json["matters"]!.AsArray().Select(static one => (string)one!["number"]!));
            path = page.Headers.TryGetValues("Link", out var links) ? links.Single().Split('>')[0].TrimStart('<', '/') : "";
        }

        Assert.Equal(7, found.Distinct().Count());
        Assert.Equal(7, found.Count);
        Assert.Empty((await county.Get("api/v1/matters", await county.Resident("r-li"))).Json["matters"]!.AsArray());
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_officer_finds_a_closed_matter_by_its_number_and_pages_go_from_the_open_ones_to_the_closed(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var all = new List<string>();
        var unit = "";
        for (var at = 0; at < 5; at++)
        {
            var matter = await county.File("construction-noise", "heping");
            (unit, var number) = ((string)matter["heldBy"]!, (string)matter["number"]!);
            all.Add(number);
            if (at % 2 == 0) await county.Do(matter, "withdraw-matter", [], await county.Resident());
        }

        var officer = await county.Officer("@" + unit);
        Assert.Equal([all[0]], NumbersOf(await county.Get("api/v1/matters?number=" + all[0], officer)));
        Assert.Equal(2, NumbersOf(await county.Get("api/v1/matters", officer)).Count);
        foreach (var limit in (int[])[1, 2, 3, 50])
        {
            var found = new List<string>();
            var path = $"api/v1/matters?number={all[0][..6]}&limit={limit}";
            while (path.Length > 0)
            {
                var page = await county.Get(path, officer);
                found.AddRange(NumbersOf(page));
                path = page.Headers.TryGetValues("Link", out var links) ? links.Single().Split('>')[0].TrimStart('<', '/') : "";
            }

            Assert.Equal([all[3], all[1], all[4], all[2], all[0]], found);
        }

        Assert.Equal("http.parameter-unreadable", (await county.Get($"api/v1/matters?number={all[0]}&after=c~zz", officer)).Code);

        static List<string> NumbersOf(Reply page) => [.. page.Json["matters"]!.AsArray().Select(static one => (string)one!["number"]!)];
    }

    [Fact]
    public async Task Ten_thousand_connections_idle_or_half_used_keep_nobody_else_from_being_answered()
    {
        // Each takes a file here and one in the server; what the system gives a test, and no more.
        var files = File.ReadLines("/proc/self/limits").First(static line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        var count = int.TryParse(files, out var most) ? Math.Min(10_000, (most - 1000) / 2) : 10_000;
        await using var record = ARecord.On("SQLite");
        var token = (await ServerProcess.PrepareAsync(record.Place, Structures.Of("cuiwei"), AServedCounty.Wang))[0];
        using var server = await ServerProcess.StartAsync(typeof(Trellis.Cli.TrellisCommand).Assembly.Location, record.Options);
        using var many = new ManyConnections();
        await many.OpenAsync(server.Address, count, ARecord.Patience);

        for (var at = 0; at < 20; at++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/matters");
            request.Headers.Add("Authorization", "Bearer " + token);
            using var reply = await server.Client.SendAsync(request, ARecord.Patience);
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_request_are_told_so()
    {
        await using var county = await AServedCounty.On("SQLite");
        foreach (var bytes in (string[])["\0\0\0\0\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /" + new string('a', 20_000) + " HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: " + new string('b', 40_000) + "\r\n\r\n", "GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n"])
        {
            using var one = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await one.ConnectAsync("127.0.0.1", county.Server.Addresses[0].Port, ARecord.Patience);
            await one.SendAsync(Encoding.Latin1.GetBytes(bytes), ARecord.Patience);
            var answer = new byte[64];
            var read = await one.ReceiveAsync(answer, ARecord.Patience);
            Assert.True(read == 0 || Encoding.ASCII.GetString(answer, 0, read).StartsWith("HTTP/1.1 4", StringComparison.Ordinal) || Encoding.ASCII.GetString(answer, 0, read).StartsWith("HTTP/1.1 505", StringComparison.Ordinal), Encoding.ASCII.GetString(answer, 0, read));
        }
    }

    [Fact]
    public async Task A_receipt_of_ones_own_matter_carries_the_entry_and_nobody_else_gets_it()
    {
        await using var county = await AServedCounty.On("SQLite");
        var matter = await county.File("construction-noise", "heping");
        var at = $"api/v1/matters/{(string)matter["id"]!}/receipts/{(long)matter["revision"]!}";
        await county.Server.Writer.CheckpointOfAsync((long)matter["revision"]!, ARecord.Patience);

        var mine = await county.Get(at, await county.Resident());
        var theirs = await county.Get(at, await county.Resident("r-li"));

        Assert.StartsWith("c2sp.org/tlog-proof", mine.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, theirs.Status);
    }

    [Fact]
    public async Task Whether_an_act_would_be_done_is_a_question_and_enters_nothing()
    {
        await using var county = await AServedCounty.On("SQLite");
        var matter = await county.File("construction-noise", "heping");
        var at = $"api/v1/matters/{(string)matter["id"]!}/acts/";
        var size = county.Server.Writer.Size;

        var yes = await county.Post(at + "withdraw-matter?would=1", new JsonObject(), await county.Resident());
        var no = await county.Post(at + "reopen-matter?would=1", new JsonObject(), await county.Resident());

        Assert.True((bool)yes.Json["may"]!);
        Assert.Equal((false, "process.matter-not-closed"), ((bool)no.Json["may"]!, (string?)no.Json["code"]));
        Assert.Equal(size, county.Server.Writer.Size);
    }

    [Fact]
    public async Task A_draft_is_for_its_writer_alone_and_is_no_entry()
    {
        await using var county = await AServedCounty.On("SQLite");
        var resident = await county.Resident();
        var size = county.Server.Writer.Size;

        var saved = await county.Post("api/v1/drafts", new JsonObject { ["type"] = "construction-noise", ["said"] = "every night" }, resident);
        var mine = await county.Get("api/v1/drafts", resident);
        var theirs = await county.Get("api/v1/drafts", await county.Resident("r-li"));
        await county.SendAsync(HttpMethod.Delete, "api/v1/drafts/" + (string)saved.Json["id"]!, null, await county.Resident("r-li"), null);
        var still = await county.Get("api/v1/drafts", resident);
        await county.SendAsync(HttpMethod.Delete, "api/v1/drafts/" + (string)saved.Json["id"]!, null, resident, null);
        var gone = await county.Get("api/v1/drafts", resident);

        Assert.Equal("every night", (string?)mine.Json["drafts"]!.AsArray().Single()!["said"]);
        Assert.Empty(theirs.Json["drafts"]!.AsArray());
        Assert.Single(still.Json["drafts"]!.AsArray());
        Assert.Empty(gone.Json["drafts"]!.AsArray());
        Assert.Equal(size + 1, county.Server.Writer.Size); // the token of somebody else
    }
}
