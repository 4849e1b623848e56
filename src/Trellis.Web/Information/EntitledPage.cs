using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Process.Flows;
using Trellis.Structure;

namespace Trellis.Web.Information;

/// <summary>To what a person may be entitled, by what is held of them: it is worked out for their own eyes, and nobody is refused anything by it.</summary>
public sealed class EntitledPage : OwnPages
{
    public override Text Heading => new("我可能可以享受的", "What I may be entitled to");

    public IReadOnlyList<MatterType> Types { get; private set; } = [];

    public IActionResult OnGet()
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        if (Site.Forms is { } forms) Types = forms.Questions.Entitled(((Actor.Resident)Reader!).Person);
        return Page();
    }

    /// <summary>The rule by which it was found, in words.</summary>
    public string Rule(MatterType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Say(new FlowOutline(CompiledFlow.Of(type, InForce.Structure, Site.Today), InForce.Structure, Site.Today).Words(type.Entitled) ?? type.Name);
    }

    public string Basis(MatterType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return string.Join(Say("、", ", "), type.Guide.Basis.Select(NameOf));
    }

    public string? Promise(MatterType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Guide.Promise is { Fixed: { } limit } ? Say(FlowWords.Of(limit)) : null;
    }
}
