using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.WebEncoders;

namespace Trellis.Web.Shared;

/// <summary>Puts the pages into a server.</summary>
internal static class SitePages
{
    public const string NotFoundAddress = "/not-found";

    /// <summary>Only what a page needs: nothing comes from elsewhere, no script stands in a page, and nobody shows us in a frame.</summary>
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Add(IServiceCollection services, Site site, Assets assets)
    {
        services.AddSingleton(site);
        services.AddSingleton(assets);
        services.AddSingleton<SentForms>();
        // Pages stand in the folders of their rooms, beside their endpoints, and each names its address itself.
        services.AddRazorPages(static options =>
        {
            options.RootDirectory = "/";
            // Where a request that changes something comes from is asked of the browser (below); a token in each form would end with the session that it belongs to.
            options.Conventions.ConfigureFilter(new IgnoreAntiforgeryTokenAttribute());
        });
        // What people send is not written to a temporary file of the machine, where nobody would erase it; a body is no longer than the server takes.
        services.Configure<FormOptions>(static options => (options.MemoryBufferThreshold, options.MultipartBodyLengthLimit) = (TrellisServer.LongestBody, TrellisServer.LongestBody));
        // Nothing of ours is protected by it, so no key of it is kept anywhere.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        // Chinese as it is, not as numbers: a page of it would be three times as long.
        services.Configure<WebEncoderOptions>(static options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
    }

    /// <summary>Before routing: an answer without words is shown as a page, which is routed anew.</summary>
    public static void UseBeforeRouting(IApplicationBuilder app) => app.UseStatusCodePagesWithReExecute(NotFoundAddress, "?status={0}");

    /// <summary>Behind routing, which says whether the answer is a page.</summary>
    public static void Use(IApplicationBuilder app)
    {
        app.Use(static (context, next) =>
        {
            if (!IsPage(context)) return next(context);
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers["Referrer-Policy"] = "same-origin";
            headers.XContentTypeOptions = "nosniff";
            headers["Permissions-Policy"] = "geolocation=(self), camera=(self), microphone=()";
            headers.CacheControl = "no-store";
            if (HttpMethods.IsPost(context.Request.Method) && !IsOurs(context.Request))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }

            // What is too long is not read; the page that says so is made of the same request.
            if (context.Request.ContentLength > TrellisServer.LongestBody && context.Features.Get<IStatusCodeReExecuteFeature>() is null)
            {
                context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return Task.CompletedTask;
            }

            return next(context);
        });
    }

    public static void Map(IEndpointRouteBuilder to, Assets assets)
    {
        assets.Map(to);
        Manifest.Map(to, to.ServiceProvider.GetRequiredService<Site>(), assets);
        to.MapRazorPages().WithMetadata(new ShownToPeople());
        to.MapGet("/preferences", static context =>
        {
            var asked = context.Request.Query;
            Preferences.Keep(context, asked["language"], asked["print"]);
            context.Response.Redirect(asked["back"].ToString() is var back && IsLocal(back) ? back : "/");
            return Task.CompletedTask;
        }).WithMetadata(new ShownToPeople()).ExcludeFromDescription();
    }

    /// <summary>Whether the answer is for people: an address that says so, or one that nothing stands at.</summary>
    public static bool IsPage(HttpContext context) => context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<ShownToPeople>() is not null;

    /// <summary>Whether a form was sent by a page of ours. Browsers say so; one that does not say names at least where it comes from, and one that says neither is taken only where it sends no session along.</summary>
    private static bool IsOurs(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site, ..]) return site is "same-origin" or "none";
        if (request.Headers.Origin is [{ } origin, ..]) return Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
        return request.Cookies.Count == 0;
    }

    /// <summary>Whether an address is one of ours, and no other site's. Browsers pass over tabs and ends of lines, so that behind one there may stand another slash.</summary>
    public static bool IsLocal(string? address) => address is ['/', ..] && address is not ['/', '/' or '\\', ..] && !address.Contains('\\', StringComparison.Ordinal) && !address.Any(char.IsControl);
}

/// <summary>An address whose answer is a page.</summary>
internal sealed record ShownToPeople;
