using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Trellis.Process.Clocks;
using Trellis.Runtime.Process;
using Trellis.Simulation.Runs;
using Trellis.Standards.Work;

namespace Trellis.Runtime.Simulation;

/// <summary>Writes the work of a simulated run as an event log, matter by matter as each is over. Held are only matters that are not: memory does not grow with the length of the run.</summary>
public static class WritingRuns
{
    /// <param name="begin">Begins the run; once more for each time that the format goes through the matters.</param>
    /// <param name="threads">With two or more the run goes on while what is over is spelled. What is written is the same.</param>
    /// <returns>The run at its end, and how many rows were written.</returns>
    public static (Run Run, long Rows) Write(Func<Run> begin, WorkFormat format, Stream to, int threads = 1)
    {
        var (counted, lists) = (new Counted(), new ConcurrentStack<Kept>());
        var cases = Cases(begin, counted, lists);
        WritingWork.Write(format, GivingBack(threads > 1 ? Ahead.Of(cases.Chunk(CasesAtOnce), ChunksAhead).SelectMany(static chunk => chunk) : cases, lists), to, limits: true);
        return (counted.Run!, counted.Rows);
    }

    /// <summary>Some times as many as officers of a county; two that meet in one place cost a little.</summary>
    private const int PlacesKept = 8192;

    // Handing one over costs as much as spelling a few of its rows.
    private const int CasesAtOnce = 64;
    private const int ChunksAhead = 8;

    /// <summary>Whoever takes the next has written the one before; its list is filled again.</summary>
    private static IEnumerable<WorkCase> GivingBack(IEnumerable<(WorkCase Case, Kept Kept)> cases, ConcurrentStack<Kept> lists)
    {
        foreach (var (one, kept) in cases)
        {
            yield return one;
            kept.Events.Clear();
            kept.Limits.Forget();
            lists.Push(kept);
        }
    }

    private static IEnumerable<(WorkCase Case, Kept Kept)> Cases(Func<Run> begin, Counted counted, ConcurrentStack<Kept> lists)
    {
        var run = begin();
        var places = new (Actor? By, WorkPlace? Place)[PlacesKept];
        Func<SimulatedEvent, WorkPlace?> placeOf = PlaceOf;
        counted.Run = run;
        counted.Rows = 0;
        run.Entered = one =>
        {
            var kept = (Kept)(one.Case.Kept ??= lists.TryPop(out var again) ? again : new Kept());
            var due = kept.Limits.Take(one.Event);
            if (WorkEvents.Of(one.Position, one.Event, one, placeOf) is { } step) kept.Events.Add(due is null ? step : step with { Due = due });
        };
        while (true)
        {
            var goesOn = run.Next();
            while (run.TryTakeOver(out var over))
            {
                var kept = over.Kept as Kept ?? new Kept();
                counted.Rows += kept.Events.Count;
                over.Kept = null;
                yield return (new WorkCase(over.Matter.Id.Text, over.Matter.Type, run.PromisedOf(over), kept.Events), kept);
            }

            if (!goesOn) yield break;
        }

        // An officer acts in one seat again and again; residents come once.
        WorkPlace? PlaceOf(SimulatedEvent one)
        {
            if (one.By is not Actor.Officer) return WorkPlace.Of(DecidingOrders.EntryActorOf(one.By, one.Case.Matter, seated: true));
            ref var kept = ref places[RuntimeHelpers.GetHashCode(one.By) % PlacesKept];
            if (!ReferenceEquals(kept.By, one.By)) kept = (one.By, WorkPlace.Of(DecidingOrders.EntryActorOf(one.By, one.Case.Matter, seated: true)));
            return kept.Place;
        }
    }

    /// <summary>What is kept of a matter until it is over.</summary>
    private sealed class Kept
    {
        /// <summary>So the list does not grow again and again.</summary>
        private const int UsualSteps = 16;

        public List<WorkEvent> Events { get; } = new(UsualSteps);

        public StepLimits Limits { get; } = new();
    }

    private sealed class Counted
    {
        public Run? Run { get; set; }

        public long Rows { get; set; }
    }
}
