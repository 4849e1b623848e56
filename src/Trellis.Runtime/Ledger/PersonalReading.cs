using System.Security.Cryptography;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;

namespace Trellis.Runtime.Ledger;

/// <summary>A personal value that was opened, with the salt by which anybody who is given both can check the commitment in the entry.</summary>
public sealed record OpenedValue(ReadOnlyMemory<byte> Value, ReadOnlyMemory<byte> Salt);

/// <summary>Reads personal values and attachments. What was erased is not there; what was changed is refused.</summary>
/// <param name="ground">Why: for an official a look that is entered already. What it does not cover is not opened, and asking for it is a fault of ours.</param>
public sealed class PersonalReading(Session session, RecordKeys keys, string attachments, ReadingGround ground)
{
    /// <summary>The value of a personal field, or null where it was erased or never was.</summary>
    /// <exception cref="MachineFault">What is stored does not belong to the commitment in the entry.</exception>
    public OpenedValue? Value(long position, string field)
    {
        if (PersonalRows.Value(session, position, field) is not { } stored) return null;
        if (PersonalRows.KeyWithNumber(session, stored.Key) is not { } row) return null;
        if (!ground.Covers(row.Person, row.Purpose)) throw new InvalidOperationException($"A personal value of entry {position} was asked for without a ground that covers it.");
        if (PersonalSealing.Open(keys.Unwrap(row), position, field, stored.Sealed) is not { } opened || !IsCommittedTo(position, field, opened.Salt, opened.Value))
            throw new MachineFault(new Text($"第 {position} 条的个人信息 {field} 在记录之后被改动过。", $"The personal value {field} of entry {position} was changed after it was recorded."), new Text("记录留给调查的人；这个值不能再用。", "Keep the record for those who investigate; the value must not be used."));
        return new OpenedValue(opened.Value, opened.Salt);
    }

    /// <summary>The content of an attachment, or null where it was erased or never was.</summary>
    /// <exception cref="MachineFault">The file is missing, or is not what was recorded.</exception>
    public byte[]? Attachment(string id)
    {
        if (ReadModels.Attachment(session, id) is not { Erased: null } row) return null;
        if (Value(row.Position, RecordWriter.KeyField) is not { } key || Value(row.Position, RecordWriter.DigestField) is not { } digest) return null;
        if (AttachmentFiles.Read(attachments, id, key.Value.ToArray()) is not { } content || !SHA256.HashData(content).AsSpan().SequenceEqual(digest.Value.Span))
            throw new MachineFault(new Text($"附件 {id} 不在，或在记录之后被改动过。", $"The attachment {id} is missing or was changed after it was recorded."), new Text("从附件文件夹的备份中放回。", "Put it back from a backup of the folder of attachments."));
        return content;
    }

    private bool IsCommittedTo(long position, string field, byte[] salt, byte[] value) =>
        LedgerRows.Entry(session, position) is { } bytes && Entry.TryRead(bytes, out var entry, out _)
        && entry.Personal.Any(one => one.Name == field && one.Commitment.Holds(salt, field, value));
}
