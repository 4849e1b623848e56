using System.Net;
using AngleSharp.Dom;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Whoever lives under a rule says how it should be otherwise, and it ends.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class ProposingChanges(ADemo demo)
{
    private const string Rule = "/structure/matters/tree-felling";

    [Fact]
    public async Task A_resident_proposes_in_plain_words_and_sees_where_it_stands_and_nobody_else_reads_the_words()
    {
        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident);
        var (_, rule) = await resident.OpenAsync("/structure/duties/construction-noise");
        Assert.Equal("/structure/duties/construction-noise/propose", rule.QuerySelectorAll("a").Single(static link => link.TextContent == "Propose a change").GetAttribute("href"));

        var number = await resident.ProposeAsync("/structure/duties/construction-noise", "The township should measure, not the bureau.");

        var (_, own) = await resident.OpenAsync($"/proposals/{number}");
        Assert.Contains("The township should measure, not the bureau.", own.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("being answered", own.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Answered by", own.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        // It is a matter like any other.
        Assert.Equal(HttpStatusCode.OK, (await resident.OpenAsync($"/matters/{number}")).Status);

        using var stranger = demo.Comes("en");
        var (_, list) = await stranger.OpenAsync("/proposals");
        Assert.Contains(list.QuerySelectorAll("table a"), link => link.GetAttribute("href") == $"/proposals/{number}");
        var (_, theirs) = await stranger.OpenAsync($"/proposals/{number}");
        Assert.DoesNotContain("The township should measure", theirs.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.OpenAsync("/proposals/2026-9999999")).Status);
    }

    [Fact]
    public async Task A_proposal_with_a_text_is_planned_simulated_adopted_laid_open_and_answered()
    {
        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident, 1);
        var (_, asked) = await resident.OpenAsync(Rule + "/propose");
        var begun = await resident.SendAsync(Rule + "/propose", [.. AReader.Hidden(asked), ("words", "Twelve days are too few."), ("begin", "yes")]);
        var text = begun.QuerySelector("textarea[name=written]")!.TextContent;
        Assert.StartsWith("matter: tree-felling", text, StringComparison.Ordinal);
        Assert.Equal("Twelve days are too few.", begun.QuerySelector("textarea[name=words]")!.TextContent);
        var promise = System.Text.RegularExpressions.Regex.Match(text, "promise: \"?[0-9]+ working days", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        Assert.NotEmpty(promise);
        var changed = text.Replace(promise, "promise: 25 working days", StringComparison.Ordinal);
        var check = await resident.SendAsync(Rule + "/propose", [.. AReader.Hidden(begun), ("words", "Twelve days are too few."), ("written", changed)]);
        Assert.Null(check.QuerySelector("[role=alert]"));
        Assert.NotEmpty(check.QuerySelectorAll("section[aria-labelledby=plan] li"));
        var number = await resident.ProposeAsync(Rule, "Twelve days are too few.", changed);

        // It is lived through beside the work.
        IDocument page;
        for (var again = 0; ; again++)
        {
            (_, page) = await resident.OpenAsync($"/proposals/{number}");
            if (page.QuerySelector("section[aria-labelledby=plan] details summary") is not null) break;
            Assert.True(again < 600, "It is never simulated.");
            await Task.Delay(500, TheProgram.Patience);
        }

        Assert.Contains("Over everything", page.QuerySelector("section[aria-labelledby=plan]")!.TextContent, StringComparison.Ordinal);

        using var reform = await demo.InPostAsync("reform-officer", "cuiwei");
        await DoStepAsync(reform, number);
        await DoStepAsync(reform, number, ("passed", "yes"), ("fact.matter.review-cause", "The notice alone takes a week."));
        using var leader = await demo.InPostAsync("county-leader", "cuiwei");
        await DoStepAsync(leader, number, ("outcome", "adopt"), ("reason", "It is right."));
        var (_, adopted) = await leader.OpenAsync($"/proposals/{number}?open=yes");
        Assert.Contains("Adopted", adopted.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Twelve days are too few.", adopted.Body!.TextContent, StringComparison.Ordinal);

        var bad = await leader.SendAsync($"/proposals/{number}", ("days", "0"));
        Assert.NotNull(bad.QuerySelector("[role=alert] li"));
        var versions = await leader.SendAsync($"/proposals/{number}", ("days", "3"));
        Assert.Contains("laid open", versions.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        var open = versions.QuerySelectorAll(".door").First(static one => one.TextContent.Contains("open to objections", StringComparison.Ordinal)).QuerySelector("a")!.GetAttribute("href")!;
        var (status, version) = await resident.OpenAsync(open);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Null(version.QuerySelector("form[method=post]:not([action])"));
    }

    [Fact]
    public async Task What_cannot_be_proposed_is_told_with_its_place_and_nothing_is_lost()
    {
        using var nobody = demo.Comes("en");
        var (_, sign) = await nobody.OpenAsync(Rule + "/propose");
        Assert.Equal(Rule + "/propose", sign.QuerySelector("input[name=back]")!.GetAttribute("value"));

        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident);
        var (_, asked) = await resident.OpenAsync(Rule + "/propose");
        var silent = await resident.SendAsync(Rule + "/propose", [.. AReader.Hidden(asked), ("words", "  ")]);
        Assert.Contains("what is wrong", silent.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);

        var broken = await resident.SendAsync(Rule + "/propose", [.. AReader.Hidden(asked), ("words", "Later."), ("written", "overlay: later\nkind: locel\nname: {zh: 晚, en: Later}\nplaces: [cuiwei]\n")]);
        Assert.Contains("Line 2", broken.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Later.", broken.QuerySelector("textarea[name=words]")!.TextContent);
        Assert.Contains("locel", broken.QuerySelector("textarea[name=written]")!.TextContent, StringComparison.Ordinal);

        // What says nothing is not taken for a change.
        var none = await resident.SendAsync(Rule + "/propose", [.. AReader.Hidden(asked), ("words", "Later."), ("written", "# nothing")]);
        Assert.NotNull(none.QuerySelector("[role=alert] li"));
        Assert.Equal(HttpStatusCode.NotFound, (await resident.OpenAsync("/structure/duties/no-such-duty/propose")).Status);
    }

    [Fact]
    public async Task Somebody_in_a_post_proposes_as_themselves_and_another_post_does_not_read_it()
    {
        using var officer = await demo.InPostAsync("safety-officer", "xikou");
        var number = await officer.ProposeAsync("/structure/forms/safety-monthly", "Nobody uses the second column.");
        var (_, own) = await officer.OpenAsync($"/proposals/{number}");
        Assert.Contains("Nobody uses the second column.", own.Body!.TextContent, StringComparison.Ordinal);
        // Where it is followed they are themselves, whatever their post may see.
        var follow = own.QuerySelectorAll("a").Single(static link => link.TextContent == "Follow it, add to it, or withdraw it").GetAttribute("href")!;
        var (status, matter) = await officer.OpenAsync(follow);
        Assert.Equal(HttpStatusCode.OK, status);
        var withdraw = matter.QuerySelectorAll("section[aria-labelledby=offers] a").Single(static link => link.TextContent == "Withdraw").GetAttribute("href")!;
        var withdrawn = await officer.DoAsync(withdraw, ("reason", "It is used after all."));
        Assert.Contains("in the record", withdrawn.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);

        using var other = await demo.InPostAsync("safety-officer", "yunling");
        var (_, theirs) = await other.OpenAsync($"/proposals/{number}?open=yes");
        Assert.DoesNotContain("Nobody uses the second column.", theirs.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(theirs.QuerySelectorAll("a"), static link => link.TextContent == "Open it");
        Assert.Equal(HttpStatusCode.NotFound, (await other.OpenAsync(follow)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.OpenAsync(withdraw)).Status);
    }

    /// <summary>Does what a page of a matter offers first.</summary>
    private static async Task DoStepAsync(AReader reader, string number, params (string Name, string Value)[] fields)
    {
        var (_, matter) = await reader.OpenAsync($"/matters/{number}");
        var address = matter.QuerySelector("section[aria-labelledby=offers] a.act")!.GetAttribute("href")!;
        var done = await reader.DoAsync(address, fields);
        Assert.True(done.QuerySelector("[role=status]") is not null, done.QuerySelector("[role=alert]")?.TextContent ?? done.Body!.TextContent);
    }
}
