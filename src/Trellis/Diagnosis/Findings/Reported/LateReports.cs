using Trellis.Diagnosis.Methods;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Findings.Reported;

/// <summary>Units that report later than the days set more often than their peers do (TR2102).</summary>
internal static class LateReports
{
    public static IEnumerable<Tested> Find(FigureEvidence evidence)
    {
        var units = evidence.All.Where(static one => one.ReportedAt is not null).GroupBy(static one => one.Unit, StringComparer.Ordinal)
            .Select(group => (Unit: group.Key, Of: group.Count(), Late: group.Where(IsLate).ToList())).Where(one => one.Of >= evidence.Settings.FewestMatters).OrderBy(static one => one.Unit, StringComparer.Ordinal).ToList();
        var results = PeerComparison.Compare(units.ConvertAll(static one => (one.Of, one.Late.Count)));
        var compared = units.ConvertAll(static one => new ComparedUnit(one.Unit, one.Of, one.Late.Count));
        for (var at = 0; at < units.Count; at++)
        {
            if (results[at] is not { } peers) continue;
            var (unit, of, late) = units[at];
            var share = (double)late.Count / of;
            yield return Tested.Of(peers.PValue, share - peers.PeersShare >= evidence.Settings.LeastDifference, () => new LogFinding
            {
                Code = FindingCodes.LateReports,
                Severity = FindingCodes.LateReports.Severity,
                Direction = Direction.Up,
                Who = new FindingSubject(SubjectKind.Unit, [unit]),
                Measure = new($"期末 {evidence.Settings.ReportedWithinDays} 天之后才报的比例", $"share of figures reported more than {evidence.Settings.ReportedWithinDays} days after the end of their period"),
                Unit = MeasureUnit.Share,
                Value = share,
                Interval = ShareInterval.Of(late.Count, of) is { } range ? (range.LowShare, range.HighShare) : null,
                Expected = peers.PeersShare,
                Cases = of,
                Evidence = FigureEvidence.Rows(late.OrderByDescending(static one => one.ReportedAt!.Value.DayNumber - one.Until.DayNumber)),
                Says = new(
                    $"{ShownName.InSentence(unit)} 的 {Figures.Count(of)} 个数字中，{Figures.Share(late.Count, of)} 在期末 {evidence.Settings.ReportedWithinDays} 天之后才报；其他单位为 {Figures.Share(peers.PeersShare, 1)}。",
                    $"Of {Figures.Count(of)} figures of {ShownName.InSentence(unit)}, {Figures.Share(late.Count, of)} came more than {evidence.Settings.ReportedWithinDays} days after the end of their period; with other units it is {Figures.Share(peers.PeersShare, 1)}."),
                Innocent =
                [
                    new(new("数字少，碰巧多：已按件数和单位间通常的差别设限。", "Few figures, and chance: the limits allow for their number and for what units usually differ."), true),
                    new(new("要等下级或别的部门先报。", "It has to wait for lower units or for another department."), false),
                ],
                Clears = new("扣除等别人的天数后不再突出；或减少要它报的表之后按时。", "It no longer stands out without the days it waited for others; or it is in time once fewer forms are asked of it."),
                Compared = compared,
            });
        }

        bool IsLate(ReportedFigure one) => one.ReportedAt!.Value > one.Until.AddDays(evidence.Settings.ReportedWithinDays);
    }
}
