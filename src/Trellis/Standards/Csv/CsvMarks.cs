using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Trellis.Standards.Csv;

/// <summary>Where the delimiters, line ends and quotes of a stretch of CSV stand, found 64 bytes at a time.</summary>
internal sealed class CsvMarks
{
    private int[] _at = [];
    private int[] _lineEnds = [];

    /// <summary>The position of every mark, in order.</summary>
    public ReadOnlySpan<int> At => _at.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>Which of the marks are line ends, in order: the row that ends with the n-th has that many marks less those before it.</summary>
    public ReadOnlySpan<int> LineEnds => _lineEnds.AsSpan(0, Lines);

    public int Lines { get; private set; }

    /// <summary>True when a quote stands anywhere; then marks inside quotes mean nothing, and rows must be read one letter after the other.</summary>
    public bool HasQuotes { get; private set; }

    /// <summary>True when a blank stands beside any mark, or may do so.</summary>
    public bool HasBlanks { get; private set; }

    public void Find(ReadOnlySpan<byte> text, byte delimiter)
    {
        Count = 0;
        Lines = 0;
        HasQuotes = false;
        HasBlanks = text.Length > 0 && text[0] == ' ';
        var at = Vector256.IsHardwareAccelerated ? FindByVectors(text, delimiter) : 0;
        MakeRoom(text.Length - at);
        for (; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == ' ' && at > 0 && IsMark(text[at - 1])) HasBlanks = true;
            if (!IsMark(letter)) continue;
            if (at > 0 && text[at - 1] == ' ') HasBlanks = true;
            if (letter == '\n') _lineEnds[Lines++] = Count;
            if (letter == '"') HasQuotes = true;
            _at[Count++] = at;
        }

        bool IsMark(byte letter) => letter == delimiter || letter == '\n' || letter == '"';
    }

    private int FindByVectors(ReadOnlySpan<byte> text, byte delimiter)
    {
        var delimiters = Vector256.Create(delimiter);
        var ends = Vector256.Create((byte)'\n');
        var quotes = Vector256.Create((byte)'"');
        var blanks = Vector256.Create((byte)' ');
        ref var start = ref MemoryMarshal.GetReference(text);
        ulong quoted = 0, beside = 0, lastMarks = 0, lastBlanks = 0;
        var count = 0;
        var lines = 0;
        var at = 0;
        for (; at <= text.Length - 64; at += 64)
        {
            var low = Vector256.LoadUnsafe(ref start, (nuint)at);
            var high = Vector256.LoadUnsafe(ref start, (nuint)at + 32);
            var endMask = Both(Vector256.Equals(low, ends), Vector256.Equals(high, ends));
            var quoteMask = Both(Vector256.Equals(low, quotes), Vector256.Equals(high, quotes));
            var blankMask = Both(Vector256.Equals(low, blanks), Vector256.Equals(high, blanks));
            var mask = Both(Vector256.Equals(low, delimiters), Vector256.Equals(high, delimiters)) | endMask | quoteMask;

            quoted |= quoteMask;
            // A blank after a mark, before one, and both across the border of two stretches.
            beside |= (blankMask & ((mask << 1) | lastMarks)) | (blankMask & (mask >> 1)) | (lastBlanks & mask & 1);
            lastMarks = mask >> 63;
            lastBlanks = blankMask >> 63;

            if (_at.Length < count + 64 || _lineEnds.Length < lines + 64)
            {
                (Count, Lines) = (count, lines);
                MakeRoom(Math.Max(64, (text.Length - at) / 8));
            }

            while (endMask != 0)
            {
                _lineEnds[lines++] = count + BitOperations.PopCount(mask & (endMask ^ (endMask - 1))) - 1;
                endMask &= endMask - 1;
            }

            ref var to = ref MemoryMarshal.GetArrayDataReference(_at);
            while (mask != 0)
            {
                Unsafe.Add(ref to, count++) = at + BitOperations.TrailingZeroCount(mask);
                mask &= mask - 1;
            }
        }

        (Count, Lines) = (count, lines);
        HasQuotes = quoted != 0;
        HasBlanks |= beside != 0;
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Both(Vector256<byte> low, Vector256<byte> high) => low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);

    private void MakeRoom(int more)
    {
        if (_at.Length < Count + more) Array.Resize(ref _at, Math.Max(1024, Math.Max(_at.Length * 2, Count + more)));
        if (_lineEnds.Length < Lines + more) Array.Resize(ref _lineEnds, Math.Max(1024, Math.Max(_lineEnds.Length * 2, Lines + more)));
    }
}
