using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Information;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>A resident files a matter: answers what the base does not hold, may leave and come back, looks it over, and has it entered. What was sent to us is kept, whatever becomes of the line or the session.</summary>
public sealed class FilingPage : FormThatWaits
{
    private const int LongestKey = 60;

    private FilingQuestions? _questions;

    public override Text Heading => Type!.Name;

    public override string Way => "/guide";

    public MatterType? Type { get; private set; }

    public IReadOnlyList<AskedField> Fields { get; private set; } = [];

    public IReadOnlyList<HeldAlready> Held => _questions?.Held ?? [];

    public IEnumerable<AskedField> LeftBlank => _questions?.LeftBlank(Fields) ?? [];

    public bool Confirms => _questions?.Confirms == true;

    public IReadOnlyList<Text> Later => _questions?.Later ?? [];

    public IReadOnlyList<Text> ShownInPictures => _questions?.Shown ?? [];

    public bool Checking { get; private set; }

    public string Key { get; private set; } = "";

    public long? Draft { get; private set; }

    /// <summary>Whoever cannot file here is told why.</summary>
    public Text? WhyNot { get; private set; }

    /// <param name="right">What of several things that the type is for they came for.</param>
    public IActionResult OnGet(string type, long? draft, string? right)
    {
        if (Find(type) is { } instead) return instead;
        Key = NewKey();
        if (Reader is null) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        if (Reader is not Actor.Resident resident) return Page();
        _questions = new FilingQuestions(this, Type!, resident.Person);
        Fields = _questions.Fields;
        // Whoever picked what they ask for is not asked for it again.
        if (right is not null && Type!.Rights.Contains(right) && Fields.FirstOrDefault(static field => field.Kind == FieldKind.Words) is { } words)
            Fields = [.. Fields.Select(field => field == words ? field with { Answer = Say($"{RightWords.NameOf(right).Zh}：", $"{RightWords.NameOf(right).En}: ") } : field)];
        if (draft is { } id && Site.Desk!.Drafts(resident.Person).FirstOrDefault(one => one.Id == id && one.Type == type) is { } kept) (Draft, Fields) = (id, _questions.From(kept));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string type, CancellationToken cancellationToken)
    {
        if (Find(type) is { } instead) return instead;
        var form = await Request.ReadFormAsync(cancellationToken);
        Key = form["key"].ToString() is { Length: > 0 and <= LongestKey } key ? key : NewKey();
        if (long.TryParse(form["draft"], NumberStyles.None, CultureInfo.InvariantCulture, out var draft)) Draft = draft;
        if (Reader is not Actor.Resident { Person: var person } resident)
        {
            if (Reader is not null) return Page();
            // Who they are is not known now, so nothing is stored; their answers stay on the page until they are.
            (SessionEnded, _questions) = (true, new FilingQuestions(this, Type!, new ActorId("nobody")));
            Fields = [.. _questions.Fields.Select(field => field with { Answer = form[field.Name].ToString().Trim() })];
            return Page();
        }

        _questions = new FilingQuestions(this, Type!, person);
        Fields = _questions.Answered(name => form[name].ToString().Trim());
        try
        {
            // Of drafts that are gone, or were another's, a new one is begun.
            if (Draft is { } old && !Site.Desk!.Drafts(person).Any(one => one.Id == old)) Draft = null;
            if (form["sure"].Count == 0) Draft = await KeepDraftAsync(FilingQuestions.Draft(Type!, person, Fields));
            if (form["later"].Count > 0) return LocalRedirect($"/matters?saved={Type!.Id}");
            if (form["again"].Count > 0) return Page();
            // Somebody looks for their village; with nothing typed they only pressed Enter, and go on.
            if (form["find"].Count > 0 && form[FilingQuestions.FindField].ToString().Trim() is { Length: > 0 and <= 60 } looked)
            {
                Fields = _questions.Find(Fields, looked);
                return Page();
            }

            return await CheckOrFileAsync(resident, form, cancellationToken);
        }
        catch (MachineFault)
        {
            SayThatItIsNotStored();
            Checking = form["sure"].Count > 0;
            return Page();
        }
    }

    private async Task<long?> KeepDraftAsync(SaveDraft draft)
    {
        // A device that was never told whether it arrived sends it again; it may have been kept then.
        if (IsFromDevice && Draft is null) Draft = Site.Desk!.Drafts(draft.Writer).FirstOrDefault(one => one.Type == draft.Type && Written(one.Given) == Written(draft.Given) && one.Said?.Written == draft.Said?.Written)?.Id;
        return (await Site.Desk!.SaveDraftAsync(draft, Draft)).Id ?? Draft;

        static string Written(IEnumerable<GivenItem> given) => string.Join('\n', given.Select(static one => $"{one.Fact}={one.Value.Text ?? one.Value.ToString()}").Order(StringComparer.Ordinal));
    }

    private async Task<IActionResult> CheckOrFileAsync(Actor.Resident by, IFormCollection form, CancellationToken cancellationToken)
    {
        var sure = form["sure"].Count > 0;
        var faults = new List<string>();
        var pictures = await SentPictures.ReadAsync(this, form, faults, cancellationToken);
        foreach (var field in Fields)
            if (field is { Needed: true, Answer.Length: 0 }) faults.Add(Say($"请填「{field.Label.Zh}」。", $"Please answer: {field.Label.En}."));
        if (_questions!.Make(Fields, faults) is not var (filing, corrections) || faults.Count > 0)
        {
            Faults = faults;
            return Page();
        }

        var order = new ActOrder { By = by, Act = filing, Key = Key, Corrections = corrections };
        if (!sure)
        {
            // The pictures are picked on the page that comes now.
            if (Site.Desk!.Would(order) is ActAnswer.Refused refused) Faults = [Say(refused.Why.Whole)];
            else Checking = true;
            return Page();
        }

        switch (await Site.Desk!.DoAsync(order, cancellationToken))
        {
            case ActAnswer.Done { Matter: { } filed, Receipt: var receipt }:
                var without = await SentPictures.AddAsync(Site.Desk, by, filed.Id, pictures, Key, cancellationToken);
                if (Draft is { } draft) await Site.Desk.DeleteDraftAsync(by.Person, draft);
                return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/matters/{filed.Number}/receipt?of={receipt.First}{(without is null ? "" : "&without=pictures")}"));
            case ActAnswer.Refused refused:
                Faults = [Say(refused.Why.Whole)];
                return Page();
            default:
                Faults = [Say("这件事已经提出过了，见「我的事项」。", "This was filed already; see \"My matters\".")];
                return Page();
        }
    }

    private IActionResult? Find(string type)
    {
        if (InForce.Structure.Matters.On(type, Site.Today) is not { } found) return new NotFoundResult();
        Type = found;
        // A proposal begins at the rule that it is about.
        if (found.OpenedBy == MatterType.Proposal) return LocalRedirect("/structure");
        if (!FilingQuestions.IsForResidents(found)) WhyNot = new("这一项不由居民本人在网上提出；请到办事窗口，或者由本单位的程序提出。", "Residents do not file this for themselves here; go to a service counter, or have your unit's program file it.");
        else if (Site.Desk is null) WhyNot = new("记录还没有准备好，请过几秒钟再打开这一页。", "The record is not ready yet; open this page again in some seconds.");
        else if (Reader is Actor.Officer) WhyNot = new("您是以工作岗位登录的。自己的事请以居民身份登录再提出。", "You are signed in to a post. Sign in as a resident to file a matter of your own.");
        if (WhyNot is not { } why) return null;
        Faults = [Say(why)];
        return Page();
    }

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
