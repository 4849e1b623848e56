using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Trellis.Pilots.Plans;
using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Runtime;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Process;
using Trellis.Web.Shared;

namespace Trellis.Web.Pilots;

/// <summary>A page about versions of the structure: rules are nobody's secret.</summary>
public abstract class VersionPages : SitePage
{
    public override string Way => "/structure";

    protected override bool OutlivesSessions => true;

    public (string Words, string Colour) Standing(StructureAdoption version)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (version.Version == InForce.Version) return (Say("施行中", "in force"), "good");
        if (version.Adopted is not null) return version.InForce > Site.Today ? (Say($"已通过，{Show.Day(version.InForce)}起施行", $"adopted, in force from {Show.Day(version.InForce)}"), "good") : (Say("已被后来的版本代替", "followed by a later one"), "");
        return version.InForce <= Site.Today ? (Say("没有通过就过了期", "not adopted in time"), "") : (Say("在听取意见", "open to objections"), "waits");
    }
}

/// <summary>Every version that was laid open or adopted, the newest first.</summary>
public sealed class VersionsPage : VersionPages
{
    public override Text Heading => new("结构的各个版本", "Versions of the structure");

    public IReadOnlyList<StructureAdoption> Versions { get; private set; } = [];

    public long? JustDone { get; private set; }

    public void OnGet(long? done)
    {
        JustDone = done;
        if (Site.Desk is { } desk) Versions = [.. desk.Adoptions.Adoptions.Values.OrderByDescending(static one => one.Proposed).ThenBy(static one => one.Replaces is null).ThenBy(static one => one.Version, StringComparer.Ordinal)];
    }
}

/// <summary>One version: what units whose duties grow object, what they are answered, and that it is adopted.</summary>
public sealed class VersionPage : VersionPages
{
    private const string Object = "object";
    private const string Answer = "answer";
    private const string Adopt = "adopt";
    private const int LongestKey = 60;

    public override Text Heading => new("结构的一个版本", "A version of the structure");

    public StructureAdoption? Version { get; private set; }

    public SaidOfVersion? Said { get; private set; }

    public string Key { get; private set; } = "";

    /// <summary>Which act is looked over: object, answer, adopt; empty for none.</summary>
    public string Checking { get; private set; } = "";

    public IReadOnlyList<AskedField> Fields { get; private set; } = [];

    public IReadOnlyList<string> Faults { get; private set; } = [];

    public long? JustDone { get; private set; }

    private Actor.Officer? Officer => Reader as Actor.Officer;

    private bool IsOpen => Version is { Adopted: null } one && one.InForce > Site.Today;

    public bool MayObject => IsOpen && Officer is { } officer && Version!.Grows.Contains(officer.Seat.Unit) && Site.Time.GetUtcNow() <= Version.ObjectUntil;

    public bool MayChange => IsOpen && Officer is { } officer && Site.Desk!.Questions.MayChangeStructure(officer);

    public bool MayAdopt => MayChange && Version!.Errors.IsEmpty && (Version.Grows.IsEmpty || Version.ObjectUntil < Site.Time.GetUtcNow()) && !Version.Objections.Exists(static one => one.Followed is not false);

    /// <summary>What each act asks.</summary>
    public IReadOnlyList<AskedField> FieldsOf(string act, int number = 0) => act switch
    {
        Object =>
        [
            new AskedField("duty", new("哪项职责", "Which duty"), FieldKind.Choice) { Choices = [.. Site.Desk!.Versions.Of(Version!.Version).Structure.Duties.All.Where(duty => duty.Leads.Any(lead => Today.Unit(Officer!.Seat.Unit.Text) is { } unit && Today.IsIn(unit, lead.Id))).Select(duty => (duty.Id, Say(duty.Name))).DistinctBy(static one => one.Id).OrderBy(static one => one.Item2, StringComparer.Ordinal)] },
            new AskedField("why", new("为什么不应当这样", "Why it should not be so"), FieldKind.Words),
        ],
        Answer =>
        [
            new AskedField("number", new("哪一条异议", "Which objection"), FieldKind.Number) { Answer = number.ToString(CultureInfo.InvariantCulture) },
            new AskedField("followed", new("怎样答复", "The answer"), FieldKind.Choice) { Choices = [("yes", Say("照它改：这个版本不施行", "it is followed: this version is not adopted")), ("no", Say("不照它改", "it is not followed"))] },
            new AskedField("reason", new("说明", "Why"), FieldKind.Words),
        ],
        _ => [],
    };

    /// <summary>What it changes for whom, in plain words; null for the first version, and while too many are being worked out.</summary>
    public PlanInSections? Plan { get; private set; }

    public async Task<IActionResult> OnGetAsync(string version, long? done, CancellationToken cancellationToken)
    {
        if (Find(version, done) is { } none) return none;
        if (Version!.Replaces is { } replaced && Site.Proposed is { } proposed && Site.Desk is { } desk && await proposed.PlanAsync(desk.Versions.Of(replaced), desk.Versions.Of(version), InForce.DayOf(Version.Proposed), cancellationToken) is { } plan)
            Plan = InWords(PlanInSections.Of(plan, Language));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string version, CancellationToken cancellationToken)
    {
        if (Find(version, null) is { } instead) return instead;
        var form = await Request.ReadFormAsync(cancellationToken);
        var act = form["act"].ToString();
        if (!(act switch { Object => MayObject, Answer => MayChange, Adopt => MayAdopt, _ => false })) return new NotFoundResult();
        if (form["key"].ToString() is { Length: > 0 and <= LongestKey } key) Key = key;
        Fields = [.. FieldsOf(act).Select(field => field with { Answer = form[field.Name].ToString().Trim() })];
        Checking = act;
        Faults = [.. Fields.Where(static field => field.Answer.Length == 0).Select(field => Say($"请填「{field.Label.Zh}」。", $"Please answer: {field.Label.En}."))];
        if (Faults.Count > 0 || form["again"].Count > 0) Checking = "";
        if (Checking.Length == 0 || form["sure"].Count == 0) return Page();
        var reason = new PersonalText(AnswerTo(act == Object ? "why" : "reason"));
        IAct made = act switch
        {
            Object => new ObjectToStructure(version, new DutyId(AnswerTo("duty")), reason),
            Answer => new AnswerObjection(version, int.TryParse(AnswerTo("number"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0, AnswerTo("followed") == "yes", reason),
            _ => new AdoptStructure(version, AdoptingStructures.Power, []),
        };
        try
        {
            var answer = await Site.Desk!.DoAsync(new ActOrder { By = Officer!, Act = made, Key = Key }, cancellationToken);
            if (answer is ActAnswer.Done one) return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/structure/versions/{version}?done={one.Receipt.First}"));
            Faults = [answer is ActAnswer.Refused refused ? SayWhy(refused.Why) : Say("这一步已经做过了。", "This was done already.")];
        }
        catch (MachineFault)
        {
            Faults = [Say("现在存不下来，过一会儿再按一次；同一步不会记两遍。", "It cannot be stored just now; press again in a moment. Nothing is entered twice.")];
        }

        return Page();
    }

    private string AnswerTo(string name) => Fields.FirstOrDefault(field => field.Name == name)?.Answer ?? "";

    private NotFoundResult? Find(string version, long? done)
    {
        if (Site.Desk is not { } desk || !desk.Adoptions.Adoptions.TryGetValue(version, out var found)) return new NotFoundResult();
        (Version, Said, JustDone) = (found, desk.Questions.SaidOf(version), done);
        Key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return null;
    }
}
