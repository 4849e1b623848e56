using System.Text.RegularExpressions;
using Trellis.Scenarios.Auditing;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Cli;

/// <summary>Whoever reads Chinese is told in Chinese what is wrong and what to do: names, ids and options stay as they are, English sentences do not.</summary>
public sealed partial class SpeakingChinese
{
    [Theory]
    [InlineData("verify")]
    [InlineData("verify", "nowhere.db")]
    [InlineData("verify", "nowhere.db", "--postgres", "Host=localhost")]
    [InlineData("verify", "note.txt")]
    [InlineData("verify", "bad-receipt.tlog-proof")]
    [InlineData("verify", "empty")]
    [InlineData("verify", "record.db", "--leaf", "x")]
    [InlineData("verify", "record.db", "--key", "nobody+key")]
    [InlineData("verify", "record.db", "--witnesses", "note.txt")]
    [InlineData("verify", "record.db", "--since", "999999")]
    [InlineData("verify", "record.db", "--attachments", "nowhere")]
    [InlineData("verify", "record.db", "--format", "xml")]
    [InlineData("verify", "http://127.0.0.1:1/")]
    [InlineData("export", "ledger", "out")]
    [InlineData("export", "ledger", "note.txt", "--data", "record.db")]
    [InlineData("export", "ledger", "out", "--data", "nowhere.db")]
    [InlineData("erase", "--person", "p-1", "--by", "clerk", "--basis", "pipl/47", "--data", "record.db")]
    [InlineData("erase", "--person", "p 1", "--by", "clerk@county", "--basis", "pipl/47", "--data", "record.db")]
    [InlineData("erase", "--person", "p-999", "--by", "clerk@county", "--basis", "pipl/47", "--data", "record.db")]
    [InlineData("erase", "--person", "p-1", "--by", "clerk@county", "--basis", "pipl/47", "--data", "nowhere.db")]
    [InlineData("backup", "record.db", "--data", "record.db")]
    [InlineData("backup", "note.txt", "--data", "record.db")]
    [InlineData("backup", "nowhere/copy.db", "--data", "record.db")]
    [InlineData("backup", "copy.db", "--postgres", "Host=127.0.0.1;Port=1;Database=none;Timeout=2", "--keys", "record.db.keys")]
    [InlineData("backup", "copy.db", "--postgres", "no connection", "--keys", "record.db.keys")]
    [InlineData("restore", "nowhere.db", "--data", "record.db")]
    [InlineData("restore", "note.txt", "--data", "record.db")]
    [InlineData("restore", "", "--data", "record.db")]
    [InlineData("restore", "--data", "record.db", "--keys", "nowhere")]
    [InlineData("auditor", "add", "two words", "--data", "record.db")]
    [InlineData("auditor", "revoke", "nobody", "--data", "record.db")]
    [InlineData("auditor", "add", "office", "--until", "soon", "--data", "record.db")]
    [InlineData("witness", "list", "--data", "record.db")]
    [InlineData("witness", "add", "x", "--data", "record.db")]
    [InlineData("witness", "list")]
    [InlineData("backup", "copy.db", "--dato", "record.db")]
    [InlineData("backop")]
    [InlineData("backup", "copy.db", "--data")]
    [InlineData("backup", "copy.db", "more.db", "--data", "record.db")]
    [InlineData("backup", "copy.db", "--data", "record.db", "--data", "other.db")]
    [InlineData("backup", "--data", "record.db")]
    [InlineData("erase", "--person", "p-1")]
    [InlineData("token", "issue", "--program", "p", "--scopes", "ask", "--by", "clerk@county", "--days", "many", "--data", "record.db")]
    [InlineData("token")]
    [InlineData("backup", "copy.db", "--postgres", "Host=no-such-host.invalid;Database=none;Timeout=2", "--keys", "record.db.keys")]
    [InlineData("restore", "full.db", "--data", "record.db")]
    [InlineData("backup", "copy.db", "--data", "half.db")]
    public async Task A_refusal_is_in_Chinese_throughout(params string[] words)
    {
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(20, 5);
        using var program = new TheProgram();
        Directory.Move(record.Place.Keys, program.At("record.db.keys"));
        File.Move(record.File, program.At("record.db"));
        program.Given("note.txt", "This is a letter.\n");
        program.Given("bad-receipt.tlog-proof", "c2sp.org/tlog-proof@v1\nindex x\n");
        Directory.CreateDirectory(program.At("empty"));
        var whole = await File.ReadAllBytesAsync(program.At("record.db"), ARecord.Patience);
        await File.WriteAllBytesAsync(program.At("half.db"), [.. whole.AsMemory(0, 16_384).Span, .. new byte[16_384]], ARecord.Patience);
        await File.WriteAllBytesAsync(program.At("full.db"), [.. whole.AsMemory(0, whole.Length / 2).Span], ARecord.Patience);

        var ran = program.Run([.. words, "--lang", "zh"]);

        Assert.True(ran.ExitCode > 0, ran.Output);
        InChinese(ran.Errors + ran.Output);
    }

    [Theory]
    [InlineData("update ledger_checkpoint set note = 'nonsense'")]
    [InlineData("update ledger_checkpoint set at = 0")]
    [InlineData("update ledger_entry set bytes = x'00' where position = 5")]
    [InlineData("create trigger t after insert on ledger_entry begin delete from ledger_checkpoint; end")]
    [InlineData("alter table erasure add column more text")]
    [InlineData("drop index personal_value_by_key")]
    [InlineData("insert into ledger_meta values ('other', 'x')")]
    [InlineData("update trellis_migration set name = 'other'")]
    [InlineData("delete from ledger_writer")]
    [InlineData("update ledger_writer set epoch = 0")]
    [InlineData("delete from personal_value where position = 20")]
    [InlineData("delete from erasure")]
    [InlineData("update attachment set erased = null")]
    public async Task A_doubt_is_in_Chinese_throughout(string done)
    {
        await using var county = await ACounty.On("SQLite");
        new AnAttacker(county).RunLawlessly(done);
        var policy = await File.ReadAllTextAsync(county.Policy, ARecord.Patience);
        await File.WriteAllTextAsync(county.Policy, policy.Replace("both all", "both 2", StringComparison.Ordinal), ARecord.Patience);

        var (code, said) = ACounty.Run("verify", county.Record.File, "--key", county.Key, "--witnesses", county.Policy, "--keys", county.Keys, "--seen", county.SeenAtEnd, "--lang", "zh");

        Assert.True(code == 1, said);
        InChinese(said);
    }

    [Fact]
    public async Task So_are_the_doubts_about_signatures_and_witnesses()
    {
        await using var county = await ACounty.On("SQLite");
        var other = Trellis.Ledger.NoteSigner.Make(county.Signer.Name, Trellis.Ledger.NoteKeyType.Ed25519, new byte[32]);
        var stranger = Trellis.Ledger.NoteSigner.Make("third.example/witness", Trellis.Ledger.NoteKeyType.Cosignature, new byte[32]);
        await File.WriteAllTextAsync(county.At("strict"), $"log {county.Signer.Verifier}\nwitness upper {county.Upper.Key}\nwitness third {stranger.Verifier}\ngroup both all upper third\nquorum both\n", ARecord.Patience);

        foreach (var options in (string[][])[["--key", other.Verifier.ToString()], ["--key", stranger.Verifier.ToString()], ["--witnesses", county.At("strict")]])
        {
            var (code, said) = ACounty.Run(["verify", county.Record.File, .. options, "--lang", "zh"]);
            Assert.True(code == 1, said);
            InChinese(said);
        }
    }

    [Theory]
    [InlineData("Password=wrong", "用户名或密码不对")]
    [InlineData("Database=trellis_nowhere", "服务器上没有这个数据库")]
    [InlineData("Port=1", "对方拒绝连接")]
    public void What_a_server_says_is_told_in_our_words_first(string with, string says)
    {
        if (ARecord.Server is null) Assert.Skip("There is no PostgreSQL: ./test.sh starts one and names it in TRELLIS_POSTGRES.");
        using var program = new TheProgram();
        var other = new Npgsql.NpgsqlConnectionStringBuilder(ARecord.Server) { Timeout = 5, Pooling = false };
        var (key, value) = with.Split('=') is [var name, var given] ? (name, given) : default;
        other[key] = value;
        if (key == "Password" && !CanAskForPasswords(other.ConnectionString)) Assert.Skip("This server asks nobody for a password.");

        var ran = program.Run("backup", "copy.db", "--postgres", other.ConnectionString, "--keys", "keys", "--lang", "zh");

        Assert.True(ran.ExitCode == 3 && ran.Errors.Contains(says, StringComparison.Ordinal), ran.Errors);
        InChinese(ran.Errors.Replace(other.ConnectionString, "", StringComparison.Ordinal));

        static bool CanAskForPasswords(string connection)
        {
            try
            {
                using var open = new Npgsql.NpgsqlConnection(connection);
                open.Open();
                return false;
            }
            catch (Npgsql.PostgresException)
            {
                return true;
            }
        }
    }

    /// <summary>No three words of Latin letters in a row: names, ids, options and hashes are no sentence.</summary>
    private static void InChinese(string said)
    {
        // What the system or a server said itself stands in brackets behind our words for it; commands are to be typed as they are.
        var ours = Quoted().Replace(said, "");
        Assert.False(English().IsMatch(ours), $"{English().Match(ours).Value}\n\n{said}");
        Assert.Matches("[\u4e00-\u9fff]", said);
    }

    [GeneratedRegex("""trellis [a-z]+( ledger)?( [A-Z]+)?|chmod [-a-z ]+|（[^（）\n]*）|Host=[^"\n]*|find -samefile|log KEY \[URL\]；witness NAME KEY \[URL\]；group NAME [^；]*；quorum NAME|（C2SP tlog-policy）""")]
    private static partial Regex Quoted();

    [GeneratedRegex("[A-Za-z]+[ ,;:]+[A-Za-z]+[ ,;:]+[A-Za-z]+")]
    private static partial Regex English();
}
