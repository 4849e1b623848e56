using System.Diagnostics;
using Trellis.Bench.Checks;
using Trellis.Runtime.Database;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Simulation.Runs;

namespace Trellis.Bench.Simulation;

/// <summary>
/// The county's year lived and written as a record, a whole command from its start to its last flush; beside it a bare twin: the very same rows, made before, by the same connection without log or
/// flush. What is between the two is living, deciding, sealing and hashing.
/// </summary>
internal static class YearBench
{
    private const double Asked = 10;

    public static int Run(string root, int rounds, string scale)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-year-").FullName;
        var (program, county) = (Path.Combine(root, "trellis"), Path.Combine(root, "structures", "cuiwei"));
        try
        {
            CheckBench.Start(program, ["--help"]); // builds where the sources changed
            Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, {rounds} rounds, the county's year at scale {scale}");
            var took = new List<double>();
            for (var round = 0; round < rounds; round++)
            {
                var file = Path.Combine(folder, $"year-{round}.db");
                var cost = CheckBench.Start(program, ["simulate", county, "--scale", scale, "--out", file, "--lang", "en"]);
                took.Add(cost.Wall);
                Console.WriteLine($"{cost.Wall:F2} s, {cost.Processor:F1} s of processors, {cost.PeakMebibytes:N0} MiB, {new FileInfo(file).Length / 1e6:N0} MB written; asked {Asked} s. {cost.Output.TrimEnd().Split('\n')[^1]}");
                File.Delete(file);
                Directory.Delete(file + ".keys", recursive: true);
            }

            took.Sort();
            var files = StructureFolder.Read(county);
            var (opened, from) = OpeningScenes.Open(files, null, null);
            var recorded = new List<Writes>();
            _ = WritingRecords.Write(opened, new RunSettings(1, from, 365, double.Parse(scale, System.Globalization.CultureInfo.InvariantCulture)), files, Path.Combine(folder, "recorded.db"), Environment.ProcessorCount, recorded.Add, null, null);
            var twins = Enumerable.Range(0, rounds).Select(round => Twin(Path.Combine(folder, $"twin-{round}.db"), recorded)).Order().ToList();
            Console.WriteLine($"median {took[took.Count / 2]:F2} s; its {recorded.Sum(static one => one.All.Sum(static write => (long)write.Rows)):N0} rows alone {twins[twins.Count / 2]:F2} s");
            return took[took.Count / 2] <= Asked ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Twin(string file, List<Writes> recorded)
    {
        using var claim = new SqliteStore(file).Claim(create: true);
        using var session = (SqliteSession)claim.Open();
        session.BeginFilling();
        var watch = Stopwatch.StartNew();
        foreach (var writes in recorded) session.Commit(writes);
        session.EndFilling();
        var seconds = watch.Elapsed.TotalSeconds;
        session.Dispose();
        File.Delete(file);
        return seconds;
    }
}
