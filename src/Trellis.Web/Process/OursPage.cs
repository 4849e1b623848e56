using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>An agreement that an office wants of a unit, as the structure states it.</summary>
/// <param name="With">Who asks for it.</param>
/// <param name="Waiting">At how many points it waits now.</param>
public sealed record WantedAgreement(MatterType Type, FlowPart.Step Step, string With, Text? What, Text? For, Text? Until, long Waiting);

/// <summary>
/// The home of those who are no office: villages, organisations, firms. What they are asked to agree to and may decline, what they are to decide together, what others wait for from them,
/// and what is owed to them.
/// </summary>
public sealed class OursPage : SitePage
{
    private const int RowsOfPart = 20;

    public override Text Heading => new("我们的事", "Our affairs");

    public override string Way => "/ours";

    public string Whose => Reader is Actor.Officer officer ? NameOf(officer.Seat) : "";

    public DateTimeOffset Now { get; private set; }

    /// <summary>Votes and hearings that are theirs to hold.</summary>
    public IReadOnlyList<WaitingPoint> Decisions { get; private set; } = [];

    /// <summary>Agreements that they are to reach with others.</summary>
    public IReadOnlyList<WaitingPoint> Agreements { get; private set; } = [];

    /// <summary>Agreements that others want of them.</summary>
    public IReadOnlyList<WantedAgreement> Wanted { get; private set; } = [];

    /// <summary>What else waits for them.</summary>
    public IReadOnlyList<WaitingPoint> Others { get; private set; } = [];

    /// <summary>What others wait for from them.</summary>
    public IReadOnlyList<WaitingPoint> Asked { get; private set; } = [];

    /// <summary>What they asked for and are not answered yet.</summary>
    public IReadOnlyList<MatterLine> Owed { get; private set; } = [];

    public int Forms { get; private set; }

    public long Proposals { get; private set; }

    /// <summary>Whether a unit has this home: whoever decides by resolution or agreement, not by power.</summary>
    public static bool IsFor(UnitOnDay? unit) => unit is { UnitKind: UnitKind.Community or UnitKind.Association or UnitKind.Firm };

    public IActionResult OnGet()
    {
        if (Reader is not Actor.Officer officer || Site.Desk is not { } desk) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path)}");
        if (Today.Unit(officer.Seat.Unit.Text) is not { } unit || !IsFor(unit)) return LocalRedirect("/inbox");
        Now = Site.Time.GetUtcNow();
        var inbox = desk.Questions.Inbox(officer, null, MatterQuestions.MostRows)!.Rows;
        Decisions = [.. inbox.Where(point => KindOf(point) is StepKind.Resolve or StepKind.Consult)];
        Agreements = [.. inbox.Where(point => KindOf(point) == StepKind.Agree)];
        Others = [.. inbox.Where(point => KindOf(point) is not (StepKind.Resolve or StepKind.Consult or StepKind.Agree)).Take(RowsOfPart)];
        Asked = desk.Questions.AskedOf(officer, null, RowsOfPart)!.Rows;
        Owed = desk.Questions.List(new Actor.Resident(officer.Person), new MatterFilter(), MatterOrder.Promise, null, RowsOfPart)!.Rows.Where(static line => line.State != Trellis.Process.Matters.MatterState.Closed).ToList();
        Wanted =
        [
            .. InForce.Structure.Matters.All.Where(type => type.HoldsOn(Site.Today)).SelectMany(static type => type.Steps.Select(step => (Type: type, Step: step)))
                .Where(one => one.Step is { Kind: StepKind.Agree, With: { } other } && IsNamed(unit, other))
                .Select(one => new WantedAgreement(one.Type, one.Step, one.Step.By is { } asks ? NameOf(asks) : "", one.Step.What, one.Step.For, one.Step.Until, desk.Questions.WaitingOf(one.Type.Id).GetValueOrDefault(one.Step.Id).Waiting)),
        ];
        Forms = Site.Forms?.Questions.Owed(officer.Seat, 100).Count(static line => line is { Complete: null, IsSuspended: false }) ?? 0;
        if (Trellis.Web.Pilots.Proposing.TypeOf(InForce.Structure, Site.Today) is { } answered) Proposals = desk.Questions.FlowOf(answered.Id).Open;
        return Page();
    }

    /// <summary>Whether a step that is agreed with somebody means this unit: by its own name, or by that of its group.</summary>
    private bool IsNamed(UnitOnDay unit, PostName other) => (other.At ?? other.Post) is var name && (name == unit.Id || (InForce.Structure.Groups.Has(name) && Today.IsIn(unit, name)));

    private StepKind? KindOf(WaitingPoint point) => InForce.Structure.Matters.Of(point.Type) is [.., var type] ? type.Steps.FirstOrDefault(step => step.Id == point.Step)?.Kind : null;
}
