using Trellis.Ledger;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>
/// Entries that are believed only with their path to a head that is known from outside the database: signed, or sealed with the last batch. Whoever writes into
/// the database can change an entry together with its tile and every row that tells of it; a path to a root that he did not make he cannot find.
/// </summary>
/// <param name="session">Reads from the store; holds as many entries as the head, or more.</param>
internal sealed class ProvenEntries(Session session, TreeHead head)
{
    private readonly StoredTree _tree = new(session);

    // Tiles above the leaves, and the unfinished one of these, lie on the path of many entries.
    private readonly Dictionary<Tile, ReadOnlyMemory<TreeHash>> _shared = [];

    // Of the full tiles of leaves only the last one: entries are asked for in their order.
    private (Tile Tile, ReadOnlyMemory<TreeHash> Hashes)? _leaves;

    /// <summary>The entry at a position; null where there is none under the head, or another than the one that stands in the tree.</summary>
    public Entry? At(long position)
    {
        if (position < 0 || position >= head.Size || LedgerRows.Entry(session, position) is not { } bytes) return null;
        try
        {
            return InclusionProof.TryMake(position, head.Size, Read, out var proof, out _) && proof.Holds(Tree.Leaf(bytes), head.Root) && Entry.TryRead(bytes, out var entry, out _) ? entry : null;
        }
        catch (StoreFault fault) when (fault.Trouble == StoreTrouble.Damaged)
        {
            return null; // a tile is missing
        }
    }

    private ReadOnlyMemory<TreeHash> Read(Tile tile)
    {
        if (tile is { Level: 0, IsFull: true })
        {
            if (_leaves is not var (last, _) || last != tile) _leaves = (tile, _tree.Read(tile));
            return _leaves.Value.Hashes;
        }

        if (!_shared.TryGetValue(tile, out var hashes)) _shared[tile] = hashes = _tree.Read(tile);
        return hashes;
    }
}
