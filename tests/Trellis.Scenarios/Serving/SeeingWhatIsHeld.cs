using System.Net;
using AngleSharp.Dom;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>A person sees what is held of them and who looked, and does something about it.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class SeeingWhatIsHeld(ADemo demo)
{
    [Fact]
    public async Task Whoever_was_looked_at_sees_by_whom_and_asks_why()
    {
        using var reader = await demo.WhoWasLookedAtAsync("en");
        var (_, looks) = await reader.OpenAsync("/mine/looks");
        var row = looks.QuerySelector("table.rows tbody tr")!;
        Assert.Contains("purpose:", row.TextContent, StringComparison.Ordinal);
        var address = row.QuerySelectorAll("a").Single(static link => link.TextContent == "Question this look").GetAttribute("href")!;

        var receipt = await reader.SendAsync(address, ("said", "I do not know this office."));
        Assert.Equal("We have it", receipt.QuerySelector("h1")!.TextContent);
        var number = receipt.QuerySelector(".spoken")!.TextContent;

        // However often it is pressed, it is one matter.
        Assert.Equal(number, (await reader.SendAsync(address, ("said", "I do not know this office."))).QuerySelector(".spoken")!.TextContent);
        var (_, matter) = await reader.OpenAsync($"/matters/{number}");
        Assert.Contains("I do not know this office.", matter.Body!.TextContent, StringComparison.Ordinal);

        // Nobody questions a look at somebody else.
        using var other = demo.Comes("en");
        await other.SendAsync("/sign-in", ("person", "somebody-else"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.OpenAsync(address)).Status);
    }

    [Fact]
    public async Task What_somebody_gave_is_listed_with_where_it_comes_from_and_shown_when_they_ask()
    {
        using var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Resident);
        var (_, matters) = await reader.OpenAsync("/matters");
        var matter = matters.QuerySelector("table tbody a")!.GetAttribute("href")!;
        var key = "mine-1";
        await reader.SendAsync($"{matter}/do/add-information", ("key", key), ("reason", "The lamp at number 4."), ("sure", "yes"));

        var (_, hidden) = await reader.OpenAsync("/mine");
        Assert.DoesNotContain("The lamp at number 4.", hidden.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("yourself", hidden.QuerySelector("table.rows")!.TextContent, StringComparison.Ordinal);

        var shown = await LastAsync(reader);
        Assert.Contains("The lamp at number 4.", shown, StringComparison.Ordinal);

        using var other = demo.Comes("en");
        await other.SignInAsync(Looks.Resident, 1);
        Assert.DoesNotContain("The lamp at number 4.", await LastAsync(other), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh", "没有人写过内容")]
    [InlineData("en", "this matter was simulated")]
    public async Task What_is_held_is_shown_in_words_and_not_by_the_names_that_programs_have_for_them(string language, string simulated)
    {
        // Of some more is held than of others; together there is enough of every kind.
        var contents = new List<string>();
        for (var which = 0; which < 6; which++)
        {
            using var other = demo.Comes(language);
            await other.SignInAsync(Looks.Resident, which);
            contents.AddRange((await other.OpenAsync("/mine?values=yes")).Page.QuerySelectorAll("table.rows td:nth-child(2)").Select(static cell => cell.TextContent.Trim()));
        }

        Assert.True(contents.Count > 12, $"{contents.Count} values");
        Assert.Contains(contents, one => one.Contains(simulated, StringComparison.Ordinal));
        Assert.DoesNotContain("simulated", contents);
        Assert.DoesNotContain("not known", contents);
        Assert.DoesNotContain(contents, static one => one.EndsWith(" CNY", StringComparison.Ordinal));
        Assert.Contains(contents, one => one.EndsWith(language == "zh" ? " 元" : " yuan", StringComparison.Ordinal));
        Assert.DoesNotContain(contents, static one => System.Text.RegularExpressions.Regex.IsMatch(one, "^d[0-9]+-[0-9]+$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain(contents, static one => System.Text.RegularExpressions.Regex.IsMatch(one, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain(contents, static one => System.Text.RegularExpressions.Regex.IsMatch(one, "^[a-z-]+/[A-Za-z0-9-]+$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        if (language == "zh") Assert.DoesNotContain(contents, static one => System.Text.RegularExpressions.Regex.IsMatch(one, "^[a-z][a-z-]*$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Whoever_may_be_entitled_is_told_first_by_which_rule_and_nobody_has_looked()
    {
        var (told, untold) = (0, 0);
        for (var number = 1; number <= 400 && (told == 0 || untold == 0); number++)
        {
            using var reader = demo.Comes("en");
            await reader.SendAsync("/sign-in", ("person", $"r{number:D7}"));
            var (_, page) = await reader.OpenAsync("/mine/entitled");
            if (page.QuerySelector("ul.doors a[href='/guide/old-age-allowance']") is { } link)
            {
                told++;
                var door = link.Closest(".door")!;
                Assert.Contains("is at least 80", door.TextContent, StringComparison.Ordinal);
                Assert.NotNull(door.QuerySelector("a[href='/guide/old-age-allowance/file']"));
                var (_, guide) = await reader.OpenAsync("/guide");
                Assert.Contains(guide.QuerySelectorAll("main a"), static one => one.GetAttribute("href") == "/mine/entitled");
                var (_, looks) = await reader.OpenAsync("/mine/looks");
                Assert.DoesNotContain("Old-age", looks.QuerySelector("main")!.TextContent, StringComparison.OrdinalIgnoreCase);
            }
            else
            {
                untold++;
                Assert.Contains("Nothing follows from what is held of you", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            }
        }

        Assert.True(told > 0 && untold > 0, $"{told} told, {untold} not.");
        using var nobody = demo.Comes("en");
        Assert.Contains("Pick somebody", (await nobody.OpenAsync("/mine/entitled")).Page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_register_holds_of_somebody_is_listed_with_the_purposes_that_it_is_kept_for()
    {
        using var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Resident);

        var (_, mine) = await reader.OpenAsync("/mine");

        var rows = mine.QuerySelectorAll("table.rows tbody tr").Select(static row => row.TextContent).ToList();
        Assert.Contains(rows, static row => row.Contains("Telephone", StringComparison.OrdinalIgnoreCase) && row.Contains("Persons, for ", StringComparison.Ordinal));
        Assert.DoesNotContain(rows, static row => row.Contains("working on matters", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Ask for a copy")]
    [InlineData("Have something corrected")]
    [InlineData("Object to a use")]
    [InlineData("Withdraw consent")]
    [InlineData("Have something erased")]
    public async Task Each_right_leads_to_the_matter_that_serves_it(string right)
    {
        using var reader = demo.Comes("en");
        await reader.SignInAsync(Looks.Resident);
        var (_, mine) = await reader.OpenAsync("/mine");

        var address = mine.QuerySelectorAll("section a").First(link => link.TextContent == right).GetAttribute("href")!;
        var (status, form) = await reader.OpenAsync(address);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(form.QuerySelectorAll("main button"), static button => button.TextContent == "Next: check");
        // What was picked is not asked again.
        Assert.Equal($"{right}: ", form.QuerySelector("main form textarea")!.TextContent);
        Assert.Equal("", (await reader.OpenAsync(address.Split('?')[0] + "?right=no-such-right")).Page.QuerySelector("main form textarea")!.TextContent);
    }

    [Fact]
    public async Task What_is_held_of_somebody_is_for_nobody_else()
    {
        using var officer = demo.Comes("en");
        await officer.SignInAsync(Looks.Officer);
        foreach (var address in (string[])["/mine", "/mine/looks", "/mine/looks/1/question"])
            Assert.Equal("Pick somebody", (await officer.OpenAsync(address)).Page.QuerySelector("h1")!.TextContent);
    }

    private static async Task<string> LastAsync(AReader reader)
    {
        var all = "";
        for (var address = "/mine?values=yes"; address is not null;)
        {
            var (_, page) = await reader.OpenAsync(address);
            all += page.Body!.TextContent;
            address = page.QuerySelectorAll("a").SingleOrDefault(static link => link.TextContent == "More")?.GetAttribute("href");
        }

        return all;
    }
}
