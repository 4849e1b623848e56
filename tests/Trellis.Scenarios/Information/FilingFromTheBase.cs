using System.Net;
using System.Text.Json.Nodes;
using Trellis.Authority;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Serving;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>Whoever files sees what is held already, confirms it instead of writing it again, and says what is wrong to whom it belongs.</summary>
public sealed class FilingFromTheBase
{
    private const string Phone = "13900000001";

    private static readonly RowId Wang = new("person", AServedCounty.Wang);

    private static async Task<long> EnterAsync(AServedCounty county, RowId row, string item, string written, string post = "household-registrar@police-chengguan")
    {
        await county.Officer(post);
        var seat = PostAt.Parse(post)!.Value;
        var day = county.Server.Desk.InForce.DayOf(county.Clock.Now);
        var value = new TypingItems(county.Server.Desk.InForce.Structure, day).Read(row.Register, item, [written], out var why);
        Assert.Null(why);
        FixedList<ItemGiven> items = [new ItemGiven(item, value, null, null)];
        IAct act = county.Server.Registers.Questions.Find(row) is null ? new EnterSubject(row, items, new SourceGiven(ValueSource.Act)) : new RecordValues(row, items, new SourceGiven(ValueSource.Act));
        return Assert.IsType<ActAnswer.Done>(await county.Server.Registers.DoAsync(new ActOrder { By = new Actor.Officer(new ActorId($"o-{seat.Post}-{seat.Unit}"), seat), Act = act }, ARecord.Patience)).Receipt.First;
    }

    private static async Task<JsonNode> AskAsync(AServedCounty county, string ask, string? roles = null, string type = "residence-move", string? token = null)
    {
        var reply = await county.Get($"api/v1/own/asks?type={type}&place=tingxi&roles={Uri.EscapeDataString(roles ?? "home=place/h-1")}", token ?? await county.Resident());
        Assert.True(reply.Status == HttpStatusCode.OK, reply.ToString());
        return reply.Json["fields"]!.AsArray().Single(one => (string?)one!["ask"] == ask)!;
    }

    private static async Task<Reply> FileAsync(AServedCounty county, Action<JsonObject> more, string type = "residence-move", string? key = null, JsonObject? roles = null)
    {
        var body = new JsonObject { ["type"] = type, ["place"] = "tingxi", ["roles"] = roles ?? new JsonObject { ["applicant"] = Wang.ToString(), ["home"] = "place/h-1" }, ["facts"] = new JsonObject { ["matter.home-proof"] = "d-1" } };
        more(body);
        return await county.Post("api/v1/matters", body, await county.Resident(), key);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_is_held_is_shown_with_source_and_day_confirmed_by_its_position_and_stands_in_no_second_copy(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        Assert.Equal("ask", (string?)(await AskAsync(county, "applicant.phone"))["state"]);
        var position = await EnterAsync(county, Wang, "phone", Phone);

        var field = await AskAsync(county, "applicant.phone");
        Assert.Equal("filled", (string?)field["state"]);
        var source = field["sources"]![0]!;
        Assert.Equal((position, "act", "police-chengguan", Phone), ((long)source["position"]!, (string)source["source"]!, (string)source["by"]!, (string)source["value"]!));

        var filed = await FileAsync(county, body => body["confirmed"] = new JsonObject { ["applicant.phone"] = position });

        Assert.True(filed.Status == HttpStatusCode.Created, filed.ToString());
        var id = (string)filed.Json["matter"]!["id"]!;
        var contents = await county.Get($"api/v1/matters/{id}/contents", await county.Resident());
        Assert.Contains($"held:{Wang}#{position}", contents.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, contents.Body, StringComparison.Ordinal);
        Assert.Null(county.Record.Entries().Single(static one => one.Event == MatterFiled.Name).Fields["missing"]);
        Assert.Equal("filled", (string?)(await county.Get($"api/v1/matters/{id}/filled", await county.Resident())).Json["fields"]!.AsArray().Single(static one => (string?)one!["ask"] == "applicant.phone")!["state"]);
        Assert.Equal(HttpStatusCode.NotFound, (await county.Get($"api/v1/matters/{id}/filled", await county.Resident("r-li"))).Status);
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Nobody_confirms_what_is_not_held_what_has_changed_since_what_is_somebody_elses_or_what_the_purpose_forbids(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var nothing = await FileAsync(county, static body => body["confirmed"] = new JsonObject { ["applicant.phone"] = 3 });
        Assert.Equal(((HttpStatusCode)422, "forms.nothing-held"), (nothing.Status, nothing.Code));

        var seen = await EnterAsync(county, Wang, "phone", Phone);
        await EnterAsync(county, Wang, "phone", "13900000002");
        var changed = await FileAsync(county, body => body["confirmed"] = new JsonObject { ["applicant.phone"] = seen });
        Assert.Equal((HttpStatusCode.Conflict, "forms.held-changed"), (changed.Status, changed.Code));

        var other = await EnterAsync(county, new RowId("person", "r-li"), "birth", "2019-09-01");
        var stranger = await FileAsync(county, body => body["confirmed"] = new JsonObject { ["child.birth"] = other }, "school-enrolment", roles: new JsonObject { ["applicant"] = Wang.ToString(), ["child"] = "person/r-li", ["family"] = "household/h-1" });
        Assert.Equal((HttpStatusCode.Forbidden, "forms.not-their-row"), (stranger.Status, stranger.Code));
        Assert.Equal("forms.not-their-row", (string?)(await AskAsync(county, "child.birth", "child=person/r-li family=household/h-1", "school-enrolment"))["why"]);

        var both = await FileAsync(county, static body =>
        {
            body["confirmed"] = new JsonObject { ["applicant.phone"] = 1 };
            body["facts"]!["applicant.phone"] = Phone;
        });
        Assert.Equal("http.body-unreadable", both.Code);
        Assert.Equal("http.body-unreadable", (await FileAsync(county, static body => body["confirmed"] = new JsonObject { ["stranger.phone"] = 1 })).Code);
        Assert.Equal("process.no-such-matter-type", (await county.Get("api/v1/own/asks?type=no-such", await county.Resident())).Code);
        Assert.Equal("http.parameter-unreadable", (await county.Get("api/v1/own/asks?type=residence-move&roles=home", await county.Resident())).Code);
        Assert.Equal("access.for-residents", (await county.Get("api/v1/own/asks?type=residence-move", await county.Officer("service-hall@xikou"))).Code);
        Assert.DoesNotContain(county.Record.Entries(), static entry => entry.Event == MatterFiled.Name); // and nothing was filed
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_is_wrong_goes_to_its_owner_as_a_correction_once_however_often_it_is_sent_and_the_matter_refers_to_it(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        await EnterAsync(county, Wang, "phone", Phone);
        static void Correct(JsonObject body) => body["corrected"] = new JsonObject { ["applicant.phone"] = new JsonObject { ["value"] = "13900000002", ["reason"] = "换了号码" } };

        var filed = await FileAsync(county, Correct, key: "the-same");
        var again = await FileAsync(county, Correct, key: "the-same");

        Assert.True(filed.Status == HttpStatusCode.Created, filed.ToString());
        Assert.Equal((string)filed.Json["matter"]!["id"]!, (string)again.Json["matter"]!["id"]!);
        var corrections = county.Record.Entries().Where(static entry => entry.Event == ValuesRecorded.Name).ToList();
        Assert.Single(corrections);
        Assert.Equal("person.phone", Assert.Single(county.Server.Registers.Questions.Disagreements("person.phone", null, 10)).Item);
        Assert.DoesNotContain("13900000002", (await county.Get($"api/v1/matters/{(string)filed.Json["matter"]!["id"]!}/contents", await county.Resident())).Body, StringComparison.Ordinal);
        var theirs = await FileAsync(county, static body =>
        {
            body["roles"]!["applicant"] = "person/r-li";
            Correct(body);
        });
        Assert.Equal("forms.not-their-row", theirs.Code);
        Assert.Equal("information.value-unfit", (await FileAsync(county, static body => body["corrected"] = new JsonObject { ["applicant.birth"] = new JsonObject { ["value"] = "soon", ["reason"] = "x" } })).Code);
        Assert.Single(county.Record.Entries(), static entry => entry.Event == MatterFiled.Name);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_filing_that_is_not_taken_corrects_nothing_and_a_correction_that_is_not_taken_files_nothing(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        await EnterAsync(county, Wang, "phone", Phone);
        static JsonObject Right(string value) => new() { ["value"] = value, ["reason"] = "换了号码" };
        int entered() => county.Record.Entries().Count(static entry => entry.Event == ValuesRecorded.Name || entry.Event == MatterFiled.Name);

        // The filing confirms beside it what has nothing behind it, and is refused in its turn, after the correction was decided.
        var refused = await FileAsync(county, static body =>
        {
            body["corrected"] = new JsonObject { ["applicant.phone"] = Right("13900000002") };
            body["confirmed"] = new JsonObject { ["applicant.name"] = 3 };
        });
        Assert.Equal("forms.nothing-held", refused.Code);
        Assert.Equal(0, entered());
        // Of somebody about whom the register holds nothing any more nothing can be corrected, and so nothing is filed.
        await county.Server.Writer.EraseAsync(Wang.ToString(), null, new EntryActor.Officer("data-officer", "cuiwei"), "personal-law/47", ARecord.Patience);
        Assert.Equal("information.erased", (await FileAsync(county, static body => body["corrected"] = new JsonObject { ["applicant.phone"] = Right("13900000002") })).Code);
        Assert.Equal(0, entered());
        Assert.Empty(county.Server.Registers.Questions.Disagreements("person.phone", null, 10));

        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_filing_and_what_it_corrects_are_neighbours_in_the_record_and_the_same_key_with_another_correction_is_another_request(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        await EnterAsync(county, Wang, "phone", Phone);
        static Action<JsonObject> Correct(string value) => body => body["corrected"] = new JsonObject { ["applicant.phone"] = new JsonObject { ["value"] = value, ["reason"] = "换了号码" } };

        var filed = await FileAsync(county, Correct("13900000002"), key: "one-key");
        var other = await FileAsync(county, Correct("13900000003"), key: "one-key");

        Assert.True(filed.Status == HttpStatusCode.Created, filed.ToString());
        Assert.NotEqual(HttpStatusCode.Created, other.Status);
        var entries = county.Record.Entries().ToList();
        var correction = entries.FindIndex(static entry => entry.Event == ValuesRecorded.Name);
        Assert.Equal(MatterFiled.Name, entries.Skip(correction + 1).First(static entry => entry.Event != "facts-read/1").Event);
        Assert.Single(entries, static entry => entry.Event == ValuesRecorded.Name);
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_a_filler_finds_still_so_is_confirmed_in_the_register_by_the_form_and_what_has_changed_since_is_not(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        await EnterAsync(county, Wang, "moved-in", "2026-04-01");
        var shown = await EnterAsync(county, Wang, "residence-kind", "incoming");
        county.Clock.Move(TimeSpan.FromDays(62));
        var clerk = await county.Officer("statistics-clerk@xikou");
        Task<Reply> Submit(string item, long position, string subject = "", JsonObject? items = null, string? key = null) => county.SendAsync(HttpMethod.Post, "api/v1/forms/acts/submit-form", new JsonObject { ["form"] = "incoming-halfyear", ["occasion"] = "2026-h1", ["entries"] = new JsonArray(
            new JsonObject { ["subject"] = subject.Length > 0 ? subject : Wang.ToString(), ["items"] = items ?? [], ["confirmed"] = new JsonObject { [item] = position } }) }.ToJsonString(), clerk, key ?? $"k-confirm-{item}-{position}-{subject}-{items?.Count}");

        foreach (var (reply, says) in ((Reply, string)[])
            [
                (await Submit("residence-kind", shown + 1), "forms.held-changed"), (await Submit("number", shown), "forms.nothing-held"), (await Submit("phone", shown), "forms.not-on-the-form"),
                (await Submit("residence-kind", shown, "person"), "forms.nothing-held"), (await Submit("residence-kind", shown, items: new JsonObject { ["residence-kind"] = "local" }), "forms.item-twice"),
            ])
        {
            Assert.Equal("forms.row-refused", reply.Code);
            Assert.Contains(says, reply.Body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(county.Record.Entries(), static entry => entry.Event == "form-submitted/1");
        var done = await Submit("residence-kind", shown, key: "the-same");
        var again = await Submit("residence-kind", shown, key: "the-same"); // what stands now is another claim, and the answer is the first one

        Assert.True(done.Status == HttpStatusCode.OK, done.ToString());
        Assert.Equal((int)done.Json["receipt"]!["position"]!, (int)again.Json["receipt"]!["position"]!);
        var held = county.Server.Registers.Questions.Values([Wang], ["residence-kind"], new AsOf(county.Server.Desk.InForce.DayOf(county.Clock.Now)), null);
        var confirmed = Assert.Single(held, static one => one.Claim.Provenance.Source == ValueSource.Form);
        Assert.Equal(("incoming-halfyear/2026-h1", "xikou", shown), (confirmed.Claim.Provenance.Basis, confirmed.Claim.Provenance.By!.Value.Text, confirmed.Claim.Same)); // it says the same as the one that was shown
        Assert.All(held, static one => Assert.False(one.Disputed));
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task The_rows_of_a_form_come_filled_under_a_look_for_its_filler_and_for_nobody_else(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        await EnterAsync(county, new RowId("place", "h-1"), "unit", "tingxi", "registry-officer@natural-resources");
        await EnterAsync(county, Wang, "moved-in", "2026-04-01");
        await EnterAsync(county, Wang, "residence-kind", "incoming");
        await EnterAsync(county, Wang, "home", "place/h-1");

        var filler = await county.Get("api/v1/forms/incoming-halfyear/filled", await county.Officer("statistics-clerk@xikou"));

        Assert.True(filler.Status == HttpStatusCode.OK, filler.ToString());
        var kindOf = filler.Json["fields"]!.AsArray().Single(static one => (string?)one!["item"] == "person.residence-kind")!;
        Assert.Equal((Wang.ToString(), "filled", "incoming"), ((string)kindOf["subject"]!, (string)kindOf["state"]!, (string)kindOf["sources"]![0]!["value"]!));
        Assert.Equal("ask", (string?)filler.Json["fields"]!.AsArray().Single(static one => (string?)one!["item"] == "person.number")!["state"]);
        Assert.Contains(county.Record.Entries(), static entry => entry.Event == "values-seen/1" && ((EntryValue.Word)entry.Fields["reason"]!).Text == "form/incoming-halfyear");
        Assert.Empty((await county.Get("api/v1/forms/incoming-halfyear/filled", await county.Officer("statistics-clerk@shiping"))).Json["fields"]!.AsArray());
        Assert.Equal("looks.not-at-hand", (await county.Get("api/v1/forms/incoming-halfyear/filled?unit=xikou", await county.Officer("statistics-clerk@shiping"))).Code);
        Assert.Equal("looks.not-at-hand", (await county.Get("api/v1/forms/incoming-halfyear/filled", await county.Officer("service-hall@xikou"))).Code);
        Assert.Equal("forms.no-such-form", (await county.Get("api/v1/forms/no-such/filled", await county.Officer("service-hall@xikou"))).Code);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Rows_of_a_form_stand_in_the_register_with_the_form_as_their_source_or_the_form_is_not_taken(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        await EnterAsync(county, Wang, "moved-in", "2026-04-01");
        county.Clock.Move(TimeSpan.FromDays(62));
        var clerk = await county.Officer("statistics-clerk@xikou");
        Task<Reply> Submit(string subject, string item, string value) => county.Post("api/v1/forms/acts/submit-form", new JsonObject { ["form"] = "incoming-halfyear", ["occasion"] = "2026-h1", ["entries"] = new JsonArray(
            new JsonObject { ["subject"] = Wang.ToString(), ["items"] = new JsonObject { ["residence-kind"] = "incoming" } }, new JsonObject { ["subject"] = subject, ["items"] = new JsonObject { [item] = value } }) }, clerk);

        foreach (var (subject, item, value, says) in ((string, string, string, string)[])
            [
                ("person/nobody", "residence-kind", "local", "information.no-such-subject"), ("person", "residence-kind", "abroad", "information.value-unfit"), ("person", "number", "123", "information.check-digit"),
                ("person", "phone", "13900000001", "forms.not-on-the-form"), (Wang.ToString(), "residence-kind", "local", "forms.item-twice"),
            ])
        {
            var refused = await Submit(subject, item, value);
            Assert.Equal(((HttpStatusCode)422, "forms.row-refused"), (refused.Status, refused.Code));
            Assert.Contains("Row 2", refused.Body, StringComparison.Ordinal);
            Assert.Contains(says, refused.Body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(county.Record.Entries(), static entry => entry.Event == "form-submitted/1" || entry.Event == ValuesRecorded.Name);

        var done = await Submit("person", "residence-kind", "incoming");

        Assert.True(done.Status == HttpStatusCode.OK, done.ToString());
        Assert.Equal(3, (int)done.Json["receipt"]!["entries"]!);
        var held = Assert.Single(county.Server.Registers.Questions.Values([Wang], ["residence-kind"], new AsOf(county.Server.Desk.InForce.DayOf(county.Clock.Now)), null));
        Assert.Equal((ValueSource.Form, "incoming-halfyear/2026-h1", "xikou"), (held.Claim.Provenance.Source, held.Claim.Provenance.Basis, held.Claim.Provenance.By!.Value.Text));
        Assert.Equal(2, county.Server.Registers.Questions.Count("person"));
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }
}
