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

    private static readonly TimeSpan FullLoad = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-append-").FullName;

    public async Task RunAsync(int entries)
    {
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, {rounds} rounds of {entries:N0} entries");
        var drafts = Drafts.Make(entries);
        var bytes = Drafts.Bytes(drafts);
        Console.WriteLine($"{bytes.Average(static one => one.Length):F0} bytes an entry, {Batch} in a transaction");
        try
        {
            await TurnsAsync("SQLite", 0.60, () => SqliteFloor(bytes), (round, least) => OursAsync(RecordPlace.OfFile(Path.Combine(_folder, $"ours-{round}.db")), drafts, least));
            if (postgres is null) return;
            await TurnsAsync("PostgreSQL", 0.90, () => PostgresFloor(bytes), (round, least) => OursAsync(BenchDatabases.Make(postgres, "trellis_bench_append", Path.Combine(_folder, $"keys-{round}")), drafts, least));
            BenchDatabases.Drop(postgres, "trellis_bench_append");
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task TurnsAsync(string store, double asked, Func<double> floor, Func<int, TimeSpan, Task<(double Rate, double Signed)>> ours)
    {
        // A server runs for months; what the compiler does in the first seconds is no part of the rate.
        for (var warm = 0; warm < WarmUps; warm++)
        {
            floor();
            await ours(-1 - warm, TimeSpan.Zero);
        }

        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var before = floor();
            var (rate, _) = await ours(round, TimeSpan.Zero);
            var after = floor();
            var bare = (before + after) / 2;
            ratios.Add(rate / bare);
            Console.WriteLine($"{store}: ours {rate,9:N0}/s, floor {before,9:N0}/s and {after,9:N0}/s, ratio {rate / bare:F2}");
        }

        ratios.Sort();
        Console.WriteLine($"{store}: median ratio {ratios[ratios.Count / 2]:F2}, asked {asked:F2}");
        var (atLoad, slowest) = await ours(rounds, FullLoad);
        Console.WriteLine($"{store}: {FullLoad.TotalSeconds:F0} s of full load, {atLoad:N0}/s; from append to signed checkpoint p99 {slowest:F0} ms, asked 2000 ms");
    }

    /// <param name="least">How long at least; the drafts are appended again and again until then.</param>
    /// <returns>Entries a second, and the 99th percentile in milliseconds from append to signed checkpoint.</returns>
    private static async Task<(double Rate, double Signed)> OursAsync(RecordPlace place, Draft[] drafts, TimeSpan least)
    {
        var samples = new List<Task<double>>();
        var window = new Queue<Task<Settled>>(Outstanding);
        double rate;
        await using (var writer = await RecordWriter.CreateAsync(place, "bench.example/record", new RecordSettings { Batch = Batch }, TimeProvider.System))
        {
            var watch = Stopwatch.StartNew();
            var count = 0;
            for (; count < drafts.Length || watch.Elapsed < least; count++)
            {
                if (window.Count == Outstanding)
                    for (var oldest = 0; oldest < Batch; oldest++) Demand(await window.Dequeue());
                var task = writer.AppendAsync(drafts[count % drafts.Length], CancellationToken.None);
                if (count % 500 == 0) samples.Add(SampleAsync(writer, task));
                window.Enqueue(task);
            }

            while (window.TryDequeue(out var left)) Demand(await left);
            rate = count / watch.Elapsed.TotalSeconds;
            var all = await Task.WhenAll(samples);
            Array.Sort(all);
            if (writer.Size != count) throw new InvalidOperationException("Entries are missing.");
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
