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

    /// <summary>A matter that the reader may see, and as whom: their own proposal also from a post, since people propose as themselves.</summary>
    public static (Actor As, MatterId Id)? Seen(MattersDesk desk, Actor reader, string about)
    {
        if (IdOf(desk, reader, about) is { } id && desk.Questions.Find(reader, id) is not null) return (reader, id);
        return reader is Actor.Officer { Person: var person } && desk.Questions.Proposal(about) is { } own && own.FiledFor == person ? (new Actor.Resident(person), own.Id) : null;
    }
}
