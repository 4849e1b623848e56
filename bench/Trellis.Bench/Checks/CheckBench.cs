using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Trellis.Bench.Generators;
using Trellis.Diagnosis.Checks;
using Trellis.Structure;

namespace Trellis.Bench.Checks;

/// <summary>
/// Whole check commands as ./trellis runs them, in turns with their floor (the same program's --help, and reading the same bytes):
/// wall time, processor time of all threads and peak memory of the child.
/// </summary>
internal sealed class CheckBench(string root)
{
    private static readonly CultureInfo Words = CultureInfo.InvariantCulture;

    private readonly string _out = Path.Combine(root, "bench", "out");

    private readonly string _program = Path.Combine(root, ".trellis", "bin", "Trellis.Cli.dll");

    public int Run(int rounds)
    {
        Directory.CreateDirectory(_out);
        Start(Path.Combine(root, "trellis"), ["--help"]); // builds where the sources changed
        var county = Path.Combine(root, "structures", "cuiwei");
        var province = Path.Combine(_out, "province");
        if (!File.Exists(Path.Combine(province, "structure.yaml"))) Province.Write(province);
        var faults = Path.Combine(_out, "faults");
        WriteFaults(faults, 100_000);

        Console.WriteLine(string.Create(Words, $"{rounds} rounds, {Environment.ProcessorCount} cores, load {Load()} before."));
        Console.WriteLine("command                       wall s (least to most)        CPU s   peak MiB   CPU / CPU of --help   asked");
        var fine = Measure("check structures/cuiwei", county, rounds, 0.8, 2_048);
        fine &= Measure("check province", province, Math.Min(rounds, 3), 10, 2_048);
        fine &= Measure("check 100,000 faults", faults, Math.Min(rounds, 3), 10, 2_048);
        CheckCounts(faults);
        fine &= EachKind(100_000);
        Console.WriteLine(string.Create(Words, $"Load {Load()} after."));
        return fine ? 0 : 1;
    }

    private bool Measure(string name, string folder, int rounds, double seconds, int mebibytes)
    {
        var runs = new List<Cost>();
        var floors = new List<Cost>();
        var reads = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            floors.Add(Start("dotnet", [_program, "--help"]));
            runs.Add(Start("dotnet", [_program, "check", folder, "--lang", "en"]));
            var clock = Stopwatch.StartNew();
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)) _ = File.ReadAllBytes(file);
            reads.Add(clock.Elapsed.TotalSeconds);
        }

        var wall = runs.Select(static run => run.Wall).Order().ToList();
        var cpu = Middle(runs.Select(static run => run.Processor));
        var floor = Middle(floors.Select(static run => run.Processor));
        var peak = runs.Max(static run => run.PeakMebibytes);
        var fine = Middle(wall) < seconds && peak < mebibytes;
        Console.WriteLine(string.Create(Words, $"{name,-28}  {Middle(wall):0.00} ({wall[0]:0.00} to {wall[^1]:0.00})  {cpu,15:0.00}  {peak,9:0}  {cpu / floor,18:0.0}   under {seconds} s, {mebibytes:N0} MiB{(fine ? "" : ": missed")}"));
        Console.WriteLine(string.Create(Words, $"  --help {Middle(floors.Select(static run => run.Wall)):0.00} s wall, {floor:0.00} s CPU; reading the same bytes {Middle(reads):0.000} s"));
        return fine;
    }

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    internal sealed record Cost(double Wall, double Processor, double PeakMebibytes, string Output);

    /// <summary>Runs a program to its end.</summary>
    internal static Cost Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0"; // as the script sets it
        var before = Children();
        var clock = Stopwatch.StartNew();
        using var child = System.Diagnostics.Process.Start(start) ?? throw new InvalidOperationException(program);
        var errors = child.StandardError.ReadToEndAsync();
        var peak = 0.0;
        using var ended = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            // The kernel keeps the peak of a process only as long as it lives.
            while (!ended.IsCancellationRequested)
            {
                peak = Math.Max(peak, Peak(child.Id));
                await Task.Delay(5);
            }
        });
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        clock.Stop();
        ended.Cancel();
        watch.GetAwaiter().GetResult();
        _ = errors.GetAwaiter().GetResult();
        if (child.ExitCode > 1) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {child.ExitCode}.");
        return new Cost(clock.Elapsed.TotalSeconds, Children() - before, peak, output);
    }

    /// <summary>VmHWM of a process in MiB; 0 once it has ended.</summary>
    private static double Peak(int id)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{id}/status"))
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal)) return double.Parse(line[6..].Trim().Split(' ')[0], Words) / 1_024;
        }
        catch (IOException)
        {
            return 0;
        }

        return 0;
    }

    /// <summary>Processor seconds of all children that have ended.</summary>
    private static double Children()
    {
        if (!OperatingSystem.IsLinux()) return 0;
        var usage = new long[18];
        _ = GetUsage(-1, usage); // RUSAGE_CHILDREN
        return usage[0] + usage[1] / 1e6 + usage[2] + usage[3] / 1e6;
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetUsage(int who, [Out] long[] usage);

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static void WriteFaults(string folder, int count)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        foreach (var file in HostileFaults.Make(0, count))
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Bytes);
        }
    }

    /// <summary>Each kind of fault a hundred thousand times, in this process.</summary>
    private static bool EachKind(int count)
    {
        var fine = true;
        for (var kind = 0; kind < HostileFaults.Kinds.Count; kind++)
        {
            var (name, code, _, _) = HostileFaults.Kinds[kind];
            var files = HostileFaults.Make(kind, count);
            var clock = Stopwatch.StartNew();
            var check = CheckingStructures.Check(ReadingStructures.Read(files, Environment.ProcessorCount), CleanStructures.Day);
            var seconds = clock.Elapsed.TotalSeconds;
            var counted = check.Count >= count - 1;
            fine &= counted && seconds < 10;
            Console.WriteLine(string.Create(Words, $"  {count:N0} {name} ({code}): {seconds:0.0} s, {check.Count:N0} findings{(counted && seconds < 10 ? "" : ": missed")}"));
        }

        return fine;
    }

    /// <summary>All faults are counted, and the first thousand shown.</summary>
    private void CheckCounts(string folder)
    {
        var output = Start("dotnet", [_program, "check", folder, "--lang", "en"]).Output;
        var shown = output.Split('\n').Count(static line => line.Contains("TR9021", StringComparison.Ordinal) && line.Contains("faults.yaml", StringComparison.Ordinal));
        Console.WriteLine(string.Create(Words, $"100,000 faults: {shown:N0} of TR9021 shown; the summary says: {output.Split('\n').LastOrDefault(static line => line.Contains("errors", StringComparison.Ordinal))?.Trim()}"));
    }
}
