using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Web.Shared;

namespace Trellis.Web.Authority;

public sealed class SignOutPage : SitePage
{
    public override Text Heading => new("已退出", "You are signed out");

    /// <summary>Where somebody may be signed in still.</summary>
    public ProviderSettings? Still { get; private set; }

    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        if (HttpContext.RequestServices.GetService<Sessions>() is not { } sessions) return LocalRedirect("/");
        var via = sessions.Of(HttpContext)?.Way.Via ?? "";
        HttpContext.RequestServices.GetRequiredService<SentForms>().Forget(FormThatWaits.MarkOf(Reader));
        await sessions.EndAsync(HttpContext);
        // Whatever the browser kept for us goes with the session: what was not sent yet, and what was taken along.
        Response.Headers["Clear-Site-Data"] = "\"storage\"";
        if (!via.StartsWith(Providers.Via, StringComparison.Ordinal) || HttpContext.RequestServices.GetService<Providers>()?.Of(via[Providers.Via.Length..]) is not { } provider) return LocalRedirect("/");
        Still = provider;
        Forget();
        return Page();
    }
}
