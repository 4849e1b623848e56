using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Web.Information;

namespace Trellis.Web.Process;

/// <summary>A resident files a matter of their own: answers what the base does not hold, may leave and come back, looks it over, and has it entered.</summary>
public sealed class FilingPage : FilingForms
{
    /// <summary>Whether the reader is in a post, and may file for somebody else.</summary>
    public bool MayFileForAnother => Reader is Actor.Officer && FilingQuestions.IsForResidents(Type!);

    protected override string KeptAt => $"/matters?saved={Type!.Id}";

    /// <param name="right">What of several things that the type is for they came for.</param>
    public IActionResult OnGet(string type, long? draft, string? right)
    {
        if (Find(type) is { } instead) return instead;
        Key = NewKey();
        if (Reader is null) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        if (Reader is not Actor.Resident resident) return Page();
        Questions = new FilingQuestions(this, Type!, resident.Person);
        Fields = Questions.Fields;
        // Whoever picked what they ask for is not asked for it again.
        if (right is not null && Type!.Rights.Contains(right) && Fields.FirstOrDefault(static field => field.Kind == FieldKind.Words) is { } words)
            Fields = [.. Fields.Select(field => field == words ? field with { Answer = Say($"{RightWords.NameOf(right).Zh}：", $"{RightWords.NameOf(right).En}: ") } : field)];
        if (draft is { } id && Site.Desk!.Drafts(resident.Person).FirstOrDefault(one => one.Id == id && one.Type == type && !StepDrafts.IsOne(one) && !CounterPage.IsForSomebody(one)) is { } kept) (Draft, Fields) = (id, FilingQuestions.From(kept, Fields));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string type, CancellationToken cancellationToken)
    {
        if (Find(type) is { } instead) return instead;
        var form = await Request.ReadFormAsync(cancellationToken);
        ReadKeys(form);
        if (Reader is not Actor.Resident { Person: var person } resident)
        {
            if (Reader is not null) return Page();
            // Who they are is not known now, so nothing is stored; their answers stay on the page until they are.
            (SessionEnded, Questions) = (true, new FilingQuestions(this, Type!, new ActorId("nobody")));
            Fields = [.. Questions.Fields.Select(field => field with { Answer = form[field.Name].ToString().Trim() })];
            return Page();
        }

        Questions = new FilingQuestions(this, Type!, person);
        Fields = Questions.Answered(name => form[name].ToString().Trim());
        return await GoOnAsync(resident, form, cancellationToken);
    }

    protected override SaveDraft ToKeep(ActorId writer) => FilingQuestions.Draft(Type!, writer, Fields);

    private IActionResult? Find(string type)
    {
        if (InForce.Structure.Matters.On(type, Site.Today) is not { } found) return new NotFoundResult();
        Type = found;
        // A proposal begins at the rule that it is about.
        if (found.OpenedBy == Trellis.Structure.MatterType.Proposal) return LocalRedirect("/structure");
        if (!FilingQuestions.IsForResidents(found)) WhyNot = new("这一项不由居民本人在网上提出；请到办事窗口，或者由本单位的程序提出。", "Residents do not file this for themselves here; go to a service counter, or have your unit's program file it.");
        else if (Site.Desk is null) WhyNot = new("记录还没有准备好，请过几秒钟再打开这一页。", "The record is not ready yet; open this page again in some seconds.");
        else if (Reader is Actor.Officer) WhyNot = new("您是以工作岗位登录的。自己的事请以居民身份登录再提出；别人到窗口来办，可以替他提出。", "You are signed in to a post. Sign in as a resident to file a matter of your own; for somebody at your counter you may file it here.");
        if (WhyNot is not { } why) return null;
        Faults = [Say(why)];
        return Page();
    }
}
