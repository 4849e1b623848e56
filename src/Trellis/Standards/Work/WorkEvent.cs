using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Process.Matters;

namespace Trellis.Standards.Work;

/// <summary>One step of the work on a matter, as other programs know it: what, when, and by which unit and post. No person, no value, no text.</summary>
/// <param name="Position">Of its entry in the record.</param>
/// <param name="Activity">The id of a step of the flow, or the word of what happened beside the flow, such as "return".</param>
/// <param name="Outcome">Of a step; null where it has none but being done.</param>
/// <param name="Unit">Empty for residents and for time.</param>
/// <param name="Post">post@unit; "requester" and "system" where no post did it.</param>
public readonly record struct WorkEvent(long Position, string Activity, string? Outcome, DateTimeOffset Time, string Unit, string Post)
{
    // In ticks, 0 where it is not known: a run keeps one of these for each row of the matters that are not over.
    private readonly long _begin;
    private readonly long _due;

    /// <summary>When work on it began, where that is known beside its end; UTC.</summary>
    public DateTimeOffset? Begin { get => Of(_begin); init => _begin = value?.UtcTicks ?? 0; }

    /// <summary>Until when it was to be done; UTC; null where it had no limit of its own.</summary>
    public DateTimeOffset? Due { get => Of(_due); init => _due = value?.UtcTicks ?? 0; }

    private static DateTimeOffset? Of(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}

/// <summary>Where somebody acts, as an event log names it.</summary>
/// <param name="Unit">Empty for residents and for time.</param>
/// <param name="Post">post@unit; "requester" and "system" where no post did it.</param>
public sealed record WorkPlace(string Unit, string Post)
{
    private static readonly WorkPlace Requester = new("", "requester");
    private static readonly WorkPlace System = new("", "system");

    /// <summary>Null for whoever does no work on a matter.</summary>
    public static WorkPlace? Of(EntryActor by) => by switch
    {
        EntryActor.Officer officer => new WorkPlace(officer.Unit, $"{officer.Post}@{officer.Unit}"),
        EntryActor.InRole { Role: "requester" } => Requester,
        EntryActor.InRole { Role: "system" } => System,
        EntryActor.InRole role => new WorkPlace("", role.Role),
        _ => null,
    };
}

/// <summary>A matter with the work on it.</summary>
/// <param name="Case">Its opaque id.</param>
/// <param name="Deadline">When it was promised; null without a promise.</param>
public sealed record WorkCase(string Case, string Type, DateTimeOffset? Deadline, IReadOnlyList<WorkEvent> Events);

/// <summary>Reads off the entries of a matter what others call its event log.</summary>
public static class WorkEvents
{
    /// <summary>Null for what is no step of the work: what the flow opened or passed over by itself, and who looked.</summary>
    public static WorkEvent? Of(long position, EntryActor by, IEvent happened) => Of(position, happened, by, static by => WorkPlace.Of(by));

    /// <summary>As above; where somebody acted is asked only of what is a step of the work.</summary>
    public static WorkEvent? Of<T>(long position, IEvent happened, T by, Func<T, WorkPlace?> placeOf)
    {
        if (ActivityOf(happened) is not { } activity || happened is not IMatterEvent one || placeOf(by) is not { } place) return null;
        var outcome = happened switch
        {
            StepPerformed { Outcome: not "done" } step => step.Outcome,
            MatterClosed closed => ClosureWords.Of(closed.Closure),
            ResultDeclared declared => ClosureWords.Of(declared.Closure),
            _ => null,
        };
        return new WorkEvent(position, activity, outcome, one.Happened, place.Unit, place.Post);
    }

    private static string? ActivityOf(IEvent happened) => happened switch
    {
        MatterFiled => "file",
        InformationAdded => "add-information",
        PictureAdded => "add-picture",
        StepPerformed step => step.Step,
        RequesterReached => "reach",
        MatterRated => "rate",
        ResultDeclared => "declare",
        MatterWithdrawn => "withdraw",
        MatterClosed => "close",
        MatterReopened => "reopen",
        MatterHandedOver => "hand-over",
        MatterReturned => "return",
        TaskRefused => "refuse-task",
        ReferredUp => "refer-up",
        MatterPaused => "pause",
        MatterResumed => "resume",
        UnitAsked => "ask",
        UnitAnswered => "answer",
        WhistleBlown => "whistle",
        WhistleAttended => "attend",
        WhistleReported => "report",
        CallMissed => "miss-call",
        WhistleJudged => "judge",
        UnitReminded => "remind",
        MatterEscalated => "escalate",
        MatterMoved => "move",
        _ => null,
    };
}
