using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Playwright;
using Trellis.Runtime.Structure;
using Trellis.Web;
using Trellis.Web.Shared;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>A small county that has lived some weeks, with its pages; started once for all tests of it.</summary>
public sealed class ADemo : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-demo-").FullName;
    private DemoServer? _demo;

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>What the first page said while the year was still being lived.</summary>
    public string Before { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path.Combine(AppContext.BaseDirectory, "pages", "site.css"))) return;
        var first = new TaskCompletionSource<string>();
        _demo = await DemoServer.StartAsync(
            new DemoSettings(_folder, StructureFolder.Read(Path.Combine(AppContext.BaseDirectory, "structures", "cuiwei")), "cuiwei", "http://127.0.0.1:0", Language.Chinese, 0.2, Assets.Read(AppContext.BaseDirectory)) { Days = 60 },
            (address, _) =>
            {
                Address = address;
                using var http = new HttpClient();
                first.SetResult(http.GetStringAsync(address).GetAwaiter().GetResult());
            },
            CancellationToken.None);
        Before = await first.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_demo is not null) await _demo.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Somebody with a browser of their own.</summary>
    internal AReader Comes(string language = "zh")
    {
        Assert.SkipWhen(_demo is null, "The styles of the pages were not put together: there was no Node with npm when this was built.");
        return new AReader(Address, language);
    }
}

/// <summary>Reads pages as people do: by their headings, links and buttons.</summary>
internal sealed class AReader : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = true, UseCookies = true, CookieContainer = new CookieContainer() };
    private readonly HttpClient _http;

    public AReader(Uri address, string language)
    {
        _http = new HttpClient(_handler) { BaseAddress = address };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        _handler.CookieContainer.Add(address, new System.Net.Cookie("language", language));
    }

    public CookieCollection Cookies => _handler.CookieContainer.GetAllCookies();

    public async Task<(HttpStatusCode Status, IDocument Page)> OpenAsync(string address)
    {
        using var answer = await _http.GetAsync(new Uri(address, UriKind.Relative), TheProgram.Patience);
        return (answer.StatusCode, await ReadAsync(answer));
    }

    public async Task<IDocument> SendAsync(string address, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(static one => KeyValuePair.Create(one.Name, one.Value)));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await _http.SendAsync(request, TheProgram.Patience);
        return await ReadAsync(answer);
    }

    /// <summary>Sends a form as another site would make the browser do.</summary>
    public async Task<HttpStatusCode> SendFromElsewhereAsync(string address)
    {
        using var form = new FormUrlEncodedContent([]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await _http.SendAsync(request, TheProgram.Patience);
        return answer.StatusCode;
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private static async Task<IDocument> ReadAsync(HttpResponseMessage answer) => new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(TheProgram.Patience));
}

public sealed partial class WalkingThroughTheDemo(ADemo demo, ThePages pages) : IClassFixture<ADemo>, IClassFixture<ThePages>
{
    private const int PagesOfAWalk = 150;

    [Fact]
    public void While_the_year_is_being_lived_the_first_page_is_there_and_says_so()
    {
        using var reader = demo.Comes();

        Assert.Contains("正在推演", demo.Before, StringComparison.Ordinal);
        Assert.Contains("/guide", demo.Before, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh", null)]
    [InlineData("en", null)]
    [InlineData("zh", "resident")]
    [InlineData("en", "officer")]
    public async Task Every_link_leads_to_a_page_with_a_heading_and_words_of_one_language(string language, string? who)
    {
        using var reader = demo.Comes(language);
        if (who is not null) await SignInAsync(reader, who);
        var (seen, next, faults) = (new HashSet<string>(StringComparer.Ordinal) { "/" }, new Queue<string>(["/"]), new List<string>());
        // Of pages that are alike a few stand for all.
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        while (next.TryDequeue(out var address) && seen.Count < PagesOfAWalk * 4)
        {
            var kind = Kind().Replace(address, "/$1/*");
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            if (kinds[kind] > 4) continue;
            var (status, page) = await reader.OpenAsync(address);
            if (status != HttpStatusCode.OK) faults.Add($"{address}: {status}");
            if (page.QuerySelectorAll("h1").Length != 1) faults.Add($"{address} has {page.QuerySelectorAll("h1").Length} headings of the first rank.");
            if (page.DocumentElement.GetAttribute("lang") != (language == "zh" ? "zh-CN" : "en")) faults.Add($"{address} says another language.");
            if (language == "en" && Han().Match(WordsOf(page)) is { Success: true } left) faults.Add($"{address} has {left.Value} in English.");
            foreach (var field in page.QuerySelectorAll("input:not([type=hidden]), select, textarea"))
                if (field.Id is not { Length: > 0 } id || page.QuerySelector($"label[for='{id}']") is null) faults.Add($"{address} asks without a label: {field.OuterHtml}");
            foreach (var link in page.QuerySelectorAll("a[href^='/']"))
                if (link.GetAttribute("href")!.Split('#')[0] is { Length: > 0 } to && IsAPage(to) && seen.Add(to)) next.Enqueue(to);
        }

        Assert.Empty(faults);
        Assert.True(seen.Count > 40, $"Only {seen.Count} pages were found.");
    }

    [Fact]
    public async Task A_resident_adds_something_to_their_matter_after_looking_it_over()
    {
        using var reader = demo.Comes("en");
        await SignInAsync(reader, "resident");

        var (_, list) = await reader.OpenAsync("/matters");
        var (_, matter) = await reader.OpenAsync(list.QuerySelector("table a")!.GetAttribute("href")!);
        var address = matter.QuerySelectorAll("a").Single(static link => link.TextContent == "Add something").GetAttribute("href")!;
        var (_, asked) = await reader.OpenAsync(address);
        var key = asked.QuerySelector("input[name=key]")!.GetAttribute("value")!;

        var empty = await reader.SendAsync(address, ("key", key));
        Assert.Contains("What there is to add", empty.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);

        var check = await reader.SendAsync(address, ("key", key), ("reason", "The gate is open after six."));
        Assert.NotNull(check.QuerySelectorAll("button").SingleOrDefault(static button => button.TextContent == "Confirm"));
        Assert.Contains("The gate is open after six.", check.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);

        var done = await reader.SendAsync(address, ("key", key), ("reason", "The gate is open after six."), ("sure", "yes"));
        Assert.Contains("in the record", done.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The gate is open after six.", done.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_officer_is_told_why_not_before_anything_is_entered()
    {
        using var reader = demo.Comes("en");
        await SignInAsync(reader, "officer");

        var (_, inbox) = await reader.OpenAsync("/inbox");
        var (_, matter) = await reader.OpenAsync(inbox.QuerySelector("table a")!.GetAttribute("href")!);
        var address = matter.QuerySelectorAll("a").First(static link => link.TextContent == "Return").GetAttribute("href")!;
        var (_, asked) = await reader.OpenAsync(address);
        string Field(string name) => asked.QuerySelector($"input[name={name}]")!.GetAttribute("value")!;
        var duty = asked.QuerySelectorAll("select[name=duty] option")[^1].GetAttribute("value")!;
        var unit = asked.QuerySelectorAll("select[name=to] option")[^1].GetAttribute("value")!;

        // Whoever received it first, or was given it by the flow, has nobody to return it to; and that unit bears no such duty.
        var refused = await reader.SendAsync(address, ("key", Field("key")), ("point", Field("point")), ("duty", duty), ("to", unit), ("reason", "Not ours."), ("sure", "yes"));

        Assert.NotNull(refused.QuerySelector("[role=alert] li"));
        Assert.Equal("Not ours.", refused.QuerySelector("textarea[name=reason]")!.TextContent);
    }

    [Fact]
    public async Task What_another_site_makes_a_browser_send_changes_nothing()
    {
        using var reader = demo.Comes();
        await SignInAsync(reader, "officer");

        Assert.Equal(HttpStatusCode.Forbidden, await reader.SendFromElsewhereAsync("/sign-out"));
        Assert.Equal(HttpStatusCode.OK, (await reader.OpenAsync("/inbox")).Status);
    }

    [Fact]
    public async Task What_is_not_there_and_what_is_not_theirs_is_told_on_a_page()
    {
        using var reader = demo.Comes("en");

        var (status, page) = await reader.OpenAsync("/no-such-page");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("There is no such page", page.QuerySelector("h1")!.TextContent);

        await SignInAsync(reader, "resident");
        var (hidden, _) = await reader.OpenAsync("/matters/2026-9999999");
        Assert.Equal(HttpStatusCode.NotFound, hidden);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task A_browser_finds_nothing_amiss_and_asks_nobody_else(int width)
    {
        using var reader = demo.Comes();
        await SignInAsync(reader, "officer");
        var cookies = reader.Cookies.Select(cookie => new Microsoft.Playwright.Cookie { Name = cookie.Name, Value = cookie.Value, Url = demo.Address.AbsoluteUri }).ToList();
        foreach (var address in (string[])["/", "/guide", "/guide/small-restaurant", "/inbox", "/structure", "/structure/units/xikou", "/structure/duties/construction-noise", "/structure/findings", "/record", "/sign-in"])
        {
            await using var shown = await pages.OpenAsync(new Uri(demo.Address, address).AbsoluteUri, width);
            await shown.Context.AddCookiesAsync(cookies);
            await shown.Page.GotoAsync(new Uri(demo.Address, address).AbsoluteUri);

            Assert.Empty(shown.Complaints);
            Assert.All(shown.Requests, request => Assert.True(request.StartsWith(demo.Address.AbsoluteUri, StringComparison.Ordinal) || request.StartsWith("data:", StringComparison.Ordinal), request));
            Assert.Equal(0, await shown.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
            await shown.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ThePages.Pictures, $"demo{address.Replace('/', '-')}-{width}.png"), FullPage = false });
        }
    }

    private static async Task SignInAsync(AReader reader, string who)
    {
        var (_, page) = await reader.OpenAsync("/sign-in");
        var form = page.QuerySelectorAll("main form[method=post]").First(form => (form.QuerySelector("input[name=post]") is not null) == (who == "officer"));
        await reader.SendAsync("/sign-in", [.. form.QuerySelectorAll("input[type=hidden]").Select(static field => (field.GetAttribute("name")!, field.GetAttribute("value")!))]);
    }

    private static bool IsAPage(string address) => !address.StartsWith("/preferences", StringComparison.Ordinal) && !address.StartsWith("/checkpoint", StringComparison.Ordinal) && !address.StartsWith("/receipt", StringComparison.Ordinal) && !address.StartsWith("/verifier", StringComparison.Ordinal);

    /// <summary>What stands on a page but for what is written as it stands in a file, and for the name of the other language.</summary>
    private static string WordsOf(IDocument page)
    {
        foreach (var left in page.QuerySelectorAll("pre, [lang=zh-CN]:not(html)")) left.Remove();
        return page.Body!.TextContent;
    }

    [GeneratedRegex("^/([a-z-]+(?:/[a-z-]+)?)/[^/?]+.*$")]
    private static partial Regex Kind();

    [GeneratedRegex("[\\u4e00-\\u9fff]+")]
    private static partial Regex Han();
}
