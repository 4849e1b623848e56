using System.Net;
using System.Text.Json.Nodes;
using Trellis.Scenarios.Ledger;
using Trellis.Web;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>The operator's guide, done: a backup of a served record goes into the other kind of store, and the server goes on there.</summary>
public sealed class MovingAServer
{
    [Theory]
    [InlineData("SQLite", "PostgreSQL")]
    [InlineData("PostgreSQL", "SQLite")]
    public async Task Matters_tokens_and_keys_of_requests_go_on_in_the_other_store_and_the_record_verifies(string from, string to)
    {
        await using var county = await AServedCounty.On(from);
        await using var other = ARecord.On(to);
        var matter = await county.File("construction-noise", "heping");
        var resident = await county.Resident();
        var id = (string)matter["id"]!;
        var said = await county.Post($"api/v1/matters/{id}/acts/add-information", new JsonObject { ["said"] = "every night" }, resident, key: "once");
        await county.Server.DisposeAsync();

        var backup = Path.Combine(county.Record.Folder, "backup.db");
        Done(HandingOutTheWork.Run(["backup", backup, .. county.Record.Options]));
        foreach (var file in Directory.EnumerateFiles(county.Record.Place.Keys))
        {
            Directory.CreateDirectory(other.Place.Keys);
            File.Copy(file, Path.Combine(other.Place.Keys, Path.GetFileName(file)));
        }

        Done(HandingOutTheWork.Run(["restore", backup, .. other.Options]));
        await using var server = await TrellisServer.StartAsync(new ServerSettings { Place = other.Place, Structure = [], Urls = ["http://127.0.0.1:0"], Time = county.Clock, JobsEvery = null, WebhooksEvery = null, Logs = false }, ARecord.Patience);
        using var client = new HttpClient { BaseAddress = server.Addresses[0] };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + resident);

        using var shown = await client.GetAsync(new Uri("api/v1/matters/" + id, UriKind.Relative), ARecord.Patience);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/matters/{id}/acts/add-information") { Content = new StringContent("""{"said":"every night"}""", System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", "once");
        using var again = await client.SendAsync(request, ARecord.Patience);

        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Equal(said.Body, await again.Content.ReadAsStringAsync(ARecord.Patience));
        await server.DisposeAsync();
        Done(HandingOutTheWork.Run(["verify", .. other.Connection is { } connection ? (string[])["--postgres", connection] : [other.File], "--keys", other.Place.Keys, "--key", Trellis.Runtime.Ledger.RecordKeys.Open(other.Place.Keys).Signer.Verifier.ToString()]));
    }

    private static void Done((int Code, string Said) ran) => Assert.True(ran.Code == 0, ran.Said);
}
