using System.Net;
using System.Text.Json.Nodes;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Serving;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>The members of a household, the children of somebody, their organisations: found by what names them, and everybody whom that tells of sees it.</summary>
public sealed class FindingByRelation
{
    private static readonly RowId Wang = new("person", AServedCounty.Wang);
    private static readonly RowId Family = new("household", "f-1");

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Members_children_and_organisations_are_found_under_a_look_at_them_and_at_whom_they_name(string kind)
    {
        await using var county = await CountyAsync(kind);
        var statistics = await county.Officer("statistics-clerk@xikou");
        var health = await county.Officer("health-clerk@xikou");
        var trade = await county.Officer("registrar@market");

        var members = await FindAsync(county, Family, "person.household", "form/incoming-halfyear", statistics);
        Assert.Equal([Wang.ToString(), "person/r-child"], members.Json["found"]!.AsArray().Select(static one => (string)one!["subject"]!).Order(StringComparer.Ordinal).Reverse());
        Assert.All(members.Json["found"]!.AsArray(), static one => Assert.Equal("person.household", (string?)one!["by"]));
        var children = await FindAsync(county, Wang, "person.guardian", "form/vaccination-quarterly", health);
        Assert.Equal("person/r-child", (string?)Assert.Single(children.Json["found"]!.AsArray())!["subject"]);
        var firms = await FindAsync(county, Wang, "organisation.head", "power/register-trader", trade);
        Assert.Equal("organisation/o-1", (string?)Assert.Single(firms.Json["found"]!.AsArray())!["subject"]);

        // Wang was looked at as a member, as a guardian and as whoever is in charge; each is told, with the post.
        var told = (await county.Get("api/v1/own/looks", await county.Resident())).Json["looks"]!.AsArray();
        // So is what was looked at that they share or are in charge of: the household, and the firm.
        Assert.Equal(
            ["organisation.head", "organisation.head", "person.guardian", "person.household", "person.household"],
            told.Select(static one => (string?)one!["items"]?[0]).OfType<string>().Order(StringComparer.Ordinal));
        Assert.Contains(county.Record.Entries(), static entry => entry.Event == ValuesSeen.Name && LookEvents.Read(entry.Event, entry.Fields) is ValuesSeen { Subject: { Register: "household" } });
        foreach (var reply in (Reply[])[members, children, firms]) Assert.DoesNotContain("王", reply.Body, StringComparison.Ordinal);
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task That_nobody_names_somebody_is_told_under_a_look_and_what_has_ended_is_not_found(string kind)
    {
        await using var county = await CountyAsync(kind);
        var trade = await county.Officer("registrar@market");
        await EnterAsync(county, new RowId("organisation", "o-1"), "registrar@market", "head", "person/r-child");
        county.Clock.Move(TimeSpan.FromDays(1));
        var looks = Looks(county);

        var none = await FindAsync(county, Wang, "organisation.head", "power/register-trader", trade);

        Assert.Empty(none.Json["found"]!.AsArray());
        Assert.Equal(looks + 1, Looks(county));
        Assert.Equal("organisation.head", (string?)(await county.Get("api/v1/own/looks", await county.Resident())).Json["looks"]![0]!["items"]![0]);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_is_not_for_the_purpose_not_at_hand_no_relation_or_far_too_much_is_refused_and_shows_nothing(string kind)
    {
        await using var county = await CountyAsync(kind);
        var (statistics, trade) = (await county.Officer("statistics-clerk@xikou"), await county.Officer("registrar@market"));
        var looks = Looks(county);

        Assert.Equal("looks.not-for-this-purpose", (await FindAsync(county, Family, "person.household", "power/register-trader", trade)).Code);
        Assert.Equal("looks.not-at-hand", (await FindAsync(county, Wang, "organisation.head", "power/register-trader", statistics)).Code);
        Assert.Equal("search.no-such-relation", (await FindAsync(county, Wang, "person.phone", "power/register-trader", trade)).Code);
        Assert.Equal("search.no-such-relation", (await FindAsync(county, Wang, "person.household", "power/register-trader", trade)).Code);
        Assert.Equal("search.no-such-relation", (await FindAsync(county, Wang, "' or 1=1 --", "power/register-trader", trade)).Code);
        Assert.Equal("information.no-such-subject", (await FindAsync(county, new RowId("person", "nobody"), "organisation.head", "power/register-trader", trade)).Code);
        Assert.Equal("http.body-unreadable", (await FindAsync(county, Wang, "organisation.head", "curiosity", trade)).Code);
        Assert.Equal("access.for-officers", (await FindAsync(county, Wang, "organisation.head", "power/register-trader", await county.Resident())).Code);
        // Consent that nobody gave keeps whoever is named out of it, and with them what names them.
        var relief = await FindAsync(county, Family, "person.household", "form/hardship-monthly", await county.Officer("civil-clerk@xikou"));
        Assert.Equal("looks.consent-missing", relief.Code);
        Assert.Equal(looks, Looks(county));

        for (var number = 0; number < 41; number++) await EnterAsync(county, new RowId("person", $"r-many-{number}"), "household-registrar@police-chengguan", "household", "household/f-2");
        await EnterAsync(county, new RowId("household", "f-2"), "relief-officer@civil-affairs", "number", "f-2");
        Assert.Equal("search.too-many-related", (await FindAsync(county, new RowId("household", "f-2"), "person.household", "form/incoming-halfyear", statistics)).Code);
        Assert.Equal(looks, Looks(county));
    }

    [Fact]
    public async Task On_a_page_the_relation_is_picked_by_its_name_and_what_is_found_is_opened_under_a_look_of_its_own()
    {
        await using var county = await CountyAsync("SQLite", withPages: true);
        using var clerk = await LookingThroughRowsOfForms.SignedInAsync(county, "statistics-clerk@xikou");
        const string address = "/registers/household/f-1/related";
        var (_, page) = await clerk.OpenAsync(address);
        Assert.Contains(page.QuerySelectorAll("select[name=item] option"), static one => one.TextContent.Contains("Household", StringComparison.Ordinal));
        var looks = Looks(county);

        var without = await clerk.SendAsync(address, ("item", "person.household"));
        Assert.NotNull(without.QuerySelector("[role=alert]"));
        Assert.Equal(looks, Looks(county));
        var found = await clerk.SendAsync(address, ("item", "person.household"), ("at", "form/incoming-halfyear"));

        Assert.Equal(2, found.QuerySelectorAll("form.door").Length);
        Assert.Contains("2 found", found.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(looks + 3, Looks(county));
        var opened = await clerk.SendAsync(found.QuerySelector("form.door")!.GetAttribute("action")!, AReader.Hidden(found.QuerySelector("form.door")!));
        Assert.NotNull(opened.QuerySelector("table.rows"));
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.OpenAsync("/registers/household/nobody/related")).Status);
        var wrong = await clerk.SendAsync(address, ("item", "person.phone"), ("at", "form/incoming-halfyear"));
        Assert.Contains("No item names rows", wrong.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    private static Task<Reply> FindAsync(AServedCounty county, RowId named, string item, string at, string token) => county.Post($"api/v1/registers/{named}/related", new JsonObject { ["item"] = item, ["at"] = at }, token);

    private static int Looks(AServedCounty county) => county.Record.Entries().Count(static entry => entry.Event == ValuesSeen.Name);

    private static async Task<AServedCounty> CountyAsync(string kind, bool withPages = false)
    {
        var county = withPages ? await AServedCounty.WithPages(kind) : await AServedCounty.On(kind);
        const string police = "household-registrar@police-chengguan";
        await EnterAsync(county, Family, "relief-officer@civil-affairs", "number", "f-1");
        await EnterAsync(county, new RowId("place", "h-1"), "registry-officer@natural-resources", "unit", "tingxi");
        await EnterAsync(county, Wang, police, "home", "place/h-1");
        await EnterAsync(county, new RowId("person", "r-child"), police, "home", "place/h-1");
        foreach (var member in (RowId[])[Wang, new RowId("person", "r-child")]) await EnterAsync(county, member, police, "residence-kind", "local"); // which the form asks for
        await EnterAsync(county, Wang, police, "name", "王建平");
        await EnterAsync(county, Wang, police, "household", Family.ToString());
        await EnterAsync(county, new RowId("person", "r-child"), police, "household", Family.ToString());
        await EnterAsync(county, new RowId("person", "r-child"), police, "guardian", Wang.ToString());
        await EnterAsync(county, new RowId("organisation", "o-1"), "registrar@market", "head", Wang.ToString());
        return county;
    }

    private static async Task EnterAsync(AServedCounty county, RowId row, string post, string item, string written)
    {
        await county.Officer(post);
        var seat = PostAt.Parse(post)!.Value;
        var value = new TypingItems(county.Server.Desk.InForce.Structure, county.Server.Desk.InForce.DayOf(county.Clock.Now)).Read(row.Register, item, [written], out var why);
        Assert.Null(why);
        FixedList<ItemGiven> items = [new ItemGiven(item, value, null, null)];
        IAct act = county.Server.Registers.Questions.Find(row) is null ? new EnterSubject(row, items, new SourceGiven(ValueSource.Act)) : new RecordValues(row, items, new SourceGiven(ValueSource.Act));
        var answer = await county.Server.Registers.DoAsync(new ActOrder { By = new Actor.Officer(new ActorId($"o-{seat.Post}-{seat.Unit}"), seat), Act = act }, ARecord.Patience);
        Assert.True(answer is ActAnswer.Done, $"{row} {item}: {answer}");
    }
}
