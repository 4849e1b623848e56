using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings.Reported;

/// <summary>
/// Units that report late more often than their peers do (TR2102): later than the days set, which hold for all; or later than nineteen in twenty of the same figures come, and twice as late as half of them, since a table does not say when each was due. Both are asked
/// of a unit, and the surer one is its test.
/// </summary>
internal static class LateReports
{
    private const double MostOthers = 0.95;
    private const double TwiceAsLate = 2;

    public static IEnumerable<Tested> Find(FigureEvidence evidence)
    {
        var days = evidence.Settings.ReportedWithinDays;
        var reported = evidence.All.Where(static one => one.ReportedAt is not null).ToList();
        string[] names = [.. reported.Select(static one => one.Unit).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        // What a level adds up comes after what it adds up.
        var alike = reported.GroupBy(evidence.SortOf).ToList();
        var beyond = new Lateness(evidence, names, alike, _ => days);
        var behind = new Lateness(evidence, names, alike, BoundOf);
        for (var unit = 0; unit < names.Length; unit++)
        {
            var (late, later) = (beyond.PValueOf(unit), behind.PValueOf(unit));
            if (late is null && later is null) continue;
            yield return (later ?? 1) < (late ?? 1)
                ? behind.Test(unit, static unit => Tell(
                    unit,
                    new("比九成五同样的数字报得更晚的比例", "share of figures that came later than nineteen in twenty of the same"),
                    new(
                        $"{unit.Name} 的 {unit.Of} 个数字中，{unit.Hits} 个（{unit.Share}）比九成五同样的数字报得更晚，且晚于半数的两倍；其他单位为 {unit.Others}。",
                        $"Of {unit.Of} figures of {unit.Name}, {unit.Hits} ({unit.Share}) came later than nineteen in twenty of the same figures, and twice as late as half of them; with other units it is {unit.Others}.")), evidence.Settings.LeastDifference / 2)
                : beyond.Test(unit, unit => Tell(
                    unit,
                    new($"期末 {days} 天之后才报的比例", $"share of figures reported more than {days} days after the end of their period"),
                    new(
                        $"{unit.Name} 的 {unit.Of} 个数字中，{unit.Share} 在期末 {days} 天之后才报；其他单位为 {unit.Others}。",
                        $"Of {unit.Of} figures of {unit.Name}, {unit.Share} came more than {days} days after the end of their period; with other units it is {unit.Others}.")));
        }
    }

    private static double BoundOf(IEnumerable<ReportedFigure> same)
    {
        var delays = same.Select(DelayOf).Order().ToArray();
        return Math.Max(delays[(int)(MostOthers * (delays.Length - 1))], TwiceAsLate * Math.Max(1, delays[delays.Length / 2]));
    }

    private static int DelayOf(ReportedFigure figure) => figure.ReportedAt!.Value.DayNumber - figure.Until.DayNumber;

    private static Told Tell(PeerSaid unit, Text measure, Text says) => new()
    {
        Direction = Direction.Up,
        Who = new FindingSubject(SubjectKind.Unit, unit.Unit),
        Measure = measure,
        Says = says,
        Innocent =
        [
            Peers.FewMatters,
            new(new("要等下级或别的部门先报。", "It has to wait for lower units or for another department."), false),
        ],
        Clears = new("扣除等别人的天数后不再突出；或减少要它报的表之后按时。", "It no longer stands out without the days it waited for others; or it is in time once fewer forms are asked of it."),
    };

    /// <summary>Units by how many of their figures come later than a bound, each beside the others with the same figures.</summary>
    private sealed class Lateness
    {
        private readonly FigureEvidence _evidence;
        private readonly string[] _names;
        private readonly List<ReportedFigure> _late = [];
        private readonly SortedDictionary<int, MixedResult> _found;
        private readonly List<ComparedUnit> _compared;

        public Lateness(FigureEvidence evidence, string[] names, IEnumerable<IEnumerable<ReportedFigure>> same, Func<IEnumerable<ReportedFigure>, double> boundOf)
        {
            (_evidence, _names) = (evidence, names);
            var numbers = names.Index().ToDictionary(static one => one.Item, static one => one.Index, StringComparer.Ordinal);
            var sorts = new List<IReadOnlyCollection<(int Unit, int Of, int Hits)>>();
            foreach (var figures in same.Select(static one => one.ToList()))
            {
                var bound = boundOf(figures);
                sorts.Add([.. figures.GroupBy(static one => one.Unit, StringComparer.Ordinal).Select(unit => (numbers[unit.Key], unit.Count(), unit.Count(one => DelayOf(one) > bound)))]);
                _late.AddRange(figures.Where(one => DelayOf(one) > bound));
            }

            _found = PeerComparison.CompareMixed(sorts, evidence.Settings.FewestMatters);
            _compared = [.. _found.Select(one => new ComparedUnit(names[one.Key], one.Value.Of, one.Value.Hits))];
        }

        public double? PValueOf(int unit) => _found.TryGetValue(unit, out var result) ? result.PValue : null;

        /// <summary>Whoever is away for some days is late with all that falls due in them: that is one occasion.</summary>
        private int OccasionsOf(int unit) => _late.Where(one => one.Unit == _names[unit]).Select(static one => one.Until).Distinct().Count();

        /// <summary>One of two tests that were made of a unit.</summary>
        /// <param name="least">How far its share must lie beyond; hardly any are later than nearly all, so that half of the bound is much there.</param>
        public Tested Test(int unit, Func<PeerSaid, Told> tell, double? least = null)
        {
            var result = _found[unit];
            var own = new PeerCount(_names[unit], result.Of, result.Hits, () => FigureEvidence.Rows(_late.Where(one => one.Unit == _names[unit]).OrderByDescending(DelayOf)));
            return Peers.Test(_evidence.Settings, own, result.Expected, 2 * result.PValue, _compared, tell, _ => OccasionsOf(unit) * 4 >= _evidence.Settings.FewestMatters, least);
        }
    }
}
