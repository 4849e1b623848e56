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
/// Faults planted in simulated work and looked for in the log that it leaves: of the runs with a fault how many have a finding of it, how many name the right unit or type, what else is told, and what runs without any fault and innocent look-alikes have.
/// The load is part of the county's own without its pressures, and one of them added. Seeds below 1000 are for tuning, those from 1000 on for reporting.
/// </summary>
internal sealed class DetectionBench
{
    private const int FirstReported = 1000;

    /// <summary>What comes in: the types that live under a pressure, and others beside them to compare with.</summary>
    private static readonly string[] Types =
    [
        "construction-noise", "facility-repair", "business-licence", "neighbour-dispute", "estate-complaint", "consumer-complaint", "road-defect", "residence-certificate", "food-licence", "school-enrolment",
        "old-age-allowance", "birth-registration", "stall-card", "water-account", "pension-claim", "hardship-allowance",
    ];

    private readonly IReadOnlyList<SourceFile> _files;
    private readonly string _clean;
    private readonly (int Seeds, int First, double Scale, int Days) _asked;

    private DetectionBench(string root, int seeds, int first, double scale, int days)
    {
        var folder = Path.Combine(root, "structures", "cuiwei");
        _files = StructureFolder.Read(folder);
        _clean = WithoutPressures(File.ReadAllText(Path.Combine(folder, "load.yaml")));
        _asked = (seeds, first, scale, days);
    }

    /// <param name="clean">How many seeds without any fault.</param>
    /// <param name="only">Part of the names of the pressures that are looked at; null for all.</param>
    public static int Run(string root, int seeds, int first, double scale, int days, int clean, string? only)
    {
        new DetectionBench(root, seeds, first, scale, days).Print(clean, only);
        return 0;
    }

    private void Print(int free, string? only)
    {
        var (seeds, first, scale, days) = _asked;
        Say($"{seeds} seeds from {first} ({(first < FirstReported ? "for tuning" : "for reporting")}), {Types.Length} types of matter of the county at scale {scale}, {days} days; in brackets the 95 % interval of Wilson");
        if (free > 0)
        {
            var clean = Worlds(_clean, noisy: false, free);
            Say($"Without pressures {Of(clean.Count(static world => world.Count > 0), free)} have a finding{Listed(clean)}.");
        }

        foreach (var alike in only is null ? LookAlike.All : [])
        {
            var found = Worlds(_clean.Replace("\nways:\n", "\n" + alike.Rules + "ways:\n", StringComparison.Ordinal), noisy: false);
            Say($"Look-alike, {alike.Name}: {Of(found.Count(static world => world.Exists(static one => LookAlike.Accuses(one.Code.Code))))} accuse{Listed(found)}.");
        }

        Say("");
        Say("| Pressure | Strength | Found | Unit or type named | Found with noise | Other findings in a run |");
        Say("|---|---|---|---|---|---|");
        var (told, right) = (new int[PlantedFault.Strengths.Count], new int[PlantedFault.Strengths.Count]);
        foreach (var fault in PlantedFault.All.Where(one => only is null || one.Name.Contains(only, StringComparison.Ordinal)))
        {
            for (var at = 0; at < PlantedFault.Strengths.Count; at++)
            {
                if (!fault.At.Contains(PlantedFault.Strengths[at])) continue;
                var load = _clean + "\n" + fault.RuleAt(PlantedFault.Strengths[at]);
                var (plain, noisy) = (Worlds(load, noisy: false), PlantedFault.Strengths[at] == 30 ? Worlds(load, noisy: true) : null);
                var others = plain.Sum(world => world.Count(one => !Is(fault, one)));
                told[at] += plain.Sum(static world => world.Count);
                right[at] += plain.Sum(world => world.Count(one => Is(fault, one) || Follows(fault, one)));
                Say($"| {fault.Name} | {PlantedFault.Strengths[at]} % | {Of(plain.Count(world => world.Exists(one => Is(fault, one))))} | {(fault.Named is null ? "" : Of(plain.Count(world => world.Exists(one => Is(fault, one) && Names(one, fault.Named)))))} | {(noisy is null ? "" : Of(noisy.Count(world => world.Exists(one => Is(fault, one)))))} | {(double)others / seeds:0.0} |");
            }
        }

        Say("");
        for (var at = 0; at < told.Length; at++)
            Say($"Of all findings told at {PlantedFault.Strengths[at]} % are of the fault, or name what lives under it: {right[at]} of {told[at]}{(told[at] == 0 ? "" : $", {Interval(right[at], told[at])}")}.");
    }

    private static bool Is(PlantedFault fault, LogFinding one) => fault.Codes.Contains(one.Code.Code, StringComparer.Ordinal);

    /// <summary>Another finding of what lives under the pressure: it waits longer there, or misses its promises, because of it.</summary>
    private static bool Follows(PlantedFault fault, LogFinding one) => fault.Named is { } named && Names(one, named);

    private static bool Names(LogFinding one, string named) => one.Who.Names.Any(name => name == named || name.StartsWith($"office of {named} no.", StringComparison.Ordinal));

    private string Of(int hits, int? of = null) => $"{hits} of {of ?? _asked.Seeds} ({Interval(hits, of ?? _asked.Seeds)})";

    private static string Interval(int hits, int of) => ShareInterval.Of(hits, of) is { } range ? string.Create(CultureInfo.InvariantCulture, $"{range.LowShare * 100:0} to {range.HighShare * 100:0} %") : "";

    private static string Listed(IReadOnlyList<List<LogFinding>> worlds)
    {
        var codes = worlds.SelectMany(static world => world.Select(static one => $"{one.Code.Code} {one.Who}").Distinct(StringComparer.Ordinal)).GroupBy(static code => code, StringComparer.Ordinal).OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key, StringComparer.Ordinal).Take(12).Select(static group => $"{group.Key} in {group.Count()}");
        var list = string.Join(", ", codes);
        return list.Length == 0 ? "" : ": " + list;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Say(string line) => Console.WriteLine(line);

    /// <summary>The findings of each seed; several worlds side by side.</summary>
    private List<LogFinding>[] Worlds(string load, bool noisy, int? seeds = null)
    {
        var (opened, from) = OpeningScenes.Open(_files, new SourceFile("load.yaml", Encoding.UTF8.GetBytes(load)), null);
        if (opened.Refusing.Count > 0) throw new InvalidOperationException($"The load has a fault: {opened.Refusing[0].Found.En}");
        var found = new List<LogFinding>[seeds ?? _asked.Seeds];
        Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, at =>
        {
            var seed = (ulong)(_asked.First + at);
            var csv = new MemoryStream();
            WritingRuns.Write(() => new Run(opened.Scene, opened.Load, new RunSettings(seed, from, _asked.Days, _asked.Scale)), WorkFormat.Csv, csv);
            if (noisy) csv = NoisyLog.Of(csv, seed);
            csv.Position = 0;
            found[at] = [.. FindingFaults.In(CsvLogs.Read(csv, new LogReading { Source = "run.csv" }), null, new FindingSettings()).Findings];
        });
        return found;
    }

    private static string WithoutPressures(string load)
    {
        var kept = new StringBuilder();
        var (skips, arrives) = (false, false);
        foreach (var line in load.Split('\n'))
        {
            if (line.Length > 0 && !char.IsWhiteSpace(line[0]) && line[0] != '#')
            {
                skips = line.StartsWith("pressures:", StringComparison.Ordinal);
                arrives = line.StartsWith("arrivals:", StringComparison.Ordinal);
            }

            if (arrives && line.StartsWith("  - {matter: ", StringComparison.Ordinal) && !Types.Any(type => line.StartsWith($"  - {{matter: {type},", StringComparison.Ordinal))) continue;
            // Nobody complains to a line that is left out.
            if (line.StartsWith("  complains-again:", StringComparison.Ordinal)) continue;
            if (!skips) kept.Append(line).Append('\n');
        }

        return kept.ToString();
    }
}
