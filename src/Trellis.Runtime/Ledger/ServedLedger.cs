using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>
/// What a running record shows the outside: its newest checkpoint that counts, and hashes, entries and receipts under it.
/// What no such checkpoint covers yet is not shown to anybody. May be asked by many at once.
/// </summary>
/// <param name="store">Where the record is kept; it is only read.</param>
/// <param name="newest">The newest checkpoint that counts, such as <see cref="RecordWriter.CountingCheckpoint"/>; null before the first.</param>
public sealed class ServedLedger(Store store, Func<SignedCheckpoint?> newest) : IDisposable
{
    private const int Kept = 8;


    private readonly ConcurrentBag<Session> _idle = [];
    private volatile RightEdge? _edge;

    /// <summary>Among the entries of so many tiles a digest is looked for at once: some milliseconds.</summary>
    public int TilesAtOnce { get; init; } = 2048;

    /// <summary>Among so many checkpoints a root is looked for at once.</summary>
    public int CheckpointsAtOnce { get; init; } = 20_000;

    public SignedCheckpoint? Checkpoint => newest();

    /// <summary>The hashes of a tile as they are served, or null where no checkpoint covers them yet.</summary>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    public byte[]? Tile(Tile tile)
    {
        if (newest() is not { Checkpoint.Size: var size } || !Covers(size, tile)) return null;
        return Read(session => Trellis.Ledger.Tile.Encode(Hashes(session, size, tile).Span[..tile.Hashes]).ToArray());
    }

    /// <summary>A bundle of entries, or null where no checkpoint covers all of them yet.</summary>
    /// <param name="tile">The tile of level 0 over the same entries.</param>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    public byte[]? Entries(Tile tile)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tile.Level, 0);
        if (newest() is not { Checkpoint.Size: var size } || !Covers(size, tile)) return null;
        var first = tile.Number * Trellis.Ledger.Tile.Width;
        return Read(session =>
        {
            var bundle = new ArrayBufferWriter<byte>(64 * 1024);
            var next = first;
            foreach (var (position, bytes) in LedgerRows.Entries(session, first, first + tile.Hashes))
            {
                if (position != next++) break;
                EntryBundle.Write(bundle, bytes);
            }

            return next == first + tile.Hashes ? bundle.WrittenSpan.ToArray() : throw Missing($"entry {next}");
        });
    }

    /// <summary>The entries before a position, the newest first, as far as a checkpoint covers them. Who may be told what of them is for the caller to know.</summary>
    /// <param name="before">Exclusive; null for the end.</param>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    public IReadOnlyList<(long Position, Entry Entry)> Latest(long? before, int most)
    {
        if (newest() is not { Checkpoint.Size: var size }) return [];
        var past = Math.Clamp(before ?? size, 0, size);
        return Read(session => LedgerRows.Entries(session, Math.Max(0, past - most), past)
            .Select(static row => (row.Position, Entry.TryRead(row.Bytes, out var entry, out var fault) ? entry : throw new StoreFault(StoreTrouble.Damaged, $"entry {row.Position} is damaged: {fault}")))
            .Reverse().ToList());
    }

    /// <summary>
    /// Looks for a digest among those of the entries and the roots that were signed, from the newest back, as far as a checkpoint covers them. Nothing is kept for it beside the tree: it costs whoever
    /// looks, a part at a time, and no writer.
    /// </summary>
    /// <param name="before">Exclusive; null for the end.</param>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    public FoundDigest Find(TreeHash digest, long? before)
    {
        if (newest() is not { Checkpoint.Size: var size }) return new FoundDigest.No(0);
        var past = Math.Clamp(before ?? size, 0, size);
        return Read<FoundDigest>(session =>
        {
            var (least, rows) = (Math.Max(0, past - ((long)TilesAtOnce * Trellis.Ledger.Tile.Width)), 0);
            foreach (var one in LedgerRows.CheckpointsBack(session, past, CheckpointsAtOnce))
            {
                if (one.Size <= Math.Max(least, 1)) break; // the root over one entry is the digest of that entry
                if (SignedCheckpoint.TryRead(Encoding.UTF8.GetBytes(one.Note), out var signed, out _) && signed.Checkpoint.Root == digest) return new FoundDigest.Root(one.Size, one.At);
                // Where they stand close, the next part begins at the last of them.
                if (++rows == CheckpointsAtOnce) least = one.Size - 1;
            }

            // Entries behind the last full tile are few, and hashed as they are read.
            var full = Math.Min(past, size / Trellis.Ledger.Tile.Width * Trellis.Ledger.Tile.Width);
            foreach (var (position, bytes) in LedgerRows.Entries(session, Math.Max(full, least), past))
                if (Tree.Leaf(bytes) == digest) return new FoundDigest.Entry(position);
            if (full <= least) return new FoundDigest.No(least);
            var (first, end) = (least / Trellis.Ledger.Tile.Width, (full + Trellis.Ledger.Tile.Width - 1) / Trellis.Ledger.Tile.Width);
            foreach (var (number, hashes) in LedgerRows.LeavesFrom(session, first, end))
                if (Array.IndexOf(hashes, digest) is >= 0 and var at && (number * Trellis.Ledger.Tile.Width) + at is var position && position < past) return new FoundDigest.Entry(position);
            return new FoundDigest.No(least);
        });
    }

    /// <summary>The hash over the first so many entries as this record has it; null where no checkpoint covers so many yet.</summary>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    public TreeHash? RootAt(long size) => newest() is { Checkpoint.Size: var signed } && size >= 0 && size <= signed ? Read(session => new StoredTree(session).At(size).Root()) : null;

    /// <summary>The receipt of an entry, or null where no checkpoint covers it yet.</summary>
    /// <param name="withEntry">Whether the receipt carries the entry itself, for those who may read it: whose act it was, and auditors.</param>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    public TlogProof? Receipt(long position, bool withEntry)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        if (newest() is not { } signed || position >= signed.Checkpoint.Size) return null;
        var size = signed.Checkpoint.Size;
        return Read(session => InclusionProof.TryMake(position, size, tile => Hashes(session, size, tile), out var proof, out var fault)
            ? new TlogProof(position, proof.Path, signed) { Extra = withEntry ? LedgerRows.Entry(session, position) ?? throw Missing($"entry {position}") : default }
            : throw new StoreFault(StoreTrouble.Damaged, fault));
    }

    /// <summary>Receipts of several entries under one checkpoint; those that it does not cover yet are left out. Null before the first checkpoint.</summary>
    /// <param name="positions">In their order. Who may have these entries is for the caller to know.</param>
    /// <exception cref="MachineFault">The store cannot be read.</exception>
    public Receipts? Receipts(IReadOnlyList<long> positions)
    {
        if (newest() is not { } signed) return null;
        var size = signed.Checkpoint.Size;
        return Read(session => new Receipts(
            [
                .. positions.Where(position => position < size).Select(position => InclusionProof.TryMake(position, size, tile => Hashes(session, size, tile), out var proof, out var fault)
                    ? new ReceivedEntry(position, LedgerRows.Entry(session, position) ?? throw Missing($"entry {position}"), proof.Path)
                    : throw new StoreFault(StoreTrouble.Damaged, fault)),
            ],
            signed));
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var session)) session.Dispose();
    }

    private static bool Covers(long size, Tile tile)
    {
        var all = Trellis.Ledger.Tile.HashesOfLevel(tile.Level, size);
        return tile.Number <= all / Trellis.Ledger.Tile.Width && (tile.Number * Trellis.Ledger.Tile.Width) + tile.Hashes <= all;
    }

    /// <summary>The hashes of a tile, at least as many as it has; what is at the right edge is computed once for each checkpoint.</summary>
    private ReadOnlyMemory<TreeHash> Hashes(Session session, long size, Tile tile)
    {
        if (tile.Number < Trellis.Ledger.Tile.HashesOfLevel(tile.Level, size) / Trellis.Ledger.Tile.Width)
            return LedgerRows.Tile(session, tile.Level, tile.Number) ?? throw Missing(tile.ToString());
        if (_edge is not { } edge || edge.Size != size) _edge = edge = RightEdge.Of(new StoredTree(session).At(size));
        return edge.Levels[tile.Level];
    }

    private static StoreFault Missing(string what) => new(StoreTrouble.Damaged, string.Create(CultureInfo.InvariantCulture, $"{what} is missing."));

    /// <summary>Reads on a connection of its own. One that was kept may have died with its server: then it is tried on a new one.</summary>
    private T Read<T>(Func<Session, T> read)
    {
        try
        {
            if (_idle.TryTake(out var kept))
            {
                try
                {
                    return Once(kept, read);
                }
                catch (StoreFault fault) when (fault.Trouble is StoreTrouble.Gone or StoreTrouble.Other)
                {
                    // Below, on a new one.
                }
            }

            return Once(Open(), read);
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(store.Called);
        }
        catch (UnusableInput fault)
        {
            throw new MachineFault(new Text($"{store.Called}：{fault.Says.Zh}", $"{store.Called}: {fault.Message}"), fault.Advises, fault);
        }
    }

    /// <summary>Something in the place of a table may never end its answer, and would keep whoever asks, and us, for ever.</summary>
    private Session Open()
    {
        var session = store.OpenToRead();
        try
        {
            StrangeTables.DemandTables(session, store.Called);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private T Once<T>(Session session, Func<Session, T> read)
    {
        var well = false;
        try
        {
            var answer = read(session);
            well = true;
            return answer;
        }
        finally
        {
            if (well && _idle.Count < Kept) _idle.Add(session);
            else session.Dispose();
        }
    }

    /// <summary>The unfinished tile of each level of a tree.</summary>
    private sealed record RightEdge(long Size, TreeHash[][] Levels)
    {
        public static RightEdge Of(GrowingTree tree)
        {
            var levels = new TreeHash[Trellis.Ledger.Tile.Levels][];
            for (var level = 0; level < levels.Length; level++) levels[level] = tree.Edge(level).ToArray();
            return new RightEdge(tree.Size, levels);
        }
    }
}

/// <summary>What a digest is in a record.</summary>
public abstract record FoundDigest
{
    private FoundDigest()
    {
    }

    /// <summary>That of an entry.</summary>
    public sealed record Entry(long Position) : FoundDigest;

    /// <summary>The hash over the first so many entries, as a checkpoint signed it.</summary>
    public sealed record Root(long Size, DateTimeOffset At) : FoundDigest;

    /// <summary>It was not found as far as one looked.</summary>
    /// <param name="Before">Before which entry one looks on; 0 where everything was looked through.</param>
    public sealed record No(long Before) : FoundDigest;
}
