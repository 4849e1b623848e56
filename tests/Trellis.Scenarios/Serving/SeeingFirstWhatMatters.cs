using Microsoft.Playwright;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>What a reader sees first on a page, on a telephone and on paper too.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class SeeingFirstWhatMatters(ADemo demo, ThePages pages)
{
    /// <summary>In CSS pixels: what a telephone of 390 shows before anybody moves the page.</summary>
    private const int FirstScreen = 740;

    private const int TallestHeader = 64;

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task On_a_telephone_an_officer_sees_the_first_work_before_moving_the_page(string language)
    {
        using var officer = demo.Comes(language);
        await officer.SignInAsync(Looks.Officer);
        await using var shown = await pages.ComeAsAsync(officer, demo.Address, 390);
        await shown.Page.GotoAsync(At("/inbox"));

        Assert.InRange((await BoxAsync(shown.Page, "header")).Height, 1, TallestHeader);
        var first = await BoxAsync(shown.Page, "table.rows tbody tr");
        Assert.True(first.Y + first.Height < FirstScreen, $"The first row ends at {first.Y + first.Height}.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_menu_of_a_telephone_opens_by_one_press_with_or_without_script_and_has_every_way_in_groups(bool withScript)
    {
        using var worker = await demo.InPostAsync("association-worker", "catering-guild");
        await using var shown = await pages.ComeAsAsync(worker, demo.Address, 390, withScript);
        await shown.Page.GotoAsync(At("/inbox"));
        var ways = shown.Page.Locator("nav.ways a");
        Assert.False(await ways.First.IsVisibleAsync());

        await ThePages.OpenMenuAsync(shown.Page);

        Assert.Equal(["Our affairs", "Inbox", "Waiting for us", "Visits", "Our matters", "Forms", "Registers", "Guide", "Structure", "Record"], await ways.AllInnerTextsAsync());
        foreach (var way in await ways.AllAsync()) Assert.True(await way.IsVisibleAsync());
        Assert.Equal(["Today's work", "Our unit", "For everybody"], await shown.Page.Locator("nav.ways ul").EvaluateAllAsync<string[]>("all => all.map(one => one.getAttribute('aria-label'))"));
        Assert.Equal("Inbox", await shown.Page.Locator("nav.ways [aria-current=page]").InnerTextAsync());
        await shown.Page.GetByRole(AriaRole.Link, new() { Name = "Registers", Exact = true }).ClickAsync();
        await Assertions.Expect(shown.Page.Locator("h1")).ToHaveTextAsync("Registers");
    }

    [Fact]
    public async Task On_a_wide_screen_the_ways_stand_open_and_nothing_has_to_be_pressed_first()
    {
        using var officer = await demo.InPostAsync("association-worker", "catering-guild");
        await using var shown = await pages.ComeAsAsync(officer, demo.Address);
        await shown.Page.GotoAsync(At("/inbox"));

        Assert.False(await shown.Page.Locator("header summary").IsVisibleAsync());
        foreach (var way in await shown.Page.Locator("nav.ways a").AllAsync()) Assert.True(await way.IsVisibleAsync());
        Assert.True(await shown.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).IsVisibleAsync());
    }

    [Fact]
    public async Task On_a_telephone_a_duty_without_power_is_seen_without_moving_anything_aside()
    {
        using var reader = demo.Comes("en");
        await using var shown = await pages.ComeAsAsync(reader, demo.Address, 390);
        await shown.Page.GotoAsync(At("/structure/units/xikou/matrix"));

        var gap = await BoxAsync(shown.Page, "table.matrix td.gap");
        Assert.True(gap.X >= 0 && gap.X + gap.Width <= 390, $"The gap stands from {gap.X} to {gap.X + gap.Width}.");
        Assert.True(gap.Y < FirstScreen);
        Assert.Contains("Held elsewhere", await shown.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('table.matrix td.gap'), '::before').content"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_prints_the_structure_has_every_unit_on_paper()
    {
        using var reader = demo.Comes("en");
        await using var shown = await pages.ComeAsAsync(reader, demo.Address, withScript: false);
        await shown.Page.GotoAsync(At("/structure"));
        const string Seen = "all => all.filter(one => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })).length";
        var links = shown.Page.Locator("ul.tree a");
        Assert.True(await links.EvaluateAllAsync<int>(Seen) < await links.CountAsync());

        await shown.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        Assert.Equal(await links.CountAsync(), await links.EvaluateAllAsync<int>(Seen));
        Assert.False(await shown.Page.Locator("nav.ways").IsVisibleAsync());
    }

    [Fact]
    public async Task What_begins_together_is_drawn_side_by_side_between_two_bars_and_read_out_as_branches()
    {
        using var reader = demo.Comes("en");
        await using var shown = await pages.ComeAsAsync(reader, demo.Address);
        await shown.Page.GotoAsync(At("/flow/small-restaurant"));

        var branches = shown.Page.Locator(".flow .together > .branches > li");
        var boxes = new List<LocatorBoundingBoxResult>();
        foreach (var branch in await branches.AllAsync()) boxes.Add((await branch.BoundingBoxAsync())!);
        Assert.Equal(4, boxes.Count);
        Assert.Single(boxes.Select(static box => box.Y).Distinct());
        Assert.Equal(boxes.Count, boxes.Select(static box => box.X).Distinct().Count());
        Assert.Equal("side by side", await shown.Page.Locator(".flow .together > .word").InnerTextAsync());
        // A part that is a matter of its own leads to its own drawing.
        await shown.Page.Locator(".flow").First.GetByRole(AriaRole.Link, new() { Name = "Business licence" }).ClickAsync();
        await Assertions.Expect(shown.Page.Locator("h1")).ToHaveTextAsync("Business licence: how it flows");
    }

    [Fact]
    public async Task A_return_leads_to_the_step_where_the_repetition_begins_and_says_how_often_it_happened()
    {
        using var reader = demo.Comes("en");

        var (_, page) = await reader.OpenAsync("/flow/facility-repair");

        var again = page.QuerySelector(".flow .again")!;
        Assert.StartsWith("Perform", again.QuerySelector(".loop .box")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Matches("Back to \"Perform\": [0-9,]+ times", again.QuerySelector(".back")!.TextContent);
        // Of a part it is not said that a step of the whole came back, where the part only has one of the same name.
        var (_, bundle) = await reader.OpenAsync("/flow/small-restaurant");
        Assert.DoesNotContain(bundle.QuerySelectorAll(".flow .back"), static one => one.TextContent.Contains("came back", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task Every_figure_says_how_sure_it_is_or_why_that_cannot_be_said(string language)
    {
        using var reader = demo.Comes(language);

        var (_, page) = await reader.OpenAsync("/figures");

        var rows = page.QuerySelectorAll("table.rows tbody tr");
        Assert.NotEmpty(rows);
        Assert.All(rows, static row => Assert.True(row.QuerySelectorAll("td")[3].TextContent.Trim().Length > 5, row.TextContent));
    }

    [Theory]
    [InlineData("/structure/matters/construction-noise", "Under way", "/flow/construction-noise/matters?state=open")]
    [InlineData("/structure/matters/construction-noise", "Closed", "/flow/construction-noise/matters?state=closed")]
    [InlineData("/structure/duties/construction-noise", "Matters done for it", "/flow/construction-noise")]
    [InlineData("/structure/powers/permit-small-catering", "Decided with it", "/flow/small-restaurant/matters?state=done&step=permit")]
    [InlineData("/structure/indicators/noise-first-answer", "Its numbers", "/figures/noise-first-answer")]
    [InlineData("/structure/forms/safety-monthly", "Handed in", null)]
    [InlineData("/structure/powers/permit-small-catering", "Who holds it today", null)]
    [InlineData("/structure/systems/grid-app", "As it is since", null)]
    public async Task An_entry_says_how_often_it_was_used_and_leads_to_the_list(string address, string what, string? list)
    {
        using var reader = demo.Comes("en");

        var (_, page) = await reader.OpenAsync(address);

        var term = page.QuerySelectorAll("section[aria-labelledby=recorded] dt").Single(one => one.TextContent.Trim() == what);
        var told = term.NextElementSibling!;
        Assert.NotEmpty(told.TextContent.Trim());
        if (list is null) return;
        var link = told.QuerySelectorAll("a").First(one => one.GetAttribute("href") == list);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await reader.OpenAsync(link.GetAttribute("href")!)).Status);
    }

    [Fact]
    public async Task A_system_shows_whom_it_serves_who_must_use_it_and_how_they_sign_in_to_it()
    {
        using var reader = demo.Comes("en");

        var (_, page) = await reader.OpenAsync("/structure/systems/grid-app");

        var told = page.QuerySelectorAll("main > .within > dl.facts > dt").Select(static one => one.TextContent.Trim()).ToList();
        Assert.Equal(["Owner", "The problem it answers", "Serves", "Who must use it", "How one signs in to it", "Holds", "Purposes of what it holds", "Basis", "Looked at again by"], told);
        Assert.Contains(page.QuerySelectorAll("dd a"), static one => one.GetAttribute("href") == "/structure/matters/construction-noise");
    }

    [Theory]
    [InlineData("en", "Service hall, All townships", "Monday to Friday 08:30–17:30, Saturday 09:00–12:00")]
    [InlineData("zh", "综合窗口，各乡镇街道", "周一至周五 08:30–17:30，周六 09:00–12:00")]
    public async Task A_service_says_at_which_posts_somebody_can_be_spoken_to_and_when(string language, string post, string hours)
    {
        using var reader = demo.Comes(language);

        var (_, page) = await reader.OpenAsync("/guide/facility-repair");

        var told = page.QuerySelectorAll("section[aria-labelledby=spoken] li").Select(static one => one.TextContent.Trim()).ToList();
        Assert.Contains(told, one => one.StartsWith(post, StringComparison.Ordinal) && one.Contains(hours, StringComparison.Ordinal));
    }

    private string At(string address) => new Uri(demo.Address, address).AbsoluteUri;

    private static async Task<LocatorBoundingBoxResult> BoxAsync(IPage page, string what) => (await page.Locator(what).First.BoundingBoxAsync())!;
}
