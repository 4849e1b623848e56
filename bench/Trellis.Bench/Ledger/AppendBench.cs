using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using SQLitePCL;
using Trellis.Runtime.Ledger;

namespace Trellis.Bench.Ledger;

/// <summary>
/// Appending events through the writer, in turns with its floor: the same bytes inserted into the same kind of table, as many in a transaction,
/// by a bare loop without encoding, hashing, checkpoints and answers. The ratio of the two is what we promise.
/// </summary>
internal sealed class AppendBench(int rounds, string? postgres)
{
    private const int Batch = 256;
    private const int Outstanding = 2048;
    private const int WarmUps = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-append-").FullName;

    public async Task RunAsync(int entries)
    {
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, {rounds} rounds of {entries:N0} entries");
        var drafts = Drafts.Make(entries);
        var bytes = Drafts.Bytes(drafts);
        Console.WriteLine($"{bytes.Average(static one => one.Length):F0} bytes an entry, {Batch} in a transaction");
        try
        {
            await TurnsAsync("SQLite", 0.60, () => SqliteFloor(bytes), round => OursAsync(RecordPlace.OfFile(Path.Combine(_folder, $"ours-{round}.db")), drafts));
            if (postgres is null) return;
            await TurnsAsync("PostgreSQL", 0.90, () => PostgresFloor(bytes), round => OursAsync(BenchDatabases.Make(postgres, "trellis_bench_append", Path.Combine(_folder, $"keys-{round}")), drafts));
            BenchDatabases.Drop(postgres, "trellis_bench_append");
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task TurnsAsync(string store, double asked, Func<double> floor, Func<int, Task<(double Rate, double Signed)>> ours)
    {
        // A server runs for months; what the compiler does in the first seconds is no part of the rate.
        for (var warm = 0; warm < WarmUps; warm++)
        {
            floor();
            await ours(-1 - warm);
        }

        var ratios = new List<double>();
        var signed = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var before = floor();
            var (rate, p99) = await ours(round);
            var after = floor();
            var bare = (before + after) / 2;
            ratios.Add(rate / bare);
            signed.Add(p99);
            Console.WriteLine($"{store}: ours {rate,9:N0}/s, floor {before,9:N0}/s and {after,9:N0}/s, ratio {rate / bare:F2}; from append to signed checkpoint p99 {p99:F0} ms");
        }

        ratios.Sort();
        Console.WriteLine($"{store}: median ratio {ratios[ratios.Count / 2]:F2}, asked {asked:F2}; worst p99 to a signed checkpoint {signed.Max():F0} ms, asked 2000 ms");
    }

    /// <returns>Entries a second, and the 99th percentile in milliseconds from append to signed checkpoint.</returns>
    private static async Task<(double Rate, double Signed)> OursAsync(RecordPlace place, Draft[] drafts)
    {
        var samples = new List<Task<double>>();
        var window = new Queue<Task<Settled>>(Outstanding);
        double rate;
        await using (var writer = await RecordWriter.CreateAsync(place, "bench.example/record", new RecordSettings { Batch = Batch }, TimeProvider.System))
        {
            var watch = Stopwatch.StartNew();
            for (var at = 0; at < drafts.Length; at++)
            {
                if (window.Count == Outstanding)
                    for (var oldest = 0; oldest < Batch; oldest++) Demand(await window.Dequeue());
                var task = writer.AppendAsync(drafts[at], CancellationToken.None);
                if (at % 500 == 0) samples.Add(SampleAsync(writer, task));
                window.Enqueue(task);
            }

            while (window.TryDequeue(out var left)) Demand(await left);
            rate = drafts.Length / watch.Elapsed.TotalSeconds;
            if (Environment.GetEnvironmentVariable("TRELLIS_BENCH_THREADS") is not null) PrintThreads(drafts.Length);
            var all = await Task.WhenAll(samples);
            Array.Sort(all);
            if (writer.Size != drafts.Length) throw new InvalidOperationException("Entries are missing.");
            return (rate, all[(int)(all.Length * 0.99)]);
        }

        static void Demand(Settled settled)
        {
            if (settled is not Settled.Done) throw new InvalidOperationException("An append was refused.");
        }

        static async Task<double> SampleAsync(RecordWriter writer, Task<Settled> appended)
        {
            var begun = Stopwatch.GetTimestamp();
            await writer.CheckpointOfAsync(((Settled.Done)await appended).Receipt.First, CancellationToken.None);
            return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }
    }

    /// <summary>The processor time that each thread of this process has used so far, for whoever looks for where it goes.</summary>
    private static void PrintThreads(int entries)
    {
        foreach (var thread in Directory.GetDirectories("/proc/self/task"))
        {
            var stat = File.ReadAllText(Path.Combine(thread, "stat"));
            var parts = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var micro = (double.Parse(parts[11], System.Globalization.CultureInfo.InvariantCulture) + double.Parse(parts[12], System.Globalization.CultureInfo.InvariantCulture)) * 10_000;
            if (micro / entries > 0.05) Console.WriteLine($"    {stat[(stat.IndexOf('(') + 1)..stat.LastIndexOf(')')],-18} {micro / entries,6:F2} us an entry, user {double.Parse(parts[11], System.Globalization.CultureInfo.InvariantCulture) * 10_000 / entries:F2}");
        }
    }

    private double SqliteFloor(byte[][] bytes)
    {
        Batteries_V2.Init();
        var path = Path.Combine(_folder, "floor.db");
        foreach (var old in Directory.GetFiles(_folder, "floor.db*")) File.Delete(old);
        Check(raw.sqlite3_open_v2(path, out var database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null));
        Check(raw.sqlite3_exec(database, "pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; create table entry (position integer primary key, bytes blob not null) strict"));
        Check(raw.sqlite3_prepare_v2(database, "insert into entry (position, bytes) values (?1, ?2)", out var insert));
        Check(raw.sqlite3_prepare_v2(database, "begin immediate", out var begin));
        Check(raw.sqlite3_prepare_v2(database, "commit", out var commit));
        var watch = Stopwatch.StartNew();
        for (var at = 0; at < bytes.Length;)
        {
            Step(begin);
            for (var row = 0; row < Batch && at < bytes.Length; row++, at++)
            {
                raw.sqlite3_bind_int64(insert, 1, at);
                raw.sqlite3_bind_blob(insert, 2, bytes[at]);
                Step(insert);
            }

            Step(commit);
        }

        var rate = bytes.Length / watch.Elapsed.TotalSeconds;
        insert.Dispose();
        begin.Dispose();
        commit.Dispose();
        database.Dispose();
        return rate;

        static void Step(sqlite3_stmt statement)
        {
            if (raw.sqlite3_step(statement) != raw.SQLITE_DONE) throw new InvalidOperationException("The floor failed.");
            raw.sqlite3_reset(statement);
        }

        static void Check(int code)
        {
            if (code != raw.SQLITE_OK) throw new InvalidOperationException("The floor failed.");
        }
    }

    private double PostgresFloor(byte[][] bytes)
    {
        using var connection = new NpgsqlConnection(postgres);
        connection.Open();
        Run("drop table if exists trellis_floor; create table trellis_floor (position bigint primary key, bytes bytea not null)");
        using var insert = new NpgsqlCommand("insert into trellis_floor (position, bytes) select * from unnest($1, $2)", connection);
        var positions = new NpgsqlParameter<long[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
        var rows = new NpgsqlParameter<byte[][]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
        insert.Parameters.Add(positions);
        insert.Parameters.Add(rows);
        insert.Prepare();
        var watch = Stopwatch.StartNew();
        for (var at = 0; at < bytes.Length; at += Batch)
        {
            var count = Math.Min(Batch, bytes.Length - at);
            var numbers = new long[count];
            for (var row = 0; row < count; row++) numbers[row] = at + row;
            positions.TypedValue = numbers;
            rows.TypedValue = bytes[at..(at + count)];
            insert.ExecuteNonQuery();
        }

        var rate = bytes.Length / watch.Elapsed.TotalSeconds;
        Run("drop table trellis_floor");
        return rate;

        void Run(string text)
        {
            using var command = new NpgsqlCommand(text, connection);
            command.ExecuteNonQuery();
        }
    }
}
