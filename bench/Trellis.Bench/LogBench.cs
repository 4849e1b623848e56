using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Xml;
using Trellis.Bench.Generators;
using Trellis.Diagnosis.EventLogs;
using Trellis.Standards.Xes;

namespace Trellis.Bench;

/// <summary>
/// The figures of reading and computing event logs: our stages, the peer's and the floors in turn, round after round,
/// so that a machine that slows down slows all of them; the ratios are printed, medians over the rounds.
/// </summary>
internal sealed class LogBench(string root, int rounds, bool readingOnly, string python, string recordedLogs)
{
    private const int Cases = 1_000_000;
    private const int Events = 10_000_000;

    private readonly string _out = Path.Combine(root, "bench", "out");

    public void Run()
    {
        Directory.CreateDirectory(_out);
        Console.WriteLine($"machine: {Machine()}");
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {rounds} rounds");
        Wide();
        if (readingOnly) return;
        Xes();
        Commands();
    }

    private void Wide()
    {
        var file = Path.Combine(_out, "wide-10m.csv");
        if (!File.Exists(file))
        {
            using (var to = File.Create(file + ".tmp")) WideLog.Write(to, Cases, Events);
            File.Move(file + ".tmp", file);
        }

        var ours = new List<JsonElement>();
        var theirs = new List<JsonElement>();
        var newlines = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            NewlineSeconds(file); // brings the file into memory, for ours as for the floor
            newlines.Add(NewlineSeconds(file));
            ours.Add(Child("dotnet", [Path.Combine(AppContext.BaseDirectory, "Trellis.Bench.dll"), "stages", file]));
            if (python.Length > 0) theirs.Add(Child(python, [Path.Combine(root, "bench", "peers", "pm4py_peer.py"), file, .. readingOnly ? ["read"] : Array.Empty<string>()]));
        }

        Console.WriteLine();
        Console.WriteLine($"{Events:N0} events, {Cases:N0} cases, CSV of {new FileInfo(file).Length / 1_000_000:N0} MB, CPU seconds (wall seconds), medians:");
        foreach (var stage in readingOnly ? (ReadOnlySpan<string>)["read"] : ["read", "flow", "handover"])
        {
            var cpu = Median(ours, stage, "cpu");
            var line = $"  {stage,-10} ours {cpu,8:F3} ({Median(ours, stage, "wall"):F3})";
            if (theirs.Count > 0)
            {
                var ratios = ours.Zip(theirs, (one, other) => Stage(other, stage, "cpu") / Stage(one, stage, "cpu")).Order().ToList();
                line += $"   peer {Median(theirs, stage, "cpu"),8:F2} ({Median(theirs, stage, "wall"):F2})   peer/ours {ratios[ratios.Count / 2]:F1} (from {ratios[0]:F1} to {ratios[^1]:F1})";
            }

            Console.WriteLine(line);
        }

        var walls = ours.Zip(newlines, (one, floor) => Stage(one, "read", "wall") / floor).Order().ToList();
        Console.WriteLine($"  read, wall, against a single-threaded count of the newlines ({Middle(newlines):F3} s): {walls[walls.Count / 2]:F1} times");
        Console.WriteLine($"  peak resident while reading: {ours.Max(static one => one.GetProperty("peakReadMiB").GetDouble()):F0} MiB; with all stages {ours.Max(static one => one.GetProperty("peakRssMiB").GetDouble()):F0} MiB"
            + (theirs.Count > 0 ? $"; peer {theirs.Max(static one => one.GetProperty("peakRssMiB").GetDouble()):F0} MiB ({theirs[0].GetProperty("version")})" : ""));
    }

    /// <summary>The floor: read the file through a buffer and count line ends, 32 bytes at a time, on one thread.</summary>
    private static double NewlineSeconds(string file)
    {
        var began = Stopwatch.GetTimestamp();
        using var handle = File.OpenHandle(file, options: FileOptions.SequentialScan);
        var buffer = new byte[1 << 20];
        long at = 0, lines = 0;
        while (RandomAccess.Read(handle, buffer, at) is var read and > 0)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            at += read;
        }

        GC.KeepAlive(lines);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private void Xes()
    {
        var path = Path.Combine(recordedLogs, "BPIC15_1.xes.gz");
        if (!File.Exists(path))
        {
            Console.WriteLine("\nXES: BPIC15_1.xes.gz does not lie beside the checkout; left out.");
            return;
        }

        using var unzipped = new MemoryStream();
        using (var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress)) file.CopyTo(unzipped);
        var bytes = unzipped.ToArray();
        List<double> ours = [], floor = [];
        for (var round = 0; round < (rounds * 5) + 3; round++)
        {
            var walk = Seconds(() =>
            {
                using var xml = XmlReader.Create(new MemoryStream(bytes), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
                while (xml.Read())
                {
                }
            });
            var read = Seconds(() => XesLogs.Read(new MemoryStream(bytes), new LogReading { Source = "BPIC15_1" }));
            if (round < 3) continue; // both warm
            floor.Add(walk);
            ours.Add(read);
        }

        var ratios = ours.Zip(floor, static (one, other) => one / other).Order().ToList();
        Console.WriteLine($"\nXES, BPIC15_1, {bytes.Length / 1_000_000} MB: ours {Middle(ours) * 1000:F0} ms, a bare XmlReader walk {Middle(floor) * 1000:F0} ms, ratio {ratios[ratios.Count / 2]:F2} (from {ratios[0]:F2} to {ratios[^1]:F2})");
    }

    private void Commands()
    {
        var trellis = Path.Combine(root, "trellis");
        Console.WriteLine("\nwhole commands, wall seconds, median (least to most) of " + ((rounds * 3) + 2));
        Command("--help");
        foreach (var log in (ReadOnlySpan<string>)["receipt.xes.gz", "BPIC15_1.xes.gz"])
        {
            var path = Path.Combine(recordedLogs, log);
            if (!File.Exists(path)) continue;
            Command("diagnose", path);
            Command("diagnose", path, "--html", Path.Combine(_out, "report.html"));
        }

        void Command(params string[] args)
        {
            var times = new List<double>();
            for (var round = 0; round < (rounds * 3) + 3; round++)
            {
                var took = Seconds(() => Output(trellis, args));
                if (round > 0) times.Add(took);
            }

            Console.WriteLine($"  trellis {string.Join(' ', args.Select(static arg => Path.GetFileName(arg))),-50} {Middle(times):F3} ({times.Min():F3} to {times.Max():F3})");
        }
    }

    private static JsonElement Child(string program, string[] args) => JsonDocument.Parse(Output(program, args)).RootElement;

    private static string Output(string program, string[] args)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var arg in args) start.ArgumentList.Add(arg);
        using var process = System.Diagnostics.Process.Start(start) ?? throw new InvalidOperationException(program);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', args)} ended with {process.ExitCode}.");
    }

    private static double Stage(JsonElement run, string stage, string figure) => run.GetProperty("stages").GetProperty(stage).GetProperty(figure).GetDouble();

    private static double Median(List<JsonElement> runs, string stage, string figure) => Middle([.. runs.Select(run => Stage(run, stage, figure))]);

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Seconds(Action work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
        return string.Create(CultureInfo.InvariantCulture, $"{model ?? "unknown processor"}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB");
    }
}
