using Trellis.Structure.Quantities;

namespace Trellis.Process.Matters;

/// <summary>An event of one matter. It says when it happened; when it was entered is said by the record.</summary>
public interface IMatterEvent : IEvent
{
    MatterId Matter { get; }

    DateTimeOffset Happened { get; }
}

/// <summary>A point of the flow waits from now on: a step for its performer, or a condition for facts. Also when it waits anew, because what it stood behind has ended.</summary>
/// <param name="Since">From when its lane counts.</param>
/// <param name="DueFrom">From when its limit counts; later than <paramref name="Since"/> where it was known later.</param>
/// <param name="KnownBy">The unit that entered late what had happened on paper, until <paramref name="DueFrom"/>; null for nobody.</param>
public sealed record StepOpened(
    MatterId Matter, string Key, string Step, PointKind Kind, Performer? Performer, DateTimeOffset Since, DateTimeOffset DueFrom, DateTimeOffset? Due,
    Bearer On, WaitReason For, FixedList<string> Awaits, UnitId? KnownBy, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "step-opened/1";

    public string Wire => Name;
}

public enum SkipReason
{
    /// <summary>Its condition does not hold.</summary>
    Condition,

    /// <summary>Nobody near has the post, and the step says that it is then left out.</summary>
    Nobody,
}

/// <summary>A step or a part is left out.</summary>
public sealed record StepSkipped(MatterId Matter, string Key, string Step, SkipReason Why, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "step-skipped/1";

    public string Wire => Name;
}

/// <summary>A point does not wait for now, because another part of an "any-order" was begun. What it had waited is booked on that one.</summary>
public sealed record StepStoodBack(MatterId Matter, string Key, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "step-stood-back/1";

    public string Wire => Name;
}

/// <summary>A branch was taken, a pass begun or not, a list counted. What follows is read off this, never off the facts again.</summary>
public sealed record WayTaken(MatterId Matter, string Key, int Way, FixedList<RowId> Rows, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "way-taken/1";

    public string Wire => Name;
}

/// <summary>A part of a bundle begins and gets its own number.</summary>
public sealed record PartBegun(MatterId Matter, string Key, string Type, string Number, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "part-begun/1";

    public string Wire => Name;
}

/// <summary>A part of a bundle has ended, with its own result.</summary>
public sealed record PartEnded(MatterId Matter, string Key, string? Result, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "part-ended/1";

    public string Wire => Name;
}

/// <summary>A fact that the promise depends on has become known; it counts from the filing all the same. A promise once made is not made anew.</summary>
/// <param name="Promise">Null where it was made before.</param>
/// <param name="FirstAnswerDue">Null where it was known before, or nothing is promised.</param>
public sealed record PromiseMade(MatterId Matter, TimeLimit? Promise, DateTimeOffset? FirstAnswerDue, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "promise-made/1";

    public string Wire => Name;
}

/// <summary>A fact by which limits are worked out has changed, and with it the limits of open steps, each from where it counts.</summary>
public sealed record LimitsMoved(MatterId Matter, FixedList<MovedDue> Dues, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "limits-moved/1";

    public string Wire => Name;
}

/// <summary>The matter is closed.</summary>
/// <param name="Confirmed">What the requester or an independent check said; null where nobody answered.</param>
public sealed record MatterClosed(MatterId Matter, ClosureKind Closure, bool? Confirmed, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "matter-closed/1";

    public string Wire => Name;
}
