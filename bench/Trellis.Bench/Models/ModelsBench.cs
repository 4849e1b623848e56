using System.Globalization;
using Trellis.Diagnosis.Conformance;
using Trellis.Diagnosis.Mining;
using Trellis.Runtime.Files;
using Trellis.Standards;
using Trellis.Standards.Pnml;
using EventLog = Trellis.Diagnosis.EventLogs.EventLog;
using LogReading = Trellis.Diagnosis.EventLogs.LogReading;

namespace Trellis.Bench.Models;

/// <summary>Mining models and comparing logs with them, in seconds of processor: what does not depend on whoever else uses the machine.</summary>
internal static class ModelsBench
{
    public static void Run(string logs, int rounds, int events)
    {
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, {rounds} rounds");
        var receipt = Read(Path.Combine(logs, "receipt.xes.gz"));
        using (var model = File.OpenRead(Path.Combine(logs, "receipt.model.pnml")))
        {
            var net = ReadingNets.Read(model, "receipt.model.pnml");
            Each("receipt: alignments with its model", rounds, () => $"cost {Alignments.Measure(receipt, net, Environment.ProcessorCount).Cost:N0}");
            Each("receipt: token replay of its model", rounds, () => $"fitness {TokenReplay.Play(receipt, net, Environment.ProcessorCount).LogFitness:0.0000}");
        }

        Each("receipt: mined", rounds, () => $"{InductiveMiner.Mine(receipt, 0.2, Environment.ProcessorCount).ToNet(receipt.ActivityNames).Transitions.Count:N0} transitions");
        var building = Read(Path.Combine(logs, "BPIC15_1.xes.gz"));
        Each("BPIC15_1 (398 activities): mined", rounds, () => $"{InductiveMiner.Mine(building, 0.2, Environment.ProcessorCount).ToNet(building.ActivityNames).Transitions.Count:N0} transitions");

        // The same matters over and over: a log of that size has few ways of going, and what is measured is how they are found and counted.
        var times = (int)Math.Ceiling((double)events / receipt.EventCount);
        using var content = new MemoryStream();
        using (var to = new StreamWriter(content, leaveOpen: true))
        {
            to.Write("case,activity,time\n");
            for (var time = 0; time < times; time++)
            {
                for (var number = 0; number < receipt.CaseCount; number++)
                {
                    for (var at = receipt.CaseStarts[number]; at < receipt.CaseStarts[number + 1]; at++)
                        to.Write(string.Create(CultureInfo.InvariantCulture, $"{time}-{number},{receipt.Activities[at]},2026-01-01T00:{at - receipt.CaseStarts[number]:00}\n"));
                }
            }
        }

        content.Position = 0;
        var wide = LogFormats.Read(content, new LogReading { Source = "wide", Threads = Environment.ProcessorCount });
        Each(string.Create(CultureInfo.InvariantCulture, $"{wide.EventCount:N0} events: mined and replayed"), rounds, () =>
        {
            var net = InductiveMiner.Mine(wide, 0.2, Environment.ProcessorCount).ToNet(wide.ActivityNames);
            return $"fitness {TokenReplay.Play(wide, net, Environment.ProcessorCount).LogFitness:0.0000}";
        });
    }

    private static EventLog Read(string file)
    {
        using var input = InputFile.Open(file, Stream.Null);
        return LogFormats.Read(input.Content, new LogReading { Source = input.Source, Threads = Environment.ProcessorCount });
    }

    private static void Each(string what, int rounds, Func<string> run)
    {
        var times = new List<double>();
        var said = "";
        for (var round = 0; round < rounds; round++)
        {
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            var before = process.TotalProcessorTime;
            said = run();
            process.Refresh();
            times.Add((process.TotalProcessorTime - before).TotalSeconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-45} {times[0],8:0.00} {times[times.Count / 2],8:0.00} {times[^1],8:0.00} s of processor (least, median, most); {said}"));
    }
}
