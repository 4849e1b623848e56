using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Trellis.Authority;
using Trellis.Pilots.Plans;
using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Web.Authority;
using Trellis.Web.Structure;

namespace Trellis.Web.Shared;

/// <summary>What every page has: the site, who looks at it, and in which language.</summary>
public abstract class SitePage : PageModel
{
    /// <summary>Numbers that people know by heart are no longer than this.</summary>
    private const int LongestNumber = 12;

    private Caller? _caller;
    private bool _asked;

    public Site Site => field ??= HttpContext.RequestServices.GetRequiredService<Site>();

    public Preferences Preferences => field ??= Preferences.Of(HttpContext, Site.Language);

    public Language Language => Preferences.Language;

    public RunningStructure InForce => Site.InForce;

    public StructureOnDay Today => field ??= InForce.Structure.On(Site.Today);

    /// <summary>What the place is called: its highest unit, or the structure where there is none.</summary>
    public Text County => Today.Top?.Unit.Name ?? InForce.Structure.Name;

    public Showing Show => field ??= new Showing(Language, InForce.Zone);

    /// <summary>Who is signed in; null for nobody.</summary>
    public Actor? Reader
    {
        get
        {
            if (!_asked)
            {
                (_asked, _caller) = (true, HttpContext.RequestServices.GetService<Sessions>()?.CallerOf(HttpContext));
                if (_caller?.Holder is Trellis.Authority.Access.TokenHolder.Officer officer && Site.Desk?.IsSeated(officer.Person, officer.Seat) != true) _caller = null; // whoever left the post
            }

            return _caller?.Holder.Acts;
        }
    }

    /// <summary>Whether what is written here is taken from whoever is signed in: then it outlives a session that ends while they write.</summary>
    protected virtual bool OutlivesSessions => false;

    /// <summary>Whether what is sent from here is done in the name of whoever reads it: then it must still be the one to whom the page was shown.</summary>
    protected virtual bool ActsForReader => OutlivesSessions;

    /// <summary>For whom its forms are shown; null where they do nothing in anybody's name. While nobody is signed in it stays that of the one who was.</summary>
    public string? Mark => !ActsForReader ? null : Reader is null && HttpMethods.IsPost(Request.Method) && Request.HasFormContentType ? Request.Form[FormThatWaits.MarkField].ToString() : FormThatWaits.MarkOf(Reader);

    /// <summary>The button by which a page is turned into another language or print, with what stands in its form.</summary>
    public const string TurnField = "turn";

    /// <summary>At the end of that button's value: what was sent is looked over on this page, and is again on the next.</summary>
    public const string TurnedAsItIs = "+";

    /// <summary>Says that pictures were picked, which nobody can hand back.</summary>
    public const string PicturesField = "had-pictures";

    private SentForm? _taken;

    /// <summary>
    /// Whether what was sent leads only to a page on which nothing is entered yet. Then that page has an address of its own, so that the way back leads there and not into an answer that the browser has not kept.
    /// </summary>
    protected virtual bool IsOnTheWay(IFormCollection sent) => false;

    /// <summary>Whether its form is shown with what was typed when somebody comes to its address anew.</summary>
    protected virtual bool TakesUp => true;

    /// <summary>Whether the page shows what was sent to be looked over, or what was found by it, rather than fields to be filled in.</summary>
    public virtual bool IsLookedOver => false;

    /// <summary>The button that Enter in a field presses; null for the one that goes on.</summary>
    public virtual string? EnterPresses => null;

    /// <summary>Since when what stands in the form was typed, where somebody came back to it; null where they did not.</summary>
    public DateTimeOffset? TakenUp { get; private set; }

    /// <summary>Where what was looked over here stands since it was entered; null for nothing.</summary>
    public string? DoneAt { get; private set; }

    /// <summary>The address of this page, without what names what was sent to it.</summary>
    public string Here => Request.Path + QueryString.Create(Request.Query.Where(static one => one.Key != SentForms.Name));

    /// <summary>By which address the page begins anew.</summary>
    public string Anew => Here + (Here.Contains('?', StringComparison.Ordinal) ? "&" : "?") + SentForms.Name + "=" + SentForms.Nothing;

    private SentForms Sent => field ??= HttpContext.RequestServices.GetRequiredService<SentForms>();

    /// <summary>The page that comes of what was sent is made when its address is opened, as often as that happens: so it always shows how things are, in the language that is read then.</summary>
    public override void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var named = Request.Query[SentForms.Name].ToString();
        if (!HttpMethods.IsGet(Request.Method) || named == SentForms.Nothing || (named.Length == 0 && !TakesUp) || FormThatWaits.MarkOf(Reader) is not { Length: > 0 } mark) return;
        var found = named.Length > 0 ? Sent.Find(mark, Here, named, Site.Time.GetUtcNow()) : Sent.Latest(mark, Here, Site.Time.GetUtcNow());
        DoneAt = found?.DoneAt;
        if (found is null or { DoneAt: not null } || context.ActionDescriptor.HandlerMethods.FirstOrDefault(static one => HttpMethods.IsPost(one.HttpMethod) && one.Name is null) is not { } handler) return;
        context.HandlerMethod = handler;
        Request.Form = new FormCollection(new Dictionary<string, StringValues>(named.Length > 0 ? found.Fields : ToBeChanged(found.Fields), StringComparer.OrdinalIgnoreCase));
        (_taken, TakenUp) = (found, named.Length > 0 ? null : found.At);
    }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        HttpContext.Items[typeof(SitePage)] = this;
        if (_taken is { } taken) await base.OnPageHandlerExecutionAsync(context, () => TakeUpAsync(taken, next));
        else if (!ActsForReader || !HttpMethods.IsPost(Request.Method) || !Request.HasFormContentType) await base.OnPageHandlerExecutionAsync(context, next);
        // A device that kept the form keeps it on.
        else if (!Request.Headers.ContainsKey(FormThatWaits.Header) && await InsteadAsync(await Request.ReadFormAsync(HttpContext.RequestAborted)) is { } instead) context.Result = instead;
        else await base.OnPageHandlerExecutionAsync(context, () => EnterAsync(next));
    }

    /// <summary>What comes in the place of what a form asks for; null where it is done now.</summary>
    private async Task<IActionResult?> InsteadAsync(IFormCollection form)
    {
        if (Reader is null) return OutlivesSessions && Site.Desk is not null ? await SessionEndedPage.InPlaceOfAsync(this) : null;
        // In another window of the same browser somebody else has signed in: nothing is done in their name that they did not write.
        var now = FormThatWaits.MarkOf(Reader);
        if (ActsForReader && form[FormThatWaits.MarkField].ToString() is { Length: > 0 } shown && shown != now && form[FormThatWaits.GoOnField] != now) return await SessionEndedPage.InPlaceOfAsync(this);
        // A press that enters something is done at once, and never kept to be made a page of.
        if (!IsOnTheWay(form)) return null;
        var turned = form[TurnField].ToString();
        var fields = form.Where(static one => one.Key is not (TurnField or FormThatWaits.GoOnField)).ToDictionary(static one => one.Key, static one => one.Value, StringComparer.Ordinal);
        if (form.Files.Any(static file => file.Length > 0)) fields[PicturesField] = "yes";
        if (turned.Length > 0)
        {
            var wish = turned.TrimEnd(TurnedAsItIs[0]);
            Preferences.Keep(HttpContext, wish, wish);
            if (wish.Length == turned.Length) fields = ToBeChanged(fields);
        }

        var at = Site.Time.GetUtcNow();
        // Whoever goes back to the page that this was sent from finds it as they left it.
        if (Sent.Find(now, Here, Request.Query[SentForms.Name].ToString(), at) is { DoneAt: null, IsLookedOver: false } from) Sent.Change(from, ToBeChanged(fields));
        return Sent.Keep(now, Here, fields, at) is { } kept ? LocalRedirect(Anew[..^SentForms.Nothing.Length] + kept.Id) : null;
    }

    /// <summary>A page that was made of what was sent before.</summary>
    private async Task<PageHandlerExecutedContext> TakeUpAsync(SentForm taken, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        taken.IsLookedOver = IsLookedOver;
        if (executed.Result is PageResult && Learned is { Count: > 0 } learned) Sent.Change(taken, taken.Fields.Where(one => learned.All(other => other.Name != one.Key)).Concat(learned.Select(static one => KeyValuePair.Create(one.Name, new StringValues(one.Value)))).ToDictionary(StringComparer.Ordinal));
        if (executed.Result is not NotFoundResult) return executed;
        // What it was about is over. The page itself may be there still.
        Sent.Forget(taken.Mark, taken.Address);
        executed.Result = LocalRedirect(Here);
        return executed;
    }

    /// <summary>What the page came to know while it was made and is to be sent with it the next time, such as the draft under which it is kept.</summary>
    protected virtual IReadOnlyList<(string Name, string Value)> Learned => [];

    /// <summary>Done, or gone on with elsewhere: what was sent on the way there is not to be changed any more.</summary>
    private async Task<PageHandlerExecutedContext> EnterAsync(PageHandlerExecutionDelegate next)
    {
        var mark = FormThatWaits.MarkOf(Reader);
        var executed = await next();
        if (mark.Length == 0 || executed.Result is not LocalRedirectResult { Url: var to } || to.StartsWith("/sign-in", StringComparison.Ordinal)) return executed;
        if (Request.Form["sure"].Count > 0) Sent.Done(mark, Here, to);
        else Sent.Forget(mark, Here);
        return executed;
    }

    /// <summary>The same form, to be changed.</summary>
    private static Dictionary<string, StringValues> ToBeChanged(IReadOnlyDictionary<string, StringValues> fields) => new(fields, StringComparer.Ordinal) { ["again"] = "yes" };

    /// <summary>Nobody reads any more: they have just signed out.</summary>
    private protected void Forget() => (_asked, _caller) = (true, null);

    /// <summary>What stands in the bar of the browser before the name of the site.</summary>
    public abstract Text Heading { get; }

    /// <summary>Which of the ways at the top this page belongs to; empty for none.</summary>
    public virtual string Way => "";

    public string Say(Text text) => text.In(Language);

    public string Say(string zh, string en) => Language == Language.Chinese ? zh : en;

    /// <summary>What an entry is called. Delegations have no names of their own in the files, so they go by what is lent to whom.</summary>
    public string TitleOf(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry is not Delegation lent || lent.Name.En != lent.Id) return Say(entry.Name);
        var what = EntryKinds.Of(lent.Of.Kind)?.Of(InForce.Structure).LastOrDefault(one => one.Id == lent.Of.Id);
        return what is null || what == lent ? lent.Id : Say($"{TitleOf(what)}，授给{NameOf(lent.Receiver)}", $"{TitleOf(what)}, lent to {NameOf(lent.Receiver)}");
    }

    /// <summary>Why not, in the words of people.</summary>
    public string SayWhy(Refusal why)
    {
        ArgumentNullException.ThrowIfNull(why);
        return SayInWords(why.Whole);
    }

    /// <summary>A sentence of the rules without what programs call things.</summary>
    public string SayInWords(Text said) => PlainWords.Of(this, said);

    /// <summary>A plan as people read it: with names where the rules have ids.</summary>
    public PlanInSections InWords(PlanInSections plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan with
        {
            Sections = [.. plan.Sections.Select(section => new PlanSection(In(section.Heading), [.. section.Lines.Select(line => line with { Says = In(line.Says), Beside = [.. line.Beside.Select(In)] })]))],
        };

        string In(string said) => PlainWords.Of(this, said);
    }

    private protected Text InWords(Refusal why) => new(SayWhy(why), SayWhy(why));

    /// <summary>The name of a unit on the day, or what was asked for where there is none.</summary>
    public string NameOf(UnitId? unit) => unit is not { } id ? "" : Today.Unit(id.Text) is { } known ? Say(known.Unit.Name) : InForce.Structure.Units.Of(id.Text) is [.., var last] ? Say(last.Name) : id.Text;

    /// <summary>The name of a unit, or of a group of units.</summary>
    public string NameOfAny(string unitOrGroup) => InForce.Structure.Groups.On(unitOrGroup, Site.Today) is { } group ? Say(group.Name) : NameOf(new UnitId(unitOrGroup));

    /// <summary>The name of a post by itself.</summary>
    public string NameOfPost(string post) => InForce.Structure.Posts.Of(post) is [var row, ..] ? Say(row.Name) : post;

    /// <summary>A post as the structure names it, with the unit or group where it says one.</summary>
    public string NameOf(PostName post) => post.At is { } at ? Say($"{NameOfAny(at)}{NameOfPost(post.Post)}", $"{NameOfPost(post.Post)}, {NameOfAny(at)}") : NameOfPost(post.Post);

    /// <summary>An article as people cite it.</summary>
    public string NameOf(Citation basis)
    {
        var name = InForce.Structure.Laws.On(basis.Law, Site.Today)?.Name ?? new(basis.Law, basis.Law);
        return basis.Article is { } article ? Say($"《{name.Zh}》第 {article} 条", $"{name.En}, article {article}") : Say($"《{name.Zh}》", name.En);
    }

    /// <summary>Somebody in a post: by the name with which they sign in, else by their number. Whom a simulation has put into a post is called by that.</summary>
    public string NameOf(ActorId person)
    {
        if (HttpContext.RequestServices.GetService<AccountDesk>()?.OfPerson(person) is { Name: { Length: > 0 } name }) return name;
        if (person.Text.Length <= LongestNumber || Site.Desk?.Standing.SeatsOf(person.Text, Site.Today).Where(seat => person.Text.Contains($"-{seat.Post}-", StringComparison.Ordinal)).FirstOrDefault() is not { Post: { } post, Unit: { } unit }) return Say($"工号 {person} 的同事", $"the colleague with staff number {person}");
        return $"{NameOf(new PostAt(post, new UnitId(unit)))} {person.Text[(person.Text.LastIndexOf('-') + 1)..]}";
    }

    /// <summary>What a version of the structure is called: by the day on which it was laid open, since nobody reads out a hash.</summary>
    public string NameOf(StructureAdoption version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.Replaces is null ? Say("最初的版本", "The first version") : Say($"{Show.Moment(version.Proposed)}公开的版本", $"The version laid open on {Show.Moment(version.Proposed)}");
    }

    /// <summary>For whom the reader acts in their post today; null where the post is their own.</summary>
    public SeatTime? ActingFor => Reader is Actor.Officer officer ? Site.Desk?.Standing.ActingIn(officer.Person, officer.Seat, Site.Today) : null;

    /// <summary>The post and its unit, as people say it.</summary>
    public string NameOf(PostAt seat)
    {
        // What falls to a unit as a whole falls to no post of it.
        if (seat.Post.Length == 0) return NameOf(seat.Unit);
        var post = Today.Unit(seat.Unit.Text) is { } unit && Today.PostAt(seat.Post, unit) is { } row ? Say(row.Name) : NameOfPost(seat.Post);
        return Say($"{NameOf(seat.Unit)}{post}", $"{post}, {NameOf(seat.Unit)}");
    }
}
