using System.Text;
using Trellis.Ledger;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>A resident verifies a receipt at home: a text file and one command, no network.</summary>
public sealed class VerifyingReceipts
{
    [Fact]
    public async Task A_receipt_shows_its_entry_and_that_it_stands_in_the_record()
    {
        await using var county = await ACounty.On("SQLite");

        var (code, said) = ACounty.Run("verify", county.Receipt(17), "--key", county.Key, "--witnesses", county.Policy);

        Assert.Equal(0, code);
        Assert.Contains("Entry: matter-noted/1, by clerk @ xikou, 2026-05-04 08:00", said, StringComparison.Ordinal);
        Assert.Contains("stands in the record at position 17", said, StringComparison.Ordinal);
        Assert.Contains("signed with the key county.example/record", said, StringComparison.Ordinal);
        Assert.Contains("2 witnesses co-signed", said, StringComparison.Ordinal);
        Assert.Contains("Everything that could be checked holds.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_speaks_Chinese()
    {
        await using var county = await ACounty.On("SQLite");

        var (code, said) = ACounty.Run("verify", county.Receipt(17), "--lang", "zh");

        Assert.Equal(0, code);
        Assert.Contains("回执中的条目确在记录第 17 位", said, StringComparison.Ordinal);
        Assert.Contains("没有给出公钥", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_whose_entry_path_position_or_root_was_changed_does_not_hold()
    {
        await using var county = await ACounty.On("SQLite");
        Assert.True(TlogProof.TryRead(await File.ReadAllBytesAsync(county.Receipt(17), ARecord.Patience), out var receipt, out _));
        var path = receipt.Path.ToArray();
        path[3] = path[2];
        TlogProof[] changed =
        [
            receipt with { Extra = AnAttacker.Changed(receipt.Extra.ToArray()) },
            receipt with { Index = 18 },
            receipt with { Path = path },
            receipt with { Path = receipt.Path.Skip(1).ToArray() },
            receipt with { Checkpoint = county.AtHalf },
        ];

        foreach (var one in changed)
        {
            var file = county.At("changed.tlog-proof");
            await File.WriteAllBytesAsync(file, one.Encode(), ARecord.Patience);
            ACounty.VerifyAt([file], "--key", county.Key).Finds("receipt-does-not-hold");
        }
    }

    [Fact]
    public async Task A_receipt_under_a_checkpoint_of_somebody_else_is_doubted_by_whoever_has_the_key()
    {
        await using var county = await ACounty.On("SQLite");
        Assert.True(TlogProof.TryRead(await File.ReadAllBytesAsync(county.Receipt(17), ARecord.Patience), out var receipt, out _));
        var own = NoteSigner.Make(county.Signer.Name, NoteKeyType.Ed25519, new byte[32]);
        var file = county.At("forged.tlog-proof");
        await File.WriteAllBytesAsync(file, (receipt with { Checkpoint = SignedCheckpoint.Sign(receipt.Checkpoint.Checkpoint, own) }).Encode(), ARecord.Patience);

        ACounty.VerifyAt([file], "--key", county.Key).Finds("signature-wrong");
        ACounty.VerifyAt([file], "--witnesses", county.Policy).Finds("signature-wrong");
    }

    [Fact]
    public async Task A_receipt_without_its_entry_asks_for_the_hash()
    {
        await using var county = await ACounty.On("SQLite");
        Assert.True(TlogProof.TryRead(await File.ReadAllBytesAsync(county.Receipt(17), ARecord.Patience), out var receipt, out _));
        var file = county.At("bare.tlog-proof");
        await File.WriteAllBytesAsync(file, (receipt with { Extra = default }).Encode(), ARecord.Patience);

        Assert.Equal(2, ACounty.VerifyAt([file]).ExitCode);
        ACounty.VerifyAt([file], "--key", county.Key, "--leaf", Tree.Leaf(receipt.Extra.Span).ToString()).HoldsUp();
        ACounty.VerifyAt([file], "--key", county.Key, "--leaf", Tree.Leaf("other"u8).ToString()).Finds("receipt-does-not-hold");
    }

    [Fact]
    public async Task A_checkpoint_alone_is_verified_by_its_signatures()
    {
        await using var county = await ACounty.On("SQLite");

        ACounty.VerifyAt([county.SeenAtHalf], "--key", county.Key, "--witnesses", county.Policy).HoldsUp();
        var text = await File.ReadAllTextAsync(county.SeenAtHalf, ARecord.Patience);
        await File.WriteAllTextAsync(county.At("changed"), text.Replace("\n300\n", "\n301\n", StringComparison.Ordinal), ARecord.Patience);
        ACounty.VerifyAt([county.At("changed")], "--key", county.Key).Finds("signature-wrong");
    }

    [Theory]
    [InlineData("", "no such file")]
    [InlineData("nothing", "no database, no receipt and no checkpoint")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex x\n", "Line 2 of the receipt")]
    [InlineData("c2sp.org/tlog-proof@v2\n", "Line 1 of the receipt")]
    [InlineData("a\n\n— b c\n", "Signature 1")]
    public void What_is_no_record_is_refused_in_one_message(string content, string says)
    {
        using var program = new TheProgram();
        var name = content.Length == 0 ? "absent" : program.Given("file", Encoding.UTF8.GetBytes(content));

        program.Run("verify", name).RefusesSaying(says);
    }

    [Fact]
    public void Options_that_cannot_be_used_are_refused_in_one_message()
    {
        using var program = new TheProgram();
        program.Given("a", "county.example/record\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— county.example/record AAAAAAAAAAA=\n");
        Directory.CreateDirectory(program.At("empty"));

        program.Run("verify").RefusesSaying("Nothing is named");
        program.Run("verify", "empty").RefusesSaying("holds no published record");
        program.Run("verify", "a", "--postgres", "Host=x").RefusesSaying("cannot stand together");
        program.Run("verify", "a", "--key", "absent").RefusesSaying("no such file");
        program.Run("verify", "a", "--key", "x+00000000+AAAA").RefusesSaying("key");
        program.Run("verify", "a", "--witnesses", "a").RefusesSaying("policy");
        program.Run("verify", "a", "--format", "xml").RefusesSaying("--format takes");
        program.Run("verify", "a", "--seen", "absent").RefusesSaying("no such file");
        program.Run("verify", "http://127.0.0.1:1/").StopsSaying(3, "cannot be reached");
        program.Run("export", "leger", "x").RefusesSaying("There is no command \"export leger\"", "Did you mean ledger?");
        program.Run("export", "ledger", "x").RefusesSaying("No record is named");
        program.Run("export", "ledger", "x", "--data", "absent.db").RefusesSaying("There is no record here");
    }
}
