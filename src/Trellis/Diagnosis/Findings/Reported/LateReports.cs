namespace Trellis.Diagnosis.Findings.Reported;

/// <summary>Units that report later than the days set more often than their peers do (TR2102).</summary>
internal static class LateReports
{
    public static IEnumerable<Tested> Find(FigureEvidence evidence)
    {
        var days = evidence.Settings.ReportedWithinDays;
        var units = evidence.All.Where(static one => one.ReportedAt is not null).GroupBy(static one => one.Unit, StringComparer.Ordinal).Select(group =>
        {
            var late = group.Where(one => one.ReportedAt!.Value > one.Until.AddDays(days)).ToList();
            return new PeerCount(group.Key, group.Count(), late.Count, () => FigureEvidence.Rows(late.OrderByDescending(static one => one.ReportedAt!.Value.DayNumber - one.Until.DayNumber)));
        });
        return Peers.Compare(evidence.Settings, units, unit => new Told
        {
            Direction = Direction.Up,
            Who = new FindingSubject(SubjectKind.Unit, unit.Unit),
            Measure = new($"期末 {days} 天之后才报的比例", $"share of figures reported more than {days} days after the end of their period"),
            Says = new(
                $"{unit.Name} 的 {unit.Of} 个数字中，{unit.Share} 在期末 {days} 天之后才报；其他单位为 {unit.Others}。",
                $"Of {unit.Of} figures of {unit.Name}, {unit.Share} came more than {days} days after the end of their period; with other units it is {unit.Others}."),
            Innocent =
            [
                Peers.FewMatters,
                new(new("要等下级或别的部门先报。", "It has to wait for lower units or for another department."), false),
            ],
            Clears = new("扣除等别人的天数后不再突出；或减少要它报的表之后按时。", "It no longer stands out without the days it waited for others; or it is in time once fewer forms are asked of it."),
        });
    }
}
