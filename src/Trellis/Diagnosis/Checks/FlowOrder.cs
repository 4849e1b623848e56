using Trellis.Structure;

namespace Trellis.Diagnosis.Checks;

/// <summary>Which steps may have been done before a step, along the blocks of a flow: what stands before it in a sequence, never a branch beside it.</summary>
internal static class FlowOrder
{
    /// <summary>Each step with the steps before it, nearest last. Steps of parts stand for the part where the types are given.</summary>
    public static IEnumerable<(FlowPart.Step Step, IReadOnlyList<FlowPart.Step> Before)> WithEarlier(MatterType matter, Func<string, MatterType?>? parts = null)
    {
        var found = new List<(FlowPart.Step, IReadOnlyList<FlowPart.Step>)>();
        Walk(matter.Flow, [], found, parts, 0);
        return found;
    }

    /// <returns>The steps before whatever comes next.</returns>
    private static List<FlowPart.Step> Walk(FlowPart part, List<FlowPart.Step> before, List<(FlowPart.Step Step, IReadOnlyList<FlowPart.Step> Before)>? found, Func<string, MatterType?>? parts, int depth)
    {
        switch (part)
        {
            case FlowPart.Step step:
                found?.Add((step, before));
                return [.. before, step];
            case FlowPart.Sequence sequence:
                foreach (var inner in sequence.Parts) before = Walk(inner, before, found, parts, depth);
                return before;
            case FlowPart.Repeat repeat:
                var after = Walk(repeat.Do, before, found, parts, depth);
                return repeat.Exhausted is null ? after : Walk(repeat.Exhausted, after, found, parts, depth);
            case FlowPart.Parallel or FlowPart.AnyOrder or FlowPart.Choice:
                var all = new List<FlowPart.Step>(before);
                foreach (var inner in part.Inner)
                {
                    var branch = Walk(inner, before, found, parts, depth);
                    all.AddRange(branch.Skip(before.Count));
                }

                return all;
            case FlowPart.Part bundled:
                // Only what the part does counts, not what comes before its own steps.
                return depth < 8 && parts?.Invoke(bundled.Matter.Id ?? "") is { } type ? Walk(type.Flow, before, null, parts, depth + 1) : before;
            default:
                throw new InvalidOperationException("An unknown part of a flow.");
        }
    }

    /// <summary>
    /// The most decisions of some kind that wait for one another in one case: the heavier branch of a choice or of what runs side by side,
    /// one pass of a repeat, no parts.
    /// </summary>
    public static List<FlowPart.Step> Decisions(FlowPart part, Func<FlowPart.Step, bool> counts)
    {
        switch (part)
        {
            case FlowPart.Step step: return step.Kind == StepKind.Decide && counts(step) ? [step] : [];
            case FlowPart.Choice or FlowPart.Parallel:
                var heaviest = new List<FlowPart.Step>();
                foreach (var branch in part.Inner)
                    if (Decisions(branch, counts) is var one && one.Count > heaviest.Count) heaviest = one;
                return heaviest;
            case FlowPart.Repeat repeat: return Decisions(repeat.Do, counts);
            default: return [.. part.Inner.SelectMany(inner => Decisions(inner, counts))];
        }
    }
}
