using System.Text;
using Trellis.Authority;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Structure.Expressions;
using Trellis.Structure.Files;
using Trellis.Web;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>A record with its server, and the neighbours that its structure names.</summary>
internal sealed class ANode : IAsyncDisposable
{
    private readonly Dictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly bool _pages;
    private bool _stopped = true;

    private ANode(string name, ARecord record, NoteVerifier key, bool pages) => (Name, Record, Key, _pages) = (name, record, key, pages);

    public string Name { get; }

    public string Origin => $"{Name}.example/record";

    public ARecord Record { get; }

    public NoteVerifier Key { get; }

    public TrellisServer Server { get; private set; } = null!;

    /// <summary>Two nodes under the structure of the sample village, each naming the other: there offers the telephone of its residents, and takes matters of small repairs.</summary>
    public static async Task<(ANode Home, ANode There)> Pair(string home, string there, string? offers = null, Func<string, string>? neighbours = null, bool pages = false)
    {
        var (one, other) = (await MakeAsync("home", home, pages), await MakeAsync("there", there, pages));
        await one.StartUnderAsync(Neighbour(other, neighbours), Usual.Replace("neighbour/home", "neighbour/there", StringComparison.Ordinal));
        await other.StartUnderAsync(Neighbour(one, neighbours), offers ?? Usual);
        one.Reaches(other);
        other.Reaches(one);
        return (one, other);
    }

    public const string Usual = """
        - offer: telephone
          name: {zh: 联系电话, en: Telephone}
          by: liuhe
          items: [person.phone]
          purposes: [repairs]
          given-to: [neighbour/home]
          basis: [liuhe-services/9]
        """;

    public void Reaches(ANode other) => _addresses[other.Origin] = other.Server.Addresses[0];

    public void Reaches(string origin, Uri address) => _addresses[origin] = address;

    public void Loses(ANode other) => _addresses.Remove(other.Origin);

    /// <summary>The program ends, however it ends, and is started again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync([]);
    }

    public async Task StopAsync()
    {
        if (_stopped) return;
        _stopped = true;
        await Server.DisposeAsync();
    }

    /// <summary>Somebody who sits in a post, and is seated there first.</summary>
    public async Task<Actor.Officer> Officer(string seat)
    {
        var post = PostAt.Parse(seat)!.Value;
        var person = new ActorId($"o-{post.Post}-{post.Unit}");
        var day = Server.Desk.InForce.DayOf(Record.Clock.Now);
        if (!Server.Desk.Standing.IsSeated(person, post, day)) Assert.IsType<ActAnswer.Done>(await Server.Desk.DoAsync(new ActOrder { By = Actor.System, Act = new TakeSeat(person, post, day) }, ARecord.Patience));
        return new Actor.Officer(person, post);
    }

    /// <summary>A resident is entered in the register, with a telephone.</summary>
    public async Task Enters(string person, string phone, string number = "440017")
    {
        var running = Server.Desk.InForce;
        var value = new TypingItems(running.Structure, running.DayOf(Record.Clock.Now)).Read("person", "phone", [phone], out var why);
        Assert.Null(why);
        var known = new TypingItems(running.Structure, running.DayOf(Record.Clock.Now)).Read("person", "number", [number], out why);
        Assert.Null(why);
        var done = await Server.Registers.DoAsync(new ActOrder { By = await Officer("service-clerk@liuhe"), Act = new EnterSubject(new RowId("person", person), [new ItemGiven("phone", value), new ItemGiven("number", known)], OnRegisters.AnAct) }, ARecord.Patience);
        Assert.True(done is ActAnswer.Done, done.ToString());
    }

    /// <summary>A matter of a small repair for a resident.</summary>
    public async Task<Matter> Files(string person = "r-wang")
    {
        var by = new ActorId(person);
        var filing = MattersDesk.Filing("small-repair", new UnitId("zhongliu"), [new BoundRole("applicant", new RowId("person", person)), new BoundRole("facility", new RowId("facility", "lamp-7"))], by, Channel.Web, [new GivenItem("matter.damage", Value.Of("the lamp is out"))]);
        return Assert.IsType<ActAnswer.Done>(await Server.Desk.DoAsync(new ActOrder { By = new Actor.Resident(by), Act = filing }, ARecord.Patience)).Matter!;
    }

    public List<string> Events() => [.. Record.Entries().Select(static one => one.Event)];

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Record.DisposeAsync();
    }

    private static async Task<ANode> MakeAsync(string name, string kind, bool pages)
    {
        var record = ARecord.On(kind);
        record.Clock.Move(TimeSpan.FromHours((7 * 24) - 7));
        // Its key is made with it, before the other's structure can name it.
        await using (await RecordWriter.CreateAsync(record.Place, $"{name}.example/record", new RecordSettings(), record.Clock))
        {
        }

        return new ANode(name, record, RecordKeys.Open(record.Place.Keys).Signer.Verifier, pages);
    }

    private static SourceFile Neighbour(ANode other, Func<string, string>? change)
    {
        var text = $$"""
            - neighbour: {{other.Name}}
              name: {zh: 邻乡, en: The next township}
              origin: {{other.Origin}}
              key: {{other.Key}}
              may-file: [small-repair]
              basis: [liuhe-services/9]
            """;
        return new SourceFile("neighbours.yaml", Encoding.UTF8.GetBytes(change?.Invoke(text) ?? text));
    }

    private Task StartUnderAsync(SourceFile neighbour, string offers) => StartAsync([.. StructureFolder.Read(Structures.Of("hello-village")).Select(FoundByNumber), neighbour, new SourceFile("offers.yaml", Encoding.UTF8.GetBytes(offers))]);

    /// <summary>The village of the tutorial has no need of it; here people are asked for by their number.</summary>
    private static SourceFile FoundByNumber(SourceFile file) => file.Path != "data.yaml" ? file
        : new SourceFile(file.Path, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file.Bytes).Replace("- item: person.number\n", "- item: person.number\n  found-as: number\n", StringComparison.Ordinal)));

    private async Task StartAsync(IReadOnlyList<SourceFile> files)
    {
        Server = await TrellisServer.StartAsync(
            new ServerSettings
            {
                Place = Record.Place, Structure = files, Record = new RecordSettings { CheckpointEvery = TimeSpan.FromMilliseconds(20) }, Urls = ["http://127.0.0.1:0"], Time = Record.Clock, JobsEvery = null, WebhooksEvery = null, ExchangeEvery = null, Neighbours = _addresses, Logs = false,
                Pages = _pages ? new PageSettings(Trellis.Web.Shared.Assets.Read(AppContext.BaseDirectory), Language.English, PicksPeople: true) : null,
            },
            ARecord.Patience);
        _stopped = false;
    }
}
