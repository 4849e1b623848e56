using AngleSharp.Dom;
using Trellis.Web.Authority;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>A session that ends while somebody writes takes nothing with it, on whatever page they write.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class OutlivingSessions(ADemo demo)
{
    private const string Words = "Every night after ten, 竹园村口。";

    [Theory]
    [InlineData("/forms/safety-monthly")]
    [InlineData("/inbox/together")]
    [InlineData("/seats/civil-lead%40xikou")]
    [InlineData("/structure/duties/construction-noise/propose")]
    [InlineData("/structure/versions/any")]
    [InlineData("/proposals/2026-0000001")]
    [InlineData("/mine/looks/5/question")]
    [InlineData("/registers/person")]
    [InlineData("/registers/person/one")]
    [InlineData("/registers/person/one/related")]
    [InlineData("/registers/person/proposals/one/other")]
    [InlineData("/guide/old-age-allowance/for")]
    [InlineData("/matters/2026-0000001/do/hand-over-matter")]
    public async Task What_was_written_is_still_on_the_page_and_nothing_of_the_matter_is_told(string address)
    {
        using var nobody = demo.Comes("en");

        var ended = await nobody.SendAsync(address, ("key", "k-1"), ("reason", Words), ("tick", "one"), ("tick", "two"), ("sure", "yes"));

        Assert.Equal("Your session has ended", ended.QuerySelector("h1")!.TextContent);
        Assert.Equal(Words, ended.QuerySelector("blockquote")!.TextContent);
        Assert.Equal([("key", "k-1"), ("reason", Words), ("tick", "one"), ("tick", "two")], AReader.Hidden(ended)); // the last press is made anew
        Assert.Equal("/sign-in", ended.QuerySelector("main .go a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task An_officers_form_goes_on_where_it_was_once_they_are_signed_in_again()
    {
        using var officer = await demo.InPostAsync("safety-officer", "shiping");
        var address = (await officer.OpenAsync("/forms")).Page.QuerySelectorAll("table a").First(static link => link.TextContent == "Work safety inspections").GetAttribute("href")!;
        var form = (await officer.OpenAsync(address)).Page.QuerySelector("form[aria-labelledby=fill]")!;
        var field = form.QuerySelectorAll("input[type=text], input[type=number]").First(static one => one.GetAttribute("name")!.StartsWith("item.", StringComparison.Ordinal)).GetAttribute("name")!;
        using var nobody = demo.Comes("en");

        var ended = await nobody.SendAsync(address, [.. AReader.Hidden(form), (field, "4"), ("minutes", "12")]);
        var check = await officer.SendAsync(address, AReader.Hidden(ended));

        Assert.Null(check.QuerySelector("[role=alert]"));
        Assert.Equal("4", check.QuerySelector($"form dl input[name='{field}']")!.GetAttribute("value"));
        Assert.NotNull(check.QuerySelector("button[name=sure]"));
    }

    [Fact]
    public async Task Who_stands_in_is_still_chosen_once_the_leader_is_signed_in_again()
    {
        const string Seat = "/seats/civil-lead%40xikou";
        using var leader = await demo.InPostAsync("township-leader", "xikou");
        var (_, page) = await leader.OpenAsync(Seat);
        string Last(string name) => page.QuerySelectorAll($"select[name={name}] option")[^1].GetAttribute("value")!;
        var day = SeatPage.Written(demo.Server.Desk.InForce.DayOf(demo.Server.Desk.Now));
        using var nobody = demo.Comes("en");

        var ended = await nobody.SendAsync(Seat, ("key", "k-2"), ("act", "take-seat"), ("person", Last("person")), ("acting-for", Last("acting-for")), ("from", day), ("to", day), ("sure", "yes"));
        Assert.Empty(ended.QuerySelectorAll("blockquote")); // nothing of it was written in words
        var check = await leader.SendAsync(Seat, AReader.Hidden(ended));

        Assert.Equal("Look it over before it is entered", check.QuerySelector("main h2")!.TextContent);
        Assert.Equal(Last("person"), check.QuerySelector("input[name=person]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Passwords_and_codes_are_never_put_back_on_a_page()
    {
        using var nobody = demo.Comes("en");

        foreach (var address in (string[])["/sign-in?handler=password", "/sign-in/code", "/account/password", "/accounts"])
            Assert.DoesNotContain("seven lamps", (await nobody.SendAsync(address, ("name", "li"), ("password", "seven lamps"), ("again", "seven lamps"))).DocumentElement.OuterHtml, StringComparison.Ordinal);
    }
}
