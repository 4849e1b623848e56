using System.Globalization;
using System.Net;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Whoever leads lets somebody stand in for whoever is away, from one day to another, and ends it; pages say so wherever somebody acts for another.</summary>
public sealed class StandingIn
{
    private const string Seat = "/seats/civil-lead%40xikou";
    private const string Away = "p-9725";
    private const string StandIn = "p-4650";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Somebody_stands_in_for_whoever_is_away_until_it_is_ended(string kind)
    {
        await using var county = await AServedCounty.WithPages(kind);
        using var leader = await InPostAsync(county, "p-2491", "township-leader", "xikou");
        var (_, list) = await leader.OpenAsync("/seats");
        Assert.Equal(Seat, list.QuerySelectorAll("table.rows a").Single(static one => one.TextContent == "Head of civil affairs").GetAttribute("href"));
        var today = county.Server.Desk.InForce.DayOf(county.Clock.Now);
        (string, string)[] asked = [("act", "take-seat"), ("person", StandIn), ("acting-for", Away), ("from", Written(today)), ("to", Written(today.AddDays(20)))];

        var size = county.Server.Writer.Size;
        var check = await leader.SendAsync(Seat, [.. asked, ("key", "k-stands-in")]);
        Assert.Contains($"the colleague with staff number {StandIn}", check.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(size, county.Server.Writer.Size);
        (string, string)[] sure = [.. AReader.Hidden(check), ("sure", "yes")];
        var done = await leader.SendAsync(Seat, sure);
        Assert.Contains("Done, and in the record.", done.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains($"acts for the colleague with staff number {Away}", done.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        size = county.Server.Writer.Size;
        await leader.SendAsync(Seat, sure); // pressed twice it is one
        Assert.Equal(size, county.Server.Writer.Size);

        using var acting = await InPostAsync(county, StandIn, "civil-lead", "xikou");
        Assert.Contains($"You act as Head of civil affairs, Xikou Town for the colleague with staff number {Away}, until", (await acting.OpenAsync("/inbox")).Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var usual = await InPostAsync(county, StandIn, "civil-clerk", "xikou");
        Assert.DoesNotContain("You act as", (await usual.OpenAsync("/inbox")).Page.Body!.TextContent, StringComparison.Ordinal);
        using var away = await InPostAsync(county, Away, "civil-lead", "xikou");
        Assert.Contains($"the colleague with staff number {StandIn}", (await away.OpenAsync("/seats")).Page.QuerySelector("section")!.TextContent, StringComparison.Ordinal);

        var ends = await leader.SendAsync(Seat, ("key", "k-ends"), ("act", "leave-seat"), ("person", StandIn), ("from", Written(today)));
        var ended = await leader.SendAsync(Seat, [.. AReader.Hidden(ends), ("sure", "yes")]);
        Assert.DoesNotContain("acts for", ended.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.False(county.Server.Desk.IsSeated(new ActorId(StandIn), PostAt.Parse("civil-lead@xikou")!.Value));

        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Where_people_sign_in_by_password_whoever_stands_in_finds_the_post_under_their_own_account_until_it_ends(string kind)
    {
        const string Post = "/seats/service-lead%40liuhe";
        await using var site = await ASite.On(kind);
        await site.HasAccountAsync("zhang", "p-01");
        await site.HasAccountAsync("li", ASite.Lead);
        await site.HasAccountAsync("wang", ASite.Clerk);
        using var leader = await site.SignedInAsync("zhang");
        Assert.Contains(Post, (await leader.OpenAsync("/seats")).Page.QuerySelectorAll("table.rows a").Select(static one => one.GetAttribute("href")));
        var today = site.Server.Desk.InForce.DayOf(site.Record.Clock.Now);

        var check = await leader.SendAsync(Post, ("key", "k-1"), ("act", "take-seat"), ("person", ASite.Clerk), ("acting-for", ASite.Lead), ("from", Written(today)), ("to", Written(today.AddDays(5))));
        Assert.Contains("wang", check.QuerySelector("dl")!.TextContent, StringComparison.Ordinal); // people are called as they sign in
        var done = await leader.SendAsync(Post, [.. AReader.Hidden(check), ("sure", "yes")]);
        Assert.Contains("acts for li", done.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        using var clerk = await site.SignedInAsync("wang");
        Assert.Contains((await clerk.OpenAsync("/account")).Page.QuerySelectorAll("section[aria-labelledby=seats] form input[name=seat]").Select(static one => one.GetAttribute("value")), static one => one == ASite.LeadSeat);
        await clerk.SendAsync("/account?handler=seat", ("seat", ASite.LeadSeat));
        Assert.Contains("You act as Head of the service centre, Liuhe", (await clerk.OpenAsync("/inbox")).Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var away = await site.SignedInAsync("li");
        Assert.Contains("wang", (await away.OpenAsync("/seats")).Page.QuerySelector("section")!.TextContent, StringComparison.Ordinal);

        var ends = await leader.SendAsync(Post, ("key", "k-2"), ("act", "leave-seat"), ("person", ASite.Clerk), ("from", Written(today)));
        await leader.SendAsync(Post, [.. AReader.Hidden(ends), ("sure", "yes")]);
        Assert.Equal("Sign in", (await clerk.OpenAsync("/inbox")).Page.QuerySelector("h1")!.TextContent); // the post is not theirs any more
        using var again = await site.SignedInAsync("wang");
        Assert.DoesNotContain("You act as", (await again.OpenAsync("/inbox")).Page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_told_beside_its_field_and_nothing_is_entered()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        using var leader = await InPostAsync(county, "p-2491", "township-leader", "xikou");
        var today = county.Server.Desk.InForce.DayOf(county.Clock.Now);
        var (first, last) = (Written(today), Written(today.AddDays(3)));
        var size = county.Server.Writer.Size;
        foreach (var (field, says, person, whom, from, to) in ((string, string, string, string, string, string)[])
        [
            ("person", "Choose who stands in", "", Away, first, last),
            ("person", "Nobody in your unit or below is called p-0000", "p-0000", Away, first, last),
            ("person", "You cannot seat yourself", "p-2491", Away, first, last),
            ("person", "cannot act for themselves", Away, Away, first, last),
            ("acting-for", "Choose for whom", StandIn, "p-0000", first, last),
            ("acting-for", "Choose for whom", StandIn, "-", first, last),
            ("from", "Not before today", StandIn, Away, Written(today.AddDays(-1)), last),
            ("from", "is no day", StandIn, Away, "soon", last),
            ("to", "The last day is not before the first", StandIn, Away, last, first),
            ("to", "Give a day", StandIn, Away, first, ""),
        ])
        {
            var told = await leader.SendAsync(Seat, ("act", "take-seat"), ("person", person), ("acting-for", whom), ("from", from), ("to", to), ("sure", "yes"));
            Assert.Contains(says, Assert.Single(told.QuerySelectorAll("main [role=alert]")).TextContent, StringComparison.Ordinal);
            Assert.Equal($"{field}-wrong", told.GetElementById(field)!.GetAttribute("aria-describedby"));
        }

        // Nobody ends what is theirs, or what is not there.
        Assert.Contains("They do not sit in this post", (await leader.SendAsync(Seat, ("act", "leave-seat"), ("person", StandIn), ("from", first), ("sure", "yes"))).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("This is your own post", (await leader.SendAsync("/seats/township-leader%40xikou", ("act", "leave-seat"), ("person", "p-2491"), ("from", first), ("sure", "yes"))).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(size, county.Server.Writer.Size);

        // A post of another unit is none of theirs; whoever leads nobody is told whom to ask.
        Assert.Equal(HttpStatusCode.NotFound, (await leader.OpenAsync("/seats/civil-lead%40chengguan")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await leader.OpenAsync("/seats/no-such-post%40xikou")).Status);
        using var clerk = await InPostAsync(county, StandIn, "civil-clerk", "xikou");
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.OpenAsync(Seat)).Status);
        var (_, own) = await clerk.OpenAsync("/seats");
        Assert.Contains("ask one of these", own.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(own.QuerySelectorAll("main table"));
        using var resident = new AReader(county.Server.Addresses[0], "en");
        await resident.SendAsync("/sign-in", ("person", AServedCounty.Wang));
        Assert.Equal("Pick somebody", (await resident.OpenAsync("/seats")).Page.QuerySelector("h1")!.TextContent);
    }

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<AReader> InPostAsync(AServedCounty county, string person, string post, string unit)
    {
        var reader = new AReader(county.Server.Addresses[0], "en");
        await reader.SendAsync("/sign-in", ("person", person), ("post", post), ("unit", unit));
        return reader;
    }
}
