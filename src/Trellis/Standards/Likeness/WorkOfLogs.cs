using Trellis.Diagnosis.EventLogs;
using Trellis.Simulation.Likeness;

namespace Trellis.Standards.Likeness;

/// <summary>
/// Hands a log that was read for diagnosis to the simulation, which knows nothing of diagnosis: names, cases, who did what when.
/// The two rooms may change their columns without each other.
/// </summary>
public static class WorkOfLogs
{
    /// <summary>With the types of matters, on the clock of a place.</summary>
    /// <param name="zone">Where a structure works. Times that the log writes without a zone are taken for times there.</param>
    public static RecordedWork WithTypes(EventLog log, TimeZoneInfo zone)
    {
        var work = Of(log) with { Types = log.TypeNames, Type = ByEvent(log) };
        if (log.Notes is { ZonelessTimes: > 0, ZoneGiven: false }) return work;
        var shifts = new long[log.EventCount];
        for (var at = 0; at < shifts.Length; at++)
        {
            var instant = log.Instant(at);
            shifts[at] = (instant.UtcTicks + zone.GetUtcOffset(instant).Ticks - log.Times[at]) / TimeSpan.TicksPerMillisecond;
        }

        return work with
        {
            Ends = [.. work.Ends.Select((end, at) => end + shifts[at])],
            Begins = [.. work.Begins.Select((begin, at) => begin == RecordedWork.NoTime ? begin : begin + shifts[at])],
        };
    }

    private static int[] ByEvent(EventLog log)
    {
        if (!log.HasTypes) return [];
        var types = new int[log.EventCount];
        for (var matter = 0; matter < log.CaseCount; matter++) Array.Fill(types, log.Types[matter], log.CaseStarts[matter], log.CaseStarts[matter + 1] - log.CaseStarts[matter]);
        return types;
    }

    public static RecordedWork Of(EventLog log)
    {
        // Starts are of use where an event here and there has one; a log without any has no such column for us.
        var begins = Array.Exists(log.Starts, static start => start != EventLog.NoTime) ? Array.ConvertAll(log.Starts, static start => start == EventLog.NoTime ? RecordedWork.NoTime : start / TimeSpan.TicksPerMillisecond) : [];
        return new RecordedWork
        {
            Source = log.Source, Activities = log.ActivityNames, Resources = log.ResourceNames, Groups = log.GroupNames, CaseStarts = log.CaseStarts,
            Activity = log.Activities, Resource = OrNobody(log.Resources, log.EventCount), Group = OrNobody(log.Groups, log.EventCount),
            Begins = begins, Ends = Array.ConvertAll(log.Times, static time => time / TimeSpan.TicksPerMillisecond),
        };
    }

    private static int[] OrNobody(int[] column, int events)
    {
        if (column.Length > 0) return column;
        var nobody = new int[events];
        Array.Fill(nobody, RecordedWork.Nobody);
        return nobody;
    }
}
