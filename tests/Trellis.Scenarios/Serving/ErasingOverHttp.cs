using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Trellis.Authority.Access;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>What the record holds of a person is destroyed through the running server, since it holds the record.</summary>
public sealed class ErasingOverHttp
{
    private const string Secret = "Ouyang Xiulan, 330106198001018899";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task After_an_erasure_nobody_reads_what_was_given_matters_go_on_and_the_record_verifies(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var resident = await county.Resident();
        var filed = await county.Post("api/v1/matters", new JsonObject { ["type"] = "construction-noise", ["place"] = "heping", ["roles"] = new JsonObject { ["applicant"] = "person/" + AServedCounty.Wang, ["site"] = "site/s-1" }, ["said"] = Secret }, resident);
        Assert.True(filed.Status == HttpStatusCode.Created, filed.ToString());
        await county.Post("api/v1/drafts", new JsonObject { ["type"] = "construction-noise", ["said"] = Secret }, resident);
        var position = (long)filed.Json["receipt"]!["position"]!;
        var fields = county.Record.Entries()[(int)position].Personal.Select(static one => one.Name).ToList();
        Assert.Contains(fields, name => county.Record.Value(position, name) == Secret);
        var officer = await county.Officer("data-officer@cuiwei");
        var size = county.Server.Writer.Size;

        var erased = await county.Post("api/v1/erasures", new JsonObject { ["person"] = AServedCounty.Wang, ["basis"] = "pipl/47" }, officer);
        var again = await county.Post("api/v1/erasures", new JsonObject { ["person"] = AServedCounty.Wang, ["basis"] = "pipl/47" }, officer);

        Assert.True(erased.Status == HttpStatusCode.OK, erased.ToString());
        Assert.Equal((size, 1L, kind != "SQLite"), ((long)erased.Json["position"]!, (long)erased.Json["drafts"]!, (bool)erased.Json["remainsOnServer"]!));
        Assert.True((long)erased.Json["values"]! >= 1);
        Assert.Equal((HttpStatusCode.Conflict, "record.nothing-to-erase"), (again.Status, again.Code));
        Assert.Equal(size + 1, county.Server.Writer.Size);
        Assert.All(fields, name => Assert.Null(county.Record.Value(position, name)));
        Assert.Empty((await county.Get("api/v1/drafts", resident)).Json["drafts"]!.AsArray());

        // The matter and its course are still there, and go on, also after a restart.
        await county.RestartAsync();
        var matter = (await county.Get($"api/v1/matters/{(string)filed.Json["matter"]!["id"]!}", resident)).Json;
        county.Clock.Move(TimeSpan.FromMinutes(5));
        Assert.Contains("look", (await county.Perform(matter, "receive"))["open"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.All(fields, name => Assert.Null(county.Record.Value(position, name)));
        await county.Server.DisposeAsync();
        county.Record.HoldsTogether();
        if (kind == "SQLite") foreach (var file in Directory.GetFiles(county.Record.Folder)) Assert.Equal(-1, (await File.ReadAllBytesAsync(file, ARecord.Patience)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)));
    }

    [Fact]
    public async Task An_erasure_that_cannot_be_ordered_because_the_keys_may_not_be_written_is_told_with_503_and_done_when_it_is_sent_again()
    {
        await using var county = await AServedCounty.On("SQLite");
        await county.Post("api/v1/drafts", new JsonObject { ["type"] = "construction-noise", ["said"] = Secret }, await county.Resident());
        var officer = await county.Officer("data-officer@cuiwei");
        var order = new JsonObject { ["person"] = AServedCounty.Wang, ["basis"] = "pipl/47" };
        var list = Path.Combine(county.Record.Place.Keys, "erasures");
        File.Move(list, list + ".away");
        Directory.CreateDirectory(list); // which not even root writes as a file

        var refused = await county.Post("api/v1/erasures", order.DeepClone(), officer);
        Directory.Delete(list);
        File.Move(list + ".away", list);
        var again = await county.Post("api/v1/erasures", order, officer);

        Assert.True(refused is { Status: HttpStatusCode.ServiceUnavailable, Code: "http.not-stored" } && refused.Headers.RetryAfter is not null, refused.ToString());
        Assert.True(again.Status == HttpStatusCode.OK, again.ToString());
    }

    [Fact]
    public async Task Only_an_officer_who_runs_the_server_erases_and_only_what_is_there()
    {
        await using var county = await AServedCounty.On("SQLite");
        await county.File("construction-noise", "heping");
        var officer = await county.Officer("data-officer@cuiwei");
        var program = await county.Program(Scope.Admin);
        var export = await county.Program(Scope.Export);
        var resident = await county.Resident();
        var size = county.Server.Writer.Size;

        foreach (var (token, body, status, code) in ((string?, string, int, string)[])
        [
            (null, """{"person":"r-wang","basis":"pipl/47"}""", 401, "access.token-missing"),
            (resident, """{"person":"r-wang","basis":"pipl/47"}""", 403, "access.scope-missing"),
            (export, """{"person":"r-wang","basis":"pipl/47"}""", 403, "access.scope-missing"),
            (program, """{"person":"r-wang","basis":"pipl/47"}""", 403, "access.not-for-programs"),
            (officer, """{"person":"r-wang"}""", 400, "http.body-unreadable"),
            (officer, """{"person":"Wang Fang","basis":"pipl/47"}""", 400, "http.body-unreadable"),
            (officer, """{"person":"r-wang","basis":"because I say so"}""", 400, "http.body-unreadable"),
            (officer, """{"person":"r-wang","basis":"pipl/47","purpose":""}""", 400, "http.body-unreadable"),
            (officer, """{"person":"r-nobody","basis":"pipl/47"}""", 409, "record.nothing-to-erase"),
            (officer, """{"person":"r-wang","basis":"pipl/47","purpose":"no-such-purpose"}""", 409, "record.nothing-to-erase"),
        ])
        {
            var reply = await county.SendAsync(HttpMethod.Post, "api/v1/erasures", body, token, null);
            Assert.True((int)reply.Status == status && reply.Code == code, $"{body}: {reply}");
        }

        Assert.Equal(size, county.Server.Writer.Size);
    }
}
