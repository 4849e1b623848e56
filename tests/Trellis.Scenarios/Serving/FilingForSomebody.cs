using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>An officer files for somebody at the counter, on the telephone or with papers: both stand in the record, and a receipt goes home on paper.</summary>
public sealed class FilingForSomebody
{
    private const string Address = "/guide/old-age-allowance/for";
    private const string Hall = "service-hall@xikou";
    private const string Phone = "13900000007";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Somebody_who_stands_in_no_register_is_filed_for_in_both_names_and_goes_home_with_what_they_said(string kind)
    {
        await using var county = await AServedCounty.WithPages(kind);
        using var officer = await InPostAsync(county, Hall);
        var asked = await officer.SendAsync(Address, ("name", "欧阳清泉"), ("phone", Phone), ("new", "yes"));
        Assert.Contains("Read this to them first", asked.QuerySelector("#read")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("欧阳清泉", Field(asked, "Name").GetAttribute("value"));
        Assert.Equal(Phone, Field(asked, "Telephone").GetAttribute("value")); // the matter asks for it, so it is asked once

        // What is not answered is told, and nothing that was said is lost.
        var wrong = await officer.SendAsync(Address, Answers(asked, "applicant.phone"));
        Assert.Contains("How they agreed that you file it for them", wrong.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("欧阳清泉", Field(wrong, "Name").GetAttribute("value"));

        var check = await officer.SendAsync(Address, [.. Answers(wrong, "applicant.phone"), ("for.channel", "Telephone"), ("for.how", "Spoken"), ("for.agrees", "yes"), ("said", "I am eighty-three.")]);
        Assert.Null(check.QuerySelector("[role=alert]"));
        Assert.Contains("on the telephone", check.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        (string, string)[] sure = [.. AReader.Hidden(check), ("sure", "yes")];
        var receipt = await officer.SendAsync(Address, sure);

        var number = receipt.QuerySelector(".spoken")!.TextContent;
        var words = receipt.QuerySelector("main")!.TextContent;
        foreach (var said in (string[])["Service hall", "on the telephone", "they said so", "欧阳清泉", Phone, "I am eighty-three.", "Signature of whom it is for"]) Assert.Contains(said, words, StringComparison.Ordinal);
        Assert.NotNull(receipt.QuerySelector("svg[role=img]"));
        Assert.Null(receipt.QuerySelector("[role=alert]"));

        // Pressed twice it is one matter.
        Assert.Equal(number, (await officer.SendAsync(Address, sure)).QuerySelector(".spoken")!.TextContent);
        var desk = county.Server.Desk;
        var by = new Actor.Officer(new ActorId("o-service-hall-xikou"), PostAt.Parse(Hall)!.Value);
        var matter = desk.Questions.Find(by, desk.Questions.OfNumber(by, number)!.Value)!.Value.Matter;
        Assert.Equal(by.Person, matter.FiledBy);
        Assert.NotEqual(by.Person, matter.FiledFor);
        var filed = Assert.IsType<MatterFiled>(desk.Questions.History(by, matter.Id)![0].Event);
        Assert.Equal((Channel.Telephone, Consent.Spoken, by.Person), (filed.Channel, filed.Consent, filed.Helper));

        // That they agreed is theirs: they find the post that entered it, and take it back.
        var consents = await county.Get("api/v1/own/consents", await county.Resident(matter.FiledFor.Text));
        var care = consents.Json["purposes"]!.AsArray().Single(static one => (string)one!["purpose"]! == "care")!;
        Assert.Equal(("given", Hall), ((string)care["said"]!, (string)care["takenBy"]!));
        Assert.Empty(desk.Drafts(by.Person));
        await EndsWellAsync(county);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Somebody_is_found_by_what_they_say_and_sees_that_they_were_looked_for(string kind)
    {
        await using var county = await AServedCounty.WithPages(kind);
        var key = await APersonAsync(county);
        using var officer = await InPostAsync(county, Hall);
        var size = county.Server.Writer.Size;
        var found = await officer.SendAsync(Address, ("words", "欧阳清泉"), ("at", "filing/old-age-allowance"), ("seek", "yes"));
        var door = Assert.Single(found.QuerySelectorAll("form.door"));
        Assert.Equal(size + 1, county.Server.Writer.Size); // the look
        Assert.DoesNotContain(Phone, found.Body!.TextContent, StringComparison.Ordinal);

        // What is held is not asked, and not shown.
        var asked = await officer.SendAsync(Address, [.. AReader.Hidden(door), ("begin", "yes")]);
        Assert.Contains("For: 欧阳清泉", asked.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, asked.Body!.TextContent, StringComparison.Ordinal);
        var check = await officer.SendAsync(Address, [.. Answers(asked), ("for.channel", "Counter"), ("for.how", "Signed"), ("for.agrees", "no")]);
        var receipt = await officer.SendAsync(Address, [.. AReader.Hidden(check), ("sure", "yes")]);
        Assert.Equal("We have it", receipt.QuerySelector("h1")!.TextContent);

        using var resident = new AReader(county.Server.Addresses[0], "en");
        await county.Resident(key);
        await resident.SendAsync("/sign-in", ("person", key));
        Assert.Contains("to find you and file \"Old-age allowance\" for you", (await resident.OpenAsync("/mine/looks")).Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains(receipt.QuerySelector(".spoken")!.TextContent, (await resident.OpenAsync("/matters")).Page.Body!.TextContent, StringComparison.Ordinal);
        var consents = await county.Get("api/v1/own/consents", await county.Resident(key));
        Assert.Null(consents.Json["purposes"]!.AsArray().Single(static one => (string)one!["purpose"]! == "care")!["said"]); // they did not agree

        // Whoever came before is known by the number of what they filed then.
        var again = await officer.SendAsync("/guide/home-care/for", ("number", receipt.QuerySelector(".spoken")!.TextContent), ("known", "yes"));
        Assert.Contains("For: whoever filed", again.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains(AReader.Hidden(again), one => one == ("for.who", key));
        await EndsWellAsync(county);
    }

    [Fact]
    public async Task Whoever_filed_for_somebody_enters_their_word_also_where_another_unit_does_the_work()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        using var hotline = await InPostAsync(county, "hotline-desk@cuiwei");
        var asked = await hotline.SendAsync(Address, ("name", "欧阳清泉"), ("phone", Phone), ("new", "yes"));
        var check = await hotline.SendAsync(Address, [.. Answers(asked, "applicant.phone"), ("for.channel", "Telephone"), ("for.how", "Spoken"), ("for.agrees", "yes")]);
        var receipt = await hotline.SendAsync(Address, [.. AReader.Hidden(check), ("sure", "yes")]);

        Assert.Null(receipt.QuerySelector("[role=alert]"));
        Assert.Contains("Xikou Town", receipt.QuerySelector("dl")!.TextContent, StringComparison.Ordinal); // whoever answers for it
        var who = AReader.Hidden(asked).Single(static one => one.Name == "for.who").Value;
        var consents = await county.Get("api/v1/own/consents", await county.Resident(who));
        Assert.Equal("hotline-desk@cuiwei", (string?)consents.Json["purposes"]!.AsArray().Single(static one => (string)one!["purpose"]! == "care")!["takenBy"]);
    }

    [Theory]
    [InlineData("association-worker@volunteers", "County Volunteers' Federation", false)]
    [InlineData("village-clerk@zhuyuan", "Zhuyuan", true)]
    public async Task A_helper_who_is_no_official_files_for_somebody_in_both_names(string seat, string unit, bool mayLookFor)
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        using var helper = await InPostAsync(county, seat);
        Assert.Equal("/guide", (await helper.OpenAsync("/ours")).Page.QuerySelector("section[aria-labelledby=help] a")!.GetAttribute("href"));
        Assert.NotNull((await helper.OpenAsync("/guide/old-age-allowance")).Page.QuerySelector($"a[href='{Address}']"));
        // Registers are open to whom receiving such matters belongs or was lent, and to no other helper.
        Assert.Equal(mayLookFor, (await helper.OpenAsync(Address)).Page.Body!.InnerHtml.Contains("filing/old-age-allowance", StringComparison.Ordinal));
        var asked = await helper.SendAsync(Address, ("name", "欧阳清泉"), ("phone", Phone), ("new", "yes"));

        var check = await helper.SendAsync(Address, [.. Answers(asked, "applicant.phone"), ("for.channel", "Helper"), ("for.how", "Signed"), ("for.agrees", "yes"), ("said", "She cannot come down the stairs.")]);
        Assert.Null(check.QuerySelector("[role=alert]"));
        var receipt = await helper.SendAsync(Address, [.. AReader.Hidden(check), ("sure", "yes")]);
        var words = receipt.QuerySelector("main")!.TextContent;
        foreach (var said in (string[])[unit, "at their home, where we went", "they signed", "欧阳清泉", "She cannot come down the stairs.", "Signature of whom it is for"]) Assert.Contains(said, words, StringComparison.Ordinal);

        var number = receipt.QuerySelector(".spoken")!.TextContent;
        var post = PostAt.Parse(seat)!.Value;
        var by = new Actor.Officer(new ActorId($"o-{post.Post}-{post.Unit}"), post);
        var desk = county.Server.Desk;
        var matter = desk.Questions.Find(by, desk.Questions.OfNumber(by, number)!.Value)!.Value.Matter;
        Assert.Equal((by.Person, false), (matter.FiledBy, matter.FiledFor == by.Person));
        var consents = await county.Get("api/v1/own/consents", await county.Resident(matter.FiledFor.Text));
        Assert.Equal(seat, (string?)consents.Json["purposes"]!.AsArray().Single(static one => (string)one!["purpose"]! == "care")!["takenBy"]);

        // They follow what they filed, and decide nothing in it.
        var (status, page) = await helper.OpenAsync($"/matters/{number}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain(page.QuerySelectorAll("main a"), static link => link.GetAttribute("href")!.Contains("/do/perform", StringComparison.Ordinal));
        await EndsWellAsync(county);
    }

    [Fact]
    public async Task What_is_begun_for_somebody_is_kept_for_whoever_began_it_and_for_nobody_else()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        using var officer = await InPostAsync(county, Hall);
        var asked = await officer.SendAsync(Address, ("name", "欧阳清泉"), ("phone", ""), ("new", "yes"));

        var kept = await officer.SendAsync(Address, [.. Answers(asked), ("for.channel", "Letter"), ("said", "By the bridge."), ("later", "yes")]);
        var link = kept.QuerySelectorAll("main a").Single(static one => one.TextContent == "Go on for: 欧阳清泉").GetAttribute("href")!;
        Assert.Contains("It is kept, and not filed yet.", kept.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(link, (await officer.OpenAsync("/matters")).Page.QuerySelectorAll("main a").Select(static one => one.GetAttribute("href")));
        var (_, back) = await officer.OpenAsync(link);
        Assert.Equal("欧阳清泉", Field(back, "Name").GetAttribute("value"));
        Assert.Equal("By the bridge.", back.QuerySelector("textarea[name=said]")!.TextContent);
        Assert.True(back.QuerySelector("input[value=Letter]")!.HasAttribute("checked"), "How it came is still chosen.");
        Assert.Equal(AReader.Hidden(asked).Single(static one => one.Name == "for.who"), AReader.Hidden(back).Single(static one => one.Name == "for.who")); // it is the same person

        using var other = await InPostAsync(county, "service-lead@xikou");
        Assert.NotNull((await other.OpenAsync(link)).Page.QuerySelector("#known"));

        // The session ended while they spoke: what was written is still there.
        using var later = new AReader(county.Server.Addresses[0], "en");
        var ended = await later.SendAsync(Address, [.. Answers(back), ("for.channel", "Letter"), ("said", "By the bridge.")]);
        Assert.Contains("Your session has ended", ended.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("By the bridge.", ended.QuerySelector("textarea[name=said]")!.TextContent);
    }

    [Fact]
    public async Task What_is_wrong_is_told_beside_its_field_and_nothing_is_entered()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        using var officer = await InPostAsync(county, Hall);
        var mine = await county.File("construction-noise", "zhuyuan");
        var size = county.Server.Writer.Size;
        foreach (var (field, says, sent) in ((string, string, (string, string)[])[])
        [
            ("words", "Write a name, an identity number", [("words", " "), ("at", "filing/old-age-allowance"), ("seek", "yes")]),
            ("at", "Choose at what you work", [("words", "欧阳清泉"), ("at", "power/grant-minimum-living"), ("seek", "yes")]),
            ("number", "Write the number", [("number", ""), ("known", "yes")]),
            ("number", "There is no such number", [("number", "2026-9999999"), ("known", "yes")]),
            ("name", "Write their name", [("name", ""), ("phone", Phone), ("new", "yes")]),
            ("phone", "at least five digits", [("name", "欧阳清泉"), ("phone", "12"), ("new", "yes")]),
        ])
        {
            var told = await officer.SendAsync(Address, sent);
            var wrong = Assert.Single(told.QuerySelectorAll("main [role=alert]"));
            Assert.Contains(says, wrong.TextContent, StringComparison.Ordinal);
            if (told.GetElementById(field) is { } at && at.GetAttribute("aria-describedby") is { } by) Assert.Equal(wrong.Id, by);
        }

        Assert.Equal(size, county.Server.Writer.Size);
        Assert.NotNull(mine["number"]);

        // A post that does not receive such matters looks for nobody; and nothing is opened by what only finds.
        using var clerk = await InPostAsync(county, "flood-officer@xikou");
        Assert.DoesNotContain("filing/", (await clerk.OpenAsync(Address)).Page.Body!.InnerHtml, StringComparison.Ordinal);
        var key = await APersonAsync(county);
        var search = new JsonObject { ["words"] = "欧阳清泉", ["at"] = "filing/old-age-allowance" };
        Assert.Equal("looks.not-at-hand", (await county.Post("api/v1/registers/person/searches", search, await county.Officer("flood-officer@xikou"))).Code);
        Assert.Equal("looks.not-at-hand", (await county.Get($"api/v1/registers/person/{key}?at=filing/old-age-allowance", await county.Officer(Hall))).Code);
        Assert.Equal("looks.not-at-hand", (await county.Post("api/v1/registers/person/searches", new JsonObject { ["words"] = "欧阳清泉", ["at"] = "filing/no-such-type" }, await county.Officer(Hall))).Code);
        // A village to which receiving was lent does look for people.
        Assert.Equal(HttpStatusCode.OK, (await county.Post("api/v1/registers/person/searches", search.DeepClone(), await county.Officer("village-clerk@zhuyuan"))).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await officer.OpenAsync("/guide/no-such-type/for")).Status);
        Assert.NotNull((await officer.OpenAsync("/guide/old-age-allowance")).Page.QuerySelector($"a[href='{Address}']"));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_relative_files_for_somebody_of_the_family_in_both_names_and_prints_a_receipt(string kind)
    {
        await using var county = await AServedCounty.WithPages(kind);
        using var relative = await ARelativeAsync(county);
        Assert.NotNull((await relative.OpenAsync("/guide/old-age-allowance")).Page.QuerySelector($"a[href='{Address}']"));
        var begin = (await relative.OpenAsync(Address)).Page;
        Assert.Null(begin.QuerySelector("#seek")); // registers are not searched by residents
        var asked = await relative.SendAsync(Address, ("name", "欧阳清泉"), ("phone", Phone), ("new", "yes"));
        Assert.Contains("you cannot agree for them", asked.QuerySelector("#read")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Null(asked.QuerySelector("[name='for.agrees']"));
        Assert.Null(asked.QuerySelector("[name='for.channel']"));

        // Without their word that they are filed for, nothing is.
        var size = county.Server.Writer.Size;
        var wrong = await relative.SendAsync(Address, Answers(asked, "applicant.phone"));
        Assert.Contains("How they agreed that you file it for them", wrong.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(size, county.Server.Writer.Size);

        var check = await relative.SendAsync(Address, [.. Answers(wrong, "applicant.phone"), ("for.how", "Signed"), ("said", "My mother is eighty-three.")]);
        Assert.Null(check.QuerySelector("[role=alert]"));
        (string, string)[] sure = [.. AReader.Hidden(check), ("sure", "yes")];
        var receipt = await relative.SendAsync(Address, sure);
        var words = receipt.QuerySelector("main")!.TextContent;
        foreach (var said in (string[])["you, who are signed in", "they signed", "欧阳清泉", "My mother is eighty-three.", "Signature of whom it is for"]) Assert.Contains(said, words, StringComparison.Ordinal);
        Assert.DoesNotContain("at their home, where we went", words, StringComparison.Ordinal);
        var number = receipt.QuerySelector(".spoken")!.TextContent;
        Assert.Equal(number, (await relative.SendAsync(Address, sure)).QuerySelector(".spoken")!.TextContent); // pressed twice it is one

        var by = new Actor.Resident(new ActorId(AServedCounty.Wang));
        var desk = county.Server.Desk;
        var matter = desk.Questions.Find(by, desk.Questions.OfNumber(by, number)!.Value)!.Value.Matter;
        var filed = Assert.IsType<MatterFiled>(desk.Questions.History(by, matter.Id)![0].Event);
        Assert.Equal((Channel.Helper, Consent.Signed, by.Person), (filed.Channel, filed.Consent, filed.Helper));
        Assert.NotEqual(by.Person, matter.FiledFor);
        Assert.Null((await county.Get("api/v1/own/consents", await county.Resident(matter.FiledFor.Text))).Json["purposes"]!.AsArray().Single(static one => (string)one!["purpose"]! == "care")!["said"]);

        // They follow it, and file for the same person again by its number.
        Assert.Contains(number, (await relative.OpenAsync("/matters")).Page.Body!.TextContent, StringComparison.Ordinal);
        var again = await relative.SendAsync("/guide/home-care/for", ("number", number), ("known", "yes"));
        Assert.Contains(AReader.Hidden(again), one => one == ("for.who", matter.FiledFor.Text));
        await EndsWellAsync(county);
    }

    [Fact]
    public async Task A_relative_names_nobody_whom_others_know_and_learns_nothing_of_them()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        var key = await APersonAsync(county);
        using var relative = await ARelativeAsync(county);
        var size = county.Server.Writer.Size;

        // Neither by a row of the registers, nor by a search, nor by a number of a matter that is another's, or their own.
        foreach (var sent in ((string, string)[][])
        [
            [("for.who", key), ("begin", "yes")],
            [("for.who", key), ("for.how", "Spoken"), ("place", "zhuyuan"), ("sure", "yes")],
            [("for.who", "n-1"), ("begin", "yes")],
            [("words", "欧阳清泉"), ("at", "filing/old-age-allowance"), ("seek", "yes")],
        ])
        {
            var told = await relative.SendAsync(Address, sent);
            Assert.NotNull(told.QuerySelector("#new"));
            Assert.DoesNotContain(key, told.Body!.InnerHtml, StringComparison.Ordinal);
            Assert.DoesNotContain(Phone, told.Body!.TextContent, StringComparison.Ordinal);
        }

        var mine = (string)(await county.File("construction-noise", "zhuyuan"))["number"]!;
        size = county.Server.Writer.Size;
        Assert.Contains("none that you filed for them", (await relative.SendAsync(Address, ("number", mine), ("known", "yes"))).QuerySelector("main [role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("There is no such number", (await relative.SendAsync(Address, ("number", "2026-9999999"), ("known", "yes"))).QuerySelector("main [role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(size, county.Server.Writer.Size);
    }

    [Fact]
    public async Task What_a_relative_began_is_kept_for_them_and_opens_where_it_was_begun()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        using var relative = await ARelativeAsync(county);
        var asked = await relative.SendAsync(Address, ("name", "欧阳清泉"), ("phone", ""), ("new", "yes"));
        await relative.SendAsync(Address, [.. Answers(asked), ("said", "By the bridge."), ("later", "yes")]);

        var link = (await relative.OpenAsync("/matters")).Page.QuerySelectorAll("main a").Select(static one => one.GetAttribute("href")!).Single(static one => one.Contains("draft=", StringComparison.Ordinal));
        Assert.StartsWith(Address + "?", link, StringComparison.Ordinal);
        var (_, back) = await relative.OpenAsync(link);
        Assert.Equal("By the bridge.", back.QuerySelector("textarea[name=said]")!.TextContent);
        // It is no beginning of a filing of their own.
        Assert.DoesNotContain("By the bridge.", (await relative.OpenAsync(link.Replace("/for?", "/file?", StringComparison.Ordinal))).Page.Body!.InnerHtml, StringComparison.Ordinal);

        using var later = new AReader(county.Server.Addresses[0], "en");
        var ended = await later.SendAsync(Address, [.. Answers(back), ("said", "By the bridge.")]);
        Assert.Contains("Your session has ended", ended.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(ended.QuerySelector("[name='for.channel']"));
        Assert.Equal("By the bridge.", ended.QuerySelector("textarea[name=said]")!.TextContent);
    }

    private static async Task<AReader> ARelativeAsync(AServedCounty county)
    {
        await county.Resident();
        var reader = new AReader(county.Server.Addresses[0], "en");
        await reader.SendAsync("/sign-in", ("person", AServedCounty.Wang));
        return reader;
    }

    private static async Task<string> APersonAsync(AServedCounty county)
    {
        const string Registrar = "household-registrar@police-xikou";
        var token = await county.Officer(Registrar);
        var entered = await county.Post("api/v1/registers/person/acts/enter-subject", new JsonObject { ["items"] = new JsonObject { ["name"] = "欧阳清泉", ["phone"] = Phone } }, token);
        Assert.True((int)entered.Status < 300, entered.ToString());
        return ((string)entered.Json["subject"]!)["person/".Length..];
    }

    private static async Task<AReader> InPostAsync(AServedCounty county, string seat)
    {
        await county.Officer(seat);
        var post = PostAt.Parse(seat)!.Value;
        var reader = new AReader(county.Server.Addresses[0], "en");
        await reader.SendAsync("/sign-in", ("person", $"o-{post.Post}-{post.Unit}"), ("post", post.Post), ("unit", post.Unit.Text));
        return reader;
    }

    /// <summary>What the form sends along, what stands in it, and the village.</summary>
    private static (string Name, string Value)[] Answers(IDocument page, params string[] facts) =>
    [
        .. AReader.Hidden(page.QuerySelector("main form[method=post]")!), ("place", "zhuyuan"),
        .. page.QuerySelectorAll("main input[type=text]").Where(one => one.GetAttribute("name") is "for.name" or "for.phone" || facts.Contains(one.GetAttribute("name")!.Replace("fact.", "", StringComparison.Ordinal), StringComparer.Ordinal)).Select(static one => (one.GetAttribute("name")!, one.GetAttribute("value") ?? "")),
    ];

    private static IElement Field(IDocument page, string label) => page.GetElementById(page.QuerySelectorAll("main label").First(one => one.TextContent == label).GetAttribute("for")!)!;

    private static async Task EndsWellAsync(AServedCounty county)
    {
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }
}
