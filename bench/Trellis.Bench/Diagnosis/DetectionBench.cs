using System.Globalization;
using System.Text;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Simulation.Runs;
using Trellis.Standards.Csv;
using Trellis.Standards.Work;
using Trellis.Structure.Files;

namespace Trellis.Bench.Diagnosis;

/// <summary>
/// Faults planted in simulated work and looked for in the log that it leaves: of the runs with a fault how many have a finding of its code, how many name the right unit, and how many findings of that code
/// runs without the fault have. The load is the county's own without its pressures, and one of them added.
/// </summary>
internal static class DetectionBench
{
    /// <param name="Unit">Named by the finding where it is about a unit; null where it is about the whole.</param>
    private sealed record Fault(string Name, string Rule, string[] Codes, string? Unit);

    private static readonly Fault[] Faults =
    [
        new("passing the buck", "{pressure: passing-the-buck, strength: STRENGTH %, matter: cooking-fumes}", ["TR1101", "TR1102"], "ecology"),
        new("sitting until the deadline", "{pressure: sitting-until-the-deadline, strength: STRENGTH %}", ["TR6101"], null),
        new("stopping the clock", "{pressure: stopping-the-clock, strength: STRENGTH %}", ["TR3105"], null),
        new("false done", "{pressure: false-done, strength: STRENGTH %}", ["TR6103", "TR3103"], null),
    ];

    public static int Run(string root, int seeds, int first, double scale, int days)
    {
        var folder = Path.Combine(root, "structures", "cuiwei");
        var files = StructureFolder.Read(folder);
        var clean = WithoutPressures(File.ReadAllText(Path.Combine(folder, "load.yaml")));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seeds} seeds from {first}, the county at scale {scale}, {days} days; a run counts as found where a finding has one of the codes"));
        var innocent = new Dictionary<string, int>(StringComparer.Ordinal);
        var any = 0;
        for (var seed = first; seed < first + seeds; seed++)
        {
            var found = Find(files, clean, seed, scale, days);
            if (found.Count > 0) any++;
            foreach (var code in found.Select(static one => one.Code.Code).Distinct(StringComparer.Ordinal)) innocent[code] = innocent.GetValueOrDefault(code) + 1;
        }

        Console.WriteLine($"without pressures: {any} of {seeds} runs have a finding: {string.Join(", ", innocent.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key} in {one.Value}"))}");
        foreach (var fault in Faults)
        {
            foreach (var strength in (int[])[15, 30, 60])
            {
                var (found, right) = (0, 0);
                for (var seed = first; seed < first + seeds; seed++)
                {
                    var own = Find(files, clean + "\npressures:\n  - " + fault.Rule.Replace("STRENGTH", strength.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) + "\n", seed, scale, days).Where(one => fault.Codes.Contains(one.Code.Code, StringComparer.Ordinal)).ToList();
                    if (own.Count > 0) found++;
                    if (fault.Unit is null ? own.Count > 0 : own.Exists(one => one.Who.Names.Contains(fault.Unit, StringComparer.Ordinal))) right++;
                }

                var mistaken = fault.Codes.Sum(code => innocent.GetValueOrDefault(code));
                Console.WriteLine($"{fault.Name} at {strength} %: found in {found} of {seeds}, {(fault.Unit is null ? "" : $"{fault.Unit} named in {right}, ")}without the fault {mistaken} of {seeds}; {string.Join(" or ", fault.Codes)}");
            }
        }

        return 0;
    }

    private static IReadOnlyList<LogFinding> Find(IReadOnlyList<SourceFile> files, string load, int seed, double scale, int days)
    {
        var (opened, from) = OpeningScenes.Open(files, new SourceFile("load.yaml", Encoding.UTF8.GetBytes(load)), null);
        if (opened.Refusing.Count > 0) throw new InvalidOperationException($"The load has a fault: {opened.Refusing[0].Found.En}");
        using var csv = new MemoryStream();
        WritingRuns.Write(() => new Run(opened.Scene, opened.Load, new RunSettings((ulong)seed, from, days, scale)), WorkFormat.Csv, csv, Environment.ProcessorCount);
        csv.Position = 0;
        return FindingFaults.In(CsvLogs.Read(csv, new LogReading { Source = "run.csv" }), null, new FindingSettings(), threads: Environment.ProcessorCount).Findings;
    }

    private static string WithoutPressures(string load)
    {
        var kept = new StringBuilder();
        var skips = false;
        foreach (var line in load.Split('\n'))
        {
            if (line.Length > 0 && !char.IsWhiteSpace(line[0]) && line[0] != '#') skips = line.StartsWith("pressures:", StringComparison.Ordinal);
            if (!skips) kept.Append(line).Append('\n');
        }

        return kept.ToString();
    }
}
