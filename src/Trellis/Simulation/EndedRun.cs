using System.Collections.Immutable;
using Trellis.Simulation.Runs;

namespace Trellis.Simulation;

/// <summary>A post of a unit at the end of a run.</summary>
/// <param name="Waits">Steps taken up.</param>
/// <param name="WaitedHours">From when a step could be taken up until it was, on average.</param>
/// <param name="Hours">Of those who sat there, while they did.</param>
public sealed record EndedDesk(PostAt At, int Officers, long Waits, double Utilisation, double WaitedHours, double Hours);

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
        (Types, Steps) = (run.Tally.ByTypeAndPlace, run.Tally.BySteps);
        (WhyStuck, NotFiled, SeatsFilled, Overload) = (run.Tally.WhyStuck, run.Tally.NotFiled, run.Tally.SeatsFilled, run.Overload);
    }

    public ImmutableArray<EndedDesk> Desks { get; }

    public IReadOnlyDictionary<(string Type, string Place), TypeTally> Types { get; }

    public IReadOnlyDictionary<(string Type, string Step, string Place), StepTally> Steps { get; }

    public IReadOnlyDictionary<string, int> WhyStuck { get; }

    public IReadOnlyDictionary<string, int> NotFiled { get; }

    public int SeatsFilled { get; }

    /// <summary>Set where the run was ended because a queue grew without end.</summary>
    public Overload? Overload { get; }

    public double Of(FigureKind kind) => _figures[FigureKind.All.IndexOf(kind)];
}
