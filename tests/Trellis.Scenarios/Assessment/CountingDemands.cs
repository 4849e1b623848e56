using System.Net;
using System.Text.Json.Nodes;
using Trellis.Ledger;
using Trellis.Runtime.Assessment;
using Trellis.Runtime.Database;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Serving;
using Trellis.Structure.Calendars;
using Xunit;

namespace Trellis.Scenarios.Assessment;

/// <summary>Looking works both ways: what units lay on each other is counted by who makes it, and both sides see it.</summary>
public sealed class CountingDemands
{
    private static readonly ReportingPeriod May = ReportingPeriod.Parse("2026-05")!.Value;

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Looks_reminders_and_inspections_are_counted_at_the_unit_that_bears_them_by_the_unit_that_makes_them(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await county.File("construction-noise", "heping");
        var (id, holder) = ((string)matter["id"]!, (string)matter["heldBy"]!);
        var (supervisor, own) = (await county.Officer("supervisor@cuiwei"), await county.Officer("@" + holder));
        for (var day = 0; day < 2; day++)
        {
            // Twice a day is one look.
            for (var again = 0; again < 2; again++) Assert.Equal(HttpStatusCode.OK, (await county.Get($"api/v1/matters/{id}", supervisor)).Status);
            await county.Get($"api/v1/matters/{id}", own); // whoever works on it makes no demand
            county.Clock.Move(TimeSpan.FromDays(1));
        }

        await county.Do(matter, "remind-unit", new JsonObject { ["key"] = (string)matter["open"]![0]!["key"]! }, supervisor);
        var restaurant = await county.Perform(await county.File("small-restaurant", "xikou"), "receive");
        var checker = (string)restaurant["open"]!.AsArray().Single(static one => (string?)one!["key"] == "hygiene")!["performer"]!;
        await county.Perform(restaurant, "hygiene", facts: new JsonObject { ["matter.hygiene-report"] = "doc-1" });

        var demands = await county.Get("api/v1/demands?period=2026-05", own);

        Assert.True(demands.Status == HttpStatusCode.OK, demands.ToString());
        var rows = demands.Json["demands"]!.AsArray().ToDictionary(static one => ((string)one!["by"]!, (string)one["at"]!));
        var looked = rows[("cuiwei", holder)]!;
        Assert.Equal((2, 1, "above"), ((int)looked["looks"]!, (int)looked["reminders"]!, (string)looked["from"]!));
        Assert.Equal(1, (int)rows[(checker.Split('@')[1], "xikou")]!["inspections"]!);
        Assert.DoesNotContain(rows.Keys, static pair => pair.Item1 == pair.Item2);
        // The same by the definition: each entry by an officer of another unit than the one that held the matter.
        Assert.Equal(county.Record.Entries().Count(entry => entry.Event == "matter-seen/1" && entry.Fields["matter"] is EntryValue.Word { Text: var seen } && seen == id && entry.By is EntryActor.Officer { Unit: var unit } && unit != holder), rows.Values.Where(row => (string)row!["at"]! == holder).Sum(static row => (int)row!["looks"]!));
        Assert.Equal([holder], (await county.Get($"api/v1/demands?period=2026-05&unit={holder}", own)).Json["demands"]!.AsArray().Select(static one => (string)one!["at"]!).Distinct());
        Assert.Equal(["cuiwei"], (await county.Get("api/v1/demands?period=2026-05&by=cuiwei", own)).Json["demands"]!.AsArray().Select(static one => (string)one!["by"]!).Distinct());
        // Nobody stands in it but units.
        Assert.DoesNotContain("o-supervisor", demands.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(AServedCounty.Wang, demands.Body, StringComparison.Ordinal);
        Assert.Equal("access.for-officers", (await county.Get("api/v1/demands", await county.Resident())).Code);
        foreach (var period in (string[])["2026", "2026-q1", "may", "2026-13", ""]) Assert.Equal("http.parameter-unreadable", (await county.Get($"api/v1/demands?period={period}", own)).Code);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_month_that_is_over_comes_out_the_same_again_whatever_happens_to_its_matters_later(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await county.File("construction-noise", "heping");
        await county.Get($"api/v1/matters/{(string)matter["id"]!}", await county.Officer("supervisor@cuiwei"));
        county.Clock.Move(TimeSpan.FromDays(30));
        matter = (await county.Get($"api/v1/matters/{(string)matter["id"]!}", await county.Officer("@" + (string)matter["heldBy"]!))).Json;
        var before = DemandsOfUnits.Beside(county.Record.Place.Store).In(May);

        await county.Perform(matter, (string)matter["open"]![0]!["key"]!);
        await county.Get($"api/v1/matters/{(string)matter["id"]!}", await county.Officer("supervisor@cuiwei"));

        var after = DemandsOfUnits.Beside(county.Record.Place.Store).In(May);
        Assert.NotEmpty(before.Demands);
        Assert.True(after.Entries > before.Entries);
        Assert.Equal(before.Demands, after.Demands);
        Assert.DoesNotContain(after.Demands, static one => one.Looks + one.Opened > 1);
    }

    [Fact]
    public async Task Forms_are_demands_of_whoever_asks_for_them_and_the_command_counts_them_beside_the_program()
    {
        await using var county = await AServedCounty.On("SQLite");
        county.Clock.Move(TimeSpan.FromDays(22)); // the second of June: what is owed for May can be handed in
        await county.File("construction-noise", "heping");
        var asker = county.Server.Desk.InForce.Structure.Forms.Of("safety-monthly")[0].AskedBy.Id!;
        var file = ((SqliteStore)county.Record.Place.Store).File;
        using var program = new TheProgram();

        var counted = DemandsOfUnits.Beside(county.Record.Place.Store).In(null);
        var text = program.Run("figures", "--demands", "--data", file, "--unit", "xikou", "--lang", "en").Succeeds().Output;
        var csv = program.Run("figures", "--demands", "--data", file, "--period", "2026-06", "--by", asker, "--format", "csv").Succeeds().Output;
        var json = program.Run("figures", "--demands", "--data", file, "--period", "2026", "--format", "json").Succeeds().Output;
        var chinese = program.Run("figures", "--demands", "--data", file, "--unit", "xikou", "--lang", "zh").Succeeds().Output;

        var xikou = Assert.Single(counted.Narrowed("xikou", asker));
        Assert.True(xikou is { Forms: > 0, From: Trellis.Assessment.Demands.DemandFrom.Above } && xikou.Fields >= xikou.Forms, xikou.ToString());
        Assert.Contains($"{xikou.Forms} forms, {xikou.Fields} fields", text, StringComparison.Ordinal);
        Assert.Contains($"表 {xikou.Forms}，项 {xikou.Fields}", chinese, StringComparison.Ordinal);
        Assert.StartsWith("period,at,by,from,forms,fields,returned,reminders,inspections,looks,opened,entries\r\n", csv, StringComparison.Ordinal);
        Assert.Contains($"2026-06,xikou,{asker},above,{xikou.Forms},{xikou.Fields},", csv, StringComparison.Ordinal);
        Assert.Equal("trellis/demands/1", (string)JsonNode.Parse(json)!["schema"]!);
        program.Run("figures", "--demands", "--data", file, "--indicator", "x").RefusesSaying("--indicator has no place beside --demands");
        program.Run("figures", "--by", "xikou", "--data", file).RefusesSaying("--by has its place beside --demands alone");
        program.Run("figures", "--demands", "--data", "nothing.db").RefusesSaying("nothing.db");
    }
}
