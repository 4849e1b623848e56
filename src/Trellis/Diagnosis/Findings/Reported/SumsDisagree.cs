using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings.Reported;

/// <summary>
/// What a unit reports of a count, beside the sum of what those below it reported, period by period (TR2103). A finding is a difference in one direction that lasts; single periods, and differences to both sides, are mistakes and none.
/// Periods in which one of those below did not report are left out.
/// </summary>
internal static class SumsDisagree
{
    private const int FewestPeriods = 6;
    private const double LeastGap = 0.05;

    public static IEnumerable<Tested> Find(FigureEvidence evidence)
    {
        var below = evidence.All.Where(static one => one is { Parent: not null, IsRate: false }).GroupBy(static one => (one.Indicator, Parent: one.Parent!));
        var above = evidence.Series.ToDictionary(static one => (one.Indicator, one.Unit));
        foreach (var group in below.OrderBy(static one => one.Key.Indicator, StringComparer.Ordinal).ThenBy(static one => one.Key.Parent, StringComparer.Ordinal))
        {
            if (!above.TryGetValue((group.Key.Indicator, group.Key.Parent), out var own)) continue;
            var units = group.Select(static one => one.Unit).Distinct(StringComparer.Ordinal).Count();
            var sums = group.GroupBy(static one => one.Until).Where(period => period.Select(static one => one.Unit).Distinct(StringComparer.Ordinal).Count() == units && period.Count() == units)
                .ToDictionary(static period => period.Key, static period => period.Sum(static one => one.Value));
            var gaps = own.Figures.Where(one => sums.TryGetValue(one.Until, out var sum) && sum > 0).Select(one => (Figure: one, Gap: (double)((one.Value - sums[one.Until]) / sums[one.Until]))).ToList();
            if (gaps.Count < FewestPeriods) continue;
            var (up, down) = (gaps.Count(static one => one.Gap > 0), gaps.Count(static one => one.Gap < 0));
            var ordered = gaps.Select(static one => one.Gap).Order().ToArray();
            var median = (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
            // The middle nineteen in twenty periods bound the gap; for few periods that is all of them.
            var interval = (ordered[(int)(0.025 * (ordered.Length - 1))], ordered[(int)Math.Ceiling(0.975 * (ordered.Length - 1))]);
            var (indicator, parent) = group.Key;
            yield return Tested.Of(
                SignTest.PValue(up, down),
                Math.Abs(median) >= LeastGap,
                () => new Measured(MeasureUnit.Share, median, 0, gaps.Count, FigureEvidence.Rows(gaps.OrderByDescending(static one => Math.Abs(one.Gap)).Select(static one => one.Figure))) { Interval = interval },
                () => Tell(indicator, parent, units, Math.Max(up, down), gaps.Count, median));
        }
    }

    private static Told Tell(string indicator, string parent, int units, int oneSided, int periods, double median) => new()
    {
        Direction = Direction.Up,
        Who = new FindingSubject(SubjectKind.IndicatorInUnit, indicator, parent),
        Measure = new("上级所报与下级之和的相对差（中位数）", "median of what the unit reports over the sum of those below it, less one"),
        Says = new(
            $"{ShownName.InSentence(parent)} 报的“{ShownName.InSentence(indicator)}”与下级 {units} 个单位之和不符：{periods} 期中 {oneSided} 期{(median > 0 ? "偏多" : "偏少")}，中位数差 {Figures.Share(Math.Abs(median), 1)}。",
            $"What {ShownName.InSentence(parent)} reports of \"{ShownName.InSentence(indicator)}\" is not the sum of the {units} units below it: in {oneSided} of {periods} periods it is {(median > 0 ? "more" : "less")}, at the median by {Figures.Share(Math.Abs(median), 1)}."),
        Innocent =
        [
            new(new("个别期漏报或笔误：只看长期朝一个方向的差。", "A missing report or a slip in single periods: only what lasts in one direction is told."), true),
            new(new("上级自己也办一部分，或有重复须扣除：口径没有写明。", "The unit above does part itself, or takes off what is counted twice: the definition does not say."), false),
        ],
        Clears = new("写明汇总口径，由明细重算后一致。", "Write down how it is added up; recomputed from the base, the two agree."),
    };
}
