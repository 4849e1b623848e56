using System.Diagnostics;
using Trellis.Bench.Ledger;
using Trellis.Bench.Process;
using Trellis.Bench.Serving;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Bench.Information;

/// <summary>
/// Looks of officers into what people gave in matters, each judged, entered, folded, committed and flushed before it is answered: 16 readers, each of whom looks again as soon as the look
/// before stands. In turns with the bare twin: 16 who append the very rows and bytes of such looks, and a loop that commits together all that wait, without rules, hashing and questions.
/// Beside it what the store takes at most: 16 looks in each transaction, which nobody waits for.
/// </summary>
internal sealed class LooksBench(string root, int rounds, string? postgres)
{
    private const int Readers = 16;

    /// <summary>So many looks before the first that counts: a server has had many more.</summary>
    private const int Warm = 30_000;
    private const string Database = "trellis_bench_looks";
    private static readonly string[] Kinds = ["recorded", "warm", "bare", "ours", "twin"];

    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-looks-").FullName;

    public async Task RunAsync(int looks)
    {
        if (ServerProcess.NotAsServed is { } note) Console.WriteLine(note);
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, {rounds} rounds of {looks:N0} looks, {Readers} readers");
        try
        {
            await OnAsync("SQLite", name => RecordPlace.OfFile(Path.Combine(_folder, $"{name}.db")), looks);
            if (postgres is null) return;
            // Ours and the twin stand side by side, each in a database of its own.
            await OnAsync("PostgreSQL", name => BenchDatabases.Make(postgres, $"{Database}_{name.Split('-')[0]}", Path.Combine(_folder, $"keys-{name}")), looks);
        }
        finally
        {
            if (postgres is not null)
                foreach (var kind in Kinds) BenchDatabases.Drop(postgres, $"{Database}_{kind}");
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task OnAsync(string store, Func<string, RecordPlace> place, int looks)
    {
        List<Writes> recorded;
        await using (var county = await OpenAsync(place("recorded"))) recorded = await RecordAsync(county, Math.Min(looks, Readers * 256));
        Console.WriteLine($"{store}: a transaction of {Readers} looks has {recorded[^1].All.Sum(static write => write.Rows):N0} rows");
        await using (var county = await OpenAsync(place("warm"))) await OursAsync(county, Warm);
        await new BareAppends(recorded, Readers).RunAsync(place("bare-warm"), Warm);
        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var bare = new BareAppends(recorded, Readers);
            await using var county = await OpenAsync(place($"ours-{round}"));
            await AtRest.WaitAsync();
            var before = await bare.RunAsync(place($"bare-{round}a"), looks);
            var (rate, p50, p99, together, processors) = await OursAsync(county, looks);
            var after = await bare.RunAsync(place($"bare-{round}b"), looks);
            ratios.Add(rate / ((before.Rate + after.Rate) / 2));
            Console.WriteLine($"{store}: ours {rate,8:N0} looks/s, {together:F1} together, {processors:F0} us of processors a look, p50 {p50:F1} ms, p99 {p99:F1} ms, asked 50; bare appends by {Readers} {before.Rate,8:N0}/s and {after.Rate,8:N0}/s, {after.Together:F1} together, {(before.Processors + after.Processors) / 2:F0} us, ratio {ratios[^1]:F2}; {Readers} at once whoever waits {Twin(place($"twin-{round}"), recorded),8:N0}/s");
        }

        ratios.Sort();
        Console.WriteLine($"{store}: ratio {ratios[ratios.Count / 2]:F2} ({ratios[0]:F2} to {ratios[^1]:F2}), asked 0.50");
    }

    /// <summary>What transactions of exactly 16 looks write: all wait until the last has come.</summary>
    private static async Task<List<Writes>> RecordAsync(County county, int looks)
    {
        var recorded = new List<Writes>();
        for (var done = 0; done < looks; done += Readers)
        {
            using var gate = new ManualResetEventSlim();
            using var entered = new ManualResetEventSlim();
            var held = county.Complaints.Writer.PerformAsync(_ =>
            {
                entered.Set();
                gate.Wait();
                return Decision.Accept();
            }, CancellationToken.None);
            entered.Wait();
            county.Complaints.Writer.Written = recorded.Add;
            var waiting = county.Readers.Select(reader => Task.Run(() => county.LookAsync(reader))).ToList();
            // Until all sixteen stand in the queue: each asks the store for its matter before.
            await Task.Delay(20);
            gate.Set();
            await held;
            await Task.WhenAll(waiting);
            county.Complaints.Writer.Written = null;
        }

        // Where somebody came too late there are two transactions of fewer; the twin is given whole ones only.
        var whole = recorded.Max(static writes => writes.All.Sum(static write => write.Rows));
        recorded.RemoveAll(writes => writes.All.Sum(static write => write.Rows) < whole - 1);
        return recorded.Count > looks / Readers / 2 ? recorded : throw new InvalidOperationException("Hardly any transaction of the twin is of 16 looks.");
    }

    private static async Task<(double Rate, double P50, double P99, double Together, double Processors)> OursAsync(County county, int looks)
    {
        var left = looks;
        var transactions = 0;
        county.Complaints.Writer.Written = _ => transactions++;
        var processors = Environment.CpuUsage.TotalTime;
        var latencies = new System.Collections.Concurrent.ConcurrentBag<double>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(county.Readers.Select(reader => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var at = Stopwatch.GetTimestamp();
                await county.LookAsync(reader);
                latencies.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            }
        })));
        var rate = looks / watch.Elapsed.TotalSeconds;
        var spent = (Environment.CpuUsage.TotalTime - processors).TotalMicroseconds / looks;
        county.Complaints.Writer.Written = null;
        var all = latencies.Order().ToList();
        return (rate, all[all.Count / 2], all[(int)(all.Count * 0.99)], looks / (double)transactions, spent);
    }

    /// <summary>The same writes by a bare loop.</summary>
    private static double Twin(RecordPlace place, List<Writes> recorded)
    {
        using var claim = place.Store.Claim(create: true);
        using var session = claim.Open();
        var watch = Stopwatch.StartNew();
        foreach (var writes in recorded) session.Commit(writes);
        return recorded.Count * (double)Readers / watch.Elapsed.TotalSeconds;
    }

    private async Task<County> OpenAsync(RecordPlace place)
    {
        var complaints = await NoiseComplaints.OpenAsync(place, root, TimeProvider.System);
        var looks = await LooksDesk.OpenAsync(complaints.Desk);
        var readers = new List<(Actor.Officer By, MatterId Matter)>();
        for (var number = 0; number < Readers; number++)
        {
            var matter = await complaints.DoAsync(complaints.Filing($"reader-{number}", number), null);
            readers.Add(((Actor.Officer)complaints.OfficerIn(matter.OpenAt("receive")!.Performer!.Value.Post!.Value), matter.Id));
        }

        return new County(complaints, looks, readers);
    }

    private sealed record County(NoiseComplaints Complaints, LooksDesk Looks, IReadOnlyList<(Actor.Officer By, MatterId Matter)> Readers) : IAsyncDisposable
    {
        public async Task LookAsync((Actor.Officer By, MatterId Matter) reader)
        {
            if (await Looks.LookIntoAsync(reader.By, reader.Matter, CancellationToken.None) is LookAnswer.Refused refused) throw new InvalidOperationException($"A look was not entered: {refused.Why}");
            await Task.Yield(); // others wait for their answer where ours was given
        }

        public ValueTask DisposeAsync() => Complaints.DisposeAsync();
    }
}
