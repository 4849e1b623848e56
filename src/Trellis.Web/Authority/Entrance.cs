using Microsoft.AspNetCore.Http;
using Trellis.Authority.Access;
using Trellis.Runtime.Authority;

namespace Trellis.Web.Authority;

/// <summary>Who asks, where a token or a session said so.</summary>
/// <param name="Holder">As whom they come.</param>
/// <param name="Scopes">What they may use.</param>
/// <param name="Ticket">The id of the token or the session: never the secret.</param>
public sealed record Caller(TokenHolder Holder, IReadOnlyList<Scope> Scopes, string Ticket);

/// <summary>
/// The one place where a request becomes somebody. Tokens are known here and sessions of people; OpenID Connect and passkeys will begin such a session,
/// and nothing behind this door will change for them.
/// </summary>
public sealed class Entrance(AccessDesk desk, Sessions sessions, RequestLimits limits, Func<ActorId, PostAt, bool> isTheirs)
{
    private const string Scheme = "Bearer ";

    /// <param name="scope">What is needed; null where it is enough to be somebody.</param>
    /// <returns>The caller, or why not, with the status that says so: 401 without a good token, 403 where it is not good for this, 429 after too many wrong ones.</returns>
    public (Caller? Caller, int Status, Refusal? Why) Ask(HttpContext context, Scope? scope)
    {
        ArgumentNullException.ThrowIfNull(context);
        var from = context.Connection.RemoteIpAddress;
        if (limits.Guesses.WaitOf(from) > TimeSpan.Zero) return (null, StatusCodes.Status429TooManyRequests, AccessRefusals.TooManyGuesses);
        Caller? caller;
        var given = context.Request.Headers.Authorization;
        if (given.Count == 0 && sessions.HasCookie(context))
        {
            caller = sessions.CallerOf(context);
        }
        else
        {
            if (given.Count != 1 || given[0] is not { } written || !written.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return (null, StatusCodes.Status401Unauthorized, AccessRefusals.TokenMissing);
            var bearer = written[Scheme.Length..].Trim();
            caller = desk.HolderOf(bearer) is { } token ? new Caller(token.Holder, token.Scopes, token.Id) : null;
            // Whoever still sends what was right once guesses nothing: their time is over, or it was taken back.
            if (caller is null && !desk.WasRight(bearer)) limits.Guesses.Take(from);
        }

        // Nor does a browser that still has the cookie of a session that ended; it names nobody whose secret could be guessed.
        if (caller is null) return (null, StatusCodes.Status401Unauthorized, AccessRefusals.TokenNotGood);

        // Whoever left the post has lost what its token was good for, whether or not anybody took it back.
        if (caller.Holder is TokenHolder.Officer officer && !isTheirs(officer.Person, officer.Seat)) return (null, StatusCodes.Status403Forbidden, AccessRefusals.SeatNotTheirs);
        if (scope is { } needed && !caller.Scopes.Contains(needed)) return (null, StatusCodes.Status403Forbidden, AccessRefusals.ScopeMissing);
        return (caller, StatusCodes.Status200OK, null);
    }
}
