using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Trellis.Web.Shared;

/// <summary>What a device needs to put the site on its first screen (W3C Web Application Manifest).</summary>
internal static class Manifest
{
    public static void Map(IEndpointRouteBuilder to, Site site, Assets assets) =>
        to.MapGet("/manifest.webmanifest", (HttpContext context) => SendAsync(context, site, assets)).ExcludeFromDescription();

    private static async Task SendAsync(HttpContext context, Site site, Assets assets)
    {
        var preferences = Preferences.Of(context, site.Language);
        var structure = site.InForce.Structure;
        var name = (structure.On(site.Today).Top?.Unit.Name ?? structure.Name).In(preferences.Language);
        context.Response.ContentType = "application/manifest+json";
        context.Response.Headers.CacheControl = "no-cache";
        await using var json = new Utf8JsonWriter(context.Response.Body);
        json.WriteStartObject();
        json.WriteString("id", "/");
        json.WriteString("name", name);
        json.WriteString("short_name", name);
        json.WriteString("lang", preferences.Code);
        json.WriteString("start_url", "/");
        json.WriteString("scope", "/");
        json.WriteString("display", "standalone");
        json.WriteString("background_color", "#ffffff");
        json.WriteString("theme_color", "#1f6245");
        json.WriteStartArray("icons");
        foreach (var (file, sizes, type) in ((string, string, string)[])[("icon-192.png", "192x192", "image/png"), ("icon-512.png", "512x512", "image/png"), ("icon.svg", "any", "image/svg+xml")])
        {
            json.WriteStartObject();
            json.WriteString("src", assets.Address(file));
            json.WriteString("sizes", sizes);
            json.WriteString("type", type);
            json.WriteString("purpose", "any maskable");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("shortcuts");
        Shortcut(new("反映问题", "Report something"), "/report");
        Shortcut(new("没有网络时", "Without a line"), "/unsent");
        json.WriteEndArray();
        json.WriteEndObject();

        void Shortcut(Text called, string address)
        {
            json.WriteStartObject();
            json.WriteString("name", called.In(preferences.Language));
            json.WriteString("url", address);
            json.WriteEndObject();
        }
    }
}
