using System.Text;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>Receipts of several entries under one checkpoint prove each of them, and no other.</summary>
public sealed class ReceiptsTests
{
    [Fact]
    public void What_is_read_is_what_was_written_and_every_entry_holds()
    {
        var receipts = OfTheSample();

        Assert.True(Receipts.TryRead(receipts.Encode(), out var read, out var fault), fault);
        Assert.Equal(receipts.Encode(), read.Encode());
        Assert.All(read.Entries, one => Assert.True(read.Holds(one)));
        var report = ReceiptAudit.Of(read, "looks", new TrustedKeys([], null));
        Assert.True(report.HoldsUp);
        Assert.Equal(read.Entries.Count, report.ReceivedMany.Count);
        Assert.Contains(report.Proven, one => one is { Kind: ProvenKind.EntriesIncluded } && one.Count == read.Entries.Count);
    }

    [Fact]
    public void A_byte_that_is_changed_in_an_entry_a_path_or_a_position_is_found()
    {
        var good = OfTheSample();
        for (var at = 0; at < good.Entries.Count; at++)
        {
            var one = good.Entries[at];
            var bytes = one.Bytes.ToArray();
            bytes[^2] ^= 1;
            foreach (var bad in (ReceivedEntry[])[one with { Bytes = bytes }, one with { Index = one.Index + 1 }, one with { Path = [.. one.Path.Skip(1)] }])
            {
                var report = ReceiptAudit.Of(good with { Entries = [.. good.Entries.Take(at), bad, .. good.Entries.Skip(at + 1)] }, "looks", new TrustedKeys([], null));
                Assert.Equal(DoubtKind.ReceiptDoesNotHold, Assert.Single(report.Doubts).Kind);
            }
        }
    }

    [Theory]
    [InlineData("trellis-receipts/1", "trellis-receipts/2")]
    [InlineData("entries 3", "entries 2")]
    [InlineData("entries 3", "entries 4")]
    [InlineData("entries 3", "entries 99999")]
    [InlineData("index 2\n", "index 5\n")]
    [InlineData("entry ", "entry !")]
    public void What_is_not_spelled_as_receipts_are_is_refused(string from, string to) =>
        Assert.False(Receipts.TryRead(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(OfTheSample().Encode()).Replace(from, to, StringComparison.Ordinal)), out _, out _));

    /// <summary>Three entries of a tree of seven.</summary>
    internal static Receipts OfTheSample()
    {
        var entries = Enumerable.Range(0, 7).Select(static number => new Entry { At = DateTimeOffset.UnixEpoch.AddDays(20_000 + number), By = EntryActor.System, Event = "thing-happened/1", Fields = new EntryValue.Group([new("number", EntryValue.Of(number))]), Structure = "v1" }.Encode()).ToArray();
        var leaves = entries.Select(static bytes => Tree.Leaf(bytes)).ToArray();
        var growing = new GrowingTree();
        foreach (var leaf in leaves) growing.Append(leaf);
        var signer = NoteSigner.Make("county.example/record", NoteKeyType.Ed25519, new byte[32]);
        var checkpoint = SignedCheckpoint.Sign(new Checkpoint("county.example/record", growing.Head), signer);
        return new Receipts([.. new long[] { 1, 2, 5 }.Select(index => new ReceivedEntry(index, entries[index], Path(leaves, index)))], checkpoint);
    }

    private static IReadOnlyList<TreeHash> Path(TreeHash[] leaves, long index) =>
        InclusionProof.TryMake(index, leaves.Length, _ => leaves, out var proof, out var fault) ? proof.Path : throw new InvalidOperationException(fault);
}
