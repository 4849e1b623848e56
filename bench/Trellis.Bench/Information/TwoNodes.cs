using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Trellis.Authority;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Files;

namespace Trellis.Bench.Information;

/// <summary>Two records under the structure of the sample village, each of which names the other: "there" offers the telephone of its residents, and takes matters of small repairs.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    /// <summary>Of the one resident whom "there" holds something of.</summary>
    public const string Number = "440017";

    private TwoNodes(Node home, Node there) => (Home, There) = (home, there);

    public Node Home { get; }

    public Node There { get; }

    public static async Task<TwoNodes> OpenAsync(RecordPlace home, RecordPlace there, string root)
    {
        // Each names the key of the other, so both are made first.
        foreach (var (place, name) in ((RecordPlace, string)[])[(home, "home"), (there, "there")])
            await using (await RecordWriter.CreateAsync(place, Origin(name), Settings, TimeProvider.System))
            {
            }

        var one = await Node.OpenAsync(home, "home", "there", RecordKeys.Open(there.Keys), root);
        var other = await Node.OpenAsync(there, "there", "home", RecordKeys.Open(home.Keys), root);
        one.Reaches(other);
        other.Reaches(one);
        return new TwoNodes(one, other);
    }

    public async ValueTask DisposeAsync()
    {
        await Home.DisposeAsync();
        await There.DisposeAsync();
    }

    private static RecordSettings Settings { get; } = new() { CheckpointEvery = TimeSpan.FromMilliseconds(20) };

    private static string Origin(string name) => $"{name}.example/record";

    internal sealed class Node : IAsyncDisposable
    {
        private readonly RecordWriter _writer;
        private readonly RegistersDesk _registers;
        private readonly Dictionary<string, Uri> _addresses;
        private readonly HttpListener _listener = new();
        private readonly Uri _address;
        private readonly string _origin;

        private Node(string name, RecordWriter writer, MattersDesk matters, RegistersDesk registers, ExchangeDesk exchange, Dictionary<string, Uri> addresses)
        {
            (_origin, _writer, Matters, _registers, Exchange, _addresses) = (Origin(name), writer, matters, registers, exchange, addresses);
            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                _address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/"));
            }

            _listener.Prefixes.Add(_address.AbsoluteUri);
            _listener.Start();
            _ = ListenAsync();
        }

        public MattersDesk Matters { get; }

        public ExchangeDesk Exchange { get; }

        public static async Task<Node> OpenAsync(RecordPlace place, string name, string neighbour, RecordKeys keysOfNeighbour, string root)
        {
            var writer = await RecordWriter.OpenAsync(place, Settings, TimeProvider.System);
            var files = writer.Size > 0 ? null : StructureFolder.Read(Path.Combine(root, "structures", "hello-village")).Select(FoundByNumber).Concat(Neighbour(neighbour, keysOfNeighbour)).ToList();
            var matters = await MattersDesk.OpenAsync(writer, place, TimeProvider.System, files);
            var registers = await RegistersDesk.OpenAsync(writer, matters);
            ImportsDesk.Open(writer, matters, registers);
            var addresses = new Dictionary<string, Uri>(StringComparer.Ordinal);
            return new Node(name, writer, matters, registers, await ExchangeDesk.OpenAsync(writer, matters, TimeProvider.System, registers, addresses), addresses);
        }

        public void Reaches(Node other) => _addresses[other._origin] = other._address;

        /// <summary>The clerk of the village, seated there first.</summary>
        public async Task<Actor.Officer> ClerkAsync()
        {
            var (person, post, day) = (new ActorId("o-clerk"), PostAt.Parse("service-clerk@liuhe")!.Value, Matters.InForce.DayOf(DateTimeOffset.UtcNow));
            if (!Matters.Standing.IsSeated(person, post, day)) await Matters.DoAsync(new ActOrder { By = Actor.System, Act = new TakeSeat(person, post, day) }, CancellationToken.None);
            return new Actor.Officer(person, post);
        }

        /// <summary>The resident of whom something is asked; entered once however often.</summary>
        public async Task EnterAsync()
        {
            var by = await ClerkAsync();
            FixedList<ItemGiven> given = [new ItemGiven("phone", Value.Of("13800000001")), new ItemGiven("number", Value.Of(Number))];
            var answer = await _registers.DoAsync(new ActOrder { By = by, Act = new EnterSubject(new RowId("person", "zh-17"), given, new SourceGiven(ValueSource.Act)), Key = "k-enter" }, CancellationToken.None);
            if (answer is not ActAnswer.Done) throw new InvalidOperationException(answer.ToString());
        }

        /// <summary>A small repair, in which evidence can be asked for.</summary>
        public async Task<Matter> FileAsync(string person)
        {
            var by = new ActorId(person);
            var filing = MattersDesk.Filing("small-repair", new UnitId("zhongliu"), [new BoundRole("applicant", new RowId("person", person)), new BoundRole("facility", new RowId("facility", "lamp-7"))], by, Channel.Web, [new GivenItem("matter.damage", Value.Of("the lamp is out"))]);
            return await Matters.DoAsync(new ActOrder { By = new Actor.Resident(by), Act = filing }, CancellationToken.None) is ActAnswer.Done { Matter: { } filed } ? filed : throw new InvalidOperationException("A matter was not filed.");
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Close();
            await Exchange.DisposeAsync();
            await Matters.DisposeAsync();
            await _writer.DisposeAsync();
        }

        private async Task ListenAsync()
        {
            while (true)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    _ = Task.Run(() => AnswerAsync(context));
                }
                catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException or InvalidOperationException)
                {
                    return; // it is closed
                }
            }
        }

        private async Task AnswerAsync(HttpListenerContext context)
        {
            try
            {
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var answer = context.Request.HttpMethod == "POST" ? (await Exchange.TakeAsync(body.ToArray(), CancellationToken.None)).Message : Exchange.Terms();
                context.Response.StatusCode = answer is null ? 400 : 200;
                if (answer is not null) await context.Response.OutputStream.WriteAsync(answer);
                context.Response.Close();
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException or IOException)
            {
                context.Response.Abort();
            }
        }

        private static SourceFile FoundByNumber(SourceFile file) => file.Path != "data.yaml" ? file
            : new SourceFile(file.Path, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file.Bytes).Replace("- item: person.number\n", "- item: person.number\n  found-as: number\n", StringComparison.Ordinal)));

        private static IEnumerable<SourceFile> Neighbour(string name, RecordKeys keys)
        {
            yield return new SourceFile("neighbours.yaml", Encoding.UTF8.GetBytes($$"""
                - neighbour: {{name}}
                  name: {zh: 邻乡, en: The next township}
                  origin: {{Origin(name)}}
                  key: {{keys.Signer.Verifier}}
                  may-file: [small-repair]
                  basis: [liuhe-services/9]
                """));
            yield return new SourceFile("offers.yaml", Encoding.UTF8.GetBytes($$"""
                - offer: telephone
                  name: {zh: 联系电话, en: Telephone}
                  by: liuhe
                  items: [person.phone]
                  purposes: [repairs]
                  given-to: [neighbour/{{name}}]
                  basis: [liuhe-services/9]
                """));
        }
    }
}
