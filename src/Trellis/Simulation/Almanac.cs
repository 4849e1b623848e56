namespace Trellis.Simulation;

/// <summary>
/// An agenda over a long time. What comes on a later day lies on the pile of its day until that day is the next: so the heap holds the things of one day, stays in the cache, and what has become idle
/// meanwhile never gets on it. It gives what one <see cref="Agenda{T}"/> of everything would give, but for what is idle.
/// </summary>
/// <typeparam name="T">What happens.</typeparam>
/// <param name="day">How long a day is, in the unit of whoever asks.</param>
/// <param name="begins">Where some day begins.</param>
/// <param name="isIdle">Whether nothing is to be done any more when the time of something comes. What is the first of its day comes all the same, so that each day begins when it would.</param>
public sealed class Almanac<T>(long day, long begins, Predicate<T> isIdle)
{
    private readonly Agenda<T> _today = new();
    private readonly Dictionary<long, List<(long At, T What)>> _later = [];
    private readonly PriorityQueue<long, long> _days = new();

    // Invariant: whatever comes before this moment is on the agenda of today; all else is on a pile.
    private long _ends = long.MinValue;

    public bool IsEmpty => !Turn();

    /// <summary>The time of the next; asked only where there is one.</summary>
    public long Next => Turn() ? _today.Next : throw new InvalidOperationException("Nothing stands in the almanac.");

    /// <param name="at">In the unit of whoever asks.</param>
    public void Add(long at, T what)
    {
        if (at < _ends)
        {
            _today.Add(at, what);
            return;
        }

        var number = NumberOf(at);
        if (!_later.TryGetValue(number, out var pile))
        {
            _later.Add(number, pile = []);
            _days.Enqueue(number, number);
        }

        pile.Add((at, what));
    }

    /// <summary>Takes the next off.</summary>
    public (long At, T What) Take() => Turn() ? _today.Take() : throw new InvalidOperationException("Nothing stands in the almanac.");

    /// <summary>Lays the next pile out where today is over. On a pile things lie in the order in which they were entered, which is their order at the same time.</summary>
    /// <returns>False where nothing is left.</returns>
    private bool Turn()
    {
        while (_today.Count == 0)
        {
            if (!_days.TryDequeue(out var number, out _)) return false;
            _later.Remove(number, out var pile);
            _ends = ((number + 1) * day) + begins;
            var first = 0;
            for (var at = 1; at < pile!.Count; at++)
                if (pile[at].At < pile[first].At) first = at;
            for (var at = 0; at < pile.Count; at++)
                if (at == first || !isIdle(pile[at].What)) _today.Add(pile[at].At, pile[at].What);
        }

        return true;
    }

    private long NumberOf(long at)
    {
        var (number, left) = Math.DivRem(at - begins, day);
        return left < 0 ? number - 1 : number;
    }
}
