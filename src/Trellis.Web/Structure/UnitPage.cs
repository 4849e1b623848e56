using Microsoft.AspNetCore.Mvc;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Structure;

/// <summary>How a unit comes by a power that one of its duties needs.</summary>
public enum Means
{
    /// <summary>One of its posts holds it by law.</summary>
    Own,

    /// <summary>One of its posts was lent it.</summary>
    Lent,

    /// <summary>None of its posts may: whoever bears the duty waits for another.</summary>
    Missing,
}

/// <param name="Who">The post that may; where none does, who may instead.</param>
public sealed record NeededPower(Power Power, Means Means, string Who);

public sealed record BorneDuty(Duty Duty, bool Leads, IReadOnlyList<NeededPower> Powers);

/// <summary>A unit: where it stands, what it owes, and with which powers; a gap is seen at a glance.</summary>
public sealed class UnitPage : UnitPages
{
    public IActionResult OnGet(string id) => Find(id);
}

/// <summary>A page about a unit.</summary>
public abstract class UnitPages : SitePage
{
    public override Text Heading => Unit!.Unit.Name;

    public override string Way => "/structure";

    public UnitOnDay? Unit { get; private set; }

    public IReadOnlyList<UnitOnDay> Above { get; private set; } = [];

    public IReadOnlyList<UnitOnDay> Below { get; private set; } = [];

    public IReadOnlyList<Post> Posts { get; private set; } = [];

    public IReadOnlyList<BorneDuty> Duties { get; private set; } = [];

    public IReadOnlyList<Form> Forms { get; private set; } = [];

    public int Gaps => Duties.Sum(static duty => duty.Powers.Count(static one => one.Means == Means.Missing));

    protected IActionResult Find(string id)
    {
        Unit = Today.Unit(id);
        if (Unit is null) return new NotFoundResult();
        var above = new List<UnitOnDay>();
        for (var one = Unit.Parent; one is not null; one = one.Parent) above.Insert(0, one);
        Above = above;
        Below = StructureFrontPage.Below(Today, Unit);
        var posts = Today.PostsOf(Unit);
        Posts = [.. posts.Select(post => Today.PostAt(post, Unit)).OfType<Post>()];
        var structure = InForce.Structure;
        var needed = structure.Matters.All.Where(type => type.HoldsOn(Site.Today)).SelectMany(static type => type.Steps.Where(static step => step.Power is not null).Select(step => (Duty: (step.Duty ?? type.Duty).Id, Power: step.Power!.Value.Id))).ToLookup(static one => one.Duty, static one => one.Power);
        Duties =
        [
            .. structure.Duties.All.Where(duty => duty.HoldsOn(Site.Today)).Select(duty => (duty, Leads: duty.Leads.Any(lead => Today.IsIn(Unit, lead.Id)), Supports: duty.Supports.Any(support => Today.IsIn(Unit, support.Who.Id))))
                .Where(static one => one.Leads || one.Supports).OrderByDescending(static one => one.Leads)
                .Select(one => new BorneDuty(one.duty, one.Leads, one.Leads
                    ? [.. one.duty.NeededPowers.Select(static power => power.Id).Concat(needed[one.duty.Id]).Distinct(StringComparer.Ordinal).Select(power => structure.Powers.On(power, Site.Today)).OfType<Power>().Select(MeansOf)]
                    : [])),
        ];
        Forms = [.. structure.Forms.All.Where(form => form.HoldsOn(Site.Today) && posts.Contains(form.FilledBy.Post) && (form.FilledBy.At is not { } at || Today.IsIn(Unit, at)))];
        return Page();
    }

    private NeededPower MeansOf(Power power)
    {
        foreach (var holding in power.HeldBy)
            if (IsHere(holding.Post)) return new NeededPower(power, Means.Own, NameOfPost(holding.Post.Post));
        foreach (var delegation in InForce.Structure.Delegations.All)
            if (delegation.HoldsOn(Site.Today) && IsHere(delegation.Receiver) && RootOf(delegation) == power.Id) return new NeededPower(power, Means.Lent, NameOfPost(delegation.Receiver.Post));
        return new NeededPower(power, Means.Missing, string.Join(Say("、", ", "), power.HeldBy.Select(one => NameOf(one.Post))));
    }

    private bool IsHere(PostName post) => Today.PostAt(post.Post, Unit!) is not null && (post.At is not { } at || Today.IsIn(Unit!, at));

    private string? RootOf(Delegation delegation)
    {
        var at = delegation;
        for (var depth = 0; depth < 16; depth++)
        {
            if (at.Of.Kind == Kind.Power) return at.Of.Id;
            if (InForce.Structure.Delegations.On(at.Of.Id, Site.Today) is not { } source) return null;
            at = source;
        }

        return null;
    }
}

/// <summary>The duties of a unit against the powers that they need: what is here, what was lent, and where whoever bears the duty waits for another.</summary>
public sealed class MatrixPage : UnitPages
{
    public override Text Heading => new($"{Unit!.Unit.Name.Zh}：职责对职权", $"{Unit.Unit.Name.En}: duties and powers");

    /// <summary>Those with gaps stand first.</summary>
    public IEnumerable<BorneDuty> Led => Duties.Where(static duty => duty.Leads && duty.Powers.Count > 0).OrderByDescending(static duty => duty.Powers.Count(static one => one.Means == Means.Missing));

    /// <summary>Those that lack a power.</summary>
    public IEnumerable<BorneDuty> Lacking => Led.Where(static duty => duty.Powers.Any(static one => one.Means == Means.Missing));

    /// <summary>Whether only those that lack one are shown.</summary>
    public bool OnlyGaps { get; private set; }

    public IEnumerable<BorneDuty> Shown => OnlyGaps ? Lacking : Led;

    public IActionResult OnGet(string id, string? only, string? table)
    {
        if (Find(id) is NotFoundResult none) return none;
        OnlyGaps = only == "gaps";
        return table == "csv"
            ? CsvAnswer.Of("duties-and-powers", [Say("职责", "Duty"), Say("职权", "Power"), Say("在哪里", "Where it lies"), Say("谁有", "Who has it")], Shown.SelectMany(borne => borne.Powers.Select(one => (IReadOnlyList<string>)[Say(borne.Duty.Name), Say(one.Power.Name), MeansIn(one.Means), one.Who])))
            : Page();
    }

    private string MeansIn(Means means) => means switch { Means.Own => Say("本单位有", "held here"), Means.Lent => Say("已授给本单位", "lent to it"), _ => Say("不在本单位", "held elsewhere") };
}
