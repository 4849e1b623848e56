using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Trellis.Ledger;

/// <summary>
/// What the keeper of a record signs: this record had this many entries with this hash over all of them (C2SP tlog-checkpoint).
/// Who signed two that do not agree has cheated, and both signatures prove it.
/// </summary>
/// <param name="Origin">Which record, such as <c>county.example/record</c>.</param>
public sealed record Checkpoint(string Origin, TreeHead Head)
{
    /// <summary>Lines after the third; the logs of others may have them, ours have none. Nobody vouches for them.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    public long Size => Head.Size;

    public TreeHash Root => Head.Root;

    /// <summary>The text that is signed.</summary>
    public byte[] Encode()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Head.Size}\n{Head.Root}\n{string.Concat(Extensions.Select(static line => line + "\n"))}");
        var bytes = Encoding.UTF8.GetBytes(text);
        return TryRead(bytes, out var again, out var fault) && again.Origin == Origin && again.Head == Head ? bytes : throw new InvalidOperationException(fault ?? "A checkpoint was made that reads otherwise.");
    }

    /// <param name="text">The text of a note, without its signatures.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, [NotNullWhen(true)] out Checkpoint? checkpoint, [NotNullWhen(false)] out string? fault)
    {
        checkpoint = null;
        if (!Utf8.IsValid(text) || text.IsEmpty || text[^1] != '\n')
        {
            fault = "The text of a checkpoint is UTF-8 and ends in a line feed.";
            return false;
        }

        var rest = text;
        var origin = NextLine(ref rest);
        if (origin.IsEmpty)
        {
            fault = "The first line of a checkpoint is empty; it should name the record.";
            return false;
        }

        if (!DecimalText.TryRead(NextLine(ref rest), out var size))
        {
            fault = "The second line of a checkpoint is no number of entries: digits without leading zeroes, less than 2^63.";
            return false;
        }

        if (!TreeHash.TryRead(NextLine(ref rest), out var root))
        {
            fault = "The third line of a checkpoint is no hash: 32 bytes in base64.";
            return false;
        }

        var extensions = new List<string>();
        while (!rest.IsEmpty)
        {
            var line = NextLine(ref rest);
            if (line.IsEmpty)
            {
                fault = "A checkpoint holds an empty line.";
                return false;
            }

            extensions.Add(Encoding.UTF8.GetString(line));
        }

        checkpoint = new Checkpoint(Encoding.UTF8.GetString(origin), new TreeHead(size, root)) { Extensions = extensions };
        fault = null;
        return true;
    }

    /// <summary>Nothing where the text is at its end.</summary>
    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'\n');
        if (end < 0) return [];
        var line = rest[..end];
        rest = rest[(end + 1)..];
        return line;
    }
}

/// <summary>A checkpoint with the signatures under it.</summary>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, SignedNote Note)
{
    /// <summary>Reads a note whose text is a checkpoint. Who signed it is another question: <see cref="SignedNote.TryVerify"/>, <see cref="WitnessPolicy"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedCheckpoint? signed, [NotNullWhen(false)] out string? fault)
    {
        signed = null;
        if (!SignedNote.TryRead(bytes, out var note, out fault) || !Ledger.Checkpoint.TryRead(note.Text, out var checkpoint, out fault)) return false;
        signed = new SignedCheckpoint(checkpoint, note);
        return true;
    }

    public static SignedCheckpoint Sign(Checkpoint checkpoint, params ReadOnlySpan<NoteSigner> signers)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return new SignedCheckpoint(checkpoint, SignedNote.Sign(checkpoint.Encode(), signers));
    }

    /// <summary>The same checkpoint with one more signature.</summary>
    public SignedCheckpoint With(NoteSignature signature) => this with { Note = Note.With(signature) };

    public byte[] Encode() => Note.Encode();
}

/// <summary>Numbers as the formats write them: ASCII digits, no sign, no leading zero, less than 2^63.</summary>
internal static class DecimalText
{
    public static bool TryRead(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        if (text.Length is 0 or > 19 || (text[0] == '0' && text.Length > 1) || !char.IsAsciiDigit((char)text[0])) return false;
        return Utf8Parser.TryParse(text, out number, out var used) && used == text.Length;
    }
}
