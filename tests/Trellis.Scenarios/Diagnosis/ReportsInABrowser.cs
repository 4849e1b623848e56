using System.IO.Compression;
using System.Text.RegularExpressions;
using Xunit;

namespace Trellis.Scenarios.Diagnosis;

/// <summary>The HTML report as people meet it: on a telephone, on a desk, on paper, with a screen reader, without a network.</summary>
public sealed class ReportsInABrowser(ThePages pages) : IClassFixture<ThePages>, IDisposable
{
    private readonly TheProgram _program = new();

    public static TheoryData<string, string> Reports => new()
    {
        { "hotline.csv", "en" }, { "hotline.csv", "zh" }, { "hotline-zh.csv", "zh" }, { "receipt.xes.gz", "en" }, { "receipt.xes.gz", "zh" }, { "BPIC15_1.xes.gz", "en" }, { "BPIC15_1.xes.gz", "zh" },
    };

    public static TheoryData<string, string, int> ReportsAndWidths
    {
        get
        {
            var all = new TheoryData<string, string, int>();
            foreach (var (log, language) in Reports.Select(static row => row.Data))
                foreach (var width in (int[])[320, 360, 768, 1280]) all.Add(log, language, width);
            return all;
        }
    }

    public void Dispose() => _program.Dispose();

    private static string PathOf(string log) => log.StartsWith("hotline", StringComparison.Ordinal) ? Logs.Find("docs/tutorial/" + log)! : Logs.Recorded(log);

    private Task<ThePage> OpenAsync(string log, string language, int width, params string[] more) =>
        pages.OpenAsync(pages.ReportOf(PathOf(log), ["--lang", language, .. more]), width);

    [Theory]
    [MemberData(nameof(ReportsAndWidths))]
    public async Task The_page_fits_its_window_asks_for_nothing_and_complains_of_nothing(string log, string language, int width)
    {
        await using var page = await OpenAsync(log, language, width);

        Assert.Equal(width, await page.Page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, innerWidth)"));
        Assert.Empty(await page.AsksAsync(WiderThanTheWindow));
        if (width is 360 or 1280)
            await page.Page.ScreenshotAsync(new() { Path = Path.Combine(ThePages.Pictures, $"{log.Split('.')[0]}-{language}-{width}.png"), FullPage = true });
        Assert.Equal([page.Page.Url], page.Requests);
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task Every_picture_has_its_table_one_touch_away(string log, string language)
    {
        await using var page = await OpenAsync(log, language, 768);

        Assert.Empty(await page.AsksAsync("""[...document.querySelectorAll('svg[role=img]')].filter(s => !s.closest('figure,section')?.querySelector('details > summary')).map(s => s.textContent.slice(0, 80))"""));
        Assert.Empty(await page.AsksAsync("""[...document.querySelectorAll('svg[role=img]')].filter(s => !s.getAttribute('aria-labelledby').split(' ').every(id => document.getElementById(id)?.textContent)).map(s => s.outerHTML.slice(0, 80))"""));
        var summaries = page.Page.GetByText(language == "zh" ? "以表格查看" : "The same as a table", new() { Exact = true });
        Assert.True(await summaries.CountAsync() > 0, "No summary says that the same stands in a table.");
        foreach (var summary in await summaries.AllAsync())
        {
            var table = summary.Locator("xpath=..").Locator("table").First;
            Assert.False(await table.IsVisibleAsync());
            await summary.ClickAsync();
            Assert.True(await table.IsVisibleAsync());
            Assert.True(await table.Locator("tbody tr").CountAsync() > 0);
            Assert.True(await table.Locator("th[scope]").CountAsync() > 0);
        }

        Assert.Equal(768, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task Headings_descend_one_level_at_a_time_and_the_page_says_its_language(string log, string language)
    {
        await using var page = await OpenAsync(log, language, 768);

        var levels = await page.Page.EvaluateAsync<int[]>("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])");
        Assert.Equal(1, levels[0]);
        Assert.Single(levels, 1);
        for (var at = 1; at < levels.Length; at++) Assert.True(levels[at] <= levels[at - 1] + 1, $"Heading {at + 1} jumps from {levels[at - 1]} to {levels[at]}.");
        Assert.StartsWith(language, await page.Page.EvaluateAsync<string>("document.documentElement.lang"), StringComparison.Ordinal);
        Assert.Empty(await page.AsksAsync("""Object.entries([...document.querySelectorAll('[id]')].reduce((seen, e) => (seen[e.id] = (seen[e.id] ?? 0) + 1, seen), {})).filter(([, n]) => n > 1).map(([id]) => id)"""));
        Assert.Empty(await page.AsksAsync("""[...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1)).filter(id => !document.getElementById(id))"""));
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task On_the_process_map_no_letters_lie_on_a_strange_box_or_on_each_other(string log, string language)
    {
        await using var page = await OpenAsync(log, language, 1280);

        Assert.True(await page.Page.EvaluateAsync<int>("document.querySelectorAll('.map svg rect[rx=\"3\"]').length") > 2);
        Assert.Empty(await page.AsksAsync(LettersOnTheMap));
    }

    [Theory]
    [MemberData(nameof(ReportsAndWidths))]
    public async Task On_the_ring_no_letters_are_cut_off_or_hidden_by_a_dot(string log, string language, int width)
    {
        await using var page = await OpenAsync(log, language, width);

        Assert.True(await page.Page.Locator(".ring circle").CountAsync() > 2);
        Assert.Empty(await page.AsksAsync(LettersOnTheRing));

        // Beside the ring or below it, but in one place only.
        Assert.NotEqual(await page.Page.Locator(".ring .name").First.IsVisibleAsync(), await page.Page.Locator(".around").First.IsVisibleAsync());
    }

    [Theory]
    [InlineData("receipt.xes.gz", "en")]
    [InlineData("hotline-zh.csv", "zh")]
    [InlineData("BPIC15_1.xes.gz", "en")]
    public async Task On_a_telephone_all_tables_but_that_of_long_ways_are_seen_whole(string log, string language)
    {
        await using var page = await OpenAsync(log, language, 360);

        var wide = await page.AsksAsync("""(document.querySelectorAll('details').forEach(d => d.open = true), [...document.querySelectorAll('.scroll:has(table)')].filter(s => s.scrollWidth > s.clientWidth).map(s => s.getAttribute('aria-label')))""");
        Assert.DoesNotContain(wide, static table => table is not ("The most frequent ways" or "最常见的办理路径"));
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task People_are_not_named_unless_names_are_asked_for(string log, string language)
    {
        // A name of one or two letters also stands in coordinates and counts.
        var named = Array.FindAll(NamesIn(log), static name => name.Length > 2);
        await using (var page = await OpenAsync(log, language, 768))
            Assert.DoesNotContain(named, Regex.Matches(await page.Page.ContentAsync(), @"[\w-]+", RegexOptions.None, TimeSpan.FromSeconds(20)).Select(static word => word.Value).ToHashSet().Contains);

        await using var open = await OpenAsync(log, language, 768, "--names");
        Assert.Contains(named, (await open.Page.ContentAsync()).Contains);
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task On_paper_there_are_pages_and_none_is_empty(string log, string language)
    {
        await using var page = await OpenAsync(log, language, 1280);

        var painted = await page.PaintedOnPaperAsync(Path.Combine(ThePages.Pictures, $"{log.Split('.')[0]}-{language}.pdf"));

        Assert.True(painted.Count > 1, $"{painted.Count} pages");
        Assert.All(painted, static operators => Assert.True(operators > 3, "A page has next to nothing on it."));
    }

    [Fact]
    public async Task Names_that_are_markup_stay_names()
    {
        const string Evil = "<img src=x onerror=alert(1)></svg></title><script>document.title='broken'</script>&amp;";
        _program.Given("evil.csv", $"case,activity,resource,unit,time\nA<b>,\"{Evil}\",{Evil},{Evil},2025-01-01\nA<b>,Close,Ann,Office,2025-01-02\nA<b>,\"{Evil}\",Ann,{Evil},2025-01-03\n");
        _program.Run("diagnose", "evil.csv", "--html", "evil.html", "--names").Succeeds();

        await using var page = await pages.OpenAsync(_program.At("evil.html"), 768);

        Assert.Equal(0, await page.Page.Locator("img, script").CountAsync());
        Assert.DoesNotContain("broken", await page.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
        Assert.Single(page.Requests);
        Assert.Contains(Evil, await page.Page.InnerTextAsync("body"), StringComparison.Ordinal);
    }

    /// <summary>The resources of a log, read without our own reader.</summary>
    private static string[] NamesIn(string log)
    {
        if (log.EndsWith(".csv", StringComparison.Ordinal))
            return [.. File.ReadLines(PathOf(log)).Skip(1).Select(static row => row.Split(',')[2]).Where(static name => name.Length > 0).Distinct(StringComparer.Ordinal)];
        using var text = new StreamReader(new GZipStream(File.OpenRead(PathOf(log)), CompressionMode.Decompress));
        return
        [
            .. Regex.Matches(text.ReadToEnd(), "key=\"org:resource\" value=\"(?<name>[^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(20))
                .Select(static match => match.Groups["name"].Value).Where(static name => name is not ("" or "EMPTY" or "NULL")).Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>Elements that stick out of the window and lie in nothing that scrolls or clips.</summary>
    internal const string WiderThanTheWindow =
        """
        [...document.body.querySelectorAll('*')].filter(e => {
          const box = e.getBoundingClientRect();
          if (box.width === 0 || box.right <= innerWidth + 1) return false;
          for (let up = e; up && up !== document.body; up = up.parentElement)
            if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX) && up.getBoundingClientRect().right <= innerWidth + 1) return false;
          return true;
        }).map(e => e.outerHTML.slice(0, 100))
        """;

    /// <summary>Letters of the rings that stick out of the picture, or lie on a dot that is not theirs.</summary>
    private const string LettersOnTheRing =
        """
        [...document.querySelectorAll('.ring .sheet')].flatMap(sheet => {
          const frame = sheet.getBoundingClientRect();
          const dots = [...sheet.querySelectorAll('circle')].map(c => c.getBoundingClientRect());
          return [...sheet.querySelectorAll('text')].map(t => [t, t.getBoundingClientRect()]).filter(([, at]) => at.width > 0).filter(([t, at]) =>
            at.left < frame.left - 1 || at.right > frame.right + 1 || at.top < frame.top - 1 || at.bottom > frame.bottom + 1
            || t.matches('.count') && dots.some(dot => Math.min(at.right, dot.right) - Math.max(at.left, dot.left) > 5 && Math.min(at.bottom, dot.bottom) - Math.max(at.top, dot.top) > 5))
            .map(([t]) => t.textContent);
        })
        """;

    /// <summary>Letters of the map that lie on a box that is not theirs, that stick out of their own, or that meet other letters.</summary>
    private const string LettersOnTheMap =
        """
        (() => {
          const svg = document.querySelector('.map svg');
          const boxes = [...svg.querySelectorAll('rect[rx="3"],rect[rx="13"]')];
          const texts = [...svg.querySelectorAll('text')];
          const meet = (a, b, most) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > most && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > most;
          const grouped = t => t.parentNode.firstElementChild.tagName === 'title' && t.parentNode.querySelector('rect') === t.parentNode.children[1];
          const ownBox = t => grouped(t) ? t.parentNode.querySelector('rect') : t.previousElementSibling?.getAttribute('rx') === '13' ? t.previousElementSibling : null;
          const faults = [];
          for (const text of texts) {
            const at = text.getBoundingClientRect();
            const own = ownBox(text);
            for (const box of boxes)
              if (box !== own && meet(at, box.getBoundingClientRect(), 2)) faults.push(`"${text.textContent}" lies on the box "${box.parentNode.querySelector('title')?.textContent ?? box.nextElementSibling.textContent}"`);
            if (own) {
              const box = own.getBoundingClientRect();
              if (at.left < box.left - 1 || at.right > box.right + 1) faults.push(`"${text.textContent}" sticks out of its box`);
            }
          }
          for (let i = 0; i < texts.length; i++)
            for (let j = i + 1; j < texts.length; j++)
              if (texts[i].parentNode !== texts[j].parentNode || !ownBox(texts[i]))
                if (meet(texts[i].getBoundingClientRect(), texts[j].getBoundingClientRect(), 3)) faults.push(`"${texts[i].textContent}" and "${texts[j].textContent}" lie on each other`);
          return faults;
        })()
        """;
}
