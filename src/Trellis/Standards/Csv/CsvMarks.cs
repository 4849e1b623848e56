using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Trellis.Standards.Csv;

/// <summary>Finds where the delimiters, line ends and quotes of a stretch of CSV stand, 64 bytes at a time.</summary>
internal static class CsvMarks
{
    /// <summary>Writes the position of every mark in order and returns how many there are; makes the array longer where needed.</summary>
    public static int Find(ReadOnlySpan<byte> text, byte delimiter, ref int[] marks)
    {
        var count = 0;
        var at = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var delimiters = Vector256.Create(delimiter);
            var lineEnds = Vector256.Create((byte)'\n');
            var quotes = Vector256.Create((byte)'"');
            ref var start = ref MemoryMarshal.GetReference(text);
            for (; at <= text.Length - 64; at += 64)
            {
                var low = Vector256.LoadUnsafe(ref start, (nuint)at);
                var high = Vector256.LoadUnsafe(ref start, (nuint)at + 32);
                var lowMask = (Vector256.Equals(low, delimiters) | Vector256.Equals(low, lineEnds) | Vector256.Equals(low, quotes)).ExtractMostSignificantBits();
                var highMask = (Vector256.Equals(high, delimiters) | Vector256.Equals(high, lineEnds) | Vector256.Equals(high, quotes)).ExtractMostSignificantBits();
                var mask = lowMask | ((ulong)highMask << 32);
                if (marks.Length < count + 64) Array.Resize(ref marks, Math.Max(1024, marks.Length * 2));
                ref var to = ref MemoryMarshal.GetArrayDataReference(marks);
                while (mask != 0)
                {
                    System.Runtime.CompilerServices.Unsafe.Add(ref to, count++) = at + BitOperations.TrailingZeroCount(mask);
                    mask &= mask - 1;
                }
            }
        }

        if (marks.Length < count + text.Length - at) Array.Resize(ref marks, Math.Max(marks.Length * 2, count + text.Length - at));
        for (; at < text.Length; at++)
            if (text[at] == delimiter || text[at] == '\n' || text[at] == '"') marks[count++] = at;
        return count;
    }
}
