namespace Trellis.Simulation.Likeness;

/// <summary>How a log is fitted.</summary>
public sealed record FitSettings
{
    /// <summary>What follows is told from at most so many events back.</summary>
    public int Memory { get; init; } = 6;

    /// <summary>As often has a stretch of events to stand in the log before it counts for itself.</summary>
    public int Least { get; init; } = 3;
}

/// <summary>Everything that was read off a log, ready to be run.</summary>
public sealed class FittedWork
{
    internal FittedWork(WorkModel model) => Model = model;

    /// <summary>The names that all numbers stand for; its columns are those of the log.</summary>
    public RecordedWork Log => Model.Log;

    /// <summary>What was fitted, how well, and what was assumed.</summary>
    public required IReadOnlyList<FittedPart> Parts { get; init; }

    /// <summary>The first and the last arrival of the log.</summary>
    public required long FirstArrival { get; init; }

    public required long LastArrival { get; init; }

    /// <summary>The last event of the log.</summary>
    public required long LastEvent { get; init; }

    internal WorkModel Model { get; }
}

/// <summary>What a run draws from.</summary>
internal sealed record WorkModel
{
    public required RecordedWork Log { get; init; }

    public required Arrivals Arrivals { get; init; }

    public required Flow Flow { get; init; }

    public required Delays Delays { get; init; }

    public required OfficeHours Hours { get; init; }

    public required Hands Hands { get; init; }

    public required Batches Batches { get; init; }

    /// <summary>By activity, times that work on it took, in milliseconds on duty; empty where none is known.</summary>
    public required double[][] Service { get; init; }

    /// <summary>To what share the times of work were shortened so that nobody has to do more than they can; 1 for not at all.</summary>
    public required double Shortened { get; init; }

    /// <summary>By person, how many things they do at once.</summary>
    public required int[] AtOnce { get; init; }

    /// <summary>How often a wait is drawn from the pace of its case and not for itself; its square is how alike the waits of a case are.</summary>
    public required double Pace { get; init; }

    /// <summary>No simulated case has more events.</summary>
    public required int LongestCase { get; init; }
}
