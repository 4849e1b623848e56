using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Ledger;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>Every proof verifies, every tampered proof fails.</summary>
public sealed class ProvingEntries
{
    private static TreeHash[] Leaves => AGrowingTree.Leaves(1100);

    /// <summary>Tiles as a store or folder has them: each as wide as the tree of that size makes it.</summary>
    private static ReadTile TilesOf(TreeHash[] leaves, List<Tile>? asked = null) => tile =>
    {
        asked?.Add(tile);
        var hashes = new TreeHash[tile.Hashes];
        var width = 1 << (8 * tile.Level);
        for (var at = 0; at < hashes.Length; at++)
        {
            var from = ((int)tile.Number * Tile.Width + at) * width;
            hashes[at] = TheTreeByDefinition.Root(leaves.AsSpan(from, width));
        }

        return hashes;
    };

    [Fact]
    public void Every_published_inclusion_proof_is_judged_as_published()
    {
        using var published = PublishedVectors.Read("merkle-inclusion.json");
        var (right, wrong) = (0, 0);
        foreach (var vector in published.RootElement.GetProperty("vectors").EnumerateArray())
        {
            var holds = TreeHash.TryRead(Text(vector.GetProperty("leafHash")), out var leaf) && TreeHash.TryRead(Text(vector.GetProperty("root")), out var root) && InclusionProof.Holds(
                vector.GetProperty("leafIdx").GetUInt64(), vector.GetProperty("treeSize").GetUInt64(), leaf, root, Path(vector));

            Assert.True(holds != vector.GetProperty("wantErr").GetBoolean(), vector.GetProperty("file").GetString());
            if (holds) right++;
            else wrong++;
        }

        Assert.Equal((6, 92), (right, wrong));
    }

    [Fact]
    public void Every_published_consistency_proof_is_judged_as_published()
    {
        using var published = PublishedVectors.Read("merkle-consistency.json");
        var (right, wrong) = (0, 0);
        foreach (var vector in published.RootElement.GetProperty("vectors").EnumerateArray())
        {
            var holds = ConsistencyProof.Holds(
                vector.GetProperty("size1").GetUInt64(), vector.GetProperty("size2").GetUInt64(), Hash(vector.GetProperty("root1")), Hash(vector.GetProperty("root2")), Path(vector));

            Assert.True(holds != vector.GetProperty("wantErr").GetBoolean(), vector.GetProperty("file").GetString());
            if (holds) right++;
            else wrong++;
        }

        Assert.Equal((6, 92), (right, wrong));
    }

    [Fact]
    public void Proofs_of_small_trees_are_those_of_the_definition_and_hold()
    {
        var leaves = Leaves;
        for (var size = 1; size <= 40; size++)
        {
            var tree = leaves.AsSpan(0, size);
            var root = TheTreeByDefinition.Root(tree);
            for (var index = 0; index < size; index++)
            {
                var proof = Inclusion(index, size, leaves);
                Assert.Equal(TheTreeByDefinition.Inclusion(index, tree), proof.Path);
                Assert.True(proof.Holds(leaves[index], root));
            }

            for (var first = 1; first <= size; first++)
            {
                var proof = Consistency(first, size, leaves);
                Assert.Equal(TheTreeByDefinition.Consistency(first, tree), proof.Path);
                Assert.True(proof.Holds(TheTreeByDefinition.Root(leaves.AsSpan(0, first)), root));
            }
        }
    }

    [Fact]
    public void Proofs_over_several_tiles_are_those_of_the_definition_and_hold() =>
        Prop.ForAll(Gen.Choose(1, 1100).SelectMany(static size => Gen.Choose(0, size - 1), static (size, index) => (size, index)).ToArbitrary(), static one =>
        {
            var (size, index) = one;
            var leaves = Leaves;
            var tree = leaves.AsSpan(0, size);
            var inclusion = Inclusion(index, size, leaves);
            var consistency = Consistency(index + 1, size, leaves);
            return inclusion.Path.SequenceEqual(TheTreeByDefinition.Inclusion(index, tree))
                && consistency.Path.SequenceEqual(TheTreeByDefinition.Consistency(index + 1, tree))
                && inclusion.Holds(leaves[index], TheTreeByDefinition.Root(tree))
                && consistency.Holds(TheTreeByDefinition.Root(leaves.AsSpan(0, index + 1)), TheTreeByDefinition.Root(tree));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_inclusion_proof_with_anything_changed_fails() =>
        Prop.ForAll(Damage().ToArbitrary(), static damage =>
        {
            var leaves = Leaves;
            var size = damage.Size;
            var index = damage.At % size;
            var proof = Inclusion(index, size, leaves);
            var (leaf, root) = (leaves[index], TheTreeByDefinition.Root(leaves.AsSpan(0, size)));
            List<TreeHash> path = [.. proof.Path];
            (InclusionProof Proof, TreeHash Leaf, TreeHash Root)? bad = damage.Kind switch
            {
                0 when path.Count > 0 => (proof with { Path = Flip(path, damage.Bit) }, leaf, root),
                1 => (proof, Flip(leaf, damage.Bit), root),
                2 => (proof, leaf, Flip(root, damage.Bit)),
                3 when path.Count > 0 => (proof with { Path = path[..^1] }, leaf, root),
                4 => (proof with { Path = [.. path, root] }, leaf, root),
                5 => (proof with { Path = [leaf, .. path] }, leaf, root),
                6 => (proof with { Index = index + size }, leaf, root),
                7 => (proof with { Index = -1 - index }, leaf, root),
                8 when size > 1 => (proof with { Index = (index + 1 + (damage.Bit % (size - 1))) % size }, leaf, root),
                9 when path.Count > 1 && path[0] != path[^1] => (proof with { Path = [.. Enumerable.Reverse(path)] }, leaf, root),
                10 => (proof, leaves[(index + 1) % leaves.Length], root),
                11 => (proof with { Size = 0 }, leaf, root),
                12 => (proof with { Size = -size }, leaf, root),
                _ => null,
            };
            return proof.Holds(leaf, root) && (bad is not { } changed || !changed.Proof.Holds(changed.Leaf, changed.Root));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_consistency_proof_with_anything_changed_fails() =>
        Prop.ForAll(Damage().ToArbitrary(), static damage =>
        {
            var leaves = Leaves;
            var size = damage.Size;
            var first = 1 + (damage.At % size);
            var proof = Consistency(first, size, leaves);
            var (older, newer) = (TheTreeByDefinition.Root(leaves.AsSpan(0, first)), TheTreeByDefinition.Root(leaves.AsSpan(0, size)));
            List<TreeHash> path = [.. proof.Path];
            (ConsistencyProof Proof, TreeHash Older, TreeHash Newer)? bad = damage.Kind switch
            {
                0 when path.Count > 0 => (proof with { Path = Flip(path, damage.Bit) }, older, newer),
                1 => (proof, Flip(older, damage.Bit), newer),
                2 => (proof, older, Flip(newer, damage.Bit)),
                3 when path.Count > 0 => (proof with { Path = path[..^1] }, older, newer),
                4 => (proof with { Path = [.. path, newer] }, older, newer),
                5 => (proof with { Path = [older, .. path] }, older, newer),
                6 when older != newer => (proof, newer, older),
                7 when first < size => (proof with { First = size, Second = first }, older, newer),
                8 => (proof with { First = 0 }, older, newer),
                9 => (proof with { First = -first }, older, newer),
                10 when first < size => (proof with { First = first + 1 }, older, newer),
                11 => (proof with { Second = first - 1 }, older, newer),
                12 when first < size => (proof with { Path = [] }, older, newer),
                _ => null,
            };
            return proof.Holds(older, newer) && (bad is not { } changed || !changed.Proof.Holds(changed.Older, changed.Newer));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_tree_continues_the_empty_one_without_a_path_but_that_is_no_proof()
    {
        var some = new TreeHead(7, Leaves[0]);

        Assert.True(new ConsistencyProof(0, 7, []).Links(TreeHead.None, some));
        Assert.True(new ConsistencyProof(0, 0, []).Links(TreeHead.None, TreeHead.None));
        Assert.False(new ConsistencyProof(0, 7, [some.Root]).Links(TreeHead.None, some));
        Assert.False(new ConsistencyProof(0, 7, []).Links(new TreeHead(0, some.Root), some));
        Assert.False(new ConsistencyProof(0, 0, []).Links(TreeHead.None, new TreeHead(0, some.Root)));
        Assert.False(new ConsistencyProof(0, 7, []).Holds(Tree.Empty, some.Root));
        Assert.False(new ConsistencyProof(0, 0, []).Holds(Tree.Empty, Tree.Empty));
    }

    [Fact]
    public void A_proof_links_only_the_two_sizes_that_it_is_about()
    {
        var leaves = Leaves;
        var proof = Consistency(300, 700, leaves);
        var (older, newer) = (TheTreeByDefinition.Root(leaves.AsSpan(0, 300)), TheTreeByDefinition.Root(leaves.AsSpan(0, 700)));

        Assert.True(proof.Links(new TreeHead(300, older), new TreeHead(700, newer)));
        Assert.False(proof.Links(new TreeHead(301, older), new TreeHead(700, newer)));
        Assert.False(proof.Links(new TreeHead(300, older), new TreeHead(701, newer)));
        Assert.False(proof.Links(new TreeHead(300, newer), new TreeHead(700, newer)));
    }

    [Theory]
    [InlineData(ulong.MaxValue, ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 1, ulong.MaxValue)]
    [InlineData(0UL, ulong.MaxValue)]
    [InlineData(1UL << 63, (1UL << 63) + 1)]
    public void Numbers_at_the_edge_of_64_bits_are_judged_without_a_crash(ulong index, ulong size)
    {
        var hash = Leaves[0];
        for (var length = 0; length < 70; length++)
        {
            var path = new TreeHash[length];
            Assert.False(InclusionProof.Holds(index, size, hash, hash, path));
            if (index != size) Assert.False(ConsistencyProof.Holds(size, index, hash, hash, path));
            if (index != size) Assert.False(ConsistencyProof.Holds(index, size, hash, hash, path));
        }
    }

    /// <summary>A tree of one entry whose root is a node is no tree; a path that leads there must not make it one.</summary>
    [Fact]
    public void A_path_longer_than_its_tree_is_deep_is_refused_even_where_its_hashes_fit()
    {
        var leaves = Leaves;
        var root = Tree.Node(leaves[0], leaves[1]);

        Assert.False(InclusionProof.Holds(0, 1, leaves[1], root, [leaves[0]]));
        Assert.False(InclusionProof.Holds(1, 2, leaves[2], Tree.Node(root, Tree.Node(leaves[1], leaves[2])), [leaves[1], root]));

        TreeHash[] path = [.. Consistency(3, 4, leaves).Path];
        var (older, newer) = (TheTreeByDefinition.Root(leaves.AsSpan(0, 3)), TheTreeByDefinition.Root(leaves.AsSpan(0, 4)));
        Assert.True(ConsistencyProof.Holds(3, 4, older, newer, path));
        Assert.False(ConsistencyProof.Holds(3, 4, Tree.Node(root, older), Tree.Node(root, newer), [.. path, root]));
    }

    [Fact]
    public void A_proof_asks_only_for_the_tiles_that_it_said_it_needs()
    {
        var leaves = Leaves;
        foreach (var (first, size) in ((int, int)[])[(0, 1), (3, 257), (255, 512), (256, 512), (700, 1100), (1023, 1024), (1100, 1100)])
        {
            var asked = new List<Tile>();
            if (first < size)
            {
                Assert.True(InclusionProof.TryMake(first, size, TilesOf(leaves, asked), out _, out _));
                Assert.Equal(InclusionProof.Needs(first, size).ToHashSet(), asked.ToHashSet());
                asked.Clear();
            }

            Assert.True(ConsistencyProof.TryMake(first, size, TilesOf(leaves, asked), out _, out _));
            Assert.Equal(ConsistencyProof.Needs(first, size).ToHashSet(), asked.ToHashSet());
        }
    }

    [Fact]
    public void A_missing_or_short_tile_is_named()
    {
        Assert.False(InclusionProof.TryMake(700, 1100, static _ => default, out _, out var fault));
        Assert.StartsWith("tile/0/002 is not at hand", fault, StringComparison.Ordinal);

        Assert.False(ConsistencyProof.TryMake(700, 1100, tile => new TreeHash[tile.Hashes - 1], out _, out fault));
        Assert.Contains("is not at hand, or holds", fault, StringComparison.Ordinal);
    }

    /// <summary>The promise for a record of 2^27 entries: 27 hashes.</summary>
    [Fact]
    public void A_proof_of_134_million_entries_has_at_most_864_bytes_of_hashes()
    {
        const long Size = 1L << 27;
        foreach (var index in (long[])[0, 1, Size / 3, Size - 1])
        {
            Assert.True(InclusionProof.TryMake(index, Size, static tile => new TreeHash[tile.Hashes], out var proof, out _));
            Assert.InRange(proof.Path.Count * TreeHash.Length, 0, 864);
        }
    }

    private sealed record Damaging(int Kind, int Size, int At, int Bit);

    private static Gen<Damaging> Damage() =>
        from kind in Gen.Choose(0, 12)
        from size in Gen.Choose(1, 600)
        from at in Gen.Choose(0, 100_000)
        from bit in Gen.Choose(0, 100_000)
        select new Damaging(kind, size, at, bit);

    private static List<TreeHash> Flip(List<TreeHash> path, int bit)
    {
        var at = bit / 256 % path.Count;
        return [.. path[..at], Flip(path[at], bit), .. path[(at + 1)..]];
    }

    private static TreeHash Flip(TreeHash hash, int bit)
    {
        var bytes = hash.Bytes.ToArray();
        bytes[bit / 8 % 32] ^= (byte)(1 << (bit % 8));
        return new TreeHash(bytes);
    }

    private static InclusionProof Inclusion(int index, int size, TreeHash[] leaves)
    {
        Assert.True(InclusionProof.TryMake(index, size, TilesOf(leaves), out var proof, out var fault), fault);
        return proof;
    }

    private static ConsistencyProof Consistency(int first, int size, TreeHash[] leaves)
    {
        Assert.True(ConsistencyProof.TryMake(first, size, TilesOf(leaves), out var proof, out var fault), fault);
        return proof;
    }

    private static byte[] Text(JsonElement text) => Encoding.UTF8.GetBytes(text.GetString()!);

    /// <summary>Some vectors of consistency have words of another length in place of hashes. The hashes of these words stand for them: equal where they are equal, and the root of no tree.</summary>
    private static TreeHash Hash(JsonElement text)
    {
        var bytes = text.GetString() is { Length: > 0 } base64 ? Convert.FromBase64String(base64) : [];
        return new TreeHash(bytes.Length == TreeHash.Length ? bytes : SHA256.HashData([9, .. bytes]));
    }

    private static TreeHash[] Path(JsonElement vector) =>
        vector.GetProperty("proof") is { ValueKind: JsonValueKind.Array } proof ? [.. proof.EnumerateArray().Select(Hash)] : [];
}
