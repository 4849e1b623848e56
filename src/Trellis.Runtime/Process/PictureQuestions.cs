using Trellis.Information.Looks;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Process.Pictures;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Process;

/// <summary>A picture of a matter, without the picture itself.</summary>
/// <param name="Position">Of the entry that says that it was added.</param>
/// <param name="By">Post and unit, or the role of whoever added it.</param>
/// <param name="Erased">Whether it is gone.</param>
public sealed record PictureLine(string Id, long Position, DateTimeOffset Added, string By, PictureKind Kind, bool Erased);

/// <content>Pictures of a matter: that they are there is its course; what is seen in them is what people gave.</content>
public sealed partial class MatterQuestions
{
    /// <summary>The pictures of a matter in the order in which they were added; null where there is none that the reader may see.</summary>
    public IReadOnlyList<PictureLine>? Pictures(Actor reader, MatterId id) => AskEach<PictureLine>(reader, id, static (session, position, entry, happened) =>
        happened is PictureAdded added ? [new PictureLine(added.Attachment, position, entry.At, By(entry), added.Kind, ReadModels.Attachment(session, added.Attachment) is not { Erased: null })] : []);

    /// <summary>A picture, for whoever filed the matter.</summary>
    /// <returns>Null where it is none of this matter, or was erased, or they did not file it.</returns>
    /// <exception cref="MachineFault">The file is missing, or is not what was recorded.</exception>
    public byte[]? Picture(Actor.Resident reader, MatterId id, string picture) =>
        Find(reader, id) is var (matter, _) && ReadingGround.Filed.By(reader, matter) is { } ground && Has(reader, id, picture) ? Open(picture, ground) : null;

    /// <summary>The same for an officer whose look into the matter stands in the record.</summary>
    /// <exception cref="MachineFault">The file is missing, or is not what was recorded.</exception>
    public byte[]? Picture(CommittedLook look, string picture)
    {
        ArgumentNullException.ThrowIfNull(look);
        if (look.Reason.Matter is not { } id || Find(id) is not var (matter, _)) return null;
        // What is seen in a picture nobody can tell beforehand: it is shown to whom the words of the matter are shown.
        return look.Covers(LooksDesk.SubjectOf(matter), LookingAtValues.Words) && Has(Actor.System, id, picture) ? Open(picture, new ReadingGround.Looked(look)) : null;
    }

    private bool Has(Actor reader, MatterId id, string picture) => Pictures(reader, id)?.Any(one => one.Id == picture) == true;

    private byte[]? Open(string picture, ReadingGround ground) => Ask(session => new PersonalReading(session, _desk.Keys, _place.Attachments, ground).Attachment(picture));
}
