using System.Buffers;
using System.Buffers.Binary;

namespace Trellis.Process.Pictures;

/// <summary>The segments of a JPEG (ITU-T T.81, annex B): a marker each, most with a length, and the coded picture behind the start of a scan.</summary>
internal static class JpegParts
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfPicture = 0xD9;

    internal static ReadOnlySpan<byte> Begin => [0xFF, 0xD8, 0xFF];

    /// <returns>Width and height; nothing where it is damaged.</returns>
    public static (int Width, int Height) Clean(ReadOnlySpan<byte> sent, ArrayBufferWriter<byte> clean)
    {
        clean.Write((ReadOnlySpan<byte>)[0xFF, 0xD8]);
        var size = (Width: 0, Height: 0);
        var scanned = false;
        for (var at = 2; ;)
        {
            // Any number of FF may stand before a marker.
            if (at + 2 > sent.Length || sent[at] != 0xFF) return default;
            while (at + 2 < sent.Length && sent[at + 1] == 0xFF) at++;
            var marker = sent[at + 1];
            at += 2;
            if (marker == EndOfPicture)
            {
                clean.Write((ReadOnlySpan<byte>)[0xFF, EndOfPicture]);
                return scanned ? size : default; // what hangs behind is no part of the picture
            }

            if (marker is 0 or 1 or (>= 0xD0 and <= 0xD8) || at + 2 > sent.Length) return default;
            var length = BinaryPrimitives.ReadUInt16BigEndian(sent[at..]);
            if (length < 2 || at + length > sent.Length) return default;
            var segment = sent.Slice(at + 2, length - 2);
            at += length;
            switch (marker)
            {
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    if (segment.Length < 6 || size.Width > 0) return default;
                    size = (BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment[1..]));
                    Keep(clean, marker, segment);
                    break;
                case 0xC4 or 0xCC or 0xDB or 0xDD:
                    Keep(clean, marker, segment);
                    break;
                case 0xE0 when segment.StartsWith("JFIF\0"u8) && segment.Length >= 14:
                    Keep(clean, marker, [.. segment[..12], 0, 0]); // without the small picture in it
                    break;
                case 0xE1 when segment.StartsWith("Exif\0\0"u8):
                    if (TurnOf(segment[6..]) is > 1 and <= 8 and var turn) Keep(clean, marker, [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)turn, 0, 0, 0, 0, 0, 0]);
                    break;
                case 0xE2 when segment.StartsWith("ICC_PROFILE\0"u8):
                case 0xEE when segment.StartsWith("Adobe"u8):
                    Keep(clean, marker, segment); // how its colours are to be read
                    break;
                case StartOfScan:
                    if (size.Width == 0) return default;
                    Keep(clean, marker, segment);
                    var end = EndOfScan(sent, at);
                    if (end < 0) return default;
                    clean.Write(sent[at..end]);
                    (at, scanned) = (end, true);
                    break;
            }
        }
    }

    private static void Keep(ArrayBufferWriter<byte> clean, byte marker, ReadOnlySpan<byte> segment)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(segment.Length + 2));
        clean.Write(head);
        clean.Write(segment);
    }

    /// <summary>Where the next marker stands that ends a scan; less than nothing where there is none.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> sent, int at)
    {
        while (true)
        {
            var next = sent[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= sent.Length) return -1;
            at += next;
            // FF 00 is a byte of the picture, and a restart is inside a scan.
            if (sent[at + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7))) return at;
            at += sent[at + 1] == 0xFF ? 1 : 2;
        }
    }

    /// <summary>How it is to be turned, by tag 0112 of its first directory (Exif 2.32, 4.6.4); 0 where nobody says.</summary>
    private static int TurnOf(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return 0;
        var little = tiff.StartsWith("II"u8);
        if (Short(tiff, 2, little) != 42) return 0;
        var at = (long)(little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]));
        var entries = Short(tiff, at, little);
        for (var entry = 0; entry < entries; entry++)
            if (Short(tiff, at + 2 + (entry * 12), little) == 0x0112) return Short(tiff, at + 2 + (entry * 12) + 8, little);
        return 0;
    }

    private static int Short(ReadOnlySpan<byte> tiff, long at, bool little) =>
        at < 0 || at + 2 > tiff.Length ? 0 : little ? BinaryPrimitives.ReadUInt16LittleEndian(tiff[(int)at..]) : BinaryPrimitives.ReadUInt16BigEndian(tiff[(int)at..]);
}
