using System.Security.Cryptography;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Process.Pictures;

namespace Trellis.Runtime.Process;

/// <content>Takes pictures: cleaned, sealed in the folder of attachments, a commitment to each in the record.</content>
public sealed partial class MattersDesk
{
    /// <summary>Adds a picture to a matter. What is not seen in it is taken out first; the file is on the disk before the entry is.</summary>
    /// <param name="key">By which a request that is sent again is known; null where none is wished.</param>
    /// <exception cref="MachineFault">It could not be stored; the message says whether it may be found in the record all the same.</exception>
    public async Task<ActAnswer> AddPictureAsync(Actor by, MatterId matter, ReadOnlyMemory<byte> sent, string? key, DateTimeOffset? happened, long? ifRevision, CancellationToken cancellationToken)
    {
        // Who may not see the matter learns nothing of what is wrong with the picture.
        if (MatterNumbers.Of(matter) is not { } number || Questions.Pictures(by, matter) is not { } pictures) return new ActAnswer.Unknown();
        var (clean, why) = CleaningPictures.Clean(sent.Span);
        if (clean is null) return new ActAnswer.Refused(why!, null);
        var act = new AddPicture(matter, Convert.ToHexStringLower(SHA256.HashData(sent.Span)), clean.Kind, "", pictures.Count);
        var order = new ActOrder { By = by, Act = act, Happened = happened, Key = key, IfRevision = ifRevision };
        var kept = _writer.KeepAttachment(clean.Bytes);
        var pending = new PendingOrder(_printing, order, act with { Attachment = kept.Id }, [number]) { Attached = kept };
        var stays = false;
        try
        {
            var answer = await SettleAsync(pending, cancellationToken);
            stays = answer is ActAnswer.Done && pending is { Again: null, Instead: null };
            return answer;
        }
        catch (MachineFault)
        {
            stays = true; // perhaps; a file that no entry names cannot be read by anybody
            throw;
        }
        finally
        {
            if (!stays) _writer.DeleteAttachment(kept);
        }
    }
}
