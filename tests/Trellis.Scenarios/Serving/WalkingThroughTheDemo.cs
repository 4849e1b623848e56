using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Xunit;

namespace Trellis.Scenarios.Serving;

[Collection(nameof(LookingAtTheDemo))]
public sealed partial class WalkingThroughTheDemo(ADemo demo)
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
    [InlineData("zh", Looks.Nobody)]
    [InlineData("en", Looks.Nobody)]
    [InlineData("zh", Looks.Resident)]
    [InlineData("en", Looks.Resident)]
    [InlineData("zh", Looks.Officer)]
    [InlineData("en", Looks.Officer)]
    [InlineData("en", Looks.Leader)]
    [InlineData("zh", Looks.Organisation)]
    public async Task Every_link_leads_to_a_page_with_a_heading_and_words_of_one_language(string language, Looks who)
    {
        using var reader = who switch { Looks.Organisation => await demo.InPostAsync("association-worker", "catering-guild", language), Looks.Leader => await demo.InPostAsync("township-leader", "xikou", language), _ => demo.Comes(language) };
        if (who is Looks.Resident or Looks.Officer) await reader.SignInAsync(who);
        var entries = demo.Server.Desk.InForce.Structure.Entries;
        // What programs call things, but for what is a word of English anyway.
        var ids = entries.Select(static entry => entry.Id).Where(static id => id.Contains('-', StringComparison.Ordinal)).Except(entries.SelectMany(static entry => Named().Matches(entry.Name.En ?? "").Select(static word => word.Value)), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
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
            foreach (var heading in page.QuerySelectorAll("h1, h2, h3"))
                if (heading.TextContent.Trim().Length == 0) faults.Add($"{address} has an empty heading.");
            foreach (Match word in Named().Matches(WordsOf(page)))
                if (ids.Contains(word.Value)) faults.Add($"{address} says {word.Value}, as programs do.");
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
        await reader.SignInAsync(Looks.Resident);

        var (_, list) = await reader.OpenAsync("/matters");
        var (_, matter) = await reader.OpenAsync(list.QuerySelector("table tbody a")!.GetAttribute("href")!);
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
        await reader.SignInAsync(Looks.Officer);

        var (_, inbox) = await reader.OpenAsync("/inbox");
        var (_, matter) = await reader.OpenAsync(inbox.QuerySelector("table tbody a")!.GetAttribute("href")!);
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
    public async Task A_list_says_how_long_it_is_and_is_narrowed_to_one_kind()
    {
        using var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Officer);
        var (_, all) = await reader.OpenAsync("/matters?closed=yes&count=all");
        var count = long.Parse(all.QuerySelector("p[role=status]")!.TextContent.Split(' ')[0], System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(count > 0);

        // The parts are the whole.
        var parts = 0L;
        foreach (var type in all.QuerySelectorAll("select[name=type] option").Select(static one => one.GetAttribute("value")!).Where(static one => one.Length > 0))
        {
            var (_, one) = await reader.OpenAsync($"/matters?closed=yes&type={type}&count=all");
            parts += long.Parse(one.QuerySelector("p[role=status]")!.TextContent.Split(' ')[0], System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
        }

        Assert.Equal(count, parts);
        var desk = demo.Server.Desk.Questions;
        var seat = demo.Server.Desk.Standing.SeatsOn(demo.Server.Desk.InForce.DayOf(demo.Server.Desk.Now)).Select(static one => new Actor.Officer(new ActorId(one.Actor), new PostAt(one.Post, new UnitId(one.Unit)))).MaxBy(seat => desk.Count(seat, new Trellis.Runtime.Process.MatterFilter { Closed = true }, null))!;
        var whole = desk.Count(seat, new Trellis.Runtime.Process.MatterFilter { Closed = true }, null);
        Assert.True(whole > 10);
        Assert.Equal(8, desk.Count(seat, new Trellis.Runtime.Process.MatterFilter { Closed = true }, 7));
        Assert.Equal(whole, desk.Count(seat, new Trellis.Runtime.Process.MatterFilter { Closed = true }, (int)whole));
    }

    [Fact]
    public async Task What_another_site_makes_a_browser_send_changes_nothing()
    {
        using var reader = demo.Comes();
        await reader.SignInAsync(Looks.Officer);

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

        await reader.SignInAsync(Looks.Resident);
        var (hidden, _) = await reader.OpenAsync("/matters/2026-9999999");
        Assert.Equal(HttpStatusCode.NotFound, hidden);
    }

    private static bool IsAPage(string address) => !address.StartsWith("/preferences", StringComparison.Ordinal) && !address.StartsWith("/checkpoint", StringComparison.Ordinal) && !address.StartsWith("/receipt", StringComparison.Ordinal) && !address.StartsWith("/verifier", StringComparison.Ordinal);

    /// <summary>What stands on a page but for what is written as it stands in a file, and for the name of the other language.</summary>
    private static string WordsOf(IDocument page)
    {
        foreach (var left in page.QuerySelectorAll("pre, code, [lang=zh-CN]:not(html)")) left.Remove();
        return page.Body!.TextContent;
    }

    [GeneratedRegex("^/([a-z-]+(?:/[a-z-]+)?)/[^/?]+.*$")]
    private static partial Regex Kind();

    [GeneratedRegex("(?<![a-z0-9/@.-])[a-z]+(?:-[a-z0-9]+)+(?![a-z0-9/@-])")]
    private static partial Regex Named();

    [GeneratedRegex("[\\u4e00-\\u9fff]+")]
    private static partial Regex Han();
}
