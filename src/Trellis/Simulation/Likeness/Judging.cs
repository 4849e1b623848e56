namespace Trellis.Simulation.Likeness;

/// <summary>How near the simulation and the resampling came in one respect.</summary>
/// <param name="Observed">Mean of what is compared, in the recorded half; null where a mean says nothing.</param>
/// <param name="Gain">Distance of the resampling minus that of the simulation, run by run: above zero the simulation is nearer.</param>
public sealed record Judged(Respect Respect, double? Observed, Estimate Simulated, Estimate Resampled, Estimate Gain);

/// <summary>A simulation judged on time that it has not seen.</summary>
/// <param name="Cut">Where the log was cut, milliseconds since year 1.</param>
public sealed record Judgement(long Cut, int FittedCases, int HeldOutCases, FittedWork Fit, IReadOnlyList<Judged> Respects)
{
    /// <summary>Matters that began so early that nineteen in twenty of those seen were over in the time that was left before the cut: the cut hides hardly anything of them.</summary>
    public int WholeCases { get; init; }

    /// <summary>The same simulated runs beside a resampling of those matters alone; empty where there are too few.</summary>
    public IReadOnlyList<Judged> BesideWhole { get; init; } = [];
}

/// <summary>
/// Fits on what a log held before half of its matters had arrived, simulates the time after, and compares with the matters that came then; beside it the resampling. Of the time held out
/// both are told only when it ends.
/// </summary>
public static class Judging
{
    private const int FewestCases = 10;

    public static Judgement? HeldOut(RecordedWork log, FitSettings settings, int runs, Seed seed)
    {
        if (log.Cases < 20) return null;
        var cut = log.Middle();
        long end = long.MinValue, last = long.MinValue;
        for (var number = 0; number < log.Cases; number++) (end, last) = (Math.Max(end, log.Closing(number)), Math.Max(last, log.Arrival(number)));
        var before = log.Between(long.MinValue, cut, cut);
        var after = log.Between(cut, long.MaxValue, long.MaxValue);
        if (before.Cases < FewestCases || after.Cases < FewestCases) return null;
        var fit = FittingWork.Fit(before, settings);
        var period = new Period { From = cut, To = last + 1, SeenUntil = end + 1 };
        var near = DistancesOf(after, period, runs, seed, own => LivingOn.Columns(fit, period, own));
        var whole = before.Between(long.MinValue, cut - NineteenInTwenty(before), cut);
        return new Judgement(cut, before.Cases, after.Cases, fit, Beside(near, after, period, runs, seed, own => Resampling.Draw(before, period, own)))
        {
            WholeCases = whole.Cases,
            BesideWhole = whole.Cases < FewestCases ? [] : Beside(near, after, period, runs, seed, own => Resampling.Draw(whole, period, own)),
        };
    }

    /// <summary>As long as nineteen in twenty of the cases took at most, as far as they are seen.</summary>
    private static long NineteenInTwenty(RecordedWork log)
    {
        long[] took = [.. Enumerable.Range(0, log.Cases).Select(number => log.Closing(number) - log.Arrival(number)).Order()];
        return took[Math.Min(took.Length - 1, took.Length * 19 / 20)];
    }

    public static IReadOnlyList<Judged> Compare(RecordedWork recorded, Period period, int runs, Seed seed, Func<Seed, RecordedWork> simulate, Func<Seed, RecordedWork> resample) =>
        Beside(DistancesOf(recorded, period, runs, seed, simulate), recorded, period, runs, seed, resample);

    private static double?[][] DistancesOf(RecordedWork recorded, Period period, int runs, Seed seed, Func<Seed, RecordedWork> make) =>
        [.. Enumerable.Range(0, runs).Select(run => Distances.Between(make(seed.Of(run)), recorded, period))];

    /// <param name="near">Distances of the simulated runs.</param>
    private static List<Judged> Beside(double?[][] near, RecordedWork recorded, Period period, int runs, Seed seed, Func<Seed, RecordedWork> resample)
    {
        var far = DistancesOf(recorded, period, runs, seed, resample);
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
