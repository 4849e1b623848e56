using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Clocks that are stopped when the time is nearly up (TR3105): of matters with a pause, the share whose first pause lies in the last fifth of the time allowed, beside the share of other steps that lie there.
/// </summary>
internal static class StoppedClocks
{
    private const double LastFifth = 0.8;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var late = new List<(int Matter, double Weight)>();
        int paused = 0, steps = 0, lateSteps = 0;
        foreach (var matter in evidence.Promised)
        {
            var (from, allowed) = (evidence.Begun(matter), (double)(log.Deadlines[matter] - evidence.Begun(matter)));
            if (allowed <= 0) continue;
            var isFirst = true;
            for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
            {
                var place = (log.Times[at] - from) / allowed;
                if (place > 1) break;
                if (!evidence.IsPause(at))
                {
                    steps++;
                    if (place >= LastFifth) lateSteps++;
                }
                else if (isFirst)
                {
                    isFirst = false;
                    paused++;
                    if (place >= LastFifth) late.Add((matter, place));
                }
            }
        }

        if (paused < evidence.Settings.FewestMatters || steps < evidence.Settings.FewestMatters) yield break;
        var expected = (lateSteps + 1.0) / (steps + 2);
        yield return Tested.Of(
            ShareTest.PValue(late.Count, paused, expected),
            ((double)late.Count / paused) - expected >= evidence.Settings.LeastDifference,
            () => Measured.Share(late.Count, paused, expected, evidence.Names(late)),
            () => Tell(Figures.Count(paused), Figures.Count(late.Count), Figures.Share(late.Count, paused), Figures.Share(expected, 1)));
    }

    private static Told Tell(string paused, string late, string share, string expected) => new()
    {
        Who = FindingSubject.Whole,
        Measure = new("有暂停的事项中，首次暂停落在时限最后五分之一的比例", "share of paused matters whose first pause lies in the last fifth of the time allowed"),
        Says = new(
            $"{paused} 件暂停过的限时事项中，{late} 件（{share}）在时限的最后五分之一才停钟；其他环节落在这一段的只有 {expected}。",
            $"Of {paused} paused matters with a deadline, {late} ({share}) had their clock stopped in the last fifth of the time allowed; of other steps {expected} lie there."),
        Innocent =
        [
            new(new("越到后面环节越多：已与同期其他环节比较。", "More of everything happens late: other steps of the same matters are what it is compared with."), true),
            new(new("到后面才发现缺材料。", "Only late does it show that papers are missing."), false),
        ],
        Clears = new("每次暂停都写明等谁、等什么，且等到后马上恢复；缺什么改在受理时一次告知。", "Each pause says who is waited for and for what, and ends when it comes; what is missing is told at receipt."),
    };
}
