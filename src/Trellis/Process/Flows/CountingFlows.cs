using Trellis.Process.Matters;
using Trellis.Structure;

namespace Trellis.Process.Flows;

/// <summary>What became of one step in the matters that were looked at.</summary>
/// <param name="Done">Matters in which it was done at least once.</param>
/// <param name="Skipped">Matters whose course did not come past it.</param>
/// <param name="Again">How often it was done once more in the same matter.</param>
/// <param name="Waiting">Points at which it waits now.</param>
/// <param name="Late">Those of them whose time is over.</param>
/// <param name="MedianWait">How long half of the waiting ones have waited at most; null where none waits.</param>
public sealed record StepCount(string Step, int Done, int Skipped, int Again, int Waiting, int Late, TimeSpan? MedianWait);

/// <summary>How a matter type flows, counted from what happened. Nobody's name is in it.</summary>
/// <param name="Matters">How many were looked at.</param>
/// <param name="Returns">How often one was returned, and in how many.</param>
public sealed record FlowCount(int Matters, int Open, int Closed, IReadOnlyDictionary<string, StepCount> Steps, int Returns, int Returned, int HandOvers, int HandedOver, int Reopened);

public static class CountingFlows
{
    public static FlowCount Of(MatterType type, IReadOnlyCollection<Matter> matters, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(matters);
        var steps = type.Steps.ToDictionary(static step => step.Id, step => Count(step.Id, matters, now), StringComparer.Ordinal);
        return new FlowCount(
            matters.Count, matters.Count(static one => one.State != MatterState.Closed), matters.Count(static one => one.State == MatterState.Closed), steps,
            matters.Sum(static one => one.Returns), matters.Count(static one => one.Returns > 0), matters.Sum(static one => one.HandOvers), matters.Count(static one => one.HandOvers > 0), matters.Count(static one => one.LastClosure is { Reopened: not null }));
    }

    private static StepCount Count(string step, IReadOnlyCollection<Matter> matters, DateTimeOffset now)
    {
        var (done, skipped, again, late) = (0, 0, 0, 0);
        var waits = new List<TimeSpan>();
        foreach (var matter in matters)
        {
            var (times, passed) = (0, false);
            foreach (var one in matter.Done)
            {
                if (one.Step != step) continue;
                if (one.IsSkipped) passed = true;
                else times++;
            }

            if (times > 0) done++;
            else if (passed) skipped++;
            again += Math.Max(0, times - 1);
            if (matter.State == MatterState.Closed) continue;
            foreach (var open in matter.Open)
            {
                if (open.Step != step) continue;
                waits.Add(now - open.Wait.From);
                if (open.Due is { } due && due < now) late++;
            }
        }

        waits.Sort();
        return new StepCount(step, done, skipped, again, waits.Count, late, waits.Count == 0 ? null : waits[(waits.Count - 1) / 2]);
    }
}
