using System.Buffers;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Ledger;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>A record lies as files under paths that anybody's program can find (C2SP tlog-tiles).</summary>
public sealed class TilesAndBundles
{
    [Fact]
    public void The_published_facts_on_tiles_hold()
    {
        using var published = PublishedVectors.Read("c2sp-notes.json");
        var facts = published.RootElement.GetProperty("tile_counts");
        var tiles = Tile.Of(facts.GetProperty("size").GetInt64()).ToList();

        Assert.Equal(facts.GetProperty("level0_full").GetInt32(), tiles.Count(static tile => tile is { Level: 0, IsFull: true }));
        Assert.Equal(facts.GetProperty("level0_partial").GetInt32(), Assert.Single(tiles, static tile => tile is { Level: 0, IsFull: false }).Hashes);
        Assert.Equal(facts.GetProperty("level1_full").GetInt32(), tiles.Count(static tile => tile is { Level: 1, IsFull: true }));
        Assert.Equal(facts.GetProperty("level1_partial").GetInt32(), Assert.Single(tiles, static tile => tile is { Level: 1, IsFull: false }).Hashes);
        Assert.Equal(facts.GetProperty("level2_partial").GetInt32(), Assert.Single(tiles, static tile => tile.Level == 2).Hashes);

        var path = published.RootElement.GetProperty("tile_paths")[0];
        Assert.Equal(path.GetProperty("path").GetString(), TilePath.Of(new Tile(path.GetProperty("level").GetInt32(), path.GetProperty("n").GetInt64())));
    }

    [Theory]
    [InlineData(0, new string[0])]
    [InlineData(1, new[] { "tile/0/000.p/1" })]
    [InlineData(256, new[] { "tile/0/000", "tile/1/000.p/1" })]
    [InlineData(257, new[] { "tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1" })]
    [InlineData(512, new[] { "tile/0/000", "tile/0/001", "tile/1/000.p/2" })]
    public void A_tree_has_these_tiles(long size, string[] paths) => Assert.Equal(paths, Tile.Of(size).Select(static tile => tile.ToString()));

    [Fact]
    public void What_is_new_since_a_smaller_tree_is_what_the_smaller_one_did_not_have() =>
        Prop.ForAll(Gen.Choose(0, 200_000).SelectMany(static size => Gen.Choose(0, size), static (size, since) => (size, since)).ToArbitrary(), static one =>
            Tile.Of(one.size, one.since).SequenceEqual(Tile.Of(one.size).Except(Tile.Of(one.since)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_path_is_read_back() =>
        Prop.ForAll(Paths().ToArbitrary(), static one =>
            TilePath.TryRead(TilePath.Of(one), out var tile, out var ofEntries) && !ofEntries && tile == one
            && TilePath.TryRead(TilePath.OfEntries(one.Number, one.Hashes), out tile, out ofEntries) && ofEntries && tile == one with { Level = 0 }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/000/")]
    [InlineData("tile//000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/8/000")]
    [InlineData("tile/63/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/x/000")]
    [InlineData("tile/data/000")]
    [InlineData("tile/Entries/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/00")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/x000")]
    [InlineData("tile/0/x000/067")]
    [InlineData("tile/0/x000/x001/067")]
    [InlineData("tile/0/001/067")]
    [InlineData("tile/0/X001/067")]
    [InlineData("tile/0/x001/x067")]
    [InlineData("tile/0/x01/067")]
    [InlineData("tile/0/+01")]
    [InlineData("tile/0/ 01")]
    [InlineData("tile/0/٠٠١")]
    [InlineData("tile/0/..")]
    [InlineData("tile/0/../000")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/257")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p/-1")]
    [InlineData("tile/0/000.p/1/1")]
    [InlineData("tile/0/000.P/1")]
    [InlineData("tile/0/.p/1")]
    [InlineData("tile/0.p/1")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/999")]
    [InlineData("tile/0/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/001")]
    public void No_other_spelling_is_a_path(string path) => Assert.False(TilePath.TryRead(path, out _, out _));

    [Fact]
    public void A_tile_has_exactly_its_bytes()
    {
        var hashes = AGrowingTree.Leaves(112);
        var bytes = Tile.Encode(hashes).ToArray();

        Assert.True(new Tile(0, 3, 112).TryReadHashes(bytes, out var again, out var fault), fault);
        Assert.Equal(hashes, again);
        Assert.Equal(112 * 32, bytes.Length);
        foreach (var wrong in (byte[][])[[], bytes[1..], bytes[32..], [.. bytes, 0], [.. bytes, .. bytes]])
        {
            Assert.False(new Tile(0, 3, 112).TryReadHashes(wrong, out _, out fault));
            Assert.Contains("tile/0/003.p/112", fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_bundle_is_read_back_entry_by_entry() =>
        Prop.ForAll(Gen.Choose(1, 256).SelectMany(static count => Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte[]>(), count)).ToArbitrary(), static entries =>
        {
            var to = new ArrayBufferWriter<byte>();
            foreach (var entry in entries) EntryBundle.Write(to, entry);
            return EntryBundle.TryRead(to.WrittenMemory, entries.Length, out var again, out _)
                && again.Select(static entry => entry.ToArray()).Zip(entries).All(static pair => pair.First.SequenceEqual(pair.Second));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_length_of_an_entry_stands_before_it_the_high_byte_first()
    {
        var to = new ArrayBufferWriter<byte>();
        EntryBundle.Write(to, new byte[258]);
        EntryBundle.Write(to, []);

        Assert.Equal([1, 2], to.WrittenSpan[..2].ToArray());
        Assert.Equal([0, 0], to.WrittenSpan[260..].ToArray());
    }

    [Fact]
    public void An_entry_of_65535_bytes_fits_and_a_longer_one_is_refused()
    {
        var to = new ArrayBufferWriter<byte>();
        EntryBundle.Write(to, new byte[65_535]);

        Assert.True(EntryBundle.TryRead(to.WrittenMemory, 1, out var entries, out _));
        Assert.Equal(65_535, entries[0].Length);
        Assert.Equal(65_536, Assert.Throws<EntryTooLong>(() => EntryBundle.Write(to, new byte[65_536])).Length);
    }

    [Theory]
    [InlineData(new byte[] { }, 1)]
    [InlineData(new byte[] { 0 }, 1)]
    [InlineData(new byte[] { 0, 1 }, 1)]
    [InlineData(new byte[] { 0, 2, 7 }, 1)]
    [InlineData(new byte[] { 0xff, 0xff, 7 }, 1)]
    [InlineData(new byte[] { 0, 1, 7 }, 2)]
    [InlineData(new byte[] { 0, 1, 7, 0 }, 2)]
    [InlineData(new byte[] { 0, 1, 7, 0 }, 1)]
    [InlineData(new byte[] { 0, 1, 7, 0, 0 }, 1)]
    public void A_bundle_that_is_cut_off_or_goes_on_is_refused(byte[] bytes, int count)
    {
        Assert.False(EntryBundle.TryRead(bytes, count, out _, out var fault));
        Assert.StartsWith("The bundle", fault, StringComparison.Ordinal);
    }

    private static Gen<Tile> Paths() =>
        from level in Gen.Choose(0, 7)
        from digits in Gen.Choose(0, 14)
        from number in Gen.Choose(0, int.MaxValue)
        from width in Gen.Choose(1, 256)
        select new Tile(level, (long)(number * Math.Pow(10, digits - 9)), width);
}
