using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Trellis.Process.Pictures;

/// <summary>The chunks of a WebP (RFC 9649): type, length, content, and a byte more where the length is odd.</summary>
internal static class WebpParts
{
    private const int Head = 12;
    private const byte HasExif = 0x08;
    private const byte HasXmp = 0x04;
    private const byte Moves = 0x02;

    /// <returns>Width and height; nothing where it is damaged, or moves.</returns>
    public static (int Width, int Height) Clean(ReadOnlySpan<byte> sent, ArrayBufferWriter<byte> clean)
    {
        var end = BinaryPrimitives.ReadUInt32LittleEndian(sent[4..]) + 8L;
        if (end > sent.Length) return default;
        var kept = new ArrayBufferWriter<byte>(sent.Length);
        var (size, painted) = ((Width: 0, Height: 0), false);
        for (var at = (long)Head; at + 8 <= end;)
        {
            var chunk = sent[(int)at..(int)end];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (length > chunk.Length - 8) return default;
            var whole = (int)Math.Min(chunk.Length, 8 + length + (length & 1));
            var content = chunk.Slice(8, (int)length);
            switch (Encoding.ASCII.GetString(chunk[..4]))
            {
                case "VP8X":
                    if (content.Length < 10 || (content[0] & Moves) != 0 || at != Head) return default;
                    size = (1 + Short24(content[4..]), 1 + Short24(content[7..]));
                    kept.Write(chunk[..8]);
                    kept.Write((ReadOnlySpan<byte>)[(byte)(content[0] & ~(HasExif | HasXmp))]);
                    kept.Write(chunk[9..whole]);
                    break;
                case "VP8 ":
                    if (content.Length < 10 || painted) return default;
                    if (size.Width == 0) size = (BinaryPrimitives.ReadUInt16LittleEndian(content[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) & 0x3FFF);
                    painted = true;
                    Keep(kept, chunk[..whole], length);
                    break;
                case "VP8L":
                    if (content.Length < 5 || content[0] != 0x2F || painted) return default;
                    var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
                    if (size.Width == 0) size = (1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
                    painted = true;
                    Keep(kept, chunk[..whole], length);
                    break;
                case "ALPH" or "ICCP":
                    Keep(kept, chunk[..whole], length);
                    break;
            }

            at += whole;
        }

        if (!painted) return default;
        Span<byte> head = stackalloc byte[Head];
        "RIFF"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], (uint)(kept.WrittenCount + 4));
        "WEBP"u8.CopyTo(head[8..]);
        clean.Write(head);
        clean.Write(kept.WrittenSpan);
        return size;
    }

    /// <summary>With the byte that makes the length even, also where the last chunk was sent without it.</summary>
    private static void Keep(ArrayBufferWriter<byte> kept, ReadOnlySpan<byte> chunk, uint length)
    {
        kept.Write(chunk);
        if (chunk.Length == 8 + length && (length & 1) == 1) kept.Write((ReadOnlySpan<byte>)[0]);
    }

    private static int Short24(ReadOnlySpan<byte> from) => from[0] | (from[1] << 8) | (from[2] << 16);
}
