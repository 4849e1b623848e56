using Trellis.Ledger;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>The tree as it is stored: entries and full tiles. What is not stored, the tiles at the right edge, is computed from these.</summary>
public sealed class StoredTree(Session session)
{
    /// <summary>The tree as it was when it had so many entries.</summary>
    public GrowingTree At(long size) => GrowingTree.From(size, Leaf, tile => Full(tile.Level, tile.Number));

    /// <summary>The hashes of a tile, full or partial: a <see cref="ReadTile"/> for proofs and publishing.</summary>
    public ReadOnlyMemory<TreeHash> Read(Tile tile)
    {
        if (tile.IsFull) return LedgerRows.Tile(session, tile.Level, tile.Number);
        var hashes = new TreeHash[tile.Hashes];
        for (var at = 0; at < hashes.Length; at++)
        {
            var index = (tile.Number * Tile.Width) + at;
            hashes[at] = tile.Level == 0 ? Leaf(index) : Tree.Root(Full(tile.Level - 1, index));
        }

        return hashes;
    }

    private TreeHash Leaf(long position) => Tree.Leaf(LedgerRows.Entry(session, position) ?? throw new StoreFault(StoreTrouble.Damaged, $"entry {position} is missing."));

    private TreeHash[] Full(int level, long number) => LedgerRows.Tile(session, level, number) ?? throw new StoreFault(StoreTrouble.Damaged, $"tile {number} of level {level} is missing.");
}
