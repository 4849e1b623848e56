using System.Globalization;
using Microsoft.Playwright;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>In a real browser: on a line that hardly carries anything, from the keyboard alone, in large print, and where the session ended in the middle.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class GettingThrough(ADemo demo, ThePages pages)
{
    private const string Noise = "/guide/construction-noise/file";

    /// <summary>A line of the second generation: each answer takes most of a second to begin, and 15 kB come in one.</summary>
    private static readonly Dictionary<string, object> SlowLine = new() { ["offline"] = false, ["latency"] = 700, ["downloadThroughput"] = 15_000, ["uploadThroughput"] = 8_000 };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_a_slow_line_somebody_who_presses_twice_has_filed_one_matter(bool withScript)
    {
        using var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Resident);
        await using var shown = await pages.ComeAsAsync(reader, demo.Address, 360, withScript);
        shown.Context.SetDefaultTimeout(60_000);
        var page = shown.Page;
        var line = await shown.Context.NewCDPSessionAsync(page);
        await line.SendAsync("Network.enable");
        await line.SendAsync("Network.emulateNetworkConditions", SlowLine);
        var before = (await reader.OpenAsync("/matters")).Page.QuerySelectorAll("table.rows tbody a").Length;

        await page.GotoAsync(demo.Address.AbsoluteUri, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.GetByRole(AriaRole.Link, new() { Name = "Report something" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Complaint about construction noise" }).ClickAsync();
        await page.GetByLabel("Which one it is about").FillAsync("Behind the mill");
        await page.GetByLabel("In which village or neighbourhood").SelectOptionAsync("zhuyuan");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).DblClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Look it over before it is filed" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "File it" }).DblClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "We have it" }).WaitForAsync();

        var number = await page.Locator(".spoken").InnerTextAsync();
        var (_, list) = await reader.OpenAsync("/matters");
        Assert.Equal(before + 1, list.QuerySelectorAll("table.rows tbody a").Length);
        Assert.Single(list.QuerySelectorAll("table.rows a"), link => link.GetAttribute("href") == $"/matters/{number}");
    }

    [Fact]
    public async Task A_matter_is_filed_from_the_keyboard_alone_and_one_always_sees_where_one_is()
    {
        using var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Resident);
        await using var shown = await pages.ComeAsAsync(reader, demo.Address, 390);
        var page = shown.Page;
        await page.GotoAsync(new Uri(demo.Address, Noise).AbsoluteUri);
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Enter");

        await TabToAsync(page, "document.activeElement.labels?.[0]?.textContent.startsWith('Which one it is about')");
        await page.Keyboard.TypeAsync("The site behind the school");
        await TabToAsync(page, "document.activeElement.labels?.[0]?.textContent === 'In which village or neighbourhood'");
        await page.Keyboard.TypeAsync("Zhuyuan");
        await TabToAsync(page, "document.activeElement.textContent === 'Next: check'");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Look it over before it is filed" }).WaitForAsync();
        await TabToAsync(page, "document.activeElement.textContent === 'File it'");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "We have it" }).WaitForAsync();
        await TabToAsync(page, "document.activeElement.textContent === 'See how it goes'");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Complaint about construction noise" }).WaitForAsync();
    }

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task In_large_print_nothing_is_too_wide_or_hard_to_press_on_a_narrow_telephone(string language)
    {
        using var officer = demo.Comes(language);
        await officer.SignInAsync(Looks.Officer);
        officer.Holds("print", "large");
        var matter = await officer.FirstMatterAsync(Looks.Officer);
        await using var shown = await pages.ComeAsAsync(officer, demo.Address, 320);
        foreach (var address in (string[])["/", "/guide", "/guide/small-restaurant", "/inbox", $"/matters/{matter}", "/matters", "/structure/units/xikou/matrix", "/record", "/forms/safety-monthly", "/guide/old-age-allowance/for", "/places"])
        {
            await shown.Page.GotoAsync(new Uri(demo.Address, address).AbsoluteUri);
            Assert.Equal("large", await shown.Page.EvaluateAsync<string>("document.documentElement.dataset.print"));
            Assert.True(await shown.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, address);
            Assert.Empty(await shown.Page.EvaluateAsync<string[]>(ShowingPagesToEverybody.Presses));
        }
    }

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task The_page_that_says_that_the_session_ended_is_in_nobodys_way_and_goes_on_after_signing_in(string language)
    {
        var axe = await File.ReadAllTextAsync(ShowingPagesToEverybody.AxeCore, TheProgram.Patience);
        using var officer = demo.Comes(language);
        await officer.SignInAsync(Looks.Officer);
        await using var shown = await pages.ComeAsAsync(officer, demo.Address, 320);
        await shown.Context.AddInitScriptAsync(axe);
        var page = shown.Page;
        await page.GotoAsync(new Uri(demo.Address, "/structure/duties/construction-noise/propose").AbsoluteUri);
        await page.Locator("textarea[name=words]").FillAsync("镇里自己测。 The township measures.");
        var session = (await shown.Context.CookiesAsync()).Single(static one => one.Name == "trellis");
        await shown.Context.ClearCookiesAsync(new() { Name = "trellis" });
        await page.Locator("main form button.act:not(.second)").First.ClickAsync();
        await page.Locator("blockquote").WaitForAsync();

        foreach (var width in (int[])[320, 1280])
        {
            await page.SetViewportSizeAsync(width, 900);
            Assert.Empty(await page.EvaluateAsync<string[]>(ShowingPagesToEverybody.LooksOver, true));
            Assert.Empty(await page.EvaluateAsync<string[]>(ShowingPagesToEverybody.Presses));
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ThePages.Pictures, string.Create(CultureInfo.InvariantCulture, $"session-ended-{width}-{language}.png")), FullPage = true });
        }

        await shown.Context.AddCookiesAsync([new Cookie { Name = session.Name, Value = session.Value, Url = demo.Address.AbsoluteUri }]);
        await page.Locator("main form button.act").ClickAsync();
        await page.Locator("button[name=sure]").WaitForAsync();
        Assert.Contains("The township measures.", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(shown.Complaints);
    }

    /// <summary>Goes on by the one key until something has the focus, which must be seen all the while.</summary>
    private static async Task TabToAsync(IPage page, string isThere)
    {
        for (var presses = 0; !await page.EvaluateAsync<bool>(isThere); presses++)
        {
            Assert.True(presses < 80, $"One never comes to {isThere}.");
            await page.Keyboard.PressAsync("Tab");
            Assert.True(await page.EvaluateAsync<bool>("document.activeElement === document.body || getComputedStyle(document.activeElement).outlineStyle !== 'none'"), await page.EvaluateAsync<string>("'It is not seen that one is at ' + document.activeElement.outerHTML.slice(0, 200)"));
        }
    }
}
