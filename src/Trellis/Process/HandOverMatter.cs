using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Process;

/// <summary>The holder passes the whole on, or who has a step passes that step on.</summary>
/// <param name="Key">The open step; null for the whole.</param>
/// <param name="Post">The post that is to do the step there; null for the same as here.</param>
public sealed record HandOverMatter(MatterId Matter, string? Key, UnitId To, string? Post = null, PersonalText? Reason = null) : IAct
{
    public const string Name = "hand-over-matter";

    public string Word => Name;
}

/// <summary>An open step goes to another post with the matter.</summary>
public sealed record MovedStep(string Key, PostAt To);

/// <param name="Whole">Whether the unit that answers for the whole changes; else only steps move.</param>
/// <param name="KnownFrom">When it was entered, where it had happened before; null otherwise.</param>
public sealed record MatterHandedOver(MatterId Matter, UnitId From, UnitId To, bool Whole, FixedList<MovedStep> Moved, PersonalText? Reason, DateTimeOffset? KnownFrom, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "matter-handed-over/1";

    public string Wire => Name;
}

public static class HandingOverMatters
{
    /// <summary>Within the number and the time that the structure gives. The clock goes along; nobody gains time by passing on.</summary>
    public static Outcome Decide(Matter matter, HandOverMatter act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (BeforeAnAct.RulesOf(matter, circumstances)?.HandOver is not { } limit) return Named.NotProvided("hand-over", matter.Type);
        if (limit.AtMost is { } most && matter.HandOvers >= most) return Named.TooOften(ProcessRefusals.HandedOverTooOften, most);
        if (circumstances.Today.Unit(act.To.Text) is not { } to) return Named.Unit(act.To.Text);
        if (act.Key is not { } key)
        {
            if (circumstances.By.Unit != matter.HeldBy) return Named.Holder(matter);
            if (matter.HeldBy == act.To) return ProcessRefusals.AlreadyThere;
            if (BeforeAnAct.EndIfOver(limit.Within, matter.Holdings[^1].Given, null, circumstances) is { } over) return Named.Over(ProcessRefusals.TooLate, over, circumstances);
            return Outcome.Accept(new MatterHandedOver(matter.Id, matter.HeldBy, act.To, true, [.. Steps.Following(matter, matter.HeldBy, to, circumstances)], act.Reason, circumstances.KnownFrom, circumstances.When));
        }

        if (matter.OpenAt(key) is not { Kind: PointKind.Step, Performer.Post: { } post } open) return Named.StepNotOpen(matter, key);
        if (circumstances.By.Unit != post.Unit) return Named.StepForAnother(open);
        var moved = new PostAt(act.Post ?? post.Post, act.To);
        if (moved == post) return ProcessRefusals.AlreadyThere;
        if (moved.Post.Length > 0 && circumstances.Today.PostAt(moved.Post, to) is null) return Named.Post(moved);
        if (BeforeAnAct.EndIfOver(limit.Within, open.Given, post, circumstances) is { } ended) return Named.Over(ProcessRefusals.TooLate, ended, circumstances);
        return Outcome.Accept(new MatterHandedOver(matter.Id, post.Unit, act.To, false, [new MovedStep(key, moved)], act.Reason, circumstances.KnownFrom, circumstances.When));
    }
}

/// <summary>The holder, or who has a step, hands it back because it lies outside its duties: citing the duty, and naming who bears it.</summary>
/// <param name="Key">The open step; null for the whole.</param>
public sealed record ReturnMatter(MatterId Matter, string? Key, DutyId CitedDuty, UnitId RightHolder, PersonalText? Reason = null) : IAct
{
    public const string Name = "return-matter";

    public string Word => Name;
}

/// <param name="To">The unit that handed it over, which hands it on.</param>
public sealed record MatterReturned(
    MatterId Matter, UnitId From, UnitId To, bool Whole, DutyId CitedDuty, UnitId RightHolder, FixedList<MovedStep> Moved, PersonalText? Reason, DateTimeOffset? KnownFrom, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "matter-returned/1";

    public string Wire => Name;
}

public static class ReturningMatters
{
    /// <summary>A matter goes back to the unit that handed it over, a step to who gave it, and nothing from the unit of first contact. The duty cited must be borne, at this place, by the unit named.</summary>
    public static Outcome Decide(Matter matter, ReturnMatter act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (BeforeAnAct.RulesOf(matter, circumstances)?.Return is not { } limit) return Named.NotProvided("return", matter.Type);
        var key = act.Key;
        PostAt? post = null;
        var (from, since) = (matter.HeldBy, matter.Holdings[^1].Given);
        UnitId? giver = matter.Holdings[^1].Giver;
        if (key is not null)
        {
            if (matter.OpenAt(key) is not { Kind: PointKind.Step, Performer.Post: { } own } open) return Named.StepNotOpen(matter, key);
            if (circumstances.By.Unit != own.Unit) return Named.StepForAnother(open);
            if (matter.FirstContact is null && open.Giver is null) return ProcessRefusals.FirstContactMayNotReturn;
            (post, from, since) = (own, own.Unit, open.Given);
            giver = open.Giver?.Unit ?? (matter.HeldBy == own.Unit ? null : matter.HeldBy);
        }
        else
        {
            if (circumstances.By.Unit != matter.HeldBy) return Named.Holder(matter);
            if (giver is null && (matter.FirstContact is null || matter.FirstContact.Value.Unit == matter.HeldBy)) return ProcessRefusals.FirstContactMayNotReturn;
        }

        if (giver is not { } to || to == from) return ProcessRefusals.NobodyToReturnTo;
        if (limit.AtMost is { } most && matter.Returns >= most) return Named.TooOften(ProcessRefusals.ReturnedTooOften, most);
        if (BeforeAnAct.EndIfOver(limit.Within, since, post, circumstances) is { } over) return Named.Over(ProcessRefusals.TooLate, over, circumstances);
        if (circumstances.Today.Structure.Duties.On(act.CitedDuty.Text, circumstances.Day) is not { } duty) return Named.Duty(act.CitedDuty.Text);
        if (act.RightHolder == from || !FindingPerformers.BearsHere(duty, act.RightHolder, matter.Place, circumstances)) return Named.Bearer(duty, FindingPerformers.Lead(matter, duty.Id, circumstances));
        if (circumstances.Today.Unit(to.Text) is not { } unit) return Named.Unit(to.Text);
        FixedList<MovedStep> moved = key is null
            ? [.. Steps.Following(matter, from, unit, circumstances)]
            : [new MovedStep(key, matter.OpenAt(key)?.Giver ?? new PostAt("", to))];
        return Outcome.Accept(new MatterReturned(matter.Id, from, to, key is null, act.CitedDuty, act.RightHolder, moved, act.Reason, circumstances.KnownFrom, circumstances.When));
    }
}

/// <summary>A unit refuses a task that is not on its list of duties. It goes back with its clock: the giver bears the time.</summary>
/// <param name="Key">The open step; null where the whole was handed over to it.</param>
public sealed record RefuseTask(MatterId Matter, string? Key, PersonalText? Reason = null) : IAct
{
    public const string Name = "refuse-task";

    public string Word => Name;
}

/// <param name="Duty">The duty that the task belongs to, and that the unit neither leads nor supports.</param>
/// <param name="Since">From when the time is the giver's.</param>
public sealed record TaskRefused(MatterId Matter, UnitId From, UnitId To, bool Whole, DutyId Duty, FixedList<MovedStep> Moved, DateTimeOffset Since, PersonalText? Reason, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "task-refused/1";

    public string Wire => Name;
}

public static class RefusingTasks
{
    /// <summary>The list decides, not the unit: what it leads or supports it may not refuse, and what it does not it may, whoever gave it and however often.</summary>
    public static Outcome Decide(Matter matter, RefuseTask act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        var from = matter.HeldBy;
        UnitId? giver = matter.Holdings[^1].Giver;
        var since = matter.Holdings[^1].From;
        var duty = AdvancingFlows.FlowOf(matter, circumstances)?.Matter.Duty.Id;
        if (act.Key is { } key)
        {
            if (matter.OpenAt(key) is not { Kind: PointKind.Step, Performer.Post: { } own } open || AdvancingFlows.StepAt(matter, circumstances, key) is not { } reached) return Named.StepNotOpen(matter, key);
            if (circumstances.By.Unit != own.Unit) return Named.StepForAnother(open);
            (from, since, duty) = (own.Unit, open.Given, reached.What.Duty?.Id ?? reached.Scope.Type.Duty.Id);
            giver = open.Giver?.Unit ?? (matter.HeldBy == own.Unit ? null : matter.HeldBy);
        }
        else if (circumstances.By.Unit != matter.HeldBy) return Named.Holder(matter);

        if (duty is null || circumstances.Today.Structure.Duties.On(duty, circumstances.Day) is not { } entry) return Named.Duty(duty);
        if (circumstances.Today.Unit(from.Text) is { } unit && FindingPerformers.Bears(entry, unit, circumstances)) return ProcessRefusals.TaskIsOnTheList;
        if ((giver ?? FindingPerformers.Lead(matter, duty, circumstances)) is not { } to || to == from || circumstances.Today.Unit(to.Text) is not { } back) return ProcessRefusals.NobodyToReturnTo;
        FixedList<MovedStep> moved = act.Key is null
            ? [.. Steps.Following(matter, from, back, circumstances)]
            : [new MovedStep(act.Key, matter.OpenAt(act.Key)?.Giver ?? new PostAt("", to))];
        return Outcome.Accept(new TaskRefused(matter.Id, from, to, act.Key is null, new DutyId(duty), moved, since, act.Reason, circumstances.When));
    }
}

/// <summary>Who has a step gives it to the next wider holder of its power, else to who bears the duty: because it lies beyond them, or because they are late.</summary>
/// <param name="Job">The job, where time did it; null where somebody did.</param>
public sealed record ReferUp(MatterId Matter, string Key, PersonalText? Reason = null, string? Job = null) : IAct
{
    public const string Name = "refer-up";

    public string Word => Name;
}

/// <param name="Due">The limit of who has it now.</param>
public sealed record ReferredUp(MatterId Matter, string Key, PostAt? From, PostAt To, DateTimeOffset? Due, string? Job, PersonalText? Reason, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "referred-up/1";

    public string Wire => Name;
}

public static class ReferringUp
{
    public static Outcome Decide(Matter matter, ReferUp act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances, whilePaused: act.Job is not null) is { } no) return no;
        if (act.Job is { } job && matter.Fired.Contains(job)) return ProcessRefusals.JobDoneAlready;
        if (matter.OpenAt(act.Key) is not { Kind: PointKind.Step } open || AdvancingFlows.StepAt(matter, circumstances, act.Key) is not { } reached) return Named.StepNotOpen(matter, act.Key);
        if (open.Performer is { Post: null }) return Named.StepForAnother(open);
        var from = open.Performer?.Post;
        if (act.Job is null)
        {
            if (BeforeAnAct.RulesOf(matter, circumstances)?.ReferUp is not { } limit) return Named.NotProvided("refer-up", matter.Type);
            if (from is null || circumstances.By.Unit != from.Value.Unit) return Named.StepForAnother(open);
            if (limit.AtMost is { } most && matter.Referrals >= most) return Named.TooOften(ProcessRefusals.ReferredTooOften, most);
            if (BeforeAnAct.EndIfOver(limit.Within, open.Given, from, circumstances) is { } over) return Named.Over(ProcessRefusals.TooLate, over, circumstances);
        }

        if (Wider(matter, reached, from, byTime: act.Job is not null, circumstances) is not { } to) return ProcessRefusals.NobodyAbove;
        DateTimeOffset? due = AdvancingFlows.LimitOf(matter, circumstances, reached) is { } within ? circumstances.Times.Due(circumstances.When, within, Clocks.Timetable.CalendarOf(circumstances.Today, to)) : open.Due;
        return Outcome.Accept(new ReferredUp(matter.Id, act.Key, from, to, due, act.Job, act.Reason, circumstances.When));
    }

    private static PostAt? Wider(Matter matter, Reached.Step reached, PostAt? from, bool byTime, Circumstances circumstances)
    {
        var step = reached.What;
        if (step.Power is { } power)
        {
            var could = circumstances.Deciders(new PowerNeeded(power.Id, reached.Scope.Type.Id, step.Id, matter.Place, null, step.Amount?.Id, circumstances.Day)).ToList();
            // A unit as a whole stands for whoever of it may decide.
            var here = from is { } post ? could.FindLastIndex(one => one == post || (post.Post.Length == 0 && one.Unit == post.Unit)) : -1;
            if (here + 1 < could.Count) return could[here + 1];
            // Time takes no step from those who may decide it to give it to somebody who may not.
            if (byTime && could.Count > 0) return null;
        }

        var view = circumstances.Today;
        var lead = FindingPerformers.Lead(matter, step.Duty?.Id ?? reached.Scope.Type.Duty.Id, circumstances);
        // Never back down to those who had it before, or it goes round for ever.
        if (lead is { } bearer && bearer != from?.Unit && (from is not { } had || !IsBelow(bearer, had.Unit, view))) return new PostAt("", bearer);
        // Beyond who bears the duty: the body above, as long as there is one inside.
        return from is { } own && view.Unit(own.Unit.Text)?.Parent is { Inside: true } above ? new PostAt("", new UnitId(above.Id)) : null;
    }

    private static bool IsBelow(UnitId unit, UnitId other, StructureOnDay view) =>
        unit != other && view.Unit(unit.Text) is { } lower && view.Unit(other.Text) is { } upper && lower.IsUnder(upper);
}

/// <summary>The post that had a step is gone, or lost its power; the nearest is found anew.</summary>
public sealed record FindPerformerAgain(MatterId Matter, string Key) : IAct
{
    public const string Name = "find-performer-again";

    public string Word => Name;
}

/// <param name="Performer">Null where there is nobody; the wait is then booked on <paramref name="On"/>.</param>
public sealed record PerformerFound(MatterId Matter, string Key, Performer? Performer, Bearer On, WaitReason For, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "performer-found/1";

    public string Wire => Name;
}

public static class FindingPerformersAgain
{
    /// <summary>Only where the present one can no longer do it, or where there was none. Nobody takes a step away from who can.</summary>
    public static Outcome Decide(Matter matter, FindPerformerAgain act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (matter.OpenAt(act.Key) is not { Kind: PointKind.Step, Awaits.IsEmpty: true } open || AdvancingFlows.StepAt(matter, circumstances, act.Key) is not { } reached) return Named.StepNotOpen(matter, act.Key);
        if (open.Performer is { Post: null }) return ProcessRefusals.PerformerIsThere;
        var found = FindingPerformers.Of(matter, reached.Scope.Type, reached.What, circumstances);
        if (open.Performer is { Post: { } post } && IsThere(post, matter, reached, circumstances)) return ProcessRefusals.PerformerIsThere;
        if (open.Performer == found.Performer) return ProcessRefusals.PerformerIsThere;
        return Outcome.Accept(new PerformerFound(matter.Id, act.Key, found.Performer, found.On, found.Performer is null ? WaitReason.Power : WaitReason.Work, circumstances.When));
    }

    private static bool IsThere(PostAt post, Matter matter, Reached.Step reached, Circumstances circumstances)
    {
        if (circumstances.Today.Unit(post.Unit.Text) is not { } unit || (post.Post.Length > 0 && circumstances.Today.PostAt(post.Post, unit) is null)) return false;
        // Nothing but the duty gave it to the unit, and the duty went back.
        if (reached.What is { By: null, Power: null } && post.Post.Length == 0 && circumstances.Returned(reached.What.Duty?.Id ?? reached.Scope.Type.Duty.Id, post.Unit) is not null) return false;
        return reached.What is not { By: null, Power: { } power }
            || circumstances.Deciders(new PowerNeeded(power.Id, reached.Scope.Type.Id, reached.What.Id, matter.Place, null, reached.What.Amount?.Id, circumstances.Day)).Contains(post);
    }
}

/// <summary>Steps that go along when the whole goes to another unit.</summary>
internal static class Steps
{
    /// <summary>Those that the giving unit has and the other unit has the post for.</summary>
    public static IEnumerable<MovedStep> Following(Matter matter, UnitId from, UnitOnDay to, Circumstances circumstances)
    {
        foreach (var open in matter.Open)
        {
            if (open.Performer?.Post is not { } post || post.Unit != from) continue;
            if (post.Post.Length == 0 || circumstances.Today.PostAt(post.Post, to) is not null) yield return new MovedStep(open.Key, new PostAt(post.Post, new UnitId(to.Id)));
        }
    }
}
