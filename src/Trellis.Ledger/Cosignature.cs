using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Trellis.Ledger;

/// <summary>
/// What a witness puts under a checkpoint (C2SP tlog-cosignature, type 0x04): as of this time, this was the largest consistent tree
/// that the witness had seen of this origin.
/// </summary>
public readonly ref struct Cosignature
{
    /// <summary>The bytes of a cosignature: 8 of time and 64 of signature.</summary>
    public const int Length = 8 + Ed25519.SignatureLength;

    private Cosignature(long time, ReadOnlySpan<byte> signature)
    {
        Time = time;
        Signature = signature;
    }

    /// <summary>Seconds since 1970-01-01T00:00:00Z.</summary>
    public long Time { get; }

    /// <summary>The 64 bytes of Ed25519.</summary>
    public ReadOnlySpan<byte> Signature { get; }

    /// <param name="bytes">The signature of the note without the id before it.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Cosignature cosignature)
    {
        cosignature = default;
        if (bytes.Length != Length || BinaryPrimitives.ReadUInt64BigEndian(bytes) is not (<= long.MaxValue and var time)) return false;
        cosignature = new Cosignature((long)time, bytes[8..]);
        return true;
    }

    /// <summary>Signs a checkpoint as a witness. Check consistency with what was signed before, and store it, before anybody sees this.</summary>
    /// <param name="text">The text of the checkpoint.</param>
    /// <param name="at">The time of signing; whole seconds count.</param>
    public static NoteSignature Make(NoteSigner witness, ReadOnlySpan<byte> text, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(witness);
        if (witness.Verifier.Type != NoteKeyType.Cosignature) throw new ArgumentException("A witness signs with a key for cosignatures (type 0x04), not with that of a log.", nameof(witness));
        var time = at.ToUnixTimeSeconds();
        if (time <= 0) throw new ArgumentOutOfRangeException(nameof(at), at, "A witness signs with the time of now, which lies after 1970.");
        var message = Message(text, time) ?? throw new ArgumentException("A witness signs checkpoints only.", nameof(text));
        var bytes = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time);
        witness.SignBytes(message).CopyTo(bytes, 8);
        return new NoteSignature(witness.Name, witness.Verifier.Id, bytes);
    }

    /// <summary>What is signed: a heading, the time, the whole text of the checkpoint. Null where the text is no checkpoint: a witness says nothing about other notes.</summary>
    internal static byte[]? Message(ReadOnlySpan<byte> text, long time)
    {
        if (!Checkpoint.TryRead(text, out _, out _)) return null;
        return [.. "cosignature/v1\ntime "u8, .. Encoding.ASCII.GetBytes(time.ToString(CultureInfo.InvariantCulture)), (byte)'\n', .. text];
    }
}
