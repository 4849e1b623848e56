using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Process.Clocks;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Pilots.Plans;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Pilots;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Process;
using Trellis.Web.Shared;
using Trellis.Web.Structure;

namespace Trellis.Web.Pilots;

/// <summary>A proposal in the list: which rule, since when, how it stands. Not who made it.</summary>
/// <param name="Outcome">What was decided, as a word; null while it is open or where it was withdrawn.</param>
public sealed record ProposalLine(Matter Matter, MatterType Type, EntryLink Rule, string? Outcome, DateTimeOffset? Promised);

/// <summary>A page about proposals to change a rule.</summary>
public abstract class ProposalPages : SitePage
{
    public override string Way => "/structure";

    protected override bool OutlivesSessions => true;

    public DateTimeOffset Now => Site.Time.GetUtcNow();

    public string Standing(ProposalLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.Outcome is { } outcome) return Proposing.NameOf(this, line.Type, outcome);
        return line.Matter.State == MatterState.Closed ? Say("撤回了，或者没有决定就结束了", "withdrawn, or ended without a decision") : Say("还在答复", "being answered");
    }

    public string Colour(ProposalLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Outcome is not null ? "good" : line.Matter.State == MatterState.Closed ? "" : line.Promised < Now ? "late" : "waits";
    }

    protected ProposalLine? Line(Matter matter)
    {
        ArgumentNullException.ThrowIfNull(matter);
        var pinned = Site.Desk!.Versions.Of(matter.Version);
        if (pinned.Structure.Matters.On(matter.Type, pinned.DayOf(matter.Filed)) is not { } type || Proposing.RuleOf(matter) is not { } rule) return null;
        return new ProposalLine(matter, type, Proposing.Link(this, rule), Proposing.OutcomeOf(matter, type), Promises.DueOf(matter, InForce.At(matter.Place, Site.Today).Times));
    }
}

/// <summary>All proposals, the open ones apart from those that ended.</summary>
public sealed class ProposalsPage : ProposalPages
{
    private const int RowsOfPage = 50;

    public override Text Heading => new("规则修改建议", "Proposals to change rules");

    public bool Closed { get; private set; }

    public IReadOnlyList<ProposalLine> Lines { get; private set; } = [];

    /// <summary>How many there are of them.</summary>
    public long Count { get; private set; }

    public string? Next { get; private set; }

    public void OnGet(string? closed, string? after)
    {
        Closed = closed == "yes";
        if (Site.Desk is not { } desk) return;
        var type = Proposing.TypeOf(InForce.Structure, Site.Today);
        if (type is not null) Count = desk.Questions.FlowOf(type.Id) is var counted && Closed ? counted.Closed : counted.Open;
        var found = desk.Questions.Proposals(Closed, after is null ? null : new MatterId(after), RowsOfPage + 1);
        Next = found.Count > RowsOfPage ? found[RowsOfPage - 1].Id.Text : null;
        Lines = [.. found.Take(RowsOfPage).Select(Line).OfType<ProposalLine>()];
    }
}

/// <summary>One proposal: where it stands, by when it is answered; and for its proposer and those who answer it the words, what they would change, and what came of living through it.</summary>
public sealed class ProposalPage : ProposalPages
{
    public override Text Heading => new($"建议修改：{Shown!.Rule.Name}", $"Proposed change: {Shown.Rule.Name}");

    public ProposalLine? Shown { get; private set; }

    public IReadOnlyList<(string What, string Who, DateTimeOffset At, string Outcome)> Course { get; private set; } = [];

    /// <summary>Whether the reader made it.</summary>
    public bool IsTheirs { get; private set; }

    /// <summary>Whether the reader may have the words shown; that is entered.</summary>
    public bool MayOpen { get; private set; }

    public Text? WhyNotOpened { get; private set; }

    /// <summary>Null where they are not shown.</summary>
    public string? Words { get; private set; }

    /// <summary>The overlay; null where there is none, or it is not shown.</summary>
    public string? Written { get; private set; }

    /// <summary>Why those who answered it decided as they did; null where it is not shown.</summary>
    public string? Reason { get; private set; }

    public PlanInSections? Plan { get; private set; }

    /// <summary>Whether it is still being lived through.</summary>
    public bool IsBeingSimulated { get; private set; }

    /// <summary>Whether the reader may lay its text open as the next version of the structure.</summary>
    public bool MayLayOpen { get; private set; }

    public long? JustDone { get; private set; }

    public IReadOnlyList<string> Faults { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string number, string? open, long? done, CancellationToken cancellationToken) => await FindAsync(number, open == "yes", done, cancellationToken) ?? Page();

    /// <summary>What was adopted becomes a version that everybody can read and the units whose duties grow can object to.</summary>
    public async Task<IActionResult> OnPostAsync(string number, CancellationToken cancellationToken)
    {
        if (await FindAsync(number, open: true, done: null, cancellationToken) is { } instead) return instead;
        if (!MayLayOpen || Written is not { } text || Reader is not Actor.Officer officer) return new NotFoundResult();
        var form = await Request.ReadFormAsync(cancellationToken);
        if (!int.TryParse(form["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > 90)
        {
            Faults = [Say("请写 1 到 90 天。", "Write 1 to 90 days.")];
            return Page();
        }

        try
        {
            var until = Now.AddDays(days);
            switch (await Site.Desk!.ProposeAsync(officer, Site.Proposed!.With(Proposing.RuleOf(Shown!.Matter)!, text), until, InForce.DayOf(until).AddDays(1), $"lay-open-{Shown!.Matter.Number}", cancellationToken))
            {
                case ActAnswer.Done one:
                    return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/structure/versions?done={one.Receipt.First}"));
                case ActAnswer.Refused refused:
                    Faults = [SayWhy(refused.Why)];
                    return Page();
                default:
                    return LocalRedirect("/structure/versions");
            }
        }
        catch (UnusableInput fault)
        {
            Faults = [Say(fault.Says), Say(fault.Advises)];
            return Page();
        }
        catch (MachineFault)
        {
            Faults = [Say("现在存不下来，过一会儿再按一次。", "It cannot be stored just now; press again in a moment.")];
            return Page();
        }
    }

    private async Task<IActionResult?> FindAsync(string number, bool open, long? done, CancellationToken cancellationToken)
    {
        if (Site.Desk is not { } desk || desk.Questions.Proposal(number) is not { } matter || Line(matter) is not { } line) return new NotFoundResult();
        (Shown, JustDone) = (line, done);
        Course = [.. matter.Done.Where(static one => !one.IsSkipped).Select(one => (one, Step: line.Type.Steps.FirstOrDefault(step => step.Id == one.Step))).Where(static one => one.Step is not null)
            .Select(one => (StepWords.Of(this, one.Step!), one.one.By is { } unit ? NameOf(unit) : Say("建议人", "the proposer"), one.one.At, one.Step!.Kind == StepKind.Decide ? Proposing.NameOf(this, line.Type, one.one.Outcome) : ""))];
        switch (Reader)
        {
            case Actor.Resident or Actor.Officer when ProposePage.PersonOf(Reader) is var person && matter.FiledFor == person:
                // In a post or not, they are the same person; these are their own words.
                IsTheirs = true;
                Take(desk.Questions.Contents(new Actor.Resident(person), matter.Id));
                break;
            case Actor.Officer officer when desk.Questions.MaySee(officer, matter) && SeeingMatters.MayRead(officer, matter):
                MayOpen = !open;
                if (!open || Site.Looks is not { } looks) break;
                switch (await looks.LookIntoAsync(officer, matter.Id, cancellationToken))
                {
                    case LookAnswer.Committed(var look):
                        Take(desk.Questions.Contents(looks, look));
                        MayLayOpen = Written is not null && line.Outcome is { } outcome && line.Type.Steps.Any(step => step.Outcomes.Any(one => one.Outcome == outcome && one.Result == "solved")) && desk.Questions.MayChangeStructure(officer);
                        break;
                    case LookAnswer.Refused refused:
                        WhyNotOpened = InWords(refused.Why);
                        break;
                }

                break;
        }

        if (Written is { } text && Site.Proposed is { } proposed && await proposed.PlanAsync(Proposing.RuleOf(matter)!, text, cancellationToken) is { Plan: { } plan } tried)
        {
            IsBeingSimulated = tried.Effects is null && !plan.ChangesNothing;
            if (IsBeingSimulated) proposed.Simulate(Proposing.RuleOf(matter)!, text);
            Plan = InWords(PlanInSections.Of(plan, Language, tried.Effects));
        }

        return null;
    }

    private void Take(IReadOnlyList<WrittenLine>? lines)
    {
        foreach (var line in lines ?? [])
        {
            if (line is { IsFact: true, Part: Proposing.Words } or { IsFact: false, Part: "said" }) Words ??= line.Written;
            else if (line is { IsFact: true, Part: Proposing.Written }) Written = line.Written;
            else if (line is { IsFact: false, Part: "reason", Written: { } why }) Reason = why;
        }
    }
}
