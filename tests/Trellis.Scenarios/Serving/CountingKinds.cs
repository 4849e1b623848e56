using System.Text.Json.Nodes;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>How many of a kind there are, and where, alike in both stores.</summary>
public sealed class CountingKinds
{
    private const string Noise = "construction-noise";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Kinds_points_and_places_are_counted_and_listed_page_by_page(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        await county.File(Noise, "heping");
        await county.File(Noise, "heping");
        var questions = county.Server.Desk.Questions;

        Assert.Equal((2L, 0L), (questions.FlowOf(Noise).Open, questions.FlowOf(Noise).Closed));
        Assert.Equal(0, questions.FlowOf("no-such-kind").Matters);
        Assert.Equal(2, questions.WaitingOf(Noise).Values.Sum(static one => one.Waiting));
        Assert.Equal(0, questions.WaitingOf(Noise).Values.Sum(static one => one.Late));
        Assert.Equal(2, questions.OpenByPlace()["heping"]);

        // Nobody in particular sees none of them, and is told how many are left out.
        var (seen, hidden, next) = questions.OfType(null, Noise, closed: false, null, 1);
        Assert.Equal((0, 1), (seen.Count, hidden));
        var (_, rest, end) = questions.OfType(null, Noise, closed: false, next, 1);
        Assert.Equal(1, rest);
        Assert.Null(end);
        var (_, waiting, more) = questions.WaitingOfType(null, Noise, null, late: false, null, 1);
        Assert.Equal(1, waiting);
        Assert.Equal(1, questions.WaitingOfType(null, Noise, null, late: false, more, 1).Hidden);
        Assert.Equal(0, questions.WaitingOfType(null, Noise, null, late: true, null, 10).Hidden);
        Assert.Empty(questions.Proposals(closed: false, null, 10));

        // What is late is counted by the clock of the county.
        county.Clock.Move(TimeSpan.FromHours(12));
        Assert.Equal(2, questions.WaitingOf(Noise).Values.Sum(static one => one.Late));
        Assert.Equal(2, questions.WaitingOfType(null, Noise, null, late: true, null, 10).Hidden);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_was_done_returned_handed_over_and_whistled_is_counted_as_by_looking_at_every_matter(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var first = await county.File(Noise, "heping");
        var second = await county.File(Noise, "heping");
        await county.Perform(first, "receive");
        var received = await county.Perform(second, "receive");
        var whistled = await county.Do(received, "blow-whistle", new JsonObject { ["key"] = "look" }, await county.Officer("township-leader@chengguan"));
        var questions = county.Server.Desk.Questions;

        var running = Assert.Single(questions.Whistles(new WhistleFilter(Judged: false), null, 10)!.Rows);
        Assert.Equal("township-leader@chengguan", running.Whistle.By.ToString());
        Assert.Equal(1, questions.WhistlesCounted()[FlowCounts.WhistlesRunning]);
        Assert.Empty(questions.Whistles(new WhistleFilter(Judged: true), null, 10)!.Rows);
        Assert.Null(questions.Whistles(new WhistleFilter(Judged: false), "none of ours", 10));
        county.Clock.Move(TimeSpan.FromDays(1));
        await county.Do(whistled, "judge-whistle", new JsonObject { ["number"] = 1, ["verdict"] = "without-effect" }, await county.Resident());
        Assert.Empty(questions.Whistles(new WhistleFilter(Judged: false), null, 10)!.Rows);
        var missed = new WhistleFilter(Judged: true, WhistleVerdict.WithoutEffect, Missed: true, Noise, new UnitId("heping"));
        Assert.Single(questions.Whistles(missed, null, 10)!.Rows);
        Assert.Equal(1, questions.CountWhistles(missed, null));
        Assert.Equal(0, questions.CountWhistles(missed with { Place = new UnitId("nanmen") }, 1_000));
        Assert.Equal(0, questions.CountWhistles(missed with { Verdict = WhistleVerdict.Settled }, 1_000));
        var whistles = questions.WhistlesCounted();
        Assert.Equal((0, 1, 1), (whistles[FlowCounts.WhistlesRunning], whistles[FlowCounts.WhistlesWithoutEffect], whistles[FlowCounts.WhistlesMissed]));

        Assert.Equal(TwinOf(questions, Noise), Told(questions.FlowOf(Noise)));
        Assert.Equal(2, questions.Matching(null, Noise, static matter => matter.Done.Any(static one => one.Step == "receive"), null, 10).Hidden);
        var (_, hidden, next) = questions.Matching(null, Noise, static _ => true, null, 1);
        Assert.Equal(1, hidden);
        Assert.Equal(1, questions.Matching(null, Noise, static _ => true, next, 10).Hidden);
    }

    /// <summary>The counts of a type from each of its matters as it stands.</summary>
    internal static string TwinOf(MatterQuestions questions, string type)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (_, folded) in questions.Ask(session => ListRows.Folded(session, type, long.MaxValue, 100_000)))
            CountingFlows.Add(MatterBytes.Read(folded).Matter, 1, (what, by) => counts[what] = counts.GetValueOrDefault(what) + by);
        return string.Join(' ', counts.Select(static one => $"{one.Key}={one.Value}"));
    }

    internal static string Told(FlowCount flow) => string.Join(' ', flow.All.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key}={one.Value}"));
}
