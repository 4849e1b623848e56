using MathNet.Numerics.Distributions;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Days on which many times as many matters are ended as on like days about them (TR6102): the median of the same day of the week six weeks before and after, with the scatter of the log itself. Days on which as many
/// matters began are imports, and not counted. One test over all days.
/// </summary>
internal static class MassClosing
{
    private const int Weeks = 6;
    private const double Many = 3;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var (begun, ended) = (new SortedDictionary<int, int>(), new SortedDictionary<int, List<int>>());
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            var (first, last) = (log.CaseStarts[matter], log.CaseStarts[matter + 1] - 1);
            var day = evidence.Day(first).DayNumber;
            begun[day] = begun.GetValueOrDefault(day) + 1;
            if (!evidence.Closing[log.Activities[last]]) continue;
            var end = evidence.Day(last).DayNumber;
            if (!ended.TryGetValue(end, out var own)) ended.Add(end, own = []);
            own.Add(matter);
        }

        if (ended.Count == 0) yield break;
        var (from, to) = (ended.Keys.First(), ended.Keys.Last());
        // Ten years of days are looked at; a clock that jumps farther is none.
        if (to - from is < 7 * Weeks or > 3660 || ended.Values.Sum(static own => own.Count) < 5 * evidence.Settings.FewestMatters) yield break;
        var days = new List<(int Day, int Count, double Usual)>(to - from + 1);
        for (var day = from; day <= to; day++)
        {
            var like = new List<int>();
            for (var week = -Weeks; week <= Weeks; week++)
                if (week != 0 && day + (7 * week) is var other && other >= from && other <= to) like.Add(CountOn(other));
            if (like.Count < Weeks) continue;
            like.Sort();
            var median = (like[(like.Count - 1) / 2] + like[like.Count / 2]) / 2.0;
            days.Add((day, CountOn(day), Math.Max(0.5, median)));
        }

        // The scatter about what is usual, in measures of pure chance; its median, so that the days looked for do not raise it.
        var scatter = days.Select(static one => (one.Count - one.Usual) * (one.Count - one.Usual) / one.Usual).Order().ToArray();
        if (scatter.Length == 0) yield break;
        var mean = scatter.Take((int)Math.Ceiling(0.98 * scatter.Length)).Average();
        var over = Math.Max(1, Math.Max(mean, scatter[scatter.Length / 2] / 0.455));
        var (least, mass) = (1.0, new List<(int Day, int Count, double Usual)>());
        foreach (var one in days)
        {
            if (one.Count < evidence.Settings.FewestMatters || one.Count < Many * one.Usual || 2 * begun.GetValueOrDefault(one.Day) >= one.Count) continue;
            var p = Tail(one.Count, one.Usual + (1.64 * Math.Sqrt(over * one.Usual / (2 * Weeks))), over);
            least = Math.Min(least, p);
            if (p * days.Count < 0.05) mass.Add(one);
        }

        mass.Sort(static (one, other) => (other.Count / other.Usual, one.Day).CompareTo((one.Count / one.Usual, other.Day)));
        yield return Tested.Of(
            Math.Min(1, least * days.Count),
            mass.Count > 0,
            () => new Measured(MeasureUnit.Times, mass[0].Count / mass[0].Usual, 1, mass.Sum(static one => one.Count), [.. mass.Take(LogFinding.MostEvidence).Select(static one => DateOnly.FromDayNumber(one.Day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))]),
            () => Tell(evidence, mass, ended));

        int CountOn(int day) => ended.TryGetValue(day, out var own) ? own.Count : 0;
    }

    /// <summary>How likely so many or more are, where the variance is so many times the mean.</summary>
    private static double Tail(int count, double mean, double over) => over <= 1.0001
        ? 1 - Poisson.CDF(mean, count - 1)
        : 1 - NegativeBinomial.CDF(mean / (over - 1), 1 / over, count - 1);

    private static Told Tell(LogEvidence evidence, List<(int Day, int Count, double Usual)> mass, SortedDictionary<int, List<int>> ended)
    {
        var top = mass[0];
        var routine = IsRoutine(mass) || IsAlwaysInBulk(evidence, mass, ended);
        var day = DateOnly.FromDayNumber(top.Day);
        var matters = mass.Sum(static one => one.Count);
        return new Told
        {
            IsNote = routine,
            Who = FindingSubject.Whole,
            Since = DateOnly.FromDayNumber(mass.Min(static one => one.Day)),
            Measure = new("办结最突出的一天与同类日子的件数之比", "matters ended on the day that stands out most, to those of like days"),
            Says = new(
                $"有 {Figures.Count(mass.Count)} 天集中办结，共 {Figures.Count(matters)} 件；最突出的是 {day:yyyy-MM-dd}，办结 {Figures.Count(top.Count)} 件，前后同一星期几一般为 {Figures.Short(top.Usual)} 件。{(routine ? "这一环节总是成批办理，或日子间隔整齐，像是例行。" : "")}",
                $"On {(mass.Count == 1 ? "one day" : $"{Figures.Count(mass.Count)} days")} many matters were ended at once, {Figures.Count(matters)} in all; on {day:yyyy-MM-dd}, which stands out most, {Figures.Count(top.Count)}, where like days about it have {Figures.Short(top.Usual)}.{(routine ? " This step is always done in bulk, or the days come at even distances, as a routine does." : "")}"),
            Innocent =
            [
                new(new("当天集中导入：这样的日子不计。", "Matters were imported on that day: such days are not counted."), true),
                new(new("逢某个星期几办结多：只与同一星期几比较。", "More ends on some day of the week: only the same day of the week is compared."), true),
                routine
                    ? new(new("例行成批办理（月结、评审会、年度移送）：很可能如此。", "A routine that is run in bulk (a monthly run, a board that meets, a yearly transfer): this is likely."), false)
                    : new(new("系统清理、长假之后补办，或成批办理。", "A clean-up of the system, work after days off, or a batch."), false),
            ],
            Clears = new("说明当天的成批办理由何规则而来；或抽查当天办结的事项，确实办成的比例与平日一致。", "Name the rule behind the batch; or a sample of what was ended on these days proves as truly settled as on others."),
        };
    }

    /// <summary>What is ended with on these days is hardly ever ended with on others: the step is made for bulk.</summary>
    private static bool IsAlwaysInBulk(LogEvidence evidence, List<(int Day, int Count, double Usual)> mass, SortedDictionary<int, List<int>> ended)
    {
        var days = mass.Select(static one => one.Day).ToHashSet();
        var (on, all) = (new Dictionary<int, int>(), new Dictionary<int, int>());
        foreach (var (day, matters) in ended)
        {
            foreach (var matter in matters)
            {
                var step = evidence.Log.Activities[evidence.Log.CaseStarts[matter + 1] - 1];
                all[step] = all.GetValueOrDefault(step) + 1;
                if (days.Contains(day)) on[step] = on.GetValueOrDefault(step) + 1;
            }
        }

        var most = on.OrderByDescending(static one => one.Value).ThenBy(static one => one.Key).First();
        return most.Value * 10L >= 7L * all[most.Key] && most.Value * 10L >= 7L * on.Values.Sum();
    }

    /// <summary>At even distances of a week or more, however many of them are passed over.</summary>
    private static bool IsRoutine(List<(int Day, int Count, double Usual)> mass)
    {
        if (mass.Count < 3) return false;
        var order = mass.Select(static one => one.Day).Order().ToArray();
        var gaps = order.Skip(1).Zip(order, static (next, before) => next - before).ToArray();
        var ordered = gaps.Order().ToArray();
        var median = ordered[ordered.Length / 2];
        return median >= 7 && gaps.Count(gap => Math.Abs(gap - (Math.Max(1, Math.Round(gap / (double)median)) * median)) <= 0.15 * median) * 10 >= gaps.Length * 7;
    }
}
