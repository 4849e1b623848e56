using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Methods;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// Steps that lie until their own limit is nearly up (TR6108). Whoever works off what waits is done with most of it soon, with less and less later; a second heap before the limit, and hardly anything after it, is work that was left until then. By type of
/// matter, or by step where the log has no types; by unit the share done in the second half of the time allowed, beside the others with the same steps.
/// </summary>
/// <remarks>Time is that in which the log itself is at work: nights and days off, in which nothing is recorded, pass at once.</remarks>
internal static class LyingOnSteps
{
    private const double Soon = 0.25;
    private const double Half = 0.5;
    private const double LongAfter = 1.5;
    private const double FewestSoonShare = 0.2;
    private const int FewestSteps = 50;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        if (WorkingClock.Of(evidence.Log) is not { } clock) yield break;
        var log = evidence.Log;
        var groups = new SortedDictionary<int, List<(double Place, int Matter)>>();
        var units = new PeerCounter<(int Type, int Step)>(evidence);
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
            {
                var (from, limit) = (log.Times[at - 1], log.StepDeadlines[at]);
                if (limit == EventLog.NoTime || limit <= from || limit > clock.End || evidence.IsNobodys(at) || evidence.IsMove(at)) continue;
                var allowed = clock.Between(from, limit);
                if (allowed < evidence.Settings.FewestMatters / 4) continue;
                var place = clock.Between(from, log.Times[at]) / allowed;
                var type = evidence.TypeOf(matter);
                var group = evidence.TellsTypes ? type : log.Activities[at];
                if (!groups.TryGetValue(group, out var own)) groups.Add(group, own = []);
                own.Add((place, matter));
                if (log.HasGroups) units.Add((type, log.Activities[at]), log.Groups[at], matter, place is > Half and <= 1, place);
            }
        }

        foreach (var (group, own) in groups)
        {
            if (group < 0 || own.Count < FewestSteps) continue;
            int soon = own.Count(static one => one.Place <= Soon), late = own.Count(static one => one.Place is > Half and <= 1), after = own.Count(static one => one.Place is > 1 and <= LongAfter);
            var share = (double)late / own.Count;
            // Both must hold: there is a heap, and it ends with the limit.
            var p = Math.Max(MonotoneTest.PValue(own.Select(static one => one.Place), Soon, 1), ShareTest.PValue(late, late + after, Half));
            // Without a first heap it is a term that the step takes; without a fall after the limit, hard matters that take long.
            var large = share >= evidence.Settings.LeastDifference && late >= 2 * after && soon >= FewestSoonShare * own.Count;
            var (who, of, hits, shown) = (Subject(evidence, group), Figures.Count(own.Count), Figures.Count(late), Figures.Share(late, own.Count));
            yield return Tested.Of(
                p,
                large,
                () => Measured.Share(late, own.Count, (double)after / own.Count, evidence.Names(own.Where(static one => one.Place is > Half and <= 1).Select(static one => (one.Matter, one.Place)))),
                () => Tell(who, new(
                    $"「{ShownName.InSentence(who.Names[0])}」有期限的 {of} 个环节中，{Figures.Share(soon, own.Count)} 在前四分之一时间内办完，{hits} 个（{shown}）压到后一半、临近期限才办，另成一堆；过了期限的只有 {Figures.Count(after)} 个。",
                    $"Of {of} steps of \"{ShownName.InSentence(who.Names[0])}\" with a limit, {Figures.Share(soon, own.Count)} were done in the first quarter of the time allowed, and {hits} ({shown}) lay until its second half, in a heap of their own before the limit; only {Figures.Count(after)} came after it.")));
        }

        foreach (var tested in units.CompareMixed(static unit => Tell(new FindingSubject(SubjectKind.Unit, unit.Unit), new(
            $"{unit.Name} 有期限的 {unit.Of} 个环节中，{unit.Hits} 个（{unit.Share}）压到期限的后一半才办；同样的环节在其他单位为 {unit.Others}。",
            $"Of {unit.Of} steps with a limit at {unit.Name}, {unit.Hits} ({unit.Share}) were done only in the second half of the time allowed; with other units, step by step, it is {unit.Others}.")))) yield return tested;
    }

    private static FindingSubject Subject(LogEvidence evidence, int group) =>
        evidence.TellsTypes ? new FindingSubject(SubjectKind.MatterType, evidence.Type(group)) : new FindingSubject(SubjectKind.Step, evidence.Log.ActivityNames[group]);

    private static Told Tell(FindingSubject who, Text says) => new()
    {
        Who = who,
        Measure = new("有期限的环节中，压到期限后一半才办的比例", "share of steps with a limit that were done only in the second half of the time allowed"),
        Says = says,
        Innocent =
        [
            Peers.FewMatters,
            new(new("夜间和假日没有人办：只按日志里有人办事的时间算。", "Nobody works at night and on days off: only time in which the log shows work counts."), true),
            new(new("难的事项本来就慢：期限一过就断的，不像。", "Hard matters take long: then some would come after the limit, too."), true),
            new(new("先到期的先办，或一部分按规定要等满期限。", "What is due first is done first, or some have to wait for the term by rule."), false),
        ],
        Clears = new("取消只看是否按时的考核后，不再另成一堆；或说明哪些环节按规定要等。", "The heap goes once being in time is not all that is judged; or name the steps that have to wait by rule."),
    };
}
