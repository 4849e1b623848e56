using System.Collections.Immutable;
using Trellis.Simulation.Runs;

namespace Trellis.Simulation;

/// <summary>A post of a unit at the end of a run.</summary>
/// <param name="Waits">Steps taken up.</param>
/// <param name="WaitedHours">From when a step could be taken up until it was, on average.</param>
/// <param name="Hours">Of those who sat there, while they did.</param>
public sealed record EndedDesk(PostAt At, int Officers, long Waits, double Utilisation, double WaitedHours, double Hours);

/// <summary>The matters of one type at the end of a run; null where there was none to count.</summary>
/// <param name="Days">From filing to closing, on average.</param>
/// <param name="HandOvers">For 100 matters brought.</param>
public sealed record EndedType(long Brought, double? Days, double? KeptShare, double? FirstContactShare, double? HandOvers);

/// <summary>A step of a matter type at the end of a run.</summary>
/// <param name="WaitedHours">From when it could be taken up until it was, on average.</param>
public sealed record EndedStep(long Waits, double WaitedHours);

/// <summary>What is kept of a run that has ended: its figures, so that memory does not grow with its matters, desks and agenda for each of many runs.</summary>
public sealed class EndedRun
{
    private const double Hour = 3_600_000;

    private readonly ImmutableArray<double> _figures;

    /// <param name="run">At its end.</param>
    public EndedRun(Run run)
    {
        _figures = [.. FigureKind.All.Select(kind => kind.Of(run))];
        Desks = [.. run.Tally.Desks.Select(static desk => new EndedDesk(desk.At, desk.Officers, desk.Tally.Waits, desk.Utilisation, desk.Tally.Waited.Mean / Hour, desk.Hours / Hour))];
        Types = run.Tally.ByType.ToDictionary(static one => one.Key, static one => Of(one.Value), StringComparer.Ordinal);
        Steps = run.Tally.BySteps.ToDictionary(static one => one.Key, static one => new EndedStep(one.Value.Waits, (double)one.Value.Waited / one.Value.Waits / Hour));
        (WhyStuck, NotFiled, SeatsFilled, Overload) = (run.Tally.WhyStuck, run.Tally.NotFiled, run.Tally.SeatsFilled, run.Overload);
    }

    public ImmutableArray<EndedDesk> Desks { get; }

    public IReadOnlyDictionary<string, EndedType> Types { get; }

    public IReadOnlyDictionary<(string Type, string Step), EndedStep> Steps { get; }

    public IReadOnlyDictionary<string, int> WhyStuck { get; }

    public IReadOnlyDictionary<string, int> NotFiled { get; }

    public int SeatsFilled { get; }

    /// <summary>Set where the run was ended because a queue grew without end.</summary>
    public Overload? Overload { get; }

    private static EndedType Of(TypeTally tally) => new(
        tally.Brought, tally.Took.Count == 0 ? null : tally.Took.Mean / Hour / 24, Share(tally.Kept, tally.Promised), Share(tally.FirstContactDecided, tally.Took.Count), 100 * Share(tally.HandOvers, tally.Brought));

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;

    public double Of(FigureKind kind) => _figures[FigureKind.All.IndexOf(kind)];
}
