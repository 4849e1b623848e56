using System.Text.Json;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Auditing;
using Trellis.Scenarios.Ledger;
using Trellis.Web.Ledger;
using Xunit;

namespace Trellis.Scenarios.Cli;

/// <summary>Who keeps a record gives auditors tokens, takes them back, and says whose records are witnessed, by commands.</summary>
public sealed class GivingTokens
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_token_is_shown_once_opens_entries_and_opens_nothing_after_it_was_taken_back(string kind)
    {
        await using var county = await ACounty.On(kind);
        using var program = new TheProgram();
        string[] place = [.. county.Store, "--keys", county.Keys];
        var made = program.Run(["auditor", "add", "audit-office", .. place]);
        Assert.Equal(0, made.ExitCode);
        Assert.Contains("It is shown this once", made.Errors, StringComparison.Ordinal);
        var token = made.Output.TrimEnd('\n');
        Assert.Equal(43, token.Length);

        using var ledger = new ServedLedger(county.Record.Place.Store, () => county.AtEnd);
        await using var server = await AWebServer.StartAsync(to => to.MapLedger(ledger, new AuditorTokens(county.Keys)));
        Assert.Contains("entries-give-root", ACounty.VerifyAt([server.Address.AbsoluteUri], "--key", county.Key, "--token", token).HoldsUp().Proven);

        var listed = program.Run(["auditor", "list", .. place]).Succeeds();
        Assert.StartsWith("audit-office  until ", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(token, listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(token, await File.ReadAllTextAsync(Path.Combine(county.Keys, "auditor-tokens"), ARecord.Patience), StringComparison.Ordinal);

        Assert.Contains("1 token of audit-office was taken back", program.Run(["auditor", "revoke", "audit-office", .. place]).Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("token is not accepted", ACounty.VerifyAt([server.Address.AbsoluteUri], "--key", county.Key, "--token", token).Errors, StringComparison.Ordinal);
        var again = program.Run(["auditor", "revoke", "audit-office", .. place]);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("has no token", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_ends_after_the_day_that_was_named()
    {
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(3);
        var tokens = new AuditorTokens(record.Place.Keys, record.Clock);
        var token = tokens.Add("audit-office", new DateOnly(2026, 5, 10));
        record.Clock.Move(new DateTimeOffset(2026, 5, 10, 23, 59, 59, TimeSpan.Zero) - record.Clock.Now);
        Assert.Equal("audit-office", tokens.HolderOf(token));

        record.Clock.Move(TimeSpan.FromSeconds(1));

        Assert.Null(tokens.HolderOf(token));
        Assert.Throws<UnusableInput>(() => tokens.Add("audit-office", new DateOnly(2026, 5, 10)));
    }

    [Fact]
    public async Task Tokens_made_before_they_had_an_end_still_open()
    {
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(3);
        await File.WriteAllTextAsync(Path.Combine(record.Place.Keys, "auditor-tokens"), $"old-office {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("secret"u8))}\n", ARecord.Patience);
        var tokens = new AuditorTokens(record.Place.Keys);

        Assert.Equal("old-office", tokens.HolderOf("secret"));
        Assert.Null(Assert.Single(tokens.List()).Until);
        Assert.Contains("without an end", ACounty.Run(["auditor", "list", .. record.Options]).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_that_are_made_at_once_are_all_kept()
    {
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(3);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(at => Task.Run(() => new AuditorTokens(record.Place.Keys).Add($"office-{at}"), ARecord.Patience)));

        Assert.Equal(20, new AuditorTokens(record.Place.Keys).List().Count);
    }

    [Fact]
    public async Task As_JSON_each_command_says_the_same()
    {
        await using var record = ARecord.On("SQLite");
        using var program = new TheProgram();
        await record.FillAsync(3);

        var made = Json(program.Run(["auditor", "add", "audit-office", "--until", "2099-12-31", "--json", "-", .. record.Options]).Succeeds());
        Assert.Equal("audit-office", new AuditorTokens(record.Place.Keys).HolderOf(made.GetProperty("token").GetString()!));
        Assert.Equal("2099-12-31", made.GetProperty("until").GetString());
        var listed = Json(program.Run(["auditor", "list", "--json", "-", .. record.Options]).Succeeds()).GetProperty("tokens")[0];
        Assert.Equal(("audit-office", false), (listed.GetProperty("name").GetString(), listed.GetProperty("ended").GetBoolean()));
        Assert.Equal(1, Json(program.Run(["auditor", "revoke", "audit-office", "--json", "-", .. record.Options]).Succeeds()).GetProperty("revoked").GetInt32());
    }

    [Theory]
    [InlineData("cannot be the name of an auditor", "auditor", "add", "two words")]
    [InlineData("is over already", "auditor", "add", "office", "--until", "2020-01-01")]
    [InlineData("--until takes a day", "auditor", "add", "office", "--until", "soon")]
    [InlineData("cannot be the name of a witness", "witness", "key", "two words")]
    [InlineData("There is no key of a witness", "witness", "list")]
    [InlineData("There is no key of a witness", "witness", "remove", "other.example/record")]
    public async Task What_cannot_be_done_is_refused_with_a_remedy(string says, params string[] words)
    {
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(3);

        var (code, said) = ACounty.Run([.. words, .. record.Options]);

        Assert.True(code == 2 && said.Contains(says, StringComparison.Ordinal), $"{code}: {said}");
        Assert.False(File.Exists(Path.Combine(record.Place.Keys, "auditor-tokens")) && new AuditorTokens(record.Place.Keys).List().Count > 0);
    }

    [Fact]
    public void A_folder_that_is_misspelt_gets_no_tokens()
    {
        using var program = new TheProgram();
        program.Run("auditor", "add", "office", "--postgres", "Host=localhost;Database=a", "--keys", "nowhere").RefusesSaying("The folder with the keys of this record is not there");
        program.Run("auditor", "add", "office", "--postgres", "Host=localhost;Database=a").RefusesSaying("With --postgres the folder of the keys must be named");
        Assert.Empty(program.Files);
    }

    [Fact]
    public async Task A_witness_is_made_told_whom_to_watch_and_forgets_nothing_when_it_stops()
    {
        await using var record = ARecord.On("SQLite");
        using var program = new TheProgram();
        await record.FillAsync(20);
        var key = RecordKeys.Open(record.Place.Keys).Signer.Verifier;
        var made = program.Run("witness", "key", "neighbour.example/witness", "--keys", "desk");
        Assert.Equal(0, made.ExitCode);
        Assert.True(NoteVerifier.TryRead(made.Output.TrimEnd('\n'), out var own, out var fault), fault);
        Assert.Equal(1, program.Run("witness", "key", "other.example/witness", "--keys", "desk").ExitCode); // never replaced

        Assert.Contains("is witnessed from the next start", program.Run("witness", "add", key.ToString(), "--keys", "desk").Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("on the list already", program.Run("witness", "add", program.Given("key.txt", key + "\n"), "--keys", "desk").Succeeds().Output, StringComparison.Ordinal);
        program.Run("witness", "add", own.ToString(), "--keys", "desk").RefusesSaying("is the key of a witness, not of a record");
        Assert.Contains("nothing co-signed yet", program.Run("witness", "list", "--keys", "desk").Succeeds().Output, StringComparison.Ordinal);

        var desk = WitnessDesk.Open(program.At("desk"), record.Clock);
        var last = RecordKeys.Open(record.Place.Keys).LastCheckpoint()!;
        Assert.Equal(System.Net.HttpStatusCode.OK, desk.AddCheckpoint(new WitnessRequest(0, [], last).Encode()).Status);
        desk.Dispose();
        var listed = program.Run("witness", "list", "--keys", "desk").Succeeds();
        Assert.Contains("co-signed last: 20 entries", listed.Output, StringComparison.Ordinal);
        Assert.Contains(own.ToString(), listed.Output, StringComparison.Ordinal);

        Assert.Contains("witnessed no more", program.Run("witness", "remove", ARecord.Origin, "--keys", "desk").Succeeds().Output, StringComparison.Ordinal);
        Assert.Equal(1, program.Run("witness", "remove", ARecord.Origin, "--keys", "desk").ExitCode);
        Assert.Contains("No record is witnessed yet", program.Run("witness", "list", "--keys", "desk").Succeeds().Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(program.At("desk/witness")), static file => Path.GetFileName(file).Length == 64);
        program.Run("witness", "add", key.ToString(), "--keys", "desk").Succeeds();
        Assert.Contains("co-signed last: 20 entries", program.Run("witness", "list", "--keys", "desk").Succeeds().Output, StringComparison.Ordinal);
    }

    private static JsonElement Json(Ran ran)
    {
        using var json = JsonDocument.Parse(ran.Output);
        return json.RootElement.Clone();
    }
}
