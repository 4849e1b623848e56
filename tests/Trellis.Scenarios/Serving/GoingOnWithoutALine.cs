using Microsoft.Playwright;
using Trellis.Process;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Reports and visits that wait on a device: the line breaks and the browser is killed in the middle, and each is in the record once.</summary>
public sealed class GoingOnWithoutALine
{
    private const string Report = "Complaint about construction noise";
    private const string NoiseForm = "/guide/construction-noise/file";
    private static readonly string Picture = Logs.Find("tests/data/pictures/small.jpg")!;

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Ten_times_the_line_breaks_or_the_browser_is_killed_and_nothing_is_lost_and_nothing_doubled(string kind)
    {
        await using var county = await AServedCounty.WithPages(kind);
        using var line = new AWeakLine(county.Server.Addresses[0].Port);
        await using var telephone = await ATelephone.TurnOnAsync(line.Address);
        var secret = await county.Server.Sessions.BeginAsync(new ActorId(AServedCounty.Wang), null);
        await telephone.SignInAsync(secret);
        await telephone.SeeThatItIsReadyAsync();
        var told = new List<string>();

        // Each is entered on the page that the device keeps, unless it says otherwise; and then, whatever happened, there is a line again.
        var moments = new (string What, Func<string, Task> Happens)[]
        {
            ("there is no line, and the browser is killed", async where =>
            {
                line.State = LineState.Down;
                await TellAsync(telephone, where);
                await telephone.KillAsync();
                await telephone.TurnOnAsync();
            }),
            ("there is no line, and the page is opened again", where =>
            {
                line.State = LineState.Down;
                return TellAsync(telephone, where);
            }),
            ("the line breaks before the answer comes", async where =>
            {
                await TellAsync(telephone, where, () => line.State = LineState.BreaksBeforeTheAnswer);
                await BrokenAsync(line);
            }),
            ("the line breaks before the answer comes, and the browser is killed", async where =>
            {
                await TellAsync(telephone, where, () => line.State = LineState.BreaksBeforeTheAnswer);
                await BrokenAsync(line);
                await telephone.KillAsync();
                await telephone.TurnOnAsync();
            }),
            ("the line breaks in the middle of the picture", async where =>
            {
                await TellAsync(telephone, where, () => line.State = LineState.BreaksInTheRequest, large: true);
                await BrokenAsync(line);
            }),
            ("the line breaks in the middle of the picture, and the browser is killed", async where =>
            {
                await TellAsync(telephone, where, () => line.State = LineState.BreaksInTheRequest, large: true);
                await BrokenAsync(line);
                await telephone.KillAsync();
                await telephone.TurnOnAsync();
            }),
            ("the browser is killed while it sends", async where =>
            {
                await TellAsync(telephone, where);
                await telephone.KillAsync();
                await telephone.TurnOnAsync();
            }),
            ("the server stops while it is sent to, and comes back", async where =>
            {
                await TellAsync(telephone, where);
                line.State = LineState.Down;
                await county.RestartAsync();
                line.Server = county.Server.Addresses[0].Port;
            }),
            ("the line breaks before the answer to a form that was looked over", async where =>
            {
                await FillAsync(telephone, where);
                line.State = LineState.BreaksBeforeTheAnswer;
                await Button(telephone.Page, "File it").ClickAsync();
                await telephone.Page.GetByRole(AriaRole.Heading, new() { Name = "Without a line" }).WaitForAsync();
            }),
            ("there is no line when a form that was looked over is sent, and the browser is killed", async where =>
            {
                await FillAsync(telephone, where);
                line.State = LineState.Down;
                await Button(telephone.Page, "File it").ClickAsync();
                await telephone.Page.GetByRole(AriaRole.Heading, new() { Name = "Without a line" }).WaitForAsync();
                Assert.Contains("Waiting since", await telephone.Page.InnerTextAsync("main"), StringComparison.Ordinal);
                await telephone.KillAsync();
                await telephone.TurnOnAsync();
            }),
        };
        foreach (var (at, (what, happens)) in moments.Index())
        {
            var where = $"Site number {at + 1}, when {what}";
            told.Add(where);
            line.State = LineState.Up;
            await telephone.SignInAsync(secret);
            await telephone.OpenAsync("/unsent");
            await happens(where);
            line.State = LineState.Up;
            await telephone.SignInAsync(secret); // a browser that is killed may have forgotten its session
            await telephone.OpenAsync("/");
            await SentAsync(telephone, what);
        }

        Assert.Equal(10, moments.Length);
        Assert.True(line.Broken >= 5, $"The line broke {line.Broken} times only.");
        var wang = new Actor.Resident(new ActorId(AServedCounty.Wang));
        var matters = county.Server.Desk.Questions.List(wang, new MatterFilter(), MatterOrder.Newest, null, 200)!.Rows;
        // None lost, none doubled, and each with its one picture.
        Assert.Equal(told.Order(StringComparer.Ordinal), matters.Select(one => Said(county, wang, one.Id)).Order(StringComparer.Ordinal));
        Assert.All(matters, one => Assert.Single(county.Server.Desk.Questions.Pictures(wang, one.Id)!));
        Assert.Equal(10, county.Record.Entries().Count(static entry => entry.Event == "matter-filed/1"));
        Assert.Equal(10, county.Record.Entries().Count(static entry => entry.Event == "picture-added/1"));
        Assert.Equal(10, Directory.GetFiles(county.Record.Place.Attachments, "*", SearchOption.AllDirectories).Length);
        county.Record.HoldsTogether();
    }

    [Fact]
    public async Task An_officer_takes_a_visit_along_fills_it_in_without_a_line_and_it_is_done_once()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        using var line = new AWeakLine(county.Server.Addresses[0].Port);
        await using var telephone = await ATelephone.TurnOnAsync(line.Address);
        var matter = await county.File("construction-noise", "heping");
        matter = await county.Perform(matter, "receive");
        county.Clock.Move(TimeSpan.FromMinutes(5));
        var look = matter["open"]!.AsArray().Single(static one => (string?)one!["key"] == "look")!;
        var seat = PostAt.Parse((string)look["performer"]!)!.Value;
        await county.Officer($"{seat}");
        var secret = await county.Server.Sessions.BeginAsync(new ActorId($"o-{seat.Post}-{seat.Unit}"), seat);
        await telephone.SignInAsync(secret);
        await telephone.SeeThatItIsReadyAsync();
        var page = telephone.Page;

        await telephone.OpenAsync("/visits");
        await Button(page, "Take them all along").ClickAsync();
        await page.GetByText("You have 1 with you.").WaitForAsync();
        await telephone.ShowAsync("visits-360-en");
        line.State = LineState.Down;
        await telephone.OpenAsync("/visits");
        await page.GetByText("There is no line just now.").WaitForAsync();
        await page.Locator("main summary").ClickAsync();
        var visit = page.Locator("main details");
        await telephone.ShowAsync("visit-360-en");
        await visit.GetByLabel("it is as it should be").CheckAsync();
        foreach (var field in await visit.Locator("textarea, input[type=text]").AllAsync()) await field.FillAsync("Concrete is poured at the back.");
        await visit.GetByLabel("Pictures, if you like").SetInputFilesAsync(Picture);
        await Button(page, "Keep it, and send it when there is a line", visit).ClickAsync();
        // By the clock of the server, not of the device.
        await page.GetByText($"Waiting since {county.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("d MMMM yyyy 'at' HH:", System.Globalization.CultureInfo.InvariantCulture)}").WaitForAsync();
        await telephone.ShowAsync("waiting-360-en");
        Assert.Equal(0, await page.Locator("main details").CountAsync());
        await telephone.KillAsync();
        await telephone.TurnOnAsync();
        await telephone.SignInAsync(secret);
        line.State = LineState.BreaksBeforeTheAnswer;
        await telephone.OpenAsync("/");
        await BrokenAsync(line);
        // It was done, and nobody told the device: it sends it again, and is told the same.
        line.State = LineState.Up;
        await telephone.OpenAsync("/");
        await SentAsync(telephone, "a visit");

        var entries = county.Record.Entries();
        Assert.Single(entries, static entry => entry.Event == "step-performed/1" && entry.Fields["step"] is Trellis.Ledger.EntryValue.Word { Text: "look" });
        Assert.Single(entries, static entry => entry.Event == "picture-added/1");
        county.Record.HoldsTogether();
    }

    [Fact]
    public async Task A_step_that_somebody_else_did_meanwhile_is_told_with_its_reason_and_kept_until_a_person_has_seen_it()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        using var line = new AWeakLine(county.Server.Addresses[0].Port);
        await using var telephone = await ATelephone.TurnOnAsync(line.Address);
        var matter = await county.Perform(await county.File("construction-noise", "heping"), "receive");
        county.Clock.Move(TimeSpan.FromMinutes(5));
        var seat = PostAt.Parse((string)matter["open"]!.AsArray().Single(static one => (string?)one!["key"] == "look")!["performer"]!)!.Value;
        await county.Officer($"{seat}");
        await telephone.SignInAsync(await county.Server.Sessions.BeginAsync(new ActorId($"o-{seat.Post}-{seat.Unit}"), seat));
        await telephone.SeeThatItIsReadyAsync();
        var page = telephone.Page;
        await telephone.OpenAsync("/visits");
        await Button(page, "Take them all along").ClickAsync();
        await page.GetByText("You have 1 with you.").WaitForAsync();
        line.State = LineState.Down;
        await telephone.OpenAsync("/unsent");
        await page.Locator("main summary").ClickAsync();
        await page.Locator("main details").GetByLabel("it is as it should be").CheckAsync();
        foreach (var field in await page.Locator("main details :is(textarea, input[type=text])").AllAsync()) await field.FillAsync("Nobody is at work.");
        await Button(page, "Keep it, and send it when there is a line", page.Locator("main details")).ClickAsync();
        await page.GetByText("Waiting since").WaitForAsync();

        await county.Perform(matter, "look", facts: new() { ["matter.site-report"] = "They pour concrete." }, other: true);
        line.State = LineState.Up;
        await telephone.OpenAsync("/unsent");
        await page.GetByText("It was not taken, and nothing was entered, because:").WaitForAsync();

        Assert.Equal(1, await telephone.KeptAsync());
        Assert.Single(county.Record.Entries(), static entry => entry.Event == "step-performed/1" && entry.Fields["step"] is Trellis.Ledger.EntryValue.Word { Text: "look" });
        page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await Button(page, "Delete it").ClickAsync();
        await page.GetByText("Nothing waits on this device.").WaitForAsync();
        Assert.Equal(0, await telephone.KeptAsync());
    }

    [Theory]
    [InlineData("/guide/old-age-allowance/for", "Name", "Use this name", "Read this to them first")]
    [InlineData("/matters/{matter}/do/hand-over-matter", "Why", "Next: check", "Look it over before it is entered")]
    public async Task What_an_officer_writes_while_the_line_is_away_stays_on_the_page_until_it_is_back(string address, string label, string button, string then)
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        using var line = new AWeakLine(county.Server.Addresses[0].Port);
        await using var telephone = await ATelephone.TurnOnAsync(line.Address);
        var matter = await county.File("construction-noise", "heping");
        var seat = PostAt.Parse((string)matter["open"]![0]!["performer"]!)!.Value;
        await county.Officer($"{seat}");
        await telephone.SignInAsync(await county.Server.Sessions.BeginAsync(new ActorId($"o-{seat.Post}-{seat.Unit}"), seat));
        await telephone.SeeThatItIsReadyAsync();
        var page = telephone.Page;
        await telephone.OpenAsync(address.Contains("{matter}", StringComparison.Ordinal) ? $"{address.Replace("{matter}", (string)matter["number"]!, StringComparison.Ordinal)}?point={(string)matter["open"]![0]!["key"]!}" : address);
        var field = page.GetByLabel(label, new() { Exact = true });
        await field.FillAsync("欧阳清泉");
        if (await page.GetByLabel("To which unit").CountAsync() > 0) await page.GetByLabel("To which unit").SelectOptionAsync("shiping");
        line.State = LineState.Down;

        for (var times = 0; times < 2; times++)
        {
            await Button(page, button).ClickAsync();
            await page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "What you entered is still on this page." }).WaitForAsync();
            Assert.Equal("欧阳清泉", await field.InputValueAsync());
        }

        await telephone.ShowAsync($"line-away-{(address.EndsWith("for", StringComparison.Ordinal) ? "counter" : "step")}-360-en");
        line.State = LineState.Up;
        await Button(page, button).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = then }).WaitForAsync();
        Assert.Contains("欧阳清泉", await page.Locator("main").InnerHTMLAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_entered_when_the_session_had_ended_is_sent_after_signing_in_and_by_nobody_else()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        await using var telephone = await ATelephone.TurnOnAsync(county.Server.Addresses[0]);
        var secret = await county.Server.Sessions.BeginAsync(new ActorId(AServedCounty.Wang), null);
        await telephone.SignInAsync(secret);
        await telephone.SeeThatItIsReadyAsync();
        var page = telephone.Page;
        await FillAsync(telephone, "Behind the school");
        await telephone.ShowAsync("look-over-360-en");
        await county.Server.Sessions.EndAsync(secret);

        await Button(page, "File it").ClickAsync();
        await page.WaitForURLAsync("**/sign-in?back=/unsent");
        Assert.Equal(1, await telephone.KeptAsync());

        // Whoever else signs in on this device neither sends it nor can.
        await telephone.SignInAsync(await county.Server.Sessions.BeginAsync(new ActorId("r-li"), null));
        await telephone.OpenAsync("/unsent");
        await page.GetByText("Somebody else entered it.").WaitForAsync();
        Assert.Equal(0, await Button(page, "Send it now").CountAsync());
        Assert.Equal(0, await Button(page, "Delete it").CountAsync());
        // That it is there, and not a word of it.
        var shown = await page.InnerTextAsync("main #list");
        Assert.DoesNotContain("Behind the school", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Waiting since", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("noise", shown, StringComparison.OrdinalIgnoreCase);
        await telephone.ShowAsync("waiting-of-another-360-en");
        Assert.Equal(1, await telephone.KeptAsync());
        Assert.DoesNotContain(county.Record.Entries(), static entry => entry.Event == "matter-filed/1");

        await telephone.SignInAsync(await county.Server.Sessions.BeginAsync(new ActorId(AServedCounty.Wang), null));
        await telephone.OpenAsync("/unsent");
        await page.GetByText("Nothing waits on this device.").WaitForAsync();
        Assert.Single(county.Record.Entries(), static entry => entry.Event == "matter-filed/1");
        Assert.Equal(0, await telephone.KeptAsync());
    }

    [Fact]
    public async Task Signing_out_asks_when_something_waits_and_leaves_nothing_on_the_device()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        using var line = new AWeakLine(county.Server.Addresses[0].Port);
        await using var telephone = await ATelephone.TurnOnAsync(line.Address);
        await telephone.SignInAsync(await county.Server.Sessions.BeginAsync(new ActorId(AServedCounty.Wang), null));
        await telephone.SeeThatItIsReadyAsync();
        var (page, second, third) = (telephone.Page, await telephone.Context.NewPageAsync(), await telephone.Context.NewPageAsync());
        foreach (var one in (IPage[])[page, second, third]) await one.GotoAsync(new Uri(line.Address, "/matters").AbsoluteUri);
        line.State = LineState.Down;
        await third.GotoAsync(new Uri(line.Address, "/unsent").AbsoluteUri);
        await TellAsync(third, "Behind the school");
        var asked = new List<string>();
        page.Dialog += (_, dialog) => Answer(dialog, yes: false);
        second.Dialog += (_, dialog) => Answer(dialog, yes: true);

        await SignOutAsync(page);
        await page.GetByText("Waiting since").WaitForAsync();
        Assert.Equal(1, await telephone.KeptAsync());

        // There is no line to sign out over; what lay on the device is gone all the same, and stays so.
        await SignOutAsync(second);
        await second.GetByText("There is no line just now.").WaitForAsync();
        await second.GetByText("Nothing waits on this device.").WaitForAsync();
        Assert.Equal(2, asked.Count);
        Assert.All(asked, static said => Assert.Contains("One thing is not sent yet.", said, StringComparison.Ordinal));
        Assert.Equal(0, await telephone.KeptAsync());
        line.State = LineState.Up;
        await telephone.OpenAsync("/matters");
        await SignOutAsync(page);
        await page.Locator(".menu a[href='/sign-in']").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.Equal(0, await telephone.KeptAsync());
        Assert.DoesNotContain(county.Record.Entries(), static entry => entry.Event == "matter-filed/1");

        void Answer(IDialog dialog, bool yes)
        {
            asked.Add(dialog.Message);
            _ = yes ? dialog.AcceptAsync() : dialog.DismissAsync();
        }
    }

    [Fact]
    public async Task Two_tabs_a_double_click_and_the_way_back_send_once()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        using var line = new AWeakLine(county.Server.Addresses[0].Port);
        await using var telephone = await ATelephone.TurnOnAsync(line.Address);
        await telephone.SignInAsync(await county.Server.Sessions.BeginAsync(new ActorId(AServedCounty.Wang), null));
        await telephone.SeeThatItIsReadyAsync();
        var page = telephone.Page;
        int Filed() => county.Record.Entries().Count(static entry => entry.Event == "matter-filed/1");

        await FillAsync(telephone, "Behind the school");
        await Button(page, "File it").DblClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "We have it" }).WaitForAsync();
        var number = await page.Locator(".spoken").InnerTextAsync();
        Assert.Equal(1, Filed());

        await page.GoBackAsync();
        if (await Button(page, "File it").CountAsync() > 0)
        {
            await Button(page, "File it").ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "We have it" }).WaitForAsync();
            Assert.Equal(number, await page.Locator(".spoken").InnerTextAsync());
        }

        Assert.Equal(1, Filed());
        line.State = LineState.Down;
        var other = await telephone.Context.NewPageAsync();
        await other.GotoAsync(new Uri(line.Address, "/unsent").AbsoluteUri);
        await TellAsync(other, "Before the school");
        line.State = LineState.Up;
        await Task.WhenAll(page.GotoAsync(line.Address.AbsoluteUri), other.GotoAsync(line.Address.AbsoluteUri));
        await SentAsync(telephone, "two tabs");
        Assert.Equal(2, Filed());
    }

    [Fact]
    public async Task What_somebody_was_still_writing_when_the_line_broke_becomes_a_draft_of_theirs_once()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        using var line = new AWeakLine(county.Server.Addresses[0].Port);
        await using var telephone = await ATelephone.TurnOnAsync(line.Address);
        await telephone.SignInAsync(await county.Server.Sessions.BeginAsync(new ActorId(AServedCounty.Wang), null));
        await telephone.SeeThatItIsReadyAsync();
        var page = telephone.Page;
        await telephone.OpenAsync(NoiseForm);
        await page.GetByLabel("Which one it is about").FillAsync("Behind the school");
        line.State = LineState.Down;
        await Button(page, "Next: check").ClickAsync();
        await page.GetByText("There is no line just now.").WaitForAsync();
        await page.GetByText("Not filed yet").WaitForAsync();

        await telephone.KillAsync();
        await telephone.TurnOnAsync();
        // The answer is lost once; the draft is there already when it comes again.
        line.State = LineState.BreaksBeforeTheAnswer;
        await telephone.SignInAsync(await county.Server.Sessions.BeginAsync(new ActorId(AServedCounty.Wang), null));
        await telephone.OpenAsync("/");
        await BrokenAsync(line);
        line.State = LineState.Up;
        await telephone.OpenAsync("/");
        await SentAsync(telephone, "a draft");

        var draft = Assert.Single(county.Server.Desk.Drafts(new ActorId(AServedCounty.Wang)));
        Assert.Contains(draft.Given, static one => one.Value.Text == "Behind the school");
        Assert.DoesNotContain(county.Record.Entries(), static entry => entry.Event == "matter-filed/1");
    }

    [Fact]
    public async Task The_page_that_a_device_keeps_is_about_nobody_and_speaks_the_language_in_which_the_site_was_read()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        using var line = new AWeakLine(county.Server.Addresses[0].Port);
        await using var telephone = await ATelephone.TurnOnAsync(line.Address);
        await telephone.SignInAsync(await county.Server.Sessions.BeginAsync(new ActorId(AServedCounty.Wang), null));
        await telephone.SeeThatItIsReadyAsync();
        foreach (var language in (string[])["zh", "en"])
        {
            var kept = await telephone.Page.EvaluateAsync<string>($"async () => (await caches.match('/unsent?in={language}')).text()");
            Assert.Contains("data-mark=\"\"", kept, StringComparison.Ordinal);
            Assert.DoesNotContain(AServedCounty.Wang, kept, StringComparison.Ordinal);
        }

        var all = await telephone.Page.EvaluateAsync<string[]>("async () => (await (await caches.open('trellis-kept')).keys()).map(one => new URL(one.url).pathname)");
        Assert.All(all, static path => Assert.True(path.StartsWith("/assets/", StringComparison.Ordinal) || path.StartsWith("/unsent", StringComparison.Ordinal), path));
        await telephone.OpenAsync("/preferences?language=zh&back=/");
        await telephone.UntilAsync("async () => await (await caches.match('/unsent/language')).text() === 'zh'");
        line.State = LineState.Down;
        await telephone.OpenAsync("/guide");
        await telephone.Page.GetByRole(AriaRole.Heading, new() { Name = "没有网络时" }).WaitForAsync();
        await telephone.Page.GetByText("现在连不上。").WaitForAsync();
        await telephone.ShowAsync("without-a-line-360-zh");
    }

    /// <summary>Reports on the page that the device keeps, with a picture, and waits until the device has it.</summary>
    private static Task TellAsync(ATelephone telephone, string where, Action? before = null, bool large = false) => TellAsync(telephone.Page, where, before, large);

    private static async Task TellAsync(IPage page, string where, Action? before = null, bool large = false)
    {
        if (!page.Url.EndsWith("/unsent", StringComparison.Ordinal)) await page.GotoAsync(new Uri(new Uri(page.Url), "/unsent").AbsoluteUri);
        await page.GetByLabel("What it is").SelectOptionAsync(new SelectOptionValue { Label = Report });
        await page.GetByLabel("In which village or neighbourhood").SelectOptionAsync("zhuyuan");
        await page.GetByLabel("Where exactly, or which one").FillAsync(where);
        if (large) await page.GetByLabel("Pictures, if you like").SetInputFilesAsync(new FilePayload { Name = "large.png", MimeType = "image/png", Buffer = await LargeAsync(page) });
        else await page.GetByLabel("Pictures, if you like").SetInputFilesAsync(Picture);
        before?.Invoke();
        await Button(page, "Keep it, and send it when there is a line").First.ClickAsync();
        // The form is empty again when the device has it.
        await page.WaitForFunctionAsync("() => document.getElementById('r-where').value === ''");
    }

    /// <summary>A picture with so much in it that it takes its time on a line.</summary>
    private static async Task<byte[]> LargeAsync(IPage page) => Convert.FromBase64String(await page.EvaluateAsync<string>(
        """
        () => {
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [900, 600];
          const paper = canvas.getContext('2d');
          for (let at = 0; at < 6000; at++) { paper.fillStyle = `hsl(${at * 37 % 360} 80% ${at * 13 % 90}%)`; paper.fillRect(at * 71 % 900, at * 53 % 600, 25, 25); }
          return canvas.toDataURL('image/png').split(',')[1];
        }
        """));

    /// <summary>Fills in the form of the site up to the last press.</summary>
    private static async Task FillAsync(ATelephone telephone, string where)
    {
        var page = telephone.Page;
        await telephone.OpenAsync("/report");
        await page.GetByRole(AriaRole.Link, new() { Name = Report }).ClickAsync();
        await page.GetByLabel("Which one it is about").FillAsync(where);
        await page.GetByLabel("In which village or neighbourhood").SelectOptionAsync("zhuyuan");
        await Button(page, "Next: check").ClickAsync();
        // What is to break is the line under what comes next, not under this.
        await page.Locator("button[name=again]").First.WaitForAsync();
        await page.GetByLabel("Pictures, if you like").SetInputFilesAsync(Picture);
    }

    private static async Task BrokenAsync(AWeakLine line)
    {
        for (var again = 0; line.State != LineState.Down; again++)
        {
            Assert.True(again < 300, "The line does not break.");
            await Task.Delay(50, ARecord.Patience);
        }
    }

    private static async Task SentAsync(ATelephone telephone, string what)
    {
        for (var again = 0; await telephone.KeptAsync() > 0; again++)
        {
            Assert.True(again < 300, $"It is not sent: {what}.");
            await Task.Delay(100, ARecord.Patience);
        }
    }

    private static string Said(AServedCounty county, Actor.Resident by, MatterId matter)
    {
        var words = county.Server.Desk.Questions.Contents(by, matter)!.Single(static one => one.Part == "said").Written!;
        return words[(words.IndexOf(": ", StringComparison.Ordinal) + 2)..];
    }

    private static async Task SignOutAsync(IPage page)
    {
        await ThePages.OpenMenuAsync(page);
        await Button(page, "Sign out").ClickAsync();
    }

    private static ILocator Button(IPage page, string name, ILocator? within = null) => within is null ? page.GetByRole(AriaRole.Button, new() { Name = name }) : within.GetByRole(AriaRole.Button, new() { Name = name });
}
