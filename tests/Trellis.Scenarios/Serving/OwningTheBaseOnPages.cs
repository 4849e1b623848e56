using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Trellis.Information.Forms;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Structure.Expressions;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>What owners do on pages: they renew a form that nobody used, settle what departments say differently, and say what they make of a figure.</summary>
public sealed class OwningTheBaseOnPages
{
    [Fact]
    public async Task A_form_that_nobody_used_is_renewed_by_its_owner_with_a_reason_and_by_nobody_else()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        MoveTo(county, new DateOnly(2026, 8, 3));
        Assert.True(await county.Server.Forms.RunDueAsync(ARecord.Patience) > 0);
        const string address = "/forms/fraud-monthly";
        using var filler = await LookingThroughRowsOfForms.SignedInAsync(county, "civil-clerk@xikou");
        var (_, theirs) = await filler.OpenAsync(address);
        Assert.Contains("nothing was decided with it", theirs.QuerySelector("dl.facts")!.TextContent, StringComparison.Ordinal);
        Assert.Null(FormNamed(theirs, "Renew this form"));
        Assert.NotNull((await filler.SendAsync(address, ("renew", "yes"), ("why", "because"), ("key", "not-theirs"))).QuerySelector("[role=alert] li"));

        using var owner = await LookingThroughRowsOfForms.SignedInAsync(county, "traffic-officer@police");
        var (_, page) = await owner.OpenAsync(address);
        var form = FormNamed(page, "Renew this form")!;
        var without = await owner.SendAsync(address, [.. AReader.Hidden(form), Pressed(form, "Renew it")]);
        Assert.NotNull(without.QuerySelector("[role=alert] li"));
        form = FormNamed(without, "Renew this form")!;
        var renewed = await owner.SendAsync(address, [.. AReader.Hidden(form), (NameOf(form, "Why it is needed after all"), "The campaign goes on until winter."), Pressed(form, "Renew it")]);

        Assert.Contains("of the record", renewed.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(FormNamed(renewed, "Renew this form"));
        Assert.Null(county.Server.Forms.Questions.Show("fraud-monthly", new UnitId("police"), null)!.Standing.Suspended);
    }

    [Fact]
    public async Task What_departments_say_differently_is_listed_for_the_owner_opened_under_a_look_and_settled_with_a_reason()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        const string registrar = "household-registrar@police-chengguan";
        var entered = await county.Post("api/v1/registers/person/acts/enter-subject", new JsonObject { ["items"] = new JsonObject { ["phone"] = "13800000001" }, ["source"] = "act" }, await county.Officer(registrar));
        var row = (string)entered.Json["subject"]!;
        await county.Post($"api/v1/registers/{row}/acts/correct-value", new JsonObject { ["items"] = new JsonObject { ["phone"] = "13900000002" }, ["source"] = "act", ["reason"] = "because" }, await county.Officer("relief-officer@civil-affairs"));
        using var owner = await LookingThroughRowsOfForms.SignedInAsync(county, registrar);
        using var other = await LookingThroughRowsOfForms.SignedInAsync(county, "relief-officer@civil-affairs");

        var link = (await owner.OpenAsync("/registers")).Page.QuerySelectorAll("section[aria-labelledby=settle] a").Single().GetAttribute("href")!;
        Assert.Empty((await other.OpenAsync("/registers")).Page.QuerySelectorAll("section[aria-labelledby=settle] a"));
        Assert.Contains("not for your unit", (await other.OpenAsync(link)).Page.Body!.TextContent, StringComparison.Ordinal);
        var (_, list) = await owner.OpenAsync(link);
        var rows = FormNamed(list, "The rows that wait")!;
        var address = rows.QuerySelectorAll("button").Single(static one => one.TextContent == "Open row 1").GetAttribute("formaction")!;
        Assert.Equal($"/registers/{row}", address);
        Assert.DoesNotContain("1390", list.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await owner.SendAsync(address, ("number", ""), ("at", ""))).QuerySelector("[role=alert]"));

        // Not everything that they work at lets them see a telephone.
        var (at, opened) = ("", list);
        foreach (var reason in rows.QuerySelectorAll("select[name=at] option").Select(static one => one.GetAttribute("value")!).Where(static one => one.Length > 0))
        {
            (at, opened) = (reason, await owner.SendAsync(address, ("at", reason)));
            if (opened.QuerySelectorAll("label").Any(static one => one.TextContent.Contains("13900000002", StringComparison.Ordinal))) break;
        }

        var settle = opened.QuerySelectorAll("form").Single(static one => one.QuerySelector("button[name=settle]") is not null);
        var stands = (Name: "stands", Value: settle.QuerySelectorAll("label").Single(static one => one.TextContent.Contains("13900000002", StringComparison.Ordinal)) is var label ? opened.GetElementById(label.GetAttribute("for")!)!.GetAttribute("value")! : "");
        var refused = await other.SendAsync(address, ("at", at), ("settle", "phone"), stands, ("why", "we know better"), ("once", "not-theirs"));
        Assert.Contains("police", refused.QuerySelector("[role=alert]")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Single(county.Server.Registers.Questions.Disagreements("person.phone", null, 10));
        Assert.NotNull((await owner.SendAsync(address, [.. AReader.Hidden(settle), Pressed(settle, "Settle it"), (NameOf(settle, "How you can tell"), "because")])).QuerySelector("[role=alert]"));
        Assert.NotNull((await owner.SendAsync(address, [("at", at), ("once", "no-reason"), Pressed(settle, "Settle it"), stands])).QuerySelector("[role=alert]"));
        Assert.Single(county.Server.Registers.Questions.Disagreements("person.phone", null, 10));

        var done = await owner.SendAsync(address, [.. AReader.Hidden(settle), Pressed(settle, "Settle it"), stands, (NameOf(settle, "How you can tell"), "They showed the contract.")]);

        Assert.Contains("Settled", done.QuerySelectorAll("[role=status]")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("13900000002", done.QuerySelector("table.rows")!.TextContent, StringComparison.Ordinal);
        Assert.Null(done.QuerySelector("button[name=settle]"));
        Assert.Empty(county.Server.Registers.Questions.Disagreements("person.phone", null, 10));
        Assert.Contains("None is waiting", (await owner.OpenAsync(link)).Page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_level_says_of_a_figure_stands_beside_the_number_and_is_given_by_those_above_alone()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        MoveTo(county, new DateOnly(2026, 6, 2));
        var seat = new PostAt("safety-officer", new UnitId("xikou"));
        await county.Officer(seat.ToString());
        var content = new FormContent([Given("unit.firms-inspected", 30), Given("unit.dangers-found", 7), Given("unit.dangers-removed", 2)], []);
        Assert.IsType<ActAnswer.Done>(await county.Server.Forms.DoAsync(new ActOrder { By = new Actor.Officer(new ActorId($"o-{seat.Post}-{seat.Unit}"), seat), Act = new SubmitForm("safety-monthly", seat.Unit, "2026-05", "", content) }, ARecord.Patience));
        const string address = "/figures/dangers-found?period=2026-05";
        using var leader = await LookingThroughRowsOfForms.SignedInAsync(county, "county-leader@cuiwei");
        using var neighbour = await LookingThroughRowsOfForms.SignedInAsync(county, "safety-officer@yunling");
        using var anybody = new AReader(county.Server.Addresses[0], "en");
        Assert.Null(FormNamed((await anybody.OpenAsync(address)).Page, "Say something of a number"));
        Assert.DoesNotContain("xikou", FormNamed((await neighbour.OpenAsync(address)).Page, "Say something of a number")?.InnerHtml ?? "", StringComparison.Ordinal);
        Assert.NotNull((await neighbour.SendAsync(address, ("period", "2026-05"), ("unit", "xikou"), ("words", "too many"), ("key", "not-theirs"))).QuerySelector("[role=alert]"));

        var form = FormNamed((await leader.OpenAsync(address)).Page, "Say something of a number")!;
        (string, string) unit = (NameOf(form, "Of which number"), "xikou");
        var without = await leader.SendAsync(address, [.. AReader.Hidden(form), unit, (NameOf(form, "What you say"), " ")]);
        Assert.NotNull(without.QuerySelector("[role=alert]"));
        var done = await leader.SendAsync(address, [.. AReader.Hidden(form), unit, (NameOf(form, "What you say"), "Two old workshops were counted for the first time.")]);
        Assert.Contains("stands in the record", done.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);

        var shown = (await anybody.OpenAsync(address)).Page;
        var judged = shown.QuerySelector("section[aria-labelledby=judgements] tbody tr")!;
        Assert.Contains("Two old workshops", judged.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("7", judged.QuerySelectorAll("td")[1].TextContent.Trim(), StringComparison.Ordinal);
        Assert.NotNull(judged.QuerySelector("a[href^='/record/']"));
        Assert.Single(county.Server.Forms.Questions.Judgements("dangers-found", "2026-05")[new UnitId("xikou")]);

        static GivenItem Given(string item, int number) => new(item, Value.Of((decimal)number));
    }

    [Fact]
    public async Task A_form_that_asks_twice_all_the_same_names_who_insisted_on_what_basis_and_until_when_and_no_longer_afterwards()
    {
        var folder = Directory.CreateTempSubdirectory("trellis-insisted-").FullName;
        try
        {
            Structures.Copy("cuiwei", folder);
            var file = Path.Combine(folder, "forms", "hardship-quarterly.yaml");
            await File.AppendAllTextAsync(file, """

                accepted:
                  - finding: TR2001
                    why: {zh: 审计期间两边对账, en: Both are compared while the audit runs}
                    by: supervisor@cuiwei
                    basis: [village-help-agreement/2]
                    to: 2026-06-30
                """, ARecord.Patience);
            await using var insisted = await AServedCounty.WithPages("SQLite", folder);
            await using var plain = await AServedCounty.WithPages("SQLite");
            const string form = "api/v1/forms/hardship-quarterly";
            var told = (await insisted.Get(form, await insisted.Officer("supervisor@cuiwei"))).Json;
            Assert.Equal(("supervisor@cuiwei", "2026-06-30", "Both are compared while the audit runs"), ((string)told["insisted"]!["by"]!, (string)told["insisted"]!["until"]!, (string)told["insisted"]!["why"]!["en"]!));
            Assert.Equal("village-help-agreement/2", (string?)told["insisted"]!["basis"]!.AsArray().Single());
            Assert.DoesNotContain(told["fields"]!.AsArray(), static one => (string?)one!["state"] == "asked-by-another");
            using var officer = await LookingThroughRowsOfForms.SignedInAsync(insisted, "civil-clerk@xikou");
            var says = (await officer.OpenAsync("/forms/hardship-quarterly")).Page.QuerySelectorAll("dt").Single(static one => one.TextContent == "Asked twice all the same").NextElementSibling!.TextContent;
            foreach (var named in (string[])["on the basis of", "June 2026", "Both are compared while the audit runs"]) Assert.Contains(named, says, StringComparison.Ordinal);

            Assert.Null((await plain.Get(form, await plain.Officer("supervisor@cuiwei"))).Json["insisted"]);
            MoveTo(insisted, new DateOnly(2026, 7, 1));
            using var later = await LookingThroughRowsOfForms.SignedInAsync(insisted, "civil-clerk@xikou");
            Assert.DoesNotContain((await later.OpenAsync("/forms/hardship-quarterly")).Page.QuerySelectorAll("dt"), static one => one.TextContent == "Asked twice all the same");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IElement? FormNamed(IDocument page, string heading) => page.QuerySelectorAll("form[aria-labelledby]").SingleOrDefault(form => page.GetElementById(form.GetAttribute("aria-labelledby")!)?.TextContent == heading);

    private static string NameOf(IElement form, string label) => form.QuerySelector($"#{form.QuerySelectorAll("label").Single(one => one.TextContent == label).GetAttribute("for")}")!.GetAttribute("name")!;

    private static (string Name, string Value) Pressed(IElement form, string button) => form.QuerySelectorAll("button").Single(one => one.TextContent == button) is var found ? (found.GetAttribute("name")!, found.GetAttribute("value")!) : default;

    private static void MoveTo(AServedCounty county, DateOnly day) => county.Clock.Move(new DateTimeOffset(day.ToDateTime(new TimeOnly(1, 0)), TimeSpan.Zero) - county.Clock.Now);
}
