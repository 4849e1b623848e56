using System.Text;
using System.Text.Json;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>What each reader must refuse, kept in tests/data/ledger with the words that the refusal should say. Each file stands beside a good one that only just passes.</summary>
public sealed class RefusingBadInput
{
    private delegate bool Reader(ReadOnlySpan<byte> bytes, out string? fault);

    private static readonly Dictionary<string, Reader> Readers = new(StringComparer.Ordinal)
    {
        ["notes"] = static (bytes, out fault) => SignedNote.TryRead(bytes, out _, out fault),
        ["checkpoints"] = static (bytes, out fault) => Checkpoint.TryRead(bytes, out _, out fault),
        ["receipts"] = static (bytes, out fault) => TlogProof.TryRead(bytes, out _, out fault),
        ["requests"] = static (bytes, out fault) => WitnessRequest.TryRead(bytes, out _, out fault),
        ["entries"] = static (bytes, out fault) => Entry.TryRead(bytes, out _, out fault),
        ["policies"] = static (bytes, out fault) => WitnessPolicy.TryRead(bytes, out _, out fault),
        ["keys"] = static (bytes, out fault) => NoteVerifier.TryRead(Encoding.UTF8.GetString(bytes), out _, out fault),
    };

    public static TheoryData<string> Kinds => [.. Readers.Keys];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var kind in Readers.Keys)
                foreach (var (why, _, _) in Read(kind)) cases.Add(kind, why);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_refused_and_the_refusal_says_why(string kind, string why)
    {
        var (_, bytes, says) = Read(kind).Single(one => one.Why == why);

        Assert.False(Readers[kind](bytes, out var fault));
        Assert.Contains(says, fault, StringComparison.Ordinal);
        Assert.True(fault!.Length < 400, fault);
        Assert.True(LedgerFaults.Knows(fault), $"LedgerFaults has no words in Chinese for: {fault}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Beside_them_stands_a_good_one(string kind)
    {
        var hash = default(TreeHash).ToString();
        const string Signature = "— example.com/a AAECAwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
        const string Log = "example.com/log+1dde4531+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
        var good = kind switch
        {
            "notes" => "some text\n\n" + Signature,
            "checkpoints" => $"example.com/a\n1\n{hash}\n",
            "receipts" => $"c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\n{hash}\n\nexample.com/a\n2\n{hash}\n\n{Signature}",
            "requests" => $"old 0\n\nexample.com/a\n2\n{hash}\n\n{Signature}",
            "entries" => """{"at":"2026-05-01T08:00:00.000Z","by":{"as":"system"},"event":"record-opened/1","fields":{},"mandate":[],"personal":{},"structure":"none","v":1}""",
            "policies" => " \t# who counts\n\nlog\t" + Log + "  https://example.com \nquorum none\n",
            _ => Log,
        };

        Assert.True(Readers[kind](Encoding.UTF8.GetBytes(good), out var fault), fault);
    }

    private static List<(string Why, byte[] Bytes, string Says)> Read(string kind)
    {
        using var file = JsonDocument.Parse(Checkout.File($"tests/data/ledger/refused-{kind}.json").Text);
        return [.. file.RootElement.GetProperty("cases").EnumerateArray().Select(static one => (
            one.GetProperty("why").GetString()!,
            one.TryGetProperty("base64", out var bytes) ? bytes.GetBytesFromBase64() : Encoding.UTF8.GetBytes(one.GetProperty("input").GetString()!),
            one.GetProperty("says").GetString()!))];
    }
}
