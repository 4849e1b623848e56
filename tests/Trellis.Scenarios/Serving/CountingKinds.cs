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

        Assert.Equal((2L, 0L), questions.CountOf(Noise));
        Assert.Equal((0L, 0L), questions.CountOf("no-such-kind"));
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
}
