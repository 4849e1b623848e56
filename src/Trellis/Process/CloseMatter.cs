using Trellis.Process.Flows;
using Trellis.Process.Matters;

namespace Trellis.Process;

/// <summary>The holder closes before the end of the flow, or says what came of it where the flow did not. The requester is asked all the same.</summary>
/// <param name="Kind">Explained, refused or out of reach; solved only behind the end of the flow.</param>
/// <param name="ReferredTo">Out of reach: the unit, here or outside, that can help.</param>
public sealed record CloseMatter(MatterId Matter, ClosureKind Kind, PersonalText? Reason, UnitId? ReferredTo = null) : IAct
{
    public const string Name = "close-matter";

    public string Word => Name;
}

/// <summary>The holder has said how it ends. What was open stands back; only the confirmation is left.</summary>
public sealed record ResultDeclared(MatterId Matter, ClosureKind Closure, UnitId By, UnitId? ReferredTo, bool CutsShort, PersonalText? Reason, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "result-declared/1";

    public string Wire => Name;
}

public static class ClosingMatters
{
    public static Outcome Decide(Matter matter, CloseMatter act, Circumstances circumstances)
    {
        if ((BeforeAnAct.Ask(matter, circumstances, whilePaused: false) ?? BeforeAnAct.AskLatest(matter, circumstances)) is { } no) return no;
        if (circumstances.By.Unit is not { } unit || unit != matter.HeldBy) return Named.Holder(matter);
        var behindTheEnd = matter.OpenAt(AdvancingFlows.EndKey) is not null;
        if (act.Kind is ClosureKind.Unanswered or ClosureKind.Withdrawn || (act.Kind == ClosureKind.Solved && !behindTheEnd)) return ProcessRefusals.NotForTheHolderToSay;
        if (act.Kind == ClosureKind.OutOfReach && act.ReferredTo is null) return ProcessRefusals.ReferralMissing;
        if (act.ReferredTo is { } to && circumstances.Today.Unit(to.Text) is null) return Named.Unit(to.Text);
        if (act.Kind != ClosureKind.Solved && act.Reason is null) return ProcessRefusals.ReasonMissing;
        return AdvancingFlows.Accept(matter, circumstances, new ResultDeclared(matter.Id, act.Kind, unit, act.ReferredTo, !behindTheEnd, act.Reason, circumstances.When));
    }
}

/// <summary>The requester takes it back.</summary>
public sealed record WithdrawMatter(MatterId Matter, PersonalText? Reason = null) : IAct
{
    public const string Name = "withdraw-matter";

    public string Word => Name;
}

public sealed record MatterWithdrawn(MatterId Matter, PersonalText? Reason, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "matter-withdrawn/1";

    public string Wire => Name;
}

public static class WithdrawingMatters
{
    /// <summary>At any time before it is closed, by the requester alone, without a reason if they like.</summary>
    public static Outcome Decide(Matter matter, WithdrawMatter act, Circumstances circumstances) =>
        (BeforeAnAct.Ask(matter, circumstances) ?? BeforeAnAct.AskLatest(matter, circumstances)) is { } no ? no
        : !BeforeAnAct.IsRequester(matter, circumstances.By) ? ProcessRefusals.NotTheRequester
        : Outcome.Accept(new MatterWithdrawn(matter.Id, act.Reason, circumstances.When), new MatterClosed(matter.Id, ClosureKind.Withdrawn, null, circumstances.When));
}

/// <summary>The requester says that it is not over. It costs nothing.</summary>
public sealed record ReopenMatter(MatterId Matter, PersonalText? Reason = null) : IAct
{
    public const string Name = "reopen-matter";

    public string Word => Name;
}

/// <summary>The matter is open again, with its old age, and its flow begins a new round.</summary>
public sealed record MatterReopened(MatterId Matter, int Round, PersonalText? Reason, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "matter-reopened/1";

    public string Wire => Name;
}

public static class ReopeningMatters
{
    /// <summary>By the requester, within the time that the structure gives; what was closed for silence at any time.</summary>
    public static Outcome Decide(Matter matter, ReopenMatter act, Circumstances circumstances)
    {
        if (matter.State != MatterState.Closed || matter.LastClosure is not { } closure) return ProcessRefusals.MatterIsNotClosed;
        if (BeforeAnAct.AskTime(circumstances, closure.At) is { } no) return no;
        if (!BeforeAnAct.IsRequester(matter, circumstances.By)) return ProcessRefusals.NotTheRequester;
        if (closure.Kind != ClosureKind.Unanswered && BeforeAnAct.EndIfOver(BeforeAnAct.RulesOf(matter, circumstances)?.Reopen?.Within, closure.At, null, circumstances) is { } over) return Named.Over(ProcessRefusals.TooLateToReopen, over, circumstances);
        return AdvancingFlows.Accept(matter, circumstances, new MatterReopened(matter.Id, matter.Round + 1, act.Reason, circumstances.When));
    }
}
