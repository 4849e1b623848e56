using Trellis.Runtime.Database;

namespace Trellis.Runtime.Process;

/// <summary>What waits at a step of a type now.</summary>
/// <param name="Late">Those whose time is over.</param>
/// <param name="MedianSince">Since when, or before, half of them wait.</param>
public readonly record struct StepWaiting(long Waiting, long Late, DateTimeOffset MedianSince);

/// <summary>What waits where.</summary>
internal static class FlowRows
{
    private static readonly Statement WaitingOfPosts = new("select unit, post, count(*) from open_point where unit <> '' group by unit, post");

    private static readonly Statement WaitingOfSteps = new("select p.step, p.since, p.due from matter m join open_point p on p.matter = m.id where m.type = @type and m.state < 2 order by p.step, p.since");

    internal static IReadOnlyList<Statement> Statements { get; } = [WaitingOfPosts, WaitingOfSteps];

    /// <summary>How much waits for each post; under an empty post what waits for anybody of the unit.</summary>
    public static Dictionary<(string Unit, string Post), long> WaitingBySeat(Session session)
    {
        using var rows = session.Query(WaitingOfPosts);
        var waiting = new Dictionary<(string, string), long>();
        while (rows.Next()) waiting[(rows.Text(0), rows.Text(1))] = rows.Number(2);
        return waiting;
    }

    /// <param name="now">In milliseconds.</param>
    public static Dictionary<string, StepWaiting> WaitingByStep(Session session, string type, long now)
    {
        var found = new Dictionary<string, StepWaiting>(StringComparer.Ordinal);
        var (step, since, late) = ("", new List<long>(), 0L);
        using var rows = session.Query(WaitingOfSteps, type);
        while (rows.Next())
        {
            if (rows.Text(0) is var next && next != step) End();
            step = next;
            since.Add(rows.Number(1));
            if (rows.Number(2) < now) late++;
        }

        End();
        return found;

        void End()
        {
            if (since.Count > 0) found[step] = new StepWaiting(since.Count, late, DateTimeOffset.FromUnixTimeMilliseconds(since[since.Count / 2]));
            since.Clear();
            late = 0;
        }
    }
}
