using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Trellis.Ledger;

/// <summary>An entry with its place and the path from it to the root.</summary>
public sealed record ReceivedEntry(long Index, ReadOnlyMemory<byte> Bytes, IReadOnlyList<TreeHash> Path);

/// <summary>
/// Receipts of several entries under one signed checkpoint, as one text file that can be checked without us and without a network: each entry with its position and its path, and
/// the checkpoint at the end. A receipt of one entry has a form of its own (<see cref="TlogProof"/>).
/// </summary>
/// <param name="Entries">In the order of the record, each once.</param>
public sealed record Receipts(IReadOnlyList<ReceivedEntry> Entries, SignedCheckpoint Checkpoint)
{
    /// <summary>Far above what anybody is handed at once.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    public const int MaxEntries = 10_000;

    private static ReadOnlySpan<byte> FirstLine => "trellis-receipts/1"u8;

    /// <summary>Whether bytes begin as such a file does.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes.StartsWith(FirstLine) && bytes.Length > FirstLine.Length && bytes[FirstLine.Length] == (byte)'\n';

    /// <summary>Whether the path of an entry leads to the root of the checkpoint.</summary>
    public bool Holds(ReceivedEntry entry) => new InclusionProof(entry.Index, Checkpoint.Checkpoint.Size, entry.Path).Holds(Tree.Leaf(entry.Bytes.Span), Checkpoint.Checkpoint.Root);

    public byte[] Encode()
    {
        var text = new StringBuilder();
        text.Append(Encoding.ASCII.GetString(FirstLine)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"entries {Entries.Count}\n");
        foreach (var one in Entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nindex {one.Index}\n").Append("entry ").Append(Convert.ToBase64String(one.Bytes.Span)).Append('\n');
            foreach (var hash in one.Path) text.Append(hash.ToString()).Append('\n');
        }

        return [.. Encoding.ASCII.GetBytes(text.Append('\n').ToString()), .. Checkpoint.Encode()];
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Receipts? receipts, [NotNullWhen(false)] out string? fault)
    {
        receipts = null;
        if (bytes.Length > MaxLength)
        {
            fault = $"The receipts have {bytes.Length} bytes; {MaxLength} is the most.";
            return false;
        }

        var lines = new LineReader(bytes);
        if (!lines.Next(out var line) || !line.SequenceEqual(FirstLine))
        {
            fault = "Line 1 of the receipts is not trellis-receipts/1: these are none, or of a kind that this program does not know.";
            return false;
        }

        if (!lines.Next(out line) || !line.StartsWith("entries "u8) || !DecimalText.TryRead(line["entries ".Length..], out var count) || count > MaxEntries)
        {
            fault = $"Line 2 of the receipts is not 'entries ' and a number up to {MaxEntries}.";
            return false;
        }

        if (!lines.Next(out line) || !line.IsEmpty)
        {
            fault = "Line 3 of the receipts: an empty line should stand here.";
            return false;
        }

        var entries = new List<ReceivedEntry>((int)count);
        for (; count > 0; count--)
        {
            if (!lines.Next(out line) || !line.StartsWith("index "u8) || !DecimalText.TryRead(line["index ".Length..], out var index) || (entries.Count > 0 && index <= entries[^1].Index))
            {
                fault = $"Line {lines.Number} of the receipts is not 'index ' and a position behind the one before.";
                return false;
            }

            if (!lines.Next(out line) || !line.StartsWith("entry "u8) || StrictBase64.Read(line["entry ".Length..]) is not { Length: > 0 and <= Entry.MaxLength } entry)
            {
                fault = $"Line {lines.Number} of the receipts is not 'entry ' and an entry in base64.";
                return false;
            }

            if (!lines.TryReadHashes(TlogProof.MaxPath, "the receipts", out var path, out fault)) return false;
            entries.Add(new ReceivedEntry(index, entry, path));
        }

        if (!SignedCheckpoint.TryRead(lines.Rest, out var checkpoint, out fault)) return false;
        receipts = new Receipts(entries, checkpoint);
        return true;
    }
}
