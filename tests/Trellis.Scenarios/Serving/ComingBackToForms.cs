using System.Net;
using AngleSharp.Dom;
using Microsoft.Playwright;
using Trellis.Ledger;
using Trellis.Runtime.Structure;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>What people typed is still there when they press Back, open the form again, or turn the page into another language or print, with a script and without; and nothing of it is told to anybody else.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class ComingBackToForms(ADemo demo, ThePages pages)
{
    private const string Noise = "/guide/construction-noise/file";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_goes_back_from_looking_over_what_they_file_finds_it_as_they_wrote_it(bool withScript)
    {
        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident);
        await using var shown = await pages.ComeAsAsync(resident, demo.Address, 390, withScript);
        var page = shown.Page;
        await page.GotoAsync(At(Noise));
        await page.Locator("select[name=place]").SelectOptionAsync("zhuyuan");
        await page.Locator("[name='role.site.words']").FillAsync("The site behind the mill");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Look it over before it is filed")).ToBeVisibleAsync();
        Assert.DoesNotContain("mill", page.Url, StringComparison.OrdinalIgnoreCase);
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText("The site behind the mill")).ToBeVisibleAsync();

        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("[name='role.site.words']")).ToHaveValueAsync("The site behind the mill");
        await Assertions.Expect(page.Locator("select[name=place]")).ToHaveValueAsync("zhuyuan");
        await page.GoForwardAsync();
        await Assertions.Expect(page.GetByText("Look it over before it is filed")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Change something" }).ClickAsync();
        await Assertions.Expect(page.Locator("[name='role.site.words']")).ToHaveValueAsync("The site behind the mill");
        await page.Locator("[name='role.site.words']").FillAsync("The site behind the old mill");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "File it", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "We have it" })).ToBeVisibleAsync();
        var number = await page.Locator(".spoken").InnerTextAsync();

        // Behind it nothing stands that could be filed once more by mistake; it says where the matter is.
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "has been entered" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[name='role.site.words']")).ToHaveValueAsync("");
        await page.GetByRole(AriaRole.Link, new() { Name = "See it" }).ClickAsync();
        await Assertions.Expect(page.Locator(".spoken")).ToHaveTextAsync(number);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_officer_who_goes_back_from_the_check_of_a_step_finds_what_they_wrote_and_does_it_once(bool withScript)
    {
        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident);
        var number = await resident.FileNoiseAsync();
        using var officer = await demo.InPostAsync("duty-officer", "xikou");
        await using var shown = await pages.ComeAsAsync(officer, demo.Address, withScript: withScript);
        var page = shown.Page;
        await page.GotoAsync(At($"/matters/{number}"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Hand over" }).ClickAsync();
        await page.Locator("[name=to]").SelectOptionAsync("shiping");
        await page.GetByLabel("Why").FillAsync("It is across the river.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await Assertions.Expect(page.GetByText("It is across the river.")).ToBeVisibleAsync();

        await page.GoBackAsync();
        await Assertions.Expect(page.GetByLabel("Why")).ToHaveValueAsync("It is across the river.");
        await Assertions.Expect(page.Locator("[name=to]")).ToHaveValueAsync("shiping");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "in the record" })).ToBeVisibleAsync();

        await page.GoBackAsync();
        await Assertions.Expect(page.GetByText("There is no line just now")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("h1")).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Confirm" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_form_of_figures_is_as_it_was_on_the_way_back_from_its_check()
    {
        using var officer = await demo.InPostAsync("safety-officer", "chengguan");
        await using var shown = await pages.ComeAsAsync(officer, demo.Address);
        var page = shown.Page;
        await page.GotoAsync(At("/forms"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Work safety inspections" }).First.ClickAsync();
        var fill = page.GetByRole(AriaRole.Form, new() { Name = "Fill it in" });
        await fill.GetByLabel("Dangers found").FillAsync("7");
        await fill.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Hand it in" })).ToBeVisibleAsync();

        await page.GoBackAsync();
        await Assertions.Expect(fill.GetByLabel("Dangers found")).ToHaveValueAsync("7");
        await Assertions.Expect(page.GetByText("is still here; it was not sent")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "begin anew" }).ClickAsync();
        await Assertions.Expect(fill.GetByLabel("Dangers found")).ToHaveValueAsync("");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Turning_a_page_into_another_language_or_print_keeps_what_was_typed_and_the_page_one_is_on(bool withScript)
    {
        using var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Resident);
        await using var shown = await pages.ComeAsAsync(reader, demo.Address, 390, withScript);
        var page = shown.Page;
        await page.GotoAsync(At("/structure/duties/small-works-fund/propose"));
        await page.Locator("textarea[name=words]").FillAsync("Water the roads in the morning.");
        await page.GetByRole(AriaRole.Button, new() { Name = "中文" }).ClickAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        await Assertions.Expect(page.Locator("textarea[name=words]")).ToHaveValueAsync("Water the roads in the morning.");
        await page.GetByRole(AriaRole.Button, new() { Name = "下一步：核对" }).ClickAsync();
        await Assertions.Expect(page.Locator("button[name=sure]")).ToBeVisibleAsync();

        // The check page stays one.
        await page.Locator("details.menu > summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "大字" }).ClickAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-print", "large");
        await Assertions.Expect(page.Locator("button[name=sure]")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Assertions.Expect(page.Locator("button[name=sure]")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Water the roads in the morning.")).ToBeVisibleAsync();
        await page.Locator("details.menu > summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Usual print" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Change something" }).ClickAsync();
        await Assertions.Expect(page.Locator("textarea[name=words]")).ToHaveValueAsync("Water the roads in the morning.");
    }

    [Fact]
    public async Task A_half_filled_form_that_is_turned_says_nothing_of_faults_and_Enter_in_a_field_never_turns_it()
    {
        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident, 1);
        await using var shown = await pages.ComeAsAsync(resident, demo.Address);
        var page = shown.Page;
        await page.GotoAsync(At("/matters"));
        var drafts = await page.Locator("section[aria-labelledby=drafts] h3").CountAsync();
        await page.GotoAsync(At(Noise));
        await page.Locator("[name='role.site.words']").FillAsync("By the weir");
        await page.GetByRole(AriaRole.Button, new() { Name = "中文" }).ClickAsync();
        await Assertions.Expect(page.Locator("[name='role.site.words']")).ToHaveValueAsync("By the weir");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");

        await page.Locator("[name='place.find']").FillAsync("zhuyuan");
        await page.Locator("[name='place.find']").PressAsync("Enter");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Assertions.Expect(page.Locator("[name='role.site.words']")).ToHaveValueAsync("By the weir");
        // One draft, however often the page was turned.
        await page.GotoAsync(At("/matters"));
        Assert.Equal(drafts + 1, await page.Locator("section[aria-labelledby=drafts] h3").CountAsync());
    }

    [Fact]
    public async Task What_one_typed_is_shown_to_nobody_else_whoever_knows_its_address_and_not_after_signing_out()
    {
        using var one = demo.Comes("en");
        await one.SignInAsync(Looks.Resident);
        var (_, asked) = await one.OpenAsync("/structure/duties/small-works-fund/propose?x=1");
        await one.SendAsync("/structure/duties/small-works-fund/propose?x=1", [.. AReader.Hidden(asked), ("words", "A word of mine")]);
        await using var shown = await pages.ComeAsAsync(one, demo.Address);
        await shown.Page.GotoAsync(At("/structure/duties/small-works-fund/propose?x=1"));
        await shown.Page.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await shown.Page.Locator("button[name=sure]").WaitForAsync();
        var address = new Uri(shown.Page.Url).PathAndQuery;
        Assert.Contains("sent=", address, StringComparison.Ordinal);

        using var other = demo.Comes("en");
        await other.SignInAsync(Looks.Resident, 1);
        var (status, theirs) = await other.OpenAsync(address);
        Assert.Equal((HttpStatusCode.OK, ""), (status, theirs.QuerySelector("textarea[name=words]")!.TextContent));
        using var nobody = demo.Comes("en");
        Assert.DoesNotContain("A word of mine", (await nobody.OpenAsync(address)).Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("", (await one.OpenAsync("/structure/duties/small-works-fund/propose?x=1&sent=0123456789abcdef")).Page.QuerySelector("textarea[name=words]")!.TextContent);

        await one.SendAsync("/sign-out");
        await one.SignInAsync(Looks.Resident);
        Assert.Equal("", (await one.OpenAsync(address)).Page.QuerySelector("textarea[name=words]")!.TextContent);
        Assert.Equal("", (await one.OpenAsync("/structure/duties/small-works-fund/propose?x=1")).Page.QuerySelector("textarea[name=words]")!.TextContent);
    }

    [Fact]
    public async Task A_search_in_a_register_is_one_look_however_its_page_came_and_its_address_names_nobody()
    {
        await demo.APersonAsync();
        using var officer = await demo.InPostAsync("household-registrar", "police-xikou");
        var (_, form) = await officer.OpenAsync("/registers/person");
        var reason = form.QuerySelector("select[name=at] option[value]:not([value=''])")!.GetAttribute("value")!;
        var before = demo.Server.Writer.Size;
        var found = await officer.SendAsync("/registers/person", ("words", "王晓溪"), ("at", reason));
        var rows = found.QuerySelectorAll("form.door").Length;
        Assert.NotEqual(0, rows);
        Assert.Equal(before + rows, demo.Server.Writer.Size);

        // Back at the form, what was looked for stands there, and nobody is looked for again.
        var (_, again) = await officer.OpenAsync("/registers/person");
        Assert.Equal("王晓溪", again.QuerySelector("input[name=words]")!.GetAttribute("value"));
        Assert.Null(again.QuerySelector("form.door"));
        Assert.Equal(before + rows, demo.Server.Writer.Size);
    }

    private string At(string address) => new Uri(demo.Address, address).AbsoluteUri;
}
