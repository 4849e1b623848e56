using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Authority.Access;
using Trellis.Runtime.Authority;
using Trellis.Web.Shared;

namespace Trellis.Web.Authority;

/// <summary>Pages about how somebody signs in. Whoever is not signed in signs in first, and comes back.</summary>
public abstract class AccountPages : SitePage
{
    internal static Text NotTheSame { get; } = new("两遍新密码不一样。", "The two new passwords are not the same.");

    internal static Text NotStored { get; } = new("现在存不进记录，什么都没有改变；过一会儿再试。", "It cannot be stored just now, and nothing has changed; try again in a moment.");

    public Text? Fault { get; private protected set; }

    /// <summary>What was done, after it was.</summary>
    public Text? Done { get; private protected set; }

    public SignedIn Mine { get; private set; } = null!;

    /// <summary>Null for whoever came from elsewhere.</summary>
    public OpenAccount? Account { get; private set; }

    private protected Sessions Sessions => HttpContext.RequestServices.GetRequiredService<Sessions>();

    private protected AccountDesk? Accounts => HttpContext.RequestServices.GetService<AccountDesk>();

    private protected LocalSignIn? Local => HttpContext.RequestServices.GetService<LocalSignIn>();

    /// <summary>Whether they look after the accounts of others: by the post in which they are here now.</summary>
    public bool LooksAfterAccounts => Accounts is not null && Reader is Actor.Officer officer && HttpContext.RequestServices.GetRequiredService<SignInSettings>().LookAfterAccounts.Contains(officer.Seat);

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (HttpContext.RequestServices.GetService<Sessions>()?.Of(HttpContext) is { } mine) Mine = mine;
        else context.Result = LocalRedirect("/sign-in?back=" + Uri.EscapeDataString(HttpMethods.IsGet(Request.Method) ? Request.Path + Request.QueryString : "/account"));
        if (Mine is not null) Account = Accounts?.OfPerson(Mine.Person);
    }

    public string ViaOf(SignedIn session) => session.Way.Via switch
    {
        LocalSignIn.Password => Say("密码", "password"),
        LocalSignIn.Passkey => Say("通行密钥", "passkey"),
        "" => Say("演示", "demo"),
        var via => via.StartsWith(Providers.Via, StringComparison.Ordinal) && HttpContext.RequestServices.GetService<Providers>()?.Of(via[Providers.Via.Length..]) is { } provider ? Say(provider.Name) : via,
    };

    private protected IActionResult Refuse(Text fault, int status = StatusCodes.Status400BadRequest)
    {
        (Fault, Response.StatusCode) = (fault, status);
        return Page();
    }

    /// <summary>Whether the password that somebody sends along is theirs: what changes how they sign in is not for whoever finds a machine left open.</summary>
    private protected async Task<(OpenAccount? Account, IActionResult? Instead)> ProveAsync(string? password, CancellationToken cancellationToken)
    {
        if (Local is not { } local || Account is not { } account) return (null, new NotFoundResult());
        switch (await local.TryAsync(HttpContext, account.Name, password ?? "", cancellationToken))
        {
            case Tried.In(var proved):
                return (proved, null);
            case Tried.Resting(var until):
                return (null, Refuse(new Text($"密码错得太多，到 {Show.Moment(until)} 之前不能再试。", $"Too many wrong passwords; none is looked at before {Show.Moment(until)}."), StatusCodes.Status429TooManyRequests));
            case Tried.TooMany:
                return (null, Refuse(new Text("试得太多了，请过一分钟再来。", "That was tried too often. Come again in a minute."), StatusCodes.Status429TooManyRequests));
            default:
                return (null, Refuse(new Text("现在的密码不对。", "The present password is not right.")));
        }
    }
}
