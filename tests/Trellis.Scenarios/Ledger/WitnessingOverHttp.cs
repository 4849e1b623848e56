using System.Net;
using System.Text;
using Trellis.Ledger;
using Trellis.Runtime;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Auditing;
using Trellis.Web;
using Trellis.Web.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>A witness over HTTP as C2SP tlog-witness says, with every status; and two records that witness each other.</summary>
public sealed class WitnessingOverHttp : IDisposable
{
    private const string WitnessName = "province.example/witness";

    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-witness-").FullName;
    private readonly ATestClock _clock = new();
    private readonly NoteSigner _record = NoteSigner.Make("county.example/record", NoteKeyType.Ed25519, Enumerable.Repeat((byte)5, 32).ToArray());
    private readonly List<TreeHash> _leaves = [.. Enumerable.Range(0, 200).Select(static at => Tree.Leaf([(byte)at]))];

    public WitnessingOverHttp()
    {
        WitnessDesk.MakeKey(_folder, WitnessName);
        File.WriteAllText(Path.Combine(_folder, "witnessed"), $"# told by the county on paper\n{_record.Verifier}\n");
    }

    private static CancellationToken Patience => ARecord.Patience;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_grew_is_cosigned_with_the_time_and_what_was_cosigned_is_shown()
    {
        using var witness = Open();
        await using var server = await ServeAsync(witness);
        var name = Witnessing.NameOf(_record.Name);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(server, $"{name}/checkpoint")).Status);

        foreach (var (from, to) in ((long, long)[])[(0, 3), (3, 3), (3, 64), (64, 200)])
        {
            _clock.Move(TimeSpan.FromSeconds(90));
            var checkpoint = Signed(to);
            using var answer = await server.Client.PostAsync("add-checkpoint", Request(from, to), Patience);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
            Assert.True(Witnessing.TryReadAnswer(await answer.Content.ReadAsByteArrayAsync(Patience), checkpoint, [witness.Key], out var cosigned, out var fault), fault);
            Assert.True(cosigned.Note.TryVerify([witness.Key], out var signed, out fault), fault);
            Assert.Equal(_clock.Now, Assert.Single(signed).CosignedAt);
            Assert.Equal(Encoding.UTF8.GetString(cosigned.Encode()), (await AskAsync(server, $"{name}/checkpoint")).Body);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(server, $"{name.ToUpperInvariant()}/checkpoint")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(server, $"{new string('0', 64)}/checkpoint")).Status);
    }

    [Fact]
    public async Task Every_refusal_has_the_status_that_the_specification_gives_it()
    {
        using var witness = Open();
        await using var server = await ServeAsync(witness);
        var stranger = NoteSigner.Make("stranger.example/record", NoteKeyType.Ed25519, new byte[32]);
        var forger = NoteSigner.Make(_record.Name, NoteKeyType.Ed25519, new byte[32]);

        async Task Answers(HttpStatusCode status, HttpContent request)
        {
            using var answer = await server.Client.PostAsync("add-checkpoint", request, Patience);
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        }

        async Task Conflicts(long held, HttpContent request)
        {
            using var answer = await server.Client.PostAsync("add-checkpoint", request, Patience);
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Equal("text/x.tlog.size", answer.Content.Headers.ContentType!.ToString());
            Assert.Equal($"{held}\n", await answer.Content.ReadAsStringAsync(Patience));
        }

        await Answers(HttpStatusCode.NotFound, Request(0, 5, signer: stranger));
        await Answers(HttpStatusCode.Forbidden, Request(0, 5, signer: forger));
        await Conflicts(0, Request(3, 5));
        await Answers(HttpStatusCode.OK, Request(0, 40));
        await Answers(HttpStatusCode.Forbidden, Request(40, 50, signer: forger));
        await Answers(HttpStatusCode.BadRequest, Request(60, 50, proof: []));
        await Conflicts(40, Request(0, 50));
        await Conflicts(40, Request(30, 35));
        await Answers(HttpStatusCode.UnprocessableEntity, Request(40, 50, proof: [.. Proof(39, 50)]));
        await Answers(HttpStatusCode.UnprocessableEntity, Request(40, 50, proof: []));
        await Answers(HttpStatusCode.UnprocessableEntity, Request(40, 50, root: _leaves[0]));
        await Answers(HttpStatusCode.UnprocessableEntity, Request(40, 40, root: _leaves[0]));
        await Answers(HttpStatusCode.BadRequest, new ByteArrayContent([]));
        await Answers(HttpStatusCode.BadRequest, new StringContent("old 040\n\n"));
        await Answers(HttpStatusCode.BadRequest, Request(40, 50, proof: [.. Enumerable.Repeat(_leaves[0], 64)]));
        await Answers(HttpStatusCode.OK, Request(40, 41));
        Assert.StartsWith($"{_record.Name}\n41\n", (await AskAsync(server, Witnessing.NameOf(_record.Name) + "/checkpoint")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_too_long_is_refused_unread()
    {
        using var witness = Open();
        await using var server = await ServeAsync(witness);

        using var said = await SendAsync(new ByteArrayContent(new byte[WitnessRequest.MaxLength + 1]));
        using var unsaid = await SendAsync(new EndlessContent());

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, said.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, unsaid.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(server, Request(0, 1))).Status);

        // Whoever does not wait to be told to go on may find the line cut before they hear the answer.
        async Task<HttpResponseMessage> SendAsync(HttpContent content)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "add-checkpoint") { Content = content };
            request.Headers.ExpectContinue = true;
            return await server.Client.SendAsync(request, Patience);
        }
    }

    [Fact]
    public async Task Requests_at_once_never_roll_the_witness_back()
    {
        using var witness = Open();
        await using var server = await ServeAsync(witness);
        long held = 0;
        while (held < _leaves.Count)
        {
            // Everybody knows the same old size, and offers another new one.
            var sizes = Enumerable.Range(1, 8).Select(step => Math.Min(held + step, _leaves.Count)).Distinct().ToList();
            var answers = await Task.WhenAll(sizes.Select(size => Task.Run(() => PostAsync(server, Request(held, size)), Patience)));

            // One was first. All others are told a size, and that is the one that won.
            var won = Assert.Single(Enumerable.Range(0, sizes.Count), at => answers[at].Status == HttpStatusCode.OK);
            Assert.All(answers.Where((_, at) => at != won), answer => Assert.Equal((HttpStatusCode.Conflict, $"{sizes[won]}\n"), answer));
            Assert.StartsWith($"{_record.Name}\n{sizes[won]}\n", (await AskAsync(server, Witnessing.NameOf(_record.Name) + "/checkpoint")).Body, StringComparison.Ordinal);
            held = sizes[won];
        }
    }

    [Fact]
    public async Task Two_histories_at_once_get_one_signature()
    {
        using var witness = Open();
        await using var server = await ServeAsync(witness);
        var other = _leaves.ToList();
        other[30] = _leaves[0];
        var first = await Task.WhenAll(Task.Run(() => PostAsync(server, Request(0, 31)), Patience), Task.Run(() => PostAsync(server, Request(0, 31, leaves: other)), Patience));
        Assert.Single(first, static answer => answer.Status == HttpStatusCode.OK);
        var (goesOn, ends) = first[0].Status == HttpStatusCode.OK ? (_leaves, other) : (other, _leaves);

        for (var size = 32; size < 60; size++)
        {
            var answers = await Task.WhenAll(Task.Run(() => PostAsync(server, Request(size - 1, size, leaves: goesOn)), Patience), Task.Run(() => PostAsync(server, Request(size - 1, size, leaves: ends)), Patience));
            Assert.Equal(HttpStatusCode.OK, answers[0].Status);
            Assert.True(answers[1].Status is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity, $"{answers[1]}");
        }
    }

    [Fact]
    public async Task What_was_cosigned_is_on_the_disk_before_the_answer_and_remembered_by_the_next_program()
    {
        using (var witness = Open())
        {
            await using var server = await ServeAsync(witness);
            Assert.Equal(HttpStatusCode.OK, (await PostAsync(server, Request(0, 90))).Status);

            // As if the machine stopped here: another folder with what was on the disk at the moment of the answer.
            var copy = Directory.CreateDirectory(Path.Combine(_folder, "copy"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
            foreach (var name in (string[])["witness.key", "witnessed"]) File.Copy(Path.Combine(_folder, name), Path.Combine(copy, name));
            Directory.CreateDirectory(Path.Combine(copy, "witness"));
            File.Copy(Path.Combine(_folder, "witness", Witnessing.NameOf(_record.Name)), Path.Combine(copy, "witness", Witnessing.NameOf(_record.Name)));
            using var after = WitnessDesk.Open(copy, _clock);
            Assert.Equal(HttpStatusCode.Conflict, after.AddCheckpoint(await Request(0, 50).ReadAsByteArrayAsync(Patience)).Status);
            Assert.Equal(HttpStatusCode.OK, after.AddCheckpoint(await Request(90, 91).ReadAsByteArrayAsync(Patience)).Status);
        }

        using var next = Open();
        Assert.Equal(90, next.Last(Witnessing.NameOf(_record.Name))!.Checkpoint.Size);
        Assert.Equal("90\n", Encoding.ASCII.GetString(next.AddCheckpoint(await Request(0, 50).ReadAsByteArrayAsync(Patience)).Body));
    }

    [Fact]
    public async Task Where_it_cannot_be_stored_nothing_is_signed()
    {
        using var witness = Open();
        await using var server = await ServeAsync(witness);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(server, Request(0, 10))).Status);
        var blocked = Path.Combine(_folder, "witness", Witnessing.NameOf(_record.Name) + ".new");
        Directory.CreateDirectory(blocked); // no file can be written under this name now

        var (status, body) = await PostAsync(server, Request(10, 20));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.DoesNotContain("—", body, StringComparison.Ordinal);

        Directory.Delete(blocked);
        Assert.Equal((HttpStatusCode.Conflict, "10\n"), await PostAsync(server, Request(20, 30)));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(server, Request(10, 20))).Status);
    }

    [Fact]
    public void One_program_witnesses_with_one_key()
    {
        using (Open())
        {
            Assert.Contains("Another program witnesses with this key", Assert.Throws<UnusableInput>(Open).Message, StringComparison.Ordinal);
        }

        using var next = Open();
        Assert.Equal([_record.Name], next.Origins);
        Assert.Equal(WitnessDesk.MakeKey(_folder, "another.example/name"), next.Key);
    }

    [Theory]
    [InlineData("witness.key", null, "no key of a witness")]
    [InlineData("witness.key", "PRIVATE+KEY+x", "damaged")]
    [InlineData("witness.key", "of-a-record", "key of a record")]
    [InlineData("witnessed", null, "no list")]
    [InlineData("witnessed", "", "holds no key")]
    [InlineData("witnessed", "county.example/record\n", "Line 1")]
    [InlineData("witnessed", "of-a-witness", "key of a witness")]
    [InlineData("held", "county.example/record\n1\n", "damaged")]
    [InlineData("held", "of-another", "damaged")]
    public void A_folder_that_is_not_in_order_is_refused_in_one_message(string file, string? content, string says)
    {
        var path = file == "held" ? Path.Combine(_folder, "witness", Witnessing.NameOf(_record.Name)) : Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (content is null) File.Delete(path);
        else
        {
            File.WriteAllText(path, content switch
            {
                "of-a-record" => _record.ExportPrivateKey() + "\n",
                "of-a-witness" => NoteSigner.Make("other.example/witness", NoteKeyType.Cosignature, new byte[32]).Verifier + "\n",
                "of-another" => Encoding.UTF8.GetString(SignedCheckpoint.Sign(new Checkpoint("other.example/record", TreeHead.None), _record).Encode()),
                _ => content,
            });
        }

        var refusal = Assert.Throws<UnusableInput>(Open);

        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refusal.Remedy);
    }

    [Theory]
    [MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Two_counties_witness_each_other(string kind)
    {
        await using var here = await ANeighbour.MakeAsync(kind, "here");
        await using var there = await ANeighbour.MakeAsync(kind, "there");
        await ANeighbour.MeetAsync(here, there);
        foreach (var county in (ANeighbour[])[here, there]) await county.OpenAsync();

        for (var round = 0; round < 3; round++)
        {
            foreach (var county in (ANeighbour[])[here, there]) await ARecord.AppendAsync(county.Writer, round * 70, 70);
            foreach (var county in (ANeighbour[])[here, there]) await county.Writer.CheckpointOfAsync((round * 70) + 69, Patience);
        }

        foreach (var (county, other) in ((ANeighbour, ANeighbour)[])[(here, there), (there, here)])
        {
            var state = Assert.Single(county.Writer.Witnesses);
            Assert.Equal((other.Witness.Key, 210L, null), (state.Key, state.Cosigned, state.Trouble));

            // What the neighbour co-signed is what it shows, and what an auditor is shown continues it.
            var seen = Path.Combine(county.Record.Folder, "seen");
            await File.WriteAllTextAsync(seen, (await AskAsync(other.Server, Witnessing.NameOf(county.Writer.Origin) + "/checkpoint")).Body, Patience);
            var verdict = ACounty.VerifyAt([county.Server.Address.AbsoluteUri], "--witnesses", county.Policy, "--seen", seen).HoldsUp();
            Assert.Contains("witnessed", verdict.Proven);
            Assert.Contains("continues-seen", verdict.Proven);
        }

        // A program that begins anew is told by the witness where it stands.
        await here.Writer.DisposeAsync();
        await here.OpenAsync();
        await ARecord.AppendAsync(here.Writer, 210, 1);
        Assert.Equal(211, (await here.Writer.CheckpointOfAsync(210, Patience)).Checkpoint.Size);
    }

    [Fact]
    public async Task An_act_never_waits_for_a_witness_and_the_witness_is_asked_until_it_answers()
    {
        await using var here = await ANeighbour.MakeAsync("SQLite", "here");
        await using var there = await ANeighbour.MakeAsync("SQLite", "there");
        await ANeighbour.MeetAsync(here, there);
        var blocked = Directory.CreateDirectory(Path.Combine(there.Record.Place.Keys, "witness", Witnessing.NameOf(here.Key.Name) + ".new")).FullName; // it cannot store, so it cannot sign
        await here.OpenAsync();

        await ARecord.AppendAsync(here.Writer, 0, 20);
        await UntilAsync(() => here.Writer.NewestCheckpoint?.Checkpoint.Size == 20 && here.Writer.Witnesses[0].Trouble is not null);
        Assert.Null(here.Writer.CountingCheckpoint);
        Assert.Contains("503", here.Writer.Witnesses[0].Trouble, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(here.Server, "checkpoint")).Status);

        Directory.Delete(blocked);
        Assert.Equal(20, (await here.Writer.CheckpointOfAsync(19, Patience)).Checkpoint.Size);
        Assert.Null(here.Writer.Witnesses[0].Trouble);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(here.Server, "checkpoint")).Status);
    }

    [Fact]
    public async Task A_witness_that_is_not_there_is_told_and_stops_nothing()
    {
        await using var here = await ANeighbour.MakeAsync("SQLite", "here");
        await using (var there = await ANeighbour.MakeAsync("SQLite", "there"))
        {
            await ANeighbour.MeetAsync(here, there);
        }

        await here.OpenAsync();
        await ARecord.AppendAsync(here.Writer, 0, 500);
        await UntilAsync(() => here.Writer.Witnesses[0].Trouble is not null);
        Assert.Equal((0, null), (here.Writer.Witnesses[0].Cosigned, here.Writer.Witnesses[0].At));
        Assert.Null(here.Writer.CountingCheckpoint);
    }

    [Theory]
    [InlineData("ftp://witness.example/")]
    [InlineData("witness.example")]
    public void The_address_of_a_witness_is_one_that_can_be_asked(string url)
    {
        using var witness = Open();
        using var client = new HttpClient();
        Assert.True(WitnessPolicy.TryRead(Encoding.UTF8.GetBytes($"witness w {witness.Key} {url}\nquorum w\n"), out var policy, out var fault), fault);

        Assert.Throws<UnusableInput>(() => HttpWitness.Of(policy, client));
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds()) await Task.Delay(10, Patience);
    }

    private WitnessDesk Open() => WitnessDesk.Open(_folder, _clock);

    private static Task<AWebServer> ServeAsync(WitnessDesk witness) => AWebServer.StartAsync(to => to.MapWitness(witness, new RequestLimits(TimeProvider.System, signings: new(10_000, TimeSpan.FromMilliseconds(1)))));

    private static TreeHash Root(List<TreeHash> leaves, long size)
    {
        var tree = new GrowingTree();
        foreach (var leaf in leaves.Take((int)size)) tree.Append(leaf);
        return tree.Root();
    }

    private SignedCheckpoint Signed(long size, TreeHash? root = null, NoteSigner? signer = null, List<TreeHash>? leaves = null) =>
        SignedCheckpoint.Sign(new Checkpoint((signer ?? _record).Name, new TreeHead(size, root ?? Root(leaves ?? _leaves, size))), signer ?? _record);

    private IReadOnlyList<TreeHash> Proof(long from, long to, List<TreeHash>? leaves = null)
    {
        if (from == 0 || from > to) return [];
        var all = (leaves ?? _leaves).ToArray();
        Assert.True(ConsistencyProof.TryMake(from, to, tile => tile.Level == 0 ? all.AsMemory(0, (int)to) : default, out var proof, out var fault), fault);
        return proof.Path;
    }

    private ByteArrayContent Request(long from, long to, IReadOnlyList<TreeHash>? proof = null, TreeHash? root = null, NoteSigner? signer = null, List<TreeHash>? leaves = null) =>
        new(EncodeLoosely(from, proof ?? Proof(from, to, leaves), Signed(to, root, signer, leaves)));

    private static byte[] EncodeLoosely(long from, IReadOnlyList<TreeHash> proof, SignedCheckpoint checkpoint) => new WitnessRequest(from, proof, checkpoint).Encode();

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(AWebServer server, HttpContent request)
    {
        using var answer = await server.Client.PostAsync("add-checkpoint", request, Patience);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Patience));
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(AWebServer server, string name)
    {
        using var answer = await server.Client.GetAsync(name, Patience);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Patience));
    }

    /// <summary>A body that does not say how long it is, and is too long.</summary>
    private sealed class EndlessContent : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var some = new byte[100_000];
            for (var sent = 0; sent <= WitnessRequest.MaxLength; sent += some.Length) await stream.WriteAsync(some);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>A county with a record, a witness of its own, and a server for both.</summary>
    private sealed class ANeighbour : IAsyncDisposable
    {
        private readonly HttpClient _client = new();
        private ServedLedger? _ledger;
        private WitnessDesk? _witness;
        private RecordWriter? _writer;

        private ANeighbour(string kind) => Record = ARecord.On(kind);

        public ARecord Record { get; }

        public AWebServer Server { get; private set; } = null!;

        public RecordWriter Writer => _writer!;

        public WitnessDesk Witness => _witness!;

        public NoteVerifier Key { get; private set; } = null!;

        public string Policy => Path.Combine(Record.Folder, "policy");

        public static async Task<ANeighbour> MakeAsync(string kind, string name)
        {
            var county = new ANeighbour(kind);
            var (record, keys) = (county.Record, county.Record.Place.Keys);
            await using (await RecordWriter.CreateAsync(record.Place, $"{name}.example/record", new RecordSettings(), record.Clock))
            {
            }

            county.Key = RecordKeys.Open(keys).Signer.Verifier;
            WitnessDesk.MakeKey(keys, $"{name}.example/witness");
            return county;
        }

        /// <summary>Each takes the record of the other on as a witness, and the other as a witness of its own.</summary>
        public static async Task MeetAsync(ANeighbour one, ANeighbour other)
        {
            await one.ServeAsync(other.Key);
            await other.ServeAsync(one.Key);
            await one.AskAsync(other);
            await other.AskAsync(one);
        }

        private async Task ServeAsync(NoteVerifier witnessed)
        {
            await File.WriteAllTextAsync(Path.Combine(Record.Place.Keys, "witnessed"), witnessed + "\n", Patience);
            _witness = WitnessDesk.Open(Record.Place.Keys, Record.Clock);
            _ledger = new ServedLedger(Record.Place.Store, () => _writer?.CountingCheckpoint);
            Server = await AWebServer.StartAsync(to =>
            {
                to.MapLedger(_ledger, new AuditorTokens(Record.Place.Keys));
                to.MapWitness(_witness);
            });
        }

        private Task AskAsync(ANeighbour witness) =>
            File.WriteAllTextAsync(Policy, $"log {Key}\nwitness neighbour {witness.Witness.Key} {witness.Server.Address}\nquorum neighbour\n", Patience);

        public async Task OpenAsync()
        {
            Assert.True(WitnessPolicy.TryRead(await File.ReadAllBytesAsync(Policy, Patience), out var policy, out var fault), fault);
            _writer = await Record.OpenAsync(new RecordSettings
            {
                Policy = policy, Witnesses = HttpWitness.Of(policy, _client), CheckpointEvery = TimeSpan.FromMilliseconds(5), WitnessRetry = TimeSpan.FromMilliseconds(50), WitnessPatience = TimeSpan.FromSeconds(5),
            });
        }

        public async ValueTask DisposeAsync()
        {
            if (_writer is not null) await _writer.DisposeAsync();
            if (Server is not null) await Server.DisposeAsync();
            _ledger?.Dispose();
            _witness?.Dispose();
            _client.Dispose();
            await Record.DisposeAsync();
        }
    }
}
