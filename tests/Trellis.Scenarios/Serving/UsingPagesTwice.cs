using Microsoft.Playwright;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>What people do to pages without thinking: the way back, a click too many, the same page in two tabs, a page that stayed open for too long.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class UsingPagesTwice(ADemo demo, ThePages pages)
{
    [Fact]
    public async Task A_proposal_that_is_sent_by_two_clicks_is_one_proposal_and_what_was_written_survives_a_session_that_ended()
    {
        using var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Resident);
        await using var shown = await pages.ComeAsAsync(reader, demo.Address);
        var page = shown.Page;
        var before = demo.Server.Desk.Questions.Proposals(closed: false, null, 200).Count;
        await page.GotoAsync(At("/structure/duties/construction-noise/propose"));
        await page.Locator("textarea[name=words]").FillAsync("The township should measure.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        // On the way back what was written is still there.
        await page.Locator("button[name=sure]").WaitForAsync();
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("textarea[name=words]")).ToHaveValueAsync("The township should measure.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await page.Locator("button[name=sure]").DblClickAsync();
        await page.WaitForURLAsync("**/proposals/*");

        Assert.Equal(before + 1, demo.Server.Desk.Questions.Proposals(closed: false, null, 200).Count);
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "It is proposed" })).ToBeVisibleAsync();

        // Two tabs: what one sends, the other sees when it looks again.
        var other = await shown.Context.NewPageAsync();
        await other.GotoAsync(page.Url.Split('?')[0]);
        await page.GetByRole(AriaRole.Link, new() { Name = "Follow it, add to it, or withdraw it" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Withdraw" }).ClickAsync();
        await page.Locator("textarea[name=reason]").FillAsync("They do it now.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await page.Locator("button[name=sure]").DblClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "in the record" })).ToBeVisibleAsync();
        await other.ReloadAsync();
        await Assertions.Expect(other.GetByText("withdrawn, or ended without a decision")).ToBeVisibleAsync();
        Assert.Empty(shown.Complaints);
    }

    [Theory]
    [InlineData(Looks.Nobody, "/places", ".tile a")]
    [InlineData(Looks.Nobody, "/flow/construction-noise", "table.rows a")]
    [InlineData(Looks.Nobody, "/structure/versions", ".door a")]
    [InlineData(Looks.Officer, "/matters", "table.rows tbody a")]
    [InlineData(Looks.Officer, "/inbox", "table.rows tbody a")]
    [InlineData(Looks.Organisation, "/ours", "main section a")]
    public async Task A_list_is_as_it_was_on_the_way_back_in_another_tab_and_after_a_click_too_many(Looks who, string address, string link)
    {
        using var reader = who == Looks.Organisation ? await demo.InPostAsync("association-worker", "catering-guild") : demo.Comes("en");
        if (who == Looks.Officer) await reader.SignInAsync(who);
        await using var shown = await pages.ComeAsAsync(reader, demo.Address);
        await shown.Page.GotoAsync(At(address));
        var heading = await shown.Page.Locator("h1").InnerTextAsync();
        var links = await shown.Page.Locator(link).CountAsync();
        Assert.True(links > 0, $"{address} leads nowhere.");

        await shown.Page.Locator(link).First.DblClickAsync();
        await Assertions.Expect(shown.Page).Not.ToHaveURLAsync(At(address));
        await Assertions.Expect(shown.Page.Locator("h1")).ToHaveCountAsync(1);
        // The second click may have hit a link of the page that came.
        for (var steps = 0; steps < 3 && shown.Page.Url != At(address); steps++) await shown.Page.GoBackAsync();
        await Assertions.Expect(shown.Page).ToHaveURLAsync(At(address));
        await Assertions.Expect(shown.Page.Locator("h1")).ToHaveCountAsync(1);
        Assert.Equal((heading, links), (await shown.Page.Locator("h1").InnerTextAsync(), await shown.Page.Locator(link).CountAsync()));
        var tab = await shown.Context.NewPageAsync();
        await tab.GotoAsync(At(address));
        Assert.Equal(heading, await tab.Locator("h1").InnerTextAsync());

        // Signed out in one tab, the other says so on the next click, and comes back afterwards.
        if (who == Looks.Nobody) return;
        await tab.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(tab.GetByRole(AriaRole.Link, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
        await shown.Page.ReloadAsync();
        Assert.Equal("Pick somebody", await shown.Page.Locator("h1").InnerTextAsync());
    }

    [Fact]
    public async Task Visits_and_what_waits_on_the_device_are_the_same_in_two_tabs_and_on_the_way_back()
    {
        using var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Officer);
        await using var shown = await pages.ComeAsAsync(reader, demo.Address, 390);
        await shown.Page.GotoAsync(At("/visits"));
        Assert.Equal("Visits", await shown.Page.Locator("h1").InnerTextAsync());
        await shown.Page.GetByRole(AriaRole.Link, new() { Name = "Without a line" }).ClickAsync();
        var heading = await shown.Page.Locator("h1").InnerTextAsync();
        var tab = await shown.Context.NewPageAsync();
        await tab.GotoAsync(At("/unsent"));
        Assert.Equal(heading, await tab.Locator("h1").InnerTextAsync());
        await shown.Page.GoBackAsync();
        Assert.Equal("Visits", await shown.Page.Locator("h1").InnerTextAsync());
    }

    private string At(string address) => new Uri(demo.Address, address).AbsoluteUri;
}
