using System.Net;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>What an officer or a resident began to write for a step, and cannot finish now, is kept for them alone, and is gone when the step is done.</summary>
public sealed class KeepingStepsForLater
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_step_that_was_begun_is_found_again_gone_on_with_and_done_once(string kind)
    {
        await using var county = await AServedCounty.WithPages(kind);
        var matter = await county.File("construction-noise", "heping");
        var number = (string)matter["number"]!;
        var open = matter["open"]![0]!;
        var seat = PostAt.Parse((string)open["performer"]!)!.Value;
        await county.Officer($"{seat}");
        await county.Officer($"{seat}", other: true);
        var address = $"/matters/{number}/do/hand-over-matter?point={(string)open["key"]!}";
        using var officer = await ComesAsync(county, $"o-{seat.Post}-{seat.Unit}", seat);
        var (_, form) = await officer.OpenAsync(address);
        await officer.OpenAsync($"/matters/{number}"); // which is a look, and entered
        var size = county.Server.Writer.Size;

        var kept = await officer.SendAsync(address, [.. AReader.Hidden(form), ("reason", "They have the meters."), ("later", "yes")]);
        Assert.Contains("nothing was done yet", kept.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(address, kept.QuerySelectorAll("main a").Single(static one => one.TextContent == "Go on: Hand over").GetAttribute("href"));
        Assert.Contains(address, (await officer.OpenAsync("/matters")).Page.QuerySelectorAll("section[aria-labelledby=steps] a").Select(static one => one.GetAttribute("href")));
        Assert.Equal(size, county.Server.Writer.Size);

        // It is there for whoever wrote it, and for nobody else in the post.
        var (_, again) = await officer.OpenAsync(address);
        Assert.Equal("They have the meters.", again.QuerySelector("textarea[name=reason]")!.TextContent);
        using var other = await ComesAsync(county, $"o-{seat.Post}-{seat.Unit}-2", seat);
        Assert.Equal("", (await other.OpenAsync(address)).Page.QuerySelector("textarea[name=reason]")!.TextContent);
        Assert.Null((await other.OpenAsync("/matters")).Page.QuerySelector("#steps"));
        await officer.SendAsync(address, [.. AReader.Hidden(again), ("reason", "They have the meters and the keys."), ("later", "yes")]);
        var (_, whole) = await officer.OpenAsync(address);
        Assert.Equal("They have the meters and the keys.", whole.QuerySelector("textarea[name=reason]")!.TextContent);
        Assert.Single((await officer.OpenAsync("/matters")).Page.QuerySelectorAll("section[aria-labelledby=steps] h3"));

        var check = await officer.SendAsync(address, [.. AReader.Hidden(whole), ("to", "shiping"), ("reason", "They have the meters and the keys.")]);
        Assert.True(check.QuerySelector("[role=alert]") is null, check.QuerySelector("[role=alert]")?.TextContent);
        await officer.SendAsync(address, [.. AReader.Hidden(check), ("sure", "yes")]);
        Assert.Empty(county.Server.Desk.Drafts(new ActorId($"o-{seat.Post}-{seat.Unit}")));
        Assert.Single(county.Record.Entries(), static entry => entry.Event == "matter-handed-over/1");
    }

    [Fact]
    public async Task A_resident_keeps_what_they_add_for_later_and_may_throw_it_away()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        var number = (string)(await county.File("construction-noise", "heping"))["number"]!;
        var address = $"/matters/{number}/do/add-information";
        using var resident = new AReader(county.Server.Addresses[0], "en");
        await resident.SendAsync("/sign-in", ("person", AServedCounty.Wang));
        var (_, form) = await resident.OpenAsync(address);

        await resident.SendAsync(address, [.. AReader.Hidden(form), ("reason", "At the back gate, too."), ("later", "yes")]);
        var (_, list) = await resident.OpenAsync("/matters");
        Assert.Null(list.QuerySelector("#drafts")); // it is no matter that is not filed yet
        Assert.Equal(address, Assert.Single(list.QuerySelectorAll("section[aria-labelledby=steps] a")).GetAttribute("href"));
        using var officer = await ComesAsync(county, "o-service-hall-xikou", PostAt.Parse("service-hall@xikou")!.Value);
        Assert.DoesNotContain("At the back gate", (await officer.OpenAsync($"/matters/{number}?open=yes")).Page.Body!.TextContent, StringComparison.Ordinal);

        var forget = list.QuerySelector("section[aria-labelledby=steps] button[name=forget]")!.GetAttribute("value")!;
        await resident.SendAsync("/matters", ("forget", forget));
        Assert.Null((await resident.OpenAsync("/matters")).Page.QuerySelector("#steps"));
        Assert.Equal("", (await resident.OpenAsync(address)).Page.QuerySelector("textarea[name=reason]")!.TextContent);
        Assert.Equal(HttpStatusCode.OK, (await resident.OpenAsync($"/matters/{number}?kept=yes")).Status);
    }

    private static async Task<AReader> ComesAsync(AServedCounty county, string person, PostAt seat)
    {
        await county.Officer($"{seat}");
        var reader = new AReader(county.Server.Addresses[0], "en");
        await reader.SendAsync("/sign-in", ("person", person), ("post", seat.Post), ("unit", seat.Unit.Text));
        return reader;
    }
}
