using Microsoft.AspNetCore.Http;

namespace Trellis.Web.Shared;

/// <summary>How somebody wishes to read: in which language and how large. Kept in the browser alone; it says nothing about anybody.</summary>
public sealed record Preferences(Language Language, bool LargePrint)
{
    public const string LanguageCookie = "language";
    public const string PrintCookie = "print";

    /// <summary>An address may name the language itself: what a device keeps for a day without a line is fetched without anybody's cookies.</summary>
    public const string Named = "in";
    private const string Large = "large";

    public string Code => Language == Language.Chinese ? "zh-CN" : "en";

    public static Preferences Of(HttpContext context, Language usual)
    {
        ArgumentNullException.ThrowIfNull(context);
        var language = Known(context.Request.Query[Named]) ?? Known(context.Request.Cookies[LanguageCookie]);
        return new Preferences(language ?? Accepted(context.Request.Headers.AcceptLanguage.ToString()) ?? usual, context.Request.Cookies[PrintCookie] == Large);
    }

    private static Language? Known(string? written) => written switch { "zh" => Language.Chinese, "en" => Language.English, _ => null };

    /// <summary>Remembers one wish for a year.</summary>
    public static void Keep(HttpContext context, string? language, string? print)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = new CookieOptions { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = TimeSpan.FromDays(365), IsEssential = true };
        if (language is "zh" or "en") context.Response.Cookies.Append(LanguageCookie, language, options);
        if (print is Large or "usual") context.Response.Cookies.Append(PrintCookie, print, options);
    }

    /// <summary>The first of our languages in the order in which the browser names them.</summary>
    private static Language? Accepted(string header)
    {
        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("zh", StringComparison.OrdinalIgnoreCase)) return Language.Chinese;
            if (part.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return Language.English;
        }

        return null;
    }
}
