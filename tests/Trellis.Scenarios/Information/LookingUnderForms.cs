using System.Text.Json.Nodes;
using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Serving;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>A form opens the rows that it asks about, where it is filled in, and of them the items that it asks for; and whoever was looked at, or shares what was, sees it.</summary>
public sealed class LookingUnderForms
{
    private static readonly RowId Wang = new("person", AServedCounty.Wang);
    private static readonly RowId Home = new("place", "h-1");
    private static readonly RowId Family = new("household", "f-1");
    private static readonly LookReason Incoming = LookReason.OfForm("incoming-halfyear");

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Items_that_a_form_does_not_ask_for_are_kept_back_and_so_is_who_lives_elsewhere(string kind)
    {
        await using var county = await CountyAsync(kind);

        var look = Assert.IsType<LookAnswer.Committed>(await LookAsync(county, "statistics-clerk@xikou", Incoming, Wang, "person.number", "person.moved-in", "person.phone")).Look;

        Assert.True(look.Covers(Wang, "person.number") && look.Covers(Wang, "person.moved-in")); // by the second it finds them
        Assert.False(look.Covers(Wang, "person.phone"));
        Assert.Equal(LookRefusals.NotOnThisForm, look.Withheld.Single(static one => one.What == "person.phone").Why);
        await NoAsync(county, LookRefusals.NotOnThisForm, "statistics-clerk@xikou", Incoming, Wang, "person.phone");
        await NoAsync(county, LookRefusals.NotOnThisForm, "statistics-clerk@chengguan", Incoming, Wang, "person.number");
        await NoAsync(county, LookRefusals.NotOnThisForm, "statistics-clerk@xikou", Incoming, Family, "household.size");
        await NoAsync(county, LookRefusals.NotAtHand, "civil-clerk@xikou", Incoming, Wang, "person.number");
    }

    [Fact]
    public async Task A_form_about_no_rows_opens_none()
    {
        await using var county = await CountyAsync("SQLite");

        await NoAsync(county, LookRefusals.NotOnThisForm, "grid-worker@tingxi", LookReason.OfForm("fraud-monthly"), Wang, "person.phone");
    }

    [Fact]
    public async Task A_form_that_nobody_used_opens_nothing_until_it_is_renewed()
    {
        await using var county = await CountyAsync("SQLite");
        county.Clock.Move(TimeSpan.FromDays(600)); // two half-years in which nothing was decided with it
        while (await county.Server.Forms.RunDueAsync(ARecord.Patience) > 0);

        await NoAsync(county, FormRefusals.IsSuspended, "statistics-clerk@xikou", Incoming, Wang, "person.number");

        var owner = PostAt.Parse("data-officer@cuiwei")!.Value;
        await county.Officer(owner.ToString());
        Assert.IsType<ActAnswer.Done>(await county.Server.Forms.DoAsync(new ActOrder { By = Of(owner.ToString()), Act = new RenewForm("incoming-halfyear", new PersonalText("Wanted for the census.")) }, ARecord.Patience));
        Assert.IsType<LookAnswer.Committed>(await LookAsync(county, "statistics-clerk@xikou", Incoming, Wang, "person.number"));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_look_at_what_several_share_is_told_to_each_of_them_and_one_at_somebody_else_to_nobody_but_them(string kind)
    {
        await using var county = await CountyAsync(kind);
        await county.Post($"api/v1/registers/{Family}/related", new JsonObject { ["item"] = "person.household", ["at"] = Incoming.ToString() }, await county.Officer("statistics-clerk@xikou"));
        var look = county.Record.Entries().Select(static (entry, at) => (entry, at)).Last(static one => one.entry.Event == ValuesSeen.Name && LookEvents.Read(one.entry.Event, one.entry.Fields) is ValuesSeen { Subject.Register: "household" }).at;

        foreach (var member in (string[])[AServedCounty.Wang, "r-child"])
            Assert.Contains((await county.Get("api/v1/own/looks", await county.Resident(member))).Json["looks"]!.AsArray(), one => (long)one!["position"]! == look && (string?)one["subject"] == Family.ToString());

        Assert.Empty((await county.Get("api/v1/own/looks", await county.Resident("r-li"))).Json["looks"]!.AsArray());
        Assert.Equal("looks.no-such-look", (await county.Post($"api/v1/own/looks/{look}/question", new JsonObject { ["said"] = "why" }, await county.Resident("r-li"))).Code);
        var wangs = (long)(await county.Get("api/v1/own/looks", await county.Resident())).Json["looks"]!.AsArray().First(static one => (string?)one!["subject"] == Wang.ToString())!["position"]!;
        Assert.Equal("looks.no-such-look", (await county.Post($"api/v1/own/looks/{wangs}/question", new JsonObject { ["said"] = "why" }, await county.Resident("r-li"))).Code);
        Assert.Null(county.Server.Looks.Questions.Find(new Actor.Resident(new ActorId("r-child")), wangs));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_look_at_a_row_that_was_found_to_be_theirs_is_told_while_it_is_held_to_be(string kind)
    {
        await using var county = await CountyAsync(kind);
        var other = new RowId("person", "d-1");
        await EnterAsync(county, "household-registrar@police-chengguan", other, ("number", "990947196106064581"), ("home", Home.ToString()), ("moved-in", "2020-01-01"));
        var link = new LinkSubjects(Wang, other, ["statistics"], ["same-number"], null);
        Assert.IsType<LookAnswer.Committed>(await LookAsync(county, "statistics-clerk@xikou", Incoming, other, "person.number"));
        Assert.DoesNotContain((await county.Get("api/v1/own/looks", await county.Resident())).Json["looks"]!.AsArray(), one => (string?)one!["subject"] == other.ToString());

        await DoAsync(county, "household-registrar@police-chengguan", link);

        Assert.Contains((await county.Get("api/v1/own/looks", await county.Resident())).Json["looks"]!.AsArray(), one => (string?)one!["subject"] == other.ToString());
        // What stands in it is told to be held, and not opened: it may be found to be another's after all.
        var held = (await county.Get("api/v1/own/copy", await county.Resident())).Json["values"]!.AsArray();
        Assert.Null((string?)held.Single(one => (string?)one!["row"] == other.ToString() && (string?)one["part"] == "value/number")!["value"]);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_is_held_of_somebody_names_their_home_and_household_and_what_those_hold_without_opening_it(string kind)
    {
        await using var county = await CountyAsync(kind);

        var held = (await county.Get("api/v1/own/copy", await county.Resident())).Json["values"]!.AsArray();

        string Value(string part) => (string)held.Single(one => one!["row"] is null && ((string?)one["part"])?.EndsWith("/" + part, StringComparison.Ordinal) == true)!["value"]!;
        Assert.Equal((Home.ToString(), Family.ToString()), (Value("home"), Value("household")));
        Assert.Contains(held, static one => (string?)one!["row"] == "household/f-1" && one["value"] is null);
        Assert.Contains(held, static one => (string?)one!["row"] == "place/h-1" && one["value"] is null);
        Assert.Equal(held.Select(static one => (long)one!["position"]!), held.Select(static one => (long)one!["position"]!).Order());
        // Rows of other people are none of it.
        Assert.DoesNotContain(held, static one => ((string?)one!["row"])?.StartsWith("person/", StringComparison.Ordinal) == true);

        var paged = new List<string>();
        for (string? after = null; ;)
        {
            var page = (await county.Get($"api/v1/own/copy?limit=1{(after is null ? "" : $"&after={after}")}", await county.Resident())).Json;
            paged.AddRange(page["values"]!.AsArray().Select(static one => one!.ToJsonString()));
            if ((after = (string?)page["next"]) is null) break;
        }

        Assert.Equal(held.Select(static one => one!.ToJsonString()), paged);
    }

    private static async Task<AServedCounty> CountyAsync(string kind)
    {
        var county = await AServedCounty.On(kind);
        const string police = "household-registrar@police-chengguan";
        await EnterAsync(county, "registry-officer@natural-resources", Home, ("unit", "tingxi"), ("address", "翠微县溪口镇汀溪村1组1号"));
        await EnterAsync(county, "relief-officer@civil-affairs", Family, ("number", "f-1"));
        await EnterAsync(county, police, Wang, ("name", "王建平"), ("phone", "11112345678"), ("home", Home.ToString()), ("household", Family.ToString()), ("moved-in", "2019-09-01"), ("number", "990947196106064581"));
        await EnterAsync(county, police, new RowId("person", "r-child"), ("household", Family.ToString()), ("guardian", Wang.ToString()));
        return county;
    }

    private static async Task<LookAnswer> LookAsync(AServedCounty county, string post, LookReason reason, RowId row, params string[] items)
    {
        await county.Officer(post);
        return await county.Server.Looks.LookAtAsync(Of(post), reason, [row], items, ARecord.Patience);
    }

    /// <summary>Refused, and that somebody tried stands in the record.</summary>
    private static async Task NoAsync(AServedCounty county, Refusal why, string post, LookReason reason, RowId row, params string[] items)
    {
        var before = county.Record.Entries().Count(static entry => entry.Event == "act-refused/1");
        Assert.Equal(why, Assert.IsType<LookAnswer.Refused>(await LookAsync(county, post, reason, row, items)).Why);
        Assert.Equal(before + 1, county.Record.Entries().Count(static entry => entry.Event == "act-refused/1"));
    }

    private static async Task EnterAsync(AServedCounty county, string post, RowId row, params (string Item, string Written)[] values)
    {
        var typing = new TypingItems(county.Server.Desk.InForce.Structure, county.Server.Desk.InForce.DayOf(county.Clock.Now));
        await DoAsync(county, post, new EnterSubject(row, [.. values.Select(one => new ItemGiven(one.Item, typing.Read(row.Register, one.Item, [one.Written], out _), null, null))], new SourceGiven(ValueSource.Act)));
    }

    private static async Task DoAsync(AServedCounty county, string post, IAct act)
    {
        await county.Officer(post);
        var answer = await county.Server.Registers.DoAsync(new ActOrder { By = Of(post), Act = act }, ARecord.Patience);
        Assert.True(answer is ActAnswer.Done, $"{act}: {answer}");
    }

    private static Actor.Officer Of(string post) => PostAt.Parse(post)!.Value is var seat ? new Actor.Officer(new ActorId($"o-{seat.Post}-{seat.Unit}"), seat) : null!;
}
