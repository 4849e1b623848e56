using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Serving;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>Looking works both ways: what an officer is shown stands in the record before it is shown, and the person sees it.</summary>
public sealed class LookingAtPeople
{
    private const string Secret = "家里的事只跟你们说。";

    private static async Task<JsonNode> FileAsync(AServedCounty county, string type = "hardship-allowance", string place = "xikou")
    {
        var roles = new JsonObject();
        foreach (var role in county.Server.Desk.InForce.Structure.Matters.Of(type)[0].About) roles[role.Name] = $"{role.Register.Id}/{(role.Name == "applicant" ? AServedCounty.Wang : role.Name + "-1")}";
        var filed = await county.Post("api/v1/matters", new JsonObject { ["type"] = type, ["place"] = place, ["roles"] = roles, ["said"] = Secret, ["facts"] = new JsonObject { ["applicant.phone"] = "13900000000" } }, await county.Resident());
        Assert.True(filed.Status == HttpStatusCode.Created, filed.ToString());
        return filed.Json["matter"]!;
    }

    private static IEnumerable<Entry> Looks(AServedCounty county) => county.Record.Entries().Where(static entry => entry.Event == "values-seen/1");

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Each_time_an_officer_is_shown_what_somebody_gave_it_stands_in_the_record_first_with_purpose_and_matter_and_the_person_sees_it(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await FileAsync(county);
        var seat = (string)matter["open"]![0]!["performer"]!;
        var officer = await county.Officer(seat);
        var address = $"api/v1/matters/{(string)matter["id"]!}/contents";

        for (var time = 1; time <= 2; time++)
        {
            Assert.Contains(Secret, (await county.Get(address, officer)).Json["parts"]!.AsArray().Select(static one => (string?)one!["written"]));
            Assert.Equal(time, Looks(county).Count());
        }

        Assert.Contains(Secret, (await county.Get(address, await county.Resident())).Json["parts"]!.AsArray().Select(static one => (string?)one!["written"]));
        Assert.Equal(2, Looks(county).Count()); // who reads what is theirs leaves none
        var entry = Looks(county).First();
        Assert.Equal(seat, $"{((EntryActor.Officer)entry.By).Post}@{((EntryActor.Officer)entry.By).Unit}");
        Assert.Equal(["relief-rules/48"], entry.Mandate);
        Assert.Equal(["person.phone", "words"], ((EntryValue.List)entry.Fields["items"]!).Values.Select(static one => ((EntryValue.Word)one).Text));

        var own = (await county.Get("api/v1/own/looks", await county.Resident())).Json["looks"]!.AsArray();
        Assert.Equal(3, own.Count); // and that the course was followed, once that day
        var told = own.First(static one => one!["purpose"] is not null)!;
        Assert.Equal((seat, "relief", $"matter/{(string)matter["id"]!}", (string)matter["number"]!, "社会救助"), ((string)told["by"]!, (string)told["purpose"]!, (string)told["reason"]!, (string)told["number"]!, (string)told["purposeZh"]!));
        Assert.Empty((await county.Get("api/v1/own/looks", await county.Resident("r-li"))).Json["looks"]!.AsArray());
        Assert.Equal(2, (await county.Get("api/v1/looks", officer)).Json["looks"]!.AsArray().Count);

        // In what the events tell other programs nobody stands.
        var feed = (await county.Get("api/v1/events?limit=1000", await county.Program(Trellis.Authority.Access.Scope.Export))).Body;
        Assert.Contains("trellis.values-seen.1", feed, StringComparison.Ordinal);
        Assert.DoesNotContain(AServedCounty.Wang, feed, StringComparison.Ordinal);

        await county.Server.Writer.CheckpointOfAsync(county.Server.Writer.Size - 1, ARecord.Patience);
        var receipts = await county.Get("api/v1/own/looks/receipts", await county.Resident());
        Assert.True(Receipts.TryRead(Encoding.UTF8.GetBytes(receipts.Body), out var proofs, out var fault), fault);
        Assert.Equal(3, proofs.Entries.Count);
        Assert.True(ReceiptAudit.Of(proofs, "looks", new TrustedKeys([county.Server.Writer.Keys.Signer.Verifier], null)).HoldsUp);

        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
        using var database = new DatabaseRecord(county.Record.Place.Store, RecordKeys.Open(county.Record.Place.Keys));
        Assert.True(Auditor.Run(database, new AuditRequest()).HoldsUp);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task One_residents_look_record_is_exported_from_the_server_and_verified_offline_and_a_changed_copy_is_not(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await FileAsync(county);
        await county.Get($"api/v1/matters/{(string)matter["id"]!}/contents", await county.Officer((string)matter["open"]![0]!["performer"]!));
        await county.Server.Writer.CheckpointOfAsync(county.Server.Writer.Size - 1, ARecord.Patience);
        var key = county.Server.Writer.Keys.Signer.Verifier.ToString();

        // The resident takes the list home; from here nothing of the county is there any more.
        var exported = (await county.Get("api/v1/own/looks/receipts", await county.Resident())).Body;
        await county.Server.DisposeAsync();
        using var home = new TheProgram();
        home.Given("looks.receipts", exported);
        // One sign of the longest line, which is an entry.
        var line = exported.Split('\n').MaxBy(static one => one.Length)!;
        home.Given("changed.receipts", exported.Replace(line, line[..^9] + (line[^9] == 'A' ? 'B' : 'A') + line[^8..], StringComparison.Ordinal));
        home.Given("cut.receipts", exported[..(exported.Length / 2)]);

        var verified = home.Run("verify", "looks.receipts", "--key", key, "--lang", "en").Succeeds().Output;
        Assert.Contains("Entry: values-seen/1", verified, StringComparison.Ordinal);
        Assert.Contains("Entry: matter-seen/1", verified, StringComparison.Ordinal);
        Assert.Contains("Everything that could be checked holds.", verified, StringComparison.Ordinal);
        foreach (var spoilt in (string[])["changed.receipts", "cut.receipts"]) Assert.NotEqual(0, home.Run("verify", spoilt, "--key", key).ExitCode);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_relatives_confidential_matter_does_not_show_through_the_household_that_both_are_in(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var family = new RowId("household", "family-1");
        await EnterAsync(family, "income", Trellis.Structure.Expressions.Value.Of(new Trellis.Structure.Quantities.Quantity(1200, Trellis.Structure.Quantities.Measure.Yuan)));
        foreach (var person in (string[])[AServedCounty.Wang, "r-li"]) await EnterAsync(new RowId("person", person), "household", Trellis.Structure.Expressions.Value.Of(new Trellis.Structure.Expressions.Entity(family.Register, family.Key)));
        var matter = await FileAsync(county, "minimum-living-allowance");
        await county.Post("api/v1/own/consents", new JsonObject { ["purpose"] = "relief", ["agreement"] = county.Server.Looks.Agreement("relief")!.Digest }, await county.Resident());

        var known = await county.Get($"api/v1/matters/{(string)matter["id"]!}/known", await county.Officer((string)matter["open"]![0]!["performer"]!));

        Assert.True(known.Status == HttpStatusCode.OK, known.ToString());
        var look = county.Record.Entries().Select(static (entry, at) => (entry, at)).Last(static one => one.entry.Event == "values-seen/1" && ((EntryValue.Word)one.entry.Fields["subject"]!).Text == "household/family-1").at;
        Assert.Empty((await county.Get("api/v1/own/looks", await county.Resident("r-li"))).Json["looks"]!.AsArray());
        var asked = await county.Post($"api/v1/own/looks/{look}/question", new JsonObject { ["said"] = "why" }, await county.Resident("r-li"));
        Assert.Equal("looks.no-such-look", asked.Code);
        Assert.DoesNotContain((string)matter["id"]!, asked.Body, StringComparison.Ordinal);
        Assert.Contains((await county.Get("api/v1/own/looks", await county.Resident())).Json["looks"]!.AsArray(), static one => (string?)one!["subject"] == "household/family-1");

        async Task EnterAsync(RowId row, string item, Trellis.Structure.Expressions.Value value) => Assert.IsType<ActAnswer.Done>(await county.Server.Registers.DoAsync(new ActOrder { By = Actor.System, Act = new Trellis.Information.Registers.EnterSubject(row, [new Trellis.Information.Registers.ItemGiven(item, value)], new Trellis.Information.Registers.SourceGiven(Trellis.Information.Registers.ValueSource.Import)) }, ARecord.Patience));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Who_agrees_at_a_counter_has_it_entered_with_both_names_and_takes_it_back_like_their_own_word(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await FileAsync(county);
        var (resident, clerk) = (await county.Resident(), await county.Officer((string)matter["open"]![0]!["performer"]!));
        var address = $"api/v1/matters/{(string)matter["id"]!}/consents";
        await county.SendAsync(HttpMethod.Delete, "api/v1/own/consents/relief", null, resident, null);
        Assert.Equal("looks.consent-withdrawn", (await county.Get($"api/v1/matters/{(string)matter["id"]!}/contents", clerk)).Code);
        var body = new JsonObject { ["agreement"] = county.Server.Looks.Agreement("relief")!.Digest, ["how"] = "spoken" };

        Assert.Equal("looks.agreement-changed", (await county.Post(address, new JsonObject { ["agreement"] = new string('0', 64), ["how"] = "spoken" }, clerk)).Code);
        Assert.Equal("http.body-unreadable", (await county.Post(address, new JsonObject { ["agreement"] = "a", ["how"] = "nodded" }, clerk)).Code);
        Assert.Equal("access.for-officers", (await county.Post(address, body.DeepClone(), resident)).Code);
        Assert.Equal("process.no-such-matter", (await county.Post(address, body.DeepClone(), await county.Resident("r-li"))).Code);
        Assert.Equal("process.no-such-matter", (await county.Post(address, body.DeepClone(), await county.Officer("data-officer@cuiwei"))).Code);
        var size = county.Server.Writer.Size;
        county.Clock.Move(TimeSpan.FromMinutes(1));
        var taken = await county.Post(address, body.DeepClone(), clerk);

        Assert.True(taken.Status == HttpStatusCode.OK, taken.ToString());
        var entry = county.Record.Entries().ElementAt((int)(long)taken.Json["position"]!);
        Assert.Equal(("consent-taken/1", AServedCounty.Wang, "relief", "spoken"), (entry.Event, Text(entry, "person"), Text(entry, "purpose"), Text(entry, "how")));
        Assert.StartsWith("o-", Text(entry, "by"), StringComparison.Ordinal);
        Assert.Equal(size + 1, county.Server.Writer.Size);
        Assert.Equal(HttpStatusCode.OK, (await county.Get($"api/v1/matters/{(string)matter["id"]!}/contents", clerk)).Status);
        Assert.Equal("looks.consent-given-already", (await county.Post(address, body.DeepClone(), clerk)).Code);
        var shown = (await county.Get("api/v1/own/consents", resident)).Json["purposes"]!.AsArray().Single(static one => (string)one!["purpose"]! == "relief")!;
        Assert.Equal(("given", (string)matter["open"]![0]!["performer"]!), ((string)shown["said"]!, (string)shown["takenBy"]!));

        county.Clock.Move(TimeSpan.FromMinutes(1));
        await county.SendAsync(HttpMethod.Delete, "api/v1/own/consents/relief", null, resident, null);
        Assert.Equal("looks.consent-withdrawn", (await county.Get($"api/v1/matters/{(string)matter["id"]!}/contents", clerk)).Code);
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);

        static string Text(Entry entry, string field) => ((EntryValue.Word)entry.Fields[field]!).Text;
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Who_takes_their_consent_back_is_read_no_more_from_that_moment_and_may_give_it_anew_to_the_text_in_force(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var matter = await FileAsync(county);
        var officer = await county.Officer((string)matter["open"]![0]!["performer"]!);
        var resident = await county.Resident();
        var address = $"api/v1/matters/{(string)matter["id"]!}/contents";
        Assert.Equal(HttpStatusCode.OK, (await county.Get(address, officer)).Status);

        county.Clock.Move(TimeSpan.FromMinutes(1));
        var taken = await county.SendAsync(HttpMethod.Delete, "api/v1/own/consents/relief", null, resident, null);
        Assert.True(taken.Status == HttpStatusCode.OK, taken.ToString());
        var no = await county.Get(address, officer);

        Assert.Equal((HttpStatusCode.Forbidden, "looks.consent-withdrawn"), (no.Status, no.Code));
        Assert.DoesNotContain(Secret, no.Body, StringComparison.Ordinal);
        Assert.Equal("act-refused/1", county.Record.Entries().ElementAt((int)(long)no.Json["recorded"]!).Event);
        Assert.Equal(HttpStatusCode.OK, (await county.Get(address, resident)).Status);
        Assert.Equal("looks.consent-withdrawn-already", (await county.SendAsync(HttpMethod.Delete, "api/v1/own/consents/relief", null, resident, null)).Code);
        Assert.Equal("looks.consent-not-asked", (await county.SendAsync(HttpMethod.Delete, "api/v1/own/consents/licensing", null, resident, null)).Code);

        var shown = (await county.Get("api/v1/own/consents", resident)).Json["purposes"]!.AsArray().Single(static one => (string)one!["purpose"]! == "relief")!;
        Assert.Equal("withdrawn", (string)shown["said"]!);
        var text = await county.Get("api/v1/agreements/relief", resident);
        Assert.Equal((string)shown["agreement"]!, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text.Body))));
        Assert.Equal("looks.agreement-changed", (await county.Post("api/v1/own/consents", new JsonObject { ["purpose"] = "relief", ["agreement"] = "another" }, resident)).Code);
        var given = await county.Post("api/v1/own/consents", new JsonObject { ["purpose"] = "relief", ["agreement"] = (string)shown["agreement"]! }, resident);
        Assert.True(given.Status == HttpStatusCode.OK, given.ToString());
        Assert.Equal(HttpStatusCode.OK, (await county.Get(address, officer)).Status);

        await county.RestartAsync(); // what people said is loaded, not remembered
        await county.SendAsync(HttpMethod.Delete, "api/v1/own/consents/relief", null, resident, null);
        Assert.Equal("looks.consent-withdrawn", (await county.Get(address, officer)).Code);
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_inquiry_needs_a_second_authority_is_told_later_by_itself_and_its_number_to_everybody(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var (officer, colleague, supervisor) = (await county.Officer("traffic-officer@police"), await county.Officer("traffic-officer@police", other: true), await county.Officer("supervisor@cuiwei"));
        var asked = await county.Post("api/v1/inquiries", new JsonObject { ["subject"] = "person/r-wang", ["purpose"] = "public-order", ["reason"] = "线索核查" }, officer);
        Assert.True(asked.Status == HttpStatusCode.Created, asked.ToString());
        var number = (long)asked.Json["position"]!;
        Assert.Equal("looks.not-covert", (await county.Post("api/v1/inquiries", new JsonObject { ["subject"] = "person/r-wang", ["purpose"] = "relief", ["reason"] = "x" }, officer)).Code);
        // Who has to allow it reads why; who asked, a colleague of theirs and the person do not.
        Assert.Equal("线索核查", (string?)Assert.Single((await county.Get("api/v1/inquiries", supervisor)).Json["inquiries"]!.AsArray())!["reason"]);
        foreach (var token in (string[])[officer, colleague]) Assert.Null(Assert.Single((await county.Get("api/v1/inquiries", token)).Json["inquiries"]!.AsArray())!["reason"]);
        Assert.DoesNotContain("线索核查", (await county.Get("api/v1/inquiries", await county.Officer("civil-clerk@xikou"))).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("线索核查", (await county.Get("api/v1/own/copy", await county.Resident())).Body, StringComparison.Ordinal);
        var by = new Actor.Officer(new ActorId("o-traffic-officer-police"), new PostAt("traffic-officer", new UnitId("police")));
        async Task<Trellis.Runtime.Information.LookAnswer> Look(string subject) => await county.Server.Looks.LookAtAsync(by, Trellis.Information.Looks.LookReason.OfInquiry(number), [new RowId("person", subject)], ["person.phone"], ARecord.Patience);

        Assert.Equal("looks.inquiry-not-running", Assert.IsType<Trellis.Runtime.Information.LookAnswer.Refused>(await Look(AServedCounty.Wang)).Why.Code);
        var until = county.Clock.Now.AddDays(90);
        foreach (var (token, code) in ((string, string)[])[(officer, "looks.not-the-second-authority"), (colleague, "looks.not-the-second-authority")])
            Assert.Equal(code, (await county.Post($"api/v1/inquiries/{number}/answer", new JsonObject { ["until"] = $"{until:O}" }, token)).Code);
        Assert.Equal("looks.inquiry-too-long", (await county.Post($"api/v1/inquiries/{number}/answer", new JsonObject { ["until"] = $"{county.Clock.Now.AddDays(300):O}" }, supervisor)).Code);
        var allowed = await county.Post($"api/v1/inquiries/{number}/answer", new JsonObject { ["until"] = $"{until:O}" }, supervisor);
        Assert.True(allowed.Status == HttpStatusCode.OK, allowed.ToString());

        var look = Assert.IsType<Trellis.Runtime.Information.LookAnswer.Committed>(await Look(AServedCounty.Wang)).Look;
        Assert.True(look.Covers(new RowId("person", AServedCounty.Wang), "person.phone"));
        Assert.IsType<Trellis.Runtime.Information.LookAnswer.Refused>(await Look("r-li"));
        Assert.Empty((await county.Get("api/v1/own/looks", await county.Resident())).Json["looks"]!.AsArray());
        Assert.Empty((await county.Get("api/v1/own/held", await county.Resident())).Json["values"]!.AsArray());
        var count = (await county.Get("api/v1/inquiries/count")).Json["inquiries"]![0]!;
        Assert.Equal(("public-order", 1, 1, 0), ((string)count["purpose"]!, (int)count["asked"]!, (int)count["running"]!, (int)count["told"]!));

        county.Clock.Move(TimeSpan.FromDays(91));
        var told = Assert.Single((await county.Get("api/v1/own/looks", await county.Resident())).Json["looks"]!.AsArray())!;
        Assert.Equal(("traffic-officer@police", $"inquiry/{number}"), ((string)told["by"]!, (string)told["reason"]!));
        Assert.Equal("looks.inquiry-not-running", Assert.IsType<Trellis.Runtime.Information.LookAnswer.Refused>(await Look(AServedCounty.Wang)).Why.Code);
        Assert.Equal(1, (int)(await county.Get("api/v1/inquiries/count")).Json["inquiries"]![0]!["told"]!);
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }

    [Fact]
    public async Task A_person_sees_what_is_held_of_them_takes_a_copy_and_questions_a_look_by_a_matter_with_a_clock()
    {
        await using var county = await AServedCounty.On("SQLite");
        var matter = await FileAsync(county);
        var resident = await county.Resident();
        await county.Get($"api/v1/matters/{(string)matter["id"]!}/contents", await county.Officer((string)matter["open"]![0]!["performer"]!));

        var held = (await county.Get("api/v1/own/held", resident)).Json["values"]!.AsArray();
        Assert.Equal([("value", "applicant.phone"), ("said", "said")], held.Select(static one => one!["fact"] is { } fact ? ("value", (string)fact!) : ("said", (string)one["part"]!)).Order().Reverse());
        Assert.All(held, one => Assert.Equal(("relief", (string)matter["id"]!, null), ((string)one!["purpose"]!, (string)one["matter"]!, (string?)one["value"])));
        Assert.Contains(Secret, (await county.Get("api/v1/own/copy", resident)).Json["values"]!.AsArray().Select(static one => (string?)one!["value"]));
        Assert.Empty((await county.Get("api/v1/own/copy", await county.Resident("r-li"))).Json["values"]!.AsArray());
        Assert.Equal(["copy", "correction", "erasure", "objection", "question", "withdrawal"], (await county.Get("api/v1/own/rights", resident)).Json["rights"]!.AsArray().Select(static one => (string)one!["right"]!).Order(StringComparer.Ordinal));

        var look = (long)(await county.Get("api/v1/own/looks", resident)).Json["looks"]!.AsArray().First(static one => one!["purpose"] is not null)!["position"]!;
        Assert.Equal("looks.no-such-look", (await county.Post($"api/v1/own/looks/{look}/question", new JsonObject(), await county.Resident("r-li"))).Code);
        var question = await county.Post($"api/v1/own/looks/{look}/question", new JsonObject { ["said"] = "我没有找过他们。" }, resident);
        Assert.True(question.Status == HttpStatusCode.Created, question.ToString());
        var again = await county.Post($"api/v1/own/looks/{look}/question", new JsonObject { ["said"] = "我没有找过他们。" }, resident);
        Assert.Equal((string)question.Json["matter"]!, (string)again.Json["matter"]!);
        var opened = (await county.Get($"api/v1/matters/{(string)question.Json["matter"]!}", resident)).Json;
        Assert.Equal(("question-a-look", "data-officer@cuiwei"), ((string)opened["type"]!, (string)opened["open"]![0]!["performer"]!));
        Assert.NotNull(opened["open"]![0]!["due"]);
    }

    [Fact]
    public async Task Nobody_at_an_office_looks_at_registers_together_outside_a_matter_or_at_a_form_or_power_that_is_not_theirs()
    {
        await using var county = await AServedCounty.On("SQLite");
        await county.Officer("civil-clerk@xikou");
        var by = new Actor.Officer(new ActorId("o-civil-clerk-xikou"), new PostAt("civil-clerk", new UnitId("xikou")));
        async Task<string> Why(Trellis.Information.Looks.LookReason reason, params string[] rows) =>
            await county.Server.Looks.LookAtAsync(by, reason, [.. rows.Select(static row => RowId.Parse(row)!.Value)], ["household.income"], ARecord.Patience) is Trellis.Runtime.Information.LookAnswer.Refused refused ? refused.Why.Code : "shown";
        var form = county.Server.Desk.InForce.Structure.Forms.All.First(static one => one.FilledBy is { Post: "civil-clerk" } && one.Purpose?.Id == "relief");

        Assert.Equal("looks.only-in-a-matter", await Why(Trellis.Information.Looks.LookReason.OfForm(form.Id), "person/r-1", "household/h-1"));
        Assert.Equal("looks.not-on-this-form", await Why(Trellis.Information.Looks.LookReason.OfForm(form.Id), "person/r-1"));
        Assert.Equal("looks.not-at-hand", await Why(Trellis.Information.Looks.LookReason.OfForm(county.Server.Desk.InForce.Structure.Forms.All.First(one => one.FilledBy.Post != "civil-clerk" && one.AskedBy.Id != "xikou").Id), "person/r-1"));
        Assert.Equal("looks.not-at-hand", await Why(Trellis.Information.Looks.LookReason.OfPower("judge-look"), "person/r-1"));
        Assert.Empty(Looks(county));
        Assert.Equal(4, county.Record.Entries().Count(static entry => entry.Event == "act-refused/1"));
    }
}
