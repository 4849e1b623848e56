using System.Text;
using Trellis.Pilots.Plans;
using Trellis.Runtime.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Pilots;

/// <summary>A structure of this checkout, edited: what a test changes is all that differs.</summary>
internal sealed class AChange
{
    public static readonly DateOnly Day = new(2026, 3, 2);

    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _original;

    private AChange(string structure)
    {
        var folder = Path.Combine(Checkout.Root, "structures", structure);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            _files.Add(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path));
        _original = new(_files, StringComparer.Ordinal);
    }

    private AChange(AChange before)
    {
        _files = new(before._files, StringComparer.Ordinal);
        _original = new(before._files, StringComparer.Ordinal);
    }

    /// <summary>What was edited so far is how it was before.</summary>
    public AChange FromHere() => new(this);

    /// <summary>The township of the tutorial.</summary>
    public static AChange OfTheVillage() => new("hello-village");

    public static AChange Of(string structure) => new(structure);

    public IEnumerable<string> Paths => _files.Keys.ToList();

    public string this[string path] => _files[path];

    /// <summary>Replaces a text that stands in a file; fails where it is not there.</summary>
    public AChange Edit(string path, string from, string to)
    {
        Assert.Contains(from, _files[path], StringComparison.Ordinal);
        _files[path] = _files[path].Replace(from, to, StringComparison.Ordinal);
        return this;
    }

    public AChange EditEverywhere(string from, string to)
    {
        foreach (var path in Paths) _files[path] = _files[path].Replace(from, to, StringComparison.Ordinal);
        return this;
    }

    public AChange Write(string path, string text)
    {
        _files[path] = text;
        return this;
    }

    public AChange Add(string path, string text) => Write(path, _files.GetValueOrDefault(path, "") + text);

    public AChange Remove(string path)
    {
        Assert.True(_files.Remove(path));
        return this;
    }

    public StructurePlan Plan(DateOnly? day = null) => Planning.Compare(Read(_original), Read(_files), day ?? Day);

    /// <summary>The change taken back.</summary>
    public StructurePlan Mirrored(DateOnly? day = null) => Planning.Compare(Read(_files), Read(_original), day ?? Day);

    /// <summary>The plan with its effects, simulated under the load of the files as they were; without one a load is assumed.</summary>
    public (StructurePlan Plan, SimulatedEffects Effects, Replicated Before, Replicated After) Simulated(int runs, int days, string? load = null)
    {
        var plan = Plan();
        var file = load is null ? null : new SourceFile("load.yaml", Encoding.UTF8.GetBytes(load));
        var (before, _) = OpeningScenes.Open(Sources(_original), file, plan.Day);
        var after = OpeningScenes.Beside(before, Sources(_files), file, plan.Day);
        Assert.Empty(before.Refusing);
        Assert.Empty(after.Refusing);
        var settings = new RunSettings(1, plan.Day, days);
        var (was, now) = (Replications.Do(before.Scene, before.Load, settings, runs, 2), Replications.Do(after.Scene, after.Load, settings, runs, 2));
        return (plan, SimulatedEffects.Of(plan, before.Scene.Structure, after.Scene.Structure, was.Ended, now.Ended) with { Days = days, Seed = 1, Load = before.Load.Name, Assumed = before.Load.Assumed }, was, now);
    }

    private static List<SourceFile> Sources(SortedDictionary<string, string> files) => [.. files.Select(static file => new SourceFile(file.Key, Encoding.UTF8.GetBytes(file.Value)))];

    private static StructureReading Read(SortedDictionary<string, string> files) =>
        ReadingStructures.Read(Sources(files));
}

internal static class PlansInTests
{
    /// <summary>What changes for a unit, kind by kind.</summary>
    public static IReadOnlyList<UnitChange> ChangesOf(this StructurePlan plan, string unit) =>
        plan.Units.Where(units => units.Units.Any(one => one.Id == unit)).SelectMany(static units => units.Changes).ToList();

    public static UnitChange Only(this StructurePlan plan, string unit, UnitChangeKind kind) => Assert.Single(plan.ChangesOf(unit), change => change.Kind == kind);

    public static string Text(this StructurePlan plan, Language language, SimulatedEffects? effects = null)
    {
        using var to = new StringWriter();
        PlanAsText.Write(plan, language, to, 100, effects);
        return to.ToString();
    }

    public static string Html(this StructurePlan plan, Language language, SimulatedEffects? effects = null)
    {
        using var to = new MemoryStream();
        PlanPage.Write(plan, language, to, effects);
        return Encoding.UTF8.GetString(to.ToArray());
    }

    public static System.Text.Json.JsonDocument Json(this StructurePlan plan, SimulatedEffects? effects = null)
    {
        using var to = new MemoryStream();
        PlanAsJson.Write(plan, to, effects);
        return System.Text.Json.JsonDocument.Parse(to.ToArray());
    }
}
