using System.Net;
using System.Text.Json.Nodes;
using Trellis.Authority;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Serving;
using Trellis.Structure.Expressions;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>A resident moves, says so once, and is asked by nobody again: forms, figures and departments that may use it have it, with whence it comes; others do not.</summary>
public sealed class ReportingAMoveOnce
{
    private const string Registrar = "household-registrar@police-chengguan";

    private static readonly RowId Wang = new("person", AServedCounty.Wang);
    private static readonly RowId OldHome = new("place", "h-old");
    private static readonly RowId NewHome = new("place", "h-new");

    private static async Task<long> EnterAsync(AServedCounty county, string post, RowId row, params (string Item, string Written)[] values)
    {
        await county.Officer(post);
        var seat = PostAt.Parse(post)!.Value;
        var typing = new TypingItems(county.Server.Desk.InForce.Structure, county.Server.Desk.InForce.DayOf(county.Clock.Now));
        FixedList<ItemGiven> items = [.. values.Select(one => new ItemGiven(one.Item, typing.Read(row.Register, one.Item, [one.Written], out _)))];
        return Assert.IsType<ActAnswer.Done>(await county.Server.Registers.DoAsync(new ActOrder { By = new Actor.Officer(new ActorId($"o-{seat.Post}-{seat.Unit}"), seat), Act = new EnterSubject(row, items, new SourceGiven(ValueSource.Import, "first-lists")) }, ARecord.Patience)).Receipt.First;
    }

    private static async Task<int> InsuredAsync(AServedCounty county, string town)
    {
        var reply = await county.Get($"api/v1/figures?indicator=insured-share&unit={town}&period=2026", await county.Officer("supervisor@cuiwei"));
        return (int)reply.Json["figures"]!.AsArray().Single(static one => (string?)one!["indicator"] == "insured-share")!["denominator"]!;
    }

    private static async Task<IReadOnlyList<string>> IncomingAsync(AServedCounty county, string town) =>
        [.. (await county.Get("api/v1/forms/incoming-halfyear/filled", await county.Officer($"statistics-clerk@{town}"))).Json["fields"]!.AsArray().Select(static one => (string)one!["subject"]!).Distinct()];

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_move_is_said_once_and_stands_in_every_form_figure_and_department_that_may_use_it_and_in_no_other(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        await EnterAsync(county, "registry-officer@natural-resources", OldHome, ("unit", "tingxi"), ("address", "翠微县溪口镇汀溪村1组1号"));
        await EnterAsync(county, "registry-officer@natural-resources", NewHome, ("unit", "heping"), ("address", "翠微县城关街道和平社区锦绣园3栋2-501"));
        foreach (var (home, count) in ((RowId, int)[])[(OldHome, 6), (NewHome, 6)])
            for (var at = 0; at < count; at++) await EnterAsync(county, Registrar, new RowId("person", $"{home.Key}-{at}"), ("home", home.ToString()), ("residence-kind", "local"), ("insured-medical", "yes"));
        await EnterAsync(county, Registrar, Wang, ("name", "王小文"), ("phone", "11112345678"), ("home", OldHome.ToString()), ("residence-kind", "local"), ("moved-in", "2019-09-01"), ("insured-medical", "yes"));
        var resident = await county.Resident();
        Assert.Equal((7, 6), (await InsuredAsync(county, "xikou"), await InsuredAsync(county, "chengguan")));
        Assert.Equal([Wang.ToString()], await IncomingAsync(county, "xikou"));
        Assert.Empty(await IncomingAsync(county, "chengguan"));

        // Once: what the registers hold is there already, and only what is new is said.
        var asks = await county.Get($"api/v1/own/asks?type=residence-move&place=heping&roles={Uri.EscapeDataString($"home={NewHome}")}", resident);
        var phone = asks.Json["fields"]!.AsArray().Single(static one => (string?)one!["ask"] == "applicant.phone")!;
        Assert.Equal(("filled", "11112345678"), ((string)phone["state"]!, (string)phone["sources"]![0]!["value"]!));
        var filed = await county.Post("api/v1/matters", new JsonObject
        {
            ["type"] = "residence-move", ["place"] = "heping", ["roles"] = new JsonObject { ["applicant"] = Wang.ToString(), ["home"] = NewHome.ToString() },
            ["confirmed"] = new JsonObject { ["applicant.phone"] = (long)phone["sources"]![0]!["position"]! }, ["facts"] = new JsonObject { ["matter.home-proof"] = "d-1" },
        }, resident);
        Assert.True(filed.Status == HttpStatusCode.Created, filed.ToString());
        var matter = await county.Perform(filed.Json["matter"]!, "receive");
        matter = await county.Perform(matter, "lives-there", facts: new JsonObject { ["matter.result-text"] = "住在这里", ["matter.moved-on"] = "2026-05-04" });
        matter = await county.Perform(matter, "entry", AServedCounty.Decided("confirm"));
        var number = (string)matter["number"]!;

        // The decision wrote what the matter had collected; nobody typed it again, and nobody can have the one without the other.
        var (written, decided) = (county.Record.Entries().ToList().FindIndex(static entry => entry.Event == "values-recorded/1"), county.Record.Entries().ToList().FindIndex(static entry => entry.Event == "step-performed/1" && entry.Fields["step"] is EntryValue.Word { Text: "entry" }));
        Assert.Equal((written + 1, Equals(county.Record.Entries()[written].By, county.Record.Entries()[decided].By)), (decided, true));

        // Every form and figure of both townships.
        Assert.Equal((6, 7), (await InsuredAsync(county, "xikou"), await InsuredAsync(county, "chengguan")));
        Assert.Empty(await IncomingAsync(county, "xikou"));
        Assert.Equal([Wang.ToString()], await IncomingAsync(county, "chengguan"));

        // A department with another purpose that may use it, with whence it comes.
        var claim = await county.Post("api/v1/matters", new JsonObject { ["type"] = "medical-claim", ["place"] = "heping", ["roles"] = new JsonObject { ["applicant"] = Wang.ToString() } }, resident);
        Assert.True(claim.Status == HttpStatusCode.Created, claim.ToString());
        var line = Assert.Single(county.Server.Registers.Questions.Values([Wang], ["home"], new AsOf(county.Server.Desk.InForce.DayOf(county.Clock.Now)), "insurance"));
        Assert.Equal((ValueSource.Act, number, "police-chengguan"), (line.Claim.Provenance.Source, line.Claim.Provenance.Basis, line.Claim.Provenance.By!.Value.Text));
        Assert.Equal([NewHome], line.Claim.Rows);

        // Not where the purpose forbids it: a licence is no reason to know where somebody lives.
        var forms = county.Server.Forms.Questions;
        var may = Assert.Single(forms.Fill([Wang], ["person.home"], new UnitId("medical-insurance"), "insurance")).Filling;
        Assert.IsType<Trellis.Information.Forms.Filling.Filled>(may);
        var mayNot = Assert.IsType<Trellis.Information.Forms.Filling.NotForThis>(Assert.Single(forms.Fill([Wang], ["person.home"], new UnitId("market"), "licensing")).Filling);
        Assert.Equal("looks.not-for-this-purpose", mayNot.Why.Code);
        var licence = await county.Post("api/v1/matters", new JsonObject { ["type"] = "shop-sign", ["place"] = "heping", ["roles"] = new JsonObject { ["applicant"] = Wang.ToString(), ["premises"] = NewHome.ToString() } }, resident);
        Assert.True(licence.Status == HttpStatusCode.Created, licence.ToString());
        var known = await county.Get($"api/v1/registers/person/{Wang.Key}?at=matter/{(string)licence.Json["matter"]!["id"]!}&items=home", await county.Officer((string)licence.Json["matter"]!["open"]![0]!["performer"]!));
        Assert.True((int)known.Status is 403 or 409 && !known.Body.Contains(NewHome.Key, StringComparison.Ordinal), known.ToString());

        // And the person sees who was told.
        var looks = (await county.Get("api/v1/own/looks", resident)).Json["looks"]!.AsArray();
        Assert.Contains(looks, static one => (string?)one!["reason"] == "form/incoming-halfyear" && (string?)one["by"] == "statistics-clerk@chengguan");

        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
        using var database = new DatabaseRecord(county.Record.Place.Store, RecordKeys.Open(county.Record.Place.Keys));
        Assert.Empty(Auditor.Run(database, new AuditRequest()).Doubts);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_decision_whose_values_the_register_does_not_take_is_not_entered_either_and_a_no_writes_nothing(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var resident = await county.Resident();
        var filed = await county.Post("api/v1/matters", new JsonObject
        {
            ["type"] = "residence-move", ["place"] = "heping", ["roles"] = new JsonObject { ["applicant"] = Wang.ToString(), ["home"] = NewHome.ToString() },
            ["facts"] = new JsonObject { ["applicant.phone"] = "13800000001", ["matter.home-proof"] = "d-1" },
        }, resident);
        var matter = await county.Perform(filed.Json["matter"]!, "receive");
        matter = await county.Perform(matter, "lives-there", facts: new JsonObject { ["matter.result-text"] = "住在这里", ["matter.moved-on"] = "2026-05-04" });
        var body = new JsonObject { ["key"] = "entry", ["result"] = AServedCounty.Decided("confirm") };
        var registrar = await county.Officer((string)matter["open"]![0]!["performer"]!);
        var size = county.Server.Writer.Size;

        // The register does not know Wang: neither the decision nor anything of it stands.
        var refused = await county.Post($"api/v1/matters/{(string)matter["id"]!}/acts/perform-step", body, registrar);
        Assert.True(refused.Code == "information.no-such-subject", refused.ToString());
        Assert.Equal(size, county.Server.Writer.Size);
        Assert.Equal("entry", (string)(await county.Get($"api/v1/matters/{(string)matter["id"]!}", resident)).Json["open"]![0]!["step"]!);

        await EnterAsync(county, Registrar, Wang, ("name", "王小文"));
        matter = await county.Perform(matter, "entry", AServedCounty.Decided("refuse"));
        Assert.DoesNotContain(county.Record.Entries(), static entry => entry.Event == "values-recorded/1");
        Assert.Equal("notify", (string)matter["open"]![0]!["step"]!);
    }
}
