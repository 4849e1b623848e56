using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Trellis.Structure;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>An officer does several matters at once on a page, where that is safe; each is an entry of its own, and one that cannot be done holds up no other.</summary>
public sealed class DoingSeveralAtOnce(ThePages pages) : IClassFixture<ThePages>
{
    [Fact]
    public async Task What_is_ticked_is_looked_over_and_entered_once_and_what_somebody_else_did_meanwhile_is_told()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        var matters = new List<JsonNode>();
        for (var one = 0; one < 4; one++) matters.Add(await county.File("construction-noise", "heping"));
        await using var officer = await SignedInAsync(county, matters[0]);
        var page = officer.Page;
        await page.GotoAsync(new Uri(county.Server.Addresses[0], "/inbox").AbsoluteUri);
        await page.GetByRole(AriaRole.Link, new() { Name = "Several at once" }).ClickAsync();

        // Nothing ticked is told, and nothing is done.
        await page.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Tick what is to be done together");
        foreach (var matter in matters.Take(3)) await page.GetByLabel(NumberOf(matter)).CheckAsync();
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ThePages.Pictures, "together-ticked.png"), FullPage = true });
        await page.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Confirm all 3" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Change something" }).ClickAsync();
        foreach (var matter in matters.Take(3)) await page.GetByLabel(NumberOf(matter)).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Confirm all 3" })).ToBeVisibleAsync();
        Assert.Equal(0, Received(county));
        await county.Perform(matters[1], "receive");

        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm all 3" }).DblClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("2 are done, each with an entry of its own.");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync($"{NumberOf(matters[1])} It does not wait for you any more");
        Assert.Equal(3, Received(county));
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ThePages.Pictures, "together-done.png"), FullPage = true });

        // Sent again by going back, it is told as it was, and nothing is entered.
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("2 are done");
        Assert.Equal(3, Received(county));
        Assert.Empty(officer.Complaints);
        county.Record.HoldsTogether();
    }

    [Fact]
    public async Task Steps_that_are_decided_looked_at_or_filled_in_are_not_done_together_whatever_is_sent()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        var matter = await county.Perform(await county.File("construction-noise", "heping"), "receive");
        var look = matter["open"]!.AsArray().Single(static one => (string?)one!["key"] == "look")!;
        var seat = PostAt.Parse((string)look["performer"]!)!.Value;
        await county.Officer($"{seat}");
        int Performed() => county.Record.Entries().Count(static entry => entry.Event == "step-performed/1");
        var before = Performed();
        using var reader = new AReader(county.Server.Addresses[0], "en");
        await reader.SendAsync("/sign-in", ("person", $"o-{seat.Post}-{seat.Unit}"), ("post", seat.Post), ("unit", seat.Unit.Text));
        var (_, page) = await reader.OpenAsync("/inbox/together");
        Assert.Contains("nothing to be done together", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        var sent = await reader.SendAsync("/inbox/together", ("key", "k"), ("point", $"{NumberOf(matter)}~look"), ("sure", "yes"));

        Assert.Contains("does not wait for you any more", sent.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(before, Performed());
        foreach (var nonsense in (string[])["", "~", "no-such-number~receive", $"{NumberOf(matter)}~", new string('x', 5_000)])
            Assert.NotNull((await reader.SendAsync("/inbox/together", ("key", "k"), ("point", nonsense), ("sure", "yes"))).QuerySelector("[role=alert]"));
        Assert.Equal(before, Performed());
    }

    private static int Received(AServedCounty county) => county.Record.Entries().Count(static entry => entry.Event == "matter-received/1");

    private static string NumberOf(JsonNode matter) => (string)matter["number"]!;

    private async Task<ThePage> SignedInAsync(AServedCounty county, JsonNode matter)
    {
        var seat = PostAt.Parse((string)matter["open"]!.AsArray().Single(static one => (string?)one!["key"] == "receive")!["performer"]!)!.Value;
        await county.Officer($"{seat}");
        using var reader = new AReader(county.Server.Addresses[0], "en");
        await reader.SendAsync("/sign-in", ("person", $"o-{seat.Post}-{seat.Unit}"), ("post", seat.Post), ("unit", seat.Unit.Text));
        return await pages.ComeAsAsync(reader, county.Server.Addresses[0]);
    }
}
