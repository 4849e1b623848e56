using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Authority.Access;
using Trellis.Runtime;
using Trellis.Runtime.Authority;
using Trellis.Web.Shared;

namespace Trellis.Web.Authority;

/// <summary>Somebody's own: in which seat they work, where they are signed in, and how.</summary>
public sealed class AccountPage : AccountPages
{
    private const int LongestName = 40;

    public override Text Heading => new("我的登录", "Signing in");

    public string Back { get; private set; } = "";

    public IReadOnlyList<PostAt> Seats => field ??= HttpContext.RequestServices.GetService<Arrivals>()?.SeatsOf(Mine.Person) ?? [];

    public IReadOnlyList<SignedIn> All => field ??= Sessions.Desk.Of(Mine.Person);

    public void OnGet(string? back, string? done)
    {
        Back = SitePages.IsLocal(back) ? back! : "";
        Done = done switch
        {
            "password" => new Text("密码已经改好，别处的登录都已结束。", "Your password is changed, and you are signed out everywhere else."),
            "passkey" => new Text("通行密钥已经加上，下次可以直接用它登录。", "The passkey is added; next time you can sign in with it."),
            "removed" => new Text("通行密钥已经去掉。", "The passkey is removed."),
            "ended" => new Text("那里的登录已经结束。", "That sign-in has ended."),
            _ => null,
        };
    }

    public async Task<IActionResult> OnPostSeatAsync(string? seat, string? back)
    {
        if (HttpContext.RequestServices.GetService<Arrivals>() is not { } arrivals) return new NotFoundResult();
        var chosen = seat is { Length: > 0 } ? PostAt.Parse(seat) : null;
        if (seat is { Length: > 0 } && chosen is null || !await arrivals.ChangeSeatAsync(HttpContext, Mine, chosen)) return Refuse(AccessRefusals.SeatNotTheirs.Says);
        return LocalRedirect(SitePages.IsLocal(back) ? back! : chosen is null ? "/matters" : "/inbox");
    }

    public async Task<IActionResult> OnPostEndAsync(string? session)
    {
        await Sessions.Desk.EndAsync(one => one.Person == Mine.Person && one.Id == session);
        return LocalRedirect(session == Mine.Id ? "/" : "/account?done=ended");
    }

    public async Task<IActionResult> OnPostEndOthersAsync()
    {
        await Sessions.Desk.EndAsync(one => one.Person == Mine.Person && one.Id != Mine.Id);
        return LocalRedirect("/account?done=ended");
    }

    public async Task<IActionResult> OnPostPasskeyAsync(string? ticket, string? credential, string? called, string? password, CancellationToken cancellationToken)
    {
        if (Accounts is not { } accounts || Account is null || HttpContext.RequestServices.GetService<Passkeys>() is not { } passkeys) return new NotFoundResult();
        // Nothing was asked, since the password was not right: it is said here what is wrong.
        if (string.IsNullOrEmpty(ticket)) return (await ProveAsync(password, cancellationToken)).Instead ?? Refuse(NoPasskey);
        var name = called?.Trim() is { Length: > 0 } given ? given[..Math.Min(given.Length, LongestName)] : Browsers.NameOf(Request.Headers.UserAgent.ToString());
        if (await passkeys.MadeAsync(ticket, credential ?? "", name, HttpContext) is not var (account, passkey) || account.Account.Id != Account.Account.Id) return Refuse(NoPasskey);
        try
        {
            var (receipt, why) = await accounts.AddPasskeyAsync(account, passkey, cancellationToken);
            return receipt is null ? Refuse(why!.Says) : LocalRedirect("/account?done=passkey");
        }
        catch (MachineFault)
        {
            return Refuse(NotStored, StatusCodes.Status503ServiceUnavailable);
        }
    }

    public async Task<IActionResult> OnPostRemoveAsync(string? passkey, string? password, CancellationToken cancellationToken)
    {
        if (Accounts is not { } accounts) return new NotFoundResult();
        var (proved, instead) = await ProveAsync(password, cancellationToken);
        if (proved is null) return instead!;
        if (proved.Secrets!.Passkeys.FirstOrDefault(one => Convert.ToHexStringLower(one.Credential) == passkey) is not { } known) return LocalRedirect("/account");
        try
        {
            var (receipt, why) = await accounts.RemovePasskeyAsync(proved, known.Credential, cancellationToken);
            if (receipt is null) return Refuse(why!.Says);
            // Whoever has the device may be in by it.
            await Sessions.Desk.EndAsync(one => one.Person == Mine.Person && one.Way.Via == LocalSignIn.Passkey && one.Id != Mine.Id);
            return LocalRedirect("/account?done=removed");
        }
        catch (MachineFault)
        {
            return Refuse(NotStored, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static Text NoPasskey { get; } = new("没有加上通行密钥：等得太久，或者这个设备已经有了。再试一次。", "No passkey was added: it took too long, or this device has one already. Try again.");
}

/// <summary>A new password, by whoever knows the old one.</summary>
public sealed class PasswordPage : AccountPages
{
    public override Text Heading => new("改密码", "Change your password");

    public IActionResult OnGet() => Local is null || Account?.Secrets?.Password is null ? new NotFoundResult() : Page();

    public async Task<IActionResult> OnPostAsync(string? present, string? password, string? again, CancellationToken cancellationToken)
    {
        if (Local is not { } local) return new NotFoundResult();
        if ((password ?? "") != (again ?? "")) return Refuse(NotTheSame);
        var (proved, instead) = await ProveAsync(present, cancellationToken);
        if (proved is null) return instead!;
        try
        {
            if (await local.SetPasswordAsync(proved, password ?? "", cancellationToken) is { } why) return Refuse(why.Says);
        }
        catch (MachineFault)
        {
            return Refuse(NotStored, StatusCodes.Status503ServiceUnavailable);
        }

        var mine = Mine;
        await Sessions.Desk.EndAsync(one => one.Person == mine.Person && one.Id != mine.Id);
        await Sessions.BeginAsync(HttpContext, mine.Person, mine.Seat, mine.Way);
        return LocalRedirect("/account?done=password");
    }
}
