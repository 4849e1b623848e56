using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Process;

/// <summary>Somebody, or time, reminds whoever is waited for: never the one that waits.</summary>
/// <param name="Key">The open point; "=promise" and "=first-answer" for the clocks of the whole.</param>
/// <param name="To">A post that the rule names besides; null for who is waited for alone.</param>
/// <param name="Job">The job, where time does it.</param>
public sealed record RemindUnit(MatterId Matter, string Key, PostAt? To = null, string? Job = null) : IAct
{
    public const string Name = "remind-unit";

    public string Word => Name;
}

public sealed record UnitReminded(MatterId Matter, string Key, Bearer On, PostAt? To, string? Job, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "unit-reminded/1";

    public string Wire => Name;
}

/// <summary>A limit has run out, or somebody asks for help: the supervisor is told on whom the wait is booked.</summary>
/// <param name="To">Null for the post that the rules for overdue matters tell.</param>
/// <param name="TellsRequester">The rule tells the requester, and nobody else.</param>
public sealed record EscalateMatter(MatterId Matter, string Key, PostAt? To = null, string? Job = null, PersonalText? Reason = null, bool TellsRequester = false) : IAct
{
    public const string Name = "escalate-matter";

    public string Word => Name;
}

/// <param name="To">Null where the requester is told.</param>
public sealed record MatterEscalated(MatterId Matter, string Key, Bearer On, PostAt? To, string? Job, PersonalText? Reason, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "matter-escalated/1";

    public string Wire => Name;
}

public static class RemindingUnits
{
    public static Outcome Decide(Matter matter, RemindUnit act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (act.Job is { } job && matter.Fired.Contains(job)) return ProcessRefusals.JobDoneAlready;
        if (On(matter, act.Key) is not { } on) return Named.StepNotOpen(matter, act.Key);
        if (circumstances.By is Actor.Resident && !BeforeAnAct.IsRequester(matter, circumstances.By)) return ProcessRefusals.NotTheRequester;
        return Outcome.Accept(new UnitReminded(matter.Id, act.Key, on, act.To, act.Job, circumstances.When));
    }

    public static Outcome Decide(Matter matter, EscalateMatter act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (act.Job is { } job && matter.Fired.Contains(job)) return ProcessRefusals.JobDoneAlready;
        if (On(matter, act.Key) is not { } on) return Named.StepNotOpen(matter, act.Key);
        if (circumstances.By is Actor.Resident && !BeforeAnAct.IsRequester(matter, circumstances.By)) return ProcessRefusals.NotTheRequester;
        if (act.TellsRequester) return Outcome.Accept(new MatterEscalated(matter.Id, act.Key, on, null, act.Job, act.Reason, circumstances.When));
        if ((act.To ?? SupervisorOf(matter, circumstances)) is not { } to) return ProcessRefusals.NobodyAbove;
        if (circumstances.Today.Unit(to.Unit.Text) is not { } unit) return Named.Unit(to.Unit.Text);
        if (to.Post.Length > 0 && circumstances.Today.PostAt(to.Post, unit) is null) return Named.Post(to);
        return Outcome.Accept(new MatterEscalated(matter.Id, act.Key, on, to, act.Job, act.Reason, circumstances.When));
    }

    /// <summary>The post that the rules for overdue matters tell first, where it is found here.</summary>
    private static PostAt? SupervisorOf(Matter matter, Circumstances circumstances)
    {
        var rules = AdvancingFlows.FlowOf(matter, circumstances)?.Matter.Overdue ?? circumstances.Structure.Overdue;
        foreach (var rule in rules)
            if (rule.Tell is { } tell && FindingPerformers.Nearest(matter, tell, circumstances) is { } post) return post;
        return null;
    }

    /// <summary>On whom the wait is booked; of the whole, on whom the longest wait of now is.</summary>
    internal static Bearer? On(Matter matter, string key)
    {
        if (matter.OpenAt(key) is { } open) return open.Wait.On;
        return key is Clocks.Jobs.PromiseKey or Clocks.Jobs.FirstAnswerKey ? matter.Open.OrderBy(static one => one.Wait.From).FirstOrDefault()?.Wait.On ?? Bearer.Of(matter.HeldBy) : null;
    }
}
