using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Matters of which those who were asked say that they are not done (TR6109): by type of matter beside the other types, by unit that worked on them beside the others with the same kinds, and by the week in which the work was said to be done beside all other
/// weeks. Asked is whoever does a step that is sometimes answered so; who is not asked or does not answer counts neither way.
/// </summary>
/// <remarks>The first step takes a matter in and the last before the answer, apart from speaking with the requester, tells of it: where there are others between, those who did them worked on it, each of them; else whoever did the last.</remarks>
internal static class Refuted
{
    private const int Week = 7;

    /// <summary>So many weeks a log must have for one of them to stand out.</summary>
    private const int FewestWeeks = 6;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var asks = new bool[log.ActivityNames.Length];
        for (var at = 0; at < log.EventCount; at++)
            if (evidence.IsRefuting(at)) asks[log.Activities[at]] = true;
        var types = new PeerCounter<int>(evidence, evidence.Type);
        var units = new PeerCounter<(int, int, int)>(evidence);
        var answered = new List<Answered>();
        // Few say so of anything: half as many more as elsewhere are many.
        var least = evidence.Settings.LeastDifference / 2;
        var workers = new SortedSet<int>();
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            var (first, refuted, times) = (-1, -1, 0);
            for (var at = log.CaseStarts[matter]; at < log.CaseStarts[matter + 1]; at++)
            {
                if (!asks[log.Activities[at]] || log.Outcomes[at] < 0) continue;
                if (first < 0) first = at;
                if (!evidence.IsRefuting(at)) continue;
                if (refuted < 0) refuted = at;
                times++;
            }

            if (first < 0) continue;
            // What was done before the first answer, or before the first that refutes.
            var until = refuted < 0 ? first : refuted;
            if (evidence.TypeOf(matter) is >= 0 and var type) types.Add(0, type, matter, times > 0, times);
            if (WorkersUntil(evidence, matter, until, workers) is >= 0 and var last) answered.Add(new Answered(evidence.Day(last).DayNumber, evidence.TypeOf(matter), matter, times > 0));
            foreach (var unit in workers) units.Add(evidence.KindOf(matter), unit, matter, times > 0, times);
        }

        foreach (var tested in types.Compare(static (_, type) => Tell(new FindingSubject(SubjectKind.MatterType, type.Unit), new(
            $"「{type.Name}」经居民答复的 {type.Of} 件事项中，{type.Hits} 件（{type.Share}）说没有办成；其他事项类型为 {type.Others}。",
            $"Of {type.Of} matters of the type \"{type.Name}\" that residents answered, they say of {type.Hits} ({type.Share}) that it is not done; with other types it is {type.Others}.")), least: least)) yield return tested;

        foreach (var tested in units.CompareMixed(static unit => Tell(new FindingSubject(SubjectKind.Unit, unit.Unit), new(
            $"{unit.Name} 办过、经居民答复的 {unit.Of} 件事项中，{unit.Hits} 件（{unit.Share}）说没有办成；同类事项在其他单位为 {unit.Others}。",
            $"Of {unit.Of} matters that {unit.Name} worked on and residents answered, they say of {unit.Hits} ({unit.Share}) that it is not done; with other units, kind by kind, it is {unit.Others}.")), least: least)) yield return tested;

        if (InOneWeek(evidence, answered) is { } week) yield return week;
    }

    /// <summary>Fills in the units that worked on it, and tells the last step of a unit; -1 where none did any.</summary>
    private static int WorkersUntil(LogEvidence evidence, int matter, int until, SortedSet<int> workers)
    {
        var log = evidence.Log;
        workers.Clear();
        var (first, last) = (-1, -1);
        for (var at = log.CaseStarts[matter]; log.HasGroups && at < until; at++)
        {
            if (log.Groups[at] < 0 || evidence.IsMove(at) || evidence.IsReaching(at)) continue;
            if (first < 0) first = at;
            last = at;
        }

        for (var at = first + 1; first >= 0 && at < last; at++)
            if (log.Groups[at] >= 0 && !evidence.IsMove(at) && !evidence.IsReaching(at)) workers.Add(log.Groups[at]);
        if (workers.Count == 0 && last >= 0) workers.Add(log.Groups[last]);
        return last;
    }

    /// <summary>The seven days whose work is refuted most, beside what the same types have at other times; one test over all such days.</summary>
    private static Tested? InOneWeek(LogEvidence evidence, List<Answered> answered)
    {
        if (answered.Count == 0) return null;
        var (from, to) = (answered.Min(static one => one.Day), answered.Max(static one => one.Day));
        if (to - from < FewestWeeks * Week) return null;
        answered.Sort(static (one, other) => (one.Day, one.Matter).CompareTo((other.Day, other.Matter)));
        var all = answered.GroupBy(static one => one.Type).ToDictionary(static type => type.Key, static type => (Of: type.Count(), Hits: type.Count(static one => one.Refuted)));
        var (windows, most) = (0, (P: 1.0, Expected: 0.0, Own: new List<Answered>()));
        var begin = 0;
        while (begin < answered.Count)
        {
            var (day, end) = (answered[begin].Day, begin);
            while (end < answered.Count && answered[end].Day < day + Week) end++;
            var own = answered.GetRange(begin, end - begin);
            while (begin < answered.Count && answered[begin].Day == day) begin++;
            if (own.Count < evidence.Settings.FewestMatters) continue;
            windows++;
            // Half a hit more than seen, so that what was never seen is not held for impossible.
            var expected = own.GroupBy(static one => one.Type).Sum(type => type.Count() * (all[type.Key].Hits - type.Count(static one => one.Refuted) + 0.5) / (all[type.Key].Of - type.Count() + 1)) / own.Count;
            var p = ShareTest.PValue(own.Count(static one => one.Refuted), own.Count, expected);
            if (p < most.P) most = (p, expected, own);
        }

        if (windows == 0) return null;
        var (of, hits) = (most.Own.Count, most.Own.Count(static one => one.Refuted));
        return Tested.Of(
            most.P * windows,
            of > 0 && ((double)hits / of) - most.Expected >= evidence.Settings.LeastDifference && hits * 4 >= evidence.Settings.FewestMatters,
            () => Measured.Share(hits, of, most.Expected, evidence.Names(most.Own.Where(static one => one.Refuted).Select(static one => (one.Matter, 1.0)))),
            () =>
            {
                var since = DateOnly.FromDayNumber(most.Own[0].Day);
                var (count, refuted, share, others) = (Figures.Count(of), Figures.Count(hits), Figures.Share(hits, of), Figures.Share(most.Expected, 1));
                return Tell(FindingSubject.Whole, new(
                    $"{since:yyyy-MM-dd} 起的一周里报为办成、经居民答复的 {count} 件事项中，{refuted} 件（{share}）居民说没有办成；其他时候同类事项为 {others}。",
                    $"Of {count} matters said to be done in the week from {since:yyyy-MM-dd} that residents answered, they say of {refuted} ({share}) that it is not done; of the same types at other times it is {others}.")) with { Since = since };
            });
    }

    private static Told Tell(FindingSubject who, Text says) => new()
    {
        Who = who,
        Measure = new("经居民答复的事项中，说没有办成的比例", "share of matters answered by residents of which they say that it is not done"),
        Says = says,
        Innocent =
        [
            Peers.FewMatters,
            new(new("不满意的人更愿意答复：各类、各单位都一样。", "Those who are not content answer more often: so they do with all types and units."), true),
            new(new("这类事项本来就难让人满意，或结果对申请人不利。", "Such matters are hard to settle to anybody's content, or ended against the requester."), false),
        ],
        Clears = new("随机复查表明确已办成；或办结改由申请人确认后，不再高于其他。", "A random sample shows that it was done; or it falls to what others have once the requester confirms the end."),
    };

    /// <param name="Day">On which a unit did the last step before the answer.</param>
    private readonly record struct Answered(int Day, int Type, int Matter, bool Refuted);
}
