using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Trellis.Ledger;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Auditing;
using Trellis.Web.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>The page on which a resident verifies a receipt, in Chromium, found by its labels; and its own functions against every published vector.</summary>
public sealed class TheVerifierPage(ThePages pages) : IClassFixture<ThePages>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-page-").FullName;

    private static CancellationToken Patience => ARecord.Patience;

    public static TheoryData<string, int> LanguagesAndWidths => new() { { "zh", 320 }, { "zh", 360 }, { "zh", 1280 }, { "en", 320 }, { "en", 360 }, { "en", 1280 } };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // ---- a resident ------------------------------------------------------------------------------------------------------

    [Theory]
    [MemberData(nameof(LanguagesAndWidths))]
    public async Task A_resident_reads_what_a_receipt_proves(string language, int width)
    {
        await using var county = await ACounty.On("SQLite");
        var receipt = county.Receipt(20);
        await using var page = await OpenAsync(width, language);
        var says = Words(language);

        await FitsAsync(page, width, $"verifier-empty-{language}-{width}");
        await page.Page.GetByLabel(says.Receipt, new() { Exact = true }).FillAsync(await File.ReadAllTextAsync(receipt, Patience));
        await page.Page.GetByLabel(says.Key, new() { Exact = true }).FillAsync(await File.ReadAllTextAsync(county.Policy, Patience));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = says.Verify, Exact = true }).ClickAsync();

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = says.Holds })).ToBeFocusedAsync();
        Assert.Equal(["entry-included", "signed", "witnessed"], await CodesAsync(page, "proven"));
        Assert.Equal(["rest-of-record"], await CodesAsync(page, "unproven"));
        Assert.Empty(await CodesAsync(page, "doubts"));
        var said = await page.Page.Locator("#result").InnerTextAsync();
        foreach (var part in (string[])["matter-noted/1", "clerk @ xikou", "d-1 → p-1 → law/1", "matter: m-20", "county.example/record", "600"]) Assert.Contains(part, said, StringComparison.Ordinal);
        await FitsAsync(page, width, $"verifier-{language}-{width}");
    }

    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public async Task A_forged_receipt_is_named_with_what_to_do(string language)
    {
        await using var county = await ACounty.On("SQLite");
        Assert.True(TlogProof.TryRead(await File.ReadAllBytesAsync(county.Receipt(20), Patience), out var receipt, out _));
        var forged = receipt with { Extra = AnAttacker.Changed(receipt.Extra.ToArray()) };
        await using var page = await OpenAsync(360, language);

        await VerifyAsync(page, language, Encoding.UTF8.GetString(forged.Encode()), await File.ReadAllTextAsync(county.Policy, Patience));

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = Words(language).Wrong })).ToBeFocusedAsync();
        Assert.Equal(["receipt-does-not-hold"], await CodesAsync(page, "doubts"));
        Assert.DoesNotContain("entry-included", await CodesAsync(page, "proven"));
        await FitsAsync(page, 360, $"verifier-forged-{language}-360");
    }

    [Fact]
    public async Task Whatever_is_wrong_with_a_receipt_is_doubted()
    {
        await using var county = await ACounty.On("SQLite");
        Assert.True(TlogProof.TryRead(await File.ReadAllBytesAsync(county.Receipt(20), Patience), out var receipt, out _));
        var path = receipt.Path.ToArray();
        path[3] = path[2];
        var (key, policy) = (county.Signer.Verifier.ToString(), await File.ReadAllTextAsync(county.Policy, Patience));
        var stranger = NoteSigner.Make(county.Signer.Name, NoteKeyType.Ed25519, new byte[32]);
        var other = NoteSigner.Make("other.example/record", NoteKeyType.Ed25519, new byte[32]);
        var unwitnessed = receipt with { Checkpoint = receipt.Checkpoint with { Note = receipt.Checkpoint.Note.Only(static one => !one.Name.EndsWith("/witness", StringComparison.Ordinal)) } };
        var late = AnAttacker.Changed(receipt.Extra.ToArray(), at: new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
        (TlogProof Receipt, string Key, string Doubt)[] cases =
        [
            (receipt with { Index = 21 }, key, "receipt-does-not-hold"),
            (receipt with { Path = path }, key, "receipt-does-not-hold"),
            (receipt with { Path = [.. receipt.Path.Skip(1)] }, key, "receipt-does-not-hold"),
            (receipt with { Checkpoint = county.AtHalf }, key, "receipt-does-not-hold"),
            (receipt with { Extra = late }, policy, "dated-after-witness"),
            (receipt with { Extra = "{}"u8.ToArray() }, key, "entry-unreadable"),
            (receipt with { Checkpoint = SignedCheckpoint.Sign(receipt.Checkpoint.Checkpoint, stranger) }, key, "signature-wrong"),
            (receipt, stranger.Verifier.ToString(), "signature-wrong"),
            (receipt, other.Verifier.ToString(), "key-of-another"),
            (unwitnessed, policy, "witnesses-too-few"),
            (receipt with { Checkpoint = receipt.Checkpoint with { Note = receipt.Checkpoint.Note.Only(static one => one.Name.EndsWith("/witness", StringComparison.Ordinal)) } }, policy, "record-did-not-sign"),
        ];
        await using var page = await OpenAsync(768, "en");

        foreach (var (forged, trusted, doubt) in cases)
        {
            await VerifyAsync(page, "en", Encoding.UTF8.GetString(forged.Encode()), trusted);
            Assert.Contains(doubt, await CodesAsync(page, "doubts"));
            var file = Path.Combine(_folder, "receipt.tlog-proof");
            await File.WriteAllBytesAsync(file, forged.Encode(), Patience);
            Assert.Equal(1, ACounty.VerifyAt([file], trusted == policy ? ["--witnesses", county.Policy] : ["--key", trusted]).ExitCode); // the command says the same
        }
    }

    [Fact]
    public async Task Without_a_key_the_page_does_not_say_that_all_is_well()
    {
        await using var county = await ACounty.On("SQLite");
        await using var page = await OpenAsync(360, "zh");

        await VerifyAsync(page, "zh", await File.ReadAllTextAsync(county.Receipt(20), Patience), "");

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "本身成立，但还不知道是谁签的名" })).ToBeVisibleAsync();
        Assert.Equal(["who-signed", "one-record-for-all", "rest-of-record"], await CodesAsync(page, "unproven"));
        await FitsAsync(page, 360, "verifier-no-key-zh-360");
    }

    [Fact]
    public async Task A_resident_proves_the_value_that_stands_in_the_entry_as_a_commitment()
    {
        await using var county = await ACounty.On("SQLite");
        using var session = county.Record.Read();
        var opened = new PersonalReading(session, RecordKeys.Open(county.Keys), county.Record.Place.Attachments, new ReadingGround.Checking()).Value(20, "name")!;
        var receipt = await File.ReadAllTextAsync(county.Receipt(20), Patience);
        await using var page = await OpenAsync(768, "en");
        await page.Page.GetByText("More, if you have it").ClickAsync();
        await page.Page.GetByLabel("Name of the field").FillAsync("name");
        await page.Page.GetByLabel("Value", new() { Exact = true }).FillAsync(Encoding.UTF8.GetString(opened.Value.Span));

        foreach (var salt in (string[])[Convert.ToBase64String(opened.Salt.Span), Convert.ToHexString(opened.Salt.Span)])
        {
            await page.Page.GetByLabel("Salt").FillAsync(salt);
            await VerifyAsync(page, "en", receipt, county.Signer.Verifier.ToString());
            Assert.Contains("value-opens", await CodesAsync(page, "proven"));
        }

        await page.Page.GetByLabel("Value", new() { Exact = true }).FillAsync("Somebody else");
        await VerifyAsync(page, "en", receipt, county.Signer.Verifier.ToString());
        Assert.Equal(["value-differs"], await CodesAsync(page, "doubts"));

        await page.Page.GetByLabel("Name of the field").FillAsync("phone");
        await VerifyAsync(page, "en", receipt, county.Signer.Verifier.ToString());
        Assert.Equal(["value-without-commitment"], await CodesAsync(page, "doubts"));

        await page.Page.GetByLabel("Salt").FillAsync("short");
        await VerifyAsync(page, "en", receipt, county.Signer.Verifier.ToString(), expectAnswer: false);
        await Assertions.Expect(page.Page.GetByLabel("Salt")).ToBeFocusedAsync();
        Assert.Contains("32 bytes", await page.Page.Locator("#salt-fault").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_without_its_entry_takes_the_entry_or_its_hash()
    {
        await using var county = await ACounty.On("SQLite");
        Assert.True(TlogProof.TryRead(await File.ReadAllBytesAsync(county.Receipt(20), Patience), out var receipt, out _));
        var (bare, key) = (Encoding.UTF8.GetString((receipt with { Extra = default }).Encode()), county.Signer.Verifier.ToString());
        await using var page = await OpenAsync(768, "en");

        await VerifyAsync(page, "en", bare, key, expectAnswer: false);
        await Assertions.Expect(page.Page.GetByLabel("Entry", new() { Exact = true })).ToBeFocusedAsync();
        await page.Page.GetByLabel("Entry", new() { Exact = true }).FillAsync(Encoding.UTF8.GetString(receipt.Extra.Span) + "\n");
        await VerifyAsync(page, "en", bare, key);
        Assert.Equal(["entry-included", "signed"], await CodesAsync(page, "proven"));

        await page.Page.GetByLabel("Entry", new() { Exact = true }).FillAsync("");
        await page.Page.GetByLabel("Hash of the entry").FillAsync(Tree.Leaf(receipt.Extra.Span).ToString());
        await VerifyAsync(page, "en", bare, key);
        Assert.Equal(["entry-included", "signed"], await CodesAsync(page, "proven"));
        Assert.Contains("what-happened", await CodesAsync(page, "unproven"));

        await page.Page.GetByLabel("Hash of the entry").FillAsync(Tree.Leaf("other"u8).ToString());
        await VerifyAsync(page, "en", bare, key);
        Assert.Equal(["receipt-does-not-hold"], await CodesAsync(page, "doubts"));
        await VerifyAsync(page, "en", Encoding.UTF8.GetString(receipt.Encode()), key);
        Assert.Contains("entry-differs", await CodesAsync(page, "doubts"));
    }

    [Fact]
    public async Task A_record_that_was_restored_goes_on_under_the_same_key()
    {
        var seed = Enumerable.Repeat((byte)9, 32).ToArray();
        var (first, second) = (NoteSigner.Make("county.example/record", NoteKeyType.Ed25519, seed), NoteSigner.Make("county.example/record/2", NoteKeyType.Ed25519, seed));
        var checkpoint = Encoding.UTF8.GetString(SignedCheckpoint.Sign(new Checkpoint(second.Name, new TreeHead(1, Tree.Leaf("a"u8))), second).Encode());
        await using var page = await OpenAsync(768, "en");

        await VerifyAsync(page, "en", checkpoint, first.Verifier.ToString());
        Assert.Equal(["signed"], await CodesAsync(page, "proven"));

        var stranger = NoteSigner.Make("county.example/record/x", NoteKeyType.Ed25519, seed);
        await VerifyAsync(page, "en", checkpoint, stranger.Verifier.ToString());
        Assert.Equal(["key-of-another"], await CodesAsync(page, "doubts"));
    }

    [Fact]
    public async Task Files_are_chosen_or_dropped_and_find_their_place()
    {
        await using var county = await ACounty.On("SQLite");
        await using var page = await OpenAsync(768, "zh");

        await page.Page.GetByLabel("选择回执文件").SetInputFilesAsync(county.Receipt(20));
        await page.Page.GetByLabel("选择公钥文件").SetInputFilesAsync(county.Key);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "核验", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#verdict")).ToBeVisibleAsync();
        Assert.Equal(["entry-included", "signed"], await CodesAsync(page, "proven"));

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "清空", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#verdict")).ToHaveCountAsync(0);
        Assert.Equal("", await page.Page.GetByLabel("回执", new() { Exact = true }).InputValueAsync());

        foreach (var file in (string[])[county.Policy, county.Receipt(20)])
        {
            await page.Page.EvaluateAsync(
                "text => { const data = new DataTransfer(); data.items.add(new File([text], 'file')); document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })); }",
                await File.ReadAllTextAsync(file, Patience));
        }

        await Assertions.Expect(page.Page.GetByLabel("回执", new() { Exact = true })).ToHaveValueAsync(new Regex("^c2sp", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "核验", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Page.Locator("#verdict")).ToBeVisibleAsync();
        Assert.Equal(["entry-included", "signed", "witnessed"], await CodesAsync(page, "proven"));
    }

    [Fact]
    public async Task What_a_messenger_does_to_a_text_is_forgiven_and_nothing_else()
    {
        await using var county = await ACounty.On("SQLite");
        var receipt = await File.ReadAllTextAsync(county.Receipt(20), Patience);
        var key = county.Signer.Verifier.ToString();
        await using var page = await OpenAsync(768, "en");

        foreach (var pasted in (string[])[receipt.TrimEnd('\n'), "\n\n" + receipt + "\n \n", receipt.Replace("\n", "\r\n", StringComparison.Ordinal), "\uFEFF" + receipt])
        {
            await VerifyAsync(page, "en", pasted, $"\n# a comment\n  {key}  \n");
            Assert.Equal(["entry-included", "signed"], await CodesAsync(page, "proven"));
        }

        foreach (var pasted in (string[])[receipt.Replace("— ", "- ", StringComparison.Ordinal), receipt.Replace("\n\n", "\n", StringComparison.Ordinal), receipt[..(receipt.Length / 2)], "hello", "  \n"])
        {
            await VerifyAsync(page, "en", pasted, key, expectAnswer: false);
            await Assertions.Expect(page.Page.GetByLabel("Receipt", new() { Exact = true })).ToBeFocusedAsync();
            await Assertions.Expect(page.Page.GetByLabel("Receipt", new() { Exact = true })).ToHaveAttributeAsync("aria-invalid", "true");
            Assert.NotEqual("", await page.Page.Locator("#receipt-fault").InnerTextAsync());
        }

        await VerifyAsync(page, "en", receipt, key[..^2], expectAnswer: false);
        await Assertions.Expect(page.Page.GetByLabel("Key", new() { Exact = true })).ToBeFocusedAsync();
        Assert.Contains("is no key", await page.Page.Locator("#key-fault").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_disappears_as_soon_as_what_it_was_about_is_changed()
    {
        await using var county = await ACounty.On("SQLite");
        await using var page = await OpenAsync(768, "en");
        await VerifyAsync(page, "en", await File.ReadAllTextAsync(county.Receipt(20), Patience), county.Signer.Verifier.ToString());

        await page.Page.GetByLabel("Key", new() { Exact = true }).PressAsync("End");
        await page.Page.GetByLabel("Key", new() { Exact = true }).PressAsync("x");

        await Assertions.Expect(page.Page.Locator("#result")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Markup_in_a_receipt_stays_text()
    {
        const string Evil = "<img/src=x/onerror=alert(1)>";
        var signer = NoteSigner.Make(Evil, NoteKeyType.Ed25519, new byte[32]);
        var checkpoint = Encoding.UTF8.GetString(SignedCheckpoint.Sign(new Checkpoint(Evil, new TreeHead(1, Tree.Leaf("a"u8))), signer).Encode());
        await using var page = await OpenAsync(768, "en");

        await VerifyAsync(page, "en", checkpoint, signer.Verifier.ToString());

        Assert.Equal(0, await page.Page.Locator("#result img").CountAsync());
        Assert.Contains(Evil, await page.Page.Locator("#result").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    // ---- the page itself ---------------------------------------------------------------------------------------------------

    [Fact]
    public async Task The_page_works_from_a_disk_and_from_this_machine_and_asks_for_nothing()
    {
        await using var county = await ACounty.On("SQLite");
        Assert.Equal(0, ACounty.Run(["export", "ledger", county.At("public"), .. county.Store, "--keys", county.Keys]).ExitCode);
        Assert.Equal(0, ACounty.Run(["export", "ledger", county.At("public"), .. county.Store, "--keys", county.Keys]).ExitCode);
        ACounty.VerifyAt([county.At("public")], "--key", county.Key).HoldsUp();
        using var ledger = new ServedLedger(county.Record.Place.Store, () => county.AtEnd);
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, new AuditorTokens(county.Keys)));
        var receipt = await File.ReadAllTextAsync(county.Receipt(20), Patience);

        foreach (var place in (string[])[county.At("public/verifier.html"), server.Address + "verifier.html"])
        {
            await using var page = await pages.OpenAsync(place, 768);
            await page.Page.EvaluateAsync("location.hash = '#en'");
            await page.Page.ReloadAsync();
            await VerifyAsync(page, "en", receipt, county.Signer.Verifier.ToString());
            Assert.Equal(["entry-included", "signed"], await CodesAsync(page, "proven"));

            // Its rule forbids it to connect, whatever runs in it.
            Assert.Equal("refused", await page.Page.EvaluateAsync<string>($"fetch('{server.Address}checkpoint').then(() => 'loaded', () => 'refused')"));
            Assert.All(page.Requests, one => Assert.EndsWith("/verifier.html", one.Split('#')[0], StringComparison.Ordinal));
            Assert.All(page.Complaints, static one => Assert.Contains("Content Security Policy", one, StringComparison.Ordinal));
        }

        using var answer = await server.Client.GetAsync("verifier.html", Patience);
        Assert.Equal(VerifierPage.Policy + "; frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Where_the_browser_lacks_Ed25519_the_page_computes_it_and_says_so()
    {
        await using var county = await ACounty.On("SQLite");
        await using var page = await OpenAsync(360, "zh", "const own = SubtleCrypto.prototype.importKey; SubtleCrypto.prototype.importKey = function (...all) { return all[2]?.name === 'Ed25519' ? Promise.reject(new DOMException('none', 'NotSupportedError')) : own.apply(this, all); };");

        await Assertions.Expect(page.Page.GetByText("不会核验 Ed25519")).ToBeVisibleAsync();
        await VerifyAsync(page, "zh", await File.ReadAllTextAsync(county.Receipt(20), Patience), await File.ReadAllTextAsync(county.Policy, Patience));
        Assert.Equal(["entry-included", "signed", "witnessed"], await CodesAsync(page, "proven"));

        var other = NoteSigner.Make(county.Signer.Name, NoteKeyType.Ed25519, new byte[32]);
        await VerifyAsync(page, "zh", await File.ReadAllTextAsync(county.Receipt(20), Patience), other.Verifier.ToString());
        Assert.Equal(["signature-wrong"], await CodesAsync(page, "doubts"));
    }

    [Theory]
    [InlineData("zh", "无法在这里核验")]
    [InlineData("en", "cannot verify here")]
    public async Task Where_the_browser_lends_no_cryptography_the_page_says_so_and_what_to_do(string language, string says)
    {
        await using var page = await OpenAsync(360, language, "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });");

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(says);
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = Words(language).Verify, Exact = true })).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Everything_is_reached_and_done_from_the_keyboard()
    {
        await using var county = await ACounty.On("SQLite");
        await using var page = await OpenAsync(360, "zh");
        var reached = new List<string>();
        for (var presses = 0; presses < 12; presses++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            reached.Add(await page.Page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.tagName"));
            Assert.True(await page.Page.EvaluateAsync<bool>("(e => (e.type === 'file' ? getComputedStyle(e.nextElementSibling) : getComputedStyle(e)).outlineStyle !== 'none')(document.activeElement)"), reached[^1]);
            if (reached[^1] == "clear") break;
        }

        Assert.Equal(["language", "receipt", "receipt-file", "key", "key-file", "SUMMARY", "verify", "clear"], reached);
        await page.Page.GetByLabel("回执", new() { Exact = true }).FillAsync(await File.ReadAllTextAsync(county.Receipt(20), Patience));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "核验", Exact = true }).FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Page.Locator("#verdict")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Every_field_has_a_label_and_what_can_be_touched_is_large_enough()
    {
        foreach (var language in (string[])["zh", "en"])
        {
            await using var page = await OpenAsync(360, language);
            await page.Page.EvaluateAsync("document.getElementById('more').open = true");

            Assert.Empty(await page.AsksAsync("""[...document.querySelectorAll('textarea,input')].filter(e => !(e.labels?.length && [...e.labels].some(l => l.textContent.trim())) && !e.getAttribute('aria-label')).map(e => e.id)"""));
            Assert.Empty(await page.AsksAsync("""[...document.querySelectorAll('button,textarea,input[type=text],.file,summary')].filter(e => e.getBoundingClientRect().height < 40).map(e => e.outerHTML.slice(0, 80))"""));
            Assert.Empty(await page.AsksAsync("""[...document.querySelectorAll('[aria-describedby]')].flatMap(e => e.getAttribute('aria-describedby').split(' ')).filter(id => !document.getElementById(id))"""));
            Assert.Empty(await page.AsksAsync("""[...document.querySelectorAll('[data-word]')].filter(e => !e.textContent).map(e => e.dataset.word)"""));
            Assert.Equal(language == "zh" ? "zh-CN" : "en", await page.Page.EvaluateAsync<string>("document.documentElement.lang"));
            Assert.Equal("1,2", await page.Page.EvaluateAsync<string>("[...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1]).join()"));
        }
    }

    [Fact]
    public async Task The_language_changes_with_one_touch_and_what_was_given_stays()
    {
        await using var county = await ACounty.On("SQLite");
        await using var page = await OpenAsync(360, "zh");
        await VerifyAsync(page, "zh", await File.ReadAllTextAsync(county.Receipt(20), Patience), county.Signer.Verifier.ToString());

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Everything that could be checked holds" })).ToBeVisibleAsync();
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", (await page.Page.InnerTextAsync("body")).Replace("中文", "", StringComparison.Ordinal));
        Assert.StartsWith("c2sp", await page.Page.GetByLabel("Receipt", new() { Exact = true }).InputValueAsync(), StringComparison.Ordinal);

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "中文" }).ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "能核对的都成立" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Every_code_has_words_in_both_languages()
    {
        var script = Encoding.UTF8.GetString(VerifierPage.Html);
        var refused = Regex.Matches(script, @"(?:refuse|Refusal)\('(?<code>[a-z0-9-]+)'", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(static one => one.Groups["code"].Value).Distinct();
        var found = Regex.Matches(script, @"code: '(?<code>[a-z-]+)'", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(static one => one.Groups["code"].Value).Distinct();
        await using var page = await OpenAsync(360, "zh");

        var worded = await page.Page.EvaluateAsync<JsonElement>("words.codes()");

        Assert.Empty(refused.Except(worded.GetProperty("refusals").EnumerateArray().Select(static one => one.GetString()!)));
        Assert.Empty(found.Except(worded.GetProperty("findings").EnumerateArray().Select(static one => one.GetString()!)));
        Assert.True(VerifierPage.Html.Length < 100_000, $"{VerifierPage.Html.Length} bytes");
        Assert.DoesNotMatch("https?://(?!www\\.w3\\.org/2000/svg)", script);
    }

    // ---- published vectors, by the page's own functions ---------------------------------------------------------------------------

    [Theory]
    [InlineData("merkle-inclusion.json", "includes(BigInt(v.leafIdx), BigInt(v.treeSize), hash(v.leafHash), (v.proof ?? []).map(hash), hash(v.root))")]
    [InlineData("merkle-consistency.json", "continues(BigInt(v.size1), BigInt(v.size2), hash(v.root1), hash(v.root2), (v.proof ?? []).map(hash))")]
    public async Task Every_published_proof_is_judged_by_the_page_as_published(string file, string call)
    {
        await using var page = await OpenAsync(768, "en");

        // Sizes go as text, since a number of the page's language has 53 bits. Some vectors of consistency have words in place of hashes: their hashes stand for them.
        var vectors = Regex.Replace(await File.ReadAllTextAsync(Shared(file), Patience), "\"(?<name>leafIdx|treeSize|size1|size2)\": (?<number>[0-9]+)", "\"${name}\": \"${number}\"", RegexOptions.None, TimeSpan.FromSeconds(5));
        var judged = await page.Page.EvaluateAsync<string>(
            $$"""
            async text => {
              const vectors = JSON.parse(text).vectors;
              const stands = new Map();
              for (const word of vectors.flatMap(v => v.root1 === undefined ? [] : [v.root1, v.root2, ...v.proof ?? []])) { const bytes = proofs.fromBase64(word ?? ''); stands.set(word, bytes.length === 32 ? bytes : await proofs.sha256(proofs.utf8('a word: ' + word))); }
              const hash = word => stands.get(word) ?? proofs.fromBase64(word ?? '');
              const wrong = [];
              let right = 0;
              for (const v of vectors) { const holds = await proofs.{{call}}; if (holds === v.wantErr) wrong.push(v.file); if (holds) right++; }
              return JSON.stringify({ wrong, right, all: vectors.length });
            }
            """, vectors);

        Assert.Equal("""{"wrong":[],"right":6,"all":98}""", judged);
    }

    [Theory]
    [InlineData("wycheproof-ed25519_test.json", "verifyEd25519(proofs.fromHex(g.publicKey.pk), proofs.fromHex(t.msg), proofs.fromHex(t.sig))", 88, 151)]
    [InlineData("wycheproof-ed25519_test.json", "verifyEd25519ByPage(proofs.fromHex(g.publicKey.pk), proofs.fromHex(t.msg), proofs.fromHex(t.sig))", 88, 151)]
    [InlineData("wycheproof-ecdsa_secp256r1_sha256_p1363_test.json", "verifyEcdsa(proofs.fromHex(g.publicKeyDer), proofs.fromHex(t.msg), proofs.fromHex(t.sig))", 173, 262)]
    public async Task Every_published_signature_is_judged_by_the_page_as_published(string file, string call, int right, int all)
    {
        await using var page = await OpenAsync(768, "en");

        var judged = await page.Page.EvaluateAsync<string>(
            $$"""
            async text => {
              const wrong = [];
              let [right, all] = [0, 0];
              for (const g of JSON.parse(text).testGroups) for (const t of g.tests) { const holds = await proofs.{{call}}; all++; if (holds) right++; if (holds !== (t.result === 'valid')) wrong.push(t.tcId); }
              return JSON.stringify({ wrong, right, all });
            }
            """, await File.ReadAllTextAsync(Shared(file), Patience));

        Assert.Equal($$"""{"wrong":[],"right":{{right}},"all":{{all}}}""", judged);
    }

    [Fact]
    public async Task Roots_of_small_trees_are_what_the_page_computes()
    {
        await using var page = await OpenAsync(768, "en");

        var roots = await page.Page.EvaluateAsync<string[]>(
            """
            async text => {
              const leaves = await Promise.all(JSON.parse(text).leaves_hex.map(one => proofs.leafOf(proofs.fromHex(one))));
              const root = async part => {
                if (part.length === 0) return proofs.sha256(new Uint8Array());
                if (part.length === 1) return part[0];
                let split = 1;
                while (split * 2 < part.length) split *= 2;
                return proofs.nodeOf(await root(part.slice(0, split)), await root(part.slice(split)));
              };
              return Promise.all([...Array(9).keys()].map(async size => proofs.toHex(await root(leaves.slice(0, size)))));
            }
            """, await File.ReadAllTextAsync(Shared("rfc6962-roots.json"), Patience));

        Assert.Equal(JsonNode.Parse(await File.ReadAllTextAsync(Shared("rfc6962-roots.json"), Patience))!["roots_hex_by_size"]!.AsArray().Select(static one => (string)one!), roots);
    }

    [Theory]
    [InlineData("refused-checkpoints.json", "readCheckpoint(bytes)")]
    [InlineData("refused-entries.json", "readEntry(bytes)")]
    [InlineData("refused-keys.json", "readKey(proofs.textOf(bytes) ?? '')")]
    [InlineData("refused-notes.json", "readNote(bytes)")]
    [InlineData("refused-policies.json", "readPolicy(bytes)")]
    [InlineData("refused-receipts.json", "readReceipt(bytes)")]
    [InlineData("refused-requests.json", "readWitnessRequest(bytes)")]
    public async Task What_the_program_refuses_the_page_refuses(string file, string call)
    {
        await using var page = await OpenAsync(768, "en");

        var accepted = await page.Page.EvaluateAsync<string[]>(
            $$"""
            async text => {
              const accepted = [];
              for (const one of JSON.parse(text).cases) {
                const bytes = one.base64 === undefined ? proofs.utf8(one.input) : proofs.fromBase64(one.base64);
                try { await proofs.{{call}}; accepted.push(one.why); } catch (fault) { if (!(fault instanceof proofs.Refusal) || !words.refusal('zh', fault) || !words.refusal('en', fault)) accepted.push(one.why + ': ' + fault); }
              }
              return accepted;
            }
            """, await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(Logs.Find("Trellis.slnx"))!, "tests", "data", "ledger", file), Patience));

        Assert.Empty(accepted);
    }

    [Fact]
    public async Task Entries_that_are_pinned_byte_by_byte_have_the_same_leaf_on_the_page()
    {
        await using var page = await OpenAsync(768, "en");

        foreach (var file in Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(Logs.Find("Trellis.slnx"))!, "tests", "data", "entries")))
        {
            var lines = await File.ReadAllLinesAsync(file, Patience);
            Assert.Equal(lines[1], await page.Page.EvaluateAsync<string>("async text => (proofs.readEntry(proofs.utf8(text)), proofs.toBase64(await proofs.leafOf(proofs.utf8(text))))", lines[0]));
        }
    }

    // ---- published vectors, through the page ----------------------------------------------------------------------------------------

    [Fact]
    public async Task Every_published_inclusion_proof_is_judged_as_a_receipt_too()
    {
        var signer = NoteSigner.Make("log.example/record", NoteKeyType.Ed25519, new byte[32]);
        using var published = JsonDocument.Parse(await File.ReadAllBytesAsync(Shared("merkle-inclusion.json"), Patience));
        await using var page = await OpenAsync(768, "en");
        await page.Page.EvaluateAsync("document.getElementById('more').open = true");
        await page.Page.GetByLabel("Key", new() { Exact = true }).FillAsync(signer.Verifier.ToString());
        var (right, wrong) = (0, 0);

        foreach (var vector in published.RootElement.GetProperty("vectors").EnumerateArray())
        {
            // What no program would write is written by hand: numbers of 64 bits, roots that are no hashes.
            string Text(string name) => vector.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetUInt64().ToString(CultureInfo.InvariantCulture) : vector.GetProperty(name).GetString() ?? "";
            var path = vector.GetProperty("proof") is { ValueKind: JsonValueKind.Array } hashes ? string.Concat(hashes.EnumerateArray().Select(static one => one.GetString() + "\n")) : "";
            var note = SignedNote.Sign(Encoding.UTF8.GetBytes($"{signer.Name}\n{Text("treeSize")}\n{Text("root")}\n"), signer);
            await page.Page.GetByLabel("Hash of the entry").FillAsync(Text("leafHash"));
            await page.Page.GetByLabel("Receipt", new() { Exact = true }).FillAsync($"c2sp.org/tlog-proof@v1\nindex {Text("leafIdx")}\n{path}\n{note}");
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Verify", Exact = true }).ClickAsync();
            await page.Page.WaitForFunctionAsync("!document.getElementById('verify').hasAttribute('aria-disabled')");

            var holds = await page.Page.Locator("#result.holds").CountAsync() == 1;
            Assert.True(holds != vector.GetProperty("wantErr").GetBoolean(), vector.GetProperty("file").GetString());
            Assert.Equal(holds, (await CodesAsync(page, "proven")).Contains("entry-included"));
            if (holds) right++;
            else wrong++;
        }

        Assert.Equal((6, 92), (right, wrong));
    }

    [Fact]
    public async Task The_published_note_and_checkpoint_are_read_by_the_page()
    {
        var published = JsonNode.Parse(await File.ReadAllTextAsync(Shared("c2sp-notes.json"), Patience))!;
        var (note, key) = ((string)published["signed_note"]!["note"]!, (string)published["signed_note"]!["vkey"]!);
        await using var page = await OpenAsync(768, "en");

        await VerifyAsync(page, "en", note, key);
        Assert.Equal(["signed"], await CodesAsync(page, "proven"));
        Assert.Contains("This is an example message.", await page.Page.Locator("#result").InnerTextAsync(), StringComparison.Ordinal);
        await VerifyAsync(page, "en", note.Replace("an example", "another", StringComparison.Ordinal), key);
        Assert.Equal(["signature-wrong"], await CodesAsync(page, "doubts"));

        var cosigned = published["checkpoint_with_cosignature"]!;
        await VerifyAsync(page, "en", (string)cosigned["note"]!, "");
        Assert.Contains((string)cosigned["origin"]!, await page.Page.Locator("#result").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("20852163", await page.Page.Locator("#result").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(["who-signed", "one-record-for-all", "rest-of-record"], await CodesAsync(page, "unproven"));
        Assert.Equal(
            cosigned["cosignature_timestamp"]!.ToString(),
            await page.Page.EvaluateAsync<string>("text => String(proofs.readCosignature(proofs.readNote(proofs.utf8(text)).signatures[1].bytes).time)", (string)cosigned["note"]!));
    }

    private static string Shared(string name)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Logs.Find("Trellis.slnx")))!, "shared", "data", "tlog", name);
        if (!File.Exists(path)) Assert.Skip($"The published vectors do not lie beside the checkout (../shared/data/tlog/{name}).");
        return path;
    }

    private static (string Receipt, string Key, string Verify, string Holds, string Wrong) Words(string language) => language == "zh"
        ? ("回执", "公钥", "核验", "能核对的都成立", "有不成立之处，不能凭它相信")
        : ("Receipt", "Key", "Verify", "Everything that could be checked holds", "It does not hold");

    private async Task<ThePage> OpenAsync(int width, string language, string? before = null)
    {
        var file = Path.Combine(_folder, "verifier.html");
        if (!File.Exists(file)) await File.WriteAllBytesAsync(file, VerifierPage.Html, Patience);
        return await pages.OpenAsync(file, width, "#" + language, before);
    }

    private static async Task VerifyAsync(ThePage page, string language, string receipt, string key, bool expectAnswer = true)
    {
        var says = Words(language);
        await page.Page.GetByLabel(says.Receipt, new() { Exact = true }).FillAsync(receipt);
        await page.Page.GetByLabel(says.Key, new() { Exact = true }).FillAsync(key);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = says.Verify, Exact = true }).ClickAsync();
        await page.Page.WaitForFunctionAsync("!document.getElementById('verify').hasAttribute('aria-disabled')");
        Assert.Equal(expectAnswer, await page.Page.Locator("#result").IsVisibleAsync());
    }

    private static Task<string[]> CodesAsync(ThePage page, string kind) => page.AsksAsync($"[...document.querySelectorAll('#result .{kind} [data-code]')].map(one => one.dataset.code)");

    private static async Task FitsAsync(ThePage page, int width, string picture)
    {
        Assert.Equal(width, await page.Page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, innerWidth)"));
        if (width != 320) await page.Page.ScreenshotAsync(new() { Path = Path.Combine(ThePages.Pictures, picture + ".png"), FullPage = true });
        Assert.Single(page.Requests);
        Assert.Empty(page.Complaints);
    }
}
