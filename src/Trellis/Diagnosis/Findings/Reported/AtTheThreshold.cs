using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings.Reported;

/// <summary>
/// Rates that heap up just above a round threshold and are missing just below it (TR6107). What the trend of the figures farther away lets one expect is allowed for, and a heap at every round value is rounding and none.
/// </summary>
internal static class AtTheThreshold
{
    private const int Near = 2;
    private static readonly int[] Thresholds = [50, 55, 60, 65, 70, 75, 80, 85, 90, 95];

    public static IEnumerable<Tested> Find(FigureEvidence evidence)
    {
        foreach (var indicator in evidence.All.Where(static one => one.IsRate).GroupBy(static one => one.Indicator, StringComparer.Ordinal))
        {
            var figures = indicator.ToList();
            var told = new List<(int At, int Above, int Below, double Expected, double Ratio)>();
            foreach (var at in Thresholds)
            {
                var (above, below) = (Within(at, at + Near), Within(at - Near, at));
                if (above + below < evidence.Settings.FewestMatters) continue;
                var (farBelow, farAbove) = (Within(at - (2 * Near), at - Near) + 1.0, Within(at + Near, at + (2 * Near)) + 1.0);
                // Densities along a line of logarithms: from the middle of the far windows, three widths apart, to that of the near ones.
                var trend = Math.Log(farAbove / farBelow) / 3;
                var sure = 1.64 * Math.Sqrt((1 / farAbove) + (1 / farBelow)) / 3;
                var odds = Math.Exp(trend + sure);
                told.Add((at, above, below, odds / (1 + odds), (above + 1) / (below + 1.0) / Math.Exp(trend)));
            }

            foreach (var one in told)
            {
                var others = told.Where(other => other.At != one.At).Select(static other => other.Ratio).Order().ToArray();
                var elsewhere = others.Length == 0 ? 1 : Math.Max(1, others[others.Length / 2]);
                yield return Tested.Of(
                    ShareTest.PValue(one.Above, one.Above + one.Below, one.Expected),
                    one.Ratio >= 2 * elsewhere,
                    () => Measured.Share(one.Above, one.Above + one.Below, one.Expected, FigureEvidence.Rows(figures.Where(figure => figure.Value >= one.At && figure.Value < one.At + Near).OrderBy(static figure => figure.Value))),
                    () => Tell(indicator.Key, one.At, one.Above, one.Below));
            }

            int Within(int from, int to) => figures.Count(one => one.Value >= from && one.Value < to);
        }
    }

    private static Told Tell(string indicator, int at, int above, int below) => new()
    {
        Who = new FindingSubject(SubjectKind.Indicator, indicator),
        Measure = new($"紧邻 {at}% 的数字中，落在它之上的比例", $"share of the figures next to {at}% that lie above it"),
        Says = new(
            $"“{ShownName.InSentence(indicator)}”扎堆在 {at}% 之上：刚过的 {Figures.Count(above)} 个，刚不到的只有 {Figures.Count(below)} 个；别的整数处没有这样的落差。",
            $"\"{ShownName.InSentence(indicator)}\" heaps up above {at}%: {Figures.Count(above)} figures lie just above it and {Figures.Count(below)} just below; there is no such drop at other round values."),
        Innocent =
        [
            new(new("数字随手取整：别处的整数没有同样的落差。", "Figures are rounded: there is no such drop at other round values."), true),
            new(new("离门槛近的单位确实多下了功夫。", "Those near the threshold truly tried harder."), false),
        ],
        Clears = new("刚过门槛的数字经抽查属实。", "A sample of what lies just above the threshold proves true."),
    };
}
