using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Findings;

/// <summary>Time as the log shows work: it goes by as fast as events of units come, hour by hour, and stands still while nobody works.</summary>
internal sealed class WorkingClock
{
    /// <summary>A hundred years of hours; a clock that jumps farther tells nothing.</summary>
    private const long MostHours = 900_000;

    private readonly long _first;
    private readonly long[] _before;

    private WorkingClock(long first, long[] before) => (_first, _before) = (first, before);

    /// <summary>Null for a log whose times lie too far apart.</summary>
    public static WorkingClock? Of(EventLog log)
    {
        if (log.EventCount == 0) return null;
        var (first, last) = (log.Times.Min(), log.Times.Max());
        var hours = ((last - first) / TimeSpan.TicksPerHour) + 1;
        if (hours > MostHours) return null;
        var before = new long[hours + 1];
        for (var at = 0; at < log.EventCount; at++)
            if (!log.HasGroups || log.Groups[at] >= 0) before[((log.Times[at] - first) / TimeSpan.TicksPerHour) + 1]++;
        for (var hour = 1; hour <= hours; hour++) before[hour] += before[hour - 1];
        return new WorkingClock(first, before);
    }

    /// <summary>The end of the log.</summary>
    public long End => _first + ((_before.Length - 1) * TimeSpan.TicksPerHour);

    /// <summary>In events of all units.</summary>
    public double Between(long from, long to) => At(to) - At(from);

    /// <summary>In days as long as those of the log are at the mean; negative back in time.</summary>
    public double Days(long from, long to) => Between(from, to) * (_before.Length - 1) / 24 / Math.Max(1, _before[^1]);

    private double At(long time)
    {
        var hours = Math.Clamp((time - _first) / (double)TimeSpan.TicksPerHour, 0, _before.Length - 1);
        var hour = Math.Min((int)hours, _before.Length - 2);
        return _before[hour] + ((_before[hour + 1] - _before[hour]) * (hours - hour));
    }
}
