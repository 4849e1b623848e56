using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>Loops that ask whether it is done now: TR3018 silence begins the work anew.</summary>
internal sealed partial class ProcessChecks
{
    /// <summary>
    /// TR3018: somebody who was reached and does not answer is no reason to do the work again. A loop that only their "confirmed" ends takes silence for
    /// a dispute: it goes round for ever, or until its passes are used up and what is written for failure follows.
    /// </summary>
    private void CheckSilenceInLoops(CompiledFlow flow)
    {
        foreach (var point in flow.Steps)
        {
            // Only whoever asked can be silent; a post that confirms is reminded.
            if (point.Step is not { Kind: StepKind.Confirm, ByRequester: true } || Came(point, "unanswered") is not { } silent || Came(point, "confirmed") is not { } confirmed) continue;
            foreach (var turn in point.Way)
            {
                if (turn is not { Block: FlowPart.Repeat { Until: { } until } repeat, Child: 0 } || Reading.Parse(until) is not { } node) continue;
                if (!Reading.NamesOf(node).Any(name => CompiledFlow.RootOf(name) == point.Id)) continue;
                var ends = Conditions.None.And(node, holds: true);
                if (ends.And(silent).CanHold(flow.Codes) || !ends.And(confirmed).CanHold(flow.Codes)) continue;
                var words = FlowWords.Of(point);
                _context.Add(FindingCodes.SilenceBeginsAnew, until.At, flow.Matter,
                    repeat.AtMost is { } most
                        ? new($"循环只在{words.Zh}的结果为 confirmed 时结束；申请人找到了却没有回应（unanswered）时也会重来，直到做满 {most} 遍，按没有办好处理。", $"The loop ends only where {words.En} gave confirmed. Where the asker was reached and does not answer (unanswered) it goes round too, until it was done {most} times, and ends as if it had failed.")
                        : new($"循环只在{words.Zh}的结果为 confirmed 时结束；申请人找到了却没有回应（unanswered）时就一遍一遍重来，没有尽头。", $"The loop ends only where {words.En} gave confirmed. Where the asker was reached and does not answer (unanswered) it goes round again and again without end."),
                    new($"写「until: {point.Id}.outcome != \"disputed\"」：有异议的才重办，没有回应的按未回应办结。", $"Write \"until: {point.Id}.outcome != \"disputed\"\": what is disputed is done again, and silence closes the matter as unanswered."),
                    related: [new RelatedPlace(point.What.At, new("问的步骤在这里。", "The step that asks stands here."))]);
            }
        }
    }
}
