using AngleSharp.Dom;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Where an office needs somebody's word, they read all of what they agree to, give it and take it back, on one page and without a script.</summary>
public sealed class ConsentingOnPages
{
    private const string Purpose = "relief";

    [Theory]
    [InlineData("en", "Agree: Social relief", "Withdraw consent", "what is agreed to", "Who may use it", "government units")]
    [InlineData("zh", "同意：社会救助", "撤回同意", "看告知书全文", "谁可以用", "政府单位")]
    public async Task What_is_agreed_to_is_read_in_full_given_to_this_revision_alone_and_taken_back_only_where_it_was_given(string language, string agree, string withdraw, string read, string who, string kinds)
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        using var person = new AReader(county.Server.Addresses[0], language);
        await person.SendAsync("/sign-in", ("person", AServedCounty.Wang));

        var door = Door(await MineAsync(person), agree);
        var told = door.QuerySelector("details")!.TextContent;
        foreach (var word in (string[])[read, who, kinds]) Assert.Contains(word, told, StringComparison.Ordinal);
        Assert.True(door.QuerySelectorAll("details li").Length > 5);
        Assert.DoesNotContain(door.QuerySelectorAll("button"), one => one.TextContent == withdraw);
        // Where an office stands on the law there is nothing to agree to.
        Assert.DoesNotContain((await MineAsync(person)).QuerySelectorAll("button[name=give]"), static one => one.GetAttribute("value") == "licensing");

        // To an agreement that is not in force nobody agrees, nor to a purpose that asks for nothing.
        Assert.NotNull((await person.SendAsync("/mine", ("give", Purpose), ("agreement", "0000"))).QuerySelector("[role=alert]"));
        Assert.NotNull((await person.SendAsync("/mine", ("give", "licensing"), ("agreement", "0000"))).QuerySelector("[role=alert]"));
        Assert.NotNull((await person.SendAsync("/mine", ("give", "no-such-purpose"), ("agreement", ""))).QuerySelector("[role=alert]"));
        Assert.DoesNotContain(county.Record.Entries(), static entry => entry.Event == "consent-given/1");

        var form = door.QuerySelectorAll("form").Single(one => one.QuerySelector("button")!.TextContent == agree);
        (string, string)[] sent = [.. AReader.Hidden(form), ("give", Purpose)];
        var given = await person.SendAsync("/mine", sent);
        Assert.NotNull(given.QuerySelector("[role=status]"));
        Assert.Single(county.Record.Entries(), static entry => entry.Event == "consent-given/1");
        var after = given.QuerySelectorAll("section[aria-labelledby=consents] .door").Single(one => one.QuerySelectorAll("button[name=withdraw]").Any(static button => button.GetAttribute("value") == Purpose));
        Assert.DoesNotContain(after.QuerySelectorAll("button"), one => one.TextContent == agree);
        Assert.NotNull(after.QuerySelector("a[href^='/receipt/']"));
        Assert.NotNull((await person.SendAsync("/mine", sent)).QuerySelector("[role=alert]"));
        Assert.Single(county.Record.Entries(), static entry => entry.Event == "consent-given/1");

        var gone = await person.SendAsync("/mine", ("withdraw", Purpose));
        Assert.NotNull(gone.QuerySelector("[role=status]"));
        Assert.Equal(2, Door(gone, agree).QuerySelectorAll("a[href^='/receipt/']").Length);
        Assert.Single(county.Record.Entries(), static entry => entry.Event == "consent-withdrawn/1");

        // It is nobody else's to give.
        using var officer = await LookingThroughRowsOfForms.SignedInAsync(county, "data-officer@cuiwei");
        await officer.SendAsync("/mine", sent);
        Assert.Single(county.Record.Entries(), static entry => entry.Event == "consent-given/1");
    }

    private static async Task<IDocument> MineAsync(AReader person) => (await person.OpenAsync("/mine")).Page;

    private static IElement Door(IDocument page, string agree) => page.QuerySelectorAll("section[aria-labelledby=consents] .door").Single(one => one.QuerySelectorAll("button").Any(button => button.TextContent == agree));
}
