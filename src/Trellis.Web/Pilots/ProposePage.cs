using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Pilots.Plans;
using Trellis.Process;
using Trellis.Process.Flows;
using Trellis.Runtime;
using Trellis.Runtime.Pilots;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;
using Trellis.Web.Structure;

namespace Trellis.Web.Pilots;

/// <summary>Anybody who is signed in says how a rule should be otherwise: in their words, and, if they like, in the words of the structure. Looked over with its plan, and then entered.</summary>
public sealed class ProposePage : SitePage
{
    private const int LongestKey = 60;
    private const int LongestWords = 4_000;
    private const int MostFaults = 5;

    public override Text Heading => new($"建议修改：{TitleOf(Entry!)}", $"Propose a change: {TitleOf(Entry!)}");

    public override string Way => "/structure";

    protected override bool OutlivesSessions => true;

    public EntryKind? Kind { get; private set; }

    public Entry? Entry { get; private set; }

    /// <summary>The matter type in which it is answered; null where the structure has none.</summary>
    public MatterType? Type { get; private set; }

    public string Words { get; private set; } = "";

    public string Written { get; private set; } = "";

    public string Key { get; private set; } = "";

    public IReadOnlyList<string> Faults { get; private set; } = [];

    public bool Checking { get; private set; }

    protected override bool IsOnTheWay(IFormCollection sent) => sent["sure"].Count == 0;

    public override bool IsLookedOver => Checking;

    /// <summary>What the text would change; null where there is none.</summary>
    public PlanInSections? Plan { get; private set; }

    public Text? WhyNot { get; private set; }

    public Text? Promise => Type!.Guide.Promise?.Fixed is { } limit ? FlowWords.Of(limit) : null;

    /// <summary>Whether the text may be written, too.</summary>
    public bool TakesText => Type is { } type && Proposing.Asks(type, Proposing.Written);

    public IActionResult OnGet(string kind, string id)
    {
        if (Find(kind, id) is { } instead) return instead;
        Key = NewKey();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string kind, string id, CancellationToken cancellationToken)
    {
        if (Find(kind, id) is { } instead) return instead;
        var form = await Request.ReadFormAsync(cancellationToken);
        Key = form["key"].ToString() is { Length: > 0 and <= LongestKey } key ? key : NewKey();
        Words = form["words"].ToString().Trim();
        Written = TakesText ? form["written"].ToString().Trim().ReplaceLineEndings("\n") : "";
        if (form["again"].Count > 0) return Page();
        if (form["begin"].Count > 0 && TakesText)
        {
            if (Written.Length == 0) Written = WritingStructures.AsText(Entry!);
            return Page();
        }

        if (WhyNotYet() is { } fault)
        {
            Faults = [fault];
            return Page();
        }

        if (Written.Length > 0)
        {
            var tried = await Site.Proposed!.PlanAsync(Proposing.AddressOf(Entry!), Written, cancellationToken);
            if (tried is { Plan: null })
            {
                Faults = [.. tried.Faults.Take(MostFaults).Select(one => Say($"条文第 {one.At.Line} 行：{one.Found.Zh}{one.Expected?.Zh}", $"Line {one.At.Line} of the text: {one.Found.En} {one.Expected?.En}"))];
                if (Faults.Count == 0) Faults = [Say("这段条文读不出来。从现在的条文改起，或者开头写 overlay: 名称。", "This text cannot be read. Begin with the text as it is, or with overlay: and a name.")];
                return Page();
            }

            if (tried?.Plan is { } plan) Plan = InWords(PlanInSections.Of(plan, Language));
        }

        var order = new ActOrder { By = Reader!, Act = Proposing.Filing(Type!, PersonOf(Reader!), Entry!, Words, Written), Key = Key };
        try
        {
            if (form["sure"].Count == 0)
            {
                if (Site.Desk!.Would(order) is ActAnswer.Refused no) Faults = [SayWhy(no.Why)];
                else Checking = true;
                return Page();
            }

            switch (await Site.Desk!.DoAsync(order, cancellationToken))
            {
                case ActAnswer.Done { Matter: { } filed, Receipt: var receipt }:
                    if (Written.Length > 0) Site.Proposed!.Simulate(Proposing.AddressOf(Entry!), Written);
                    return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/proposals/{filed.Number}?done={receipt.First}"));
                case ActAnswer.Refused refused:
                    Faults = [SayWhy(refused.Why)];
                    return Page();
                default:
                    Faults = [Say("这条建议已经提出过了，见「建议」。", "This was proposed already; see \"Proposals\".")];
                    return Page();
            }
        }
        catch (MachineFault)
        {
            Faults = [Say("现在存不下来。您写的还在这一页上，过一会儿再按一次；同一条建议不会记两遍。", "It cannot be stored just now. What you wrote is still on this page; press again in a moment. Nothing is entered twice.")];
            Checking = form["sure"].Count > 0;
            return Page();
        }
    }

    /// <summary>People propose as themselves, whether they come as residents or sit in a post.</summary>
    internal static ActorId PersonOf(Actor reader) => reader switch { Actor.Resident one => one.Person, Actor.Officer one => one.Person, _ => throw new InvalidOperationException("Nobody else signs in.") };

    private string? WhyNotYet() =>
        Words.Length == 0 ? Say("请写明您的建议：哪里不对，应当怎样。", "Please say what is wrong with the rule, and how it should be.")
        : Words.Length > LongestWords ? Say($"建议最多 {LongestWords} 字，现在有 {Words.Length} 字。", $"Your words may have {LongestWords:N0} characters; these have {Words.Length:N0}.")
        : Written.Length > ProposedChanges.LongestText ? Say($"条文最多 {ProposedChanges.LongestText} 字。", $"The text may have {ProposedChanges.LongestText:N0} characters.")
        : null;

    private IActionResult? Find(string kind, string id)
    {
        Kind = EntryKinds.Of(kind);
        Entry = Kind?.Of(InForce.Structure).FirstOrDefault(entry => entry.Id == id && entry.HoldsOn(Site.Today));
        if (Entry is null) return new NotFoundResult();
        Type = Proposing.TypeOf(InForce.Structure, Site.Today);
        if (Type is null) WhyNot = new("这个结构没有写由哪类事项答复建议（opened-by: proposal），所以还不能在这里提。", "This structure names no matter type in which proposals are answered (opened-by: proposal), so none can be made here.");
        else if (Site.Desk is null || Site.Proposed is null) WhyNot = new("记录还没有准备好，请过几秒钟再打开这一页。", "The record is not ready yet; open this page again in some seconds.");
        else if (Reader is null) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        return WhyNot is null ? null : Page();
    }

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
