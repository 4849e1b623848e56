using Trellis.Process.Matters;

namespace Trellis.Process.Flows;

/// <summary>What is counted of the matters of a type, by the words of its rows. What nothing was counted for has no row.</summary>
public static class FlowCounts
{
    public const string Open = "open";
    public const string Closed = "closed";

    /// <summary>How often one was returned, all times together.</summary>
    public const string Returns = "returns";

    /// <summary>In how many.</summary>
    public const string Returned = "returned";

    public const string HandOvers = "hand-overs";
    public const string HandedOver = "handed-over";

    /// <summary>Matters that were opened again and have not been closed since.</summary>
    public const string Reopened = "reopened";

    public const string WhistlesRunning = "whistles/running";
    public const string WhistlesSettled = "whistles/settled";
    public const string WhistlesWithoutEffect = "whistles/without-effect";

    /// <summary>Judged whistles with a call that nobody answered.</summary>
    public const string WhistlesMissed = "whistles/missed";

    /// <summary>Calls of judged whistles that nobody answered.</summary>
    public const string CallsMissed = "calls/missed";

    /// <summary>Matters in which a step was done at least once since they were last opened.</summary>
    public static string Done(string step) => $"done/{step}";

    /// <summary>How often it was done once more in the same matter.</summary>
    public static string Again(string step) => $"again/{step}";
}

/// <summary>How a matter type flows, counted in all matters that there are. Nobody's name is in it.</summary>
public sealed class FlowCount(IReadOnlyDictionary<string, long> counted)
{
    /// <summary>Everything that was counted for something.</summary>
    public IReadOnlyDictionary<string, long> All => counted;

    public long this[string what] => counted.GetValueOrDefault(what);

    public long Open => this[FlowCounts.Open];

    public long Closed => this[FlowCounts.Closed];

    public long Matters => Open + Closed;
}

public static class CountingFlows
{
    /// <summary>Adds what a matter counts for to the counts of its type.</summary>
    /// <param name="times">1, or -1 to take out what was added before the matter changed.</param>
    public static void Add(Matter matter, int times, Action<string, int> add)
    {
        ArgumentNullException.ThrowIfNull(matter);
        ArgumentNullException.ThrowIfNull(add);
        add(matter.State == MatterState.Closed ? FlowCounts.Closed : FlowCounts.Open, times);
        for (var at = 0; at < matter.Done.Count; at++)
        {
            var one = matter.Done[at];
            if (one.IsSkipped) continue;
            var isFirst = true;
            for (var before = 0; before < at && isFirst; before++) isFirst = matter.Done[before].Step != one.Step || matter.Done[before].IsSkipped;
            add(isFirst ? FlowCounts.Done(one.Step) : FlowCounts.Again(one.Step), times);
        }

        if (matter.Returns > 0)
        {
            add(FlowCounts.Returns, times * matter.Returns);
            add(FlowCounts.Returned, times);
        }

        if (matter.HandOvers > 0)
        {
            add(FlowCounts.HandOvers, times * matter.HandOvers);
            add(FlowCounts.HandedOver, times);
        }

        if (matter.LastClosure is { Reopened: not null }) add(FlowCounts.Reopened, times);
        foreach (var whistle in matter.Whistles)
        {
            add(whistle.Verdict switch { null => FlowCounts.WhistlesRunning, WhistleVerdict.Settled => FlowCounts.WhistlesSettled, _ => FlowCounts.WhistlesWithoutEffect }, times);
            if (Missed(whistle) is not (> 0 and var missed)) continue;
            add(FlowCounts.WhistlesMissed, times);
            add(FlowCounts.CallsMissed, times * missed);
        }
    }

    /// <summary>How many calls of a whistle nobody answered; none while it runs.</summary>
    public static int Missed(WhistleBlow whistle)
    {
        ArgumentNullException.ThrowIfNull(whistle);
        return whistle.IsOver ? whistle.Calls.Count(static call => call.Came is null) : 0;
    }
}
