using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Findings;

/// <summary>Units that send back what they are given, without a new step, more than others do (TR1102). Counted once for each matter that came from another unit and was passed on.</summary>
internal static class SendingBack
{
    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var counter = new PeerCounter();
        var reader = new StayReader(evidence);
        var seen = new SortedDictionary<int, int>();
        for (var matter = 0; matter < evidence.Log.CaseCount; matter++)
        {
            var stays = reader.Of(matter);
            seen.Clear();
            for (var at = 1; at + 1 < stays.Count; at++)
                seen[stays[at].Unit] = seen.GetValueOrDefault(stays[at].Unit) + (!stays[at].New && stays[at + 1].Unit == stays[at - 1].Unit ? 1 : 0);
            foreach (var (unit, returned) in seen) counter.Add(unit, matter, returned > 0, returned);
        }

        return Peers.Compare(evidence, FindingCodes.SendsBack, counter.Counted(evidence), static (unit, peers) => new LogFinding
        {
            Code = FindingCodes.SendsBack,
            Severity = FindingCodes.SendsBack.Severity,
            Direction = Direction.Across,
            Who = new FindingSubject(SubjectKind.Unit, [unit.Name]),
            Measure = new("转来的事项中，没有办新环节就退给转出单位的比例", "share of matters received that were returned to the sender without a new step"),
            Unit = MeasureUnit.Share,
            Value = unit.Share,
            Expected = peers.PeersShare,
            Cases = unit.Of,
            Evidence = [],
            Says = new(
                $"转到 {ShownName.InSentence(unit.Name)} 的 {Figures.Count(unit.Of)} 件事项中，{Figures.Count(unit.Hits)} 件（{Figures.Share(unit.Hits, unit.Of)}）没有办新环节就退给了转出单位，其他单位为 {Figures.Share(peers.PeersShare, 1)}，超出单位之间通常的差别。",
                $"Of {Figures.Count(unit.Of)} matters that came to {ShownName.InSentence(unit.Name)}, {Figures.Count(unit.Hits)} ({Figures.Share(unit.Hits, unit.Of)}) went back to the sender without a new step; with other units it is {Figures.Share(peers.PeersShare, 1)}, and this lies beyond what units innocently differ."),
            Innocent =
            [
                new(new("件数少，碰巧多：已按件数和单位间通常的差别设限。", "Few matters, and chance: the limits allow for the number of matters and for what units usually differ."), true),
                new(new("别的单位常常转错：该单位退得有理。", "Others often send what is not this unit's to do, and it is right to return it."), false),
            ],
            Clears = new("退回都写明依据的职责，且由此改了转办的规则；或转出单位核实确属转错。", "Returns cite a duty and the rule for handing over was mended; or senders confirm that they had sent to the wrong unit."),
        });
    }
}
