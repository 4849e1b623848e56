using System.Net;
using Trellis.Diagnosis.Findings;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>What the record of the work shows, on a page: findings with what they rest on, the rule, and the way to propose a change.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class ReadingWhatTheWorkShows(ADemo demo)
{
    private const string Address = "/structure/findings/work";

    [Theory]
    [InlineData("zh", "工作里看出的问题", "项检验")]
    [InlineData("en", "What the work shows", "tests were made")]
    public async Task Anybody_reads_how_much_was_tested_and_what_was_not_looked_for(string language, string heading, string tests)
    {
        using var reader = demo.Comes(language);

        var (status, page) = await reader.OpenAsync(Address);

        Assert.Equal((HttpStatusCode.OK, heading), (status, page.QuerySelector("h1")!.TextContent));
        Assert.Contains(tests, page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("TR3108", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var (_, check) = await reader.OpenAsync("/structure/findings");
        Assert.Contains(check.QuerySelectorAll("a"), static link => link.GetAttribute("href") == Address);
    }

    [Fact]
    public async Task What_was_found_is_kept_until_the_record_has_grown()
    {
        var desk = new Trellis.Runtime.Diagnosis.FindingsDesk(demo.Server.Desk);
        await using (desk)
        {
            var once = await desk.NowAsync(TimeSpan.FromMinutes(2), TheProgram.Patience);
            Assert.True(once!.Work.Tests > 20 && once.Entries > 1000);
            if (desk.IsOfNow(once)) Assert.Same(once, await desk.NowAsync(TimeSpan.Zero, TheProgram.Patience));

            using var resident = demo.Comes("en");
            await resident.SignInAsync(Looks.Resident, 1);
            await resident.ProposeAsync("/structure/duties/construction-noise", "So that the record grows.");

            Assert.False(desk.IsOfNow(once));
            var again = await desk.NowAsync(TimeSpan.FromMinutes(2), TheProgram.Patience);
            Assert.True(again!.Entries > once.Entries);
        }
    }

    [Fact]
    public async Task What_is_counted_entry_by_entry_is_what_reading_all_of_the_record_finds()
    {
        await using var desk = new Trellis.Runtime.Diagnosis.FindingsDesk(demo.Server.Desk);
        var before = await desk.NowAsync(TimeSpan.FromMinutes(2), TheProgram.Patience);
        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident, 1);
        await resident.ProposeAsync("/structure/duties/construction-noise", "So that the record grows once more.");

        var after = await desk.NowAsync(TimeSpan.FromMinutes(2), TheProgram.Patience);
        var whole = Trellis.Runtime.Diagnosis.DiagnosingRecords.Beside(demo.Server.Desk.Writer.Place.Store);
        while (after!.Entries < whole.Entries) after = await desk.NowAsync(TimeSpan.FromMinutes(2), TheProgram.Patience);

        Assert.True(after.Entries > before!.Entries);
        Assert.Equal(Json(whole.Diagnose(whole.Cures(threads: 1), threads: 1)), Json(after));
    }

    [Fact]
    public async Task Of_a_long_record_a_reader_sees_at_once_what_was_found_last_and_it_is_found_again_beside_them()
    {
        await using var desk = new Trellis.Runtime.Diagnosis.FindingsDesk(demo.Server.Desk, soonRead: 0); // any record is a long one
        Assert.Null(await desk.AtHandAsync(TimeSpan.Zero, TheProgram.Patience));
        var before = await desk.NowAsync(TimeSpan.FromMinutes(2), TheProgram.Patience);
        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident, 1);
        await resident.ProposeAsync("/structure/duties/construction-noise", "So that a long record grows.");

        Assert.Same(before, await desk.AtHandAsync(TimeSpan.FromMinutes(2), TheProgram.Patience));
        var after = before;
        while (!desk.IsOfNow(after!))
        {
            await Task.Delay(50, TheProgram.Patience);
            after = await desk.AtHandAsync(TimeSpan.Zero, TheProgram.Patience);
        }

        Assert.True(after!.Entries > before!.Entries);
    }

    private static string Json(Trellis.Runtime.Diagnosis.RecordDiagnosis found)
    {
        using var to = new MemoryStream();
        Trellis.Diagnosis.Reports.RecordFindings.AsJson(found.Disputes, found.Work, found.Entries, found.Structure, to);
        return System.Text.Encoding.UTF8.GetString(to.ToArray());
    }

    [Fact]
    public async Task Each_finding_names_what_it_rests_on_and_one_of_an_incentive_is_its_units_alone()
    {
        await using var desk = new Trellis.Runtime.Diagnosis.FindingsDesk(demo.Server.Desk);
        var found = await desk.NowAsync(TimeSpan.FromMinutes(2), TheProgram.Patience);
        var hidden = found!.Work.Findings.Count(static one => one.IsOfIncentive && one.Who.Kind is SubjectKind.Unit or SubjectKind.StepInUnit);

        using var stranger = demo.Comes("en");
        var (_, page) = await stranger.OpenAsync(Address);

        var told = page.QuerySelectorAll("main li.stack").ToList();
        Assert.True(told.Count <= found.Work.Findings.Count + found.Disputes.Count - hidden);
        foreach (var one in told.Where(static one => one.QuerySelector("details") is not null))
        {
            Assert.Contains("Rests on", one.TextContent, StringComparison.Ordinal);
            Assert.Contains("What would clear it", one.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain(one.QuerySelectorAll("a"), static link => link.GetAttribute("href")!.StartsWith("/matters/", StringComparison.Ordinal)); // nobody is signed in
        }
    }

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task Units_types_and_items_go_by_their_names_and_no_id_stands_in_what_is_said(string language)
    {
        await using var desk = new Trellis.Runtime.Diagnosis.FindingsDesk(demo.Server.Desk);
        var found = await desk.NowAsync(TimeSpan.FromMinutes(2), TheProgram.Patience);
        var today = demo.Server.Desk.InForce.Structure.On(demo.Server.Desk.InForce.DayOf(demo.Server.Desk.Now));
        using var stranger = demo.Comes(language);

        var (_, page) = await stranger.OpenAsync(Address);

        var said = page.QuerySelectorAll("main li.stack > p:first-of-type").Select(static one => one.TextContent).ToList();
        Assert.NotEmpty(said);
        foreach (var id in found!.Work.Findings.SelectMany(static one => one.Who.Names).Concat(found.Disputes.Select(static one => one.Item)).Concat(today.Units.Select(static one => one.Id)).Where(static id => id.Contains('-', StringComparison.Ordinal) || id.Contains('.', StringComparison.Ordinal)))
            Assert.DoesNotContain(said, words => words.Contains(id, StringComparison.Ordinal));
    }
}
