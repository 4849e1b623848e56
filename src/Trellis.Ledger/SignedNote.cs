using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Trellis.Ledger;

/// <summary>One signature line of a note.</summary>
/// <param name="Name">The name of the key.</param>
/// <param name="Id">The id of the key.</param>
/// <param name="Bytes">What the algorithm of the key made, without the id.</param>
public sealed record NoteSignature(string Name, uint Id, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The line as it stands in a note, with its line feed.</summary>
    public string Line
    {
        get
        {
            var bytes = new byte[4 + Bytes.Length];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, Id);
            Bytes.Span.CopyTo(bytes.AsSpan(4));
            return $"— {Name} {Convert.ToBase64String(bytes)}\n";
        }
    }
}

/// <summary>A signature of a note that was checked and is right.</summary>
/// <param name="CosignedAt">When a witness says it signed; null for other signatures.</param>
public sealed record VerifiedSignature(NoteVerifier By, DateTimeOffset? CosignedAt);

/// <summary>
/// A text with the signatures under it (C2SP signed-note). Reading one says nothing about who signed; only <see cref="TryVerify"/> does.
/// </summary>
public sealed class SignedNote
{
    /// <summary>More is refused unread: nobody signs checkpoints of this length.</summary>
    public const int MaxLength = 1_000_000;

    /// <summary>The specification asks for at least 16.</summary>
    public const int MaxSignatures = 100;

    private static ReadOnlySpan<byte> LineStart => "— "u8;

    private readonly byte[] _text;

    private SignedNote(byte[] text, IReadOnlyList<NoteSignature> signatures)
    {
        _text = text;
        Signatures = signatures;
    }

    /// <summary>The signed bytes: UTF-8, ending in a line feed.</summary>
    public ReadOnlySpan<byte> Text => _text;

    /// <summary>In the order in which they stand.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <param name="text">UTF-8 that ends in a line feed and holds no other control character.</param>
    public static SignedNote Sign(ReadOnlySpan<byte> text, params ReadOnlySpan<NoteSigner> signers)
    {
        if (FaultOfText(text) is { } fault) throw new ArgumentException(fault, nameof(text));
        if (signers.IsEmpty) throw new ArgumentException("A note has at least one signature.", nameof(signers));
        var signatures = new NoteSignature[signers.Length];
        for (var at = 0; at < signatures.Length; at++) signatures[at] = signers[at].Sign(text);
        return new SignedNote(text.ToArray(), signatures);
    }

    /// <summary>The same note with one more signature, as a witness gives it.</summary>
    public SignedNote With(NoteSignature signature) => new(_text, [.. Signatures, signature]);

    /// <summary>The same note with only those signatures.</summary>
    public SignedNote Only(Func<NoteSignature, bool> keep) => new(_text, [.. Signatures.Where(keep)]);

    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note, [NotNullWhen(false)] out string? fault)
    {
        note = null;
        if (bytes.Length > MaxLength)
        {
            fault = $"The note has {bytes.Length} bytes; {MaxLength} is the most.";
            return false;
        }

        // The text ends at the last empty line. Both parts end in a line feed.
        var split = bytes.LastIndexOf("\n\n"u8);
        if (split < 0)
        {
            fault = "This is no signed note: no empty line divides a text from its signatures.";
            return false;
        }

        var text = bytes[..(split + 1)];
        fault = FaultOfText(text);
        if (fault is not null || !TryReadSignatures(bytes[(split + 2)..], out var signatures, out fault)) return false;
        if (signatures.Count == 0)
        {
            fault = "The note has no signature below its last empty line.";
            return false;
        }

        note = new SignedNote(text.ToArray(), signatures);
        return true;
    }

    /// <summary>Reads lines of signatures alone, as a witness answers them. May be none.</summary>
    public static bool TryReadSignatures(ReadOnlySpan<byte> lines, [NotNullWhen(true)] out IReadOnlyList<NoteSignature>? signatures, [NotNullWhen(false)] out string? fault)
    {
        signatures = null;
        fault = null;
        var read = new List<NoteSignature>();
        while (!lines.IsEmpty)
        {
            var number = read.Count + 1;
            if (number > MaxSignatures)
            {
                fault = $"The note has more than {MaxSignatures} signatures.";
                return false;
            }

            var end = lines.IndexOf((byte)'\n');
            if (end < 0)
            {
                fault = $"Signature {number} of the note does not end in a line feed.";
                return false;
            }

            if (ReadLine(lines[..end]) is not { } signature)
            {
                fault = $"Signature {number} of the note is no line of the form: em dash, space, name, space, base64 of an id of four bytes and a signature.";
                return false;
            }

            read.Add(signature);
            lines = lines[(end + 1)..];
        }

        signatures = read;
        return true;
    }

    /// <summary>
    /// Checks the signatures of the keys that the caller trusts. Signatures of others are passed over, whatever they are.
    /// A wrong signature under the name and id of a known key refuses the whole note, and so does a note that no known key signed.
    /// </summary>
    /// <param name="signed">Which known keys signed, each once.</param>
    public bool TryVerify(IReadOnlyList<NoteVerifier> known, [NotNullWhen(true)] out IReadOnlyList<VerifiedSignature>? signed, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(known);
        signed = null;
        var right = new List<VerifiedSignature>();
        foreach (var signature in Signatures)
        {
            foreach (var key in known)
            {
                if (key.Id != signature.Id || key.Name != signature.Name) continue;
                if (!key.Verifies(_text, signature.Bytes.Span))
                {
                    fault = $"The signature of {key.Name} under the note is wrong: the text was changed, or the line was not made by this key.";
                    return false;
                }

                if (right.Exists(one => one.By.Equals(key))) continue;
                right.Add(new VerifiedSignature(key, TimeOf(key, signature)));
            }
        }

        if (right.Count == 0)
        {
            fault = "No key that is trusted here signed the note.";
            return false;
        }

        signed = right;
        fault = null;
        return true;
    }

    /// <summary>The note as it is sent and stored.</summary>
    public byte[] Encode() => [.. _text, (byte)'\n', .. Encoding.UTF8.GetBytes(string.Concat(Signatures.Select(static signature => signature.Line)))];

    public override string ToString() => Encoding.UTF8.GetString(Encode());

    private static DateTimeOffset? TimeOf(NoteVerifier key, NoteSignature signature)
    {
        if (key.Type != NoteKeyType.Cosignature || !Cosignature.TryRead(signature.Bytes.Span, out var cosignature)) return null;
        return cosignature.Time <= LastSecond ? DateTimeOffset.FromUnixTimeSeconds(cosignature.Time) : DateTimeOffset.MaxValue;
    }

    /// <summary>The last second that the calendar of the class library has, at the end of the year 9999.</summary>
    private const long LastSecond = 253_402_300_799;

    private static string? FaultOfText(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[^1] != '\n') return "The text of a note ends in a line feed.";
        foreach (var letter in text)
            if (letter < 0x20 && letter != '\n') return $"The text of the note holds the control character 0x{letter:x2}; only line feeds may stand in it.";
        return Utf8.IsValid(text) ? null : "The text of the note is not UTF-8.";
    }

    private static NoteSignature? ReadLine(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(LineStart) || !Utf8.IsValid(line)) return null;
        var rest = line[LineStart.Length..];
        var space = rest.IndexOf((byte)' ');
        if (space <= 0) return null;
        var name = Encoding.UTF8.GetString(rest[..space]);
        if (!KeyText.IsName(name)) return null;
        if (StrictBase64.Read(rest[(space + 1)..]) is not { Length: > 4 } bytes) return null;
        return new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(4));
    }
}
