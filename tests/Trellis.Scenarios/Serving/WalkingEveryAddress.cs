using System.Net;
using Microsoft.AspNetCore.Routing;
using Trellis.Authority.Access;
using Trellis.Scenarios.Ledger;
using Trellis.Web.Process;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Every address with every role and with none: exactly what is allowed, and never a fault.</summary>
public sealed class WalkingEveryAddress
{
    /// <summary>What everybody may ask without a token. An address that is not here needs one.</summary>
    private static readonly string[] ForEverybody =
    [
        "GET /.well-known/authzen-configuration", "GET /api/v1/catalogue", "GET /api/v1/exchange/terms", "GET /api/v1/inquiries/count", "GET /checkpoint", "GET /health/live", "GET /health/ready", "GET /openapi/v1.json", "GET /receipt/{position}", "GET /tile/{**path}", "GET /verifier.html",
        "POST /api/v1/exchange/messages", // the key under the message is the credential
    ];

    /// <summary>What has a door of its own: a token with the scope to ask, unless the structure is open.</summary>
    private static readonly string[] ForWhoAsks =
    [
        "POST /access/v1/evaluation", "POST /access/v1/evaluations", "POST /access/v1/search/action", "POST /access/v1/search/resource", "POST /access/v1/search/subject",
    ];

    /// <summary>What an officer of another unit, to whom the structure gives nothing here, is answered where they ask for an act that is about no matter.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["POST /api/v1/matters"] = "process.place-missing", // anybody may file, and what is missing is told first
        ["POST /api/v1/matters/for-another"] = "process.consent-missing",
        ["POST /api/v1/drafts"] = "access.for-residents",
        ["POST /api/v1/own/consents"] = "access.for-residents",
        ["POST /api/v1/own/looks/{position}/question"] = "access.for-residents",
        ["POST /api/v1/inquiries"] = "http.body-unreadable",
        ["POST /api/v1/inquiries/{number}/answer"] = "looks.no-such-inquiry",
        ["POST /api/v1/exchange/matters"] = "access.for-residents",
        ["POST /api/v1/exchange/dealings/{dealing}/release"] = "access.for-residents",
        ["POST /api/v1/exchange/dealings/{dealing}/decline"] = "access.for-residents",
        ["POST /api/v1/exchange/dealings/{dealing}/word"] = "access.for-residents",
        ["POST /api/v1/structures"] = "authority.not-held",
        ["POST /api/v1/structures/{version}/acts/object-to-structure"] = "process.adopted-already",
        ["POST /api/v1/structures/{version}/acts/answer-objection"] = "process.no-such-objection",
        ["POST /api/v1/structures/{version}/acts/adopt-structure"] = "process.adopted-already",
        ["POST /api/v1/structures/{version}/acts/plan-move"] = "authority.not-held",
        ["POST /api/v1/seats/acts/take-seat"] = "authority.may-not-seat",
        ["POST /api/v1/seats/acts/leave-seat"] = "authority.may-not-seat",
        ["POST /api/v1/powers/acts/lend-power"] = "authority.giver-does-not-hold",
        ["POST /api/v1/powers/acts/withdraw-power"] = "authority.nothing-to-withdraw",
        ["POST /api/v1/emergencies/acts/declare-emergency"] = "authority.may-not-declare",
        ["POST /api/v1/emergencies/acts/end-emergency"] = "authority.may-not-declare",
        ["POST /api/v1/emergencies/acts/review-emergency"] = "authority.may-not-declare",
        ["POST /api/v1/forms/acts/submit-form"] = "forms.not-owed",
        ["POST /api/v1/forms/acts/correct-form"] = "forms.not-owed",
        ["POST /api/v1/forms/acts/return-form"] = "forms.not-owed",
        ["POST /api/v1/forms/acts/delegate-section"] = "forms.no-such-form",
        ["POST /api/v1/forms/acts/renew-form"] = "forms.no-such-form",
        ["POST /api/v1/forms/acts/report-asked-twice"] = "forms.no-such-form",
        ["POST /api/v1/forms/acts/judge-figure"] = "http.body-unreadable",
        ["POST /api/v1/forms/acts/answer-finding"] = "forms.no-such-finding",
        ["POST /api/v1/registers/{register}/imports"] = "import.mapping-unusable",
        ["POST /api/v1/imports"] = "http.body-unreadable",
        ["POST /api/v1/registers/{register}/acts/enter-subject"] = "information.not-yours-to-record",
        ["POST /api/v1/registers/{register}/{key}/acts/record-values"] = "information.no-such-subject",
        ["POST /api/v1/registers/{register}/{key}/acts/correct-value"] = "information.no-such-subject",
        ["POST /api/v1/registers/{register}/{key}/acts/settle-value"] = "information.no-such-item",
        ["POST /api/v1/registers/{register}/{key}/acts/link-subjects"] = "information.not-yours-to-record",
        ["POST /api/v1/registers/{register}/{key}/acts/tell-apart"] = "information.not-yours-to-record",
        ["POST /api/v1/registers/{register}/{key}/acts/undo-link"] = "information.not-yours-to-record",
        ["POST /api/v1/registers/{register}/{key}/acts/end-subject"] = "information.not-yours-to-record",
    };

    [Fact]
    public async Task Every_address_is_for_everybody_for_a_scope_or_for_who_asks()
    {
        await using var county = await AServedCounty.On("SQLite");

        var open = county.Server.Endpoints.Where(static one => one.Metadata.GetMetadata<NeedsScope>() is null).SelectMany(Named).Where(static name => !name.StartsWith("HEAD ", StringComparison.Ordinal));

        Assert.Equal(ForEverybody.Concat(ForWhoAsks).Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_gets_past_a_door_without_what_it_needs_and_everybody_with_it_does()
    {
        await using var county = await AServedCounty.On("SQLite");
        var matter = await county.File("construction-noise", "heping");
        var id = (string)matter["id"]!;
        var resident = await county.Resident();
        var stranger = await county.Resident("r-li");
        var neighbour = await county.Resident("site-1");
        var elsewhere = await county.Officer("data-officer@cuiwei");
        var spoiling = await RefusingWhateverIsSent.SpoilingAsync(county, matter);
        var samples = spoiling.Operations.Where(one => spoiling.FormOf(one.Operation) is not null).ToDictionary(static one => $"{one.Method} {one.Path}", one => spoiling.Sample(spoiling.FormOf(one.Operation)!).ToJsonString());
        samples["POST /api/v1/powers/acts/lend-power"] = samples["POST /api/v1/powers/acts/lend-power"].Replace("\"basis\":[]", "\"basis\":[\"noise-law/43\"]", StringComparison.Ordinal);
        samples["POST /api/v1/matters/{matter}/acts/add-picture"] = """{"picture":"bm8gcGljdHVyZQ=="}"""; // whoever may add facts may add one, and as little is said here as in the others
        var officer = await county.Officer("@" + (string)matter["heldBy"]!);
        var program = await county.Program(Scope.Ask, Scope.Export, Scope.Admin);
        var size = county.Server.Writer.Size;
        var walked = 0;

        foreach (var endpoint in county.Server.Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<NeedsScope>() is not { } needs) continue;
            foreach (var name in Named(endpoint))
            {
                var (method, path) = (new HttpMethod(name.Split(' ')[0]), "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
                    .Replace("{matter}", id, StringComparison.Ordinal).Replace("{version}", county.Server.Desk.InForce.Version, StringComparison.Ordinal).Replace("{position}", "0", StringComparison.Ordinal).Replace("{draft}", "1", StringComparison.Ordinal).Replace("{type}", "construction-noise", StringComparison.Ordinal).Replace("{token}", "0000000000000000", StringComparison.Ordinal).Replace("{webhook}", "w-1", StringComparison.Ordinal).Replace("{dealing}", "00112233445566778899aabbccddeeff", StringComparison.Ordinal).Replace("{purpose}", "relief", StringComparison.Ordinal).Replace("{number}", "0", StringComparison.Ordinal).Replace("{register}", "animal", StringComparison.Ordinal).Replace("{key}", "a-1", StringComparison.Ordinal));
                async Task<Reply> Ask(string? token, string body = "{}") => await county.SendAsync(method, path, method == HttpMethod.Post ? body : null, token, $"k-walk-{walked++}");

                var none = await Ask(null);
                Assert.True(none is { Status: HttpStatusCode.Unauthorized, Code: "access.token-missing" }, $"{name} without a token: {none}");
                var wrong = await Ask("trellis.0000000000000000.wrong");
                Assert.True(wrong is { Status: HttpStatusCode.Unauthorized, Code: "access.token-not-good" }, $"{name} with a wrong token: {wrong}");
                county.Clock.Move(TimeSpan.FromMinutes(1)); // so that the next guess is answered

                // Programs do no acts and read no matters; residents neither run the server nor take things out of it.
                var people = needs.Scope is Scope.Act or Scope.Read;
                var asProgram = await Ask(program);
                if (name == "POST /api/v1/erasures") people = true; // under the post that ordered it
                Assert.True(people == asProgram.Code is "access.scope-missing" or "access.not-for-programs", $"{name} as a program: {asProgram}");
                people = needs.Scope is Scope.Act or Scope.Read;
                foreach (var (who, token) in ((string, string)[])[("the requester", resident), ("a stranger", stranger)])
                {
                    var asResident = await Ask(token);
                    Assert.True(people ? asResident.Code is not ("access.scope-missing" or "access.token-not-good") : asResident.Code == "access.scope-missing", $"{name} as {who}: {asResident}");
                    Assert.True((int)asResident.Status < 500, $"{name} as {who}: {asResident}");
                }

                if (path.EndsWith("/holder", StringComparison.Ordinal)) path += "?at=2026-05-04T08:00:00Z";
                // With a form that can be read somebody else's matter is as one that is not there, and somebody with a role in it only follows its course.
                var sample = samples.GetValueOrDefault(name, "{}");
                if (path.Contains(id, StringComparison.Ordinal))
                {
                    var asStranger = await Ask(stranger, sample);
                    Assert.True(asStranger is { Status: HttpStatusCode.NotFound, Code: "process.no-such-matter" }, $"{name} as a stranger: {asStranger}");
                    var asNeighbour = await Ask(neighbour, sample);
                    Assert.True(method == HttpMethod.Get ? asNeighbour.Status is HttpStatusCode.OK or HttpStatusCode.NotFound || asNeighbour.Code is "access.words-not-theirs" or "http.parameter-unreadable" : (int)asNeighbour.Status is >= 400 and < 500, $"{name} as somebody with a role: {asNeighbour}");
                    var asElsewhere = await Ask(elsewhere, sample);
                    Assert.True(asElsewhere is { Status: HttpStatusCode.NotFound, Code: "process.no-such-matter" }, $"{name} as an officer of another unit: {asElsewhere}");
                }

                else if (method == HttpMethod.Post && needs.Scope == Scope.Act)
                {
                    var asElsewhere = await Ask(elsewhere, sample);
                    Assert.True(asElsewhere.Code == Elsewhere[name] && (int)asElsewhere.Status is >= 400 and < 500, $"{name} as an officer of another unit: {asElsewhere}");
                }

                var asOfficer = await Ask(officer);
                Assert.True(asOfficer.Code is not ("access.scope-missing" or "access.token-not-good" or "access.token-missing") && (int)asOfficer.Status < 500, $"{name} as an officer: {asOfficer}");
            }
        }

        // What was refused left nothing but refusals for lack of authority, and that officers looked, which is entered once a day; and what those with a part in it may do without saying anything more.
        Assert.All(county.Record.Entries().Skip((int)size), static entry => Assert.Contains(entry.Event, (string[])["matter-seen/1", "values-seen/1", "consent-withdrawn/1", "act-refused/1", "matter-withdrawn/1", "matter-closed/1", "matter-reopened/1", "step-opened/1", "conflict-declared/1", "matter-published/1", "matter-unpublished/1"]));
    }

    [Fact]
    public async Task A_token_that_was_taken_back_or_a_seat_that_was_left_opens_nothing()
    {
        await using var county = await AServedCounty.On("SQLite");
        var resident = await county.Resident();
        var officer = await county.Officer("@heping");
        Assert.Equal(HttpStatusCode.OK, (await county.Get("api/v1/inbox", officer)).Status);

        var (_, why) = await county.Server.Access.RevokeAsync(resident.Split('.')[1], new Trellis.Ledger.EntryActor.Officer("archivist", "cuiwei"), ARecord.Patience);
        var token = county.Server.Access.HolderOf(officer)!;
        var seat = (Trellis.Authority.Access.TokenHolder.Officer)token.Holder;
        await county.Server.Desk.DoAsync(new Trellis.Runtime.Process.ActOrder { By = Actor.System, Act = new Trellis.Authority.LeaveSeat(seat.Person, seat.Seat, county.Server.Desk.InForce.DayOf(county.Clock.Now)) }, ARecord.Patience);

        Assert.Null(why);
        Assert.Equal("access.token-not-good", (await county.Get("api/v1/matters", resident)).Code);
        Assert.Equal("access.seat-not-theirs", (await county.Get("api/v1/inbox", officer)).Code);
        // A program that was not told yet goes on sending it: that is no guess, and locks out nobody.
        for (var again = 0; again < 50; again++) Assert.Equal("access.token-not-good", (await county.Get("api/v1/matters", resident)).Code);
        for (var guess = 0; guess < 20; guess++) Assert.Equal("access.token-not-good", (await county.Get("api/v1/matters", resident[..^1] + (resident[^1] == 'A' ? 'Q' : 'A'))).Code);
        Assert.Equal("access.too-many-guesses", (await county.Get("api/v1/matters", resident)).Code);
        county.Clock.Move(TimeSpan.FromMinutes(2));
        await county.RestartAsync();
        Assert.Equal("access.token-not-good", (await county.Get("api/v1/matters", resident)).Code);
    }

    private static IEnumerable<string> Named(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]).Select(method => $"{method} {endpoint.RoutePattern.RawText}");
}
