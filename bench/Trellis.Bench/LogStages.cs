using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Trellis.Bench.Generators;
using Trellis.Diagnosis.EventLogs;
using Trellis.Runtime.Files;
using Trellis.Standards;
using EventLog = Trellis.Diagnosis.EventLogs.EventLog;

namespace Trellis.Bench;

/// <summary>Runs the stages of a diagnosis one by one in this process and prints what each took, in the same shape as the peer's script.</summary>
internal static class LogStages
{
    public static void Run(string file, int threads)
    {
        WarmUp(threads);
        GC.Collect();
        EventLog? log = null;
        var read = Measure(() =>
        {
            using var input = InputFile.Open(file, Stream.Null);
            log = LogFormats.Read(input.Content, new LogReading { Source = input.Source, Threads = threads });
        });
        var peak = PeakMebibytes();
        var flow = Measure(() => Flow(log!, threads));
        var handover = Measure(() => HolderMoves.Find(log!.CaseStarts, log.Resources, log.ResourceNames.Length, threads));

        using var json = new Utf8JsonWriter(Console.OpenStandardOutput());
        json.WriteStartObject();
        json.WriteNumber("events", log!.EventCount);
        json.WriteNumber("cases", log.CaseCount);
        json.WriteNumber("peakReadMiB", peak);
        json.WriteNumber("peakRssMiB", PeakMebibytes());
        json.WriteStartObject("stages");
        Stage(json, "read", read);
        Stage(json, "flow", flow);
        Stage(json, "handover", handover);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Edges with times, variants, start and end activities, durations, rework: what the peer's "flow" stage computes.</summary>
    private static void Flow(EventLog log, int threads)
    {
        DirectlyFollows.Find(log, threads);
        VariantTable.Find(log, threads);
        ActivityUse.Find(log, threads);
        CaseTimes.Describe(CaseTimes.Throughputs(log, threads));
    }

    /// <summary>The peer warms up on a small log too, so both are measured without their start.</summary>
    private static void WarmUp(int threads)
    {
        using var small = new MemoryStream();
        WideLog.Write(small, cases: 20_000, events: 200_000, seed: 7);
        for (var round = 0; round < 8; round++)
        {
            small.Position = 0;
            var log = LogFormats.Read(small, new LogReading { Source = "warm-up", Threads = threads });
            Flow(log, threads);
            HolderMoves.Find(log.CaseStarts, log.Resources, log.ResourceNames.Length, threads);
            Thread.Sleep(100); // lets the compiler's own thread finish
        }
    }

    private static (double Cpu, double Wall) Measure(Action work)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var wall = Stopwatch.GetTimestamp();
        work();
        return ((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, Stopwatch.GetElapsedTime(wall).TotalSeconds);
    }

    private static void Stage(Utf8JsonWriter json, string name, (double Cpu, double Wall) took)
    {
        json.WriteStartObject(name);
        json.WriteNumber("cpu", Math.Round(took.Cpu, 4));
        json.WriteNumber("wall", Math.Round(took.Wall, 4));
        json.WriteEndObject();
    }

    /// <summary>The most memory this process ever had resident, pages mapped from files counted.</summary>
    private static double PeakMebibytes()
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (!line.StartsWith("VmHWM:", StringComparison.Ordinal)) continue;
            return Math.Round(double.Parse(line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024, 1);
        }

        return double.NaN;
    }
}
