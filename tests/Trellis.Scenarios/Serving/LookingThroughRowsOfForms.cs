using AngleSharp.Dom;
using Microsoft.Playwright;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>A filler looks through the rows of a form: what the base holds is said to be still right, or what is right is written and goes to its owner.</summary>
public sealed class LookingThroughRowsOfForms(ThePages pages) : IClassFixture<ThePages>
{
    private const string Form = "/forms/incoming-halfyear?unit=xikou&occasion=2026-h2";
    private const string Filler = "statistics-clerk@xikou";

    private static readonly RowId Wang = new("person", AServedCounty.Wang);

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_is_still_right_is_referred_to_and_nobody_writes_it_again(string kind)
    {
        await using var county = await CountyAsync(kind);
        using var filler = await SignedInAsync(county);
        var shown = ClaimOf(county, "residence-kind").Position;
        var (_, form) = await filler.OpenAsync(Form);
        Assert.DoesNotContain("Moved in from elsewhere", form.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, LooksIn(county));

        var opened = await filler.SendAsync(Form, [.. Fill(form), ("open", "yes")]);

        Assert.Equal(1, LooksIn(county));
        var still = Radio(opened, "still right: ");
        Assert.Equal(shown.ToString(System.Globalization.CultureInfo.InvariantCulture), still.GetAttribute("value"));
        var label = opened.QuerySelector($"label[for='{still.Id}']")!.TextContent;
        Assert.Contains("since 1 May 2026", label, StringComparison.Ordinal);
        Assert.Contains("Police", label, StringComparison.Ordinal); // whose word it is
        Assert.NotNull(Radio(opened, "not right any more"));

        var check = await filler.SendAsync(Form, [.. Fill(opened), (still.GetAttribute("name")!, still.GetAttribute("value")!)]);
        Assert.Contains("still right", check.QuerySelector("form[aria-labelledby=fill]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, LooksIn(county)); // nothing is shown again to be checked
        var done = await filler.SendAsync(Form, [.. Fill(check), ("sure", "yes")]);

        Assert.Contains("of the record", done.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        var confirmed = ClaimOf(county, "residence-kind");
        Assert.Equal((ValueSource.Form, "incoming-halfyear/2026-h2", shown), (confirmed.Provenance.Source, confirmed.Provenance.Basis, confirmed.Same));
        Assert.Empty(county.Server.Registers.Questions.Disagreements("person.residence-kind", null, 10));
        await EndsWellAsync(county);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_is_not_right_any_more_is_written_and_goes_to_its_owner_beside_what_they_hold(string kind)
    {
        await using var county = await CountyAsync(kind);
        using var filler = await SignedInAsync(county);
        var (_, form) = await filler.OpenAsync(Form);
        var opened = await filler.SendAsync(Form, [.. Fill(form), ("open", "yes")]);
        var other = Radio(opened, "not right any more");
        var right = opened.QuerySelector(".right select, .right input")!.GetAttribute("name")!;

        var empty = await filler.SendAsync(Form, [.. Fill(opened), (other.GetAttribute("name")!, "other")]);
        Assert.Contains("Row 1", empty.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("write what is", empty.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.True(Radio(empty, "not right any more").HasAttribute("checked"), "What was chosen is still chosen.");
        var unfit = await filler.SendAsync(Form, [.. Fill(empty), (other.GetAttribute("name")!, "other"), (right, "abroad")]);
        Assert.Contains("Row 1", unfit.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);

        var check = await filler.SendAsync(Form, [.. Fill(unfit), (other.GetAttribute("name")!, "other"), (right, "local")]);
        Assert.Null(check.QuerySelector("[role=alert]"));
        var done = await filler.SendAsync(Form, [.. Fill(check), ("sure", "yes")]);

        Assert.Contains("of the record", done.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        var held = county.Server.Registers.Questions.Values([Wang], ["residence-kind"], new AsOf(county.Server.Desk.InForce.DayOf(county.Clock.Now)), null);
        Assert.Equal(2, held.Count);
        Assert.True(held[0] is { Stands: true, Disputed: true, Claim.Provenance.By.Text: "police-chengguan" }, "What the owner holds stands until they settle it.");
        Assert.Single(county.Server.Registers.Questions.Disagreements("person.residence-kind", null, 10));

        // The next filler is shown both, with whose word each is.
        county.Clock.Move(TimeSpan.FromDays(181));
        const string next = "/forms/incoming-halfyear?unit=xikou&occasion=2027-h1";
        using var again = await SignedInAsync(county);
        var (_, later) = await again.OpenAsync(next);
        var both = await again.SendAsync(next, [.. Fill(later), ("open", "yes")]);
        Assert.Equal(2, both.QuerySelectorAll("label").Count(static one => one.TextContent.StartsWith("this is right: ", StringComparison.Ordinal)));
        await EndsWellAsync(county);
    }

    [Fact]
    public async Task Whoever_does_not_fill_the_form_in_is_shown_no_row_and_a_row_that_nobody_may_see_is_told_with_its_reason()
    {
        await using var county = await CountyAsync("SQLite");
        using var other = await SignedInAsync(county, "statistics-clerk@shiping");
        var sent = await other.SendAsync(Form, ("open", "yes"), ("key", "k-other"));
        Assert.DoesNotContain("Row 1", sent.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, LooksIn(county));

        // Rows that are made up, or of another register, are told by their number and enter nothing.
        using var filler = await SignedInAsync(county);
        var size = county.Server.Writer.Size;
        foreach (var row in (string[])["person/nobody", "place/h-1", "no row", "person/" + new string('x', 400)])
        {
            var (_, form) = await filler.OpenAsync(Form);
            await filler.SendAsync(Form, [.. Fill(form), ("row", row), ($"choice.residence-kind@{row[(row.IndexOf('/', StringComparison.Ordinal) + 1)..]}", "3"), ("sure", "yes")]);
            Assert.DoesNotContain(county.Record.Entries(), static entry => entry.Event == "values-recorded/1" && entry.By is Trellis.Ledger.EntryActor.Officer { Post: "statistics-clerk" });
            if (county.Record.Entries().Any(static entry => entry.Event == "form-submitted/1")) break; // what is no row at all is left out, and the rest is taken
        }

        Assert.True(county.Server.Writer.Size > size);
    }

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task The_rows_are_in_nobodys_way_on_a_narrow_telephone_with_and_without_script(string language)
    {
        var axe = await System.IO.File.ReadAllTextAsync(ShowingPagesToEverybody.AxeCore, ARecord.Patience);
        await using var county = await CountyAsync("SQLite");
        using var filler = await SignedInAsync(county, language: language);
        foreach (var withScript in (bool[])[true, false])
        {
            await using var shown = await pages.ComeAsync(360, withScript);
            await shown.Context.AddCookiesAsync(filler.Cookies.Select(cookie => new Microsoft.Playwright.Cookie { Name = cookie.Name, Value = cookie.Value, Url = county.Server.Addresses[0].AbsoluteUri }));
            if (withScript) await shown.Context.AddInitScriptAsync(axe);
            await shown.Page.GotoAsync(new Uri(county.Server.Addresses[0], Form).AbsoluteUri);
            await shown.Page.GetByRole(AriaRole.Button, new() { Name = language == "zh" ? "打开各行" : "Open the rows" }).ClickAsync();
            var right = shown.Page.GetByRole(AriaRole.Group, new() { Name = language == "zh" ? "居住类别：现在对的是" : "Kind of residence: what is right now" });
            var other = shown.Page.GetByLabel(language == "zh" ? "不对了，应当是……" : "not right any more; it should be ...");
            await Assertions.Expect(right.First).Not.ToBeVisibleAsync();
            await other.CheckAsync();
            await Assertions.Expect(right.First).ToBeVisibleAsync();
            Assert.Equal(0, await shown.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
            if (!withScript) continue;
            Assert.Empty(await shown.Page.EvaluateAsync<string[]>(ShowingPagesToEverybody.LooksOver, true));
            Assert.Empty(await shown.Page.EvaluateAsync<string[]>(ShowingPagesToEverybody.Presses));
            await shown.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ThePages.Pictures, $"form-rows-360-{language}.png"), FullPage = true });
        }
    }

    /// <summary>A county in which somebody moved in in May, whose kind of residence is to be seen to again in January.</summary>
    private static async Task<AServedCounty> CountyAsync(string kind)
    {
        var county = await AServedCounty.WithPages(kind);
        await EnterAsync(county, new RowId("place", "h-1"), "unit", "tingxi", "registry-officer@natural-resources");
        await EnterAsync(county, Wang, "moved-in", "2026-04-01");
        await EnterAsync(county, Wang, "residence-kind", "incoming", from: new DateOnly(2026, 5, 1));
        await EnterAsync(county, Wang, "home", "place/h-1");
        county.Clock.Move(new DateTimeOffset(2027, 1, 5, 1, 0, 0, TimeSpan.Zero) - county.Clock.Now);
        return county;
    }

    private static async Task EnterAsync(AServedCounty county, RowId row, string item, string written, string post = "household-registrar@police-chengguan", DateOnly? from = null)
    {
        await county.Officer(post);
        var seat = PostAt.Parse(post)!.Value;
        var value = new TypingItems(county.Server.Desk.InForce.Structure, county.Server.Desk.InForce.DayOf(county.Clock.Now)).Read(row.Register, item, [written], out var why);
        Assert.Null(why);
        FixedList<ItemGiven> items = [new ItemGiven(item, value, from, null)];
        IAct act = county.Server.Registers.Questions.Find(row) is null ? new EnterSubject(row, items, new SourceGiven(ValueSource.Act)) : new RecordValues(row, items, new SourceGiven(ValueSource.Act));
        Assert.IsType<ActAnswer.Done>(await county.Server.Registers.DoAsync(new ActOrder { By = new Actor.Officer(new ActorId($"o-{seat.Post}-{seat.Unit}"), seat), Act = act }, ARecord.Patience));
    }

    internal static async Task<AReader> SignedInAsync(AServedCounty county, string post = Filler, string language = "en")
    {
        await county.Officer(post);
        var seat = PostAt.Parse(post)!.Value;
        var reader = new AReader(county.Server.Addresses[0], language);
        await reader.SendAsync("/sign-in", ("person", $"o-{seat.Post}-{seat.Unit}"), ("post", seat.Post), ("unit", seat.Unit.Text));
        return reader;
    }

    private static (string Name, string Value)[] Fill(IDocument page) => [.. AReader.Hidden(page.QuerySelector("form[aria-labelledby=fill]")!)];

    private static IElement Radio(IDocument page, string label) => page.GetElementById(page.QuerySelectorAll("label").First(one => one.TextContent.StartsWith(label, StringComparison.Ordinal)).GetAttribute("for")!)!;

    private static int LooksIn(AServedCounty county) => county.Record.Entries().Count(static entry => entry.Event == "values-seen/1");

    private static Claim ClaimOf(AServedCounty county, string item) => county.Server.Registers.Questions.Find(Wang)!.Claims.FindLast(claim => claim.Item == item)!;

    private static async Task EndsWellAsync(AServedCounty county)
    {
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }
}
