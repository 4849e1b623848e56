namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>A unit on which demands from above (looks into what it holds, reminders, escalations, forms sent back) weigh more beside what it does for residents than on units of its kind.</summary>
internal static class DemandsFromAbove
{
    public static IEnumerable<Tested> Find(RecordEvidence evidence) => evidence.Counts.Demands.All
        .GroupBy(one => evidence.Today.Unit(one.Key)?.Type?.Id ?? "", StringComparer.Ordinal).Where(static kind => kind.Key.Length > 0)
        .SelectMany(kind => evidence.BesidePeers(kind, static unit => new Told
        {
            Direction = Direction.Down,
            Who = new FindingSubject(SubjectKind.Unit, unit.Unit),
            Measure = new("上级的查看、催办和退表在它与办事环节合计中的比例", "share of looks, reminders and returned forms from above, of these and the steps that it did together"),
            Says = new(
                $"{unit.Name} 每 {unit.Of} 次往来中有 {unit.Hits} 次（{unit.Share}）是上级来查看、催办或退表，其余才是办事；同类单位为 {unit.Others}。",
                $"Of {unit.Of} dealings of {unit.Name}, {unit.Hits} ({unit.Share}) were looks, reminders or returned forms from above, and the rest was work on matters; with units of its kind it is {unit.Others}."),
            Innocent =
            [
                Peers.FewMatters,
                new(new("那里的事项确实拖了，催得有理。", "Matters lie there for long, and the reminders are right."), false),
                new(new("上级与它合办，查看是工作的一部分。", "The unit above works with it, and looks are part of the work."), false),
            ],
            Clears = new("上级说明每一类查看、催办的依据，合并重复的；之后比例回到同类单位。", "The unit above says on what basis each kind of demand stands and joins those that repeat; then it returns to what its kind has."),
        }));
}
