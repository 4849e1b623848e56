using Trellis.Runtime.Structure;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>The page of a matter says to an officer which duties and powers apply, what is theirs to decide, and where it is not, why not and who may.</summary>
public sealed class SeeingWhoMay
{
    [Theory]
    [InlineData("en", "yours to decide", "not yours to decide", "What is not yours to do")]
    [InlineData("zh", "您可以决定", "不归您决定", "不归您办的")]
    public async Task Whoever_may_not_decide_is_told_why_and_who_may(string language, string yours, string notYours, string others)
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        var matter = await county.File("construction-noise", "heping");
        var first = PostAt.Parse((string)matter["open"]![0]!["performer"]!)!.Value;
        matter = await county.Perform(matter, "receive");
        county.Clock.Move(TimeSpan.FromMinutes(5));
        var number = (string)matter["number"]!;
        var performer = (string)matter["open"]!.AsArray().Single(static one => (string?)one!["key"] == "look")!["performer"]!;

        using var duty = await InPostAsync(county, first, language);
        var (_, page) = await duty.OpenAsync($"/matters/{number}");
        var rules = page.QuerySelector("section[aria-labelledby=rules]")!;
        var links = rules.QuerySelectorAll("a").Select(static one => one.GetAttribute("href")).ToList();
        foreach (var link in (string[])["/structure/duties/construction-noise", "/structure/duties/noise-enforcement", "/structure/powers/stop-night-work", "/structure/powers/fine-night-work"]) Assert.Contains(link, links);
        var stop = rules.QuerySelectorAll("li").Single(static one => one.QuerySelector("a[href='/structure/powers/stop-night-work']") is not null);
        Assert.Contains(notYours, stop.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("stop-night-work", stop.TextContent, StringComparison.Ordinal); // in words
        Assert.True(stop.QuerySelector(".faint")!.TextContent.Length > 20, "Why not, and who may.");
        Assert.Equal(others, page.QuerySelector("#others")!.TextContent);
        Assert.Contains($"/structure/units/{PostAt.Parse(performer)!.Value.Unit}", page.QuerySelectorAll("section[aria-labelledby=others] a").Select(static one => one.GetAttribute("href")));

        // Whoever filed it reads none of this: they are told who may decide, and how to reach them.
        using var resident = new AReader(county.Server.Addresses[0], language);
        await resident.SendAsync("/sign-in", ("person", AServedCounty.Wang));
        var (_, theirs) = await resident.OpenAsync($"/matters/{number}");
        Assert.Null(theirs.QuerySelector("#rules"));
        Assert.NotNull(theirs.QuerySelector("#decides"));

        // Whose power it is sees that it is theirs, and on which law.
        await county.Perform(matter, "look", facts: new() { ["matter.site-report"] = "They pour concrete." });
        using var noise = await InPostAsync(county, PostAt.Parse("noise-officer@urban-management")!.Value, language);
        var own = (await noise.OpenAsync($"/matters/{number}")).Page.QuerySelectorAll("section[aria-labelledby=rules] li").Single(static one => one.QuerySelector("a[href='/structure/powers/stop-night-work']") is not null);
        Assert.Equal(yours, own.QuerySelector(".tag")!.TextContent);
    }

    private static async Task<AReader> InPostAsync(AServedCounty county, PostAt seat, string language)
    {
        await county.Officer($"{seat}");
        var reader = new AReader(county.Server.Addresses[0], language);
        await reader.SendAsync("/sign-in", ("person", $"o-{seat.Post}-{seat.Unit}"), ("post", seat.Post), ("unit", seat.Unit.Text));
        return reader;
    }
}
