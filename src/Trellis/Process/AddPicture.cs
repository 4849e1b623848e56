using Trellis.Process.Matters;
using Trellis.Process.Pictures;

namespace Trellis.Process;

/// <summary>Somebody with a part in the matter adds a picture. The picture itself goes beside the act, and is clean by then.</summary>
/// <param name="Digest">Of what was sent, so that a request that is sent again is known. It is entered nowhere in the clear.</param>
/// <param name="Attachment">The id under which it is kept, minted by the desk.</param>
/// <param name="Before">How many pictures the matter has, as the desk counted them.</param>
public sealed record AddPicture(MatterId Matter, string Digest, PictureKind Kind, string Attachment, int Before) : IAct
{
    public const string Name = "add-picture";

    public string Word => Name;
}

/// <param name="From">The unit whose officer added it; null for the requester.</param>
public sealed record PictureAdded(MatterId Matter, UnitId? From, string Attachment, PictureKind Kind, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "picture-added/1";

    public string Wire => Name;
}

public static class AddingPictures
{
    /// <summary>Of one matter. Two that are added in the same moment may make it one more.</summary>
    public const int Most = 20;

    /// <summary>Whoever may give facts may add pictures; nothing waits for one.</summary>
    public static Outcome Decide(Matter matter, AddPicture act, Circumstances circumstances)
    {
        if (BeforeAnAct.Ask(matter, circumstances) is { } no) return no;
        if (AddingInformation.WhyNotTheirs(matter, circumstances.By) is { } another) return another;
        if (act.Before >= Most) return ProcessRefusals.TooManyPictures;
        return Outcome.Accept(new PictureAdded(matter.Id, circumstances.By.Unit, act.Attachment, act.Kind, circumstances.When));
    }
}
