using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Serving;
using Trellis.Web.Authority;
using Xunit;

namespace Trellis.Scenarios.Cli;

/// <summary>Accounts by commands: the first one of a site, and help for whoever cannot get in, before there is anybody to help on a page.</summary>
public sealed class KeepingAccounts
{
    private static readonly string[] By = ["--by", "township-leader@liuhe", "--lang", "en"];

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_account_is_opened_listed_given_a_code_and_locked_and_each_stands_in_the_record(string kind)
    {
        await using var record = ARecord.On(kind);
        await BeginAsync(record);
        (int Code, string Said) Run(params string[] words) => HandingOutTheWork.Run(["account", .. words, .. record.Options]);

        var (opened, said) = Run(["add", "li.lei", "--person", "p-02", .. By]);
        Assert.True(opened == 0, said);
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}\n", said);
        Assert.Contains("This one-time code is shown this once", said, StringComparison.Ordinal);
        var (again, why) = Run(["add", "LI.LEI", "--person", "p-03", .. By]);
        Assert.Equal((1, true), (again, why.Contains("access.account-there", StringComparison.Ordinal)));
        Assert.Equal(1, Run(["add", "another", "--person", "p-02", .. By]).Code);
        Assert.Contains("li.lei  p-02  no password yet", Run(["list", "--lang", "en"]).Said, StringComparison.Ordinal);
        Assert.Contains("还没设密码", Run(["list", "--lang", "zh"]).Said, StringComparison.Ordinal);
        Assert.Equal(0, Run(["reset", "li.lei", .. By]).Code);
        Assert.Equal(0, Run(["lock", "Li.Lei", .. By]).Code);
        Assert.Contains("access.account-locked-already", Run(["lock", "li.lei", .. By]).Said, StringComparison.Ordinal);
        Assert.Contains("li.lei  p-02  locked", Run(["list", "--lang", "en"]).Said, StringComparison.Ordinal);
        var (none, missing) = Run(["reset", "wang", .. By]);
        Assert.Equal((2, true), (none, missing.Contains("There is no account with the sign-in name \"wang\"", StringComparison.Ordinal)));
        Assert.Equal(2, Run(["add", "x", "--person", "a name", .. By]).Code);
        Assert.Contains("access.name-unusable", Run(["add", "two words", "--person", "p-05", .. By]).Said, StringComparison.Ordinal);

        Assert.Equal(3, record.Entries().Count(static entry => entry.Event == "account-changed/1"));
        record.HoldsTogether();
    }

    [Theory]
    [InlineData("{", "The file of sign-in settings cannot be used")]
    [InlineData("{\"look-after\":[]}", "look-after-accounts")]
    [InlineData("{\"look-after-accounts\":[\"nobody\"]}", "post@unit")]
    [InlineData("{\"look-after-accounts\":[null]}", "look-after-accounts")]
    [InlineData("{\"providers\":[null]}", "providers")]
    [InlineData("{\"providers\":[{\"id\":\"County\",\"name\":{\"zh\":\"县\",\"en\":\"C\"},\"issuer\":\"https://id.example\",\"client\":\"t\",\"person\":{\"claim\":\"sub\"}}]}", "small letters")]
    [InlineData("{\"providers\":[{\"id\":\"c\",\"name\":{\"zh\":\"县\",\"en\":\"C\"},\"issuer\":\"http://id.example\",\"client\":\"t\",\"person\":{\"claim\":\"sub\"}}]}", "https")]
    [InlineData("{\"providers\":[{\"id\":\"c\",\"name\":{\"zh\":\"县\",\"en\":\"\"},\"issuer\":\"https://id.example\",\"client\":\"t\",\"person\":{\"claim\":\"sub\"}}]}", "both languages")]
    [InlineData("{\"providers\":[{\"id\":\"c\",\"name\":{\"zh\":\"县\",\"en\":\"C\"},\"issuer\":\"https://id.example\",\"client\":\"t\",\"person\":{\"claim\":\"email\",\"fact\":\"person.email\"}}]}", "seats.tsv")]
    [InlineData("{\"providers\":[{\"id\":\"c\",\"name\":{\"zh\":\"县\",\"en\":\"C\"},\"issuer\":\"https://id.example\",\"client\":\"t\"}]}", "person")]
    [InlineData("{\"providers\":[{\"id\":\"c\",\"name\":{\"zh\":\"县\",\"en\":\"C\"},\"issuer\":\"https://id.example\",\"client\":\"t\",\"secret-file\":\"nowhere\",\"person\":{\"claim\":\"sub\"}}]}", "cannot be read")]
    public async Task Settings_that_cannot_be_used_are_refused_before_anything_is_opened(string settings, string says)
    {
        using var program = new TheProgram();
        await File.WriteAllTextAsync(program.At("sign-in.json"), settings, TheProgram.Patience);

        program.Run("serve", "--structure", Structures.Of("hello-village"), "--data", "county.db", "--sign-in", "sign-in.json", "--lang", "en").RefusesSaying(says);

        Assert.Equal(["sign-in.json"], program.Files);
        Assert.Throws<UnusableInput>(() => ReadingSignInFiles.Read(program.At("sign-in.json")));
    }

    [Fact]
    public async Task Settings_that_are_right_are_read_with_the_secret_beside_them()
    {
        using var program = new TheProgram();
        await File.WriteAllTextAsync(program.At("s"), "whispered\n", TheProgram.Patience);
        await File.WriteAllTextAsync(program.At("sign-in.json"), """
            {"look-after-accounts": ["service-lead@liuhe"], "providers": [{"id": "county", "name": {"zh": "县", "en": "County"}, "issuer": "https://id.county.example", "client": "trellis", "secret-file": "s", "scopes": ["email"], "person": {"claim": "email", "fact": "actor.email"}}]}
            """, TheProgram.Patience);

        var read = ReadingSignInFiles.Read(program.At("sign-in.json"));

        Assert.Equal("service-lead@liuhe", Assert.Single(read.LookAfterAccounts).ToString());
        Assert.Equal(("county", "whispered", "actor.email"), Assert.Single(read.Providers) is var one ? (one.Id, one.Secret, one.Person.Fact) : default);
        program.Run("serve", "--data", "county.db", "--no-pages", "--sign-in", "sign-in.json", "--lang", "en").RefusesSaying("--sign-in and --no-pages are both given");
    }

    private static async Task BeginAsync(ARecord record)
    {
        await using var writer = await record.CreateAsync();
        await using var desk = await MattersDesk.OpenAsync(writer, record.Place, record.Clock, StructureFolder.Read(Structures.Of("hello-village")));
    }
}
