using System.Net;
using System.Text.Json.Nodes;
using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Web.Process;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>A change takes away what an older matter stands on: its type, a step of it, a post, a unit, its place. The matter goes on under the version it was filed under, and whoever asks is answered.</summary>
public sealed class GoingOnUnderOlderVersions
{
    [Fact]
    public async Task Every_question_of_an_older_matter_is_answered_and_every_act_done_or_refused_with_its_reason()
    {
        await using var county = await AServedCounty.On("SQLite");
        var failed = new List<Exception>();
        var resident = await county.Resident();
        var noise = await county.File("construction-noise", "heping");
        var received = await county.Perform(await county.File("construction-noise", "heping"), "receive");
        var street = (string)received["heldBy"]!;
        var measured = await county.Perform(await county.Perform(await county.File("construction-noise", "heping"), "receive"), "look", facts: new JsonObject { ["matter.site-report"] = "d-1" });
        var whistled = await county.Do(received, "blow-whistle", new JsonObject { ["key"] = "look" }, await county.Officer("township-leader@" + street));
        var handed = await county.Do(await county.Perform(await county.File("construction-noise", "heping"), "receive"), "hand-over-matter", new JsonObject { ["to"] = "urban-management" }, await county.Officer("@" + street));
        var restaurant = await county.Perform(await county.File("small-restaurant", "heping", new JsonObject { ["premises.area"] = "90 m2" }), "receive");
        var withdrawn = await county.Do(await county.File("small-restaurant", "heping"), "withdraw-matter", [], resident);
        JsonNode[] matters = [noise, whistled, measured, handed, restaurant, withdrawn];
        var gone = await county.Officer("noise-officer@urban-management");
        var spoiling = await RefusingWhateverIsSent.SpoilingAsync(county, measured);
        var old = county.Server.Desk.InForce.Version;

        await AdoptAsync(county, RandomChanges.Versions()[^1]);
        await county.RestartAsync();
        county.Server.Desk.Failing = failed.Add;
        Assert.NotEqual(old, county.Server.Desk.InForce.Version);
        var leader = await county.Officer("county-leader@cuiwei");
        string[] people = [resident, gone, leader, await county.Officer("@" + street), await county.Officer("@city-order"), await county.Officer("sound-officer@city-order")];

        foreach (var matter in matters)
        {
            var id = (string)matter["id"]!;
            foreach (var endpoint in county.Server.Endpoints.Where(static one => one.RoutePattern.RawText!.Contains("{matter}", StringComparison.Ordinal) && one.Metadata.GetMetadata<NeedsScope>() is not null))
            {
                if (endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>()?.HttpMethods.Contains("GET") != true) continue;
                var path = endpoint.RoutePattern.RawText!.Replace("{matter}", id, StringComparison.Ordinal).Replace("{position}", $"{(long)matter["revision"]!}", StringComparison.Ordinal);
                if (path.EndsWith("/holder", StringComparison.Ordinal)) path += "?at=2026-05-12T08:00:00Z";
                foreach (var token in people)
                {
                    var reply = await county.Get(path, token);
                    Assert.True((int)reply.Status < 500, $"{path}: {reply}");
                    // No picture was added to these; the one that is asked for is not there.
                    if (token == resident && path.EndsWith("{picture}", StringComparison.Ordinal)) Assert.Equal("http.no-such-picture", reply.Code);
                    else if (token == resident) Assert.True(reply.Status is HttpStatusCode.OK, $"{path}: {reply}");
                    if (token == gone) Assert.Equal("access.seat-not-theirs", reply.Code);
                }
            }

            Assert.Equal(old, (string)(await county.Get($"api/v1/matters/{id}", resident)).Json["structure"]!);
        }

        foreach (var matter in matters)
        {
            var open = (await county.Get($"api/v1/matters/{(string)matter["id"]!}", resident)).Json["open"]!.AsArray().Select(static one => (string)one!["key"]!).ToList();
            foreach (var (method, path, operation) in spoiling.Operations)
            {
                if (method != "POST" || !path.Contains("{matter}", StringComparison.Ordinal) || path.EndsWith("withdraw-matter", StringComparison.Ordinal)) continue;
                foreach (var token in people)
                    foreach (var key in open.Append("look"))
                    {
                        var body = spoiling.FormOf(operation) is { } form ? spoiling.Sample(form) : [];
                        if (body.ContainsKey("key")) body["key"] = key;
                        var reply = await county.Post(path.Replace("{matter}", (string)matter["id"]!, StringComparison.Ordinal), body, token);
                        Assert.True((int)reply.Status < 500 && (reply.Status == HttpStatusCode.OK || reply.Code is not null), $"{path}: {reply}");
                        if (!body.ContainsKey("key")) break;
                    }
            }
        }

        // What the requester says is taken as ever; and a plan of the move says which matters have nothing to move to.
        await county.Do(noise, "add-information", new JsonObject { ["said"] = "It still roars." }, resident);
        var inForce = $"api/v1/structures/{county.Server.Desk.InForce.Version}";
        Assert.Equal(HttpStatusCode.OK, (await county.Post($"{inForce}/acts/plan-move", new JsonObject(), leader)).Status);
        var moves = (await county.Get($"{inForce}/moves", leader)).Json["moves"]!.AsArray().ToDictionary(static line => (string)line!["matter"]!, static line => (string?)line!["why"]);
        Assert.Equal((null, "process.no-such-matter-type"), (moves[(string)noise["id"]!], moves[(string)restaurant["id"]!]));

        for (var month = 0; month < 4; month++)
        {
            county.Clock.Move(TimeSpan.FromDays(30));
            await county.Server.Desk.RunDueAsync(ARecord.Patience);
            await county.Server.Desk.FindPerformersAgainAsync(ARecord.Patience);
        }

        Assert.Empty(failed);
        county.Record.HoldsTogether();
    }

    private static async Task AdoptAsync(AServedCounty county, IReadOnlyList<Trellis.Structure.Files.SourceFile> files)
    {
        var (desk, seat) = (county.Server.Desk, new PostAt("county-leader", new UnitId("cuiwei")));
        await county.Officer($"{seat}");
        var leader = new Actor.Officer(new ActorId("o-county-leader-cuiwei"), seat);
        var day = desk.InForce.DayOf(county.Clock.Now);
        Assert.IsType<ActAnswer.Done>(await desk.ProposeAsync(leader, files, county.Clock.Now.AddHours(1), day.AddDays(1), null, ARecord.Patience));
        var proposed = desk.Adoptions.Adoptions.Values.Single(static one => one.Adopted is null);
        county.Clock.Move(TimeSpan.FromHours(2));
        var overrides = proposed.Errors.Select(error => new ErrorOverride(error.Code, error.Address, seat, proposed.InForce.AddDays(90), new PersonalText("because")));
        Assert.IsType<ActAnswer.Done>(await desk.DoAsync(new ActOrder { By = leader, Act = new AdoptStructure(proposed.Version, AdoptingStructures.Power, [.. overrides]) }, ARecord.Patience));
        county.Clock.Move(TimeSpan.FromDays(1));
    }
}
