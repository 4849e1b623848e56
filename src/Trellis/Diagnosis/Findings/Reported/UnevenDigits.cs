using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings.Reported;

/// <summary>
/// Last digits of counts that ought to be even and are not (TR6104), by indicator and by unit. Only series that scatter over more than a round of digits are asked, since a narrow one need not be even. Leading digits are no finding: whether
/// Benford's law must hold of a figure is not known of it.
/// </summary>
internal static class UnevenDigits
{
    private const int FewestFigures = 30;
    private const int FewestInSeries = 6;
    private const double WideEnough = 10;
    private const double LeastOff = 0.15;

    public static IEnumerable<Tested> Find(FigureEvidence evidence)
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
