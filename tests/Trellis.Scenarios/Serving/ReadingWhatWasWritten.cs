using System.Net;
using System.Text.Json.Nodes;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>An office cannot deal with words that it cannot read; nobody else reads them, and what was erased is told as erased.</summary>
public sealed class ReadingWhatWasWritten
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Whoever_filed_and_whoever_deals_with_it_reads_what_was_written_and_nobody_else(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var filed = await county.Post("api/v1/matters", new JsonObject { ["type"] = "construction-noise", ["place"] = "heping", ["roles"] = new JsonObject { ["applicant"] = "person/r-wang", ["site"] = "place/site-1" }, ["said"] = "夜里十二点还在打桩。", ["facts"] = new JsonObject { ["matter.noise-source"] = "construction" } }, await county.Resident());
        Assert.True(filed.Status == HttpStatusCode.Created, filed.ToString());
        var matter = filed.Json["matter"]!;
        var address = $"api/v1/matters/{(string)matter["id"]!}/contents";
        var officer = await county.Officer((string)matter["open"]![0]!["performer"]!);

        foreach (var reader in (string[])[await county.Resident(), officer])
        {
            var read = await county.Get(address, reader);
            Assert.True(read.Status == HttpStatusCode.OK, read.ToString());
            var parts = read.Json["parts"]!.AsArray();
            Assert.Contains(parts, static one => (string?)one!["part"] == "said" && (string?)one["written"] == "夜里十二点还在打桩。" && !(bool)one["erased"]!);
            Assert.Contains(parts, static one => (string?)one!["fact"] == "matter.noise-source" && (string?)one["written"] == "construction");
            Assert.All(parts, static one => Assert.Equal("requester", (string?)one!["by"]));
        }

        Assert.Single((await county.Get($"api/v1/matters/{(string)matter["id"]!}/looks", await county.Resident())).Json["looks"]!.AsArray());
        Assert.Equal("process.no-such-matter", (await county.Get(address, await county.Resident("r-li"))).Code);
        Assert.Equal("process.no-such-matter", (await county.Get(address, await county.Officer("data-officer@cuiwei"))).Code);
        var neighbour = await county.Get(address, await county.Resident("site-1"));
        Assert.Equal((HttpStatusCode.Forbidden, "access.words-not-theirs"), (neighbour.Status, neighbour.Code));
        Assert.Equal(HttpStatusCode.OK, (await county.Get($"api/v1/matters/{(string)matter["id"]!}", await county.Resident("site-1"))).Status);

        // The course names registers, and no person; the receipt holds the entry for whoever may read.
        var neighbours = await county.Resident("site-1");
        var history = await county.Get($"api/v1/matters/{(string)matter["id"]!}/history", neighbours);
        Assert.Equal(["applicant=person", "site=place/site-1"], history.Json["events"]![0]!["fields"]!["roles"]!.AsArray().Select(static one => (string?)one));
        Assert.DoesNotContain(AServedCounty.Wang, history.Body, StringComparison.Ordinal);
        await county.Server.Writer.CheckpointOfAsync((long)matter["revision"]!, ARecord.Patience);
        var first = (long)filed.Json["receipt"]!["position"]!;
        var receipt = $"api/v1/matters/{(string)matter["id"]!}/receipts/{first}";
        var looks = county.Record.Entries().Count(static entry => entry.Event == "matter-seen/1");
        var other = await county.Officer((string)matter["open"]![0]!["performer"]!, other: true);
        Assert.Equal((await county.Get(receipt, await county.Resident())).Body, (await county.Get(receipt, other)).Body);
        Assert.Equal(looks + 1, county.Record.Entries().Count(static entry => entry.Event == "matter-seen/1"));
        Assert.Equal((await county.Get($"receipt/{first}")).Body, (await county.Get(receipt, neighbours)).Body);

        var erased = await county.Post("api/v1/erasures", new JsonObject { ["person"] = "r-wang", ["basis"] = "personal-law/47" }, await county.Officer("data-officer@cuiwei"));
        Assert.True(erased.Status == HttpStatusCode.OK, erased.ToString());
        Assert.All((await county.Get(address, officer)).Json["parts"]!.AsArray(), static one => Assert.True((bool)one!["erased"]! && one["written"] is null));
        // The course goes on without the words.
        await county.Do(matter, "receive-matter", new JsonObject { ["key"] = "receive" }, officer);
    }
}
