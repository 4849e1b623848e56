using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Trellis.Ledger;

/// <summary>Up to 256 entries in a row, each after its length in 16 bits, the high byte first (C2SP tlog-tiles).</summary>
public static class EntryBundle
{
    /// <summary>Writes the next entry of a bundle.</summary>
    public static void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> entry)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (entry.Length > Entry.MaxLength) throw new EntryTooLong(entry.Length);
        var room = to.GetSpan(2 + entry.Length);
        BinaryPrimitives.WriteUInt16BigEndian(room, (ushort)entry.Length);
        entry.CopyTo(room[2..]);
        to.Advance(2 + entry.Length);
    }

    /// <summary>Reads a bundle of a known number of entries, without a copy of them.</summary>
    /// <param name="count">1 to 256.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, int count, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? entries, [NotNullWhen(false)] out string? fault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Tile.Width);
        entries = null;
        var read = new ReadOnlyMemory<byte>[count];
        for (var at = 0; at < count; at++)
        {
            if (bytes.Length < 2 || bytes.Length - 2 < BinaryPrimitives.ReadUInt16BigEndian(bytes.Span))
            {
                fault = string.Create(CultureInfo.InvariantCulture, $"The bundle ends within entry {at + 1} of {count}.");
                return false;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.Span);
            read[at] = bytes.Slice(2, length);
            bytes = bytes[(2 + length)..];
        }

        if (!bytes.IsEmpty)
        {
            fault = string.Create(CultureInfo.InvariantCulture, $"The bundle goes on for {bytes.Length} bytes after its {count} entries.");
            return false;
        }

        entries = read;
        fault = null;
        return true;
    }
}
