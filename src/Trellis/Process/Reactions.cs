using Trellis.Process.Matters;

namespace Trellis.Process;

/// <summary>Acts that follow from an event, done by the system in a transaction of their own. What follows in the flow itself follows at once, with the act.</summary>
public static class Reactions
{
    /// <summary>A call that settled nothing goes up. Everything else that follows is read off the structure by time or by flow.</summary>
    public static IReadOnlyList<IAct> After(IEvent happened) => happened switch
    {
        WhistleJudged { Verdict: WhistleVerdict.WithoutEffect } judged => [new EscalateMatter(judged.Matter, Clocks.Jobs.PromiseKey)],
        TaskRefused { Whole: false } refused => FindAgain(refused),
        _ => [],
    };

    private static IReadOnlyList<IAct> FindAgain(TaskRefused refused) => [.. refused.Moved.Select(moved => new FindPerformerAgain(refused.Matter, moved.Key))];
}
