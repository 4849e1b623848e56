using System.Globalization;
using Microsoft.Playwright;
using Trellis.Authority.Access;
using Trellis.Scenarios.Ledger;
using Trellis.Web.Authority;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Signing in as people do, in a real browser: by what is written on fields and buttons, with a passkey of a device, without script, at every width.</summary>
public sealed class SigningInInABrowser(ThePages pages) : IClassFixture<ThePages>
{
    [Fact]
    public async Task Somebody_adds_a_passkey_and_signs_in_by_it_and_no_longer_when_it_is_removed()
    {
        await using var site = await ASite.On("SQLite");
        await site.HasAccountAsync("wang", ASite.Clerk);
        await using var shown = await pages.ComeAsync(390);
        var page = shown.Page;
        await DeviceAsync(page, holderIsThere: true);
        await SignInAsync(page, site, "wang");

        await page.GotoAsync(new Uri(site.Address, "/account").AbsoluteUri);
        await page.GetByLabel("What you call it").FillAsync("my telephone");
        var adding = page.Locator("form[data-passkey]");
        await adding.GetByLabel("Your present password").FillAsync("not the right one");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).First).ToHaveTextAsync("The present password is not right.");
        Assert.Empty(site.Accounts.Named("wang")!.Secrets!.Passkeys);
        await page.GetByLabel("What you call it").FillAsync("my telephone");
        await adding.GetByLabel("Your present password").FillAsync(ASite.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The passkey is added");
        Assert.Equal("my telephone", Assert.Single(site.Accounts.Named("wang")!.Secrets!.Passkeys).Called);

        await ThePages.OpenMenuAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(new Uri(site.Address, "/").AbsoluteUri);
        await page.GotoAsync(new Uri(site.Address, "/sign-in?back=%2Fforms").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await page.WaitForURLAsync(new Uri(site.Address, "/forms").AbsoluteUri);
        Assert.Contains(site.Server.Sessions.Of(new ActorId(ASite.Clerk)), static one => one.Way.Via == "passkey");

        await page.GotoAsync(new Uri(site.Address, "/account").AbsoluteUri);
        await page.GetByText("my telephone").ClickAsync();
        await page.Locator("details").GetByLabel("Your present password").FillAsync(ASite.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove this passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The passkey is removed");
        await ThePages.OpenMenuAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(new Uri(site.Address, "/").AbsoluteUri);
        await page.GotoAsync(new Uri(site.Address, "/sign-in").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("This passkey did not sign you in");
        Assert.Equal(["opened", "password-set", "passkey-added", "passkey-removed"], site.Record.Entries().Where(static entry => entry.Event == AccountChanged.Name).Select(static entry => ((Trellis.Ledger.EntryValue.Word)entry.Fields["change"]!).Text));
    }

    [Fact]
    public async Task A_passkey_works_while_passwords_rest_and_its_answer_is_good_once()
    {
        await using var site = await ASite.On("SQLite");
        await site.HasAccountAsync("wang", ASite.Clerk);
        await using var shown = await pages.ComeAsync(1280);
        var page = shown.Page;
        await DeviceAsync(page, holderIsThere: true);
        await SignInAsync(page, site, "wang");
        await page.GotoAsync(new Uri(site.Address, "/account").AbsoluteUri);
        await page.Locator("form[data-passkey]").GetByLabel("Your present password").FillAsync(ASite.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The passkey is added");
        using (var reader = site.Comes())
            for (var guess = 0; guess < RestingNames.MostWrong; guess++) await ASite.SignInAsync(reader, "wang", "not the right one at all");
        await page.Context.ClearCookiesAsync();

        string? sent = null;
        page.Request += (_, request) => sent = request.Method == "POST" && request.Url.Contains("handler=passkey", StringComparison.Ordinal) ? request.PostData : sent;
        await page.GotoAsync(new Uri(site.Address, "/sign-in").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await page.WaitForURLAsync(new Uri(site.Address, "/inbox").AbsoluteUri);

        var fields = sent!.Split('&').Select(static part => part.Split('=')).Select(static part => (Uri.UnescapeDataString(part[0].Replace('+', ' ')), Uri.UnescapeDataString(part[1].Replace('+', ' ')))).ToArray();
        using var thief = site.Comes();
        Assert.Contains("This passkey did not sign you in", ASite.Fault(await thief.SendAsync("/sign-in?handler=passkey", fields)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_does_not_check_its_owner_signs_nobody_in()
    {
        await using var site = await ASite.On("SQLite");
        await site.HasAccountAsync("wang", ASite.Clerk);
        await using var shown = await pages.ComeAsync(390);
        await DeviceAsync(shown.Page, holderIsThere: false);
        await SignInAsync(shown.Page, site, "wang");
        await shown.Page.GotoAsync(new Uri(site.Address, "/account").AbsoluteUri);
        await shown.Page.Locator("form[data-passkey]").GetByLabel("Your present password").FillAsync(ASite.Password);
        await shown.Page.GetByRole(AriaRole.Button, new() { Name = "Add the passkey" }).ClickAsync();

        await Assertions.Expect(shown.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "It was not added" })).ToBeVisibleAsync();
        Assert.Empty(site.Accounts.Named("wang")!.Secrets!.Passkeys);
    }

    [Fact]
    public async Task Without_script_an_officer_opens_an_account_and_its_owner_sets_a_password_and_comes_in()
    {
        await using var site = await ASite.On("SQLite");
        await site.HasAccountAsync("li", ASite.Lead);
        await using var shown = await pages.ComeAsync(390, withScript: false);
        var page = shown.Page;
        await SignInAsync(page, site, "li");
        await ThePages.OpenMenuAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Signing in" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Look after accounts" }).ClickAsync();
        await page.GetByLabel("Sign-in name", new() { Exact = true }).FillAsync("wang");
        await page.GetByLabel("Number of the person").FillAsync(ASite.Clerk);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open it" }).ClickAsync();
        var code = await page.Locator("#given-code").InnerTextAsync();
        await ThePages.OpenMenuAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();

        await page.Locator(".menu a[href='/sign-in']").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await ThePages.OpenMenuAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "one-time code" }).ClickAsync();
        await page.GetByLabel("Sign-in name").FillAsync("wang");
        await page.GetByLabel("One-time code").FillAsync(code);
        await page.GetByLabel("New password", new() { Exact = true }).FillAsync("old locust by the well");
        await page.GetByLabel("The new password again").FillAsync("old locust by the well");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the password and sign in" }).ClickAsync();
        await page.WaitForURLAsync(new Uri(site.Address, "/account").AbsoluteUri);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Signing in" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("with a one-time code that");
    }

    [Fact]
    public async Task From_a_provider_the_browser_comes_back_signed_in_at_the_page_where_somebody_was_going()
    {
        await using var provider = new AProvider();
        await using var site = await ASite.On("SQLite", [provider.Settings]);
        await provider.StartAsync(site.Address);
        await using var shown = await pages.ComeAsync(390);
        var page = shown.Page;
        await page.GotoAsync(new Uri(site.Address, "/account").AbsoluteUri);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with County sign-on" }).ClickAsync();
        await page.Locator("input[name=login]").FillAsync(ASite.Clerk);
        await page.Locator("input[name=password]").FillAsync("any");
        await page.Locator("button[type=submit]").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync(); // agrees

        await page.WaitForURLAsync(new Uri(site.Address, "/account").AbsoluteUri);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("County sign-on");
        await ThePages.OpenMenuAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out at County sign-on too" }).ClickAsync();
        await page.Locator("button[value=yes]").ClickAsync();
        await page.WaitForURLAsync(site.Address.AbsoluteUri);
    }

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task Nothing_is_in_the_way_of_anybody_on_the_pages_of_signing_in(string language)
    {
        await using var provider = new AProvider();
        await using var site = await ASite.On("SQLite", [provider.Settings]);
        var wang = await site.HasAccountAsync("wang", ASite.Clerk);
        await site.HasAccountAsync("li", ASite.Lead);
        var faults = new List<string>();
        await using var shown = await pages.ComeAsync(ShowingPagesToEverybody.UsualWidth);
        var page = shown.Page;
        await page.Context.AddInitScriptAsync(await File.ReadAllTextAsync(ShowingPagesToEverybody.AxeCore, TheProgram.Patience));
        await page.Context.AddCookiesAsync([new Microsoft.Playwright.Cookie { Name = "language", Value = language, Url = site.Address.AbsoluteUri }]);
        page.Context.SetDefaultTimeout(60_000);
        string[] before = ["/sign-in", "/sign-in?trouble=away&at=county", "/sign-in/code", "/sign-in/not-known?at=county"];
        string[] after = ["/account", "/account/password", "/accounts", "/accounts?q=nobody", $"/accounts/{wang.Account.Id}", $"/accounts/{wang.Account.Id}?sure=code", $"/accounts/{wang.Account.Id}?sure=lock"];
        foreach (var address in before) await LookAsync(address);
        using (var li = await site.SignedInAsync("li"))
            await page.Context.AddCookiesAsync([new Microsoft.Playwright.Cookie { Name = Sessions.Plain, Value = li.Cookies.First(static one => one.Name == Sessions.Plain).Value, Url = site.Address.AbsoluteUri }]);
        foreach (var address in after) await LookAsync(address);
        Assert.Empty(EveryPage.OfSigningIn.Except(before.Concat(after).Append("/sign-in/done").Select(address => address.Split('?')[0].Replace(wang.Account.Id, "{id}", StringComparison.Ordinal)), StringComparer.Ordinal));
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language == "zh" ? "zh-CN" : "en");
        faults.AddRange(shown.Requests.Where(request => !request.StartsWith(site.Address.AbsoluteUri, StringComparison.Ordinal) && !request.StartsWith("data:", StringComparison.Ordinal)).Select(static one => $"Something was asked of {one}"));
        faults.AddRange(shown.Complaints.Where(static one => !one.StartsWith("verbose: ", StringComparison.Ordinal)));
        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct(StringComparer.Ordinal)));

        async Task LookAsync(string address)
        {
            await page.SetViewportSizeAsync(ShowingPagesToEverybody.UsualWidth, 900);
            await page.GotoAsync(new Uri(site.Address, address).AbsoluteUri);
            foreach (var width in ShowingPagesToEverybody.Widths)
            {
                await page.SetViewportSizeAsync(width, 900);
                var where = string.Create(CultureInfo.InvariantCulture, $"{address} {language} {width}");
                faults.AddRange((await page.EvaluateAsync<string[]>(ShowingPagesToEverybody.LooksOver, width is ShowingPagesToEverybody.UsualWidth or 320)).Select(one => $"{where} {one}"));
                faults.AddRange((await page.EvaluateAsync<string[]>(ShowingPagesToEverybody.Presses)).Select(one => $"{where} is hard to press: {one}"));
                if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is > 0 and var over) faults.Add($"{where} is {over} too wide.");
                if (width is ShowingPagesToEverybody.UsualWidth or 390)
                    await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ThePages.Pictures, $"{address.Trim('/').Split('?')[0].Replace(wang.Account.Id, "one", StringComparison.Ordinal).Replace('/', '-')}{(address.Contains("sure=", StringComparison.Ordinal) ? "-" + address.Split('=')[1] : "")}-real-{width}-{language}.png"), FullPage = true });
            }
        }
    }

    /// <summary>A device that keeps passkeys.</summary>
    /// <param name="holderIsThere">Whether it finds out that its owner holds it.</param>
    private static async Task<ICDPSession> DeviceAsync(IPage page, bool holderIsThere)
    {
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = holderIsThere, ["automaticPresenceSimulation"] = true },
        });
        return device;
    }

    private static async Task SignInAsync(IPage page, ASite site, string name)
    {
        await page.Context.AddCookiesAsync([new Microsoft.Playwright.Cookie { Name = "language", Value = "en", Url = site.Address.AbsoluteUri }]);
        await page.GotoAsync(new Uri(site.Address, "/sign-in").AbsoluteUri);
        await page.GetByLabel("Sign-in name").FillAsync(name);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(ASite.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(new Uri(site.Address, "/inbox").AbsoluteUri);
    }
}
