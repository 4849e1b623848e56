using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Process;

/// <summary>The requester says that it is settled, or whoever checks independently where the flow says so.</summary>
public sealed record ConfirmMatter(MatterId Matter, string Key) : IAct
{
    public const string Name = "confirm-matter";

    public string Word => Name;
}

/// <summary>The requester says that it is not.</summary>
public sealed record DisputeMatter(MatterId Matter, string Key, PersonalText Reason) : IAct
{
    public const string Name = "dispute-matter";

    public string Word => Name;
}

/// <summary>The office has reached the requester on the requester's own channel, and says how that is known.</summary>
public sealed record RecordReach(MatterId Matter, string Key, Channel Channel, ReachProof Proof) : IAct
{
    public const string Name = "record-reach";

    public string Word => Name;
}

/// <summary>The requester was reached; from here their time to answer runs, and the wait is theirs.</summary>
/// <param name="Due">When their time to answer ends; null without a limit.</param>
public sealed record RequesterReached(MatterId Matter, string Key, Channel Channel, ReachProof Proof, DateTimeOffset? Due, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "requester-reached/1";

    public string Wire => Name;
}

/// <summary>Nobody answered in time. A job of the system; nobody else may close a matter for silence.</summary>
public sealed record CloseForSilence(MatterId Matter, string Key) : IAct
{
    public const string Name = "close-for-silence";

    public string Word => Name;
}

public static class ConfirmingMatters
{
    public static Outcome Decide(Matter matter, ConfirmMatter act, Circumstances circumstances) =>
        PerformingSteps.Decide(matter, new PerformStep(act.Matter, act.Key, new StepResult.Confirmed(), []), circumstances);

    public static Outcome Decide(Matter matter, DisputeMatter act, Circumstances circumstances) =>
        PerformingSteps.Decide(matter, new PerformStep(act.Matter, act.Key, new StepResult.Disputed(), [], act.Reason), circumstances);

    public static Outcome Decide(Matter matter, RecordReach act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (matter.OpenAt(act.Key) is not { Performer: { IsRole: true } } open || AdvancingFlows.StepAt(matter, circumstances, act.Key) is not { } reached) return Named.StepNotOpen(matter, act.Key);
        if (circumstances.By.Unit is not { } unit || !HasWorkedOn(matter, unit)) return Named.Reach(matter);
        if (act.Channel != matter.Channel) return Named.OwnChannel(matter);
        if (circumstances.When < open.Since) return ProcessRefusals.HappenedBeforeItBegan;
        // Nobody loses time to answer because others entered late that they were reached.
        DateTimeOffset? due = AdvancingFlows.LimitOf(matter, circumstances, reached) is { } limit ? circumstances.Times.Due(circumstances.Now, limit) : open.Due;
        // It is a first answer too, and one that is missed by now does not become in time by what is entered today.
        var happened = matter.FirstAnswered is null && matter.FirstAnswerDue < circumstances.Now ? circumstances.Now : circumstances.When;
        return Outcome.Accept(new RequesterReached(matter.Id, act.Key, act.Channel, act.Proof, due, happened));
    }

    /// <summary>The first contact, the unit that holds it, or one that has or had a step.</summary>
    private static bool HasWorkedOn(Matter matter, UnitId unit) =>
        unit == matter.HeldBy || unit == matter.FirstContact?.Unit || matter.Earlier.Exists(earlier => earlier.Unit == unit) || matter.Open.Exists(open => open.Performer?.Post?.Unit == unit);

    /// <summary>Silence is an answer only of somebody who was reached, after the time to answer. It closes as its own kind, and reopening is free.</summary>
    public static Outcome Decide(Matter matter, CloseForSilence act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (matter.OpenAt(act.Key) is not { Kind: PointKind.Step } open || AdvancingFlows.StepAt(matter, circumstances, act.Key) is not { What.Kind: StepKind.Confirm } reached) return Named.StepNotOpen(matter, act.Key);
        if (!matter.Reached.Exists(reach => reach.Lane == act.Key && reach.At >= open.Since)) return ProcessRefusals.NotReached;
        if (open.Due is { } due ? circumstances.When < due : true) return ProcessRefusals.NotYetSilent;
        return AdvancingFlows.Accept(matter, circumstances, new StepPerformed(
            matter.Id, act.Key, reached.What.Id, StepKind.Confirm, "unanswered", null, null, null, null, null, null, [], null, FixedList<PersonalValue>.Empty, circumstances.When));
    }
}

/// <summary>The requester rates how it went, 1 to 5. It attaches to the matter and its rule, never to a person.</summary>
public sealed record RateMatter(MatterId Matter, int Stars, PersonalText? Said = null) : IAct
{
    public const string Name = "rate-matter";

    public string Word => Name;
}

public sealed record MatterRated(MatterId Matter, string Type, int Stars, PersonalText? Said, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "matter-rated/1";

    public string Wire => Name;
}

public static class RatingMatters
{
    /// <summary>Once for each time it was closed, by the requester.</summary>
    public static Outcome Decide(Matter matter, RateMatter act, Circumstances circumstances) =>
        matter.State != MatterState.Closed ? ProcessRefusals.MatterIsNotClosed
        : !BeforeAnAct.IsRequester(matter, circumstances.By) ? ProcessRefusals.NotTheRequester
        : act.Stars is < 1 or > 5 ? ProcessRefusals.RatingOutOfRange
        : matter.Ratings.Count >= matter.Closures.Count ? ProcessRefusals.RatedAlready
        : Outcome.Accept(new MatterRated(matter.Id, matter.Type, act.Stars, act.Said, circumstances.When));
}
