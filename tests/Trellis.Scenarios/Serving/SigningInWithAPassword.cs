using System.Net;
using System.Text;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Web.Authority;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Accounts of a site of its own: what opens them, what does not, and what stands in the record of it.</summary>
public sealed class SigningInWithAPassword
{
    public static TheoryData<string> Stores => OnBothStores.Kinds;

    [Theory, MemberData(nameof(Stores))]
    public async Task Somebody_sets_a_password_with_a_code_signs_in_by_it_and_stands_nowhere_in_plain(string kind)
    {
        await using var site = await ASite.On(kind);
        var account = await site.HasAccountAsync("王小溪", ASite.Clerk);
        using (var reader = await site.SignedInAsync("王小溪"))
        {
            var (status, inbox) = await reader.OpenAsync("/inbox");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains("Signed in as", inbox.Body!.TextContent, StringComparison.Ordinal);
        }

        await site.RestartAsync();
        using (var again = await site.SignedInAsync(" 王小溪 ")) Assert.Equal(HttpStatusCode.OK, (await again.OpenAsync("/inbox")).Status);

        Assert.Equal(["opened", "password-set"], Changes(site));
        var entries = string.Concat(site.Record.Entries().Select(static entry => Encoding.UTF8.GetString(entry.Encode())));
        Assert.DoesNotContain("王小溪", entries, StringComparison.Ordinal);
        Assert.DoesNotContain("lamps", entries, StringComparison.Ordinal);
        Assert.DoesNotContain(account.Secrets!.Password!, entries, StringComparison.Ordinal);
        if (kind == "SQLite")
        {
            var file = await File.ReadAllBytesAsync(site.Record.File, ARecord.Patience);
            Assert.True(file.AsSpan().IndexOf(Encoding.UTF8.GetBytes("王小溪")) < 0 && file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(account.Secrets.Password!)) < 0, "The sign-in name or the hash stands in the file as it is.");
        }

        await site.Server.DisposeAsync();
        site.Record.HoldsTogether();
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_wrong_password_a_name_that_nobody_has_and_an_account_without_a_password_are_answered_alike_and_rest_alike(string kind)
    {
        await using var site = await ASite.On(kind);
        await site.HasAccountAsync("wang", ASite.Clerk);
        Assert.NotNull((await site.Accounts.OpenAsync("new.one", new ActorId(ASite.Lead), ASite.Keeper, null, ARecord.Patience)).Given);
        using var reader = site.Comes();
        var before = Changes(site).Count;

        foreach (var name in (string[])["wang", "nobody", "new.one"])
        {
            var said = new List<string>();
            for (var guess = 0; guess < RestingNames.MostWrong + 1; guess++)
            {
                said.Add(ASite.Fault(await ASite.SignInAsync(reader, name, "not the right one at all")));
                site.Record.Clock.Move(TimeSpan.FromSeconds(4)); // so that the address may go on
            }

            Assert.All(said.Take(RestingNames.MostWrong - 1), static one => Assert.StartsWith("The name and the password do not fit.", one, StringComparison.Ordinal));
            Assert.All(said.Skip(RestingNames.MostWrong - 1), static one => Assert.StartsWith("Too many wrong passwords came for this name; no password is looked at before ", one, StringComparison.Ordinal));
            site.Record.Clock.Move(TimeSpan.FromMinutes(2));
        }

        // The right one is not looked at either, until the name has rested; then it is.
        Assert.StartsWith("Too many wrong passwords", ASite.Fault(await ASite.SignInAsync(reader, "new.one")), StringComparison.Ordinal);
        site.Record.Clock.Move(RestingNames.Rest);
        using var rested = await site.SignedInAsync("wang");

        await EventuallyAsync(() => Changes(site).Count == before + 2);
        Assert.Equal(["guessed", "guessed"], Changes(site).Skip(before)); // of the two that there are
    }

    [Fact]
    public async Task One_address_that_guesses_among_many_names_is_told_to_wait()
    {
        await using var site = await ASite.On("SQLite");
        using var reader = site.Comes();
        var said = "";
        for (var guess = 0; guess < 25 && !said.StartsWith("That was tried too often", StringComparison.Ordinal); guess++) said = ASite.Fault(await ASite.SignInAsync(reader, $"name-{guess}", "the same for all of them"));

        Assert.StartsWith("That was tried too often", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_browser_held_before_signing_in_opens_nothing_afterwards()
    {
        await using var site = await ASite.On("SQLite");
        await site.HasAccountAsync("wang", ASite.Clerk);
        await site.HasAccountAsync("li", ASite.Lead);
        using var reader = await site.SignedInAsync("li");
        var before = Held(reader);
        await ASite.SignInAsync(reader, "wang");

        Assert.NotEqual(before, Held(reader));
        Assert.Null(site.Server.Sessions.Of(before));
        Assert.Equal(ASite.Clerk, site.Server.Sessions.Of(Held(reader))!.Person.Text);
        // What somebody else put there is never taken up.
        using var fixedOn = site.Comes();
        fixedOn.Holds(Sessions.Plain, new string('a', 64));
        await ASite.SignInAsync(fixedOn, "wang");
        Assert.NotEqual(new string('a', 64), Held(fixedOn));
        Assert.Null(site.Server.Sessions.Of(new string('a', 64)));
    }

    [Fact]
    public async Task A_new_password_needs_the_old_one_is_no_common_one_and_ends_what_was_open_elsewhere()
    {
        await using var site = await ASite.On("SQLite");
        await site.HasAccountAsync("wang", ASite.Clerk);
        using var here = await site.SignedInAsync("wang");
        using var elsewhere = await site.SignedInAsync("wang");
        var (stolen, mine) = (Held(elsewhere), Held(here));
        async Task<string> Change(string present, string password, string? again = null) => ASite.Fault(await here.SendAsync("/account/password", ("present", present), ("password", password), ("again", again ?? password)));

        Assert.Equal("The present password is not right.", await Change("not the right one", "old locust by the well"));
        Assert.Equal("The two new passwords are not the same.", await Change(ASite.Password, "old locust by the well", "old locust by the wall"));
        Assert.StartsWith("This password is among the first", await Change(ASite.Password, "qwertyuiop123"), StringComparison.Ordinal);
        Assert.StartsWith("A password has at least 12", await Change(ASite.Password, "lamp"), StringComparison.Ordinal);
        Assert.Equal("", await Change(ASite.Password, "old locust by the well"));

        Assert.NotEqual(mine, Held(here));
        Assert.Equal(HttpStatusCode.OK, (await here.OpenAsync("/account/password")).Status);
        Assert.All((string[])[stolen, mine], secret => Assert.Null(site.Server.Sessions.Of(secret)));
        using var reader = site.Comes();
        Assert.StartsWith("The name and the password do not fit.", ASite.Fault(await ASite.SignInAsync(reader, "wang")), StringComparison.Ordinal);
        using var again = await site.SignedInAsync("wang", "old locust by the well");
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_second_officer_helps_with_a_code_that_is_good_once_and_both_stand_in_the_record(string kind)
    {
        await using var site = await ASite.On(kind);
        var wang = await site.HasAccountAsync("wang", ASite.Clerk);
        var li = await site.HasAccountAsync("li", ASite.Lead);
        using var helper = await site.SignedInAsync("li");
        using var theirs = await site.SignedInAsync("wang");
        var stolen = Held(theirs);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.OpenAsync("/accounts")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.OpenAsync($"/accounts/{li.Account.Id}")).Status);
        Assert.Contains("another who looks after accounts", (await helper.OpenAsync($"/accounts/{li.Account.Id}")).Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Nobody gives a code to themselves", ASite.Fault(await helper.SendAsync($"/accounts/{li.Account.Id}?handler=code")), StringComparison.Ordinal);

        var given = await helper.SendAsync($"/accounts/{wang.Account.Id}?handler=code");
        var code = given.GetElementById("given-code")!.TextContent;
        Assert.DoesNotContain(code, (await helper.OpenAsync($"/accounts/{wang.Account.Id}")).Page.Body!.TextContent, StringComparison.Ordinal);
        using var still = await site.SignedInAsync("wang"); // until the code is used everything is as it was

        using var reader = site.Comes();
        async Task<string> Use(string written, string name = "wang") => ASite.Fault(await reader.SendAsync("/sign-in/code", ("name", name), ("code", written), ("password", "old locust by the well"), ("again", "old locust by the well")));
        Assert.StartsWith("The name and the code do not fit", await Use(code, "li"), StringComparison.Ordinal);
        Assert.StartsWith("The name and the code do not fit", await Use(code, "nobody"), StringComparison.Ordinal);
        Assert.StartsWith("The name and the code do not fit", await Use("00000-00000-00000-00000"), StringComparison.Ordinal);
        Assert.Equal("", await Use(code.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant().Replace('0', 'o').Replace('1', 'l')));
        Assert.Contains("with a one-time code that", (await reader.OpenAsync("/account")).Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(site.Server.Sessions.Of(stolen));
        Assert.StartsWith("The name and the code do not fit", await Use(code), StringComparison.Ordinal);

        var helped = site.Record.Entries().Single(static entry => entry.Event == AccountChanged.Name && entry.Fields["change"] is EntryValue.Word { Text: "code-given" });
        Assert.Equal(new EntryActor.Officer("service-lead", "liuhe"), helped.By);
        Assert.Equal((ASite.Lead, ASite.Clerk), (Word(helped, "helper"), Word(helped, "person")));
    }

    [Fact]
    public async Task A_code_is_over_after_an_hour_and_when_a_newer_one_takes_its_place_and_nobody_spoils_it_by_guessing()
    {
        await using var site = await ASite.On("SQLite");
        var account = await site.HasAccountAsync("wang", ASite.Clerk);
        using var reader = site.Comes();
        async Task<string> Use(string written) => ASite.Fault(await reader.SendAsync("/sign-in/code", ("name", "wang"), ("code", written), ("password", "old locust by the well"), ("again", "old locust by the well")));
        async Task<string> Give() => (await site.Accounts.GiveCodeAsync(account.Account.Id, ASite.Keeper, null, ARecord.Patience)).Given!.Code;

        var old = await Give();
        site.Record.Clock.Move(AccountDesk.CodeLasts);
        Assert.StartsWith("The name and the code do not fit", await Use(old), StringComparison.Ordinal);

        var first = await Give();
        var second = await Give();
        Assert.StartsWith("The name and the code do not fit", await Use(first), StringComparison.Ordinal);
        for (var guess = 0; guess < 3 * RestingNames.MostWrong; guess++) Assert.StartsWith("The name and the code do not fit", await Use("00000-00000-00000-00000"), StringComparison.Ordinal);
        using var still = await site.SignedInAsync("wang"); // whoever guesses at codes takes nobody's password away
        Assert.Equal("", await Use(second));
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task An_account_that_was_locked_opens_nothing_at_once_and_also_not_for_a_stolen_cookie_or_after_a_restart(string kind)
    {
        await using var site = await ASite.On(kind);
        var wang = await site.HasAccountAsync("wang", ASite.Clerk);
        await site.HasAccountAsync("li", ASite.Lead);
        using var helper = await site.SignedInAsync("li");
        using var theirs = await site.SignedInAsync("wang");
        var stolen = Held(theirs);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(site, stolen));

        await helper.SendAsync($"/accounts/{wang.Account.Id}?handler=lock");

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(site, stolen));
        using var reader = site.Comes();
        Assert.StartsWith("The name and the password do not fit.", ASite.Fault(await ASite.SignInAsync(reader, "wang")), StringComparison.Ordinal);
        await site.Server.DisposeAsync();
        Tamper(site.Record, "update account set locked = 0");
        await site.RestartAsync();
        using var later = site.Comes();
        Assert.StartsWith("The name and the password do not fit.", ASite.Fault(await ASite.SignInAsync(later, "wang")), StringComparison.Ordinal);
        Assert.Equal("locked", Changes(site)[^1]);
    }

    [Fact]
    public async Task People_see_where_they_are_signed_in_and_end_it_there()
    {
        await using var site = await ASite.On("SQLite");
        await site.HasAccountAsync("wang", ASite.Clerk);
        using var here = await site.SignedInAsync("wang");
        using var elsewhere = await site.SignedInAsync("wang");
        using var another = await site.SignedInAsync("wang");
        var (_, page) = await here.OpenAsync("/account");
        Assert.Equal(3 + 1, page.QuerySelectorAll("section[aria-labelledby=sessions] table tr").Length - 1); // the one in which the code was used is open too
        Assert.Contains("password", page.QuerySelector("section[aria-labelledby=sessions]")!.TextContent, StringComparison.Ordinal);

        var theirs = site.Server.Sessions.Of(Held(elsewhere))!;
        await here.SendAsync("/account?handler=end", ("session", theirs.Id));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(site, Held(elsewhere)));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(site, Held(another)));
        await here.SendAsync("/account?handler=endOthers");
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(site, Held(another)));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(site, Held(here)));

        // Nobody ends those of others by their ids.
        await site.HasAccountAsync("li", ASite.Lead);
        using var li = await site.SignedInAsync("li");
        await li.SendAsync("/account?handler=end", ("session", site.Server.Sessions.Of(Held(here))!.Id));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(site, Held(here)));

        site.Record.Clock.Move(SessionDesk.Longest);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(site, Held(here)));
    }

    [Theory]
    [InlineData("//evil.example/inbox")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    [InlineData("/%09/evil.example\r\nSet-Cookie: a=b")]
    public async Task Signing_in_leads_to_no_other_site(string back)
    {
        await using var site = await ASite.On("SQLite");
        await site.HasAccountAsync("wang", ASite.Clerk);
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = site.Address };
        using var form = new FormUrlEncodedContent([new("name", "wang"), new("password", ASite.Password), new("back", back)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in?handler=password") { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        using var answer = await client.SendAsync(request, ARecord.Patience);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/inbox", answer.Headers.Location!.OriginalString);
        using var shown = site.Comes();
        var (_, done) = await shown.OpenAsync("/sign-in/done?back=" + Uri.EscapeDataString(back));
        Assert.Equal("0; url=/account", done.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content"));
    }

    [Fact]
    public async Task Another_site_signs_nobody_in_or_out_and_nobody_signs_in_over_a_line_that_others_read()
    {
        await using var site = await ASite.On("SQLite");
        await site.HasAccountAsync("wang", ASite.Clerk);
        using var reader = await site.SignedInAsync("wang");
        foreach (var address in (string[])["/sign-in?handler=password", "/sign-in?handler=passkey", "/sign-in/code", "/sign-in/passkey", "/sign-out", "/account?handler=end", "/account?handler=seat", "/account/password", "/account/passkey", "/accounts"])
            Assert.Equal(HttpStatusCode.Forbidden, await reader.SendFromElsewhereAsync(address));
        Assert.NotNull(site.Server.Sessions.Of(Held(reader)));

        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var client = new HttpClient(handler) { BaseAddress = site.Address };
        client.DefaultRequestHeaders.Host = "county.example";
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var form = new FormUrlEncodedContent([new("name", "wang"), new("password", ASite.Password)]);
        using var answer = await client.PostAsync(new Uri("/sign-in?handler=password", UriKind.Relative), form, ARecord.Patience);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Contains("did not come by HTTPS", await answer.Content.ReadAsStringAsync(ARecord.Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_with_two_posts_chooses_and_changes_and_somebody_without_one_is_a_resident()
    {
        await using var site = await ASite.On("SQLite");
        var desk = site.Server.Desk;
        var second = PostAt.Parse("works-clerk@works-office")!.Value;
        Assert.IsType<ActAnswer.Done>(await desk.DoAsync(new ActOrder { By = Actor.System, Act = new Trellis.Authority.TakeSeat(new ActorId(ASite.Clerk), second, desk.InForce.DayOf(site.Record.Clock.Now)) }, ARecord.Patience));
        await site.HasAccountAsync("wang", ASite.Clerk);
        using var reader = site.Comes();
        var page = await ASite.SignInAsync(reader, "wang");

        Assert.Equal(3, page.QuerySelectorAll("section[aria-labelledby=seats] form").Length);
        var before = Held(reader);
        await reader.SendAsync("/account?handler=seat", ("seat", second.ToString()));
        Assert.Null(site.Server.Sessions.Of(before));
        Assert.Equal(second, site.Server.Sessions.Of(Held(reader))!.Seat);
        Assert.NotEqual("", ASite.Fault(await reader.SendAsync("/account?handler=seat", ("seat", ASite.LeadSeat)))); // not theirs
        await reader.SendAsync("/account?handler=seat");
        Assert.Null(site.Server.Sessions.Of(Held(reader))!.Seat);

        await site.HasAccountAsync("resident", "r-zhao");
        using var resident = await site.SignedInAsync("resident");
        Assert.Equal(HttpStatusCode.OK, (await resident.OpenAsync("/matters")).Status);
        Assert.Contains("You are here as a resident", (await resident.OpenAsync("/account")).Page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("update account set person = 'p-02'")]
    [InlineData("update account set position = (select min(position) from personal_value)")]
    [InlineData("update account set position = position - 1")]
    [InlineData("insert into account select 'ffffffffffffffff', 'p-02', 0, state, 0 from account")]
    public async Task Whoever_writes_into_the_database_gets_in_by_no_account_but_whose_it_was(string tampering)
    {
        await using var site = await ASite.On("SQLite");
        var account = await site.HasAccountAsync("wang", ASite.Clerk);
        Assert.Null((await site.Accounts.SetPasswordAsync(account, "AQAAAA==", ARecord.Patience)).Why);
        await site.Server.DisposeAsync();
        Tamper(site.Record, tampering);
        await site.RestartAsync();

        using var reader = site.Comes();
        Assert.NotEqual("", ASite.Fault(await ASite.SignInAsync(reader, "wang"))); // the older password
        Assert.All(site.Accounts.All, static one => Assert.Equal(ASite.Clerk, one.Account.Person.Text));
    }

    [Fact]
    public async Task A_restore_brings_no_older_password_back_and_an_erasure_leaves_no_account()
    {
        await using var site = await ASite.On("SQLite");
        var account = await site.HasAccountAsync("wang", ASite.Clerk);
        await site.HasAccountAsync("li", ASite.Lead);
        var backup = Path.Combine(site.Record.Folder, "backup.db");
        BackingUp.Make(site.Record.Place, backup);
        Assert.Null((await site.Accounts.SetPasswordAsync(account, "AQAAAA==", ARecord.Patience)).Why);
        await site.Server.DisposeAsync();
        Restoring.Restore(site.Record.Place, backup, "s-1", site.Record.Clock);
        await site.RestartAsync();

        using (var reader = site.Comes()) Assert.StartsWith("The name and the password do not fit.", ASite.Fault(await ASite.SignInAsync(reader, "wang")), StringComparison.Ordinal);
        using (var li = await site.SignedInAsync("li")) Assert.NotNull(site.Accounts.Named("wang"));

        var (erased, why) = await site.Server.Writer.EraseAsync(ASite.Lead, null, ASite.Keeper, "pipl/47", ARecord.Patience);
        Assert.True(erased is not null, why?.ToString());
        using var gone = site.Comes();
        Assert.StartsWith("The name and the password do not fit.", ASite.Fault(await ASite.SignInAsync(gone, "li")), StringComparison.Ordinal);
        Assert.Equal(["wang"], site.Accounts.All.Select(static one => one.Name));
        await site.Server.DisposeAsync();
        site.Record.HoldsTogether();
    }

    [Fact]
    public async Task A_record_that_is_rebuilt_has_the_same_accounts()
    {
        await using var site = await ASite.On("SQLite");
        var account = await site.HasAccountAsync("wang", ASite.Clerk);
        await site.Accounts.LockAsync((await site.HasAccountAsync("li", ASite.Lead)).Account.Id, ASite.Keeper, null, ARecord.Patience);
        await site.Server.DisposeAsync();
        using (var session = SqliteSession.OpenToWrite(site.Record.File, create: false)) session.Execute("delete from account");
        Assert.Equal(0, HandingOutTheWork.Run(["rebuild", .. site.Record.Options]).Code);
        await site.RestartAsync();

        Assert.Equal(account.Account, site.Accounts.Named("wang")!.Account);
        Assert.Null(site.Accounts.Named("li")!.Secrets);
        using var reader = await site.SignedInAsync("wang");
    }

    private static string Held(AReader reader) => reader.Cookies.First(static cookie => cookie.Name == Sessions.Plain).Value;

    private static List<string> Changes(ASite site) => [.. site.Record.Entries().Where(static entry => entry.Event == AccountChanged.Name).Select(static entry => Word(entry, "change")!)];

    private static string? Word(Entry entry, string field) => entry.Fields[field] is EntryValue.Word word ? word.Text : null;

    private static async Task<HttpStatusCode> AskAsync(ASite site, string secret)
    {
        using var client = new HttpClient { BaseAddress = site.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/matters");
        request.Headers.Add("Cookie", $"{Sessions.Plain}={secret}");
        using var answer = await client.SendAsync(request, ARecord.Patience);
        return answer.StatusCode;
    }

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        for (var wait = 0; wait < 200 && !holds(); wait++) await Task.Delay(25, ARecord.Patience);
        Assert.True(holds());
    }

    /// <summary>As somebody does who has the database, and no key.</summary>
    private static void Tamper(ARecord record, string statement)
    {
        if (record.Connection is not { } connection)
        {
            using var session = SqliteSession.OpenToWrite(record.File, create: false);
            session.Execute(statement);
            return;
        }

        using var postgres = new Npgsql.NpgsqlConnection(connection);
        postgres.Open();
        using var command = new Npgsql.NpgsqlCommand(statement, postgres);
        command.ExecuteNonQuery();
    }
}
