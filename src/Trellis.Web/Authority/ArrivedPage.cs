using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Web.Shared;

namespace Trellis.Web.Authority;

/// <summary>Between a provider and the page where somebody was going: from here on the browser sends the session along, since it comes from a page of ours.</summary>
public sealed class ArrivedPage : SitePage
{
    public override Text Heading => new("已登录", "You are signed in");

    public string Next { get; private set; } = "/";

    public void OnGet(string? back) => Next = SitePages.IsLocal(back) ? back! : "/account";
}

/// <summary>Somebody whom a provider knows and nothing here does.</summary>
public sealed class NotKnownPage : SitePage
{
    public override Text Heading => new("这里还不认识您", "You are not known here yet");

    public Text From { get; private set; } = new("别处", "another place");

    public void OnGet(string? at)
    {
        if (HttpContext.RequestServices.GetService<Providers>()?.Of(at ?? "") is { } provider) From = provider.Name;
    }
}
