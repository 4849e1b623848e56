using System.Collections.Immutable;
using Trellis.Structure;

namespace Trellis.Process.Matters;

/// <summary>
/// Folds events into the state of their matter. It never asks the structure and never fails on an event that was once accepted, so a replay gives
/// the same state, before and after an erasure.
/// </summary>
public static class FoldingMatters
{
    /// <summary>The state that a filing begins.</summary>
    public static Matter Begin(MatterFiled filed) => new()
    {
        Id = filed.Matter,
        Number = filed.Number,
        Type = filed.Type,
        Version = filed.Version,
        Place = filed.Place,
        Roles = filed.Roles,
        FiledFor = filed.Requester,
        FiledBy = filed.Helper,
        Channel = filed.Channel,
        Filed = filed.Happened,
        Holdings = [new Holding(filed.Holder, filed.Happened, null)],
    };

    /// <summary>All events of one matter, in the order of the record.</summary>
    public static Matter? Fold(IEnumerable<IEvent> events)
    {
        Matter? matter = null;
        foreach (var one in events)
        {
            if (one is MatterFiled filed) matter = Begin(filed);
            else if (matter is not null) matter = Apply(matter, one);
        }

        return matter;
    }

    public static Matter Apply(Matter matter, IEvent happened) => happened switch
    {
        MatterFiled => matter,
        InformationAdded => matter,
        StepOpened opened => Open(matter, opened),
        StepSkipped skipped => Done(matter, new DoneStep(skipped.Key, skipped.Step, DoneStep.Skipped, null, null, null, null, skipped.Happened), skipped.Happened),
        StepStoodBack back => matter.OpenAt(back.Key) is null ? matter : DropLane(matter, back.Key),
        WayTaken way => CloseLane(matter, way.Key, way.Happened) with { Turns = matter.Turns.Add(new TurnTaken(way.Key, way.Way, way.Happened, way.Rows)) },
        PartBegun part => CloseLane(matter, part.Key, part.Happened) with { Parts = matter.Parts.Add(new RunPart(part.Key, part.Type, part.Number, null, part.Happened, null)) },
        PartEnded part => matter with { Parts = Replace(matter.Parts, matter.PartAt(part.Key), run => run with { Result = part.Result, Ended = part.Happened }) },
        StepPerformed performed => Perform(matter, performed),
        MatterReceived received => Hold(matter with { FirstContact = matter.FirstContact ?? received.FirstContact }, received.Holder, received.Happened, null),
        RequesterReached reached => Reach(matter, reached),
        MatterRated rated => matter with { Ratings = matter.Ratings.Add(rated.Stars) },
        ResultDeclared declared => Declare(matter, declared),
        MatterWithdrawn => matter,
        MatterClosed closed => Close(matter, closed),
        MatterReopened reopened => Reopen(matter, reopened),
        _ => throw new InvalidOperationException($"{happened.Wire} is no event of a matter."),
    };

    private static Matter Open(Matter matter, StepOpened opened)
    {
        var since = opened.Since;
        var old = matter.OpenAt(opened.Key);
        // What waited for facts keeps the wait that is over; what stood behind another part begins anew.
        if (old is not null) matter = old.Since == since ? CloseLane(matter, opened.Key, opened.Happened) : DropLane(matter, opened.Key);
        var from = old is not null && old.Since == since && opened.Happened > since ? opened.Happened : since;
        if (opened.KnownBy is { } late && opened.DueFrom > from)
        {
            matter = Book(matter, opened.Key, Bearer.Of(late), WaitReason.LaterEntry, from, opened.DueFrom);
            from = opened.DueFrom;
        }

        // While a pause runs, everything waits for what the pause waits for.
        var wait = matter.RunningPause is { } pause ? new Wait(pause.On, WaitReason.Pause, from) : new Wait(opened.On, opened.For, from);
        return matter with
        {
            Open = matter.Open.Add(new OpenPoint
            {
                Key = opened.Key,
                Step = opened.Step,
                Kind = opened.Kind,
                Performer = opened.Performer,
                Since = since,
                Given = opened.DueFrom > since ? opened.DueFrom : since,
                Due = opened.Due,
                DueFrom = opened.DueFrom,
                Awaits = opened.Awaits,
                Wait = wait,
            }),
        };
    }

    private static Matter Perform(Matter matter, StepPerformed performed)
    {
        var done = new DoneStep(performed.Key, performed.Step, performed.Outcome, performed.Result, performed.Count, performed.Answers, performed.By?.Unit, performed.Happened);
        matter = Done(matter, done, performed.Happened);
        return matter with
        {
            // A part's results are its own; the bundle has those of its own steps.
            Result = performed.Result is { } result && !performed.Key.Contains('/', StringComparison.Ordinal) ? result : matter.Result,
            Disputed = matter.Disputed || performed.Outcome == "disputed",
            FirstAnswered = matter.FirstAnswered ?? (performed.Kind is StepKind.Receive or StepKind.Notify && performed.By is not null ? performed.Happened : null),
            Earlier = performed.Person is { } person ? matter.Earlier.Add(new EarlierPerformer(performed.Step, person, performed.By?.Unit)) : matter.Earlier,
        };
    }

    private static Matter Done(Matter matter, DoneStep done, DateTimeOffset at) => CloseLane(matter, done.Key, at) with { Done = matter.Done.Add(done) };

    private static Matter Reach(Matter matter, RequesterReached reached)
    {
        matter = matter with { Reached = matter.Reached.Add(new Reach(reached.Key, reached.Channel, reached.Proof, reached.Happened)), FirstAnswered = matter.FirstAnswered ?? reached.Happened };
        if (matter.OpenAt(reached.Key) is not { } open) return matter;
        var waiting = Rebook(ref matter, open, Bearer.Requester, WaitReason.Answer, reached.Happened);
        return Change(matter, waiting with { Due = reached.Due, DueFrom = reached.Happened });
    }

    private static Matter Declare(Matter matter, ResultDeclared declared)
    {
        foreach (var open in matter.Open)
            if (!declared.CutsShort || open.Kind != PointKind.End) matter = CloseLane(matter, open.Key, declared.Happened);
        return matter with { Result = ClosureWords.Of(declared.Closure), ReferredTo = declared.ReferredTo?.Text ?? matter.ReferredTo, CutShort = matter.CutShort || declared.CutsShort };
    }

    private static Matter Close(Matter matter, MatterClosed closed)
    {
        foreach (var open in matter.Open) matter = CloseLane(matter, open.Key, closed.Happened);
        if (matter.RunningPause is { } pause) matter = matter with { Pauses = matter.Pauses.Replace(pause, pause with { Until = closed.Happened }) };
        return matter with { Closures = matter.Closures.Add(new Closure(closed.Closure, closed.Confirmed, matter.HeldBy, closed.Happened, matter.ReferredTo, null)) };
    }

    private static Matter Reopen(Matter matter, MatterReopened reopened)
    {
        var closure = matter.Closures[^1];
        // What was closed with the requester's word, or for their silence, waited for them; else for the unit that took it for closed.
        var on = closure is { Confirmed: true } or { Kind: ClosureKind.Withdrawn or ClosureKind.Unanswered } ? Bearer.Requester : Bearer.Of(closure.By);
        matter = Book(matter, "=closed", on, WaitReason.Closed, closure.At, reopened.Happened);
        return matter with
        {
            Closures = matter.Closures.SetItem(matter.Closures.Count - 1, closure with { Reopened = reopened.Happened }),
            Round = reopened.Round,
            Open = [],
            Done = [],
            Turns = [],
            Parts = [],
            Result = null,
            CutShort = false,
            ReferredTo = null,
            Disputed = true,
        };
    }

    /// <summary>The unit that answers for the whole changes; never is there none, and never are there two.</summary>
    internal static Matter Hold(Matter matter, UnitId holder, DateTimeOffset from, UnitId? giver)
    {
        if (holder == matter.HeldBy && giver is null) return matter;
        // A later entry may lie before the last change; then what was entered last holds from there.
        if (from < matter.Holdings[^1].From) from = matter.Holdings[^1].From;
        return matter with { Holdings = matter.Holdings.Add(new Holding(holder, from, giver)) };
    }

    /// <summary>The wait of a point ends, and the point with it.</summary>
    private static Matter CloseLane(Matter matter, string key, DateTimeOffset at)
    {
        if (matter.OpenAt(key) is not { } open) return matter;
        matter = Cut(matter, open, at);
        if (open.Wait.From < at) matter = Book(matter, key, open.Wait.On, open.Wait.For, open.Wait.From, at);
        return matter with { Open = matter.Open.Remove(open) };
    }

    /// <summary>The lane did not wait at all: something else had its turn.</summary>
    private static Matter DropLane(Matter matter, string key)
    {
        var open = matter.OpenAt(key)!;
        return matter with
        {
            Open = matter.Open.Remove(open),
            Waits = matter.Waits.RemoveAll(wait => wait.Lane == key && wait.Round == matter.Round && wait.From >= open.Since),
        };
    }

    /// <summary>From a moment on the lane waits for somebody else. The matter gets what is over; the point comes back with its new wait.</summary>
    internal static OpenPoint Rebook(ref Matter matter, OpenPoint open, Bearer on, WaitReason why, DateTimeOffset at)
    {
        if (at < open.Since) at = open.Since;
        matter = Cut(matter, open, at);
        if (open.Wait.From < at) matter = Book(matter, open.Key, open.Wait.On, open.Wait.For, open.Wait.From, at);
        return open with { Wait = new Wait(on, why, at) };
    }

    internal static Matter Change(Matter matter, OpenPoint changed)
    {
        for (var at = 0; at < matter.Open.Count; at++)
            if (matter.Open[at].Key == changed.Key) return matter with { Open = matter.Open.SetItem(at, changed) };
        return matter;
    }

    /// <summary>Something is entered that happened before what was booked last: the lane is booked up to there only.</summary>
    private static Matter Cut(Matter matter, OpenPoint open, DateTimeOffset at)
    {
        if (open.Wait.From <= at) return matter;
        var waits = matter.Waits.ToBuilder();
        for (var index = waits.Count - 1; index >= 0; index--)
        {
            var wait = waits[index];
            if (wait.Lane != open.Key || wait.Round != matter.Round || wait.From < open.Since || wait.To <= at) continue;
            if (wait.From >= at) waits.RemoveAt(index);
            else waits[index] = wait with { To = at };
        }

        return matter with { Waits = waits.ToImmutable() };
    }

    private static Matter Book(Matter matter, string lane, Bearer on, WaitReason why, DateTimeOffset from, DateTimeOffset to) =>
        to <= from ? matter : matter with { Waits = matter.Waits.Add(new WaitBooked(lane, matter.Round, on, why, from, to)) };

    private static ImmutableList<T> Replace<T>(ImmutableList<T> list, T? one, Func<T, T> change)
        where T : class => one is null ? list : list.Replace(one, change(one));
}
