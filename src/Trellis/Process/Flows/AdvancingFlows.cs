using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Process.Flows;

/// <summary>
/// What follows in the flow when something was done: steps open for the nearest who may, branches are taken, parts begin and end, the matter closes.
/// It goes on until everything reached waits for somebody. Conditions are asked once; what they answered is an event.
/// </summary>
public static class AdvancingFlows
{
    /// <summary>Far more than any sound flow needs at once; a loop that nothing stops is cut here and waits for its holder.</summary>
    private const int MostAtOnce = 10_000;

    /// <summary>Usual for an act with what follows from it, so that a list does not grow again and again.</summary>
    internal const int UsualEvents = 6;

    /// <summary>These events, and what follows from them in the flow.</summary>
    /// <param name="events">A list of nobody else: what follows is added to it.</param>
    public static Outcome Accept(Matter matter, Circumstances circumstances, params List<IEvent> events)
    {
        matter = Enter(matter, events);
        Follow(ref matter, circumstances, events);
        return new Outcome.Accepted(events, []) { Left = matter };
    }

    /// <summary>As above, of an act that brings facts: a promise that waited for one is made, and limits by formula that one has changed are moved.</summary>
    public static Outcome AcceptGiven(Matter matter, Circumstances circumstances, FixedList<GivenItem> given, params List<IEvent> events)
    {
        if (given.IsEmpty) return Accept(matter, circumstances, events);
        // What came with the act may be among the facts already.
        var after = StandsFirst(given, circumstances.Given) ? circumstances : circumstances with { Given = [.. given, .. Without(given, circumstances.Given)] };
        matter = Enter(matter, events);
        if (matter.State == MatterState.Closed || FlowOf(matter, after) is not { } flow) return new Outcome.Accepted(events, []) { Left = matter };
        foreach (var one in KnownNow(matter, flow, given, after))
        {
            matter = FoldingMatters.Apply(matter, one);
            events.Add(one);
        }

        Follow(ref matter, after, events);
        return new Outcome.Accepted(events, []) { Left = matter };
    }

    private static Matter Enter(Matter matter, List<IEvent> events)
    {
        foreach (var one in events) matter = FoldingMatters.Apply(matter, one);
        return matter;
    }

    private static bool StandsFirst(FixedList<GivenItem> given, IReadOnlyList<GivenItem> facts)
    {
        if (facts.Count < given.Count) return false;
        for (var at = 0; at < given.Count; at++)
            if (!ReferenceEquals(given[at], facts[at])) return false;
        return true;
    }

    private static IEnumerable<GivenItem> Without(FixedList<GivenItem> given, IReadOnlyList<GivenItem> facts) => facts.Where(fact => !given.Exists(one => ReferenceEquals(one, fact)));

    private static List<IEvent> KnownNow(Matter matter, CompiledFlow flow, FixedList<GivenItem> given, Circumstances after)
    {
        var known = new List<IEvent>();
        var promise = matter.Promise is null ? ByFormula(flow.Matter.Guide.Promise, matter, flow, after) : null;
        DateTimeOffset? answer = matter is { FirstAnswerDue: null, FirstAnswered: null } && ByFormula(flow.Matter.Guide.FirstAnswer, matter, flow, after) is { } within ? after.Times.Due(matter.Filed, within) : null;
        if (promise is not null || answer is not null) known.Add(new PromiseMade(matter.Id, promise, answer, after.When));

        Circumstances? before = null;
        List<MovedDue>? moved = null;
        foreach (var open in matter.Open)
        {
            if (open is not { Kind: PointKind.Step, Awaits.IsEmpty: true } || StepAt(matter, after, open.Key) is not { } reached) continue;
            if (reached.What.Within is not { Formula: not null } && !reached.Bounds.Exists(static bound => bound.Within.Formula is not null)) continue;
            if (DueOf(matter, after, reached, open) is { } due && due != open.Due && due != DueOf(matter, before ??= after with { Given = [.. Without(given, after.Given)] }, reached, open)) (moved ??= []).Add(new MovedDue(open.Key, due));
        }

        if (moved is not null) known.Add(new LimitsMoved(matter.Id, [.. moved], after.When));
        return known;
    }

    private static TimeLimit? ByFormula(Term? term, Matter matter, CompiledFlow flow, Circumstances circumstances) =>
        term is { Fixed: null, Formula: { } formula } ? circumstances.Flows.Formula(flow.Matter, formula.Text)?.Evaluate(new FactsOfMatter(matter, flow.Scope, circumstances)).Limit : null;

    /// <summary>The limit of an open step anew, from where it counts, with the pauses that stopped it.</summary>
    private static DateTimeOffset? DueOf(Matter matter, Circumstances circumstances, Reached.Step reached, OpenPoint open)
    {
        if (DueOf(matter, circumstances, reached, open.DueFrom, open.Performer?.Post) is not { } due) return null;
        if (LimitOf(matter, circumstances, reached) is not { } limit) return due;
        foreach (var pause in matter.Pauses)
        {
            if (pause is not { StopsPromise: true, Until: { } until } || pause.From >= due || until <= open.DueFrom) continue;
            due = circumstances.Times.Later(due, pause.From < open.DueFrom ? open.DueFrom : pause.From, until, limit, Clocks.Timetable.CalendarOf(circumstances.Today, open.Performer?.Post));
        }

        return due;
    }

    /// <summary>When a step must be done that counts from a moment: by its own limit, and by those of the blocks around it.</summary>
    private static DateTimeOffset? DueOf(Matter matter, Circumstances circumstances, Reached.Step reached, DateTimeOffset from, PostAt? post)
    {
        DateTimeOffset? due = null;
        if (LimitOf(reached.What.Within) is { } own) due = circumstances.Times.Due(from, own, Clocks.Timetable.CalendarOf(circumstances.Today, post));
        foreach (var (within, began) in reached.Bounds)
        {
            if (LimitOf(within) is not { } joint) continue;
            // A block that several steps share counts from its beginning, except for who could not know of it then.
            var end = circumstances.Times.Due(from == reached.Since || began > from ? began : from, joint);
            if (due is null || end < due) due = end;
        }

        return due;

        TimeLimit? LimitOf(Term? term) => term switch
        {
            null => null,
            { Fixed: { } limit } => limit,
            { Formula: { } formula } => circumstances.Flows.Formula(reached.Scope.Type, formula.Text)?.Evaluate(new FactsOfMatter(matter, reached.Scope, circumstances)).Limit,
            _ => null,
        };
    }

    /// <summary>What follows from where the matter stands; empty where everything waits already.</summary>
    public static IReadOnlyList<IEvent> After(Matter matter, Circumstances circumstances)
    {
        var events = new List<IEvent>();
        Follow(ref matter, circumstances, events);
        return events;
    }

    private static void Follow(ref Matter matter, Circumstances circumstances, List<IEvent> events)
    {
        if (matter.State == MatterState.Closed || FlowOf(matter, circumstances) is not { } flow) return;
        for (var before = events.Count; events.Count - before < MostAtOnce;)
        {
            if (new Advance(matter, flow, circumstances).Next() is not { } next) break;
            matter = FoldingMatters.Apply(matter, next);
            events.Add(next);
            if (matter.State == MatterState.Closed) break;
        }
    }

    /// <summary>The flow of a matter under its pinned version; null where the version has no such type.</summary>
    internal static CompiledFlow? FlowOf(Matter matter, Circumstances circumstances) => circumstances.Walked.FlowOf(matter, circumstances);

    /// <summary>The open step with its words in the structure; null where it is no step of the flow.</summary>
    internal static Reached.Step? StepAt(Matter matter, Circumstances circumstances, string key)
    {
        if (FlowOf(matter, circumstances) is { } flow)
            foreach (var reached in FlowWalk.Of(flow, matter, circumstances).Waits)
                if (reached.Key == key && reached is Reached.Step step) return step;
        return null;
    }

    /// <summary>The step's own limit, worked out now where a formula says it; null without one, and where a fact that it needs is not known.</summary>
    internal static TimeLimit? LimitOf(Matter matter, Circumstances circumstances, Reached.Step reached) => reached.What.Within switch
    {
        { Fixed: { } limit } => limit,
        { Formula: { } formula } => circumstances.Flows.Formula(reached.Scope.Type, formula.Text)?.Evaluate(new FactsOfMatter(matter, reached.Scope, circumstances)).Limit,
        _ => null,
    };

    private readonly struct Advance(Matter matter, CompiledFlow flow, Circumstances circumstances)
    {
        private readonly DateTimeOffset _now = circumstances.When;

        /// <summary>The next change, or none. One place at a time, so that each is decided on what the others left.</summary>
        public IMatterEvent? Next()
        {
            var walk = FlowWalk.Of(flow, matter, circumstances);
            for (var at = 0; at < matter.Open.Count; at++)
                if (matter.Open[at] is { Kind: not PointKind.End } open && !walk.Reaches(open.Key)) return new StepStoodBack(matter.Id, open.Key, Max(_now, open.Since));
            if (walk.Ended is { } ended) return End(ended);
            foreach (var reached in walk.Waits)
                if (For(reached) is { } next) return next;
            return null;
        }

        private IMatterEvent? For(Reached reached)
        {
            var open = matter.OpenAt(reached.Key);
            var at = open is null ? reached.Since : Max(reached.Since, _now);
            switch (reached)
            {
                case Reached.Step step:
                    return open is { Awaits.IsEmpty: true } && open.Since == step.Since ? null : ForStep(step, open, at);
                case Reached.PartBegin part:
                    return part.What.When is { } when
                        ? Holds(part.Scope, when) switch
                        {
                            { IsYes: true } => Begin(part, at),
                            { IsNo: true } => new StepSkipped(matter.Id, part.Key, part.What.Id, SkipReason.Condition, at),
                            var unknown => Await(part, unknown, open),
                        }
                        : Begin(part, at);
                case Reached.PartEnd part:
                    return new PartEnded(matter.Id, part.Scope.Prefix[..^1], part.Result, part.Since);
                case Reached.Choice choice:
                    return ForChoice(choice, open, at);
                case Reached.Members members:
                    var list = Evaluate(members.Scope, members.What.ForEach!.Value.Members.Id);
                    if (list.List is not { } elements) return Await(members, list, open);
                    return new WayTaken(matter.Id, members.Key, elements.Count, [.. elements.Select(static one => one.Record is { } row ? new RowId(row.Register, row.Key) : new RowId("member", "unknown"))], at);
                case Reached.PassEnd pass:
                    return ForPass(pass, open, at);
                default:
                    throw new InvalidOperationException("There is no such place in a flow.");
            }
        }

        private PartBegun Begin(Reached.PartBegin part, DateTimeOffset at) =>
            new(matter.Id, part.Key, part.What.Matter.Id ?? "", $"{matter.Number}-{matter.Parts.Count + 1}", at);

        private IMatterEvent? ForChoice(Reached.Choice choice, OpenPoint? open, DateTimeOffset at)
        {
            for (var number = 0; number < choice.What.Branches.Count; number++)
            {
                if (choice.What.Branches[number].When is not { } when) return Way(choice, number, at);
                var holds = Holds(choice.Scope, when);
                if (holds.IsYes) return Way(choice, number, at);
                if (!holds.IsNo) return Await(choice, holds, open);
            }

            return Way(choice, TurnTaken.NoBranch, at);
        }

        private IMatterEvent? ForPass(Reached.PassEnd pass, OpenPoint? open, DateTimeOffset at)
        {
            if (pass.What.Until is { } until)
            {
                if (ReadsWhatIsLeftOut(pass.Scope, until)) return Way(pass, TurnTaken.Left, at);
                var holds = Holds(pass.Scope, until);
                if (holds.IsYes) return Way(pass, TurnTaken.Left, at);
                if (!holds.IsNo) return Await(pass, holds, open);
            }
            else if (pass.What.AtMost is null) return Way(pass, TurnTaken.Left, at); // nothing would ever stop it

            return Way(pass, pass.Pass < (pass.What.AtMost ?? int.MaxValue) ? TurnTaken.Again : TurnTaken.Exhausted, at);
        }

        /// <summary>A part is confirmed with the whole: a loop that waits for its own confirmation goes round once.</summary>
        private bool ReadsWhatIsLeftOut(FlowScope scope, Formula until) => scope.IsPart && circumstances.Flows.Formula(scope.Type, until.Text) is { } formula && CompiledFlow.NamesIn(formula.Expression.Root).Any(name =>
            scope.Flow.Find(CompiledFlow.RootOf(name)) is { Step: { } step } && FlowWalk.IsOfBundle(step.Kind));

        private WayTaken Way(Reached reached, int way, DateTimeOffset at) => new(matter.Id, reached.Key, way, [], at);

        private IMatterEvent? ForStep(Reached.Step reached, OpenPoint? open, DateTimeOffset at)
        {
            var step = reached.What;
            if (step.When is { } when)
            {
                var holds = Holds(reached.Scope, when);
                if (holds.IsNo) return new StepSkipped(matter.Id, reached.Key, step.Id, SkipReason.Condition, at);
                if (!holds.IsYes) return Await(reached, holds, open);
            }

            var found = FindingPerformers.Of(matter, reached.Scope.Type, step, circumstances);
            if (found.IsLeftOut) return new StepSkipped(matter.Id, reached.Key, step.Id, SkipReason.Nobody, at);
            // Facts that it waited for came late; its own limit counts from then.
            var known = open is { Awaits.IsEmpty: false } ? at : reached.Since;
            var from = circumstances.IsLaterEntry ? Max(known, circumstances.Now) : known;
            var due = DueOf(matter, circumstances, reached, from, found.Performer?.Post);
            // Before the requester can be waited for, they must be reached.
            var reaching = step.Kind == StepKind.Confirm && step.ByRequester;
            var (on, why) = reaching ? (Bearer.Of(matter.FirstContact?.Unit ?? matter.HeldBy), WaitReason.Reaching) : found.Performer is null ? (found.On, WaitReason.Power) : (found.On, WaitReason.Work);
            return new StepOpened(matter.Id, reached.Key, step.Id, PointKind.Step, found.Performer, reached.Since, from, due, on, why, [], from > known ? circumstances.By.Unit ?? matter.HeldBy : null, Max(_now, reached.Since));
        }

        /// <summary>Waits for facts, booked on whoever has them: the owner of the register, or the requester.</summary>
        private StepOpened? Await(Reached reached, Value unknown, OpenPoint? open)
        {
            FixedList<string> awaits = [.. unknown.Reasons.Select(static reason => reason.Name).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (awaits.IsEmpty) awaits = ["matter"];
            if (open is not null && open.Since == reached.Since && open.Awaits.SequenceEqual(awaits)) return null;
            var step = (reached as Reached.Step)?.What.Id ?? (reached as Reached.PartBegin)?.What.Id ?? "";
            return new StepOpened(matter.Id, reached.Key, step, reached is Reached.Step ? PointKind.Step : PointKind.Facts, null, reached.Since, reached.Since, null, OwnerOf(reached.Scope, awaits[0]), WaitReason.Data, awaits, null, Max(_now, reached.Since));
        }

        private Bearer OwnerOf(FlowScope scope, string fact)
        {
            if (CompiledFlow.RootOf(fact) is var root && scope.Flow.Find(root) is not null) return Bearer.Of(matter.HeldBy);
            var item = scope.Flow.ItemOf(fact);
            // What a step should have given is owed by who holds the matter; what the filing asks for is owed by who filed.
            if (scope.Type.Asks.Any(asked => asked.Id == fact || fact.StartsWith($"{asked.Id}.", StringComparison.Ordinal))) return Bearer.Requester;
            if (item is not null && circumstances.Structure.Registers.On(item.RegisterId, circumstances.Day)?.Owner is { } owner && circumstances.Today.Unit(owner.Id) is not null) return Bearer.Of(new UnitId(owner.Id));
            return root == "matter" ? Bearer.Of(matter.HeldBy) : Bearer.Requester;
        }

        private Value Holds(FlowScope scope, Formula formula) => Evaluate(scope, formula.Text);

        private Value Evaluate(FlowScope scope, string text) =>
            circumstances.Flows.Formula(scope.Type, text) is { } formula ? formula.Evaluate(new FactsOfMatter(matter, scope, circumstances)) : Value.Missing;

        private IMatterEvent? End(DateTimeOffset ended)
        {
            DoneStep? asked = null;
            foreach (var one in matter.Done)
                if (!one.IsSkipped && flow.Find(one.Step) is { Step.Kind: StepKind.Confirm }) asked = one;
            if (asked?.Outcome == "unanswered") return new MatterClosed(matter.Id, ClosureKind.Unanswered, null, ended);
            if (ClosureWords.Read(matter.Result) is { } kind) return new MatterClosed(matter.Id, kind, asked?.Outcome switch { "confirmed" => true, "disputed" => false, _ => null }, ended);
            if (matter.OpenAt(EndKey) is not null) return null;
            return new StepOpened(matter.Id, EndKey, "", PointKind.End, Performer.Of(new PostAt("", matter.HeldBy)), ended, ended, null, Bearer.Of(matter.HeldBy), WaitReason.Work, [], null, Max(_now, ended));
        }

        private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
    }

    /// <summary>The place behind the last step of a flow that set no result.</summary>
    internal const string EndKey = "=end";
}
