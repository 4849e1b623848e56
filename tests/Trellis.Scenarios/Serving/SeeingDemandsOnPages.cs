using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>What units ask of each other stands on a page by who makes it, for whoever bears it and whoever makes it alike, in the very numbers that programs get.</summary>
public sealed class SeeingDemandsOnPages
{
    private const string Officer = "civil-clerk@xikou";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task The_page_of_a_unit_has_the_numbers_of_the_interface_by_who_makes_them_and_is_found_where_one_would_look(string kind)
    {
        await using var county = await AServedCounty.WithPages(kind);
        var matter = await county.File("construction-noise", "heping");
        var unit = ((string)matter["open"]![0]!["performer"]!).Split('@')[1];
        Assert.Equal(HttpStatusCode.OK, (await county.Get($"api/v1/matters/{(string)matter["id"]!}", await county.Officer("supervisor@cuiwei"))).Status);
        county.Clock.Move(new DateTimeOffset(2026, 6, 3, 1, 0, 0, TimeSpan.Zero) - county.Clock.Now);
        using var officer = await LookingThroughRowsOfForms.SignedInAsync(county, Officer);
        var told = (await county.Get($"api/v1/demands?period=2026-05&unit={unit}", await county.Officer(Officer))).Json["demands"]!.AsArray();
        Assert.Contains(told, static one => (string?)one!["by"] == "cuiwei" && (int)one["looks"]! == 1);

        // From the page of the unit, and of one's own from what waits.
        var (_, structure) = await officer.OpenAsync($"/structure/units/{unit}");
        var address = structure.QuerySelectorAll("main a").Single(static one => one.TextContent == "What other units ask of it").GetAttribute("href")!;
        var (status, page) = await officer.OpenAsync(address);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("May 2026", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var rows = page.QuerySelectorAll("table.rows tbody tr");
        Assert.Equal(told.Count, rows.Length);
        int Sum(int column) => rows.Sum(row => int.Parse(row.QuerySelectorAll("td")[column].TextContent.Trim().Split(' ')[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
        foreach (var (column, name) in ((int, string)[])[(1, "forms"), (2, "returned"), (3, "reminders"), (4, "inspections"), (5, "looks"), (6, "opened")]) Assert.Equal(told.Sum(one => (int)one![name]!), Sum(column));
        Assert.Equal($"/structure/units/{Officer.Split('@')[1]}", (await officer.OpenAsync((await officer.OpenAsync("/asked")).Page.QuerySelectorAll("main a").Single(static one => one.TextContent == "What others ask of us").GetAttribute("href")!)).Page.QuerySelectorAll("nav.crumbs a")[1].GetAttribute("href"));

        // The other way round it is the same pair; before the record there was nothing, and what is no month or no unit is not there.
        var above = rows.Single(row => row.QuerySelectorAll("td")[5].TextContent.Trim() == "1").QuerySelector("a")!.GetAttribute("href")!;
        var (_, makes) = await officer.OpenAsync(above);
        Assert.Contains(makes.QuerySelectorAll("table.rows a"), one => one.GetAttribute("href")!.Contains($"unit={unit}&", StringComparison.Ordinal));
        Assert.Contains("No other unit asked anything", (await officer.OpenAsync($"/demands?unit={unit}&period=2025-01")).Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        foreach (var none in (string[])["/demands?unit=nowhere", "/demands?period=2026-q2", "/demands?period=soon", "/demands?period=2027-01"]) Assert.Equal(HttpStatusCode.NotFound, (await officer.OpenAsync(none)).Status);

        // Residents and whoever is not signed in are not shown it, nor led to it.
        using var anybody = new AReader(county.Server.Addresses[0], "en");
        Assert.Null((await anybody.OpenAsync(address)).Page.QuerySelector("table.rows"));
        Assert.DoesNotContain((await anybody.OpenAsync($"/structure/units/{unit}")).Page.QuerySelectorAll("main a"), static one => one.GetAttribute("href")!.StartsWith("/demands", StringComparison.Ordinal));
    }
}
