using Trellis.Runtime.Process;

namespace Trellis.Web.Process;

/// <summary>A matter in an address: by its id, or by the number that people read out.</summary>
internal static class MatterAddress
{
    /// <returns>Null for what is neither, and for a number of a matter that the reader may not see.</returns>
    public static MatterId? IdOf(MattersDesk desk, Actor by, string about)
    {
        if (MatterNumbers.Of(new MatterId(about)) is not null) return new MatterId(about);
        return about.Length is > 5 and <= 40 && char.IsAsciiDigit(about[0]) && about.All(static letter => char.IsAsciiDigit(letter) || letter == '-') ? desk.Questions.OfNumber(by, about) : null;
    }

    /// <summary>
    /// A matter that the reader may see, and as whom: also what they asked for from their post, in the name of its unit, and their own proposal, since people propose as themselves. What they asked for at
    /// home stays there.
    /// </summary>
    public static (Actor As, MatterId Id)? Seen(MattersDesk desk, Actor reader, string about)
    {
        if (IdOf(desk, reader, about) is { } id && desk.Questions.Find(reader, id) is not null) return (reader, id);
        if (reader is not Actor.Officer officer) return null;
        if (desk.Questions.Proposal(about) is { } own && own.FiledFor == officer.Person) return (new Actor.Resident(officer.Person), own.Id);
        var person = new Actor.Resident(officer.Person);
        return IdOf(desk, person, about) is { } asked && IsOfUnit(desk, officer, asked) ? (person, asked) : null;
    }

    /// <summary>Whether an officer asked for it themselves from a post of the unit in which they sit now.</summary>
    public static bool IsOfUnit(MattersDesk desk, Actor.Officer officer, MatterId matter)
    {
        var person = new Actor.Resident(officer.Person);
        return desk.Questions.Find(person, matter) is var (found, _) && found.FiledFor == officer.Person && desk.Questions.History(person, matter) is [{ By: var by }, ..] && PostAt.Parse(by) is { } seat && seat.Unit == officer.Seat.Unit;
    }
}
