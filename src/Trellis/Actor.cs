namespace Trellis;

/// <summary>Who acts.</summary>
public abstract record Actor
{
    private Actor() { }

    /// <summary>Somebody who sits in a post. That the seat is theirs on the day was asked of Authority before.</summary>
    public sealed record Officer(ActorId Person, PostAt Seat) : Actor;

    /// <summary>A resident, or who speaks for a firm or an association.</summary>
    public sealed record Resident(ActorId Person) : Actor;

    /// <summary>Time, or a rule of the structure: jobs and reactions.</summary>
    public sealed record TheSystem : Actor;

    public static Actor System { get; } = new TheSystem();

    /// <summary>The unit for which somebody acts; null for residents and the system.</summary>
    public UnitId? Unit => this is Officer officer ? officer.Seat.Unit : null;

    /// <summary>Null for the system.</summary>
    public ActorId? PersonOrNone => this switch
    {
        Officer officer => officer.Person,
        Resident resident => resident.Person,
        _ => null,
    };
}
