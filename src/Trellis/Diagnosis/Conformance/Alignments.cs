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
    public static Conformance Measure(EventLog log, PetriNet net, int threads, int mostStates = 4_000_000)
    {
        var kinds = Kinds(log, net);
        var variants = VariantTable.Find(log, threads);
        var costs = new int[variants.Counts.Count];
        var ordered = Enumerable.Range(0, costs.Length).OrderByDescending(variant => VariantTable.Sequence(log, variants.FirstCases[variant]).Length).ToArray();
        var next = -1;
        Parallel.For(0, Math.Max(1, threads), new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, _ =>
        {
            var search = new AlignmentSearch(new Markings(net, kinds), mostStates);
            for (int at; (at = Interlocked.Increment(ref next)) < ordered.Length;)
                costs[ordered[at]] = search.Cost(VariantTable.Sequence(log, variants.FirstCases[ordered[at]]));
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

        return new Conformance
        {
            Cases = log.CaseCount,
            Aligned = aligned,
            FittingCases = fitting,
            Cost = cost,
            LogFitness = worstFine == 0 ? 1 : 1 - ((double)fine / worstFine),
            MeanTraceFitness = aligned == 0 ? 0 : fitness / aligned,
            VariantCosts = Array.ConvertAll(costs, static cost => cost < 0 ? (int?)null : cost / Move),
            Variants = variants,
        };
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
        private readonly Dictionary<long, int> best = [];
        private readonly PriorityQueue<long, long> waiting = new();

        /// <summary>Negative where the model cannot come to its end from its beginning, or the search became too wide.</summary>
        public int Cost(ReadOnlySpan<int> sequence)
        {
            best.Clear();
            waiting.Clear();
            Reach(0, markings.Initial, 0, sequence.Length);
            while (waiting.TryDequeue(out var state, out var priority))
            {
                var cost = (int)(priority >> 24);
                if (best[state] != cost) continue;
                var (place, marking) = ((int)(state >> 32), (int)(state & int.MaxValue));
                if (place == sequence.Length && marking == markings.Final) return cost;
                if (best.Count > mostStates) return -1;
                best[state] = ~cost;
                var activity = place < sequence.Length ? sequence[place] : int.MinValue;
                if (place < sequence.Length) Reach(place + 1, marking, cost + Move, sequence.Length);
                foreach (var step in markings.From(marking))
                {
                    if (step.Kind == activity) Reach(place + 1, step.To, cost, sequence.Length);
                    Reach(place, step.To, cost + (step.Kind == Markings.Silent ? 1 : Move), sequence.Length);
                }
            }

            return -1;
        }

        private void Reach(int place, int marking, int cost, int length)
        {
            var state = ((long)place << 32) | (uint)marking;
            ref var known = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(best, state, out var exists);
            if (exists && (known < 0 || known <= cost)) return;
            known = cost;
            waiting.Enqueue(state, ((long)cost << 24) | (uint)Math.Min(length - place, 0xFFFFFF));
        }
    }
}

/// <summary>How a log and a model agree.</summary>
public sealed record Conformance
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

    /// <summary>By variant; null where it was given up.</summary>
    public required IReadOnlyList<int?> VariantCosts { get; init; }

    public required VariantTable Variants { get; init; }
}
