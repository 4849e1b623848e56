using Trellis.Ledger;
using Trellis.Runtime.Database;

namespace Trellis.Runtime.Ledger;

/// <summary>Entries in the order of the record, for whoever follows it. The position is the cursor: nothing comes in between, ever.</summary>
public static class EventFeed
{
    public const int MostEntries = 1000;

    /// <param name="after">The position of the last entry that is known already; -1 for none.</param>
    public static IReadOnlyList<(long Position, Entry Entry)> Read(Store store, long after, int most)
    {
        try
        {
            using var session = store.OpenToRead();
            var found = new List<(long, Entry)>();
            foreach (var (position, bytes) in LedgerRows.Entries(session, after + 1, after + 1 + Math.Clamp(most, 1, MostEntries)))
                found.Add((position, Entry.TryRead(bytes, out var entry, out var fault) ? entry : throw new StoreFault(StoreTrouble.Damaged, $"entry {position} is damaged: {fault}")));
            return found;
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(store.Called);
        }
    }
}
