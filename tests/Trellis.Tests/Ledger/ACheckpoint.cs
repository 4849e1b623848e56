using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Ledger;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>A checkpoint says what a record was; a cosignature, that a witness saw it at a time.</summary>
public sealed class ACheckpoint
{
    internal static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    internal static Checkpoint Of(long size, int seed = 0) => new("county.example/record", new TreeHead(size, size == 0 ? Tree.Empty : AGrowingTree.Leaves(1, seed)[0]));

    [Fact]
    public void The_published_checkpoint_is_read_and_what_its_witness_signed_is_rebuilt()
    {
        using var published = PublishedVectors.Read("c2sp-notes.json");
        var vector = published.RootElement.GetProperty("checkpoint_with_cosignature");
        var bytes = Encoding.UTF8.GetBytes(vector.GetProperty("note").GetString()!);

        Assert.True(SignedCheckpoint.TryRead(bytes, out var signed, out var fault), fault);
        Assert.Equal(vector.GetProperty("origin").GetString(), signed.Checkpoint.Origin);
        Assert.Equal(vector.GetProperty("size").GetInt64(), signed.Checkpoint.Size);
        Assert.Equal("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", signed.Checkpoint.Root.ToString());
        Assert.Equal(bytes, signed.Encode());
        Assert.Equal(signed.Note.Text.ToArray(), signed.Checkpoint.Encode());

        var line = signed.Note.Signatures[1];
        Assert.Equal(vector.GetProperty("cosignature_blob_bytes").GetInt32(), line.Bytes.Length + 4);
        Assert.True(Cosignature.TryRead(line.Bytes.Span, out var cosignature));
        Assert.Equal(vector.GetProperty("cosignature_timestamp").GetInt64(), cosignature.Time);
        Assert.Equal(
            "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            Encoding.UTF8.GetString(Cosignature.Message(signed.Note.Text, cosignature.Time)!));
    }

    [Fact]
    public void Writing_and_reading_gives_the_same_back() =>
        Prop.ForAll<NonNegativeInt, int, NonNull<string>>(static (size, seed, words) =>
        {
            var extensions = words.Get.Split('\n').Select(static line => string.Concat(line.EnumerateRunes().Where(static rune => rune.Value >= 0x20))).Where(static line => line.Length > 0).ToArray();
            var checkpoint = Of(size.Get * 4_000_000_000L, seed) with { Extensions = extensions };
            return Checkpoint.TryRead(checkpoint.Encode(), out var again, out _)
                && again.Origin == checkpoint.Origin && again.Head == checkpoint.Head && again.Extensions.SequenceEqual(extensions)
                && again.Encode().SequenceEqual(checkpoint.Encode());
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    public void An_origin_that_would_read_otherwise_is_not_written(string origin) =>
        Assert.Throws<InvalidOperationException>(() => new Checkpoint(origin, TreeHead.None).Encode());

    [Fact]
    public void A_cosignature_verifies_and_tells_when_the_witness_signed()
    {
        var (log, witness) = (ASignedNote.ALog(), ASignedNote.AWitness());
        var signed = SignedCheckpoint.Sign(Of(7), log);

        signed = signed.With(Cosignature.Make(witness, signed.Note.Text, Noon.AddMilliseconds(700)));

        Assert.True(SignedCheckpoint.TryRead(signed.Encode(), out var again, out _));
        Assert.True(again.Note.TryVerify([log.Verifier, witness.Verifier], out var right, out var fault), fault);
        Assert.Equal([null, Noon], right.Select(static one => one.CosignedAt));
    }

    [Fact]
    public void A_cosignature_with_another_time_text_or_length_is_wrong()
    {
        var witness = ASignedNote.AWitness();
        var text = Of(7).Encode();
        var bytes = Cosignature.Make(witness, text, Noon).Bytes.ToArray();

        Assert.True(witness.Verifier.Verifies(text, bytes));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(witness.Verifier.Verifies(text, bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.False(witness.Verifier.Verifies(Of(8).Encode(), bytes));
        Assert.False(witness.Verifier.Verifies(text, bytes.AsSpan(1)));
        Assert.False(witness.Verifier.Verifies(text, bytes.AsSpan(8)));
        Assert.False(witness.Verifier.Verifies(text, [.. bytes, 0]));
    }

    [Fact]
    public void A_signature_of_a_log_never_passes_as_a_cosignature_nor_the_other_way_round()
    {
        var (log, witness) = (NoteSigner.Make("a", NoteKeyType.Ed25519, ASignedNote.Seed(1)), NoteSigner.Make("a", NoteKeyType.Cosignature, ASignedNote.Seed(1)));
        var text = Of(7).Encode();
        var (signature, cosignature) = (log.Sign(text), Cosignature.Make(witness, text, Noon));

        Assert.False(witness.Verifier.Verifies(text, signature.Bytes.Span));
        Assert.False(witness.Verifier.Verifies(text, [.. new byte[8], .. signature.Bytes.Span]));
        Assert.False(log.Verifier.Verifies(text, cosignature.Bytes.Span));
        Assert.False(log.Verifier.Verifies(text, cosignature.Bytes.Span[8..]));
    }

    [Fact]
    public void A_time_after_all_calendars_is_read_without_a_crash()
    {
        var bytes = new byte[Cosignature.Length];
        bytes.AsSpan(0, 8).Fill(0xff);
        Assert.False(Cosignature.TryRead(bytes, out _));
        bytes[0] = 0x7f;
        Assert.True(Cosignature.TryRead(bytes, out var last));
        Assert.Equal(long.MaxValue, last.Time);
        Assert.False(ASignedNote.AWitness().Verifier.Verifies(Of(7).Encode(), bytes));
    }

    [Fact]
    public void A_witness_signs_checkpoints_only_with_its_own_kind_of_key_and_after_1970()
    {
        Assert.Throws<ArgumentException>(static () => Cosignature.Make(ASignedNote.AWitness(), "text\n"u8, Noon));
        Assert.Throws<ArgumentException>(static () => Cosignature.Make(ASignedNote.ALog(), Of(7).Encode(), Noon));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Cosignature.Make(ASignedNote.AWitness(), Of(7).Encode(), DateTimeOffset.UnixEpoch));
    }
}
