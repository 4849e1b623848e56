using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Process;

/// <summary>What came of a step, by its kind.</summary>
public abstract record StepResult
{
    private StepResult() { }

    public sealed record Received : StepResult;

    public sealed record Checked(bool Passed) : StepResult;

    public sealed record Performed : StepResult;

    /// <param name="Answers">All who answered.</param>
    /// <param name="Objections">Those who object.</param>
    public sealed record Consulted(int Answers, int Objections) : StepResult;

    /// <summary>Counts by heads, households or area, as the step says. What they amount to is worked out here, not stated.</summary>
    public sealed record Resolved(int Entitled, int Present, int InFavour) : StepResult;

    public sealed record Agreed(bool Yes) : StepResult;

    /// <param name="Outcome">One of the list of the step or of its power.</param>
    /// <param name="Amount">The sum decided on; beside the record it stands as given, in it only as a band.</param>
    public sealed record Decided(string Outcome, Quantity? Amount = null) : StepResult;

    public sealed record Delivered : StepResult;

    public sealed record Notified : StepResult;

    public sealed record Confirmed : StepResult;

    public sealed record Disputed : StepResult;
}

/// <summary>Whoever a step is for does it.</summary>
/// <param name="Key">The open point of the matter.</param>
/// <param name="Given">The facts that the step gives.</param>
/// <param name="Reason">For the person concerned; needed where the outcome is a refusal or an explanation.</param>
public sealed record PerformStep(MatterId Matter, string Key, StepResult Result, FixedList<GivenItem> Given, PersonalText? Reason = null) : IAct
{
    public const string Name = "perform-step";

    public string Word => Name;
}

/// <summary>The first office takes the matter in. It is the step of that name.</summary>
public sealed record ReceiveMatter(MatterId Matter, string Key) : IAct
{
    public const string Name = "receive-matter";

    public string Word => Name;
}

/// <summary>A step is done.</summary>
/// <param name="Result">What it set as result of the matter, or of its part; null for none.</param>
/// <param name="Count">Objections, or votes in favour.</param>
/// <param name="Answers">Answers, or those present.</param>
/// <param name="By">The post that did it; null for the requester, a role or a system.</param>
/// <param name="Person">Opaque; for the separation of duties.</param>
/// <param name="Band">An upper bound of the sum, so that ceilings can be counted after the sum itself is erased; null where there is none.</param>
public sealed record StepPerformed(
    MatterId Matter, string Key, string Step, StepKind Kind, string Outcome, string? Result, int? Count, int? Answers, PostAt? By, ActorId? Person, string? Band,
    FixedList<string> Given, PersonalText? Reason, FixedList<PersonalValue> Values, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "step-performed/1";

    public string Wire => Name;
}

/// <summary>A matter was received: who answers from now on as first contact, and which unit leads the whole.</summary>
/// <param name="KnownFrom">When it was entered, where it had happened before; the holder's own time to act counts from here.</param>
public sealed record MatterReceived(MatterId Matter, PostAt FirstContact, UnitId Holder, DateTimeOffset? KnownFrom, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "matter-received/1";

    public string Wire => Name;
}

public static class PerformingSteps
{
    /// <summary>The power that the act needs, for Authority to answer before; null where the step needs none.</summary>
    public static PowerNeeded? Needs(Matter matter, PerformStep act, Circumstances circumstances) =>
        AdvancingFlows.StepAt(matter, circumstances, act.Key) is { What: { Power: { } power } step } reached
            ? new PowerNeeded(power.Id, reached.Scope.Type.Id, step.Id, matter.Place, (act.Result as StepResult.Decided)?.Outcome, step.Amount?.Id, circumstances.Day)
            : null;

    /// <summary>The article on which the step erases what is held of whoever filed the matter; null where it erases nothing.</summary>
    public static string? ErasesOn(Matter matter, PerformStep act, Circumstances circumstances) =>
        AdvancingFlows.StepAt(matter, circumstances, act.Key) is { What: { ErasesRequester: true, Basis: [var article, ..] } } ? article.ToString() : null;

    public static Outcome Decide(Matter matter, ReceiveMatter act, Circumstances circumstances) => Decide(matter, new PerformStep(act.Matter, act.Key, new StepResult.Received(), []), circumstances);

    /// <summary>
    /// The step is open and theirs; they did none of the steps that it stands apart from; the result belongs to its kind,
    /// and every fact that it promises to give is given.
    /// </summary>
    public static Outcome Decide(Matter matter, PerformStep act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances, whilePaused: false) is { } no) return no;
        if (matter.OpenAt(act.Key) is not { Kind: PointKind.Step } open || AdvancingFlows.StepAt(matter, circumstances, act.Key) is not { } reached) return Named.StepNotOpen(matter, act.Key);
        if (!open.Awaits.IsEmpty) return Named.WaitsForFacts(open);
        if (circumstances.When < open.Since) return ProcessRefusals.HappenedBeforeItBegan;
        if (!BeforeAnAct.IsPerformer(matter, open, circumstances.By)) return Named.StepForAnother(open);
        var step = reached.What;
        if (circumstances.By is Actor.Officer officer)
        {
            if (BeforeAnAct.DoneThatStandApart(matter, step, officer.Person) is { Count: > 0 } own) return Named.Apart(own);
            if (step.Kind == StepKind.Confirm && HasWorkedOn(matter, officer.Seat.Unit)) return ProcessRefusals.NotIndependent;
        }

        // What is destroyed cannot be brought back: by an officer, on an article, after it was decided, and not by the way that a flow is drawn alone.
        if (step.ErasesRequester)
        {
            if (circumstances.By is not Actor.Officer) return Named.StepForAnother(open);
            if (!IsDecided(matter, reached.Scope.Type) || step.Basis.Count == 0) return ProcessRefusals.ErasureNotDecided;
        }

        if (step.Kind == StepKind.Confirm && circumstances.By.PersonOrNone is { } person && BeforeAnAct.HasWorkedOn(matter, person)) return ProcessRefusals.NotIndependent;

        if (Counted.Of(step, act.Result, reached.Scope.Flow, out var counted) is { } unfit) return unfit;
        if (act.Result is StepResult.Decided { Amount: { Dimension: not Dimension.Money } other } && !Counts(step, other, reached.Scope.Type, circumstances)) return Named.Measure(step, other);
        // What was entered in the course of a consultation is not taken back at its end.
        if (counted.Count < open.Objections || counted.Answers < open.Answers) return ProcessRefusals.VotesDoNotAddUp.Naming($"先前已登记 {open.Answers} 条意见，其中 {open.Objections} 条反对。", $"Entered before were {open.Answers} answers, {open.Objections} of them objections.");
        if (step.Kind == StepKind.Consult && step.Lasts is { } lasts && circumstances.Times.Due(open.DueFrom, lasts) is var over && circumstances.When < over) return Named.NotBefore(ProcessRefusals.TooEarly, over, circumstances);
        List<string>? missing = null;
        for (var at = 0; at < step.Gives.Count; at++)
            if (!IsGiven(step.Gives[at].Id, act.Given)) (missing ??= []).Add(step.Gives[at].Id);
        if (missing is not null) return Named.Items(missing);
        var result = counted.Result ?? step.Result;
        if (result is "refused" or "explained" && step.Kind is StepKind.Decide && act.Reason is null) return Named.Reason(step.Id);
        if (counted.Outcome == "disputed" && act.Reason is null) return Named.Reason(step.Id);

        var band = act.Result is StepResult.Decided { Amount: { } amount } ? AmountBand.Of(amount) : null;
        var values = act.Given.ConvertAll(static one => one.ToPersonal());
        if (act.Result is StepResult.Decided { Amount: { } sum }) values = values.Add(new PersonalValue($"{step.Id}.amount", sum.ToString()));
        var events = circumstances.Events();
        events.Add(new StepPerformed(
            matter.Id, act.Key, step.Id, step.Kind, counted.Outcome, result, counted.Count, counted.Answers, (circumstances.By as Actor.Officer)?.Seat, circumstances.By.PersonOrNone, band,
            act.Given.ConvertAll(static one => one.Fact), act.Reason, values, circumstances.When));
        if (step.Kind == StepKind.Receive && matter.FirstContact is null && circumstances.By is Actor.Officer first)
            events.Add(new MatterReceived(matter.Id, first.Seat, FindingPerformers.Lead(matter, AdvancingFlows.FlowOf(matter, circumstances)?.Matter.Duty.Id, circumstances) ?? first.Seat.Unit, circumstances.KnownFrom, circumstances.When));
        return AdvancingFlows.AcceptGiven(matter, circumstances, act.Given, events);
    }

    /// <summary>Whether a decision in the matter was in the favour of whoever asked.</summary>
    private static bool IsDecided(Matter matter, MatterType type)
    {
        foreach (var done in matter.Done)
            if (done is { IsSkipped: false, Result: "solved" } && type.Steps.Exists(step => step.Id == done.Step && step.Kind == StepKind.Decide)) return true;
        return false;
    }

    private static bool IsGiven(string fact, FixedList<GivenItem> given)
    {
        foreach (var one in given)
            if (one.Fact == fact && one.Value.IsKnown) return true;
        return false;
    }

    private static bool HasWorkedOn(Matter matter, UnitId unit)
    {
        foreach (var earlier in matter.Earlier)
            if (earlier.Unit == unit) return true;
        return false;
    }

    /// <summary>Whether the fact that is the sum of the step is counted in such a measure.</summary>
    private static bool Counts(FlowPart.Step step, Quantity amount, MatterType type, Circumstances circumstances) =>
        step.Amount is { } named && FormulaNames.Of(circumstances.Structure, type).TypeOf(named.Id) is FactType.Measured(var dimension) && dimension == amount.Dimension;

    /// <summary>A result in the words of the step.</summary>
    private readonly record struct Counted(string Outcome, string? Result, int? Count, int? Answers)
    {
        public static Refusal? Of(FlowPart.Step step, StepResult result, CompiledFlow flow, out Counted counted)
        {
            counted = default;
            switch (step.Kind, result)
            {
                case (StepKind.Receive, StepResult.Received):
                case (StepKind.Perform, StepResult.Performed):
                case (StepKind.Deliver, StepResult.Delivered):
                case (StepKind.Notify, StepResult.Notified):
                    return Take("done", out counted);
                case (StepKind.Check, StepResult.Checked check):
                    return Take(check.Passed ? "passed" : "failed", out counted);
                case (StepKind.Agree, StepResult.Agreed agree):
                    return Take(agree.Yes ? "agreed" : "declined", out counted);
                case (StepKind.Confirm, StepResult.Confirmed):
                    return Take("confirmed", out counted);
                case (StepKind.Confirm, StepResult.Disputed):
                    return Take("disputed", out counted);
                case (StepKind.Consult, StepResult.Consulted consulted):
                    if (consulted.Objections < 0 || consulted.Objections > consulted.Answers) return ProcessRefusals.VotesDoNotAddUp;
                    counted = new Counted("done", null, consulted.Objections, consulted.Answers);
                    return null;
                case (StepKind.Resolve, StepResult.Resolved votes):
                    return Resolve(step, votes, out counted);
                case (StepKind.Decide, StepResult.Decided decided):
                    if (flow.OutcomesOf(step) is { } outcomes && !outcomes.Contains(decided.Outcome)) return Named.Outcome(step, outcomes);
                    return Take(decided.Outcome, out counted, step);
                default:
                    return Named.OfAnotherKind(step);
            }
        }

        private static Refusal? Take(string outcome, out Counted counted, FlowPart.Step? step = null)
        {
            string? result = null;
            for (var at = 0; step is not null && result is null && at < step.Outcomes.Count; at++)
                if (step.Outcomes[at].Outcome == outcome) result = step.Outcomes[at].Result;
            counted = new Counted(outcome, result is "next" or "" ? null : result, null, null);
            return null;
        }

        /// <summary>Those entitled must be present in the share that the quorum says, and of those present the majority agree; more than half where nothing is written.</summary>
        private static Refusal? Resolve(FlowPart.Step step, StepResult.Resolved votes, out Counted counted)
        {
            counted = default;
            if (votes.InFavour < 0 || votes.InFavour > votes.Present || votes.Present > votes.Entitled) return ProcessRefusals.VotesDoNotAddUp;
            if (step.QuorumShare is { } quorum ? votes.Present < quorum * votes.Entitled : votes.Present * 2 <= votes.Entitled) return ProcessRefusals.QuorumNotReached.Naming($"有权的 {votes.Entitled}，参加的 {votes.Present}。", $"Entitled were {votes.Entitled}, present {votes.Present}.");
            var passed = step.MajorityShare is { } majority ? votes.InFavour > majority * votes.Present : votes.InFavour * 2 > votes.Present;
            // A step with words of its own has first the one for a passed resolution, last the one for a rejected.
            var outcome = step.Outcomes.Count == 0 ? passed ? "passed" : "rejected" : passed ? step.Outcomes[0].Outcome : step.Outcomes[^1].Outcome;
            _ = Take(outcome, out counted, step);
            counted = counted with { Count = votes.InFavour, Answers = votes.Present };
            return null;
        }
    }
}

/// <summary>The next of 1, 2, 5, 10, 20, 50, ... that a sum does not exceed, so that the record holds no exact sum of anybody.</summary>
public static class AmountBand
{
    private const decimal Largest = 5_000_000_000_000_000m;

    /// <summary>"2000-CNY" for anything above 1,000 and up to 2,000 CNY.</summary>
    public static string Of(Quantity amount)
    {
        var band = 1m;
        for (var step = 0; band < amount.Value && band < Largest; step++) band *= step % 3 == 1 ? 2.5m : 2m;
        return $"{decimal.Truncate(band)}-{new Quantity(0, amount.Measure).ToWord()[2..]}";
    }
}
