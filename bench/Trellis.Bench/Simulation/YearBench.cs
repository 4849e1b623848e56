using System.Diagnostics;
using Trellis.Runtime.Database;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Simulation.Runs;

namespace Trellis.Bench.Simulation;

/// <summary>
/// The county's year lived and written as a record, from the folder to the last flush, in turns with a bare twin: the very same rows, made before, by the same connection without log or flush. So the
/// difference is what living, deciding, sealing and hashing cost.
/// </summary>
internal static class YearBench
{
    public static int Run(string root, int rounds, double scale)
    {
        var folder = Directory.CreateTempSubdirectory("trellis-year-").FullName;
        try
        {
            Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, {rounds} rounds, the county's year at scale {scale}");
            var recorded = new List<Writes>();
            _ = Write(root, Path.Combine(folder, "recorded.db"), scale, recorded.Add);
            var took = new List<double>();
            for (var round = 0; round < rounds; round++)
            {
                var (collected, paused) = (GC.CollectionCount(0), GC.GetTotalPauseDuration());
                var (file, cpu, watch) = (Path.Combine(folder, $"year-{round}.db"), Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
                var written = Write(root, file, scale, null);
                var (seconds, processor) = (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
                took.Add(seconds);
                var twin = Twin(Path.Combine(folder, $"twin-{round}.db"), recorded);
                Console.WriteLine($"{written.Run.Tally.Brought:N0} matters, {written.Head.Size:N0} entries, {recorded.Sum(static one => one.All.Sum(static write => (long)write.Rows)):N0} rows, {new FileInfo(file).Length / 1e6:N0} MB in {seconds:F2} s ({processor:F1} s of processors, {(GC.GetTotalPauseDuration() - paused).TotalSeconds:F1} s paused for {GC.CollectionCount(0) - collected} collections), asked 10 s; its rows alone {twin:F2} s; root {written.Head.Root}");
                File.Delete(file);
                Directory.Delete(file + ".keys", recursive: true);
            }

            took.Sort();
            Console.WriteLine($"median {took[took.Count / 2]:F2} s");
            return took[took.Count / 2] <= 10 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static WrittenRecord Write(string root, string file, double scale, Action<Writes>? written)
    {
        var files = StructureFolder.Read(Path.Combine(root, "structures", "cuiwei"));
        var (opened, from) = OpeningScenes.Open(files, null, null);
        if (opened.Refusing.Count > 0) throw new InvalidOperationException("The county has errors.");
        return WritingRecords.Write(opened, new RunSettings(1, from, 365, scale), files, file, Environment.ProcessorCount, written);
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
