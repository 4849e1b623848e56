using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Trellis.Bench.Ledger;
using Trellis.Runtime.Ledger;

namespace Trellis.Bench.Serving;

/// <summary>
/// The life of a complaint over HTTP with many matters present, against a server in a process of its own: a resident files it, the duty officer takes it and remedies it, and finds it
/// again by its number. At a steady rate, saturated, in bursts; the list of a restricted officer among a hundred types; and the memory of a server with the sample county.
/// </summary>
internal sealed class ComplaintsBench(string root, int matters, int seconds, string? postgres)
{
    private const string Database = "trellis_bench_complaints";
    private const int Types = 100;

    private static readonly int[] Bursts = [1, 15, 1, 25, 2, 35, 10];

    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-complaints-").FullName;
    private int _keys;
    private bool _missed;

    /// <returns>0 where every figure that was asked for was reached, else 1.</returns>
    public async Task<int> RunAsync()
    {
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, {matters:N0} matters of {Types} types present, {(postgres is null ? "SQLite" : "PostgreSQL")}");
        try
        {
            var county = Path.Combine(root, "structures", "cuiwei");
            await ServeAsync("cuiwei", ComplaintsCounty.With(county, 0), 0, 0, MeasureMemoryAsync);
            await ServeAsync("many", ComplaintsCounty.With(county, Types), Types, matters, MeasureAsync);
            return _missed ? 1 : 0;
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task ServeAsync(string name, IReadOnlyList<Trellis.Structure.Files.SourceFile> structure, int types, int filled, Func<ComplaintsCounty, LeanClient, System.Diagnostics.Process, Task> measure)
    {
        var place = postgres is null ? RecordPlace.OfFile(Path.Combine(_folder, $"{name}.db")) : BenchDatabases.Make(postgres, Database, Path.Combine(_folder, $"keys-{name}"));
        var watch = Stopwatch.StartNew();
        var county = await ComplaintsCounty.FillAsync(place, structure, types, filled);
        if (filled > 0) Console.WriteLine($"filled with {filled:N0} matters in {watch.Elapsed.TotalSeconds:F0} s");
        if (filled > 0 && postgres is not null) BenchDatabases.Settle(postgres, Database);
        GC.Collect();
        // A server that is told the files of its structure reads and checks them first, which takes more memory than to run them.
        using var server = Start(place, filled == 0 ? ["--structure", Path.Combine(root, "structures", "cuiwei")] : []);
        try
        {
            var address = new Uri((await server.StandardOutput.ReadLineAsync())?.Split(' ')[2].TrimEnd(';') ?? throw new InvalidOperationException(await server.StandardError.ReadToEndAsync()));
            using var client = new LeanClient(new IPEndPoint(IPAddress.Loopback, address.Port));
            await measure(county, client, server);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }

        if (postgres is not null) BenchDatabases.Drop(postgres, Database);
    }

    private async Task MeasureMemoryAsync(ComplaintsCounty county, LeanClient client, System.Diagnostics.Process server)
    {
        for (var at = 0; at < 250; at++)
        {
            var id = await FileAndTakeAsync(county, client, at, null);
            var officer = county.Officers[county.Places[at % county.Places.Length]];
            await client.GetAsync($"/api/v1/matters/{id.Id}", officer);
            await client.GetAsync("/api/v1/inbox", officer);
        }

        Tell(Resident(server) <= 220, $"resident memory with the sample county after the first 1,000 requests: {Resident(server):N0} MB, asked 220");
    }

    private async Task MeasureAsync(ComplaintsCounty county, LeanClient client, System.Diagnostics.Process server)
    {
        for (var at = 0; at < 250; at++) await CycleAsync(county, client, at, null);
        Console.WriteLine($"resident memory with all of it after the first 1,000 requests: {Resident(server):N0} MB");

        var steady = await AtRateAsync(county, client, 150, TimeSpan.FromSeconds(seconds));
        Tell(steady is { P95: <= 20, Failed: 0 }, $"150 cycles/s: p50 {steady.P50:F1} ms, p95 {steady.P95:F1} ms a request, {steady.Done / steady.Took:F0} cycles/s, {steady.Failed} failed; asked p95 20 ms");

        var cpu = server.TotalProcessorTime;
        var own = Environment.CpuUsage.TotalTime;
        var saturated = await SaturatedAsync(county, client, 64, TimeSpan.FromSeconds(seconds));
        server.Refresh();
        Tell(
            saturated is { P95: <= 200, Failed: 0 } && saturated.Done / saturated.Took >= 500,
            $"64 in flight: {saturated.Done / saturated.Took:F0} cycles/s, p95 {saturated.P95:F1} ms a cycle, {saturated.Failed} failed; asked 500/s and 200 ms; a cycle takes the server {(server.TotalProcessorTime - cpu).TotalMicroseconds / saturated.Done:F0} us of processors and the client {(Environment.CpuUsage.TotalTime - own).TotalMicroseconds / saturated.Done:F0}");

        var idle = await AtRateAsync(county, client, 5, TimeSpan.FromSeconds(5));
        foreach (var factor in (int[])[1, 10])
        {
            var failed = 0;
            foreach (var rate in Bursts) failed += (await AtRateAsync(county, client, rate * factor, TimeSpan.FromSeconds(2))).Failed;
            var begun = Stopwatch.GetTimestamp();
            var after = await AtRateAsync(county, client, 10, TimeSpan.FromSeconds(1));
            while (after.P50 > (2 * idle.P50) + 1 && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(30)) after = await AtRateAsync(county, client, 10, TimeSpan.FromSeconds(1));
            var back = Stopwatch.GetElapsedTime(begun).TotalSeconds - 1;
            Tell(failed == 0 && back <= 5, $"bursts of {string.Join(", ", Bursts)} cycles/s times {factor}: {failed} failed, asked none; back at the latency of before (p50 {idle.P50:F1} ms, now {after.P50:F1}) after {back:F0} s, asked 5");
        }

        foreach (var state in (string[])["open", "closed"])
        {
            var lists = new ConcurrentBag<double>();
            await Task.WhenAll(Enumerable.Range(0, 16).Select(user => Task.Run(async () =>
            {
                for (var at = 0; at < 50; at++)
                {
                    var begun = Stopwatch.GetTimestamp();
                    await client.GetAsync($"/api/v1/matters?type={county.TypeOf((user * 50) + at)}&state={state}&limit=50", county.Officers[county.Places[user % county.Places.Length]]);
                    lists.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                }
            })));
            var listed = Sorted(lists);
            Tell(At(listed, 0.5) <= 20, $"an officer's list of {state} ones of a type, 16 users at once: median {At(listed, 0.5):F1} ms, p95 {At(listed, 0.95):F1} ms; asked median 20");
        }

        Console.WriteLine($"resident memory at the end: {Resident(server):N0} MB");
    }

    private void Tell(bool reached, string line)
    {
        Console.WriteLine(reached ? line : $"{line}: NOT REACHED");
        _missed |= !reached;
    }

    /// <summary>Create, assign, resolve, search. How long each request took goes into the bag.</summary>
    private async Task CycleAsync(ComplaintsCounty county, LeanClient client, int number, ConcurrentBag<double>? requests)
    {
        var officer = county.Officers[county.Places[number % county.Places.Length]];
        var (id, spoken) = await FileAndTakeAsync(county, client, number, requests);
        await TimedAsync(() => client.PostAsync($"/api/v1/matters/{id}/acts/perform-step", officer, Key(), """{"key":"remedy","result":{"kind":"performed"},"facts":{"matter.site-report":"d-1"},"reason":"已令停工。"}"""), requests);
        var found = await TimedAsync(() => client.GetAsync($"/api/v1/matters?number={spoken}", officer), requests);
        if (found.Text("id") != id) throw new HttpRequestException("The search found another.");
    }

    private async Task<(string Id, string Number)> FileAndTakeAsync(ComplaintsCounty county, LeanClient client, int number, ConcurrentBag<double>? requests)
    {
        var place = county.Places[number % county.Places.Length];
        var filed = await TimedAsync(() => client.PostAsync(
            "/api/v1/matters", county.Resident, Key(),
            $$"""{"type":"{{county.TypeOf(number)}}","place":"{{place}}","roles":{"applicant":"person/r-bench","site":"place/s-1"},"facts":{"applicant.phone":"13900000000","matter.noise-source":"construction"},"said":"夜里十二点还在打桩。"}"""), requests);
        var id = filed.Text("id");
        await TimedAsync(() => client.PostAsync($"/api/v1/matters/{id}/acts/receive-matter", county.Officers[place], Key(), """{"key":"receive"}"""), requests);
        return (id, filed.Text("number"));
    }

    private string Key() => string.Create(CultureInfo.InvariantCulture, $"b-{Interlocked.Increment(ref _keys)}");

    private async Task<Load> AtRateAsync(ComplaintsCounty county, LeanClient client, int rate, TimeSpan lasts)
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
                        await CycleAsync(county, client, of, requests);
                    }
                    catch (HttpRequestException fault)
                    {
                        if (Interlocked.Increment(ref failed) == 1) Console.WriteLine(fault.Message);
                    }
                }));
            }

            await Task.Delay(1);
        }

        await Task.WhenAll(running);
        var sorted = Sorted(requests);
        return new Load(running.Count, failed, Stopwatch.GetElapsedTime(begun).TotalSeconds, At(sorted, 0.5), At(sorted, 0.95));
    }

    private async Task<Load> SaturatedAsync(ComplaintsCounty county, LeanClient client, int atOnce, TimeSpan lasts)
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
                    await CycleAsync(county, client, Interlocked.Increment(ref next), null);
                    cycles.Add(Stopwatch.GetElapsedTime(cycle).TotalMilliseconds);
                }
                catch (HttpRequestException fault)
                {
                    if (Interlocked.Increment(ref failed) == 1) Console.WriteLine(fault.Message);
                }
            }
        })));
        var sorted = Sorted(cycles);
        return new Load(sorted.Count, failed, Stopwatch.GetElapsedTime(begun).TotalSeconds, At(sorted, 0.5), At(sorted, 0.95));
    }

    private System.Diagnostics.Process Start(RecordPlace place, string[] structure)
    {
        string[] store = place.Store is Trellis.Runtime.Database.SqliteStore file ? ["--data", file.File] : ["--postgres", new Npgsql.NpgsqlConnectionStringBuilder(postgres!) { Database = Database }.ConnectionString];
        var start = new ProcessStartInfo("dotnet", [Path.Combine(root, "src", "Trellis.Cli", "bin", "Release", "net10.0", "Trellis.Cli.dll"), "serve", "--urls", "http://127.0.0.1:0", "--lang", "en", "--keys", place.Keys, .. store, .. structure])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        ServerProcess.RunAsTheScript(start);
        return System.Diagnostics.Process.Start(start)!;
    }

    private static async Task<Answer> TimedAsync(Func<Task<Answer>> ask, ConcurrentBag<double>? requests)
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
