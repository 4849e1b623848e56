namespace Trellis.Authority.Access;

/// <summary>By what a provider's claim tells who somebody is here.</summary>
/// <param name="Claim">Such as sub or email.</param>
/// <param name="Fact">A column of seats.tsv, such as actor.email, that says the same; null where the claim is the person's own id.</param>
public sealed record ClaimOfPerson(string Claim, string? Fact);

/// <summary>Who somebody is whom another place has recognised. Which seats they have is then what the structure and the record say, as of everybody.</summary>
public static class NamingPeople
{
    private const string Email = "email";
    private const string Verified = "email_verified";

    /// <param name="claims">What the provider says of them, by name. Of a claim that stands there twice nothing is believed.</param>
    /// <param name="isKnown">Whether the base has a row of this person.</param>
    /// <returns>Null for somebody whom nothing here knows, or for whom it is not sure who they are.</returns>
    public static ActorId? Of(ClaimOfPerson by, ILookup<string, string> claims, Standing standing, DateOnly day, Func<ActorId, bool> isKnown)
    {
        if (claims[by.Claim].ToList() is not [{ Length: > 0 and <= 200 } value]) return null;
        // An address that nobody has looked at is what its holder wrote.
        if (by.Claim == Email && claims[Verified].ToList() is not ["true" or "True"]) return null;
        if (by.Fact is { } fact) return standing.ActorsWith(fact, value, day) is [var only] ? new ActorId(only) : null;
        var person = new ActorId(value);
        return standing.SeatsOf(value, day).Any() || isKnown(person) ? person : null;
    }
}
