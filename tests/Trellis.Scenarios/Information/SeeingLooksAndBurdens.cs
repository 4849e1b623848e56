using System.Net;
using System.Text.Json.Nodes;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Serving;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>Officers see who looked at their work; what forms cost is told of many, and never of few.</summary>
public sealed class SeeingLooksAndBurdens
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_officer_sees_which_post_of_another_unit_followed_a_matter_of_theirs_and_their_own_unit_is_not_listed(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await county.File("construction-noise", "heping");
        var performer = (string)matter["open"]![0]!["performer"]!;
        var officer = await county.Officer(performer);
        var address = $"api/v1/matters/{(string)matter["id"]!}";
        Assert.Equal(HttpStatusCode.OK, (await county.Get(address, officer)).Status);
        Assert.Empty((await county.Get("api/v1/looked-at", officer)).Json["looks"]!.AsArray());

        Assert.Equal(HttpStatusCode.OK, (await county.Get(address, await county.Officer("supervisor@cuiwei"))).Status);

        var look = Assert.Single((await county.Get("api/v1/looked-at", officer)).Json["looks"]!.AsArray())!;
        Assert.Equal(("supervisor@cuiwei", $"matter/{(string)matter["id"]!}", (string)matter["number"]!), ((string)look["by"]!, (string)look["reason"]!, (string)look["number"]!));
        Assert.Empty(look["items"]!.AsArray()); // the course of a matter, and no values
        Assert.Null(look["subject"]);
        Assert.Equal("access.for-officers", (await county.Get("api/v1/looked-at", await county.Resident())).Code);
        Assert.Empty((await county.Get("api/v1/looked-at", await county.Officer("traffic-officer@police"))).Json["looks"]!.AsArray());
    }

    [Fact]
    public async Task The_same_stands_on_a_page_with_the_matter_and_the_entry_for_officers_alone()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        var matter = await county.File("construction-noise", "heping");
        var performer = (string)matter["open"]![0]!["performer"]!;
        await county.Get($"api/v1/matters/{(string)matter["id"]!}", await county.Officer("supervisor@cuiwei"));
        using var officer = await LookingThroughRowsOfForms.SignedInAsync(county, performer);

        var (_, asked) = await officer.OpenAsync("/asked");
        var (status, page) = await officer.OpenAsync(asked.QuerySelectorAll("main a").Single(static one => one.TextContent == "Who looked at our work").GetAttribute("href")!);

        Assert.Equal(HttpStatusCode.OK, status);
        var row = Assert.Single(page.QuerySelectorAll("table.rows tbody tr"));
        Assert.Contains("upervisor", row.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/matters/{(string)matter["number"]!}", row.QuerySelector("a")!.GetAttribute("href"));
        using var resident = new AReader(county.Server.Addresses[0], "en");
        var (_, elsewhere) = await resident.OpenAsync("/looked-at");
        Assert.Null(elsewhere.QuerySelector("table.rows"));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_a_form_costs_is_withheld_of_four_fillers_and_told_of_five(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        county.Clock.Move(new DateTimeOffset(2026, 6, 2, 1, 0, 0, TimeSpan.Zero) - county.Clock.Now);
        var townships = county.Server.Desk.InForce.Structure.On(new DateOnly(2026, 6, 2)).Expand("townships").Take(5).Select(static unit => unit.Id).ToList();
        var asker = await county.Officer("supervisor@cuiwei");
        for (var filled = 1; filled <= 5; filled++)
        {
            var content = new JsonObject { ["form"] = "safety-monthly", ["occasion"] = "2026-05", ["facts"] = new JsonObject { ["unit.firms-inspected"] = 30, ["unit.dangers-found"] = filled, ["unit.dangers-removed"] = 0 }, ["minutes"] = 10 * filled };
            var handedIn = await county.Post("api/v1/forms/acts/submit-form", content, await county.Officer($"safety-officer@{townships[filled - 1]}"));
            Assert.True(handedIn.Status == HttpStatusCode.OK, handedIn.ToString());
            if (filled < 4) continue;

            var burden = (await county.Get("api/v1/forms/burden", asker)).Json["groups"]!.AsArray().Single(static one => (string)one!["group"]! == "safety-monthly")!;
            if (filled == 4)
            {
                Assert.True((bool)burden["withheld"]!);
                foreach (var told in (string[])["times", "fillers", "typed", "filled", "minutes"]) Assert.Null(burden[told]);
            }
            else
            {
                Assert.Equal((false, 5, 5), ((bool)burden["withheld"]!, (int)burden["times"]!, (int)burden["fillers"]!));
                Assert.Equal((10, 30, 50), ((int)burden["minutes"]!["least"]!, (int)burden["minutes"]!["median"]!, (int)burden["minutes"]!["most"]!));
            }
        }

        // By unit everybody is alone, and nothing of anybody is told.
        Assert.All((await county.Get("api/v1/forms/burden?by=unit", asker)).Json["groups"]!.AsArray(), static one => Assert.True((bool)one!["withheld"]!));
        Assert.Equal(HttpStatusCode.BadRequest, (await county.Get("api/v1/forms/burden?by=person", asker)).Status);
    }
}
