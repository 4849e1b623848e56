namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>A unit that opens matters in which it neither does anything nor answers for them, before or after, more than others do. Posts whose duty it is to supervise are not counted.</summary>
internal static class LooksWithoutWork
{
    public static IEnumerable<Tested> Find(RecordEvidence evidence) => evidence.BesidePeers(evidence.Counts.IdleLooks.All, static unit => new Told
    {
        Who = new FindingSubject(SubjectKind.Unit, unit.Unit),
        Measure = new("查看过而从未经办、也不负责的事项的比例", "share of matters looked into in which the unit neither acted nor answered for them"),
        Says = new(
            $"{unit.Name} 查看过 {unit.Of} 件事项，其中 {unit.Hits} 件（{unit.Share}）它从未经办也不负责；其他单位为 {unit.Others}。",
            $"{unit.Name} looked into {unit.Of} matters; in {unit.Hits} of them ({unit.Share}) it neither did anything nor answered for them. With other units it is {unit.Others}."),
        Innocent =
        [
            Peers.FewMatters,
            new(new("监督岗位的查看：不计在内。", "Looks of posts that supervise: not counted."), true),
            new(new("被征求意见，在事项之外答复了。", "It was consulted, and answered outside of the matter."), false),
        ],
        Clears = new("说明查看的用途；或收窄谁能看这类事项（purposes.yaml、matters）之后停止。", "Say what the looks were for; or they end once fewer may open such matters (purposes.yaml, matters)."),
    });
}
