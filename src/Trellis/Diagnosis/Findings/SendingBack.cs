namespace Trellis.Diagnosis.Findings;

/// <summary>Units that send back what they are given, without a new step, more than others do (TR1102). Counted once for each matter that came from another unit and was passed on.</summary>
internal static class SendingBack
{
    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var counter = new PeerCounter<int>(evidence);
        var reader = new StayReader(evidence);
        var seen = new SortedDictionary<int, int>();
        for (var matter = 0; matter < evidence.Log.CaseCount; matter++)
        {
            var stays = reader.Of(matter);
            seen.Clear();
            for (var at = 1; at + 1 < stays.Count; at++)
                seen[stays[at].Unit] = seen.GetValueOrDefault(stays[at].Unit) + (!stays[at].New && stays[at + 1].Unit == stays[at - 1].Unit ? 1 : 0);
            foreach (var (unit, returned) in seen) counter.Add(0, unit, matter, returned > 0, returned);
        }

        return counter.Compare(static (_, unit) => new Told
        {
            Direction = Direction.Across,
            Who = new FindingSubject(SubjectKind.Unit, unit.Unit),
            Measure = new("转来的事项中，没有办新环节就退给转出单位的比例", "share of matters received that were returned to the sender without a new step"),
            Says = new(
                $"转到 {unit.Name} 的 {unit.Of} 件事项中，{unit.Hits} 件（{unit.Share}）没有办新环节就退给了转出单位，其他单位为 {unit.Others}，超出单位之间通常的差别。",
                $"Of {unit.Of} matters that came to {unit.Name}, {unit.Hits} ({unit.Share}) went back to the sender without a new step; with other units it is {unit.Others}, and this lies beyond what units innocently differ."),
            Innocent =
            [
                Peers.FewMatters,
                new(new("别的单位常常转错：该单位退得有理。", "Others often send what is not this unit's to do, and it is right to return it."), false),
            ],
            Clears = new("退回都写明依据的职责，且由此改了转办的规则；或转出单位核实确属转错。", "Returns cite a duty and the rule for handing over was mended; or senders confirm that they had sent to the wrong unit."),
        });
    }
}
