namespace Trellis.Diagnosis.Findings;

/// <summary>A unit where a step is done again in the same matter more often than where others do it (TR3103). Counted by the unit that did it first, among those that did it after the same step in matters of the same type.</summary>
/// <remarks>Entered twice within two minutes is recorded twice and done once: so a form that is saved again looks.</remarks>
internal static class DoneAgain
{
    private const long OneEntry = 2 * TimeSpan.TicksPerMinute;

    public static IEnumerable<Tested> Find(LogEvidence evidence)
    {
        var log = evidence.Log;
        var counter = new PeerCounter<(int Type, int Step, int Before)>(evidence);
        var (done, steps) = (new Done[log.ActivityNames.Length], new List<int>());
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            steps.Clear();
            for (var at = log.CaseStarts[matter]; at < log.CaseStarts[matter + 1]; at++)
            {
                if (evidence.IsMove(at) || evidence.IsPause(at)) continue;
                ref var step = ref done[log.Activities[at]];
                if (step.Times == 0)
                {
                    step = new Done(log.Groups[at], at == log.CaseStarts[matter] ? -1 : log.Activities[evidence.Before(matter, at)], Times: 1, log.Times[at]);
                    steps.Add(log.Activities[at]);
                }
                else step = step with { Times = step.Times + (log.Times[at] - step.Last > OneEntry ? 1 : 0), Last = log.Times[at] };
            }

            foreach (var step in steps)
            {
                var (unit, before, times, _) = done[step];
                if (unit >= 0) counter.Add((evidence.TypeOf(matter), step, before), unit, matter, times > 1, times);
                done[step] = default;
            }
        }

        return counter.Compare((same, unit) => Tell(log.ActivityNames[same.Step], unit));
    }

    private static Told Tell(string step, PeerSaid unit) => new()
    {
        Who = new FindingSubject(SubjectKind.StepInUnit, step, unit.Unit),
        Measure = new("该单位办过这一环节的事项中，同一事项又办一次的比例", "share of matters in which the step, first done by this unit, was done again"),
        Says = new(
            $"「{ShownName.InSentence(step)}」由 {unit.Name} 办的 {unit.Of} 件事项中，{unit.Hits} 件（{unit.Share}）后来又办了一次；其他单位为 {unit.Others}。",
            $"Of {unit.Of} matters in which {unit.Name} did \"{ShownName.InSentence(step)}\", {unit.Hits} ({unit.Share}) had it done again; with other units it is {unit.Others}."),
        Innocent =
        [
            Peers.FewMatters,
            new(new("这一环节本来就要办多次（分批、分处、多人）。", "The step is meant to be done several times (in parts, at several places, by several people)."), false),
        ],
        Clears = new("说明重办是规定的；或第一次办理时资料和标准齐备之后，重办回到其他单位的水平。", "Show that doing it again is prescribed; or repeats fall to what others have once papers and standards are complete the first time."),
    };

    /// <param name="Unit">That did it first in the matter, after the step before.</param>
    /// <param name="Times">0 where it was not done.</param>
    private readonly record struct Done(int Unit, int Before, int Times, long Last);
}
