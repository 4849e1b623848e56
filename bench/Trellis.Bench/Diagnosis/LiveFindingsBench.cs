using System.Globalization;
using Trellis.Authority;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Records;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Diagnosis;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;

namespace Trellis.Bench.Diagnosis;

/// <summary>
/// Counts and columns of a record kept entry by entry, as a server keeps them: what an entry costs, what is kept of a matter, and how long it takes until all that they show is tested and judged, after some entries more. The entries are made on the way and cost something
/// too, which is measured by itself and taken off. All in seconds of processor, user and system.
/// </summary>
internal static class LiveFindingsBench
{
    private const int Questions = 5;

    /// <summary>So many matters come between two questions.</summary>
    private const int Between = 1_000;

    private static readonly DateTimeOffset Begun = new(2026, 1, 5, 1, 0, 0, TimeSpan.Zero);

    public static void Run(string root, int matters)
    {
        var today = ReadingStructures.Read(StructureFolder.Read(Path.Combine(root, "structures", "cuiwei"))).Structure.On(new DateOnly(2026, 12, 1));
        _ = Asked(Followed(today, 0, Math.Min(20_000, matters)), today, 0);

        var (made, entries) = Processor(() => Made(today, 0, matters).LongCount());
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (counted, followed) = Processor(() => Followed(today, 0, matters));
        var (first, _) = Processor(() => Asked(followed, today, 0));
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Say($"{entries:N0} entries of {matters:N0} matters: {(counted - made) / entries * 1e6:0.00} µs an entry (their making, {made / entries * 1e6:0.00} µs, taken off); {kept / (double)matters:0} bytes are kept of a matter; the first question {first:0.00} s");

        var times = new List<double>();
        FindingReport? told = null;
        for (var question = 1; question <= Questions; question++)
        {
            followed.Add(Made(today, matters + ((question - 1) * Between), Between));
            var allocated = GC.GetTotalAllocatedBytes();
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var (seconds, report) = Processor(() => Asked(followed, today, question));
            Say($"  {seconds:0.000} s of processors, {clock.Elapsed.TotalSeconds:0.000} s by the clock, {(GC.GetTotalAllocatedBytes() - allocated) / 1e6:0} MB made");
            times.Add(seconds);
            told = report;
        }

        times.Sort();
        Say($"a question: {times[times.Count / 2]:0.000} s (of {Questions}, {times[0]:0.000} to {times[^1]:0.000}); {told!.Tests:N0} tests, {told.Findings.Count:N0} findings, {told.Facts:N0} of them facts");
    }

    private static FollowedWork Followed(StructureOnDay today, int from, int matters)
    {
        var followed = new FollowedWork(today);
        followed.Add(Made(today, from, matters));
        return followed;
    }

    private static FindingReport Asked(FollowedWork followed, StructureOnDay today, int question)
    {
        var settings = FindingSettings.Of(today.Structure, today.Day);
        followed.Counts.End(Begun.AddDays(400 + question), today);
        return FindingFaults.In(
            followed.Work.Read(static (ids, each) => PromisesOf(ids, each)), figures: null, settings, waiting: null, new RulesOfStructures(today.Structure, today.Day).Of, Environment.ProcessorCount, new CountedRecord(followed.Counts, today), new RewardsOfStructures(today));
    }

    /// <summary>In the place of the table of matters, which has a row for each.</summary>
    private static void PromisesOf(IReadOnlyCollection<long> ids, Action<long, long> each)
    {
        foreach (var id in ids) each(id, Begun.AddMinutes(id * 0.5).AddDays(5).ToUnixTimeMilliseconds());
    }

    /// <summary>What a server keeps.</summary>
    private sealed class FollowedWork(StructureOnDay today)
    {
        private long _entries;

        public RecordCounts Counts { get; } = new(today, 30);

        public WorkInColumns Work { get; } = new(TimeZoneInfo.Utc, "record");

        public void Add(IEnumerable<(EntryActor By, DateTimeOffset At, IEvent Happened)> made)
        {
            foreach (var (by, at, happened) in made)
            {
                Counts.Add(_entries, by, at, happened);
                if (happened is IMatterEvent one) Work.Add(_entries, by, one);
                _entries++;
            }
        }
    }

    /// <summary>What a server reads: each entry with words and ids of its own.</summary>
    private static IEnumerable<(EntryActor By, DateTimeOffset At, IEvent Happened)> Made(StructureOnDay today, int from, int matters)
    {
        var chance = new Trellis.Simulation.Chance(new Trellis.Simulation.Seed(11 + (ulong)from));
        string[] units = [.. today.Units.Where(static unit => unit.Inside).Select(static unit => unit.Id)], types = [.. today.Structure.Matters.All.Where(one => one.HoldsOn(today.Day)).Select(static one => one.Id)];
        for (var number = from; number < from + matters; number++)
        {
            var at = Begun.AddMinutes(number * 0.5);
            var matter = MatterNumbers.Id(number + 1);
            var (holder, other) = (Copy(units[chance.Below(units.Length)]), Copy(units[chance.Below(units.Length)]));
            var officer = new EntryActor.Officer("clerk", holder);
            yield return (EntryActor.Requester, at, new MatterFiled(matter, "", Copy(types[chance.Below(types.Length)]), "v", new UnitId(holder), [], new ActorId("r"), chance.Happens(0.2) ? new ActorId("h") : null, null, Channel.Web, new UnitId(holder), null, at.AddDays(1), [], [], null, [], null, at));
            yield return (officer, at, new MatterSeen(matter, new ActorId("o"), new PostAt("clerk", new UnitId(holder)), at));
            yield return (EntryActor.System, at, new StepOpened(matter, "look", "look", PointKind.Step, null, at, at, at.AddHours(24), Bearer.Of(new UnitId(holder)), WaitReason.Work, [], null, at));
            yield return (officer, at.AddHours(5), Step("receive", StepKind.Receive, holder, 5));
            if (chance.Happens(0.2)) yield return (officer, at.AddHours(6), new MatterHandedOver(matter, new UnitId(holder), new UnitId(other), true, [], null, null, at.AddHours(6)));
            if (chance.Happens(0.1)) yield return (officer, at.AddHours(7), new MatterPaused(matter, "papers", true, Bearer.Requester, null, null, at.AddHours(7)));
            yield return (officer, at.AddHours(20), Step("look", StepKind.Check, holder, 20));
            if (chance.Happens(0.1)) yield return (officer, at.AddHours(20), new ActRefused("perform-step", "authority.not-held", new ActorId("o"), null, matter, at.AddHours(20)));
            yield return (new EntryActor.Officer("clerk", other), at.AddHours(30), new MatterSeen(matter, new ActorId("p"), new PostAt("clerk", new UnitId(other)), at.AddHours(30)));
            yield return (new EntryActor.Officer("head", other), at.AddHours(90), Step("decide", StepKind.Decide, other, 90));
            yield return (officer, at.AddHours(91), Step("deliver", StepKind.Deliver, holder, 91));
            if (chance.Happens(0.3)) yield return (EntryActor.Requester, at.AddHours(91), new MatterRated(matter, "r", 5, null, at.AddHours(91)));
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
