using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using Microsoft.Playwright;
using Trellis.Ledger;
using Trellis.Process.Matters;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>What residents and officers do on the pages of a matter, by the words that stand there.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class ActingOnPages(ADemo demo, ThePages pages)
{
    [Fact]
    public async Task A_step_is_handed_over_returned_with_the_duty_asked_about_answered_and_referred_up()
    {
        var (resident, number) = await NoiseAtZhuyuanAsync();
        using var mine = resident;
        // Whoever asked is told at once whom to ask for, where somebody has to decide.
        var (_, filed) = await mine.OpenAsync($"/matters/{number}");
        Assert.Contains(filed.QuerySelectorAll("section[aria-labelledby=decides] li"), static line => line.TextContent.Contains("night work", StringComparison.OrdinalIgnoreCase) && line.QuerySelector("a")!.GetAttribute("href")!.StartsWith("/structure/units/", StringComparison.Ordinal));
        // Where it is stands in a picture, and the same in words.
        var steps = filed.QuerySelector("section[aria-labelledby=steps] ol.flow")!;
        Assert.Contains("0 done, now at: Receive", steps.GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Contains("● now here", steps.TextContent, StringComparison.Ordinal);
        Assert.Contains(filed.QuerySelectorAll("section[aria-labelledby=course] details li"), static line => line.TextContent.Contains("Confirm", StringComparison.Ordinal));
        using var xikou = await demo.InPostAsync("duty-officer", "xikou");
        using var shiping = await demo.InPostAsync("duty-officer", "shiping");
        // An officer sees what is asked and answered, and by whom, and no word of it before they open it.
        var (_, shown) = await xikou.OpenAsync($"/matters/{number}");
        var asks = shown.QuerySelector("section[aria-labelledby=asks]")!;
        Assert.Contains(asks.QuerySelectorAll("li"), static line => line.TextContent.Contains("held in the register \"Persons\"", StringComparison.Ordinal));
        Assert.NotNull(shown.QuerySelector($"section[aria-labelledby=said] a[href='/matters/{number}?open=yes']"));

        await DoAsync(xikou, number, "Hand over", ("to", "shiping"), ("reason", "It is on your side of the river."));
        // Whoever had no part in it until now has one.
        var returned = await DoAsync(shiping, number, "Return", ("duty", "construction-noise"), ("to", "xikou"), ("reason", "The site lies in Zhuyuan."));
        Assert.Contains("in the record", returned.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        await DoAsync(xikou, number, "Receive");

        using var team = await demo.InPostAsync("enforcement-team", "xikou");
        await DoAsync(team, number, "Ask another unit", ("of", "urban-management"), ("for", "Answer"), ("reason", "Is there a permit for the night?"));
        using var bureau = await demo.InPostAsync("noise-officer", "urban-management");
        var (_, asked) = await bureau.OpenAsync("/asked");
        Assert.Contains(asked.QuerySelectorAll("table a"), link => link.GetAttribute("href") == $"/matters/{number}");
        await DoAsync(bureau, number, "Answer what was asked", ("ours", "yes"), ("reason", "There is none."));

        // A task that is on the list of the unit is not refused, and the page says so.
        var (_, page) = await team.OpenAsync($"/matters/{number}");
        Assert.DoesNotContain(page.QuerySelectorAll("a"), static link => link.TextContent == "Refuse: it is not on our list");
        var refused = await team.DoAsync($"/matters/{number}/do/refuse-task?point={Uri.EscapeDataString(PointOf(page))}", ("reason", "Not ours."));
        Assert.NotNull(refused.QuerySelector("[role=alert] li"));
        Assert.Equal("Not ours.", refused.QuerySelector("textarea[name=reason]")!.TextContent);

        var up = await DoAsync(team, number, "Refer up", ("reason", "They do not let us in."));
        Assert.Contains("in the record", up.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>What lies beyond a town goes to the body above, and the county has no part in that duty.</summary>
    [Theory]
    [InlineData("zh", 360, "拒绝清单外的任务", "为什么不在清单上", "下一步：核对", "确认", "办好了，已进入记录", "您可以做什么")]
    [InlineData("en", 1280, "Refuse: it is not on our list", "Why it is not on the list", "Next: check", "Confirm", "Done, and in the record", "What you may do")]
    public async Task A_unit_refuses_a_task_that_is_not_on_its_list_and_the_time_is_the_givers(string language, int width, string refuse, string why, string next, string confirm, string done, string offers)
    {
        const string Reason = "县里没有这项职责，由镇里办。";
        var (resident, number) = await NoiseAtZhuyuanAsync();
        using var mine = resident;
        using var xikou = await demo.InPostAsync("duty-officer", "xikou");
        using var shiping = await demo.InPostAsync("duty-officer", "shiping");
        await DoAsync(xikou, number, "Hand over", ("to", "shiping"), ("reason", "It is on your side of the river."));
        // Given by another unit, but on their list all the same.
        var (_, given) = await shiping.OpenAsync($"/matters/{number}");
        Assert.DoesNotContain(given.QuerySelectorAll("section[aria-labelledby=offers] a"), static link => link.TextContent.StartsWith("Refuse", StringComparison.Ordinal));
        await DoAsync(shiping, number, "Receive");
        using var team = await demo.InPostAsync("enforcement-team", "xikou");
        await DoAsync(team, number, "Refer up", ("reason", "They do not let us in."));

        using var county = await demo.InPostAsync("duty-chief", "cuiwei", language);
        await using var shown = await pages.ComeAsAsync(county, demo.Address, width);
        var page = shown.Page;
        await page.GotoAsync(new Uri(demo.Address, $"/matters/{number}").AbsoluteUri);
        await page.GetByRole(AriaRole.Region, new() { Name = offers }).GetByRole(AriaRole.Link, new() { Name = refuse }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(refuse);
        await page.GetByLabel(why).FillAsync(Reason);
        await page.GetByRole(AriaRole.Button, new() { Name = next }).ClickAsync();
        await Assertions.Expect(page.GetByText(Reason)).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = confirm }).DblClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = done })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = refuse })).ToHaveCountAsync(0);
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Empty(shown.Complaints);

        // The record holds it once, and the town has it again with all the time that it took.
        var position = long.Parse(new Uri(page.Url).Query.Split("done=")[1].Split('&')[0], CultureInfo.InvariantCulture);
        Assert.True(Trellis.Ledger.Entry.TryRead(demo.Server.Desk.Questions.Ask(session => LedgerRows.Entry(session, position))!, out var entry, out _));
        Assert.Equal(("task-refused/1", new EntryActor.Officer("duty-chief", "cuiwei")), (entry.Event, entry.By));
        var matter = demo.Server.Desk.Questions.Find(MatterNumbers.Id(demo.Server.Desk.Questions.Ask(session => MatterRows.OfNumber(session, number))!.Value))!.Value.Matter;
        Assert.Equal("enforcement-team@xikou", Assert.Single(matter.Open).Performer.ToString());
        var (_, back) = await team.OpenAsync($"/matters/{number}");
        Assert.Contains(back.QuerySelectorAll("section[aria-labelledby=offers] a"), static link => link.TextContent == "Ask another unit");
        Assert.DoesNotContain("Cuiwei County", back.QuerySelector("section[aria-labelledby=waited]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_sends_a_matter_away_by_two_clicks_without_a_script_is_told_twice_that_it_is_done_once()
    {
        var (resident, number) = await NoiseAtZhuyuanAsync();
        using var mine = resident;
        using var xikou = await demo.InPostAsync("duty-officer", "xikou");
        using var shiping = await demo.InPostAsync("duty-officer", "shiping");
        await DoAsync(xikou, number, "Hand over", ("to", "shiping"), ("reason", "It is on your side of the river."));
        await DoAsync(shiping, number, "Receive");
        using var team = await demo.InPostAsync("enforcement-team", "xikou");
        await DoAsync(team, number, "Refer up", ("reason", "They do not let us in."));
        using var county = await demo.InPostAsync("duty-chief", "cuiwei");
        var (_, page) = await county.OpenAsync($"/matters/{number}");
        var link = page.QuerySelectorAll("section[aria-labelledby=offers] a").First(static one => one.TextContent.StartsWith("Refuse", StringComparison.Ordinal)).GetAttribute("href")!;
        var (_, asked) = await county.OpenAsync(link);
        var check = await county.SendAsync(link, [.. AReader.Hidden(asked), ("reason", "Not ours.")]);
        (string, string)[] sure = [.. AReader.Hidden(check), ("sure", "yes")];
        var first = await county.SendAsync(link, sure);
        var again = await county.SendAsync(link, sure);

        // They have no part in it any more, and the second answer is that of the first.
        Assert.Equal(HttpStatusCode.NotFound, (await county.OpenAsync($"/matters/{number}")).Status);
        Assert.Contains("in the record", first.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(first.QuerySelector("[role=status]")!.TextContent, again.QuerySelector("[role=status]")!.TextContent);

        // Nobody else learns by the same key that anything was done.
        using var other = await demo.InPostAsync("duty-officer", "shiping");
        Assert.Null((await other.SendAsync(link, sure)).QuerySelector("[role=status]"));
    }

    [Fact]
    public async Task A_whistle_is_blown_the_called_come_and_report_and_the_resident_judges_it()
    {
        var (resident, number) = await NoiseAtZhuyuanAsync();
        using var mine = resident;
        using var leader = await demo.InPostAsync("township-leader", "xikou");

        await DoAsync(leader, number, "Blow the whistle", ("posts", "noise-officer"), ("reason", "The site works on."));
        using var called = await demo.InPostAsync("noise-officer", "urban-management");
        await DoAsync(called, number, "We have come");
        var (_, early) = await mine.OpenAsync($"/matters/{number}");
        Assert.DoesNotContain(early.QuerySelectorAll("a"), static link => link.TextContent == "Judge the call");
        await DoAsync(called, number, "Report what was done", ("acted", "yes"), ("reason", "The saws are off."));
        await DoAsync(mine, number, "Judge the call", ("verdict", "Settled"), ("reason", "It is quiet."));

        var (_, board) = await called.OpenAsync("/whistles?show=settled&place=zhuyuan");
        Assert.Contains(board.QuerySelectorAll("table a"), link => link.GetAttribute("href") == $"/matters/{number}");
        // What no list offers is told, and enters nothing.
        var wrong = await mine.SendAsync($"/matters/{number}/do/judge-whistle", ("verdict", "Splendid"), ("key", "k"));
        Assert.Contains("choose one of those listed", wrong.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Say that it is done", "confirmed")]
    [InlineData("It is not done: dispute it", "disputed")]
    public async Task Whoever_asked_says_that_it_is_done_or_that_it_is_not(string word, string then)
    {
        using var reader = demo.Comes("en");
        var matter = demo.Server.Desk.Questions.Ask(static session => ListRows.Folded(session, null, long.MaxValue, 1_000)).Select(static row => MatterBytes.Read(row.Folded).Matter).First(one => one.Open is [{ Performer.IsRole: true } point, ..] && one.State == MatterState.Open
            && demo.Server.Desk.Versions.Of(one.Version).Structure.Matters.Of(one.Type)[^1].Steps.Any(step => step.Id == point.Step && step.Kind == StepKind.Confirm));
        await reader.SendAsync("/sign-in", ("person", matter.FiledFor.Text));

        if (word.Contains("dispute", StringComparison.Ordinal))
        {
            var (_, page) = await reader.OpenAsync($"/matters/{matter.Number}");
            var silent = await reader.DoAsync(page.QuerySelectorAll("a").Single(link => link.TextContent == word).GetAttribute("href")!, ("reason", ""));
            Assert.Contains("What is not done", silent.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }

        var done = await DoAsync(reader, matter.Number, word, word.Contains("dispute", StringComparison.Ordinal) ? [("reason", "The hole is still there.")] : []);

        Assert.Contains(done.QuerySelectorAll("ol.course li.done .tag"), tag => tag.TextContent == then);
    }

    [Fact]
    public async Task A_pause_is_booked_on_whom_the_office_names_never_on_the_resident_by_itself_and_the_promise_stays_in_sight()
    {
        var (resident, number) = await NoiseAtZhuyuanAsync();
        using var mine = resident;
        using var xikou = await demo.InPostAsync("duty-officer", "xikou");
        await DoAsync(xikou, number, "Receive");
        var promised = PromiseOn((await mine.OpenAsync($"/matters/{number}")).Page);
        var (_, asked) = await xikou.OpenAsync($"/matters/{number}/do/pause-matter");
        Assert.Equal("xikou", asked.QuerySelector("select[name=on] option[selected]")!.GetAttribute("value"));

        var wrong = await xikou.SendAsync($"/matters/{number}/do/pause-matter", [.. AReader.Hidden(asked), ("why", "expert-test"), ("on", "atlantis")]);
        Assert.Contains("choose one of those listed", wrong.QuerySelector("[role=alert] a[href='#f-on']")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Error: ", wrong.Title, StringComparison.Ordinal);
        Assert.Equal("true", wrong.GetElementById("f-on")!.GetAttribute("aria-invalid"));
        Assert.NotNull(wrong.GetElementById(wrong.GetElementById("f-on")!.GetAttribute("aria-describedby")!.Split(' ')[0]));
        await DoAsync(xikou, number, "Pause", ("why", "expert-test"), ("on", "urban-management"), ("reason", "The laboratory comes on Friday."));

        Assert.Equal(Bearer.Of(new UnitId("urban-management")), demo.Server.Desk.Questions.Find(MatterNumbers.Id(demo.Server.Desk.Questions.Ask(session => MatterRows.OfNumber(session, number))!.Value))!.Value.Matter.RunningPause!.On);
        var (_, paused) = await mine.OpenAsync($"/matters/{number}");
        Assert.Equal(promised, PromiseOn(paused));
        Assert.Contains(paused.QuerySelectorAll("dl.facts dd"), static line => line.TextContent.StartsWith("paused since", StringComparison.Ordinal) && !line.TextContent.Contains("who asked", StringComparison.Ordinal));
        Assert.DoesNotContain("waits for who asked", paused.QuerySelector("ol.course")!.TextContent, StringComparison.Ordinal);
        await DoAsync(xikou, number, "Resume");
        var course = (await mine.OpenAsync($"/matters/{number}")).Page.QuerySelector("ol.course")!.TextContent;
        Assert.Contains("Paused: A laboratory measures", course, StringComparison.Ordinal);
        Assert.Contains("The laboratory comes on Friday.", course, StringComparison.Ordinal);
        Assert.Contains("Resumed", course, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_course_tells_whoever_asked_where_it_was_sent_and_the_public_page_the_same_without_anybodys_words()
    {
        const string Why = "It is on your side of the river.";
        var (resident, number) = await NoiseAtZhuyuanAsync();
        using var mine = resident;
        using var xikou = await demo.InPostAsync("duty-officer", "xikou");
        using var shiping = await demo.InPostAsync("duty-officer", "shiping");
        var units = (await xikou.OpenAsync((await OfferAsync(xikou, number, "Hand over"))!)).Page.QuerySelectorAll("[name=to] option, input[name=to]").Select(static one => one.GetAttribute("value")).ToList();
        Assert.Contains("shiping", units);
        Assert.DoesNotContain("xikou", units);
        Assert.DoesNotContain("urban-management", units); // it has no such post
        await DoAsync(xikou, number, "Hand over", ("to", "shiping"), ("reason", Why));
        var duties = (await shiping.OpenAsync((await OfferAsync(shiping, number, "Return"))!)).Page.QuerySelectorAll("select[name=duty] optgroup");
        Assert.Contains(duties[0].QuerySelectorAll("option"), static one => one.GetAttribute("value") == "construction-noise");
        await DoAsync(shiping, number, "Return", ("duty", "construction-noise"), ("to", "xikou"), ("reason", "The site lies in Zhuyuan."));
        await DoAsync(mine, number, "Add something", ("reason", "It goes on until two."));
        await DoAsync(mine, number, "Let anybody follow it");

        var course = (await mine.OpenAsync($"/matters/{number}")).Page.QuerySelector("ol.course")!.TextContent;
        foreach (var told in (string[])["Handed over", Why, "Returned", "by the duty", "The site lies in Zhuyuan.", "Something was added", "It goes on until two.", "Made public"]) Assert.Contains(told, course, StringComparison.Ordinal);
        // Whoever has not opened it in the record sees the course and no words.
        var (_, officers) = await xikou.OpenAsync($"/matters/{number}");
        Assert.Contains("Returned", officers.QuerySelector("ol.course")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(Why, officers.DocumentElement.TextContent, StringComparison.Ordinal);
        using var nobody = demo.Comes("en");
        var everybodys = (await nobody.OpenAsync($"/public/{number}")).Page.DocumentElement.TextContent;
        foreach (var told in (string[])["Handed over", "Returned", "by the duty"]) Assert.Contains(told, everybodys, StringComparison.Ordinal);
        foreach (var kept in (string[])[Why, "The site lies in Zhuyuan.", "It goes on until two.", "Something was added", "online"]) Assert.DoesNotContain(kept, everybodys, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_matter_is_about_is_opened_beside_the_step_after_the_look_and_what_was_typed_stays()
    {
        var (resident, number) = await NoiseAtZhuyuanAsync();
        using var mine = resident;
        using var xikou = await demo.InPostAsync("duty-officer", "xikou");
        await DoAsync(xikou, number, "Receive");
        using var team = await demo.InPostAsync("enforcement-team", "xikou");
        var address = (await OfferAsync(team, number, "Hand over"))!;
        var (_, asked) = await team.OpenAsync(address);
        Assert.DoesNotContain("behind the school", asked.DocumentElement.TextContent, StringComparison.Ordinal);
        async Task<string?> NewestLookAsync() => (await mine.OpenAsync("/mine/looks")).Page.QuerySelector("a[href$='/question']")?.GetAttribute("href");
        var before = await NewestLookAsync();

        var opened = await team.SendAsync(address, [.. AReader.Hidden(asked), ("reason", "Half a sentence"), ("open", "yes")]);

        Assert.Contains("behind the school", opened.QuerySelector("section[aria-labelledby=said]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Half a sentence", opened.QuerySelector("textarea[name=reason]")!.TextContent);
        Assert.NotEqual(before, await NewestLookAsync());
        // Whose matter it is opens nothing by it.
        Assert.Null((await mine.SendAsync($"/matters/{number}/do/add-information", ("reason", "x"), ("open", "yes"))).QuerySelector("section[aria-labelledby=said]"));
    }

    [Fact]
    public async Task Nothing_is_done_in_the_name_of_somebody_who_signed_in_meanwhile()
    {
        const string Noise = "/guide/construction-noise/file";
        using var browser = demo.Comes("en");
        await browser.SignInAsync(Looks.Resident);
        var check = await browser.SendAsync(Noise, [.. AReader.Hidden((await browser.OpenAsync(Noise)).Page.QuerySelector("main form[method=post]")!), ("place", "zhuyuan"), ("role.site.words", "The site of whoever was first")]);
        Assert.Contains("Filed by you", check.QuerySelector("main form")!.TextContent, StringComparison.Ordinal);
        await browser.SignInAsync(Looks.Resident, 1);
        var many = (await browser.OpenAsync("/matters")).Page.QuerySelectorAll("table a").Length;

        var told = await browser.SendAsync(Noise, [.. AReader.Hidden(check), ("sure", "yes")]);

        Assert.Equal("Somebody else has signed in since", told.QuerySelector("h1")!.TextContent);
        Assert.Contains("The site of whoever was first", told.QuerySelector("blockquote")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(many, (await browser.OpenAsync("/matters")).Page.QuerySelectorAll("table a").Length);
        // Pressed again it is still nobody's; whoever goes on as themselves looks it over first, and only then it is theirs.
        var again = await browser.SendAsync(Noise, AReader.Hidden(told));
        Assert.Equal("Somebody else has signed in since", again.QuerySelector("h1")!.TextContent);
        // Whoever was first and signs in again goes on as themselves.
        await browser.SignInAsync(Looks.Resident);
        Assert.NotNull((await browser.SendAsync(Noise, AReader.Hidden(told))).QuerySelector("button[name=sure]"));
        await browser.SignInAsync(Looks.Resident, 1);
        var own = told.QuerySelector("button[name=go-on-as]")!;
        var mine = await browser.SendAsync(Noise, [.. AReader.Hidden(told), ("go-on-as", own.GetAttribute("value")!)]);
        Assert.NotNull(mine.QuerySelector("button[name=sure]"));
        Assert.NotNull((await browser.SendAsync(Noise, [.. AReader.Hidden(mine), ("sure", "yes")])).QuerySelector(".spoken"));
    }

    [Theory]
    [InlineData("zh", 390)]
    [InlineData("en", 1280)]
    public async Task The_course_and_the_pause_stand_on_a_narrow_page_as_on_a_wide_one(string language, int width)
    {
        var (resident, number) = await NoiseAtZhuyuanAsync();
        using var mine = resident;
        using var xikou = await demo.InPostAsync("duty-officer", "xikou");
        await DoAsync(xikou, number, "Receive");
        await DoAsync(xikou, number, "Pause", ("why", "expert-test"), ("on", "urban-management"), ("reason", "实验室星期五来。"));
        using var team = await demo.InPostAsync("enforcement-team", "xikou");
        var step = (await OfferAsync(team, number, "Hand over"))!;
        team.Holds("language", language);
        mine.Holds("language", language);
        await using var shown = await pages.ComeAsAsync(mine, demo.Address, width);
        await using var office = await pages.ComeAsAsync(team, demo.Address, width);
        foreach (var (page, address, name) in (IEnumerable<(IPage, string, string)>)[(shown.Page, $"/matters/{number}", "course"), (office.Page, step, "step")])
        {
            await page.GotoAsync(new Uri(demo.Address, address).AbsoluteUri);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ThePages.Pictures, $"{name}-{width}-{language}.png"), FullPage = true });
            Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        }

        Assert.Empty(shown.Complaints);
        Assert.Empty(office.Complaints);
    }

    private static string PromiseOn(IDocument page) => page.QuerySelectorAll("dl.facts dt").First(static one => one.TextContent == "Promised by").NextElementSibling!.TextContent.Trim();

    private static async Task<string?> OfferAsync(AReader reader, string number, string word) =>
        (await reader.OpenAsync($"/matters/{number}")).Page.QuerySelectorAll("section[aria-labelledby=offers] a").FirstOrDefault(one => one.TextContent == word)?.GetAttribute("href");

    private async Task<(AReader Resident, string Number)> NoiseAtZhuyuanAsync()
    {
        var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Resident);
        return (reader, await reader.FileNoiseAsync());
    }

    /// <summary>Finds the words on the page of the matter, answers what is asked, looks it over and confirms.</summary>
    private static async Task<IDocument> DoAsync(AReader reader, string number, string word, params (string Name, string Value)[] fields)
    {
        var (status, page) = await reader.OpenAsync($"/matters/{number}");
        Assert.Equal(HttpStatusCode.OK, status);
        var link = page.QuerySelectorAll("section[aria-labelledby=offers] a").FirstOrDefault(one => one.TextContent == word || one.TextContent.StartsWith(word + ":", StringComparison.Ordinal));
        Assert.True(link is not null, $"{word} is not offered: {page.QuerySelector("section[aria-labelledby=offers]")?.TextContent}");
        var done = await reader.DoAsync(link.GetAttribute("href")!, fields);
        Assert.True(done.QuerySelector("[role=status]") is not null, $"{word}: {done.QuerySelector("[role=alert]")?.TextContent}");
        return done;
    }

    private static string PointOf(IDocument page) => Uri.UnescapeDataString(page.QuerySelectorAll("a[href*='?point=']")[0].GetAttribute("href")!.Split("?point=")[1]);
}
