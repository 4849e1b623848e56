using System.Globalization;
using AngleSharp.Dom;
using Trellis.Authority;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Whoever files on a page says with one press that what is held is still right, or writes what is; nobody writes again what the base holds.</summary>
public sealed class FilingWhatIsHeld
{
    private const string Address = "/guide/residence-move/file";
    private const string Phone = "13900000001";
    private const string Newer = "13900000002";

    private static readonly RowId Wang = new("person", AServedCounty.Wang);

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_is_still_right_is_said_with_one_press_and_stands_in_no_second_copy(string kind)
    {
        await using var county = await AServedCounty.WithPages(kind);
        var position = await LongHeldAsync(county);
        using var reader = await ResidentAsync(county);
        var (_, asked) = await reader.OpenAsync(Address);
        var still = Radio(asked, "Right: what");
        Assert.Equal(position.ToString(CultureInfo.InvariantCulture), still.GetAttribute("value"));
        Assert.Contains("Chengguan", LabelOf(asked, still), StringComparison.Ordinal); // whose word it is
        Assert.DoesNotContain(Phone, asked.Body!.TextContent, StringComparison.Ordinal);

        var check = await reader.SendAsync(Address, [.. Fill(asked), (still.GetAttribute("name")!, still.GetAttribute("value")!)]);
        Assert.Null(check.QuerySelector("[role=alert]"));
        Assert.DoesNotContain("what is right now", check.QuerySelector("main")!.TextContent, StringComparison.Ordinal); // nothing is left blank by it
        await reader.SendAsync(Address, [.. AReader.Hidden(check.QuerySelector("main form[method=post]")!), ("sure", "yes")]);

        var contents = await ContentsAsync(county);
        Assert.Contains($"held:{Wang}#{position}", contents, StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, contents, StringComparison.Ordinal);
        await EndsWellAsync(county);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_is_right_instead_goes_to_its_owner_and_the_matter_refers_to_it(string kind)
    {
        await using var county = await AServedCounty.WithPages(kind);
        await LongHeldAsync(county);
        using var reader = await ResidentAsync(county);
        var (_, asked) = await reader.OpenAsync(Address);
        var wrong = Radio(asked, "Not right; written below");
        var written = asked.GetElementById(asked.QuerySelectorAll("label").Single(static one => one.TextContent == "Telephone: what is right now").GetAttribute("for")!)!.GetAttribute("name")!;

        var empty = await reader.SendAsync(Address, [.. Fill(asked), (wrong.GetAttribute("name")!, wrong.GetAttribute("value")!)]);
        Assert.Contains("please write what is", empty.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.True(Radio(empty, "Not right; written below").HasAttribute("checked"), "What was chosen is still chosen.");

        var check = await reader.SendAsync(Address, [.. Fill(empty), (wrong.GetAttribute("name")!, wrong.GetAttribute("value")!), (written, Newer)]);
        Assert.Null(check.QuerySelector("[role=alert]"));
        await reader.SendAsync(Address, [.. AReader.Hidden(check.QuerySelector("main form[method=post]")!), ("sure", "yes")]);

        Assert.Single(county.Server.Registers.Questions.Disagreements("person.phone", null, 10));
        Assert.DoesNotContain(Newer, await ContentsAsync(county), StringComparison.Ordinal);
        await EndsWellAsync(county);
    }

    [Fact]
    public async Task What_is_neither_confirmed_nor_written_is_left_open_and_a_position_that_nobody_offered_confirms_nothing()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        var position = await LongHeldAsync(county);
        using var reader = await ResidentAsync(county);
        var (_, asked) = await reader.OpenAsync(Address);

        var check = await reader.SendAsync(Address, [.. Fill(asked), (Radio(asked, "Right: what").GetAttribute("name")!, (position + 1).ToString(CultureInfo.InvariantCulture))]);
        Assert.Null(check.QuerySelector("[role=alert]"));
        await reader.SendAsync(Address, [.. AReader.Hidden(check.QuerySelector("main form[method=post]")!), ("sure", "yes")]);

        Assert.DoesNotContain("held:", await ContentsAsync(county), StringComparison.Ordinal);
        Assert.Empty(county.Server.Registers.Questions.Disagreements("person.phone", null, 10));
    }

    /// <summary>A telephone that was entered more than a year ago, which is longer than it is good for.</summary>
    private static async Task<long> LongHeldAsync(AServedCounty county)
    {
        const string post = "household-registrar@police-chengguan";
        await county.Officer(post);
        var seat = PostAt.Parse(post)!.Value;
        var value = new TypingItems(county.Server.Desk.InForce.Structure, county.Server.Desk.InForce.DayOf(county.Clock.Now)).Read("person", "phone", [Phone], out _);
        var answer = await county.Server.Registers.DoAsync(new ActOrder { By = new Actor.Officer(new ActorId($"o-{seat.Post}-{seat.Unit}"), seat), Act = new EnterSubject(Wang, [new ItemGiven("phone", value, null, null)], new SourceGiven(ValueSource.Act)) }, ARecord.Patience);
        county.Clock.Move(TimeSpan.FromDays(400));
        return Assert.IsType<ActAnswer.Done>(answer).Receipt.First;
    }

    private static async Task<AReader> ResidentAsync(AServedCounty county)
    {
        await county.Resident();
        var reader = new AReader(county.Server.Addresses[0], "en");
        await reader.SendAsync("/sign-in", ("person", AServedCounty.Wang));
        return reader;
    }

    private static async Task<string> ContentsAsync(AServedCounty county)
    {
        var mine = await county.Get("api/v1/matters", await county.Resident());
        var id = (string)mine.Json["matters"]!.AsArray().Single()!["id"]!;
        return (await county.Get($"api/v1/matters/{id}/contents", await county.Resident())).Body;
    }

    private static (string Name, string Value)[] Fill(IDocument page)
    {
        var filled = AReader.Hidden(page.QuerySelector("main form[method=post]")!).ToList();
        foreach (var label in page.QuerySelectorAll("main form[method=post] label"))
            if (label.TextContent.StartsWith("Which one it is about", StringComparison.Ordinal)) filled.Add((page.GetElementById(label.GetAttribute("for")!)!.GetAttribute("name")!, "The one by the bridge"));
            else if (label.TextContent == "In which village or neighbourhood") filled.Add((page.GetElementById(label.GetAttribute("for")!)!.GetAttribute("name")!, "tingxi"));
        return [.. filled];
    }

    private static IElement Radio(IDocument page, string label) => page.GetElementById(page.QuerySelectorAll("label").First(one => one.TextContent.StartsWith(label, StringComparison.Ordinal)).GetAttribute("for")!)!;

    private static string LabelOf(IDocument page, IElement field) => page.QuerySelector($"label[for='{field.Id}']")!.TextContent;

    private static async Task EndsWellAsync(AServedCounty county)
    {
        await county.Server.DisposeAsync();
        Assert.Empty(RebuildingTables.Run(county.Record.Place).Changed);
    }
}
