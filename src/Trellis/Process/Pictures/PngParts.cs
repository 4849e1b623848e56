using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Trellis.Process.Pictures;

/// <summary>The chunks of a PNG (ISO/IEC 15948, clause 5): length, type, content, sum.</summary>
internal static class PngParts
{
    private const int AroundContent = 12;

    /// <summary>What is seen, and how its colours are to be read. Texts, times, Exif and what moves are left out.</summary>
    private static readonly string[] Kept = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD"];

    internal static ReadOnlySpan<byte> Begin => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <returns>Width and height; nothing where it is damaged.</returns>
    public static (int Width, int Height) Clean(ReadOnlySpan<byte> sent, ArrayBufferWriter<byte> clean)
    {
        clean.Write(Begin);
        var size = (Width: 0, Height: 0);
        var painted = false;
        for (var at = Begin.Length; at + AroundContent <= sent.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(sent[at..]);
            if (length > sent.Length - at - AroundContent) return default;
            var type = Encoding.ASCII.GetString(sent.Slice(at + 4, 4));
            var chunk = sent.Slice(at, AroundContent + (int)length);
            if ((size.Width == 0) != (type == "IHDR")) return default; // the head stands first, and once
            if (type == "IHDR")
            {
                if (length != 13) return default;
                size = (BinaryPrimitives.ReadInt32BigEndian(chunk[8..]), BinaryPrimitives.ReadInt32BigEndian(chunk[12..]));
                if (size is not (> 0, > 0)) return default;
            }

            painted |= type == "IDAT" && length > 0;
            if (Kept.Contains(type, StringComparer.Ordinal)) clean.Write(chunk);
            else if (char.IsAsciiLetterUpper(type[0])) return default; // without it nobody could read the rest
            if (type == "IEND") return painted ? size : default;
            at += chunk.Length;
        }

        return default;
    }
}
