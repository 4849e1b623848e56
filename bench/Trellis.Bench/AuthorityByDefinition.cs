using Trellis.Authority;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Bench;

/// <summary>
/// The slow, obvious twin of the compiled powers, straight from the definition: no index, nothing kept, every question walks all entries
/// and the whole history. It knows of the rooms only units, posts and grounds of a day, and quantities and expressions.
/// </summary>
public sealed class AuthorityByDefinition(GovernanceStructure structure, IReadOnlyList<AuthorityEvent> history, IReadOnlySet<string>? only = null)
{
    /// <summary>One link of a chain: what gives it, who has it.</summary>
    public sealed record Link(Power Power, Holding Holding, Delegation? Delegation, string Post, UnitOnDay Unit, Link? Above)
    {
        public Limits Limits => Delegation?.Limits ?? Holding.Limits;

        public int Length => Above is null ? 0 : Above.Length + 1;

        public MandateKey Key => new(Delegation?.Address ?? Power.Address, Post, Unit.Id);
    }

    public bool May(Question question)
    {
        var view = structure.On(question.Day);
        if (view.Unit(question.Unit) is not { } unit) return false;
        var place = question.Place is null ? unit : view.Unit(question.Place);
        if (place is null) return false;
        foreach (var link in Links(question.Power, question.Day))
            if (link.Post == question.Post && link.Unit == unit && Allows(link, question, place, view)) return true;
        return false;
    }

    public IEnumerable<Link> Links(string power, DateOnly day)
    {
        foreach (var holder in Holders(power, day)) yield return holder;
        foreach (var delegation in Delegations(day))
            if (RootOf(delegation, day) == power)
                foreach (var link in By(delegation, day, 0)) yield return link;
    }

    private string? RootOf(Delegation delegation, DateOnly day)
    {
        for (var hops = 0; hops < 20; hops++)
        {
            if (delegation.Of.Kind == Kind.Power) return delegation.Of.Id;
            if (Delegations(day).FirstOrDefault(one => one.Id == delegation.Of.Id) is not { } above) return null;
            delegation = above;
        }

        return null;
    }

    private IEnumerable<Delegation> Delegations(DateOnly day) =>
        structure.Delegations.All.Concat(history.OfType<AuthorityEvent.Lent>().Select(static lent => lent.Delegation)).Where(one => one.HoldsOn(day) && (only?.Contains(one.Address) ?? true));

    private IEnumerable<Link> Holders(string id, DateOnly day)
    {
        var view = structure.On(day);
        foreach (var power in structure.Powers.All)
        {
            if (power.Id != id || !power.HoldsOn(day) || !InForce(power.Basis, day) || !(only?.Contains(power.Address) ?? true)) continue;
            foreach (var holding in power.HeldBy)
                foreach (var unit in Units(holding.Post, view))
                    if (HasPost(holding.Post.Post, unit, view, day)) yield return new Link(power, holding, null, holding.Post.Post, unit, null);
        }
    }

    private IEnumerable<Link> By(Delegation delegation, DateOnly day, int depth)
    {
        if (depth > 20 || !InForce(delegation.Basis, day)) yield break;
        var view = structure.On(day);
        var above = delegation.Of.Kind == Kind.Power
            ? Holders(delegation.Of.Id, day)
            : Delegations(day).Where(one => one.Id == delegation.Of.Id).SelectMany(one => By(one, day, depth + 1));
        var givers = above.Where(link => link.Post == delegation.Giver.Post && (delegation.Giver.At is null || view.Expand(delegation.Giver.At).Contains(link.Unit))).ToList();
        foreach (var written in Units(delegation.Receiver, view))
        {
            if (history.Any(happened => happened switch
            {
                AuthorityEvent.Withdrawn one => one.From <= day && one.Delegation == delegation.Id && (one.Unit is null || one.Unit == written.Id),
                AuthorityEvent.Expired one => one.From <= day && one.Delegation == delegation.Id && (one.Unit is null || one.Unit == written.Id),
                _ => false,
            })) continue;
            var (post, unit) = (delegation.Receiver.Post, written);
            if (history.OfType<AuthorityEvent.Transferred>().Where(one => one.From <= day && one.Delegation == delegation.Id && one.Unit == written.Id).OrderBy(static one => one.From).LastOrDefault() is { } moved)
            {
                if (view.Unit(moved.ToUnit) is not { } to) continue;
                (post, unit) = (moved.ToPost, to);
            }

            if (!HasPost(post, unit, view, day)) continue;
            // The givers whose ground holds the receiver's most narrowly.
            var near = givers.Where(link => link.Unit.Contains(unit)).ToList();
            if (near.Count == 0) continue;
            var narrowest = near.Max(static link => link.Unit.GroundDepth);
            foreach (var giver in near.Where(link => link.Unit.GroundDepth == narrowest))
            {
                if (giver.Post == post && giver.Unit == unit) continue;
                var kind = unit.UnitKind.ToString().ToLowerInvariant();
                if (!giver.Power.DelegableTo.Contains(kind) || structure.Classes.On(giver.Power.Class.Id, day)?.DelegableTo.Contains(kind) != true) continue;
                if (Left(giver) < 1) continue;
                var link = new Link(giver.Power, giver.Holding, delegation, post, unit, giver);
                // A mandate without any ground left is none.
                if (view.Units.Any(place => Covers(link, place, view))) yield return link;
            }
        }
    }

    /// <summary>How often a link may still be passed on.</summary>
    private static int Left(Link link) => link.Above is null ? link.Power.DelegableDepth : Math.Min(link.Delegation!.PassOn, Left(link.Above) - 1);

    private static bool Covers(Link link, UnitOnDay place, StructureOnDay view)
    {
        for (var one = link; one is not null; one = one.Above)
        {
            var own = one.Limits.Area is { } area ? view.Expand(area.Id).Any(named => named.Contains(place)) : one.Unit.Contains(place);
            if (!own) return false;
        }

        return true;
    }

    private bool Allows(Link link, Question question, UnitOnDay place, StructureOnDay view)
    {
        if (!Covers(link, place, view) && !(question.Place is null && link.Above is null && link.Unit.Ground is null && link.Limits.Area is null)) return false;
        if (question.Amount is { Value: < 0 }) return false;
        if (question.Outcome is { } outcome && link.Power.Outcomes.Count > 0 && !link.Power.Outcomes.Any(one => one.Id == outcome)) return false;
        if (link.Power.When is { } ofPower && !Holds(ofPower, question, link.Unit)) return false;
        for (var one = link; one is not null; one = one.Above)
        {
            var limits = one.Limits;
            if (limits.Matters is { } matters && !matters.Any(matter => matter.Id == question.Matter)) return false;
            if (limits.Outcomes is { } outcomes && question.Outcome is not null && !outcomes.Any(some => some.Id == question.Outcome)) return false;
            if (limits.When is { } when && !Holds(when, question, one.Unit)) return false;
            foreach (var span in Enum.GetValues<CeilingSpan>())
            {
                if (!Fits(limits.Amount(span), question.Amount, one, span, number: false, question)) return false;
                if (!Fits(limits.Number(span), question.Number, one, span, number: true, question)) return false;
            }
        }

        return true;
    }

    private bool Fits(Ceiling? ceiling, Quantity? asked, Link link, CeilingSpan span, bool number, Question question)
    {
        if (ceiling is null) return true;
        var most = ceiling.Fixed ?? (ceiling.Formula is { } formula ? Evaluate(formula, question, link.Unit).Quantity : null);
        if (most is not { } limit || asked is not { } sum || sum.Dimension != limit.Dimension) return false;
        var total = sum;
        if (span != CeilingSpan.Case)
        {
            foreach (var used in history.OfType<AuthorityEvent.Used>())
            {
                if (!used.Chain.Contains(link.Key) || !SamePeriod(used.Day, question.Day, span)) continue;
                if ((number ? used.Number : used.Amount) is { } taken && taken.Dimension == limit.Dimension) total = total.Plus(taken)!.Value;
            }
        }

        return Quantity.Compare(total, limit) <= 0;
    }

    private static bool SamePeriod(DateOnly one, DateOnly other, CeilingSpan span) => one.Year == other.Year && span switch
    {
        CeilingSpan.Year => true,
        CeilingSpan.Quarter => (one.Month - 1) / 3 == (other.Month - 1) / 3,
        _ => one.Month == other.Month,
    };

    private static bool Holds(Formula formula, Question question, UnitOnDay unit) => Evaluate(formula, question, unit).IsYes;

    private static Value Evaluate(Formula formula, Question question, UnitOnDay unit) =>
        Expression.TryParse(formula.Text, out var expression, out _) ? expression.Check(new AnyName()).Checked?.Evaluate(new Facts(question, unit)) ?? Value.Missing : Value.Missing;

    private bool InForce(IReadOnlyList<Citation> basis, DateOnly day) => basis.All(citation =>
        structure.InForce(citation, day) && !history.OfType<AuthorityEvent.Repealed>().Any(one => one.From <= day && one.Article.Law == citation.Law && (one.Article.Article is null || one.Article.Article == citation.Article)));

    private bool HasPost(string post, UnitOnDay unit, StructureOnDay view, DateOnly day) =>
        view.PostAt(post, unit) is not null && !history.OfType<AuthorityEvent.PostEnded>().Any(one => one.From <= day && one.Post == post && one.Unit == unit.Id);

    private static IReadOnlyList<UnitOnDay> Units(PostName post, StructureOnDay view) => post.At is null ? view.UnitsWithPost(post.Post) : view.Expand(post.At);

    private sealed class Facts(Question question, UnitOnDay unit) : IFacts
    {
        public Value Root(string name) => name switch
        {
            "unit" => Value.Of(new Entity("unit", "")),
            "day" => Value.Of(question.Day),
            _ => question.Facts?.Root(name) ?? Value.Missing,
        };

        public Value Item(Entity record, string item) => record.Register == "unit"
            ? decimal.TryParse(unit.Unit.Fact($"unit.{item}"), System.Globalization.CultureInfo.InvariantCulture, out var number) ? Value.Of(number) : Value.Missing
            : question.Facts?.Item(record, item) ?? Value.Missing;

        public int? WorkingDays(DateOnly from, DateOnly to) => null;
    }

    private sealed class AnyName : INames
    {
        public IEnumerable<string> Roots => [];

        public FactType? Root(string name) => FactType.NotKnown;

        public FactType? Item(string register, string item) => FactType.NotKnown;

        public IReadOnlyCollection<string>? Codes(string list) => null;

        public IEnumerable<string> Items(string register) => [];
    }
}
