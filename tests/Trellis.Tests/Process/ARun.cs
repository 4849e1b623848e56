using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Process;

/// <summary>A matter of the small township on its way, with a clock that the test moves.</summary>
internal sealed class ARun
{
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("Asia/Shanghai", TimeSpan.FromHours(8), "Asia/Shanghai", "Asia/Shanghai");

    public static readonly ActorId Wang = new("r-wang");

    /// <summary>A Monday, 9 in the morning.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 5, 4, 1, 0, 0, TimeSpan.Zero);

    private readonly GovernanceStructure _structure;
    private readonly Mandates _mandates;
    private readonly MatterFlows _flows;
    private readonly Dictionary<(string Register, string Key, string Item), Value> _base = [];

    private ARun(GovernanceStructure structure) => (_structure, _mandates, _flows) = (structure, Mandates.Compile(structure), new MatterFlows(structure));

    private ARun(ARun other) => (_structure, _mandates, _flows) = (other._structure, other._mandates, other._flows);

    public Matter Matter { get; private set; } = null!;

    public List<IEvent> Events { get; } = [];

    public DateTimeOffset Now { get; set; } = Monday;

    public GovernanceStructure Structure => _structure;

    public MatterFlows Flows => _flows;

    /// <summary>The files of the township, with a matter type "case" of this flow.</summary>
    /// <param name="guide">The whole line of the guide, where another is wanted.</param>
    public static ARun Of(string flow, string more, string asks, string guide) => Of(flow, more, asks, guide, []);

    public static ARun Of(string flow, string more = "", string asks = "[applicant, facility]", params IReadOnlyList<(string, string)> files) =>
        Of(flow, more, asks, "guide: {for: [resident], fee: 0 CNY, promise: 10 working days, first-answer: 1 working day, basis: [liuhe-services/2]}", files);

    private static ARun Of(string flow, string more, string asks, string guide, IReadOnlyList<(string, string)> files)
    {
        var text = $$"""
            matter: case
            name: {zh: 例, en: Case}
            duty: small-repairs
            purpose: repairs
            about: {applicant: person, facility: facility}
            place: facility.site
            {{guide}}
            asks: {{asks}}
            {{more}}
            flow:

            """ + string.Concat(flow.ReplaceLineEndings("\n").Split('\n').Select(static line => $"  {line}\n"));
        return new ARun(AStructure.With([("matters/case.yaml", text), .. files]).Structure);
    }

    /// <summary>The same structure, and nothing happened yet.</summary>
    public ARun Again() => new(this);

    public static ARun OfTownship() => new(AStructure.Read("hello-village").Structure);

    public static ARun OfCounty() => new(AStructure.Read("cuiwei").Structure);

    public ARun Knowing(string register, string key, string item, Value value)
    {
        _base[(register, key, item)] = value;
        return this;
    }

    public ARun Filed(string type = "case", string place = "zhongliu", params IReadOnlyList<GivenItem> given)
    {
        Knowing("facility", "f-1", "number", Value.Of("f-1")).Knowing("person", "p-1", "number", Value.Of("p-1"));
        Do(FilingMatters.Decide(Filing(type, place, given), As(Resident)));
        return this;
    }

    public FileMatter Filing(string type = "case", string? place = "zhongliu", params IReadOnlyList<GivenItem> given) => new(
        new MatterId("m-1"), "2026-0001", type, "v1", place is null ? null : new UnitId(place),
        [.. _structure.Matters.Of(type) is [var found, ..] ? found.About.Select(static role => new BoundRole(role.Name, new RowId(role.Register.Id, role.Name is "applicant" ? "p-1" : "f-1"))) : []],
        Wang, Channel.Web, [.. given]);

    public static Actor Resident => new Actor.Resident(Wang);

    public static Actor Officer(string post, string person = "") =>
        new Actor.Officer(new ActorId(person.Length > 0 ? person : $"o-{post.Replace('@', '-')}"), PostAt.Parse(post)!.Value);

    public Circumstances As(Actor by, DateTimeOffset? happened = null) => new()
    {
        Structure = _structure,
        Today = _structure.On(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, Zone).DateTime)),
        Times = new Timetable(_structure, Zone),
        Flows = _flows,
        Now = Now,
        Happened = happened,
        By = by,
        Known = (record, item) => _base.GetValueOrDefault((record.Register, record.Key, item)),
        Deciders = needed => [.. _mandates.WhoCould(
            new Question
            {
                Post = "",
                Unit = "",
                Power = needed.Power,
                Matter = needed.Type,
                Step = needed.Step,
                Place = needed.Place?.Text,
                Day = needed.Day,
                Amount = needed.Amount is { } fact && _base.GetValueOrDefault(("matter", "m-1", fact["matter.".Length..])) is { Quantity: { } sum } ? sum : new Quantity(500, Measure.Yuan),
            },
            Standing.Nothing).Select(static answer => new PostAt(answer.Mandate!.Post, new UnitId(answer.Mandate.Unit.Id)))],
    };

    public ARun Do(Outcome outcome)
    {
        var accepted = outcome is Outcome.Accepted yes ? yes : throw new InvalidOperationException(((Outcome.Refused)outcome).Why.ToString());
        foreach (var one in accepted.Events)
        {
            Events.Add(one);
            Matter = one is MatterFiled filed ? FoldingMatters.Begin(filed) : FoldingMatters.Apply(Matter, one);
        }

        return this;
    }

    public ARun Do(Func<Matter, Circumstances, Outcome> rule, Actor by, DateTimeOffset? happened = null) => Do(rule(Matter, As(by, happened)));

    public Outcome Try(Func<Matter, Circumstances, Outcome> rule, Actor by, DateTimeOffset? happened = null) => rule(Matter, As(by, happened));

    /// <summary>Whoever the step is for does it; what it gives is made up.</summary>
    public ARun Perform(string key, StepResult? result = null, string? person = null, DateTimeOffset? happened = null, params IReadOnlyList<GivenItem> given) =>
        TryPerform(key, result, person, happened, given) is Outcome.Refused refused
            ? throw new InvalidOperationException($"{key} for {Matter.OpenAt(key)?.Performer} is refused: {refused.Why}")
            : Do(TryPerform(key, result, person, happened, given));

    public Outcome TryPerform(string key, StepResult? result = null, string? person = null, DateTimeOffset? happened = null, params IReadOnlyList<GivenItem> given)
    {
        foreach (var one in given)
            if (one.Fact.StartsWith("matter.", StringComparison.Ordinal)) Knowing("matter", "m-1", one.Fact["matter.".Length..], one.Value);
        var open = Matter.OpenAt(key);
        var by = open?.Performer is { Post: { } post } ? Officer(post.ToString() is ['@', ..] ? $"any{post}" : post.ToString(), person ?? "") : Resident;
        return DecidingActs.Decide(Matter, new PerformStep(Matter.Id, key, result ?? ResultOf(key), [.. given], new PersonalText("because")), As(by, happened));
    }

    public ARun Later(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public IEnumerable<string> OpenKeys => Matter.Open.Select(static one => one.Key).Order(StringComparer.Ordinal);

    public static void Refused(Refusal expected, Outcome outcome) => Assert.Equal<Outcome>(expected, outcome);

    private StepResult ResultOf(string key)
    {
        var step = _flows.Of(Matter.Type, new DateOnly(2026, 5, 4))!.Find(key.Split('#')[0])?.Step ?? throw new InvalidOperationException($"There is no step {key}.");
        return step.Kind switch
        {
            StepKind.Receive => new StepResult.Received(),
            StepKind.Check => new StepResult.Checked(true),
            StepKind.Consult => new StepResult.Consulted(3, 0),
            StepKind.Resolve => new StepResult.Resolved(10, 9, 8),
            StepKind.Agree => new StepResult.Agreed(true),
            StepKind.Decide => new StepResult.Decided(_flows.Of(Matter.Type, new DateOnly(2026, 5, 4))!.OutcomesOf(step)![0]),
            StepKind.Deliver => new StepResult.Delivered(),
            StepKind.Notify => new StepResult.Notified(),
            StepKind.Confirm => new StepResult.Confirmed(),
            _ => new StepResult.Performed(),
        };
    }

    public static FixedList<GivenItem> Given(params (string Fact, Value Value)[] items) => [.. items.Select(static one => new GivenItem(one.Fact, one.Value))];
}
