using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Authority.Access;
using Trellis.Runtime;
using Trellis.Runtime.Authority;
using Trellis.Web.Shared;

namespace Trellis.Web.Authority;

/// <summary>The first password, or a new one, with a code that somebody else gave.</summary>
public sealed class CodePage : SitePage
{
    public override Text Heading => new("用一次性代码设密码", "Set your password with a one-time code");

    public string Name { get; private set; } = "";

    public Text? Fault { get; private set; }

    public IActionResult OnGet() => HttpContext.RequestServices.GetService<LocalSignIn>() is null ? new NotFoundResult() : Page();

    public async Task<IActionResult> OnPostAsync(string? name, string? code, string? password, string? again, CancellationToken cancellationToken)
    {
        if (HttpContext.RequestServices.GetService<LocalSignIn>() is not { } local) return new NotFoundResult();
        if (!Sessions.IsPrivateLine(Request)) return Refuse(Sessions.OpenLine, StatusCodes.Status403Forbidden);
        Name = name?.Trim() ?? "";
        if ((password ?? "") != (again ?? "")) return Refuse(AccountPages.NotTheSame);
        try
        {
            var (account, why) = await local.UseCodeAsync(HttpContext, Name, code ?? "", password ?? "", cancellationToken);
            if (account is null) return Refuse(why!.Says);
            // Whoever was in by the old password is out.
            await HttpContext.RequestServices.GetRequiredService<Sessions>().Desk.EndAsync(one => one.Person == account.Account.Person);
            return LocalRedirect(await HttpContext.RequestServices.GetRequiredService<Arrivals>().BeginAsync(HttpContext, account.Account.Person, new SignInWay(LocalSignIn.Password, Browsers.NameOf(Request.Headers.UserAgent.ToString())), "/account"));
        }
        catch (MachineFault)
        {
            return Refuse(AccountPages.NotStored, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private PageResult Refuse(Text fault, int status = StatusCodes.Status400BadRequest)
    {
        (Fault, Response.StatusCode) = (fault, status);
        return Page();
    }
}
