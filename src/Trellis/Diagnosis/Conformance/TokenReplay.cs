using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Conformance;

/// <summary>
/// Plays each way through a log on a model. Where a step cannot happen, silent steps are taken that make it possible, and else the missing tokens are lent; what is lent and what is left over at the end
/// lowers the fitness. Quicker than alignments, and rougher.
/// </summary>
/// <remarks>Rozinat and van der Aalst (2008): fitness is the mean of one minus missing over taken and one minus left over over given.</remarks>
public static class TokenReplay
{
    /// <summary>How many markings silent steps may lead through before it is given up.</summary>
    private const int Widest = 2_000;

    public static ReplayResult Play(EventLog log, PetriNet net, int threads) => Play(log, VariantTable.Find(log, threads), net, threads);

    /// <param name="variants">Those of the log.</param>
    public static ReplayResult Play(EventLog log, VariantTable variants, PetriNet net, int threads)
    {
        var kinds = Alignments.Kinds(log, net);
        var tallies = new ReplayTally[variants.Counts.Count];
        var next = -1;
        Parallel.For(0, Math.Max(1, threads), new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, _ =>
        {
            var player = new Player(net, kinds, log.ActivityNames.Length);
            for (int at; (at = Interlocked.Increment(ref next)) < tallies.Length;) tallies[at] = player.Play(VariantTable.Sequence(log, variants.FirstCases[at]));
        });

        var (sum, fitting, mean) = (default(ReplayTally), 0, 0.0);
        for (var variant = 0; variant < tallies.Length; variant++)
        {
            var (tally, cases) = (tallies[variant], variants.Counts[variant]);
            sum = sum.And(tally, cases);
            mean += tally.Fitness * cases;
            if (tally.Missing == 0 && tally.Remaining == 0) fitting += cases;
        }

        return new ReplayResult(sum.Fitness, log.CaseCount == 0 ? 0 : mean / log.CaseCount, fitting);
    }

    private sealed class Player
    {
        private readonly PetriNet net;
        private readonly Markings markings;
        private readonly int[][] byActivity;
        private readonly List<(int Marking, int From, int Step)> seen = [];
        private readonly HashSet<int> known = [];

        public Player(PetriNet net, int[] kinds, int activities)
        {
            this.net = net;
            markings = new Markings(net, kinds);
            var own = new List<int>[activities];
            for (var transition = 0; transition < kinds.Length; transition++)
                if (kinds[transition] >= 0) (own[kinds[transition]] ??= []).Add(transition);
            byActivity = Array.ConvertAll(own, static list => list?.ToArray() ?? []);
        }

        public ReplayTally Play(ReadOnlySpan<int> sequence)
        {
            var marking = markings.Initial;
            var tally = new ReplayTally(0, net.Initial.Count, 0, 0);
            foreach (var activity in sequence)
            {
                if (byActivity[activity].Length == 0) continue;
                (marking, var silent) = Nearest(marking, at => Lacking(at, activity).Missing.Count);
                tally = Silently(tally, silent);
                var (transition, lent) = Lacking(marking, activity);
                tally = Took(tally, transition, lent.Count);
                marking = markings.NumberOf(Markings.Fire([.. markings.TokensOf(marking).Concat(lent).Order()], net.Transitions[transition])!);
            }

            (marking, var last) = Nearest(marking, at => Off(markings.TokensOf(at)));
            tally = Silently(tally, last);
            var tokens = markings.TokensOf(marking);
            var open = Missing(tokens, net.Final).Count;
            return tally with { Taken = tally.Taken + net.Final.Count, Missing = tally.Missing + open, Remaining = Off(tokens) - open };
        }

        /// <summary>Of the transitions of an activity the one that misses least at a marking, and what it misses.</summary>
        private (int Transition, List<int> Missing) Lacking(int marking, int activity)
        {
            var (chosen, least) = (-1, new List<int>());
            foreach (var transition in byActivity[activity])
            {
                var missing = Missing(markings.TokensOf(marking), net.Transitions[transition].Takes);
                if (chosen < 0 || missing.Count < least.Count) (chosen, least) = (transition, missing);
            }

            return (chosen, least);
        }

        /// <summary>How many tokens the end misses, and how many it has no use for.</summary>
        private int Off(int[] tokens) => (2 * Missing(tokens, net.Final).Count) + tokens.Length - net.Final.Count;

        /// <summary>The marking, over silent steps alone, at which least is amiss; of several the nearest, with the steps to it.</summary>
        private (int Marking, List<int> Steps) Nearest(int marking, Func<int, int> amiss)
        {
            seen.Clear();
            known.Clear();
            seen.Add((marking, -1, -1));
            known.Add(marking);
            var (least, nearest) = (int.MaxValue, 0);
            for (var at = 0; at < seen.Count && at < Widest && least > 0; at++)
            {
                if (amiss(seen[at].Marking) is var own && own < least) (least, nearest) = (own, at);
                foreach (var step in markings.From(seen[at].Marking))
                    if (step.Kind == Markings.Silent && known.Add(step.To)) seen.Add((step.To, at, step.Transition));
            }

            var steps = new List<int>();
            for (var back = nearest; seen[back].From >= 0; back = seen[back].From) steps.Add(seen[back].Step);
            return (seen[nearest].Marking, steps);
        }

        private ReplayTally Silently(ReplayTally tally, List<int> steps)
        {
            foreach (var transition in steps) tally = Took(tally, transition, 0);
            return tally;
        }

        private ReplayTally Took(ReplayTally tally, int transition, int missing) => tally with
        {
            Taken = tally.Taken + net.Transitions[transition].Takes.Count,
            Given = tally.Given + net.Transitions[transition].Gives.Count,
            Missing = tally.Missing + missing,
        };

        private static List<int> Missing(int[] tokens, IReadOnlyList<int> wanted)
        {
            var missing = new List<int>();
            var at = 0;
            foreach (var place in wanted)
            {
                while (at < tokens.Length && tokens[at] < place) at++;
                if (at < tokens.Length && tokens[at] == place) at++;
                else missing.Add(place);
            }

            return missing;
        }
    }

    private readonly record struct ReplayTally(long Taken, long Given, long Missing, long Remaining)
    {
        public double Fitness => 1 - (0.5 * (Taken == 0 ? 0 : (double)Missing / Taken)) - (0.5 * (Given == 0 ? 0 : (double)Remaining / Given));

        public ReplayTally And(ReplayTally other, int times) => new(
            Taken + (other.Taken * times), Given + (other.Given * times), Missing + (other.Missing * times), Remaining + (other.Remaining * times));
    }
}

/// <param name="LogFitness">Over all tokens of all cases.</param>
/// <param name="MeanTraceFitness">The mean over cases.</param>
/// <param name="FittingCases">Cases in which nothing was missing and nothing left over.</param>
public sealed record ReplayResult(double LogFitness, double MeanTraceFitness, int FittingCases);
