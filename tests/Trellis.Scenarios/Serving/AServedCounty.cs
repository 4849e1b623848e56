using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trellis.Authority;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Structure;
using Trellis.Web;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>What was answered to one request.</summary>
internal sealed record Reply(HttpStatusCode Status, string Body, HttpResponseHeaders Headers, string? Type)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>The code of a refusal.</summary>
    public string? Code => Type == "application/problem+json" ? (string?)Json["code"] : null;

    public override string ToString() => $"{(int)Status} {Body}";
}

/// <summary>A county that is served over real HTTP, with people who have tokens, and a clock that the test moves.</summary>
internal sealed class AServedCounty : IAsyncDisposable
{
    public const string Wang = "r-wang";

    private static readonly EntryActor Keeper = new EntryActor.Officer("archivist", "cuiwei");

    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private int _keys;

    private readonly RecordSettings _settings;
    private readonly bool _pages;

    private AServedCounty(ARecord record, RecordSettings settings, TrellisServer server, bool pages)
    {
        (Record, _settings, Server, _pages) = (record, settings, server, pages);
        Client = new HttpClient { BaseAddress = server.Addresses[0] };
    }

    public ARecord Record { get; }

    public TrellisServer Server { get; private set; }

    public HttpClient Client { get; private set; }

    public ATestClock Clock => Record.Clock;

    /// <summary>On the Monday after the feast of May, at nine in the morning.</summary>
    public static Task<AServedCounty> On(string kind, string structure = "cuiwei", params IReadOnlyList<IPNetwork> trusted) => At(ARecord.On(kind), null, structure, trusted);

    public static Task<AServedCounty> At(ARecord record, RecordSettings? settings = null, string structure = "cuiwei", params IReadOnlyList<IPNetwork> trusted) => At(record, settings, structure, trusted, pages: false);

    /// <summary>With pages for people, who sign in by picking somebody.</summary>
    public static Task<AServedCounty> WithPages(string kind, string structure = "cuiwei")
    {
        Assert.SkipUnless(System.IO.File.Exists(Path.Combine(AppContext.BaseDirectory, "pages", "site.css")), "The styles of the pages were not put together: there was no Node with npm when this was built.");
        return At(ARecord.On(kind), null, structure, [], pages: true);
    }

    private static async Task<AServedCounty> At(ARecord record, RecordSettings? settings, string structure, IReadOnlyList<IPNetwork> trusted, bool pages)
    {
        record.Clock.Move(TimeSpan.FromHours((7 * 24) - 7));
        settings ??= new RecordSettings();
        return new AServedCounty(record, settings, await StartAsync(record, settings, structure, trusted, pages), pages);
    }

    public async Task RestartAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        Server = await StartAsync(Record, _settings, null, [], _pages);
        Client = new HttpClient { BaseAddress = Server.Addresses[0] };
    }

    /// <summary>A token of a resident.</summary>
    public Task<string> Resident(string person = Wang) => TokenAsync(person, new TokenHolder.Resident(new ActorId(person)), Scope.Read, Scope.Act);

    /// <summary>A token of somebody who sits in a post; is seated there first where the structure names nobody.</summary>
    /// <param name="other">Another than who came first.</param>
    public async Task<string> Officer(string seat, bool other = false)
    {
        var post = PostAt.Parse(seat)!.Value;
        if (post.Post.Length == 0)
        {
            var view = Server.Desk.InForce.Structure.On(Server.Desk.InForce.DayOf(Clock.Now));
            post = new PostAt(view.PostsOf(view.Unit(post.Unit.Text)!)[0], post.Unit);
        }

        var person = new ActorId($"o-{post.Post}-{post.Unit}{(other ? "-2" : "")}");
        var day = Server.Desk.InForce.DayOf(Clock.Now);
        if (!Server.Desk.Standing.IsSeated(person, post, day)) Assert.IsType<ActAnswer.Done>(await Server.Desk.DoAsync(new ActOrder { By = Actor.System, Act = new TakeSeat(person, post, day) }, ARecord.Patience));
        return await TokenAsync($"{person}", new TokenHolder.Officer(person, post), Scope.Read, Scope.Act, Scope.Ask, Scope.Export, Scope.Admin);
    }

    public Task<string> Program(params Scope[] scopes) => TokenAsync("program " + string.Join(' ', scopes), new TokenHolder.Program("gateway"), scopes);

    public Task<Reply> Get(string path, string? token = null) => SendAsync(HttpMethod.Get, path, null, token, null);

    /// <summary>Posts a body with a key of its own.</summary>
    public Task<Reply> Post(string path, JsonNode? body, string? token = null, string? key = null, string? ifMatch = null) =>
        SendAsync(HttpMethod.Post, path, body?.ToJsonString(), token, key ?? string.Create(CultureInfo.InvariantCulture, $"k-{Interlocked.Increment(ref _keys)}"), ifMatch);

    public async Task<Reply> SendAsync(HttpMethod method, string path, string? body, string? token, string? key, string? ifMatch = null, string type = "application/json", string language = "en")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var reply = await Client.SendAsync(request, ARecord.Patience);
        return new Reply(reply.StatusCode, await reply.Content.ReadAsStringAsync(ARecord.Patience), reply.Headers, reply.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Files a matter for Wang, about whatever the type is about.</summary>
    public async Task<JsonNode> File(string type, string place, JsonObject? facts = null)
    {
        var roles = new JsonObject();
        foreach (var role in Server.Desk.InForce.Structure.Matters.Of(type)[0].About) roles[role.Name] = $"{role.Register.Id}/{(role.Name == "applicant" ? Wang : role.Name + "-1")}";
        var filed = await Post("api/v1/matters", new JsonObject { ["type"] = type, ["place"] = place, ["roles"] = roles, ["facts"] = facts ?? [] }, await Resident());
        Assert.True(filed.Status == HttpStatusCode.Created, filed.ToString());
        Assert.Equal($"/api/v1/matters/{(string)filed.Json["matter"]!["id"]!}", filed.Headers.Location!.ToString());
        return filed.Json["matter"]!;
    }

    /// <summary>An act that is done.</summary>
    public async Task<JsonNode> Do(JsonNode matter, string word, JsonObject body, string token)
    {
        var done = await Post($"api/v1/matters/{(string)matter["id"]!}/acts/{word}", body, token);
        Assert.True(done.Status == HttpStatusCode.OK, $"{word}: {done}");
        return done.Json["matter"]!;
    }

    /// <summary>Whoever the step is for does it, as its inbox or the open matter says.</summary>
    public async Task<JsonNode> Perform(JsonNode matter, string key, JsonObject? result = null, JsonObject? facts = null, DateTimeOffset? happened = null, bool other = false)
    {
        var open = matter["open"]!.AsArray().SingleOrDefault(one => (string?)one!["key"] == key) ?? throw new InvalidOperationException($"{key} is not open: {matter["open"]}");
        var performer = (string)open["performer"]!;
        var token = performer.Contains('@', StringComparison.Ordinal) ? await Officer(performer, other) : await Resident();
        if (KindOf((string)open["step"]!) == StepKind.Confirm) return await Do(matter, "confirm-matter", new JsonObject { ["key"] = key }, token);
        var body = new JsonObject { ["key"] = key, ["result"] = result ?? Usual((string)open["step"]!), ["reason"] = "because" };
        if (facts is not null) body["facts"] = facts;
        if (happened is { } then) body["happened"] = then.ToString("O", CultureInfo.InvariantCulture);
        return await Do(matter, "perform-step", body, token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        await Record.DisposeAsync();
    }

    private StepKind KindOf(string step) => Server.Desk.InForce.Structure.Matters.All.SelectMany(static type => type.Steps).First(one => one.Id == step).Kind;

    private JsonObject Usual(string step) => KindOf(step) switch
    {
        StepKind.Receive => new JsonObject { ["kind"] = "received" },
        StepKind.Check => new JsonObject { ["kind"] = "checked", ["passed"] = true },
        StepKind.Consult => new JsonObject { ["kind"] = "consulted", ["answers"] = 3, ["objections"] = 0 },
        StepKind.Resolve => new JsonObject { ["kind"] = "resolved", ["entitled"] = 10, ["present"] = 9, ["inFavour"] = 8 },
        StepKind.Agree => new JsonObject { ["kind"] = "agreed", ["yes"] = true },
        StepKind.Deliver => new JsonObject { ["kind"] = "delivered" },
        StepKind.Notify => new JsonObject { ["kind"] = "notified" },
        _ => new JsonObject { ["kind"] = "performed" },
    };

    public static JsonObject Decided(string outcome) => new() { ["kind"] = "decided", ["outcome"] = outcome };

    private async Task<string> TokenAsync(string name, TokenHolder holder, params Scope[] scopes)
    {
        if (_tokens.TryGetValue(name, out var known)) return known;
        var (issued, why) = await Server.Access.IssueAsync(holder, scopes, Clock.Now.AddDays(300), Keeper, ARecord.Patience);
        return _tokens[name] = issued?.Secret ?? throw new InvalidOperationException(why!.ToString());
    }

    private static Task<TrellisServer> StartAsync(ARecord record, RecordSettings settings, string? structure, IReadOnlyList<IPNetwork> trusted, bool pages) => TrellisServer.StartAsync(
        new ServerSettings
        {
            Place = record.Place,
            Structure = structure is null ? [] : StructureFolder.Read(Structures.Of(structure)),
            Origin = ARecord.Origin,
            Record = settings,
            Urls = ["http://127.0.0.1:0"],
            Time = record.Clock,
            JobsEvery = null,
            WebhooksEvery = null,
            WebhooksMayBePrivate = true,
            TrustedProxies = trusted,
            Logs = false,
            Pages = pages ? new PageSettings(Trellis.Web.Shared.Assets.Read(AppContext.BaseDirectory), Language.English, PicksPeople: true) : null,
        },
        ARecord.Patience);
}
