using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Findings;

/// <summary>What detectors of a log look at, gathered once: the columns, who held a matter when, and which steps are moves, pauses and endings.</summary>
internal sealed class LogEvidence
{
    /// <summary>Steps that pass a matter on and do nothing on it, as exports of Trellis and of others name them.</summary>
    private static readonly HashSet<string> Moving = new(StringComparer.OrdinalIgnoreCase)
    {
        "hand-over", "hand over", "return", "refuse-task", "refer-up", "transfer", "forward", "reassign", "转办", "退回", "交办", "派单", "签收", "上报", "下派", "转派", "改派",
    };

    private static readonly HashSet<string> Pausing = new(StringComparer.OrdinalIgnoreCase) { "pause", "suspend", "stop clock", "on hold", "暂停", "中止", "挂起", "停钟" };
    private static readonly HashSet<string> Reopening = new(StringComparer.OrdinalIgnoreCase) { "reopen", "reopened", "重新办理", "重开", "再次打开" };

    /// <summary>Those of them by which whoever has a matter gives it away.</summary>
    private static readonly HashSet<string> Passing = new(StringComparer.OrdinalIgnoreCase) { "hand-over", "hand over", "transfer", "forward", "reassign", "转办", "交办", "派单", "下派", "转派", "改派" };

    private static readonly HashSet<string> Upward = new(StringComparer.OrdinalIgnoreCase) { "refer-up", "上报" };
    private static readonly HashSet<string> Downward = new(StringComparer.OrdinalIgnoreCase) { "下派" };

    private static readonly HashSet<string> Resuming = new(StringComparer.OrdinalIgnoreCase) { "resume", "resumed", "restart clock", "恢复", "恢复办理", "解除挂起", "恢复计时" };

    /// <summary>Steps of time or of whoever supervises: they bring nothing that was waited for.</summary>
    private static readonly HashSet<string> Prompting = new(StringComparer.OrdinalIgnoreCase) { "remind", "escalate", "refer-up", "催办", "督办", "提醒", "预警" };

    /// <summary>Steps by which somebody only speaks with the requester.</summary>
    private static readonly HashSet<string> Reaching = new(StringComparer.OrdinalIgnoreCase) { "reach", "contact", "call back", "notify", "联系", "告知", "通知" };

    private static readonly HashSet<string> Refuting = new(StringComparer.OrdinalIgnoreCase) { "disputed", "not satisfied", "dissatisfied", "unsatisfied", "not solved", "unsolved", "不满意", "不认可", "未解决", "没有解决", "有异议" };

    /// <summary>Stands where a step would stand, so that a type is never taken for steps.</summary>
    private const int OfType = -2;

    private readonly bool[] _moves;
    private readonly bool[] _pauses;
    private readonly bool[] _reopens;
    private readonly bool[] _refuting;
    private readonly bool[] _passing;
    private readonly bool[] _resumes;
    private readonly bool[] _prompts;
    private readonly bool[] _reaches;

    /// <summary>Several detectors ask, and the first of them has it found.</summary>
    private readonly Lazy<int[]> _waitedLongest;

    public LogEvidence(EventLog log, FindingSettings settings, WaitingFacts? waiting, int threads)
    {
        (Log, Settings, Waiting) = (log, settings, waiting);
        _moves = Array.ConvertAll(log.ActivityNames, Moving.Contains);
        _pauses = Array.ConvertAll(log.ActivityNames, Pausing.Contains);
        _reopens = Array.ConvertAll(log.ActivityNames, Reopening.Contains);
        _passing = Array.ConvertAll(log.ActivityNames, Passing.Contains);
        _resumes = Array.ConvertAll(log.ActivityNames, Resuming.Contains);
        _prompts = Array.ConvertAll(log.ActivityNames, Prompting.Contains);
        _reaches = Array.ConvertAll(log.ActivityNames, Reaching.Contains);
        _refuting = Array.ConvertAll(log.OutcomeNames, Refuting.Contains);
        _waitedLongest = new Lazy<int[]>(() => FindWaitedLongest(threads));
        Use = ActivityUse.Find(log, threads);
        Closing = FindClosing();
        MostlyDays = IsMostlyDays(log);
        Places = log.HasGroups && StaysWithOne(log);
        // A column in which nearly each matter has a word of its own is a title, and no type.
        ShowsRequesters = log.HasGroups && CountRequesters() * 10 >= log.CaseCount;
        TellsTypes = log.HasTypes && log.TypeNames.Length * 5 <= log.CaseCount;
    }

    public EventLog Log { get; }

    public FindingSettings Settings { get; }

    /// <summary>What work waited for; null where the log does not tell when it began.</summary>
    public WaitingFacts? Waiting { get; }

    public ActivityUse Use { get; }

    /// <summary>By activity, whether a matter is over with it: so many end with it, and nine in ten that have it end with it.</summary>
    public bool[] Closing { get; }

    public bool HasClosing => Closing.Contains(true);

    public bool HasPauses => _pauses.Contains(true);

    /// <summary>Units do the same work beside each other: nearly each matter stays with one. They are compared, and nothing moves between them.</summary>
    public bool Places { get; }

    /// <summary>The log shows what requesters do: in a tenth of the matters at least somebody acts, after the first step, who is no unit and only time.</summary>
    public bool ShowsRequesters { get; }

    /// <summary>The log says of which type each matter is.</summary>
    public bool TellsTypes { get; }

    /// <summary>Many times are days without an hour, so that waits of less than some days mean nothing.</summary>
    public bool MostlyDays { get; }

    /// <summary>Matters that have a deadline.</summary>
    public IEnumerable<int> Promised => Enumerable.Range(0, Log.HasDeadlines ? Log.CaseCount : 0).Where(matter => Log.Deadlines[matter] != EventLog.NoTime);

    public bool IsMove(int at) => _moves[Log.Activities[at]];

    public bool IsPassingOn(int at) => _passing[Log.Activities[at]];

    /// <summary>Where a move goes, as far as its name tells.</summary>
    public Direction WayOf(int at) => Upward.Contains(Log.ActivityNames[Log.Activities[at]]) ? Direction.Up : Downward.Contains(Log.ActivityNames[Log.Activities[at]]) ? Direction.Down : Direction.Across;

    public bool HasMoves => _moves.Contains(true);

    public bool HasPassingOn => _passing.Contains(true);

    public bool IsResuming(int at) => _resumes[Log.Activities[at]];

    public bool IsPrompting(int at) => _prompts[Log.Activities[at]];

    public bool IsReaching(int at) => _reaches[Log.Activities[at]];

    /// <summary>It prompts and moves nothing: referring up gives the matter to somebody else.</summary>
    private bool IsReminder(int at) => IsPrompting(at) && !IsMove(at);

    public bool IsPause(int at) => _pauses[Log.Activities[at]];

    /// <summary>Somebody who was asked says that it is not done, or not to their satisfaction.</summary>
    public bool IsRefuting(int at) => Log.HasOutcomes && Log.Outcomes[at] >= 0 && _refuting[Log.Outcomes[at]];

    public bool HasRefusals => _refuting.Contains(true);

    public bool IsReopening(int at) => _reopens[Log.Activities[at]];

    public long Begun(int matter) => Log.Times[Log.CaseStarts[matter]];

    public long Ended(int matter) => Log.Times[Log.CaseStarts[matter + 1] - 1];

    /// <summary>When the last step that a unit did was over: what the requester and time do afterwards is no work of an office. The last of all where the log names no units, or none in this matter.</summary>
    public long Settled(int matter)
    {
        if (Log.HasGroups && !Places)
            for (var at = Log.CaseStarts[matter + 1] - 1; at >= Log.CaseStarts[matter]; at--)
                if (Log.Groups[at] >= 0) return Log.Times[at];
        return Ended(matter);
    }

    /// <summary>Whether a step is the requester's, or time's: it names no unit where the log names units.</summary>
    public bool IsNobodys(int at) => Log.HasGroups && Log.Groups[at] < 0;

    /// <summary>What sort of matter it is, by the types of the log, else as far as its first three different steps tell: units are compared within it, since they need not all be given the same.</summary>
    public (int, int, int) KindOf(int matter) => TellsTypes && Log.Types[matter] >= 0 ? (Log.Types[matter], OfType, OfType) : FirstStepsOf(matter);

    private (int, int, int) FirstStepsOf(int matter)
    {
        var (one, other, third) = (-1, -1, -1);
        for (var at = Log.CaseStarts[matter]; at < Log.CaseStarts[matter + 1] && third < 0; at++)
        {
            var step = Log.Activities[at];
            if (step == one || step == other || IsMove(at) || IsNobodys(at)) continue;
            if (one < 0) one = step;
            else if (other < 0) other = step;
            else third = step;
        }

        return (one, other, third);
    }

    /// <summary>The matter in which a step stands.</summary>
    public int MatterOf(int at)
    {
        var found = Array.BinarySearch(Log.CaseStarts, at);
        return found >= 0 ? found : ~found - 1;
    }

    public string Type(int type) => Log.TypeNames[type];

    public string Unit(int group) => Log.GroupNames[group];

    /// <summary>The unit at the last step that names one; -1 where none does.</summary>
    public int LastUnit(int matter)
    {
        for (var at = Log.CaseStarts[matter + 1] - 1; at >= Log.CaseStarts[matter]; at--)
            if (Log.Groups[at] >= 0) return Log.Groups[at];
        return EventLog.Missing;
    }

    /// <summary>Its type; -1 where the log does not tell.</summary>
    public int TypeOf(int matter) => TellsTypes ? Log.Types[matter] : EventLog.Missing;

    /// <summary>The unit for whose steps it waited longest, all together; -1 where none is named. Who gets what is late already, because it is late, is not the one where it waited.</summary>
    public int WaitedLongestFor(int matter) => _waitedLongest.Value[matter];

    private int[] FindWaitedLongest(int threads)
    {
        var longest = new int[Log.CaseCount];
        CaseRanges.Each(Log.CaseStarts, threads, (from, to) =>
        {
            var waits = new ByUnit(Log.GroupNames.Length);
            for (var matter = from; matter < to; matter++)
            {
                waits.Clear();
                for (var at = Log.CaseStarts[matter]; at < Log.CaseStarts[matter + 1]; at++)
                    if (Log.Groups[at] >= 0) waits.Add(Log.Groups[at], at == Log.CaseStarts[matter] ? 0 : WaitBefore(matter, at));
                longest[matter] = waits.Largest;
            }

            return to - from;
        });
        return longest;
    }

    /// <summary>What came before a step, not its matter's first, and set it going: whoever is reminded of work that lies had it already.</summary>
    public int Before(int matter, int at)
    {
        var before = at - 1;
        while (before > Log.CaseStarts[matter] && IsReminder(before)) before--;
        return before;
    }

    /// <summary>How long a step waited after the one before it had ended; never negative.</summary>
    public long WaitBefore(int matter, int at)
    {
        var begun = Log.HasStarts && Log.Starts[at] != EventLog.NoTime ? Math.Min(Log.Starts[at], Log.Times[at]) : Log.Times[at];
        return Math.Max(0, begun - Log.Times[Before(matter, at)]);
    }

    /// <summary>The names of matters that show a finding, the most telling first.</summary>
    public IReadOnlyList<string> Names(IEnumerable<(int Matter, double Weight)> matters)
    {
        var showing = new Showing();
        foreach (var (matter, weight) in matters) showing.Add(matter, weight);
        return Names(showing);
    }

    public IReadOnlyList<string> Names(Showing showing)
    {
        var names = new List<string>(LogFinding.MostEvidence);
        foreach (var (matter, _) in showing.Best) names.Add(Log.CaseNames[matter]);
        return names;
    }

    public DateOnly Day(int at) => DateOnly.FromDateTime(new DateTime(Math.Clamp(Log.Written(at), 0, DateTime.MaxValue.Ticks)));

    private int CountRequesters()
    {
        var matters = 0;
        for (var matter = 0; matter < Log.CaseCount; matter++)
        {
            for (var at = Log.CaseStarts[matter] + 1; at < Log.CaseStarts[matter + 1]; at++)
            {
                if (Log.Groups[at] >= 0 || IsPrompting(at) || IsPause(at) || IsResuming(at)) continue;
                matters++;
                break;
            }
        }

        return matters;
    }

    private bool[] FindClosing()
    {
        var closing = new bool[Log.ActivityNames.Length];
        for (var activity = 0; activity < closing.Length; activity++)
            closing[activity] = Use.Ends[activity] * 10 >= Log.CaseCount && Use.Ends[activity] * 10L >= 9L * Use.Cases[activity] && Use.Starts[activity] * 10 < Use.Ends[activity];
        return closing;
    }

    private static bool IsMostlyDays(EventLog log)
    {
        var midnights = log.Notes.DateOnlyTimes;
        if (midnights == 0)
            for (var at = 0; at < log.EventCount; at++)
                if (log.Written(at) % TimeSpan.TicksPerDay == 0) midnights++;
        return midnights * 20L > log.EventCount;
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
