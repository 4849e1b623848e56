namespace Trellis.Simulation.Likeness;

/// <summary>How near the simulation and the resampling came in one respect.</summary>
/// <param name="Observed">Mean of what is compared, in the recorded half; null where a mean says nothing.</param>
/// <param name="Gain">Distance of the resampling minus that of the simulation, run by run: above zero the simulation is nearer.</param>
public sealed record Judged(Respect Respect, double? Observed, Estimate Simulated, Estimate Resampled, Estimate Gain);

/// <summary>A simulation judged on time that it has not seen.</summary>
/// <param name="Cut">Where the log was cut, milliseconds since year 1.</param>
public sealed record Judgement(long Cut, int FittedCases, int HeldOutCases, FittedWork Fit, IReadOnlyList<Judged> Respects);

/// <summary>
/// Fits on what a log held before half of its matters had arrived, simulates the time after, and compares with the matters that came then; beside it the resampling. Of the time held out
/// both are told only when it ends.
/// </summary>
public static class Judging
{
    public static Judgement? HeldOut(RecordedWork log, FitSettings settings, int runs, Seed seed)
    {
        if (log.Cases < 20) return null;
        var cut = log.Middle();
        long end = long.MinValue, last = long.MinValue;
        for (var number = 0; number < log.Cases; number++) (end, last) = (Math.Max(end, log.Closing(number)), Math.Max(last, log.Arrival(number)));
        var before = log.Between(long.MinValue, cut, cut);
        var after = log.Between(cut, long.MaxValue, long.MaxValue);
        if (before.Cases < 10 || after.Cases < 10) return null;
        var fit = FittingWork.Fit(before, settings);
        var period = new Period { From = cut, To = last + 1, SeenUntil = end + 1 };
        return new Judgement(cut, before.Cases, after.Cases, fit, Compare(after, period, runs, seed, own => LivingOn.Columns(fit, period, own), own => Resampling.Draw(before, period, own)));
    }

    public static IReadOnlyList<Judged> Compare(RecordedWork recorded, Period period, int runs, Seed seed, Func<Seed, RecordedWork> simulate, Func<Seed, RecordedWork> resample)
    {
        var (near, far) = (new double?[runs][], new double?[runs][]);
        for (var run = 0; run < runs; run++)
        {
            near[run] = Distances.Between(simulate(seed.Of(run)), recorded, period);
            far[run] = Distances.Between(resample(seed.Of(run)), recorded, period);
        }

        var means = Distances.Means(recorded, period);
        var judged = new List<Judged>();
        foreach (var respect in Distances.All)
        {
            var (simulated, resampled) = (new List<double>(), new List<double>());
            for (var run = 0; run < runs; run++)
            {
                if (near[run][(int)respect] is not { } one || far[run][(int)respect] is not { } other) continue;
                simulated.Add(one);
                resampled.Add(other);
            }

            if (simulated.Count == 0) continue;
            double[] here = [.. simulated], there = [.. resampled];
            judged.Add(new Judged(respect, means[(int)respect], Estimate.Of(here), Estimate.Of(there), Estimate.OfDifference(here, there)));
        }

        return judged;
    }
}
