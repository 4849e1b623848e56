using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Trellis.Ledger;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Information;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Somebody wants theirs erased, it is decided, and what was decided is done: by a step with a clock, on a page, with what stays and why told plainly.</summary>
public sealed class ErasingOnRequest
{
    private const string Secret = "Ouyang Xiulan and the noise at number 9";
    private const string Keeper = "data-officer@cuiwei";

    /// <summary>Ends a matter of Wang's before anybody worked on it.</summary>
    private static async Task<JsonNode> ClosedAsync(AServedCounty county, string type, JsonObject? facts = null, string? said = null)
    {
        var matter = await county.File(type, "heping", facts);
        var resident = await county.Resident();
        if (said is not null) matter = await county.Do(matter, "add-information", new JsonObject { ["said"] = said }, resident);
        return await county.Do(matter, "withdraw-matter", new JsonObject(), resident);
    }

    private static async Task<JsonNode> AskedAsync(AServedCounty county, string outcome)
    {
        var matter = await county.File("data-request", "heping", new JsonObject { ["applicant.phone"] = "13800000001", ["matter.description"] = "Have something erased: the noise." });
        matter = await county.Perform(matter, "receive");
        return await county.Perform(matter, "answer", AServedCounty.Decided(outcome));
    }

    private static IReadOnlyList<string> ValuesIn(AServedCounty county) =>
        [.. county.Record.Entries().SelectMany((entry, position) => entry.Personal.Select(one => county.Record.Value(position, one.Name))).OfType<string>()];

    private static List<Entry> Erasures(AServedCounty county) => [.. county.Record.Entries().Where(static entry => ReadModels.IsErasure(entry.Event))];

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_a_resident_asks_on_a_page_to_have_erased_is_decided_waits_with_a_clock_is_done_on_a_page_and_is_gone_everywhere(string kind)
    {
        await using var county = await AServedCounty.WithPages(kind);
        var noise = await ClosedAsync(county, "construction-noise", said: Secret);
        var byLaw = await ClosedAsync(county, "residence-move", new JsonObject { ["applicant.phone"] = "13800000001", ["matter.home-proof"] = "d-1" }, "by law");
        var running = await county.File("shop-sign", "heping");
        var resident = await county.Resident();
        running = await county.Do(running, "add-information", new JsonObject { ["said"] = "still runs" }, resident);
        await county.Post("api/v1/drafts", new JsonObject { ["type"] = "construction-noise", ["said"] = Secret }, resident);
        Assert.Equal(2, ValuesIn(county).Count(static one => one is Secret or "by law"));

        // On the page they ask; nothing waits before it is decided.
        using var person = new AReader(county.Server.Addresses[0], "en");
        await person.SendAsync("/sign-in", ("person", AServedCounty.Wang));
        var (_, mine) = await person.OpenAsync("/mine");
        Assert.Null(mine.GetElementById("erasures"));
        var address = mine.QuerySelectorAll("section a").Single(static link => link.TextContent == "Have something erased").GetAttribute("href")!;
        var (_, form) = await person.OpenAsync(address);
        var filled = form.QuerySelectorAll("main form input[name], main form textarea[name]").Select(static one => (Name: one.GetAttribute("name")!, Value: one.GetAttribute("value") ?? one.TextContent)).Where(static one => one.Name is not ("again" or "sure" or "later"))
            .Select(one => (one.Name, one.Name.Contains("phone", StringComparison.Ordinal) ? "13800000001" : one.Value)).ToArray();
        var check = await person.SendAsync(address.Split('?')[0], filled);
        var receipt = await person.SendAsync(address.Split('?')[0], [.. AReader.Hidden(check.QuerySelector("main form")!), ("sure", "yes")]);
        var number = receipt.QuerySelector(".spoken")?.TextContent ?? throw new InvalidOperationException(receipt.Body!.TextContent);
        var id = county.Server.Desk.Questions.OfNumber(new Actor.Resident(new ActorId(AServedCounty.Wang)), number)!.Value;
        var matter = (await county.Get($"api/v1/matters/{id}", resident)).Json;
        matter = await county.Perform(matter, "receive");
        Assert.DoesNotContain("erasure", (await person.OpenAsync($"/matters/{number}")).Page.QuerySelectorAll("h2").Select(static one => one.Id));
        matter = await county.Perform(matter, "answer", AServedCounty.Decided("erase"));

        // It waits, for whom and until when, in the inbox of whoever keeps the record, in the matter and under "my data".
        var open = Assert.Single(matter["open"]!.AsArray())!;
        Assert.Equal(("erasure", Keeper), ((string)open["step"]!, (string)open["performer"]!));
        Assert.NotNull(open["due"]);
        foreach (var page in (string[])["/mine", $"/matters/{number}"])
        {
            var told = (await person.OpenAsync(page)).Page.QuerySelector($"section[aria-labelledby={(page == "/mine" ? "erasures" : "erasure")}]")!.TextContent;
            foreach (var word in (string[])["It waits for: Data officer", "due ", "what was given and written for \"City management and public space\"", $"the matter {(string)running["number"]!} still runs", "law keeps it until", "Regulation on Household Registration, article 10"]) Assert.Contains(word, told, StringComparison.Ordinal);
        }

        using var keeper = await LookingThroughRowsOfForms.SignedInAsync(county, Keeper);
        Assert.Contains((await keeper.OpenAsync("/inbox")).Page.QuerySelectorAll("main a, main td"), static one => one.TextContent.Contains("Carry out the erasure", StringComparison.Ordinal));
        var (_, offered) = await keeper.OpenAsync($"/matters/{number}");
        var step = offered.QuerySelectorAll("section[aria-labelledby=offers] a").Single(static one => one.TextContent == "Carry out the erasure").GetAttribute("href")!;
        var (_, before) = await keeper.OpenAsync(step);
        Assert.Contains("cannot be brought back", before.QuerySelector(".preview")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, before.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(Erasures(county));
        var sure = await keeper.SendAsync(step, [.. AReader.Hidden(before.QuerySelector("main form")!)]);
        Assert.Empty(Erasures(county));
        (string, string)[] confirmed = [.. AReader.Hidden(sure.QuerySelector("main form")!), ("sure", "yes")];
        var after = await keeper.SendAsync(step, confirmed);

        // The entry names the matter, the article, who did it and what stays; and no person.
        var erased = Assert.Single(Erasures(county));
        Assert.Equal(("values-erased/2", "privacy-law/47", id.Text), (erased.Event, Assert.Single(erased.Mandate), ((EntryValue.Word)erased.Fields["matter"]!).Text));
        Assert.Equal(new EntryActor.Officer("data-officer", "cuiwei"), erased.By);
        Assert.DoesNotContain(AServedCounty.Wang, System.Text.Encoding.UTF8.GetString(erased.Encode()), StringComparison.Ordinal);
        Assert.Contains("carried it out", after.QuerySelector("section[aria-labelledby=erasure]")!.TextContent, StringComparison.Ordinal);

        // Gone from the store, the pages, the drafts and the copy; what a matter or law holds is there, and so is the request itself.
        Assert.DoesNotContain(Secret, ValuesIn(county));
        Assert.Contains("by law", ValuesIn(county));
        Assert.Contains(ValuesIn(county), static one => one.Contains("Have something erased", StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, (await person.OpenAsync($"/matters/{(string)noise["number"]!}")).Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, (await county.Get("api/v1/own/copy", resident)).Body, StringComparison.Ordinal);
        Assert.Contains("by law", (await county.Get("api/v1/own/copy", resident)).Body, StringComparison.Ordinal);
        Assert.Empty((await county.Get("api/v1/drafts", resident)).Json["drafts"]!.AsArray());
        var mineNow = (await person.OpenAsync("/mine")).Page.GetElementById("erasures")!.ParentElement!.TextContent;
        foreach (var word in (string[])["carried it out", "Data officer", "What is gone", "City management and public space", "What was kept, and why", "law keeps it until"]) Assert.Contains(word, mineNow, StringComparison.Ordinal);

        // Twice is once.
        await keeper.SendAsync(step, confirmed);
        var again = await county.Post("api/v1/erasures", new JsonObject { ["person"] = AServedCounty.Wang, ["matter"] = number }, await county.Officer(Keeper));
        Assert.Equal((HttpStatusCode.Conflict, "record.nothing-to-carry-out"), (again.Status, again.Code));
        Assert.Single(Erasures(county));

        // The matter goes on under its clock, the record verifies, and folding it anew comes to the same tables.
        matter = (await county.Get($"api/v1/matters/{id}", resident)).Json;
        Assert.Equal("notify", (string)matter["open"]![0]!["step"]!);
        matter = await county.Perform(matter, "notify");
        Assert.NotEqual("closed", (string)running["state"]!);
        Assert.NotNull(byLaw);
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
        using var database = new DatabaseRecord(county.Record.Place.Store, RecordKeys.Open(county.Record.Place.Keys));
        Assert.Empty(Auditor.Run(database, new AuditRequest()).Doubts);
        county.Record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Over_http_it_is_done_by_whom_the_structure_names_in_a_matter_in_which_it_was_decided_and_in_no_other_way(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        await ClosedAsync(county, "construction-noise", said: Secret);
        var keeper = await county.Officer(Keeper);
        var refused = await AskedAsync(county, "refuse");
        var copied = await AskedAsync(county, "approve");
        var undecided = await county.File("data-request", "heping", new JsonObject { ["applicant.phone"] = "13800000001", ["matter.description"] = "Erase it." });

        foreach (var (body, status, code) in ((JsonObject, int, string)[])
        [
            (Body(("person", AServedCounty.Wang), ("basis", "privacy-law/47")), 409, "record.matter-needed"),
            (Body(("person", AServedCounty.Wang), ("matter", (string)refused["number"]!)), 409, "record.nothing-to-carry-out"),
            (Body(("person", AServedCounty.Wang), ("matter", (string)copied["number"]!)), 409, "record.nothing-to-carry-out"),
            (Body(("person", AServedCounty.Wang), ("matter", (string)undecided["number"]!)), 409, "record.nothing-to-carry-out"),
            (Body(("person", AServedCounty.Wang), ("matter", "2026-9999999")), 404, "process.no-such-matter"),
            (Body(("person", AServedCounty.Wang), ("matter", (string)refused["number"]!), ("basis", "privacy-law/47")), 400, "http.body-unreadable"),
            (Body(("person", AServedCounty.Wang), ("matter", (string)refused["number"]!), ("purpose", "city-order")), 400, "http.body-unreadable"),
            (Body(("person", AServedCounty.Wang)), 400, "http.body-unreadable"),
        ])
        {
            var reply = await county.Post("api/v1/erasures", body, keeper);
            Assert.True((int)reply.Status == status && reply.Code == code, $"{body.ToJsonString()}: {reply}");
        }

        // Another right that is still asked for holds everything; and a matter of somebody else erases nothing of Wang.
        var decided = await AskedAsync(county, "erase");
        var ofAnother = await county.Post("api/v1/erasures", Body(("person", "r-li"), ("matter", (string)decided["number"]!)), keeper);
        Assert.Equal((HttpStatusCode.Conflict, "record.matter-of-another"), (ofAnother.Status, ofAnother.Code));
        var stranger = await county.Post($"api/v1/matters/{(string)decided["id"]!}/acts/perform-step", new JsonObject { ["key"] = "erasure", ["result"] = new JsonObject { ["kind"] = "performed" } }, await county.Officer("relief-officer@civil-affairs"));
        Assert.True((int)stranger.Status is 403 or 404, stranger.ToString());
        var resident = await county.Post($"api/v1/matters/{(string)decided["id"]!}/acts/perform-step", new JsonObject { ["key"] = "erasure", ["result"] = new JsonObject { ["kind"] = "performed" } }, await county.Resident());
        Assert.False(resident.Status == HttpStatusCode.OK, resident.ToString());
        Assert.Empty(Erasures(county));
        Assert.Contains(Secret, ValuesIn(county));

        var held = await county.Post("api/v1/erasures", Body(("person", AServedCounty.Wang), ("matter", (string)decided["number"]!)), keeper);
        Assert.True(held.Status == HttpStatusCode.OK, held.ToString());
        Assert.Equal((0L, 0L), ((long)held.Json["keys"]!, (long)held.Json["values"]!));
        Assert.Contains(held.Json["held"]!.AsArray(), one => (string)one!["purpose"]! == "city-order" && new[] { refused, copied, undecided }.Any(asks => (string)one["matter"]! == (string)asks["id"]!));
        Assert.Contains(Secret, ValuesIn(county));

        // Once nothing asks any more, a second decision goes through, by the step itself.
        foreach (var asked in (JsonNode[])[undecided, copied, refused, held.Json])
            if ((string?)asked["id"] is { } id)
                await county.Post($"api/v1/matters/{id}/acts/withdraw-matter", new JsonObject(), await county.Resident());
        await county.Post($"api/v1/matters/{(string)decided["id"]!}/acts/withdraw-matter", new JsonObject(), await county.Resident());
        var second = await AskedAsync(county, "erase");
        second = await county.Perform(second, "erasure");
        Assert.DoesNotContain(Secret, ValuesIn(county));
        Assert.Equal(2, Erasures(county).Count);
        Assert.Equal("notify", (string)second["open"]![0]!["step"]!);
        await county.RestartAsync();
        Assert.DoesNotContain(Secret, ValuesIn(county));
        await county.Server.DisposeAsync();
        county.Record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task From_the_command_line_it_names_the_matter_and_who_does_it_and_a_backup_that_is_restored_loses_the_same_again(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        using var program = new TheProgram();
        await ClosedAsync(county, "construction-noise", said: Secret);
        await county.Officer(Keeper);
        var decided = await AskedAsync(county, "erase");
        var number = (string)decided["number"]!;
        await county.Server.DisposeAsync();
        string[] by = ["--by", Keeper, .. county.Record.Options];
        program.Run(["backup", program.At("before.db"), .. county.Record.Options]).Succeeds();

        program.Run(["erase", "--matter", number, .. by]).RefusesSaying("--officer");
        program.Run(["erase", "--person", AServedCounty.Wang, .. by]).RefusesSaying("--basis");
        program.Run(["erase", "--matter", number, "--officer", "o-data-officer-cuiwei", "--basis", "privacy-law/47", .. by]).RefusesSaying("--basis");
        Assert.Contains("record.matter-needed", program.Run(["erase", "--person", AServedCounty.Wang, "--basis", "privacy-law/47", .. by]).Output, StringComparison.Ordinal);
        Assert.Contains("record.matter-of-another", program.Run(["erase", "--person", "r-li", "--matter", number, "--officer", "o-data-officer-cuiwei", .. by]).Output, StringComparison.Ordinal);
        Assert.Equal(1, program.Run(["erase", "--matter", number, "--officer", "o-nobody", .. by]).ExitCode);
        Assert.Empty(Erasures(county));

        var ran = program.Run(["erase", "--matter", number, "--officer", "o-data-officer-cuiwei", .. by]).Succeeds();

        Assert.Contains("says in which matter", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, ValuesIn(county));
        Assert.Contains("record.nothing-to-carry-out", program.Run(["erase", "--matter", number, "--officer", "o-data-officer-cuiwei", .. by]).Output, StringComparison.Ordinal);
        Assert.Single(Erasures(county));
        program.Run(["rebuild", .. county.Record.Options]).Succeeds();
        if (kind != "SQLite") return;
        program.Run(["restore", program.At("before.db"), .. county.Record.Options]).Succeeds();
        Assert.DoesNotContain(Secret, ValuesIn(county));
        var again = Assert.Single(Erasures(county));
        Assert.Equal(("values-erased/2", (string)decided["id"]!), (again.Event, ((EntryValue.Word)again.Fields["matter"]!).Text));
    }

    private static JsonObject Body(params (string Name, string Value)[] fields)
    {
        var body = new JsonObject();
        foreach (var (name, value) in fields) body[name] = value;
        return body;
    }
}
