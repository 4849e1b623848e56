using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Serving;
using Xunit;

namespace Trellis.Scenarios.Process;

/// <summary>Pictures of matters over HTTP: added by whoever has a part, sealed beside the record, seen under a look that is entered, erased with everything else.</summary>
public sealed class AddingPicturesTests
{
    private const string Where = "N30.2741 E120.1551";

    private static readonly byte[] Picture = File.ReadAllBytes(Logs.Find("tests/data/pictures/small.jpg")!);

    /// <summary>As a telephone makes it: with the place in it.</summary>
    private static byte[] Taken => [.. Picture[..2], 0xFF, 0xFE, 0, (byte)(Where.Length + 2), .. Encoding.ASCII.GetBytes(Where), .. Picture[2..]];

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_picture_is_cleaned_sealed_seen_under_a_look_and_erased_and_the_record_verifies(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await county.File("construction-noise", "heping");
        var (id, resident) = ((string)matter["id"]!, await county.Resident());

        var added = await county.Post($"api/v1/matters/{id}/acts/add-picture", Form(Taken), resident, "one");
        Assert.True(added.Status == HttpStatusCode.OK, added.ToString());
        Assert.Equal(2, (int)added.Json["receipt"]!["entries"]!);
        var position = (int)added.Json["receipt"]!["position"]!;
        Assert.Equal(["attachment-added/1", "picture-added/1"], county.Record.Entries().Skip(position).Select(static entry => entry.Event));
        Assert.Equal(["content-key", "digest"], county.Record.Entries()[position].Personal.Select(static one => one.Name).Order(StringComparer.Ordinal));

        var line = Assert.Single((await county.Get($"api/v1/matters/{id}/pictures", resident)).Json["pictures"]!.AsArray())!;
        Assert.Equal(("jpeg", "requester", position + 1, false), ((string)line["kind"]!, (string)line["by"]!, (int)line["position"]!, (bool)line["erased"]!));
        var address = $"api/v1/matters/{id}/pictures/{(string)line["id"]!}";
        Assert.Equal(Picture, await BytesAsync(county, address, resident)); // the place is gone, and nothing else

        // What lies on the disk tells nothing.
        var lying = Directory.GetFiles(county.Record.Place.Attachments, "*", SearchOption.AllDirectories);
        Assert.Equal(-1, (await File.ReadAllBytesAsync(Assert.Single(lying), ARecord.Patience)).AsSpan().IndexOf(Picture.AsSpan(^60..)));

        // An officer's look stands in the record before anything is shown; who has no part learns nothing.
        var officer = await county.Officer("@" + (string)matter["heldBy"]!);
        Assert.Equal(Picture, await BytesAsync(county, address, officer));
        Assert.Equal(1, county.Record.Entries().Count(static entry => entry.Event == "values-seen/1"));
        foreach (var token in (string[])[await county.Resident("r-li"), await county.Officer("data-officer@cuiwei")])
            Assert.Equal((HttpStatusCode.NotFound, "process.no-such-matter"), await Seen(county, address, token));
        // Somebody in a role follows the course, and does not see what was given.
        Assert.Equal((HttpStatusCode.Forbidden, "access.words-not-theirs"), await Seen(county, address, await county.Resident("site-1")));
        Assert.Equal(1, county.Record.Entries().Count(static entry => entry.Event == "values-seen/1"));
        Assert.Equal((HttpStatusCode.NotFound, "http.no-such-picture"), await Seen(county, address[..^1] + "x", officer));
        Assert.Equal(1, county.Record.Entries().Count(static entry => entry.Event == "values-seen/1")); // what is not there nobody looks at

        // It is in the person's own copy of what is held of them.
        Assert.Contains((await county.Get("api/v1/own/copy", resident)).Json["values"]!.AsArray(), one => (string?)one!["part"] == "picture" && (string?)one["value"] == (string)line["id"]!);

        await county.RestartAsync();
        Assert.Equal(Picture, await BytesAsync(county, address, resident));
        var erased = await county.Post("api/v1/erasures", new JsonObject { ["person"] = AServedCounty.Wang, ["basis"] = "pipl/47" }, await county.Officer("data-officer@cuiwei"));
        Assert.Equal(1, (int)erased.Json["attachments"]!);
        Assert.Equal((HttpStatusCode.NotFound, "http.no-such-picture"), await Seen(county, address, resident));
        Assert.True((bool)(await county.Get($"api/v1/matters/{id}/pictures", resident)).Json["pictures"]![0]!["erased"]!);
        Assert.Empty(Directory.GetFiles(county.Record.Place.Attachments, "*", SearchOption.AllDirectories));
        await county.Server.DisposeAsync();
        county.Record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_picture_that_is_sent_again_is_the_same_one_and_one_that_is_refused_leaves_no_file(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await county.File("construction-noise", "heping");
        var (acts, resident) = ($"api/v1/matters/{(string)matter["id"]!}/acts/add-picture", await county.Resident());
        int Files() => Directory.Exists(county.Record.Place.Attachments) ? Directory.GetFiles(county.Record.Place.Attachments, "*", SearchOption.AllDirectories).Length : 0;

        var size = county.Server.Writer.Size;
        foreach (var (body, status, code) in ((JsonNode, int, string)[])
        [
            (new JsonObject { ["picture"] = "not base64!" }, 400, "http.body-unreadable"), (Form("<svg/>"u8.ToArray()), 422, "process.no-picture"), (Form(Picture[..^2]), 422, "process.no-picture"), (Form([]), 422, "process.no-picture"), (new JsonObject(), 400, "http.body-unreadable"),
        ])
        {
            var refused = await county.Post(acts, body, resident);
            Assert.True((int)refused.Status == status && refused.Code == code, refused.ToString());
        }

        Assert.Equal((0, size), (Files(), county.Server.Writer.Size));
        var first = await county.Post(acts, Form(Taken), resident, "one");
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => county.Post(acts, Form(Taken), resident, "one")));
        Assert.All(all, again => Assert.Equal(first.Body, again.Body));
        Assert.Equal("http.key-used-otherwise", (await county.Post(acts, Form(Picture), resident, "one")).Code);
        Assert.Equal((1, size + 2), (Files(), county.Server.Writer.Size));

        for (var more = 1; more < 20; more++) Assert.Equal(HttpStatusCode.OK, (await county.Post(acts, Form(Picture), resident)).Status);
        Assert.Equal((HttpStatusCode.Conflict, "process.too-many-pictures"), ((await county.Post(acts, Form(Picture), resident)) is var full ? (full.Status, full.Code!) : default));
        Assert.Equal(20, Files());

        var closed = await county.Do(matter, "withdraw-matter", [], resident);
        Assert.Equal("closed", (string)closed["state"]!);
        Assert.Equal("process.matter-closed", (await county.Post(acts, Form(Picture), resident)).Code);
        Assert.Equal(20, Files());
        county.Record.HoldsTogether();
    }

    private static JsonObject Form(byte[] picture) => new() { ["picture"] = Convert.ToBase64String(picture) };

    private static async Task<(HttpStatusCode, string)> Seen(AServedCounty county, string address, string token) => await county.Get(address, token) is var reply ? (reply.Status, reply.Code ?? reply.Body) : default;

    private static async Task<byte[]> BytesAsync(AServedCounty county, string address, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        using var reply = await county.Client.SendAsync(request, ARecord.Patience);
        Assert.True(reply.StatusCode == HttpStatusCode.OK, await reply.Content.ReadAsStringAsync(ARecord.Patience));
        Assert.Equal("image/jpeg", reply.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", Assert.Single(reply.Headers.GetValues("X-Content-Type-Options")));
        return await reply.Content.ReadAsByteArrayAsync(ARecord.Patience);
    }
}
