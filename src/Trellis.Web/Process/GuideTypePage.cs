using Microsoft.AspNetCore.Mvc;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Web.Shared;

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
        return Page();
    }

    /// <summary>A role is a row of a register: one's own, or one that is pointed out.</summary>
    private Text Whom(Role role)
    {
        var register = InForce.Structure.Registers.On(role.Register.Id, Site.Today)?.Name ?? new(role.Register.Id, role.Register.Id);
        return role is { Register.Id: "person", Name: "applicant" or "requester" } ? new("您本人", "Yourself") : new($"{register.Zh}中的哪一个", $"Which one of: {register.En}");
    }

    private Text? Limit(Term? term) => term switch
    {
        { Fixed: { } given } => FlowWords.Of(given),
        { Formula: { } formula } => _words!.Words(formula),
        _ => null,
    };
}
