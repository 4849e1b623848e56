namespace Trellis.Simulation.Likeness;

/// <summary>How much can be told from the log about a part of the work.</summary>
public enum FitGrade
{
    /// <summary>Read off the log.</summary>
    Fitted,

    /// <summary>Read off the log, but from little, or only within bounds.</summary>
    Rough,

    /// <summary>The log does not tell; something was assumed.</summary>
    Assumed,
}

/// <summary>One part of the fit: what was found, on how much, and what was assumed.</summary>
/// <param name="Part">A stable word: arrivals, flow, waits, service, hours, people, batches, at-once.</param>
public sealed record FittedPart(string Part, FitGrade Grade, Text Says);
