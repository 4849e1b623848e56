namespace Trellis.Ledger;

/// <summary>
/// A tree to which entries are appended. It holds only its right edge: a hash for each 1-bit of the size, and the hashes of the
/// unfinished tile of each level; what became full is handed out. Its memory does not grow with the record.
/// </summary>
public sealed class GrowingTree
{
    // Invariant: bit h of the size is set exactly when _peaks[h] holds the root over the whole subtree of 2^h leaves that ends there.
    private readonly TreeHash[] _peaks = new TreeHash[63];

    // Invariant: _edge[l] holds the first (size / 256^l) mod 256 hashes of the unfinished tile of level l.
    private readonly TreeHash[][] _edge = new TreeHash[Tile.Levels][];
    private List<FullTile> _completed = [];

    public long Size { get; private set; }

    public TreeHead Head => new(Size, Root());

    /// <summary>Takes the next leaf, the hash of an entry. Tiles that it completes wait for <see cref="TakeCompleted"/>.</summary>
    public void Append(in TreeHash leaf)
    {
        var carried = leaf;
        Put(0, carried);
        var height = 0;
        for (; ((Size >> height) & 1) == 1; height++)
        {
            carried = Tree.Node(_peaks[height], carried);
            if ((height + 1) % 8 == 0) Put((height + 1) / 8, carried);
        }

        _peaks[height] = carried;
        Size++;
    }

    /// <summary>The root over all leaves taken so far. At most 62 hashes are computed.</summary>
    public TreeHash Root()
    {
        if (Size == 0) return Tree.Empty;
        TreeHash root = default;
        var begun = false;
        for (var height = 0; height < _peaks.Length; height++)
        {
            if (((Size >> height) & 1) == 0) continue;
            root = begun ? Tree.Node(_peaks[height], root) : _peaks[height];
            begun = true;
        }

        return root;
    }

    /// <summary>The full tiles that were completed since the last call, in the order in which they became full. Store them with the entries.</summary>
    public IReadOnlyList<FullTile> TakeCompleted()
    {
        var taken = _completed;
        _completed = [];
        return taken;
    }

    /// <summary>The hashes of the unfinished tile of a level, from the left; none where the last tile is full.</summary>
    public ReadOnlySpan<TreeHash> Edge(int level)
    {
        var width = (int)(Tile.HashesOfLevel(level, Size) % Tile.Width);
        return width == 0 ? [] : _edge[level].AsSpan(0, width);
    }

    /// <summary>A second tree that goes on from here by itself: keep one from before a batch to go back to when the batch is not stored.</summary>
    public GrowingTree Copy()
    {
        var copy = new GrowingTree { Size = Size, _completed = [.. _completed] };
        _peaks.CopyTo(copy._peaks, 0);
        for (var level = 0; level < Tile.Levels; level++)
        {
            if (Edge(level) is not { IsEmpty: false } edge) continue;
            copy._edge[level] = new TreeHash[Tile.Width];
            edge.CopyTo(copy._edge[level]);
        }

        return copy;
    }

    /// <summary>Goes on from a stored tree, given the unfinished tile of each level.</summary>
    /// <param name="edge">For each level from 0 the hashes as <see cref="Edge"/> gives them; levels at the top that hold none may be left out.</param>
    public static GrowingTree From(long size, IReadOnlyList<ReadOnlyMemory<TreeHash>> edge)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentNullException.ThrowIfNull(edge);
        var tree = new GrowingTree { Size = size };
        for (var level = 0; level < Tile.Levels; level++)
        {
            var hashes = level < edge.Count ? edge[level].Span : [];
            var width = (int)(Tile.HashesOfLevel(level, size) % Tile.Width);
            if (hashes.Length != width) throw new ArgumentException($"A tree of {size} entries has {width} hashes in the unfinished tile of level {level}, not {hashes.Length}.", nameof(edge));
            if (width == 0) continue;
            tree._edge[level] = new TreeHash[Tile.Width];
            hashes.CopyTo(tree._edge[level]);
            for (var (bit, at) = (7, 0); bit >= 0; bit--)
            {
                if (((width >> bit) & 1) == 0) continue;
                tree._peaks[Tile.Shift(level) + bit] = Tree.Root(hashes.Slice(at, 1 << bit));
                at += 1 << bit;
            }
        }

        return tree;
    }

    /// <summary>Goes on from a store that holds entries and full tiles only; the unfinished tiles are computed from these.</summary>
    /// <param name="leaf">The hash of the entry at a position; asked for at most the last 255.</param>
    /// <param name="tile">The 256 hashes of a full tile; asked for at most 255 a level.</param>
    public static GrowingTree From(long size, Func<long, TreeHash> leaf, Func<Tile, ReadOnlyMemory<TreeHash>> tile)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentNullException.ThrowIfNull(leaf);
        ArgumentNullException.ThrowIfNull(tile);
        var edge = new List<ReadOnlyMemory<TreeHash>>();
        for (var level = 0; level < Tile.Levels; level++)
        {
            var all = Tile.HashesOfLevel(level, size);
            var hashes = new TreeHash[(int)(all % Tile.Width)];
            for (var at = 0; at < hashes.Length; at++)
            {
                var number = all - hashes.Length + at;
                hashes[at] = level == 0 ? leaf(number) : Tree.Root(tile(new Tile(level - 1, number)).Span);
            }

            edge.Add(hashes);
        }

        return From(size, edge);
    }

    private void Put(int level, in TreeHash hash)
    {
        // The leaf that is being taken stands at position Size; the hash that it completes on this level covers it.
        var index = Tile.HashesOfLevel(level, Size);
        var at = (int)(index % Tile.Width);
        var tile = _edge[level] ??= new TreeHash[Tile.Width];
        tile[at] = hash;
        if (at != Tile.Width - 1) return;
        _completed.Add(new FullTile(level, index / Tile.Width, tile));
        _edge[level] = new TreeHash[Tile.Width];
    }
}
