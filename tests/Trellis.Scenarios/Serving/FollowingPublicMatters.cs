using System.Net;
using Microsoft.Playwright;
using Trellis.Process;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Structure;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>A resident lets anybody follow a matter, after seeing what they will see, and takes that back.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class FollowingPublicMatters(ADemo demo, ThePages pages)
{
    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task What_the_requester_sees_before_they_confirm_is_what_everybody_sees_until_they_take_it_back(int width)
    {
        using var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Resident);
        var number = await reader.FileNoiseAsync();
        await using var mine = await pages.ComeAsAsync(reader, demo.Address, width, withScript: false);
        await mine.Page.GotoAsync(new Uri(demo.Address, $"/matters/{number}").AbsoluteUri);
        await mine.Page.GetByRole(AriaRole.Link, new() { Name = "Let anybody follow it", Exact = true }).ClickAsync();
        await mine.Page.GetByRole(AriaRole.Button, new() { Name = "Next: check", Exact = true }).ClickAsync();
        var promised = await mine.Page.GetByRole(AriaRole.Region, new() { Name = "What others will see", Exact = true }).InnerTextAsync();
        await mine.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ThePages.Pictures, $"public-before-{width}-en.png"), FullPage = true });
        await mine.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm", Exact = true }).ClickAsync();
        await Assertions.Expect(mine.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("in the record");

        await using var anybody = await pages.ComeAsync(width, withScript: false);
        await anybody.Context.AddCookiesAsync([new Microsoft.Playwright.Cookie { Name = "language", Value = "en", Url = demo.Address.AbsoluteUri }]);
        await anybody.Page.GotoAsync(new Uri(demo.Address, "/public").AbsoluteUri);
        await anybody.Page.GetByLabel("Of which kind").SelectOptionAsync("construction-noise");
        await anybody.Page.GetByLabel("Where").SelectOptionAsync("zhuyuan");
        await anybody.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await anybody.Page.Locator($"a[href='/public/{number}']").ClickAsync();
        var shown = await anybody.Page.Locator("main").InnerTextAsync();
        foreach (var line in promised.Split('\n').Where(static line => line.Trim().Length > 0 && !line.Contains("minute", StringComparison.Ordinal))) Assert.Contains(line.Trim(), shown, StringComparison.Ordinal);
        foreach (var part in (string[])["behind the school", "online", demo.Server.Desk.Questions.FindPublic(number)!.FiledFor.Text]) Assert.DoesNotContain(part, await anybody.Page.ContentAsync(), StringComparison.OrdinalIgnoreCase);

        await mine.Page.GetByRole(AriaRole.Link, new() { Name = "No longer public", Exact = true }).ClickAsync();
        await mine.Page.GetByRole(AriaRole.Button, new() { Name = "Next: check", Exact = true }).ClickAsync();
        await mine.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm", Exact = true }).ClickAsync();
        Assert.Equal(404, (await anybody.Page.ReloadAsync())!.Status);
    }

    [Fact]
    public async Task Nobody_finds_a_matter_that_is_not_public_and_nobody_else_makes_it_so()
    {
        using var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Resident);
        var number = await reader.FileNoiseAsync();
        using var nobody = demo.Comes("en");
        using var officer = await demo.InPostAsync("duty-officer", "xikou");

        Assert.Equal(HttpStatusCode.NotFound, (await nobody.OpenAsync($"/public/{number}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.OpenAsync("/public/2026-9999999")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.OpenAsync("/public/zzz")).Status);
        Assert.DoesNotContain((await officer.OpenAsync($"/matters/{number}")).Page.QuerySelectorAll("a"), static link => link.TextContent == "Let anybody follow it");
        var refused = await officer.DoAsync($"/matters/{number}/do/publish-matter");
        Assert.Contains("Only the requester", refused.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/public?type=no-such-type&place=atlantis&after=nonsense")]
    [InlineData("/public?closed=perhaps")]
    public async Task What_cannot_be_narrowed_to_is_passed_over(string address)
    {
        using var nobody = demo.Comes("en");

        Assert.Equal(HttpStatusCode.OK, (await nobody.OpenAsync(address)).Status);
    }
}

/// <summary>What is public is found in both stores, and after all of them are folded anew.</summary>
public sealed class KeepingWhatIsPublic
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task The_list_holds_what_is_public_newest_first_page_by_page_and_nothing_else(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var questions = desk.Desk.Questions;
        var numbers = new List<string>();
        for (var at = 0; at < 5; at++)
        {
            var matter = await desk.File(at == 3 ? "fire-hazard" : "construction-noise", at == 4 ? "zhuyuan" : "heping");
            numbers.Add(matter.Number);
            if (at != 1) await desk.Do(ADesk.Resident, new PublishMatter(matter.Id));
        }

        Assert.Equal([numbers[4], numbers[3], numbers[2], numbers[0]], All(new MatterFilter()));
        Assert.Equal([numbers[4], numbers[2], numbers[0]], All(new MatterFilter { Type = "construction-noise" }));
        Assert.Equal([numbers[3], numbers[2], numbers[0]], All(new MatterFilter { Place = new UnitId("heping") }));
        Assert.Null(questions.FindPublic(numbers[1]));
        Assert.Null(questions.FindPublic("2026-9999999"));
        Assert.Null(questions.ListPublic(new MatterFilter(), MatterOrder.Newest, "nonsense", 10));

        // Closed ones lie apart; what is taken back lies nowhere; an officer's list is as it was.
        await desk.Do(ADesk.Resident, new WithdrawMatter(questions.FindPublic(numbers[2])!.Id));
        await desk.Do(ADesk.Resident, new UnpublishMatter(questions.FindPublic(numbers[0])!.Id));
        Assert.Equal([numbers[4], numbers[3]], All(new MatterFilter()));
        Assert.Equal([numbers[2]], All(new MatterFilter { Closed = true }));
        await desk.Do(ADesk.Resident, new UnpublishMatter(questions.FindPublic(numbers[2])!.Id));
        Assert.Empty(All(new MatterFilter { Closed = true }));

        await desk.RestartAsync();
        Assert.Equal([numbers[4], numbers[3]], All(new MatterFilter()));
        await desk.CloseAsync();
        Assert.Empty(RebuildingTables.Run(desk.Record.Place).Changed);

        List<string> All(MatterFilter filter)
        {
            var found = new List<string>();
            string? after = null;
            do
            {
                var page = desk.Desk.Questions.ListPublic(filter, MatterOrder.Newest, after, 2)!;
                found.AddRange(page.Rows.Select(static row => row.Number));
                after = page.Next;
            }
            while (after is not null);
            return found;
        }
    }
}
