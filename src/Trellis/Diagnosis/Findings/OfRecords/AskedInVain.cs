namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>A unit that is asked for something in a matter and answers that it is not its to give, more often than others are. Either it is asked by mistake, or it keeps what the structure has it share.</summary>
internal static class AskedInVain
{
    public static IEnumerable<Tested> Find(RecordEvidence evidence) => evidence.BesidePeers(evidence.Counts.Asked.All, static unit => new Told
    {
        Direction = Direction.Across,
        Who = new FindingSubject(SubjectKind.Unit, unit.Unit),
        Measure = new("被别的单位询问时，答复“不归我们”的比例", "share of requests of other units that it answered as not its to give"),
        Says = new(
            $"{unit.Name} 答复了 {unit.Of} 次询问，{unit.Hits} 次（{unit.Share}）说不归它；其他单位为 {unit.Others}。",
            $"{unit.Name} answered {unit.Of} requests, {unit.Hits} of them ({unit.Share}) as not its to give; with other units it is {unit.Others}."),
        Innocent =
        [
            Peers.FewMatters,
            new(new("别的单位常常问错。", "Others often ask the wrong unit."), false),
        ],
        Clears = new("所问的数据项、职权确实不归它（data.yaml 的 owner、powers.yaml）；或改了由谁回答之后不再被拒。", "What was asked for is not its by data.yaml (owner) or powers.yaml; or it ends once the right unit is asked."),
    });
}
