using Microsoft.AspNetCore.Mvc;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Web.Shared;
using Trellis.Web.Structure;

namespace Trellis.Web.Process;

/// <summary>One service as its matter type says it: who, what is needed, how long, who decides, on what basis.</summary>
public sealed class GuideTypePage : SitePage
{
    private FlowOutline? _words;
    private PlacedNames? _names;

    public override Text Heading => Type!.Name;

    public override string Way => "/guide";

    public MatterType? Type { get; private set; }

    public IReadOnlyList<OutlineLine> Course { get; private set; } = [];

    public Text DutyName => InForce.Structure.Duties.On(Type!.Duty.Id, Site.Today)?.Name ?? new(Type!.Duty.Id, Type.Duty.Id);

    /// <summary>Whether a resident files it for themselves.</summary>
    public bool MayFile => FilingQuestions.IsForResidents(Type!);

    /// <summary>The reader's unit, in whose name they file it; null where they do not.</summary>
    public UnitOnDay? Unit => Reader is Actor.Officer { Seat.Unit: var unit } && Today.Unit(unit.Text) is { } own && FilingQuestions.IsForUnit(Type!, own) ? own : null;

    /// <summary>Whether an officer files it for somebody who comes to the counter.</summary>
    public bool IsForCounters => FilingQuestions.IsForCounters(Type!);

    /// <summary>Whether units file it from their posts.</summary>
    public bool IsForUnits => FilingQuestions.IsForUnits(Type!);

    public Text Units => UnitsOf(Type!);

    /// <summary>What is held already of the resident who reads, and is not asked of them: that it is, and not what.</summary>
    public IReadOnlyList<HeldAlready> Held { get; private set; } = [];

    /// <summary>The kinds of units that may ask for something, as people say them.</summary>
    internal static Text UnitsOf(MatterType type)
    {
        List<Text> words = [.. type.Guide.For.Where(static one => one != "resident").Select(FlowWords.Asker)];
        return new(string.Join('、', words.Select(static one => one.Zh)), words.Count > 1 ? $"{string.Join(", ", words.SkipLast(1).Select(static one => one.En))} and {words[^1].En}" : words is [var one] ? one.En : "");
    }

    /// <summary>Where somebody can be spoken to: the posts that receive it, in which units, and when they are there.</summary>
    public IReadOnlyList<(string Who, EntryLink Where, string Hours)> Counters =>
    [
        .. Type!.Steps.Where(static step => step.Kind == StepKind.Receive && step.By is not null).Select(static step => step.By!.Value).DistinctBy(static by => by.Post)
            .SelectMany(by => InForce.Structure.Posts.Of(by.Post).Where(row => row.HoldsOn(Site.Today) && (by.At is not { } at || row.Where.Id == at))).Select(row => (Say(row.Name), new EntryWords(this).UnitOrGroup(row.Where.Id), HoursInWords.Of(this, row))),
    ];

    public Text? Promise => Limit(Type!.Guide.Promise);

    public Text? FirstAnswer => Limit(Type!.Guide.FirstAnswer);

    public IReadOnlyList<(Text Name, Text? Means)> Asks => [.. Type!.Asks.Select(asked => Type.About.FirstOrDefault(role => role.Name == asked.Id) is { } role ? (Whom(role), null) : (_names!.NameOf(asked.Id), _names.ItemOf(asked.Id)?.Means))];

    public IActionResult OnGet(string type)
    {
        if (InForce.Structure.Matters.On(type, Site.Today) is not { } found) return new NotFoundResult();
        Type = found;
        _names = new PlacedNames(this, found, InForce.Structure);
        var flow = CompiledFlow.Of(found, InForce.Structure, Site.Today);
        _words = new FlowOutline(flow, InForce.Structure, Site.Today);
        Course = FlowOutline.Of(flow, InForce.Structure, Site.Today);
        if (Reader is Actor.Resident resident && MayFile) Held = new FilingQuestions(this, found, resident.Person).Held;
        return Page();
    }

    /// <summary>A role is a row of a register: one's own, or one that is pointed out.</summary>
    private Text Whom(Role role)
    {
        switch (role.Register.Id)
        {
            case "unit": return role.Name is "applicant" ? new("本单位", "Your unit") : new("是哪个单位", "Which unit");
            case "rule": return new("是哪条规则", "Which rule");
        }

        var register = InForce.Structure.Registers.On(role.Register.Id, Site.Today)?.Name ?? new(role.Register.Id, role.Register.Id);
        return role is { Register.Id: "person", Name: "applicant" or "requester" } ? new("您本人", "Yourself") : role.Name is "applicant" ? new("本单位", "Your unit") : new($"是哪一个（{register.Zh}）", $"Which one ({register.En.ToLowerInvariant()})");
    }

    private Text? Limit(Term? term) => term switch
    {
        { Fixed: { } given } => FlowWords.Of(given),
        { Formula: { } formula } => _words!.Words(formula),
        _ => null,
    };
}
