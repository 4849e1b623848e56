using Trellis.Bench.Generators;

namespace Trellis.Bench.Ledger;

/// <summary>Random changes to a run of bytes: bits, bytes, pieces, lines, and pieces of a neighbour of the same kind.</summary>
internal sealed class ByteDamage(SeededNumbers chance)
{
    private static readonly byte[][] Nasty =
    [
        "\n"u8.ToArray(), "\n\n"u8.ToArray(), "\r\n"u8.ToArray(), "\0"u8.ToArray(), "— "u8.ToArray(), " "u8.ToArray(), "+"u8.ToArray(), "="u8.ToArray(), "=="u8.ToArray(), "0"u8.ToArray(), "-1"u8.ToArray(), "9223372036854775807"u8.ToArray(),
        "9223372036854775808"u8.ToArray(), "18446744073709551615"u8.ToArray(), "\ufeff"u8.ToArray(), [0xff, 0xfe], [0xc0, 0x80], [0xed, 0xa0, 0x80], "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), "\""u8.ToArray(), "\\u0000"u8.ToArray(), ","u8.ToArray(),
        ":"u8.ToArray(), "null"u8.ToArray(), "true"u8.ToArray(), "1e9"u8.ToArray(), "-0"u8.ToArray(), "old 0\n"u8.ToArray(), "index 0\n"u8.ToArray(), "extra AA==\n"u8.ToArray(), "quorum none\n"u8.ToArray(), "group g any a\n"u8.ToArray(), "/"u8.ToArray(), ".p/"u8.ToArray(), "x000"u8.ToArray(),
    ];

    /// <param name="neighbour">Another of the same kind, to take pieces from.</param>
    public byte[] OneChange(byte[] bytes, byte[] neighbour)
    {
        if (bytes.Length == 0) return Insert(bytes, chance.Chance(0.5) ? Nasty[chance.Below(Nasty.Length)] : Piece(neighbour));
        var at = chance.Below(bytes.Length);
        switch (chance.Below(24))
        {
            case < 10:
                return Flipped(bytes, 1);
            case 10:
                return Flipped(bytes, 2 + chance.Below(8));
            case 11:
                var set = bytes.ToArray();
                set[at] = (byte)chance.Below(256);
                return set;
            case 12:
                return Insert(bytes, [(byte)chance.Below(256)]);
            case 13:
                return [.. bytes[..at], .. bytes[(at + 1)..]];
            case 14:
                return Insert(bytes, Nasty[chance.Below(Nasty.Length)]);
            case 15:
                return bytes[..at];
            case 16:
                return bytes[at..];
            case 17:
                return Insert(bytes, Piece(bytes));
            case 18:
                return Insert(bytes, Piece(neighbour));
            case 19:
                var over = bytes.ToArray();
                var piece = Piece(neighbour);
                piece.AsSpan(0, Math.Min(piece.Length, over.Length - at)).CopyTo(over.AsSpan(at));
                return over;
            case 20: // the same place of the neighbour: a hash, a number or a signature of another
                var from = neighbour.AsSpan(Math.Min(at, neighbour.Length));
                var length = Math.Min(1 + chance.Below(96), Math.Min(from.Length, bytes.Length - at));
                return [.. bytes[..at], .. from[..length], .. bytes[(at + length)..]];
            case 21:
                var swapped = bytes.ToArray();
                var other = chance.Below(bytes.Length);
                (swapped[at], swapped[other]) = (swapped[other], swapped[at]);
                return swapped;
            default:
                return Lines(bytes, neighbour);
        }
    }

    private byte[] Flipped(byte[] bytes, int times)
    {
        var flipped = bytes.ToArray();
        for (; times > 0; times--) flipped[chance.Below(flipped.Length)] ^= (byte)(1 << chance.Below(8));
        return flipped;
    }

    private byte[] Insert(byte[] bytes, byte[] what)
    {
        var at = chance.Below(bytes.Length + 1);
        return [.. bytes[..at], .. what, .. bytes[at..]];
    }

    private byte[] Piece(byte[] of)
    {
        if (of.Length == 0) return [];
        var at = chance.Below(of.Length);
        var length = chance.Chance(0.5) ? 32 : 1 + chance.Skewed(200);
        return of[at..Math.Min(of.Length, at + length)];
    }

    private byte[] Lines(byte[] bytes, byte[] neighbour)
    {
        var lines = Split(bytes);
        var others = Split(neighbour);
        if (lines.Count == 0 || others.Count == 0) return bytes;
        var at = chance.Below(lines.Count);
        switch (chance.Below(4))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, lines[chance.Below(lines.Count)]);
                break;
            case 2:
                var other = chance.Below(lines.Count);
                (lines[at], lines[other]) = (lines[other], lines[at]);
                break;
            default:
                lines[at] = others[Math.Min(at, others.Count - 1)];
                break;
        }

        return [.. lines.SelectMany(static line => line)];
    }

    /// <summary>Each with its line feed. Bytes that are no text give what they give.</summary>
    private static List<byte[]> Split(byte[] bytes)
    {
        var lines = new List<byte[]>();
        for (var from = 0; from < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', from);
            var to = end < 0 ? bytes.Length : end + 1;
            lines.Add(bytes[from..to]);
            from = to;
        }

        return lines;
    }
}
