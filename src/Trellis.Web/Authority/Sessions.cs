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

    public bool HasCookie(HttpContext context) => Held(context) is not null;

    public Caller? CallerOf(HttpContext context)
    {
        if (Held(context) is not { } secret || desk.Of(secret) is not { } signedIn) return null;
        TokenHolder holder = signedIn.Seat is { } seat ? new TokenHolder.Officer(signedIn.Person, seat) : new TokenHolder.Resident(signedIn.Person);
        return new Caller(holder, [Scope.Read, Scope.Act], "session");
    }

    /// <summary>For whatever recognises people: OpenID Connect, passkeys, the development sign-in of the demo.</summary>
    public async Task BeginAsync(HttpContext context, ActorId person, PostAt? seat)
    {
        var secret = await desk.BeginAsync(person, seat);
        var secure = context.Request.IsHttps;
        context.Response.Cookies.Append(secure ? Secure : Plain, secret, new CookieOptions { HttpOnly = true, Secure = secure, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = SessionDesk.Longest, IsEssential = true });
    }

    public async Task EndAsync(HttpContext context)
    {
        if (Held(context) is { } secret) await desk.EndAsync(secret);
        context.Response.Cookies.Delete(context.Request.IsHttps ? Secure : Plain, new CookieOptions { Path = "/", Secure = context.Request.IsHttps });
    }

    private static string? Held(HttpContext context) => context.Request.Cookies[context.Request.IsHttps ? Secure : Plain];
}
