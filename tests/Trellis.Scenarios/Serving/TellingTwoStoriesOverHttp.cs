using System.Net;
using System.Text.Json.Nodes;
using Trellis.Ledger;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>The two matters of the sample county, over HTTP from the filing to the resident's word, and verified by the command afterwards.</summary>
public sealed class TellingTwoStoriesOverHttp
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_small_restaurant_opens_in_Cuiwei(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await county.File("small-restaurant", "xikoujie", new JsonObject { ["premises.area"] = "90 m2" });
        county.Clock.Move(TimeSpan.FromHours(1));
        matter = await county.Perform(matter, "receive");
        county.Clock.Move(TimeSpan.FromHours(2));
        matter = await county.Perform(matter, "business-licence/registration", AServedCounty.Decided("grant"));
        matter = await county.Perform(matter, "business-licence/notify");
        matter = await county.Perform(matter, "hygiene", facts: new JsonObject { ["matter.hygiene-report"] = "d-1" });
        matter = await county.Perform(matter, "fire", facts: new JsonObject { ["matter.fire-report"] = "d-2" });
        county.Clock.Move(TimeSpan.FromDays(4));
        matter = await county.Perform(matter, "neighbours");
        matter = await county.Perform(matter, "permit", AServedCounty.Decided("grant"), other: true);
        matter = await county.Perform(matter, "deliver");
        matter = await county.Perform(matter, "notify");
        matter = await county.Perform(matter, "confirm");

        Assert.Equal(("closed", "solved", true), ((string?)matter["state"], (string?)matter["closedAs"], (bool?)matter["confirmed"]));
        var shown = await county.Get($"api/v1/matters/{(string)matter["number"]!}", await county.Resident());
        Assert.Equal(matter.ToJsonString(), shown.Json.ToJsonString());
        await VerifyAsync(county);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Construction_noise_at_night_goes_with_a_return_a_whistle_an_escalation_and_a_paper_day(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await county.File("construction-noise", "heping");
        var paper = county.Clock.Now.AddMinutes(10);
        county.Clock.Move(TimeSpan.FromHours(3));
        matter = await county.Perform(matter, "receive", happened: paper);

        // The street hands it to the bureau, which gives it back to the one who bears the duty here.
        var street = (string)matter["heldBy"]!;
        matter = await county.Do(matter, "hand-over-matter", new JsonObject { ["to"] = "urban-management" }, await county.Officer("@" + street));
        matter = await county.Do(matter, "return-matter", new JsonObject { ["citedDuty"] = "construction-noise", ["rightHolder"] = street }, await county.Officer("@urban-management"));
        Assert.Equal(street, (string?)matter["heldBy"]);

        var leader = await county.Officer("township-leader@" + street);
        matter = await county.Do(matter, "blow-whistle", new JsonObject { ["key"] = "look" }, leader);
        Assert.True(matter["whistles"]!.AsArray()[0]!["calls"]!.AsArray().Count > 0);
        county.Clock.Move(TimeSpan.FromHours(3));
        Assert.True(await county.Server.Desk.RunDueAsync(ARecord.Patience) > 0);
        var history = await county.Get($"api/v1/matters/{(string)matter["id"]!}/history", leader);
        var events = history.Json["events"]!.AsArray().Select(static one => (string)one!["event"]!).ToList();
        Assert.Contains("call-missed/1", events);
        Assert.Contains("matter-escalated/1", events);

        await county.RestartAsync();
        matter = await county.Do(matter, "judge-whistle", new JsonObject { ["number"] = 1, ["verdict"] = "without-effect" }, await county.Resident());
        matter = await county.Perform(matter, "look", facts: new JsonObject { ["matter.site-report"] = "d-1" });
        matter = await county.Perform(matter, "measuring", facts: new JsonObject { ["matter.noise-level"] = "70 dB" });
        matter = await county.Perform(matter, "certificate", facts: new JsonObject { ["matter.night-permit"] = false });
        matter = await county.Perform(matter, "stop", AServedCounty.Decided("order"));
        matter = await county.Perform(matter, "standstill", facts: new JsonObject { ["matter.work-stopped"] = true });
        matter = await county.Perform(matter, "hours");
        matter = await county.Perform(matter, "case", facts: new JsonObject { ["matter.fine-sum"] = "5000 CNY" });
        matter = await county.Perform(matter, "penalty", AServedCounty.Decided("penalise"), other: true);
        matter = await county.Perform(matter, "notify");
        matter = await county.Perform(matter, "confirm");

        Assert.Equal(("closed", "solved", true), ((string?)matter["state"], (string?)matter["closedAs"], (bool?)matter["confirmed"]));
        var waits = await county.Get($"api/v1/matters/{(string)matter["id"]!}/waits", await county.Resident());
        Assert.Contains(waits.Json["waits"]!.AsArray(), static one => (string?)one!["for"] == "later-entry");
        await VerifyAsync(county);
    }

    /// <summary>Ends the server, and has the command judge what it left.</summary>
    private static async Task VerifyAsync(AServedCounty county)
    {
        await county.Server.DisposeAsync();
        var place = county.Record.Place;
        var key = Path.Combine(county.Record.Folder, "key.txt");
        await File.WriteAllTextAsync(key, Trellis.Runtime.Ledger.RecordKeys.Open(place.Keys).Signer.Verifier.ToString() + "\n", ARecord.Patience);
        using var words = new StringWriter();
        using var errors = new StringWriter();
        var terminal = new Trellis.Cli.Terminal { Input = Stream.Null, Output = Stream.Null, Words = words, Errors = errors };
        var code = Trellis.Cli.CommandLine.Run(Trellis.Cli.TrellisCommand.Make(terminal), ["verify", .. county.Record.Connection is { } connection ? (string[])["--postgres", connection] : [county.Record.File], "--key", key, "--keys", place.Keys], terminal);
        Assert.True(code == 0, $"{words}{errors}");
        county.Record.HoldsTogether();
    }
}
