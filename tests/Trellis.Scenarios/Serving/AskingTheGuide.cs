using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>The guide is asked in the words of people, and what it offers is filed: by residents, and by posts in the name of their unit.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed partial class AskingTheGuide(ADemo demo)
{
    [Theory]
    [InlineData("低保", "minimum-living-allowance")]
    [InlineData("噪声", "construction-noise")]
    [InlineData("噪音", "construction-noise")]
    [InlineData("开店", "small-restaurant")]
    [InlineData("开饭店", "small-restaurant")]
    [InlineData("我想开饭店", "small-restaurant")]
    [InlineData("路灯", "facility-repair")]
    [InlineData("结婚", "village-banquet")]
    [InlineData("失业", "hardship-allowance")]
    [InlineData("盖房", "building-a-farmhouse")]
    [InlineData("去世", "after-a-death")]
    [InlineData("dibao", "minimum-living-allowance")]
    [InlineData("relief", "hardship-allowance")]
    [InlineData("noise", "construction-noise")]
    [InlineData("open a shop", "small-restaurant")]
    [InlineData("open a restaurant", "small-restaurant")]
    [InlineData("old age", "old-age-allowance")]
    [InlineData("street light", "facility-repair")]
    public async Task What_people_call_a_service_finds_it(string asked, string type)
    {
        using var reader = demo.Comes("en");

        var (_, page) = await reader.OpenAsync($"/guide?q={Uri.EscapeDataString(asked)}");

        Assert.Contains(Found(page), one => one == type);
    }

    [Fact]
    public async Task Every_word_that_the_page_itself_proposes_finds_something()
    {
        using var reader = demo.Comes();
        var (_, page) = await reader.OpenAsync("/guide?q=没有这样的事");
        Assert.Contains("找到 0 项", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        var proposed = Proposed().Matches(page.QuerySelector("main")!.TextContent).Select(static one => one.Groups[1].Value).Where(static one => one != "没有这样的事").Distinct().ToList();
        Assert.True(proposed.Count >= 4, string.Join(' ', proposed));
        foreach (var word in proposed) Assert.NotEmpty(Found((await reader.OpenAsync($"/guide?q={Uri.EscapeDataString(word)}")).Page));
    }

    [Fact]
    public async Task What_is_found_by_pinyin_is_said_to_be_and_nonsense_finds_nothing()
    {
        using var reader = demo.Comes("en");
        Assert.Contains("by the pinyin", (await reader.OpenAsync("/guide?q=dibao")).Page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("pinyin", (await reader.OpenAsync("/guide?q=noise")).Page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(Found((await reader.OpenAsync("/guide?q=noise+xyzzy")).Page)); // each word must be found
        Assert.DoesNotContain("estate-complaint", Found((await reader.OpenAsync("/guide?q=age")).Page)); // "age" stands within other words
    }

    [Fact]
    public async Task The_guide_is_grouped_by_what_happens_in_a_life()
    {
        using var reader = demo.Comes("en");

        var (_, page) = await reader.OpenAsync("/guide");

        var death = page.QuerySelectorAll("section").Single(static one => one.QuerySelector("h2")?.TextContent == "A death in the family");
        Assert.Equal("/guide/after-a-death", death.QuerySelector("h3 a")!.GetAttribute("href")); // what is done at once comes first
        Assert.Contains(death.QuerySelectorAll("h3 a"), static link => link.GetAttribute("href") == "/guide/funeral-grant");
        Assert.NotNull(page.QuerySelector("main nav a[href='#death']"));
    }

    [Fact]
    public async Task What_is_reported_is_no_application()
    {
        using var reader = demo.Comes("en");

        var (_, page) = await reader.OpenAsync("/report");

        var offered = page.QuerySelectorAll("main h3 a").Select(static link => link.GetAttribute("href")!).ToList();
        Assert.Contains("/guide/road-defect/file", offered);
        foreach (var type in (string[])["school-enrolment", "residence-move", "homestead", "legal-aid", "village-banquet"]) Assert.DoesNotContain($"/guide/{type}/file", offered);
    }

    [Fact]
    public async Task No_page_of_the_guide_in_Chinese_shows_a_word_of_the_files()
    {
        using var reader = demo.Comes();
        var structure = demo.Server.Desk.InForce.Structure;
        var faults = new List<string>();
        foreach (var type in structure.Matters.All.Where(static one => one.Guide.For.Count > 0))
        {
            var (_, page) = await reader.OpenAsync($"/guide/{type.Id}");
            foreach (var word in Latin().Matches(page.QuerySelector("main")!.TextContent).Select(static one => one.Value))
                if (word is not ("KTV" or "PM" or "QQ" or "ETC")) faults.Add($"{type.Id}: {word}");
        }

        Assert.Empty(faults.Distinct());
    }

    [Theory]
    [InlineData("bus-line")]
    [InlineData("food-licence")]
    [InlineData("waste-point")]
    public async Task A_firm_files_in_its_own_name_and_sees_what_is_owed_to_it(string type)
    {
        using var firm = await OfKindAsync(UnitKind.Firm);
        var (_, guide) = await firm.OpenAsync($"/guide/{type}");
        Assert.Equal($"/guide/{type}/file", guide.QuerySelectorAll("main a.act").Single(static link => link.TextContent == "File in the name of your unit").GetAttribute("href"));
        var address = $"/guide/{type}/file";
        var (_, asked) = await firm.OpenAsync(address);
        Assert.Contains("Filed in the name of", asked.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        var check = await firm.SendAsync(address, Filled(asked));
        var sent = AReader.Hidden(check);
        Assert.Contains("Look it over", check.Body!.TextContent, StringComparison.Ordinal);
        var receipt = await firm.SendAsync(address, [.. sent, ("sure", "yes")]);

        var number = receipt.QuerySelector(".spoken")!.TextContent;
        Assert.Equal(HttpStatusCode.OK, (await firm.OpenAsync($"/matters/{number}")).Status);
        Assert.Contains((await firm.OpenAsync("/ours")).Page.QuerySelectorAll("section[aria-labelledby=owed] a"), link => link.GetAttribute("href") == $"/matters/{number}");
        var desk = demo.Server.Desk;
        var person = new Actor.Resident(demo.Server.Sessions.Of(firm.Cookies.Single(static one => one.Name == "trellis").Value)!.Person);
        var matter = desk.Questions.Find(person, desk.Questions.OfNumber(person, number)!.Value)!.Value.Matter;
        if (matter.Roles[0].Row.Register == "unit") Assert.NotNull(desk.InForce.Structure.Units.Of(matter.Roles[0].Row.Key));
        Assert.Contains('@', desk.Questions.History(person, matter.Id)![0].By); // in a post, and not as a private person

        // Another firm sees nothing of it, and neither does whoever sits in an office that has no part in it.
        using var other = await OfKindAsync(UnitKind.Firm, 1);
        Assert.Equal(HttpStatusCode.NotFound, (await other.OpenAsync($"/matters/{number}")).Status);
    }

    [Fact]
    public async Task What_is_not_for_a_unit_is_not_filed_by_it_and_everybody_is_told_who_files()
    {
        using var firm = await OfKindAsync(UnitKind.Firm);
        var (_, relief) = await firm.OpenAsync("/guide/minimum-living-allowance/file");
        Assert.Contains("not for your unit to file", relief.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(relief.QuerySelector("main form[data-keep]"));
        Assert.DoesNotContain((await firm.OpenAsync("/guide/village-project")).Page.QuerySelectorAll("main a.act"), static link => link.TextContent.Contains("your unit", StringComparison.Ordinal));

        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident);
        var (_, told) = await resident.OpenAsync("/guide/food-licence");
        Assert.Contains("This is filed by firms in their own name", told.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("any service counter", told.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var (_, not) = await resident.OpenAsync("/guide/food-licence/file");
        Assert.Null(not.QuerySelector("main form[data-keep]"));

        // A counter takes it for somebody, and not what a unit alone may ask for.
        using var counter = await demo.InPostAsync("service-hall", "xikou");
        Assert.NotNull((await counter.OpenAsync("/guide/food-licence/for")).Page.QuerySelector("#seek"));
        Assert.Contains("file it in their own name", (await counter.OpenAsync("/guide/bus-line/for")).Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_post_began_in_the_name_of_its_unit_waits_for_it_and_for_nobody_else()
    {
        using var firm = await OfKindAsync(UnitKind.Firm);
        const string Address = "/guide/bus-line/file";
        var (_, asked) = await firm.OpenAsync(Address);

        var kept = await firm.SendAsync(Address, [.. Filled(asked), ("later", "yes")]);

        var back = kept.QuerySelectorAll("a").First(static link => link.GetAttribute("href")!.StartsWith($"{Address}?draft=", StringComparison.Ordinal)).GetAttribute("href")!;
        Assert.Equal("A stop at the school.", (await firm.OpenAsync(back)).Page.QuerySelector("main textarea")!.TextContent);
        using var other = await OfKindAsync(UnitKind.Firm, 1);
        Assert.NotEqual("A stop at the school.", (await other.OpenAsync(back)).Page.QuerySelector("main textarea")!.TextContent);
    }

    [Fact]
    public async Task Another_place_than_ones_own_is_asked_about()
    {
        using var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Resident);
        const string Address = "/guide/small-restaurant/file";
        var (_, asked) = await reader.OpenAsync(Address);
        var choice = asked.QuerySelectorAll("input[name='role.premises']");
        Assert.SkipWhen(choice.Length < 2, "The resident of the demo has no home in the registers.");
        Assert.Contains("Standard address", asked.QuerySelector("section[aria-labelledby=held]")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Null(asked.QuerySelector("[name='fact.premises.address']"));

        var more = await reader.SendAsync(Address, [.. Filled(asked).Where(static one => one.Name != "role.premises"), ("role.premises", "another")]);

        Assert.Contains("You chose another one", more.QuerySelector("main [role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(more.QuerySelector("[name='fact.premises.address']"));
        Assert.DoesNotContain("Standard address", more.QuerySelector("section[aria-labelledby=held]")?.TextContent ?? "", StringComparison.OrdinalIgnoreCase);
        var check = await reader.SendAsync(Address, [.. Filled(more).Where(static one => one.Name is not ("role.premises" or "role.premises.words" or "fact.premises.address")), ("role.premises", "another"), ("role.premises.words", "The corner house"), ("fact.premises.address", "12 River Street")]);
        Assert.Contains("12 River Street", check.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_village_that_does_not_exist_is_said_not_to_and_an_empty_form_leaves_no_draft()
    {
        using var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Resident);
        const string Address = "/guide/road-defect/file";
        var (_, asked) = await reader.OpenAsync(Address);
        var before = Drafts();

        var told = await reader.SendAsync(Address, [.. AReader.Hidden(asked), ("place.find", "Atlantis"), ("find", "yes")]);
        Assert.Contains("No village or neighbourhood is called \"Atlantis\"", told.QuerySelector("main [role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.True(told.QuerySelectorAll("select[name=place] option").Length > 10);

        await reader.SendAsync(Address, AReader.Hidden(asked));
        await reader.SendAsync(Address, [.. AReader.Hidden(asked), ("place", asked.QuerySelector("select[name=place] option[selected]")?.GetAttribute("value") ?? "")]);
        Assert.Equal(before, Drafts());

        int Drafts() => demo.Server.Desk.Drafts(demo.Server.Sessions.Of(reader.Cookies.Single(static one => one.Name == "trellis").Value)!.Person).Count;
    }

    [Fact]
    public async Task A_resident_sees_in_the_guide_that_something_is_held_and_not_what()
    {
        using var stranger = demo.Comes("en");
        Assert.DoesNotContain("Of you we hold already", (await stranger.OpenAsync("/guide/old-age-allowance")).Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Resident);
        var size = demo.Server.Writer.Size;

        var (_, page) = await reader.OpenAsync("/guide/old-age-allowance");

        Assert.Contains("Of you we hold already", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(size, demo.Server.Writer.Size);
    }

    private static List<string> Found(IParentNode page) => [.. page.QuerySelectorAll("main h3 a").Select(static link => link.GetAttribute("href")!["/guide/".Length..])];

    /// <summary>What a form sends with its own choices, a village where none is chosen, and some words.</summary>
    private static (string Name, string Value)[] Filled(IParentNode page)
    {
        var form = page.QuerySelector("main form[data-keep]")!;
        var sent = AReader.Hidden(form).ToList();
        foreach (var radio in form.QuerySelectorAll("input[type=radio][checked]")) sent.Add((radio.GetAttribute("name")!, radio.GetAttribute("value")!));
        foreach (var select in form.QuerySelectorAll("select"))
            sent.Add((select.GetAttribute("name")!, select.QuerySelector("option[selected]")?.GetAttribute("value") ?? (select.GetAttribute("name") == "place" ? "zhuyuan" : "")));
        foreach (var words in form.QuerySelectorAll("textarea")) sent.Add((words.GetAttribute("name")!, "A stop at the school."));
        foreach (var line in form.QuerySelectorAll("input[type=text]")) if (line.GetAttribute("name")!.StartsWith("role.", StringComparison.Ordinal)) sent.Add((line.GetAttribute("name")!, "The house by the river"));
        return [.. sent];
    }

    /// <summary>Somebody who sits in a unit of a kind.</summary>
    private async Task<AReader> OfKindAsync(UnitKind kind, int nth = 0)
    {
        var desk = demo.Server.Desk;
        var day = desk.InForce.DayOf(desk.Now);
        var today = desk.InForce.Structure.On(day);
        var unit = desk.Standing.SeatsOn(day).Where(seat => today.Unit(seat.Unit)?.UnitKind == kind).GroupBy(static seat => seat.Unit).OrderBy(static seats => seats.Key, StringComparer.Ordinal).ElementAt(nth);
        return await demo.InPostAsync(unit.First().Post, unit.Key);
    }

    [GeneratedRegex("「([^」]+)」")]
    private static partial Regex Proposed();

    [GeneratedRegex("[A-Za-z][A-Za-z-]+")]
    private static partial Regex Latin();
}
