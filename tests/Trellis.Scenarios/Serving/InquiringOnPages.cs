using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Looks that are told later, on pages: asked for at one's work, allowed by another authority, looked under while they run, counted for everybody, told by themselves. Until then nobody else learns of one.</summary>
public sealed class InquiringOnPages
{
    private const string Police = "household-registrar@police-xikou";
    private const string Supervisor = "supervisor@cuiwei";
    private const string Why = "线索核查，现在告知会毁掉证据";
    private const string Number = "990101198005170015";
    private const string Phone = "11112345678";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task It_is_asked_allowed_looked_under_counted_and_told_and_until_then_nobody_else_learns_of_it(string kind)
    {
        await using var county = await CountyAsync(kind);
        using var officer = await LookingThroughRowsOfForms.SignedInAsync(county, Police);
        using var supervisor = await LookingThroughRowsOfForms.SignedInAsync(county, Supervisor);

        // Asked at their work, by a number; nothing of the person is shown and no look is entered.
        Assert.Contains((await officer.OpenAsync("/asked")).Page.QuerySelectorAll("main a"), static one => one.GetAttribute("href") == "/inquiries");
        var (_, asks) = await officer.OpenAsync("/inquiries/ask");
        var purpose = asks.QuerySelectorAll("select[name=purpose] option").Select(static one => one.GetAttribute("value")!).Single(static one => one.Length > 0);
        Assert.Equal("public-order", purpose);
        var size = county.Server.Writer.Size;
        foreach (var (number, reason, says) in ((string, string, string)[])[("", Why, "Write the number"), (Number, " ", "Say why")])
            Assert.Contains(says, (await officer.SendAsync("/inquiries/ask", ("number", number), ("purpose", purpose), ("reason", reason))).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        // Whether a number is held is told to nobody who does not ask in earnest.
        foreach (var number in (string[])["990101198503030023", "王晓雯"])
        {
            Assert.Null((await officer.SendAsync("/inquiries/ask", ("number", number), ("purpose", purpose), ("reason", Why))).QuerySelector("[role=alert]"));
            Assert.Contains("No one row", (await officer.SendAsync("/inquiries/ask", ("number", number), ("purpose", purpose), ("reason", Why), ("sure", "yes"))).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }

        var check = await officer.SendAsync("/inquiries/ask", ("number", Number), ("purpose", purpose), ("reason", Why));
        Assert.Contains("6 months", check.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(size, county.Server.Writer.Size);
        (string, string)[] sure = [.. AReader.Hidden(check), ("reason", Why), ("sure", "yes")];
        var one = await officer.SendAsync("/inquiries/ask", sure);
        Assert.Contains("waits to be allowed", one.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(Why, one.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(one.QuerySelector("main form"));
        // Pressed twice it is one.
        await officer.SendAsync("/inquiries/ask", sure);
        Assert.Equal(size + 1, county.Server.Writer.Size);
        var address = Assert.Single((await officer.OpenAsync("/inquiries")).Page.QuerySelectorAll("table.rows a")).GetAttribute("href")!;

        // The second authority finds it, reads why, and may neither give too long a time nor none.
        Assert.Contains("1 inquiry waits", (await supervisor.OpenAsync("/asked")).Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(address, Assert.Single((await supervisor.OpenAsync("/inquiries")).Page.QuerySelectorAll("section a")).GetAttribute("href"));
        Assert.Contains(Why, (await supervisor.OpenAsync(address)).Page.Body!.TextContent, StringComparison.Ordinal);
        foreach (var wrong in (string[])["", Day(county, 0), Day(county, 200), "soon"])
            Assert.Contains("from which day", (await supervisor.SendAsync(address, ("answer", "yes"), ("from", wrong))).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        var answer = await supervisor.SendAsync(address, ("answer", "yes"), ("from", Day(county, 30)));
        var allowed = await supervisor.SendAsync(address, [.. AReader.Hidden(answer), ("sure", "yes")]);
        Assert.Contains("allowed; the person is told on", allowed.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        Assert.Null(allowed.QuerySelector("main form")); // whoever allows it does not look

        // The unit that asked looks under it, and the look is entered first.
        var (_, running) = await officer.OpenAsync(address);
        var look = running.QuerySelector("main form")!;
        size = county.Server.Writer.Size;
        var row = await officer.SendAsync(look.GetAttribute("action")!, AReader.Hidden(look));
        Assert.Contains(Phone, row.QuerySelector("table.rows")!.TextContent, StringComparison.Ordinal);
        Assert.True(county.Server.Writer.Size > size);

        // Covert stays covert: the person, other offices and anybody find nothing of it, by page, list, count or message.
        string[] telling = [Why, "inquiry", "Inquiry", address, "先查后告知"];
        using var person = new AReader(county.Server.Addresses[0], "en");
        await county.Resident(AServedCounty.Wang);
        await person.SendAsync("/sign-in", ("person", AServedCounty.Wang));
        Assert.Contains("Nobody has looked yet", (await person.OpenAsync("/mine/looks")).Page.Body!.TextContent, StringComparison.Ordinal);
        foreach (var own in (string[])["/mine", "/mine?values=yes", "/matters"]) TellsNothing((await person.OpenAsync(own)).Page.QuerySelector("main")!.TextContent, telling, own);
        foreach (var own in (string[])["api/v1/own/looks", "api/v1/own/looks/receipts", "api/v1/own/held", "api/v1/own/copy", "api/v1/exchange/dealings"]) TellsNothing((await county.Get(own, await county.Resident())).Body, telling, own);
        using var elsewhere = await LookingThroughRowsOfForms.SignedInAsync(county, "civil-clerk@xikou");
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.OpenAsync(address)).Status);
        Assert.DoesNotContain((await elsewhere.OpenAsync("/inquiries")).Page.QuerySelectorAll("main a"), link => link.GetAttribute("href") == address);
        foreach (var page in (string[])["/asked", "/looked-at", "/registers", "/matters", "/inbox"]) TellsNothing((await elsewhere.OpenAsync(page)).Page.QuerySelector("main")!.TextContent, [Why, address, AServedCounty.Wang], page);
        using var anybody = new AReader(county.Server.Addresses[0], "en");
        foreach (var page in (string[])["/record", "/figures", "/told-later", "/structure/findings/work"]) TellsNothing((await anybody.OpenAsync(page)).Page.QuerySelector("main")!.TextContent, [Why, "nquiry", address, AServedCounty.Wang], page);
        var feed = (await county.Get("api/v1/events?limit=1000", await county.Program(Trellis.Authority.Access.Scope.Export))).Body;
        TellsNothing(feed, [Why, AServedCounty.Wang], "the feed");
        foreach (var demand in (await county.Get("api/v1/demands", await county.Officer("civil-clerk@xikou"))).Json["demands"]!.AsArray()) Assert.DoesNotContain("police", (string)demand!["by"]!, StringComparison.Ordinal);

        // That there is one is everybody's to know, and no more.
        var (_, count) = await anybody.OpenAsync("/told-later");
        var cells = count.QuerySelectorAll("section[aria-labelledby=counts] tbody td").Select(static cell => cell.TextContent.Trim()).ToList();
        Assert.Equal(["2026: Public security and registration of residence", "1", "0", "0", "1", "0"], cells);
        foreach (var from in (string[])["/figures", "/record", "/mine/looks"]) Assert.Contains((await person.OpenAsync(from)).Page.QuerySelectorAll("main a"), static one => one.GetAttribute("href") == "/told-later");

        // When its time is over the person finds the look by itself, and nobody looks under it any more.
        county.Clock.Move(TimeSpan.FromDays(31));
        await person.SendAsync("/sign-in", ("person", AServedCounty.Wang)); // the session has ended meanwhile
        var (_, told) = await person.OpenAsync("/mine/looks");
        Assert.Contains("an inquiry that was allowed, told when its time was over", told.QuerySelector("table.rows")!.TextContent, StringComparison.Ordinal);
        using var later = await LookingThroughRowsOfForms.SignedInAsync(county, Police);
        Assert.Null((await later.OpenAsync(address)).Page.QuerySelector("main form"));
        Assert.NotNull((await later.SendAsync(look.GetAttribute("action")!, AReader.Hidden(look))).QuerySelector("[role=alert]"));
        Assert.Equal("1", (await anybody.OpenAsync("/told-later")).Page.QuerySelectorAll("section[aria-labelledby=counts] tbody td")[5].TextContent.Trim());
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }

    [Fact]
    public async Task What_is_refused_opens_nothing_and_whose_work_it_is_not_may_not_even_ask()
    {
        await using var county = await CountyAsync("SQLite");
        using var officer = await LookingThroughRowsOfForms.SignedInAsync(county, Police);
        using var supervisor = await LookingThroughRowsOfForms.SignedInAsync(county, Supervisor);
        var asked = await officer.SendAsync("/inquiries/ask", ("number", Number), ("purpose", "public-order"), ("reason", Why), ("sure", "yes"));
        var address = (await officer.OpenAsync("/inquiries")).Page.QuerySelector("table.rows a")!.GetAttribute("href")!;
        Assert.NotNull(asked.QuerySelector("dl"));

        // Nobody allows what their own unit asks, nor without being asked.
        Assert.Null((await officer.OpenAsync(address)).Page.QuerySelector("main form"));
        Assert.Contains("neither the one who asked", (await officer.SendAsync(address, ("answer", "yes"), ("from", Day(county, 9)), ("sure", "yes"))).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        var refused = await supervisor.SendAsync(address, ("answer", "no"), ("sure", "yes"));
        Assert.Contains("refused", refused.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await officer.OpenAsync(address)).Page.QuerySelector("main form"));
        var number = address.Split('/')[^1];
        Assert.NotNull((await officer.SendAsync($"/registers/person/{AServedCounty.Wang}", ("at", $"inquiry/{number}"))).QuerySelector("[role=alert]"));

        // A clerk whose work has nothing to do with it is not offered it, and refused where they try; that they tried stands in the record.
        using var clerk = await LookingThroughRowsOfForms.SignedInAsync(county, "civil-lead@xikou");
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.OpenAsync("/inquiries/ask")).Status);
        Assert.DoesNotContain((await clerk.OpenAsync("/asked")).Page.QuerySelectorAll("main a"), static one => one.GetAttribute("href") == "/inquiries");
        var size = county.Server.Writer.Size;
        var tried = await county.Post("api/v1/inquiries", new JsonObject { ["subject"] = $"person/{AServedCounty.Wang}", ["purpose"] = "public-order", ["reason"] = "x" }, await county.Officer("civil-lead@xikou"));
        Assert.Equal("looks.not-at-hand", tried.Code);
        Assert.Equal("act-refused/1", county.Record.Entries().ElementAt((int)size).Event);
        using var resident = new AReader(county.Server.Addresses[0], "en");
        foreach (var page in (string[])["/inquiries", "/inquiries/ask", address]) Assert.Equal("Pick somebody", (await resident.OpenAsync(page)).Page.QuerySelector("h1")!.TextContent);
    }

    private static void TellsNothing(string said, string[] telling, string where)
    {
        foreach (var word in telling) Assert.False(said.Contains(word, StringComparison.Ordinal), $"{where} says {word}: {said}");
    }

    private static string Day(AServedCounty county, int days) => county.Server.Desk.InForce.DayOf(county.Clock.Now).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A county whose register of persons knows Wang by a number.</summary>
    private static async Task<AServedCounty> CountyAsync(string kind)
    {
        var county = await AServedCounty.WithPages(kind);
        await county.Officer(Police);
        var seat = PostAt.Parse(Police)!.Value;
        var typing = new TypingItems(county.Server.Desk.InForce.Structure, county.Server.Desk.InForce.DayOf(county.Clock.Now));
        ItemGiven Given(string item, string written) => new(item, typing.Read("person", item, [written], out _), null, null);
        Assert.IsType<ActAnswer.Done>(await county.Server.Registers.DoAsync(new ActOrder { By = new Actor.Officer(new ActorId($"o-{seat.Post}-{seat.Unit}"), seat), Act = new EnterSubject(new RowId("person", AServedCounty.Wang), [Given("name", "王晓雯"), Given("number", Number), Given("phone", Phone)], new SourceGiven(ValueSource.Act)) }, ARecord.Patience));
        return county;
    }
}
