namespace Trellis.Ledger.Auditing;

/// <summary>An entry that later steps of an audit look at: its event is folded into a table, or it commits to personal values.</summary>
public readonly record struct KeptEntry(long Position, Entry Entry);

/// <summary>
/// What a stretch of entries says by itself: their hashes, their times, whether each has its one spelling. It knows nothing of the entries
/// before and after, so that stretches are judged on all cores at once.
/// </summary>
public sealed class EntriesAudit
{
    /// <summary>Stands for the time of an entry that cannot be read.</summary>
    public const long NoTime = long.MinValue;

    private EntriesAudit(long first, TreeHash[] leaves, long[] times, List<KeptEntry> kept, List<Doubt> doubts) =>
        (First, Leaves, Times, Kept, Doubts) = (first, leaves, times, kept, doubts);

    /// <summary>The position of the first entry.</summary>
    public long First { get; }

    /// <summary>The hashes of the entries.</summary>
    public ReadOnlyMemory<TreeHash> Leaves { get; }

    /// <summary>Milliseconds since 1970, one an entry.</summary>
    public IReadOnlyList<long> Times { get; }

    public IReadOnlyList<KeptEntry> Kept { get; }

    public IReadOnlyList<Doubt> Doubts { get; }

    /// <param name="first">The position of the first entry.</param>
    /// <param name="keep">Which entries later steps need.</param>
    public static EntriesAudit Of(long first, IReadOnlyList<ReadOnlyMemory<byte>> entries, Func<Entry, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(keep);
        var leaves = new TreeHash[entries.Count];
        var times = new long[entries.Count];
        var kept = new List<KeptEntry>();
        var doubts = new List<Doubt>();
        for (var at = 0; at < leaves.Length; at++)
        {
            var bytes = entries[at].Span;
            leaves[at] = Tree.Leaf(bytes);
            if (Entry.TryRead(bytes, out var entry, out var fault))
            {
                times[at] = entry.At.ToUnixTimeMilliseconds();
                if (keep(entry)) kept.Add(new KeptEntry(first + at, entry));
            }
            else
            {
                times[at] = NoTime;
                doubts.Add(new Doubt(DoubtKind.EntryUnreadable) { Entry = first + at, Detail = fault });
            }
        }

        return new EntriesAudit(first, leaves, times, kept, doubts);
    }
}
