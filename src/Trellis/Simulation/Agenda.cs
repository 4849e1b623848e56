namespace Trellis.Simulation;

/// <summary>What happens next, by time; at the same time, what was entered first. A heap of four branches.</summary>
/// <typeparam name="T">What happens.</typeparam>
public sealed class Agenda<T>
{
    private const int Branches = 4;
    private (long At, long Order, T What)[] _heap = new (long, long, T)[64];
    private long _entered;

    public int Count { get; private set; }

    /// <summary>The time of the next; asked only where there is one.</summary>
    public long Next => Count > 0 ? _heap[0].At : throw new InvalidOperationException("Nothing stands on the agenda.");

    /// <summary>What is next; asked only where there is something.</summary>
    public T Peek => Count > 0 ? _heap[0].What : throw new InvalidOperationException("Nothing stands on the agenda.");

    /// <param name="at">In the unit of whoever asks.</param>
    public void Add(long at, T what)
    {
        if (Count == _heap.Length) Array.Resize(ref _heap, Count * 2);
        var entry = (At: at, Order: _entered++, What: what);
        var hole = Count++;
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
        var first = _heap[0];
        var last = _heap[--Count];
        _heap[Count] = default;
        if (Count == 0) return (first.At, first.What);
        var hole = 0;
        while (true)
        {
            var child = (hole * Branches) + 1;
            if (child >= Count) break;
            var least = child;
            for (var other = child + 1; other < Math.Min(child + Branches, Count); other++)
                if (IsBefore(_heap[other], _heap[least])) least = other;
            if (!IsBefore(_heap[least], last)) break;
            _heap[hole] = _heap[least];
            hole = least;
        }

        _heap[hole] = last;
        return (first.At, first.What);
    }

    private static bool IsBefore(in (long At, long Order, T What) one, in (long At, long Order, T What) other) => one.At != other.At ? one.At < other.At : one.Order < other.Order;
}
