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
/// Open addressing; a slot carries the first 16 bytes of its name, so a short name is found in one cache line
/// without touching the bytes themselves. Longer names carry a 64-bit hash there and are compared in full.
/// </remarks>
public sealed class NameTable
{
    private struct Slot
    {
        public ulong First;
        public ulong Second;
        public int NumberPlusOne;
        public int Length;
    }

    /// <summary>32,768 slots of 24 bytes: 768 KiB, within a second-level cache.</summary>
    private const int RecentSlots = 32_768;

    private Slot[] _recent = [];
    private byte[] _bytes;
    private int[] _ends;
    private Slot[] _slots;
    private int _used;

    public NameTable(int expected = 16)
    {
        _slots = FreeSlots((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, expected * 2)));
        _ends = new int[Math.Max(16, expected)];
        _bytes = new byte[Math.Max(64, expected * 8)];
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
        var (first, second) = Prefix(name);
        return Number(name, first, second, Spread(first, second, name.Length));
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
        var (first, second) = Prefix(name);
        var mask = _slots.Length - 1;
        for (var at = Spread(first, second, name.Length) & mask; ; at = (at + 1) & mask)
        {
            ref var slot = ref _slots[at];
            if (Holds(slot, name, first, second)) return slot.NumberPlusOne - 1;
            if (slot.NumberPlusOne == 0) return EventLog.Missing;
        }
    }

    /// <summary>The numbers of many names that lie in one text, written into a column.</summary>
    /// <param name="text">Where the names lie.</param>
    /// <param name="fields">Beginning and end of the first row's name at <paramref name="at"/>, of the next row's <paramref name="stride"/> further on.</param>
    /// <remarks>
    /// A log's rows name the cases that are open just then. Once the table has outgrown the processor's caches, the names met lately
    /// are looked for in a small table in front of it, which has not.
    /// </remarks>
    public void Number(ReadOnlySpan<byte> text, ReadOnlySpan<int> fields, int at, int stride, Span<int> numbers)
    {
        unchecked
        {
            for (var row = 0; row < numbers.Length; row++, at += stride)
            {
                var name = text[fields[at]..fields[at + 1]];
                var (first, second) = Prefix(name);
                var spread = Spread(first, second, name.Length);
                if (Count <= RecentSlots / 2)
                {
                    numbers[row] = Number(name, first, second, spread);
                    continue;
                }

                if (_recent.Length == 0) _recent = FreeSlots(RecentSlots);
                ref var slot = ref _recent[spread & (RecentSlots - 1)];
                if (!Holds(slot, name, first, second))
                {
                    var number = Number(name, first, second, spread);
                    slot = new Slot { First = first, Second = second, NumberPlusOne = number + 1, Length = name.Length };
                }

                numbers[row] = slot.NumberPlusOne - 1;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Holds(in Slot slot, ReadOnlySpan<byte> name, ulong first, ulong second) =>
        slot.First == first && slot.Second == second && slot.Length == name.Length && slot.NumberPlusOne != 0
        && (name.Length <= 16 || Utf8(slot.NumberPlusOne - 1).SequenceEqual(name));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Number(ReadOnlySpan<byte> name, ulong first, ulong second, int spread)
    {
        unchecked
        {
            var slots = _slots;
            for (var at = spread & (slots.Length - 1); ; at = (at + 1) & (slots.Length - 1))
            {
                ref var slot = ref slots[at];
                if (Holds(slot, name, first, second)) return slot.NumberPlusOne - 1;
                if (slot.NumberPlusOne == 0) return Add(name, first, second, at);
            }
        }
    }

    /// <summary>Clears by writing: reading fresh memory first and writing it later would fault every page twice.</summary>
    private static Slot[] FreeSlots(int count)
    {
        var slots = GC.AllocateUninitializedArray<Slot>(count);
        Array.Clear(slots);
        return slots;
    }

    private int Add(ReadOnlySpan<byte> name, ulong first, ulong second, int at)
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
        _slots[at] = new Slot { First = first, Second = second, NumberPlusOne = Count, Length = name.Length };
        if (Count * 2L > _slots.Length) Widen();
        return Count - 1;
    }

    private void Widen()
    {
        var old = _slots;
        _slots = FreeSlots(checked(old.Length * 2));
        var mask = _slots.Length - 1;
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.NumberPlusOne == 0) continue;
            var at = Spread(slot.First, slot.Second, slot.Length) & mask;
            while (_slots[at].NumberPlusOne != 0) at = (at + 1) & mask;
            _slots[at] = slot;
        }
    }

    /// <summary>Up to 16 bytes: the bytes themselves. Beyond: first 8 bytes and a hash of all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong First, ulong Second) Prefix(ReadOnlySpan<byte> name)
    {
        ref var start = ref MemoryMarshal.GetReference(name);
        var length = name.Length;
        if (length > 16) return (Unsafe.ReadUnaligned<ulong>(ref start), LongHash(name));
        if (length >= 8)
            return (Unsafe.ReadUnaligned<ulong>(ref start), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - 8)));
        if (length >= 4)
            return (Unsafe.ReadUnaligned<uint>(ref start), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4)));
        if (length == 0) return (0, 0);
        // 1 to 3 bytes: first, middle and last name them all.
        return (start, ((ulong)Unsafe.Add(ref start, length >> 1) << 8) | Unsafe.Add(ref start, length - 1));
    }

    private static ulong LongHash(ReadOnlySpan<byte> name)
    {
        unchecked
        {
            ref var start = ref MemoryMarshal.GetReference(name);
            var hash = 0x9E3779B97F4A7C15ul ^ (ulong)name.Length;
            // Pairs of words from the front; the last 16 bytes, which may overlap them, take the rest.
            for (var at = 0; at < name.Length - 16; at += 16) hash = Mix(hash ^ Word(ref start, at), Word(ref start, at + 8));
            return Mix(hash ^ Word(ref start, name.Length - 16), Word(ref start, name.Length - 8));
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Spread(ulong first, ulong second, int length)
    {
        unchecked
        {
            var high = Math.BigMul(first ^ 0x9E3779B97F4A7C15ul, second ^ 0xD6E8FEB86659FD93ul ^ (ulong)length, out var low);
            return (int)(high ^ low) & int.MaxValue;
        }
    }
}
