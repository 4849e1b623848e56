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
            if (Environment.GetEnvironmentVariable("SEEN") is not null)
            {
                var fit = FittingWork.Fit(work, Asked());
                var period = new Period { From = fit.FirstArrival, To = fit.LastArrival + 1, SeenUntil = fit.LastEvent + 1 };
                var sims = Enumerable.Range(0, runs).Select(run => LivingOn.Columns(fit, period, new Seed(1).Of(run))).ToList();
                Console.WriteLine($"{name} cases {work.Cases} events {work.Events} pace {fit.Model.Pace:F2} duty {fit.Model.Hours.OwnHours} contexts {fit.Model.Flow.Contexts} depth {fit.Model.Flow.MeanDepth:F2} batches {fit.Model.Batches.Shares.Count} off {fit.Model.Off.Count}");
                Console.WriteLine($"  sim cases {sims.Average(s => s.Cases):F0} events {sims.Average(s => s.Events):F0} cycle {sims.Average(s => Distances.Means(s, period)[0]!.Value):F1} vs {Distances.Means(work, period)[0]:F1}");
                foreach (var one in Judging.Compare(work, period, runs, new Seed(1), own => LivingOn.Columns(fit, period, own), own => Resampling.Draw(work, period, own))) Console.WriteLine($"| {Word(one.Respect)} | {(one.Observed is { } mean ? Figure(mean) : "")} | {Figure(one.Simulated)} | {Figure(one.Resampled)} |");
                var act = work.Activities.Select((n, a) => (n, a, Count: work.Activity.Count(x => x == a))).OrderByDescending(x => x.Count).Take(12);
                foreach (var (n, a, c) in act)
                {
                    var (ow, sw) = (Waits(work, a), sims.SelectMany(s => Waits(s, a)).Order().ToList());
                    Console.WriteLine($"   {n,-40} {c,6} wait mean {ow.DefaultIfEmpty(0).Average() / 3.6e6:F1}h med {Med(ow)}  sim n {sims.Average(s => s.Activity.Count(x => x == a)):F0} mean {sw.DefaultIfEmpty(0).Average() / 3.6e6:F1}h med {Med(sw)}; service med {(fit.Model.Service[a].Length > 0 ? fit.Model.Service[a][fit.Model.Service[a].Length / 2] / 60000 : 0):F1} min");
                }
                continue;
            }

            began = Stopwatch.GetTimestamp();
            if (Judging.HeldOut(work, Asked(), runs, new Seed(1)) is not { } judged)
            {
                Console.WriteLine($"\n{name} holds too few matters to cut in two.");
                continue;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{name}: cut at {Day(judged.Cut)}, fitted on {judged.FittedCases:N0} matters, {judged.HeldOutCases:N0} held out; {runs} runs; read {read:F1} s, fitted and run {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s"));
            Console.WriteLine("| in which respect | observed mean | simulated | resampled | nearer |");
            Console.WriteLine("|---|---|---|---|---|");
            foreach (var one in judged.Respects)
                Console.WriteLine($"| {Word(one.Respect)} | {(one.Observed is { } mean ? Figure(mean) : "")} | {Figure(one.Simulated)} | {Figure(one.Resampled)} | {(one.Gain.IsApart ? one.Gain.Mean > 0 ? "simulated" : "**resampled**" : "neither")} |");
        }

        return 0;
    }

    private static FitSettings Asked() => Environment.GetEnvironmentVariable("FIT") is { } f ? new FitSettings { Memory = int.Parse(f.Split(',')[0]), Least = int.Parse(f.Split(',')[1]) } : new FitSettings();

    private static List<double> Waits(RecordedWork w, int a) => [.. Enumerable.Range(0, w.Cases).SelectMany(c => Enumerable.Range(w.CaseStarts[c] + 1, Math.Max(0, w.CaseStarts[c + 1] - w.CaseStarts[c] - 1))).Where(i => w.Activity[i] == a).Select(i => (double)(w.Ends[i] - w.Ends[i - 1])).Order()];

    private static string Med(List<double> x) => x.Count == 0 ? "-" : $"{x[x.Count / 4] / 3.6e6:F2}/{x[x.Count / 2] / 3.6e6:F2}/{x[x.Count * 3 / 4] / 3.6e6:F2}";

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

    private static string Figure(Estimate estimate) => $"{Figure(estimate.Mean)} ± {Figure(estimate.Half ?? 0)}";

    private static string Figure(double value) => value.ToString(Math.Abs(value) < 1 ? "0.000" : Math.Abs(value) < 100 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    private static string Day(long time) => new DateTime(time * TimeSpan.TicksPerMillisecond, DateTimeKind.Unspecified).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
