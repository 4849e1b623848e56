using System.Diagnostics;
using Npgsql;
using Trellis.Bench.Ledger;
using Trellis.Bench.Serving;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;

namespace Trellis.Bench.Process;

/// <summary>
/// What history costs: the same acts with the same open matters, and ten times as many closed ones beside them. The closed ones are rows of the tables of matters, copies of one
/// that was lived through; their entries are not made, because no act reads an entry.
/// </summary>
internal sealed class GrowthBench(string root, string? postgres)
{
    private const int AtOnce = 256;
    private const string Database = "trellis_bench_growth";

    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-growth-").FullName;

    public async Task RunAsync(int open, int less, int more, int acts)
    {
        if (ServerProcess.NotAsServed is { } note) Console.WriteLine(note);
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, {open:N0} open matters");
        try
        {
            if (postgres is null) await CompareAsync("SQLite", closed => RecordPlace.OfFile(Path.Combine(_folder, $"{closed}.db")), open, less, more, acts);
            else
            {
                await CompareAsync("PostgreSQL", closed => BenchDatabases.Make(postgres, $"{Database}_{closed}", Path.Combine(_folder, $"keys-{closed}")), open, less, more, acts);
                foreach (var closed in (int[])[less, more]) BenchDatabases.Drop(postgres, $"{Database}_{closed}");
            }
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task CompareAsync(string store, Func<int, RecordPlace> place, int open, int less, int more, int acts)
    {
        await using var few = await NoiseComplaints.OpenAsync(place(less), root, TimeProvider.System);
        await using var many = await NoiseComplaints.OpenAsync(place(more), root, TimeProvider.System);
        await FillAsync(few, less, open);
        await FillAsync(many, more, open);
        await LiveAsync(few, acts / 4, "warm");
        await LiveAsync(many, acts / 4, "warm");
        var ratios = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            var before = await LiveAsync(few, acts, $"a{round}");
            var between = await LiveAsync(many, acts, $"b{round}");
            var after = await LiveAsync(few, acts, $"c{round}");
            ratios.Add(between / ((before + after) / 2));
            Console.WriteLine($"{store}: us of processors an act with {less:N0} closed {before:F1} and {after:F1}, with {more:N0} closed {between:F1}");
        }

        ratios.Sort();
        Console.WriteLine($"{store}: median ratio {ratios[ratios.Count / 2]:F2}, asked at most 1.10");
    }

    private async Task FillAsync(NoiseComplaints complaints, int closed, int open)
    {
        // The last matter of the warm-up is closed: it is the pattern.
        var text = """
            insert into matter (id, number, revision, type, place, holder, state, result, filed, promised, closed, filed_for, filed_by, folded)
            select n, {number}, m.revision, m.type, m.place, m.holder, m.state, m.result, m.filed, m.promised, m.closed, 'p-old-' || (n % 50000), '', m.folded
            from {series}, (select * from matter where state = 2 order by id desc limit 1) m;
            insert into matter_unit (unit, closed, matter, type)
            select u.unit, 1, n, u.type from {series}, (select * from matter_unit where matter = (select max(id) from matter where state = 2)) u;
            """;
        if (postgres is null)
        {
            using var session = SqliteSession.OpenToWrite(Path.Combine(_folder, $"{closed}.db"), create: false);
            foreach (var part in text.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                session.Execute($"with recursive s (n) as (select 1 union all select n + 1 from s where n < {closed}) " + part.Replace("{number}", "printf('1999-%07d', n)", StringComparison.Ordinal).Replace("{series}", "s", StringComparison.Ordinal));
        }
        else
        {
            using var connection = new NpgsqlConnection(BenchDatabases.Of(postgres, $"{Database}_{closed}"));
            connection.Open();
            using var command = new NpgsqlCommand(text.Replace("{number}", "'1999-' || lpad(n::text, 7, '0')", StringComparison.Ordinal).Replace("{series}", $"generate_series(1, {closed}) as s (n)", StringComparison.Ordinal) + "analyze;", connection) { CommandTimeout = 600 };
            command.ExecuteNonQuery();
        }

        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < open)
            {
                Matter? matter = null;
                for (var act = 0; act < 3; act++) matter = await complaints.DoAsync(matter is null ? complaints.Filing($"open-{number}", number) : complaints.Next(matter, act - 1), matter);
            }
        })));
    }

    /// <returns>Microseconds of processors an act, of this program and, on a server, not of the server.</returns>
    private static async Task<double> LiveAsync(NoiseComplaints complaints, int acts, string name)
    {
        var (matters, next) = (acts / NoiseComplaints.ActsOfOne, -1);
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < matters) await complaints.LiveAsync($"{name}-{number}", number, static act => act());
        })));
        Console.WriteLine($"  {acts / watch.Elapsed.TotalSeconds:N0} acts/s");
        return (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / acts;
    }
}
