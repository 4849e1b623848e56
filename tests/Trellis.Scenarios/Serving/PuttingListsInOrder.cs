using System.Net;
using AngleSharp.Dom;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Lists say how many they hold and how many stand on the page, are put in order by their headings, narrowed, and saved as a table: what one sees, whole, in the order in which one sees it.</summary>
public sealed class PuttingListsInOrder
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_waits_is_counted_ordered_narrowed_and_saved(string kind)
    {
        await using var county = await AServedCounty.WithPages(kind);
        var first = await county.File("construction-noise", "heping");
        county.Clock.Move(TimeSpan.FromMinutes(5));
        var second = await county.File("construction-noise", "heping");
        var seat = PostAt.Parse((string)first["open"]![0]!["performer"]!)!.Value;
        await county.Officer($"{seat}");
        using var officer = await ComesAsync(county, ("person", $"o-{seat.Post}-{seat.Unit}"), ("post", seat.Post), ("unit", seat.Unit.Text));

        var (_, inbox) = await officer.OpenAsync("/inbox");
        Assert.Equal("2 in all.", Status(inbox));
        Assert.Equal("ascending", Sorted(inbox, "Due"));
        Assert.Null(Sorted(inbox, "Waiting since"));
        Assert.Equal(["construction-noise"], inbox.QuerySelectorAll("select[name=type] option[value]:not([value=''])").Select(static one => one.GetAttribute("value")));

        // By a heading, as by the field of the form: the same address.
        var bySince = Heading(inbox, "Waiting since").QuerySelector("a")!.GetAttribute("href")!;
        Assert.Equal("/inbox?order=since", bySince);
        var (_, since) = await officer.OpenAsync(bySince);
        Assert.Equal("descending", Sorted(since, "Waiting since"));
        Assert.Equal([(string)first["number"]!, (string)second["number"]!], Numbers(since));

        var (_, late) = await officer.OpenAsync("/inbox?late=yes&order=since");
        Assert.Equal("0 in all.", Status(late));
        Assert.Contains("There are none of these", late.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        county.Clock.Move(TimeSpan.FromDays(40));
        await officer.SendAsync("/sign-in", ("person", $"o-{seat.Post}-{seat.Unit}"), ("post", seat.Post), ("unit", seat.Unit.Text)); // no session is as long
        Assert.Equal("2 in all.", Status((await officer.OpenAsync("/inbox?late=yes&type=construction-noise")).Page));
        Assert.Equal("2 in all.", Status((await officer.OpenAsync("/inbox?count=all")).Page));
        var (_, table) = await officer.OpenAsync("/inbox?table=csv&order=since&late=yes");
        Assert.Equal(3, table.Body!.TextContent.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        // What is no order, no type and no cursor of ours.
        Assert.Equal("2 in all.", Status((await officer.OpenAsync("/inbox?order=size&type=nothing")).Page));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.OpenAsync("/inbox?after=none")).Status);
        Assert.Equal(HttpStatusCode.OK, (await officer.OpenAsync("/asked?order=since&late=yes")).Status);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Residents_count_order_and_narrow_their_own_and_what_is_over_is_not_counted_among_the_open(string kind)
    {
        await using var county = await AServedCounty.WithPages(kind);
        var first = (string)(await county.File("construction-noise", "heping"))["number"]!;
        var second = (string)(await county.File("construction-noise", "heping"))["number"]!;
        var over = (string)(await county.File("construction-noise", "heping"))["number"]!;
        using var resident = await ComesAsync(county, ("person", AServedCounty.Wang));
        var withdrawn = await resident.DoAsync($"/matters/{over}/do/withdraw-matter");
        Assert.NotNull(withdrawn.QuerySelector("[role=status]"));

        var (_, open) = await resident.OpenAsync("/matters");
        Assert.Equal("2 in all.", Status(open));
        Assert.Equal("ascending", Sorted(open, "Promised"));
        var (_, newest) = await resident.OpenAsync(Heading(open, "Filed").QuerySelector("a")!.GetAttribute("href")!);
        Assert.Equal("descending", Sorted(newest, "Filed"));
        Assert.Equal([second, first], Numbers(newest));
        Assert.Equal([first], Numbers((await resident.OpenAsync($"/matters?number={first}")).Page));
        var (_, none) = await resident.OpenAsync("/matters?late=yes");
        Assert.Equal("0 in all.", Status(none));
        Assert.Equal("/matters", none.QuerySelector("main .told a")!.GetAttribute("href"));
        Assert.Equal("1 in all.", Status((await resident.OpenAsync("/matters?closed=yes")).Page));
        Assert.Equal(3, (await resident.OpenAsync("/matters?table=csv")).Page.Body!.TextContent.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        // Nothing is public, and the list of what is says so; one that is stands in it in either order.
        Assert.Null((await resident.OpenAsync("/public")).Page.QuerySelector("p[role=status]"));
        await resident.DoAsync($"/matters/{first}/do/publish-matter");
        Assert.Equal("1 in all.", Status((await resident.OpenAsync("/public?order=promise")).Page));
        Assert.Equal(2, (await resident.OpenAsync("/public?table=csv")).Page.Body!.TextContent.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_list_that_was_not_counted_to_its_end_is_never_called_exact()
    {
        var more = Trellis.Web.Shared.ListCount.Of(1_001, 1_000, 50, "/inbox?count=all");
        var all = Trellis.Web.Shared.ListCount.Of(1_001, null, 50);

        Assert.Equal((1_000, true, "/inbox?count=all"), (more.Number, more.IsMore, more.Exactly));
        Assert.Equal((1_001, false), (all.Number, all.IsMore));
        Assert.False(Trellis.Web.Shared.ListCount.Of(1_000, 1_000, 50).IsMore);
    }

    private static async Task<AReader> ComesAsync(AServedCounty county, params (string, string)[] who)
    {
        var reader = new AReader(county.Server.Addresses[0], "en");
        await reader.SendAsync("/sign-in", who);
        return reader;
    }

    private static string Status(IParentNode page) => page.QuerySelector("main p[role=status]")!.TextContent.Trim();

    private static IElement Heading(IParentNode page, string words) => page.QuerySelectorAll("table.rows th").Single(one => one.TextContent.Trim() == words);

    private static string? Sorted(IParentNode page, string words) => Heading(page, words).GetAttribute("aria-sort");

    private static IEnumerable<string> Numbers(IParentNode page) => page.QuerySelectorAll("table.rows tbody a").Select(static one => one.GetAttribute("href")!["/matters/".Length..]);
}
