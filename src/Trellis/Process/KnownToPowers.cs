using Trellis.Authority;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Process;

/// <summary>A matter as the powers read it: the questions that acts in it put to them, with what was given in it, and who could decide. Real and simulated acts ask the same.</summary>
/// <param name="structure">The version that is pinned, with the overlays of the place.</param>
/// <param name="given">The newest first.</param>
/// <param name="others">What the base says of the rows in the roles, where nothing was given; null where it says nothing.</param>
public sealed class KnownToPowers(GovernanceStructure structure, IReadOnlyList<GivenItem> given, IFacts? others = null)
{
    private Authority.KnownFacts? _facts;
    private (FixedList<EarlierPerformer> Of, FixedList<EarlierAct> As)? _earlier;

    public IReadOnlyList<GivenItem> Given => given;

    /// <summary>The question that a need is, without who asks.</summary>
    public Question Question(PowerNeeded needed) => new()
    {
        Post = "",
        Unit = "",
        Power = needed.Power,
        Matter = needed.Type,
        Step = needed.Step,
        Place = needed.Place?.Text,
        Day = needed.Day,
        Amount = SumOf(needed),
        Facts = _facts ??= new(given.Where(static one => one.Value.IsKnown).Select(static one => KeyValuePair.Create(one.Fact, one.Value)), others),
    };

    /// <summary>The question that a need is in a matter, without who asks: whether they may do it at all.</summary>
    public Question Question(PowerNeeded needed, Matter matter) => Question(needed) with
    {
        Outcome = needed.Outcome,
        Earlier = EarlierIn(matter),
    };

    /// <summary>Whether somebody may do an act that needs a power, with the outcome and the sum that they decide on; whether they may do it at all where no act is said.</summary>
    public Question Question(PowerNeeded needed, Matter matter, Actor.Officer by, IAct? act = null)
    {
        var question = Question(needed, matter) with { Post = by.Seat.Post, Unit = by.Seat.Unit.Text, Actor = by.Person.Text };
        return (act as PerformStep)?.Result is StepResult.Decided { Amount: { } sum } ? question with { Amount = sum } : question;
    }

    private FixedList<EarlierAct> EarlierIn(Matter matter)
    {
        if (_earlier is { } known && known.Of == matter.Earlier) return known.As;
        var earlier = matter.Earlier.ConvertAll(static one => new EarlierAct(one.Step, one.Actor.Text));
        _earlier = (matter.Earlier, earlier);
        return earlier;
    }

    public Quantity? SumOf(PowerNeeded needed) => needed.SumIn(given, structure) ?? (others is not null && needed.Amount is { } name ? InBase(others, name) : null);

    /// <summary>The same act, where a sum that the step names was given before, with that: it is the sum decided on, also where the decision does not repeat it.</summary>
    public IAct WithSum(IAct act, PowerNeeded? needed) =>
        needed is { Amount: not null } && act is PerformStep { Result: StepResult.Decided { Amount: null } decided } perform && SumOf(needed) is { } sum ? perform with { Result = decided with { Amount = sum } } : act;

    private static Quantity? InBase(IFacts facts, string name)
    {
        var steps = name.Split('.');
        var value = facts.Root(steps[0]);
        for (var at = 1; at < steps.Length && value.Record is { } row; at++) value = facts.Item(row, steps[at]);
        return value.Quantity;
    }

    /// <summary>The first of <see cref="Deciders"/>; null where nobody may use the power here.</summary>
    public PostAt? NearestDecider(PowerNeeded needed, Mandates mandates, Standing standing) =>
        mandates.NearestThatCould(Question(needed), standing) is { } nearest ? new PostAt(nearest.Post, new UnitId(nearest.Unit.Id)) : null;

    /// <summary>All who may use a power here, nearest first.</summary>
    public IReadOnlyList<PostAt> Deciders(PowerNeeded needed, Mandates mandates, Standing standing) =>
        mandates.MandatesThatCould(Question(needed), standing).ConvertAll(static one => new PostAt(one.Post, new UnitId(one.Unit.Id)));
}
