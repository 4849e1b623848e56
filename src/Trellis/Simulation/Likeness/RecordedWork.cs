namespace Trellis.Simulation.Likeness;

/// <summary>
/// Work that was recorded, or simulated in its likeness, as columns of whole numbers: cases one after the other, the events of each by time.
/// Of a log it holds what a simulation is fitted to, and nothing of its format.
/// </summary>
/// <remarks>Times are milliseconds since year 1 on the clock of the log; that day was a Monday.</remarks>
public sealed record RecordedWork
{
    /// <summary>Marks a resource or group that is not there.</summary>
    public const int Nobody = -1;

    /// <summary>Marks a beginning that is not known.</summary>
    public const long NoTime = long.MinValue;

    public required string Source { get; init; }

    public required IReadOnlyList<string> Activities { get; init; }

    public required IReadOnlyList<string> Resources { get; init; }

    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>Of matters, where the log says them and a structure asks.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Case c holds the events from CaseStarts[c] up to, not including, CaseStarts[c + 1].</summary>
    public required int[] CaseStarts { get; init; }

    public required int[] Activity { get; init; }

    /// <summary>By event; <see cref="Nobody"/> where none.</summary>
    public required int[] Resource { get; init; }

    /// <summary>By event; <see cref="Nobody"/> where none.</summary>
    public required int[] Group { get; init; }

    /// <summary>By event, the type of its matter; <see cref="Nobody"/> where none. Empty where the log knows none.</summary>
    public int[] Type { get; init; } = [];

    /// <summary>When the event happened, or ended where its beginning is known.</summary>
    public required long[] Ends { get; init; }

    /// <summary>When work on it began, <see cref="NoTime"/> where unknown; empty where the log knows none.</summary>
    public required long[] Begins { get; init; }

    public int Cases => CaseStarts.Length - 1;

    public int Events => Activity.Length;

    /// <summary>When a case was first heard of.</summary>
    public long Arrival(int number) => Ends[CaseStarts[number]];

    public long Closing(int number) => Ends[CaseStarts[number + 1] - 1];

    /// <summary>The cases that arrive at or after one moment and before another, with what happened to them before a third.</summary>
    public RecordedWork Between(long from, long to, long seenUntil)
    {
        var parts = new WorkColumns(Begins.Length > 0);
        for (var number = 0; number < Cases; number++)
        {
            if (Arrival(number) < from || Arrival(number) >= to || Arrival(number) >= seenUntil) continue;
            for (var at = CaseStarts[number]; at < CaseStarts[number + 1] && Ends[at] < seenUntil; at++)
                parts.Add(Activity[at], Resource[at], Group[at], Begins.Length > 0 ? Begins[at] : NoTime, Ends[at]);
            parts.CloseCase();
        }

        return parts.Make(this);
    }

    /// <summary>The moment at which half of the cases had arrived: the arrival of the first case of the second half.</summary>
    public long Middle()
    {
        if (Cases == 0) return 0;
        var arrivals = new long[Cases];
        for (var number = 0; number < Cases; number++) arrivals[number] = Arrival(number);
        Array.Sort(arrivals);
        return arrivals[Cases / 2];
    }
}

/// <summary>Columns of recorded work while they grow.</summary>
internal sealed class WorkColumns(bool beginsKnown)
{
    private readonly List<int> _caseStarts = [0];
    private readonly List<int> _activity = [];
    private readonly List<int> _resource = [];
    private readonly List<int> _group = [];
    private readonly List<long> _begins = [];
    private readonly List<long> _ends = [];

    public void Add(int activity, int resource, int group, long begin, long end)
    {
        _activity.Add(activity);
        _resource.Add(resource);
        _group.Add(group);
        if (beginsKnown) _begins.Add(begin);
        _ends.Add(end);
    }

    public void CloseCase() => _caseStarts.Add(_activity.Count);

    /// <param name="names">Whose names the numbers stand for.</param>
    public RecordedWork Make(RecordedWork names) => names with
    {
        CaseStarts = [.. _caseStarts], Activity = [.. _activity], Resource = [.. _resource], Group = [.. _group], Begins = [.. _begins], Ends = [.. _ends],
    };
}
