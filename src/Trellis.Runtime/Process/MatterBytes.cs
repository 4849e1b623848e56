using System.Collections.Immutable;
using System.Text.Json;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Process;

/// <summary>The state of a matter as bytes of its row: a version, where its entries stand, then its fold.</summary>
internal static class MatterBytes
{
    private const byte Version = 1;

    public static byte[] Write(Matter matter, MatterTrack track)
    {
        using var bytes = new MemoryStream(1024);
        bytes.WriteByte(Version);
        Number(bytes, track.Runs.Length);
        var at = 0L;
        foreach (var (first, count) in track.Runs)
        {
            Number(bytes, first - at);
            Number(bytes, count);
            at = first + count;
        }

        Number(bytes, track.Given.Length);
        at = 0;
        foreach (var given in track.Given)
        {
            Number(bytes, given - at);
            at = given;
        }

        using (var json = new Utf8JsonWriter(bytes)) JsonSerializer.Serialize(json, matter, ProcessJson.Default.Matter);
        return bytes.ToArray();
    }

    public static (Matter Matter, MatterTrack Track) Read(byte[] row)
    {
        try
        {
            if (row is not [Version, ..]) throw Unreadable();
            var at = 1;
            var runs = ImmutableArray.CreateBuilder<(long, int)>((int)Number(row, ref at));
            var position = 0L;
            for (var left = runs.Capacity; left > 0; left--)
            {
                position += Number(row, ref at);
                var count = (int)Number(row, ref at);
                runs.Add((position, count));
                position += count;
            }

            var given = ImmutableArray.CreateBuilder<long>((int)Number(row, ref at));
            position = 0;
            for (var left = given.Capacity; left > 0; left--) given.Add(position += Number(row, ref at));
            var matter = JsonSerializer.Deserialize(row.AsSpan(at), ProcessJson.Default.Matter) ?? throw Unreadable();
            return (matter, new MatterTrack(runs.MoveToImmutable(), given.MoveToImmutable()));
        }
        catch (Exception fault) when (fault is JsonException or IndexOutOfRangeException or OverflowException or ArgumentOutOfRangeException)
        {
            throw Unreadable(fault);
        }
    }

    private static StoreFault Unreadable(Exception? fault = null) => new(StoreTrouble.Damaged, "the row of a matter is not what this program writes; trellis rebuild folds all of them anew from the record.", fault);

    private static void Number(MemoryStream bytes, long number)
    {
        for (; number > 0x7F; number >>= 7) bytes.WriteByte((byte)((number & 0x7F) | 0x80));
        bytes.WriteByte((byte)number);
    }

    private static long Number(byte[] bytes, ref int at)
    {
        var number = 0L;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var one = bytes[at++];
            number |= (long)(one & 0x7F) << shift;
            if (one < 0x80) return number;
        }

        throw new OverflowException();
    }
}
