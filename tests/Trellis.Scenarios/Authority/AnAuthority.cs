using System.Net.Http.Headers;
using System.Text;
using Trellis.Authority;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Web;
using Trellis.Web.Authority;

namespace Trellis.Scenarios.Authority;

/// <summary>A server that answers about the authority in a structure, over real HTTP, on a real record.</summary>
internal sealed class AnAuthority : IAsyncDisposable
{
    private readonly AWebServer _server;

    private AnAuthority(ARecord record, RecordWriter writer, GovernanceStructure structure, AWebServer server, AccessDesk desk, DecisionLog log) =>
        (Record, Writer, Structure, _server, Desk, Log) = (record, writer, structure, server, desk, log);

    public ARecord Record { get; }

    public RecordWriter Writer { get; }

    public GovernanceStructure Structure { get; }

    public AccessDesk Desk { get; }

    public DecisionLog Log { get; }

    public HttpClient Client => _server.Client;

    public static EntryActor Keeper { get; } = new EntryActor.Officer("archivist", "county");

    public static async Task<AnAuthority> StartAsync(string kind, IReadOnlyList<SourceFile> files, int mostLogged = 1000)
    {
        var record = ARecord.On(kind);
        var writer = await record.CreateAsync();
        var structure = ReadingStructures.Read(files).Structure;
        var mandates = Mandates.Compile(structure);
        var standing = Standing.AtTheBeginningOf(structure);
        var day = new DateOnly(2026, 5, 4);
        var desk = new AccessDesk(writer, record.Clock, () => "v1", (person, seat) => standing.SeatsOf(person.Text, day).Contains((seat.Post, seat.Unit.Text)));
        var log = new DecisionLog(writer, record.Clock, mostLogged, TimeSpan.FromMilliseconds(20));
        var entrance = new Entrance(desk, new Sessions(new SessionDesk(writer, record.Clock)), new RequestLimits(record.Clock), (person, seat) => standing.SeatsOf(person.Text, day).Contains((seat.Post, seat.Unit.Text)));
        var endpoints = new AuthzenEndpoints(() => new AuthorityNow(mandates, standing, "v1", writer.Size, day), entrance, log, new byte[32], record.Clock, null);
        var server = await AWebServer.StartAsync(endpoints.Map);
        return new AnAuthority(record, writer, structure, server, desk, log);
    }

    public static IReadOnlyList<SourceFile> Todo() => StructureFolder.Read(Structures.Of("authzen-todo"));

    /// <summary>The same structure, for which a token is needed.</summary>
    public static IReadOnlyList<SourceFile> TodoWithTokens() =>
        [.. Todo().Select(static file => file.Path == "structure.yaml" ? new SourceFile(file.Path, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file.Bytes).Replace("authzen: open", "authzen: token", StringComparison.Ordinal))) : file)];

    public async Task<HttpResponseMessage> PostAsync(string path, string body, string? token = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return await Client.SendAsync(request, ARecord.Patience);
    }

    public async Task<string> TokenAsync(params Scope[] scopes)
    {
        var (issued, why) = await Desk.IssueAsync(new TokenHolder.Program("gateway"), scopes, Record.Clock.Now.AddDays(30), Keeper, ARecord.Patience);
        return issued?.Secret ?? throw new InvalidOperationException(why!.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await Log.DisposeAsync();
        await Writer.DisposeAsync();
        await Record.DisposeAsync();
    }
}
