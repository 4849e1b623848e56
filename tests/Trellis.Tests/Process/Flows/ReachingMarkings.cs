using Trellis.Structure;

namespace Trellis.Tests.Process.Flows;

/// <summary>
/// The slow and obvious twin of soundness: a flow as a Petri net, token by token. Conditions are open: a branch may be taken or not,
/// except for those named as never holding. Sound means what van der Aalst (1998) calls so: from every reachable marking the end can be reached,
/// the end is reached with one token and nothing left behind, and every step can be done at some time.
/// </summary>
internal sealed class ReachingMarkings
{
    private readonly List<(int[] From, int[] To, string? Step)> _transitions = [];
    private readonly HashSet<string> _never;
    private int _places;

    private ReachingMarkings(IReadOnlyCollection<string> never) => _never = [.. never];

    /// <param name="flow">The flow.</param>
    /// <param name="never">Conditions that never hold, as written.</param>
    public static (bool AlwaysEnds, bool EndsClean, IReadOnlySet<string> Dead) Of(FlowPart flow, params IReadOnlyCollection<string> never)
    {
        var net = new ReachingMarkings(never);
        var (start, end) = (net.Place(), net.Place());
        net.Add(flow, start, end);
        return net.Explore(start, end);
    }

    private int Place() => _places++;

    private void Move(int from, int to, string? step = null) => _transitions.Add(([from], [to], step));

    private void Add(FlowPart part, int from, int to)
    {
        switch (part)
        {
            case FlowPart.Step step:
                if (step.When is null || !_never.Contains(step.When.Text)) Move(from, to, step.Id);
                if (step.When is not null) Move(from, to); // passed over
                break;
            case FlowPart.Sequence sequence:
                foreach (var inner in sequence.Parts)
                {
                    var next = Place();
                    Add(inner, from, next);
                    from = next;
                }

                Move(from, to);
                break;
            case FlowPart.Parallel parallel:
                var begins = parallel.Parts.Select(_ => Place()).ToArray();
                var ends = parallel.Parts.Select(_ => Place()).ToArray();
                if (begins.Length == 0)
                {
                    Move(from, to);
                    break;
                }

                _transitions.Add(([from], begins, null));
                for (var at = 0; at < begins.Length; at++) Add(parallel.Parts[at], begins[at], ends[at]);
                _transitions.Add((ends, [to], null));
                break;
            case FlowPart.AnyOrder anyOrder:
                // One token says that nobody is at work; each part takes it and gives it back.
                var free = Place();
                var waiting = anyOrder.Parts.Select(_ => Place()).ToArray();
                var done = anyOrder.Parts.Select(_ => Place()).ToArray();
                _transitions.Add(([from], [free, .. waiting], null));
                for (var at = 0; at < waiting.Length; at++)
                {
                    var (inside, behind) = (Place(), Place());
                    _transitions.Add(([free, waiting[at]], [inside], null));
                    Add(anyOrder.Parts[at], inside, behind);
                    _transitions.Add(([behind], [free, done[at]], null));
                }

                _transitions.Add(([free, .. done], [to], null));
                break;
            case FlowPart.Choice choice:
                // The branches are asked in turn; what no branch answers stays where it is.
                var asked = from;
                foreach (var branch in choice.Branches)
                {
                    var inside = Place();
                    Add(branch.Then, inside, to);
                    if (branch.When is null)
                    {
                        Move(asked, inside);
                        asked = Place(); // nothing comes past an otherwise
                        continue;
                    }

                    if (!_never.Contains(branch.When.Text)) Move(asked, inside);
                    var next = Place();
                    Move(asked, next);
                    asked = next;
                }

                break;
            case FlowPart.Repeat repeat:
                // Passes are counted where they are bounded.
                var passes = repeat.AtMost ?? 1;
                var loop = Place();
                Move(from, loop);
                for (var pass = 1; pass <= passes; pass++)
                {
                    var after = Place();
                    Add(repeat.Do, loop, after);
                    if (repeat.Until is { } until && !_never.Contains(until.Text)) Move(after, to);
                    if (repeat.AtMost is null)
                    {
                        Move(after, loop);
                        break;
                    }

                    if (pass < passes)
                    {
                        var again = Place();
                        Move(after, again);
                        loop = again;
                    }
                    else if (repeat.Exhausted is { } exhausted) Add(exhausted, after, to);
                    else Move(after, to);
                }

                break;
            default: throw new InvalidOperationException("The twin knows no parts.");
        }
    }

    private (bool AlwaysEnds, bool EndsClean, IReadOnlySet<string> Dead) Explore(int start, int end)
    {
        var first = new int[_places];
        first[start] = 1;
        var seen = new Dictionary<string, int>(StringComparer.Ordinal) { [Key(first)] = 0 };
        var markings = new List<int[]> { first };
        var before = new List<List<int>> { new() };
        var fired = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < markings.Count; at++)
        {
            foreach (var (from, to, step) in _transitions)
            {
                if (!from.All(place => markings[at][place] > 0)) continue;
                if (step is not null) fired.Add(step);
                var next = (int[])markings[at].Clone();
                foreach (var place in from) next[place]--;
                foreach (var place in to) next[place]++;
                var key = Key(next);
                if (!seen.TryGetValue(key, out var number))
                {
                    seen.Add(key, number = markings.Count);
                    markings.Add(next);
                    before.Add([]);
                    if (markings.Count > 200_000) throw new InvalidOperationException("Too many markings for the twin.");
                }

                before[number].Add(at);
            }
        }

        // Backwards from the end.
        var ends = Enumerable.Range(0, markings.Count).Where(at => markings[at][end] > 0).ToList();
        var clean = ends.TrueForAll(at => markings[at].Sum() == 1);
        var reaches = new bool[markings.Count];
        var open = new Stack<int>(ends);
        while (open.TryPop(out var at))
        {
            if (reaches[at]) continue;
            reaches[at] = true;
            foreach (var earlier in before[at]) open.Push(earlier);
        }

        var steps = _transitions.Select(static one => one.Step).OfType<string>().ToHashSet(StringComparer.Ordinal);
        steps.ExceptWith(fired);
        return (reaches.All(static one => one), clean, steps);
    }

    private static string Key(int[] marking) => string.Join(',', marking);
}
