using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Steps that lie until their own limit is nearly up (TR6108). Whoever works off what waits is done with most of it soon, with less and less later; a second heap just before the limit, larger than what lies before and behind it lets one expect, is work that was
/// left until then. By type of matter, or by step where the log has no types; and by unit where besides a heap of its own the share in the last quarter of the time allowed lies beyond that of the others with the same steps.
/// </summary>
/// <remarks>Time is that in which the log itself is at work: nights and days off, in which nothing is recorded, pass at once.</remarks>
internal static class LyingOnSteps
{
    private const double Soon = 0.25;
    private const double Quarter = 0.25;
    private const double LastQuarter = 1 - Quarter;
    private const double FewestSoonShare = 0.2;
    private const int FewestSteps = 50;
    private const double LeastSure = 0.05;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        if (WorkingClock.Of(evidence.Log) is not { } clock) yield break;
        var log = evidence.Log;
        var (groups, byUnit) = (new SortedDictionary<int, Heap>(), new Dictionary<int, Heap>());
        var units = new PeerCounter<(int Type, int Step)>(evidence);
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
            {
                var (from, limit) = (log.Times[evidence.Before(matter, at)], log.StepDeadlines[at]);
                if (limit == EventLog.NoTime || limit <= from || limit > clock.End || evidence.IsNobodys(at) || evidence.IsMove(at)) continue;
                var allowed = clock.Between(from, limit);
                if (allowed < evidence.Settings.FewestMatters / 4) continue;
                var place = clock.Between(from, log.Times[at]) / allowed;
                HeapOf(groups, evidence.TellsTypes ? evidence.TypeOf(matter) : log.Activities[at]).Add(place, matter);
                if (!log.HasGroups) continue;
                HeapOf(byUnit, log.Groups[at]).Add(place, matter);
                units.Add((evidence.TypeOf(matter), log.Activities[at]), log.Groups[at], matter, IsLate(place), place);
            }
        }

        foreach (var (group, heap) in groups)
        {
            if (group < 0 || heap.Steps < FewestSteps) continue;
            var who = Subject(evidence, group);
            var (of, soon, late, share, after) = (Figures.Count(heap.Steps), Figures.Share(heap.Soon, heap.Steps), Figures.Count(heap.Late), Figures.Share(heap.Late, heap.Steps), Figures.Count(heap.After));
            yield return Tested.Of(
                heap.PValue,
                heap.IsLarge(evidence.Settings),
                () => Measured.Share(heap.Late, heap.Steps, HeapTest.Expected(heap.Before, heap.After) / heap.Steps, evidence.Names(heap.Shows)),
                () => Tell(who, new(
                    $"「{ShownName.InSentence(who.Names[0])}」有期限的 {of} 个环节中，{soon} 在前四分之一时间内办完，{late} 个（{share}）压到最后四分之一、临近期限才办，另成一堆；刚过期限的只有 {after} 个。",
                    $"Of {of} steps of \"{ShownName.InSentence(who.Names[0])}\" with a limit, {soon} were done in the first quarter of the time allowed, and {late} ({share}) lay until its last quarter, in a heap of their own before the limit; only {after} came soon after it.")));
        }

        foreach (var tested in units.CompareMixed(
            static unit => Tell(new FindingSubject(SubjectKind.Unit, unit.Unit), new(
                $"{unit.Name} 有期限的 {unit.Of} 个环节中，{unit.Hits} 个（{unit.Share}）压到期限的最后四分之一才办；同样的环节在其他单位为 {unit.Others}。",
                $"Of {unit.Of} steps with a limit at {unit.Name}, {unit.Hits} ({unit.Share}) were done only in the last quarter of the time allowed; with other units, step by step, it is {unit.Others}.")),
            noSurerThan: unit => WithAHeap(byUnit[unit]),
            least: LeastOf(evidence.Settings))) yield return tested;

        // The comparison says how sure; that there is a heap at all, and no slow office, must hold besides.
        double WithAHeap(Heap heap) => heap.IsLarge(evidence.Settings) && heap.PValue <= LeastSure ? 0 : 1;
    }

    /// <summary>Of all steps half as many as elsewhere make a heap worth telling: most of what a unit does nobody would leave.</summary>
    private static double LeastOf(FindingSettings settings) => settings.LeastDifference / 2;

    private static Heap HeapOf(IDictionary<int, Heap> heaps, int key)
    {
        if (!heaps.TryGetValue(key, out var own)) heaps.Add(key, own = new Heap());
        return own;
    }

    private static bool IsLate(double place) => place is > LastQuarter and <= 1;

    private static FindingSubject Subject(LogEvidence evidence, int group) =>
        evidence.TellsTypes ? new FindingSubject(SubjectKind.MatterType, evidence.Type(group)) : new FindingSubject(SubjectKind.Step, evidence.Log.ActivityNames[group]);

    private static Told Tell(FindingSubject who, Text says) => new()
    {
        Who = who,
        Measure = new("有期限的环节中，压到期限最后四分之一才办的比例", "share of steps with a limit that were done only in the last quarter of the time allowed"),
        Says = says,
        Innocent =
        [
            Peers.FewMatters,
            new(new("夜间和假日没有人办：只按日志里有人办事的时间算。", "Nobody works at night and on days off: only time in which the log shows work counts."), true),
            new(new("难的事项本来就慢：期限一过就断的，不像。", "Hard matters take long: then some would come after the limit, too."), true),
            new(new("先到期的先办，或一部分按规定要等满期限。", "What is due first is done first, or some have to wait for the term by rule."), false),
        ],
        Clears = new("取消只看是否按时的考核后，不再另成一堆；或说明哪些环节按规定要等。", "The heap goes once being in time is not all that is judged; or name the steps that have to wait by rule."),
    };

    /// <summary>How steps lie in the time allowed.</summary>
    private sealed class Heap
    {
        public int Steps { get; private set; }

        public int Soon { get; private set; }

        /// <summary>In the third quarter.</summary>
        public int Before { get; private set; }

        /// <summary>In the last.</summary>
        public int Late { get; private set; }

        /// <summary>In as much time behind the limit.</summary>
        public int After { get; private set; }

        /// <summary>Matters that have some in the last.</summary>
        public Showing Shows { get; } = new();

        public double PValue => HeapTest.PValue(Before, Late, After);

        public void Add(double place, int matter)
        {
            Steps++;
            switch (place)
            {
                case <= LyingOnSteps.Soon: Soon++; break;
                case <= LastQuarter - Quarter: break;
                case <= LastQuarter: Before++; break;
                case <= 1:
                    Late++;
                    Shows.Add(matter, place);
                    break;
                case <= 1 + Quarter: After++; break;
            }
        }

        /// <summary>Without a first heap it is a term that the step takes; without a fall after the limit, hard matters that take long.</summary>
        public bool IsLarge(FindingSettings settings) => Late - HeapTest.Expected(Before, After) >= LeastOf(settings) * Steps && Late >= 2 * After && Soon >= FewestSoonShare * Steps;
    }
}
