using System.Text;
using Microsoft.Playwright;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Structure.Files;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>A version of the structure comes into force in a browser: by the words that stand on the page.</summary>
public sealed class AdoptingOnPages(ThePages pages) : IClassFixture<ThePages>
{
    [Fact]
    public async Task A_unit_whose_duties_grow_objects_is_answered_and_the_version_is_adopted()
    {
        await using var county = await AServedCounty.WithPages("SQLite");
        var desk = county.Server.Desk;
        var seats = desk.Standing.SeatsOn(desk.InForce.DayOf(county.Clock.Now)).ToList();
        var leader = seats.First(static one => one is { Post: "county-leader", Unit: "cuiwei" });
        var market = seats.First(static one => one.Unit == "market");
        var until = county.Clock.Now.AddHours(2);
        Assert.IsType<ActAnswer.Done>(await desk.ProposeAsync(
            new Actor.Officer(new ActorId(leader.Actor), new PostAt(leader.Post, new UnitId(leader.Unit))), MovedToMarket(), until, desk.InForce.DayOf(until).AddDays(2), null, TheProgram.Patience));
        var version = desk.Adoptions.Adoptions.Values.Single(static one => one.Adopted is null);
        Assert.Contains(version.Grows, static unit => unit.Text == "market");
        var address = new Uri(county.Server.Addresses[0], $"/structure/versions/{version.Version}").AbsoluteUri;

        await using var theirs = await SignedInAsync(county, market);
        await theirs.Page.GotoAsync(address);
        var objecting = theirs.Page.GetByRole(AriaRole.Form, new() { Name = "Object" });
        await objecting.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await Assertions.Expect(theirs.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Why it should not be so");
        await objecting.GetByLabel("Which duty").SelectOptionAsync(new SelectOptionValue { Label = "Helping neighbourhood groups to grow" });
        await objecting.GetByLabel("Why it should not be so").FillAsync("We have nobody who has done this before.");
        await objecting.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await objecting.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Assertions.Expect(theirs.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "in the record" })).ToBeVisibleAsync();

        await using var ours = await SignedInAsync(county, leader);
        await ours.Page.GotoAsync(address);
        Assert.Equal(0, await ours.Page.GetByRole(AriaRole.Form, new() { Name = "Adopt it" }).CountAsync());
        var answering = ours.Page.GetByRole(AriaRole.Form, new() { Name = "Answer objection 1" });
        await answering.GetByLabel("it is not followed").CheckAsync();
        await answering.GetByLabel("Why", new() { Exact = true }).FillAsync("Two people come over from the bureau.");
        await answering.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        // Back in the browser, and twice on the button: it is answered once.
        await answering.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).WaitForAsync();
        await ours.Page.GoBackAsync();
        await answering.GetByLabel("it is not followed").CheckAsync();
        await answering.GetByLabel("Why", new() { Exact = true }).FillAsync("Two people come over from the bureau.");
        await answering.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await answering.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).DblClickAsync();
        await Assertions.Expect(ours.Page.GetByText("not followed", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(ours.Page.GetByText("Two people come over from the bureau.")).ToBeVisibleAsync();

        county.Clock.Move(TimeSpan.FromHours(3));
        await ours.Page.GotoAsync(address);
        var adopting = ours.Page.GetByRole(AriaRole.Form, new() { Name = "Adopt it" });
        await adopting.GetByRole(AriaRole.Button, new() { Name = "Next: check" }).ClickAsync();
        await adopting.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Assertions.Expect(ours.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "in the record" })).ToBeVisibleAsync();
        Assert.NotNull(county.Server.Desk.Adoptions.Adoptions[version.Version].Adopted);
        Assert.Single(county.Server.Desk.Adoptions.Adoptions[version.Version].Objections);

        // In another tab that was open before, the form is still there; what it sends is told to be done already or not to be done now.
        await theirs.Page.ReloadAsync();
        Assert.Equal(0, await theirs.Page.GetByRole(AriaRole.Form, new() { Name = "Object" }).CountAsync());
        Assert.Empty(theirs.Complaints.Concat(ours.Complaints));
    }

    private async Task<ThePage> SignedInAsync(AServedCounty county, (string Actor, string Post, string Unit) seat)
    {
        using var reader = new AReader(county.Server.Addresses[0], "en");
        await reader.SendAsync("/sign-in", ("person", seat.Actor), ("post", seat.Post), ("unit", seat.Unit));
        return await pages.ComeAsAsync(reader, county.Server.Addresses[0]);
    }

    /// <summary>The county as it is, but that one duty is the market bureau's.</summary>
    private static List<SourceFile> MovedToMarket() =>
        [.. StructureFolder.Read(Structures.Of("cuiwei")).Select(static file => file.Path == "duties/own.tsv" ? new SourceFile(file.Path, Moved(file.Bytes)) : file)];

    private static byte[] Moved(byte[] table) => Encoding.UTF8.GetBytes(string.Join('\n', Encoding.UTF8.GetString(table).Split('\n').Select(static line => line.StartsWith("community-groups\t", StringComparison.Ordinal) ? line.Replace("\ttownships\t", "\tmarket\t", StringComparison.Ordinal) : line)));
}
