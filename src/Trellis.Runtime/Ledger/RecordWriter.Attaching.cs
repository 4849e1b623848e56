using System.Buffers;
using System.Security.Cryptography;
using Trellis.Ledger;

namespace Trellis.Runtime.Ledger;

/// <summary>A file that somebody hands in, and what is recorded about it.</summary>
/// <param name="Person">Whose it is, or what it belongs to: an id. Erasing that person's values erases it.</param>
/// <param name="Purpose">What it was handed in for: an id.</param>
public sealed record Attachment(string Person, string Purpose, EntryActor By)
{
    public required string Structure { get; init; }

    public IReadOnlyList<string> Mandate { get; init; } = [];

    /// <summary>What else the event says, such as the matter. The name "attachment" is taken.</summary>
    public EntryValue.Group Fields { get; init; } = EntryValue.Group.None;

    /// <summary>Personal values that come with it, such as the file's name, under the same person and purpose or others.</summary>
    public IReadOnlyList<ValueToSeal> Personal { get; init; } = [];
}

/// <summary>An attachment that lies in its folder, and that no entry names yet.</summary>
/// <param name="Key">Under which it can be read.</param>
/// <param name="Digest">Of its content, SHA-256.</param>
internal sealed record KeptAttachment(string Id, byte[] Key, byte[] Digest)
{
    /// <summary>What the entry of the attachment commits to.</summary>
    public ValueToSeal[] Personal(string person, string purpose) => [new(RecordWriter.DigestField, person, purpose, Digest), new(RecordWriter.KeyField, person, purpose, Key)];
}

/// <content>Takes attachments: encrypted in a folder beside the store, a commitment to their digest in the entry.</content>
public sealed partial class RecordWriter
{
    /// <summary>Stores an attachment and appends the event that it was added. The file is on the disk before the event is.</summary>
    /// <returns>The id by which it is read again, and the receipt; or the refusal.</returns>
    public async Task<(string? Id, Receipt? Receipt, Refusal? Why)> AttachAsync(Attachment what, Stream content, CancellationToken cancellationToken)
    {
        var (bytes, length) = await ReadAsync(content, _settings.MostAttached, cancellationToken);
        try
        {
            if (length == 0) return (null, null, RecordRefusals.Empty());
            if (length > _settings.MostAttached) return (null, null, RecordRefusals.TooLarge(_settings.MostAttached));
            var kept = KeepAttachment(bytes.AsSpan(0, length));
            var stored = false;
            try
            {
                var settled = await AppendAsync(
                    new Draft
                    {
                        Event = ReadModels.AttachmentAdded,
                        By = what.By,
                        Structure = what.Structure,
                        Mandate = what.Mandate,
                        Fields = new EntryValue.Group([.. what.Fields, new("attachment", EntryValue.Of(kept.Id))]),
                        Personal = [.. what.Personal, .. kept.Personal(what.Person, what.Purpose)],
                    }, cancellationToken);
                stored = settled is Settled.Done;
                return settled is Settled.Done(var receipt) ? (kept.Id, receipt, null) : (null, null, ((Settled.NotDone)settled).Why);
            }
            catch (MachineFault)
            {
                stored = true; // perhaps; a file that no entry names cannot be read by anybody
                throw;
            }
            finally
            {
                if (!stored) DeleteAttachment(kept);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Keeps the content of an attachment under an id of its own, for an act of another room that enters it. Where the act is not done, it is deleted again.</summary>
    internal KeptAttachment KeepAttachment(ReadOnlySpan<byte> content)
    {
        var id = Guid.CreateVersion7().ToString("N");
        return new KeptAttachment(id, AttachmentFiles.Write(_place.Attachments, id, content), SHA256.HashData(content));
    }

    internal void DeleteAttachment(KeptAttachment kept) => AttachmentFiles.Delete(_place.Attachments, kept.Id);

    internal const string DigestField = "digest";

    internal const string KeyField = "content-key";

    /// <summary>Reads at most one byte more than allowed.</summary>
    private static async Task<(byte[] Bytes, int Length)> ReadAsync(Stream content, int most, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
        var length = 0;
        while (length <= most)
        {
            if (length == bytes.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(bytes.Length * 2);
                bytes.AsSpan(0, length).CopyTo(larger);
                CryptographicOperations.ZeroMemory(bytes);
                ArrayPool<byte>.Shared.Return(bytes);
                bytes = larger;
            }

            var read = await content.ReadAsync(bytes.AsMemory(length, Math.Min(bytes.Length - length, most + 1 - length)), cancellationToken);
            if (read == 0) break;
            length += read;
        }

        return (bytes, length);
    }
}
