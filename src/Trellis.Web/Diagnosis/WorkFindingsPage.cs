using System.Globalization;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Records;
using Trellis.Diagnosis.Reports;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Diagnosis;
using Trellis.Structure.Findings;
using Trellis.Web.Pilots;
using Trellis.Web.Process;
using Trellis.Web.Shared;
using Trellis.Web.Structure;

namespace Trellis.Web.Diagnosis;

/// <summary>Where a finding shows: matters that the reader may open, and how many are not theirs to see.</summary>
public sealed record ShownEvidence(IReadOnlyList<EntryLink> Links, int Hidden)
{
    public Text Unseen => Links.Count > 0
        ? new($"另有 {Hidden} 处您不能查看。", $"{Hidden} more are not yours to see.")
        : new($"{Hidden} 处，只有办理的单位能打开。", $"{Hidden} places, which the units that handle them can open.");
}

/// <summary>
/// What the record of the work shows: faults of rules and of how work is laid out, never of people. A finding about a unit is shown to that unit and to nobody else until it has answered or had its time to answer; from then on the
/// answer stands beside it.
/// </summary>
public sealed class WorkFindingsPage : SitePage
{
    private const int Most = 40;

    /// <summary>So long a reader waits of a short record; after that they see what was found before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public override Text Heading => new("工作里看出的问题", "What the work shows");

    public override string Way => "/structure";

    /// <summary>Null while it is being worked out, and before there is a record.</summary>
    public RecordDiagnosis? Found { get; private set; }

    /// <summary>Whether the record has grown since.</summary>
    public bool IsOlder { get; private set; }

    public IReadOnlyList<LogFinding> Shown { get; private set; } = [];

    public IReadOnlyList<ValuesInDispute> Disputes { get; private set; } = [];

    /// <summary>Those about the reader's unit that it has not answered.</summary>
    public IReadOnlyList<LogFinding> Ours { get; private set; } = [];

    /// <summary>How many wait for units that are not the reader's, and until when at most; null where none of those was told yet.</summary>
    public (int Count, DateOnly? Until) Waiting { get; private set; }

    /// <summary>How many more there are than a page holds.</summary>
    public int Further { get; private set; }

    public IReadOnlyList<(string Codes, string Why)> Silent { get; private set; } = [];

    public FindingTexts Texts => new(Language);

    public string Lead => Found is { } found ? Texts.Lead(found.Work) : "";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        if (Site.Findings is not { } desk) return;
        try
        {
            if (await desk.AtHandAsync(Patience, cancellationToken) is not { } found) return;
            var theirs = found.Work.Findings.Where(IsForReader).ToList();
            Shown = desk.WithWords(found.Work with { Findings = [.. theirs.Take(Most)] }).Findings;
            Further = Math.Max(0, theirs.Count - Most);
            var waiting = found.Work.Findings.Where(finding => !IsForReader(finding)).ToList();
            Waiting = (waiting.Count, waiting.Max(static finding => finding.Hearing!.Until));
            Ours = [.. Shown.Where(finding => IsUnanswered(finding, Reader))];
            Found = found;
        }
        catch (MachineFault)
        {
            return;
        }

        IsOlder = !desk.IsOfNow(Found);
        Disputes = Found.Disputes;
        Silent = [.. FindingWords.Silent(Found.Work).Select(one => (one.Codes, Say(one.Why)))];
    }

    public string Value(double value, LogFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return FindingWords.Value(value, finding.Unit, Language);
    }

    public ShownEvidence EvidenceOf(LogFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var links = new List<EntryLink>();
        foreach (var id in finding.Evidence)
        {
            // An entry is proved to anybody; a matter opens for those who may see it.
            if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var position)) links.Add(new EntryLink(Say($"第 {Showing.Number(position)} 条条目的证明", $"Proof of entry {Showing.Number(position)}"), $"/receipt/{id}"));
            else if (Reader is { } reader && Site.Desk?.Questions.Find(reader, new MatterId(id)) is var (matter, _)) links.Add(new EntryLink(matter.Number, $"/matters/{matter.Id.Text}"));
        }

        return new ShownEvidence(links, finding.Evidence.Count - links.Count);
    }

    /// <summary>The page of the rule; empty where the structure has no line about it.</summary>
    public string RuleOf(LogFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Cause is { } cause ? Proposing.Link(this, cause.Entry.Split(',')[0]).Address : "";
    }

    /// <summary>Where a change is proposed: of the rule that an overlay is about, else of the one that the finding leans on. Empty where there is none, nobody answers proposals, or nobody is signed in who could make one.</summary>
    public string ProposeAt(LogFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var rule = finding.Overlay is { } overlay ? Proposing.Link(this, overlay.Rule).Address : RuleOf(finding);
        return rule.Length > 0 && Reader is not null && Proposing.TypeOf(InForce.Structure, Site.Today) is not null ? rule + "/propose" : "";
    }

    /// <summary>What a proposal begins with: the finding, in words that its reader may change.</summary>
    public string WordsOf(LogFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var mend = FindingExplanations.Of(finding.Code) is { } explained ? "\n" + Say(explained.Mend) : "";
        return FindingWords.Plain($"{finding.Code.Code} {Say(finding.Code.Title)}\n{Say(finding.Says)}{mend}");
    }

    /// <summary>Since when a finding waits, and until when.</summary>
    public string Asked(LogFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Hearing is not { Since: { } since, Until: { } until } hearing ? ""
            : hearing.WaitsOn(Site.Today) ? Say($"{Show.Day(since)}起等本单位答复；{Show.Day(until)}以前只有本单位看得到。", $"It has waited for your unit since {Show.Day(since)}. Until {Show.Day(until)} it is shown to your unit alone.")
            : Say($"{Show.Day(since)}起等本单位答复，期限 {Show.Day(until)}已过，现在谁都能看；仍然可以答复。", $"It has waited for your unit since {Show.Day(since)}. The time to answer ended on {Show.Day(until)}, so everybody reads it now; you can still answer.");
    }

    /// <summary>Where the reader's unit answers a finding about it; empty where it is about others, or nobody told them of it yet.</summary>
    public string AnswerAt(LogFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return Reader is Actor.Officer officer && finding.Hearing is { Number: { } number } hearing && hearing.IsOf(officer.Seat.Unit) ? AddressOf(number) : "";
    }

    internal static string AddressOf(long number) => string.Create(CultureInfo.InvariantCulture, $"/structure/findings/work/{number}");

    /// <summary>Whether a finding waits for the unit of whoever reads.</summary>
    internal static bool IsUnanswered(LogFinding finding, Actor? reader) => reader is Actor.Officer { Seat.Unit: var unit } && finding.Hearing is { Number: not null } hearing && hearing.Silent.Contains(unit.Text, StringComparer.Ordinal);

    /// <summary>What is said of units is theirs to answer first.</summary>
    private bool IsForReader(LogFinding finding) => finding.Hearing?.IsFor((Reader as Actor.Officer)?.Seat.Unit, Site.Today) != false;
}
