namespace Trellis.Diagnosis.Conformance;

/// <summary>The markings of a net that a search has come to, each with a number and, once asked for, the steps that lead on from it.</summary>
internal sealed class Markings
{
    private readonly PetriNet net;
    private readonly Dictionary<int[], int> numbers = new(ByTokens.One);
    private readonly List<int[]> tokens = [];
    private readonly List<Step[]?> steps = [];

    /// <summary>By place, the transitions that take from it first: each is looked at once for a marking.</summary>
    private readonly int[][] firstTakers;

    private readonly int[] freeTransitions;
    private readonly int[] kinds;

    /// <param name="kinds">By transition: the number of its activity in the log, <see cref="Unseen"/> for a label that no event has, <see cref="Silent"/> for none.</param>
    public Markings(PetriNet net, int[] kinds)
    {
        this.net = net;
        this.kinds = kinds;
        var takers = new List<int>[net.Places.Count];
        var free = new List<int>();
        for (var transition = 0; transition < net.Transitions.Count; transition++)
        {
            if (net.Transitions[transition].Takes is [var first, ..]) (takers[first] ??= []).Add(transition);
            else free.Add(transition);
        }

        firstTakers = Array.ConvertAll(takers, static own => own?.ToArray() ?? []);
        freeTransitions = [.. free];
        Initial = NumberOf([.. net.Initial]);
        Final = NumberOf([.. net.Final]);
    }

    public const int Unseen = -1;
    public const int Silent = -2;

    public int Initial { get; }

    public int Final { get; }

    public int Count => tokens.Count;

    public int KindOf(int transition) => kinds[transition];

    public int[] TokensOf(int marking) => tokens[marking];

    /// <summary>What can happen at a marking, by transition.</summary>
    public Step[] From(int marking)
    {
        if (steps[marking] is { } known) return known;
        var here = tokens[marking];
        var found = new List<Step>();
        foreach (var transition in freeTransitions) Try(transition);
        for (var at = 0; at < here.Length; at++)
        {
            if (at > 0 && here[at - 1] == here[at]) continue;
            foreach (var transition in firstTakers[here[at]]) Try(transition);
        }

        found.Sort(static (one, other) => one.Transition.CompareTo(other.Transition));
        return steps[marking] = [.. found];

        void Try(int transition)
        {
            if (Fire(here, net.Transitions[transition]) is { } next) found.Add(new Step(transition, kinds[transition], NumberOf(next)));
        }
    }

    public int NumberOf(int[] marking)
    {
        if (numbers.TryGetValue(marking, out var number)) return number;
        numbers.Add(marking, tokens.Count);
        tokens.Add(marking);
        steps.Add(null);
        return tokens.Count - 1;
    }

    /// <summary>The tokens after a transition; null where it cannot happen.</summary>
    public static int[]? Fire(int[] marking, NetTransition transition)
    {
        var takes = transition.Takes;
        var left = new int[marking.Length - takes.Count < 0 ? 0 : marking.Length - takes.Count];
        int taken = 0, kept = 0;
        foreach (var place in marking)
        {
            if (taken < takes.Count && takes[taken] == place) taken++;
            else if (kept == left.Length) return null;
            else left[kept++] = place;
        }

        if (taken < takes.Count) return null;
        if (transition.Gives.Count == 0) return left;
        var next = new int[kept + transition.Gives.Count];
        left.CopyTo(next, 0);
        for (var given = 0; given < transition.Gives.Count; given++) next[kept + given] = transition.Gives[given];
        Array.Sort(next);
        return next;
    }

    private sealed class ByTokens : IEqualityComparer<int[]>
    {
        public static readonly ByTokens One = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            unchecked
            {
                var hash = 17;
                foreach (var place in obj) hash = (hash * 486187739) + place + 1;
                return hash;
            }
        }
    }
}

/// <param name="Kind">The activity, or <see cref="Markings.Unseen"/> or <see cref="Markings.Silent"/>.</param>
internal readonly record struct Step(int Transition, int Kind, int To);
