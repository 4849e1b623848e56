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
        if (view.Unit(act.Seat.Unit.Text) is not { } unit || view.PostAt(act.Seat.Post, unit) is null) return new Ruling.Refused(AuthorityRefusals.NoSuchSeat);
        if (!MaySeat(view, act.Person, act.Seat, by)) return new Ruling.Refused(AuthorityRefusals.MayNotSeat);
        if (act.From < today || act.To < act.From) return new Ruling.Refused(AuthorityRefusals.SeatInThePast);
        if (standing.IsSeated(act.Person, act.Seat, act.From)) return new Ruling.Refused(AuthorityRefusals.SeatedAlready);
        return new Ruling.Happens(new AuthorityEvent.SeatTaken(act.Person.Text, act.Seat.Post, act.Seat.Unit.Text, act.From, act.To ?? DateOnly.MaxValue, act.ActingFor?.Text));
    }

    /// <summary>Also from a post that the version in force does not have: the seat rests, and would be theirs again with the post.</summary>
    public static Ruling Decide(StructureOnDay view, Standing standing, LeaveSeat act, Actor by, DateOnly today)
    {
        if (by.PersonOrNone != act.Person && !MaySeat(view, act.Person, act.Seat, by)) return new Ruling.Refused(AuthorityRefusals.MayNotSeat);
        if (act.From < today) return new Ruling.Refused(AuthorityRefusals.SeatInThePast);
        if (!standing.IsSeated(act.Person, act.Seat, act.From)) return new Ruling.Refused(AuthorityRefusals.NotInThatSeat);
        return new Ruling.Happens(new AuthorityEvent.SeatLeft(act.Person.Text, act.Seat.Post, act.Seat.Unit.Text, act.From));
    }

    private static bool MaySeat(StructureOnDay view, ActorId person, PostAt seat, Actor by) => by switch
    {
        Actor.TheSystem => true,
        Actor.Officer officer => officer.Person != person && view.Structure.Supervises(officer.Seat.Post) && view.Unit(officer.Seat.Unit.Text) is { } own && view.Unit(seat.Unit.Text)?.IsUnder(own) == true,
        _ => false,
    };
}
