using System.Collections;
using System.Runtime.CompilerServices;

namespace Trellis;

/// <summary>
/// A list that never changes: what adds to it gives another. It holds one array, because the lists of a matter are short and are read far more often than they grow; a tree of
/// nodes, which shares what stays, costs more there both ways. Two lists are the same only where they are one.
/// </summary>
[CollectionBuilder(typeof(FixedList), nameof(FixedList.Of))]
public sealed class FixedList<T> : IReadOnlyList<T>
{
    public static readonly FixedList<T> Empty = new([]);

    private readonly T[] _all;

    internal FixedList(T[] all) => _all = all;

    public int Count => _all.Length;

    public bool IsEmpty => _all.Length == 0;

    public T this[int index] => _all[index];

    public FixedList<T> Add(T one)
    {
        var all = new T[_all.Length + 1];
        Array.Copy(_all, all, _all.Length);
        all[^1] = one;
        return new FixedList<T>(all);
    }

    /// <summary>These before what stands here.</summary>
    public FixedList<T> InsertRange(int at, IReadOnlyList<T> more)
    {
        if (more.Count == 0) return this;
        var all = new T[_all.Length + more.Count];
        Array.Copy(_all, all, at);
        for (var index = 0; index < more.Count; index++) all[at + index] = more[index];
        Array.Copy(_all, at, all, at + more.Count, _all.Length - at);
        return new FixedList<T>(all);
    }

    public FixedList<T> SetItem(int index, T one)
    {
        var all = (T[])_all.Clone();
        all[index] = one;
        return new FixedList<T>(all);
    }

    /// <summary>Another in the place of the first that equals one; one is among them.</summary>
    public FixedList<T> Replace(T one, T other) => IndexOf(one) is >= 0 and var at ? SetItem(at, other) : throw new ArgumentException("What is to be replaced is not in the list.", nameof(one));

    public FixedList<T> RemoveAt(int index)
    {
        if (_all.Length == 1) return Empty;
        var all = new T[_all.Length - 1];
        Array.Copy(_all, all, index);
        Array.Copy(_all, index + 1, all, index, all.Length - index);
        return new FixedList<T>(all);
    }

    /// <summary>Without the first that equals one.</summary>
    public FixedList<T> Remove(T one) => IndexOf(one) is >= 0 and var at ? RemoveAt(at) : this;

    public FixedList<T> RemoveAll(Predicate<T> which) => Exists(which) ? FixedList.Of<T>(Array.FindAll(_all, one => !which(one))) : this;

    public FixedList<TOther> ConvertAll<TOther>(Converter<T, TOther> convert) => IsEmpty ? FixedList<TOther>.Empty : new(Array.ConvertAll(_all, convert));

    public int IndexOf(T one) => Array.IndexOf(_all, one);

    public bool Contains(T one) => Array.IndexOf(_all, one) >= 0;

    public bool Exists(Predicate<T> which) => Array.Exists(_all, which);

    public bool TrueForAll(Predicate<T> which) => Array.TrueForAll(_all, which);

    public T? Find(Predicate<T> which) => Array.Find(_all, which);

    public T? FindLast(Predicate<T> which) => Array.FindLast(_all, which);

    public Enumerator GetEnumerator() => new(_all);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)_all).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _all.GetEnumerator();

    /// <summary>Goes from the first to the last, and costs nothing.</summary>
    public struct Enumerator(T[] all)
    {
        private int _at = -1;

        public readonly T Current => all[_at];

        public bool MoveNext() => ++_at < all.Length;
    }
}

/// <summary>Makes lists that never change, as collection expressions do.</summary>
public static class FixedList
{
    public static FixedList<T> Of<T>(params ReadOnlySpan<T> all) => all.IsEmpty ? FixedList<T>.Empty : new(all.ToArray());
}
