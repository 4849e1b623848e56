using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Process;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Authority;

/// <summary>People of the demo, by their invented names; where a record has none, they are told apart by the end of their number.</summary>
/// <param name="Name">Null where the record has none.</param>
public sealed record PickedResident(ActorId Person, string Line, string? Name)
{
    public string Number => Person.Text.Length > 4 ? Person.Text[^4..] : Person.Text;
}

public sealed record PickedOfficer(ActorId Person, PostAt Seat, long Waiting);

/// <summary>In the demo: pick somebody and be them. Elsewhere: show who you are.</summary>
public sealed class SignInPage : SitePage
{
    private const int Suggested = 12;
    private const int Found = 30;

    public override Text Heading => Site.PicksPeople ? new("选一个人", "Pick somebody") : new("登录", "Sign in");

    public string Asked { get; private set; } = "";

    public IReadOnlyList<PickedResident> Residents { get; private set; } = [];

    public IReadOnlyList<PickedOfficer> Officers { get; private set; } = [];

    /// <summary>Who speaks for organisations and firms.</summary>
    public IReadOnlyList<PickedOfficer> Representatives { get; private set; } = [];

    /// <summary>Where they were going when they were asked to sign in; empty for nowhere.</summary>
    public string Back { get; private set; } = "";

    /// <summary>What went wrong, where something did.</summary>
    public Text? Fault { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Providers elsewhere; none in the demo.</summary>
    public IReadOnlyList<ProviderSettings> Elsewhere => HttpContext.RequestServices.GetService<Providers>()?.All ?? [];

    /// <param name="trouble">What went wrong at a provider.</param>
    /// <param name="at">At which.</param>
    public void OnGet(string? q, string? back, string? trouble, string? at)
    {
        Back = SitePages.IsLocal(back) ? back! : "";
        if (!Site.PicksPeople)
        {
            if (!IsPrivateLine) Fault = Sessions.OpenLine;
            else if (trouble is not null && Elsewhere.FirstOrDefault(one => one.Id == at) is { } provider) Fault = TroubleAt(provider, trouble);
            return;
        }

        if (Site.Desk is not { } desk) return;
        Asked = q?.Trim() is { Length: > 0 } asked ? asked[..Math.Min(asked.Length, 60)] : "";
        var latest = desk.Questions.LatestRequesters(6);
        var named = Asked.Length > 0 ? Site.Invented?.Find(Asked) ?? [] : [];
        var names = Site.Invented?.NamesOf([.. latest.Select(static one => one.Person), .. named]) ?? new Dictionary<ActorId, string>();
        Residents =
        [
            .. named.Select(one => new PickedResident(one, Say("库里有此人", "stands in the registers"), names.GetValueOrDefault(one))),
            .. Asked.Length > 0 ? [] : latest.Select(one => new PickedResident(one.Person, InForce.Structure.Matters.On(one.Type, Site.Today) is { } type ? Say(type.Name) : one.Type, names.GetValueOrDefault(one.Person))),
        ];
        var seats = Site.SeatsToPick.On(desk, Site.Today);
        var waiting = desk.Questions.WaitingBySeat();
        if (Asked.Length > 0)
        {
            Officers = [.. seats.Where(one => NameSearch.FitsWords(NamesOf(one.Seat), Asked)).Take(Found).Select(one => Of(one.Person, one.Seat))];
            return;
        }

        var all = seats.Select(one => Of(one.Person, one.Seat)).ToList();
        Representatives = [.. all.Where(IsRepresentative).GroupBy(static one => one.Seat.Post).SelectMany(static group => group.OrderByDescending(static one => one.Waiting).Take(2))];
        Officers = Suggest([.. all.Where(one => !IsRepresentative(one))]);

        PickedOfficer Of(ActorId person, PostAt seat) => new(person, seat, waiting.GetValueOrDefault((seat.Unit.Text, seat.Post)) + waiting.GetValueOrDefault((seat.Unit.Text, "")));
    }

    private bool IsRepresentative(PickedOfficer one) => Today.Unit(one.Seat.Unit.Text) is { UnitKind: UnitKind.Association or UnitKind.Firm };

    /// <summary>A county in a dozen people, from the village up: of each kind of unit who leads it and who has the most to do, who answers for the rules, and then whoever has the most to do in a unit that is not there yet.</summary>
    private List<PickedOfficer> Suggest(IReadOnlyList<PickedOfficer> all)
    {
        var busiest = all.OrderByDescending(static one => one.Waiting).ToList();
        var picked = new List<PickedOfficer>();
        foreach (var kind in busiest.GroupBy(one => Today.Unit(one.Seat.Unit.Text) is { } unit ? unit.Unit.Type.Id : "").Select(static group => group.ToList()).OrderByDescending(kind => LevelOf(kind[0])))
        {
            if (kind.Find(one => InForce.Structure.Supervises(one.Seat.Post)) is { } leader) Add(leader);
            if (kind.Find(static one => one.Waiting > 0) is { } busy) Add(busy);
        }

        if (all.FirstOrDefault(one => Site.Desk!.Questions.MayChangeStructure(new Actor.Officer(one.Person, one.Seat))) is { } author && !picked.Contains(author)) picked.Add(author);
        foreach (var one in busiest)
        {
            if (picked.Count >= Suggested) break;
            if (!picked.Exists(other => other.Seat.Unit == one.Seat.Unit) && !picked.Exists(other => other.Seat.Post == one.Seat.Post)) picked.Add(one);
        }

        return [.. picked.OrderByDescending(one => LevelOf(one)).Take(Suggested)];

        void Add(PickedOfficer one)
        {
            if (!picked.Exists(other => other.Seat.Post == one.Seat.Post)) picked.Add(one);
        }
    }

    private Text NamesOf(PostAt seat) => Today.Unit(seat.Unit.Text) is { } unit && InForce.Structure.Posts.Of(seat.Post) is [.., var post] ? new($"{unit.Unit.Name.Zh}{post.Name.Zh}", $"{unit.Unit.Name.En} {post.Name.En}") : new(seat.ToString(), seat.ToString());

    /// <summary>How far below the top of the county.</summary>
    private int LevelOf(PickedOfficer one)
    {
        var below = 0;
        for (var above = Today.Unit(one.Seat.Unit.Text)?.Parent; above is not null; above = above.Parent) below++;
        return below;
    }

    /// <summary>By name and password.</summary>
    public async Task<IActionResult> OnPostPasswordAsync(string? name, string? password, string? back, CancellationToken cancellationToken)
    {
        if (HttpContext.RequestServices.GetService<LocalSignIn>() is not { } local) return new NotFoundResult();
        if (!IsPrivateLine) return Refuse(Sessions.OpenLine, StatusCodes.Status403Forbidden);
        (Back, Name) = (SitePages.IsLocal(back) ? back! : "", name?.Trim() ?? "");
        switch (await local.TryAsync(HttpContext, Name, password ?? "", cancellationToken))
        {
            case Tried.In(var account):
                return await BeginAsync(account, LocalSignIn.Password);
            case Tried.Resting(var until):
                return Refuse(
                    new Text($"这个登录名密码错得太多，到 {Show.Moment(until)} 之前不能再用密码试。用通行密钥仍可登录；忘了密码，请另一位管账号的人发一次性代码。", $"Too many wrong passwords came for this name; no password is looked at before {Show.Moment(until)}. A passkey still works. If you forgot the password, ask another who looks after accounts for a one-time code."),
                    StatusCodes.Status429TooManyRequests);
            case Tried.TooMany:
                return Refuse(TooMany, StatusCodes.Status429TooManyRequests);
            default:
                return Refuse(new Text("登录名和密码对不上。请核对大小写和输入法，再试一次。", "The name and the password do not fit. Look at capitals and the keyboard, and try again."));
        }
    }

    /// <summary>By a passkey that the browser has asked its owner for.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync(string? ticket, string? credential, string? back)
    {
        if (HttpContext.RequestServices.GetService<Passkeys>() is not { } passkeys) return new NotFoundResult();
        if (!IsPrivateLine) return Refuse(Sessions.OpenLine, StatusCodes.Status403Forbidden);
        Back = SitePages.IsLocal(back) ? back! : "";
        var limits = HttpContext.RequestServices.GetRequiredService<RequestLimits>();
        var from = HttpContext.Connection.RemoteIpAddress;
        if (limits.Guesses.WaitOf(from) > TimeSpan.Zero) return Refuse(TooMany, StatusCodes.Status429TooManyRequests);

        if (await passkeys.AnsweredAsync(ticket ?? "", credential ?? "", HttpContext) is { } account) return await BeginAsync(account, LocalSignIn.Passkey);
        limits.Guesses.Take(from);
        return Refuse(new Text("这个通行密钥登录不了：这里不认识它，或者等得太久。再试一次，或者用密码。", "This passkey did not sign you in: it is not known here, or it took too long. Try again, or use your password."));
    }

    /// <summary>Whether anybody can sign in over the line on which this page came.</summary>
    public bool IsPrivateLine => Sessions.IsPrivateLine(Request);

    private PageResult Refuse(Text fault, int status = StatusCodes.Status400BadRequest)
    {
        (Fault, Response.StatusCode) = (fault, status);
        return Page();
    }

    private static Text TooMany { get; } = new("试得太多了，请过一分钟再来。", "That was tried too often. Come again in a minute.");

    private async Task<IActionResult> BeginAsync(OpenAccount account, string via)
    {
        var services = HttpContext.RequestServices;
        var to = await services.GetRequiredService<Arrivals>().BeginAsync(HttpContext, account.Account.Person, new SignInWay(via, Browsers.NameOf(Request.Headers.UserAgent.ToString())), Back);
        // Whoever locked the account while the password was compared has ended the sessions that there were then.
        if (!services.GetRequiredService<AccountDesk>().IsStill(account))
        {
            await services.GetRequiredService<Sessions>().Desk.EndAsync(one => one.Person == account.Account.Person && one.Way.Via == via);
            return LocalRedirect("/sign-in");
        }

        return LocalRedirect(to);
    }

    private static Text TroubleAt(ProviderSettings provider, string trouble) => trouble switch
    {
        "away" => new($"现在连不上「{provider.Name.Zh}」。过一会儿再试；有本站账号的，可以用密码或通行密钥登录。", $"{provider.Name.En} cannot be reached just now. Try again later; with an account of this site, use your password or passkey."),
        "declined" => new($"您在「{provider.Name.Zh}」没有同意登录，所以没有登录。", $"You did not agree at {provider.Name.En}, so you are not signed in."),
        _ => new($"「{provider.Name.Zh}」送来的登录不能用：可能隔得太久，或者不是从这个浏览器开始的。请重新登录。", $"The sign-in that came from {provider.Name.En} cannot be used: it took too long, or did not begin in this browser. Please sign in again."),
    };

    /// <summary>Villages, organisations and firms have a home of their own; departments and whoever leads begin with what others wait for from them; everybody else with their inbox.</summary>
    private string HomeOf(ActorId person, PostAt seat)
    {
        var unit = Today.Unit(seat.Unit.Text);
        if (Trellis.Web.Process.OursPage.IsFor(unit)) return "/ours";
        if (unit is { UnitKind: UnitKind.Government, Type.Ground: Ground.Parent } || InForce.Structure.Supervises(seat.Post)) return "/asked";
        // Who has only to decide is waited for by those who prepare it.
        return Site.Desk?.Questions.Inbox(new Actor.Officer(person, seat), null, 20)?.Rows is { Count: > 0 } own && own.All(point => Trellis.Web.Process.AskedPage.IsDecision(InForce.Structure, point)) ? "/asked" : "/inbox";
    }

    public async Task<IActionResult> OnPostAsync(string? person, string? post, string? unit, string? back)
    {
        if (!Site.PicksPeople || Site.Desk is not { } desk || string.IsNullOrEmpty(person)) return new NotFoundResult();
        PostAt? seat = post is { Length: > 0 } && unit is { Length: > 0 } ? new PostAt(post, new UnitId(unit)) : null;
        if (seat is { } named && !desk.IsSeated(new ActorId(person), named)) return new NotFoundResult();
        await HttpContext.RequestServices.GetRequiredService<Sessions>().BeginAsync(HttpContext, new ActorId(person), seat);
        return LocalRedirect(SitePages.IsLocal(back) ? back! : seat is { } sat ? HomeOf(new ActorId(person), sat) : "/matters");
    }
}
