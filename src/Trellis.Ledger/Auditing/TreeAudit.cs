namespace Trellis.Ledger.Auditing;

/// <summary>A head that the growing tree must pass through.</summary>
/// <param name="Wrong">The doubt when it passes through another root.</param>
/// <param name="Beyond">The doubt when it never gets that far.</param>
public sealed record ExpectedHead(TreeHead Head, DoubtKind Wrong, DoubtKind Beyond, string? Called);

/// <summary>
/// Grows a tree from hashes of entries and compares it on the way: with every head that somebody signed or saw, and with every tile that is stored.
/// Because it passes through an older head and a newer one, it proves without more ado that the older is the beginning of the newer.
/// </summary>
public sealed class TreeAudit
{
    private readonly GrowingTree _tree;
    private readonly ReadTile _stored;
    private readonly Doubts _doubts;
    private readonly Queue<ExpectedHead> _ahead = new();
    private readonly bool _leavesAreStored;
    private readonly long _begin;

    // By the doubt that another root would have been: the record's own checkpoints agree with a rewritten record, too, and narrow nothing down for others.
    private readonly Dictionary<DoubtKind, long> _agreed = [];

    /// <param name="from">Where to begin: an empty tree, or one whose head was verified before.</param>
    /// <param name="stored">The tiles to compare with; none for a tile that is not there.</param>
    /// <param name="leavesAreStored">The leaves that will come are those of the tiles themselves, so the lowest tiles need no comparison.</param>
    public TreeAudit(GrowingTree from, ReadTile stored, Doubts doubts, bool leavesAreStored)
    {
        ArgumentNullException.ThrowIfNull(from);
        (_tree, _stored, _doubts, _leavesAreStored) = (from, stored, doubts, leavesAreStored);
        _begin = from.Size;
        _tree.TakeCompleted();
    }

    public long Size => _tree.Size;

    /// <summary>How many heads agreed.</summary>
    public long HeadsAgreed { get; private set; }

    /// <summary>How many full tiles agreed.</summary>
    public long TilesAgreed { get; private set; }

    /// <summary>Adds a head to pass through. They are added in the order of their sizes, and before the tree has grown past them.</summary>
    public void Expect(ExpectedHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (head.Head.Size < _tree.Size) throw new ArgumentException("The tree has grown past this head.", nameof(head));
        _ahead.Enqueue(head);
        Compare();
    }

    /// <summary>Takes the hashes of the next entries.</summary>
    public void Append(ReadOnlySpan<TreeHash> leaves)
    {
        foreach (ref readonly var leaf in leaves)
        {
            _tree.Append(leaf);
            if (_ahead.TryPeek(out var next) && next.Head.Size == _tree.Size) Compare();
            if (_tree.Size % Tile.Width == 0) CompareCompleted();
        }
    }

    /// <summary>Compares what is partial at the right edge, and doubts every head that lies beyond the end.</summary>
    /// <param name="partial">Partial tiles to compare with; null where none are stored.</param>
    public void Finish(ReadTile? partial)
    {
        while (_ahead.TryDequeue(out var beyond))
            _doubts.Add(new Doubt(beyond.Beyond) { Size = beyond.Head.Size, Entry = _tree.Size, LastEntry = beyond.Head.Size - 1, Place = beyond.Called });
        if (partial is null) return;
        for (var level = _leavesAreStored ? 1 : 0; level < Tile.Levels; level++)
        {
            var edge = _tree.Edge(level);
            if (edge.IsEmpty) continue;
            var tile = new Tile(level, Tile.HashesOfLevel(level, _tree.Size) / Tile.Width, edge.Length);
            Compare(tile, edge, partial(tile).Span);
        }
    }

    /// <summary>The root of the tree as it is now.</summary>
    public TreeHead Head => _tree.Head;

    private void Compare()
    {
        TreeHead? now = null;
        while (_ahead.TryPeek(out var expected) && expected.Head.Size == _tree.Size)
        {
            _ahead.Dequeue();
            now ??= _tree.Head;
            if (now == expected.Head)
            {
                HeadsAgreed++;
                _agreed[expected.Wrong] = expected.Head.Size;
            }
            else
            {
                // The difference lies behind the last head of the same source that agreed.
                var first = Math.Min(_agreed.GetValueOrDefault(expected.Wrong, _begin), Math.Max(0, expected.Head.Size - 1));
                _doubts.Add(new Doubt(expected.Wrong) { Size = expected.Head.Size, Entry = first, LastEntry = Math.Max(first, expected.Head.Size - 1), Place = expected.Called });
            }
        }
    }

    private void CompareCompleted()
    {
        foreach (var full in _tree.TakeCompleted())
        {
            if (full.Level == 0 && _leavesAreStored) continue;
            var tile = new Tile(full.Level, full.Number);
            Compare(tile, full.Hashes, _stored(tile).Span);
        }
    }

    private void Compare(Tile tile, ReadOnlySpan<TreeHash> computed, ReadOnlySpan<TreeHash> stored)
    {
        if (stored.IsEmpty)
        {
            _doubts.Add(new Doubt(DoubtKind.TileMissing) { Place = tile.ToString() });
            return;
        }

        if (stored.Length < computed.Length)
        {
            _doubts.Add(new Doubt(DoubtKind.TileDiffers) { Place = tile.ToString() });
            return;
        }

        if (computed.SequenceEqual(stored[..computed.Length]))
        {
            TilesAgreed++;
            return;
        }

        for (var at = 0; at < computed.Length; at++)
        {
            if (computed[at] == stored[at]) continue;
            _doubts.Add(tile.Level == 0
                ? new Doubt(DoubtKind.EntryDiffersFromTile) { Entry = (tile.Number * Tile.Width) + at, Place = tile.ToString() }
                : new Doubt(DoubtKind.TileDiffers) { Place = tile.ToString() });
            if (tile.Level > 0) return;
        }
    }
}
