namespace Trellis.Simulation.Likeness;

/// <summary>A log, what was read off it, and the work lived on in its likeness.</summary>
public sealed record LikeLog
{
    public required FittedWork Fit { get; init; }

    public required Period Period { get; init; }

    public required ulong Seed { get; init; }

    public required int Runs { get; init; }

    /// <summary>The first run, as columns.</summary>
    public required RecordedWork Simulated { get; init; }

    /// <summary>How far runs are from the log they were fitted to; empty where they live on after its end, which nothing was recorded of.</summary>
    public required IReadOnlyList<Judged> Seen { get; init; }

    /// <summary>How far runs are from the second half of the log when they are fitted to the first; null where the log is too short to cut.</summary>
    public required Judgement? HeldOut { get; init; }

    /// <param name="log">The log; holds a case.</param>
    /// <param name="runs">As many runs are compared.</param>
    /// <param name="seed">The first run is that of <see cref="SeedOf"/> its number 0.</param>
    /// <param name="days">Null lives through the time of the log once more; otherwise so many days from the midnight after its end.</param>
    public static LikeLog Live(RecordedWork log, int runs, ulong seed, int? days)
    {
        var fit = FittingWork.Fit(log, new FitSettings());
        var after = ((fit.LastEvent / WeekClock.Day) + 1) * WeekClock.Day;
        var period = days is { } more
            ? new Period { From = after, To = after + (more * WeekClock.Day), SeenUntil = after + (more * WeekClock.Day) }
            : new Period { From = fit.FirstArrival, To = fit.LastArrival + 1, SeenUntil = fit.LastEvent + 1 };
        var (root, first) = (new Seed(seed), SeedOf(seed));
        var simulated = LivingOn.Columns(fit, period, first);
        return new LikeLog
        {
            Fit = fit, Period = period, Seed = seed, Runs = runs, Simulated = simulated,
            Seen = days is null ? Judging.Compare(log, period, runs, root, own => own.Value == first.Value ? simulated : LivingOn.Columns(fit, period, own), own => Resampling.Draw(log, period, own)) : [],
            HeldOut = Judging.HeldOut(log, new FitSettings(), runs, root),
        };
    }

    /// <summary>The branch of the run that is written out and shown.</summary>
    public static Seed SeedOf(ulong seed) => new Seed(seed).Of(0);
}
