using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Findings;

/// <summary>What detectors of a log look at, gathered once: the columns, who held a matter when, and which steps are moves, pauses and endings.</summary>
internal sealed class LogEvidence
{
    /// <summary>Steps that pass a matter on and do nothing on it, as exports of Trellis and of others name them.</summary>
    private static readonly HashSet<string> Moving = new(StringComparer.OrdinalIgnoreCase)
    {
        "hand-over", "return", "refuse-task", "refer-up", "transfer", "forward", "reassign", "assign", "dispatch", "accept", "queued", "accepted",
        "转办", "退回", "交办", "派单", "签收", "上报", "下派", "转派", "改派",
    };

    private static readonly HashSet<string> Pausing = new(StringComparer.OrdinalIgnoreCase) { "pause", "suspend", "stop clock", "on hold", "暂停", "中止", "挂起", "停钟" };
    private static readonly HashSet<string> Reopening = new(StringComparer.OrdinalIgnoreCase) { "reopen", "reopened", "重新办理", "重开", "再次打开" };

    private readonly bool[] _moves;
    private readonly bool[] _pauses;
    private readonly bool[] _reopens;

    public LogEvidence(EventLog log, FindingSettings settings, WaitingFacts? waiting, int threads)
    {
        (Log, Settings, Waiting) = (log, settings, waiting);
        _moves = Array.ConvertAll(log.ActivityNames, Moving.Contains);
        _pauses = Array.ConvertAll(log.ActivityNames, Pausing.Contains);
        _reopens = Array.ConvertAll(log.ActivityNames, Reopening.Contains);
        Use = ActivityUse.Find(log, threads);
        Closing = FindClosing();
        Places = log.HasGroups && StaysWithOne(log);
    }

    public EventLog Log { get; }

    public FindingSettings Settings { get; }

    /// <summary>What work waited for; null where the log does not tell when it began.</summary>
    public WaitingFacts? Waiting { get; }

    public ActivityUse Use { get; }

    /// <summary>By activity, whether a matter is over with it: so many end with it, and most that have it end with it.</summary>
    public bool[] Closing { get; }

    public bool HasClosing => Closing.Contains(true);

    public bool HasPauses => _pauses.Contains(true);

    /// <summary>Units do the same work beside each other: nearly each matter stays with one. They are compared, and nothing moves between them.</summary>
    public bool Places { get; }

    public bool HasMovingUnits => Log.HasGroups && !Places;

    public bool IsMove(int at) => _moves[Log.Activities[at]];

    public bool IsPause(int at) => _pauses[Log.Activities[at]];

    public bool IsReopening(int at) => _reopens[Log.Activities[at]];

    public long Begun(int matter) => Log.Times[Log.CaseStarts[matter]];

    public long Ended(int matter) => Log.Times[Log.CaseStarts[matter + 1] - 1];

    public string Unit(int group) => Log.GroupNames[group];

    /// <summary>The unit at the last step that names one; -1 where none does.</summary>
    public int LastUnit(int matter)
    {
        for (var at = Log.CaseStarts[matter + 1] - 1; at >= Log.CaseStarts[matter]; at--)
            if (Log.Groups[at] >= 0) return Log.Groups[at];
        return EventLog.Missing;
    }

    /// <summary>How long a step waited after the one before it had ended; never negative.</summary>
    public long WaitBefore(int at)
    {
        var begun = Log.HasStarts && Log.Starts[at] != EventLog.NoTime ? Math.Min(Log.Starts[at], Log.Times[at]) : Log.Times[at];
        return Math.Max(0, begun - Log.Times[at - 1]);
    }

    /// <summary>The names of matters that show a finding, the most telling first.</summary>
    public IReadOnlyList<string> Names(IEnumerable<(int Matter, double Weight)> matters) =>
        [.. matters.OrderByDescending(static one => one.Weight).ThenBy(static one => one.Matter).Take(LogFinding.MostEvidence).Select(one => Log.CaseNames[one.Matter])];

    public DateOnly Day(int at) => DateOnly.FromDateTime(new DateTime(Math.Clamp(Log.Written(at), 0, DateTime.MaxValue.Ticks)));

    private bool[] FindClosing()
    {
        var closing = new bool[Log.ActivityNames.Length];
        for (var activity = 0; activity < closing.Length; activity++)
            closing[activity] = Use.Ends[activity] * 10 >= Log.CaseCount && Use.Ends[activity] * 10L >= 6L * Use.Cases[activity] && Use.Starts[activity] * 10 < Use.Ends[activity];
        return closing;
    }

    private static bool StaysWithOne(EventLog log)
    {
        int one = 0, some = 0;
        for (var matter = 0; matter < log.CaseCount; matter++)
        {
            var (first, moved) = (EventLog.Missing, false);
            for (var at = log.CaseStarts[matter]; at < log.CaseStarts[matter + 1]; at++)
            {
                if (log.Groups[at] < 0) continue;
                if (first < 0) first = log.Groups[at];
                else moved |= log.Groups[at] != first;
            }

            if (first < 0) continue;
            some++;
            if (!moved) one++;
        }

        return log.GroupNames.Length > 1 && one * 50L >= some * 49L;
    }
}
