using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Methods;

namespace Trellis.Tests.Diagnosis.Findings;

/// <summary>Detectors straight from what they mean, with sorted tables and whole lists: slow, and what the quick ones are compared with.</summary>
internal static class SlowTwins
{
    private const double AnHour = 3_600;

    /// <summary>What a test comes to: how sure, and where it is told the value, how many and the matters.</summary>
    public sealed record Made(double PValue, string Told);

    public static int WaitedLongestFor(LogEvidence evidence, int matter)
    {
        var log = evidence.Log;
        var waits = new SortedDictionary<int, long>();
        for (var at = log.CaseStarts[matter]; at < log.CaseStarts[matter + 1]; at++)
            if (log.Groups[at] >= 0) waits[log.Groups[at]] = waits.GetValueOrDefault(log.Groups[at]) + (at == log.CaseStarts[matter] ? 0 : evidence.WaitBefore(matter, at));
        return waits.Count == 0 ? EventLog.Missing : waits.MaxBy(static one => one.Value).Key;
    }

    public static IEnumerable<Made> SlowUnit(LogEvidence evidence)
    {
        var (log, settings) = (evidence.Log, evidence.Settings);
        var waits = new SortedDictionary<(int Type, int Step, int Before), List<(int Unit, int Matter, long Wait)>>();
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            var seen = new HashSet<(int, int)>();
            for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
            {
                if (log.Groups[at] < 0 || !seen.Add((log.Activities[at], log.Groups[at]))) continue;
                var key = (evidence.TypeOf(matter), log.Activities[at], log.Activities[evidence.Before(matter, at)]);
                if (!waits.TryGetValue(key, out var list)) waits.Add(key, list = []);
                list.Add((log.Groups[at], matter, evidence.WaitBefore(matter, at)));
            }
        }

        foreach (var own in waits.Values.Where(own => own.Count >= settings.FewestMatters))
        {
            var median = own.Select(static one => one.Wait).Order().ElementAt(own.Count / 2);
            if (median <= 0) continue;
            foreach (var made in Peers(evidence, [.. own.Select(one => new Counted(0, one.Unit, one.Matter, one.Wait > median, one.Wait))], unit =>
                Quantiles.Median(own.Where(one => one.Unit == unit).Select(static one => one.Wait).ToArray()) >= Math.Max(AnHour, settings.LeastTimes * Quantiles.Seconds(median)))) yield return made;
        }
    }

    public static IEnumerable<Made> DoneAgain(LogEvidence evidence)
    {
        var log = evidence.Log;
        var counted = new List<((int, int, int) Same, Counted One)>();
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            var steps = Enumerable.Range(log.CaseStarts[matter], log.CaseStarts[matter + 1] - log.CaseStarts[matter]).Where(at => !evidence.IsMove(at) && !evidence.IsPause(at)).GroupBy(at => log.Activities[at]);
            foreach (var step in steps)
            {
                var (first, times) = (step.First(), 1);
                foreach (var (at, before) in step.Skip(1).Zip(step))
                    if (log.Times[at] - log.Times[before] > 2 * TimeSpan.TicksPerMinute) times++;
                if (log.Groups[first] < 0) continue;
                counted.Add(((evidence.TypeOf(matter), step.Key, first == log.CaseStarts[matter] ? -1 : log.Activities[evidence.Before(matter, first)]), new Counted(0, log.Groups[first], matter, times > 1, times)));
            }
        }

        return counted.GroupBy(static one => one.Same).OrderBy(static same => same.Key).SelectMany(same => Peers(evidence, [.. same.Select(static one => one.One)]));
    }

    public static IEnumerable<Made> PassingOn(LogEvidence evidence)
    {
        var log = evidence.Log;
        var passed = new List<(int Matter, int Unit, int Times)>();
        for (var matter = 0; matter < log.CaseCount; matter++)
            foreach (var unit in Enumerable.Range(log.CaseStarts[matter], log.CaseStarts[matter + 1] - log.CaseStarts[matter]).Where(at => log.Groups[at] >= 0).GroupBy(at => log.Groups[at])) passed.Add((matter, unit.Key, unit.Count(evidence.IsPassingOn)));
        var sorts = passed.GroupBy(static one => one.Unit).Where(static own => own.Count(static one => one.Times > 0) >= 0.9 * own.Count()).Select(static own => own.Key).ToHashSet();
        var rest = passed.Where(one => !sorts.Contains(one.Unit)).ToList();
        var byType = Enumerable.Range(0, log.CaseCount).Where(matter => evidence.TypeOf(matter) >= 0)
            .Select(matter => (Matter: matter, Times: rest.Where(one => one.Matter == matter).Sum(static one => one.Times)))
            .Select(one => new Counted(0, evidence.TypeOf(one.Matter), one.Matter, one.Times > 0, one.Times)).ToList();
        return [.. Peers(evidence, byType, names: evidence.Type), .. Mixed(evidence, [.. rest.Select(one => (evidence.KindOf(one.Matter), new Counted(0, one.Unit, one.Matter, one.Times > 0, one.Times)))])];
    }

    public static IEnumerable<Made> MissedByUnit(LogEvidence evidence)
    {
        var log = evidence.Log;
        var counted = new List<((int, int, int), Counted)>();
        foreach (var matter in evidence.Promised)
        {
            var over = Quantiles.Seconds(evidence.Settled(matter) - log.Deadlines[matter]);
            if (WaitedLongestFor(evidence, matter) is >= 0 and var unit) counted.Add((evidence.KindOf(matter), new Counted(0, unit, matter, over > 0, over)));
        }

        return Mixed(evidence, counted);
    }

    /// <summary>Where in the time allowed each step with a limit was done, by type or step and by unit.</summary>
    public static IEnumerable<Made> LyingOnSteps(LogEvidence evidence)
    {
        var (log, clock, settings) = (evidence.Log, WorkingClock.Of(evidence.Log)!, evidence.Settings);
        var steps = new List<(int Type, int Step, int Unit, int Matter, double Place)>();
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
            {
                var (from, limit) = (log.Times[evidence.Before(matter, at)], log.StepDeadlines[at]);
                if (limit == EventLog.NoTime || limit <= from || limit > clock.End || evidence.IsNobodys(at) || evidence.IsMove(at)) continue;
                if (clock.Between(from, limit) is var allowed && allowed >= settings.FewestMatters / 4) steps.Add((evidence.TypeOf(matter), log.Activities[at], log.Groups[at], matter, clock.Between(from, log.Times[at]) / allowed));
            }
        }

        var least = settings.LeastDifference / 2;
        foreach (var group in steps.GroupBy(one => evidence.TellsTypes ? one.Type : one.Step).Where(static own => own.Key >= 0 && own.Count() >= 50).OrderBy(static own => own.Key))
        {
            var places = group.Select(static one => one.Place).ToList();
            yield return Of(evidence, PValue(places), IsLarge(places), (double)Within(places, 0.75, 1) / places.Count, places.Count, group.Where(static one => one.Place is > 0.75 and <= 1).Select(static one => (one.Matter, one.Place)));
        }

        var byUnit = steps.GroupBy(static one => one.Unit).ToDictionary(static own => own.Key, static own => own.Select(static one => one.Place).ToList());
        foreach (var made in Mixed(evidence, [.. steps.Select(one => ((one.Type, one.Step, 0), new Counted(0, one.Unit, one.Matter, one.Place is > 0.75 and <= 1, one.Place)))], unit => IsLarge(byUnit[unit]) && PValue(byUnit[unit]) <= 0.05 ? 0 : 1, least)) yield return made;

        static int Within(List<double> places, double from, double to) => places.Count(place => place > from && place <= to);

        static double PValue(List<double> places) => HeapTest.PValue(Within(places, 0.5, 0.75), Within(places, 0.75, 1), Within(places, 1, 1.25));

        bool IsLarge(List<double> places) => Within(places, 0.75, 1) - HeapTest.Expected(Within(places, 0.5, 0.75), Within(places, 1, 1.25)) >= least * places.Count
            && Within(places, 0.75, 1) >= 2 * Within(places, 1, 1.25) && Within(places, double.NegativeInfinity, 0.25) >= 0.2 * places.Count;
    }

    /// <summary>The weekly means of logarithms and their shift, of the whole and of the twenty waits that there are most of.</summary>
    public static IEnumerable<Made> WaitsGrew(LogEvidence evidence)
    {
        var log = evidence.Log;
        var last = Enumerable.Range(0, log.CaseCount).Max(evidence.Ended);
        var whole = Enumerable.Range(0, log.CaseCount).Where(matter => !evidence.HasClosing || evidence.Closing[log.Activities[log.CaseStarts[matter + 1] - 1]]).Select(matter => (Began: evidence.Begun(matter), Length: evidence.Ended(matter) - evidence.Begun(matter), Matter: matter)).ToList();
        var waits = new SortedDictionary<(int Step, int Before), List<(long Began, long Length, int Matter)>>();
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
            {
                if (evidence.IsNobodys(at)) continue;
                var before = evidence.Before(matter, at);
                var key = (log.Activities[at], log.Activities[before]);
                if (!waits.TryGetValue(key, out var list)) waits.Add(key, list = []);
                list.Add((log.Times[before], evidence.WaitBefore(matter, at), matter));
            }
        }

        var most = waits.Where(static pair => pair.Value.Count >= 150).OrderByDescending(static pair => pair.Value.Count).ThenBy(static pair => pair.Key).Take(20).OrderBy(static pair => pair.Key).Select(static pair => pair.Value);
        foreach (var list in most.Prepend(whole))
        {
            if (list.Count < 150) continue;
            var open = list.Select(static wait => wait.Length).Order().ElementAt((int)(0.95 * (list.Count - 1)));
            var weeks = list.Where(wait => wait.Began <= last - open).GroupBy(static wait => wait.Began / (7 * TimeSpan.TicksPerDay)).Where(static week => week.Count() >= 5).OrderBy(static week => week.Key).Select(static week => week.ToList()).ToList();
            if (weeks.Count < 30) continue;
            if (ShiftTest.Find([.. weeks.Select(static week => week.Average(static wait => Math.Log(60 + Quantiles.Seconds(wait.Length))))]) is not { } shift)
            {
                yield return new Made(1, "");
                continue;
            }

            var (before, after) = (weeks.Take(shift.At).SelectMany(static week => week).ToList(), weeks.Skip(shift.At).SelectMany(static week => week).ToList());
            var (old, now) = (Quantiles.Median(before.Select(static wait => wait.Length).ToArray()), Quantiles.Median(after.Select(static wait => wait.Length).ToArray()));
            var large = shift.After > shift.Before && now >= evidence.Settings.LeastTimes * old && old >= 60 && now >= (evidence.MostlyDays ? 2 * 86_400 : AnHour) && shift.At >= 4 && weeks.Count - shift.At >= 4;
            yield return Of(evidence, shift.PValue, large, now, after.Count, after.Select(static wait => (wait.Matter, (double)wait.Length)));
        }
    }

    /// <summary>What a detector says of the same, in the same form.</summary>
    public static Made Of(LogEvidence evidence, Tested tested)
    {
        if (tested.PValue > evidence.Settings.FalseDiscoveries || tested.Tell is not { } tell) return new Made(tested.PValue, "");
        var (measured, _) = tell();
        return new Made(tested.PValue, $"{measured.Value:R} {measured.Cases} {string.Join(' ', measured.Evidence)}");
    }

    private static Made Of(LogEvidence evidence, double pValue, bool isLarge, double value, int cases, IEnumerable<(int Matter, double Weight)> showing) =>
        new(pValue, pValue <= evidence.Settings.FalseDiscoveries && isLarge
            ? $"{value:R} {cases} {string.Join(' ', showing.OrderByDescending(static one => one.Weight).ThenBy(static one => one.Matter).Take(LogFinding.MostEvidence).Select(one => evidence.Log.CaseNames[one.Matter]))}"
            : "");

    private static IEnumerable<Made> Peers(LogEvidence evidence, List<Counted> counted, Func<int, bool>? isLarge = null, Func<int, string>? names = null)
    {
        var units = counted.GroupBy(static one => one.Unit).Select(own => (Unit: own.Key, Name: (names ?? evidence.Unit)(own.Key), Own: own.ToList())).Where(unit => unit.Own.Count >= evidence.Settings.FewestMatters).OrderBy(static unit => unit.Name, StringComparer.Ordinal).ToList();
        var results = PeerComparison.Compare(units.ConvertAll(static unit => (unit.Own.Count, unit.Own.Count(static one => one.Shows))));
        for (var at = 0; at < units.Count; at++)
            if (results[at] is { } result) yield return Judged(evidence, units[at].Own, units[at].Own.Count, units[at].Own.Count(static one => one.Shows), result.PeersShare, result.PValue, isLarge?.Invoke(units[at].Unit) ?? true);
    }

    private static IEnumerable<Made> Mixed(LogEvidence evidence, List<((int, int, int) Same, Counted One)> counted, Func<int, double>? noSurerThan = null, double? least = null)
    {
        var sorts = counted.GroupBy(static one => one.Same).OrderBy(static same => same.Key).Select(static same => same.Select(static one => one.One).ToList()).ToList();
        var found = PeerComparison.CompareMixed(sorts.Select(static sort => sort.GroupBy(static one => one.Unit).OrderBy(static unit => unit.Key).Select(static unit => (unit.Key, unit.Count(), unit.Count(static one => one.Shows))).ToList()), evidence.Settings.FewestMatters);
        foreach (var (unit, result) in found) yield return Judged(evidence, [.. counted.Select(static one => one.One).Where(one => one.Unit == unit)], result.Of, result.Hits, result.Expected, Math.Max(result.PValue, noSurerThan?.Invoke(unit) ?? 0), isLarge: true, least);
    }

    private static Made Judged(LogEvidence evidence, List<Counted> own, int of, int hits, double expected, double pValue, bool isLarge, double? least = null) => Of(
        evidence, pValue, isLarge && ((double)hits / of) - expected >= (least ?? evidence.Settings.LeastDifference) && hits * 4 >= evidence.Settings.FewestMatters, (double)hits / of, of, own.Where(static one => one.Shows).Select(static one => (one.Matter, one.Weight)));

    private sealed record Counted(int Same, int Unit, int Matter, bool Shows, double Weight);
}
