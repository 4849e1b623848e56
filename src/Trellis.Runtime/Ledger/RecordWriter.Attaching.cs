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
            var id = Guid.CreateVersion7().ToString("N");
            var key = AttachmentFiles.Write(_place.Attachments, id, bytes.AsSpan(0, length));
            var digest = SHA256.HashData(bytes.AsSpan(0, length));
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
                        Fields = new EntryValue.Group([.. what.Fields, new("attachment", EntryValue.Of(id))]),
                        Personal =
                        [
                            .. what.Personal,
                            new ValueToSeal(DigestField, what.Person, what.Purpose, digest),
                            new ValueToSeal(KeyField, what.Person, what.Purpose, key),
                        ],
                    }, cancellationToken);
                stored = settled is Settled.Done;
                return settled is Settled.Done(var receipt) ? (id, receipt, null) : (null, null, ((Settled.NotDone)settled).Why);
            }
            catch (MachineFault)
            {
                stored = true; // perhaps; a file that no entry names cannot be read by anybody
                throw;
            }
            finally
            {
                if (!stored) AttachmentFiles.Delete(_place.Attachments, id);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

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
