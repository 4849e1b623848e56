namespace Trellis.Diagnosis.Findings;

/// <summary>Matters that change units more than nine in ten do, by the unit where they came in (TR3107): a funnel plot, never a ranking.</summary>
internal static class ManyHands
{
    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var (moves, first) = (new int[log.CaseCount], new int[log.CaseCount]);
        var reader = new StayReader(evidence);
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            var stays = reader.Of(matter);
            (moves[matter], first[matter]) = stays.Count == 0 ? (0, -1) : (stays.Count - 1, stays[0].Unit);
        }

        var sorted = moves.Order().ToArray();
        var usual = Math.Max(1, sorted[(int)(0.9 * (sorted.Length - 1))]);
        var counter = new PeerCounter<int>(evidence);
        for (var matter = 0; matter < log.CaseCount; matter++)
            if (first[matter] >= 0) counter.Add(0, first[matter], matter, moves[matter] > usual, moves[matter]);

        return counter.Compare((_, unit) => new Told
        {
            Direction = Direction.Across,
            Who = new FindingSubject(SubjectKind.Unit, unit.Unit),
            Measure = new($"由该单位首接的事项中，换手超过 {usual} 次的比例", $"share of matters first received there that changed units more than {Times(usual)}"),
            Says = new(
                $"由 {unit.Name} 首接的 {unit.Of} 件事项中，{unit.Hits} 件（{unit.Share}）换单位超过 {usual} 次；其他单位首接的为 {unit.Others}。",
                $"Of {unit.Of} matters that came in at {unit.Name}, {unit.Hits} ({unit.Share}) changed units more than {Times(usual)}; where others received them first it is {unit.Others}."),
            Innocent =
            [
                Peers.FewMatters,
                new(new("该单位收到的多是跨部门的大事项。", "What comes in there are mostly large matters that need many units."), false),
            ],
            Clears = new("按事项类型分开看不再突出；或首接单位能自己办结的更多了。", "It no longer stands out within each type of matter; or the first receiver may settle more by itself."),
        });

        static string Times(int count) => count == 1 ? "once" : $"{count} times";
    }
}
