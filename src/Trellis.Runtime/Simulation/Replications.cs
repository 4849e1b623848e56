using Trellis.Simulation;
using Trellis.Simulation.Runs;

namespace Trellis.Runtime.Simulation;

/// <summary>Several runs at their end.</summary>
/// <param name="First">Whole, for pictures.</param>
/// <param name="Ended">What is kept of each, the first among them.</param>
public sealed record Replicated(Run First, IReadOnlyList<EndedRun> Ended);

/// <summary>Runs of the same structure and load, each with a seed of its own, side by side; what comes out does not depend on how many threads there are.</summary>
public static class Replications
{
    /// <param name="runs">How many. The first has the seed itself, so that one run and the first of many are the same.</param>
    public static Replicated Do(Scene scene, Load load, RunSettings settings, int runs, int threads)
    {
        var done = new EndedRun[runs];
        Run? first = null;
        Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, at =>
        {
            var run = new Run(scene, load, settings with { Seed = SeedOf(settings.Seed, at) });
            while (run.Next())
            {
                while (run.TryTakeOver(out _)) { }
            }

            done[at] = new EndedRun(run);
            if (at == 0) first = run;
        });
        return new Replicated(first!, done);
    }

    public static ulong SeedOf(ulong seed, int run) => run == 0 ? seed : new Seed(seed).Of("runs").Of(run).Value;
}
