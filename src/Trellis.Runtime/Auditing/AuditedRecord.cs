using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Auditing;

/// <summary>
/// A record as an auditor finds it: a database, a published folder, an address. It hands out what is there and judges nothing.
/// Used by one thread.
/// </summary>
public abstract class AuditedRecord : IDisposable
{
    public abstract AuditedKind Kind { get; }

    /// <summary>What messages call it.</summary>
    public abstract string Called { get; }

    /// <summary>How many entries there are, or are said to be.</summary>
    public abstract long Size { get; }

    /// <summary>Whether the entries themselves are at hand, and not only their hashes.</summary>
    public abstract bool HasEntries { get; }

    /// <summary>A key that lies with the record. It tells damage from wholeness, and nothing about who signed.</summary>
    public abstract NoteVerifier? OwnKey { get; }

    /// <summary>Notes of checkpoints from the newest back; a published record has one.</summary>
    internal abstract IEnumerable<(long? Size, byte[] Note)> Checkpoints();

    /// <summary>The hashes of a tile as they are stored, at least as many as asked for; none where they are not there.</summary>
    public abstract ReadOnlyMemory<TreeHash> HashesOf(Tile tile);

    /// <summary>Hashes at the right edge that are published though the tile is not full; null where none are stored.</summary>
    internal abstract ReadTile? PartialTiles { get; }

    /// <summary>The hash of the entry at a position, from the entry or its tile; null where neither is there.</summary>
    internal abstract TreeHash? Leaf(long position);

    /// <summary>The bytes of an entry; null where entries are not at hand, or this one is not.</summary>
    internal abstract byte[]? EntryAt(long position);

    /// <summary>Everything from a position on, in order and without a gap: what is missing comes as a doubt with the hash that stands in its place.
    /// Ends early, with a doubt, where so much is missing that the size itself must be wrong.</summary>
    internal abstract IEnumerable<Stretch> Read(long from);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}

/// <summary>Neighbouring entries of a record, with what lies beside them.</summary>
/// <param name="First">The position of the first.</param>
internal sealed record Stretch(long First, int Count)
{
    /// <summary>The entries; null where only their hashes are at hand.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Entries { get; init; }

    /// <summary>Hashes in the place of entries; used where there are no entries.</summary>
    public TreeHash[] Leaves { get; init; } = [];

    /// <summary>Stored checkpoints whose last entry is one of these.</summary>
    public IReadOnlyList<StoredCheckpoint> Checkpoints { get; init; } = [];

    /// <summary>Sealed personal values of these entries, in the order of their positions.</summary>
    public IReadOnlyList<ValueRow> Values { get; init; } = [];

    public Doubt? Doubt { get; init; }
}
