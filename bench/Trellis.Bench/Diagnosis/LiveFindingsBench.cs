using System.Globalization;
using Trellis.Authority;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Records;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Structure;
using Trellis.Structure;

namespace Trellis.Bench.Diagnosis;

/// <summary>
/// Counts of a record kept entry by entry, as a server keeps them: what an entry costs, what is kept of a matter, and how long it takes until what the counts show is tested and judged. The entries are made on the way and cost something too, which is measured by
/// itself and taken off. All in seconds of processor, user and system.
/// </summary>
internal static class LiveFindingsBench
{
    private const int Questions = 5;
    private static readonly DateTimeOffset Begun = new(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);

    public static void Run(string root, int matters)
    {
        var today = ReadingStructures.Read(StructureFolder.Read(Path.Combine(root, "structures", "cuiwei"))).Structure.On(new DateOnly(2026, 12, 1));
        _ = Counted(today, Math.Min(20_000, matters));

        var (made, entries) = Processor(() => Made(today, matters).LongCount());
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (counted, counts) = Processor(() => Counted(today, matters));
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Say($"{entries:N0} entries of {matters:N0} matters: {(counted - made) / entries * 1e6:0.00} µs an entry (their making, {made / entries * 1e6:0.00} µs, taken off); {kept / (double)matters:0} bytes are kept of a matter");

        var settings = FindingSettings.Of(today.Structure, today.Day);
        var (rules, rewards) = (new RulesOfStructures(today.Structure, today.Day), new RewardsOfStructures(today));
        var times = new List<double>();
        FindingReport? told = null;
        for (var question = 0; question < Questions; question++)
        {
            var (seconds, report) = Processor(() =>
            {
                counts.End(Begun.AddDays(400 + question), today);
                return FindingFaults.In(log: null, figures: null, settings, rules: rules.Of, record: new CountedRecord(counts, today), rewards: rewards);
            });
            times.Add(seconds);
            told = report;
        }

        times.Sort();
        Say($"a question: {times[times.Count / 2]:0.000} s (of {Questions}, {times[0]:0.000} to {times[^1]:0.000}); {told!.Tests:N0} tests, {told.Findings.Count:N0} findings, {told.Facts:N0} of them facts");
    }

    private static RecordCounts Counted(StructureOnDay today, int matters)
    {
        var (counts, entries) = (new RecordCounts(today, 30), 0L);
        foreach (var (by, at, happened) in Made(today, matters)) counts.Add(entries++, by, at, happened);
        return counts;
    }

    /// <summary>What a server reads: each entry with words and ids of its own.</summary>
    private static IEnumerable<(EntryActor By, DateTimeOffset At, IEvent Happened)> Made(StructureOnDay today, int matters)
    {
        var chance = new Trellis.Simulation.Chance(new Trellis.Simulation.Seed(11));
        string[] units = [.. today.Units.Where(static unit => unit.Inside).Select(static unit => unit.Id)], types = [.. today.Structure.Matters.All.Where(one => one.HoldsOn(today.Day)).Select(static one => one.Id)];
        for (var number = 0; number < matters; number++)
        {
            var at = Begun.AddMinutes(number * 0.5);
            var matter = new MatterId(string.Create(CultureInfo.InvariantCulture, $"m{number:d13}"));
            var (holder, other) = (Copy(units[chance.Below(units.Length)]), Copy(units[chance.Below(units.Length)]));
            var officer = new EntryActor.Officer("clerk", holder);
            yield return (EntryActor.Requester, at, new MatterFiled(matter, "", Copy(types[chance.Below(types.Length)]), "v", new UnitId(holder), [], new ActorId("r"), chance.Happens(0.2) ? new ActorId("h") : null, null, Channel.Web, new UnitId(holder), null, at.AddDays(1), [], [], null, [], null, at));
            yield return (officer, at, new MatterSeen(matter, new ActorId("o"), new PostAt("clerk", new UnitId(holder)), at));
            yield return (officer, at.AddHours(5), Step("receive", StepKind.Receive, holder, 5));
            yield return (officer, at.AddHours(20), Step("look", StepKind.Check, holder, 20));
            if (chance.Happens(0.1)) yield return (officer, at.AddHours(20), new ActRefused("perform-step", "authority.not-held", new ActorId("o"), null, matter, at.AddHours(20)));
            yield return (new EntryActor.Officer("clerk", other), at.AddHours(30), new MatterSeen(matter, new ActorId("p"), new PostAt("clerk", new UnitId(other)), at.AddHours(30)));
            yield return (new EntryActor.Officer("head", other), at.AddHours(90), Step("decide", StepKind.Decide, other, 90));
            yield return (officer, at.AddHours(91), Step("deliver", StepKind.Deliver, holder, 91));
            yield return (officer, at.AddHours(92), new MatterClosed(matter, ClosureKind.Solved, true, at.AddHours(92)));
            yield return (new EntryActor.Officer("clerk", other), at.AddHours(95), new MatterSeen(matter, new ActorId("p"), new PostAt("clerk", new UnitId(other)), at.AddHours(95)));

            StepPerformed Step(string id, StepKind kind, string unit, int hours) => new(matter, id, Copy(id), kind, kind == StepKind.Decide && chance.Happens(0.3) ? "refuse" : "grant", null, null, null, new PostAt("clerk", new UnitId(unit)), null, null, [], null, [], at.AddHours(hours));
        }

        // As each entry that is read has texts of its own.
        static string Copy(string text) => new(text.AsSpan());
    }

    private static (double Seconds, T Result) Processor<T>(Func<T> work)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var result = work();
        process.Refresh();
        return ((process.TotalProcessorTime - before).TotalSeconds, result);
    }

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
