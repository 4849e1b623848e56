using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Ledger;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>What the ledger says of bytes that it refuses is told to readers of Chinese in Chinese.</summary>
public sealed class SayingFaultsInChinese
{
    [Theory]
    [InlineData("The note has 9 bytes; 5 is the most.", "签名文本有 9 字节，最多 5 字节。")]
    [InlineData("Not enough witnesses: no witness of the policy co-signed; both asks for 2 of province, neighbour.", "规则中的见证方一个也没有联署；both 要求 province, neighbour 中的 2 个。")]
    [InlineData("Not enough witnesses: co-signed by upper; both asks for 2 of upper, neighbour.", "联署的有 upper；both 要求 upper, neighbour 中的 2 个。")]
    [InlineData("Byte 17 of the entry: expected the name of a field between quotes. An entry is canonical JSON: keys in order, no spaces, no escapes, every value in its one spelling.", "条目第 17 字节：这里应有加引号的字段的名字。条目是规范 JSON：键有顺序，没有空格和转义，每个值只有一种写法。")]
    [InlineData("Line 3 of the policy: more than 100 names.", "见证规则第 3 行：名字超过 100 个。")]
    [InlineData("Line 2: 'x' is no key. A key is written name+id+key: a name without spaces, eight hexadecimal digits, and base64, joined by plus signs.", "第 2 行：“x”不是公钥。公钥写成 name+id+key：没有空格的名字、八位十六进制数、base64，用加号连接。")]
    public void A_sentence_keeps_its_figures_and_names(string english, string chinese) => Assert.Equal(chinese, LedgerFaults.Of(english).Zh);

    [Fact]
    public void What_is_not_known_stays_as_it_is()
    {
        Assert.Equal("Something else.", LedgerFaults.Of("Something else.").Zh);
        Assert.False(LedgerFaults.Knows("Something else."));
    }

    [Fact]
    public void Whatever_is_broken_in_a_receipt_a_policy_a_checkpoint_or_an_entry_is_told_in_Chinese()
    {
        var entry = Encoding.UTF8.GetBytes(Checkout.File("tests/data/entries/matter-returned.txt").Text.Split('\n')[0]);
        (byte[] Good, Reader Read)[] kinds =
        [
            (Sample("receipt.tlog-proof"), static (bytes, out fault) => TlogProof.TryRead(bytes, out _, out fault)),
            (ReceiptsTests.OfTheSample().Encode(), static (bytes, out fault) => Receipts.TryRead(bytes, out _, out fault)),
            (Sample("policy"), static (bytes, out fault) => WitnessPolicy.TryRead(bytes, out _, out fault)),
            (Sample("kept-checkpoint"), static (bytes, out fault) => SignedCheckpoint.TryRead(bytes, out _, out fault)),
            (Sample("key.txt"), static (bytes, out fault) => KeyFile.TryRead(bytes, out _, out fault)),
            (entry, static (bytes, out fault) => Entry.TryRead(bytes, out _, out fault)),
        ];
        var random = new Random(7);
        foreach (var (good, read) in kinds)
        {
            Assert.True(read(good, out var fault), fault);
            for (var round = 0; round < 2000; round++)
            {
                if (!read(Broken(good, random), out fault)) Assert.True(LedgerFaults.Knows(fault!), $"LedgerFaults has no words in Chinese for: {fault}");
            }
        }
    }

    private delegate bool Reader(ReadOnlySpan<byte> bytes, out string? fault);

    private static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(Checkout.Root, "docs/howto/sample-record", name));

    /// <summary>A byte changed, taken out or put in, a piece doubled or cut off.</summary>
    private static byte[] Broken(byte[] good, Random random)
    {
        var at = random.Next(good.Length);
        return random.Next(5) switch
        {
            0 => [.. good[..at], (byte)random.Next(256), .. good[(at + 1)..]],
            1 => [.. good[..at], .. good[(at + 1)..]],
            2 => [.. good[..at], (byte)random.Next(256), .. good[at..]],
            3 => [.. good, .. good[at..]],
            _ => good[..at],
        };
    }
}
