using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Trellis.Authority;
using Trellis.Authority.Access;
using Trellis.Information;
using Trellis.Information.Exchange;
using Trellis.Information.Looks;
using Trellis.Process;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Web;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>
/// The whole description of the interface, walked with everything that can be wrong in a request: never a fault of ours, always a code that the reference knows,
/// and in the record nothing but what the answers say.
/// </summary>
public sealed class RefusingWhateverIsSent
{
    private static readonly HashSet<string> Codes =
    [
        .. AuthorityRefusals.All, .. RecordRefusals.All, .. ProcessRefusals.All.Concat(InformationRefusals.All).Concat(Trellis.Information.Importing.ImportRefusals.All).Concat(AccessRefusals.All).Concat(LookRefusals.All).Concat(ExchangeRefusals.All).Concat(Trellis.Information.Forms.FormRefusals.All).Concat(Trellis.Diagnosis.Hearing.HearingRefusals.All).Concat(HttpRefusals.All).Select(static one => one.Code),
    ];

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Every_form_with_everything_wrong_in_it_is_refused_with_a_code_and_leaves_nothing(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await county.File("construction-noise", "heping");
        var spoiling = await SpoilingAsync(county, matter);
        string[] people = [await county.Officer("@" + (string)matter["heldBy"]!), await county.Resident(), await county.Resident("r-li")];
        var told = new Told(county);

        var sent = 0;
        foreach (var (method, path, operation) in spoiling.Operations)
        {
            if (spoiling.FormOf(operation) is not { } form) continue;
            foreach (var body in spoiling.Bodies(form))
            {
                // A body that is no form is one for everybody; what it says may be wrong for one and right for another.
                foreach (var token in body.Unreadable || path.StartsWith("/api/v1/matters", StringComparison.Ordinal) is false ? people[..1] : people)
                {
                    var reply = await SendAsync(county, new HttpMethod(method), AddressOf(county, path, matter), body.Bytes, token);
                    told.Add(reply, $"{method} {path}, {body.What}");
                    if (body.Unreadable) Assert.True(reply.Status == HttpStatusCode.BadRequest && reply.Code == "http.body-unreadable", $"{method} {path}, {body.What}: {reply}");
                    sent++;
                }
            }
        }

        Assert.True(sent > 2000, $"Only {sent} requests were sent.");
        told.MatchesTheRecord();
        county.Record.HoldsTogether();
    }

    [Fact]
    public async Task Every_form_has_its_length_its_kind_and_its_headers()
    {
        await using var county = await AServedCounty.On("SQLite");
        var matter = await county.File("construction-noise", "heping");
        var spoiling = await SpoilingAsync(county, matter);
        var officer = await county.Officer("@" + (string)matter["heldBy"]!);
        var told = new Told(county);

        foreach (var (method, path, operation) in spoiling.Operations)
        {
            if (spoiling.FormOf(operation) is not { } form) continue;
            var isAct = SpoilingRequests.ParametersOf(operation, "header").Contains("Idempotency-Key");
            var (verb, address, body) = (new HttpMethod(method), AddressOf(county, path, matter), System.Text.Encoding.UTF8.GetBytes(spoiling.Sample(form).ToJsonString()));
            async Task Refuses(HttpStatusCode status, string code, byte[] bytes, string? key = "k", string type = "application/json", string? ifMatch = null)
            {
                var reply = await SendAsync(county, verb, address, bytes, officer, key, type, ifMatch);
                told.Add(reply, $"{method} {path}");
                Assert.True(reply.Status == status && reply.Code == code, $"{method} {path} {type} {ifMatch}: {reply}");
            }

            if (path is not ("/api/v1/structures" or "/api/v1/registers/{register}/imports" or "/api/v1/imports" or "/api/v1/matters/{matter}/acts/add-picture")) await Refuses(HttpStatusCode.RequestEntityTooLarge, "http.body-too-large", new byte[300_000]);
            foreach (var type in (string[])["text/plain", "application/xml", "application/json; charset=utf-16", "application/x-www-form-urlencoded", "application/json5", "multipart/form-data; boundary=a"])
                await Refuses(HttpStatusCode.UnsupportedMediaType, "http.not-json", body, type: type);
            if (!isAct) continue;
            await Refuses(HttpStatusCode.BadRequest, "http.key-missing", body, key: null);
            foreach (var key in (string[])[" ", "a b", "\u007f", new('k', 201)]) await Refuses(HttpStatusCode.BadRequest, "http.key-unreadable", body, key);
            foreach (var tag in (string[])["abc", "\"\"", "\"-1\"", "W/1", "w/\"1\"", "\"99999999999999999999\"", "\"1\", \"2\""]) await Refuses(HttpStatusCode.BadRequest, "http.etag-unreadable", body, ifMatch: tag);
            if (path.Contains("{matter}", StringComparison.Ordinal)) await Refuses(HttpStatusCode.PreconditionFailed, "http.stale", body, "stale" + path, ifMatch: "\"0\"");
        }

        told.MatchesTheRecord();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Every_address_with_nonsense_in_its_parts_and_parameters_is_refused_with_a_code_or_finds_nothing(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await county.File("construction-noise", "heping");
        var spoiling = await SpoilingAsync(county, matter);
        var officer = await county.Officer("@" + (string)matter["heldBy"]!);
        var told = new Told(county);

        foreach (var (method, path, operation) in spoiling.Operations)
        {
            var form = spoiling.FormOf(operation);
            var body = form is null ? null : System.Text.Encoding.UTF8.GetBytes(spoiling.Sample(form).ToJsonString());
            var verb = new HttpMethod(method);
            foreach (var part in SpoilingRequests.ParametersOf(operation, "path"))
                foreach (var nonsense in SpoilingRequests.Parts)
                    told.Add(await SendAsync(county, verb, AddressOf(county, path.Replace($"{{{part}}}", nonsense, StringComparison.Ordinal), matter), body, officer), $"{method} {path}, {part} is {nonsense[..Math.Min(30, nonsense.Length)]}");

            var known = SpoilingRequests.ParametersOf(operation, "query").ToList();
            var address = AddressOf(county, path, matter);
            foreach (var name in known)
            {
                foreach (var nonsense in SpoilingRequests.Parts) told.Add(await SendAsync(county, verb, $"{address}?{name}={nonsense}", body, officer), $"{method} {path}, {name} is {nonsense[..Math.Min(30, nonsense.Length)]}");
                foreach (var bad in (string[])[$"{name}=1&{name}=1", $"{name}=%00", $"{name[..^1]}=1"]) await RefusesAsync(bad);
            }

            foreach (var bad in (string[])["noSuchParameter=1", "=1", "%00=1"]) await RefusesAsync(bad);

            async Task RefusesAsync(string query)
            {
                var reply = await SendAsync(county, verb, $"{address}?{query}", body, officer);
                told.Add(reply, $"{method} {path}?{query}");
                Assert.True(reply.Status == HttpStatusCode.BadRequest && reply.Code == "http.parameter-unreadable", $"{method} {path}?{query}: {reply}");
            }
        }

        told.MatchesTheRecord();
    }

    [Fact]
    public async Task Every_address_takes_its_own_methods_and_no_other_spelling()
    {
        await using var county = await AServedCounty.On("SQLite");
        var matter = await county.File("construction-noise", "heping");
        var spoiling = await SpoilingAsync(county, matter);
        var officer = await county.Officer("@" + (string)matter["heldBy"]!);
        var told = new Told(county);

        foreach (var operations in spoiling.Operations.GroupBy(static one => one.Path, StringComparer.Ordinal))
        {
            var address = AddressOf(county, operations.Key, matter);
            var taken = operations.Select(static one => one.Method).ToHashSet(StringComparer.Ordinal);
            foreach (var method in (string[])["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
            {
                if (taken.Contains(method)) continue;
                var reply = await SendAsync(county, new HttpMethod(method), address, null, officer);
                told.Add(reply, $"{method} {address}");
                // Where another address takes the last word for the id of something, there is no such thing.
                Assert.True(reply.Status is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound, $"{method} {address}: {reply}");
            }

            foreach (var trick in (string[])[address.Replace("/api/", "//api/", StringComparison.Ordinal), address.Replace("v1/", "v1/%2e%2e/v1/", StringComparison.Ordinal) + "x", address + "/x", address.Replace("v1", "v1;a=b", StringComparison.Ordinal), address.Replace("/api", "/api%00", StringComparison.Ordinal), address.Replace("v1", "%76%31%00", StringComparison.Ordinal), address + "%2f"])
            {
                var reply = await SendAsync(county, new HttpMethod(taken.First()), trick, null, officer);
                told.Add(reply, trick);
                Assert.True((int)reply.Status is >= 400 and < 500, $"{trick}: {reply}");
            }
        }

        told.MatchesTheRecord();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_key_that_was_used_is_good_for_that_request_alone_at_every_act(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var leader = await county.Officer("county-leader@cuiwei");
        var day = county.Server.Desk.InForce.DayOf(county.Clock.Now);
        var takes = new JsonObject { ["person"] = "o-new", ["seat"] = "county-leader@cuiwei", ["from"] = $"{day:yyyy-MM-dd}" };
        var files = StructureFolder.Read(Structures.Of("cuiwei")).Select(static file => KeyValuePair.Create<string, JsonNode?>(file.Path, System.Text.Encoding.UTF8.GetString(file.Bytes)
            .Replace(file.Path == "matters/construction-noise.yaml" ? "  - notify: {by: first-contact," : "\uE000", "  - perform: {id: sweep, by: village-head, duty: resident-talks, within: 1 working day}\n  - notify: {by: first-contact,", StringComparison.Ordinal)));
        var propose = new JsonObject { ["files"] = new JsonObject(files), ["objectUntil"] = "2026-05-30T00:00:00Z", ["inForce"] = "2026-06-01" };

        foreach (var (path, body, change) in ((string, JsonObject, Action<JsonObject>)[])
        [
            ("api/v1/seats/acts/take-seat", takes, static body => body["person"] = "o-other"),
            ("api/v1/structures", propose, static body => body["inForce"] = "2026-06-02"),
        ])
        {
            var first = await county.Post(path, body.DeepClone(), leader, key: path);
            var again = await county.Post(path, body.DeepClone(), leader, key: path);
            change(body);
            var otherwise = await county.Post(path, body, leader, key: path);

            Assert.True(first.Status == HttpStatusCode.OK || first.Json["recorded"] is not null, first.ToString());
            Assert.Equal(first.Status, again.Status);
            if (first.Status == HttpStatusCode.OK) Assert.Equal(first.Body, again.Body);
            Assert.True(otherwise is { Status: HttpStatusCode.UnprocessableEntity, Code: "http.key-used-otherwise" }, otherwise.ToString());
        }
    }

    internal static async Task<SpoilingRequests> SpoilingAsync(AServedCounty county, JsonNode matter) => new((await county.Get("openapi/v1.json")).Json, name => name switch
    {
        "type" => "construction-noise",
        "place" => "heping",
        "key" => (string)matter["open"]!.AsArray()[0]!["key"]!,
        "facts" or "roles" => new JsonObject(),
        "for" or "person" or "resident" => "r-nobody",
        "seat" or "receiver" => "township-leader@xikou",
        "emergency" => county.Server.Desk.InForce.Structure.Emergencies.All[0].Id,
        "of" => "power/stop-night-work",
        "files" => new JsonObject { ["structure.yaml"] = "structure: county\n" },
        "scopes" => new JsonArray("read"),
        "expires" => "2026-12-31T00:00:00Z",
        "address" => "https://192.0.2.1/hook",
        "picture" => Convert.ToBase64String(File.ReadAllBytes(Logs.Find("tests/data/pictures/small.png")!)),
        _ => null,
    });

    private static string AddressOf(AServedCounty county, string path, JsonNode matter) => path
        .Replace("{matter}", (string)matter["id"]!, StringComparison.Ordinal).Replace("{version}", county.Server.Desk.InForce.Version, StringComparison.Ordinal).Replace("{position}", "0", StringComparison.Ordinal)
        .Replace("{draft}", "1", StringComparison.Ordinal).Replace("{token}", "0000000000000000", StringComparison.Ordinal).Replace("{webhook}", "w-1", StringComparison.Ordinal).Replace("{dealing}", "00112233445566778899aabbccddeeff", StringComparison.Ordinal);

    private static int _keys;

    private static async Task<Reply> SendAsync(AServedCounty county, HttpMethod method, string path, byte[]? body, string token, string? key = "", string type = "application/json", string? ifMatch = null)
    {
        // Sent as it is written: a client would tidy up dots and percent signs.
        using var request = new HttpRequestMessage(method, new Uri(county.Client.BaseAddress!.ToString().TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key.Length > 0 ? key : $"spoilt-{Interlocked.Increment(ref _keys)}");
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        request.Headers.AcceptLanguage.ParseAdd("en");
        using var reply = await county.Client.SendAsync(request, ARecord.Patience);
        return new Reply(reply.StatusCode, await reply.Content.ReadAsStringAsync(ARecord.Patience), reply.Headers, reply.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>What the answers say that stands in the record now.</summary>
    private sealed class Told(AServedCounty county)
    {
        private readonly long _begun = county.Server.Writer.Size;
        private readonly HashSet<long> _positions = [];

        public void Add(Reply reply, string what)
        {
            Assert.True((int)reply.Status < 500, $"{what}: {reply}");
            Assert.DoesNotContain("   at ", reply.Body, StringComparison.Ordinal);
            if ((int)reply.Status >= 400)
            {
                // What is no HTTP at all is refused by the server beneath, in its own words.
                if (reply.Body.Length == 0) return;
                Assert.True(reply.Code is { } code && Codes.Contains(code), $"{what}: {reply}");
                if ((long?)reply.Json["recorded"] is { } recorded) _positions.Add(recorded);
                return;
            }

            if (reply.Type != "application/json" || reply.Body.Length == 0 || reply.Json is not JsonObject said) return;
            if (said["receipt"] is { } receipt) for (var at = 0L; at < (long)receipt["entries"]!; at++) _positions.Add((long)receipt["position"]! + at);
            else if (said["position"] is { } position && said["entries"] is { } entries) for (var at = 0L; at < (long)entries; at++) _positions.Add((long)position + at);
            else if (said["position"] is { } one) _positions.Add((long)one);
        }

        /// <summary>Fails where the record holds an entry that no answer told of. That officers looked, and tokens that were issued, are told otherwise.</summary>
        public void MatchesTheRecord()
        {
            var entries = county.Record.Entries();
            for (var at = _begun; at < entries.Count; at++)
                Assert.True(_positions.Contains(at) || entries[(int)at].Event is "matter-seen/1" or "token-issued/1", $"Entry {at} ({entries[(int)at].Event}) was told to nobody.");
        }
    }
}
