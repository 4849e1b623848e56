using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Process.Flows;

/// <summary>Where a matter stands at one part of its flow.</summary>
public enum Stand
{
    /// <summary>It can still come to it.</summary>
    Ahead,

    /// <summary>It is there now.</summary>
    Now,

    /// <summary>It is through; what is done once more is not, until that is done as well.</summary>
    Done,

    /// <summary>Its way leads past it: a condition did not hold, or another branch was taken.</summary>
    Passed,

    /// <summary>It ended before.</summary>
    NotReached,
}

/// <summary>
/// The drawn flow of one matter: where it is, what is behind it, what can follow. It is read off what is done, as the flow itself is; of a step in a loop the last pass counts.
/// </summary>
/// <remarks>Steps inside a part belong to the flow of that part; here the part stands for all of them.</remarks>
public sealed class StandingInFlows
{
    private readonly Matter _matter;
    private readonly CompiledFlow _flow;
    private readonly FlowPart.Step? _lastConfirmation;
    private readonly Dictionary<FlowPart, Stand> _stands = new(ReferenceEqualityComparer.Instance);

    private StandingInFlows(CompiledFlow flow, Matter matter) => (_flow, _matter, _lastConfirmation) = (flow, matter, flow.Matter.Steps.LastOrDefault(static step => step.Kind == StepKind.Confirm));

    /// <summary>Every part of the flow, each as itself, with where the matter stands at it.</summary>
    public static IReadOnlyDictionary<FlowPart, Stand> Of(CompiledFlow flow, Matter matter)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(matter);
        var standing = new StandingInFlows(flow, matter);
        standing.Through(flow.Matter.Flow, passed: false);
        return standing._stands;
    }

    private Stand Through(FlowPart part, bool passed) => _stands[part] = part switch
    {
        FlowPart.Step step => At(step, passed),
        FlowPart.Part run => At(run, passed),
        FlowPart.Sequence sequence => All(sequence.Parts, passed),
        FlowPart.Parallel parallel => All(parallel.Parts, passed),
        FlowPart.AnyOrder anyOrder => All(anyOrder.Parts, passed),
        FlowPart.Choice choice => At(choice, passed),
        FlowPart.Repeat repeat => At(repeat, passed),
        _ => throw new InvalidOperationException("An unknown part of a flow."),
    };

    private Stand All(IEnumerable<FlowPart> parts, bool passed)
    {
        List<Stand> all = [.. parts.Select(part => Through(part, passed))];
        return Together(all);
    }

    private Stand At(FlowPart.Step step, bool passed)
    {
        // What was received stays received when a matter is opened again.
        if (step.Kind == StepKind.Receive && _matter.Round > 1) return Stand.Done;
        var isOpen = _matter.Open.Any(point => IsOf(point.Key, step.Id));
        return Of(isOpen, _matter.Done.LastOrDefault(done => IsOf(done.Key, step.Id)), passed, step);
    }

    private Stand At(FlowPart.Part part, bool passed)
    {
        if (_matter.Parts.LastOrDefault(run => IsOf(run.Key, part.Id)) is { } begun && _matter.State != MatterState.Closed) return begun.Ended is null ? Stand.Now : Stand.Done;
        return _matter.Parts.Any(run => IsOf(run.Key, part.Id) && run.Ended is not null) ? Stand.Done : Of(isOpen: false, _matter.Done.LastOrDefault(done => IsOf(done.Key, part.Id)), passed, step: null);
    }

    private Stand At(FlowPart.Choice choice, bool passed)
    {
        var taken = LastTurnAt(choice)?.Way;
        List<Stand> all = [.. choice.Branches.Select((branch, at) => (Stands: Through(branch.Then, passed || (taken is { } way && way != at)), At: at)).Where(one => taken is null || one.At == taken).Select(static one => one.Stands)];
        return Together(all);
    }

    private Stand At(FlowPart.Repeat repeat, bool passed)
    {
        var turn = LastTurnAt(repeat);
        var nobody = repeat.ForEach is not null && turn is { Way: 0 } && repeat.Until is null;
        var stand = Through(repeat.Do, passed || nobody);
        if (repeat.Exhausted is { } exhausted) _ = Through(exhausted, passed || turn is { Way: TurnTaken.Left });
        return stand;
    }

    private Stand Of(bool isOpen, DoneStep? done, bool passed, FlowPart.Step? step)
    {
        if (isOpen) return Stand.Now;
        if (done is { IsSkipped: true }) return Stand.Passed;
        if (done is not null) return Stand.Done;
        if (passed) return Stand.Passed;
        // Closed before its end it is only confirmed.
        return _matter.State == MatterState.Closed || (_matter.CutShort is not null && step != _lastConfirmation) ? Stand.NotReached : Stand.Ahead;
    }

    /// <summary>A block is where any of its parts is, and done when none is left to do.</summary>
    private static Stand Together(List<Stand> all) =>
        all.Contains(Stand.Now) ? Stand.Now
        : all.Contains(Stand.Ahead) ? Stand.Ahead
        : all.Contains(Stand.NotReached) ? Stand.NotReached
        : all.Contains(Stand.Done) ? Stand.Done
        : Stand.Passed;

    private TurnTaken? LastTurnAt(FlowPart block)
    {
        var place = _flow.PlaceOf(block);
        return _matter.Turns.LastOrDefault(turn => IsOf(turn.Key, place));
    }

    /// <summary>In whatever pass; what stands inside a part has a longer key.</summary>
    private static bool IsOf(string key, string id) => key.StartsWith(id, StringComparison.Ordinal) && (key.Length == id.Length || key[id.Length] == '#');
}
