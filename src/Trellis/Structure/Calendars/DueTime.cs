namespace Trellis.Structure.Calendars;

/// <summary>How far an answer can be relied on. Later ones are weaker.</summary>
public enum Certainty
{
    /// <summary>All days that count have been announced.</summary>
    Announced,

    /// <summary>The last day that counts lies after <see cref="WorkingCalendar.KnownTo"/>; holidays announced later may move the answer.</summary>
    Provisional,

    /// <summary>The limit ends after the year 9999.</summary>
    OutOfReach,
}

/// <summary>When a limit ends.</summary>
/// <param name="At">
/// Local civil time. What is done at this moment is still in time. Midnight is that of the beginning day:
/// a limit through 3 March ends at 4 March 00:00. Out of reach, the last moment there is.
/// </param>
public readonly record struct DueTime(DateTime At, Certainty Certainty)
{
    public static DueTime Never { get; } = new(DateTime.MaxValue, Certainty.OutOfReach);

    public bool IsProvisional => Certainty == Certainty.Provisional;
}
