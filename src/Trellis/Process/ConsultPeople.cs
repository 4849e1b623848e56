using System.Collections.Immutable;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Process;

/// <summary>Answers that came in a consultation since they were entered last: on paper, at a meeting, by telephone. Who answered what is not asked.</summary>
/// <param name="Answers">All of them.</param>
/// <param name="Objections">Those that object.</param>
public sealed record RecordAnswers(MatterId Matter, string Key, int Answers, int Objections) : IAct
{
    public const string Name = "record-answers";

    public string Word => Name;
}

public sealed record AnswersRecorded(MatterId Matter, string Key, int Answers, int Objections, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "answers-recorded/1";

    public string Wire => Name;
}

/// <summary>The time of a consultation is over, and nobody has closed it. A job.</summary>
public sealed record EndConsultation(MatterId Matter, string Key) : IAct
{
    public const string Name = "end-consultation";

    public string Word => Name;
}

public static class ConsultingPeople
{
    /// <summary>By whoever runs the consultation, while it runs.</summary>
    public static Outcome Decide(Matter matter, RecordAnswers act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (matter.OpenAt(act.Key) is not { Kind: PointKind.Step } open || AdvancingFlows.StepAt(matter, circumstances, act.Key) is not { } reached) return Named.StepNotOpen(matter, act.Key);
        if (reached.What.Kind != StepKind.Consult) return Named.OfAnotherKind(reached.What);
        if (!open.Awaits.IsEmpty) return Named.WaitsForFacts(open);
        if (circumstances.When < open.Since) return ProcessRefusals.HappenedBeforeItBegan;
        if (!BeforeAnAct.IsPerformer(matter, open, circumstances.By)) return Named.StepForAnother(open);
        if (act.Answers < 1 || act.Objections < 0 || act.Objections > act.Answers || act.Answers > int.MaxValue - open.Answers) return ProcessRefusals.VotesDoNotAddUp;
        return Outcome.Accept(new AnswersRecorded(matter.Id, act.Key, act.Answers, act.Objections, circumstances.When));
    }

    /// <summary>
    /// What was entered counts, and the flow goes on. Those who said nothing are no answers, whatever their silence counts as. Where nothing was entered nobody knows whether it was run at all:
    /// it stays with whoever runs it, overdue, until they say that nobody answered.
    /// </summary>
    public static Outcome Decide(Matter matter, EndConsultation act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (matter.OpenAt(act.Key) is not { Kind: PointKind.Step, Awaits.IsEmpty: true } open || AdvancingFlows.StepAt(matter, circumstances, act.Key) is not { What: { Kind: StepKind.Consult } step }) return Named.StepNotOpen(matter, act.Key);
        if (EndOf(open, step, circumstances) is not { } end || circumstances.When < end) return ProcessRefusals.NotDueYet;
        if (open.Answers == 0) return ProcessRefusals.NothingEntered;
        return AdvancingFlows.Accept(matter, circumstances, new StepPerformed(
            matter.Id, act.Key, step.Id, StepKind.Consult, "done", step.Result, open.Objections, open.Answers, null, null, null, [], null, [], circumstances.When));
    }

    /// <summary>
    /// When a consultation ends by itself: when it has lasted, and where its step has a limit that ends later, with that. Until then whoever runs it can enter what came in; null for one without an end.
    /// </summary>
    internal static DateTimeOffset? EndOf(OpenPoint open, FlowPart.Step step, Circumstances circumstances) =>
        step.Lasts is { } lasts ? circumstances.Times.Due(open.DueFrom, lasts) is var over && open.Due > over ? open.Due : over : null;
}
