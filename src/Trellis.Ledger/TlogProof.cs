using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Trellis.Ledger;

/// <summary>
/// A receipt that a resident can keep: a position, the path from the entry to the root, and the signed and co-signed checkpoint (C2SP tlog-proof).
/// It is one text file, ending in <c>.tlog-proof</c>, and can be checked without us and without a network.
/// </summary>
/// <param name="Index">The position of the entry.</param>
/// <param name="Path">From the sibling of the leaf to the child of the root.</param>
/// <param name="Checkpoint">The checkpoint that holds the entry.</param>
public sealed record TlogProof(long Index, IReadOnlyList<TreeHash> Path, SignedCheckpoint Checkpoint)
{
    /// <summary>More hashes than any tree of fewer than 2^63 entries has levels are refused.</summary>
    public const int MaxPath = 63;

    /// <summary>Far above what a receipt needs: one entry, 63 hashes, a checkpoint with its witnesses.</summary>
    public const int MaxLength = SignedNote.MaxLength + 200_000;

    /// <summary>Our receipts carry the entry itself here, so that the holder can read what was recorded. Nothing vouches for it until it was hashed: <see cref="Holds"/>.</summary>
    public ReadOnlyMemory<byte> Extra { get; init; }

    private static ReadOnlySpan<byte> FirstLine => "c2sp.org/tlog-proof@v1"u8;

    public InclusionProof Inclusion => new(Index, Checkpoint.Checkpoint.Size, Path);

    /// <summary>Whether the path leads from this leaf to the root of the checkpoint. Who signed the checkpoint is for a <see cref="WitnessPolicy"/> to say.</summary>
    public bool Holds(in TreeHash leaf) => Inclusion.Holds(leaf, Checkpoint.Checkpoint.Root);

    public byte[] Encode()
    {
        var text = new StringBuilder();
        text.Append(Encoding.ASCII.GetString(FirstLine)).Append('\n');
        if (!Extra.IsEmpty) text.Append("extra ").Append(Convert.ToBase64String(Extra.Span)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Path) text.Append(hash.ToString()).Append('\n');
        return [.. Encoding.ASCII.GetBytes(text.Append('\n').ToString()), .. Checkpoint.Encode()];
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TlogProof? proof, [NotNullWhen(false)] out string? fault)
    {
        proof = null;
        if (bytes.Length > MaxLength)
        {
            fault = $"The receipt has {bytes.Length} bytes; {MaxLength} is the most.";
            return false;
        }

        var lines = new LineReader(bytes);
        if (!lines.Next(out var line) || !line.SequenceEqual(FirstLine))
        {
            fault = "Line 1 of the receipt is not c2sp.org/tlog-proof@v1: this is no receipt, or of a kind that this program does not know.";
            return false;
        }

        lines.Next(out line);
        byte[]? extra = [];
        if (line.StartsWith("extra "u8))
        {
            extra = StrictBase64.Read(line["extra ".Length..]);
            if (extra is null or { Length: 0 })
            {
                fault = "Line 2 of the receipt: what follows 'extra ' is no base64.";
                return false;
            }

            lines.Next(out line);
        }

        if (!line.StartsWith("index "u8) || !DecimalText.TryRead(line["index ".Length..], out var index))
        {
            fault = $"Line {lines.Number} of the receipt is not 'index ' and a position.";
            return false;
        }

        if (!lines.TryReadHashes(MaxPath, "the receipt", out var path, out fault) || !SignedCheckpoint.TryRead(lines.Rest, out var checkpoint, out fault)) return false;
        proof = new TlogProof(index, path, checkpoint) { Extra = extra };
        return true;
    }
}

/// <summary>Lines that end in a line feed, before a checkpoint that follows an empty line.</summary>
internal ref struct LineReader(ReadOnlySpan<byte> bytes)
{
    public ReadOnlySpan<byte> Rest { get; private set; } = bytes;

    /// <summary>The line read last, from 1.</summary>
    public int Number { get; private set; }

    /// <returns>False at the end, and where the last line has no line feed.</returns>
    public bool Next(out ReadOnlySpan<byte> line)
    {
        line = [];
        Number++;
        var end = Rest.IndexOf((byte)'\n');
        if (end < 0) return false;
        line = Rest[..end];
        Rest = Rest[(end + 1)..];
        return true;
    }

    /// <summary>Reads hashes, one a line, up to an empty line.</summary>
    public bool TryReadHashes(int most, string of, [NotNullWhen(true)] out TreeHash[]? hashes, [NotNullWhen(false)] out string? fault)
    {
        hashes = null;
        var read = new List<TreeHash>();
        while (true)
        {
            if (!Next(out var line))
            {
                fault = $"Line {Number} of {of}: an empty line and a checkpoint should follow the hashes.";
                return false;
            }

            if (line.IsEmpty) break;
            if (read.Count == most)
            {
                fault = $"Line {Number} of {of}: there are more than {most} hashes; no tree is that deep.";
                return false;
            }

            if (!TreeHash.TryRead(line, out var hash))
            {
                fault = $"Line {Number} of {of} is no hash: 32 bytes in base64.";
                return false;
            }

            read.Add(hash);
        }

        hashes = [.. read];
        fault = null;
        return true;
    }
}
