using System.Collections;
using System.Runtime.CompilerServices;

namespace Trellis;

/// <summary>
/// A list that never changes: what adds to it gives another. It holds one array, because the lists of a matter are short and are read far more often than they grow; a tree of
/// nodes, which shares what stays, costs more there both ways. Two lists are the same only where they are one.
/// </summary>
/// <remarks>What is added goes into the room behind the list where nobody else has added to the same list before, so that a list that grows is not copied each time. Safe for several threads.</remarks>
[CollectionBuilder(typeof(FixedList), nameof(FixedList.Of))]
public sealed class FixedList<T> : IReadOnlyList<T>
{
    public static readonly FixedList<T> Empty = new([]);

    // Invariant: the first Count of them never change. Behind them stands null, or what was added to this list by another.
    private readonly T[] _all;

    internal FixedList(T[] all)
        : this(all, all.Length)
    {
    }

    private FixedList(T[] all, int count) => (_all, Count) = (all, count);

    public int Count { get; }

    public bool IsEmpty => Count == 0;

    public T this[int index]
    {
        // Asked more often than anything else of a matter; a throw in here would keep it from standing where it is asked.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return _all[index];
        }
    }

    private ReadOnlySpan<T> Span => _all.AsSpan(0, Count);

    public FixedList<T> Add(T one)
    {
        var count = Count;
        if (count < _all.Length && !typeof(T).IsValueType && one is not null && Interlocked.CompareExchange(ref Unsafe.As<T, object?>(ref _all[count]), one, null) is null) return new FixedList<T>(_all, count + 1);
        var all = new T[count + 1 + (typeof(T).IsValueType ? 0 : count)];
        Array.Copy(_all, all, count);
        all[count] = one;
        return new FixedList<T>(all, count + 1);
    }

    /// <summary>These before what stands here.</summary>
    public FixedList<T> InsertRange(int at, IReadOnlyList<T> more)
    {
        if (more.Count == 0) return this;
        if (IsEmpty && more is FixedList<T> list) return list;
        var all = new T[Count + more.Count];
        Array.Copy(_all, all, at);
        for (var index = 0; index < more.Count; index++) all[at + index] = more[index];
        Array.Copy(_all, at, all, at + more.Count, Count - at);
        return new FixedList<T>(all);
    }

    public FixedList<T> SetItem(int index, T one)
    {
        var all = Span.ToArray();
        all[index] = one;
        return new FixedList<T>(all);
    }

    /// <summary>Another in the place of the first that equals one; one is among them.</summary>
    public FixedList<T> Replace(T one, T other) => IndexOf(one) is >= 0 and var at ? SetItem(at, other) : throw new ArgumentException("What is to be replaced is not in the list.", nameof(one));

    public FixedList<T> RemoveAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        if (Count == 1) return Empty;
        var all = new T[Count - 1];
        Array.Copy(_all, all, index);
        Array.Copy(_all, index + 1, all, index, all.Length - index);
        return new FixedList<T>(all);
    }

    /// <summary>Without the first that equals one.</summary>
    public FixedList<T> Remove(T one) => IndexOf(one) is >= 0 and var at ? RemoveAt(at) : this;

    public FixedList<T> RemoveAll(Predicate<T> which) => Exists(which) ? FixedList.Of<T>(Array.FindAll(Span.ToArray(), one => !which(one))) : this;

    public FixedList<TOther> ConvertAll<TOther>(Converter<T, TOther> convert)
    {
        if (IsEmpty) return FixedList<TOther>.Empty;
        var all = new TOther[Count];
        for (var at = 0; at < all.Length; at++) all[at] = convert(_all[at]);
        return new(all);
    }

    public int IndexOf(T one) => Array.IndexOf(_all, one, 0, Count);

    public bool Contains(T one) => IndexOf(one) >= 0;

    public bool Exists(Predicate<T> which) => Array.FindIndex(_all, 0, Count, which) >= 0;

    public bool TrueForAll(Predicate<T> which)
    {
        foreach (var one in Span)
            if (!which(one)) return false;
        return true;
    }

    public T? Find(Predicate<T> which) => Array.FindIndex(_all, 0, Count, which) is >= 0 and var at ? _all[at] : default;

    public T? FindLast(Predicate<T> which) => !IsEmpty && Array.FindLastIndex(_all, Count - 1, Count, which) is >= 0 and var at ? _all[at] : default;

    public Enumerator GetEnumerator() => new(_all, Count);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)new ArraySegment<T>(_all, 0, Count)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<T>)this).GetEnumerator();

    /// <summary>Goes from the first to the last, and costs nothing.</summary>
    public struct Enumerator(T[] all, int count)
    {
        private int _at = -1;

        public readonly T Current => all[_at];

        public bool MoveNext() => ++_at < count;
    }
}

/// <summary>Makes lists that never change, as collection expressions do.</summary>
public static class FixedList
{
    public static FixedList<T> Of<T>(params ReadOnlySpan<T> all) => all.IsEmpty ? FixedList<T>.Empty : new(all.ToArray());
}
