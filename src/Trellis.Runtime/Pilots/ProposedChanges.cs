using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Trellis.Pilots.Plans;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Structure.Vocabulary;

namespace Trellis.Runtime.Pilots;

/// <summary>What a proposed text would do, as far as it has been worked out.</summary>
/// <param name="Faults">Why it cannot be read; empty where it can.</param>
/// <param name="Plan">Null where it cannot be read.</param>
public sealed record TriedChange(IReadOnlyList<Finding> Faults, StructurePlan? Plan)
{
    /// <summary>What was seen when both structures were lived through; null until it has been.</summary>
    public SimulatedEffects? Effects { get; init; }
}

/// <summary>
/// Proposed changes of the structure in force: a rule in other words, or an overlay beside it. Each is read, planned and lived through beside the work, one at a time. Nothing of it is
/// stored: a plan is a function of the structure and the text, which its proposer's matter holds, and is worked out again when somebody asks. Safe for any number of callers.
/// </summary>
/// <param name="inForce">The structure in force, asked each time.</param>
/// <param name="today">The day on which both are read.</param>
public sealed partial class ProposedChanges(Func<RunningStructure> inForce, Func<DateOnly> today) : IDisposable
{
    /// <summary>In characters. A county's whole pilot takes two thousand.</summary>
    public const int LongestText = 20_000;

    /// <summary>So long both are lived through, in days, and so often: enough to see what is large, in the seconds that a server has to spare.</summary>
    private const int Days = 60;
    private const int Runs = 2;
    private const ulong Seed = 1;
    private const int MostRemembered = 64;

    /// <summary>Whoever waits longer is told to come back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, TriedChange> _tried = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _simulating = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _planning = new(1);
    private readonly SemaphoreSlim _living = new(1);

    public void Dispose()
    {
        _planning.Dispose();
        _living.Dispose();
    }

    private TriedChange? Known(string key)
    {
        lock (_lock) return _tried.GetValueOrDefault(key);
    }

    /// <summary>What one version changed of another. It stays what it was, and is worked out once while it is remembered.</summary>
    /// <param name="on">The day on which both are read: that on which the version was laid open.</param>
    /// <returns>Null where too many are being planned.</returns>
    public async Task<StructurePlan?> PlanAsync(RunningStructure before, RunningStructure after, DateOnly on, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return (await PlanOnceAsync(
            $"{before.Version} {after.Version} {on:yyyy-MM-dd}",
            () => new TriedChange([], Planning.Compare(ReadingStructures.Read(before.Structure.Files, Environment.ProcessorCount), ReadingStructures.Read(after.Structure.Files, Environment.ProcessorCount), on, Environment.ProcessorCount)),
            cancellationToken))?.Plan;
    }

    /// <summary>Reads a text and plans it.</summary>
    /// <param name="rule">The address of the rule that it is about, such as duty/construction-noise.</param>
    /// <param name="text">The rule in other words, or an overlay.</param>
    /// <returns>Null where too many are being planned.</returns>
    public Task<TriedChange?> PlanAsync(string rule, string text, CancellationToken cancellationToken)
    {
        var running = inForce();
        return PlanOnceAsync(KeyOf(running, rule, text), () => Plan(running, rule, text), cancellationToken);
    }

    private async Task<TriedChange?> PlanOnceAsync(string key, Func<TriedChange> plan, CancellationToken cancellationToken)
    {
        lock (_lock)
            if (_tried.TryGetValue(key, out var known)) return known;
        if (!await _planning.WaitAsync(Patience, cancellationToken)) return null;
        try
        {
            lock (_lock)
                if (_tried.TryGetValue(key, out var known)) return known;
            var tried = await Task.Run(plan, cancellationToken);
            Remember(key, tried);
            return tried;
        }
        finally
        {
            _planning.Release();
        }
    }

    /// <summary>Has a text that was planned lived through in the background, once.</summary>
    public void Simulate(string rule, string text)
    {
        var running = inForce();
        var key = KeyOf(running, rule, text);
        lock (_lock)
        {
            if (_tried.GetValueOrDefault(key) is not { Plan: { ChangesNothing: false }, Effects: null } || !_simulating.Add(key)) return;
        }

        _ = Task.Run(async () =>
        {
            await _living.WaitAsync();
            try
            {
                if (Known(key) is { Plan: { } plan } tried) Remember(key, tried with { Effects = Live(running, rule, text, plan) });
            }
            catch (UnusableInput fault)
            {
                if (Known(key) is { Plan: not null } tried) Remember(key, tried with { Effects = new SimulatedEffects { WhyNot = fault.Says } });
            }
            finally
            {
                _living.Release();
                lock (_lock) _simulating.Remove(key);
            }
        });
    }

    /// <summary>The files of the structure in force with what is proposed in its place.</summary>
    public IReadOnlyList<SourceFile> With(string rule, string text) => With(inForce(), rule, text, out _);

    /// <param name="path">Where the text stands.</param>
    private IReadOnlyList<SourceFile> With(RunningStructure running, string rule, string text, out string path)
    {
        var plain = text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var files = running.Structure.Files;
        var named = Named().Match(plain);
        if (named.Success || RuleOf(running, rule) is not { } entry)
        {
            // An overlay lies in a folder of its name; one of the same name is replaced.
            var inside = path = $"overlays/{(named.Success ? named.Groups["name"].Value : "proposed")}/overlay.yaml";
            return [.. files.Where(file => file.Path != inside), Written(inside, plain)];
        }

        var words = Words.Of(entry.Kind);
        var own = entry.Node.File;
        path = $"{words.Plural}/proposed-{entry.Id}.yaml";
        // A file in which nothing else stands goes with it.
        var others = running.Structure.Entries.Any(one => !ReferenceEquals(one, entry) && one.Overlay is null && one.Node.Exists && one.Node.File.Path == own.Path);
        return
        [
            .. files.Where(file => file.Path != own.Path),
            .. others ? [EditingEntries.TakeOut(entry)] : Array.Empty<SourceFile>(),
            Written(path, words.OneAFile ? plain : "- " + plain.TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal) + "\n"),
        ];
    }

    private static SourceFile Written(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    private Entry? RuleOf(RunningStructure running, string rule) => rule.Split('/') is [var word, var id] && Words.OfWord(word) is { } words
        ? running.Structure.Entries.FirstOrDefault(one => one.Kind == words.Kind && one.Id == id && one.Overlay is null && one.HoldsOn(today())) : null;

    private TriedChange Plan(RunningStructure running, string rule, string text)
    {
        var after = ReadingStructures.Read(With(running, rule, text, out var path), Environment.ProcessorCount);
        // Faults that stand in the structure already are not the proposer's.
        var faults = after.Findings.Kept.Where(finding => finding.Severity == Severity.Error && finding.At.Path == path).ToList();
        if (faults.Count > 0 || after.IsCutShort || !after.Structure.Entries.Any(one => one.At.Path == path)) return new TriedChange(faults, null);
        return new TriedChange([], Planning.Compare(ReadingStructures.Read(running.Structure.Files, Environment.ProcessorCount), after, today(), Environment.ProcessorCount));
    }

    /// <summary>On one thread: whoever waits for an answer comes first.</summary>
    private SimulatedEffects Live(RunningStructure running, string rule, string text, StructurePlan plan) => LivingThrough.Both(plan, running.Structure.Files, With(running, rule, text, out _), Seed, Days, Runs, threads: 1);

    private void Remember(string key, TriedChange tried)
    {
        lock (_lock)
        {
            if (!_tried.ContainsKey(key)) _order.Enqueue(key);
            _tried[key] = tried;
            while (_order.Count > MostRemembered) _tried.Remove(_order.Dequeue());
        }
    }

    private string KeyOf(RunningStructure running, string rule, string text) => $"{running.Version} {today():yyyy-MM-dd} {rule} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    [GeneratedRegex(@"(?m)^overlay:[ \t]*(?<name>[a-z0-9][a-z0-9-]{0,59})[ \t]*\r?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();
}
