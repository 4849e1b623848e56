namespace Trellis.Simulation.Likeness;

/// <summary>
/// Who does what comes next: as in an event of the log near the same time, so that whoever left is gone and whoever came is there. After the log, as at its end.
/// </summary>
internal sealed class Hands
{
    private const int Few = 20;
    private const int Near = 15;

    private readonly Dictionary<(int From, int To), List<Hand>> _pairs = [];
    private readonly Dictionary<int, List<Hand>> _activities = [];
    private readonly Dictionary<(int Activity, int Resource), Dictionary<int, int>> _groups = [];

    /// <param name="Same">Whether whoever did it had done the event before, too.</param>
    private readonly record struct Hand(long At, int Resource, int Group, bool Same);

    public static Hands Of(RecordedWork work)
    {
        var hands = new Hands();
        for (var number = 0; number < work.Cases; number++)
        {
            for (var at = work.CaseStarts[number]; at < work.CaseStarts[number + 1]; at++)
            {
                var (activity, resource, group) = (work.Activity[at], work.Resource[at], work.Group[at]);
                var first = at == work.CaseStarts[number];
                var hand = new Hand(work.Ends[at], resource, group, !first && resource >= 0 && work.Resource[at - 1] == resource);
                var pair = (first ? Flow.End : work.Activity[at - 1], activity);
                (hands._pairs.TryGetValue(pair, out var own) ? own : hands._pairs[pair] = []).Add(hand);
                (hands._activities.TryGetValue(activity, out var all) ? all : hands._activities[activity] = []).Add(hand);
                if (group < 0) continue;
                var groups = hands._groups.TryGetValue((activity, resource), out var seen) ? seen : hands._groups[(activity, resource)] = [];
                groups[group] = groups.GetValueOrDefault(group) + 1;
            }
        }

        foreach (var list in hands._pairs.Values.Concat(hands._activities.Values)) list.Sort(static (one, other) => one.At != other.At ? one.At.CompareTo(other.At) : one.Resource.CompareTo(other.Resource));
        return hands;
    }

    /// <param name="from">What was done before; <see cref="Flow.End"/> for the first event.</param>
    /// <param name="to">What is to be done.</param>
    /// <param name="before">Who did what was done before.</param>
    /// <param name="time">Now.</param>
    /// <param name="chance">Draws one number.</param>
    public int Whose(int from, int to, int before, long time, Chance chance)
    {
        var list = _pairs.TryGetValue((from, to), out var pair) && pair.Count >= Few ? pair : _activities[to];
        var (low, high) = (0, list.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (list[middle].At < time) low = middle + 1;
            else high = middle;
        }

        var half = Math.Max(Near, list.Count / 10);
        var begin = Math.Max(0, Math.Min(low - half, list.Count - (2 * half)));
        var hand = list[begin + (int)chance.Below(Math.Min(list.Count, begin + (2 * half)) - begin)];
        return hand.Same && before >= 0 ? before : hand.Resource;
    }

    /// <summary>The unit for which somebody mostly does this.</summary>
    public int GroupOf(int activity, int resource)
    {
        if (!_groups.TryGetValue((activity, resource), out var groups)) return RecordedWork.Nobody;
        var (best, most) = (RecordedWork.Nobody, 0);
        foreach (var (group, count) in groups)
            if (count > most || (count == most && group < best)) (best, most) = (group, count);
        return best;
    }
}
