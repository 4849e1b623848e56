using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Web.Shared;

namespace Trellis.Web.Authority;

public sealed class SignOutPage : SitePage
{
    public override Text Heading => new("退出", "Sign out");

    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        if (HttpContext.RequestServices.GetService<Sessions>() is { } sessions) await sessions.EndAsync(HttpContext);
        // Whatever the browser kept for us goes with the session: what was not sent yet, and what was taken along.
        Response.Headers["Clear-Site-Data"] = "\"storage\"";
        return LocalRedirect("/");
    }
}
