using Trellis.Assessment;
using Trellis.Ledger;
using Trellis.Process.Matters;
using Trellis.Runtime.Assessment;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
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

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_figures_read_of_a_matter_is_what_is_there_in_the_whole_of_it(string kind)
    {
        await using var desk = await ADesk.On(kind);
        for (var seed = 40; seed < 46; seed++) await RandomActs.RunAsync(desk, seed, acts: 120);
        using var session = desk.Record.Place.Store.OpenToRead();
        var reader = new RowReader { Pool = new WordPool() };
        var read = 0;
        foreach (var row in CaseRows.AllFolded(session))
        {
            var (whole, track) = MatterBytes.Read(row.Folded);
            var (course, given) = MatterBytes.ReadCourse(reader, row.Folded);
            Assert.Equal(track.Given, given);
            Assert.Equal(Parts(whole), Parts(course));
            for (var length = 0; length < row.Folded.Length; length += 7) Assert.Throws<StoreFault>(() => MatterBytes.ReadCourse(reader, row.Folded[..length]));
            read++;
        }

        Assert.InRange(read, 10, 10_000);

        static string Parts(Matter one) => $"{one.Id} {one.Number} {one.Type} {one.Moved:O} {one.Place} {one.FiledFor} {one.FiledBy} {one.Channel} {one.Filed:O} {one.Promise} {one.FirstAnswerDue:O} {one.FirstAnswered:O} {string.Join(';', one.Pauses)} {string.Join(';', one.Closures)} {one.Returns} {one.HandOvers} {one.Disputed} {one.State}";
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
