using System.Diagnostics;
using System.Globalization;
using Trellis.Bench.Generators;
using Trellis.Diagnosis.Checks;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Bench.Checks;

/// <summary>Damages valid structures at random, and reads and checks what is left: nothing may throw, and everything must end.</summary>
internal sealed class MutateBench
{
    /// <summary>A case that takes longer than this, on however busy a machine, hangs.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    private readonly List<(string Name, IReadOnlyList<SourceFile> Files, DateOnly Day)> _sources = [];
    private readonly Dictionary<string, int> _byCode = new(StringComparer.Ordinal);
    private readonly List<string> _thrown = [];
    private readonly Lock _gate = new();
    private int _clean;
    private int _refused;
    private (TimeSpan Time, int Case, string Source) _slowest;

    /// <param name="structures">The folder of the structures of the repository; those of hello-village are damaged most, the county seldom.</param>
    public MutateBench(string structures)
    {
        foreach (var name in (string[])["hello-village", "authzen-todo", "cuiwei"])
        {
            var folder = Path.Combine(structures, name);
            if (!Directory.Exists(folder)) continue;
            _sources.Add((name, [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => new SourceFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes(path)))], new DateOnly(2026, 3, 2)));
        }
    }

    /// <summary>Whether the county is among them, which takes long to check.</summary>
    public bool Seldom { get; init; } = true;

    /// <param name="from">The number of the first case, so that a run that was interrupted can go on.</param>
    public static int Run(string root, int count, int from = 0)
    {
        var bench = new MutateBench(Path.Combine(root, "structures"));
        var clock = Stopwatch.StartNew();
        bench.Damage(count, Environment.ProcessorCount, from);
        return bench.Print(count, clock.Elapsed);
    }

    /// <returns>What was thrown, with the number of the case; empty when all is well.</returns>
    public IReadOnlyList<string> Damage(int count, int threads, int first = 0)
    {
        var running = new (long Since, int Case)[threads];
        var next = first - 1;
        var ended = false;
        var watchdog = new Thread(() =>
        {
            while (!Volatile.Read(ref ended))
            {
                Thread.Sleep(500);
                for (var at = 0; at < threads; at++)
                {
                    var (since, one) = running[at];
                    if (since == 0 || Stopwatch.GetElapsedTime(since) < Bound) continue;
                    // A thread cannot be stopped from outside: say which case it is, and end.
                    Console.Error.WriteLine($"Case {one} has run for {Bound.TotalSeconds:0} s.");
                    Environment.Exit(1);
                }
            }
        })
        { IsBackground = true };
        watchdog.Start();
        var workers = Enumerable.Range(0, threads).Select(at => new Thread(() =>
        {
            for (var one = Interlocked.Increment(ref next); one < first + count; one = Interlocked.Increment(ref next))
            {
                running[at] = (Stopwatch.GetTimestamp(), one);
                One(one);
            }

            running[at] = default;
        })).ToList();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        Volatile.Write(ref ended, true);
        return _thrown;
    }

    private void One(int number)
    {
        var chance = new SeededNumbers(unchecked((ulong)number * 65_537 + 3));
        var pick = chance.Below(100);
        var (name, files, day) = Seldom && pick < 2 && _sources.Count > 2 ? _sources[2] : pick < 55 ? _sources[chance.Below(Math.Min(2, _sources.Count))] : ("generated", CleanStructures.Make((ulong)chance.Below(1_000)).Files(), CleanStructures.Day);
        var damaged = new Mutations(chance).Damage(files);
        var began = Stopwatch.GetTimestamp();
        try
        {
            var reading = ReadingStructures.Read(damaged);
            var check = CheckingStructures.Check(reading, day);
            FindingsAsText.Write(check.Findings, Language.English, TextWriter.Null, "");
            FindingsAsJson.Write(reading.Structure, day, check.Findings, check.Accepted, Stream.Null);
            var took = Stopwatch.GetElapsedTime(began);
            lock (_gate)
            {
                if (check.Count == 0) _clean++;
                if (check.Errors > 0) _refused++;
                foreach (var code in check.Findings.Select(static finding => finding.Code.Code).Distinct(StringComparer.Ordinal)) _byCode[code] = _byCode.GetValueOrDefault(code) + 1;
                if (took > _slowest.Time) _slowest = (took, number, name);
            }
        }
#pragma warning disable CA1031 // Whatever is thrown is what this looks for.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            var places = (fault.StackTrace ?? "").Split('\n').Where(static line => line.Contains("Trellis.", StringComparison.Ordinal)).Take(4).Select(static line => line.Trim());
            lock (_gate) _thrown.Add($"case {number} ({name}): {fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")} {string.Join(" < ", places)}");
        }
    }

    private int Print(int count, TimeSpan took)
    {
        var words = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(words, $"{count:N0} mutations in {took.TotalSeconds:0} s: {_thrown.Count} thrown, {_refused:N0} with errors, {_clean:N0} without any finding, {_byCode.Count} of {FindingCodes.All.Count} codes seen."));
        Console.WriteLine(string.Create(words, $"Slowest: case {_slowest.Case} ({_slowest.Source}), {_slowest.Time.TotalMilliseconds:0} ms, on a machine with other work; the bound is {Bound.TotalSeconds:0} s."));
        foreach (var alike in _thrown.GroupBy(static fault => fault[(fault.IndexOf(": ", StringComparison.Ordinal) + 2)..], StringComparer.Ordinal)) Console.WriteLine($"  {alike.Count()} x {alike.First()}");
        return _thrown.Count == 0 ? 0 : 1;
    }
}
