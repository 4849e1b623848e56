using System.Net;
using System.Text.Json.Nodes;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Serving;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>An objection and the end of a consent are matters like others: filed by whom they concern, answered under a clock, and ended with a word.</summary>
public sealed class UsingRights
{
    [Theory]
    [InlineData("SQLite", "objection", "approve", "我反对把我的电话用于宣传。")]
    [InlineData("SQLite", "withdrawal", "refuse", "我撤回同意。")]
    [InlineData("PostgreSQL", "objection", "refuse", "我反对把我的电话用于宣传。")]
    [InlineData("PostgreSQL", "withdrawal", "approve", "我撤回同意。")]
    public async Task An_objection_and_a_withdrawal_are_filed_by_a_resident_answered_under_a_clock_and_end(string kind, string right, string outcome, string said)
    {
        await using var county = await AServedCounty.On(kind);
        var resident = await county.Resident();
        var type = (string)(await county.Get("api/v1/own/rights", resident)).Json["rights"]!.AsArray().Single(one => (string)one!["right"]! == right)!["matter"]!;
        var filed = await county.Post("api/v1/matters", new JsonObject { ["type"] = type, ["roles"] = new JsonObject { ["applicant"] = $"person/{AServedCounty.Wang}" }, ["facts"] = new JsonObject { ["applicant.phone"] = "13800000001", ["matter.description"] = said } }, resident);
        Assert.True(filed.Status == HttpStatusCode.Created, filed.ToString());
        var matter = filed.Json["matter"]!;
        Assert.Equal("data-officer@cuiwei", (string)matter["open"]![0]!["performer"]!);
        Assert.NotNull(matter["open"]![0]!["due"]);

        matter = await county.Perform(matter, "receive");
        Assert.NotNull(matter["open"]![0]!["due"]);
        matter = await county.Perform(matter, "answer", AServedCounty.Decided(outcome));
        matter = await county.Perform(matter, "notify");
        if (matter["open"]!.AsArray().Count > 0) matter = await county.Perform(matter, "confirm");

        Assert.Equal("closed", (string)matter["state"]!);
        Assert.Equal("closed", (string)(await county.Get($"api/v1/matters/{(string)matter["id"]!}", resident)).Json["state"]!);
    }
}
