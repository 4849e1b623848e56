using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Process.Flows;

/// <summary>
/// What can go wrong in a flow of blocks. The blocks themselves are sound: whatever opens closes. What is left to check is that
/// every choice has a way out, every loop an end, every step a way in and a name of its own, and that every way through ends with a result and a confirm.
/// </summary>
public static class FindingFlowFaults
{
    private static readonly string[] Fixed = ["matter", "unit", "actor", "standard", "day"];

    /// <summary>All faults, in the order of the flow.</summary>
    public static IReadOnlyList<FlowFault> Of(CompiledFlow flow)
    {
        var faults = new List<FlowFault>();
        if (flow.Points.Count == 0)
        {
            faults.Add(new FlowFault.NoSteps(flow.Matter.Flow.At));
            return faults;
        }

        Walk(flow, flow.Matter.Flow, Conditions.None, faults);
        FindNames(flow, faults);
        FindApart(flow, faults);
        FindEnd(flow, faults);
        return faults;
    }

    private static void Walk(CompiledFlow flow, FlowPart part, Conditions reached, List<FlowFault> faults)
    {
        switch (part)
        {
            case FlowPart.Step step:
                if (step.When is { } when) CanHold(flow, reached, when, step.Id, faults);
                break;
            case FlowPart.Part run:
                if (run.When is { } runWhen) CanHold(flow, reached, runWhen, run.Id, faults);
                if (flow.TypeOf(run) is { } type && type.Flow.All.All(static inner => inner is FlowPart.Step { Kind: StepKind.Receive or StepKind.Deliver or StepKind.Confirm } or not (FlowPart.Step or FlowPart.Part)))
                    faults.Add(new FlowFault.EmptyPart(run.Matter.At, run.Id));
                break;
            case FlowPart.Sequence sequence:
                foreach (var inner in sequence.Parts)
                {
                    Walk(flow, inner, reached, faults);
                    reached = reached.Without(flow.StatedBy(inner));
                }

                break;
            case FlowPart.Choice choice:
                Branches(flow, choice, reached, faults);
                break;
            case FlowPart.Repeat repeat:
                FindEndlessness(flow, repeat, faults);
                var inside = reached.Without(flow.StatedBy(repeat.Do));
                Walk(flow, repeat.Do, inside, faults);
                if (repeat.Exhausted is { } exhausted) Walk(flow, exhausted, flow.Under(inside, repeat.Until, holds: false), faults);
                break;
            default:
                foreach (var inner in part.Inner)
                {
                    var beside = reached;
                    foreach (var other in part.Inner)
                        if (!ReferenceEquals(other, inner)) beside = beside.Without(flow.StatedBy(other));
                    Walk(flow, inner, beside, faults);
                }

                break;
        }
    }

    private static void Branches(CompiledFlow flow, FlowPart.Choice choice, Conditions reached, List<FlowFault> faults)
    {
        if (!choice.HasOtherwise) faults.Add(new FlowFault.NoOtherwise(choice.At));
        var open = reached;
        var behind = false;
        foreach (var branch in choice.Branches)
        {
            if (behind)
            {
                faults.Add(new FlowFault.BehindOtherwise(branch.At));
                continue;
            }

            behind = branch.When is null;
            if (branch.When is { } when && !CanHold(flow, open, when, null, faults)) continue;
            Walk(flow, branch.Then, flow.Under(open, branch.When, holds: true), faults);
            open = flow.Under(open, branch.When, holds: false);
        }
    }

    /// <summary>Tells a condition that cannot hold where the flow comes to it. What is unreachable around it was told there.</summary>
    private static bool CanHold(CompiledFlow flow, Conditions reached, Formula when, string? step, List<FlowFault> faults)
    {
        if (flow.Parse(when) is not { } node || reached.And(node, holds: true).CanHold(flow.Codes)) return true;
        // Where a code is wrong by itself, the check of expressions says so.
        if (Reading.Constant(node) is null && !Conditions.None.And(node, holds: true).CanHold(flow.Codes) && Conditions.None.And(node, holds: true).CanHold(static _ => null)) return true;
        if (reached.CanHold(flow.Codes) || step is null) faults.Add(new FlowFault.NeverReached(when.At, step, when.Text));
        return false;
    }

    private static void FindEndlessness(CompiledFlow flow, FlowPart.Repeat repeat, List<FlowFault> faults)
    {
        if (repeat.AtMost is not null || repeat.ForEach is not null) return;
        if (repeat.Until is null)
        {
            faults.Add(new FlowFault.NeverEnds(repeat.At));
            return;
        }

        if (flow.Parse(repeat.Until) is not { } until) return;
        if (Reading.Constant(until) is { } constant)
        {
            if (!constant) faults.Add(new FlowFault.NothingChanges(repeat.Until.At, repeat.Until.Text));
            return;
        }

        var stated = flow.StatedBy(repeat.Do);
        if (Reading.NamesOf(until).All(name => flow.MustBeStated(name) && flow.ItemOf(name) is not { Computed: not null } && !stated.Any(one => Reading.Covers(one, name) || Reading.Covers(name, one))))
            faults.Add(new FlowFault.NothingChanges(repeat.Until.At, repeat.Until.Text));
    }

    private static void FindNames(CompiledFlow flow, List<FlowFault> faults)
    {
        var first = new Dictionary<string, FlowPoint>(StringComparer.Ordinal);
        foreach (var point in flow.Points)
        {
            if (!first.TryAdd(point.Id, point)) faults.Add(new FlowFault.IdTwice(point.What.At, point.Id, first[point.Id].What.At));
            else if (Fixed.Contains(point.Id, StringComparer.Ordinal)) faults.Add(new FlowFault.NameTaken(point.What.At, point.Id, ByRole: false));
            else if (flow.IsRole(point.Id)) faults.Add(new FlowFault.NameTaken(point.What.At, point.Id, ByRole: true));
        }
    }

    private static void FindApart(CompiledFlow flow, List<FlowFault> faults)
    {
        foreach (var point in flow.Steps)
        {
            foreach (var named in point.Step!.ApartFrom)
            {
                if (flow.Find(named.Id) is not { } other)
                {
                    faults.Add(new FlowFault.ApartFromNobody(named.At, point.Id, named.Id, NearNames.Nearest(named.Id, flow.Points.Select(static one => one.Id))));
                    continue;
                }

                var order = CompiledFlow.Order(other, point);
                if (order is StepOrder.Before or StepOrder.SideBySide or StepOrder.EitherFirst) continue;
                if (order != StepOrder.Same && CompiledFlow.InOneLoop(point, other)) continue;
                faults.Add(new FlowFault.ApartFromLater(named.At, point.Id, named.Id, order));
            }
        }
    }

    private static void FindEnd(CompiledFlow flow, List<FlowFault> faults)
    {
        var end = flow.Matter.Flow.Parts is [.., var last] ? last.At : flow.Matter.Flow.At;
        if (FlowKnowledge.Of(flow).EndsWithoutResult is { } without) faults.Add(new FlowFault.NoResult(end, without));
        var open = new Open("");
        if (LeftOpen(flow.Matter.Flow, open) is { } left) faults.Add(new FlowFault.NoConfirm(end, left == open ? null : left.After));
    }

    /// <summary>Work that nobody has confirmed yet; <paramref name="After"/> is the step that followed a confirm, else empty.</summary>
    private sealed record Open(string After);

    /// <summary>What is still unconfirmed when a part has run, on the worst way through; null when all is confirmed.</summary>
    private static Open? LeftOpen(FlowPart part, Open? before)
    {
        switch (part)
        {
            case FlowPart.Step { Kind: StepKind.Confirm } confirm:
                return confirm.When is null ? null : before;
            case FlowPart.Step { Kind: StepKind.Notify }:
                return before;
            case FlowPart.Step step:
                return before ?? new Open(step.Id);
            case FlowPart.Part run:
                return before ?? new Open(run.Id);
            case FlowPart.Sequence sequence:
                foreach (var inner in sequence.Parts) before = LeftOpen(inner, before);
                return before;
            case FlowPart.Choice choice:
                Open? worst = null;
                foreach (var branch in choice.Branches) worst ??= LeftOpen(branch.Then, before);
                return choice.HasOtherwise ? worst : worst ?? before;
            case FlowPart.Repeat repeat:
                var after = LeftOpen(repeat.Do, before);
                if (repeat.ForEach is not null) after ??= before;
                return repeat.Exhausted is null ? after : after ?? LeftOpen(repeat.Exhausted, after);
            default:
                // Confirmed when one of the branches closes; the others are done by then.
                var left = before;
                var confirmed = false;
                foreach (var inner in part.Inner)
                {
                    var own = LeftOpen(inner, before);
                    if (own is null && inner.All.Any(static one => one is FlowPart.Step { Kind: StepKind.Confirm })) confirmed = true;
                    left = own ?? left;
                }

                return confirmed ? null : left;
        }
    }
}
