using System.Buffers.Binary;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Ledger;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>However a tree is grown, its hashes are those of RFC 6962.</summary>
public sealed class AGrowingTree
{
    internal static TreeHash[] Leaves(int count, int seed = 0)
    {
        var leaves = new TreeHash[count];
        Span<byte> entry = stackalloc byte[8];
        for (var at = 0; at < count; at++)
        {
            BinaryPrimitives.WriteInt32BigEndian(entry, seed);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], at);
            leaves[at] = Tree.Leaf(entry);
        }

        return leaves;
    }

    [Fact]
    public void The_roots_of_the_published_trees_come_out()
    {
        using var published = PublishedVectors.Read("rfc6962-roots.json");
        var leaves = published.RootElement.GetProperty("leaves_hex").EnumerateArray().Select(static leaf => Convert.FromHexString(leaf.GetString()!)).ToList();
        var roots = published.RootElement.GetProperty("roots_hex_by_size").EnumerateArray().Select(static root => root.GetString()!).ToList();

        var tree = new GrowingTree();
        var found = new List<string> { Convert.ToHexStringLower(tree.Root().Bytes) };
        foreach (var leaf in leaves)
        {
            tree.Append(Tree.Leaf(leaf));
            found.Add(Convert.ToHexStringLower(tree.Root().Bytes));
        }

        Assert.Equal(9, roots.Count);
        Assert.Equal(roots, found);
    }

    [Fact]
    public void Grown_leaf_by_leaf_it_has_the_root_of_the_definition_at_every_size()
    {
        var leaves = Leaves(700);
        var tree = new GrowingTree();
        Assert.Equal(Tree.Empty, tree.Root());
        for (var size = 1; size <= leaves.Length; size++)
        {
            tree.Append(leaves[size - 1]);

            Assert.Equal(size, tree.Size);
            Assert.Equal(TheTreeByDefinition.Root(leaves.AsSpan(0, size)), tree.Root());
        }
    }

    [Fact]
    public void A_leaf_hashes_alike_whatever_its_length() =>
        Prop.ForAll<byte[]>(static bytes => Tree.Leaf(bytes) == TheTreeByDefinition.Leaf(bytes)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(2046)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(65_535)]
    public void A_long_leaf_hashes_like_a_short_one(int length)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(7);

        Assert.Equal(TheTreeByDefinition.Leaf(bytes), Tree.Leaf(bytes));
    }

    [Fact]
    public void The_tiles_that_it_completes_are_those_of_the_definition()
    {
        var leaves = Leaves(66_000);
        var tree = new GrowingTree();
        var tiles = new List<FullTile>();
        foreach (var leaf in leaves)
        {
            tree.Append(leaf);
            tiles.AddRange(tree.TakeCompleted());
        }

        Assert.Equal(257, tiles.Count(static tile => tile.Level == 0));
        Assert.Equal([new Tile(1, 0)], tiles.Where(static tile => tile.Level == 1).Select(static tile => new Tile(tile.Level, tile.Number)));
        foreach (var tile in tiles.Where(static tile => tile.Level == 0)) Assert.Equal(leaves[(int)(tile.Number * 256)..(int)((tile.Number + 1) * 256)], tile.Hashes);
        Assert.Equal(Enumerable.Range(0, 256).Select(number => TheTreeByDefinition.Root(leaves.AsSpan(number * 256, 256))), tiles.Single(static tile => tile.Level == 1).Hashes);
        Assert.Equal([tiles.Single(static tile => tile.Level == 1)], tiles.Where(static tile => tile.Level > 0));
        Assert.Equal([Tree.Root(tiles.Single(static tile => tile.Level == 1).Hashes)], tree.Edge(2).ToArray());
    }

    [Fact]
    public void Reopened_from_what_a_store_holds_it_goes_on_as_if_it_had_never_stopped()
    {
        var leaves = Leaves(66_100);
        var whole = new GrowingTree();
        var tiles = new Dictionary<(int, long), TreeHash[]>();
        var sizes = new HashSet<int>([0, 1, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 65_537, 65_792, 66_000]);
        for (var size = 0; size <= leaves.Length; size++)
        {
            if (sizes.Contains(size))
            {
                var again = GrowingTree.From(size, position => leaves[position], tile => tiles[(tile.Level, tile.Number)]);
                var edge = GrowingTree.From(size, [.. Enumerable.Range(0, Tile.Levels).Select(level => (ReadOnlyMemory<TreeHash>)whole.Edge(level).ToArray())]);

                Assert.Equal(whole.Head, again.Head);
                Assert.Equal(whole.Head, edge.Head);
                GoesOnLike(whole.Copy(), again, leaves, size);
            }

            if (size == leaves.Length) break;
            whole.Append(leaves[size]);
            foreach (var tile in whole.TakeCompleted()) tiles.Add((tile.Level, tile.Number), tile.Hashes);
        }
    }

    [Fact]
    public void A_copy_goes_on_by_itself()
    {
        var leaves = Leaves(600);
        var tree = new GrowingTree();
        foreach (var leaf in leaves.AsSpan(0, 500)) tree.Append(leaf);

        var copy = tree.Copy();
        foreach (var leaf in leaves.AsSpan(500)) copy.Append(leaf);

        Assert.Equal(TheTreeByDefinition.Root(leaves.AsSpan(0, 500)), tree.Root());
        Assert.Equal(TheTreeByDefinition.Root(leaves), copy.Root());
        Assert.Single(tree.TakeCompleted());
        var completed = copy.TakeCompleted();
        Assert.Equal(2, completed.Count);

        // The tree itself goes on otherwise, as after a batch that was not stored.
        var others = Leaves(100, seed: 1);
        foreach (var leaf in others) tree.Append(leaf);
        Assert.Equal([.. leaves[256..500], .. others[..12]], tree.TakeCompleted().Single().Hashes);
        Assert.Equal(leaves[256..512], completed[1].Hashes);
        Assert.Equal(leaves[512..600], copy.Edge(0).ToArray());
    }

    [Fact]
    public void A_right_edge_that_does_not_belong_to_the_size_is_refused()
    {
        Assert.Throws<ArgumentException>(static () => GrowingTree.From(3, [Leaves(2)]));
        Assert.Throws<ArgumentException>(static () => GrowingTree.From(256, [Leaves(0)]));
        Assert.Throws<ArgumentOutOfRangeException>(static () => GrowingTree.From(-1, []));
    }

    private static void GoesOnLike(GrowingTree whole, GrowingTree again, TreeHash[] leaves, int size)
    {
        for (var at = size; at < Math.Min(size + 600, leaves.Length); at++)
        {
            whole.Append(leaves[at]);
            again.Append(leaves[at]);
        }

        Assert.Equal(whole.Head, again.Head);
        Assert.Equal(whole.TakeCompleted().Select(static tile => (tile.Level, tile.Number, Tree.Root(tile.Hashes))), again.TakeCompleted().Select(static tile => (tile.Level, tile.Number, Tree.Root(tile.Hashes))));
    }
}
