using Trellis.Diagnosis.Methods;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Findings.Reported;

/// <summary>
/// Counts that a unit reports just as it did the period before, more often than others do of the same indicators (TR6110). Small counts repeat themselves; how often is told by the others. One test over all units, of the one that stands out most.
/// </summary>
internal static class Copied
{
    private const double SmallestMean = 5;

    public static IEnumerable<Tested> Find(FigureEvidence evidence)
    {
        var series = evidence.Series.Where(static one => one.IsCount && one.Figures.Count > 1 && one.Mean >= SmallestMean).ToList();
        string[] names = [.. series.Select(static one => one.Unit).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var numbers = names.Index().ToDictionary(static one => one.Item, static one => one.Index, StringComparer.Ordinal);
        var found = PeerComparison.CompareMixed(
            series.GroupBy(evidence.SortOf)
                .Select(group => group.Select(one => (numbers[one.Unit], one.Figures.Count - 1, Repeats(one).Count)).ToList()),
            evidence.Settings.FewestMatters);
        var compared = found.Select(one => new ComparedUnit(names[one.Key], one.Value.Of, one.Value.Hits)).ToList();
        if (found.Count == 0) yield break;
        var (unit, result) = found.MinBy(static one => one.Value.PValue);
        var own = new PeerCount(names[unit], result.Of, result.Hits, () => FigureEvidence.Rows(series.Where(one => one.Unit == names[unit]).SelectMany(Repeats)));
        // Nobody need copy: half as many more as elsewhere are many.
        yield return Peers.Test(evidence.Settings, own, result.Expected, result.PValue * found.Count, compared, Tell, least: evidence.Settings.LeastDifference / 2);
    }

    private static List<ReportedFigure> Repeats(FigureSeries series) => [.. series.Figures.Skip(1).Zip(series.Figures).Where(static pair => pair.First.Value == pair.Second.Value).Select(static pair => pair.First)];

    private static Told Tell(PeerSaid unit) => new()
    {
        Direction = Direction.Up,
        Who = new FindingSubject(SubjectKind.Unit, unit.Unit),
        Measure = new("与上一期完全相同的数字的比例", "share of figures that are just those of the period before"),
        Says = new(
            $"{unit.Name} 的 {unit.Of} 个数字中，{unit.Hits} 个（{unit.Share}）与上一期完全相同；同样的指标在其他单位为 {unit.Others}。",
            $"Of {unit.Of} figures of {unit.Name}, {unit.Hits} ({unit.Share}) are just those of the period before; with other units it is {unit.Others} of the same indicators."),
        Innocent =
        [
            Peers.FewMatters,
            new(new("数字小、变化慢，本来就常常相同：已与其他单位的同样指标比较。", "Small counts and slow ones repeat themselves: the same indicators of other units are what they are compared with."), true),
            new(new("该单位确实没有变化，或它的数来自一份不变的名册。", "Nothing changed there, or its figures come from a list that does not change."), false),
        ],
        Clears = new("由明细重算的几期数字与所报一致；或改由系统从登记中汇总，不再手填。", "Figures of some periods agree with the underlying records; or they are counted from the register and not typed."),
    };
}
