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

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{name}: cut at {Day(judged.Cut)}, fitted on {judged.FittedCases:N0} matters, {judged.HeldOutCases:N0} held out; {runs} runs; read {read:F1} s, fitted and run {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s"));
            Console.WriteLine("| in which respect | observed mean | simulated | resampled | nearer |");
            Console.WriteLine("|---|---|---|---|---|");
            foreach (var one in judged.Respects)
                Console.WriteLine($"| {Word(one.Respect)} | {(one.Observed is { } mean ? Figure(mean) : "")} | {Figure(one.Simulated)} | {Figure(one.Resampled)} | {(one.Gain.Excludes(0) ? one.Gain.Mean > 0 ? "simulated" : "**resampled**" : "neither")} |");
        }

        return 0;
    }

    public static RecordedWork Read(string path)
    {
        using var file = File.OpenRead(path);
        using var content = new GZipStream(file, CompressionMode.Decompress);
        return WorkOfLogs.Of(LogFormats.Read(content, new LogReading { Source = Path.GetFileName(path), Threads = Environment.ProcessorCount }));
    }

    private static string Word(Respect respect) => respect switch
    {
        Respect.CycleTime => "time from first to last event, hours",
        Respect.ArrivalsADay => "arrivals in a day",
        Respect.ArrivalHours => "hour of the week of arrivals, hours",
        Respect.EventsInPeriod => "place of events in the period, hours",
        Respect.EventHours => "hour of the week of events, hours",
        Respect.EventAge => "age of the matter at its events, hours",
        Respect.OpenMatters => "matters open at the end of a day",
        Respect.WorkAWeek => "events of a person in a week",
        _ => "three activities in a row, 0 to 1",
    };

    private static string Figure(Estimate estimate) => $"{Figure(estimate.Mean)} ± {Figure(estimate.HalfWidth ?? 0)}";

    private static string Figure(double value) => value.ToString(Math.Abs(value) < 1 ? "0.000" : Math.Abs(value) < 100 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    private static string Day(long time) => new DateTime(time * TimeSpan.TicksPerMillisecond, DateTimeKind.Unspecified).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
