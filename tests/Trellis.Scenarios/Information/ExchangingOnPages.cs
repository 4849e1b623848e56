using System.Net;
using AngleSharp.Dom;
using Microsoft.Playwright;
using Trellis.Information.Exchange;
using Trellis.Process;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Serving;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>The exchange with a neighbour on pages: read in the catalogue, asked for in a matter, seen first by the person, used once, and followed by whoever has a part in it.</summary>
public sealed class ExchangingOnPages(ThePages pages) : IClassFixture<ThePages>
{
    private const string Clerk = "service-clerk@liuhe";
    private const string Phone = "13800000001";

    public static TheoryData<string, string> Stores => ExchangingWithANeighbour.Stores;

    private static CancellationToken Patience => ARecord.Patience;

    [Theory, MemberData(nameof(Stores))]
    public async Task Evidence_is_asked_for_in_a_matter_seen_first_by_its_person_used_once_and_kept_back_where_they_say_so(string home, string there)
    {
        var (one, other) = await PairAsync(home, there);
        await using var _ = one;
        await using var __ = other;
        var matter = await one.Files();
        using var clerk = await InPostAsync(one, Clerk);
        using var wang = await AsResidentAsync(one, "r-wang");

        // Anybody reads at the owner what it offers, to whom and on what terms.
        using var anybody = new AReader(other.Server.Addresses[0], "en");
        var offered = (await anybody.OpenAsync("/catalogue")).Page.QuerySelector("main section")!;
        foreach (var said in (string[])["Telephone", "Liuhe Township", "The next township", "Repair of facilities", "use it once", "the person sees it first", "article 9"]) Assert.Contains(said, offered.TextContent, StringComparison.Ordinal);

        // Asked from the matter at hand, for its purpose; what is missing is told, and nothing is entered before it was looked over.
        var at = (await clerk.OpenAsync($"/matters/{matter.Number}")).Page.QuerySelectorAll("main a").Single(static link => link.GetAttribute("href")!.EndsWith("/evidence", StringComparison.Ordinal)).GetAttribute("href")!;
        var (_, whom) = await clerk.OpenAsync(at);
        Assert.Contains("Repair of facilities", whom.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var ask = whom.QuerySelectorAll("main a").Single(static link => link.TextContent == "See what The next township offers").GetAttribute("href")!;
        var (_, asked) = await clerk.OpenAsync(ask);
        var size = one.Server.Writer.Size;
        Assert.Contains("Say whose", (await clerk.SendAsync(ask, [.. AReader.Hidden(asked.QuerySelector("main section form")!), ("offer", "telephone")])).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Pick which", (await clerk.SendAsync(ask, [.. AReader.Hidden(asked.QuerySelector("main section form")!), ("offer", "made-up"), ("number", "440017")])).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(size, one.Server.Writer.Size);
        foreach (var number in (string[])["440017", "440017", "999999"]) await AskAsync(clerk, ask, number);
        await SendAllAsync(one);
        var rows = (await clerk.OpenAsync(at)).Page.QuerySelectorAll("table.rows tbody tr");
        Assert.Equal(3, rows.Length);
        Assert.Equal(2, rows.Count(static row => row.TextContent.Contains("the person sees it first", StringComparison.Ordinal)));
        var no = rows.Single(static row => row.TextContent.Contains("they refused", StringComparison.Ordinal));
        Assert.Contains("The register holds no such row", no.TextContent, StringComparison.Ordinal);
        Assert.Contains("cites", no.TextContent, StringComparison.Ordinal);
        Assert.All(rows, static row => Assert.Null(row.QuerySelector("button")));

        // The person finds both, and nobody else does; one is let go, the other destroyed.
        var list = (await wang.OpenAsync("/mine")).Page.QuerySelectorAll("main a").Single(static link => link.TextContent == "Dealings with neighbours").GetAttribute("href")!;
        string[] waiting = [.. (await wang.OpenAsync(list)).Page.QuerySelectorAll("table.rows tbody tr").Where(static row => row.TextContent.Contains("waits for you to see it", StringComparison.Ordinal)).Select(static row => row.QuerySelector("a")!.GetAttribute("href")!)];
        Assert.Equal(2, waiting.Length);
        using var li = await AsResidentAsync(one, "r-li");
        Assert.Empty((await li.OpenAsync(list)).Page.QuerySelectorAll("table.rows"));
        foreach (var address in waiting)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await li.OpenAsync(address)).Status);
            var (_, seen) = await wang.OpenAsync(address);
            Assert.Contains(Phone, seen.QuerySelector("main section")!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain(Phone, (await clerk.OpenAsync(at)).Page.Body!.TextContent, StringComparison.Ordinal);
        }

        Assert.Contains("Let go", (await wang.SendAsync(waiting[0], ("answer", "release"))).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        var kept = await wang.SendAsync(waiting[1], ("answer", "decline"));
        Assert.Contains("destroyed", kept.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, kept.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await wang.SendAsync(waiting[1], ("answer", "release"))).QuerySelector("[role=alert]"));

        // Used once: shown when it is entered, again where the same button was pressed twice, and never else.
        var use = (await clerk.OpenAsync(at)).Page.QuerySelectorAll("table.rows form").Single();
        (string, string)[] pressed = [.. AReader.Hidden(use), ("use", use.QuerySelector("button")!.GetAttribute("value")!)];
        for (var twice = 0; twice < 2; twice++) Assert.Contains(Phone, (await clerk.SendAsync(at, pressed)).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, (await clerk.OpenAsync(at)).Page.Body!.TextContent, StringComparison.Ordinal);
        var (_, name, dealing) = ("", pressed[^1].Item1, pressed[^1].Item2);
        Assert.Equal("use", name);
        Assert.Contains("may be used once, and was", (await clerk.SendAsync(at, ("use", dealing), ("key", "another"))).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        // What they signed may be had afterwards, and whoever has it has looked again: that stands in the record first.
        int looks() => one.Record.Entries().Count(static entry => entry.Event == "values-seen/1");
        var before = looks();
        Assert.Contains(Phone, (await clerk.OpenAsync($"/api/v1/exchange/dealings/{dealing}/note")).Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(before + 1, looks());
        Assert.NotEqual(HttpStatusCode.OK, (await clerk.OpenAsync($"/api/v1/exchange/dealings/{dealing[1..]}0/note")).Status);
        Assert.Equal(before + 1, looks());
        await SendAllAsync(one);

        // Whoever owns it reads what was asked and answered, and no value and no row.
        using var owner = await InPostAsync(other, Clerk);
        var answered = (await owner.OpenAsync((await owner.OpenAsync("/asked")).Page.QuerySelectorAll("main a").Single(static link => link.TextContent == "What neighbours asked of us").GetAttribute("href")!)).Page.QuerySelector("table.rows")!;
        Assert.Equal(3, answered.QuerySelectorAll("tbody tr").Length);
        Assert.Equal(2, answered.QuerySelectorAll("tbody tr").Count(static row => row.TextContent.Contains("Telephone", StringComparison.Ordinal)));
        foreach (var hidden in (string[])[Phone, "zh-17", "440017", "r-wang"]) Assert.DoesNotContain(hidden, answered.TextContent, StringComparison.Ordinal);
        using var works = await InPostAsync(other, "works-clerk@works-office");
        Assert.Null((await works.OpenAsync("/asked/neighbours")).Page.QuerySelector("table.rows"));
        Assert.Null((await wang.OpenAsync(at)).Page.QuerySelector("table.rows"));
        using var stranger = await InPostAsync(one, "works-clerk@works-office");
        Assert.NotEqual(HttpStatusCode.InternalServerError, (await stranger.OpenAsync(at)).Status);
        await HoldTogetherAsync(one, other);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_matter_that_was_filed_elsewhere_is_followed_on_a_page_until_its_end(string home, string there)
    {
        var (one, other) = await PairAsync(home, there);
        await using var _ = one;
        await using var __ = other;
        using var wang = await AsResidentAsync(one, "r-wang");
        var (sent, why) = await one.Server.Exchange.FileThereAsync(new Actor.Resident(new ActorId("r-wang")), new MatterWanted("there", "small-repair", "zhongliu", [new FiledRole("applicant", "requester"), new FiledRole("facility", "facility/lamp-9")], [new FiledFact("matter.damage", ["the lamp is out"], false)], null), "k-1", Patience);
        Assert.Null(why);
        var address = $"/mine/dealings/{sent!.Dealing.Id}";
        Assert.Contains("not answered yet", (await wang.OpenAsync(address)).Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        await SendAllAsync(one);
        var (_, page) = await wang.OpenAsync(address);
        Assert.Contains("filed with them", page.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("under way", page.QuerySelector("section[aria-labelledby=course]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("main form"));
        Assert.Contains((await wang.OpenAsync("/mine/dealings")).Page.QuerySelectorAll("table.rows a"), link => link.GetAttribute("href") == address);
        foreach (var language in (string[])["zh", "en"]) await LookAsync(one, wang, language, "own-dealing-matter", address);
        using var li = await AsResidentAsync(one, "r-li");
        Assert.Equal(HttpStatusCode.NotFound, (await li.OpenAsync(address)).Status);

        // The line is down: the page says so, and nothing is lost.
        one.Loses(other);
        Assert.Contains("no address", (await wang.OpenAsync(address)).Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await HoldTogetherAsync(one, other);
    }

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task The_pages_are_in_nobodys_way_on_a_telephone_and_on_a_desk(string language)
    {
        var (one, other) = await PairAsync("SQLite", "SQLite");
        await using var _ = one;
        await using var __ = other;
        var matter = await one.Files();
        using var clerk = await InPostAsync(one, Clerk);
        using var wang = await AsResidentAsync(one, "r-wang");
        var ask = $"/matters/{matter.Number}/evidence?of=there";
        await AskAsync(clerk, ask, "440017");
        await AskAsync(clerk, ask, "999999");
        await SendAllAsync(one);
        var own = (await wang.OpenAsync("/mine/dealings")).Page.QuerySelectorAll("table.rows tbody tr").First(static row => row.TextContent.Contains("waits for you", StringComparison.Ordinal)).QuerySelector("a")!.GetAttribute("href")!;
        using var owner = await InPostAsync(other, Clerk);
        using var anybody = new AReader(other.Server.Addresses[0], language);

        await LookAsync(one, clerk, language, "evidence", ask);
        await LookAsync(one, wang, language, "own-dealings", "/mine/dealings");
        await LookAsync(one, wang, language, "own-dealing", own);
        await LookAsync(other, owner, language, "asked-neighbours", "/asked/neighbours");
        await LookAsync(other, anybody, language, "catalogue-there", "/catalogue");
    }

    private async Task LookAsync(ANode node, AReader reader, string language, string name, string address)
    {
        var axe = await File.ReadAllTextAsync(ShowingPagesToEverybody.AxeCore, Patience);
        foreach (var width in (int[])[1280, 390, 320])
        {
            await using var shown = await pages.ComeAsync(width);
            await shown.Context.AddCookiesAsync(reader.Cookies.Where(static one => one.Name != "language").Select(cookie => new Microsoft.Playwright.Cookie { Name = cookie.Name, Value = cookie.Value, Url = node.Server.Addresses[0].AbsoluteUri }).Append(new Microsoft.Playwright.Cookie { Name = "language", Value = language, Url = node.Server.Addresses[0].AbsoluteUri }));
            await shown.Context.AddInitScriptAsync(axe);
            await shown.Page.GotoAsync(new Uri(node.Server.Addresses[0], address).AbsoluteUri);
            Assert.Empty(await shown.Page.EvaluateAsync<string[]>(ShowingPagesToEverybody.LooksOver, true));
            Assert.Empty(await shown.Page.EvaluateAsync<string[]>(ShowingPagesToEverybody.Presses));
            Assert.Equal(0, await shown.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
            await shown.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ThePages.Pictures, $"exchange-{name}-{width}-{language}.png"), FullPage = true });
        }
    }

    private static async Task<(ANode One, ANode Other)> PairAsync(string home, string there)
    {
        Assert.SkipUnless(File.Exists(Path.Combine(AppContext.BaseDirectory, "pages", "site.css")), "The styles of the pages were not put together: there was no Node with npm when this was built.");
        var (one, other) = await ANode.Pair(home, there, ANode.Usual + "\n  preview: asked\n  good-for: 30 days\n", pages: true);
        await other.Enters("zh-17", Phone);
        return (one, other);
    }

    private static async Task AskAsync(AReader clerk, string ask, string number)
    {
        var (_, blank) = await clerk.OpenAsync(ask);
        var check = await clerk.SendAsync(ask, [.. AReader.Hidden(blank.QuerySelector("main section form")!), ("offer", "telephone"), ("number", number)]);
        Assert.Null(check.QuerySelector("[role=alert]"));
        var done = await clerk.SendAsync(ask, [.. AReader.Hidden(check.QuerySelector("main section form")!), ("sure", "yes")]);
        Assert.Contains("waits for their answer", done.QuerySelector("table.rows")!.TextContent, StringComparison.Ordinal);
    }

    private static async Task SendAllAsync(ANode node)
    {
        while (await node.Server.Exchange.SendDueAsync(Patience) > 0)
        {
        }
    }

    private static async Task<AReader> InPostAsync(ANode node, string seat)
    {
        var officer = await node.Officer(seat);
        var reader = new AReader(node.Server.Addresses[0], "en");
        await reader.SendAsync("/sign-in", ("person", officer.Person.Text), ("post", officer.Seat.Post), ("unit", officer.Seat.Unit.Text));
        return reader;
    }

    private static async Task<AReader> AsResidentAsync(ANode node, string person)
    {
        var reader = new AReader(node.Server.Addresses[0], "en");
        await reader.SendAsync("/sign-in", ("person", person));
        return reader;
    }

    private static async Task HoldTogetherAsync(params ANode[] nodes)
    {
        foreach (var node in nodes)
        {
            await node.StopAsync();
            node.Record.HoldsTogether();
            Assert.Empty(RebuildingTables.Run(node.Record.Place).Changed);
        }
    }
}
