using MathNet.Numerics.Distributions;
using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings.Reported;

/// <summary>
/// Counts of a unit that look written and not counted (TR6111): round, or a little more than those of the period before, more often than others have it of the same indicators. Whoever makes figures up has a way of their own with each, so each series is asked
/// for both ways, and what all series of a unit say is put together. One test over all units, of the one that stands out most.
/// </summary>
/// <remarks>
/// Exact binomial tails at the share of the others in the same indicator; of a series twice the smaller of its two, and of a unit the sum of their logarithms (Fisher 1932). A little is half of what counts of that size vary by chance. Where nearly as much goes a little
/// down as up, the indicator is slow, and small steps of it say nothing.
/// </remarks>
internal static class NotCounted
{
    private const int Round = 5;
    private const double SmallestMean = 10;
    private const int FewestInSeries = 12;
    private const double LeastUpward = 1.5;

    public static IEnumerable<Tested> Find(FigureEvidence evidence)
    {
        var units = new SortedDictionary<string, Unit>(StringComparer.Ordinal);
        foreach (var indicator in evidence.Series.Where(static one => one.IsCount && one.Figures.Count >= FewestInSeries && one.Mean >= SmallestMean).GroupBy(evidence.SortOf))
        {
            var ways = indicator.Select(Ways.Of).ToList();
            if (ways.Count <= PeerComparison.FewestPeers) continue;
            var (rounds, rises, any) = (ways.Sum(static one => one.Round), ways.Sum(static one => one.Up), ways.Sum(static one => one.Showing.Count));
            var (of, pairs) = (ways.Sum(static one => one.Series.Figures.Count), ways.Sum(static one => one.Series.Figures.Count - 1));
            foreach (var own in ways)
            {
                var figures = own.Series.Figures.Count;
                var round = ShareTest.PValue(own.Round, figures, Share(rounds - own.Round, of - figures));
                var up = own.Up < LeastUpward * own.Down ? 1 : ShareTest.PValue(own.Up, figures - 1, Share(rises - own.Up, pairs - figures + 1));
                if (!units.TryGetValue(own.Series.Unit, out var unit)) units.Add(own.Series.Unit, unit = new Unit());
                unit.Add(own, Math.Min(1, 2 * Math.Min(round, up)), Share(any - own.Showing.Count, of - figures) * figures);
            }
        }

        var asked = units.Where(one => one.Value.Figures >= evidence.Settings.FewestMatters).ToList();
        if (asked.Count <= PeerComparison.FewestPeers) yield break;
        var compared = asked.ConvertAll(static one => new ComparedUnit(one.Key, one.Value.Figures, one.Value.Showing.Count));
        var (name, most) = asked.MinBy(static one => one.Value.PValue);
        var count = new PeerCount(name, most.Figures, most.Showing.Count, () => FigureEvidence.Rows(most.Showing));
        yield return Peers.Test(
            evidence.Settings, count, most.Expected / most.Figures, Math.Min(1, most.PValue * asked.Count), compared, Tell, least: evidence.Settings.LeastDifference / 2);
    }

    /// <summary>Half a hit more than seen, so that what was never seen is not held for impossible.</summary>
    private static double Share(int hits, int of) => (hits + 0.5) / (of + 1);

    private static Told Tell(PeerSaid unit) => new()
    {
        Direction = Direction.Up,
        Who = new FindingSubject(SubjectKind.Unit, unit.Unit),
        Measure = new("取整，或只比上一期略多的数字的比例", "share of figures that are round, or a little more than those of the period before"),
        Says = new(
            $"{unit.Name} 的 {unit.Of} 个计数中，{unit.Hits} 个（{unit.Share}）是五的倍数，或只比上一期略多；同样的指标在其他单位为 {unit.Others}。",
            $"Of {unit.Of} counts of {unit.Name}, {unit.Hits} ({unit.Share}) are multiples of five, or a little more than those of the period before; with other units it is {unit.Others} of the same indicators."),
        Innocent =
        [
            Peers.FewMatters,
            new(new("变化慢的指标本来就与上期相近：已与其他单位比较，并与略少的次数比较。", "Slow indicators lie close to the period before: other units are what it is compared with, and how often it is a little less."), true),
            new(new("该单位按规定四舍五入，或确实每期略有增加。", "The unit rounds by rule, or truly grew a little each time."), false),
        ],
        Clears = new("由明细重算的几期与所报一致；或写明取整的规定。", "Figures of some periods agree with the underlying records; or name the rule to round."),
    };

    /// <summary>What all series of a unit say together.</summary>
    private sealed class Unit
    {
        private double _logarithms;
        private int _series;

        public int Figures { get; private set; }

        public double Expected { get; private set; }

        public List<ReportedFigure> Showing { get; } = [];

        public double PValue => 1 - ChiSquared.CDF(2 * _series, -2 * _logarithms);

        public void Add(Ways own, double pValue, double expected)
        {
            _series++;
            _logarithms += Math.Log(Math.Max(pValue, double.Epsilon));
            Figures += own.Series.Figures.Count;
            Expected += expected;
            Showing.AddRange(own.Showing);
        }
    }

    /// <param name="Up">Figures that are a little more than those before.</param>
    /// <param name="Down">A little less.</param>
    private sealed record Ways(FigureSeries Series, int Round, int Up, int Down, List<ReportedFigure> Showing)
    {
        public static Ways Of(FigureSeries series)
        {
            var little = Math.Max(1, (int)(Math.Sqrt(series.Mean) / 2));
            var (round, up, down) = (0, 0, 0);
            var showing = new List<ReportedFigure>();
            for (var at = 0; at < series.Figures.Count; at++)
            {
                var step = at == 0 ? 0 : series.Figures[at].Value - series.Figures[at - 1].Value;
                var (isRound, isUp) = (series.Figures[at].Value % NotCounted.Round == 0, step > 0 && step <= little);
                if (isRound) round++;
                if (isUp) up++;
                if (step < 0 && step >= -little) down++;
                if (isRound || isUp) showing.Add(series.Figures[at]);
            }

            return new Ways(series, round, up, down, showing);
        }
    }
}
