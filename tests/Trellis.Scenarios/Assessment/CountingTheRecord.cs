using Trellis.Assessment;
using Trellis.Ledger;
using Trellis.Runtime.Assessment;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Xunit;

namespace Trellis.Scenarios.Assessment;

/// <summary>Figures are read off the record: as it goes on, and again as it once stood.</summary>
public sealed class CountingTheRecord
{
    private static readonly FiguresAsked All = new();

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Figures_that_follow_the_record_are_those_counted_from_scratch_and_every_past_figure_comes_out_again(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var following = new FiguresDesk(desk.Desk, desk.Record.Place);
        var told = new List<(long Entries, List<string> Figures)>();
        for (var seed = 20; seed < 26; seed++)
        {
            await RandomActs.RunAsync(desk, seed, acts: 80);
            var now = following.Now(All, desk.Clock.Now);
            told.Add((now.Entries, Lines(now)));
            Assert.Equal(Lines(following.At(All, now.Entries)!), Lines(now));
        }

        Assert.True(told[^1].Figures.Count > 30, $"{told[^1].Figures.Count} figures");
        Assert.Equal(told.Count, told.Select(static one => string.Join('\n', one.Figures)).Distinct().Count());
        // Whatever happened since, each comes out as it was told.
        foreach (var (entries, figures) in told) Assert.Equal(figures, Lines(following.At(All, entries)!));
        Assert.Null(following.At(All, desk.Writer.Size + 1));
        Assert.Null(following.At(All, 0));

        await desk.Writer.EraseAsync(ADesk.Wang.Text, null, new EntryActor.Officer("data-officer", "cuiwei"), "personal-law/47", ARecord.Patience);
        await RandomActs.RunAsync(desk, seed: 30, acts: 40);
        var after = following.Now(All, desk.Clock.Now);
        Assert.Equal(Lines(following.At(All, after.Entries)!), Lines(after));
    }

    [Fact]
    public async Task Who_asks_for_less_gets_the_same_numbers()
    {
        await using var desk = await ADesk.On("SQLite");
        await RandomActs.RunAsync(desk, seed: 3, acts: 100);
        var figures = new FiguresDesk(desk.Desk, desk.Record.Place);
        var all = figures.Now(All, desk.Clock.Now);
        var one = all.Figures.First(static figure => figure is { Cases: > 0 });

        var asked = new FiguresAsked(one.Indicator.Id, one.Level, one.Unit.Id, one.Period);

        Assert.Equal(all with { Figures = [one] } is var expected ? Lines(expected) : [], Lines(figures.Now(asked, desk.Clock.Now)));
        Assert.Empty(figures.Now(asked with { Indicator = "nobody-counts-this" }, desk.Clock.Now).Figures);
    }

    private static List<string> Lines(FiguresAnswered answer) =>
        [.. answer.Figures.Where(static one => one.Cases + one.LeftOut > 0 || one.IsWithheld).Select(static one => $"{one.Indicator.Id} {one.Level} {one.Unit.Id} {one.Period}: {one.Number:0.########} of {one.Cases}, {one.LeftOut}, {one.IsWithheld}")];
}
