using MathNet.Numerics.Distributions;

namespace Trellis.Diagnosis.Findings.Reported;

/// <summary>
/// Counts of a unit that vary less from one period to the next than counts of their size must (TR6105), while those of its peers do not. Neighbouring periods are compared in pairs, so that neither trend nor season makes a series rough.
/// </summary>
/// <remarks>The difference of two counts of one level has the variance of their sum; the squares over it are chi-square. Whether the indicator counts chances at all is asked of the peers.</remarks>
internal static class TooSmooth
{
    private const int FewestPairs = 6;
    private const int FewestPeers = 4;
    private const double SmallestMean = 10;
    private const double PeersAreCounts = 0.7;
    private const double Smooth = 0.4;

    public static IEnumerable<Tested> Find(FigureEvidence evidence)
    {
        var asked = new List<(FigureSeries Own, int Pairs, double Squares, double Peers)>();
        foreach (var indicator in evidence.Series.Where(static one => one.IsCount && one.Figures.Count >= 2 * FewestPairs && one.Mean >= SmallestMean).GroupBy(static one => one.Indicator, StringComparer.Ordinal))
        {
            var series = indicator.Select(static one => (Series: one, Found: Roughness(one))).ToList();
            foreach (var (own, (pairs, squares)) in series)
            {
                var peers = series.Where(one => one.Series.Unit != own.Unit).Select(static one => one.Found.Squares / one.Found.Pairs).Order().ToArray();
                if (peers.Length >= FewestPeers && peers[peers.Length / 2] is >= PeersAreCounts and var middle) asked.Add((own, pairs, squares, middle));
            }
        }

        // Of a unit the series that stands out most counts for all of its series.
        foreach (var unit in asked.GroupBy(static one => one.Own.Unit, StringComparer.Ordinal).OrderBy(static unit => unit.Key, StringComparer.Ordinal))
        {
            var (own, pairs, squares, peers) = unit.MinBy(static one => ChiSquared.CDF(one.Pairs, one.Squares));
            var ratio = squares / pairs;
            yield return Tested.Of(
                ChiSquared.CDF(pairs, squares) * unit.Count(),
                ratio <= Smooth,
                () => new Measured(MeasureUnit.Times, ratio, 1, own.Figures.Count, FigureEvidence.Rows(own.Figures)) { Interval = (squares / ChiSquared.InvCDF(pairs, 0.975), squares / ChiSquared.InvCDF(pairs, 0.025)) },
                () => Tell(own, ratio, peers));
        }
    }

    private static (int Pairs, double Squares) Roughness(FigureSeries series)
    {
        var (pairs, squares) = (0, 0.0);
        for (var at = 1; at < series.Figures.Count; at += 2)
        {
            var (one, other) = ((double)series.Figures[at - 1].Value, (double)series.Figures[at].Value);
            if (one + other <= 0) continue;
            pairs++;
            squares += (one - other) * (one - other) / (one + other);
        }

        return (Math.Max(1, pairs), squares);
    }

    private static Told Tell(FigureSeries own, double ratio, double peers) => new()
    {
        Who = new FindingSubject(SubjectKind.IndicatorInUnit, own.Indicator, own.Unit),
        Measure = new("相邻两期的起伏与同样大小的计数应有的起伏之比", "variation between neighbouring periods, to that of counts of the same size"),
        Says = new(
            $"{ShownName.InSentence(own.Unit)} 的“{ShownName.InSentence(own.Indicator)}”过于平稳：{own.Figures.Count} 期的起伏只有同样大小计数应有的 {Figures.Share(ratio, 1)}，其他单位的中位数为 {Figures.Share(peers, 1)}。",
            $"\"{ShownName.InSentence(own.Indicator)}\" of {ShownName.InSentence(own.Unit)} is too even: over {own.Figures.Count} periods it varies {Figures.Share(ratio, 1)} of what counts of its size must; the median of other units is {Figures.Share(peers, 1)}."),
        Innocent =
        [
            new(new("这项指标各单位都平稳：已与其他单位比较，不是。", "The indicator is even with all units: other units are what it is compared with, and theirs are not."), true),
            new(new("该单位有名额、配额或设备能力的上限。", "The unit has a quota, a number of seats, or a machine that does no more."), false),
        ],
        Clears = new("说明配额或上限；或几期的原始明细与所报一致。", "Name the quota or cap; or the underlying records of some periods agree with what was reported."),
    };
}
