namespace Trellis.Simulation;

/// <summary>What happens next, by time; at the same time, what was entered first. A heap of four branches.</summary>
/// <typeparam name="T">What happens.</typeparam>
public sealed class Agenda<T>
{
    private const int Branches = 4;
    private const int AtFirst = 64;

    // Invariant: each place of _what is named by one entry of _heap; those from Count on are free. So what moves in the heap is small, and holds nothing that memory is traced through.
    private (long At, long Order, int Place)[] _heap = Numbered(new (long, long, int)[AtFirst], 0);
    private T[] _what = new T[AtFirst];
    private long _entered;

    public int Count { get; private set; }

    /// <summary>The time of the next; asked only where there is one.</summary>
    public long Next => Count > 0 ? _heap[0].At : throw new InvalidOperationException("Nothing stands on the agenda.");

    /// <summary>What is next; asked only where there is something.</summary>
    public T Peek => Count > 0 ? _what[_heap[0].Place] : throw new InvalidOperationException("Nothing stands on the agenda.");

    /// <param name="at">In the unit of whoever asks.</param>
    public void Add(long at, T what)
    {
        if (Count == _heap.Length) Grow();
        var hole = Count++;
        var entry = (At: at, Order: _entered++, _heap[hole].Place);
        _what[entry.Place] = what;
        while (hole > 0)
        {
            var parent = (hole - 1) / Branches;
            if (!IsBefore(entry, _heap[parent])) break;
            _heap[hole] = _heap[parent];
            hole = parent;
        }

        _heap[hole] = entry;
    }

    /// <summary>Takes the next off.</summary>
    public (long At, T What) Take()
    {
        if (Count == 0) throw new InvalidOperationException("Nothing stands on the agenda.");
        var heap = _heap;
        var first = heap[0];
        var what = _what[first.Place];
        _what[first.Place] = default!;
        var count = --Count;
        var last = heap[count];
        heap[count].Place = first.Place;
        if (count == 0) return (first.At, what);
        var hole = 0;
        while (true)
        {
            var child = (hole * Branches) + 1;
            if (child >= count) break;
            var least = child;
            var behind = Math.Min(child + Branches, count);
            for (var other = child + 1; other < behind; other++)
                if (IsBefore(heap[other], heap[least])) least = other;
            if (!IsBefore(heap[least], last)) break;
            heap[hole] = heap[least];
            hole = least;
        }

        heap[hole] = last;
        return (first.At, what);
    }

    private void Grow()
    {
        Array.Resize(ref _heap, Count * 2);
        Array.Resize(ref _what, Count * 2);
        Numbered(_heap, Count);
    }

    private static (long At, long Order, int Place)[] Numbered((long At, long Order, int Place)[] heap, int from)
    {
        for (var at = from; at < heap.Length; at++) heap[at].Place = at;
        return heap;
    }

    private static bool IsBefore(in (long At, long Order, int Place) one, in (long At, long Order, int Place) other) => one.At != other.At ? one.At < other.At : one.Order < other.Order;
}
