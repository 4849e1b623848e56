using Trellis.Authority;
using Trellis.Authority.Access;
using Trellis.Structure;
using Xunit;

namespace Trellis.Tests.Authority;

public sealed class ChangingAccountsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 1, 0, 0, TimeSpan.Zero);
    private static readonly ActorId Li = new("p-02");
    private static readonly ActorId Wang = new("p-03");
    private static readonly SignInAccount Known = new("a1", Wang, "s1", 7, Locked: false);

    [Fact]
    public void An_account_is_opened_once()
    {
        Assert.IsType<Outcome.Accepted>(Decide(AccountChange.Opened, null));
        Assert.Equal(AccessRefusals.AccountThere, Why(Decide(AccountChange.Opened, Known)));
    }

    [Fact]
    public void Nobody_gives_themselves_a_code_and_another_does()
    {
        Assert.Equal(AccessRefusals.NeedsSecondOfficer, Why(Decide(AccountChange.CodeGiven, Known, helper: Wang)));
        Assert.Equal(AccessRefusals.NeedsSecondOfficer, Why(Decide(AccountChange.Opened, null, helper: Wang)));
        var given = Assert.IsType<AccountChanged>(Assert.Single(Assert.IsType<Outcome.Accepted>(Decide(AccountChange.CodeGiven, Known, helper: Li)).Events));
        Assert.Equal((Wang, Li), (given.Person, given.Helper!.Value));
    }

    [Theory]
    [InlineData(AccountChange.CodeGiven)]
    [InlineData(AccountChange.PasswordSet)]
    [InlineData(AccountChange.PasskeyAdded)]
    [InlineData(AccountChange.PasskeyRemoved)]
    [InlineData(AccountChange.Locked)]
    [InlineData(AccountChange.Guessed)]
    [InlineData(AccountChange.SessionsEnded)]
    public void Nothing_becomes_of_an_account_that_is_not_there(AccountChange change) => Assert.Equal(AccessRefusals.NoSuchAccount, Why(Decide(change, null)));

    [Fact]
    public void A_locked_account_takes_no_passkey_and_is_locked_no_second_time_and_a_code_opens_it()
    {
        var locked = ChangingAccounts.Apply(Known, Happened(AccountChange.Locked, null), 9)!;

        Assert.True(locked.Locked);
        Assert.Equal(AccessRefusals.AccountLockedAlready, Why(Decide(AccountChange.Locked, locked)));
        Assert.Equal(AccessRefusals.AccountLockedAlready, Why(Decide(AccountChange.PasskeyAdded, locked)));
        Assert.Equal(new SignInAccount("a1", Wang, "s2", 11, Locked: false), ChangingAccounts.Apply(locked, Happened(AccountChange.CodeGiven, "s2"), 11));
        Assert.Equal(Known, ChangingAccounts.Apply(Known, Happened(AccountChange.Guessed, null), 12));
    }

    [Theory]
    [InlineData("short one 1", "access.password-too-short")]
    [InlineData("aaaaaaaaaaaa", "access.password-common")]
    [InlineData("abababababababab", "access.password-common")]
    [InlineData("abcdefghijklmn", "access.password-common")]
    [InlineData("123456789012", "access.password-common")]
    [InlineData("987654321098", "access.password-common")]
    [InlineData("1qaz2wsx3edc", "access.password-common")]
    [InlineData("Q1W2E3R4T5Y6", "access.password-common")]
    [InlineData("Password2026!", "access.password-common")]
    [InlineData("wodemima123456", "access.password-common")]
    [InlineData("woaini1314520", "access.password-common")]
    [InlineData("Wang.Xiaoxi.2026", "access.password-like-name", "wang.xiaoxi")]
    public void What_others_would_try_first_is_no_password(string password, string code, string name = "li.lei") => Assert.Equal(code, ChoosingPasswords.WhyNot(password, name)?.Code);

    [Theory]
    [InlineData("seven lamps by the river")]
    [InlineData("correct horse battery staple")]
    [InlineData("onlysmallletters")]
    [InlineData("8391 5527 0046 1983")]
    [InlineData("七盏灯照着河边的老槐树下")]
    [InlineData("wang.xiaoxi likes old locust trees")]
    public void Anything_long_that_is_not_common_is_one_whatever_it_is_made_of(string password) => Assert.Null(ChoosingPasswords.WhyNot(password, "wang.xiaoxi"));

    [Fact]
    public void A_book_is_no_password()
    {
        Assert.Equal("access.password-too-long", ChoosingPasswords.WhyNot(string.Concat(Enumerable.Repeat("lamp river ", 20)), "wang")?.Code);
    }

    [Theory]
    [InlineData("p-02", null, "p-02")] // sits somewhere
    [InlineData("r-wang", null, "r-wang")] // stands in the base
    [InlineData("p-99", null, null)] // nobody here
    [InlineData("", null, null)]
    public void A_claim_that_is_the_id_of_somebody_here_names_them_and_no_other_does(string value, string? fact, string? person) =>
        Assert.Equal(person, Named(new ClaimOfPerson("sub", fact), ("sub", value))?.Text);

    [Fact]
    public void An_address_names_somebody_only_where_the_provider_has_looked_at_it_and_one_person_has_it()
    {
        var by = new ClaimOfPerson("email", "actor.email");

        Assert.Equal("p-02", Named(by, ("email", "li@county.example"), ("email_verified", "true"))?.Text);
        Assert.Null(Named(by, ("email", "li@county.example")));
        Assert.Null(Named(by, ("email", "li@county.example"), ("email_verified", "false")));
        Assert.Null(Named(by, ("email", "LI@county.example"), ("email_verified", "true")));
        Assert.Null(Named(by, ("email", "both@county.example"), ("email_verified", "true")));
        Assert.Null(Named(by, ("email", "li@county.example"), ("email", "wang@county.example"), ("email_verified", "true")));
        Assert.Null(Named(by, ("email_verified", "true")));
    }

    private static ActorId? Named(ClaimOfPerson by, params (string Type, string Value)[] claims) =>
        NamingPeople.Of(by, claims.ToLookup(static one => one.Type, static one => one.Value), ATownship(), new DateOnly(2026, 5, 4), static person => person.Text == "r-wang");

    private static Standing ATownship() => Standing.AtTheBeginningOf(ReadingStructures.Read(
    [
        new("structure.yaml", "structure: t\nname: {zh: 镇, en: Town}\nlanguages: [zh, en]\n"u8.ToArray()),
        new("seats.tsv", "actor\tpost\tfrom\tto\tacting-for\tactor.email\np-02\tlead@hall\t2026-01-01\t\t\tli@county.example\np-03\tclerk@hall\t2026-01-01\t\t\tboth@county.example\np-04\tclerk@hall\t2026-01-01\t\t\tboth@county.example\np-05\tclerk@hall\t2020-01-01\t2020-12-31\t\tgone@county.example\n"u8.ToArray()),
    ]).Structure);

    private static AccountChanged Happened(AccountChange change, string? state) => new("a1", Wang, change, state, null, Now);

    private static Outcome Decide(AccountChange change, SignInAccount? known, ActorId? helper = null) => ChangingAccounts.Decide(new ChangeAccount("a1", Wang, change, "s2", helper), known, Now);

    private static Refusal Why(Outcome outcome) => ((Outcome.Refused)outcome).Why;
}
