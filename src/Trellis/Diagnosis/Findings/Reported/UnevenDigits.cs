using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings.Reported;

/// <summary>
/// Last digits of counts that ought to be even and are not (TR6104), by indicator and by unit; only series that scatter over more than a round of digits are asked, since a narrow one need not be even. And of the unit that stands out most the share of multiples of five, beside
/// what the others have of the same indicators, which narrow series tell, too; one test over all units. Leading digits are no finding: whether Benford's law must hold of a figure is not known of it.
/// </summary>
internal static class UnevenDigits
{
    private const int FewestFigures = 30;
    private const int FewestInSeries = 6;
    private const double WideEnough = 10;
    private const double LeastOff = 0.15;
    private const int Round = 5;
    private const double SmallestMean = 10;

    public static IEnumerable<Tested> Find(FigureEvidence evidence) => ByDigits(evidence).Concat(RoundBesidePeers(evidence));

    private static IEnumerable<Tested> RoundBesidePeers(FigureEvidence evidence)
    {
        var series = evidence.Series.Where(static one => one.IsCount && one.Mean >= SmallestMean).ToList();
        string[] names = [.. series.Select(static one => one.Unit).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var numbers = names.Index().ToDictionary(static one => one.Item, static one => one.Index, StringComparer.Ordinal);
        var found = PeerComparison.CompareMixed(
            series.GroupBy(evidence.SortOf).Select(group => group.Select(one => (numbers[one.Unit], one.Figures.Count, one.Figures.Count(IsRound))).ToList()),
            evidence.Settings.FewestMatters);
        var compared = found.Select(one => new ComparedUnit(names[one.Key], one.Value.Of, one.Value.Hits)).ToList();
        if (found.Count == 0) yield break;
        var (unit, result) = found.MinBy(static one => one.Value.PValue);
        var own = new PeerCount(names[unit], result.Of, result.Hits, () => FigureEvidence.Rows(series.Where(one => one.Unit == names[unit]).SelectMany(static one => one.Figures.Where(IsRound))));
        yield return Peers.Test(evidence.Settings, own, result.Expected, result.PValue * found.Count, compared, TellRound);
    }

    private static bool IsRound(ReportedFigure figure) => figure.Value % Round == 0;

    private static Told TellRound(PeerSaid unit) => new()
    {
        Who = new FindingSubject(SubjectKind.Unit, unit.Unit),
        Measure = new("五的倍数所占的比例", "share of multiples of five"),
        Says = new(
            $"{unit.Name} 的 {unit.Of} 个计数中，{unit.Hits} 个（{unit.Share}）是五或十的整数倍；同样的指标在其他单位为 {unit.Others}。",
            $"Of {unit.Of} counts of {unit.Name}, {unit.Hits} ({unit.Share}) are multiples of five or ten; with other units it is {unit.Others} of the same indicators."),
        Innocent =
        [
            Peers.FewMatters,
            new(new("该单位按规定四舍五入，或按箱、按组计数。", "The unit rounds by rule, or counts by the box."), false),
        ],
        Clears = new("写明取整的规定；或由明细重算的几期与所报一致。", "Name the rule to round; or figures of some periods agree with the underlying records."),
    };

    private static IEnumerable<Tested> ByDigits(FigureEvidence evidence)
    {
        var wide = evidence.Series.Where(static one => one.IsCount && one.Figures.Count >= FewestInSeries && one.Deviation >= WideEnough).ToList();
        foreach (var (kind, groups) in new[] { (SubjectKind.Indicator, wide.GroupBy(static one => one.Indicator, StringComparer.Ordinal)), (SubjectKind.Unit, wide.GroupBy(static one => one.Unit, StringComparer.Ordinal)) })
        {
            foreach (var group in groups.OrderBy(static one => one.Key, StringComparer.Ordinal))
            {
                var figures = group.SelectMany(static one => one.Figures).ToList();
                var fit = DigitTests.Last(figures.Select(static one => one.Value));
                if (fit.Figures < FewestFigures) continue;
                // Half of the summed differences: the share of figures that would have to end otherwise.
                var off = 5 * fit.MeanDeviation;
                var digit = Enumerable.Range(0, 10).MaxBy(at => fit.Counts[at]);
                yield return Tested.Of(
                    fit.PValue,
                    off >= LeastOff,
                    () => new Measured(MeasureUnit.Share, off, 0, fit.Figures, FigureEvidence.Rows(figures.Where(one => (int)(one.Value % 10) == digit))),
                    () => Tell(new FindingSubject(kind, group.Key), fit, digit, Figures.Share(off, 1)));
            }
        }
    }

    private static Told Tell(FindingSubject who, DigitFit fit, int digit, string off) => new()
    {
        Who = who,
        Measure = new("要使末位数字均匀，须改动的数字所占比例", "share of figures that would have to end otherwise for last digits to be even"),
        Says = new(
            $"{ShownName.InSentence(who.Names[0])} 的 {Figures.Count(fit.Figures)} 个计数末位不均：{Figures.Share(fit.Counts[digit], fit.Figures)} 以 {digit} 结尾（应为一成），要均匀须改动其中 {off}。",
            $"The last digits of {Figures.Count(fit.Figures)} counts of {ShownName.InSentence(who.Names[0])} are uneven: {Figures.Share(fit.Counts[digit], fit.Figures)} end in {digit}, where it should be a tenth; {off} would have to end otherwise."),
        Innocent =
        [
            new(new("数字太集中，末位本来不必均匀：这样的系列不计。", "Figures too close together need not be even: such series are left out."), true),
            new(new("规定四舍五入到五或十，或按箱、按户成组计数。", "A rule says to round to fives or tens, or things are counted by the box."), false),
        ],
        Clears = new("写明取整的规定；或由明细重算的数字末位均匀。", "Name the rule to round; or figures recomputed from the base are even."),
    };
}
