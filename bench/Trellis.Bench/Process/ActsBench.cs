using System.Diagnostics;
using Npgsql;
using SQLitePCL;
using Trellis.Bench.Ledger;
using Trellis.Bench.Serving;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Bench.Process;

/// <summary>
/// Durable acts (authorised, decided, entered, folded into the tables, committed and flushed) of 256 callers at once, in turns with their bare twin: the very statements, rows and
/// bytes of such a run, 256 acts in a transaction, without rules, hashing and encryption. A loop that inserts one row a transaction is printed beside both.
/// </summary>
internal sealed class ActsBench(string root, int rounds, string? postgres)
{
    private const int AtOnce = 256;
    private const string Database = "trellis_bench_acts";

    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-acts-").FullName;

    public async Task RunAsync(int matters)
    {
        if (ServerProcess.NotAsServed is { } note) Console.WriteLine(note);
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, {rounds} rounds of {matters:N0} matters, {NoiseComplaints.ActsOfOne} acts each, {AtOnce} callers");
        try
        {
            await OnAsync("SQLite", name => RecordPlace.OfFile(Path.Combine(_folder, $"{name}.db")), matters);
            if (postgres is null) return;
            await OnAsync("PostgreSQL", name => BenchDatabases.Make(postgres, Database, Path.Combine(_folder, $"keys-{name}")), matters);
            BenchDatabases.Drop(postgres, Database);
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task OnAsync(string store, Func<string, RecordPlace> place, int matters)
    {
        var recorded = await RecordAsync(place("recorded"), matters);
        Console.WriteLine($"{store}: a transaction of {AtOnce} acts has {recorded[^1].All.Sum(static write => write.Rows):N0} rows and {BytesOf(recorded[^1]):N0} bytes");
        for (var warm = 0; warm < 2; warm++) await OursAsync(place($"warm-{warm}"), Math.Min(matters, 512), $"w{warm}");
        var ratios = new List<double>();
        var rate = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            var before = Twin(place($"twin-{round}a"), recorded);
            rate = await OursAsync(place($"ours-{round}"), matters, $"r{round}");
            var after = Twin(place($"twin-{round}b"), recorded);
            var bare = (before + after) / 2;
            ratios.Add(rate / bare);
            Console.WriteLine($"{store}: ours {rate,8:N0} acts/s, bare twin {before,8:N0}/s and {after,8:N0}/s, ratio {rate / bare:F2}; one row a transaction {OneRow(place($"row-{round}")),6:N0}/s");
        }

        ratios.Sort();
        Console.WriteLine($"{store}: median ratio {ratios[ratios.Count / 2]:F2}, asked 0.50");
        var (p50, p99) = await AtHalfLoadAsync(place("half"), rate / 2);
        Console.WriteLine($"{store}: at {rate / 2:N0} acts/s p50 {p50:F1} ms, p99 {p99:F1} ms, asked 50");
    }

    /// <summary>What transactions of exactly 256 acts write: all wait until the last has come.</summary>
    private async Task<List<Writes>> RecordAsync(RecordPlace place, int matters)
    {
        var recorded = new List<Writes>();
        await using var complaints = await NoiseComplaints.OpenAsync(place, root, TimeProvider.System);
        for (var first = 0; first < matters; first += AtOnce)
        {
            var running = new Matter?[AtOnce];
            for (var act = 0; act < NoiseComplaints.ActsOfOne; act++)
            {
                using var gate = new ManualResetEventSlim();
                using var entered = new ManualResetEventSlim();
                var held = complaints.Writer.PerformAsync(_ =>
                {
                    entered.Set();
                    gate.Wait();
                    return Decision.Accept();
                }, CancellationToken.None);
                entered.Wait();
                complaints.Writer.Written = recorded.Add;
                var (at, of) = (act, first);
                var waiting = running.Select((matter, number) => complaints.DoAsync(matter is null ? complaints.Filing($"p-{of + number}", number) : complaints.Next(matter, at - 1), matter)).ToList();
                gate.Set();
                await held;
                for (var number = 0; number < AtOnce; number++) running[number] = await waiting[number];
                complaints.Writer.Written = null;
            }
        }

        if (recorded.Count != (matters + AtOnce - 1) / AtOnce * NoiseComplaints.ActsOfOne) throw new InvalidOperationException("The transactions of the twin are not of 256 acts each.");
        return recorded;
    }

    private async Task<double> OursAsync(RecordPlace place, int matters, string name)
    {
        await using var complaints = await NoiseComplaints.OpenAsync(place, root, TimeProvider.System);
        var next = -1;
        var (cpu, collected) = (Environment.CpuUsage.TotalTime, GC.CollectionCount(0));
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < matters) await complaints.LiveAsync($"{name}-{number}", number, static act => act());
        })));
        var acts = (double)matters * NoiseComplaints.ActsOfOne;
        var rate = acts / watch.Elapsed.TotalSeconds;
        // On a machine that others use too the time of the processors says more than the clock on the wall.
        Console.WriteLine($"  ours: {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / acts:F0} us of processors an act, {GC.CollectionCount(0) - collected} collections, {GC.GetTotalPauseDuration().TotalMilliseconds:F0} ms paused so far");
        return rate;
    }

    /// <summary>Acts come at a steady rate, whether those before are answered or not.</summary>
    private async Task<(double P50, double P99)> AtHalfLoadAsync(RecordPlace place, double rate)
    {
        await using var complaints = await NoiseComplaints.OpenAsync(place, root, TimeProvider.System);
        var latencies = new System.Collections.Concurrent.ConcurrentBag<double>();
        var begun = Stopwatch.GetTimestamp();
        var running = new List<Task>();
        for (var number = 0; Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(10);)
        {
            var due = Stopwatch.GetElapsedTime(begun).TotalSeconds * rate / NoiseComplaints.ActsOfOne;
            for (; number < due; number++)
            {
                var of = number;
                running.Add(Task.Run(() => complaints.LiveAsync($"h-{of}", of, async act =>
                {
                    var at = Stopwatch.GetTimestamp();
                    await act();
                    latencies.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
                })));
            }

            await Task.Delay(1);
        }

        await Task.WhenAll(running);
        var all = latencies.Order().ToList();
        return (all[all.Count / 2], all[(int)(all.Count * 0.99)]);
    }

    /// <summary>The same writes by a bare loop.</summary>
    private static double Twin(RecordPlace place, List<Writes> recorded)
    {
        using var claim = place.Store.Claim(create: true);
        using var session = claim.Open();
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        foreach (var writes in recorded) session.Commit(writes);
        Console.WriteLine($"  twin: {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / (recorded.Count * (double)AtOnce):F0} us of processors an act");
        return recorded.Count * (double)AtOnce / watch.Elapsed.TotalSeconds;
    }

    private double OneRow(RecordPlace place)
    {
        const int Rows = 300;
        var row = new byte[400];
        if (place.Store is SqliteStore)
        {
            Batteries_V2.Init();
            raw.sqlite3_open_v2(Path.Combine(_folder, $"{Guid.CreateVersion7():N}.db"), out var database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
            raw.sqlite3_exec(database, "pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full; create table one (position integer primary key, bytes blob not null) strict");
            raw.sqlite3_prepare_v2(database, "insert into one (position, bytes) values (?1, ?2)", out var insert);
            var watch = Stopwatch.StartNew();
            for (var at = 0; at < Rows; at++)
            {
                raw.sqlite3_bind_int64(insert, 1, at);
                raw.sqlite3_bind_blob(insert, 2, row);
                raw.sqlite3_step(insert);
                raw.sqlite3_reset(insert);
            }

            var rate = Rows / watch.Elapsed.TotalSeconds;
            insert.Dispose();
            database.Dispose();
            return rate;
        }

        using var connection = new NpgsqlConnection(BenchDatabases.Of(postgres!, Database));
        connection.Open();
        using (var make = new NpgsqlCommand("create table one_row (position bigint primary key, bytes bytea not null)", connection)) make.ExecuteNonQuery();
        using var command = new NpgsqlCommand("insert into one_row (position, bytes) values ($1, $2)", connection);
        command.Parameters.Add(new NpgsqlParameter<long>());
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = row });
        command.Prepare();
        var begun = Stopwatch.StartNew();
        for (var at = 0; at < Rows; at++)
        {
            ((NpgsqlParameter<long>)command.Parameters[0]).TypedValue = at;
            command.ExecuteNonQuery();
        }

        return Rows / begun.Elapsed.TotalSeconds;
    }

    private static long BytesOf(Writes writes) => writes.All.Sum(static write =>
        write.Columns.Sum(static column => column.Kind switch { ParameterKind.Number => column.Numbers.Length * 8L, ParameterKind.Bytes => column.Bytes.Sum(static one => (long)one.Length), _ => column.Texts.Sum(static one => (long)one.Length) }));
}
