using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>What was refused or declined and goes on as if it were not: TR3009 done though refused, TR3016 booked otherwise than decided, TR3017 goes on though declined.</summary>
internal sealed partial class ProcessChecks
{
    /// <summary>TR3009: what was refused must be neither handed out nor carried out.</summary>
    private void CheckCarryingOut(CompiledFlow flow)
    {
        foreach (var point in flow.Steps)
        {
            var step = point.Step!;
            if (step.Kind is not (StepKind.Deliver or StepKind.Perform)) continue;
            if (step.ErasesRequester)
            {
                CheckErasing(flow, point);
                continue;
            }

            var decisions = flow.Points.Where(one => CanRefuse(flow, one) && CompiledFlow.Order(one, point) == StepOrder.Before).ToList();
            if (decisions.Count == 0 || HasBrokenCondition(flow, point)) continue;
            var read = point.DoneWhen.All.SelectMany(static one => one.Names).ToHashSet(StringComparer.Ordinal);
            // Work that looks at what was decided is done whatever that was: it is filed, entered, sent on.
            if (step.Kind == StepKind.Perform) read.UnionWith(step.Uses.Select(static used => used.Id));
            if (decisions.Exists(decision => read.Any(name => CompiledFlow.RootOf(name) == decision.Id))) continue;
            if (decisions.Exists(decision => GivenAfter(flow, decision).Overlaps(read))) continue;
            var last = decisions[^1];
            var example = last.Step is { } decided ? $"when: {last.Id}.outcome = \"{Granting(decided)}\"" : $"when: {last.Id}.result = \"solved\"";
            var inAnyCase = last.Step is null ? $"uses: [{last.Id}.result]" : $"uses: [{last.Id}.outcome]";
            _context.Add(FindingCodes.DeliveredThoughRefused, point.What.At, flow.Matter,
                step.Kind == StepKind.Deliver
                    ? new($"{FlowWords.Of(point).Zh}没有条件：{FlowWords.Of(last).Zh}不予办理时也会送达。", $"{Capital(FlowWords.Of(point).En)} has no condition: it is done even where {FlowWords.Of(last).En} refused.")
                    : new($"{FlowWords.Of(point).Zh}没有条件：{FlowWords.Of(last).Zh}不予办理时也会照办。", $"{Capital(FlowWords.Of(point).En)} has no condition: it is done even where {FlowWords.Of(last).En} refused."),
                step.Kind == StepKind.Deliver
                    ? new($"加上条件，例如「{example}」。", $"Add a condition, such as \"{example}\".")
                    : new($"加上条件，例如「{example}」；不论怎样决定都要办的（如归档），写明它看决定：「{inAnyCase}」。", $"Add a condition, such as \"{example}\"; work that is done whatever was decided, such as filing, says that it looks at the decision: \"{inAnyCase}\"."),
                related: [new RelatedPlace(last.What.At, new("决定在这里。", "The decision stands here."))]);
        }
    }

    /// <summary>TR3009: what is held of somebody is destroyed only behind a decision, and where its outcome says so; looking at the decision is not enough.</summary>
    private void CheckErasing(CompiledFlow flow, FlowPoint point)
    {
        if (HasBrokenCondition(flow, point)) return;
        var read = point.DoneWhen.All.SelectMany(static one => one.Names).Select(CompiledFlow.RootOf).ToHashSet(StringComparer.Ordinal);
        if (flow.Points.Any(one => one.Step is { Kind: StepKind.Decide } && CompiledFlow.Order(one, point) == StepOrder.Before && read.Contains(one.Id))) return;
        _context.Add(FindingCodes.DeliveredThoughRefused, point.What.At, flow.Matter,
            new($"{FlowWords.Of(point).Zh}销毁申请人的个人信息，不论怎样决定都会办到。", $"{Capital(FlowWords.Of(point).En)} destroys what is held of whoever asks, whatever was decided."),
            new("放在决定之后，用 when 写明是哪种结果。", "Put it behind the decision, with a when that names the outcome."));
    }

    /// <summary>Whether a condition that leads to a point cannot be read, or names what is not there: that is told by itself, and what it meant is not known.</summary>
    private static bool HasBrokenCondition(CompiledFlow flow, FlowPoint point)
    {
        var formulas = point.Way.Select(static turn => turn.Block is FlowPart.Choice choice ? choice.Branches[turn.Child].When : null).Append(point.When);
        foreach (var formula in formulas)
        {
            if (formula is null) continue;
            if (!Expression.TryParse(formula.Text, out var expression, out _)) return true;
            if (NamesIn(expression.Root).Any(name => name.StartsWith("matter.", StringComparison.Ordinal) && flow.ItemOf(name) is null)) return true;
        }

        return false;
    }

    private static string Granting(FlowPart.Step decide) => decide.Outcomes.FirstOrDefault(static one => one.Result != "refused").Outcome ?? "grant";

    private static bool CanRefuse(CompiledFlow flow, FlowPoint point) => point switch
    {
        { Step: { Kind: StepKind.Decide or StepKind.Resolve } step } => step.Outcomes.Any(static one => one.Result is "refused" or "out-of-reach"),
        { Part: { } part } => flow.TypeOf(part) is { } type && type.Steps.Any(static step => step.Kind is StepKind.Decide or StepKind.Resolve && step.Outcomes.Any(static one => one.Result is "refused" or "out-of-reach")),
        _ => false,
    };

    /// <summary>Facts that a step gives only where the decision went well: to read one of them is to look at the decision.</summary>
    private static HashSet<string> GivenAfter(CompiledFlow flow, FlowPoint decision)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var point in flow.Steps)
        {
            if (!point.DoneWhen.All.Any(one => one.Names.Any(name => CompiledFlow.RootOf(name) == decision.Id))) continue;
            given.Add($"{point.Id}.outcome");
            foreach (var fact in point.Step!.Gives) given.Add(fact.Id);
        }

        return given;
    }

    /// <summary>
    /// TR3016: a decision sets a result, and a later step sets another in the same case. The last one counts, so a refusal is booked as solved,
    /// or a grant as refused. What was learnt after the decision may change the result: a step whose condition reads that is not told.
    /// </summary>
    private void CheckResults(CompiledFlow flow)
    {
        foreach (var teller in flow.Steps)
        {
            if (teller.Step!.Result is not { } said || HasBrokenCondition(flow, teller)) continue;
            foreach (var decision in flow.Steps)
            {
                if (!SetsResult(decision) || HasBrokenCondition(flow, decision) || CompiledFlow.Order(decision, teller) != StepOrder.Before || IsLearntAfter(flow, decision, teller)) continue;
                var overruled = new List<(string Outcome, string Result)>();
                foreach (var (outcome, result, _) in decision.Step!.Outcomes)
                {
                    if (result is "next" or "" || result == said) continue;
                    if (Came(decision, outcome) is not { } came) continue;
                    var here = decision.DoneWhen.And(came);
                    if (!here.And(teller.DoneWhen).CanHold(flow.Codes)) continue;
                    if (flow.Steps.Any(between => between != decision && SetsResult(between) && CompiledFlow.Order(decision, between) == StepOrder.Before && CompiledFlow.Order(between, teller) == StepOrder.Before && here.And(between.DoneWhen).CanHold(flow.Codes))) continue;
                    overruled.Add((outcome, result));
                }

                if (overruled.Count == 0) continue;
                var cases = new Text(
                    string.Join("，", overruled.Select(static one => $"「{one.Outcome}」定为{FlowWords.Result(one.Result).Zh}")),
                    string.Join(" and ", overruled.Select(static one => $"\"{one.Outcome}\" sets the result {one.Result}")));
                var kept = string.Join(" and ", overruled.Select(one => $"{decision.Id}.outcome != \"{one.Outcome}\""));
                _context.Add(FindingCodes.BookedOtherwise, teller.Step.Node["result"u8].Mark, flow.Matter,
                    new($"{FlowWords.Of(decision).Zh}把{cases.Zh}，随后{FlowWords.Of(teller).Zh}在同样的情形下又定为{FlowWords.Result(said).Zh}；以后面的为准，事项就记错了。", $"In {FlowWords.Of(decision).En} {cases.En}, and in the same case {FlowWords.Of(teller).En} then sets {said}. The last one counts, so the matter is booked as {said}."),
                    new($"决定已经定了结果的，删去这里的 result；只在别的情形才告知的，加上条件，例如「when: {kept}」。", $"Where the decision has set the result, take result away here; where this tells of other cases only, add a condition, such as \"when: {kept}\"."),
                    related: [new RelatedPlace(decision.What.At, new("决定在这里。", "The decision stands here."))]);
            }
        }
    }

    private static bool SetsResult(FlowPoint point) => point.Step is { Kind: StepKind.Decide or StepKind.Resolve } step && step.Outcomes.Any(static one => one.Result is not ("next" or ""));

    /// <summary>That a step came out in one way, as a condition; null for a word that is no text of the language.</summary>
    private static Condition? Came(FlowPoint point, string outcome) => Expression.TryParse($"{point.Id}.outcome = \"{outcome}\"", out var came, out _) ? Condition.Of(came.Root, holds: true) : null;

    /// <summary>Whether the conditions of a later step read something that is only stated between the two.</summary>
    private static bool IsLearntAfter(CompiledFlow flow, FlowPoint earlier, FlowPoint later)
    {
        if (later.DoneWhen.IsNone) return false;
        foreach (var point in flow.Points)
        {
            if (point == earlier || CompiledFlow.Order(earlier, point) is StepOrder.Same or StepOrder.After or StepOrder.NeverBoth || CompiledFlow.Order(point, later) != StepOrder.Before) continue;
            var stated = flow.StatedBy(point.What);
            if (later.DoneWhen.All.Any(one => one.Names.Any(name => stated.Any(fact => name == fact || name.StartsWith(fact + ".", StringComparison.Ordinal))))) return true;
        }

        return false;
    }

    /// <summary>
    /// TR3017: a firm, an association or a village may decline without penalty, so its own work behind an agreement waits for its yes; and where
    /// it says no, the matter is not solved before somebody else has done something.
    /// </summary>
    private void CheckAgreements(CompiledFlow flow)
    {
        foreach (var agree in flow.Steps)
        {
            if (agree.Step!.Kind != StepKind.Agree || Came(agree, "declined") is not { } declined || Came(agree, "agreed") is not { } agreed) continue;
            var (no, yes) = (agree.DoneWhen.And(declined), agree.DoneWhen.And(agreed));
            var after = flow.Points.Where(point => CompiledFlow.Order(agree, point) == StepOrder.Before && !IsLearntAfter(flow, agree, point)).ToList();
            if (after.Exists(point => HasBrokenCondition(flow, point))) continue;
            var told = false;
            foreach (var point in after)
            {
                if (point.Step is not { } step || !IsWork(point) || !IsOfThePartner(flow, agree.Step, step) || !no.And(point.DoneWhen).CanHold(flow.Codes)) continue;
                told = true;
                var onlyThen = !yes.And(point.DoneWhen).CanHold(flow.Codes);
                var partner = PartnerOf(agree.Step);
                _context.Add(FindingCodes.GoesOnThoughDeclined, (onlyThen ? step.When?.At : null) ?? step.At, flow.Matter,
                    onlyThen
                        ? new($"{FlowWords.Of(point).Zh}由{partner.Zh}办，却只在它不同意（{FlowWords.Of(agree).Zh}为 declined）时才办。", $"{Capital(FlowWords.Of(point).En)} is for {partner.En}, but is done only where that has declined ({FlowWords.Of(agree).En}).")
                        : new($"{FlowWords.Of(point).Zh}由{partner.Zh}办，但{FlowWords.Of(agree).Zh}它不同意时也照样要办。", $"{Capital(FlowWords.Of(point).En)} is for {partner.En}, and it is to be done even where that has declined in {FlowWords.Of(agree).En}."),
                    new($"写上「when: {agree.Id}.outcome = \"agreed\"」；不同意的另走一条路，由别的单位办，或如实告知。", $"Write \"when: {agree.Id}.outcome = \"agreed\"\", and give those who declined a way of their own: somebody else does it, or the asker is told."),
                    related: [new RelatedPlace(agree.What.At, new("约定在这里。", "The agreement stands here."))]);
            }

            if (told) continue;
            // Work that waits for the yes, and none at all where it is a no.
            if (!after.Exists(point => IsWork(point) && !no.And(point.DoneWhen).CanHold(flow.Codes) && yes.And(point.DoneWhen).CanHold(flow.Codes))) continue;
            if (flow.Points.Any(point => IsAction(point) && CompiledFlow.Order(agree, point) is StepOrder.Before or StepOrder.SideBySide or StepOrder.EitherFirst && no.And(point.DoneWhen).CanHold(flow.Codes))) continue;
            if (SolvedAfter(flow, agree, after, no) is not { } solved) continue;
            _context.Add(FindingCodes.GoesOnThoughDeclined, agree.What.At, flow.Matter,
                new($"{FlowWords.Of(agree).Zh}不同意（declined）时没有人办任何事，事项却仍记为已解决。", $"Where {FlowWords.Of(agree).En} is declined nobody does anything, and the matter is booked as solved all the same."),
                new($"给「{agree.Id}.outcome = \"declined\"」另写一条路：由别的单位办，或以 result: explained、out-of-reach 如实告知。", $"Write a way for \"{agree.Id}.outcome = \"declined\"\": somebody else does it, or the asker is told with result: explained or out-of-reach."),
                related: [new RelatedPlace(solved.At, new("结果在这里。", "The result stands here."))]);
        }
    }

    /// <summary>Where the matter is set as solved although the other side declined: by a later step, or by a decision before that nothing takes back.</summary>
    private static RelatedPlace? SolvedAfter(CompiledFlow flow, FlowPoint agree, List<FlowPoint> after, Conditions no)
    {
        if (after.Find(point => point.Step is { Result: "solved" } && no.And(point.DoneWhen).CanHold(flow.Codes)) is { } later) return new RelatedPlace(later.Step!.Node["result"u8].Mark, default!);
        if (flow.Steps.Any(point => CompiledFlow.Order(agree, point) == StepOrder.Before && point.Step!.Result is not null && no.And(point.DoneWhen).CanHold(flow.Codes))) return null;
        foreach (var before in flow.Steps)
        {
            if (!SetsResult(before) || CompiledFlow.Order(before, agree) != StepOrder.Before) continue;
            foreach (var (outcome, result, at) in before.Step!.Outcomes)
                if (result == "solved" && Came(before, outcome) is { } came && no.And(before.DoneWhen).And(came).CanHold(flow.Codes)) return new RelatedPlace(at, default!);
        }

        return null;
    }

    /// <summary>What somebody does in the matter itself, as against telling and asking.</summary>
    private static bool IsWork(FlowPoint point) => point.Step?.Kind is StepKind.Perform or StepKind.Deliver or StepKind.Check;

    /// <summary>Anything that may still help: work, another decision, another agreement, another matter type.</summary>
    private static bool IsAction(FlowPoint point) => point.Part is not null || point.Step?.Kind is StepKind.Perform or StepKind.Deliver or StepKind.Check or StepKind.Decide or StepKind.Resolve or StepKind.Agree or StepKind.Consult;

    /// <summary>Whether a step is done by those with whom the agreement is made: its post stands at their units and nowhere else.</summary>
    private bool IsOfThePartner(CompiledFlow flow, FlowPart.Step agree, FlowPart.Step step)
    {
        if (agree.With is not { } with || PostOf(flow.Matter, step) is not { } by) return false;
        var partners = _context.Day.Expand(with.At ?? with.Post);
        if (partners.Count == 0) return false;
        var units = by.At is { } at ? _context.Day.Expand(at) : _context.Day.UnitsWithPost(by.Post);
        return units.Count > 0 && units.All(partners.Contains);
    }

    private Text PartnerOf(FlowPart.Step agree) => Saying.Of(_context, agree.With!.Value.At ?? agree.With.Value.Post);
}
