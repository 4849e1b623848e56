using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Trellis.Authority.Access;
using Trellis.Cli;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Standards.Work;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>The work on matters in formats that others read: by our own diagnosis first of all.</summary>
public sealed class HandingOutTheWork
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_is_handed_out_over_HTTP_is_what_the_command_writes_and_diagnose_reads_all_three(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        for (var at = 0; at < 3; at++)
        {
            var matter = await county.File("small-restaurant", "xikoujie", new JsonObject { ["premises.area"] = "90 m2" });
            county.Clock.Move(TimeSpan.FromMinutes(20));
            await county.Perform(matter, "receive");
        }

        var program = await county.Program(Scope.Export);
        foreach (var (address, word) in (IReadOnlyList<(string, string)>)[("export.xes", "xes"), ("export.csv", "csv"), ("export.ocel.json", "ocel")])
        {
            var reply = await county.Get("api/v1/" + address, program);
            Assert.Equal(HttpStatusCode.OK, reply.Status);
            var file = Path.Combine(county.Record.Folder, address);
            Assert.Equal((0, ""), Run(["export", word, file, .. county.Record.Options]));
            Assert.Equal(reply.Body, await File.ReadAllTextAsync(file, ARecord.Patience));

            var report = Path.Combine(county.Record.Folder, "report.json");
            var (code, said) = Run(["diagnose", file, "--json", report, .. word == "ocel" ? (string[])["--case-type", "matter"] : []]);
            Assert.True(code is 0 or 1, said);
            var log = JsonNode.Parse(await File.ReadAllTextAsync(report, ARecord.Patience))!["log"]!;
            Assert.True((int)log["cases"]! == 3, log.ToJsonString());
            Assert.True((int)log["events"]! == 6, log.ToJsonString());

            // Nobody's id, and nothing that anybody gave.
            Assert.DoesNotContain(AServedCounty.Wang, reply.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("o-", reply.Body.Replace("-o-", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain("90 m2", reply.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_object_centric_log_declares_every_type_and_names_no_object_that_is_not_there()
    {
        await using var county = await AServedCounty.On("SQLite");
        var matter = await county.File("construction-noise", "heping");
        county.Clock.Move(TimeSpan.FromMinutes(5));
        await county.Perform(matter, "receive");

        var log = (await county.Get("api/v1/export.ocel.json", await county.Program(Scope.Export))).Json;
        var objects = log["objects"]!.AsArray().Select(static one => (string)one!["id"]!).ToHashSet();

        Assert.Equal(["eventTypes", "events", "objectTypes", "objects"], log.AsObject().Select(static one => one.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["matter", "unit"], log["objectTypes"]!.AsArray().Select(static one => (string)one!["name"]!));
        var types = log["eventTypes"]!.AsArray().ToDictionary(static one => (string)one!["name"]!, static one => one!["attributes"]!.AsArray().Select(static attribute => (string)attribute!["name"]!).ToHashSet());
        Assert.All(log["events"]!.AsArray(), one =>
        {
            Assert.All(one!["attributes"]!.AsArray(), attribute => Assert.Contains((string)attribute!["name"]!, types[(string)one["type"]!]));
            Assert.All(one["relationships"]!.AsArray(), related => Assert.Contains((string)related!["objectId"]!, objects));
            Assert.EndsWith("Z", (string)one["time"]!, StringComparison.Ordinal);
        });
    }

    /// <summary>OCEL 2.0 (Berti et al. 2024), section 8.2: what its schema asks of every log, and section 3: that nothing is named which is not declared.</summary>
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_object_centric_log_of_matters_with_notes_values_and_several_units_is_what_the_published_schema_asks_for(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await county.File("construction-noise", "heping");
        matter = await county.Do(matter, "add-information", new JsonObject { ["said"] = "The excavator \"roars\"." }, await county.Resident());
        county.Clock.Move(TimeSpan.FromMinutes(5));
        matter = await county.Perform(matter, "receive");
        var street = (string)matter["heldBy"]!;
        matter = await county.Do(matter, "hand-over-matter", new JsonObject { ["to"] = "urban-management" }, await county.Officer("@" + street));
        matter = await county.Do(matter, "return-matter", new JsonObject { ["citedDuty"] = "construction-noise", ["rightHolder"] = street }, await county.Officer("@urban-management"));
        matter = await county.Do(matter, "blow-whistle", new JsonObject { ["key"] = "look" }, await county.Officer("township-leader@" + street));
        county.Clock.Move(TimeSpan.FromHours(3));
        await county.Server.Desk.RunDueAsync(ARecord.Patience);
        matter = await county.Perform(matter, "look", facts: new JsonObject { ["matter.site-report"] = "d-1" });
        await county.Perform(matter, "measuring", facts: new JsonObject { ["matter.noise-level"] = "70 dB" });
        var other = await county.Perform(await county.File("small-restaurant", "xikoujie", new JsonObject { ["premises.area"] = "90 m2" }), "receive");
        other = await county.Perform(other, "hygiene", facts: new JsonObject { ["matter.hygiene-report"] = "d-1" });
        await county.Perform(other, "fire", facts: new JsonObject { ["matter.fire-report"] = "d-2" });

        var reply = await county.Get("api/v1/export.ocel.json", await county.Program(Scope.Export));
        var log = reply.Json.AsObject();

        foreach (var types in (IReadOnlyList<string>)["eventTypes", "objectTypes"]) All(log[types]!.AsArray(), ["name", "attributes"], static one => All(one["attributes"]!.AsArray(), ["name", "type"]));
        All(log["events"]!.AsArray(), ["id", "type", "time", "attributes", "relationships"], static one =>
        {
            All(one["attributes"]!.AsArray(), ["name", "value"]);
            All(one["relationships"]!.AsArray(), ["objectId", "qualifier"]);
        });
        var objects = log["objects"]!.AsArray().ToLookup(static one => (string)one!["type"]!);
        All(objects["matter"], ["id", "type", "attributes"], static one => All(one["attributes"]!.AsArray(), ["name", "value", "time"]));
        All(objects["unit"], ["id", "type"]);
        Assert.Equal((2, true), (objects["matter"].Count(), objects["unit"].Count() > 3));
        Assert.True(log["eventTypes"]!.AsArray().Count > 8);
        Assert.DoesNotContain("roars", reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("70 dB", reply.Body, StringComparison.Ordinal);

        // Of every object, each member is there, and holds what it is to hold: text, moments by RFC 3339, or a list.
        static void All(IEnumerable<JsonNode?> list, IReadOnlyList<string> members, Action<JsonObject>? further = null)
        {
            foreach (var one in list.Select(static one => one!.AsObject()))
            {
                Assert.Equal(members, one.Select(static member => member.Key));
                foreach (var (name, value) in one)
                {
                    if (value is JsonArray) continue;
                    Assert.Equal(JsonValueKind.String, value!.GetValueKind());
                    if (name == "time") Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string)value!);
                }

                further?.Invoke(one);
            }
        }
    }

    [Fact]
    public async Task An_empty_record_gives_whole_and_empty_files()
    {
        await using var county = await AServedCounty.On("SQLite");
        var program = await county.Program(Scope.Export);

        Assert.DoesNotContain(XDocument.Parse((await county.Get("api/v1/export.xes", program)).Body).Root!.Elements(), static one => one.Name.LocalName == "trace");
        Assert.Single((await county.Get("api/v1/export.csv", program)).Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty((await county.Get("api/v1/export.ocel.json", program)).Json["events"]!.AsArray());
    }

    [Fact]
    public async Task Three_are_handed_out_at_once_and_one_that_nobody_reads_any_more_ends()
    {
        await using var county = await AServedCounty.On("SQLite");
        await county.File("construction-noise", "heping");
        var program = await county.Program(Scope.Export);
        for (var at = 0; at < 3; at++) Assert.True(county.Server.Exports.TryBegin());

        var fourth = await county.Get("api/v1/export.csv", program);
        county.Server.Exports.End();
        var third = await county.Get("api/v1/export.csv", program);
        var after = await county.Get("api/v1/export.csv", program);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "http.busy"), (fourth.Status, fourth.Code));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (third.Status, after.Status));
        Assert.Throws<OperationCanceledException>(() => ExportedWork.Write(county.Record.Place.Store, WorkFormat.Csv, Stream.Null, new CancellationToken(canceled: true)));
    }

    internal static (int Code, string Said) Run(string[] args, Language language = Language.English)
    {
        using var words = new StringWriter();
        var terminal = new Terminal { Input = Stream.Null, Output = Stream.Null, Words = words, Errors = words, Language = language };
        return (CommandLine.Run(TrellisCommand.Make(terminal), args, terminal), words.ToString());
    }
}
