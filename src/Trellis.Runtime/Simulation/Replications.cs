using Trellis.Simulation;
using Trellis.Simulation.Runs;

namespace Trellis.Runtime.Simulation;

/// <summary>Runs of the same structure and load, each with a seed of its own, side by side; what comes out does not depend on how many threads there are.</summary>
public static class Replications
{
    /// <param name="runs">How many. The first has the seed itself, so that one run and the first of many are the same.</param>
    public static IReadOnlyList<Run> Do(Scene scene, Load load, RunSettings settings, int runs, int threads)
    {
        var done = new Run[runs];
        Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, at =>
        {
            var run = new Run(scene, load, settings with { Seed = SeedOf(settings.Seed, at) });
            while (run.Next())
            {
                while (run.TryTakeOver(out _)) { }
            }

            done[at] = run;
        });
        return done;
    }

    public static ulong SeedOf(ulong seed, int run) => run == 0 ? seed : new Seed(seed).Of("runs").Of(run).Value;
}
