using System.Net;
using AngleSharp.Dom;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Officers look up rows of registers; the look stands in the record before they see anything.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class ReadingRegistersOnPages(ADemo demo)
{
    [Fact]
    public async Task Whoever_looks_says_at_what_they_work_and_is_entered_before_they_are_shown_anything()
    {
        var key = await demo.APersonAsync("欧阳清泉");
        using var officer = await demo.InPostAsync("household-registrar", "police-xikou");
        var (_, search) = await officer.OpenAsync("/registers/person");
        var reasons = search.QuerySelectorAll("select[name=at] option").Select(static one => one.GetAttribute("value")!).Where(static one => one.Length > 0).ToList();
        var size = demo.Server.Writer.Size;

        var none = await officer.SendAsync("/registers/person", ("words", "欧阳清泉"));
        Assert.Contains("Say what you look for it for", none.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(size, demo.Server.Writer.Size);

        // Not everything that they work at lets them find a person by name; what does, finds one.
        IElement? open = null;
        foreach (var reason in reasons)
        {
            size = demo.Server.Writer.Size;
            var found = await officer.SendAsync("/registers/person", ("words", "欧阳清泉"), ("at", reason));
            Assert.DoesNotContain("13800000000", found.Body!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("no purpose in force", found.Body.TextContent, StringComparison.Ordinal);
            if ((open = found.QuerySelectorAll("form.door").SingleOrDefault()) is not null) break;
        }

        Assert.NotNull(open);
        Assert.True(demo.Server.Writer.Size > size, "Whom somebody finds they have looked at.");
        Assert.Equal($"/registers/person/{key}", open.GetAttribute("action"));

        size = demo.Server.Writer.Size;
        var row = await officer.SendAsync(open.GetAttribute("action")!, AReader.Hidden(open));
        Assert.True(demo.Server.Writer.Size > size, "What is shown was entered first.");
        Assert.Contains("欧阳清泉", row.QuerySelector("table.rows")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Public Security", row.QuerySelector("table.rows")!.TextContent, StringComparison.OrdinalIgnoreCase);

        // To open an address shows nothing: a browser may do that by itself.
        size = demo.Server.Writer.Size;
        var (_, closed) = await officer.OpenAsync($"/registers/person/{key}");
        Assert.DoesNotContain("欧阳清泉", closed.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(size, demo.Server.Writer.Size);
    }

    [Theory]
    [InlineData("household-registrar", "police-xikou")]
    [InlineData("relief-officer", "civil-affairs")]
    [InlineData("service-lead", "xikou")]
    public async Task Nothing_is_offered_to_work_at_that_is_then_refused_for_want_of_a_purpose(string post, string unit)
    {
        using var officer = await demo.InPostAsync(post, unit);
        var (_, search) = await officer.OpenAsync("/registers/person");
        foreach (var reason in search.QuerySelectorAll("select[name=at] option").Select(static one => one.GetAttribute("value")!).Where(static one => one.Length > 0))
            Assert.DoesNotContain("no purpose in force", (await officer.SendAsync("/registers/person", ("words", "欧阳清泉"), ("at", reason))).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_at_hand_opens_nothing_and_what_is_not_there_is_told()
    {
        var key = await demo.APersonAsync();
        using var officer = await demo.InPostAsync("civil-clerk", "xikou");

        var refused = await officer.SendAsync($"/registers/person/{key}", ("at", "form/safety-monthly"));
        Assert.NotNull(refused.QuerySelector("[role=alert]"));
        Assert.Null(refused.QuerySelector("table.rows"));
        var unknown = await officer.SendAsync($"/registers/person/{key}", ("number", "2026-9999999"));
        Assert.NotNull(unknown.QuerySelector("[role=alert]"));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.OpenAsync("/registers/person/no-such-row")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.OpenAsync("/registers/no-such-register")).Status);

        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident);
        Assert.Equal("Pick somebody", (await resident.OpenAsync($"/registers/person/{key}")).Page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Every_figure_leads_to_what_it_is_made_of_and_says_how_sure_it_is()
    {
        using var reader = demo.Comes("en");
        var (_, figures) = await reader.OpenAsync("/figures");
        var link = figures.QuerySelectorAll("table.rows a").First(static one => one.TextContent.EndsWith('%'));
        Assert.Contains("sure in 95 of 100", link.Closest("tr")!.TextContent, StringComparison.Ordinal);

        var (_, made) = await reader.OpenAsync(link.GetAttribute("href")!);

        Assert.Contains(link.TextContent, made.QuerySelector("table.rows")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(" cases", made.QuerySelector("table.rows")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(made.QuerySelectorAll("dt").SingleOrDefault(static one => one.TextContent == "How it could be gamed"));
        Assert.Equal(HttpStatusCode.NotFound, (await reader.OpenAsync("/figures/no-such-indicator")).Status);
    }
}
