using FsCheck;
using FsCheck.Fluent;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Runtime.Auditing;
using Trellis.Tests.Ledger;
using Xunit;

namespace Trellis.Tests.Auditing;

/// <summary>What must hold for every published record, whatever its size and whatever was done to it.</summary>
public sealed class VerifyingPublishedRecords
{
    private static readonly List<byte[]> Many = APublishedRecord.Entries(1300);

    private static Arbitrary<(int Size, int Since, int At, int What)> Cases => Gen.Choose(1, Many.Count)
        .SelectMany(static size => Gen.Choose(0, size).SelectMany(since => Gen.Choose(0, size - 1).SelectMany(at => Gen.Choose(0, 3).Select(what => (size, since, at, what))))).ToArbitrary();

    private static Config Fewer => Config.QuickThrowOnFailure.WithMaxTest(60);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(512)]
    [InlineData(1300)]
    public void A_record_of_any_size_holds_up_with_entries_and_without_and_gives_the_root_of_the_definition(int size)
    {
        var with = APublishedRecord.Of(Many, size).Audit();
        var without = APublishedRecord.Of(Many, size, withEntries: false).Audit();

        Assert.True(with.HoldsUp, string.Join(", ", with.Doubts));
        Assert.True(without.HoldsUp, string.Join(", ", without.Doubts));
        Assert.Equal(TheTreeByDefinition.Root(APublishedRecord.Leaves(Many, size)), with.Checkpoint!.Value.Root);
    }

    [Fact]
    public void An_audit_of_entries_says_what_the_definition_says() =>
        Check.One(Fewer, Prop.ForAll(Cases, static one =>
        {
            var shown = Changed(one.At, one.What);
            var report = APublishedRecord.Of(Many, one.Size, shown).Audit();

            // The slow twin: all hashes from the entries shown, one tree, one comparison.
            var root = TheTreeByDefinition.Root(APublishedRecord.Leaves(shown, one.Size));
            return report.HoldsUp == (root == APublishedRecord.Checkpoint(Many, one.Size).Checkpoint.Root);
        }));

    [Fact]
    public void An_incremental_audit_after_an_earlier_one_finds_what_a_full_one_finds() =>
        Check.One(Fewer, Prop.ForAll(Cases, static one =>
        {
            // 0: nothing, 1: a hash in a tile, 2: an entry against its hashes, 3: an honest hash over an entry that is dated back.
            var entries = one.What == 3 ? DatedBack(one.At) : Many;
            var shown = one.What == 2 ? Changed(one.At, 2) : entries;
            var tile = one.What == 1 ? Spoil(one.At) : null;
            var full = APublishedRecord.Of(entries, one.Size, shown, tile).Audit();
            var earlier = APublishedRecord.Of(entries, one.Since, shown, tile).Audit();
            var later = APublishedRecord.Of(entries, one.Size, shown, tile).Audit(APublishedRecord.Trusting(new AuditRequest { Since = Kept(one.Since, entries) }));
            var bySize = APublishedRecord.Of(entries, one.Size, shown, tile).Audit(APublishedRecord.Trusting(new AuditRequest { SinceSize = one.Since }));

            return full.HoldsUp == (one.What == 0 || (one.What == 3 && one.At == 0)) && full.HoldsUp == (earlier.HoldsUp && later.HoldsUp) && full.HoldsUp == (earlier.HoldsUp && bySize.HoldsUp);
        }));

    [Fact]
    public void The_same_holds_where_only_hashes_are_published() =>
        Check.One(Fewer, Prop.ForAll(Cases, static one =>
        {
            var tile = one.What == 0 ? null : Spoil(one.At);
            var full = APublishedRecord.Of(Many, one.Size, changeTile: tile, withEntries: false).Audit();
            var later = APublishedRecord.Of(Many, one.Size, changeTile: tile, withEntries: false).Audit(APublishedRecord.Trusting(new AuditRequest { Since = Kept(one.Since) }));
            var earlier = APublishedRecord.Of(Many, one.Since, changeTile: tile, withEntries: false).Audit();

            return full.HoldsUp == (one.What == 0) && full.HoldsUp == (earlier.HoldsUp && later.HoldsUp);
        }));

    [Fact]
    public void What_was_seen_before_is_continued_exactly_when_it_is_the_beginning() =>
        Check.One(Fewer, Prop.ForAll(Cases, static one =>
        {
            var report = APublishedRecord.Of(Many, one.Size).Audit(APublishedRecord.Trusting(new AuditRequest { Seen = [Kept(one.Since, Changed(one.At, one.What))], SinceSize = one.At }));
            var same = one.What == 0 || one.At >= one.Since;
            return report.HoldsUp == same && report.Doubts.Any(static doubt => doubt.Kind == DoubtKind.SeenContradicted) == !same;
        }));

    [Fact]
    public void One_bit_changed_anywhere_in_a_published_record_is_found() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(Gen.Choose(1, 700).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), static (size, seed) =>
        {
            var record = APublishedRecord.Of(Many, size);
            var files = record.Content.Keys.Order(StringComparer.Ordinal).ToList();
            var file = files[seed % files.Count];
            var bytes = record.Content[file];
            bytes[seed / 7 % bytes.Length] ^= (byte)(1 << (seed % 8));

            return !record.Audit().HoldsUp;
        }));

    [Fact]
    public void Several_threads_say_what_one_says()
    {
        var shown = Changed(700, 1);

        var one = APublishedRecord.Of(Many, 1300, shown).Audit(APublishedRecord.Trusting(new AuditRequest { Threads = 1 }));
        var four = APublishedRecord.Of(Many, 1300, shown).Audit(APublishedRecord.Trusting(new AuditRequest { Threads = 4 }));

        Assert.Equal(one.Doubts, four.Doubts);
        Assert.Equal(one.Proven, four.Proven);
    }

    [Fact]
    public void A_partial_tile_that_is_gone_is_read_from_the_full_one()
    {
        var record = APublishedRecord.Of(Many, 1300);
        var older = APublishedRecord.Of(Many, 1100);
        foreach (var name in (string[])[TilePath.Checkpoint, "tile/1/000.p/4"]) record.Content[name] = older.Content[name];
        Assert.DoesNotContain("tile/0/004.p/76", record.Content.Keys);
        Assert.DoesNotContain("tile/entries/004.p/76", record.Content.Keys);

        Assert.True(record.Audit().HoldsUp);
    }

    [Fact]
    public void A_checkpoint_that_speaks_of_more_entries_than_could_ever_be_read_ends_the_audit_soon()
    {
        var record = APublishedRecord.Of(Many, 300);
        record.Content[TilePath.Checkpoint] = SignedCheckpoint.Sign(new Checkpoint(APublishedRecord.Signer.Name, new TreeHead(1L << 60, default)), APublishedRecord.Signer).Encode();

        Assert.Contains(record.Audit().Doubts, static doubt => doubt.Kind == DoubtKind.EntriesMissingAtEnd);
    }

    [Fact]
    public void A_size_that_the_record_does_not_have_cannot_be_begun_from() =>
        Assert.Throws<UnusableInput>(static () => APublishedRecord.Of(Many, 10).Audit(APublishedRecord.Trusting(new AuditRequest { SinceSize = 11 })));

    [Fact]
    public void What_was_kept_of_another_record_or_under_another_key_is_refused()
    {
        var other = NoteSigner.Make("county.example/other", NoteKeyType.Ed25519, new byte[32]);
        var false_ = NoteSigner.Make(APublishedRecord.Signer.Name, NoteKeyType.Ed25519, new byte[32]);
        foreach (var signer in (NoteSigner[])[other, false_])
        {
            var seen = new SeenBefore("kept", SignedCheckpoint.Sign(new Checkpoint(signer.Name, new TreeHead(5, TheTreeByDefinition.Root(APublishedRecord.Leaves(Many, 5)))), signer), null);
            Assert.Throws<UnusableInput>(() => APublishedRecord.Of(Many, 10).Audit(APublishedRecord.Trusting(new AuditRequest { Seen = [seen] })));
        }
    }

    /// <summary>The checkpoint that somebody kept of the first so many of these entries.</summary>
    private static SeenBefore Kept(int size, IReadOnlyList<byte[]>? of = null) => new("kept", APublishedRecord.Checkpoint(of ?? Many, size), null);

    private static List<byte[]> Changed(int at, int what)
    {
        if (what == 0) return Many;
        List<byte[]> changed = [.. Many];
        changed[at] = APublishedRecord.AnEntry(at, what == 1 ? "other" : "n");
        return changed;
    }

    private static List<byte[]> DatedBack(int at)
    {
        List<byte[]> changed = [.. Many];
        changed[at] = APublishedRecord.AnEntry(at, at: new DateTimeOffset(2026, 4, 1, 8, 0, 0, TimeSpan.Zero));
        return changed;
    }

    /// <summary>Changes the hash that stands for an entry in its lowest tile.</summary>
    private static Action<Tile, TreeHash[]> Spoil(int at) => (tile, hashes) =>
    {
        if (tile.Level == 0 && tile.Number == at / Tile.Width && at % Tile.Width < hashes.Length) hashes[at % Tile.Width] = TheTreeByDefinition.Leaf("spoiled"u8);
    };
}
