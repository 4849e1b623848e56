using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Trellis.Diagnosis.EventLogs;

/// <summary>
/// Numbers names in the order of first appearance. Names are kept once, as UTF-8 bytes end to end;
/// columns of a log hold the numbers.
/// </summary>
/// <remarks>
/// Open addressing. A slot of 16 bytes carries a key: the name itself where it has at most 8 bytes, so that one cache line answers;
/// a 64-bit hash of longer names, which are then compared in full.
/// </remarks>
public sealed class NameTable
{
    private readonly record struct Slot(ulong Key, int NumberPlusOne, int Length);

    /// <summary>131,072 slots, 2 MiB: the cases open at any time, within the reach of a processor's caches and address buffers.</summary>
    private const int RecentSlots = 131_072;

    private const int RecentShift = 64 - 17;

    private Slot[] _recent = [];
    private byte[] _bytes;
    private int[] _ends;
    private Slot[] _slots = [];
    private int _shift;
    private int _touched;
    private int _used;

    public NameTable(int expected = 16)
    {
        MakeSlots((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, Math.Min(expected, 1 << 28) * 2)));
        _ends = new int[Math.Max(16, expected)];
        _bytes = new byte[Math.Max(64, Math.Min(expected, 1 << 27) * 8)];
    }

    public int Count { get; private set; }

    /// <summary>The name with this number. Makes a new string at every call; callers that repeat keep it.</summary>
    public string this[int number] => Encoding.UTF8.GetString(Utf8(number));

    public ReadOnlySpan<byte> Utf8(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Count);
        var start = number == 0 ? 0 : _ends[number - 1];
        return _bytes.AsSpan(start, _ends[number] - start);
    }

    public string[] ToStrings()
    {
        var names = new string[Count];
        for (var number = 0; number < names.Length; number++) names[number] = this[number];
        return names;
    }

    /// <summary>The number of a name, a new one if it has none yet.</summary>
    public int Number(ReadOnlySpan<byte> name)
    {
        var key = KeyOf(name);
        return Number(name, key, Spread(key, name.Length));
    }

    public int Number(ReadOnlySpan<char> name)
    {
        var most = Encoding.UTF8.GetMaxByteCount(name.Length);
        Span<byte> utf8 = most <= 512 ? stackalloc byte[most] : new byte[most];
        return Number(utf8[..Encoding.UTF8.GetBytes(name, utf8)]);
    }

    /// <summary>The number of a name, or -1 if it has none.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        var key = KeyOf(name);
        var mask = _slots.Length - 1;
        for (var at = (int)(Spread(key, name.Length) >> _shift); ; at = (at + 1) & mask)
        {
            ref readonly var slot = ref _slots[at];
            if (Holds(slot, name, key)) return slot.NumberPlusOne - 1;
            if (slot.NumberPlusOne == 0) return EventLog.Missing;
        }
    }

    /// <summary>The numbers of many names that lie in one text, written into a column.</summary>
    /// <param name="text">Where the names lie.</param>
    /// <param name="fields">Beginning and end of the first row's name at <paramref name="at"/>, of the next row's <paramref name="stride"/> further on.</param>
    public void Number(ReadOnlySpan<byte> text, ReadOnlySpan<int> fields, int at, int stride, Span<int> numbers)
    {
        const int Ahead = 32;
        Span<ulong> keys = stackalloc ulong[Ahead];
        Span<ulong> spreads = stackalloc ulong[Ahead];
        for (var from = 0; from < numbers.Length; from += Ahead)
        {
            var count = Math.Min(Ahead, numbers.Length - from);
            Fetch(text, fields, at, stride, keys[..count], spreads);
            for (var row = 0; row < count; row++, at += stride)
                numbers[from + row] = Number(text[fields[at]..fields[at + 1]], keys[row], spreads[row]);
        }
    }

    /// <summary>
    /// Works out the keys of the next names and touches their slots. The touches do not wait for each other, so the processor
    /// brings the slots into its cache all at once instead of one after the other.
    /// </summary>
    private void Fetch(ReadOnlySpan<byte> text, ReadOnlySpan<int> fields, int at, int stride, Span<ulong> keys, Span<ulong> spreads)
    {
        unchecked
        {
            var slots = _recent.Length > 0 ? _recent : _slots;
            var shift = _recent.Length > 0 ? RecentShift : _shift;
            var touched = 0;
            for (var row = 0; row < keys.Length; row++, at += stride)
            {
                var name = text[fields[at]..fields[at + 1]];
                var key = KeyOf(name);
                var spread = Spread(key, name.Length);
                keys[row] = key;
                spreads[row] = spread;
                touched += slots[(int)(spread >> shift)].Length;
            }

            _touched = touched;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Holds(in Slot slot, ReadOnlySpan<byte> name, ulong key) =>
        slot.Key == key && slot.Length == name.Length && slot.NumberPlusOne != 0 && (name.Length <= 8 || IsAt(slot.NumberPlusOne - 1, name));

    private bool IsAt(int number, ReadOnlySpan<byte> name)
    {
        var start = number == 0 ? 0 : _ends[number - 1];
        return _bytes.AsSpan(start, name.Length).SequenceEqual(name);
    }

    /// <remarks>
    /// A log's rows name the cases that are open just then. Once the table has outgrown the processor's caches, the names met lately
    /// are looked for in a small table in front of it, which has not.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Number(ReadOnlySpan<byte> name, ulong key, ulong spread)
    {
        if (_recent.Length == 0) return NumberInAll(name, key, spread);
        ref var slot = ref _recent[(int)(spread >> RecentShift)];
        if (!Holds(slot, name, key)) slot = new Slot(key, NumberInAll(name, key, spread) + 1, name.Length);
        return slot.NumberPlusOne - 1;
    }

    private int NumberInAll(ReadOnlySpan<byte> name, ulong key, ulong spread)
    {
        var slots = _slots;
        for (var at = (int)(spread >> _shift); ; at = (at + 1) & (slots.Length - 1))
        {
            ref readonly var slot = ref slots[at];
            if (Holds(slot, name, key)) return slot.NumberPlusOne - 1;
            if (slot.NumberPlusOne == 0) return Add(name, key, at);
        }
    }

    private int Add(ReadOnlySpan<byte> name, ulong key, int at)
    {
        if (_bytes.Length - _used < name.Length)
        {
            var needed = (long)_used + name.Length;
            if (needed > Array.MaxLength)
                throw new UnusableInput("The names in this column take more than 2 GB.", "Map another column, or split the log.");
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, _bytes.Length + (_bytes.Length / 2L))));
        }

        if (Count == _ends.Length) Array.Resize(ref _ends, checked((int)(Count + (Count / 2L) + 16)));
        name.CopyTo(_bytes.AsSpan(_used));
        _used += name.Length;
        _ends[Count] = _used;
        Count++;
        _slots[at] = new Slot(key, Count, name.Length);
        // A small table is kept emptier, since there a collision costs more than the room.
        if (Count * (_slots.Length <= 16_384 ? 4L : 2L) > _slots.Length) Widen();
        if (Count == RecentSlots / 4) _recent = FreeSlots(RecentSlots);
        return Count - 1;
    }

    private void Widen()
    {
        var old = _slots;
        MakeSlots(checked(old.Length * 2));
        var mask = _slots.Length - 1;
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.NumberPlusOne == 0) continue;
            var at = (int)(Spread(slot.Key, slot.Length) >> _shift);
            while (_slots[at].NumberPlusOne != 0) at = (at + 1) & mask;
            _slots[at] = slot;
        }
    }

    private void MakeSlots(int count)
    {
        _slots = FreeSlots(count);
        _shift = 64 - BitOperations.TrailingZeroCount(count);
    }

    /// <summary>Clears by writing: reading fresh memory first and writing it later would fault every page twice.</summary>
    private static Slot[] FreeSlots(int count)
    {
        var slots = GC.AllocateUninitializedArray<Slot>(count);
        Array.Clear(slots);
        return slots;
    }

    /// <summary>Up to 8 bytes: the bytes themselves (with the length they name them all). Beyond: a hash of all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong KeyOf(ReadOnlySpan<byte> name)
    {
        ref var start = ref MemoryMarshal.GetReference(name);
        var length = name.Length;
        if (length > 8) return LongHash(ref start, length);
        if (length == 8) return Unsafe.ReadUnaligned<ulong>(ref start);
        if (length >= 4)
            return Unsafe.ReadUnaligned<uint>(ref start) | ((ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4)) << 32);
        // 1 to 3 bytes: first, middle and last name them all.
        return length == 0 ? 0 : start | ((ulong)Unsafe.Add(ref start, length >> 1) << 8) | ((ulong)Unsafe.Add(ref start, length - 1) << 16);
    }

    private static ulong LongHash(ref byte start, int length)
    {
        unchecked
        {
            if (length <= 16) return Mix(Word(ref start, 0), Word(ref start, length - 8));
            // Two halves that do not wait for each other: most names of activities and units end here.
            if (length <= 32) return Mix(Word(ref start, 0), Word(ref start, 8)) + (3 * Mix(Word(ref start, length - 16), Word(ref start, length - 8)));
            var hash = 0x9E3779B97F4A7C15ul;
            // Pairs of words from the front; the last 16 bytes, which may overlap them, take the rest.
            for (var at = 0; at < length - 16; at += 16) hash = Mix(hash ^ Word(ref start, at), Word(ref start, at + 8));
            return Mix(hash ^ Word(ref start, length - 16), Word(ref start, length - 8));
        }

        static ulong Word(ref byte start, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong one, ulong other)
    {
        unchecked
        {
            var high = Math.BigMul(one ^ 0xA24BAED4963EE407ul, other ^ 0x9FB21C651E98DF25ul, out var low);
            return high ^ low;
        }
    }

    /// <summary>Spreads keys over all 64 bits; a table of 2^n slots takes the upper n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Spread(ulong key, int length)
    {
        unchecked
        {
            var spread = (key + (ulong)length) * 0x9E3779B97F4A7C15ul;
            spread ^= spread >> 32;
            return spread * 0xD6E8FEB86659FD93ul;
        }
    }
}
