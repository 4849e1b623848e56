using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Clocks that are stopped when it suits (TR3105), among matters with a deadline: pauses that end without anything that came meanwhile, over the whole beside the difference that is let pass and by type of matter beside the other types; pauses of a unit beside
/// those of others with the same kinds; and the share of first pauses that lie in the last fifth of the time allowed, beside the share of other steps that lie there.
/// </summary>
/// <remarks>Whether something came is asked only of logs that show what requesters do.</remarks>
internal static class StoppedClocks
{
    private const double LastFifth = 0.8;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var (late, empty) = (new List<(int Matter, double Weight)>(), new List<(int Matter, double Weight)>());
        var types = new PeerCounter<int>(evidence, evidence.Type);
        var units = new PeerCounter<(int, int, int)>(evidence);
        int promised = 0, paused = 0, steps = 0, lateSteps = 0;
        foreach (var matter in evidence.Promised)
        {
            promised++;
            var (from, allowed) = (evidence.Begun(matter), (double)(log.Deadlines[matter] - evidence.Begun(matter)));
            var (first, isEmpty, by) = (-1, false, -1);
            for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
            {
                var place = allowed <= 0 ? 2 : (log.Times[at] - from) / allowed;
                if (!evidence.IsPause(at))
                {
                    if (place <= 1) steps++;
                    if (place is >= LastFifth and <= 1) lateSteps++;
                    continue;
                }

                isEmpty |= IsEmpty(evidence, matter, at);
                if (first >= 0) continue;
                (first, by) = (at, log.HasGroups ? log.Groups[at] : -1);
                if (place <= 1) paused++;
                if (place is >= LastFifth and <= 1) late.Add((matter, place));
            }

            if (isEmpty) empty.Add((matter, 1));
            if (evidence.TypeOf(matter) is >= 0 and var type) types.Add(0, type, matter, isEmpty);
            if (log.HasGroups && (by >= 0 ? by : evidence.LastUnit(matter)) is >= 0 and var unit) units.Add(evidence.KindOf(matter), unit, matter, first >= 0);
        }

        if (paused >= evidence.Settings.FewestMatters && steps >= evidence.Settings.FewestMatters)
        {
            var expected = (lateSteps + 1.0) / (steps + 2);
            var (of, hits, share, others) = (Figures.Count(paused), Figures.Count(late.Count), Figures.Share(late.Count, paused), Figures.Share(expected, 1));
            yield return Tested.Of(
                ShareTest.PValue(late.Count, paused, expected),
                ((double)late.Count / paused) - expected >= evidence.Settings.LeastDifference,
                () => Measured.Share(late.Count, paused, expected, evidence.Names(late)),
                () => Tell(FindingSubject.Whole, new("有暂停的事项中，首次暂停落在时限最后五分之一的比例", "share of paused matters whose first pause lies in the last fifth of the time allowed"), new(
                    $"{of} 件暂停过的限时事项中，{hits} 件（{share}）在时限的最后五分之一才停钟；其他环节落在这一段的只有 {others}。",
                    $"Of {of} paused matters with a deadline, {hits} ({share}) had their clock stopped in the last fifth of the time allowed; of other steps {others} lie there.")));
        }

        foreach (var tested in units.CompareMixed(static unit => Tell(new FindingSubject(SubjectKind.Unit, unit.Unit), Paused, new(
            $"{unit.Name} 的 {unit.Of} 件限时事项中，{unit.Hits} 件（{unit.Share}）停过钟；同类事项在其他单位为 {unit.Others}。",
            $"Of {unit.Of} matters with a deadline at {unit.Name}, {unit.Hits} ({unit.Share}) had their clock stopped; with other units, kind by kind, it is {unit.Others}.")))) yield return tested;

        if (!evidence.ShowsRequesters || promised < evidence.Settings.FewestMatters) yield break;
        var bound = evidence.Settings.LeastDifference;
        yield return Tested.Of(
            ShareTest.PValue(empty.Count, promised, bound),
            (double)empty.Count / promised > bound,
            () => Measured.Share(empty.Count, promised, bound, evidence.Names(empty)),
            () => Tell(FindingSubject.Whole, ForNothing, new(
                $"{Figures.Count(promised)} 件限时事项中，{Figures.Count(empty.Count)} 件（{Figures.Share(empty.Count, promised)}）停过钟，而停钟期间没有记下等来任何东西；容许的是 {Figures.Share(bound, 1)}。",
                $"Of {Figures.Count(promised)} matters with a deadline, {Figures.Count(empty.Count)} ({Figures.Share(empty.Count, promised)}) had their clock stopped, and nothing that was waited for is recorded meanwhile; {Figures.Share(bound, 1)} is let pass.")));
        foreach (var tested in types.Compare(static (_, type) => Tell(new FindingSubject(SubjectKind.MatterType, type.Unit), ForNothing, new(
            $"「{type.Name}」的 {type.Of} 件限时事项中，{type.Hits} 件（{type.Share}）停过钟，而停钟期间没有记下等来任何东西；其他事项类型为 {type.Others}。",
            $"Of {type.Of} matters of the type \"{type.Name}\" with a deadline, {type.Hits} ({type.Share}) had their clock stopped, and nothing that was waited for is recorded meanwhile; with other types it is {type.Others}.")))) yield return tested;
    }

    private static Text Paused { get; } = new("限时事项中停过钟的比例", "share of matters with a deadline whose clock was stopped");

    private static Text ForNothing { get; } = new("限时事项中，停过钟而没有等来任何东西的比例", "share of matters with a deadline whose clock was stopped while nothing came");

    /// <summary>The clock goes on without anybody having done anything meanwhile. A pause that is not over says nothing.</summary>
    private static bool IsEmpty(LogEvidence evidence, int matter, int pause)
    {
        for (var at = pause + 1; at < evidence.Log.CaseStarts[matter + 1]; at++)
        {
            if (evidence.IsResuming(at)) return true;
            if (!evidence.IsPrompting(at)) return false;
        }

        return false;
    }

    private static Told Tell(FindingSubject who, Text measure, Text says) => new()
    {
        Who = who,
        Measure = measure,
        Says = says,
        Innocent =
        [
            new(new("越到后面环节越多，或事项种类不同：已与同期其他环节、同类事项比较。", "More of everything happens late, or the kinds of matter differ: other steps and like matters are what it is compared with."), true),
            new(new("到后面才发现缺材料；或等来的东西没有记进日志。", "Only late does it show that papers are missing; or what came is not recorded in the log."), false),
        ],
        Clears = new("每次暂停都写明等谁、等什么，且等到后马上恢复；缺什么改在受理时一次告知。", "Each pause says who is waited for and for what, and ends when it comes; what is missing is told at receipt."),
    };
}
