using FsCheck;
using FsCheck.Fluent;
using Trellis.Ledger;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>A receipt is one file that a resident keeps, and proves their entry without us.</summary>
public sealed class AReceipt
{
    private static readonly NoteSigner Log = ASignedNote.ALog();
    private static readonly NoteSigner Witness = ASignedNote.AWitness();

    /// <summary>A record of entries that are their own numbers, and the receipt of one of them.</summary>
    private static (TlogProof Receipt, byte[] Entry) Of(int index, int size)
    {
        var entries = Enumerable.Range(0, size).Select(static number => BitConverter.GetBytes(number)).ToArray();
        var leaves = entries.Select(static entry => Tree.Leaf(entry)).ToArray();
        Assert.True(InclusionProof.TryMake(index, size, tile => tile.Level == 0 ? leaves.AsMemory((int)tile.Number * 256) : default, out var proof, out var fault), fault);
        var checkpoint = SignedCheckpoint.Sign(new Checkpoint(Log.Name, new TreeHead(size, TheTreeByDefinition.Root(leaves))), Log);
        checkpoint = checkpoint.With(Cosignature.Make(Witness, checkpoint.Note.Text, ACheckpoint.Noon));
        return (new TlogProof(index, proof.Path, checkpoint) { Extra = entries[index] }, entries[index]);
    }

    [Fact]
    public void It_is_read_back_and_proves_its_entry() =>
        Prop.ForAll(Gen.Choose(1, 255).SelectMany(static size => Gen.Choose(0, size - 1), static (size, index) => (size, index)).ToArbitrary(), static one =>
        {
            var (receipt, entry) = Of(one.index, one.size);
            return TlogProof.TryRead(receipt.Encode(), out var again, out _)
                && again.Encode().SequenceEqual(receipt.Encode())
                && again.Extra.Span.SequenceEqual(entry)
                && again.Holds(Tree.Leaf(entry))
                && !again.Holds(Tree.Leaf([.. entry, 0]))
                && WitnessPolicy.WithoutWitnesses(Log.Verifier).Judge(again.Checkpoint).Counts;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_reads_as_the_specification_writes_it()
    {
        var (receipt, _) = Of(1, 2);
        var lines = System.Text.Encoding.UTF8.GetString(receipt.Encode()).Split('\n');

        Assert.Equal(["c2sp.org/tlog-proof@v1", "extra AQAAAA==", "index 1", receipt.Path[0].ToString(), "", "county.example/record", "2"], lines[..7]);
    }

    [Fact]
    public void A_receipt_without_an_extra_has_no_such_line_and_that_of_a_single_entry_no_hash()
    {
        var (receipt, entry) = Of(0, 1);
        receipt = receipt with { Extra = default };

        Assert.StartsWith("c2sp.org/tlog-proof@v1\nindex 0\n\ncounty.example/record\n1\n", System.Text.Encoding.UTF8.GetString(receipt.Encode()), StringComparison.Ordinal);
        Assert.True(TlogProof.TryRead(receipt.Encode(), out var again, out _));
        Assert.True(again.Holds(Tree.Leaf(entry)));
    }

    [Fact]
    public void The_receipt_of_one_entry_does_not_prove_another()
    {
        var (receipt, _) = Of(5, 9);

        Assert.False(receipt.Holds(Tree.Leaf(BitConverter.GetBytes(6))));
        Assert.False((receipt with { Index = 6 }).Holds(Tree.Leaf(BitConverter.GetBytes(6))));
        Assert.False((receipt with { Index = 9 }).Holds(Tree.Leaf(BitConverter.GetBytes(5))));
    }

    [Fact]
    public void No_changed_bit_is_accepted_unless_it_still_proves_the_same()
    {
        var (receipt, entry) = Of(5, 9);
        var bytes = receipt.Encode();
        Assert.True(WitnessPolicy.TryRead(System.Text.Encoding.UTF8.GetBytes($"log {Log.Verifier}\nwitness w {Witness.Verifier}\nquorum w\n"), out var policy, out _));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            if (TlogProof.TryRead(bytes, out var changed, out _) && policy.Judge(changed.Checkpoint).Counts && changed.Holds(Tree.Leaf(entry)))
            {
                // Only the extra, which nothing vouches for, may differ.
                Assert.Equal((receipt with { Extra = default }).Encode(), (changed with { Extra = default }).Encode());
                Assert.False(changed.Extra.Span.SequenceEqual(entry));
            }

            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }
}
