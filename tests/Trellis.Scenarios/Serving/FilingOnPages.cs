using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Trellis.Web.Shared;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>A resident files on pages, as they would on a telephone: by labels, headings and buttons.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed partial class FilingOnPages(ADemo demo, ThePages pages)
{
    private const string Noise = "/guide/construction-noise/file";

    [Fact]
    public async Task Somebody_files_a_complaint_and_takes_home_a_number_and_a_proof()
    {
        using var reader = await AResidentAsync();
        var (_, guide) = await reader.OpenAsync("/guide/construction-noise");
        Assert.Equal(Noise, guide.QuerySelectorAll("a").Single(static link => link.TextContent == "Start").GetAttribute("href"));

        var (_, asked) = await reader.OpenAsync(Noise);
        var filled = Fill(asked, ("In which village or neighbourhood", "zhuyuan"));
        var check = await reader.SendAsync(Noise, filled);
        Assert.Contains("Look it over", check.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Zhuyuan Village", check.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);

        var sent = AReader.Hidden(check);
        var receipt = await reader.SendAsync(Noise, [.. sent, ("sure", "yes")]);
        Assert.Equal("We have it", receipt.QuerySelector("h1")!.TextContent);
        var number = receipt.QuerySelector(".spoken")!.TextContent;
        Assert.Matches("^[0-9]{4}-[0-9]{7}$", number);
        var proof = receipt.QuerySelectorAll("a").Single(static link => link.TextContent == "The proof that it stands there").GetAttribute("href")!;
        Assert.Contains(number, receipt.QuerySelector("svg[role=img]")!.GetAttribute("aria-label"), StringComparison.Ordinal);

        // Nobody has to sign in for the proof. It is there as soon as the record was signed.
        using var stranger = demo.Comes("en");
        for (var again = 0; (await stranger.OpenAsync(proof)).Status != HttpStatusCode.OK; again++)
        {
            Assert.True(again < 50, "The proof does not come.");
            await Task.Delay(200, TheProgram.Patience);
        }

        // Sent again, as a browser does that went back, it is the same matter; and the draft is gone.
        var twice = await reader.SendAsync(Noise, [.. sent, ("sure", "yes")]);
        Assert.Equal(number, twice.QuerySelector(".spoken")!.TextContent);
        var (_, list) = await reader.OpenAsync("/matters");
        Assert.Single(list.QuerySelectorAll("table a"), link => link.GetAttribute("href") == $"/matters/{number}");
        Assert.DoesNotContain(list.QuerySelectorAll("a"), link => link.GetAttribute("href")!.EndsWith($"?draft={sent.Single(static one => one.Name == "draft").Value}", StringComparison.Ordinal));
        using var other = await AResidentAsync(1);
        Assert.Equal(HttpStatusCode.NotFound, (await other.OpenAsync($"/matters/{number}/receipt")).Status);
    }

    [Fact]
    public async Task What_was_entered_is_kept_for_later_and_comes_back_as_it_was_written()
    {
        using var reader = await AResidentAsync();
        const string Address = "/guide/hardship-allowance/file";
        var (_, asked) = await reader.OpenAsync(Address);
        var area = asked.QuerySelectorAll("label").Single(static label => label.TextContent == "Monthly household income").GetAttribute("for")!;
        var name = asked.GetElementById(area)!.GetAttribute("name")!;

        var kept = await reader.SendAsync(Address, [.. Fill(asked), (name, "eighty or so"), ("later", "yes")]);
        Assert.Contains("is kept and not filed yet", kept.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);

        var back = kept.QuerySelectorAll("a").First(static link => link.GetAttribute("href")!.StartsWith($"{Address}?draft=", StringComparison.Ordinal)).GetAttribute("href")!;
        var (_, again) = await reader.OpenAsync(back);
        Assert.Equal("eighty or so", again.GetElementById(area)!.GetAttribute("value"));

        // Another does not get it by its address.
        using var other = await AResidentAsync(1);
        var (_, theirs) = await other.OpenAsync(back);
        Assert.NotEqual("eighty or so", theirs.GetElementById(area)!.GetAttribute("value"));

        // What cannot be read is told with its place, and nothing that was entered is lost.
        var wrong = await reader.SendAsync(Address, [.. Fill(again, ("In which village or neighbourhood", "zhuyuan")), (name, "eighty or so")]);
        Assert.Contains("eighty or so", wrong.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("eighty or so", wrong.GetElementById(area)!.GetAttribute("value"));

        var forget = await reader.SendAsync("/matters", ("forget", back[(back.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        Assert.DoesNotContain(forget.QuerySelectorAll("a"), link => link.GetAttribute("href") == back);
    }

    [Fact]
    public async Task A_session_that_ends_while_somebody_writes_takes_nothing_with_it()
    {
        using var reader = await AResidentAsync();
        var (_, asked) = await reader.OpenAsync(Noise);
        var filled = Fill(asked, ("In which village or neighbourhood", "zhuyuan"));
        var words = asked.QuerySelector("textarea")!.GetAttribute("name")!;
        using var later = demo.Comes("en");

        var ended = await later.SendAsync(Noise, [.. filled, (words, "Every night after ten.")]);

        Assert.Contains("Your session has ended", ended.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Every night after ten.", ended.QuerySelector($"textarea[name='{words}']")!.TextContent);

        await later.SignInAsync(Looks.Resident);
        var check = await later.SendAsync(Noise, [.. Fill(ended, ("In which village or neighbourhood", "zhuyuan")), (words, "Every night after ten.")]);
        Assert.Contains("Every night after ten.", check.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_comes_back_to_the_form_and_an_officer_is_told_why_not()
    {
        using var reader = demo.Comes("en");
        var (_, sign) = await reader.OpenAsync(Noise);
        Assert.Equal(Noise, sign.QuerySelector("main form[method=post] input[name=back]")!.GetAttribute("value"));
        var form = sign.QuerySelectorAll("main form[method=post]")[0];
        var there = await reader.SendAsync("/sign-in", AReader.Hidden(form));
        Assert.NotNull(there.QuerySelector("form input[name=key]"));

        // Nobody is sent on to another site.
        var elsewhere = await reader.SendAsync("/sign-in", [.. AReader.Hidden(form).Where(static one => one.Name != "back"), ("back", "//elsewhere.example/")]);
        Assert.Equal("My matters", elsewhere.QuerySelector("h1")!.TextContent);

        using var officer = demo.Comes("en");
        await officer.SignInAsync(Looks.Officer);
        var (_, told) = await officer.OpenAsync(Noise);
        Assert.Contains("You are signed in to a post", told.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.OpenAsync("/guide/no-such-type/file")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Something_is_reported_with_a_picture_in_four_taps_with_and_without_script(bool withScript)
    {
        using var reader = await AResidentAsync();
        await using var shown = await pages.ComeAsync(360, withScript);
        shown.Context.SetDefaultTimeout(30_000);
        await shown.Context.AddCookiesAsync(reader.Cookies.Select(cookie => new Microsoft.Playwright.Cookie { Name = cookie.Name, Value = cookie.Value, Url = demo.Address.AbsoluteUri }));
        var page = shown.Page;
        await page.GotoAsync(demo.Address.AbsoluteUri);

        // The place where they live is chosen already, and what is reported lies there: a kind, a picture, and it is sent.
        var taps = 0;
        await TapAsync(page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Report something" }));
        await TapAsync(page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Report of a damaged village road" }));
        await page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "Report of a damaged village road" }).WaitForAsync();
        Assert.NotEqual("", await page.GetByLabel("In which village or neighbourhood").InputValueAsync());
        await page.GetByLabel("Pictures, if you like").SetInputFilesAsync(Logs.Find("tests/data/pictures/small.jpg")!);
        taps++;
        await TapAsync(page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Send it" }));
        Assert.Equal(4, taps);

        await page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "We have it" }).WaitForAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "See how it goes" }).ClickAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "Report of a damaged village road" }).WaitForAsync();
        var picture = page.GetByRole(Microsoft.Playwright.AriaRole.Img, new() { Name = "Picture 1" });
        await picture.ScrollIntoViewIfNeededAsync();
        for (var again = 0; await picture.EvaluateAsync<int>("one => one.naturalWidth") != 48; again++)
        {
            Assert.True(again < 100, "The picture is not seen.");
            await Task.Delay(100, TheProgram.Patience);
        }

        // Whose matter it is sees it; an officer sees it within the page, under one look that is entered before.
        var matter = demo.Server.Desk.Questions.List(AsResident(reader), new Trellis.Runtime.Process.MatterFilter(), Trellis.Runtime.Process.MatterOrder.Newest, null, 1)!.Rows[0];
        var post = demo.Server.Desk.Questions.Find(AsResident(reader), matter.Id)!.Value.Matter.Open[0].Performer!.Value.Post!.Value;
        using var officer = await demo.InPostAsync(post.Post, post.Unit.Text);
        var (_, before) = await officer.OpenAsync($"/matters/{matter.Number}");
        Assert.Empty(before.QuerySelectorAll("main img"));
        Assert.Contains("They are shown when what was written is opened.", before.Body!.TextContent, StringComparison.Ordinal);
        var seen = demo.Server.Writer.Size;
        var (_, opened) = await officer.OpenAsync($"/matters/{matter.Number}?open=yes");
        Assert.StartsWith("data:image/jpeg;base64,", Assert.Single(opened.QuerySelectorAll("main img")).GetAttribute("src"), StringComparison.Ordinal);
        Assert.Equal(seen + 1, demo.Server.Writer.Size);

        async Task TapAsync(Microsoft.Playwright.ILocator what)
        {
            await what.ClickAsync();
            taps++;
        }
    }

    [Fact]
    public async Task A_step_that_was_being_filled_in_when_the_session_ended_is_still_on_the_page()
    {
        using var reader = await AResidentAsync();
        var (_, asked) = await reader.OpenAsync(Noise);
        var check = await reader.SendAsync(Noise, Fill(asked, ("In which village or neighbourhood", "zhuyuan")));
        var number = (await reader.SendAsync(Noise, [.. AReader.Hidden(check), ("sure", "yes")])).QuerySelector(".spoken")!.TextContent;
        var address = $"/matters/{number}/do/add-information";
        var (_, form) = await reader.OpenAsync(address);
        using var later = demo.Comes("en");

        var ended = await later.SendAsync(address, [.. AReader.Hidden(form), ("reason", "Every night after ten.")]);
        Assert.Equal("Your session has ended", ended.QuerySelector("h1")!.TextContent);
        Assert.Equal("Every night after ten.", ended.QuerySelector("blockquote")!.TextContent);
        Assert.DoesNotContain("construction", ended.QuerySelector("main")!.TextContent, StringComparison.Ordinal); // nothing of the matter is told

        var goesOn = await reader.SendAsync(address, AReader.Hidden(ended));
        Assert.Contains("Every night after ten.", goesOn.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        Assert.Single((await reader.SendAsync(address, [.. AReader.Hidden(goesOn), ("sure", "yes")])).QuerySelectorAll("[role=status] strong"));
    }

    [Fact]
    public async Task What_is_no_picture_and_what_is_too_large_are_told_on_a_page_and_nothing_is_entered()
    {
        using var reader = await AResidentAsync();
        var (_, asked) = await reader.OpenAsync(Noise);
        var check = await reader.SendAsync(Noise, Fill(asked, ("In which village or neighbourhood", "zhuyuan")));
        var size = demo.Server.Writer.Size;

        var told = await reader.SendFileAsync(Noise, "plan.pdf", "%PDF-1.7 and so on"u8.ToArray(), [.. AReader.Hidden(check), ("sure", "yes")]);
        Assert.Contains("plan.pdf: This is no picture in JPEG, PNG or WebP", told.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        var larger = await reader.SendFileAsync(Noise, "film.jpg", new byte[17 * 1024 * 1024], [.. AReader.Hidden(check), ("sure", "yes")]);
        Assert.Equal("What you sent is too large", larger.QuerySelector("h1")!.TextContent);
        Assert.Equal(size, demo.Server.Writer.Size);

        // The way back is open, and the form is good still.
        var receipt = await reader.SendFileAsync(Noise, "small.webp", await File.ReadAllBytesAsync(Logs.Find("tests/data/pictures/small.webp")!, TheProgram.Patience), [.. AReader.Hidden(check), ("sure", "yes")]);
        Assert.Equal("We have it", receipt.QuerySelector("h1")!.TextContent);
    }

    private Actor.Resident AsResident(AReader reader) => new(demo.Server.Sessions.Of(reader.Cookies.Single(static one => one.Name == "trellis").Value)!.Person);

    [Fact]
    public async Task A_picture_answers_what_is_asked_for_as_photographs_so_that_nobody_is_asked_again()
    {
        const string Building = "/guide/illegal-building/file";
        using var reader = await AResidentAsync();
        var (_, asked) = await reader.OpenAsync(Building);
        Assert.Contains("Photographs of the spot: pictures that you add here will do, or add them later.", asked.Body!.TextContent, StringComparison.Ordinal);
        var check = await reader.SendAsync(Building, Fill(asked, ("In which village or neighbourhood", "zhuyuan")));
        Assert.Contains("photographs of the spot", check.QuerySelector("form[data-keep]")!.TextContent, StringComparison.Ordinal);
        var picture = await File.ReadAllBytesAsync(Logs.Find("tests/data/pictures/small.webp")!, TheProgram.Patience);

        var receipt = await reader.SendFileAsync(Building, "small.webp", picture, [.. AReader.Hidden(check), ("sure", "yes")]);

        var (_, matter) = await reader.OpenAsync("/matters/" + receipt.QuerySelector(".spoken")!.TextContent);
        var given = matter.QuerySelectorAll("section[aria-labelledby=said] dt").Single(static one => one.TextContent == "Photographs of the spot").NextElementSibling!;
        Assert.StartsWith("see picture 1", given.TextContent, StringComparison.Ordinal);
        Assert.Single(matter.QuerySelectorAll("ul.pictures img"));

        // Without one nothing is said to be given; a picture that is added later is taken for it once.
        var bare = await reader.SendAsync(Building, [.. AReader.Hidden(await reader.SendAsync(Building, Fill((await reader.OpenAsync(Building)).Page, ("In which village or neighbourhood", "zhuyuan")))), ("sure", "yes")]);
        var address = "/matters/" + bare.QuerySelector(".spoken")!.TextContent;
        var (_, without) = await reader.OpenAsync(address);
        Assert.DoesNotContain(without.QuerySelectorAll("section[aria-labelledby=said] dt"), static one => one.TextContent == "Photographs of the spot");
        for (var time = 0; time < 2; time++)
        {
            var add = $"{address}/do/add-information";
            var looked = await reader.SendAsync(add, [.. AReader.Hidden((await reader.OpenAsync(add)).Page), ("reason", "From the road.")]);
            await reader.SendFileAsync(add, "small.webp", picture, [.. AReader.Hidden(looked), ("sure", "yes")]);
        }

        var (_, with) = await reader.OpenAsync(address);
        Assert.Single(with.QuerySelectorAll("section[aria-labelledby=said] dt"), static one => one.TextContent == "Photographs of the spot");
        Assert.Equal(2, with.QuerySelectorAll("ul.pictures img").Length);
    }

    [Fact]
    public async Task What_was_filed_is_added_to_withdrawn_opened_again_and_rated()
    {
        using var reader = await AResidentAsync();
        var (_, asked) = await reader.OpenAsync(Noise);
        var check = await reader.SendAsync(Noise, Fill(asked, ("In which village or neighbourhood", "zhuyuan")));
        var receipt = await reader.SendAsync(Noise, [.. AReader.Hidden(check), ("sure", "yes")]);
        var matter = "/matters/" + receipt.QuerySelector(".spoken")!.TextContent;

        await DoAsync("Add something", ("reason", "It is the site behind the school."));
        await DoAsync("Withdraw", ("reason", "They have stopped."));
        var (_, closed) = await reader.OpenAsync(matter);
        Assert.Contains("withdrawn", closed.Body!.TextContent, StringComparison.Ordinal);
        await DoAsync("Reopen", ("reason", "They began again."));
        var (_, open) = await reader.OpenAsync(matter);
        Assert.Contains("under way", open.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("It is the site behind the school.", open.Body.TextContent, StringComparison.Ordinal);
        await DoAsync("Withdraw", ("reason", "Now it is quiet."));
        await DoAsync("Rate", ("stars", "4"));

        async Task DoAsync(string link, params (string Name, string Value)[] answers)
        {
            var (_, page) = await reader.OpenAsync(matter);
            var address = page.QuerySelectorAll("a").Single(one => one.TextContent == link).GetAttribute("href")!;
            var (_, form) = await reader.OpenAsync(address);
            var looked = await reader.SendAsync(address, [.. AReader.Hidden(form), .. answers]);
            Assert.Null(looked.QuerySelector("[role=alert]"));
            var done = await reader.SendAsync(address, [.. AReader.Hidden(looked), ("sure", "yes")]);
            Assert.True(done.QuerySelector("[role=status]")?.TextContent.Contains("in the record", StringComparison.Ordinal) == true, $"{link}: {done.QuerySelector("[role=alert]")?.TextContent}");
        }
    }

    [Fact]
    public void A_code_is_drawn_as_it_is_reckoned_with_room_around_it()
    {
        const string Address = "http://127.0.0.1:8080/receipt/123456";
        using var reckoned = QRCoder.QRCodeGenerator.GenerateQrCode(Address, QRCoder.QRCodeGenerator.ECCLevel.M);
        var size = reckoned.ModuleMatrix.Count;
        var drawn = new bool[size, size];
        foreach (Match run in Run().Matches(QrCode.Draw(Address, "a \"code\"")))
            for (var at = 0; at < int.Parse(run.Groups[3].ValueSpan, System.Globalization.CultureInfo.InvariantCulture); at++)
                drawn[int.Parse(run.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), int.Parse(run.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) + at] = true;

        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
            {
                Assert.Equal(reckoned.ModuleMatrix[y][x], drawn[y, x]);
                if (y < 4 || x < 4 || y >= size - 4 || x >= size - 4) Assert.False(drawn[y, x]);
            }

        Assert.Contains("a &quot;code&quot;", QrCode.Draw(Address, "a \"code\""), StringComparison.Ordinal);
    }

    private async Task<AReader> AResidentAsync(int which = 0)
    {
        var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Resident, which);
        return reader;
    }

    /// <summary>What the form sends along by itself, and answers to labels. What else is needed is answered in some way.</summary>
    private static (string Name, string Value)[] Fill(IDocument page, params (string Label, string Value)[] answers)
    {
        var filled = AReader.Hidden(page.QuerySelector("main form[method=post]")!).ToList();
        foreach (var label in page.QuerySelectorAll("main form[method=post] label"))
        {
            if (answers.FirstOrDefault(one => one.Label == label.TextContent) is { Value: { } value }) filled.Add((page.GetElementById(label.GetAttribute("for")!)!.GetAttribute("name")!, value));
            else if (label.TextContent.StartsWith("Which one it is about", StringComparison.Ordinal)) filled.Add((page.GetElementById(label.GetAttribute("for")!)!.GetAttribute("name")!, "The one by the bridge"));
        }

        return [.. filled];
    }

    [GeneratedRegex("M([0-9]+) ([0-9]+)h([0-9]+)v1")]
    private static partial Regex Run();
}
