using MathNet.Numerics.Distributions;
using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings.Reported;

/// <summary>
/// Rates and counts that heap up just above a round threshold and are missing just below it (TR6107). What the figures farther away let one expect is allowed for, and a heap at every round value is rounding and none.
/// </summary>
/// <remarks>Of rates two windows on each side tell the trend; counts, which have a shape of their own, are set against what a curve through the figures on both sides has there (<see cref="ExcessMass"/>).</remarks>
internal static class AtTheThreshold
{
    private const int Near = 2;
    private const double NearShare = 0.05;
    private const int SmallestCount = 10;
    private const int LargestStep = 50_000_000;
    private const double MostRound = 0.4;
    private const double LeastTimesOfRates = 2;

    /// <summary>How far to both sides the curve is laid, in what a unit scatters.</summary>
    private const double ReachInDeviations = 2;
    private const int MostReach = 40;
    private static readonly int[] OfRates = [50, 55, 60, 65, 70, 75, 80, 85, 90, 95];

    public static IEnumerable<Tested> Find(FigureEvidence evidence)
    {
        foreach (var indicator in evidence.Series.Where(static one => one.IsRate || one.IsCount).GroupBy(static one => (one.Indicator, one.IsRate)))
        {
            var figures = indicator.SelectMany(static one => one.Figures).ToList();
            // Units have levels of their own: a window must be small beside what one of them scatters, or each level is a heap.
            var deviations = indicator.Select(static one => one.Deviation).Order().ToArray();
            var widest = (int)(deviations[deviations.Length / 2] / 2);
            if (!indicator.Key.IsRate && widest < Near) continue;
            var told = new List<Threshold>();
            foreach (var at in indicator.Key.IsRate ? OfRates : RoundCounts(figures))
            {
                var found = indicator.Key.IsRate ? OfRate(at) : OfCount(at, deviations[deviations.Length / 2], widest);
                if (found is { } one) told.Add(one);
            }

            // A target of counts may lie anywhere: of each indicator the surest counts for all that were looked at.
            var tested = indicator.Key.IsRate ? told : [.. told.OrderBy(static one => one.PValue).Take(1)];
            foreach (var one in tested)
            {
                var others = told.Where(other => other.At != one.At).Select(static other => other.Ratio).Order().ToArray();
                var elsewhere = others.Length == 0 ? 1 : Math.Max(1, others[others.Length / 2]);
                yield return Tested.Of(
                    one.PValue * (indicator.Key.IsRate ? 1 : told.Count),
                    one.Ratio >= (indicator.Key.IsRate ? LeastTimesOfRates : evidence.Settings.LeastTimes) * elsewhere && (indicator.Key.IsRate || !AreRounded(figures, one)),
                    () => Measured.Share(one.Above, one.Above + one.Below, one.Expected, FigureEvidence.Rows(figures.Where(figure => IsAbove(figure, one)).OrderBy(static figure => figure.Value))),
                    () => Tell(indicator.Key.Indicator, $"{one.At}{(indicator.Key.IsRate ? "%" : "")}", one.Above, one.Below));
            }

            Threshold? OfRate(int at)
            {
                var (above, below) = (Within(at, at + Near), Within(at - Near, at));
                if (above + below < evidence.Settings.FewestMatters) return null;
                var (farBelow, farAbove) = (Within(at - (2 * Near), at - Near) + 1.0, Within(at + Near, at + (2 * Near)) + 1.0);
                // Densities along a line of logarithms: from the middle of the far windows, three widths apart, to that of the near ones.
                var trend = Math.Log(farAbove / farBelow) / 3;
                var sure = 1.64 * Math.Sqrt((1 / farAbove) + (1 / farBelow)) / 3;
                var odds = Math.Exp(trend + sure);
                var expected = odds / (1 + odds);
                return new Threshold(at, Near, above, below, expected, (above + 1) / (below + 1.0) / Math.Exp(trend), ShareTest.PValue(above, above + below, expected));
            }

            Threshold? OfCount(int at, double deviation, int widest)
            {
                var bin = Math.Clamp((int)(NearShare * at), Near, widest) / 2;
                var (near, reach) = (2 * bin, (int)Math.Min(MostReach, ReachInDeviations * deviation / bin));
                var (above, below) = (Within(at, at + near), Within(at - near, at));
                if (above + below < evidence.Settings.FewestMatters) return null;
                var bins = new int[2 * reach];
                var low = at - (reach * bin);
                foreach (var figure in figures)
                    if (figure.Value >= low && figure.Value < low + (2 * reach * bin)) bins[(int)((figure.Value - low) / bin)]++;
                if (ExcessMass.Find(bins, reach - 2, reach + 2) is not { } without) return null;
                var ((overs, error), (unders, _)) = (without.In(reach, reach + 2), without.In(reach - 2, reach));
                return new Threshold(at, near, above, below, overs / (overs + unders), (above + 1) / (below + 1.0) / (overs / unders), Normal.CDF(0, 1, -(above - overs) / Math.Sqrt(overs + error)));
            }

            int Within(int from, int to) => figures.Count(one => one.Value >= from && one.Value < to);
        }
    }

    /// <summary>Counts that are rounded heap up everywhere.</summary>
    private static bool AreRounded(List<ReportedFigure> figures, Threshold one)
    {
        var elsewhere = figures.Where(figure => !IsAbove(figure, one)).ToList();
        return elsewhere.Count(static figure => figure.Value % 5 == 0) > MostRound * elsewhere.Count;
    }

    private static bool IsAbove(ReportedFigure figure, Threshold one) => figure.Value >= one.At && figure.Value < one.At + one.Near;

    /// <summary>Numbers that are set as targets: the multiples of five of each size that the figures have.</summary>
    private static IEnumerable<int> RoundCounts(List<ReportedFigure> figures)
    {
        var (least, most) = (Math.Max(SmallestCount, figures.Min(static one => one.Value)), figures.Max(static one => one.Value));
        for (var step = 5; step <= most / 2 && step <= LargestStep; step *= 10)
            for (var at = 2 * step; at < 20 * step && at <= most; at += step)
                if (at >= least) yield return at;
    }

    private static Told Tell(string indicator, string at, int above, int below) => new()
    {
        Who = new FindingSubject(SubjectKind.Indicator, indicator),
        Measure = new($"紧邻 {at} 的数字中，落在它之上的比例", $"share of the figures next to {at} that lie above it"),
        Says = new(
            $"“{ShownName.InSentence(indicator)}”扎堆在 {at} 之上：刚过的 {Figures.Count(above)} 个，刚不到的只有 {Figures.Count(below)} 个；别的整数处没有这样的落差。",
            $"\"{ShownName.InSentence(indicator)}\" heaps up above {at}: {Figures.Count(above)} figures lie just above it and {Figures.Count(below)} just below; there is no such drop at other round values."),
        Innocent =
        [
            new(new("数字随手取整：别处的整数没有同样的落差。", "Figures are rounded: there is no such drop at other round values."), true),
            new(new("离门槛近的单位确实多下了功夫。", "Those near the threshold truly tried harder."), false),
        ],
        Clears = new("刚过门槛的数字经抽查属实。", "A sample of what lies just above the threshold proves true."),
    };

    /// <param name="Above">Figures within so much above it.</param>
    /// <param name="Expected">The share of those next to it that should lie above.</param>
    /// <param name="Ratio">Of those above to those below, beside what was to be expected.</param>
    private readonly record struct Threshold(int At, int Near, int Above, int Below, double Expected, double Ratio, double PValue);
}
