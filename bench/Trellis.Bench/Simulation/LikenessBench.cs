using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Trellis.Diagnosis.EventLogs;
using Trellis.Simulation;
using Trellis.Simulation.Likeness;
using Trellis.Standards;
using Trellis.Standards.Likeness;

namespace Trellis.Bench.Simulation;

/// <summary>
/// How like recorded logs their simulations are, on time held out: fitted on the first half of each, compared with the second, beside a naive resampling. Prints the table of
/// docs/benchmarks.md.
/// </summary>
/// <param name="within">Judges on the second quarter what was fitted to the first, and never looks at the second half: for whoever changes the fit.</param>
internal sealed class LikenessBench(string logs, int runs, bool within)
{
    public int Run(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(logs, name);
            if (!File.Exists(path))
            {
                Console.WriteLine($"\n{name} does not lie beside the checkout; left out.");
                continue;
            }

            var began = Stopwatch.GetTimestamp();
            var work = Read(path);
            if (within) work = work.Between(long.MinValue, work.Middle(), work.Middle());
            var read = Stopwatch.GetElapsedTime(began).TotalSeconds;
            began = Stopwatch.GetTimestamp();
            if (Judging.HeldOut(work, new FitSettings(), runs, new Seed(1)) is not { } judged)
            {
                Console.WriteLine($"\n{name} holds too few matters to cut in two.");
                continue;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{name}: cut at {LikeTexts.Day(judged.Cut)}, fitted on {judged.FittedCases:N0} matters, {judged.HeldOutCases:N0} held out; {runs} runs; read {read:F1} s, fitted and run {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s"));
            Console.WriteLine($"| in which respect | observed mean | simulated | resampled | nearer | resampled, {judged.WholeCases:N0} whole matters | nearer |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            foreach (var one in judged.Respects)
            {
                var whole = judged.BesideWhole.FirstOrDefault(other => other.Respect == one.Respect);
                Console.WriteLine($"| {LikeTexts.Of(one.Respect).En} | {(one.Observed is { } mean ? LikeTexts.Figure(mean) : "")} | {LikeTexts.Figure(one.Simulated)} | {LikeTexts.Figure(one.Resampled)} | {LikeTexts.Nearer(one).En} | {(whole is null ? "" : LikeTexts.Figure(whole.Resampled))} | {(whole is null ? "" : LikeTexts.Nearer(whole).En)} |");
            }
        }

        return 0;
    }

    public static RecordedWork Read(string path)
    {
        using var file = File.OpenRead(path);
        using var content = new GZipStream(file, CompressionMode.Decompress);
        return WorkOfLogs.Of(LogFormats.Read(content, new LogReading { Source = Path.GetFileName(path), Threads = Environment.ProcessorCount }));
    }
}
