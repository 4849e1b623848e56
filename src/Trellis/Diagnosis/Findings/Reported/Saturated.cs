using MathNet.Numerics.Distributions;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Findings.Reported;

/// <summary>A rate that nearly all units report at its top nearly always (TR6106): it tells nothing apart any more. Units are counted, not figures, since those of one unit go together.</summary>
internal static class Saturated
{
    private const decimal Top = 99.5m;
    private const double NearlyAll = 0.8;
    private const int FewestUnits = 8;
    private const int FewestPeriods = 4;

    public static IEnumerable<Tested> Find(FigureEvidence evidence)
    {
        foreach (var indicator in evidence.Series.Where(static one => one.IsRate && one.Figures.Count >= FewestPeriods).GroupBy(static one => one.Indicator, StringComparer.Ordinal))
        {
            var units = indicator.Count();
            if (units < FewestUnits) continue;
            var full = indicator.Count(static one => one.Figures.Count(static figure => figure.Value >= Top) >= NearlyAll * one.Figures.Count);
            var share = (double)full / units;
            var p = full == 0 ? 1 : 1 - Binomial.CDF(0.5, units, full - 1);
            yield return Tested.Of(p, share >= NearlyAll, () => new LogFinding
            {
                Code = FindingCodes.Saturated,
                Severity = FindingCodes.Saturated.Severity,
                Who = new FindingSubject(SubjectKind.Indicator, [indicator.Key]),
                Measure = new("几乎每期都到顶的单位所占比例", "share of units that report it at its top nearly always"),
                Unit = MeasureUnit.Share,
                Value = share,
                Interval = ShareInterval.Of(full, units) is { } range ? (range.LowShare, range.HighShare) : null,
                Expected = 0.5,
                Cases = units,
                Evidence = FigureEvidence.Rows(indicator.SelectMany(static one => one.Figures).Where(static one => one.Value >= Top)),
                Says = new(
                    $"“{ShownName.InSentence(indicator.Key)}”已经到顶：{units} 个单位中 {full} 个几乎每期都报 {Top}% 以上，分不出高下。",
                    $"\"{ShownName.InSentence(indicator.Key)}\" has no room left: {full} of {units} units report {Top}% or more nearly always, so that it tells nothing apart."),
                Innocent = [new(new("确实人人做到了。", "All of them truly do it all."), false)],
                Clears = new("抽查证实到顶属实，则停用它、少报一项；不属实，则换指标。", "If a sample proves it true, retire it and ask for one figure less; if not, replace it."),
                IsUnexplained = true,
            });
        }
    }
}
