using AngleSharp.Dom;
using Microsoft.Playwright;
using Trellis.Structure;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>What the grassroots are asked to fill in, as they see it.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class FillingInFormsOnPages(ADemo demo, ThePages pages)
{
    [Fact]
    public async Task An_officer_hands_in_a_form_has_it_sent_back_and_puts_it_right()
    {
        using var officer = await demo.InPostAsync("safety-officer", "xikou");
        var (_, list) = await officer.OpenAsync("/forms");
        var address = list.QuerySelectorAll("table a").First(static link => link.TextContent == "Work safety inspections").GetAttribute("href")!;
        var (_, form) = await officer.OpenAsync(address);
        var found = NameOf(form, "Dangers found");

        var wrong = await officer.SendAsync(address, [.. AReader.Hidden(form.QuerySelector("form[aria-labelledby=fill]")!), (found, "many")]);
        Assert.Contains("many", wrong.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("many", wrong.QuerySelector($"input[name='{found}']")!.GetAttribute("value"));

        // What nobody knows is left blank, and said to be unknown.
        var check = await officer.SendAsync(address, [.. AReader.Hidden(form.QuerySelector("form[aria-labelledby=fill]")!), (found, "4"), ("minutes", "12")]);
        Assert.Contains("not known", check.QuerySelector("form dl")!.TextContent, StringComparison.Ordinal);
        var done = await officer.SendAsync(address, [.. AReader.Hidden(check.QuerySelector("form[aria-labelledby=fill]")!), ("sure", "yes")]);
        Assert.Contains("of the record", done.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(done.QuerySelector("form[aria-labelledby=fill]"));

        using var asker = await AskerAsync();
        var (_, theirs) = await asker.OpenAsync(address);
        var back = await asker.SendAsync(address, [.. AReader.Hidden(theirs.QuerySelector("form[aria-labelledby=back]")!), ("why", "Two of them are in another town."), ("return", "yes")]);
        Assert.Contains("of the record", back.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);

        var (_, again) = await officer.OpenAsync(address);
        Assert.Contains("returned", again.Body!.TextContent, StringComparison.Ordinal);
        var right = await officer.SendAsync(address, [.. AReader.Hidden(again.QuerySelector("form[aria-labelledby=fill]")!), (found, "2"), ("reason", "Two lie in Yunling."), ("minutes", "5")]);
        Assert.Null(right.QuerySelector("[role=alert]"));
        var corrected = await officer.SendAsync(address, [.. AReader.Hidden(right.QuerySelector("form[aria-labelledby=fill]")!), ("sure", "yes")]);
        Assert.Contains("handed in", corrected.Body!.TextContent, StringComparison.Ordinal);

        async Task<AReader> AskerAsync()
        {
            var seat = demo.Server.Desk.Standing.SeatsOn(demo.Server.Desk.InForce.DayOf(demo.Server.Desk.Now)).First(static one => one.Unit == "emergency-management");
            return await demo.InPostAsync(seat.Post, seat.Unit);
        }
    }

    [Fact]
    public async Task A_field_that_is_asked_twice_is_told_to_whoever_asks_and_answered_under_a_clock()
    {
        using var officer = await demo.InPostAsync("safety-officer", "xikou");
        var (_, form) = await officer.OpenAsync("/forms/safety-monthly");
        var row = form.QuerySelectorAll("table.rows tbody tr").First(static row => row.QuerySelector("button") is not null);

        var told = await officer.SendAsync("/forms/safety-monthly", [.. AReader.Hidden(row), ("twice", row.QuerySelector("button")!.GetAttribute("value")!)]);

        Assert.Contains("Reported as matter", told.QuerySelector("[role=status]")?.TextContent ?? told.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_is_given_to_another_post_which_fills_it_in_and_taken_back()
    {
        using var officer = await demo.InPostAsync("safety-officer", "yunling");
        var address = (await officer.OpenAsync("/forms")).Page.QuerySelectorAll("table a").First(static link => link.TextContent == "Work safety inspections").GetAttribute("href")!;
        var (_, form) = await officer.OpenAsync(address);
        var give = form.QuerySelector("form[aria-labelledby=give]")!;
        var option = give.QuerySelectorAll("option").First(static one => one.GetAttribute("value")!.EndsWith("@yunling", StringComparison.Ordinal));

        var given = await officer.SendAsync(address, [.. AReader.Hidden(give), ("to", option.GetAttribute("value")!), ("give", "yes")]);

        Assert.Contains("of the record", given.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(given.QuerySelector("form[aria-labelledby=fill]"));
        Assert.Contains($"{option.TextContent} fills it in now", given.QuerySelector("form[aria-labelledby=give]")!.TextContent, StringComparison.Ordinal);
        using var other = await demo.InPostAsync(option.GetAttribute("value")!.Split('@')[0], "yunling");
        Assert.Contains((await other.OpenAsync("/forms")).Page.QuerySelectorAll("table a"), static link => link.TextContent == "Work safety inspections");
        var (_, theirs) = await other.OpenAsync(address);
        // What was given is not given on.
        Assert.Null(theirs.QuerySelector("form[aria-labelledby=give]"));
        var refused = await other.SendAsync(address, ("to", "safety-officer@yunling"), ("give", "yes"), ("key", "given-on"));
        Assert.NotNull(refused.QuerySelector("[role=alert] li"));

        var nowhere = await officer.SendAsync(address, ("to", "safety-officer@xikou"), ("give", "yes"), ("key", "elsewhere"));
        Assert.NotNull(nowhere.QuerySelector("[role=alert] li"));
        var back = await officer.SendAsync(address, [.. AReader.Hidden(given.QuerySelector("form[aria-labelledby=give]")!), ("to", ""), ("give", "yes")]);
        Assert.DoesNotContain("fills it in now", back.QuerySelector("form[aria-labelledby=give]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh", 360, "chengguan", "转给别的岗位填", "给谁", "转给", "收回，由我填", "填表", "下一步：核对", "报送", "办好了")]
    [InlineData("en", 1280, "taiping", "Give it to another post", "To whom", "Give it", "take it back; I fill it in", "Fill it in", "Next: check", "Hand it in", "Done")]
    public async Task A_part_is_given_away_in_a_browser_filled_in_by_who_got_it_and_taken_back(
        string language, int width, string unit, string give, string whom, string giveIt, string takeBack, string fill, string next, string handIn, string done)
    {
        using var officer = await demo.InPostAsync("safety-officer", unit, language);
        await using var shown = await pages.ComeAsAsync(officer, demo.Address, width);
        var page = shown.Page;
        await OpenAsync(page);
        var address = page.Url;
        var giving = page.GetByRole(AriaRole.Form, new() { Name = give });
        var option = (await giving.GetByLabel(whom).Locator("option").EvaluateAllAsync<string[][]>("all => all.map(one => [one.value, one.label])")).First(one => one[0].EndsWith("@" + unit, StringComparison.Ordinal));
        await giving.GetByLabel(whom).SelectOptionAsync(new SelectOptionValue { Label = option[1] });
        await giving.GetByRole(AriaRole.Button, new() { Name = giveIt }).DblClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = done })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Form, new() { Name = fill })).ToHaveCountAsync(0);
        await Assertions.Expect(giving).ToContainTextAsync(option[1]);
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));

        using var other = await demo.InPostAsync(option[0].Split('@')[0], unit, language);
        await using var theirs = await pages.ComeAsAsync(other, demo.Address, width);
        await OpenAsync(theirs.Page);
        // What was given is not given on.
        await Assertions.Expect(theirs.Page.GetByRole(AriaRole.Form, new() { Name = give })).ToHaveCountAsync(0);
        var filling = theirs.Page.GetByRole(AriaRole.Form, new() { Name = fill });
        await filling.GetByLabel(Says(demo.Server.Desk.InForce.Structure.Items.Of("unit.dangers-found")[^1].Name), new() { Exact = true }).FillAsync("4");
        await filling.GetByRole(AriaRole.Button, new() { Name = next }).ClickAsync();
        await theirs.Page.GetByRole(AriaRole.Button, new() { Name = handIn }).DblClickAsync();
        await Assertions.Expect(theirs.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = done })).ToBeVisibleAsync();

        await page.GotoAsync(address);
        await giving.GetByLabel(whom).SelectOptionAsync(new SelectOptionValue { Label = takeBack });
        await giving.GetByRole(AriaRole.Button, new() { Name = giveIt }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = done })).ToBeVisibleAsync();
        await Assertions.Expect(giving.GetByLabel(whom).Locator("option", new() { HasText = takeBack })).ToHaveCountAsync(0);
        Assert.Empty(shown.Complaints.Concat(theirs.Complaints));

        async Task OpenAsync(IPage there)
        {
            await there.GotoAsync(new Uri(demo.Address, "/forms").AbsoluteUri);
            await there.GetByRole(AriaRole.Link, new() { Name = Says(demo.Server.Desk.InForce.Structure.Forms.Of("safety-monthly")[^1].Name), Exact = true }).First.ClickAsync();
        }

        string Says(Text words) => language == "zh" ? words.Zh : words.En;
    }

    [Fact]
    public async Task A_form_is_for_the_post_that_owes_it_and_residents_are_asked_to_sign_in_to_one()
    {
        using var other = await demo.InPostAsync("safety-officer", "yunling");
        var (_, form) = await other.OpenAsync("/forms/safety-monthly?unit=xikou&occasion=2026-01");
        Assert.Null(form.QuerySelector("form[aria-labelledby=fill]"));
        var sent = await other.SendAsync("/forms/safety-monthly?unit=xikou&occasion=2026-01", ("sure", "yes"), ("key", "not-theirs"));
        Assert.NotNull(sent.QuerySelector("[role=alert] li"));

        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident);
        Assert.Equal("Pick somebody", (await resident.OpenAsync("/forms")).Page.QuerySelector("h1")!.TextContent);
    }

    private static string NameOf(IDocument page, string label) => page.GetElementById(page.QuerySelectorAll("label").Single(one => one.TextContent == label).GetAttribute("for")!)!.GetAttribute("name")!;
}
