using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Process;
using Trellis.Runtime.Information;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>However often somebody was looked at, they page through all of it, and take the proof of every look home.</summary>
public sealed class PagingThroughLooks
{
    /// <summary>More than any one answer holds.</summary>
    private const int Many = LookQuestions.MostRows + 31;

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Every_look_stands_on_one_page_and_the_proofs_of_each_page_are_those_of_its_looks(string kind)
    {
        await using var county = await AServedCounty.WithPages(kind);
        var matter = await county.File("construction-noise", "heping");
        var seat = PostAt.Parse((string)matter["open"]![0]!["performer"]!)!.Value;
        await county.Officer(seat.ToString());
        var officer = new Actor.Officer(new ActorId($"o-{seat.Post}-{seat.Unit}"), seat);
        for (var look = 0; look < Many; look++) Assert.IsType<LookAnswer.Committed>(await county.Server.Looks.LookIntoAsync(officer, new MatterId((string)matter["id"]!), ARecord.Patience));
        await county.Server.Writer.CheckpointOfAsync(county.Server.Writer.Size - 1, ARecord.Patience);
        var entered = county.Record.Entries().Select(static (entry, at) => (entry, at)).Where(static one => one.entry.Event == "values-seen/1").Select(static one => (long)one.at).ToList();
        Assert.True(entered.Count >= Many);
        using var reader = new AReader(county.Server.Addresses[0], "en");
        await reader.SendAsync("/sign-in", ("person", AServedCounty.Wang));
        var resident = await county.Resident();

        var (shown, proven, pages) = (new List<long>(), new List<long>(), 0);
        for (var address = "/mine/looks"; address is not null; pages++)
        {
            var (status, page) = await reader.OpenAsync(address);
            Assert.Equal(HttpStatusCode.OK, status);
            List<long> here = [.. page.QuerySelectorAll("table.rows a[href$='/question']").Select(static one => long.Parse(one.GetAttribute("href")!.Split('/')[3], System.Globalization.CultureInfo.InvariantCulture))];
            shown.AddRange(here);
            var proofs = await county.Get(page.QuerySelectorAll("main a").Single(static one => one.TextContent.StartsWith("Download the proofs", StringComparison.Ordinal)).GetAttribute("href")!.TrimStart('/'), resident);
            Assert.True(Receipts.TryRead(Encoding.UTF8.GetBytes(proofs.Body), out var receipts, out var fault), fault);
            Assert.True(ReceiptAudit.Of(receipts, "looks", new TrustedKeys([county.Server.Writer.Keys.Signer.Verifier], null)).HoldsUp);
            Assert.Equal(here.Order(), receipts.Entries.Select(static one => one.Index));
            proven.AddRange(receipts.Entries.Select(static one => one.Index));
            Assert.Equal(pages > 0, page.QuerySelectorAll("main a").Any(static one => one.TextContent == "Back to the newest"));
            address = page.QuerySelectorAll("main a").SingleOrDefault(static one => one.TextContent == "Earlier ones")?.GetAttribute("href");
        }

        Assert.Equal((entered.Count + 49) / 50, pages);
        Assert.Equal(entered, shown.Order());
        Assert.Equal(shown.Order(), proven.Order());

        // Behind the last there is nothing, which is said as it is.
        var (_, behind) = await reader.OpenAsync($"/mine/looks?before={entered[0]}");
        Assert.Contains("Nobody looked earlier", behind.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await county.Get("api/v1/own/looks/receipts?limit=0", resident)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await county.Get("api/v1/own/looks/receipts?limit=201", resident)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await county.Get("api/v1/own/looks/receipts?after=soon", resident)).Status);

        // Programs page through by the answer before, without a page.
        var walked = new List<long>();
        for (string? next = ""; next is not null;)
        {
            var reply = await county.Get($"api/v1/own/looks?limit=100{(next.Length > 0 ? $"&after={next}" : "")}", resident);
            walked.AddRange(reply.Json["looks"]!.AsArray().Select(static one => (long)one!["position"]!));
            next = (string?)reply.Json["next"];
        }

        Assert.Equal(walked.OrderDescending(), walked);
        Assert.Equal(entered, walked.Order());
    }
}
