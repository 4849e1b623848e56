using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Trellis.Ledger;

/// <summary>Shows that an entry stands at a position of a tree, by the hashes of its neighbours on the way up (RFC 6962 section 2.1.1).</summary>
/// <param name="Index">The position of the entry.</param>
/// <param name="Size">The entries of the tree.</param>
/// <param name="Path">From the sibling of the leaf to the child of the root; at most 63.</param>
public sealed record InclusionProof(long Index, long Size, IReadOnlyList<TreeHash> Path)
{
    /// <summary>Makes the proof from tiles.</summary>
    /// <param name="fault">Which tile was not at hand.</param>
    public static bool TryMake(long index, long size, ReadTile tiles, [NotNullWhen(true)] out InclusionProof? proof, [NotNullWhen(false)] out string? fault)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        proof = new TreeOfTiles(size, tiles).TryRead(Parts(index, size), out var path, out fault) ? new InclusionProof(index, size, path) : null;
        return proof is not null;
    }

    /// <summary>The tiles that a proof will ask for, so that a client can fetch them beforehand.</summary>
    public static IReadOnlyCollection<Tile> Needs(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        return TreeOfTiles.Needs(Parts(index, size), size);
    }

    /// <summary>Whether the proof leads from this leaf to this root.</summary>
    public bool Holds(in TreeHash leaf, in TreeHash root) =>
        Index >= 0 && Size > 0 && Holds((ulong)Index, (ulong)Size, leaf, root, Path as TreeHash[] ?? [.. Path]);

    /// <summary>Whether a path leads from a leaf to a root (RFC 9162 section 2.1.3.2, whose names these are). Allocates nothing.</summary>
    public static bool Holds(ulong index, ulong size, in TreeHash leaf, in TreeHash root, ReadOnlySpan<TreeHash> path)
    {
        if (index >= size) return false;
        var (fn, sn, r) = (index, size - 1, leaf);
        for (var at = 0; at < path.Length; at++)
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                r = Tree.Node(path[at], r);
                if ((fn & 1) == 0)
                {
                    // fn is sn, which is not 0 here: the loop ends.
                    var levels = BitOperations.TrailingZeroCount(fn);
                    fn >>= levels;
                    sn >>= levels;
                }
            }
            else
            {
                r = Tree.Node(r, path[at]);
            }

            fn >>= 1;
            sn >>= 1;
        }

        return sn == 0 && r == root;
    }

    private static List<(long From, long To)> Parts(long index, long size)
    {
        var parts = new List<(long From, long To)>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var split = from + TreeOfTiles.Split(to - from);
            if (index < split)
            {
                parts.Add((split, to));
                to = split;
            }
            else
            {
                parts.Add((from, split));
                from = split;
            }
        }

        parts.Reverse();
        return parts;
    }
}

/// <summary>Shows that a tree is the beginning of a larger one: nothing was changed, left out or put in between (RFC 6962 section 2.1.2).</summary>
/// <param name="First">The entries of the smaller tree.</param>
/// <param name="Second">The entries of the larger tree.</param>
/// <param name="Path">At most 63 hashes; none where the trees are of one size or the smaller one is empty.</param>
public sealed record ConsistencyProof(long First, long Second, IReadOnlyList<TreeHash> Path)
{
    /// <summary>Makes the proof from tiles.</summary>
    /// <param name="fault">Which tile was not at hand.</param>
    public static bool TryMake(long first, long second, ReadTile tiles, [NotNullWhen(true)] out ConsistencyProof? proof, [NotNullWhen(false)] out string? fault)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        proof = new TreeOfTiles(second, tiles).TryRead(Parts(first, second), out var path, out fault) ? new ConsistencyProof(first, second, path) : null;
        return proof is not null;
    }

    /// <summary>The tiles that a proof will ask for, so that a client can fetch them beforehand.</summary>
    public static IReadOnlyCollection<Tile> Needs(long first, long second)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        return TreeOfTiles.Needs(Parts(first, second), second);
    }

    /// <summary>Whether the proof shows that the tree with the first root is the beginning of the tree with the second.</summary>
    public bool Holds(in TreeHash first, in TreeHash second) =>
        First >= 0 && Second >= 0 && Holds((ulong)First, (ulong)Second, first, second, Path as TreeHash[] ?? [.. Path]);

    /// <summary>Whether the newer head continues the older one: by the proof, or because the older tree was empty, which every tree continues and which needs no path.</summary>
    public bool Links(in TreeHead older, in TreeHead newer)
    {
        if (First != older.Size || Second != newer.Size) return false;
        if (First != 0) return Holds(older.Root, newer.Root);
        return Path.Count == 0 && older.Root == Tree.Empty && (newer.Size > 0 || newer.Root == Tree.Empty);
    }

    /// <summary>
    /// Whether a path links two roots (RFC 9162 section 2.1.4.2, whose names these are). From the empty tree there is no proof, for it would prove nothing:
    /// <see cref="Links"/> is for those to whom that is enough. Allocates nothing.
    /// </summary>
    public static bool Holds(ulong first, ulong second, in TreeHash firstRoot, in TreeHash secondRoot, ReadOnlySpan<TreeHash> path)
    {
        if (first == 0 || first > second) return false;
        if (first == second) return path.IsEmpty && firstRoot == secondRoot;

        // Where the smaller tree is a whole subtree of the larger, its root is where the path begins.
        var whole = BitOperations.IsPow2(first);
        if (!whole && path.IsEmpty) return false;
        var start = whole ? firstRoot : path[0];
        var rest = whole ? path : path[1..];

        var levels = BitOperations.TrailingZeroCount(first); // the low 1-bits of first - 1
        var (fn, sn) = ((first - 1) >> levels, (second - 1) >> levels);
        var (fr, sr) = (start, start);
        for (var at = 0; at < rest.Length; at++)
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                fr = Tree.Node(rest[at], fr);
                sr = Tree.Node(rest[at], sr);
                if ((fn & 1) == 0)
                {
                    // fn is sn, which is not 0 here.
                    var skipped = BitOperations.TrailingZeroCount(fn);
                    fn >>= skipped;
                    sn >>= skipped;
                }
            }
            else
            {
                sr = Tree.Node(sr, rest[at]);
            }

            fn >>= 1;
            sn >>= 1;
        }

        return sn == 0 && fr == firstRoot && sr == secondRoot;
    }

    private static List<(long From, long To)> Parts(long first, long second)
    {
        var parts = new List<(long From, long To)>();
        if (first == 0 || first == second) return parts;
        var (from, to, whole) = (0L, second, true);
        while (first != to)
        {
            var split = from + TreeOfTiles.Split(to - from);
            if (first <= split)
            {
                parts.Add((split, to));
                to = split;
            }
            else
            {
                parts.Add((from, split));
                from = split;
                whole = false;
            }
        }

        if (!whole) parts.Add((from, to));
        parts.Reverse();
        return parts;
    }
}

/// <summary>The hashes of a tree by the stretch of entries they stand for, read from its tiles.</summary>
internal readonly struct TreeOfTiles(long size, ReadTile tiles)
{
    /// <summary>The largest power of two below a number: where RFC 6962 divides a tree.</summary>
    public static long Split(long entries) => 1L << BitOperations.Log2((ulong)(entries - 1));

    /// <summary>The tiles for stretches of a tree.</summary>
    public static IReadOnlyCollection<Tile> Needs(List<(long From, long To)> parts, long size)
    {
        var needed = new HashSet<Tile>();
        foreach (var (from, to) in parts)
            foreach (var (height, at) in Whole(from, to)) needed.Add(TileOf(height, at, size).Tile);
        return needed;
    }

    public bool TryRead(List<(long From, long To)> parts, out TreeHash[] hashes, [NotNullWhen(false)] out string? fault)
    {
        hashes = new TreeHash[parts.Count];
        for (var part = 0; part < hashes.Length; part++)
        {
            // A stretch that is no whole subtree is folded from the right.
            var (root, begun) = (default(TreeHash), false);
            var subtrees = Whole(parts[part].From, parts[part].To);
            for (var at = subtrees.Count - 1; at >= 0; at--)
            {
                var (tile, offset, width) = TileOf(subtrees[at].Height, subtrees[at].Index, size);
                var read = tiles(tile);
                if (read.Length < offset + width)
                {
                    fault = string.Create(CultureInfo.InvariantCulture, $"{tile} is not at hand, or holds {read.Length} hashes only.");
                    return false;
                }

                var hash = Tree.Root(read.Span.Slice(offset, width));
                root = begun ? Tree.Node(hash, root) : hash;
                begun = true;
            }

            hashes[part] = root;
        }

        fault = null;
        return true;
    }

    /// <summary>The whole subtrees of a stretch, from the left: 2^height leaves each, counted in their own width.</summary>
    private static List<(int Height, long Index)> Whole(long from, long to)
    {
        var subtrees = new List<(int Height, long Index)>();
        while (from < to)
        {
            var height = BitOperations.Log2((ulong)(to - from));
            subtrees.Add((height, from >> height));
            from += 1L << height;
        }

        return subtrees;
    }

    private static (Tile Tile, int Offset, int Width) TileOf(int height, long index, long size)
    {
        var (level, within) = (height / 8, height % 8);
        var first = index << within;
        return (Tile.Holding(level, first, size), (int)(first % Tile.Width), 1 << within);
    }
}
