using System.Net;
using System.Text;
using Microsoft.Playwright;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Auditing;
using Trellis.Scenarios.Ledger;
using Trellis.Web.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Anybody looks into the record of a demo: its latest entries, one that they look for, and its receipt in their own browser.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class LookingIntoTheRecord(ADemo demo, ThePages pages)
{
    private const string Finds = "Number of an entry, number of a matter, or address on a receipt";

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task Somebody_finds_their_entry_without_a_script_and_verifies_it_in_the_browser(int width)
    {
        using var reader = demo.Comes("en");
        await using var plain = await pages.ComeAsAsync(reader, demo.Address, width, withScript: false);
        await plain.Page.GotoAsync(new Uri(demo.Address, "/record").AbsoluteUri);
        await plain.Page.GetByLabel(Finds).FillAsync(new Uri(demo.Address, "/receipt/17").AbsoluteUri);
        await plain.Page.GetByRole(AriaRole.Button, new() { Name = "Find", Exact = true }).ClickAsync();
        await Assertions.Expect(plain.Page.GetByRole(AriaRole.Heading, new() { Name = "Entry 17", Exact = true })).ToBeVisibleAsync();
        var verifies = await plain.Page.GetByRole(AriaRole.Link, new() { Name = "Verify it in the browser", Exact = true }).GetAttributeAsync("href");

        await using var shown = await pages.ComeAsync(width);
        await shown.Page.GotoAsync(new Uri(demo.Address, verifies!).AbsoluteUri);
        Assert.StartsWith("c2sp.org/tlog-proof@v1\n", await shown.Page.GetByLabel("Receipt", new() { Exact = true }).InputValueAsync(), StringComparison.Ordinal);
        // The key comes on another way, never with the link.
        Assert.Equal("", await shown.Page.GetByLabel("Key", new() { Exact = true }).InputValueAsync());
        await shown.Page.GetByLabel("Key", new() { Exact = true }).FillAsync(RecordKeys.Open(demo.Server.Writer.Place.Keys).Signer.Verifier.ToString());
        await shown.Page.GetByRole(AriaRole.Button, new() { Name = "Verify", Exact = true }).ClickAsync();
        await Assertions.Expect(shown.Page.Locator("#verdict")).ToBeVisibleAsync();
        Assert.Equal(["entry-included", "signed"], await shown.Page.Locator("ul.proven li").EvaluateAllAsync<string[]>("all => all.map(one => one.dataset.code)"));
        Assert.Equal(0, await shown.Page.Locator("ul.doubts").CountAsync());
        Assert.All(shown.Requests, static request => Assert.DoesNotContain("receipt=", request.Split('#')[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_latest_entries_tell_nothing_of_anybody_and_lead_back_to_the_first()
    {
        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident);
        var (_, mine) = await resident.OpenAsync("/matters");
        var number = mine.QuerySelector("table tbody a")!.GetAttribute("href")!["/matters/".Length..];
        await resident.SendAsync($"/matters/{number}/do/add-information", ("key", "record-1"), ("reason", "The lamp at number 9."), ("sure", "yes"));
        await demo.Server.Writer.CheckpointOfAsync(demo.Server.Writer.Size - 1, TheProgram.Patience);
        using var reader = demo.Comes("en");

        var (status, newest) = await reader.OpenAsync("/record");
        Assert.Equal(HttpStatusCode.OK, status);
        var rows = newest.QuerySelectorAll("table.rows tbody tr");
        Assert.Equal(20, rows.Length);
        Assert.All(rows, static row => Assert.StartsWith("/record/", row.QuerySelector("a")!.GetAttribute("href")!, StringComparison.Ordinal));
        foreach (var part in (string[])[number, "number 9", "information", "requester"]) Assert.DoesNotContain(part, newest.QuerySelector("section[aria-labelledby=latest] table")!.TextContent, StringComparison.OrdinalIgnoreCase);

        var (_, last) = await reader.OpenAsync("/record?before=3");
        Assert.Equal(["/record/2", "/record/1", "/record/0"], last.QuerySelectorAll("table.rows tbody a").Select(static link => link.GetAttribute("href")!));
        Assert.Equal("Marked: this record was lived by a simulator", last.QuerySelectorAll("table.rows tbody tr")[^1].Children[1].TextContent);
        Assert.DoesNotContain(last.QuerySelectorAll("a"), static link => link.TextContent == "Older");
    }

    [Fact]
    public async Task The_number_of_a_matter_leads_whoever_may_see_it_to_its_receipt_and_nobody_else()
    {
        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident);
        var number = await resident.FirstMatterAsync(Looks.Resident);
        using var other = demo.Comes("en");
        await other.SendAsync("/sign-in", ("person", "somebody-else"));
        using var nobody = demo.Comes("en");

        Assert.Equal("We have it", (await resident.OpenAsync($"/record?find={number}")).Page.QuerySelector("h1")!.TextContent);
        var (_, refused) = await other.OpenAsync($"/record?find={number}");
        Assert.Contains("not yours to see", refused.QuerySelector("#find-fault")!.TextContent, StringComparison.Ordinal);
        // Whether there is such a matter is not told.
        Assert.Equal(refused.QuerySelector("#find-fault")!.TextContent, (await other.OpenAsync("/record?find=2026-9999999")).Page.QuerySelector("#find-fault")!.TextContent);
        Assert.Contains("Sign in", (await nobody.OpenAsync($"/record?find={number}")).Page.QuerySelector("#find-fault a")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lamp", "cannot be read")]
    [InlineData("999999999", "no such entry yet")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "No entry of the record has this digest")]
    [InlineData("elsewhere.example/record 17 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "of another record")]
    public async Task What_is_not_found_is_told_at_the_field_and_what_was_written_stays(string written, string says)
    {
        using var reader = demo.Comes("en");

        var (status, page) = await reader.OpenAsync($"/record?find={Uri.EscapeDataString(written)}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(says, page.QuerySelector("#find-fault")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(written, page.QuerySelector("#find")!.GetAttribute("value"));
        Assert.Equal("true", page.QuerySelector("#find")!.GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task A_digest_leads_to_its_entry_and_the_root_to_how_many_it_is_over()
    {
        using var reader = demo.Comes("en");
        var (_, entry) = await reader.OpenAsync("/record/17");
        var digest = Beside(entry, "Digest");

        foreach (var written in (string[])[digest, Convert.ToHexString(Convert.FromBase64String(digest))])
            Assert.Equal("Entry 17", (await reader.OpenAsync($"/record?find={Uri.EscapeDataString(written)}")).Page.QuerySelector("h1")!.TextContent);

        var (_, head) = await reader.OpenAsync("/record");
        var (_, told) = await reader.OpenAsync($"/record?find={Uri.EscapeDataString(Beside(head, "Root"))}");
        Assert.Contains($"the root over the first {Beside(head, "Entries")} entries", told.QuerySelector("#find-told")!.TextContent, StringComparison.Ordinal);
        Assert.Null(told.QuerySelector("#find-fault"));
    }

    [Fact]
    public async Task A_checkpoint_that_somebody_saved_is_held_against_the_record()
    {
        using var reader = demo.Comes("en");
        var saved = demo.Server.Writer.CountingCheckpoint!;
        var own = Encoding.UTF8.GetString(saved.Encode());
        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident);
        await resident.FileNoiseAsync(); // the record has grown since

        var (_, same) = await reader.OpenAsync($"/record?find={Uri.EscapeDataString(own)}");
        Assert.Contains("They are the same", same.QuerySelector("#find-told[role=status]")!.TextContent, StringComparison.Ordinal);
        var (_, other) = await reader.OpenAsync($"/record?find={Uri.EscapeDataString(own.Replace(saved.Checkpoint.Root.ToString(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", StringComparison.Ordinal))}");
        Assert.Contains("They differ", other.QuerySelector("#find-told[role=alert]")!.TextContent, StringComparison.Ordinal);
        var (_, later) = await reader.OpenAsync($"/record?find={Uri.EscapeDataString(own.Replace($"\n{saved.Checkpoint.Size}\n", "\n999999999\n", StringComparison.Ordinal))}");
        Assert.Contains("only", later.QuerySelector("#find-fault")!.TextContent, StringComparison.Ordinal);
    }

    private static string Beside(AngleSharp.Dom.IDocument page, string name) => page.QuerySelectorAll("dl.facts dt").Single(one => one.TextContent == name).NextElementSibling!.TextContent.Trim();

    [Theory]
    [InlineData("/record?before=abc")]
    [InlineData("/record?before=-1")]
    [InlineData("/record?before=99999999999999999999")]
    public async Task A_page_that_is_not_there_is_the_newest(string address)
    {
        using var reader = demo.Comes("en");

        Assert.Equal("Latest entries", (await reader.OpenAsync(address)).Page.QuerySelector("#latest")!.TextContent);
    }

    [Theory]
    [InlineData("/record/-1")]
    [InlineData("/record/x")]
    public async Task What_is_no_entry_has_no_page(string address)
    {
        using var reader = demo.Comes("en");

        Assert.Equal(HttpStatusCode.NotFound, (await reader.OpenAsync(address)).Status);
    }
}

/// <summary>Who witnesses a record is told on its page.</summary>
public sealed class SeeingWitnessesOnPages
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Without_a_witness_the_page_says_what_to_do_and_with_one_who_signed_when(string kind)
    {
        await using var site = await ASite.On(kind);
        using var reader = site.Comes();
        await site.Server.Writer.CheckpointOfAsync(site.Server.Writer.Size - 1, ARecord.Patience);
        Assert.Contains("There is no witness yet", (await reader.OpenAsync("/record")).Page.QuerySelector("section[aria-labelledby=head]")!.TextContent, StringComparison.Ordinal);

        var witness = new AWitness("neighbour.example/w", 9, RecordKeys.Open(site.Record.Place.Keys).Signer.Verifier, site.Record.Clock.GetUtcNow);
        var away = NoteSigner.Make("upper.example/w", NoteKeyType.Cosignature, new byte[32]).Verifier;
        Assert.True(WitnessPolicy.TryRead(Encoding.UTF8.GetBytes($"witness w0 {witness.Key}\nwitness w1 {away}\ngroup all 1 w0 w1\nquorum all\n"), out var policy, out var fault), fault);
        await site.RestartAsync(new RecordSettings { Witnesses = [witness], Policy = policy, CheckpointEvery = TimeSpan.FromMilliseconds(50) });
        await site.Server.Writer.CheckpointOfAsync(site.Server.Writer.Size - 1, ARecord.Patience);

        using var again = site.Comes();
        var lines = (await again.OpenAsync("/record")).Page.QuerySelectorAll("section[aria-labelledby=head] ul li").Select(static line => line.TextContent).ToList();
        Assert.Collection(
            lines,
            static line => Assert.Matches(@"^neighbour\.example/w\s+the signature is good\s+\d+ \w+ 20\d\d, \d\d:\d\d", line),
            static line => Assert.Matches(@"^upper\.example/w\s+has not signed this one", line));
    }
}
