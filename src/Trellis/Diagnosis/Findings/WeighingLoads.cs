using System.Globalization;
using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Findings;

/// <summary>
/// How much lay with a unit when a finding of an incentive shows. A step lies with the unit that does it from the step before until it is done; what else lies there is counted when the last own step of each matter that shows the finding is done, beside what lies there on average over the whole time.
/// Of a finding about no unit it is the matters that are open, at those ends; of one whose evidence are days, at their beginning.
/// </summary>
internal static class WeighingLoads
{
    /// <summary>Null where the log does not tell.</summary>
    /// <param name="evidence">Names of matters, or days.</param>
    public static LoadAtTheTime? Of(LogEvidence log, FindingSubject who, IReadOnlyList<string> evidence)
    {
        if (Lying(log, who) is not { Count: > 0 } lying) return null;
        var (begun, ended) = (lying.Select(static one => one.From).Order().ToArray(), lying.Select(static one => one.To).Order().ToArray());
        var days = evidence.Select(static one => DateOnly.TryParseExact(one, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null).OfType<DateOnly>().ToList();
        var shown = evidence.ToHashSet(StringComparer.Ordinal);
        var then = days.Count > 0 && days.Count == evidence.Count
            ? days.ConvertAll(static day => day.ToDateTime(TimeOnly.MinValue).Ticks)
            : [.. lying.GroupBy(static one => one.Matter).Where(own => shown.Contains(log.Log.CaseNames[own.Key])).Select(static own => own.Last().To)];
        var lasted = lying.Sum(static one => (double)(one.To - one.From));
        return then.Count == 0 ? null : new LoadAtTheTime(then.Average(moment => (double)(UpTo(begun, moment - 1) - UpTo(ended, moment))), lasted / (ended[^1] - begun[0]));
    }

    /// <summary>What lay there, from when until when, in the order of the log; null for what has no work.</summary>
    private static List<(int Matter, long From, long To)>? Lying(LogEvidence evidence, FindingSubject who)
    {
        var log = evidence.Log;
        var lying = new List<(int, long, long)>();
        switch (who.Kind)
        {
            case SubjectKind.Unit or SubjectKind.StepInUnit:
                var unit = Array.IndexOf(log.GroupNames, who.Names[^1]);
                if (unit < 0) return null;
                for (var matter = 0; matter < log.CaseCount; matter++)
                    for (var at = log.CaseStarts[matter] + 1; at < log.CaseStarts[matter + 1]; at++)
                        if (log.Groups[at] == unit && log.Times[at] > log.Times[at - 1]) lying.Add((matter, log.Times[at - 1], log.Times[at]));
                return lying;
            case SubjectKind.MatterType or SubjectKind.Whole:
                var type = who.Kind == SubjectKind.MatterType ? Array.IndexOf(log.TypeNames, who.Names[0]) : EventLog.Missing;
                if (who.Kind == SubjectKind.MatterType && type < 0) return null;
                for (var matter = 0; matter < log.CaseCount; matter++)
                    if ((type < 0 || log.Types[matter] == type) && evidence.Settled(matter) > evidence.Begun(matter)) lying.Add((matter, evidence.Begun(matter), evidence.Settled(matter)));
                return lying;
            default:
                return null;
        }
    }

    /// <summary>How many are no later.</summary>
    private static int UpTo(long[] sorted, long moment)
    {
        var (from, to) = (0, sorted.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (sorted[middle] <= moment) from = middle + 1;
            else to = middle;
        }

        return from;
    }
}
