using Trellis.Process.Adoption;
using Trellis.Process.Clocks;
using Trellis.Structure;

namespace Trellis.Process.Matters;

/// <summary>
/// Folds events into the state of their matter. It never asks the structure and never fails on an event that was once accepted, so a replay gives
/// the same state, before and after an erasure.
/// </summary>
public static class FoldingMatters
{
    /// <summary>The state that a filing begins.</summary>
    public static Matter Begin(MatterFiled filed) => new(new Filing
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
        Promise = filed.Promise,
        FirstAnswerDue = filed.FirstAnswerDue,
    })
    {
        Holdings = [new Holding(filed.Holder, filed.Happened, filed.KnownFrom ?? filed.Happened, null)],
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
        MatterFiled or PictureAdded => matter,
        InformationAdded added => Answered(matter, new Bearer(added.From), null, added.Happened),
        StepOpened opened => Open(matter, opened),
        StepSkipped skipped => Done(matter, new DoneStep(skipped.Key, skipped.Step, DoneStep.Skipped, null, null, null, null, skipped.Happened), skipped.Happened),
        StepStoodBack back => matter.OpenAt(back.Key) is null ? matter : DropLane(matter, back.Key),
        WayTaken way => CloseLane(matter, way.Key, way.Happened) with { Turns = matter.Turns.Add(new TurnTaken(way.Key, way.Way, way.Happened, way.Rows)) },
        PartBegun part => CloseLane(matter, part.Key, part.Happened) with { Parts = matter.Parts.Add(new RunPart(part.Key, part.Type, part.Number, null, part.Happened, null)) },
        PartEnded part => matter.PartAt(part.Key) is { } run ? matter with { Parts = matter.Parts.Replace(run, run with { Result = part.Result, Ended = part.Happened }) } : matter,
        StepPerformed performed => Perform(matter, performed),
        MatterReceived received => Hold(matter, received.Holder, received.Happened, received.KnownFrom, null, received.FirstContact),
        RequesterReached reached => Reach(matter, reached),
        MatterRated rated => matter with { Ratings = matter.Ratings.Add(rated.Stars) },
        MatterPublished published => matter with { Published = published.Happened },
        MatterUnpublished => matter with { Published = null },
        ResultDeclared declared => Declare(matter, declared),
        MatterWithdrawn => matter,
        MatterClosed closed => Close(matter, closed),
        MatterReopened reopened => Reopen(matter, reopened),
        MatterHandedOver over => Move(HoldIf(over.Whole, matter, over.To, over.Happened, over.KnownFrom, over.From), over.Moved, over.Happened, over.KnownFrom) with { HandOvers = matter.HandOvers + 1 },
        MatterReturned returned => Move(HoldIf(returned.Whole, matter, returned.To, returned.Happened, returned.KnownFrom, null), returned.Moved, returned.Happened, returned.KnownFrom) with { Returns = matter.Returns + 1 },
        TaskRefused refused => Refuse(matter, refused),
        ReferredUp referred => Refer(matter, referred),
        PerformerFound found => Find(matter, found),
        MatterPaused paused => Settle(matter with { Pauses = matter.Pauses.Add(new Pause(paused.Reason, paused.StopsPromise, paused.On, paused.Happened, null, paused.Limit)) }, paused.Happened),
        MatterResumed resumed => Resume(matter, resumed),
        UnitAsked asked => Ask(matter, asked),
        UnitAnswered answered => Answered(matter, answered.From, answered, answered.Happened),
        WhistleBlown blown => Settle(matter with { Whistles = matter.Whistles.Add(new WhistleBlow(blown.Number, blown.By, blown.Key, blown.Happened, [.. blown.Calls.Select(static call => new WhistleCallState(call.Post, call.Due, null, null, null, null))], null, null)) }, blown.Happened),
        WhistleAttended or WhistleReported or CallMissed or WhistleJudged => OfWhistle(matter, happened),
        UnitReminded reminded => Fire(matter, reminded.Job),
        MatterEscalated escalated => Fire(matter, escalated.Job),
        JobPassed passed => Fire(matter, passed.Job),
        AnswersRecorded recorded => Answer(matter, recorded),
        PromiseMade made => matter with { Promise = made.Promise ?? matter.Promise, FirstAnswerDue = made.FirstAnswerDue ?? matter.FirstAnswerDue },
        LimitsMoved moved => Due(matter, moved.Dues),
        ConflictDeclared conflict => matter with { Conflicts = matter.Conflicts.Add(conflict.Person) },
        MatterMoved moved => Change(matter, moved),
        _ => throw new InvalidOperationException($"{happened.Wire} is no event of a matter."),
    };

    // What captures something stands by itself: a method pays for what its lambdas hold each time that it is called, whatever it does.

    private static Matter Ask(Matter matter, UnitAsked asked) => Settle(Change(matter, asked.Key, open => open with { Asked = new AskedUnit(asked.Of, asked.By, asked.For, asked.Happened) }), asked.Happened);

    private static Matter Answer(Matter matter, AnswersRecorded recorded) => Change(matter, recorded.Key, open => open with { Answers = open.Answers + recorded.Answers, Objections = open.Objections + recorded.Objections });

    private static Matter Due(Matter matter, FixedList<MovedDue> dues)
    {
        foreach (var moved in dues) matter = Change(matter, moved.Key, open => open with { Due = moved.Due });
        return matter;
    }

    private static Matter OfWhistle(Matter matter, IEvent happened) => happened switch
    {
        WhistleAttended attended => Call(matter, attended.Number, attended.Unit, attended.Happened, call => call with { Came = attended.Happened }),
        WhistleReported reported => Call(matter, reported.Number, reported.Unit, reported.Happened, call => call with { Acted = reported.Acted, Reported = reported.Happened }),
        CallMissed missed => Call(Fire(matter, missed.Job), missed.Number, missed.Unit, missed.Happened, call => call with { Missed = missed.Happened }),
        WhistleJudged judged => Settle(matter with { Whistles = matter.Whistles.ConvertAll(one => one.Number == judged.Number ? one with { Verdict = judged.Verdict, Ended = judged.Happened } : one) }, judged.Happened),
        _ => matter,
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

        return Settle(matter with
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
                Own = opened.On,
                OwnFor = opened.For,
                Wait = new Wait(opened.On, opened.For, from),
            }),
        }, from);
    }

    /// <summary>Books each open point from a moment on whomever it waits for now: a pause before all, then departments that were called for it, then who was asked, then its own.</summary>
    private static Matter Settle(Matter matter, DateTimeOffset at)
    {
        var all = matter.Open;
        for (var index = 0; index < all.Count; index++)
        {
            var open = all[index];
            var (on, why) = Awaited(matter, open);
            if (on == open.Wait.On && why == open.Wait.For) continue;
            var waiting = Rebook(ref matter, open, on, why, at);
            matter = Change(matter, waiting);
        }

        return matter;
    }

    private static (Bearer On, WaitReason For) Awaited(Matter matter, OpenPoint open)
    {
        if (matter.RunningPause is { } pause) return (pause.On, WaitReason.Pause);
        if (matter.RunningWhistle is { } whistle && whistle.Lane == open.Key)
            foreach (var call in whistle.Calls)
                if (call.Reported is null) return (Bearer.Of(call.Called.Unit), WaitReason.Whistle);
        return open.Asked is { } asked ? (asked.Bearer, asked.For) : (open.Own, open.OwnFor);
    }

    /// <summary>The lanes end and begin again under the new version; who has a step keeps it, with its limit.</summary>
    private static Matter Change(Matter matter, MatterMoved moved)
    {
        foreach (var open in matter.Open)
        {
            matter = CloseLane(matter, open.Key, moved.Happened);
            if (moved.Kept.Contains(open.Key)) matter = matter with { Open = matter.Open.Add(open with { Since = moved.Happened, Wait = open.Wait with { From = moved.Happened } }) };
        }

        return matter with { Version = moved.To, Moved = moved.Happened, Turns = [.. moved.Turns.Select(turn => new TurnTaken(turn.Key, turn.Way, moved.Happened, turn.Rows))] };
    }

    private static Matter Change(Matter matter, string key, Func<OpenPoint, OpenPoint> change) => matter.OpenAt(key) is { } open ? Change(matter, change(open)) : matter;

    private static Matter Call(Matter matter, int number, UnitId unit, DateTimeOffset at, Func<WhistleCallState, WhistleCallState> change) => Settle(
        matter with { Whistles = [.. matter.Whistles.Select(one => one.Number == number ? one with { Calls = [.. one.Calls.Select(call => call.Called.Unit == unit ? change(call) : call)] } : one)] }, at);

    private static Matter Fire(Matter matter, string? job)
    {
        if (job is null) return matter;
        // By name, as the tables of every record have them: the order in which jobs fired tells nothing.
        var at = 0;
        while (at < matter.Fired.Count && string.CompareOrdinal(matter.Fired[at], job) < 0) at++;
        return at < matter.Fired.Count && matter.Fired[at] == job ? matter : matter with { Fired = matter.Fired.InsertRange(at, [job]) };
    }

    private static Matter HoldIf(bool whole, Matter matter, UnitId to, DateTimeOffset at, DateTimeOffset? known, UnitId? giver) => whole ? Hold(matter, to, at, known, giver) : matter;

    /// <summary>Steps go to other posts; who had them is kept, so that they can go back. The limit goes along.</summary>
    private static Matter Move(Matter matter, FixedList<MovedStep> moved, DateTimeOffset at, DateTimeOffset? known)
    {
        foreach (var one in moved)
            matter = Change(matter, one.Key, open => open with { Performer = Performer.Of(one.To), Giver = open.Performer?.Post, Given = known ?? at, Asked = null, Own = Bearer.Of(one.To.Unit), OwnFor = WaitReason.Work });
        return Settle(matter, at);
    }

    /// <summary>What the unit had it for is the giver's time: it gave what it should not have.</summary>
    private static Matter Refuse(Matter matter, TaskRefused refused)
    {
        matter = HoldIf(refused.Whole, matter, refused.To, refused.Happened, null, null);
        foreach (var moved in refused.Moved)
        {
            if (matter.OpenAt(moved.Key) is not { } open) continue;
            var back = open with { Performer = Performer.Of(moved.To), Giver = null, Given = refused.Happened, Asked = null, Own = Bearer.Of(moved.To.Unit), OwnFor = WaitReason.Work };
            var since = refused.Since < open.Since ? open.Since : refused.Since;
            matter = Cut(matter, open, since);
            if (open.Wait.From < since) matter = Book(matter, open.Key, open.Wait.On, open.Wait.For, open.Wait.From, since);
            matter = Change(matter, back with { Wait = new Wait(Bearer.Of(refused.To), WaitReason.Work, since) });
        }

        return Settle(matter, refused.Happened);
    }

    private static Matter Refer(Matter matter, ReferredUp referred) => Settle(
        Change(Fire(matter, referred.Job), referred.Key, open => open with
        {
            Performer = Performer.Of(referred.To),
            Giver = open.Performer?.Post,
            Given = referred.Happened,
            Due = referred.Due,
            DueFrom = referred.Happened,
            Asked = null,
            Own = Bearer.Of(referred.To.Unit),
            OwnFor = WaitReason.Work,
        }) with { Referrals = matter.Referrals + (referred.Job is null ? 1 : 0) },
        referred.Happened);

    private static Matter Find(Matter matter, PerformerFound found) => Settle(
        Change(matter, found.Key, open => open with { Performer = found.Performer, Giver = null, Given = found.Happened, Asked = null, Own = found.On, OwnFor = found.For }), found.Happened);

    private static Matter Resume(Matter matter, MatterResumed resumed)
    {
        var pause = matter.RunningPause!;
        matter = Fire(matter, resumed.Job) with { Pauses = matter.Pauses.SetItem(matter.Pauses.Count - 1, pause with { Until = resumed.Happened }) };
        return Settle(Due(matter, resumed.Dues), resumed.Happened);
    }

    /// <summary>Who was asked has answered. Where it was not theirs to give, the time was that of who asked.</summary>
    private static Matter Answered(Matter matter, Bearer from, UnitAnswered? answer, DateTimeOffset at)
    {
        foreach (var open in matter.Open)
        {
            if (open.Asked is not { } asked || asked.Bearer != from || (answer is not null && answer.Key != open.Key)) continue;
            matter = Change(matter, open with { Asked = null });
            matter = Settle(matter, at);
            if (answer is { IsOurs: false })
                matter = matter with { Waits = [.. matter.Waits.Select(wait => wait.Lane == open.Key && wait.Round == matter.Round && wait.From >= asked.At && wait.On == from && wait.For == asked.For ? wait with { On = Bearer.Of(asked.By), For = WaitReason.Work } : wait)] };
        }

        return matter;
    }

    private static Matter Perform(Matter matter, StepPerformed performed)
    {
        var (open, waits) = WithoutLane(matter, performed.Key, performed.Happened);
        return matter with
        {
            Open = open,
            Waits = waits,
            Done = matter.Done.Add(new DoneStep(performed.Key, performed.Step, performed.Outcome, performed.Result, performed.Count, performed.Answers, performed.By?.Unit, performed.Happened)),
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
        return Settle(Change(matter, reached.Key, open => open with { Own = Bearer.Requester, OwnFor = WaitReason.Answer, Due = reached.Due, DueFrom = reached.Happened }), reached.Happened);
    }

    private static Matter Declare(Matter matter, ResultDeclared declared)
    {
        foreach (var open in matter.Open) matter = CloseLane(matter, open.Key, declared.Happened);
        return matter with { Result = ClosureWords.Of(declared.Closure), ReferredTo = declared.ReferredTo?.Text ?? matter.ReferredTo, CutShort = declared.CutsShort ? declared.Happened : matter.CutShort };
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
            CutShort = null,
            ReferredTo = null,
            Disputed = true,
        };
    }

    /// <summary>The unit that answers for the whole changes; never is there none, and never are there two.</summary>
    /// <param name="firstContact">Whoever received it, where this is how it was received; what stands already stands.</param>
    internal static Matter Hold(Matter matter, UnitId holder, DateTimeOffset from, DateTimeOffset? known, UnitId? giver, PostAt? firstContact = null)
    {
        // A later entry may lie before the last change; then what was entered last holds from there.
        if (from < matter.Holdings[^1].From) from = matter.Holdings[^1].From;
        return matter with { Holdings = matter.Holdings.Add(new Holding(holder, from, known ?? from, giver)), FirstContact = matter.FirstContact ?? firstContact };
    }

    /// <summary>The wait of a point ends, and the point with it.</summary>
    private static Matter CloseLane(Matter matter, string key, DateTimeOffset at)
    {
        var (open, waits) = WithoutLane(matter, key, at);
        return open == matter.Open ? matter : matter with { Open = open, Waits = waits };
    }

    private static (FixedList<OpenPoint> Open, FixedList<WaitBooked> Waits) WithoutLane(Matter matter, string key, DateTimeOffset at)
    {
        for (var index = 0; index < matter.Open.Count; index++)
        {
            var open = matter.Open[index];
            if (open.Key != key) continue;
            var waits = Cut(matter, open, at).Waits;
            if (open.Wait.From < at) waits = waits.Add(new WaitBooked(key, matter.Round, open.Wait.On, open.Wait.For, open.Wait.From, at));
            return (matter.Open.RemoveAt(index), waits);
        }

        return (matter.Open, matter.Waits);
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
        List<WaitBooked> waits = [.. matter.Waits];
        for (var index = waits.Count - 1; index >= 0; index--)
        {
            var wait = waits[index];
            if (wait.Lane != open.Key || wait.Round != matter.Round || wait.From < open.Since || wait.To <= at) continue;
            if (wait.From >= at) waits.RemoveAt(index);
            else waits[index] = wait with { To = at };
        }

        return matter with { Waits = [.. waits] };
    }

    private static Matter Book(Matter matter, string lane, Bearer on, WaitReason why, DateTimeOffset from, DateTimeOffset to) =>
        to <= from ? matter : matter with { Waits = matter.Waits.Add(new WaitBooked(lane, matter.Round, on, why, from, to)) };
}
