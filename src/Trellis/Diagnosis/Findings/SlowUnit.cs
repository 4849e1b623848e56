using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Findings;

/// <summary>A unit where a step waits longer than the same step does elsewhere (TR3102): the share of matters that wait longer than half of all do, beside the peers that do the same step after the same step before it in matters of the same type.</summary>
internal static class SlowUnit
{
    /// <summary>Nobody is kept waiting by less, in seconds.</summary>
    private const double AnHour = 3_600;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var (log, settings) = (evidence.Log, evidence.Settings);
        var kinds = new Triples(log.TypeNames.Length, log.ActivityNames.Length, log.ActivityNames.Length);
        // Once to count how many there are of each kind of wait, once to lay them beside each other.
        var counts = new List<int>();
        EachWait(evidence, kinds, (kind, _, _) =>
        {
            if (kind == counts.Count) counts.Add(0);
            counts[kind]++;
        });
        var starts = new int[counts.Count + 1];
        for (var kind = 0; kind < counts.Count; kind++) starts[kind + 1] = starts[kind] + counts[kind];
        var (steps, waits, filled) = (new int[starts[^1]], new long[starts[^1]], starts[..^1]);
        EachWait(evidence, kinds, (kind, at, wait) =>
        {
            var place = filled[kind]++;
            (steps[place], waits[place]) = (at, wait);
        });

        var sorted = new long[counts.Count == 0 ? 0 : counts.Max()];
        var byUnit = new (int Of, int Hits)[log.GroupNames.Length];
        foreach (var kind in Enumerable.Range(0, kinds.Count).OrderBy(kind => kinds[kind]))
        {
            var (from, count) = (starts[kind], counts[kind]);
            if (count < settings.FewestMatters) continue;
            waits.AsSpan(from, count).CopyTo(sorted);
            var median = Quantiles.Select(sorted.AsSpan(0, count), count / 2);
            if (median <= 0) continue;
            Array.Clear(byUnit);
            for (var place = from; place < from + count; place++)
            {
                ref var unit = ref byUnit[log.Groups[steps[place]]];
                unit = (unit.Of + 1, unit.Hits + (waits[place] > median ? 1 : 0));
            }

            var own = new Own(steps, waits, from, count);
            var all = Quantiles.Seconds(median);
            var counted = new List<PeerCount>();
            for (var unit = 0; unit < byUnit.Length; unit++)
            {
                var here = unit;
                if (byUnit[unit].Of > 0) counted.Add(new PeerCount(evidence.Unit(unit), byUnit[unit].Of, byUnit[unit].Hits, () => own.Evidence(evidence, here, median)));
            }

            var step = log.ActivityNames[kinds[kind].Middle];
            foreach (var tested in Peers.Compare(
                settings,
                counted,
                unit => Tell(step, unit, own.Median(evidence, unit.Unit), all),
                unit => own.Median(evidence, unit.Name) >= Math.Max(AnHour, settings.LeastTimes * all))) yield return tested;
        }
    }

    /// <summary>Each step after the first that a unit did, once for each step and unit of a matter, in the order of the log: the kind of wait, where it stands and how long.</summary>
    private static void EachWait(LogEvidence evidence, Triples kinds, Action<int, int, long> each)
    {
        var log = evidence.Log;
        var (doneBy, seenIn) = (new Triples(0, log.ActivityNames.Length, log.GroupNames.Length), new List<int>());
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
            {
                if (log.Groups[at] < 0) continue;
                var done = doneBy.Number(-1, log.Activities[at], log.Groups[at]);
                if (done == seenIn.Count) seenIn.Add(-1);
                if (seenIn[done] == matter) continue;
                seenIn[done] = matter;
                each(kinds.Number(evidence.TypeOf(matter), log.Activities[at], log.Activities[evidence.Before(matter, at)]), at, evidence.WaitBefore(matter, at));
            }
        }
    }

    /// <summary>Waits of one kind in the order of the log: where each stands, and how long it was.</summary>
    private sealed class Own(int[] steps, long[] waits, int from, int count)
    {
        public double Median(LogEvidence evidence, string unit)
        {
            var own = new List<long>();
            for (var place = from; place < from + count; place++)
                if (evidence.Unit(evidence.Log.Groups[steps[place]]) == unit) own.Add(waits[place]);
            return Quantiles.Median(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(own));
        }

        public IReadOnlyList<string> Evidence(LogEvidence evidence, int unit, long median)
        {
            var showing = new Showing();
            for (var place = from; place < from + count; place++)
                if (evidence.Log.Groups[steps[place]] == unit && waits[place] > median) showing.Add(evidence.MatterOf(steps[place]), waits[place]);
            return evidence.Names(showing);
        }
    }

    private static Told Tell(string step, PeerSaid unit, double own, double all) => new()
    {
        Who = new FindingSubject(SubjectKind.StepInUnit, step, unit.Unit),
        Measure = new("该单位这一环节的事项中，等得比全体半数更久的比例", "share of the unit's matters that waited for this step longer than half of all do"),
        Says = new(
            $"「{ShownName.InSentence(step)}」在 {unit.Name} 等得更久：半数等了 {Durations.Say(own, Language.Chinese)} 以上，全体单位为 {Durations.Say(all, Language.Chinese)}；{unit.Of} 件中 {unit.Share} 超过全体的中位数。",
            $"\"{ShownName.InSentence(step)}\" waits longer at {unit.Name}: half of the matters {Durations.Say(own, Language.English)} or more, over all units {Durations.Say(all, Language.English)}; {unit.Share} of {unit.Of} lie above the median of all."),
        Innocent =
        [
            Peers.FewMatters,
            new(new("该单位人手不足，或分到的事项更难。", "The unit has fewer hands for it, or is given the harder matters."), false),
        ],
        Clears = new("按人手和事项难易分开后不再突出；或补足人手、改变分派之后等待缩短。", "It no longer stands out by number of hands and kind of matter; or the wait falls once hands or the way matters are assigned have changed."),
    };
}
