using System.Globalization;
using System.Text;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Standards.Csv;
using Trellis.Standards.Work;
using Trellis.Structure.Files;

namespace Trellis.Bench.Diagnosis;

/// <summary>
/// Faults planted in simulated work and looked for in the log that it leaves: of the runs with a fault how many have a finding of it, how many name the right unit or type, what else is told, and what runs without any fault and innocent look-alikes have.
/// The load is part of the county's own without its pressures, and one of them added. Seeds below 1000 are for tuning, those from 1000 on for reporting. Each row is printed once it is known.
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

    private readonly (Scene Scene, DateOnly From) _opened;
    private readonly string _clean;
    private readonly DetectionAsked _asked;

    private DetectionBench(string root, DetectionAsked asked)
    {
        var folder = Path.Combine(root, "structures", "cuiwei");
        _clean = WithoutPressures(File.ReadAllText(Path.Combine(folder, "load.yaml")));
        _asked = asked;
        var (opened, from) = OpeningScenes.Open(StructureFolder.Read(folder), null, null);
        _opened = (opened.Scene, from);
    }

    public static int Run(string root, DetectionAsked asked)
    {
        new DetectionBench(root, asked).Print();
        return 0;
    }

    private void Print()
    {
        var (seeds, first, scale, days) = (_asked.Seeds, _asked.First, _asked.Scale, _asked.Days);
        Say($"{seeds} seeds from {first} ({(first < FirstReported ? "for tuning" : "for reporting")}), {Types.Length} types of matter of the county at scale {scale}, {days} days; figures of {FigureWorld.Months} months; in brackets the 95 % interval of Wilson");
        if (_asked.Clean > 0 || _asked.Alike)
        {
            Say("");
            Say("| Without a pressure | Have a finding | Of them accuse | Which |");
            Say("|---|---|---|---|");
        }

        if (_asked.Clean > 0)
        {
            SayInnocent("logs", Worlds(_clean, noisy: false, _asked.Clean));
            SayInnocent("tables of figures", FigureWorlds("", _asked.Clean));
        }

        foreach (var alike in _asked.Alike ? LookAlike.All : []) SayInnocent($"look-alike: {alike.Name}", Worlds(_clean.Replace($"\n{alike.Above}:\n", $"\n{alike.Rules}{alike.Above}:\n", StringComparison.Ordinal), noisy: false));

        var strengths = _asked.Strengths;
        if (strengths.Count == 0) return;
        Say("");
        Say("| Pressure | Strength | Found | Type or unit named | Of all that is told, right | What else is told |");
        Say("|---|---|---|---|---|---|");
        var (told, right) = (new int[strengths.Count], new int[strengths.Count]);
        foreach (var fault in PlantedFault.All.Where(one => _asked.Only is not { } only || one.Name.Contains(only, StringComparison.Ordinal)))
        {
            for (var at = 0; at < strengths.Count; at++)
            {
                if (_asked.Noisy && fault.IsOfFigures) continue;
                var rule = fault.RuleAt(strengths[at]);
                var worlds = fault.IsOfFigures ? FigureWorlds(rule) : Worlds(_clean + "\n" + rule, _asked.Noisy);
                var (all, fits) = (worlds.Sum(static world => world.Count), worlds.Sum(world => world.Count(one => Is(fault, one) || Follows(fault, one))));
                told[at] += all;
                right[at] += fits;
                Say($"| {fault.Name}{(_asked.Noisy ? ", with noise" : "")} | {strengths[at]} % | {Of(worlds.Count(world => world.Exists(one => Is(fault, one))))} | {(fault.Named is null ? "" : Of(worlds.Count(world => world.Exists(one => Is(fault, one) && Names(one, fault.Named)))))} | {fits} of {all} | {Listed([.. worlds.Select(world => world.FindAll(one => !Is(fault, one) && !Follows(fault, one)))])} |");
            }
        }

        Say("");
        for (var at = 0; at < told.Length; at++)
            Say($"Of all findings told at {strengths[at]} % are of the fault, or name what lives under it: {right[at]} of {told[at]}{(told[at] == 0 ? "" : $", {Interval(right[at], told[at])}")}.");
    }

    private void SayInnocent(string name, List<LogFinding>[] worlds) =>
        Say($"| {name} | {Of(worlds.Count(static world => world.Count > 0), worlds.Length)} | {worlds.Count(static world => world.Exists(static one => LookAlike.Accuses(one.Code.Code)))} | {Listed(worlds)} |");

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
        return list;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Say(string line) => Console.WriteLine(line);

    /// <summary>The findings of each seed; several worlds side by side.</summary>
    private List<LogFinding>[] Worlds(string load, bool noisy, int? seeds = null)
    {
        var read = Read(load);
        return SideBySide(seeds, seed =>
        {
            var csv = new MemoryStream();
            WritingRuns.Write(() => new Run(_opened.Scene, read, new RunSettings(seed, _opened.From, _asked.Days, _asked.Scale)), WorkFormat.Csv, csv);
            if (noisy) csv = NoisyLog.Of(csv, seed);
            csv.Position = 0;
            return FindingFaults.In(CsvLogs.Read(csv, new LogReading { Source = "run.csv" }), null, new FindingSettings());
        });
    }

    private List<LogFinding>[] FigureWorlds(string pressures, int? seeds = null)
    {
        var read = Read(FigureWorld.Load + pressures);
        return SideBySide(seeds, seed => FindingFaults.In(null, FigureWorld.Reported(_opened.Scene, read, seed, _opened.From), new FindingSettings()));
    }

    private Load Read(string load)
    {
        var (read, faults) = ReadingLoads.Read(new SourceFile("load.yaml", Encoding.UTF8.GetBytes(load)), _opened.Scene.Structure, _opened.From);
        return faults.Count == 0 ? read : throw new InvalidOperationException($"The load has a fault: {faults.Kept[0].Found.En}");
    }

    private List<LogFinding>[] SideBySide(int? seeds, Func<ulong, FindingReport> live)
    {
        var found = new List<LogFinding>[seeds ?? _asked.Seeds];
        Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, at => found[at] = [.. live((ulong)(_asked.First + at)).Findings]);
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

/// <summary>Which part of the table is made.</summary>
/// <param name="Clean">How many seeds without any fault.</param>
/// <param name="Only">Part of the names of the pressures that are looked at; null for all.</param>
/// <param name="Strengths">In per cent.</param>
/// <param name="Noisy">The logs are what real systems give.</param>
/// <param name="Alike">What only looks like a fault is lived through, too.</param>
internal sealed record DetectionAsked(int Seeds, int First, double Scale, int Days, int Clean, string? Only, IReadOnlyList<int> Strengths, bool Noisy, bool Alike);
