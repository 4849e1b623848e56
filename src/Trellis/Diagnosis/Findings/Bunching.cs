using MathNet.Numerics.Distributions;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Matters that end just before their deadline more than beside it (TR6101): over the whole by a density test at the deadline, set against the same test at days where nothing is due; by unit, the share that
/// ends in the last tenth of the time allowed, beside what the peers have of the same kinds of matter.
/// </summary>
/// <remarks>
/// Cattaneo, Jansson and Ma (2020). Time is that in which the log itself is at work, in days of its mean: limits end with the hours of an office, and by the clock on the wall the night behind them would be a drop that has nothing to do with the limit.
/// The drops at other cutoffs tell how large the statistic gets by round days and weeks alone.
/// </remarks>
internal static class Bunching
{
    private const double WidestDays = 60;
    private const int MostValues = 20_000;
    private const double LastTenth = 0.9;

    /// <summary>Whole weeks, so that the day of the week is that of the deadline.</summary>
    private static readonly int[] Elsewhere = [-28, -21, -14, -7, 7, 14, 21, 28];

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var (days, values) = (new List<double>(), new List<double>());
        var clock = WorkingClock.Of(log);
        var before = new List<(int Matter, double Weight)>();
        var counter = new PeerCounter<(int, int, int)>(evidence);
        foreach (var matter in evidence.Promised)
        {
            var late = (evidence.Settled(matter) - log.Deadlines[matter]) / (double)TimeSpan.TicksPerDay;
            if (Math.Abs(late) <= WidestDays)
            {
                days.Add(late);
                // Of what is not due before the end of the log it cannot be told how much work lies between.
                if (clock is not null && log.Deadlines[matter] <= clock.End) values.Add(clock.Days(log.Deadlines[matter], evidence.Settled(matter)));
            }

            if (late is <= 0 and > -2) before.Add((matter, 2 + late));
            if (late > 0 || !log.HasGroups) continue;
            var allowed = log.Deadlines[matter] - evidence.Begun(matter);
            if (allowed > 0 && evidence.WaitedLongestFor(matter) is >= 0 and var unit) counter.Add(evidence.KindOf(matter), unit, matter, evidence.Settled(matter) - evidence.Begun(matter) >= LastTenth * allowed);
        }

        if (Jump(values, evidence.Settings.FewestMatters) is var (jump, statistic))
        {
            var (left, right) = (jump.LeftDensity * values.Count, Math.Max(0, jump.RightDensity) * values.Count);
            // However sharp its edge is: a heap of a few in a hundred of all matters nobody would act on.
            var large = left >= evidence.Settings.LeastTimes * right && left - right >= evidence.Settings.LeastDifference / 2 * values.Count && before.Count >= evidence.Settings.FewestMatters;
            yield return Tested.Of(Normal.CDF(0, 1, statistic), large, () => new Measured(MeasureUnit.Times, left / Math.Max(right, 1), 1, values.Count, evidence.Names(before)) { Picture = FindingPicture.AtTheDeadline.Of(days) }, () => TellWhole(left, right));
        }

        foreach (var tested in counter.CompareMixed(TellUnit)) yield return tested;
    }

    /// <summary>The jump at nought, and its statistic in the measure of the jumps elsewhere.</summary>
    private static (DensityJump Jump, double Statistic)? Jump(List<double> values, int fewest)
    {
        if (values.Count < 100) return null;
        values.Sort();
        var taken = values.Count <= MostValues ? values.ToArray() : [.. Enumerable.Range(0, MostValues).Select(at => values[(int)((long)at * values.Count / MostValues)])];
        if (DensityTest.Find(taken, 0) is not { } jump || jump.NearLeft < fewest || jump.NearRight < fewest / 4) return null;
        var (squares, counted) = (1.0, 1);
        foreach (var cutoff in Elsewhere)
        {
            // On this side of the deadline alone, so that what lies beyond it does not lean on the test.
            var side = taken.Where(value => Math.Sign(value) == Math.Sign(cutoff)).ToArray();
            if (side.Length < 100 || DensityTest.Find(side, cutoff) is not { } other || other.NearLeft < fewest || other.NearRight < fewest || other.Statistic is not < 0) continue;
            squares += other.Statistic * other.Statistic;
            counted++;
        }

        return (jump, jump.Statistic / Math.Max(1, Math.Sqrt(squares / counted)));
    }

    private static Told TellWhole(double left, double right) => Tell(
        FindingSubject.Whole,
        new("时限前一天与后一天的办结件数之比", "matters that end in the day before the deadline, to those in the day after it"),
        new(
            $"办结扎堆在时限之前：临到时限一天约办结 {Figures.Short(left)} 件，刚过时限一天约 {Figures.Short(right)} 件；在其他日子比较，没有这样的落差。",
            $"Matters end in a heap just before the deadline: about {Figures.Short(left)} in the day before it and {Figures.Short(right)} in the day after; on other days there is no such drop."));

    private static Told TellUnit(PeerSaid unit) => Tell(
        new FindingSubject(SubjectKind.Unit, unit.Unit),
        new("按时办结的事项中，拖到时限最后十分之一的比例", "share of matters ended in time that ended in the last tenth of the time allowed"),
        new(
            $"在 {unit.Name} 等得最久、按时办结的 {unit.Of} 件事项中，{unit.Hits} 件（{unit.Share}）在时限的最后十分之一才办结；同类事项在其他单位为 {unit.Others}。",
            $"Of {unit.Of} matters ended in time that waited longest for {unit.Name}, {unit.Hits} ({unit.Share}) ended in the last tenth of the time allowed; with other units, kind by kind, it is {unit.Others}."));

    private static Told Tell(FindingSubject who, Text measure, Text says) => new()
    {
        Who = who,
        Measure = measure,
        Says = says,
        Innocent =
        [
            new(new("逢整天、整周办结多：已与其他日子、其他单位比较。", "More ends on round days: other days and other units are what it is compared with."), true),
            new(new("先到期的先办，正好赶上：这是合理的排队。", "What is due first is done first, and just in time: a sensible queue."), false),
            new(new("当时人手不足，只能压着时限办。", "There were too few hands at the time to be earlier."), false),
        ],
        Clears = new("抽查时限前办结的事项与其余的回访结果一致；或取消奖励“按时率”的指标后不再扎堆。", "Follow-ups of matters ended just in time are as good as the others; or the heap goes once no indicator rewards being just in time."),
    };
}
