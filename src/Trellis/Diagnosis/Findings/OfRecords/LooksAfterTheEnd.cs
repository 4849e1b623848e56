namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>A unit that opens matters which ended long before, more than others do: looks without a live matter. Posts whose duty it is to supervise are not counted.</summary>
internal static class LooksAfterTheEnd
{
    public static IEnumerable<Tested> Find(RecordEvidence evidence) => evidence.BesidePeers(evidence.Counts.LateLooks.All, unit => new Told
    {
        Who = new FindingSubject(SubjectKind.Unit, unit.Unit),
        Measure = new("查看的事项中，早已办结的比例", "share of looks into matters that had ended long before"),
        Says = new(
            $"{unit.Name} 查看事项 {unit.Of} 次，{unit.Hits} 次（{unit.Share}）时事项已办结 {evidence.Settings.ReopenedWithinDays} 天以上；其他单位为 {unit.Others}。",
            $"Of {unit.Of} looks of {unit.Name} into matters, {unit.Hits} ({unit.Share}) were more than {evidence.Settings.ReopenedWithinDays} days after the end; with other units it is {unit.Others}."),
        Innocent =
        [
            Peers.FewMatters,
            new(new("监督岗位的查看：不计在内。", "Looks of posts that supervise: not counted."), true),
            new(new("在办新的同类事项，要参照旧的。", "A new matter of the same kind made the old one worth reading."), false),
        ],
        Clears = new("说明查看的用途；或办结之后不再能看（用途到期、purposes.yaml），查看停止。", "Say what the looks were for; or what is over can no longer be opened (purposes.yaml), and they end."),
    });
}
