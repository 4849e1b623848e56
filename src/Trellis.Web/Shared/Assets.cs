using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Trellis.Web.Shared;

/// <summary>Styles and scripts of the pages, put together when Trellis was built. They are held in memory in each form in which they may be sent, and named by what they hold, so that a browser asks for each once.</summary>
public sealed class Assets
{
    private const string Script = "text/javascript; charset=utf-8";

    private const string Worker = "worker.js";

    private static readonly (string Ending, string Encoding)[] Forms = [(".br", "br"), (".gz", "gzip"), ("", "")];

    private readonly FrozenDictionary<string, Asset> _assets;

    private Assets(FrozenDictionary<string, Asset> assets) => _assets = assets;

    /// <summary>Reads what lies beside the program.</summary>
    /// <exception cref="UnusableInput">They were not put together.</exception>
    public static Assets Read(string beside)
    {
        var folder = Path.Combine(beside, "pages");
        var names = new[]
        {
            // The map is asked for by the one page that has one.
            ("map.js", Script), ("maplibre-gl.mjs", Script), ("maplibre-gl-worker.mjs", Script), ("maplibre-gl.css", "text/css; charset=utf-8"),
            ("site.css", "text/css; charset=utf-8"), ("site.js", Script), ("passkey.js", Script), ("unsent.js", Script), (Worker, Script), ("icon.svg", "image/svg+xml"), ("icon-192.png", "image/png"), ("icon-512.png", "image/png"),
        };
        if (!Array.TrueForAll(names, name => File.Exists(Path.Combine(folder, name.Item1))))
        {
            throw new UnusableInput(
                new Text("这次编译时没有 Node 和 npm，缺少网页的样式，所以不能显示网页；其余命令都能用。", "There was no Node with npm when this was built, so the styles of the pages are missing and no page can be shown; every other command works."),
                new Text("安装 Node 18 或更新的版本（带 npm），删除 .trellis 文件夹，再运行一次。", "Install Node 18 or later with npm, delete the folder .trellis, and run it again."));
        }

        return new Assets(names.ToFrozenDictionary(static name => name.Item1, name =>
        {
            var bytes = Forms.Select(form => File.Exists(Path.Combine(folder, name.Item1 + form.Ending)) ? File.ReadAllBytes(Path.Combine(folder, name.Item1 + form.Ending)) : null).ToArray();
            return new Asset(name.Item2, Convert.ToHexStringLower(SHA256.HashData(bytes[^1]!))[..16], bytes);
        }, StringComparer.Ordinal));
    }

    /// <summary>The address of a file, which is another whenever the file is.</summary>
    public string Address(string name) => $"/assets/{_assets[name].Print}/{name}";

    public void Map(IEndpointRouteBuilder to)
    {
        ArgumentNullException.ThrowIfNull(to);
        // Its address says which pages it serves, so it stands at the root, and is asked for anew each time.
        to.MapGet("/worker.js", (HttpContext context) => SendAsync(context, _assets[Worker], "no-cache")).ExcludeFromDescription();
        // Without parameters of its own: those would be bound by code that is written and compiled when the server begins, before its first page.
        to.MapGet("/assets/{print}/{name}", SendAsync).ExcludeFromDescription();
    }

    private Task SendAsync(HttpContext context)
    {
        if (context.Request.RouteValues["name"] is not string name || !_assets.TryGetValue(name, out var asset) || asset.Print != context.Request.RouteValues["print"] as string)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return SendAsync(context, asset, "public, max-age=31536000, immutable");
    }

    private static Task SendAsync(HttpContext context, Asset asset, string kept)
    {
        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        var form = Array.FindIndex(Forms, one => one.Encoding.Length == 0 || accepted.Contains(one.Encoding, StringComparison.OrdinalIgnoreCase));
        while (asset.Bytes[form] is null) form++;
        if (Forms[form].Encoding.Length > 0) context.Response.Headers.ContentEncoding = Forms[form].Encoding;
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        context.Response.Headers.CacheControl = kept;
        context.Response.ContentType = asset.Type;
        context.Response.ContentLength = asset.Bytes[form]!.Length;
        return context.Response.Body.WriteAsync(asset.Bytes[form], context.RequestAborted).AsTask();
    }

    private sealed record Asset(string Type, string Print, byte[]?[] Bytes);
}
