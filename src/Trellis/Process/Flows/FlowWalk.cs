using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Process.Flows;

/// <summary>What the flow waits for at a place.</summary>
internal abstract record Reached(string Key, DateTimeOffset Since, FlowScope Scope)
{
    /// <param name="Bounds">Limits of the blocks around it, each from where it counts.</param>
    public sealed record Step(string Key, DateTimeOffset Since, FlowScope Scope, FlowPart.Step What, FixedList<(Term Within, DateTimeOffset From)> Bounds) : Reached(Key, Since, Scope);

    public sealed record Choice(string Key, DateTimeOffset Since, FlowScope Scope, FlowPart.Choice What) : Reached(Key, Since, Scope);

    /// <summary>The list of a loop over members is not taken yet.</summary>
    public sealed record Members(string Key, DateTimeOffset Since, FlowScope Scope, FlowPart.Repeat What) : Reached(Key, Since, Scope);

    /// <summary>A pass has ended.</summary>
    public sealed record PassEnd(string Key, DateTimeOffset Since, FlowScope Scope, FlowPart.Repeat What, int Pass) : Reached(Key, Since, Scope);

    public sealed record PartBegin(string Key, DateTimeOffset Since, FlowScope Scope, FlowPart.Part What) : Reached(Key, Since, Scope);

    public sealed record PartEnd(string Key, DateTimeOffset Since, FlowScope Scope, string? Result) : Reached(Key, Since, Scope);
}

/// <summary>What was worked out last under some circumstances: the flow, the walk through it, the next job. Not for several threads at once.</summary>
internal sealed class Walked
{
    private MatterFlows? _flows;
    private string? _type;
    private DateTimeOffset _since;
    private DateOnly _day;
    private CompiledFlow? _flow;

    public FlowWalk? Last { get; set; }

    /// <summary>Of the limits that its jobs count.</summary>
    public Clocks.Jobs.RuleTimes Times { get; } = new();

    /// <summary>When the promise of a matter that was never paused must be kept, as it was counted last.</summary>
    public (Clocks.Timetable? Times, DateTimeOffset Filed, Structure.Quantities.TimeLimit? Promise, DateTimeOffset Due) Promised { get; set; }

    /// <summary>When the next job of a matter is due, as it was found last.</summary>
    public (Matter Of, StructureOnDay Today, DateTimeOffset? At)? NextJob { get; set; }

    /// <summary>The day whose spells of the matter type and its parts are meant: that of the filing, or of the move to another version.</summary>
    public DateOnly DayOf(Matter matter, Circumstances circumstances)
    {
        Know(matter, circumstances);
        return _day;
    }

    /// <summary>The flow of a matter. One act asks for it again and again; it is the same as long as the type, the version and the filing are.</summary>
    public CompiledFlow? FlowOf(Matter matter, Circumstances circumstances)
    {
        Know(matter, circumstances);
        return _flow;
    }

    private void Know(Matter matter, Circumstances circumstances)
    {
        var since = matter.Moved ?? matter.Filed;
        if (_flows == circumstances.Flows && _since == since && _type == matter.Type) return;
        (_flows, _type, _since) = (circumstances.Flows, matter.Type, since);
        _day = circumstances.Times.DayOf(since);
        _flow = _flows.Of(_type, _day);
    }
}

/// <summary>
/// Where a matter stands in its flow, read off what is done: no marking is stored, so none can be lost, doubled, or disagree with the record.
/// A block waits for its parts in turn, all of them, or one; what is reached and not done is listed with the moment from which it waits.
/// </summary>
internal sealed class FlowWalk
{
    private readonly List<Reached> _reached = [];
    private Matter _matter = null!;
    private CompiledFlow _flow = null!;
    private MatterFlows _flows = null!;
    private DateOnly _day;
    private int _done;

    /// <summary>In written order. Asked for again after the matter went on, not kept: the next walk under the same circumstances is written over it.</summary>
    public List<Reached> Waits => _reached;

    public bool Reaches(string key)
    {
        foreach (var one in _reached)
            if (one.Key == key) return true;
        return false;
    }

    /// <summary>When the flow ended; null while it waits.</summary>
    public DateTimeOffset? Ended { get; private set; }

    /// <summary>As the other, without walking again where nothing has changed that the last walk under these circumstances has read.</summary>
    public static FlowWalk Of(CompiledFlow flow, Matter matter, Circumstances circumstances)
    {
        var day = circumstances.Walked.DayOf(matter, circumstances);
        if (circumstances.Walked.Last is { } last && last.IsOf(flow, matter, circumstances.Flows, day))
        {
            last._matter = matter;
            return last;
        }

        var walk = circumstances.Walked.Last ??= new FlowWalk();
        walk.Walk(flow, matter, circumstances.Flows, day);
        return walk;
    }

    /// <summary>Opening a step, booking a wait, or firing a job does not change where a matter stands in its flow.</summary>
    private bool IsOf(CompiledFlow flow, Matter matter, MatterFlows flows, DateOnly day) =>
        flow == _flow && flows == _flows && day == _day
        && (ReferenceEquals(matter, _matter) || IsAtTheSame(matter));

    private bool IsAtTheSame(Matter matter) =>
        matter.Done == _matter.Done && matter.Turns == _matter.Turns && matter.Parts == _matter.Parts && matter.Closures == _matter.Closures
        && matter.Round == _matter.Round && matter.CutShort == _matter.CutShort && matter.Moved == _matter.Moved && matter.Filed == _matter.Filed;

    /// <param name="flow">The flow of its type.</param>
    /// <param name="matter">Where it stands.</param>
    /// <param name="flows">Where the flows of parts are found.</param>
    /// <param name="day">Whose spells of them are meant: the day of filing.</param>
    public static FlowWalk Of(CompiledFlow flow, Matter matter, MatterFlows flows, DateOnly day)
    {
        var walk = new FlowWalk();
        walk.Walk(flow, matter, flows, day);
        return walk;
    }

    private void Walk(CompiledFlow flow, Matter matter, MatterFlows flows, DateOnly day)
    {
        (_flow, _matter, _flows, _day, _done) = (flow, matter, flows, day, 0);
        _reached.Clear();
        var scope = flow.Scope;
        var begin = matter.Round == 1 ? matter.Filed : matter.Closures[^1].Reopened ?? matter.Filed;
        // What waits under another version than that of the filing waits from the move on; what is done stays done.
        Ended = matter.CutShort is { } cut ? OnlyConfirmation(flow, scope, cut) : Through(flow.Matter.Flow, scope, begin, []);
        if (Ended is { } ended) Ended = NotBefore(ended);
    }

    /// <summary>Closed before the end of the flow: the requester is still asked, by the last step that asks.</summary>
    private DateTimeOffset? OnlyConfirmation(CompiledFlow flow, FlowScope scope, DateTimeOffset since) =>
        // Also where it stands inside a loop: then it is asked once more, outside of all passes.
        flow.Matter.Steps.LastOrDefault(static step => step.Kind == StepKind.Confirm) is { } confirm ? Through(confirm, scope, since, []) : since;

    /// <summary>When the part ended, begun at a moment; null while it waits.</summary>
    private DateTimeOffset? Through(FlowPart part, FlowScope scope, DateTimeOffset since, FixedList<(Term, DateTimeOffset)> bounds)
    {
        switch (part)
        {
            case FlowPart.Step step:
                return Step(step, scope, since, bounds);
            case FlowPart.Sequence sequence:
                return Sequence(sequence, scope, since, Within(bounds, sequence.Within, since));
            case FlowPart.Parallel parallel:
                return Parallel(parallel, scope, since, Within(bounds, parallel.Within, since));
            case FlowPart.AnyOrder anyOrder:
                return AnyOrder(anyOrder, scope, since, Within(bounds, anyOrder.Within, since));
            case FlowPart.Choice choice:
                var key = scope.KeyOf(scope.Flow.PlaceOf(choice));
                if (_matter.TurnAt(key) is not { } turn) return Wait(new Reached.Choice(key, since, scope, choice));
                since = Max(since, turn.At);
                if (turn.Way < 0 || turn.Way >= choice.Branches.Count) return since;
                return Sequence(choice.Branches[turn.Way].Then, scope, since, Within(bounds, choice.Within, since));
            case FlowPart.Repeat repeat:
                return Repeat(repeat, scope, since, bounds);
            case FlowPart.Part run:
                return Part(run, scope, since, bounds);
            default:
                throw new InvalidOperationException("There is no such part of a flow.");
        }
    }

    private DateTimeOffset? Step(FlowPart.Step step, FlowScope scope, DateTimeOffset since, FixedList<(Term, DateTimeOffset)> bounds)
    {
        if (IsLeftOut(step.Kind, scope)) return since;
        var key = scope.KeyOf(step.Id);
        if (_matter.DoneAt(key) is not { } done) return Wait(new Reached.Step(key, since, scope, step, bounds));
        if (!done.IsSkipped) _done++;
        return Max(since, done.At);
    }

    /// <summary>What belongs to the bundle and not to its part; and what was received stays received when a matter is reopened.</summary>
    private bool IsLeftOut(StepKind kind, FlowScope scope) =>
        (scope.IsPart && IsOfBundle(kind)) || (kind == StepKind.Receive && _matter.Round > 1);

    internal static bool IsOfBundle(StepKind kind) => kind is StepKind.Receive or StepKind.Deliver or StepKind.Confirm;

    private DateTimeOffset? Sequence(FlowPart.Sequence sequence, FlowScope scope, DateTimeOffset since, FixedList<(Term, DateTimeOffset)> bounds)
    {
        for (var at = 0; at < sequence.Parts.Count; at++)
        {
            if (Through(sequence.Parts[at], scope, since, bounds) is not { } ended) return null;
            since = ended;
        }

        return since;
    }

    private DateTimeOffset? Parallel(FlowPart.Parallel parallel, FlowScope scope, DateTimeOffset since, FixedList<(Term, DateTimeOffset)> bounds)
    {
        var last = since;
        var all = true;
        for (var at = 0; at < parallel.Parts.Count; at++)
        {
            var ended = Through(parallel.Parts[at], scope, since, bounds);
            if (ended is { } end) last = Max(last, end);
            else all = false;
        }

        return all ? last : null;
    }

    private DateTimeOffset? AnyOrder(FlowPart.AnyOrder block, FlowScope scope, DateTimeOffset since, FixedList<(Term, DateTimeOffset)> bounds)
    {
        // A part that was begun keeps the others standing back; else all that have not ended may be begun, each from the end of the last.
        var (free, freeAt) = (new List<int>(), since);
        int? begun = null;
        for (var at = 0; at < block.Parts.Count; at++)
        {
            var (mark, before) = (_reached.Count, _done);
            var end = Through(block.Parts[at], scope, since, bounds);
            _reached.RemoveRange(mark, _reached.Count - mark);
            if (end is { } known) freeAt = Max(freeAt, known);
            else if (_done > before) begun = at;
            else free.Add(at);
            if (end is null) _done = before;
        }

        if (begun is null && free.Count == 0) return freeAt;
        foreach (var at in begun is { } only ? [only] : free) _ = Through(block.Parts[at], scope, freeAt, bounds);
        return null;
    }

    private DateTimeOffset? Repeat(FlowPart.Repeat repeat, FlowScope scope, DateTimeOffset since, FixedList<(Term, DateTimeOffset)> bounds)
    {
        var place = scope.Flow.PlaceOf(repeat);
        var key = scope.KeyOf(place);
        IReadOnlyList<RowId>? rows = null;
        var most = int.MaxValue;
        if (repeat.ForEach is not null)
        {
            if (_matter.TurnAt(key) is not { } members) return Wait(new Reached.Members(key, since, scope, repeat));
            since = Max(since, members.At);
            (rows, most) = (members.Rows, members.Way);
            if (most == 0) return since;
        }

        for (var pass = 1; ; pass++)
        {
            var inside = scope.Pass(pass);
            if (repeat.ForEach is { } each && rows is not null && pass <= rows.Count) inside = inside.For(each.Name, rows[pass - 1]);
            if (Sequence(repeat.Do, inside, since, Within(bounds, repeat.Within, since)) is not { } ended) return null;
            since = ended;
            if (repeat.ForEach is not null && repeat.Until is null)
            {
                if (pass >= most) return since;
                continue;
            }

            var end = inside.KeyOf(place);
            if (_matter.TurnAt(end) is not { } turn) return Wait(new Reached.PassEnd(end, since, inside, repeat, pass));
            since = Max(since, turn.At);
            if (turn.Way == TurnTaken.Again && pass < most) continue;
            return turn.Way == TurnTaken.Exhausted && repeat.Exhausted is { } exhausted ? Sequence(exhausted, inside, since, bounds) : since;
        }
    }

    private DateTimeOffset? Part(FlowPart.Part part, FlowScope scope, DateTimeOffset since, FixedList<(Term, DateTimeOffset)> bounds)
    {
        var key = scope.KeyOf(part.Id);
        if (_matter.DoneAt(key) is { IsSkipped: true } skipped) return Max(since, skipped.At);
        if (_matter.PartAt(key) is not { } run) return Wait(new Reached.PartBegin(key, since, scope, part));
        since = Max(since, run.Begun);
        var flow = _flows.Of(run.Type, _day);
        if (flow is null) return since;
        var inside = scope.Inside(part, flow);
        if (Through(flow.Matter.Flow, inside, since, Within(bounds, part.Within, since)) is not { } ended) return null;
        if (run.Ended is null) return Wait(new Reached.PartEnd(key, ended, inside, ResultIn(inside)));
        return Max(ended, since);
    }

    /// <summary>The last result that a step of the part set.</summary>
    private string? ResultIn(FlowScope inside)
    {
        for (var at = _matter.Done.Count - 1; at >= 0; at--)
            if (_matter.Done[at] is { Result: { } result } done && done.Key.StartsWith(inside.Prefix, StringComparison.Ordinal)) return result;
        return null;
    }

    private DateTimeOffset? Wait(Reached reached)
    {
        _reached.Add(_matter.Moved is null ? reached : reached with { Since = NotBefore(reached.Since) });
        return null;
    }

    private DateTimeOffset NotBefore(DateTimeOffset moment) => _matter.Moved is { } moved && moved > moment ? moved : moment;

    private static FixedList<(Term, DateTimeOffset)> Within(FixedList<(Term, DateTimeOffset)> bounds, Term? within, DateTimeOffset since) => within is null ? bounds : bounds.Add((within, since));

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
