using Trellis.Diagnosis.Methods;

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
            yield return Tested.Of(
                ShareTest.PValue(full, units, 0.5),
                share >= NearlyAll,
                () => Measured.Share(full, units, 0.5, FigureEvidence.Rows(indicator.SelectMany(static one => one.Figures).Where(static one => one.Value >= Top))),
                () => Tell(indicator.Key, full, units));
        }
    }

    private static Told Tell(string indicator, int full, int units) => new()
    {
        Who = new FindingSubject(SubjectKind.Indicator, indicator),
        Measure = new("几乎每期都到顶的单位所占比例", "share of units that report it at its top nearly always"),
        Says = new(
            $"“{ShownName.InSentence(indicator)}”已经到顶：{units} 个单位中 {full} 个几乎每期都报 {Top}% 以上，分不出高下。",
            $"\"{ShownName.InSentence(indicator)}\" has no room left: {full} of {units} units report {Top}% or more nearly always, so that it tells nothing apart."),
        Innocent = [new(new("确实人人做到了。", "All of them truly do it all."), false)],
        Clears = new("抽查证实到顶属实，则停用它、少报一项；不属实，则换指标。", "If a sample proves it true, retire it and ask for one figure less; if not, replace it."),
    };
}
