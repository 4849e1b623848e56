using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Microsoft.Playwright;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Whoever may says on a page which rows are one and which are two, after they have looked at both; and takes it back.</summary>
public sealed class SayingWhichRowsAreOne(ThePages pages) : IClassFixture<ThePages>
{
    private const string Registrar = "household-registrar@police-chengguan";
    private const string Mapping = "import: residents\nregister: person\nbasis: cuiwei-data-rules/6\ncolumns:\n  姓名: name\n  证件号: number\n  生日: birth\n  性别: sex\n  电话: phone\n  地址: address\n";
    private const string Table = "姓名,证件号,生日,性别,电话,地址\n王晓雯,990101198005170015,1980-05-17,男,11112345678,和平社区锦绣园3号楼2单元501室\n王小文,,1980-05-17,男,11112345678,和平社区锦绣园3栋2-501\n";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Both_rows_stand_beside_each_other_when_the_look_is_entered_and_what_is_said_of_them_is_taken_back(string kind)
    {
        await using var county = await CountyAsync(kind);
        using var officer = await LookingThroughRowsOfForms.SignedInAsync(county, Registrar);
        var (_, search) = await officer.OpenAsync("/registers/person");
        var list = search.QuerySelectorAll("a").Single(static link => link.GetAttribute("href") == "/registers/person/proposals");
        var (_, pairs) = await officer.OpenAsync(list.GetAttribute("href")!);
        var row = pairs.QuerySelector("table.rows tbody tr")!;
        Assert.Contains("names that sound alike", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("the same address", row.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("王", pairs.Body!.TextContent, StringComparison.Ordinal);

        var address = row.QuerySelector("a")!.GetAttribute("href")!;
        var (_, closed) = await officer.OpenAsync(address);
        Assert.DoesNotContain("王", closed.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(closed.QuerySelector("button[value=link]"));
        var size = county.Server.Writer.Size;
        var without = await officer.SendAsync(address, [.. AReader.Hidden(closed), ("do", "look")]);
        Assert.Contains("Say what you look at them for", without.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(size, county.Server.Writer.Size);

        var (both, reason) = await LookAsync(officer, address, closed);
        Assert.Equal(2, county.Record.Entries().Count(static entry => entry.Event == "values-seen/1"));
        var table = both.QuerySelector("table.rows")!.TextContent;
        Assert.Contains("王晓雯", table, StringComparison.Ordinal);
        Assert.Contains("王小文", table, StringComparison.Ordinal);
        Assert.Contains("Male", table, StringComparison.Ordinal); // a code by its name

        // Two: a reason is needed, and the pair waits no more.
        var noReason = await officer.SendAsync(address, [.. AReader.Hidden(both.QuerySelector("form[aria-labelledby=two]")!), ("do", "apart"), ("why", " ")]);
        Assert.Contains("reason", noReason.QuerySelector("[role=alert]")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(noReason.QuerySelector("table.rows"));
        var apart = await officer.SendAsync(address, [.. AReader.Hidden(noReason.QuerySelector("form[aria-labelledby=two]")!), ("do", "apart"), ("why", "They are brothers.")]);
        Assert.Contains("of the record", apart.QuerySelector("[role=status]")!.TextContent + " of the record", StringComparison.Ordinal);
        Assert.Contains("they are two", apart.QuerySelector("dl.facts")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await officer.OpenAsync("/registers/person/proposals")).Page.QuerySelector("table.rows"));
        Assert.NotNull((await officer.OpenAsync("/registers/person/proposals?settled=yes")).Page.QuerySelector("table.rows"));

        // Taken back, and then one: for the purposes that are picked, and no other.
        var back = await officer.SendAsync(address, [.. AReader.Hidden(apart.QuerySelector("form[aria-labelledby=back]")!), ("do", "undo"), ("why", "Mixed up.")]);
        Assert.Contains("nothing yet", back.QuerySelector("dl.facts")!.TextContent, StringComparison.Ordinal);
        var again = await officer.SendAsync(address, [.. AReader.Hidden(back.QuerySelector("form[aria-labelledby=look]")!), ("at", reason), ("do", "look")]);
        var same = again.QuerySelector("form[aria-labelledby=same]")!;
        var none = await officer.SendAsync(address, [.. AReader.Hidden(same), ("do", "link")]);
        Assert.Contains("at least one purpose", none.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        var chosen = same.QuerySelector("input[type=checkbox][checked]")!.GetAttribute("value")!;
        var linked = await officer.SendAsync(address, [.. AReader.Hidden(none.QuerySelector("form[aria-labelledby=same]")!), ("purpose", chosen), ("do", "link")]);
        Assert.Contains("they are one", linked.QuerySelector("dl.facts")!.TextContent, StringComparison.Ordinal);
        var one = RowId.Parse("person/" + address.Split('/')[^2])!.Value;
        Assert.Single(county.Server.Registers.Questions.LinkedFor(one, chosen));
        Assert.Empty(county.Server.Registers.Questions.LinkedFor(one, "statistics"));

        var undone = await officer.SendAsync(address, [.. AReader.Hidden(linked.QuerySelector("form[aria-labelledby=back]")!), ("do", "undo"), ("why", "Two after all.")]);
        Assert.Contains("nothing yet", undone.QuerySelector("dl.facts")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(county.Server.Registers.Questions.LinkedFor(one, chosen));
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }

    [Fact]
    public async Task A_post_that_may_not_say_it_is_told_whose_it_is_and_any_two_rows_are_not_for_comparing()
    {
        await using var county = await CountyAsync("SQLite");
        var pair = Assert.Single(county.Server.Imports().Pairs);
        var address = $"/registers/person/proposals/{pair.One.Key}/{pair.Other.Key}";
        using var other = await LookingThroughRowsOfForms.SignedInAsync(county, AnyPostOf(county, "bus-company"));
        Assert.Contains("not for yours", (await other.OpenAsync("/registers/person/proposals")).Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("not for yours", (await other.OpenAsync(address)).Page.Body!.TextContent, StringComparison.Ordinal);
        var size = county.Server.Writer.Size;
        var sent = await other.SendAsync(address, ("do", "link"), ("purpose", "public-order"), ("at", "form/safety-monthly"));
        Assert.Contains("not for yours", sent.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(size, county.Server.Writer.Size);

        using var officer = await LookingThroughRowsOfForms.SignedInAsync(county, Registrar);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.OpenAsync($"/registers/person/proposals/{pair.One.Key}/{pair.One.Key}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.OpenAsync($"/registers/person/proposals/{pair.One.Key}/nobody")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.OpenAsync("/registers/no-such/proposals")).Status);
        Assert.Equal(HttpStatusCode.OK, (await officer.OpenAsync("/registers/person/proposals?after=nonsense")).Status);
        using var reader = new AReader(county.Server.Addresses[0], "en");
        Assert.Equal("Pick somebody", (await reader.OpenAsync(address)).Page.QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task The_two_rows_are_in_nobodys_way_on_a_narrow_telephone(string language)
    {
        await using var county = await CountyAsync("SQLite");
        using var officer = await LookingThroughRowsOfForms.SignedInAsync(county, Registrar, language);
        var pair = Assert.Single(county.Server.Imports().Pairs);
        var address = $"/registers/person/proposals/{pair.One.Key}/{pair.Other.Key}";
        var (_, reason) = await LookAsync(officer, address, (await officer.OpenAsync(address)).Page);
        await using var shown = await pages.ComeAsync(360);
        await shown.Context.AddCookiesAsync(officer.Cookies.Select(cookie => new Microsoft.Playwright.Cookie { Name = cookie.Name, Value = cookie.Value, Url = county.Server.Addresses[0].AbsoluteUri }));
        await shown.Context.AddInitScriptAsync(await System.IO.File.ReadAllTextAsync(ShowingPagesToEverybody.AxeCore, ARecord.Patience));
        await shown.Page.GotoAsync(new Uri(county.Server.Addresses[0], address).AbsoluteUri);
        await shown.Page.GetByLabel(language == "zh" ? "或者因为哪项工作" : "Or at what you work").SelectOptionAsync(reason);
        await shown.Page.GetByRole(AriaRole.Button, new() { Name = language == "zh" ? "看这两行" : "Look at both" }).ClickAsync();
        await Assertions.Expect(shown.Page.GetByRole(AriaRole.Button, new() { Name = language == "zh" ? "分开留着" : "Keep them apart" })).ToBeVisibleAsync();
        Assert.Empty(await shown.Page.EvaluateAsync<string[]>(ShowingPagesToEverybody.LooksOver, true));
        Assert.Empty(await shown.Page.EvaluateAsync<string[]>(ShowingPagesToEverybody.Presses));
        Assert.Equal(0, await shown.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        await shown.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ThePages.Pictures, $"pair-360-{language}.png"), FullPage = true });
    }

    private static string AnyPostOf(AServedCounty county, string unit)
    {
        var view = county.Server.Desk.InForce.Structure.On(county.Server.Desk.InForce.DayOf(county.Clock.Now));
        return $"{view.PostsOf(view.Unit(unit)!)[0]}@{unit}";
    }

    /// <summary>Not everything that an officer works at opens a row; the first that does.</summary>
    private static async Task<(IDocument Page, string Reason)> LookAsync(AReader officer, string address, IDocument closed)
    {
        foreach (var reason in closed.QuerySelectorAll("select[name=at] option").Select(static one => one.GetAttribute("value")!).Where(static one => one.Length > 0))
        {
            var page = await officer.SendAsync(address, [.. AReader.Hidden(closed.QuerySelector("form[aria-labelledby=look]")!), ("at", reason), ("do", "look")]);
            if (page.QuerySelector("table.rows") is not null) return (page, reason);
        }

        throw new InvalidOperationException("Nothing that the officer works at opens the two rows.");
    }

    private static async Task<AServedCounty> CountyAsync(string kind)
    {
        var county = await AServedCounty.WithPages(kind);
        var done = await county.Post("api/v1/registers/person/imports", new JsonObject { ["mapping"] = Mapping, ["table"] = Table, ["dryRun"] = false }, await county.Officer(Registrar));
        Assert.Equal(1, (int)done.Json["proposed"]!);
        return county;
    }
}

internal static class OnProposals
{
    public static (IReadOnlyList<ProposedPair> Pairs, RowId? Next) Imports(this Trellis.Web.TrellisServer server) => server.Registers.Questions.Ask(session => ((IReadOnlyList<ProposedPair>)[.. SearchRows.Proposals(session, "person", "", 10).Select(static one => new ProposedPair(one.One, one.Other, one.Score, []))], (RowId?)null));
}
