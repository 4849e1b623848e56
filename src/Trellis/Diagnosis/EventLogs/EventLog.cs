namespace Trellis.Diagnosis.EventLogs;

/// <summary>Which clock times in a log are laid on.</summary>
public enum LogClock
{
    /// <summary>
    /// The clock on the office wall, as the log writes it. Chosen when one place with summer time explains the offsets:
    /// Friday 09:00 to Monday 09:00 is three days also when the clocks changed on Sunday.
    /// </summary>
    Written,

    /// <summary>Coordinated universal time. Chosen when a log mixes zones, where wall clocks cannot be compared.</summary>
    Universal,
}

/// <summary>
/// An event log as columns of whole numbers, sorted by case (in order of first appearance), then time; the order of the file breaks ties.
/// Detectors read such columns and nothing else, whether they come from an outside log or from our own record.
/// </summary>
/// <remarks>
/// Per event: activity, resource, group 4 bytes each, time 8, offset 2: 22 bytes; a start or a deadline of the step adds 8, a level or an outcome 4: at most 46.
/// Dictionaries and at most 16 bytes a case come on top.
/// </remarks>
public sealed class EventLog
{
    /// <summary>Marks a resource, group or level that is not there.</summary>
    public const int Missing = -1;

    /// <summary>Marks a start or deadline that is not there.</summary>
    public const long NoTime = long.MinValue;

    /// <summary>What people call this log, usually its file name.</summary>
    public required string Source { get; init; }

    /// <summary>How it was written down, such as "CSV" or "XES".</summary>
    public required string Format { get; init; }

    public required NameTable CaseNames { get; init; }

    public required string[] ActivityNames { get; init; }

    public required string[] ResourceNames { get; init; }

    public required string[] GroupNames { get; init; }

    public required string[] LevelNames { get; init; }

    /// <summary>What sorts of matter there are; empty when the log has no such column.</summary>
    public string[] TypeNames { get; init; } = [];

    public string[] OutcomeNames { get; init; } = [];

    /// <summary>Case c holds the events from CaseStarts[c] up to, not including, CaseStarts[c + 1].</summary>
    public required int[] CaseStarts { get; init; }

    public required int[] Activities { get; init; }

    /// <summary>Resource numbers, <see cref="Missing"/> where none; empty when the log has no such column.</summary>
    public required int[] Resources { get; init; }

    /// <summary>Group numbers, <see cref="Missing"/> where none; empty when the log has no such column.</summary>
    public required int[] Groups { get; init; }

    /// <summary>Level numbers, <see cref="Missing"/> where none; empty when the log has no such column.</summary>
    public required int[] Levels { get; init; }

    /// <summary>When the event happened (ended, where starts are known): ticks of 100 ns since year 1 on <see cref="Clock"/>.</summary>
    public required long[] Times { get; init; }

    /// <summary>When work on it began, same clock, <see cref="NoTime"/> where unknown; empty when the log has no such column.</summary>
    public required long[] Starts { get; init; }

    /// <summary>The offset from universal time that the log wrote, in minutes.</summary>
    public required short[] Offsets { get; init; }

    /// <summary>By case, same clock, <see cref="NoTime"/> where none; empty when the log has no such column. Of several, the one on the latest event.</summary>
    public required long[] Deadlines { get; init; }

    /// <summary>By case, <see cref="Missing"/> where none; empty when the log has no such column. Of several, the one on the latest event.</summary>
    public int[] Types { get; init; } = [];

    /// <summary>By event, until when it was to be done, same clock, <see cref="NoTime"/> where it had no limit of its own; empty when the log has no such column.</summary>
    public long[] StepDeadlines { get; init; } = [];

    /// <summary>By event, what came of it, <see cref="Missing"/> where none is told; empty when the log has no such column.</summary>
    public int[] Outcomes { get; init; } = [];

    public required LogClock Clock { get; init; }

    public required ReadingNotes Notes { get; init; }

    public int CaseCount => CaseStarts.Length - 1;

    public int EventCount => Activities.Length;

    public bool HasResources => Resources.Length > 0;

    public bool HasGroups => Groups.Length > 0;

    public bool HasLevels => Levels.Length > 0;

    public bool HasStarts => Starts.Length > 0;

    public bool HasDeadlines => Deadlines.Length > 0;

    public bool HasOutcomes => Outcomes.Length > 0;

    public bool HasTypes => Types.Length > 0;

    public bool HasStepDeadlines => StepDeadlines.Length > 0;

    /// <summary>The instant of an event in universal time.</summary>
    public DateTimeOffset Instant(int position)
    {
        var ticks = Clock == LogClock.Universal ? Times[position] : Times[position] - (Offsets[position] * TimeSpan.TicksPerMinute);
        return new DateTimeOffset(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
    }

    /// <summary>What the clock on the wall showed, in ticks since year 1.</summary>
    public long Written(int position) =>
        Clock == LogClock.Written ? Times[position] : Times[position] + (Offsets[position] * TimeSpan.TicksPerMinute);
}

/// <summary>What was seen while reading and is no longer visible in the columns.</summary>
public sealed record ReadingNotes
{
    /// <summary>Events that stand in the file after a later event of their case.</summary>
    public int OutOfOrderEvents { get; init; }

    /// <summary>Times written as a day without an hour.</summary>
    public int DateOnlyTimes { get; init; }

    /// <summary>Times written without a zone, read in the zone asked for or else in universal time.</summary>
    public int ZonelessTimes { get; init; }

    /// <summary>True when the caller said where times without a zone were written.</summary>
    public bool ZoneGiven { get; init; }

    /// <summary>Rows left out because they could not be read (only when the caller allowed it).</summary>
    public int SkippedRows { get; init; }

    /// <summary>The first of the rows left out, as "line 12: why".</summary>
    public IReadOnlyList<string> SkippedPlaces { get; init; } = [];

    /// <summary>Elements of a format that were not understood and left out, by name.</summary>
    public IReadOnlyDictionary<string, int> SkippedElements { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Cases whose deadline was written differently on different events.</summary>
    public int CasesWithChangedDeadline { get; init; }

    /// <summary>Starts and deadlines of whole cases that could not be read and were left out (only when the caller allowed it).</summary>
    public int UnreadableExtras { get; init; }

    /// <summary>Cases without an event.</summary>
    public int EmptyCases { get; init; }

    /// <summary>Cases that the file does not name; they are called after their position, such as "trace 12".</summary>
    public int UnnamedCases { get; init; }

    /// <summary>Traces whose name an earlier trace has already; both are read as one case.</summary>
    public int RepeatedCaseNames { get; init; }

    /// <summary>Which column of the file was taken for what, as "activity" to "concept:name".</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
