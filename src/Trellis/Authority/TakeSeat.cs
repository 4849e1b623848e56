using Trellis.Structure;

namespace Trellis.Authority;

/// <summary>Somebody begins to sit in a post.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, included; null without an end.</param>
/// <param name="ActingFor">Whom they stand in for; null where the post is theirs.</param>
public sealed record TakeSeat(ActorId Person, PostAt Seat, DateOnly From, DateOnly? To = null, ActorId? ActingFor = null) : IAct
{
    public const string Name = "take-seat";

    public string Word => Name;
}

/// <summary>Somebody no longer sits in a post.</summary>
/// <param name="From">The first day on which they do not.</param>
public sealed record LeaveSeat(ActorId Person, PostAt Seat, DateOnly From) : IAct
{
    public const string Name = "leave-seat";

    public string Word => Name;
}

/// <summary>Who sits where. The structure says which posts there are; who sits in one is an act.</summary>
public static class TakingSeats
{
    /// <summary>
    /// By whoever keeps the record, for the office that appoints; or by an officer whose post is told of overdue matters or calls departments, for their own unit and those below it, never for themselves.
    /// Not back in time: what was done in the seat was done by whoever sat there.
    /// </summary>
    public static Ruling Decide(StructureOnDay view, Standing standing, TakeSeat act, Actor by, DateOnly today)
    {
        if (BeforeASeat(view, act.Person, act.Seat, by) is { } no) return new Ruling.Refused(no);
        if (act.From < today || act.To < act.From) return new Ruling.Refused(AuthorityRefusals.SeatInThePast);
        if (standing.SeatsOf(act.Person.Text, act.From).Contains((act.Seat.Post, act.Seat.Unit.Text))) return new Ruling.Refused(AuthorityRefusals.SeatedAlready);
        return new Ruling.Happens(new AuthorityEvent.SeatTaken(act.Person.Text, act.Seat.Post, act.Seat.Unit.Text, act.From, act.To ?? DateOnly.MaxValue, act.ActingFor?.Text));
    }

    public static Ruling Decide(StructureOnDay view, Standing standing, LeaveSeat act, Actor by, DateOnly today)
    {
        if (by.PersonOrNone != act.Person && BeforeASeat(view, act.Person, act.Seat, by) is { } no) return new Ruling.Refused(no);
        if (act.From < today) return new Ruling.Refused(AuthorityRefusals.SeatInThePast);
        if (!standing.SeatsOf(act.Person.Text, act.From).Contains((act.Seat.Post, act.Seat.Unit.Text))) return new Ruling.Refused(AuthorityRefusals.NotInThatSeat);
        return new Ruling.Happens(new AuthorityEvent.SeatLeft(act.Person.Text, act.Seat.Post, act.Seat.Unit.Text, act.From));
    }

    private static Refusal? BeforeASeat(StructureOnDay view, ActorId person, PostAt seat, Actor by)
    {
        if (view.Unit(seat.Unit.Text) is not { } unit || view.PostAt(seat.Post, unit) is null) return AuthorityRefusals.NoSuchSeat;
        return by switch
        {
            Actor.TheSystem => null,
            Actor.Officer officer when officer.Person != person && view.Structure.Supervises(officer.Seat.Post) && view.Unit(officer.Seat.Unit.Text) is { } own && unit.IsUnder(own) => null,
            _ => AuthorityRefusals.MayNotSeat,
        };
    }
}
