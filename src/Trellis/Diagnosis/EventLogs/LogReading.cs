namespace Trellis.Diagnosis.EventLogs;

/// <summary>How to read a log. Everything here has a default that fits most exports.</summary>
public sealed record LogReading
{
    /// <summary>What the log is called in messages and reports.</summary>
    public required string Source { get; init; }

    public LogColumns Columns { get; init; } = new();

    /// <summary>Values that mean "no resource", "no group", "no level". An empty value always does.</summary>
    public IReadOnlyList<string> MissingValues { get; init; } = UsualMissingValues;

    /// <summary>Where times without a zone were written; universal time when null. Naming one also settles logs that mix both kinds.</summary>
    public TimeZoneInfo? Zone { get; init; }

    public DateOrder Dates { get; init; } = DateOrder.YearFirst;

    /// <summary>Leave out rows that cannot be read, and count them, instead of refusing the log.</summary>
    public bool SkipBadRows { get; init; }

    /// <summary>XES only: the classifier of the log whose keys name the activity. Null: concept:name alone.</summary>
    public string? Classifier { get; init; }

    /// <summary>OCEL only: the type of object that is the case.</summary>
    public string? CaseType { get; init; }

    /// <summary>How many threads may work at once; the result is the same whatever the number.</summary>
    public int Threads { get; init; } = 1;

    public static IReadOnlyList<string> UsualMissingValues { get; } = ["EMPTY", "NULL", "NA", "N/A", "none"];

    /// <summary>A row or a value longer than this is no longer a log: 64 MiB.</summary>
    public const int LongestRow = 64 * 1024 * 1024;

    /// <summary>How many places of bad rows are shown.</summary>
    public const int PlacesShown = 10;
}
