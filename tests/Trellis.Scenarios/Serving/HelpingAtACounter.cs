using Microsoft.Playwright;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>In a real browser, by labels and roles, without script: somebody is filed for at a counter, and somebody stands in for whoever is away.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class HelpingAtACounter(ADemo demo, ThePages pages)
{
    [Fact]
    public async Task An_officer_files_for_somebody_and_prints_what_they_take_home()
    {
        await demo.APersonAsync("诸葛小满");
        using var officer = await demo.InPostAsync("service-hall", "xikou");
        await using var shown = await OpenAsync(officer, "/guide/old-age-allowance");
        var page = shown.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "File for somebody" }).ClickAsync();
        await page.GetByLabel("A name, an identity number, a telephone or an address").FillAsync("诸葛小满");
        if (await page.GetByLabel("At what you work").CountAsync() > 0) await page.GetByLabel("At what you work").SelectOptionAsync("filing/old-age-allowance");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await LooksWellAsync(page, "counter-found");
        await page.GetByRole(AriaRole.Button, new() { Name = "File for person 1" }).First.ClickAsync();

        await page.GetByRole(AriaRole.Heading, new() { Name = "Read this to them first" }).WaitForAsync();
        await LooksWellAsync(page, "counter-questions");
        await page.GetByLabel("at the counter").CheckAsync();
        await page.GetByLabel("they signed, or gave a fingerprint").CheckAsync();
        await page.GetByLabel("they agree", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("In which village or neighbourhood").SelectOptionAsync("zhuyuan");
        await page.GetByLabel("Anything else you want to say, if you like").FillAsync("Eighty-three, lives alone.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Look it over before it is filed" }).WaitForAsync();
        await LooksWellAsync(page, "counter-check");
        await page.GetByRole(AriaRole.Button, new() { Name = "File it" }).ClickAsync();

        await page.GetByRole(AriaRole.Heading, new() { Name = "We have it" }).WaitForAsync();
        await page.GetByText("Eighty-three, lives alone.").WaitForAsync();
        await LooksWellAsync(page, "counter-receipt");
        var sheets = await shown.PaintedOnPaperAsync(Path.Combine(ThePages.Pictures, "counter-receipt.pdf"));
        Assert.All(sheets, static painted => Assert.True(painted > 0, "A sheet is empty."));
        Assert.InRange(sheets.Count, 1, 2);
    }

    [Fact]
    public async Task Whoever_leads_lets_somebody_stand_in_and_ends_it()
    {
        using var leader = await demo.InPostAsync("township-leader", "shiping");
        await using var shown = await OpenAsync(leader, "/inbox");
        var page = shown.Page;
        var today = demo.Server.Desk.InForce.DayOf(demo.Server.Desk.Now);
        await page.GetByRole(AriaRole.Link, new() { Name = "Who sits where" }).ClickAsync();
        await LooksWellAsync(page, "seats");
        await page.GetByRole(AriaRole.Link, new() { Name = "Civil affairs clerk" }).First.ClickAsync();
        var who = await page.GetByLabel("Who stands in").Locator("option").AllAsync();
        var clerks = demo.Server.Desk.Standing.SeatsOn(today).Where(static one => one.Post == "civil-clerk" && one.Unit == "shiping").Select(static one => one.Actor).ToList();
        string? stands = null;
        foreach (var option in who)
            if (await option.GetAttributeAsync("value") is { Length: > 0 } value && !clerks.Contains(value)) stands ??= value;
        await page.GetByLabel("Who stands in").SelectOptionAsync(stands!);
        await page.GetByLabel("For whom").SelectOptionAsync(clerks[0]);
        await page.GetByLabel("First day", new() { Exact = true }).FillAsync(Trellis.Web.Authority.SeatPage.Written(today));
        await page.GetByLabel("Last day").FillAsync(Trellis.Web.Authority.SeatPage.Written(today.AddDays(10)));
        await page.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await LooksWellAsync(page, "seat-check");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter it" }).ClickAsync();
        await page.GetByText("Done, and in the record.").WaitForAsync();
        await LooksWellAsync(page, "seat-done");

        using var acting = demo.Comes("en");
        await acting.SendAsync("/sign-in", ("person", stands!), ("post", "civil-clerk"), ("unit", "shiping"));
        Assert.Contains("You act as Civil affairs clerk", (await acting.OpenAsync("/inbox")).Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "End it for" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter it" }).ClickAsync();
        await page.GetByText("Done, and in the record.").WaitForAsync();
        Assert.Equal(0, await page.GetByText("acts for").CountAsync());
    }

    private async Task<ThePage> OpenAsync(AReader reader, string address)
    {
        var shown = await pages.ComeAsAsync(reader, demo.Address, 360, withScript: false);
        shown.Context.SetDefaultTimeout(60_000);
        await shown.Page.GotoAsync(new Uri(demo.Address, address).AbsoluteUri);
        return shown;
    }

    /// <summary>The pages of the walk are looked over by axe-core as they open; those in the midst of a task here: nothing is too wide or hard to press, at two widths.</summary>
    private static async Task LooksWellAsync(IPage page, string name)
    {
        foreach (var width in (int[])[1280, 360])
        {
            await page.SetViewportSizeAsync(width, 900);
            Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
            Assert.Empty(await page.EvaluateAsync<string[]>(ShowingPagesToEverybody.Presses));
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ThePages.Pictures, $"{name}-{width}.png"), FullPage = true });
        }
    }
}
