using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Web.Information;

namespace Trellis.Web.Process;

/// <summary>
/// A resident files a matter of their own, or a post one in the name of its unit: answers what the base does not hold, may leave and come back, looks it over, and has it entered.
/// </summary>
public sealed class FilingPage : FilingForms
{
    /// <summary>Under this name a draft keeps in the name of which unit it was begun.</summary>
    private const string UnitField = "our.unit";

    /// <summary>Whether the reader is in a post, and may file for somebody else.</summary>
    public bool MayFileForAnother => Reader is Actor.Officer && FilingQuestions.IsForCounters(Type!);

    public override UnitOnDay? Unit => Reader is Actor.Officer { Seat.Unit: var unit } && Today.Unit(unit.Text) is { } own && FilingQuestions.IsForUnit(Type!, own) ? own : null;

    protected override string KeptAt => $"/matters?saved={Type!.Id}";

    /// <summary>Whether a draft was begun in the name of a unit.</summary>
    public static bool IsOfUnit(KeptDraft draft) => draft.Given.Exists(static one => one.Fact == UnitField);

    /// <param name="right">What of several things that the type is for they came for.</param>
    public IActionResult OnGet(string type, long? draft, string? right)
    {
        if (Find(type) is { } instead) return instead;
        Key = NewKey();
        if (Reader?.PersonOrNone is not { } person) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        var kept = draft is { } id ? Site.Desk!.Drafts(person).FirstOrDefault(one => one.Id == id && one.Type == type && IsTheirs(one)) : null;
        Questions = new FilingQuestions(this, Type!, person, unit: Unit, answered: kept is null ? null : name => kept.Given.Find(one => one.Fact == name)?.Value.Text);
        Fields = Questions.Fields;
        // Whoever picked what they ask for is not asked for it again.
        if (right is not null && Type!.Rights.Contains(right) && Fields.FirstOrDefault(static field => field.Kind == FieldKind.Words) is { } words)
            Fields = [.. Fields.Select(field => field == words ? field with { Answer = Say($"{RightWords.NameOf(right).Zh}：", $"{RightWords.NameOf(right).En}: ") } : field)];
        if (kept is not null) (Draft, Fields) = (kept.Id, FilingQuestions.From(kept, Fields));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string type, CancellationToken cancellationToken)
    {
        if (Find(type) is { } instead) return instead;
        var form = await Request.ReadFormAsync(cancellationToken);
        ReadKeys(form);
        if (Reader?.PersonOrNone is not { } person)
        {
            // Who they are is not known now, so nothing is stored; their answers stay on the page until they are.
            (SessionEnded, Questions) = (true, new FilingQuestions(this, Type!, new ActorId("nobody"), answered: name => form[name]));
            Fields = [.. Questions.Fields.Select(field => field with { Answer = form[field.Name].ToString().Trim() })];
            return Page();
        }

        Questions = new FilingQuestions(this, Type!, person, unit: Unit, answered: name => form[name]);
        Fields = Questions.Answered(name => form[name].ToString().Trim());
        return await GoOnAsync(Reader!, form, cancellationToken);
    }

    protected override SaveDraft ToKeep(ActorId writer)
    {
        var draft = FilingQuestions.Draft(Type!, writer, Fields);
        return Unit is { } unit ? draft with { Given = [.. draft.Given, new GivenItem(UnitField, Value.Of(unit.Id))] } : draft;
    }

    /// <summary>What was begun at home is gone on with at home, and for a unit in its name.</summary>
    private bool IsTheirs(KeptDraft draft) => !StepDrafts.IsOne(draft) && !CounterPage.IsForSomebody(draft) && draft.Given.Find(static one => one.Fact == UnitField)?.Value.Text == Unit?.Id;

    private IActionResult? Find(string type)
    {
        if (InForce.Structure.Matters.On(type, Site.Today) is not { } found) return new NotFoundResult();
        Type = found;
        // A proposal begins at the rule that it is about.
        if (found.OpenedBy == Trellis.Structure.MatterType.Proposal) return LocalRedirect("/structure");
        if (found.OpenedBy == Trellis.Structure.MatterType.AskedTwice) WhyNot = new("这一项从表格里提出：填表时，在重复的那一项旁边按「重复采集」。", "This begins in a form: while you fill it in, say of the field that it is asked twice.");
        else if (Site.Desk is null) WhyNot = new("记录还没有准备好，请过几秒钟再打开这一页。", "The record is not ready yet; open this page again in some seconds.");
        else if (Reader is Actor.Officer && Unit is not null) return null;
        else if (FilingQuestions.IsForResidents(found))
            WhyNot = Reader is Actor.Officer ? new("您是以工作岗位登录的，这一项不由您所在的单位提出。自己的事请以居民身份登录再提出；别人到窗口来办，可以替他提出。", "You are signed in to a post, and this is not for your unit to file. Sign in as a resident to file a matter of your own; for somebody at your counter you may file it here.") : null;
        else if (FilingQuestions.IsForUnits(found))
        {
            // Whoever is not signed in may have a post.
            if (Reader is null) return null;
            var askers = GuideTypePage.UnitsOf(found);
            WhyNot = new($"这一项由{askers.Zh}以自己的名义提出：以那里的岗位登录，再打开这一页。", $"This is filed by {askers.En} in their own name: sign in to a post there and open this page again.");
        }
        else WhyNot = new("这一项不从网页提出：由单位的程序提出。", "This is not filed on pages: a program of a unit files it.");
        if (WhyNot is not { } why) return null;
        Faults = [Say(why)];
        return Page();
    }
}
