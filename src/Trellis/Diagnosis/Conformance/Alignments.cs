using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Conformance;

/// <summary>
/// How far each way through a log is from the nearest way through a model: the fewest events that the model does not allow and steps of the model that did not happen. Costs are optimal, not estimated.
/// </summary>
/// <remarks>
/// Adriansyah (2014), "Aligning observed and modeled behavior", found by cheapest-first search over pairs of a marking and a place in the sequence. An event without a step, or a step without an event,
/// costs one; a silent step costs a ten-thousandth, as in the reference implementation, so that among equal ways the one with the fewest silent steps is taken.
/// </remarks>
public static class Alignments
{
    private const int Move = 10_000;

    /// <param name="mostStates">How many pairs one way may look at before it is given up: its share of the log is then said to be unaligned.</param>
    public static ModelFit Measure(EventLog log, PetriNet net, int threads, int mostStates = 4_000_000) => Measure(log, VariantTable.Find(log, threads), net, threads, mostStates);

    /// <param name="variants">Those of the log.</param>
    public static ModelFit Measure(EventLog log, VariantTable variants, PetriNet net, int threads, int mostStates = 4_000_000)
    {
        var kinds = Kinds(log, net);
        var costs = new int[variants.Counts.Count];
        var deviations = new List<Deviation>[costs.Length];
        var ordered = Enumerable.Range(0, costs.Length).OrderByDescending(variant => VariantTable.Sequence(log, variants.FirstCases[variant]).Length).ToArray();
        var next = -1;
        Parallel.For(0, Math.Max(1, threads), new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, _ =>
        {
            var search = new AlignmentSearch(new Markings(net, kinds), mostStates);
            for (int at; (at = Interlocked.Increment(ref next)) < ordered.Length;)
                costs[ordered[at]] = search.Cost(VariantTable.Sequence(log, variants.FirstCases[ordered[at]]), deviations[ordered[at]] = []);
        });

        var worst = new AlignmentSearch(new Markings(net, kinds), mostStates).Cost([]);
        long cost = 0, fine = 0, worstFine = 0;
        int fitting = 0, aligned = 0;
        var fitness = 0.0;
        for (var variant = 0; variant < costs.Length; variant++)
        {
            if (costs[variant] < 0 || worst < 0) continue;
            var length = VariantTable.Sequence(log, variants.FirstCases[variant]).Length;
            var cases = variants.Counts[variant];
            var whole = costs[variant] / Move;
            aligned += cases;
            cost += (long)whole * cases;
            fine += (long)costs[variant] * cases;
            worstFine += ((long)length * Move + worst) * cases;
            if (whole == 0) fitting += cases;
            var against = length + (worst / Move);
            fitness += cases * (against == 0 ? 1 : 1 - ((double)whole / against));
        }

        return new ModelFit
        {
            Cases = log.CaseCount,
            Aligned = aligned,
            FittingCases = fitting,
            Cost = cost,
            LogFitness = worstFine == 0 ? 1 : 1 - ((double)fine / worstFine),
            MeanTraceFitness = aligned == 0 ? 0 : fitness / aligned,
            NotAllowed = Named(deviation => deviation.Activity < 0 ? null : log.ActivityNames[deviation.Activity]),
            LeftOut = Named(deviation => deviation.Transition < 0 ? null : net.Transitions[deviation.Transition].Label),
            VariantCosts = Array.ConvertAll(costs, static cost => cost < 0 ? (int?)null : cost / Move),
            Variants = variants,
        };

        IReadOnlyList<NameCount> Named(Func<Deviation, string?> name)
        {
            var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
            for (var variant = 0; variant < costs.Length; variant++)
            {
                foreach (var deviation in deviations[variant])
                    if (name(deviation) is { } named) counts[named] = counts.GetValueOrDefault(named) + variants.Counts[variant];
            }

            return [.. counts.Select(static own => new NameCount(own.Key, own.Value)).OrderByDescending(static own => own.Count)];
        }
    }

    internal static int[] Kinds(EventLog log, PetriNet net)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var activity = 0; activity < log.ActivityNames.Length; activity++) numbers.Add(log.ActivityNames[activity], activity);
        return [.. net.Transitions.Select(transition => transition.Label is not { } label ? Markings.Silent : numbers.GetValueOrDefault(label, Markings.Unseen))];
    }

    /// <summary>Cheapest first, and of equally cheap ones the farthest; what is known about markings is kept from one sequence to the next.</summary>
    private sealed class AlignmentSearch(Markings markings, int mostStates)
    {
        private readonly Dictionary<long, Reached> reached = [];
        private readonly PriorityQueue<long, long> waiting = new();

        /// <summary>The cost, negative where the model cannot come to its end from its beginning or the search became too wide.</summary>
        /// <param name="sequence">Activities.</param>
        /// <param name="deviations">Gets what deviates: each event that has no step, and each step that has no event.</param>
        public int Cost(ReadOnlySpan<int> sequence, List<Deviation>? deviations = null)
        {
            reached.Clear();
            waiting.Clear();
            Reach(0, markings.Initial, 0, -1, NoStep, sequence.Length);
            while (waiting.TryDequeue(out var state, out var priority))
            {
                var cost = (int)(priority >> 24);
                ref var here = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(reached, state);
                if (here.Done || here.Cost != cost) continue;
                here.Done = true;
                var (place, marking) = ((int)(state >> 32), (int)(state & int.MaxValue));
                if (place == sequence.Length && marking == markings.Final)
                {
                    if (deviations is not null) Trace(state, sequence, deviations);
                    return cost;
                }

                if (reached.Count > mostStates) return -1;
                if (place < sequence.Length) Reach(place + 1, marking, cost + Move, state, NoStep, sequence.Length);
                var activity = place < sequence.Length ? sequence[place] : int.MinValue;
                foreach (var step in markings.From(marking))
                {
                    if (step.Kind == activity) Reach(place + 1, step.To, cost, state, step.Transition, sequence.Length);
                    Reach(place, step.To, cost + (step.Kind == Markings.Silent ? 1 : Move), state, step.Transition, sequence.Length);
                }
            }

            return -1;
        }

        private void Reach(int place, int marking, int cost, long from, int transition, int length)
        {
            var state = ((long)place << 32) | (uint)marking;
            ref var known = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(reached, state, out var exists);
            if (exists && (known.Done || known.Cost <= cost)) return;
            known = new Reached(cost, transition, from, Done: false);
            waiting.Enqueue(state, ((long)cost << 24) | (uint)Math.Min(length - place, 0xFFFFFF));
        }

        private void Trace(long state, ReadOnlySpan<int> sequence, List<Deviation> deviations)
        {
            for (var at = reached[state]; at.From >= 0; at = reached[state])
            {
                var (place, before) = ((int)(state >> 32), (int)(at.From >> 32));
                if (at.Transition == NoStep) deviations.Add(new Deviation(sequence[before], NoStep));
                else if (place == before && markings.KindOf(at.Transition) != Markings.Silent) deviations.Add(new Deviation(NoStep, at.Transition));
                state = at.From;
            }
        }

        private record struct Reached(int Cost, int Transition, long From, bool Done);
    }

    private const int NoStep = -1;

    private readonly record struct Deviation(int Activity, int Transition);
}

/// <summary>How a log and a model agree.</summary>
public sealed record ModelFit
{
    public required int Cases { get; init; }

    /// <summary>Cases whose cost is known; the others were given up because the model lets too much happen in any order.</summary>
    public required int Aligned { get; init; }

    /// <summary>Cases that the model allows just as they went.</summary>
    public required int FittingCases { get; init; }

    /// <summary>Events that the model does not allow and steps of it that did not happen, over all cases.</summary>
    public required long Cost { get; init; }

    /// <summary>One minus the cost over what it would be if nothing agreed.</summary>
    public required double LogFitness { get; init; }

    /// <summary>The same for each case, and the mean of that.</summary>
    public required double MeanTraceFitness { get; init; }

    /// <summary>Events that the model does not allow where they happened, by activity, most first, ties by name. Where several ways are equally near, one of them is taken.</summary>
    public required IReadOnlyList<NameCount> NotAllowed { get; init; }

    /// <summary>Steps of the model that did not happen where it asks for them.</summary>
    public required IReadOnlyList<NameCount> LeftOut { get; init; }

    /// <summary>By variant; null where it was given up.</summary>
    public required IReadOnlyList<int?> VariantCosts { get; init; }

    public required VariantTable Variants { get; init; }
}
