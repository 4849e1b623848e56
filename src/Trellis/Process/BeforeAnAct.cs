using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Process;

/// <summary>What is asked before any act on a matter, whoever acts.</summary>
internal static class BeforeAnAct
{
    /// <summary>Null where the act may go on: the matter is open, and the time is neither in the future nor before the filing.</summary>
    public static Refusal? Ask(Matter matter, Circumstances circumstances, bool whilePaused = true) =>
        matter.State == MatterState.Closed ? ProcessRefusals.MatterIsClosed
        : matter.State == MatterState.Paused && !whilePaused ? ProcessRefusals.MatterIsPaused
        : AskTime(circumstances, matter.Filed);

    public static Refusal? AskTime(Circumstances circumstances, DateTimeOffset notBefore) =>
        circumstances.When > circumstances.Now ? ProcessRefusals.HappenedInTheFuture
        : circumstances.When < notBefore ? ProcessRefusals.HappenedBeforeItBegan
        : null;

    /// <summary>What ends everything cannot have happened before something that it ends had begun.</summary>
    public static Refusal? AskLatest(Matter matter, Circumstances circumstances)
    {
        foreach (var open in matter.Open)
            if (open.Since > circumstances.When) return ProcessRefusals.HappenedBeforeItBegan;
        return null;
    }

    /// <summary>The requester, or who filed for them.</summary>
    public static bool IsRequester(Matter matter, Actor by) => by.PersonOrNone is { } person && (person == matter.FiledFor || person == matter.FiledBy);

    /// <summary>Whether somebody has done a step of it as an officer; they judge no work of their own, whoever they come as.</summary>
    public static bool HasWorkedOn(Matter matter, ActorId person)
    {
        foreach (var earlier in matter.Earlier)
            if (earlier.Actor == person && earlier.Unit is not null) return true;
        return false;
    }

    /// <summary>The steps that a step stands apart from and that somebody did.</summary>
    public static IReadOnlyList<string> DoneThatStandApart(Matter matter, FlowPart.Step step, ActorId person)
    {
        if (step.ApartFrom.Count == 0) return [];
        List<string>? done = null;
        foreach (var earlier in matter.Earlier)
            for (var at = 0; earlier.Actor == person && at < step.ApartFrom.Count; at++)
                if (step.ApartFrom[at].Id == earlier.Step && done?.Contains(earlier.Step) != true) (done ??= []).Add(earlier.Step);
        return done ?? [];
    }

    public static bool IsPerformer(Matter matter, OpenPoint open, Actor by) => open.Performer switch
    {
        null => false,
        { Post: { } post } => by is Actor.Officer officer && officer.Seat.Unit == post.Unit && (post.Post.Length == 0 || officer.Seat.Post == post.Post),
        { Role: "requester" } => IsRequester(matter, by),
        { IsRole: true, Role: var role } => by.PersonOrNone is { } person && IsInRole(matter, role, person),
        _ => by is Actor.TheSystem,
    };

    private static bool IsInRole(Matter matter, string? role, ActorId person)
    {
        foreach (var bound in matter.Roles)
            if (bound.Role == role && bound.Row.Key == person.Text) return true;
        return false;
    }

    /// <summary>The rules for acts outside the plan: the matter type's, or the structure's.</summary>
    public static ActRules? RulesOf(Matter matter, Circumstances circumstances) =>
        AdvancingFlows.FlowOf(matter, circumstances) is { } flow ? flow.Matter.Acts ?? circumstances.Structure.Acts : null;

    /// <summary>Whether a limit counted from a moment is over.</summary>
    /// <returns>When it was over; null while it runs, and without one.</returns>
    public static DateTimeOffset? EndIfOver(Structure.Quantities.TimeLimit? within, DateTimeOffset from, PostAt? post, Circumstances circumstances) =>
        within is { } limit && circumstances.Times.Due(from, limit, Clocks.Timetable.CalendarOf(circumstances.Today, post)) is var end && circumstances.When > end ? end : null;

    public static ActorId? PersonOf(Actor by) => by.PersonOrNone;
}
