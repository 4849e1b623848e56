using System.Diagnostics.CodeAnalysis;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Authority;

/// <summary>
/// The powers of one structure, compiled: who may decide what, on any day. Immutable; days between two changes of anything written share
/// one expansion, which is made when it is first asked for. What happened since comes with each question as a <see cref="Standing"/>.
/// </summary>
public sealed class Mandates
{
    private readonly DateOnly[] _changes;
    private readonly HoldersOnDay?[] _eras;
    private readonly Formulas _formulas = new();
    private readonly System.Runtime.CompilerServices.ConditionalWeakTable<HoldersOnDay, ReturnedDuties> _returned = [];
    private readonly Dictionary<string, List<Emergency>> _emergencies = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Matter, string Step), FlowPart.Step> _steps = [];

    private Mandates(GovernanceStructure structure)
    {
        Structure = structure;
        var changes = new SortedSet<DateOnly> { DateOnly.MinValue };
        foreach (var entry in structure.Entries) Add(entry);
        foreach (var overlay in structure.Overlays.All)
        {
            Note(overlay.From, overlay.To);
            foreach (var entry in overlay.Adds) Add(entry);
            foreach (var replacement in overlay.Replaces) Add(replacement.Entry);
        }

        _changes = [.. changes];
        _eras = new HoldersOnDay?[_changes.Length];
        foreach (var emergency in structure.Emergencies.All)
        {
            foreach (var power in emergency.Powers)
            {
                if (!_emergencies.TryGetValue(power.Id, out var list)) _emergencies.Add(power.Id, list = []);
                list.Add(emergency);
            }
        }

        foreach (var matter in structure.Matters.All)
            foreach (var step in matter.Steps) _steps.TryAdd((matter.Id, step.Id), step);

        void Add(Entry entry)
        {
            if (entry.Kind is not (Kind.Level or Kind.UnitType or Kind.Unit or Kind.Group or Kind.Post or Kind.Law or Kind.PowerClass or Kind.Power or Kind.Delegation or Kind.Emergency)) return;
            Note(entry.From, entry.To);
            if (entry is Law law)
                foreach (var article in law.Articles) Note(article.From, article.To);
        }

        void Note(DateOnly from, DateOnly to)
        {
            changes.Add(from);
            if (to < DateOnly.MaxValue) changes.Add(to.AddDays(1));
        }
    }

    public GovernanceStructure Structure { get; }

    public static Mandates Compile(GovernanceStructure structure) => new(structure);

    /// <summary>Who holds what on a day, with the overlays in force in their places and what happened until then.</summary>
    public HoldersOnDay On(DateOnly day, Standing standing)
    {
        var found = Array.BinarySearch(_changes, day);
        var era = found >= 0 ? found : ~found - 1;
        var written = Volatile.Read(ref _eras[era]) ?? Interlocked.CompareExchange(ref _eras[era], HoldersOnDay.InForce(Structure, _changes[era]), null) ?? _eras[era]!;
        return standing.Lent.Over(written, day);
    }

    /// <summary>Duties that went back to their givers by a day; kept with the holders of the day.</summary>
    public ReturnedDuties Returned(DateOnly day, Standing standing)
    {
        var holders = On(day, standing);
        return _returned.TryGetValue(holders, out var known) ? known : FindReturned(holders, day, standing);
    }

    private ReturnedDuties FindReturned(HoldersOnDay holders, DateOnly day, Standing standing) => _returned.GetValue(holders, _ => ReturnedDuties.By(this, standing, day));

    /// <summary>The answer as values. A post may have a power by several mandates; one yes is enough, and a no is that of the mandate that came nearest.</summary>
    public Answer Ask(in Question question, Standing standing)
    {
        var holders = On(question.Day, standing);
        if (holders.Expand(question.Power) is not { } power) return new Answer { Obstacle = Obstacle.NoSuchPower };
        if (holders.View.Unit(question.Unit) is not { } unit) return new Answer { Obstacle = Obstacle.NoSuchUnit };
        if (PlaceOf(question, holders, unit) is not { } place) return new Answer { Obstacle = Obstacle.NoSuchPlace };
        if (!Beforehand(question, power, unit, standing, out var beforehand)) return beforehand;

        var nearest = new Answer { Obstacle = Obstacle.NotHeld };
        if (power.ByUnit.TryGetValue(unit.Index, out var mandates))
        {
            foreach (var mandate in mandates)
            {
                if (mandate.Post != question.Post) continue;
                var answer = Under(mandate, question, place, standing);
                if (answer.Permitted) return answer;
                if (answer.Obstacle > nearest.Obstacle) nearest = answer;
            }
        }

        if (nearest.Obstacle != Obstacle.NotHeld) return nearest;
        if (holders.View.PostAt(question.Post, unit) is null) return new Answer { Obstacle = Obstacle.NoSuchPost };
        return nearest with { Broken = power.Missed(question.Post, unit) };
    }

    /// <summary>The answer with its chain or missing link, who could decide instead, and words for it.</summary>
    public Authorization Decide(in Question question, Standing standing) => Authorization.Of(this, question, standing, Ask(question, standing));

    /// <summary>
    /// Who could decide this, whatever post was asked about: nearest first, the narrowest ground, then the longer chain. The actor and relations
    /// of the question belong to somebody else and are left aside. A step that names its post is for that post alone.
    /// </summary>
    public IReadOnlyList<Answer> WhoCould(in Question question, Standing standing)
    {
        var could = new List<Answer>();
        foreach (var (answer, _) in EveryAnswer(question, standing))
            if (answer.Permitted) could.Add(answer);
        return could;
    }

    /// <summary>As <see cref="WhoCould"/>, where nobody asks what each of them answered.</summary>
    public List<Mandate> MandatesThatCould(in Question question, Standing standing)
    {
        var could = new List<Mandate>();
        if (!HasWhereToAsk(question, standing, out var power, out var place)) return could;
        foreach (var near in power.Near(place))
            if (AnswerOf(near.Mandate, question, power, place, standing).Permitted) could.Add(near.Mandate);
        return could;
    }

    /// <summary>The first of <see cref="MandatesThatCould"/>; null where nobody could. Those behind it are not asked.</summary>
    public Mandate? NearestThatCould(in Question question, Standing standing)
    {
        if (!HasWhereToAsk(question, standing, out var power, out var place)) return null;
        foreach (var near in power.Near(place))
            if (AnswerOf(near.Mandate, question, power, place, standing).Permitted) return near.Mandate;
        return null;
    }

    /// <summary>Answers of posts that might decide, were more known: a fact that a condition reads, the sum, or the matter type. Nearest first.</summary>
    public IReadOnlyList<Answer> WaitingToKnow(in Question question, Standing standing)
    {
        var waiting = new List<Answer>();
        foreach (var (answer, _) in EveryAnswer(question, standing))
            if (IsWaiting(answer, question)) waiting.Add(answer);
        return waiting;
    }

    /// <summary>Whether a no says only that something is not known.</summary>
    internal static bool IsWaiting(in Answer answer, in Question question) =>
        answer.Obstacle == Obstacle.FactNotKnown || (answer.Obstacle == Obstacle.AmountNotKnown && question.Amount is null) || (answer.Obstacle == Obstacle.MatterNotGiven && question.Matter is null);

    /// <summary>
    /// Who decides is found: the nearest posts that may. Two where the ground is equally narrow and the chains equally long,
    /// which a checker reports; none where nobody may.
    /// </summary>
    public IReadOnlyList<Answer> Nearest(in Question question, Standing standing)
    {
        var could = WhoCould(question, standing);
        if (could.Count < 2) return could;
        var first = could[0].Mandate!;
        var equal = new List<Answer> { could[0] };
        for (var at = 1; at < could.Count; at++)
        {
            var other = could[at].Mandate!;
            if (other.Unit.GroundDepth != first.Unit.GroundDepth || other.Depth != first.Depth) break;
            if (other.At != first.At) equal.Add(could[at]);
        }

        return equal;
    }

    /// <summary>The answer of every mandate that reaches the place, nearest first.</summary>
    internal List<(Answer Answer, Mandate Mandate)> EveryAnswer(in Question question, Standing standing)
    {
        var answers = new List<(Answer, Mandate)>();
        if (!HasWhereToAsk(question, standing, out var power, out var place)) return answers;
        foreach (var near in power.Near(place)) answers.Add((AnswerOf(near.Mandate, question, power, place, standing), near.Mandate));
        return answers;
    }

    /// <summary>Where a question looks for holders; false where there is no such power or place.</summary>
    private bool HasWhereToAsk(in Question question, Standing standing, [NotNullWhen(true)] out PowerHolders? power, [NotNullWhen(true)] out UnitOnDay? place)
    {
        var holders = On(question.Day, standing);
        power = holders.Expand(question.Power);
        // Without a post either, the question is about the whole.
        place = question.Place is { } named ? holders.View.Place(named) : question.Unit.Length == 0 ? holders.View.Top : holders.View.Unit(question.Unit);
        return power is not null && place is not null;
    }

    /// <summary>What is answered to whoever has a mandate; the actor and relations of the question belong to somebody else.</summary>
    private Answer AnswerOf(Mandate mandate, in Question question, PowerHolders power, UnitOnDay place, Standing standing)
    {
        var asked = question with { Post = mandate.Post, Unit = mandate.Unit.Id, Actor = null, ActingFor = null, Relations = Relations.None };
        return Beforehand(asked, power, mandate.Unit, standing, out var no) ? Under(mandate, asked, place, standing) : no;
    }

    /// <summary>Everything that a post may do on a day, by power.</summary>
    public IReadOnlyList<Mandate> WhatMay(string post, string unit, DateOnly day, Standing standing)
    {
        var holders = On(day, standing);
        if (holders.View.Unit(unit) is not { } at) return [];
        var found = new List<Mandate>();
        foreach (var id in holders.Powers.Select(static power => power.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (holders.Expand(id) is not { } power || !power.ByUnit.TryGetValue(at.Index, out var mandates)) continue;
            foreach (var mandate in mandates)
                if (mandate.Post == post) found.Add(mandate);
        }

        return found;
    }

    /// <summary>What an answer takes from the ceilings when the act is done: its own link's and those of every source above it.</summary>
    public static AuthorityEvent.Used UseOf(in Answer answer, in Question question)
    {
        if (answer is not { Permitted: true, Mandate: { } mandate }) throw new InvalidOperationException("Only a yes can be used.");
        var chain = new List<MandateKey>();
        for (var link = mandate; link is not null; link = link.Source) chain.Add(link.Key);
        return new AuthorityEvent.Used(chain, question.Day, question.Amount, question.Number);
    }

    /// <summary>Whether a use of it is asked for again: whether a link of its chain has a ceiling for some period.</summary>
    public static bool IsCounted(in Answer answer)
    {
        for (var link = answer.Mandate; link is not null; link = link.Source)
            if (link.Limits.HasPeriods) return true;
        return false;
    }

    /// <summary>Whether an answer is a yes for all who sit in the post, whoever of them asked: no condition or ceiling of it reads anything, and the step stands apart from none that was done.</summary>
    internal bool IsForAllWhoSitThere(in Question question, in Answer answer) => answer is { Permitted: true, Mandate.Rules.ReadsNothing: true } && !MayStandApart(question);

    /// <summary>The step of a matter type, in the version that runs.</summary>
    public FlowPart.Step? StepOf(string matter, string step) => _steps.GetValueOrDefault((matter, step));

    /// <summary>What lies before any mandate: the seat, the step, the outcome, own matter, kin, and the separation of duties.</summary>
    private bool Beforehand(in Question question, PowerHolders power, UnitOnDay unit, Standing standing, out Answer no)
    {
        no = default;
        if (question.Outcome is { } outcome && power.Power.Outcomes is { Count: > 0 } outcomes && !Has(outcomes, outcome)) return Not(new Answer { Obstacle = Obstacle.NoSuchOutcome }, out no);
        var actingFor = question.ActingFor;
        if (question.Actor is { } actor && !(question.IsSeated && !MayStandApart(question)))
        {
            if (standing.SeatOf(actor, question.Post, question.Unit, question.Day) is not { } seat) return Not(new Answer { Obstacle = Obstacle.NotSeated }, out no);
            actingFor ??= seat.ActingFor;
        }

        if (question.Relations != Relations.None)
            return Not(new Answer { Obstacle = question.Relations.HasFlag(Relations.OwnMatter) ? Obstacle.OwnMatter : Obstacle.Kin }, out no);
        if (question is { Matter: { } matter, Step: { } stepId } && _steps.TryGetValue((matter, stepId), out var step))
        {
            if (step.By is { At: var at } by && !step.ByRequester && step.BySystem is null && IsPost(by) && (by.Post != question.Post || (at is not null && at != unit.Id && !On(question.Day, standing).View.IsIn(unit, at))))
                return Not(new Answer { Obstacle = Obstacle.StepIsForAnother, Step = by.ToString() }, out no);
            if (question is { Actor: { } who, Earlier: { Count: > 0 } earlier } && step.ApartFrom.Count > 0)
            {
                for (var index = 0; index < earlier.Count; index++)
                {
                    var act = earlier[index];
                    if (act.Actor != who && act.Actor != actingFor) continue;
                    if (!Has(step.ApartFrom, act.Step)) continue;
                    return Not(new Answer { Obstacle = act.Actor == who ? Obstacle.ApartFrom : Obstacle.ActingForBarred, Step = act.Step }, out no);
                }
            }
        }

        return true;
    }

    /// <summary>Whether it matters whom the actor stands in for.</summary>
    private bool MayStandApart(in Question question) =>
        question is { Earlier.Count: > 0, Matter: { } matter, Step: { } id } && _steps.TryGetValue((matter, id), out var step) && step.ApartFrom.Count > 0;

    private static bool Not(in Answer answer, out Answer no)
    {
        no = answer;
        return false;
    }

    /// <summary>"by" also takes roles and first-contact, which fix no post.</summary>
    private bool IsPost(PostName by) => by.Post is not "first-contact" && (by.At is not null || Structure.Posts.Has(by.Post));

    private static UnitOnDay? PlaceOf(in Question question, HoldersOnDay holders, UnitOnDay unit) => question.Place is { } place ? holders.View.Place(place) : unit;

    private bool IsInEmergency(Power power, in Question question, UnitOnDay place, Standing standing)
    {
        if (!_emergencies.TryGetValue(power.Id, out var emergencies)) return true;
        var bound = false;
        foreach (var emergency in emergencies)
        {
            if (!emergency.HoldsOn(question.Day)) continue;
            if (standing.IsDeclared(emergency.Id, question.Day, On(question.Day, standing).View, place)) return true;
            bound = true;
        }

        return !bound;
    }

    private Answer Under(Mandate mandate, in Question question, UnitOnDay place, Standing standing)
    {
        if (!IsInEmergency(mandate.Power, question, place, standing)) return No(Obstacle.NoEmergency, mandate, mandate);
        var rules = mandate.Rules ??= MandateRules.Of(mandate, Structure, _formulas);
        if (!(question.Place is null && mandate.Unit.Ground is null && mandate.Limits.Area is null) && !mandate.Covers(place)) return No(Obstacle.OutsideArea, mandate, FirstNotCovering(mandate, place));
        foreach (var rule in rules.Matters)
            if (question.Matter is not { } matter || !Has(rule.Allowed, matter)) return No(Obstacle.MatterNotGiven, mandate, rule.Link);
        if (question.Outcome is { } outcome)
        {
            foreach (var rule in rules.Outcomes)
                if (!Has(rule.Allowed, outcome)) return No(Obstacle.OutcomeNotGiven, mandate, rule.Link);
        }

        if (question.Amount is { Value: < 0 } || question.Number.Value < 0) return No(Obstacle.AmountBelowZero, mandate, mandate) with { Asked = question.Amount };
        foreach (ref readonly var rule in rules.PerCase.AsSpan())
        {
            var ceiling = rule.Fixed;
            if (!rule.IsFixed && !Counted(rule, question, standing, out ceiling, out var value)) return No(Obstacle.FactNotKnown, mandate, rule.Link) with { Condition = rule.Written, Unknown = value };
            if ((rule.Number ? question.Number : question.Amount) is not { } asked || Quantity.Compare(asked, ceiling) is not { } order) return No(Obstacle.AmountNotKnown, mandate, rule.Link) with { Ceiling = ceiling, Span = rule.Span };
            if (order > 0) return No(rule.Number ? Obstacle.NumberOverCeiling : Obstacle.OverCeiling, mandate, rule.Link) with { Asked = asked, Ceiling = ceiling, Span = rule.Span };
        }

        foreach (ref readonly var rule in rules.PerPeriod.AsSpan())
        {
            var ceiling = rule.Fixed;
            if (!rule.IsFixed && !Counted(rule, question, standing, out ceiling, out var value)) return No(Obstacle.FactNotKnown, mandate, rule.Link) with { Condition = rule.Written, Unknown = value };
            if ((rule.Number ? question.Number : question.Amount) is not { } asked || (asked.Measure != ceiling.Measure && asked.Dimension != ceiling.Dimension)) return No(Obstacle.AmountNotKnown, mandate, rule.Link) with { Ceiling = ceiling, Span = rule.Span };
            var used = standing.HasConsumed(rule.Link.Key, out var consumption) ? consumption.In(rule.Span, question.Day, rule.Number, ceiling.Measure) : new Quantity(0, ceiling.Measure);
            if (Consumption.Sum(used, asked) is not { } total || Quantity.Compare(total, ceiling) is not <= 0)
                return No(rule.Number ? Obstacle.NumberUsedUp : Obstacle.CeilingUsedUp, mandate, rule.Link) with { Asked = asked, Ceiling = ceiling, Used = used, Span = rule.Span };
        }

        foreach (ref readonly var rule in rules.Whens.AsSpan())
        {
            if (rule.Formula is null) return No(Obstacle.FactNotKnown, mandate, rule.Link) with { Condition = rule.Written };
            var holds = rule.Formula.Evaluate(new FactsOfQuestion(Structure, question, rule.Unit, standing));
            if (holds.IsYes) continue;
            return No(holds.IsNo ? Obstacle.ConditionNotMet : Obstacle.FactNotKnown, mandate, rule.Link) with { Condition = rule.Written, Unknown = holds };
        }

        return new Answer { Mandate = mandate };
    }

    private bool Counted(in CeilingRule rule, in Question question, Standing standing, out Quantity ceiling, out Value value)
    {
        value = rule.Formula is null ? Value.Missing : rule.Formula.Evaluate(new FactsOfQuestion(Structure, question, rule.Link.Unit, standing));
        ceiling = value.Quantity ?? default;
        return value.Quantity is not null;
    }

    private static Answer No(Obstacle obstacle, Mandate mandate, Mandate link) => new() { Obstacle = obstacle, Mandate = mandate, Link = link };

    private static Mandate FirstNotCovering(Mandate mandate, UnitOnDay place)
    {
        // Its own area is cut to that of its source, so the link to name is the highest that leaves the place out.
        var link = mandate;
        while (link.Source is { } above && !above.Covers(place)) link = above;
        return link;
    }

    private static bool Has(string[] allowed, string name)
    {
        foreach (var one in allowed)
            if (one == name) return true;
        return false;
    }

    private static bool Has(IReadOnlyList<Ref> refs, string id)
    {
        for (var at = 0; at < refs.Count; at++)
            if (refs[at].Id == id) return true;
        return false;
    }
}
