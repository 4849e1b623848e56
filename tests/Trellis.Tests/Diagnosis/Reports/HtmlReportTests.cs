using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Trellis.Diagnosis;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Reports;
using Trellis.Standards.Csv;
using Xunit;

namespace Trellis.Tests.Diagnosis.Reports;

public class HtmlReportTests
{
    private const string Header = "case,activity,resource,group,time,deadline";

    /// <summary>A small hotline with everything a report can show: returns, repeats, deadlines, a weekend.</summary>
    private static string Hotline()
    {
        var csv = new StringBuilder(Header).Append('\n');
        var graphs = new RandomGraphs(42);
        for (var c = 0; c < 60; c++)
        {
            var time = new DateTime(2026, 3, 2, 8, 0, 0, DateTimeKind.Unspecified).AddHours(c * 5);
            var due = time.AddDays(3);
            Event("登记", 0, 0);
            Event("派单", 0, 1);
            var unit = 1 + graphs.Below(3);
            Event("签收", unit, 6);
            for (var i = graphs.Below(3); i > 0; i--)
            {
                Event("退回", 0, 9);
                Event("签收", unit, 7);
            }

            Event("办结", unit, 30);

            void Event(string activity, int at, int hours)
            {
                time = time.AddHours(hours + graphs.Below(4));
                csv.Append($"HX{c},{activity},王小{(char)('甲' + at)}{graphs.Below(2)},单位{at},{time:yyyy-MM-dd HH:mm:ss}+08:00,{due:yyyy-MM-dd HH:mm:ss}+08:00\n");
            }
        }

        return csv.ToString();
    }

    private static readonly Dictionary<string, string> Logs = new()
    {
        ["hotline"] = Hotline(),
        ["nothing"] = Header + "\n",
        ["one event"] = Header + "\n1,登记,张三,窗口,2026-03-02 09:00:00,\n",
        ["one case"] = Header + "\n1,登记,张三,窗口,2026-03-02 09:00:00,\n1,办结,李四,科室,2026-03-05 09:00:00,\n",
        ["no people"] = "case,activity,time\n1,a,2026-03-02 09:00:00\n1,b,2026-03-05 09:00:00\n2,a,2026-03-05 09:00:00\n",
        ["one activity over and over"] = "case,activity,time\n1,a,2026-03-02 09:00:00\n1,a,2026-03-05 09:00:00\n1,a,2026-03-05 10:00:00\n",
        ["sixty loops"] = SixtyLoops(),
        ["hostile names"] = HostileNames(),
        ["many one-event cases"] = Header + "\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i},登记,张三,窗口,2026-03-02 09:00:00,\n")),
    };

    private static string SixtyLoops()
    {
        var csv = new StringBuilder("case,activity,time\n");
        for (var i = 0; i < 120; i++) csv.Append($"1,step {i / 2},{new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Unspecified).AddMinutes(i * 7):yyyy-MM-dd HH:mm:ss}\n");
        return csv.ToString();
    }

    private static string HostileNames()
    {
        string[] names = ["<script>alert(1)</script>", "a&b'c", "\u202Eexe.gnp\u202C", "👩‍👩‍👧 受理", new('长', 2000), "شكوى", "</title><b onload=x>"];
        var csv = new StringBuilder(Header).Append('\n');
        for (var c = 0; c < 8; c++)
        {
            for (var i = 0; i < names.Length; i++)
            {
                csv.Append($"{c},{names[i]},<i>Secret{i % 3}</i>,{names[(i + 2) % 5]},2026-03-{2 + i:00} {8 + c:00}:00:00,2026-03-05 00:00:00\n");
            }
        }

        return csv.ToString();
    }

    public static TheoryData<string, Language> Reports()
    {
        TheoryData<string, Language> reports = [];
        foreach (var log in Logs.Keys)
        {
            reports.Add(log, Language.Chinese);
            reports.Add(log, Language.English);
        }

        return reports;
    }

    private static (EventLog Log, string Html) Rendered(string name, Language language, bool names = false)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Logs[name]));
        var log = CsvLogs.Read(stream, new LogReading { Source = name + ".csv" });
        using var writer = new StringWriter();
        var settings = new ReportSettings { Language = language, Names = names, Pseudonyms = Pseudonyms.For(log, language) };
        HtmlReport.Write(DiagnosingLogs.Diagnose(log, threads: 1), settings, writer);
        return (log, writer.ToString());
    }

    private static IDocument Page(string name, Language language) => new HtmlParser().ParseDocument(Rendered(name, language).Html);

    [Theory]
    [MemberData(nameof(Reports))]
    public void Every_picture_says_in_words_what_it_is(string log, Language language)
    {
        var page = Page(log, language);

        foreach (var picture in page.QuerySelectorAll("svg"))
        {
            Assert.False(string.IsNullOrWhiteSpace(picture.QuerySelector(":scope > title")?.TextContent));
            Assert.False(string.IsNullOrWhiteSpace(picture.QuerySelector(":scope > desc")?.TextContent));
            if (picture.GetAttribute("aria-hidden") == "true") continue;
            Assert.Equal("img", picture.GetAttribute("role"));
            foreach (var id in picture.GetAttribute("aria-labelledby")!.Split(' ')) Assert.NotNull(page.GetElementById(id));
        }
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public void Behind_every_picture_stands_its_table(string log, Language language)
    {
        var page = Page(log, language);

        foreach (var figure in page.QuerySelectorAll("figure").Where(figure => figure.QuerySelector("svg[role=img]") is not null))
        {
            Assert.NotNull(figure.QuerySelector("details table caption"));
        }

        foreach (var table in page.QuerySelectorAll("table"))
        {
            Assert.False(string.IsNullOrWhiteSpace(table.QuerySelector("caption")?.TextContent));
            Assert.All(table.QuerySelectorAll("thead th"), head => Assert.Equal("col", head.GetAttribute("scope")));
            Assert.All(table.QuerySelectorAll("tbody tr"), row => Assert.Equal("row", row.FirstElementChild?.GetAttribute("scope")));
            var columns = table.QuerySelectorAll("thead th").Length;
            Assert.All(table.QuerySelectorAll("tbody tr"), row => Assert.Equal(columns, row.ChildElementCount));
        }
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public void The_page_asks_the_outside_world_for_nothing(string log, Language language)
    {
        var html = Rendered(log, language).Html;
        var page = new HtmlParser().ParseDocument(html);

        Assert.Empty(page.QuerySelectorAll("script, link, iframe, object, embed, form, img, base"));
        Assert.DoesNotContain("http://", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.All(page.All.SelectMany(element => element.Attributes), attribute =>
        {
            Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.Name);
            if (attribute.Name is "href" or "xlink:href" or "src") Assert.StartsWith("#", attribute.Value, StringComparison.Ordinal);
        });
        Assert.Contains("default-src 'none'", page.QuerySelector("meta[http-equiv=Content-Security-Policy]")?.GetAttribute("content"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public void Nobody_is_named_unless_names_were_asked_for(string name, Language language)
    {
        var (log, html) = Rendered(name, language);

        foreach (var person in log.ResourceNames)
        {
            Assert.DoesNotContain(person, html, StringComparison.Ordinal);
            Assert.DoesNotContain(person, new HtmlParser().ParseDocument(html).DocumentElement.OuterHtml, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_appear_when_they_were_asked_for()
    {
        var (log, html) = Rendered("hotline", Language.Chinese, names: true);

        Assert.Contains(log.ResourceNames, person => html.Contains(person, StringComparison.Ordinal));
    }

    [Fact]
    public void A_person_without_a_pseudonym_stays_unnamed()
    {
        var settings = new ReportSettings { Language = Language.English };

        Assert.DoesNotContain("Wang", settings.Person("Wang"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public void Headings_go_down_one_step_at_a_time_and_every_id_is_there_once(string log, Language language)
    {
        var page = Page(log, language);

        Assert.Equal(language == Language.Chinese ? "zh-Hans" : "en", page.DocumentElement.GetAttribute("lang"));
        var level = 0;
        foreach (var heading in page.QuerySelectorAll("h1, h2, h3, h4"))
        {
            var next = heading.TagName[1] - '0';
            Assert.True(next <= level + 1, heading.TextContent);
            level = next;
        }

        Assert.Single(page.QuerySelectorAll("h1"));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(page.QuerySelectorAll("a[href^='#'], use[href^='#']"), link => Assert.Contains(link.GetAttribute("href")![1..], ids));
        Assert.All(page.QuerySelectorAll("[aria-labelledby]"), element => Assert.All(element.GetAttribute("aria-labelledby")!.Split(' '), id => Assert.Contains(id, ids)));
        Assert.All(page.QuerySelectorAll(".scroll"), frame => Assert.True(frame.GetAttribute("tabindex") == "0" && frame.GetAttribute("aria-label")!.Length > 0));
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public void No_text_is_missing_and_no_figure_is_nonsense(string log, Language language)
    {
        var page = Page(log, language);

        Assert.All(page.QuerySelectorAll("h1, h2, h3, p, dt, dd, summary, caption, th, li"), element => Assert.False(string.IsNullOrWhiteSpace(element.TextContent), element.OuterHtml));
        foreach (var nonsense in (string[])["NaN", "Infinity", "∞", "null", "System.", "1 matters", "1 events ", "1 days", "1 hours"])
        {
            Assert.All(page.QuerySelectorAll("p, td, dd, text"), element => Assert.False(
                element.TextContent.Split(' ', '，', '。', '(', ')').Length > 0 && Mentions(element.TextContent, nonsense), element.TextContent));
        }

        // A whole number before the phrase would make "1 days" part of "21 days".
        static bool Mentions(string text, string phrase)
        {
            var at = text.IndexOf(phrase, StringComparison.Ordinal);
            return at >= 0 && (at == 0 || !(char.IsAsciiDigit(text[at - 1]) || text[at - 1] is '.' or ','));
        }
    }

    [Fact]
    public void The_Chinese_report_speaks_no_English_and_the_English_one_no_Chinese()
    {
        Assert.All(
            Page("no people", Language.English).Body!.TextContent,
            sign => Assert.False(sign is >= '\u3000' and <= '\u9FFF', sign.ToString()));

        // What is left in Latin letters is names: of codes of findings, formats, options, columns, measures and authors.
        string[] known = ["tr", "csv", "json", "trellis", "resource", "group", "deadline", "due", "sugiyama", "gansner", "brandes", "k", "pf", "hhi", "gini", "theil", "t", "start", "people", "no", "level", "case", "activity", "time", "org", "concept", "name", "timestamp", "zone", "unit", "ab", "outcome", "step"];
        var words = Page("no people", Language.Chinese).Body!.TextContent
            .Split([.. Enumerable.Range(1, 0x24F).Select(i => (char)i).Where(c => !char.IsAsciiLetter(c)), .. Page("no people", Language.Chinese).Body!.TextContent.Where(c => c > 0x24F)], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.ToLowerInvariant()).Distinct().Where(word => word is not ("a" or "b"));
        Assert.Empty(words.Except(known));
    }

    [Fact]
    public void Hostile_names_are_shown_and_never_become_markup()
    {
        var page = Page("hostile names", Language.English);

        Assert.Empty(page.QuerySelectorAll("b, i, script"));
        Assert.Contains("<script>alert(1)</script>", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', page.DocumentElement.OuterHtml);
        Assert.Contains(page.QuerySelectorAll("svg title"), title => title.TextContent.Contains(new string('长', 2000), StringComparison.Ordinal));
        Assert.All(page.QuerySelectorAll("svg text, td, th"), element => Assert.True(element.TextContent.Length < 700));
    }

    [Fact]
    public void Every_activity_on_the_map_can_be_reached_and_reaches_an_end()
    {
        foreach (var name in Logs.Keys.Where(name => name is not ("nothing" or "sixty loops")))
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Logs[name]));
            var core = ProcessMapCore.Of(DiagnosingLogs.Diagnose(CsvLogs.Read(stream, new LogReading { Source = name }), threads: 1), 12, 20);
            Assert.False(core.BreaksOff);
            Assert.Equal(core.Activities.Count, Reached(core, forward: true).Count);
            Assert.Equal(core.Activities.Count, Reached(core, forward: false).Count);
        }
    }

    private static HashSet<int> Reached(ProcessMapCore core, bool forward)
    {
        HashSet<int> reached = [];
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var edge in core.Edges)
            {
                var (near, far) = forward ? (edge.From, edge.To) : (edge.To, edge.From);
                if (far is { } next && (near is null || reached.Contains(near.Value))) grown |= reached.Add(next);
            }
        }

        return reached;
    }

    [Theory]
    [InlineData(0, "0 seconds", "0 秒")]
    [InlineData(0.4, "under 1 second", "不到 1 秒")]
    [InlineData(1, "1 second", "1 秒")]
    [InlineData(59.7, "1 minute", "1 分钟")]
    [InlineData(3_599, "1 hour", "1 小时")]
    [InlineData(86_400, "1 day", "1 天")]
    [InlineData(198_720, "2.3 days", "2.3 天")]
    [InlineData(5_270_400, "61 days", "61 天")]
    [InlineData(94_672_800, "3 years", "3 年")]
    [InlineData(-7_200, "−2 hours", "−2 小时")]
    public void Spans_of_time_are_said_as_people_say_them(double seconds, string english, string chinese)
    {
        Assert.Equal(english, Durations.Say(seconds, Language.English));
        Assert.Equal(chinese, Durations.Say(seconds, Language.Chinese));
    }

    [Theory]
    [InlineData(0, 10, "0%")]
    [InlineData(1, 100_000, "<0.1%")]
    [InlineData(92, 1434, "6.4%")]
    [InlineData(1, 3, "33%")]
    [InlineData(99_999, 100_000, ">99.9%")]
    [InlineData(10, 10, "100%")]
    [InlineData(0, 0, "–")]
    public void Something_is_never_printed_as_nothing(double part, double whole, string share) =>
        Assert.Equal(share, Figures.Share(part, whole));
}
