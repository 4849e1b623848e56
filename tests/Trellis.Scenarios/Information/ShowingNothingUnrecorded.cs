using System.Net.Http;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Trellis.Authority.Access;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Serving;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>
/// Every address that gives anything, asked by everybody: what somebody wrote or gave is shown to themselves, and to an officer whose look at them stands in the record by then.
/// An address that is added is walked with the others.
/// </summary>
public sealed class ShowingNothingUnrecorded
{
    /// <summary>No other text of the program or of the county has it.</summary>
    private const string Needle = "unheard-of-needle";

    private const string Telephone = "11112345678";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task No_address_page_or_export_shows_an_official_what_is_held_of_somebody_without_a_look_that_was_entered_before(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var (filed, matter, picture, performer) = await HoldAsync(county, $"{Needle}-phone");
        await county.Server.Writer.CheckpointOfAsync(county.Server.Writer.Size - 1, ARecord.Patience);
        (string Who, string? Token, bool IsOfficer)[] askers =
        [
            ("nobody", null, false), ("a stranger", await county.Resident("r-li"), false), ("a program", await county.Program(Scope.Ask, Scope.Export, Scope.Admin), false),
            ("the officer", await county.Officer(performer), true), ("another of the unit", await county.Officer("civil-clerk@xikou"), true), ("supervision", await county.Officer("supervisor@cuiwei"), true), ("the police", await county.Officer("traffic-officer@police"), true),
            ("the person", await county.Resident(), false),
        ];
        var shownToTheSecondAuthority = false;
        var (shownToThePerson, shownToOfficers) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));

        foreach (var endpoint in county.Server.Endpoints.Where(static one => one.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") != false))
        {
            var path = endpoint.RoutePattern.RawText!.TrimStart('/').Replace("{matter}", (string)matter["id"]!, StringComparison.Ordinal).Replace("{position}", (string?)filed.Json["receipt"]!["position"]?.ToString() ?? "0", StringComparison.Ordinal).Replace("{version}", county.Server.Desk.InForce.Version, StringComparison.Ordinal)
                .Replace("{type}", "hardship-allowance", StringComparison.Ordinal).Replace("{purpose}", "relief", StringComparison.Ordinal).Replace("{**path}", "0/000", StringComparison.Ordinal).Replace("{picture}", picture, StringComparison.Ordinal);
            foreach (var (who, token, isOfficer) in askers)
            {
                var before = county.Record.Entries().Count(static entry => entry.Event == "values-seen/1");
                var reply = await county.Get(path, token);
                if (!reply.Body.Contains(Needle, StringComparison.Ordinal)) continue;
                // Why somebody is to be looked at in secret is no value of the base: who has to allow it reads it, and nobody else.
                if ((who, path) is ("supervision", "api/v1/inquiries"))
                {
                    shownToTheSecondAuthority = true;
                    continue;
                }

                var looks = county.Record.Entries().Where(static entry => entry.Event == "values-seen/1").Skip(before).ToList();
                if (who == "the person") shownToThePerson.Add(endpoint.RoutePattern.RawText!);
                else Assert.True(isOfficer && looks.Exists(static entry => ((EntryValue.Word)entry.Fields["subject"]!).Text == "person/r-wang"), $"{path} shows {who} what is held of somebody, and no look was entered: {reply}");
                if (isOfficer) shownToOfficers.Add(endpoint.RoutePattern.RawText!);
            }
        }

        // It was there to be shown.
        Assert.True(shownToTheSecondAuthority);
        Assert.Equal(["/api/v1/drafts", "/api/v1/matters/{matter}/contents", "/api/v1/matters/{matter}/filled", "/api/v1/matters/{matter}/known", "/api/v1/matters/{matter}/pictures/{picture}", "/api/v1/own/copy"], shownToThePerson.Order(StringComparer.Ordinal));
        Assert.Equal(["/api/v1/matters/{matter}/contents", "/api/v1/matters/{matter}/known", "/api/v1/matters/{matter}/pictures/{picture}"], shownToOfficers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_file_that_is_published_or_found_from_a_record_holds_what_is_held_of_somebody()
    {
        await using var county = await AServedCounty.On("SQLite");
        await HoldAsync(county, $"{Needle}-phone");
        await county.Server.Writer.CheckpointOfAsync(county.Server.Writer.Size - 1, ARecord.Patience);
        await county.Server.DisposeAsync();
        using var home = new TheProgram();

        home.Run("export", "ledger", "published", "--entries", "--data", county.Record.File).Succeeds();
        var said = home.Run("diagnose", county.Record.File, "--json", "found.json", "--sarif", "found.sarif");

        Assert.DoesNotContain(Needle, said.Output, StringComparison.Ordinal);
        var files = Directory.EnumerateFiles(home.Folder, "*", SearchOption.AllDirectories).ToList();
        Assert.True(files.Count > 5, said.ToString());
        foreach (var file in files) Assert.DoesNotContain(Needle, System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, ARecord.Patience)), StringComparison.Ordinal);
    }

    /// <summary>The pages of people, in sessions of their own, and what reads although it is sent: searches, rows that are opened, relations. Beside the addresses that show by being opened.</summary>
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task No_page_and_nothing_that_is_sent_shows_anybody_what_is_held_of_another_without_a_look_that_was_entered_before(string kind)
    {
        await using var county = await AServedCounty.WithPages(kind);
        var (filed, matter, _, performer) = await HoldAsync(county, Telephone);
        var number = (string)matter["number"]!;
        foreach (var seat in (string[])["civil-clerk@xikou", "supervisor@cuiwei", "household-registrar@police-chengguan"]) await county.Officer(seat);
        var (looked, shown) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var who in (string[])["", "r-li", performer, "civil-clerk@xikou", "supervisor@cuiwei", "household-registrar@police-chengguan", AServedCounty.Wang])
        {
            using var reader = await ComeAsync(county, who);
            foreach (var pattern in EveryPage.Of(county.Server))
            {
                var address = Address(pattern, number, filed, county.Server.Desk.InForce.Version);
                foreach (var asked in (string[])[address, address + "?open=yes", address + "?values=yes"]) await AskAsync(who, asked, async () => (await reader.OpenAsync(asked)).Page.DocumentElement.OuterHtml);
            }

            if (!who.Contains('@', StringComparison.Ordinal)) continue;
            string[] reasons = [.. (await reader.OpenAsync("/registers/person")).Page.QuerySelectorAll("select[name=at] option").Select(static one => one.GetAttribute("value")!).Where(static one => one.Length > 0).Take(6), ""];
            var token = await county.Officer(who);
            foreach (var reason in reasons)
            {
                var of = reason.Length > 0 ? ("at", reason) : ("number", number);
                var at = reason.Length > 0 ? reason : $"matter/{(string)matter["id"]!}";
                await AskAsync(who, $"search {at}", async () => (await reader.SendAsync("/registers/person", ("words", Telephone), of)).DocumentElement.OuterHtml);
                await AskAsync(who, $"row {at}", async () => (await reader.SendAsync($"/registers/person/{AServedCounty.Wang}", of)).DocumentElement.OuterHtml);
                await AskAsync(who, $"related {at}", async () => (await reader.SendAsync($"/registers/person/{AServedCounty.Wang}/related", ("item", "person.guardian"), of)).DocumentElement.OuterHtml);
                await AskAsync(who, $"search {at} by a program", async () => (await county.Post("api/v1/registers/person/searches", new JsonObject { ["words"] = Telephone, ["at"] = at }, token)).Body);
                await AskAsync(who, $"related {at} by a program", async () => (await county.Post($"api/v1/registers/person/{AServedCounty.Wang}/related", new JsonObject { ["item"] = "person.guardian", ["at"] = at }, token)).Body);
                await AskAsync(who, $"row {at} by a program", async () => (await county.Get($"api/v1/registers/person/{AServedCounty.Wang}?at={Uri.EscapeDataString(at)}", token)).Body);
                await AskAsync(who, $"history {at} by a program", async () => (await county.Get($"api/v1/registers/person/{AServedCounty.Wang}/history?at={Uri.EscapeDataString(at)}", token)).Body);
            }
        }

        // It was there to be shown, on pages and to programs, and was.
        Assert.Contains(shown, static one => one.StartsWith("/mine", StringComparison.Ordinal));
        Assert.Contains(looked, static one => one.StartsWith("/matters/", StringComparison.Ordinal));
        Assert.Contains(looked, static one => one.StartsWith("row power/", StringComparison.Ordinal) && !one.EndsWith("program", StringComparison.Ordinal));
        Assert.Contains(looked, static one => one.EndsWith("program", StringComparison.Ordinal));

        async Task AskAsync(string who, string what, Func<Task<string>> ask)
        {
            var before = county.Server.Writer.Size;
            var said = await ask();
            if (!said.Contains(Needle, StringComparison.Ordinal)) return;
            if (who == AServedCounty.Wang) shown.Add(what);
            else
            {
                Assert.True(who.Contains('@', StringComparison.Ordinal) && county.Record.Entries().Skip((int)before).Any(static entry => entry.Event == "values-seen/1" && ((EntryValue.Word)entry.Fields["subject"]!).Text == "person/r-wang"), $"{what} shows {who} what is held of somebody, and no look was entered.");
                looked.Add(what);
            }
        }
    }

    private static async Task<AReader> ComeAsync(AServedCounty county, string who)
    {
        if (who.Contains('@', StringComparison.Ordinal)) return await LookingThroughRowsOfForms.SignedInAsync(county, who);
        var reader = new AReader(county.Server.Addresses[0], "en");
        if (who.Length > 0) await reader.SendAsync("/sign-in", ("person", who));
        return reader;
    }

    private static string Address(string pattern, string number, Reply filed, string version)
    {
        var address = pattern.StartsWith("/matters/", StringComparison.Ordinal) || pattern.StartsWith("/public/", StringComparison.Ordinal) ? pattern.Replace("{id}", number, StringComparison.Ordinal).Replace("{number}", number, StringComparison.Ordinal).Replace("{act}", "receive-matter", StringComparison.Ordinal) : pattern;
        foreach (var (name, value) in ((string, string)[])
            [("{register}", "person"), ("{key}", AServedCounty.Wang), ("{type}", "hardship-allowance"), ("{form}", "incoming-halfyear"), ("{item}", "person.phone"), ("{indicator}", "noise-first-answer"), ("{version}", version), ("{position:long}", (string?)filed.Json["receipt"]!["position"]?.ToString() ?? "0"),
             ("{kind}", "duties"), ("{one}", AServedCounty.Wang), ("{other}", "r-li"), ("{seat}", "civil-clerk@xikou"), ("{id}", "xikou"), ("{number}", number), ("{act}", "receive-matter")])
            address = address.Replace(name, value, StringComparison.Ordinal);
        return address;
    }

    /// <summary>What is held of somebody: in a register, in a matter of theirs with a picture, in a draft, and why they are to be looked at in secret.</summary>
    private static async Task<(Reply Filed, JsonNode Matter, string Picture, string Performer)> HoldAsync(AServedCounty county, string telephone)
    {
        var registers = county.Server.Registers;
        await county.Officer("traffic-officer@police");
        var police = new Actor.Officer(new ActorId("o-traffic-officer-police"), new PostAt("traffic-officer", new UnitId("police")));
        var today = county.Server.Desk.InForce.DayOf(county.Clock.Now);
        var typing = new TypingItems(county.Server.Desk.InForce.Structure, today);
        var (phone, name) = (typing.Read("person", "phone", [telephone], out _), typing.Read("person", "name", [$"{Needle}-name"], out _));
        Assert.IsType<ActAnswer.Done>(await registers.DoAsync(new ActOrder { By = police, Act = new EnterSubject(new RowId("person", AServedCounty.Wang), [new ItemGiven("phone", phone, null, null), new ItemGiven("name", name, null, null)], new SourceGiven(ValueSource.Act)) }, ARecord.Patience));
        var filed = await county.Post("api/v1/matters", new JsonObject
        {
            ["type"] = "hardship-allowance", ["place"] = "xikou", ["roles"] = new JsonObject { ["applicant"] = "person/r-wang", ["family"] = "household/h-1" }, ["said"] = $"{Needle}-said", ["facts"] = new JsonObject { ["applicant.phone"] = $"{Needle}-given" },
        }, await county.Resident());
        var matter = filed.Json["matter"]!;
        // What is seen in a picture may say anything; here the name of its colours does.
        var png = await File.ReadAllBytesAsync(Logs.Find("tests/data/pictures/small.png")!, ARecord.Patience);
        byte[] speaking = [.. png[..33], 0, 0, 0, (byte)(Needle.Length + 4), .. "iCCP"u8, .. System.Text.Encoding.ASCII.GetBytes(Needle + "-icc"), 0, 0, 0, 0, .. png[33..]];
        Assert.Equal(System.Net.HttpStatusCode.OK, (await county.Post($"api/v1/matters/{(string)matter["id"]!}/acts/add-picture", new JsonObject { ["picture"] = Convert.ToBase64String(speaking) }, await county.Resident())).Status);
        var picture = (string)(await county.Get($"api/v1/matters/{(string)matter["id"]!}/pictures", await county.Resident())).Json["pictures"]![0]!["id"]!;
        var performer = (string)matter["open"]![0]!["performer"]!;
        matter = await county.Do(matter, "receive-matter", new JsonObject { ["key"] = "receive" }, await county.Officer(performer));
        await county.Post("api/v1/drafts", new JsonObject { ["type"] = "hardship-allowance", ["said"] = $"{Needle}-draft" }, await county.Resident());
        await county.Post("api/v1/inquiries", new JsonObject { ["subject"] = "person/r-wang", ["purpose"] = "public-order", ["reason"] = $"{Needle}-why" }, await county.Officer("traffic-officer@police"));
        Assert.True((await county.Post("api/v1/own/consents", new JsonObject { ["purpose"] = "relief", ["agreement"] = county.Server.Looks.Agreement("relief")!.Digest }, await county.Resident())).Status == System.Net.HttpStatusCode.OK);
        await county.SendAsync(HttpMethod.Delete, "api/v1/own/consents/mediation", null, await county.Resident(), null);
        return (filed, matter, picture, performer);
    }
}
