using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Trellis.Authority.Access;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Structure.Files;
using Trellis.Web;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Over HTTP the rules are read before anybody acts on them: what can be filed and what it asks, what a new version changes, who objected and what was answered.</summary>
public sealed class ReadingTheStructure
{
    [Fact]
    public async Task What_a_matter_type_asks_is_what_a_filing_says()
    {
        await using var county = await AServedCounty.On("SQLite");
        var resident = await county.Resident();

        var all = await county.Get("api/v1/matter-types?place=xikoujie", resident);
        var line = all.Json["matterTypes"]!.AsArray().Single(static one => (string?)one!["type"] == "small-restaurant");
        Assert.Equal("开小餐馆一件事", (string?)line!["name"]!["zh"]);

        var guide = (await county.Get("api/v1/matter-types/small-restaurant?place=xikoujie", resident)).Json;
        Assert.True((bool)guide["isBundle"]!);
        Assert.Equal(("8 working days", "8 working days", "1 working day"), ((string?)line["promise"], (string?)guide["promise"], (string?)guide["firstAnswer"]));
        Assert.Equal("2 working hours", (string?)guide["steps"]!.AsArray()[0]!["within"]);
        Assert.NotEmpty(guide["basis"]!.AsArray());
        var roles = new JsonObject();
        foreach (var role in guide["roles"]!.AsArray().Where(static role => (bool)role!["needed"]!)) roles[(string)role!["role"]!] = $"{(string)role["register"]!}/one";
        var area = guide["asks"]!.AsArray().Single(static one => (string?)one!["fact"] == "premises.area")!;
        Assert.Equal("建筑面积", (string?)area["name"]!["zh"]);
        Assert.Contains(guide["steps"]!.AsArray(), static one => (string?)one!["step"] == "permit" && one["outcomes"]!.AsArray().Select(static word => (string?)word).SequenceEqual(["grant", "refuse"]));

        var filed = await county.Post("api/v1/matters", new JsonObject { ["type"] = "small-restaurant", ["place"] = "xikoujie", ["roles"] = roles, ["facts"] = new JsonObject { ["premises.area"] = "90 m2" } }, resident);
        Assert.True(filed.Status == HttpStatusCode.Created, filed.ToString());

        Assert.Equal("process.no-such-matter-type", (await county.Get("api/v1/matter-types/dragon-slaying", resident)).Code);
        Assert.Equal((HttpStatusCode.BadRequest, "http.parameter-unreadable"), ((await county.Get("api/v1/matter-types?place=atlantis", resident)).Status, (await county.Get("api/v1/matter-types?place=atlantis", resident)).Code));
        Assert.Equal("http.parameter-unreadable", (await county.Get("api/v1/matter-types?plaice=heping", resident)).Code);
    }

    [Fact]
    public async Task Whoever_comes_is_told_as_whom()
    {
        await using var county = await AServedCounty.On("SQLite");

        var officer = (await county.Get("api/v1/me", await county.Officer("data-officer@cuiwei"))).Json;
        Assert.Equal(("officer", "data-officer@cuiwei", county.Server.Desk.InForce.Version), ((string?)officer["holder"], (string?)officer["post"], (string?)officer["structure"]));
        var resident = (await county.Get("api/v1/me", await county.Resident())).Json;
        Assert.Equal(("resident", AServedCounty.Wang, null), ((string?)resident["holder"], (string?)resident["id"], (string?)resident["post"]));
        Assert.Equal("access.scope-missing", (await county.Get("api/v1/me", await county.Program(Scope.Ask))).Code);
    }

    [Fact]
    public async Task A_structure_that_cannot_run_is_told_in_the_language_of_who_asks_and_begins_no_record()
    {
        await using var county = await AServedCounty.On("SQLite");
        var body = new JsonObject { ["files"] = new JsonObject { ["structure.yaml"] = "structure: county\n" }, ["objectUntil"] = county.Clock.Now.AddDays(10).ToString("O", CultureInfo.InvariantCulture), ["inForce"] = "2026-06-01" };
        var chinese = await county.SendAsync(HttpMethod.Post, "api/v1/structures", body.ToJsonString(), await county.Officer("county-leader@cuiwei"), "zh", language: "zh");
        Assert.True(chinese.Code == "http.structure-unreadable" && ((string)chinese.Json["detail"]!).Contains("不能运行", StringComparison.Ordinal) && !((string)chinese.Json["detail"]!).Contains("structure", StringComparison.Ordinal), chinese.ToString());

        await using var record = ARecord.On("SQLite");
        await Assert.ThrowsAsync<UnusableInput>(async () => await TrellisServer.StartAsync(
            new ServerSettings { Place = record.Place, Structure = [new SourceFile("structure.yaml", "structure: county\n"u8.ToArray())], Origin = ARecord.Origin, Urls = ["http://127.0.0.1:0"], Logs = false }, ARecord.Patience));
        Assert.False(record.Place.Store.Exists());
    }

    [Fact]
    public async Task A_type_that_was_not_there_on_one_day_keeps_its_facts_on_another()
    {
        var folder = Directory.CreateTempSubdirectory("trellis-").FullName;
        try
        {
            foreach (var file in StructureFolder.Read(Structures.Of("cuiwei")))
            {
                var path = Path.Combine(folder, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                var text = Encoding.UTF8.GetString(file.Bytes);
                await File.WriteAllTextAsync(path, file.Path == "matters/construction-noise.yaml" ? text.Replace("matter: construction-noise\n", "matter: construction-noise\nfrom: 2026-02-01\n", StringComparison.Ordinal) : text, ARecord.Patience);
            }

            await using var county = await AServedCounty.On("SQLite", folder);
            var body = new JsonObject { ["type"] = "construction-noise", ["place"] = "heping", ["roles"] = new JsonObject { ["applicant"] = "person/r-wang", ["site"] = "place/site-1" }, ["facts"] = new JsonObject { ["matter.noise-source"] = "construction" } };
            body["happened"] = "2026-01-05T08:00:00Z";
            var before = await county.Post("api/v1/matters", body.DeepClone(), await county.Resident());
            Assert.True((int)before.Status >= 400, before.ToString());
            body.Remove("happened");
            var filed = await county.Post("api/v1/matters", body, await county.Resident());
            Assert.True(filed.Status == HttpStatusCode.Created, filed.ToString());

            var contents = await county.Get($"api/v1/matters/{(string)filed.Json["matter"]!["id"]!}/contents", await county.Resident());
            Assert.Contains(contents.Json["parts"]!.AsArray(), static one => (string?)one!["fact"] == "matter.noise-source");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_version_is_proposed_read_objected_to_answered_and_adopted_and_matters_move_to_it(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await county.File("construction-noise", "heping");
        var leader = await county.Officer("county-leader@cuiwei");
        var old = county.Server.Desk.InForce.Version;
        var files = new JsonObject();
        foreach (var file in StructureFolder.Read(Structures.Of("cuiwei")))
        {
            var text = Encoding.UTF8.GetString(file.Bytes);
            files[file.Path] = file.Path == "matters/construction-noise.yaml" ? text.Replace("  - notify: {by: first-contact,", "  - perform: {id: sweep, by: village-head, duty: resident-talks, within: 1 working day}\n  - notify: {by: first-contact,", StringComparison.Ordinal) : text;
        }

        var proposed = await county.Post("api/v1/structures", new JsonObject { ["files"] = files, ["objectUntil"] = county.Clock.Now.AddDays(10).ToString("O", CultureInfo.InvariantCulture), ["inForce"] = "2026-06-01" }, leader);
        Assert.True(proposed.Status == HttpStatusCode.OK, proposed.ToString());
        var versions = (await county.Get("api/v1/structures", await county.Resident())).Json;
        Assert.Equal(old, (string?)versions["inForce"]);
        var line = versions["versions"]![0]!;
        var version = (string)line["version"]!;
        Assert.Equal((old, null), ((string?)line["replaces"], (string?)line["adopted"]));
        var unit = (string)line["grows"]![0]!;

        // The plan and the findings are those of the record, and the files those that were proposed.
        var village = await county.Officer("village-head@" + unit);
        var shown = (await county.Get($"api/v1/structures/{version}", village)).Json;
        var plan = (await county.Get($"api/v1/structures/{version}/plan", village)).Body;
        Assert.Contains("trellis/plan/1", plan, StringComparison.Ordinal);
        Assert.Equal((string?)shown["planDigest"], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plan))));
        Assert.Equal((string?)shown["findingsDigest"], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes((await county.Get($"api/v1/structures/{version}/findings", village)).Body))));
        Assert.Equal((string?)files["matters/construction-noise.yaml"], (string?)(await county.Get($"api/v1/structures/{version}/files", village)).Json["files"]!["matters/construction-noise.yaml"]);
        Assert.Equal("process.no-such-adoption", (await county.Get("api/v1/structures/0000/plan", village)).Code);
        // Who sits where is told to officers.
        var forResident = (await county.Get($"api/v1/structures/{version}/files", await county.Resident())).Json["files"]!.AsObject();
        var forOfficer = (await county.Get($"api/v1/structures/{version}/files", village)).Json["files"]!.AsObject();
        Assert.Equal(["seats.tsv"], forOfficer.Select(static one => one.Key).Except(forResident.Select(static one => one.Key)));

        Assert.Equal(HttpStatusCode.OK, (await county.Post($"api/v1/structures/{version}/acts/object-to-structure", new JsonObject { ["duty"] = "resident-talks", ["reason"] = "我们没有这个人手。" }, village)).Status);
        county.Clock.Move(TimeSpan.FromDays(11));
        Assert.Equal(HttpStatusCode.OK, (await county.Post($"api/v1/structures/{version}/acts/answer-objection", new JsonObject { ["number"] = 1, ["followed"] = false, ["answer"] = "一个月一小时。" }, leader)).Status);
        var objection = Assert.Single((await county.Get($"api/v1/structures/{version}", await county.Resident())).Json["objections"]!.AsArray())!;
        Assert.Equal((unit, "我们没有这个人手。", "一个月一小时。", false), ((string?)objection["unit"], (string?)objection["reason"], (string?)objection["answer"], (bool)objection["followed"]!));
        var adopted = await county.Post($"api/v1/structures/{version}/acts/adopt-structure", new JsonObject { ["power"] = "change-structure" }, leader);
        Assert.True(adopted.Status == HttpStatusCode.OK, adopted.ToString());

        // What a move would do to each matter is read before anything moves.
        county.Clock.Move(TimeSpan.FromDays(15));
        var none = await county.Get($"api/v1/structures/{version}/moves", leader);
        Assert.True(none.Status == HttpStatusCode.OK, none.ToString());
        Assert.Empty(none.Json["moves"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, (await county.Post($"api/v1/structures/{version}/acts/plan-move", new JsonObject(), leader)).Status);
        var move = Assert.Single((await county.Get($"api/v1/structures/{version}/moves?limit=1", leader)).Json["moves"]!.AsArray())!;
        Assert.Equal(((string?)matter["id"], true), ((string?)move["matter"], (bool)move["moves"]!));
        // Others read what becomes of matters that they may see.
        Assert.Single((await county.Get($"api/v1/structures/{version}/moves", await county.Resident())).Json["moves"]!.AsArray());
        Assert.Empty((await county.Get($"api/v1/structures/{version}/moves", await county.Resident("r-li"))).Json["moves"]!.AsArray());
        Assert.Empty((await county.Get($"api/v1/structures/{version}/moves", await county.Officer("data-officer@cuiwei"))).Json["moves"]!.AsArray());
        // Whoever moves it has no part in it, and sees nothing of it.
        var moved = await county.Post($"api/v1/matters/{(string)matter["id"]!}/acts/move-matter", new JsonObject { ["version"] = version }, leader);
        Assert.True(moved.Status == HttpStatusCode.OK && moved.Json["matter"] is null, moved.ToString());
        Assert.Equal(version, (string?)(await county.Get($"api/v1/matters/{(string)matter["id"]!}", await county.Resident())).Json["structure"]);
    }
}
