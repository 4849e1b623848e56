using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Matters that are moved on when the time is nearly up (TR1104): of passing on, returning and referring up by units, the share in the last tenth of the time allowed, over the whole beside the share of other steps that lie there, and by unit beside those of others
/// with the same kinds of matter. Whoever has it then is late, and whoever had it is not.
/// </summary>
internal static class LastMoment
{
    private const double LastTenth = 0.9;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var units = new PeerCounter<(int, int, int)>(evidence);
        var late = new List<(int Matter, double Weight)>();
        var ways = new Dictionary<Direction, int>();
        int moves = 0, steps = 0, lateSteps = 0;
        foreach (var matter in evidence.Promised)
        {
            var (from, allowed) = (evidence.Begun(matter), (double)(log.Deadlines[matter] - evidence.Begun(matter)));
            if (allowed <= 0) continue;
            for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1] && log.Times[at] <= log.Deadlines[matter]; at++)
            {
                if (evidence.IsNobodys(at)) continue;
                var place = (log.Times[at] - from) / allowed;
                if (!evidence.IsMove(at))
                {
                    steps++;
                    if (place >= LastTenth) lateSteps++;
                    continue;
                }

                moves++;
                units.Add(evidence.KindOf(matter), log.Groups[at], matter, place >= LastTenth, place);
                if (place < LastTenth) continue;
                late.Add((matter, place));
                var way = evidence.WayOf(at);
                ways[way] = ways.GetValueOrDefault(way) + 1;
            }
        }

        if (moves < evidence.Settings.FewestMatters || steps < evidence.Settings.FewestMatters) yield break;
        var expected = (lateSteps + 1.0) / (steps + 2);
        var (of, hits, share, others) = (Figures.Count(moves), Figures.Count(late.Count), Figures.Share(late.Count, moves), Figures.Share(expected, 1));
        var direction = ways.Count == 0 ? Direction.Across : ways.OrderByDescending(static one => one.Value).ThenBy(static one => one.Key).First().Key;
        yield return Tested.Of(
            ShareTest.PValue(late.Count, moves, expected),
            ((double)late.Count / moves) - expected >= evidence.Settings.LeastDifference,
            () => Measured.Share(late.Count, moves, expected, evidence.Names(late)),
            () => Tell(FindingSubject.Whole, direction, new(
                $"限时事项的 {of} 次转办、退回和上报中，{hits} 次（{share}）落在时限的最后十分之一；其他环节落在这一段的只有 {others}。",
                $"Of {of} times that matters with a deadline were passed on, returned or referred up, {hits} ({share}) lie in the last tenth of the time allowed; of other steps {others} lie there.")));

        foreach (var tested in units.CompareMixed(unit => Tell(new FindingSubject(SubjectKind.Unit, unit.Unit), direction, new(
            $"{unit.Name} 转办、退回和上报的 {unit.Of} 次中，{unit.Hits} 次（{unit.Share}）落在时限的最后十分之一；同类事项在其他单位为 {unit.Others}。",
            $"Of {unit.Of} times that {unit.Name} passed on, returned or referred up, {unit.Hits} ({unit.Share}) lie in the last tenth of the time allowed; with other units, kind by kind, it is {unit.Others}.")))) yield return tested;
    }

    private static Told Tell(FindingSubject who, Direction direction, Text says) => new()
    {
        Direction = direction,
        Who = who,
        Measure = new("转办、退回和上报中，落在时限最后十分之一的比例", "share of passing on, returning and referring up that lies in the last tenth of the time allowed"),
        Says = says,
        Innocent =
        [
            new(new("越到后面环节越多，或事项种类不同：已与同期其他环节、同类事项比较。", "More of everything happens late, or the kinds of matter differ: other steps and like matters are what it is compared with."), true),
            new(new("到后面才查明该由谁办；或规则要求快到期时上报。", "Only late does it show whose it is; or a rule asks to refer up what is nearly due."), false),
        ],
        Clears = new("写明几个工作日之内可以转出，过后由经手单位办到底；临期转出的都写明依据。", "Say within how many days a matter may be passed on, after which whoever has it sees it through; late moves cite a duty."),
    };
}
