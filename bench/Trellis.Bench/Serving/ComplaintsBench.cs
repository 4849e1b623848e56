using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Trellis.Authority;
using Trellis.Authority.Access;
using Trellis.Bench.Ledger;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;

namespace Trellis.Bench.Serving;

/// <summary>
/// The life of a complaint over HTTP (create, assign, resolve, search) with many matters present, against a server in a process of its own: at a steady rate, saturated, in bursts;
/// the list of a restricted officer; and the memory of the server with the county loaded.
/// </summary>
internal sealed class ComplaintsBench(string root, int matters, int seconds, string? postgres) : IDisposable
{
    private const string Database = "trellis_bench_complaints";
    private const string Type = "construction-noise";

    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-complaints-").FullName;
    private readonly Dictionary<string, string> _officers = new(StringComparer.Ordinal);
    private string[] _places = [];
    private string _resident = "";
    private HttpClient _client = new();
    private int _keys;

    public void Dispose() => _client.Dispose();

    public async Task<int> RunAsync()
    {
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, {matters:N0} matters present, {(postgres is null ? "SQLite" : "PostgreSQL")}");
        try
        {
            var place = postgres is null ? RecordPlace.OfFile(Path.Combine(_folder, "county.db")) : BenchDatabases.Make(postgres, Database, Path.Combine(_folder, "keys"));
            await FillAsync(place);
            using var server = Start(place);
            try
            {
                var address = (await server.StandardOutput.ReadLineAsync())?.Split(' ')[2].TrimEnd(';') ?? throw new InvalidOperationException(await server.StandardError.ReadToEndAsync());
                _client.Dispose();
                _client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = new Uri(address) };
                await MeasureAsync(server);
            }
            finally
            {
                server.Kill();
                await server.WaitForExitAsync();
            }

            if (postgres is not null) BenchDatabases.Drop(postgres, Database);
            return 0;
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task MeasureAsync(System.Diagnostics.Process server)
    {
        for (var at = 0; at < 250; at++) await CycleAsync(at); // 1,000 requests and their pages
        Console.WriteLine($"resident memory after the first 1,000 requests: {Resident(server):N0} MB, asked 220");

        var steady = await AtRateAsync(150, TimeSpan.FromSeconds(seconds));
        Console.WriteLine($"150 cycles/s: p50 {steady.P50:F1} ms, p95 {steady.P95:F1} ms a request, {steady.Done / steady.Took:F0} cycles/s, {steady.Failed} failed; asked p95 20 ms");

        var saturated = await SaturatedAsync(64, TimeSpan.FromSeconds(seconds));
        Console.WriteLine($"64 in flight: {saturated.Done / saturated.Took:F0} cycles/s, p95 {saturated.P95:F1} ms a cycle, {saturated.Failed} failed; asked 500/s and 200 ms");

        foreach (var factor in (int[])[1, 10])
        {
            var failed = 0;
            foreach (var rate in (int[])[1, 15, 1, 25, 2, 35, 10]) failed += (await AtRateAsync(rate * factor, TimeSpan.FromSeconds(2))).Failed;
            var idle = await AtRateAsync(5, TimeSpan.FromSeconds(5));
            Console.WriteLine($"bursts of 1, 15, 1, 25, 2, 35, 10 cycles/s times {factor}: {failed} failed, afterwards p95 {idle.P95:F1} ms a request; asked 0 failed");
        }

        var lists = new ConcurrentBag<double>();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(user => Task.Run(async () =>
        {
            for (var at = 0; at < 50; at++)
            {
                var begun = Stopwatch.GetTimestamp();
                await GetAsync($"api/v1/matters?type={Type}&limit=50", _officers[_places[user % _places.Length]]);
                lists.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        })));
        var listed = Sorted(lists);
        Console.WriteLine($"an officer's list of 50, 16 users at once: median {At(listed, 0.5):F1} ms, p95 {At(listed, 0.95):F1} ms; asked median 20");
        Console.WriteLine($"resident memory at the end: {Resident(server):N0} MB");
    }

    /// <summary>Matters that were filed and taken back, and the seats and tokens that the load needs.</summary>
    private async Task FillAsync(RecordPlace place)
    {
        await using var writer = await RecordWriter.CreateAsync(place, "bench.example/record", new RecordSettings(), TimeProvider.System);
        await using var desk = await MattersDesk.OpenAsync(writer, place, TimeProvider.System, StructureFolder.Read(Path.Combine(root, "structures", "cuiwei")));
        var access = new AccessDesk(writer, TimeProvider.System, () => desk.InForce.Version, (person, seat) => desk.Standing.IsSeated(person, seat, desk.InForce.DayOf(desk.Now)));
        var keeper = new EntryActor.Officer("archivist", "cuiwei");
        var today = desk.InForce.Structure.On(desk.InForce.DayOf(desk.Now));
        _places = [.. today.Units.Where(static unit => unit.Type?.Id is "neighbourhood" or "village").Select(static unit => unit.Id).Take(40)];
        foreach (var at in _places)
        {
            var matter = await FileAsync(desk, $"warm-{at}", at);
            var post = matter.OpenAt("receive")!.Performer!.Value.Post!.Value;
            var person = new ActorId($"o-{post.Post}-{post.Unit}");
            await desk.DoAsync(new ActOrder { By = Actor.System, Act = new TakeSeat(person, post, desk.InForce.DayOf(desk.Now)) }, CancellationToken.None);
            var (issued, why) = await access.IssueAsync(new TokenHolder.Officer(person, post), [Scope.Read, Scope.Act], desk.Now.AddDays(30), keeper, CancellationToken.None);
            _officers[at] = issued?.Secret ?? throw new InvalidOperationException(why!.ToString());
        }

        var (resident, _) = await access.IssueAsync(new TokenHolder.Resident(new ActorId("r-bench")), [Scope.Read, Scope.Act], desk.Now.AddDays(30), keeper, CancellationToken.None);
        _resident = resident!.Secret;
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 256).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < matters)
            {
                var matter = await FileAsync(desk, $"p-{number}", _places[number % _places.Length]);
                await desk.DoAsync(new ActOrder { By = new Actor.Resident(matter.FiledFor), Act = new WithdrawMatter(matter.Id) }, CancellationToken.None);
            }
        })));
        Console.WriteLine($"filled with {matters:N0} matters in {watch.Elapsed.TotalSeconds:F0} s");
    }

    private static async Task<Matter> FileAsync(MattersDesk desk, string person, string place)
    {
        var order = new ActOrder
        {
            By = new Actor.Resident(new ActorId(person)),
            Act = MattersDesk.Filing(Type, new UnitId(place), [new BoundRole("applicant", new RowId("person", person)), new BoundRole("site", new RowId("place", $"site-{person}"))], new ActorId(person), Channel.Web, []),
        };
        return await desk.DoAsync(order, CancellationToken.None) is ActAnswer.Done { Matter: { } matter } ? matter : throw new InvalidOperationException("A complaint was not taken.");
    }

    /// <summary>Create, assign, resolve, search. How long each request took goes into the bag.</summary>
    private async Task CycleAsync(int number, ConcurrentBag<double>? requests = null)
    {
        var place = _places[number % _places.Length];
        var officer = _officers[place];
        var filed = await TimedAsync(() => PostAsync("api/v1/matters", new JsonObject { ["type"] = Type, ["place"] = place, ["roles"] = new JsonObject { ["applicant"] = "person/r-bench", ["site"] = "place/s-1" }, ["said"] = "夜里十二点还在打桩。" }, _resident), requests);
        var id = (string)filed["matter"]!["id"]!;
        await TimedAsync(() => PostAsync($"api/v1/matters/{id}/acts/receive-matter", new JsonObject { ["key"] = "receive" }, officer), requests);
        await TimedAsync(() => PostAsync($"api/v1/matters/{id}/acts/withdraw-matter", new JsonObject { ["reason"] = "停工了，谢谢。" }, _resident), requests);
        await TimedAsync(() => GetAsync($"api/v1/matters?state=closed&number={(string)filed["matter"]!["number"]!}", officer), requests);
    }

    private async Task<Load> AtRateAsync(int rate, TimeSpan lasts)
    {
        var requests = new ConcurrentBag<double>();
        var failed = 0;
        var running = new List<Task>();
        var begun = Stopwatch.GetTimestamp();
        for (var number = 0; Stopwatch.GetElapsedTime(begun) < lasts;)
        {
            for (var due = Stopwatch.GetElapsedTime(begun).TotalSeconds * rate; number < due; number++)
            {
                var of = number;
                running.Add(Task.Run(async () =>
                {
                    try
                    {
                        await CycleAsync(of, requests);
                    }
                    catch (HttpRequestException)
                    {
                        Interlocked.Increment(ref failed);
                    }
                }));
            }

            await Task.Delay(1);
        }

        await Task.WhenAll(running);
        var sorted = Sorted(requests);
        return new Load(running.Count, failed, Stopwatch.GetElapsedTime(begun).TotalSeconds, At(sorted, 0.5), At(sorted, 0.95));
    }

    private async Task<Load> SaturatedAsync(int atOnce, TimeSpan lasts)
    {
        var cycles = new ConcurrentBag<double>();
        var (failed, next) = (0, 0);
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(begun) < lasts)
            {
                var cycle = Stopwatch.GetTimestamp();
                try
                {
                    await CycleAsync(Interlocked.Increment(ref next));
                    cycles.Add(Stopwatch.GetElapsedTime(cycle).TotalMilliseconds);
                }
                catch (HttpRequestException)
                {
                    Interlocked.Increment(ref failed);
                }
            }
        })));
        var sorted = Sorted(cycles);
        return new Load(sorted.Count, failed, Stopwatch.GetElapsedTime(begun).TotalSeconds, At(sorted, 0.5), At(sorted, 0.95));
    }

    private async Task<JsonNode> PostAsync(string path, JsonObject body, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"b-{Interlocked.Increment(ref _keys)}"));
        return await SendAsync(request);
    }

    private async Task<JsonNode> GetAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await SendAsync(request);
    }

    private async Task<JsonNode> SendAsync(HttpRequestMessage request)
    {
        using var reply = await _client.SendAsync(request);
        var said = await reply.Content.ReadAsStringAsync();
        return reply.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created ? JsonNode.Parse(said)! : throw new HttpRequestException($"{request.RequestUri}: {(int)reply.StatusCode} {said}");
    }

    private System.Diagnostics.Process Start(RecordPlace place)
    {
        string[] store = place.Store is Trellis.Runtime.Database.SqliteStore file ? ["--data", file.File] : ["--postgres", new Npgsql.NpgsqlConnectionStringBuilder(postgres!) { Database = Database }.ConnectionString];
        return System.Diagnostics.Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(root, "src", "Trellis.Cli", "bin", "Release", "net10.0", "Trellis.Cli.dll"), "serve", "--structure", Path.Combine(root, "structures", "cuiwei"), "--urls", "http://127.0.0.1:0", "--lang", "en", "--keys", place.Keys, .. store])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
    }

    private static async Task<JsonNode> TimedAsync(Func<Task<JsonNode>> ask, ConcurrentBag<double>? requests)
    {
        var begun = Stopwatch.GetTimestamp();
        var answer = await ask();
        requests?.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        return answer;
    }

    private static double Resident(System.Diagnostics.Process server)
    {
        server.Refresh();
        return server.WorkingSet64 / 1e6;
    }

    private static List<double> Sorted(IEnumerable<double> all)
    {
        List<double> sorted = [.. all];
        sorted.Sort();
        return sorted;
    }

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];

    private readonly record struct Load(int Done, int Failed, double Took, double P50, double P95);
}
