using Microsoft.AspNetCore.Http;
using Trellis.Authority.Access;
using Trellis.Runtime.Authority;

namespace Trellis.Web.Authority;

/// <summary>Sessions of people in a browser: a cookie that no script reads, that no other site can send along, and whose worth ends on the server.</summary>
public sealed class Sessions(SessionDesk desk)
{
    /// <summary>The prefix makes browsers refuse it unless it came by HTTPS, for this host alone.</summary>
    public const string Secure = "__Host-trellis";

    /// <summary>Where there is no HTTPS: on the machine itself.</summary>
    public const string Plain = "trellis";

    public SessionDesk Desk => desk;

    /// <summary>Whether what goes over the line can be read by nobody else: HTTPS, or this machine itself. Anywhere else nobody signs in.</summary>
    public static bool IsPrivateLine(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.IsHttps) return true;
        // Somebody hands it on, and nobody said that they are to be believed: where it came from is not known.
        if (HandedOn.Any(request.Headers.ContainsKey)) return false;
        return request.Host.Host is "localhost" or "127.0.0.1" or "[::1]" && request.HttpContext.Connection.RemoteIpAddress is { } from && System.Net.IPAddress.IsLoopback(from);
    }

    private static readonly string[] HandedOn = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-IP", "X-Original-For"];

    internal static Text OpenLine { get; } = new(
        "这个网页不是经 HTTPS 打开的，路上谁都能看到密码，所以这里不能登录。请用 https 开头的网址；管服务器的人见操作手册（--trusted-proxy）。",
        "This page did not come by HTTPS: others on the way could read a password, so nobody signs in here. Use the address that begins with https; whoever runs the server finds more in the operator's guide (--trusted-proxy).");

    public bool HasCookie(HttpContext context) => Held(context) is not null;

    public SignedIn? Of(HttpContext context) => Held(context) is { } secret ? desk.Of(secret) : null;

    public Caller? CallerOf(HttpContext context)
    {
        if (Of(context) is not { } signedIn) return null;
        TokenHolder holder = signedIn.Seat is { } seat ? new TokenHolder.Officer(signedIn.Person, seat) : new TokenHolder.Resident(signedIn.Person);
        return new Caller(holder, [Scope.Read, Scope.Act], "session");
    }

    /// <summary>
    /// For whatever recognises people: passwords, passkeys, OpenID Connect, the list of the demo. What the browser held before ends, so that nobody who put it there
    /// comes in with whoever signs in now.
    /// </summary>
    /// <param name="via">How they were recognised; that of the session before where it is the same person in another seat.</param>
    public async Task<SignedIn> BeginAsync(HttpContext context, ActorId person, PostAt? seat, SignInWay? via = null)
    {
        if (Held(context) is { } before) await desk.EndAsync(before);
        var secret = await desk.BeginAsync(person, seat, via);
        var secure = context.Request.IsHttps;
        context.Response.Cookies.Append(secure ? Secure : Plain, secret, new CookieOptions { HttpOnly = true, Secure = secure, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = SessionDesk.Longest, IsEssential = true });
        return desk.Of(secret)!;
    }

    public async Task EndAsync(HttpContext context)
    {
        if (Held(context) is { } secret) await desk.EndAsync(secret);
        context.Response.Cookies.Delete(context.Request.IsHttps ? Secure : Plain, new CookieOptions { Path = "/", Secure = context.Request.IsHttps });
    }

    private static string? Held(HttpContext context) => context.Request.Cookies[context.Request.IsHttps ? Secure : Plain];
}
