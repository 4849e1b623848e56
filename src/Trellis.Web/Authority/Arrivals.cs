using Microsoft.AspNetCore.Http;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Process;
using Trellis.Web.Shared;

namespace Trellis.Web.Authority;

/// <summary>Somebody was recognised, in whatever way: in which seat they begin, and where they go.</summary>
public sealed class Arrivals(MattersDesk desk, Sessions sessions, TimeProvider time)
{
    /// <summary>Seats of somebody today, as the structure and the record say.</summary>
    public IReadOnlyList<PostAt> SeatsOf(ActorId person)
    {
        var day = desk.InForce.DayOf(time.GetUtcNow());
        return [.. desk.Standing.SeatsOf(person.Text, day).Select(static one => new PostAt(one.Post, new UnitId(one.Unit))).Where(seat => desk.IsSeated(person, seat))];
    }

    /// <returns>Where they go: with one seat into it, with several they choose, with none as a resident.</returns>
    public async Task<string> BeginAsync(HttpContext context, ActorId person, SignInWay way, string? back)
    {
        var seats = SeatsOf(person);
        await sessions.BeginAsync(context, person, seats is [var only] ? only : null, way);
        var to = SitePages.IsLocal(back) ? back! : "";
        return seats.Count switch
        {
            > 1 => "/account" + (to.Length > 0 ? "?back=" + Uri.EscapeDataString(to) : ""),
            1 => to.Length > 0 ? to : "/inbox",
            _ => to.Length > 0 ? to : "/matters",
        };
    }

    /// <summary>The same person in another of their seats, or as a resident: a new session, so that the old one opens nothing any more.</summary>
    public async Task<bool> ChangeSeatAsync(HttpContext context, SignedIn now, PostAt? seat)
    {
        ArgumentNullException.ThrowIfNull(now);
        if (seat is { } chosen && !desk.IsSeated(now.Person, chosen)) return false;
        await sessions.BeginAsync(context, now.Person, seat, now.Way);
        return true;
    }
}
