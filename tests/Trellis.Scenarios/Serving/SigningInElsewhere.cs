using System.Net;
using Trellis.Authority.Access;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Sign-in by a provider of OpenID Connect, against a real one that can be made to lie.</summary>
public sealed class SigningInElsewhere
{
    public static TheoryData<string> Stores => OnBothStores.Kinds;

    [Theory, MemberData(nameof(Stores))]
    public async Task Whoever_the_structure_knows_comes_in_in_their_seat_and_goes_where_they_were_going(string kind)
    {
        await using var provider = new AProvider();
        await using var site = await ASite.On(kind, [provider.Settings]);
        await provider.StartAsync(site.Address);
        using var traveller = new ATraveller();

        await traveller.SignInAsync(site.Address, ASite.Clerk, "/forms");

        Assert.Equal(new Uri(site.Address, "/forms"), traveller.At);
        var session = site.Server.Sessions.Of(traveller.Session(site.Address)!)!;
        Assert.Equal((ASite.Clerk, ASite.ClerkSeat, "provider:county"), (session.Person.Text, session.Seat.ToString(), session.Way.Via));
        Assert.NotEqual("", session.Way.Subject);
        Assert.DoesNotContain(ASite.Clerk, session.Way.Subject, StringComparison.Ordinal);
        await traveller.GoAsync(new Uri(site.Address, "/account"));
        Assert.Contains("County sign-on", traveller.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(traveller.Page.QuerySelector("a[href='/account/password']")); // it has no password here
        Assert.DoesNotContain(site.Record.Entries(), static entry => entry.Event == AccountChanged.Name);
    }

    [Fact]
    public async Task An_address_that_the_structure_declares_names_the_person_and_one_that_nobody_looked_at_does_not()
    {
        await using var provider = new AProvider(new ClaimOfPerson("email", "actor.email"));
        await using var site = await ASite.On("SQLite", [provider.Settings], "li.lei@county.example");
        await provider.StartAsync(site.Address);
        using var li = new ATraveller();
        await li.SignInAsync(site.Address, "li.lei");
        Assert.Equal(ASite.Lead, site.Server.Sessions.Of(li.Session(site.Address)!)!.Person.Text);

        using var stranger = new ATraveller();
        await stranger.SignInAsync(site.Address, "somebody.else");
        Assert.Equal("/sign-in/not-known", stranger.At.AbsolutePath);
        Assert.Contains("You are not known here yet", stranger.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("County sign-on has recognised you", stranger.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(stranger.Session(site.Address));

        await using var unsure = await ASite.On("SQLite", [provider.Settings], "unsure.li@county.example");
        await provider.DisposeAsync();
        await provider.StartAsync(unsure.Address);
        using var unlooked = new ATraveller();
        await unlooked.SignInAsync(unsure.Address, "unsure.li");
        Assert.Equal("/sign-in/not-known", unlooked.At.AbsolutePath);
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("no-nonce")]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("expired")]
    [InlineData("subject")]
    [InlineData("key")]
    [InlineData("unsigned")]
    public async Task A_token_that_is_not_what_was_asked_for_signs_nobody_in(string lie)
    {
        await using var provider = new AProvider();
        await using var site = await ASite.On("SQLite", [provider.Settings]);
        await provider.StartAsync(site.Address);
        await provider.AskAsync("lie " + lie);
        using var traveller = new ATraveller();

        await traveller.SignInAsync(site.Address, ASite.Clerk);

        Assert.Equal("/sign-in", traveller.At.AbsolutePath);
        Assert.StartsWith("The sign-in that came from County sign-on cannot be used", ASite.Fault(traveller.Page), StringComparison.Ordinal);
        Assert.Null(traveller.Session(site.Address));
        await provider.AskAsync("lie");
        await traveller.SignInAsync(site.Address, ASite.Clerk);
        Assert.NotNull(traveller.Session(site.Address));
    }

    [Fact]
    public async Task What_was_begun_in_another_browser_or_was_used_already_signs_nobody_in()
    {
        await using var provider = new AProvider();
        await using var site = await ASite.On("SQLite", [provider.Settings]);
        await provider.StartAsync(site.Address);
        static bool Back(Uri address) => address.AbsolutePath == "/sign-in/from/county";
        using var theirs = new ATraveller();
        await theirs.SignInAsync(site.Address, ASite.Clerk, stopAt: Back);
        var answer = theirs.At;

        // Sent to somebody else's browser: that one did not begin it.
        using var another = new ATraveller();
        await another.GoAsync(answer);
        Assert.StartsWith("The sign-in that came from", ASite.Fault(another.Page), StringComparison.Ordinal);
        Assert.Null(another.Session(site.Address));
        // A state that was changed, and none.
        using var changed = new ATraveller();
        await changed.SignInAsync(site.Address, ASite.Clerk, stopAt: Back);
        await changed.GoAsync(new Uri(changed.At.AbsoluteUri.Replace("state=", "state=A", StringComparison.Ordinal)));
        Assert.NotEqual("", ASite.Fault(changed.Page));
        await changed.GoAsync(new Uri(site.Address, "/sign-in/from/county?code=abc"));
        Assert.NotEqual("", ASite.Fault(changed.Page));
        Assert.Null(changed.Session(site.Address));

        await theirs.GoAsync(answer);
        Assert.NotNull(theirs.Session(site.Address));
        await theirs.GoAsync(answer);
        Assert.Equal("/sign-in", theirs.At.AbsolutePath); // once
    }

    [Fact]
    public async Task A_provider_that_took_another_key_is_believed_and_one_that_is_away_is_told_of_while_accounts_still_work()
    {
        await using var provider = new AProvider();
        await using var site = await ASite.On("SQLite", [provider.Settings]);
        await site.HasAccountAsync("li", ASite.Lead);
        using (var before = new ATraveller())
        {
            await before.SignInAsync(site.Address, ASite.Clerk);
            Assert.Equal("/sign-in", before.At.AbsolutePath);
            Assert.StartsWith("County sign-on cannot be reached just now.", ASite.Fault(before.Page), StringComparison.Ordinal);
        }

        using (var li = await site.SignedInAsync("li")) Assert.Equal(HttpStatusCode.OK, (await li.OpenAsync("/inbox")).Status);
        await provider.StartAsync(site.Address);
        using (var first = new ATraveller())
        {
            await first.SignInAsync(site.Address, ASite.Clerk);
            Assert.NotNull(first.Session(site.Address));
        }

        await provider.AskAsync("rotate");
        string? session = null;
        for (var tries = 0; tries < 3 && session is null; tries++)
        {
            using var second = new ATraveller();
            await second.SignInAsync(site.Address, ASite.Clerk);
            session = second.Session(site.Address);
        }

        Assert.NotNull(session);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Signing_out_at_the_provider_ends_what_began_with_it_and_nothing_else(string kind)
    {
        await using var provider = new AProvider();
        await using var site = await ASite.On(kind, [provider.Settings]);
        await provider.StartAsync(site.Address);
        using var clerk = new ATraveller();
        await clerk.SignInAsync(site.Address, ASite.Clerk);
        using var lead = new ATraveller();
        await lead.SignInAsync(site.Address, ASite.Lead);
        bool IsIn(ATraveller one) => site.Server.Sessions.Of(one.Session(site.Address)!) is not null;

        foreach (var wrong in (string[])["{\"aud\":\"another\"}", "{\"iss\":\"http://localhost:1\"}", "{\"nonce\":\"n\"}", "{\"events\":{}}", "{\"sub\":null}", "{\"wrong\":true}", "{\"iat\":1000,\"exp\":2000}", "{\"jti\":null}"])
        {
            Assert.Equal("400", await provider.AskAsync($"sign-out {ASite.Clerk} {wrong}"));
            Assert.True(IsIn(clerk), wrong);
        }

        Assert.Equal("200 400", await provider.AskAsync($"sign-out {ASite.Clerk} {{\"twice\":true}}"));
        Assert.False(IsIn(clerk));
        Assert.True(IsIn(lead));
        await site.RestartAsync();
        Assert.Single(site.Server.Sessions.Of(new ActorId(ASite.Lead)));
        Assert.Empty(site.Server.Sessions.Of(new ActorId(ASite.Clerk)));
    }

    [Fact]
    public async Task Whoever_signs_out_here_is_asked_whether_to_sign_out_there_too_and_comes_home()
    {
        await using var provider = new AProvider();
        await using var site = await ASite.On("SQLite", [provider.Settings]);
        await provider.StartAsync(site.Address);
        using var traveller = new ATraveller();
        await traveller.SignInAsync(site.Address, ASite.Clerk);
        var secret = traveller.Session(site.Address)!;

        using (var nothing = new FormUrlEncodedContent([])) await traveller.GoAsync(new Uri(site.Address, "/sign-out"), form: nothing);
        Assert.Null(site.Server.Sessions.Of(secret));
        var there = traveller.Page.QuerySelectorAll("a").Single(static link => link.TextContent == "Sign out at County sign-on too");
        await traveller.GoAsync(new Uri(site.Address, there.GetAttribute("href")));
        Assert.Equal(provider.Settings.Authority.Port, traveller.At.Port);
        await traveller.SendAsync(null, ("logout", "yes"));
        Assert.Equal(site.Address, traveller.At);
    }
}
